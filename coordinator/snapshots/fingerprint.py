"""Which code made a snapshot: whatever could fold the same events into another plan gives another fingerprint.

Taken of the source of `evolve` and of all that it imports, directly or not, of how events are read, and of how plans are
written down. A comment that changed there costs one fold; a change that went unnoticed would cost the truth.
"""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import msgspec

from coordinator.catalog import CODEC, UPCASTERS
from coordinator.eventlog.store import canonical

ROOTS = ("tracks.evolve", "coordinator.eventlog.codec", "coordinator.snapshots.codec")
PACKAGES = ("tracks", "agents")


@cache
def fingerprint() -> str:
    """SHA-256, in hex."""
    lifts = (lift.__module__ for lift in UPCASTERS.values())
    return digest_of(sources({*ROOTS, *lifts}))


def digest_of(modules: dict[str, str]) -> str:
    made_with = [sys.version_info[:2], msgspec.__version__, {name: CODEC.version_of(name) for name in CODEC.types}]
    return sha256(canonical([made_with, modules])).hexdigest()


def sources(names: set[str]) -> dict[str, str]:
    """The source of these modules and of every module of the rules that they need, by name."""
    found: dict[str, str] = {}
    waiting = sorted(names)
    while waiting:
        name = waiting.pop()
        if name not in found and (path := path_of(name)):
            found[name] = path.read_text(encoding="utf-8")
            waiting.extend(imported(found[name]))
    return found


def imported(source: str) -> Iterator[str]:
    """The modules of the rules that a source imports; what is imported from a package may be a module or a name in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if is_rules(one.name))
        elif isinstance(node, ast.ImportFrom) and node.module and is_rules(node.module):
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def is_rules(name: str) -> bool:
    return name.partition(".")[0] in PACKAGES


def path_of(name: str) -> Path | None:
    """The file of a module, None where the name is no module."""
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:  # the name of something in a module, which is no package
        return None
    return Path(spec.origin) if spec and spec.origin else None
