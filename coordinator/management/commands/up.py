"""`manage.py up`: makes everything ready and serves, with a link to sign in."""

import errno
import json
import socket
import subprocess
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from coordinator import server
from coordinator.access.signin import first_administrator, make_link
from coordinator.access.tokens import token_of_this_home
from coordinator.eventlog.guards import LogIsNotProtected
from coordinator.preparing import prepare

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - recognised, not chosen

SHOWN = """
Signalbox is running.

  Open       {url}
  Sign in    {sign_in_url}
             (once, within the hour; the next start prints another)
  API        {url}/api/docs/
  Token      {token}
             (an administrator's; send it as Authorization: Bearer …)
  Data       {data_dir}

Ctrl-C stops it.
"""


class Command(BaseCommand):
    help = "Prepares the database, the static files and the first administrator, then serves."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        given = settings.SIGNALBOX
        parser.add_argument("--host", default=given["SIGNALBOX_HOST"], help="address to listen on (default %(default)s)")
        parser.add_argument("--port", type=int, default=given["SIGNALBOX_PORT"], help="0 takes a free one (default %(default)s)")
        parser.add_argument("--demo", action="store_true", help="import an example plan and let scripted agents work it off")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one line of JSON once it serves")

    def handle(self, *args: Any, host: str, port: int, demo: bool, as_json: bool, **options: Any) -> None:
        bound = listen(host, port)
        settings.ALLOWED_HOSTS += names_of(host)
        try:
            prepare()
        except LogIsNotProtected as error:
            raise CommandError(str(error)) from None
        facts = facts_of(host, bound)
        with ExitStack() as at_the_end:
            let_agents_loose = prepared_demo(facts, at_the_end) if demo else None

            def ready() -> None:
                self.announce(facts, as_json)
                if let_agents_loose:
                    let_agents_loose()

            server.serve(bound, ready)
        server.leave()

    def announce(self, facts: dict[str, str], as_json: bool) -> None:
        self.stdout.write(json.dumps(facts) if as_json else SHOWN.format(**facts))
        self.stdout.flush()


def prepared_demo(facts: dict[str, str], at_the_end: ExitStack) -> Callable[[], None]:
    """Imports the plan; what it returns starts the agents, which end with the server."""
    from coordinator import demo  # brings the importers along, for which no other start should wait

    project = demo.prepare()

    def let_agents_loose() -> None:
        at_the_end.callback(end, demo.start(facts["url"], facts["token"], project))

    return let_agents_loose


def end(agents: subprocess.Popen[bytes]) -> None:
    agents.terminate()
    try:
        agents.wait(1)
    except subprocess.TimeoutExpired:
        agents.kill()


def listen(host: str, port: int) -> socket.socket:
    try:
        return server.bind(host, port)
    except (OSError, OverflowError) as error:
        raise CommandError(why_not(host, port, error)) from None


def why_not(host: str, port: int, error: Exception) -> str:
    match getattr(error, "errno", None):
        case errno.EADDRINUSE:
            return f"Port {port} is taken by another program. Choose another with --port, or --port 0 for any free one."
        case errno.EACCES:
            return f"This user may not listen on port {port}. Choose one above 1023 with --port."
        case errno.EADDRNOTAVAIL:
            return f"{host} is not an address of this machine. Leave --host out to listen on this machine only."
        case _:
            return f"Cannot listen on {host}, port {port}: {error}."


def names_of(host: str) -> list[str]:
    """The names under which somebody will ask for us when we listen there."""
    if host not in EVERYWHERE:
        return [f"[{host}]" if ":" in host else host]
    name = socket.gethostname()
    try:
        addresses = {str(entry[4][0]) for entry in socket.getaddrinfo(name, None)}
    except OSError:
        addresses = set()
    return [name, *(f"[{address}]" if ":" in address else address for address in sorted(addresses))]


def facts_of(host: str, bound: socket.socket) -> dict[str, str]:
    reached = EVERYWHERE.get(host, host)
    shown = f"[{reached}]" if ":" in reached else reached
    url = f"http://{shown}:{bound.getsockname()[1]}"
    administrator = first_administrator()
    return {
        "url": url,
        "sign_in_url": url + reverse("sign-in-link", args=[make_link(administrator)]),
        "token": token_of_this_home(administrator),
        "mcp_url": f"{url}/mcp",
        "data_dir": str(settings.HOME),
    }
