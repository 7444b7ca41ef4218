"""The ASGI application that every server runs: which kind of request goes through which handler."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordinator.settings")
django.setup(set_prefix=False)  # the imports below need it

from channels.routing import URLRouter  # noqa: E402
from channels.security.websocket import WebsocketDenier  # noqa: E402
from channels.sessions import CookieMiddleware  # noqa: E402
from django.conf import settings  # noqa: E402
from django.urls import re_path  # noqa: E402

from coordinator import background  # noqa: E402
from coordinator.live import guard, hub, keeper, layer, signer  # noqa: E402
from coordinator.live.routing import websocket_urlpatterns  # noqa: E402
from coordinator.one_hop import OneHop, Send  # noqa: E402
from coordinator.orchestrator import sweeper  # noqa: E402
from coordinator.request_body import Receive, Scope  # noqa: E402
from coordinator.settings.database import limit_for_web  # noqa: E402
from coordinator.web.security import SameOrigin  # noqa: E402
from coordinator.web.static_files import static_files  # noqa: E402
from coordinator.webhooks import deliverer  # noqa: E402

limit_for_web(settings.DATABASES["default"])
one_hop = OneHop()

background.register("the hub", hub.follow_the_logs)
background.register("the wake-ups to other processes", layer.tell_other_processes)
background.register("the wake-ups from other processes", layer.hear_other_processes)
background.register("the guard of the sockets", guard.watch_the_doors)
background.register("the sweeper", sweeper.sweep)
background.register("the deliverer of webhooks", deliverer.deliver)
background.register("the signer of checkpoints", signer.sign_checkpoints)
background.register("the keeper of snapshots", keeper.keep_snapshots)


http = static_files(one_hop)
nowhere = re_path("", WebsocketDenier.as_asgi())  # without it an unknown address is an error in the log
websocket = SameOrigin(CookieMiddleware(URLRouter([*websocket_urlpatterns, nowhere])))


async def lifespan(scope: Scope, receive: Receive, send: Send) -> None:
    """Nothing depends on the start-up message: daphne never sends it."""
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await background.stop()
    one_hop.stop()
    await send({"type": "lifespan.shutdown.complete"})


HANDLERS = {"http": http, "websocket": websocket, "lifespan": lifespan}


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    background.ensure_started()
    await HANDLERS[scope["type"]](scope, receive, send)
