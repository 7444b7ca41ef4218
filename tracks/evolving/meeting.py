"""What the events change where tracks meet."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tracks import events as e
from tracks.draft import Draft
from tracks.happened import Happened
from tracks.meeting import Answer, Check, ConflictArea, Standing, SyncPoint


def sync_point_added(draft: Draft, event: e.SyncPointAdded, at: Happened) -> None:
    before: SyncPoint = draft.sync_points.get(event.key) or SyncPoint(event.key, event.title, event.position)
    draft.put_sync_point(replace(
        before, title=event.title, position=event.position, after=event.after, digest=event.digest, line=event.line,
        checks=before.checks if event.check == before.check else with_text(before.checks, event.check),
        version=at.sequence,
    ))


def with_text(checks: tuple[Standing, ...], text: str) -> tuple[Standing, ...]:
    """The checks with another first text check, which nobody has answered yet."""
    place = next((place for place, one in enumerate(checks) if one.check.kind == "text"), None)
    rest = checks if place is None else (*checks[:place], *checks[place + 1 :])
    place = place or 0
    return (*rest[:place], Standing(Check("text", text)), *rest[place:]) if text else rest


def sync_point_placed(draft: Draft, event: e.SyncPointPlaced, at: Happened) -> None:
    point = draft.sync_points[event.key]
    draft.put_sync_point(replace(point, after=event.after, placed=True, version=at.sequence))


def sync_point_checks_set(draft: Draft, event: e.SyncPointChecksSet, at: Happened) -> None:
    point = draft.sync_points[event.key]
    answers = {one.check: one.answer for one in point.checks}
    checks = tuple(Standing(check, answers.get(check)) for check in event.checks)
    draft.put_sync_point(replace(point, checks=checks, auto=event.auto, reopened=False, version=at.sequence))


def sync_point_checked(draft: Draft, event: e.SyncPointChecked, at: Happened) -> None:
    answer = Answer(event.holds, event.text, event.exit_status, event.digest, at.actor, at.at, at.sequence)
    answer_check(draft, event.key, event.number, answer, at)


def sync_point_check_withdrawn(draft: Draft, event: e.SyncPointCheckWithdrawn, at: Happened) -> None:
    answer_check(draft, event.key, event.number, None, at)


def answer_check(draft: Draft, key: str, number: int, answer: Answer | None, at: Happened) -> None:
    point = draft.sync_points[key]
    checks = list(point.checks)
    checks[number - 1] = Standing(checks[number - 1].check, answer)
    draft.put_sync_point(replace(point, checks=tuple(checks), version=at.sequence))


def sync_point_removed(draft: Draft, event: e.SyncPointRemoved, at: Happened) -> None:
    draft.remove_sync_point(event.key)


def sync_point_passed(draft: Draft, event: e.SyncPointPassed, at: Happened) -> None:
    """Whoever passes it has looked: the text checks that nobody had answered are answered by it."""
    answer = Answer(True, event.note, None, "", at.actor, at.at, at.sequence)
    point = draft.sync_points[event.key]
    checks = tuple(
        Standing(one.check, answer) if one.check.kind == "text" and one.answer is None else one for one in point.checks
    )
    pass_point(draft, replace(point, checks=checks, note=event.note), at)


def sync_point_forced(draft: Draft, event: e.SyncPointForced, at: Happened) -> None:
    pass_point(draft, replace(draft.sync_points[event.key], despite=event.reason), at)


def sync_point_opened(draft: Draft, event: e.SyncPointOpened, at: Happened) -> None:
    pass_point(draft, draft.sync_points[event.key], at)


def pass_point(draft: Draft, point: SyncPoint, at: Happened) -> None:
    draft.put_sync_point(replace(
        point, passed=True, reopened=False, passed_by=at.actor, passed_at=at.at, version=at.sequence
    ))


def sync_point_reopened(draft: Draft, event: e.SyncPointReopened, at: Happened) -> None:
    """What was found before counts no more; it stays in the log."""
    point = draft.sync_points[event.key]
    draft.put_sync_point(replace(
        point, passed=False, reopened=True, passed_by="", passed_at=None, note="", despite="", version=at.sequence,
        checks=tuple(Standing(one.check) for one in point.checks),
    ))


def conflict_area_added(draft: Draft, event: e.ConflictAreaAdded, at: Happened) -> None:
    before = draft.conflict_areas.get(event.key) or ConflictArea(event.key, event.area, event.position)
    draft.conflict_areas[event.key] = replace(
        before, area=event.area, position=event.position, tracks=event.tracks, resolution=event.resolution,
        first=event.first, digest=event.digest, line=event.line, version=at.sequence,
    )


def conflict_area_removed(draft: Draft, event: e.ConflictAreaRemoved, at: Happened) -> None:
    del draft.conflict_areas[event.key]


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.SyncPointAdded: sync_point_added,
    e.SyncPointRevised: sync_point_added,
    e.SyncPointRemoved: sync_point_removed,
    e.SyncPointPassed: sync_point_passed,
    e.SyncPointReopened: sync_point_reopened,
    e.SyncPointPlaced: sync_point_placed,
    e.SyncPointChecksSet: sync_point_checks_set,
    e.SyncPointChecked: sync_point_checked,
    e.SyncPointCheckWithdrawn: sync_point_check_withdrawn,
    e.SyncPointForced: sync_point_forced,
    e.SyncPointOpened: sync_point_opened,
    e.ConflictAreaAdded: conflict_area_added,
    e.ConflictAreaRevised: conflict_area_added,
    e.ConflictAreaRemoved: conflict_area_removed,
}
