"""The form that answers an item of the queue: whatever its request leaves open is asked, whatever it says is sent along."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from coordinator.web.attention import find, is_left_open
from coordinator.web.pages import Facts, Place
from coordinator.web.sheets.sheet import Sheet, choices
from tracks.models import Track
from tracks.work import split


@dataclass(frozen=True, slots=True)
class Question:
    """How a thing is asked for; an unknown one is a line under its own name."""

    label: str
    kind: str = "line"
    required: bool = False
    suggest: str = ""


QUESTIONS = {
    "reason": Question("Why", "text"),
    "note": Question("Note", "text"),
    "text": Question("What you write", "text", required=True),
    "owner": Question("Owner", required=True, suggest="agent"),
    "assignee": Question("Meant for", required=True, suggest="agent"),
    "resolution": Question("How it is resolved", "text", required=True),
    "first": Question("Which track goes first", "select"),
    "order": Question("The other tracks wait for it", "flag"),
    "despite": Question("Why all the same", "text", required=True),
}


def answering(place: Place, request: HttpRequest) -> Facts:
    """The item that the address names with `id`, and of its answers the one with that `label`."""
    item = find(place, request.GET.get("id", ""))
    answer = next((one for one in item.answers if one.label == request.GET.get("label")), None) if item else None
    if item is None or answer is None:
        raise Http404
    asked = {name: question(name) for name, value in answer.body.items() if is_left_open(value)}
    said = {name: value for name, value in answer.body.items() if name not in asked}
    return {"item": item, "answer": answer, "asked": asked, "said": said} | {
        "version": version_of(place, item.id) if answer.method == "PATCH" else None,
        "tracks": choices(place.of(Track)) if "first" in asked else [],
    }


def question(name: str) -> Question:
    return QUESTIONS.get(name) or Question(name.replace("_", " ").capitalize())


def version_of(place: Place, id: str) -> Any:
    """Of the task or track without an owner, so that nobody gives it away twice."""
    kind, key = split(id.partition("/")[2])
    rows = place.plan.tracks if kind == "track" else place.plan.tasks
    return rows[key].version if key in rows else None


SHEETS = {"attention-answer": Sheet(answering)}
