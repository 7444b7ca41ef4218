"""Tables in the documentation that are drawn from the code itself, so that they cannot fall behind it.

A page holds a line such as `[[settings]]`; it becomes the Markdown table of that name.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields

from django.core.management import get_commands, load_command_class
from django.urls import URLResolver, get_resolver

from coordinator.catalog import COMMANDS, EVENTS, REFUSALS
from coordinator.settings.table import TABLE
from coordinator.web.sentences import SENTENCES
from tracks.errors import Refusal, snake_case
from tracks.transitions import TRANSITIONS

PLACE = re.compile(r"^\[\[([a-z_]+)\]\]$", re.MULTILINE)


def with_tables(text: str) -> str:
    """The Markdown with every named table drawn; an unknown name is a mistake in the page and raises KeyError."""
    return PLACE.sub(lambda found: TABLES[found[1]](), text)


def settings_table() -> str:
    return table(
        ("Setting", "Default", "What it is for"),
        ((f"`{one.name}`", f"`{one.default}`" if one.default not in ("", ()) else "", one.doc) for one in TABLE),
    )


def events_table() -> str:
    return table(
        ("Event", "What it says", "Fields"),
        (
            (f"`{name}`", SENTENCES[name].words.replace("{it}", "…"), ", ".join(one.name for one in fields(event)))
            for name, event in EVENTS.items()
        ),
    )


def commands_table() -> str:
    return table(
        ("Command", "Fields"),
        ((f"`{name}`", ", ".join(one.name for one in fields(command))) for name, command in COMMANDS.items()),
    )


def transitions_table() -> str:
    return table(
        ("Verb", "From", "To", "Who"),
        ((one.verb, ", ".join(one.before), one.after, one.who) for one in TRANSITIONS.values()),
    )


def refusals_table() -> str:
    return table_of_refusals(REFUSALS.values())


def door_refusals_table() -> str:
    """Those of the API itself. Pages do not import it, but its refusals are Refusals like the rules' own."""
    rules = set(REFUSALS.values())
    return table_of_refusals(one for one in Refusal.__subclasses__() if one not in rules)


def table_of_refusals(refusals: Iterable[type[Refusal]]) -> str:
    return table(
        ("Code", "Status", "What it says", "What to do"),
        (
            (f"`{snake_case(refusal.__name__)}`", str(refusal.status), message(refusal), refusal.next)
            for refusal in sorted(refusals, key=lambda refusal: (refusal.status, refusal.__name__))
        ),
    )


def endpoints_table() -> str:
    """Every door of the REST API, found through its address, with the right it takes and what it does."""
    return table(
        ("Address", "Right", "What it does"),
        (
            (f"`{method.upper()} {address}`", operation.needs if "{project}" in address else "", operation.summary)
            for address, door in doors(get_resolver())
            for method in ("get", "post", "put", "patch", "delete")
            if (operation := getattr(getattr(door, method, None), "operation", None))
        ),
    )


def doors(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, type]]:
    """Addresses and the classes behind them; only those of the API have any."""
    for pattern in resolver.url_patterns:
        route = prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from doors(pattern, route)
        elif route.startswith("/api/v1/") and hasattr(pattern.callback, "cls"):
            yield route, pattern.callback.cls


def operators_table() -> str:
    """The verbs of `manage.py` that are ours."""
    ours = sorted(name for name, app in get_commands().items() if app.startswith("coordinator"))
    return table(
        ("Command", "What it does"),
        ((f"`manage.py {name}`", load_command_class("coordinator", name).help) for name in ours),
    )


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def message(refusal: type[Exception]) -> str:
    return " ".join((inspect.getdoc(refusal) or "").split())


TABLES: dict[str, Callable[[], str]] = {
    "settings": settings_table,
    "events": events_table,
    "commands": commands_table,
    "transitions": transitions_table,
    "refusals": refusals_table,
    "door_refusals": door_refusals_table,
    "endpoints": endpoints_table,
    "operators": operators_table,
}
