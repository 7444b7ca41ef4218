"""Cards of the board: the tasks of a plan in columns by state and in lanes, as many as are asked for, and where each may go.

Reads the plan alone, so every moment is drawn alike. What may go where is said once for all cards of the same kind.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


from coordinator.web.moves import MOVES, Move, is_open
from tracks.plan import Plan
from tracks.queries import NOBODY, Wanted
from tracks.work import Task


@dataclass(frozen=True, slots=True)
class Column:
    """`folds`: narrow and without cards until somebody opens it. `is_past`: what was finished last stands first."""

    name: str
    word: str
    statuses: tuple[str, ...]
    folds: bool = False
    is_past: bool = False


COLUMNS = (
    Column("pending", "Pending", ("pending",)),
    Column("ready", "Ready", ("ready",)),
    Column("running", "Running", ("claimed", "in_progress")),
    Column("in_review", "In review", ("in_review",)),
    Column("blocked", "Blocked", ("blocked",)),
    Column("failed", "Failed", ("failed",)),
    Column("done", "Done", ("done",), is_past=True),
    Column("deferred", "Deferred", ("deferred",), folds=True),
    Column("cancelled", "Cancelled", ("cancelled",), folds=True, is_past=True),
)
COLUMN_OF = {status: column.name for column in COLUMNS for status in column.statuses}


@dataclass(frozen=True, slots=True)
class Card:
    """A task as the board shows it. `waits` counts what is in its way; cards of one `kind` may go to the same columns."""

    task: Task
    agent: str
    hue: int | None
    waits: int
    kind: str

    @property
    def key(self) -> str:
        return self.task.key

    @property
    def status(self) -> str:
        return self.task.status

    @property
    def is_over(self) -> bool:
        return self.task.status in ("done", "cancelled")

    @property
    def is_pressing(self) -> bool:
        return self.task.priority in ("critical", "high") and not self.is_over


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a lane and a column meet. `more` are the cards that are not drawn."""

    column: Column
    cards: list[Card]
    more: int


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: how many there are, and how many to ask for to see more of them (None where all are drawn)."""

    column: Column
    count: int
    is_folded: bool
    more: int | None


@dataclass(frozen=True, slots=True)
class Lane:
    key: str
    count: int
    cells: list[Cell]


def holder(task: Task) -> str:
    """Who has it, else who is to have it."""
    return task.lease.agent if task.lease else task.assignee


LANES: dict[str, Callable[[Task], str]] = {"": lambda task: "", "track": lambda task: task.track, "agent": holder}


def drawn(plan: Plan, wanted: Wanted, by: str, shown: Mapping[str, int]) -> tuple[list[Head], list[Lane]]:
    """`shown` says how many cards of a column there may be; what it leaves out is folded."""
    cells: dict[tuple[str, str], list[Task]] = {}
    for task in plan.tasks.values():
        if fits(task, wanted):
            cells.setdefault((LANES[by](task), COLUMN_OF[task.status]), []).append(task)
    lanes = sorted({lane for lane, _ in cells}, key=lambda lane: place_of(plan, by, lane))
    heads, rows = [], {lane: Lane(lane, sum(len(found) for (of, _), found in cells.items() if of == lane), []) for lane in lanes}
    for column in COLUMNS:
        found = [cells.get((lane, column.name), []) for lane in lanes]
        count, share = sum(map(len, found)), shown.get(column.name, 0)
        most = fair(share, found)
        for lane, tasks in zip(lanes, found, strict=True):
            cards = [card(plan, task) for task in in_order(column, tasks)[:most]]
            rows[lane].cells.append(Cell(column, cards, len(tasks) - len(cards)))
        is_folded = not share and column.folds
        more = share + 50 if not is_folded and any(len(tasks) > most for tasks in found) else None
        heads.append(Head(column, count, is_folded, more))
    return heads, list(rows.values())


def fits(task: Task, wanted: Wanted) -> bool:
    """The same as the list of tasks asks of its rows."""
    if wanted.track is not None and task.track != wanted.track:
        return False
    if wanted.who and holder(task) != ("" if wanted.who == NOBODY else wanted.who):
        return False
    if wanted.priority and task.priority != wanted.priority:
        return False
    words = wanted.words.casefold()
    return not words or words in task.key.casefold() or words in task.title.casefold()


def place_of(plan: Plan, by: str, lane: str) -> tuple[bool, int, str]:
    """Tracks as in the plan, agents by name; what belongs to none comes last."""
    position = plan.tracks[lane].position if by == "track" and lane in plan.tracks else 0
    return not lane, position, lane


def fair(share: int, cells: list[list[Task]]) -> int:
    """How many cards each cell of a column may show, so that together they are not many more than its share."""
    filled = sum(bool(cell) for cell in cells)
    return max(share // filled, min(share, 3)) if filled else share


def in_order(column: Column, tasks: list[Task]) -> list[Task]:
    if column.is_past:
        return sorted(tasks, key=lambda task: (task.changed_at, task.position), reverse=True)
    return sorted(tasks, key=lambda task: task.position)


def card(plan: Plan, task: Task) -> Card:
    waits = len(plan.unmet(task))
    track = plan.tracks.get(task.track)
    kind = task.status + ("+held" if task.lease else "") + ("+waits" if waits else "")
    kind = "whole" if plan.has_subtasks(task.key) else kind
    return Card(task, task.lease.agent if task.lease else "", track.position if track else None, waits, kind)


# Where they may go ---------------------------------------------------------------------------------------------------


def ways(plan: Plan, lanes: Iterable[Lane]) -> dict[str, dict[str, str]]:
    """For each kind of card its moves by verb, and the column that each leads to; empty where it stays in its own."""
    some = {one.kind: one for lane in lanes for cell in lane.cells for one in cell.cards}
    return {
        kind: {move.verb: column_after(move, one) for move in MOVES if is_open(move, one, plan)} for kind, one in some.items()
    }


def column_after(move: Move, one: Card) -> str:
    """As far as one can say beforehand: what becomes of an open task follows from what it waits for."""
    to = move.to
    if move.verb == "unblock" and one.agent:
        to = "in_progress"
    elif move.verb == "release" and one.status == "blocked":
        to = "blocked"
    elif to == "ready" and one.waits:
        to = "pending"
    column = COLUMN_OF.get(to, "")
    return "" if column == COLUMN_OF[one.status] else column


