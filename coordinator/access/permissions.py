"""Who may do what in which project. Every door asks here; nothing else compares roles."""

from typing import TypeAlias

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from coordinator.access.models import Membership, Role, Token
from coordinator.eventlog.models import LogHead

Who: TypeAlias = AbstractBaseUser | AnonymousUser | Token
LADDER = tuple(Role)  # from least to most
HIGHEST = LADDER[-1]
NEEDED = {"view": Role.VIEWER, "work": Role.AGENT, "operate": Role.OPERATOR, "administer": Role.ADMIN}


def may(who: Who, project: LogHead, what: str) -> bool:
    """Whether a person or token may `view`, `work`, `operate` or `administer`. Raises KeyError for another word."""
    return allows(role_of(who, project), what)


def allows(role: Role | None, what: str) -> bool:
    """Whether a role is enough to `view`, `work`, `operate` or `administer`. Raises KeyError for another word."""
    needed = NEEDED[what]
    return role is not None and LADDER.index(role) >= LADDER.index(needed)


def role_of(who: Who, project: LogHead) -> Role | None:
    """The role in this project, none at all for strangers."""
    if isinstance(who, Token):
        return Role(who.role) if is_valid(who) and who.project_id in (None, project.id) else None
    if not who.is_active:
        return None
    if getattr(who, "is_superuser", False):
        return HIGHEST
    role = Membership.objects.filter(user_id=who.pk, project=project).values_list("role", flat=True).first()
    return Role(role) if role else None


def role_in(who: Who, slug: str) -> Role | None:
    """The same by the project's slug, for those who have not read the project: no query for a token or superuser."""
    if isinstance(who, Token):
        counts = who.project is None or who.project.project == slug
        return Role(who.role) if counts and is_valid(who) else None
    if not who.is_active:
        return None
    if getattr(who, "is_superuser", False):
        return HIGHEST
    role = Membership.objects.filter(user_id=who.pk, project__project=slug).values_list("role", flat=True).first()
    return Role(role) if role else None


def is_valid(token: Token) -> bool:
    return token.revoked_at is None and (token.expires_at is None or token.expires_at > timezone.now())


def visible_projects(who: Who) -> QuerySet[LogHead]:
    """The projects of which `who` may see anything, by name."""
    if isinstance(who, Token):
        if not is_valid(who):
            return LogHead.objects.none()
        return LogHead.objects.filter(Q(pk=who.project_id) if who.project_id else Q())
    if getattr(who, "is_superuser", False) and who.is_active:
        return LogHead.objects.all()
    return LogHead.objects.filter(memberships__user_id=who.pk) if who.is_active else LogHead.objects.none()
