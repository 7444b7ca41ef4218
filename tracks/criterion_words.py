"""What people write as success criteria, understood where there is no doubt. Anything else is a text for a person to look at."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tracks.criterion import Criterion
from tracks.plan import Plan
from tracks.texts import Note
from tracks.work import ref

MARK = re.compile(r"^\s*(?:[-*]\s+)?(?:\[(?P<box>[ xX])\]\s*)?(?:#\d+\s+)?")
SIGNS = {"≥": ">=", "≤": "<=", "at least": ">=", "more than": ">", "over": ">", "above": ">", "greater than": ">", "": ">="}
COMPARED = r"(?P<sign>>=|>|≥|at least|more than|greater than|over|above)? ?(?P<value>\d{1,3}(?:\.\d{1,4})?) ?%"
DONE = r"(?:done|completed?|finished)"
WHOLE = r"(?:overall |total )?(?:project |plan )?(?:task )?completion(?: rate)?(?: of the (?:project|plan))?"
PART = rf"(?:all |the )?(?:(?:main )?tasks|(?P<sub>subtasks))(?: are)? {DONE}"

Understood = Callable[[re.Match[str]], Criterion]


def share(found: re.Match[str]) -> Criterion:
    sign = (found["sign"] or "").casefold()
    of = "subtasks" if found.groupdict().get("sub") else "tasks"
    return Criterion("", "completion", of=of, comparison=SIGNS.get(sign, sign), value=found["value"])


def of_kind(kind: str, value: str = "") -> Understood:
    return lambda found: Criterion("", kind, value=value)


PHRASES: tuple[tuple[str, Understood], ...] = (
    (rf"{COMPARED} (?:of )?{WHOLE}", share),
    (rf"{COMPARED} (?:of )?{PART}", share),
    (rf"{WHOLE}(?: is| of|:)? {COMPARED}", share),
    (rf"all (?P<group>tasks|subtasks|tracks)(?: are)? {DONE}",
     lambda found: Criterion("", "completion", of=found["group"].casefold(), comparison=">=", value="100")),
    (rf"track (?P<key>\S+)(?: is)? {DONE}",
     lambda found: Criterion("", "completion", of=ref("track", found["key"]), comparison=">=", value="100")),
    (rf"all (?:instances|agents|tabs|workers)(?: have)? (?:{DONE}|finish)(?: all)?(?: their| the)?(?: assigned)? tasks",
     of_kind("assigned")),
    (r"(?:no|zero) (?:duplicated?|double) (?:work|effort)(?: (?:or|and) conflicts?)?", of_kind("no_duplicates")),
    (r"(?:all )?(?:critical |key )?integration points?(?: are)? ready", of_kind("integration_points", "ready")),
    (r"(?:all )?(?:critical |key )?integration points?(?: are)? (?:integrated|work(?:ing)?)(?: seamlessly| together)?",
     of_kind("integration_points", "integrated")),
    (r"all sync(?:hroni[sz]ation)? points(?: are)? passed", of_kind("sync_points")),
    (r"(?:no|zero) blocked tasks|no tasks? (?:is|are) blocked", of_kind("no_blocked")),
    (r"(?:no|zero) (?P<name>\S+(?: \S+){0,4})",
     lambda found: Criterion("", "metric", of=found["name"], comparison="<=", value="0")),
)


def understood(text: str) -> Criterion:
    """What a sentence asks for; one of kind text where that is not beyond doubt. A ticked box is somebody's word."""
    marked = MARK.match(text)
    said = " ".join(text[marked.end() if marked else 0 :].replace("**", "").split()).rstrip(".")
    for phrase, make in PHRASES:
        if found := re.fullmatch(phrase, said, re.IGNORECASE):
            return replace(make(found), text=said)
    return Criterion("", "text", text=said or text, met=bool(marked and marked["box"] in ("x", "X")))


def criterion_of(plan: Plan, note: Note) -> Criterion:
    """The criterion that an imported note is. What nobody measures, and a track that is not there, is left to a person."""
    found = understood(note.text)
    kind, _, key = found.of.partition("/")
    if found.kind == "metric":
        name = next((name for name in sorted(plan.measurements) if name.casefold() == found.of.casefold()), "")
        found = replace(found, of=name) if name else Criterion("", text=found.text)
    elif kind == "track" and key not in plan.tracks:
        found = Criterion("", text=found.text)
    told: dict[str, Any] = {"key": note.key, "position": note.position, "version": note.version}
    if found.kind == "text" and note.state == "met":
        return replace(found, met=True, by=note.owner, **told)
    return replace(found, **told)


def all_criteria(plan: Plan) -> list[Criterion]:
    """Those of documents that are about the whole project, then those that were stated here."""
    notes = [note for note in plan.notes.values() if note.kind == "criterion" and not note.about]
    told = [criterion_of(plan, note) for note in notes]
    return [
        *sorted(told, key=lambda one: (one.position, one.key)),
        *sorted(plan.criteria.values(), key=lambda one: (one.position, one.key)),
    ]
