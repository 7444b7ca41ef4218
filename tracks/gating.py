"""The rules of sync points: what a gate may ask for, who may say that a check holds, and when it is passed."""

from collections.abc import Callable, Iterator
from typing import Any

from tracks import commands as c
from tracks import events as e
from tracks.blockers import early_words, failing_words
from tracks.checks import check_key, check_title, check_version, next_position
from tracks.errors import (
    CheckIsMeasured, ChecksDoNotHold, InvalidField, NotAllowed, SyncPointExists, SyncPointIsEarly, UnknownCheck,
    UnknownSyncPoint,
)
from tracks.facts import Facts
from tracks.measuring import check_comparison, check_name, exactly
from tracks.meeting import CHECK_KINDS, Check, Standing, SyncPoint
from tracks.plan import Plan
from tracks.planning import check_acyclic, check_need, check_not_needed
from tracks.work import SETTLED, Task

MOST_CHECKS = 50
LONGEST_CHECK = 2_000
SHA256 = 64  # hex digits

# Making gates --------------------------------------------------------------------------------------------------------


def add_sync_point(plan: Plan, command: c.AddSyncPoint, facts: Facts) -> list[Any]:
    check_key(command.key)
    check_title(command.title)
    if command.key in plan.sync_points:
        raise SyncPointExists(key=command.key, title=plan.sync_points[command.key].title)
    after = checked_after(plan, command.key, command.after)
    checks = checked_checks(plan, command.checks)
    check_auto(command.auto, after, checks)
    text = next((check.text for check in checks if check.kind == "text"), "")
    added = e.SyncPointAdded(
        key=command.key, title=command.title, position=next_position(plan.sync_points.values()), after=after, check=text
    )
    if not command.auto and checks == ((Check("text", text),) if text else ()):
        return [added]
    return [added, e.SyncPointChecksSet(key=command.key, checks=checks, auto=command.auto)]


def revise_sync_point(plan: Plan, command: c.ReviseSyncPoint, facts: Facts) -> list[Any]:
    point = known_sync_point(plan, command.key)
    check_version(command, point)
    title = point.title if command.title is None else command.title
    check_title(title)
    after = point.after if command.after is None else checked_after(plan, point.key, command.after)
    known = tuple(one.check for one in point.checks)
    checks = known if command.checks is None else checked_checks(plan, command.checks)
    auto = point.auto if command.auto is None else command.auto
    check_auto(auto, after, checks)
    events: list[Any] = []
    if title != point.title:
        events.append(e.SyncPointRevised(
            key=point.key, title=title, position=point.position, after=point.after, check=point.check,
            digest=point.digest, line=point.line,
        ))
    if after != point.after:
        events.append(e.SyncPointPlaced(key=point.key, after=after))
    if (checks, auto) != (known, point.auto):
        events.append(e.SyncPointChecksSet(key=point.key, checks=checks, auto=auto))
    return events


def remove_sync_point(plan: Plan, command: c.RemoveSyncPoint, facts: Facts) -> list[Any]:
    point = known_sync_point(plan, command.key)
    check_version(command, point)
    check_not_needed(plan, f"sync/{point.key}")
    return [e.SyncPointRemoved(key=point.key)]


def checked_after(plan: Plan, key: str, after: tuple[str, ...]) -> tuple[str, ...]:
    after = tuple(dict.fromkeys(after))
    for reference in after:
        check_need(plan, f"sync/{key}", reference)
    check_acyclic(plan, f"sync/{key}", "", after)
    return after


def checked_checks(plan: Plan, checks: tuple[Check, ...]) -> tuple[Check, ...]:
    if len(checks) > MOST_CHECKS:
        raise InvalidField(field="checks", problem=f"must be at most {MOST_CHECKS}")
    checks = tuple(checked_check(plan, check) for check in checks)
    if len(set(checks)) < len(checks):
        raise InvalidField(field="checks", problem="hold the same check twice")
    return checks


def checked_check(plan: Plan, check: Check) -> Check:
    if check.kind not in CHECK_KINDS:
        raise InvalidField(field="checks", problem=f"kind must be one of {', '.join(CHECK_KINDS)}")
    if len(check.text) > LONGEST_CHECK:
        raise InvalidField(field="checks", problem=f"text must be at most {LONGEST_CHECK:,} characters")
    if check.kind == "metric":
        check_name(plan, check.metric)
        return Check(
            "metric", check.text, check.metric, check_comparison(check.comparison), exactly("value", check.value)
        )
    if not check.text.strip():
        raise InvalidField(field="checks", problem=f"a check of kind {check.kind} needs its text")
    return Check(check.kind, check.text)


def check_auto(auto: bool, after: tuple[str, ...], checks: tuple[Check, ...]) -> None:
    if auto and not after and not checks:
        raise InvalidField(field="auto", problem="needs something that comes before it, or a check")


# Making checks -------------------------------------------------------------------------------------------------------


def answer_check(plan: Plan, command: c.AnswerCheck, facts: Facts) -> list[Any]:
    point = known_sync_point(plan, command.key)
    standing = known_check(point, command.number)
    kind, holds = standing.check.kind, command.holds
    if kind == "metric":
        check = standing.check
        raise CheckIsMeasured(
            number=command.number, key=point.key, metric=check.metric, comparison=check.comparison, value=check.value
        )
    if kind == "text":
        check_person(facts)
        if command.exit_status is not None or command.digest:
            raise InvalidField(field="exit_status", problem="belongs to a check command; this check is for a person")
    else:
        holds = check_result(command)
    answer = standing.answer
    if answer and (holds, command.text, command.exit_status, command.digest, facts.actor) == (
        answer.holds, answer.text, answer.exit_status, answer.digest, answer.actor
    ):
        return []
    return [e.SyncPointChecked(
        key=point.key, number=command.number, holds=holds, text=command.text, exit_status=command.exit_status,
        digest=command.digest,
    )]


def check_result(command: c.AnswerCheck) -> bool:
    """Whether a command's result says that the check holds: it ended with 0."""
    if command.exit_status is None:
        raise InvalidField(field="exit_status", problem="is required: this check is a command")
    if len(command.digest) != SHA256 or set(command.digest) - set("0123456789abcdef"):
        raise InvalidField(field="digest", problem=f"must be {SHA256} hex digits: the SHA-256 of what the command wrote")
    return command.exit_status == 0


def withdraw_check(plan: Plan, command: c.WithdrawCheck, facts: Facts) -> list[Any]:
    """What an agent has sent itself it may take back; everything else is for a person."""
    point = known_sync_point(plan, command.key)
    answer = known_check(point, command.number).answer
    if answer is None:
        return []
    if answer.actor != facts.actor:
        check_person(facts)
    return [e.SyncPointCheckWithdrawn(key=point.key, number=command.number, reason=command.reason)]


def check_person(facts: Facts) -> None:
    if not facts.may_step_in:
        raise NotAllowed(actor=facts.actor, role="operator")


# Passing gates -------------------------------------------------------------------------------------------------------


def pass_sync_point(plan: Plan, command: c.PassSyncPoint, facts: Facts) -> list[Any]:
    """Whoever passes a point answers its text checks by that, save those that were found not to hold."""
    point = known_sync_point(plan, command.key)
    early = early_words(plan, point)
    if early:
        raise SyncPointIsEarly(key=point.key, blockers=f"{', '.join(early)} not done")
    if point.passed:
        return []
    failing = failing_words(plan, point, looking=True)
    if not failing:
        return [e.SyncPointPassed(key=point.key, note=command.note or command.despite)]
    if not command.despite:
        raise ChecksDoNotHold(key=point.key, checks=", ".join(failing))
    return [e.SyncPointForced(key=point.key, reason=command.despite, failing=tuple(failing))]


def reopen_sync_point(plan: Plan, command: c.ReopenSyncPoint, facts: Facts) -> list[Any]:
    """What has begun behind it goes on; what has not begun waits again."""
    point = known_sync_point(plan, command.key)
    return [e.SyncPointReopened(key=point.key, reason=command.reason)] if point.passed else []


def known_sync_point(plan: Plan, key: str) -> SyncPoint:
    if key not in plan.sync_points:
        raise UnknownSyncPoint(key=key, project=plan.project)
    return plan.sync_points[key]


def known_check(point: SyncPoint, number: int) -> Standing:
    if not 1 <= number <= len(point.checks):
        raise UnknownCheck(key=point.key, count=len(point.checks), number=number)
    return point.checks[number - 1]


def behind(plan: Plan, reference: str) -> Iterator[Task]:
    """The unfinished tasks without subtasks that wait for `reference`, directly or by what they are in."""
    waiting, seen = [reference], set[str]()
    while waiting:
        for item in plan.dependents.get(waiting.pop(), ()):
            inside = [item]
            while inside:
                one = inside.pop()
                members = [f"task/{key}" for key in plan.members.get(one, ())]
                inside.extend(members)
                task = plan.tasks.get(one.removeprefix("task/")) if one.startswith("task/") and not members else None
                if task and task.key not in seen and task.status not in SETTLED:
                    seen.add(task.key)
                    yield task


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.AddSyncPoint: add_sync_point,
    c.ReviseSyncPoint: revise_sync_point,
    c.RemoveSyncPoint: remove_sync_point,
    c.AnswerCheck: answer_check,
    c.WithdrawCheck: withdraw_check,
    c.PassSyncPoint: pass_sync_point,
    c.ReopenSyncPoint: reopen_sync_point,
}
