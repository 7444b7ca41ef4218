"""Signatures as Standard Webhooks has them, and what is kept of an address. Both follow from the home's secret key.

A signing secret is derived from that key, the log, the webhook and the event that made the secret: nothing of it is
written down, and whoever reads the database alone cannot sign.
"""

import hmac
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

MARK = "whsec_"


def secret_of(log_id: str, key: str, made_by: int) -> str:
    """The secret that the event `made_by` gave to a webhook, in the form that receivers' libraries take."""
    return MARK + b64encode(key_of(log_id, key, made_by)).decode()


def key_of(log_id: str, key: str, made_by: int) -> bytes:
    return derived(f"webhook secret\0{log_id}\0{key}\0{made_by}")


def headers(message_id: str, at: datetime, body: bytes, keys: Iterable[bytes]) -> dict[str, str]:
    """What goes with a body so that its receiver can tell it is from us, unchanged and new: a signature for each key."""
    seconds = int(at.timestamp())
    said = f"{message_id}.{seconds}.".encode() + body
    signatures = [f"v1,{b64encode(hmac.digest(key, said, 'sha256')).decode()}" for key in keys]
    return {"webhook-id": message_id, "webhook-timestamp": str(seconds), "webhook-signature": " ".join(signatures)}


def digest_of(address: str) -> str:
    return sha256(address.encode()).hexdigest()


def sealed(address: str) -> str:
    """For the database: many receivers are known by an address that is a secret itself."""
    return Fernet(sealing_key()).encrypt(address.encode()).decode()


def opened(sealed_address: str) -> str | None:
    """None where another key has sealed it."""
    try:
        return Fernet(sealing_key()).decrypt(sealed_address.encode()).decode()
    except InvalidToken:
        return None


def sealing_key() -> bytes:
    return urlsafe_b64encode(derived("webhook addresses"))


def derived(purpose: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), purpose.encode(), "sha256")
