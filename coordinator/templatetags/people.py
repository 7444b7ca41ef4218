"""The signs of agents and of what is written: how full one is, and what a chart of its work looks like. Asks no table."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coordinator.mailbox import Letter
from coordinator.web.sentences import said
from tracks.spans import span

register = template.Library()

LONG = 600  # characters of a text before it is folded
MANY_LINES = 10


@register.simple_tag
def load_bar(load: int, capacity: int) -> SafeString:
    """How much of what it can take at once an agent holds; more than that is possible once its capacity was lowered."""
    width = min(100, 100 * load // max(1, capacity))
    return format_html(
        '<svg class="bar thin" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label="{} of {} taken">'
        '<rect data-st="{}" width="{}" height="4"/></svg>',
        load, capacity, "blocked" if load > capacity else "in_progress", width,
    )


@register.filter
def task_keys(tasks: Iterable[Any]) -> list[str]:
    return [task.key for task in tasks]


@register.filter
def lasting(seconds: float) -> str:
    """So many seconds in words."""
    return span(round(seconds))


# What is written -----------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def thing(context: Context, reference: str) -> SafeString | str:
    """What a message or a decision is about, as a link where it has a page."""
    kind, _, key = reference.partition("/")
    if kind not in ("task", "track", "agent"):
        return said(reference)
    return format_html('<a href="{}">{}</a>', reverse(kind, args=[context["project"].slug, key]), said(reference))


@register.filter
def is_long(text: str) -> bool:
    return len(text) > LONG or text.count("\n") > MANY_LINES


@register.filter
def beginning(text: str) -> str:
    """What a long text shows while it is folded."""
    return "\n".join(text[:LONG].splitlines()[:MANY_LINES]) + " …"


@register.filter
def waits_for(letter: Letter, recipient: str) -> bool:
    """Whether this recipient has not read it yet."""
    return any(one.name == recipient and one.acknowledged_at is None for one in letter.recipients)


@register.filter
def unread_names(letter: Letter) -> str:
    return ", ".join(said(one.name) for one in letter.recipients if one.acknowledged_at is None)


@register.filter
def spoken_as(recipient: str) -> dict[str, str]:
    """What a request says besides, where an operator speaks for an agent."""
    return {"agent": recipient.removeprefix("agent/")} if recipient.startswith("agent/") else {}


# Addresses -----------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def asking(context: Context, **changed: Any) -> str:
    """This page's own query with some of it changed, None to leave it out; as a link of the page, not of a fragment of it."""
    query = context["request"].GET.copy()
    for name, value in {"fragment": None, "until": None, **changed}.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"
