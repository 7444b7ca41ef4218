"""Reads tables: which kind each one is, and its rows. A table of no known kind is left to be kept as it stands."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from ..inline import leading_emoji, plain
from ..keys import looks_like_key
from ..statuses import read_status
from . import comparisons, conflicts, schedule, sync, tasks
from .columns import Row, Table, read_table
from .entities import OWN, Need, Sighting
from .owners import find_named
from .place import Place, Reader
from .remarks import read_estimate, read_priority
from .tasklines import read_task_line
from .tree import Node

Kind = tuple[Callable[[Table], bool], Callable[[Reader, Table, Place], None]]


def visit_table(reader: Reader, node: Node, place: Place) -> bool:
    """Whether the table was understood; its rows are then covered."""
    table = read_table(node)
    if table is None or not table.rows:
        return False
    read = next((read for is_kind, read in KINDS if is_kind(table)), None)
    if read is None:
        return False
    reader.draft.covered.update((*table.lines, *(row.line for row in table.rows)))
    # Rows name tracks and tasks that may stand further down, so they wait for the end.
    reader.draft.later.append(partial(read, reader, table, place))
    return True


def _read_history(reader: Reader, table: Table, place: Place) -> None:
    for row in table.rows:
        words = [row.get("version"), row.get("task"), row.get("changes"), *(f"{head}: {text}" for head, text in row.others)]
        reader.draft.note("history", ": ".join(plain(word) for word in words if word), row.line, date=plain(row.get("date")))


def _read_tasks(reader: Reader, table: Table, place: Place) -> None:
    """A row per task. A row whose task is defined elsewhere tells how it stands."""
    for row in table.rows:
        key = plain(row.get("key") or row.get("task")).strip("`#[] ")
        title = plain(row.get("task")) if row.get("key") else ""
        if not looks_like_key(key) or (key.isalpha() and not reader.draft.task(key)):
            found = read_task_line(row.get("task"))
            if not found:
                reader.draft.note("note", " | ".join(plain(text) for text in row.texts if text), row.line, place.about)
                continue
            key, title = found.key, found.title
        _read_task(reader, row, key, title, place)


def _read_task(reader: Reader, row: Row, key: str, title: str, place: Place) -> None:
    draft = reader.draft
    track, agent = find_named(draft, plain(row.get("track") or row.get("worker") or row.get("owner")))
    inside = replace(place, track=track or draft.track(plain(row.get("track"))) or place.track, agent=agent or place.agent)
    is_new = draft.task(key) is None
    task = tasks.name_task(reader, key, title, row.line, inside, OWN)
    if is_new:
        task.is_mention = False
        task.title = title or key
        task.assignee = plain(row.get("owner"))
        task.notes += [f"{head}: {plain(text)}" for head, text in row.others]
    else:
        draft.note("progress", " | ".join(plain(text) for text in row.texts if text), row.line, task.reference, place.date)
    if status := read_status(row.get("status")):
        if status.doubt:
            draft.problem(row.line, status.doubt)
        task.sightings.append(Sighting(status.status, status.word, row.line, OWN if is_new else 1, place.when))
    task.priority = task.priority or read_priority(row.get("priority"))
    task.estimate = task.estimate or read_estimate(row.get("estimate"))
    if needs := plain(leading_emoji(row.get("needs")).rest):
        task.declares = task.declares or needs
        draft.needs.append(Need(task, needs, row.line, is_weak=not is_new))


def _is_history(table: Table) -> bool:
    return table.has("changes") and (table.has("version") or table.has("date"))


def _is_tasks(table: Table) -> bool:
    return (table.has("key") or table.has("task")) and len(set(table.roles) & {"status", "owner", "needs", "estimate"}) > 0


KINDS: tuple[Kind, ...] = (
    (_is_history, _read_history),
    (lambda table: table.has("area") and (table.has("resolution") or table.has("tracks")), conflicts.read_conflict_table),
    (lambda table: table.has("sync") and (table.has("after") or table.has("check")), sync.read_sync_table),
    (lambda table: table.has("track") and (table.has("parallel") or table.has("week")), schedule.read_schedule_table),
    (
        lambda table: (table.has("track") or table.has("worker")) and bool({"status", "percent", "needs"} & set(table.roles)),
        comparisons.read_progress_table,
    ),
    (lambda table: table.has("track", "tasks"), schedule.read_schedule_table),
    (_is_tasks, _read_tasks),
)
