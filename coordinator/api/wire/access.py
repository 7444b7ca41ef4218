"""Members, tokens and what was done about them, on the wire."""

from datetime import datetime

from msgspec import Struct

from coordinator.access.models import AccessChange, Membership, Token


class Member(Struct, frozen=True):
    """A person with a role: viewer, operator or admin. One who is not `active` cannot come in."""

    name: str
    role: str
    active: bool


class MemberList(Struct, frozen=True):
    """Members by name. `everywhere` names those who administer every project without being a member of it."""

    members: list[Member]
    everywhere: list[str]


class AccessToken(Struct, frozen=True):
    """What is known of a token. `prefix` is how its secret begins, `person` whose it is, `agent` for whom it acts."""

    number: int
    name: str
    prefix: str
    role: str
    person: str
    agent: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class AccessTokenWithSecret(Struct, frozen=True):
    """A new token. `token` is its secret, shown this once."""

    number: int
    name: str
    prefix: str
    role: str
    person: str
    expires_at: datetime | None
    token: str


class AccessTokenList(Struct, frozen=True):
    """The newest first."""

    tokens: list[AccessToken]


class Link(Struct, frozen=True):
    """Opening `url` signs `name` in, once, until `expires_at`. It is shown this once."""

    name: str
    url: str
    expires_at: datetime


class AccessFact(Struct, frozen=True):
    """Who did what about whom: member.added, member.changed, member.removed, token.issued, token.revoked, link.made."""

    at: datetime
    actor: str
    what: str
    about: str
    before: str
    after: str


class AccessFactList(Struct, frozen=True):
    """The newest first; `cursor` leads to older ones, null at the end."""

    changes: list[AccessFact]
    cursor: str | None


def draw_member(one: Membership) -> Member:
    return Member(one.user.get_username(), one.role, one.user.is_active)


def draw_token(one: Token) -> AccessToken:
    return AccessToken(
        one.pk, one.name, one.prefix, one.role, one.user.get_username() if one.user else "", one.agent, one.created_at,
        one.expires_at, one.last_used_at, one.revoked_at,
    )


def draw_new_token(one: Token, secret: str) -> AccessTokenWithSecret:
    person = one.user.get_username() if one.user else ""
    return AccessTokenWithSecret(one.pk, one.name, one.prefix, one.role, person, one.expires_at, secret)


def draw_fact(one: AccessChange) -> AccessFact:
    return AccessFact(one.at, one.actor, one.what, one.about, one.before, one.after)
