"""What forms are made of: fields, the addresses of the API, and values as a form writes them. Asks no table."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.safestring import SafeString

register = template.Library()


@register.inclusion_tag("sheets/_field.html")
def field(name: str, label: str, value: Any = "", kind: str = "line", **more: Any) -> dict[str, Any]:
    """A labelled field called `name`. `kind`: line, text, select, number, password, datetime-local or flag.

    `as` and `empty` are what static/js/form_body.js reads; `suggest` names the kinds of things that it proposes.
    """
    return {"name": name, "label": label, "value": value, "kind": kind, "input": "text" if kind == "line" else kind, **more}


@register.simple_block_tag(takes_context=True)
def inline(context: Context, content: str, name: str, label: str, value: Any = "", **more: Any) -> SafeString | str:
    """A field of the task, track … called `row` that is edited where it stands: `content` is how it looks, `to` its address."""
    if not context["project"].may_operate:
        return content
    made = field(name, label, value, **{"prefix": "inline-", "kind": "line", **more})
    return render_to_string("sheets/_in_place.html", made | {"content": content, "version": more["row"].version})


@register.simple_tag(takes_context=True)
def api(context: Context, *path: object) -> str:
    """An address of this project in the API. Keys may hold slashes, which stay."""
    return "/".join(["/api/v1/projects", context["project"].slug, *(quote(str(part), safe="/") for part in path)])


@register.simple_tag(takes_context=True)
def same_as(context: Context, block: str) -> SafeString:
    """What another block of this page says: a form that is opened by itself has its title as the heading too."""
    said: SafeString = context.render_context[BLOCK_CONTEXT_KEY].get_block(block).render(context)
    return said


@register.filter
def pairs(words: Iterable[str]) -> list[tuple[str, str]]:
    """Words as the options of a field."""
    return [(word, word.replace("_", " ").capitalize()) for word in words]


@register.filter
def words(text: str) -> list[tuple[str, str]]:
    return pairs(text.split())


@register.filter
def keys(rows: Iterable[Any]) -> list[tuple[str, str]]:
    return [(row.key, row.key) for row in rows]


@register.filter
def in_lines(values: Iterable[Any]) -> str:
    return "\n".join(map(str, values))


@register.filter
def in_steps(steps: Iterable[dict[str, Any]]) -> str:
    """Steps as a field with data-as="steps" writes them."""
    return "\n".join(f"{'[x] ' if step.get('done') else ''}{step['text']}" for step in steps)


@register.filter
def as_json(value: Any) -> str:
    return json.dumps(value)


@register.simple_tag
def ready_body(party: str, withdraw: bool = False) -> str:
    """What says that one party of an integration point is ready, or is not any more."""
    return json.dumps({"party": party, "withdraw": withdraw})
