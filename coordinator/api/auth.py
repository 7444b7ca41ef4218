"""Who is at the door: the holder of a bearer token, or a person whose browser is signed in. Says nothing of what they may."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from coordinator.access import bearer
from coordinator.access.models import Token
from coordinator.api.errors import CsrfFailed, NotSignedIn, TokenRefused

LONGEST_ACTOR = 120
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Caller:
    """`actor` is the name in the log; `agent` the only agent this caller may act as, empty when it may act as any."""

    actor: str
    who: AbstractBaseUser | Token
    agent: str = ""


def caller_of(request: HttpRequest) -> Caller:
    """Raises NotSignedIn, TokenRefused or CsrfFailed."""
    header = request.META.get("HTTP_AUTHORIZATION")
    if header is not None:
        return holder_of(header)
    user = request.user
    if not user.is_authenticated:
        raise NotSignedIn
    if request.method not in SAFE:
        check_csrf(request)
    return Caller(user.get_username()[:LONGEST_ACTOR], user)


def holder_of(header: str) -> Caller:
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise NotSignedIn
    token = bearer.check(secret.strip())
    if token is None:
        raise TokenRefused
    actor = f"agent/{token.agent}" if token.agent else f"token/{token.name}"
    return Caller(actor[:LONGEST_ACTOR], token, token.agent)


def check_csrf(request: HttpRequest) -> None:
    """A browser sends its cookies along whoever asks; only our own pages know the token that goes with them."""
    middleware = Csrf(lambda _: HttpResponse())
    middleware.process_request(request)
    reason = middleware.process_view(request, None, (), {})
    if reason is not None:
        raise CsrfFailed(problem=reason)


class Csrf(CsrfViewMiddleware):
    """Django's check, with the reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason
