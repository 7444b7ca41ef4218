"""A claim that waits for something to become ready. It holds no thread: the request is run again when it may be worth it.

Somebody else may be quicker, so a claim under an Idempotency-Key may take several tries. Each has a key of its own,
and the caller's own key is left to the answer at the end: said again, the claim finds whichever gave the answer.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from coordinator import plans, presence
from coordinator.api.door import Ask
from coordinator.api.idempotency import numbered
from coordinator.command_handler import Receipt
from coordinator.eventlog import store
from coordinator.eventlog.store import Head
from coordinator.live.hub import Stopped, the_hub
from tracks.claiming import fitting
from tracks.commands import ClaimNext
from tracks.plan import Plan

MOST_TRIES = 50
PLACE = "signalbox.wait"  # where a request that waits keeps what it knows, from one run to the next


@dataclass(slots=True)
class Wait:
    """Until when, by time.monotonic(), and how often it has been tried."""

    deadline: float
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Waits:
    """There is nothing in `plan` for the agent yet; `until()` says when to ask again."""

    plan: Plan
    until: Callable[[], Awaitable[bool]]


def claimed_or_waits(ask: Ask, command: ClaimNext) -> Receipt | Waits:
    """What became of the claim, or that it waits."""
    scope = getattr(ask.request, "scope", None)
    if not ask.body.wait or scope is None:
        return ask.tell(command)
    wait = scope.get(PLACE)
    if wait is None:
        wait = scope[PLACE] = Wait(time.monotonic() + ask.body.wait)
        if ask.key and (key := key_of_the_answer(ask, wait)):
            return ask.tell(command, key)
    while time.monotonic() < wait.deadline and wait.tries < MOST_TRIES:
        head = ask.head()
        plan = plans.catch_up(head)
        if not can_be_answered(plan, command):
            if not ask.is_resumed:
                presence.seen(head.id, [command.agent], store.clock())  # whoever waits for work is there
            return Waits(plan, partial(worth_asking_again, head, command, wait.deadline))
        wait.tries += 1
        receipt = ask.tell(command, numbered(ask.key, wait.tries))
        if receipt.events:
            return receipt
    return ask.tell(command)


def key_of_the_answer(ask: Ask, wait: Wait) -> str:
    """The key under which this very claim was answered before, nothing if it was not. Tries that gave nothing are skipped."""
    tries = [numbered(ask.key, number) for number in range(1, MOST_TRIES + 1)]
    found = store.find_receipts(ask.head(), [ask.key, *tries])
    wait.tries = sum(key in found for key in tries)
    answers = [key for key, receipt in found.items() if key == ask.key or receipt.refusal or receipt.first_sequence]
    return answers[0] if answers else ""


def worth_asking_again(head: Head, command: ClaimNext, deadline: float) -> Awaitable[bool]:
    """Waits on the event loop until there may be something for the agent."""
    return grows_into(head, deadline, lambda plan: can_be_answered(plan, command))


async def grows_into(head: Head, deadline: float, is_it: Callable[[Plan], bool]) -> bool:
    """Waits until `is_it` may hold for the plan, or the deadline. False when the server stops."""
    beyond = head.sequence
    try:
        while await the_hub().grows_beyond(head.id, beyond, deadline - time.monotonic()):
            newest = plans.known(head)
            if newest is None or newest.sequence <= beyond or is_it(newest):
                return True  # asked again it reads what another process wrote, too
            beyond = newest.sequence
    except Stopped:
        return False
    return True


def can_be_answered(plan: Plan, command: ClaimNext) -> bool:
    """Whether asking the rules would give something: a task, or a refusal."""
    agent = plan.agents.get(command.agent)
    if agent is None or agent.stopped or agent.silent_since or not set(command.capabilities or ()) <= set(agent.capabilities):
        return True
    if not all(key in plan.tracks for key in command.tracks):
        return True
    return agent.has_room and next(fitting(plan, agent, command.tracks, command.capabilities), None) is not None
