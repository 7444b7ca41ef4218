"""A snapshot never changes an answer: it is used where it belongs to this very log and this very code, else left alone."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from coordinator import plans
from coordinator.eventlog import store
from coordinator.eventlog.models import Event, LogHead, Snapshot
from coordinator.eventlog.store import Head
from coordinator.snapshots import fingerprint, kept
from coordinator.snapshots.recent import Recent
from tests.support.guards import no_guards
from tests.support.logs import a_log
from tracks.happened import Happened
from tracks.plan import Plan

pytestmark = pytest.mark.django_db(transaction=True)

EVENTS = 700


@pytest.fixture(autouse=True)
def head(monkeypatch: pytest.MonkeyPatch) -> Head:
    """A log with snapshots at 300 and 600, in a process that has not seen any of it."""
    head = a_log(events=EVENTS)
    for sequence in (300, 600):
        kept.keep(head, truth(head, sequence))
    forget_everything(monkeypatch)
    return head


def truth(head: Head, sequence: int) -> Plan:
    return plans.folded(Plan(), head, sequence)


def forget_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "_known", {})
    monkeypatch.setattr(plans, "_recent", Recent(most_tasks=1_000))


def folded_from(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sequences from which the log was read, in the order in which that happened."""
    begun, happenings = list[int](), plans.happenings

    def noted(head: Head, after: int, until: int, *more: Any) -> Iterator[Happened]:
        begun.append(after)
        return happenings(head, after, until, *more)

    monkeypatch.setattr(plans, "happenings", noted)
    return begun


def test_a_process_that_starts_folds_only_what_came_after_the_newest_snapshot(
    head: Head, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, begun = truth(head, EVENTS), folded_from(monkeypatch)
    assert plans.catch_up(head) == expected
    assert begun == [600]


@pytest.mark.parametrize(("sequence", "nearest"), [(0, []), (1, [0]), (299, [0]), (300, []), (301, [300]), (700, [600])])
def test_the_plan_of_any_moment_is_what_the_log_says(
    head: Head, monkeypatch: pytest.MonkeyPatch, sequence: int, nearest: list[int]
) -> None:
    monkeypatch.setattr(plans, "NEAR", 0)
    expected, begun = truth(head, sequence), folded_from(monkeypatch)
    assert plans.plan_at(head, sequence) == expected
    assert begun == nearest


def test_moments_beside_one_that_was_asked_for_are_folded_from_there(head: Head, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "NEAR", 20)
    asked = [650, 655, 655, 610, 700]
    expected, begun = [truth(head, sequence) for sequence in asked], folded_from(monkeypatch)
    assert [plans.plan_at(head, sequence) for sequence in asked] == expected
    assert begun == [600, 650, 600, 655]


@pytest.mark.parametrize("damage", [
    {"body": b"nothing that could be read"}, {"seal": "0" * 64}, {"hash": "0" * 64}, {"fingerprint": "0" * 64},
])
def test_a_snapshot_that_is_not_right_in_every_part_is_left_alone(
    head: Head, monkeypatch: pytest.MonkeyPatch, damage: dict[str, object]
) -> None:
    Snapshot.objects.filter(sequence=600).update(**damage)
    expected, begun = truth(head, EVENTS), folded_from(monkeypatch)
    assert plans.catch_up(head) == expected
    assert plans.plan_at(head, 650) == truth(head, 650)
    assert begun[0] == 300


def test_the_plan_of_another_moment_under_a_true_seal_is_left_alone(head: Head) -> None:
    other = Snapshot.objects.get(sequence=300)
    Snapshot.objects.filter(sequence=600).update(body=other.body, seal=other.seal)
    assert plans.catch_up(head) == truth(head, EVENTS)


def test_a_snapshot_of_a_history_that_is_no_more_is_left_alone(head: Head, monkeypatch: pytest.MonkeyPatch) -> None:
    with no_guards():
        Event.objects.filter(sequence__gte=450).delete()
        last = Event.objects.get(sequence=449)
        LogHead.objects.update(sequence=449, hash=last.hash, recorded_at=last.recorded_at)
    restored = store.find_head(head.project)
    assert restored
    begun = folded_from(monkeypatch)
    assert plans.catch_up(restored).sequence == 449
    assert begun == [300]


def test_those_of_other_code_go_when_it_has_had_time_to_go_itself(head: Head) -> None:
    Snapshot.objects.filter(sequence=300).update(fingerprint="of before", made_at=store.clock() - timedelta(days=2))
    Snapshot.objects.filter(sequence=600).update(fingerprint="of the other half of the servers")
    kept.keep(head, truth(head, 500))
    assert set(Snapshot.objects.values_list("sequence", flat=True)) == {500, 600}


def test_the_fingerprint_covers_all_that_folds_and_reads_events() -> None:
    modules = fingerprint.sources(set(fingerprint.ROOTS))
    assert {
        "tracks.evolve", "tracks.evolving.life", "tracks.draft", "tracks.critical_path", "tracks.persistent", "tracks.plan",
        "tracks.work", "tracks.events", "tracks.events.life", "agents.events", "agents.plan", "coordinator.eventlog.codec",
        "coordinator.snapshots.codec",
    } <= modules.keys()
    changed = modules | {"tracks.draft": modules["tracks.draft"] + "#"}
    assert fingerprint.digest_of(changed) != fingerprint.digest_of(modules) == fingerprint.fingerprint()
