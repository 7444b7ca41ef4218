"""Who is behind a bearer token.

A token that was found is remembered for a few seconds, so that most requests ask no database about it. Whoever
changes a token in this process makes it forgotten at once; other processes follow when the seconds are over.
"""

import logging
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from coordinator.access.models import Token
from coordinator.access.permissions import is_valid
from coordinator.access.tokens import digest

log = logging.getLogger(__name__)

REMEMBERED = 5.0  # seconds a revocation made by another process may take to be noticed here
USE_IS_NOTED = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Kept:
    token: Token
    until: float


_kept: dict[str, Kept] = {}
_changes = 0


def check(secret: str) -> Token | None:
    """The token with this secret while it is good; its project and person come with it."""
    key = digest(secret)
    kept = _kept.get(key)
    token = kept.token if kept and kept.until > time.monotonic() else find(key)
    return token if token and is_valid(token) else None


def find(key: str) -> Token | None:
    changes_before = _changes
    token = Token.objects.select_related("project", "user").filter(digest=key).first()
    if token is None or not is_valid(token) or (token.user and not token.user.is_active):
        return None
    note_use(token)
    if changes_before == _changes:  # otherwise it may have been revoked since it was read
        _kept[key] = Kept(token, time.monotonic() + REMEMBERED)
    return token


def note_use(token: Token) -> None:
    """When a token was last used is worth one write a minute, and no request's failure."""
    now = timezone.now()
    if token.last_used_at and now - token.last_used_at < USE_IS_NOTED:
        return
    try:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    except OperationalError as error:
        log.warning("the use of %s was not noted: %s", token, error)


@receiver((post_save, post_delete), sender=Token)
@receiver((post_save, post_delete), sender=get_user_model())
def forget(**_: Any) -> None:
    """What is remembered of tokens may no longer be true."""
    global _changes
    _changes += 1
    _kept.clear()
