"""Who opened a socket, and whether they may still listen: asked when they come, and again as long as they stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from coordinator.access import bearer
from coordinator.access.permissions import Who, allows, role_in
from coordinator.eventlog.models import LogHead

BEARER = "bearer "


@dataclass(frozen=True, slots=True)
class Caller:
    """What a handshake shows: the secret of a token, or the key of a session. Two sockets of one caller are equal."""

    secret: str
    session: str


class Refused(Exception):
    """The socket is closed with `code`; 4401, 4403 and 4404 mean what 401, 403 and 404 mean elsewhere."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


def caller_of(scope: dict[str, Any]) -> Caller:
    """Where both are shown the token counts: programs say what they mean, browsers send cookies by themselves."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    return shown(headers.get(b"authorization", ""), scope["cookies"])


def shown(authorization: str, cookies: Mapping[str, str]) -> Caller:
    if authorization.lower().startswith(BEARER):
        return Caller(authorization[len(BEARER) :].strip(), "")
    return Caller("", cookies.get(settings.SESSION_COOKIE_NAME, ""))


def admit(caller: Caller, project: str) -> int:
    """The id of the project (a slug) that the caller may view. Raises Refused. Asks the database."""
    who = identity(caller)
    if who is None:
        raise Refused(4401, "Sign in, or send Authorization: Bearer <token>.")
    project_id = LogHead.objects.filter(project=project).values_list("pk", flat=True).first()
    if project_id is None:
        raise Refused(4404, "There is no such project.")
    if not allows(role_in(who, project), "view"):
        raise Refused(4403, "You may not see this project.")
    return project_id


def identity(caller: Caller) -> Who | None:
    if caller.secret:
        return bearer.check(caller.secret)
    if not caller.session:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(caller.session)
    user = get_user(request)
    return user if user.is_authenticated else None
