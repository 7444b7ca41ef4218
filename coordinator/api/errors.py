"""How a refusal looks on the wire: application/problem+json (RFC 9457) with a `code` and, in `next`, what to do now.

The rules' refusals come from tracks/errors.py; the ones below are the doors' own. Whatever nobody expected is left to
crash, so that it is logged; `ProblemsOnly` sees to it that even then no page of HTML is answered under /api/.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase

from coordinator.throttling import Allowance
from tracks.errors import InvalidField, Refusal, VersionMismatch

PROBLEM = "application/problem+json"
URN = "urn:signalbox:problem:"


class MalformedBody(Refusal):
    """The body cannot be read: {problem}"""

    status = 400
    next = "Send one JSON object, in UTF-8."


class BadAddress(Refusal):
    """The request cannot be understood: {problem}"""

    status = 400
    next = "Correct the address or the headers."


class NotSignedIn(Refusal):
    """Nobody is signed in."""

    status = 401
    next = "Send `Authorization: Bearer <token>`; an operator gets one for an agent with POST agents."


class TokenRefused(Refusal):
    """The token is unknown, has expired or was revoked."""

    status = 401
    next = "Ask an operator for a new one; for an agent that is POST agents/<name>/token."


class CsrfFailed(Refusal):
    """This browser's request could have come from another site: {problem}"""

    status = 403
    next = "Send the X-CSRFToken header with the value of the csrftoken cookie, or use a bearer token."


class NoSuchAddress(Refusal):
    """There is nothing at {path}."""

    status = 404
    next = "See /api/docs/ for everything there is."


class MethodNotAllowed(Refusal):
    """{method} is not possible here."""

    status = 405
    next = "Use one of: {allowed}."


class NotAcceptable(Refusal):
    """The answer is {offered}, and that is not among what you accept."""

    status = 406
    next = "Send `Accept: {offered}` or leave the header out."


class BodyTooLarge(Refusal):
    """The body is larger than {limit:,} bytes."""

    status = 413
    next = "Send less at once."


class UnsupportedMediaType(Refusal):
    """A body of type {media_type} is not read here."""

    status = 415
    next = "Send `Content-Type: application/json` and a JSON object."


class UnreadableDocument(Refusal):
    """The document cannot be read: line {line}, column {column}: {reason}"""

    status = 422
    next = "Correct the document there and send it again; nothing was written."


class Throttled(Refusal):
    """That is more than {limit} {scope} in a minute."""

    status = 429
    next = "Wait {seconds} seconds, then go on. Other kinds of requests are not held up."

    def __init__(self, allowance: Allowance | None = None, **facts: object) -> None:
        super().__init__(**facts)
        self.allowance = allowance


class InternalError(Refusal):
    """Something went wrong here. It has been logged."""

    status = 500
    next = "Try again; if it happens again, tell the operator."


class Unavailable(Refusal):
    """The database does not answer right now."""

    status = 503
    next = "Send the same request again in a moment, with the same Idempotency-Key."


RETRY_SOON = "1"  # seconds: what a locked database needs to come free
DOOR_REFUSALS: dict[str, type[Refusal]] = {
    one.__name__: one
    for one in (
        MalformedBody, BadAddress, NotSignedIn, TokenRefused, CsrfFailed, NoSuchAddress, MethodNotAllowed, NotAcceptable,
        BodyTooLarge, UnsupportedMediaType, UnreadableDocument, Throttled, InternalError, Unavailable,
    )
}
EXPECTED = (
    Refusal, OperationalError, InterfaceError, RequestDataTooBig, SuspiciousOperation, BadRequest, MultiPartParserError,
)


def refused(error: Exception, request: HttpRequest) -> HttpResponse:
    """The answer to a request that ended in one of the EXPECTED errors."""
    return problem(refusal_of(error), request.path)


def refusal_of(error: Exception) -> Refusal:
    """An error of the framework or the database, as one of ours."""
    match error:
        case Refusal():
            return error
        case OperationalError() | InterfaceError():
            return Unavailable()
        case RequestDataTooBig():
            return BodyTooLarge(limit=settings.MAX_BODY)
        case MultiPartParserError():
            return MalformedBody(problem=str(error))
        case _:
            return BadAddress(problem=str(error))


def problem(refusal: Refusal, path: str) -> HttpResponse:
    response = HttpResponse(msgspec.json.encode(told(refusal, path)), status=refusal.status, content_type=PROBLEM)
    for name, value in {"Cache-Control": "no-store", **headers_of(refusal)}.items():
        response.headers[name] = value
    return response


def told(refusal: Refusal, path: str) -> dict[str, Any]:
    """A refusal as the members of a problem.

    Where fields were wrong, `errors` names each of them; where it matters who holds the task, `holder` says that;
    where a result came too late, `offer` is the name under which it was kept; where what is edited is not as it was
    read, `version` and `present` say how it is.
    """
    facts = refusal.facts
    members: dict[str, Any] = {
        "type": URN + refusal.code,
        "title": refusal.code.replace("_", " ").capitalize(),
        "status": refusal.status,
        "code": refusal.code,
        "detail": refusal.detail,
        "next": refusal.advice,
        "instance": path,
    }
    if isinstance(refusal, InvalidField):
        members["errors"] = facts.get("all") or [{"field": facts["field"], "problem": facts["problem"]}]
    if "held" in facts:
        members["holder"] = facts["held"]
    if "missing" in facts and isinstance(facts["missing"], list):
        members["missing"] = facts["missing"]
    if facts.get("kept"):
        members["offer"] = facts["fence"]
    if "present" in facts:
        members |= {"version": facts["version"], "present": facts["present"]}
    if isinstance(refusal, UnreadableDocument):
        members |= {name: facts[name] for name in ("line", "column", "reason")}
    return members


def headers_of(refusal: Refusal) -> Mapping[str, str]:
    match refusal:
        case VersionMismatch():
            return {"ETag": str(refusal.facts["etag"])} if "etag" in refusal.facts else {}
        case NotSignedIn():
            return {"WWW-Authenticate": 'Bearer realm="signalbox"'}
        case TokenRefused():
            return {"WWW-Authenticate": 'Bearer realm="signalbox", error="invalid_token"'}
        case MethodNotAllowed():
            return {"Allow": str(refusal.facts["allowed"])}
        case Throttled():
            return {"Retry-After": str(refusal.facts["seconds"])}
        case Unavailable():
            return {"Retry-After": RETRY_SOON}
    return {}


class ProblemsOnly:
    """Middleware: under /api/ every error is a problem, also one that never reached a door. Addresses may end in a slash."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        if request.path_info.startswith("/api/v1/"):
            request.path_info = request.path_info.rstrip("/")
        response = self.get_response(request)
        if response.status_code < 400 or response.headers.get("Content-Type") == PROBLEM:
            return response
        kinds: dict[int, Refusal] = {
            400: BadAddress(problem=response.reason_phrase),
            404: NoSuchAddress(path=request.path),
            503: Unavailable(),
        }
        return problem(kinds.get(response.status_code, InternalError()), request.path)
