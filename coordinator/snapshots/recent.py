"""Plans of moments that were asked for lately: who looks at the past looks at it again, or right beside it.

They share with each other whatever did not change between them, so most cost little; the number of their tasks is bounded
all the same.
"""

import threading
from dataclasses import dataclass

from tracks.plan import Plan

MOST = 32  # plans without tasks are small, but not nothing


@dataclass(frozen=True, slots=True)
class Known:
    """A plan and the hash of the event it stands at: proof that it belongs to this very log."""

    plan: Plan
    hash: str


class Recent:
    """Keeps the newest addition always, and the ones before it while all of them together have at most `most_tasks`."""

    def __init__(self, most_tasks: int) -> None:
        self._most_tasks = most_tasks
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, int], Known] = {}

    def before(self, log_id: str, sequence: int) -> list[Known]:
        """The plans of a log that stand at `sequence` or before it, the nearest first."""
        with self._lock:
            found = [one for (log, place), one in self._kept.items() if log == log_id and place <= sequence]
        return sorted(found, key=lambda one: -one.plan.sequence)

    def add(self, log_id: str, known: Known) -> None:
        key = log_id, known.plan.sequence
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = known
            tasks = sum(len(one.plan.tasks) for one in self._kept.values())
            for oldest in list(self._kept)[:-1]:
                if tasks <= self._most_tasks and len(self._kept) <= MOST:
                    break
                tasks -= len(self._kept.pop(oldest).plan.tasks)
