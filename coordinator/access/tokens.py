"""Makes bearer tokens and finds them again by their digest. The secret itself is returned once and never kept."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime
from itertools import count

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from coordinator.access.models import Role, Token
from coordinator.eventlog.models import LogHead

MARK = "sb_"  # lets people and secret scanners recognise one
SHOWN = len(MARK) + 6


def digest(secret: str) -> str:
    """SHA-256 suffices without salt or stretching: the secrets are 32 random bytes, not passwords."""
    return hashlib.sha256(secret.encode()).hexdigest()


def issue(
    name: str,
    role: Role,
    project: LogHead | None = None,
    agent: str = "",
    user: AbstractBaseUser | None = None,
    expires_at: datetime | None = None,
) -> tuple[Token, str]:
    """A new token, and its secret. Without a project it is good for every one."""
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


def token_of_this_home(user: AbstractBaseUser) -> str:
    """The administrator's token that every start from this home prints again.

    It is derived from the home's secret key, so it need not be written down anywhere, and clients go on after a
    restart. Whoever reads that key could sign sessions anyway. When it has been revoked, the next one in line follows.
    """
    for number in count():
        key = settings.SECRET_KEY.encode()
        secret = MARK + urlsafe_b64encode(hmac.digest(key, b"token of this home %d" % number, "sha256")).decode().rstrip("=")
        token, _ = Token.objects.get_or_create(
            digest=digest(secret),
            defaults={
                "prefix": secret[:SHOWN],
                "name": f"manage.py up, {settings.HOME}"[:100],
                "role": Role.ADMIN,
                "user": user,
                "created_at": timezone.now(),
            },
        )
        if token.revoked_at is None:
            return secret
    raise AssertionError("count() does not end")
