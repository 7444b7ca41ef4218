"""Documents for the importer's tests: ours, short ones written in a test, and real ones where they lie beside the checkout."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from coordinator.transfer import read_document
from tracks.document import Document, TaskEntry, TrackEntry

CHECKOUT = Path(__file__).resolve().parents[2]
DOCUMENTS = CHECKOUT / "tests/fixtures/documents"
SEEDS = CHECKOUT.parent / "shared/seeds"


def read(text: str) -> Document:
    return read_document(dedent(text).encode())


def ours(name: str) -> Document:
    return read_document((DOCUMENTS / name).read_bytes(), name)


def seed(number: str) -> bytes:
    """A real document by the start of its name; skips the test where it is not there."""
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip(f"the real document {number} does not lie beside the checkout")
    return found[0].read_bytes()


def track(document: Document, key: str) -> TrackEntry:
    return next(track for track in document.tracks if track.key == key)


def task(document: Document, key: str) -> TaskEntry:
    return next(task for task in document.tasks if task.key == key)


def needs(document: Document) -> set[tuple[str, str]]:
    return {(entry.item, entry.needs) for entry in document.dependencies}


def reasons(document: Document, severity: str = "") -> list[str]:
    return [problem.reason for problem in document.problems if severity in ("", problem.severity)]


def notes(document: Document, kind: str) -> list[str]:
    return [note.text for note in document.notes if note.kind == kind]


def words(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"[^\W_]+", text)]


def all_words(document: Document) -> set[str]:
    """Every word that found its way into an entry or a note; what problems quote does not count."""
    entries = [
        getattr(document, field.name) for field in dataclasses.fields(document) if field.name not in ("problems", "repairs")
    ]
    return {word for entry in entries for text in _texts(entry) for word in words(text)}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str | int):
        yield str(value)
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))
