"""Through time: the difference between two moments, and rollback to one of them."""

from typing import Annotated

import msgspec
from django.http import HttpResponse
from msgspec import Meta, Struct

from coordinator import plans, travelling
from coordinator.api.door import Ask, Door, answer, operation, told
from coordinator.api.reading import LARGEST_INTEGER, Reference, Strict
from coordinator.api.rows import Brief
from coordinator.api.versions import etag, expected
from coordinator.api.wire.travel import Changed, PutBack, draw_changes, draw_outcome
from tracks import errors
from tracks.commands import Rollback, Undo
from tracks.difference import counts, difference, summary

WHEN = "A sequence, or an RFC 3339 time."
Moment = Annotated[str, Meta(min_length=1, max_length=40, description=WHEN)]
Sequence = Annotated[int, Meta(ge=1, le=LARGEST_INTEGER)]


class DryRun(Strict):
    dry_run: Annotated[bool, Meta(description="Only say what would change.")] = False


class BackTo(Strict):
    """`only` names the things to put back; without it that is the whole plan."""

    to: Annotated[Sequence | Moment, Meta(description=WHEN)]
    only: Annotated[tuple[Reference, ...], Meta(max_length=1_000)] = ()
    despite_leases: Annotated[bool, Meta(description="Also change what somebody works on; their leases end.")] = False


class ToUndo(Strict):
    """`sequence` names the command by any of its events. With `correlation` or `actor` everything since then that has it
    is meant: an import, a decision with all its steps, an agent."""

    sequence: Sequence
    correlation: Annotated[str, Meta(max_length=200)] = ""
    actor: Annotated[str, Meta(max_length=120, description="Such as agent/ada.")] = ""
    with_what_followed: Annotated[bool, Meta(description="Also undo what was built on it.")] = False
    despite_leases: Annotated[bool, Meta(description="Also change what somebody works on; their leases end.")] = False


class Between(Brief, kw_only=True, rename={"from_": "from"}):
    from_: Annotated[str, Meta(max_length=40, description=WHEN)]
    to: Annotated[str, Meta(max_length=40, description=f"{WHEN} Left out: now.")] = ""
    limit: Annotated[int, Meta(ge=1, le=1_000, description="How many changes at once.")] = 1_000
    after: Annotated[int, Meta(ge=0, le=LARGEST_INTEGER, description="Leaves out so many changes: `next_after`.")] = 0


class Difference(Struct, frozen=True, rename={"from_": "from"}):
    """What is different at `to` from how it was at `from`, both sequences. `next_after` leads to the next page."""

    changes: list[Changed]
    next_after: int | None
    from_: int
    to: int
    summary: str
    counts: dict[str, dict[str, int]]


class RollBack(Door):
    @operation(
        "Make the plan, or parts of it, what it was; nothing is deleted", needs="operate", query=DryRun, body=BackTo,
        answers={200: (PutBack, "It is as it was, or with dry_run would be.")},
        refusals=(errors.PlanMoved, errors.LeasesAreLive, errors.LooseEnds, errors.UnknownReference),
        example={"to": 812, "only": ["task/B.1"], "despite_leases": False},
    )
    def post(self, ask: Ask) -> HttpResponse:
        head, body = ask.head(), ask.body
        to = travelling.sequence_of(head, str(body.to), "to")
        command = Rollback(
            project=ask.project, to=to, only=travelling.references(head, to, body.only),
            despite_leases=body.despite_leases, expected_head=expected(ask),
        )
        if ask.query.dry_run:
            outcome = travelling.preview_rollback(command, ask.caller.actor)
            return answer(draw_outcome(outcome, dry_run=True), ETag=etag(outcome.sequence))
        outcome, receipt = travelling.put_back(command, ask.tell)
        return told(receipt, draw_outcome(outcome, dry_run=False), ETag=etag(outcome.sequence))


class UndoThis(Door):
    @operation(
        "Undo what a command did, or all that one cause did since then", needs="operate", query=DryRun, body=ToUndo,
        answers={200: (PutBack, "It is as it was before, or with dry_run would be.")},
        refusals=(
            errors.NothingToUndo, errors.MuchFollowed, errors.LeasesAreLive, errors.LooseEnds, errors.PlanMoved,
            errors.TooLongAgo,
        ),
        example={"sequence": 812, "with_what_followed": False},
    )
    def post(self, ask: Ask) -> HttpResponse:
        ask.head()
        command = Undo(project=ask.project, expected_head=expected(ask), **msgspec.structs.asdict(ask.body))
        if ask.query.dry_run:
            outcome = travelling.preview_undo(command, ask.caller.actor)
            return answer(draw_outcome(outcome, dry_run=True), ETag=etag(outcome.sequence))
        outcome, receipt = travelling.put_back(command, ask.tell)
        return told(receipt, draw_outcome(outcome, dry_run=False), ETag=etag(outcome.sequence))


class Diff(Door):
    @operation(
        "Compare two moments", query=Between, answers={200: (Difference, "A page of what differs, kind by kind.")},
    )
    def get(self, ask: Ask) -> HttpResponse:
        query: Between = ask.query
        head = ask.head()
        first = travelling.sequence_of(head, query.from_, "from")
        last = travelling.sequence_of(head, query.to, "to") if query.to else head.sequence
        changes = difference(plans.plan_at(head, first), plans.plan_at(head, last))
        counted = counts(changes)
        page = changes[query.after : query.after + query.limit]
        following = query.after + len(page) if query.after + len(page) < len(changes) else None
        return answer(Difference(draw_changes(page), following, first, last, summary(counted), counted))
