"""Which address leads to which socket."""

from typing import Any

websocket_urlpatterns: list[Any] = []
