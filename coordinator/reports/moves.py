"""What each event of a task's life does to its state: just enough to follow 100,000 tasks through a million events.

The fold knows everything and takes its time; this knows states, holders and times. A test holds it against the fold.
"""

from collections.abc import Callable
from typing import Any

# A task that is not there (any more), and one that is the sum of its subtasks, are no work of their own.
GONE, GROUP = "", "group"
STATES = (
    GONE, GROUP, "open", "claimed", "in_progress", "in_review", "done", "blocked", "failed", "cancelled", "deferred",
)
PLACE_OF = {state: place for place, state in enumerate(STATES)}


class Life:
    """A task as far as its events were followed. Times in seconds since 1970. `claimed_at`: the first claim since it was
    put up; `blocked_at` and `cause` while it is blocked; `holder` is whose lease it is,
    `worker` whose it was last; `own` is the state that a task with subtasks would have without them."""

    __slots__ = ("key", "state", "own", "holder", "worker", "parent", "subtasks", "claimed_at", "blocked_at", "cause")

    def __init__(self, key: str) -> None:
        self.key, self.state, self.holder, self.parent, self.subtasks = key, GONE, "", "", 0
        self.own, self.worker = GONE, ""
        self.claimed_at: float | None = None
        self.blocked_at: float | None = None
        self.cause = ""


def added(life: Life, event: Any, at: float) -> str:
    life.parent, life.claimed_at = event.parent, None
    return str(event.state)


def removed(life: Life, event: Any, at: float) -> str:
    life.holder = life.parent = ""
    return GONE


def put_back(life: Life, event: Any, at: float) -> str:
    """`event.state` holds only what is different from now on; what was gone is there again."""
    if "parent" in event.state:
        life.parent = event.state["parent"]
    if "state" not in event.state:
        return life.state or "open"
    life.claimed_at = None
    return str(event.state["state"])


def restated(life: Life, event: Any, at: float) -> str:
    life.claimed_at = None
    return str(event.state)


def claimed(life: Life, event: Any, at: float) -> str:
    life.holder = life.worker = event.agent
    if life.claimed_at is None:
        life.claimed_at = at
    return life.state if life.state == "in_progress" else "claimed"


def handed_over(life: Life, event: Any, at: float) -> str:
    life.holder = life.worker = event.agent
    return life.state


def blocked(life: Life, event: Any, at: float) -> str:
    life.cause, life.blocked_at = event.reason, at
    return "blocked"


def unblocked(life: Life, event: Any, at: float) -> str:
    return "in_progress" if life.holder else "open"


def freed(life: Life, event: Any, at: float) -> str:
    life.holder = ""
    return life.state if life.state == "blocked" else "open"


def opened(life: Life, event: Any, at: float) -> str:
    life.holder, life.claimed_at = "", None
    return "open"


def becomes(state: str, keeps_lease: bool = False) -> Callable[[Life, Any, float], str]:
    def move(life: Life, event: Any, at: float) -> str:
        if not keeps_lease:
            life.holder = ""
        return state

    return move


MOVES: dict[str, Callable[[Life, Any, float], str]] = {
    "task.added": added,
    "task.restated": restated,
    "task.removed": removed,
    "item.restored": put_back,
    "task.claimed": claimed,
    "task.handed_over": handed_over,
    "task.started": becomes("in_progress", keeps_lease=True),
    "task.blocked": blocked,
    "task.unblocked": unblocked,
    "task.submitted": becomes("in_review"),
    "task.approved": becomes("done"),
    "task.rejected": becomes("open"),
    "task.completed": becomes("done"),
    "task.failed": becomes("failed"),
    "task.decomposed": opened,
    "task.released": freed,
    "lease.expired": freed,
    "task.cancelled": becomes("cancelled"),
    "task.deferred": becomes("deferred"),
    "task.retried": opened,
    "task.reopened": opened,
}
# Those whose body matters here.
TOLD = ("task.added", "task.restated", "task.claimed", "task.handed_over", "task.blocked", "item.restored")
