"""How a caller of the API is slowed down, and how every answer says what is left: RateLimit headers as the IETF drafts them."""

from django.http.response import HttpResponseBase

from coordinator import throttling
from coordinator.access.models import Token
from coordinator.api.auth import SAFE, Caller
from coordinator.api.errors import Throttled
from coordinator.throttling import SAVED_UP, Allowance, Exceeded


def spend(caller: Caller, scope: str, method: str) -> Allowance | None:
    """Takes one of what the token or person has left. Raises Throttled."""
    counted = scope or ("reads" if method in SAFE else "commands")
    try:
        return throttling.spend(counted, name_of(caller))
    except Exceeded as nothing_left:
        raise Throttled(
            scope=counted, limit=nothing_left.limit, seconds=nothing_left.wait, allowance=nothing_left.allowance
        ) from None


def name_of(caller: Caller) -> str:
    """Two tokens may have one name."""
    return f"{'token' if isinstance(caller.who, Token) else 'person'}/{caller.who.pk}"


def tell(response: HttpResponseBase, allowance: Allowance) -> None:
    response.headers["RateLimit-Policy"] = f'"{allowance.scope}";q={allowance.most};w={SAVED_UP}'
    response.headers["RateLimit"] = f'"{allowance.scope}";r={allowance.left};t={allowance.seconds}'
