"""Secrets of this installation: given, or made once and kept in the home where only its owner reads them."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def secret_key(given: str, home: Path) -> str:
    """The key that signs sessions."""
    return given or kept(home / "secret.key", lambda: secrets.token_urlsafe(50))


def kept(path: Path, new: Callable[[], str]) -> str:
    """The secret in this file, made on first need."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return make(path, new())


def make(path: Path, secret: str) -> str:
    """Written aside and linked into place, so that of two first starts at once both read one whole key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret + "\n")
    try:
        os.link(aside, path)
    except FileExistsError:
        pass  # the other start was first: its key counts
    finally:
        aside.unlink()
    return path.read_text(encoding="ascii").strip()
