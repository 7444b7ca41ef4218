"""What pending tasks wait for, counted: how many each gate holds back, and the worst of them first."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracks.work import Task

if TYPE_CHECKING:
    from tracks.draft import Draft

Worst = tuple[int, str]  # less how many wait for it, and its reference


def update(draft: "Draft", settled: Iterable[str]) -> None:
    """Counts the gates of the `settled` tasks anew."""
    moved: dict[str, int] = {}
    for key in settled:
        before, after = awaits(draft.origin.tasks.get(key)), awaits(draft.tasks.get(key))
        if before != after:
            for gate in before:
                moved[gate] = moved.get(gate, 0) - 1
            for gate in after:
                moved[gate] = moved.get(gate, 0) + 1
    gone: list[Worst] = []
    come: list[Worst] = []
    for gate, by in moved.items():
        old: int = draft.awaited.get(gate, 0)
        if by:
            gone.extend([(-old, gate)] if old else [])
            come.extend([(-old - by, gate)] if old + by else [])
            set_count(draft, gate, old + by)
    draft.worst = draft.origin.worst.changed(gone, come)


def set_count(draft: "Draft", gate: str, count: int) -> None:
    if count:
        draft.awaited[gate] = count
    else:
        draft.awaited.discard(gate)


def awaits(task: Task | None) -> tuple[str, ...]:
    return task.awaits if task else ()
