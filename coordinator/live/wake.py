"""Tells whoever follows the logs in this process that one has grown. Carries no data and promises nothing."""

from collections.abc import Callable

Listener = Callable[[int, int], None]

_listeners: list[Listener] = []


def listen(listener: Listener) -> Callable[[], None]:
    """Has `listener(project_id, sequence)` called after commits, from any thread; answers how to end that."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def wake(project_id: int, sequence: int) -> None:
    """Called after a commit. Listeners must not block and must not fail."""
    for listener in tuple(_listeners):
        listener(project_id, sequence)
