"""What must hold for requests to be answered: one function a thing, which says what is wrong or nothing at all."""

import logging
from collections.abc import Callable
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

log = logging.getLogger(__name__)


def database() -> str:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        connection.close()
        log.error("the database does not answer: %s", error)  # here and not to strangers: it names hosts and people
        return "it does not answer"
    return ""


def migrations() -> str:
    """Whether the tables are those of this program."""
    try:
        waiting = migrations_waiting()
    except DatabaseError:
        return "not known while the database does not answer"
    if not waiting:
        return ""
    migrations_waiting.cache_clear()  # somebody may be about to bring the database up to date
    return f"{waiting} wait for `manage.py up` or `manage.py migrate`"


@cache
def migrations_waiting() -> int:
    """Read once: a process that has found its tables whole need not look again."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


CHECKS: dict[str, Callable[[], str]] = {"database": database, "migrations": migrations}


def findings() -> dict[str, str]:
    """Each check by name and what is wrong with it; empty where all is well."""
    return {name: check() for name, check in CHECKS.items()}
