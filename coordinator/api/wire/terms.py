"""Terms on the wire."""

from typing import Any

import msgspec
from msgspec import Raw, Struct


class Metric(Struct, frozen=True):
    name: str
    comparison: str
    value: str


class Retry(Struct, frozen=True):
    """How often it is tried in all; the first pause in seconds, and by what each further one is longer."""

    max_attempts: int
    backoff: int
    factor: int


class Terms(Struct, frozen=True):
    """What must be shown before work counts as done, and how often it is tried."""

    check: str = ""
    review: bool = False
    deliverables: bool = False
    metrics: list[Metric] = []
    retry: Retry | None = None


def draw_terms(terms: Any) -> Terms:
    """Out of a table they are JSON, and nothing at all in a row that is older than terms."""
    if isinstance(terms, Raw):
        return msgspec.json.decode(terms, type=Terms)
    return msgspec.convert(terms, Terms)
