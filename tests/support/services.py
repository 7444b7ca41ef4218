"""Finds the real services that some tests need. Where one is missing, the test is skipped by name; under CI it fails."""

import functools
import os
import shutil
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

REQUIRED = os.environ.get("CI", "").lower() in ("1", "true")

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/signalbox")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@functools.cache
def postgres_server() -> str | None:
    """The address of the database tests are to use there (it need not exist); none where no server answers."""
    try:
        with psycopg.connect(maintenance(POSTGRES), connect_timeout=2):
            return POSTGRES
    except psycopg.OperationalError:
        return None


def maintenance(url: str) -> str:
    """The database that is always there, from which others are made."""
    return named(url, "postgres")


def named(url: str, database: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


@functools.cache
def redis_server() -> str | None:
    try:
        with redis.Redis.from_url(REDIS, socket_connect_timeout=2) as client:
            client.ping()
        return REDIS
    except redis.ConnectionError:
        return None


def browser() -> str | None:
    """The path of Debian's Chromium or what stands for it."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def needed(found: str | None, name: str) -> str:
    """What was found. Otherwise the test ends here: skipped, or failed where every service is required."""
    if found is None:
        import pytest  # the benchmarks find the same services where there are no tests

        (pytest.fail if REQUIRED else pytest.skip)(f"{name} is not reachable here")
    return found
