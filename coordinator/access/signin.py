"""Links that sign one person in, once, within the hour. There is no default password to forget to change."""

import secrets
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from coordinator.access.models import SignInLink
from coordinator.access.tokens import digest

GOOD_FOR = timedelta(hours=1)
FIRST_ADMINISTRATOR = "admin"


def first_administrator() -> AbstractUser:
    """The oldest active superuser; on an empty installation one without a usable password is made."""
    users = get_user_model().objects
    existing = users.filter(is_superuser=True, is_active=True).order_by("pk").first()
    return existing or users.create_superuser(FIRST_ADMINISTRATOR)


def make_link(user: AbstractUser, good_for: timedelta = GOOD_FOR) -> str:
    """The token of a new link for /sign-in/<token>/. Links that have expired go."""
    now = timezone.now()
    SignInLink.objects.filter(expires_at__lt=now).delete()
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(digest=digest(token), user=user, expires_at=now + good_for)
    return token


def redeem(token: str) -> AbstractUser | None:
    """The person the link is for; none if it is unknown, used or expired. Of two callers at once one gets it."""
    link = SignInLink.objects.select_related("user").filter(digest=digest(token)).first()
    if link is None or not link.user.is_active:
        return None
    # Nothing but columns of the row itself: with a join, PostgreSQL would not look at them again after waiting for
    # the other caller, and let both in.
    now = timezone.now()
    taken = SignInLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now).update(used_at=now)
    return link.user if taken else None
