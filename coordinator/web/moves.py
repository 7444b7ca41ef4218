"""What a lead may do with a task from a page: the transitions that start from its state, as buttons and as a menu.

The table of transitions says what may happen; this says how it is called, and what has to be asked first.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from coordinator.web.pages import Place
from tracks import commands as c
from tracks.plan import Plan
from tracks.transitions import TRANSITIONS

OPEN = ("pending", "ready")


class Movable(Protocol):
    """A task, wherever it was read from; `agent` is who holds it."""

    @property
    def key(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def agent(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Move:
    """`asks`: a sheet is opened first. `to` is the status that the task comes to, as far as one can say beforehand."""

    command: type
    label: str
    sign: str
    to: str
    asks: bool = True
    tone: str = ""

    @property
    def verb(self) -> str:
        return TRANSITIONS[self.command].verb

    @property
    def sheet(self) -> str:
        return f"task-{self.verb}"


MOVES = (
    Move(c.ApproveTask, "Approve", "circle-check", "done", asks=False, tone="primary"),
    Move(c.RejectTask, "Send back", "undo-2", "ready"),
    Move(c.UnblockTask, "Unblock", "play", "ready", asks=False),
    Move(c.RetryTask, "Try again", "rotate-ccw", "ready", asks=False),
    Move(c.StartTask, "Start", "play", "in_progress", asks=False),
    Move(c.ClaimTask, "Give to an agent", "user-plus", "claimed"),
    Move(c.HandOverTask, "Hand over", "handshake", ""),
    Move(c.ReleaseTask, "Release", "log-out", "ready"),
    Move(c.SubmitTask, "Ask for review", "eye", "in_review"),
    Move(c.CompleteTask, "Complete", "circle-check", "done"),
    Move(c.BlockTask, "Block", "octagon-pause", "blocked"),
    Move(c.FailTask, "Fail", "circle-x", "failed"),
    Move(c.ReopenTask, "Reopen", "rotate-ccw", "ready"),
    Move(c.DecomposeTask, "Split", "split", ""),
    Move(c.DeferTask, "Defer", "alarm-clock", "deferred"),
    Move(c.CancelTask, "Cancel", "circle-slash", "cancelled", tone="danger"),
)
BY_VERB = {move.verb: move for move in MOVES}
OF_HOLDERS_ONLY = ("start", "submit")  # nobody does these to a task that nobody holds


def moves_of(place: Place, task: Movable) -> list[Move]:
    """What the reader may do with this task now; nothing where the reader may change nothing."""
    if not place.may_operate:
        return []
    return [move for move in MOVES if is_open(move, task, place.plan)]


def is_open(move: Move, task: Movable, plan: Plan) -> bool:
    if plan.has_subtasks(task.key):
        return False
    if move.verb == "claim":
        return task.status == "ready"
    if move.verb in OF_HOLDERS_ONLY and (not task.agent or task.status == "in_progress" and move.verb == "start"):
        return False
    return state_of(task) in TRANSITIONS[move.command].before


def state_of(task: Movable) -> str:
    """What the rules know: whether an open task is ready follows from the others."""
    return "open" if task.status in OPEN else task.status


def said_with(task: Movable) -> dict[str, Any]:
    """What goes along with every request about a task: an operator who acts on somebody's work says so."""
    return {"step_in": True} if task.agent else {}
