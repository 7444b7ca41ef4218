"""The signs pages are made of: icon, pill, bar, agent, time. Every state is colour, icon and word, from one table.

Draws what it is given; asks no table.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from zlib import crc32

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

from coordinator.web.ages import IN_WORDS
from coordinator.web.keys import GROUPS, Group
from coordinator.web.menu import EVERYWHERE, FOR_STAFF, OF_PROJECT, OUTSIDE, Entry
from coordinator.web.sentences import said
from coordinator.web.sentences import who as called

register = template.Library()

STATES = {
    "pending": ("circle-dashed", "Pending"),
    "not_started": ("circle-dashed", "Not started"),
    "ready": ("circle", "Ready"),
    "claimed": ("circle-dot", "Claimed"),
    "in_progress": ("loader-circle", "In progress"),
    "in_review": ("eye", "In review"),
    "done": ("circle-check", "Done"),
    "blocked": ("octagon-pause", "Blocked"),
    "failed": ("circle-x", "Failed"),
    "cancelled": ("circle-slash", "Cancelled"),
    "deferred": ("alarm-clock", "Deferred"),
    "lost": ("timer-off", "Silent"),
    "stale": ("timer", "Quiet"),
    "idle": ("circle", "Idle"),
    "busy": ("loader-circle", "Busy"),
    "named": ("circle-dashed", "Named"),
    "stopped": ("circle-stop", "Stopped"),
    "sync": ("git-merge", "Sync point"),
    "unowned": ("user-x", "No owner"),
    "import": ("file-input", "Import"),
    "conflict": ("git-compare-arrows", "Conflict"),
    "offer": ("package-open", "Late result"),
    "blocker": ("octagon-alert", "Blocker"),
    "question": ("circle-question-mark", "Question"),
    "message": ("message-square", "Message"),
}
# What a bar shows, from the left: the rest of it is work that has not begun.
SEGMENTS = (
    ("done", ("done",), "done"),
    ("in_progress", ("claimed", "in_progress"), "in progress"),
    ("in_review", ("in_review",), "in review"),
    ("blocked", ("blocked",), "blocked"),
    ("failed", ("failed",), "failed"),
)
HUES = 10


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    return drawn(str(name), size)


@cache
def drawn(name: str, size: int) -> SafeString:
    """Kept once drawn: parsing an icon costs more than the rest of a row."""
    return lucide(name, size=size, aria_hidden="true")


@register.simple_tag
def state_icon(state: str, size: int = 14) -> SafeString:
    return drawn(STATES.get(state, STATES["pending"])[0], size)


@register.filter
def state_word(state: str) -> str:
    return STATES[state][1] if state in STATES else state.replace("_", " ").capitalize()


@register.simple_tag
def pill(state: str, word: str = "") -> SafeString:
    """`word` says more than the state's own, such as "Blocked 3 h"."""
    return format_html(
        '<span class="pill" data-st="{}">{}{}</span>', state, state_icon(state, 12), word or state_word(state)
    )


PRIORITIES = {"critical": "chevrons-up", "high": "chevron-up", "medium": "equal", "low": "chevron-down"}


@register.simple_tag
def priority(word: str) -> SafeString:
    sign = drawn(PRIORITIES.get(word, "equal"), 14)
    return format_html('<span class="priority" data-priority="{}">{}{}</span>', word, sign, word.capitalize())


@register.simple_tag
def bar(counts: Mapping[str, int], css: str = "") -> SafeString:
    """How far a group of tasks is: `counts` maps a status to how many have it, `total` to their sum."""
    total = counts.get("total", 0)
    rects, spoken, x = [], [], 0.0
    for state, statuses, word in SEGMENTS:
        count = sum(counts.get(status, 0) for status in statuses)
        if not count:
            continue
        width = 100 * count / total
        rects.append((state, f"{x:.2f}", f"{width:.2f}"))
        spoken.append(f"{count} {word}")
        x += width
    return format_html(
        '<svg class="bar {}" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        css,
        f"{', '.join(spoken) or 'nothing begun'}, of {total}",
        format_html_join("", '<rect data-key="{0}" data-st="{0}" x="{1}" width="{2}" height="6"/>', rects),
    )


@register.simple_tag
def percent_bar(percent: int, state: str) -> SafeString:
    """How far one thing is."""
    return format_html(
        '<svg class="bar thin" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label="{0} per cent">'
        '<rect data-st="{1}" width="{0}" height="4"/></svg>',
        percent,
        state,
    )


@register.filter
def track_words(counts: Mapping[str, int]) -> str:
    """What goes on in a group of tasks: " · 6 in progress · 2 blocked", empty when nothing does."""
    said = [(sum(counts.get(status, 0) for status in statuses), word) for _, statuses, word in SEGMENTS[1:]]
    return "".join(f" · {count} {word}" for count, word in said if count)


@register.filter
def who(actor: str) -> str:
    return called(actor)


@register.filter(name="said")
def in_words(reference: str) -> str:
    return said(reference)


@register.simple_tag
def message_icon(kind: str) -> SafeString:
    return drawn(MESSAGES[kind], 14)


MESSAGES = {"note": "message-square", "question": "circle-question-mark", "handover": "handshake", "blocker": "octagon-alert"}


@register.filter
def done_count(steps: list[dict[str, Any]]) -> int:
    return sum(bool(step.get("done")) for step in steps)


@register.filter
def spaced(name: str) -> str:
    return name.replace("_", " ")


@register.filter
def of(values: Mapping[str, object], key: str) -> object:
    """`values` at `key`, which may hold any character."""
    return values.get(key, ())


@register.simple_tag(takes_context=True)
def subject_link(context: Context, line: Any) -> SafeString | str:
    """What a line of the feed is about: a link where it still exists."""
    slug = context["project"].slug
    if line.kind in LINKED and line.exists:
        word = format_html('{}<span class="key">{}</span> {}', LINKED[line.kind], line.key, line.title)
        return format_html('<a href="{}">{}</a>', reverse(line.kind, args=[slug, line.key]), word)
    if line.event.type == "import.applied":
        report = reverse("import", args=[slug, line.event.sequence])
        return format_html('<a href="{}">{}</a>', report, context["project"].name)
    if line.kind == "agent":
        return "itself" if line.key == line.actor else format_html("<b>{}</b>", line.key)
    if line.kind == "project":
        return format_html("<b>{}</b>", context["project"].name)
    return format_html("{} {}", said(f"{line.kind}/{line.key}"), line.title) if line.title else said(f"{line.kind}/{line.key}")


LINKED = {"task": "", "track": "track "}


@register.simple_tag
def agent_chip(name: str, beat: str = "", title: str = "") -> SafeString:
    """`beat` is active, stale or lost; empty where nobody listens for one."""
    return format_html(
        '<span class="agent" data-beat="{}" title="{}"><i data-hue="{}" aria-hidden="true">{}</i><span>{}</span></span>',
        beat,
        title or (f"{name}: {beat}" if beat else name),
        hue(name),
        initial(name),
        name,
    )


def initial(name: str) -> str:
    return next((letter for letter in name if letter.isalnum()), "?").upper()


@register.filter
def hue(name: str) -> int:
    """The same colour for the same name, on every machine."""
    return crc32(name.encode()) % HUES


@register.filter
def track_hue(position: int) -> int:
    return position % HUES


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime | None, style: str = "ago") -> SafeString | str:
    """A time that the page keeps up to date: `ago`, `short`, `left` or `date`. The words are those of times.js."""
    return timed(at, style, context.get("now") or timezone.now()) if at else ""


def timed(at: datetime, style: str, now: datetime) -> SafeString:
    age = round((now - at).total_seconds())
    return format_html(
        '<time datetime="{}" data-time="{}" title="{} UTC">{}</time>',
        at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        style,
        at.strftime("%-d %b %Y, %H:%M:%S"),
        IN_WORDS[style](age, at),
    )


@register.simple_tag(takes_context=True)
def live(context: Context, fragment: str, topics: str, **more: Any) -> SafeString:
    """The attributes of an element that is fetched again, by this page's own query, when one of `topics` has moved.

    All of them listen for the project itself: in the archive nothing can be done any more. `more` goes along with the
    query, such as what the page shows now and is to go on to show.
    """
    query = context["request"].GET.copy()
    query["fragment"] = fragment
    query.update({name: str(value) for name, value in more.items() if name not in query})
    return format_html(
        'id="{}" data-live="{}" hx-get="?{}" hx-trigger="live" hx-target="this" hx-swap="morph" hx-sync="this:queue last"',
        fragment,
        f"{topics} project",
        query.urlencode(),
    )


@register.simple_tag(takes_context=True)
def query_with(context: Context, name: str, value: object) -> str:
    """The query of this page with `name` set, or without it where the value is empty."""
    query = context["request"].GET.copy()
    query.pop("fragment", None)
    query.pop(name, None)
    if value:
        query[name] = str(value)
    return str(query.urlencode())


@register.inclusion_tag("_links.html", takes_context=True)
def links(context: Context, entries: Iterable[Entry]) -> dict[str, Any]:
    """Entries of the menu as links, the one that leads here marked."""
    match = getattr(context.get("request"), "resolver_match", None)
    here, within = getattr(match, "url_name", ""), getattr(match, "namespaces", ())
    drawn = [(entry, address_of(context, entry), here in (entry.name, *entry.also) or entry.name.partition(":")[0] in within)
             for entry in entries]
    return {"links": drawn, "is_now": getattr(context.get("project"), "at", None) is None}


def address_of(context: Context, entry: Entry) -> str:
    return reverse(entry.name, args=[context["project"].slug]) if entry in OF_PROJECT else reverse(entry.name)


@register.simple_tag
def key_groups() -> tuple[Group, ...]:
    return GROUPS


@register.simple_tag
def menu(which: str) -> tuple[Entry, ...]:
    return MENUS[which]


MENUS = {"project": OF_PROJECT, "outside": OUTSIDE, "everywhere": EVERYWHERE, "staff": FOR_STAFF}
