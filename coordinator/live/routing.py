"""Which address leads to which socket."""

from typing import Any

from django.urls import path

from coordinator.live.consumers import LogSocket, PageSocket

websocket_urlpatterns: list[Any] = [
    path("ws/projects/<slug:project>/", LogSocket.as_asgi(), name="log-socket"),
    path("ws/projects/<slug:project>/pages/", PageSocket.as_asgi(), name="page-socket"),
]
