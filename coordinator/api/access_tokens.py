"""Tokens of people and programs: made with a role and an end, listed without their secrets, taken back.

Everybody makes their own, with no more rights than they have; administrators make and take back all. Agents get theirs
when they join.
"""

from datetime import timedelta
from typing import Annotated, Literal

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from msgspec import Meta

from coordinator.access import journal
from coordinator.access.members import UnknownMember
from coordinator.access.models import Membership, Role, Token
from coordinator.access.permissions import LADDER
from coordinator.access.tokens import issue, named_token, revoke
from coordinator.api.door import Ask, Door, address, answer, operation
from coordinator.api.reading import Strict
from coordinator.api.rows import Brief
from coordinator.api.wire.access import AccessTokenList, AccessTokenWithSecret, draw_new_token, draw_token
from coordinator.eventlog.models import LogHead
from coordinator.eventlog.store import Head
from tracks.errors import KeyReused, NotAllowed, Refusal

MOST_DAYS = 3_650


class UnknownToken(Refusal):
    """There is no token {number} here."""

    status = 404
    next = "List the tokens with GET /api/v1/projects/{project}/tokens."


class NewToken(Strict):
    """`person` is the member whose token it is; left out, a signed-in person's own, or a program's."""

    name: Annotated[str, Meta(min_length=1, max_length=100, description="What it is for.")]
    role: Literal["viewer", "operator", "admin"]
    days: Annotated[int, Meta(ge=1, le=MOST_DAYS, description="How long it is good for.")] = 90
    person: Annotated[str, Meta(max_length=150)] = ""


class Tokens(Door):
    @operation(
        "List the tokens of the project, without their secrets", query=Brief,
        answers={200: (AccessTokenList, "All of them, or your own.")},
    )
    def get(self, ask: Ask) -> HttpResponse:
        return answer(AccessTokenList([draw_token(one) for one in tokens_of(ask, ask.head())]))

    @operation(
        "Make a token for a person or a program", body=NewToken,
        answers={201: (AccessTokenWithSecret, "The secret is shown this once, or again under the same Idempotency-Key.")},
        refusals=(UnknownMember,), example={"name": "the CI", "role": "operator", "days": 90},
    )
    def post(self, ask: Ask) -> HttpResponse:
        body: NewToken = ask.body
        head = ask.head()
        person, role = whose(ask, head), Role(body.role)
        with transaction.atomic():
            token, secret, is_new = made(ask, head, body, person)
            if not is_new and (token.name, token.role, token.user_id) != (body.name, role, person.pk if person else None):
                raise KeyReused(key=ask.request.headers["Idempotency-Key"])
            if is_new:
                journal.note(ask.caller.actor, "token.issued", str(token), head.id, after=role)
        return answer(draw_new_token(token, secret), 201, Location=address(ask, str(token.pk)))


class OneToken(Door):
    @operation(
        "Take a token back: from now on it is worthless, and what listens with it is cut off",
        answers={204: (None, "It is worth nothing.")}, refusals=(UnknownToken,),
    )
    def delete(self, ask: Ask, number: int) -> HttpResponse:
        head = ask.head()
        with transaction.atomic():
            token = tokens_of(ask, head).select_for_update(of=("self",)).filter(pk=number).first()
            if token is None:
                raise UnknownToken(number=number, project=ask.project)
            if token.revoked_at is None:
                revoke(token)
                journal.note(ask.caller.actor, "token.revoked", str(token), head.id, before=token.role)
        response = HttpResponse(status=204)
        del response.headers["Content-Type"]
        return response


def tokens_of(ask: Ask, head: Head) -> QuerySet[Token]:
    """Those that the caller may see: all for who administers, otherwise the caller's own."""
    found = Token.objects.select_related("user").filter(project=head.id)
    if ask.may("administer"):
        return found
    who = ask.caller.who
    return found.filter(pk=who.pk) if isinstance(who, Token) else found.filter(user=who.pk)


def whose(ask: Ask, head: Head) -> AbstractUser | None:
    """The person whose token it will be; none for a program's. Raises NotAllowed, UnknownMember."""
    who, body = ask.caller.who, ask.body
    caller = None if isinstance(who, Token) else who
    own = not body.person or (caller is not None and body.person == caller.get_username())
    if not ask.may("administer") and (caller is None or not own):
        raise NotAllowed(actor=ask.caller.actor, role=Role.ADMIN)
    if own:
        check_reach(ask, ask.role, body.role)
        return caller
    member = Membership.objects.select_related("user").filter(project=head.id, user__username=body.person).first()
    if member is None:
        raise UnknownMember(name=body.person, project=ask.project)
    check_reach(ask, Role(member.role), body.role)
    return member.user


def check_reach(ask: Ask, has: Role | None, wanted: str) -> None:
    """A token may do no more than whose token it is."""
    if has is None or LADDER.index(Role(wanted)) > LADDER.index(has):
        raise NotAllowed(actor=ask.caller.actor, role=wanted)


def made(ask: Ask, head: Head, body: NewToken, person: AbstractUser | None) -> tuple[Token, str, bool]:
    """A new token and its secret, or the one that this very request made before."""
    facts = {
        "name": body.name, "role": body.role, "user": person, "expires_at": timezone.now() + timedelta(days=body.days),
    }
    if ask.key:
        return named_token(head, ask.key, facts)
    token, secret = issue(**facts, project=LogHead.objects.get(pk=head.id))
    return token, secret, True
