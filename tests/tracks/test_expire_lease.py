"""Ending the lease of a holder that fell silent; a beat that came first wins."""

from datetime import timedelta

from tests.support.given import LEASE, NOON, claimed, given, task
from tracks.commands import ExpireLease
from tracks.errors import LeaseIsAlive
from tracks.events import LeaseExpired, TaskBlocked, TaskReleased
from tracks.facts import Pulse

held = [task("1"), claimed("1")]
LATER = NOON + LEASE
second = timedelta(seconds=1)


def pulse(fence: int, until: object) -> dict[str, Pulse]:
    return {"1": Pulse(fence, until, NOON)}  # type: ignore[arg-type]


def test_a_lease_that_ran_out_ends_and_the_task_is_ready_again() -> None:
    outcome = given(*held).when(ExpireLease, key="1", fence=6, at=LATER, pulses=pulse(6, LATER))
    outcome.then(LeaseExpired(key="1", agent="ada", fence=6))
    now, agent = outcome.task("1"), outcome.plan.agents["ada"]
    assert (now.status, now.lease, agent.load, agent.leases_lost) == ("ready", None, 0, 1)


def test_a_renewal_that_came_first_wins() -> None:
    given(*held).when(ExpireLease, key="1", fence=6, at=LATER, pulses=pulse(6, LATER + second)).then_refused(
        LeaseIsAlive, until="12:01:31 UTC"
    )


def test_a_lease_without_a_pulse_runs_as_long_as_it_was_granted() -> None:
    given(*held).when(ExpireLease, key="1", fence=6, at=LATER - second).then_refused(LeaseIsAlive, until="12:01:30 UTC")
    given(*held).when(ExpireLease, key="1", fence=6, at=LATER).then(LeaseExpired(key="1", agent="ada", fence=6))


def test_the_pulse_of_another_lease_does_not_count() -> None:
    pulses = pulse(5, LATER + LEASE)
    given(*held).when(ExpireLease, key="1", fence=6, at=LATER, pulses=pulses).then(LeaseExpired(key="1", agent="ada", fence=6))


def test_a_lease_that_is_over_already_does_not_end_again() -> None:
    over = [*held, TaskReleased(key="1")]
    given(*over).when(ExpireLease, key="1", fence=6, at=LATER).then_nothing()
    given(*over, claimed("1", by="bob")).when(ExpireLease, key="1", fence=6, at=LATER + LEASE).then_nothing()
    given().when(ExpireLease, key="9", fence=6, at=LATER).then_nothing()


def test_a_blocked_task_that_lost_its_holder_stays_blocked() -> None:
    outcome = given(*held, TaskBlocked(key="1", reason="no key")).when(ExpireLease, key="1", fence=6, at=LATER)
    assert (outcome.task("1").status, outcome.task("1").lease) == ("blocked", None)
