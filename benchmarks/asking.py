"""Asks a question in a process of its own, with a home and a database that are made for it and go with it.

    python -m benchmarks.asking claim_next smallest 1
"""

import importlib
import json
import os
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE, run
from types import ModuleType
from typing import Any

from benchmarks.answers import Answer, CannotBeAsked, from_dict

CHECKOUT = Path(__file__).resolve().parents[1]
SIZES = ("smallest", "short", "full")
CANNOT = 3  # exit status of a child that lacks what its question needs


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one question on one database."""

    question: str
    asks: str
    database: str
    answers: list[Answer] = field(default_factory=list)
    skipped: str = ""


def ask(question: str, size: str, rounds: int, postgres: str | None) -> Iterator[Asked]:
    """On every database that the question is about. Raises RuntimeError where it could not be answered."""
    module = question_of(question)
    for database in module.DATABASES:
        if database == "PostgreSQL" and not postgres:
            yield Asked(question, asks(module), database, skipped="PostgreSQL is not reachable")
            continue
        with a_database(postgres if database == "PostgreSQL" else None) as environment:
            yield answered(question, module, database, [size, str(rounds)], environment)


def answered(question: str, module: ModuleType, database: str, options: list[str], environment: dict[str, str]) -> Asked:
    command = [sys.executable, "-m", "benchmarks.asking", question, *options]
    done = run(command, cwd=CHECKOUT, env=os.environ | environment, stdout=PIPE, check=False, text=True)
    if done.returncode == CANNOT:
        return Asked(question, asks(module), database, skipped=done.stdout.strip())
    if done.returncode:
        raise RuntimeError(f"{question} on {database} ended with {done.returncode}")
    answers = [from_dict(json.loads(line)) for line in done.stdout.splitlines()]
    return Asked(question, asks(module), database, answers)


@contextmanager
def a_database(server: str | None) -> Iterator[dict[str, str]]:
    """The environment of a process that works on an empty database: a new one on the server, else SQLite in its home."""
    with tempfile.TemporaryDirectory() as home:
        settings = {
            "SIGNALBOX_HOME": home, "SIGNALBOX_ENVIRONMENT": "as-is", "SIGNALBOX_LOG_LEVEL": "ERROR", "REDIS_URL": "",
            "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "coordinator.settings",
        }
        if server is None:
            yield settings
            return
        import psycopg

        from tests.support.services import maintenance, named

        name = f"benchmark_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(maintenance(server), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
            try:
                yield settings | {"DATABASE_URL": named(server, name)}
            finally:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def question_of(name: str) -> ModuleType:
    return importlib.import_module(f"benchmarks.{name}")


def asks(module: ModuleType) -> str:
    """The question in words: the first line of its file."""
    return (module.__doc__ or "").splitlines()[0]


def main(question: str, size: str, rounds: str) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    module: Any = question_of(question)
    if module.DATABASES != ("none",):
        call_command("migrate", verbosity=0)
    try:
        for answer in module.answers(module.SIZES[size], int(rounds)):
            print(json.dumps(answer.as_dict()), flush=True)
    except CannotBeAsked as reason:
        print(reason)
        sys.exit(CANNOT)


if __name__ == "__main__":
    main(*sys.argv[1:])
