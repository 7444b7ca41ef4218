"""What changed since a sequence, in short: the delta for an agent's next prompt."""

from typing import Annotated

from django.http import HttpResponse
from msgspec import Meta, Struct

from coordinator import past, plans
from coordinator.api.door import Ask, Door, answer, operation
from coordinator.api.reading import LARGEST_INTEGER
from coordinator.api.rows import At
from coordinator.eventlog.models import Event
from coordinator.eventlog.store import Head
from coordinator.travelling import meant, sequence_of
from tracks.errors import InvalidField, UnknownAgent, UnknownReference
from tracks.net_changes import Net, about, compared, concerning, is_known, walked
from tracks.plan import Plan

MOST_WALKED = 2_000  # events that are gone through one by one; beyond it two plans are compared


class Since(At, kw_only=True):
    """`since` is the `head` of an earlier answer; `at`, if given, is where to stop."""

    since: Annotated[int, Meta(ge=0, le=LARGEST_INTEGER, description="What happened beyond this sequence.")]
    agent: Annotated[
        str, Meta(max_length=100, description="What this agent has to know: its tasks, what they wait for, what it may take.")
    ] = ""
    about: Annotated[
        str, Meta(max_length=180, description="Only this thing and what is in it, such as track/A or B.1.")
    ] = ""
    limit: Annotated[int, Meta(ge=1, le=1_000, description="How many changes at once.")] = 1_000
    after: Annotated[int, Meta(ge=0, le=LARGEST_INTEGER, description="Leaves out so many changes: `next_after`.")] = 0


class NetChange(Struct, frozen=True):
    """What became of one thing. `path` are a task's statuses from then to now, `fields` what else is different.

    `version` is the number of the last event about it.
    """

    key: str
    kind: str
    change: str
    words: str
    status: str | None
    path: list[str]
    fields: list[str]
    version: int


class Changes(Struct, frozen=True):
    """The net effect of `events` events since `since`, the newest first, tasks before other things.

    `walked` is false where there were so many that the two plans were compared: then a path has only its ends, and nobody
    is named. `messages` counts the new ones, of an agent those it has not acknowledged. Ask again with `head` as `since`.
    """

    changes: list[NetChange]
    next_after: int | None
    since: int
    head: int
    events: int
    messages: int
    walked: bool


class ChangesSince(Door):
    @operation(
        "Read in short what changed since a sequence", query=Since,
        answers={200: (Changes, "A line for each thing that is not as it was.")}, refusals=(UnknownAgent, UnknownReference),
    )
    def get(self, ask: Ask) -> HttpResponse:
        query: Since = ask.query
        head = ask.head()
        until = sequence_of(head, query.at) if query.at else head.sequence
        if query.since > until:
            raise InvalidField(field="since", problem=f"the log stands at {until}")
        then = plans.plan_at(head, query.since)
        now, found = net_changes(head, then, until)
        found = wanted(ask, found, then, now)
        page = found[query.after : query.after + query.limit]
        following = query.after + len(page) if query.after + len(page) < len(found) else None
        return answer(Changes(
            [draw(one) for one in page], following, query.since, until, until - query.since,
            messages(head, query, now), until - query.since <= MOST_WALKED,
        ))


def net_changes(head: Head, then: Plan, until: int) -> tuple[Plan, list[Net]]:
    if until - then.sequence > MOST_WALKED:
        now = plans.plan_at(head, until)
        return now, compared(then, now)
    done = past.done_since(head, then.sequence + 1, until=until) if until > then.sequence else ()
    return walked(then, done)


def wanted(ask: Ask, found: list[Net], then: Plan, now: Plan) -> list[Net]:
    query: Since = ask.query
    if query.about:
        reference = meant(query.about, (now, then))
        if not (is_known(now, reference) or is_known(then, reference)):
            raise UnknownReference(reference=query.about)
        found = about(found, reference, then, now)
    if query.agent:
        if query.agent not in now.agents:
            raise UnknownAgent(name=query.agent, project=ask.project)
        found = concerning(found, query.agent, then, now)
    return found


def messages(head: Head, query: Since, now: Plan) -> int:
    if query.agent:
        return sum(int(key) > query.since for key in now.inboxes.get(f"agent/{query.agent}", ()))
    sent = Event.objects.filter(project=head.id, type="message.sent", sequence__gt=query.since, sequence__lte=now.sequence)
    return sent.count()


def draw(one: Net) -> NetChange:
    status = one.path[-1].status if one.path and one.fate != "removed" else None
    return NetChange(
        one.key.replace("\t", " waits for "), one.kind, one.fate, one.words, status, [step.status for step in one.path],
        list(one.fields), one.last,
    )
