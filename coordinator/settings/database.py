"""DATABASE_URL into Django's DATABASES entry, with the guarantees each engine needs here."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SHAPES = "it must look like sqlite:///path or postgres://user:password@host:port/name"

# WAL lets readers go on while one writes; FULL because an acknowledged command must survive a power cut;
# recursive_triggers because without it INSERT OR REPLACE deletes rows past the append-only triggers.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON"

# Nobody waits longer than this for a row another one holds: the caller gets an answer it can act on.
LOCK_LIMIT = "-c lock_timeout=3000"
# A stalled web process must not keep a project's head row locked. Operators' commands (migrate, rebuild)
# may take their time, so these are added by the process that serves.
WEB_LIMITS = "-c statement_timeout=15000 -c idle_in_transaction_session_timeout=5000"


def database(url: str, home: Path) -> dict[str, Any]:
    """The entry for `url`; SQLite in the home where it is empty. Raises ImproperlyConfigured."""
    if not url:
        return sqlite(home / "db.sqlite3", home)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path.removeprefix("/"))
        if parts.netloc or not path:
            raise ImproperlyConfigured(f"DATABASE_URL: {SHAPES}.")
        return sqlite(home / path, home)
    if parts.scheme in ("postgres", "postgresql"):
        return postgresql(url)
    raise ImproperlyConfigured(f"DATABASE_URL: {parts.scheme or 'no scheme'} is not supported; {SHAPES}.")


def sqlite(path: Path, home: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
        # A file, not memory: threads and child processes of a test must see one database.
        "TEST": {"NAME": str(home / "test.sqlite3")},
    }


def postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    try:
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL: {error}.") from None
    if not name:
        raise ImproperlyConfigured(f"DATABASE_URL: the database's name is missing; {SHAPES}.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    options["options"] = f"{options.get('options', '')} {LOCK_LIMIT}".strip()
    options.setdefault("application_name", "signalbox")
    options.setdefault("connect_timeout", "5")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def limit_for_web(entry: dict[str, Any]) -> None:
    """Adds the limits of a serving process, before it opens its first connection."""
    options = entry["OPTIONS"]
    if "options" in options and WEB_LIMITS not in options["options"]:
        options["options"] += f" {WEB_LIMITS}"
