"""Tables in the documentation that are drawn from the code itself, so that they cannot fall behind it.

A page holds a line such as `[[settings]]`; it becomes the Markdown table of that name.
"""

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import fields

from django.core.management import get_commands, load_command_class

from coordinator.catalog import COMMANDS, EVENTS, REFUSALS
from coordinator.settings.table import TABLE
from coordinator.web.sentences import SENTENCES
from tracks.errors import snake_case
from tracks.lifecycle import TRANSITIONS

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
    return table(
        ("Code", "Status", "What it says", "What to do"),
        (
            (f"`{snake_case(name)}`", str(refusal.status), message(refusal), refusal.next)
            for name, refusal in REFUSALS.items()
        ),
    )


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
    "operators": operators_table,
}
