"""Decisions: what was chosen, among which options, and why. They are kept, never edited: a new one says otherwise."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import Value
from django.db.models.functions import StrIndex
from django.http import HttpResponse
from msgspec import Meta, Struct

from coordinator.api.brief import PLACES
from coordinator.api.cursors import NumberPart, cursor_at, place_behind
from coordinator.api.door import Ask, Door, address, answer, operation, told
from coordinator.api.measurements import Number
from coordinator.api.reading import Reference, Strict
from coordinator.api.references import typed
from coordinator.api.rows import At, Page
from coordinator.api.versions import etag
from coordinator.eventlog.store import Head
from coordinator.travelling import sequence_of
from tracks import errors, models
from tracks.commands import RecordDecision
from tracks.deciding import LONGEST_OPTION, LONGEST_WHY, MOST_OPTIONS, MOST_SUBJECTS
from tracks.decisions import Option as PlanOption

Choice = Annotated[str, Meta(min_length=1, max_length=LONGEST_OPTION)]
Reason = Annotated[str, Meta(max_length=LONGEST_WHY)]


class WeighedOption(Strict):
    text: Choice
    score: Number | None = None
    why: Reason = ""


class NewDecision(Strict):
    """`chosen` is the text of one of the `options`, where there are any; `about` are the things it concerns."""

    question: Annotated[str, Meta(min_length=1, max_length=LONGEST_WHY)]
    chosen: Choice
    why: Reason = ""
    options: Annotated[tuple[WeighedOption, ...], Meta(max_length=MOST_OPTIONS)] = ()
    about: Annotated[tuple[Reference, ...], Meta(max_length=MOST_SUBJECTS)] = ()


class DecisionFilter(Page):
    about: Annotated[str, Meta(max_length=180, description="Only those about this: task/B.4, track/A, agent/ada.")] = ""
    actor: Annotated[str, Meta(max_length=160, description="Only those of this one.")] = ""
    order: Annotated[Literal["oldest", "newest"], Meta(description="Which come first.")] = "oldest"


class Option(Struct, frozen=True):
    """`score` is an exact decimal, empty where nothing was scored."""

    text: str
    score: str
    why: str


class Decision(Struct, frozen=True):
    key: str
    question: str
    chosen: str
    why: str
    options: list[Option]
    about: list[str]
    actor: str
    decided_at: datetime
    version: int


class DecisionList(Struct, frozen=True):
    decisions: list[Decision]
    cursor: str | None
    head: int


class Decisions(Door):
    @operation("List what was decided", query=DecisionFilter, answers={200: (DecisionList, "A page of decisions.")})
    def get(self, ask: Ask) -> HttpResponse:
        head, query = ask.head(), ask.query
        rows = known(ask, head)
        newest = query.order == "newest"
        if query.about:
            rows = rows.annotate(place=StrIndex("about", Value(f"\t{query.about}\t"))).filter(place__gt=0)
        if query.actor:
            rows = rows.filter(actor=query.actor)
        if place := place_behind(query.cursor, NumberPart):
            rows = rows.filter(version__lt=place[0]) if newest else rows.filter(version__gt=place[0])
        found = list(rows.order_by("-version" if newest else "version")[: query.limit + 1])
        shown = [drawn(row) for row in found[: query.limit]]
        vars(query)[PLACES] = [[row.version] for row in found[: query.limit]]
        cursor = cursor_at([shown[-1].version]) if len(found) > query.limit else None
        return answer(DecisionList(shown, cursor, head.sequence))

    @operation(
        "Keep a decision", needs="work", body=NewDecision, answers={201: (Decision, "It is kept.")},
        refusals=(errors.UnknownReference,),
        example={"question": "Who takes B.4?", "chosen": "ada", "why": "she knows the parser",
                 "options": [{"text": "ada", "score": "0.9", "why": "offers rust"}, {"text": "bob", "score": "0.4"}],
                 "about": ["B.4"]},
    )
    def post(self, ask: Ask) -> HttpResponse:
        body: NewDecision = ask.body
        options = tuple(PlanOption(one.text, "" if one.score is None else str(one.score), one.why) for one in body.options)
        receipt = ask.tell(RecordDecision(
            project=ask.project, question=body.question, chosen=body.chosen, why=body.why, options=options,
            about=typed(ask, body.about),
        ))
        key = str(receipt.events[-1].sequence)
        return told(receipt, drawn(one(receipt.head, key)), 201, Location=address(ask, key))


class OneDecision(Door):
    @operation(
        "Read a decision", query=At, answers={200: (Decision, "The decision.")}, refusals=(errors.UnknownDecision,)
    )
    def get(self, ask: Ask, key: str) -> HttpResponse:
        head = ask.head()
        row = known(ask, head).filter(key=key).first()
        if row is None:
            raise errors.UnknownDecision(key=key, project=ask.project)
        return answer(drawn(row), ETag=etag(row.version))


def known(ask: Ask, head: Head) -> Any:
    """What had been decided by the moment asked for. A decision never changes, so its row is that of any later moment."""
    at = sequence_of(head, ask.query.at) if ask.query.at else head.sequence
    return models.Decision.objects.filter(project=head.id, version__lte=at)


def one(head: Head, key: str) -> models.Decision:
    return models.Decision.objects.get(project=head.id, key=key)


def drawn(row: models.Decision) -> Decision:
    about = row.about.strip("\t").split("\t") if row.about else []
    options = [Option(**option) for option in row.options]
    return Decision(row.key, row.question, row.chosen, row.why, options, about, row.actor, row.decided_at, row.version)
