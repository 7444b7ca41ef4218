"""How the values of a report are written in its table, and addresses that ask a report something else. Asks no table."""

from datetime import datetime, tzinfo
from typing import Any

from django import template
from django.template import Context

from coordinator.web.reports.report import minute

register = template.Library()


@register.filter
def cell(value: Any, zone: tzinfo) -> str:
    """Times on the reader's clock, numbers in groups."""
    if isinstance(value, datetime):
        return minute(value, zone)
    return f"{value:,}" if isinstance(value, int | float) else str(value)


@register.filter
def together(sentence: str) -> str:
    """A percent sign stays on the line of its number."""
    return sentence.replace(" %", "\u00a0%")


@register.filter
def is_number(value: Any) -> bool:
    return isinstance(value, int | float)


@register.filter
def clock(value: datetime, zone: tzinfo) -> str:
    return minute(value, zone)


@register.filter
def local(value: datetime | None, zone: tzinfo) -> str:
    """As a field for a date and a time wants it."""
    return value.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if value else ""


@register.simple_tag(takes_context=True)
def asking(context: Context, **other: str) -> str:
    """This page's question with something else in it, as a query."""
    return f"?{context['question'].query(**other)}"
