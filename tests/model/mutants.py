"""The rules with one guard taken out: what the checker must be able to tell from the whole.

A guard is a `raise` in the rules. It is found in the source, so a new one is among them without being listed.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.model.explore import Decide
from tracks import decider

# The modules in which guards about agents, tasks, leases and reservations stand, and all that are loaded with them.
GUARDED = (
    "checks", "planning", "guarding", "contention", "claiming", "lifecycle", "reserving", "offering", "gating", "joining",
    "being_there", "dividing", "proving",
)
RULES = (*GUARDED, *(name for name in vars(decider) if f"tracks.{name}" in sys.modules and name not in GUARDED), "decider")


@dataclass(frozen=True, slots=True)
class Guard:
    """One `raise`: in which module and function it stands, what it raises, and which of several alike it is."""

    module: str
    function: str
    refusal: str
    number: int

    def __str__(self) -> str:
        return f"{self.module}.{self.function}: {self.refusal}" + (f" {self.number}" if self.number else "")


class Removal(ast.NodeTransformer):
    """Lets the code go on where `guard` would have raised."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard
        self.function = ""
        self.met: list[Guard] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.function = node.name
        return self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        here = guard_at(self.guard.module, self.function, node, self.met)
        self.met.append(here)
        return ast.copy_location(ast.Pass(), node) if here == self.guard else node


def guard_at(module: str, function: str, node: ast.Raise, met: list[Guard]) -> Guard:
    refusal = ast.unparse(node.exc.func if isinstance(node.exc, ast.Call) else node)
    number = sum((one.function, one.refusal) == (function, refusal) for one in met)
    return Guard(module, function, refusal, number)


def guards(module: str) -> list[Guard]:
    """Every guard of a module of the rules, in the order of the source."""
    finder = Removal(Guard(module, "", "", 0))
    finder.visit(source(module))
    return finder.met


def source(module: str) -> ast.Module:
    return ast.parse(Path(sys.modules[f"tracks.{module}"].__file__ or "").read_text())


def without(guard: Guard) -> Decide:
    """decide() as it would be had nobody written `guard`."""
    return changed(guard.module, ast.fix_missing_locations(Removal(guard).visit(source(guard.module))))


def rewritten(module: str, before: str, after: str) -> Decide:
    """decide() with one piece of its source put otherwise."""
    text = ast.unparse(source(module))
    assert text.count(before) == 1, f"{module} has {text.count(before)} times: {before}"
    return changed(module, ast.parse(text.replace(before, after)))


def changed(module: str, tree: ast.Module) -> Decide:
    """All rules loaded once more, one of their modules from another source; what is loaded already stays as it is."""
    names = [f"tracks.{one}" for one in RULES]
    kept = {name: sys.modules.pop(name) for name in names}
    package: Any = sys.modules["tracks"]
    try:
        run(f"tracks.{module}", tree)  # first, so that whoever needs it finds this one
        for name in names:
            import_module(name)
        decide: Decide = sys.modules["tracks.decider"].decide
        return decide
    finally:
        sys.modules.update(kept)
        for name, loaded in kept.items():
            setattr(package, name.removeprefix("tracks."), loaded)


def run(name: str, tree: ast.Module) -> None:
    loaded = ModuleType(name)
    package: Any = sys.modules["tracks"]
    sys.modules[name] = loaded
    setattr(package, name.removeprefix("tracks."), loaded)
    exec(compile(tree, name, "exec"), vars(loaded))


def all_guards() -> Iterator[Guard]:
    for module in GUARDED:
        yield from guards(module)
