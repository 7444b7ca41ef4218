"""Makes bearer tokens and takes them back. The secret itself is returned once and never kept, only its digest."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from coordinator.access import journal
from coordinator.access.models import Role, Token
from coordinator.eventlog.models import LogHead
from coordinator.eventlog.store import Head

MARK = "sb_"  # lets people and secret scanners recognise one
SHOWN = len(MARK) + 6


def digest(secret: str) -> str:
    """SHA-256 suffices without salt or stretching: the secrets are 32 random bytes, not passwords."""
    return hashlib.sha256(secret.encode()).hexdigest()


def issue(
    name: str,
    role: str,
    project: LogHead | None = None,
    agent: str = "",
    user: AbstractBaseUser | None = None,
    expires_at: datetime | None = None,
) -> tuple[Token, str]:
    """A new token with one of the roles, and its secret. Without a project it is good for every one."""
    secret = MARK + secrets.token_urlsafe(32)
    token = Token.objects.create(
        prefix=secret[:SHOWN],
        digest=digest(secret),
        name=name,
        role=role,
        project=project,
        agent=agent,
        user=user,
        created_at=timezone.now(),
        expires_at=expires_at,
    )
    return token, secret


@transaction.atomic
def token_for_agent(head: Head, agent: str, key: str, actor: str) -> str:
    """The secret of a token with which `agent` may act for itself in one project.

    The command `key` under which it was asked for names it: asked again, it is the same, and nothing but the digest
    was kept. Without a key it is a new one each time.
    """
    secret = derived(f"token of an agent\0{head.log_id}\0{agent}\0{key}") if key else MARK + secrets.token_urlsafe(32)
    token, is_new = Token.objects.get_or_create(
        digest=digest(secret),
        defaults={
            "prefix": secret[:SHOWN],
            "name": f"{agent} in {head.project}"[:100],
            "role": Role.AGENT,
            "project_id": head.id,
            "agent": agent,
            "created_at": timezone.now(),
        },
    )
    if is_new:
        journal.note(actor, "token.issued", str(token), head.id, after=Role.AGENT)
    return secret


def named_token(head: Head, key: str, facts: Mapping[str, Any]) -> tuple[Token, str, bool]:
    """A token of the project, its secret, and whether it is new: under the same `key` the same one is found again."""
    secret = derived(f"named token\0{head.log_id}\0{key}")
    token, is_new = Token.objects.get_or_create(
        digest=digest(secret),
        defaults={"prefix": secret[:SHOWN], "project_id": head.id, "created_at": timezone.now(), **facts},
    )
    return token, secret, is_new


def token_of_this_home(user: AbstractBaseUser) -> str:
    """The administrator's token that every start from this home prints again.

    It is derived from the home's secret key, so it need not be written down anywhere, and clients go on after a
    restart. Whoever reads that key could sign sessions anyway. When it has been revoked, the next one in line follows.
    """
    for number in count():
        secret = derived(f"token of this home {number}")
        token, _ = Token.objects.get_or_create(
            digest=digest(secret),
            defaults={
                "prefix": secret[:SHOWN],
                "name": "manage.py up",
                "role": Role.ADMIN,
                "user": user,
                "created_at": timezone.now(),
            },
        )
        if token.revoked_at is None:
            return secret
    raise AssertionError("count() does not end")


def revoke(token: Token) -> None:
    """Makes a token worthless from now on."""
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])


@transaction.atomic
def revoke_others(project_id: int, agent: str, secret: str, actor: str) -> None:
    """Makes every token of an agent worthless but the one with this secret."""
    for token in Token.objects.filter(project_id=project_id, agent=agent, revoked_at=None).exclude(digest=digest(secret)):
        revoke(token)
        journal.note(actor, "token.revoked", str(token), project_id, before=token.role)


def derived(purpose: str) -> str:
    """A secret that only this installation's key can make, the same for the same purpose."""
    made = hmac.digest(settings.SECRET_KEY.encode(), purpose.encode(), "sha256")
    return MARK + urlsafe_b64encode(made).decode().rstrip("=")
