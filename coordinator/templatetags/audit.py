"""The signs of the audit pages: a value in a cell, a value unfolded, the query of a list with something else in it.

Everything that comes from the log is text here, never markup.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from django import template
from django.contrib.admin.utils import label_for_field
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model
from django.utils.html import format_html, format_html_join
from django.utils import timezone
from django.utils.safestring import SafeString

from coordinator.templatetags.signs import timed

register = template.Library()

LONGEST = 120
NOTHING = format_html('<span class="quiet">{}</span>', "–")


@register.filter
def labels(changes: ChangeList) -> list[tuple[str, str]]:
    """The names of a list's columns and what stands above them."""
    shown = changes.model_admin.list_display
    return [(name, label_for_field(name, changes.model, changes.model_admin).capitalize()) for name in shown]


@register.simple_tag
def cells(changes: ChangeList, row: Model) -> Iterator[tuple[str, Any]]:
    for name in changes.model_admin.list_display:
        yield name, getattr(row, name)


@register.simple_tag
def brief(value: Any) -> SafeString | str:
    """A value in one line."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime):
        return timed(value, "date", timezone.now())
    if isinstance(value, list | dict):
        value = msgspec.json.encode(value).decode()
    text = " ".join(str(value).split())
    if len(text) <= LONGEST:
        return text
    return format_html('<span title="{}">{}…</span>', text[:1000], text[:LONGEST])


@register.simple_tag
def tree(value: Any) -> SafeString | str:
    """A value unfolded: names and values, and the same again inside of them."""
    if isinstance(value, dict) and value:
        return format_html('<dl class="tree">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", branches(value)))
    if isinstance(value, list | tuple) and value:
        return format_html('<ol class="tree">{}</ol>', format_html_join("", "<li>{}</li>", ((tree(one),) for one in value)))
    if isinstance(value, datetime):
        return timed(value, "date", timezone.now())
    if isinstance(value, str) and value:
        return format_html('<span class="text">{}</span>', value)
    if value is None or value in ("", [], {}, ()):
        return NOTHING
    return format_html("<code>{}</code>", str(value).lower() if isinstance(value, bool) else value)


def branches(value: dict[str, Any]) -> Iterator[tuple[str, SafeString | str]]:
    for name, part in value.items():
        yield name, tree(part)
