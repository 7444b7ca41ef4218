"""What needs a person comes ranked by the work it holds up."""

from django.utils import timezone

from coordinator.eventlog.models import LogHead
from coordinator.web.attention import Item, needs_a_person
from tests.support.world import PROJECT, a_task, a_track, an_agent, by_holder, claimed
from tracks.commands import BlockTask, FailTask, SubmitTask


def items(project: LogHead) -> list[Item]:
    return needs_a_person(project.pk, PROJECT, timezone.now())


def test_nothing_needs_a_person_while_everything_goes_its_way(project: LogHead) -> None:
    an_agent("ada")
    a_track("A", owner="Ada")
    a_task("A.1", track="A")
    claimed("A.1")

    assert items(project) == []


def test_blocked_failed_and_offered_work_is_ranked_by_the_longest_path_behind_it(project: LogHead) -> None:
    an_agent("ada", capacity=3)
    for key in ("short", "long", "middle"):
        a_task(key, estimate=60)
    a_task("after-middle", estimate=60, depends_on=("task/middle",))
    a_task("after-long", estimate=600, depends_on=("task/long",))
    by_holder(FailTask, "short", claimed("short"), reason="timeout")
    by_holder(BlockTask, "long", claimed("long"), reason="no key")
    by_holder(SubmitTask, "middle", claimed("middle"), summary="please look")

    found = items(project)

    assert [(item.key, item.state) for item in found] == [("long", "blocked"), ("middle", "in_review"), ("short", "failed")]
    assert [item.consequence for item in found] == [
        "1 item waits for it · 10 hours of work behind it",
        "1 item waits for it · 1 hour of work behind it",
        "Nothing waits for it",
    ]
    assert found[0].sentence == "Task long: no key"


def test_a_track_without_an_owner_counts_once_another_waits_for_it(project: LogHead) -> None:
    a_track("A", title="Schema")
    a_task("A.1", track="A")
    a_track("B", owner="Bob", depends_on=("task/A.1",))
    a_track("C", owner="Cyd", depends_on=("track/A",))
    a_track("D", title="Alone")

    [item] = items(project)

    assert item.sentence == "Nobody owns track A, Schema"
    assert item.consequence == "Tracks B, C wait for it"


def test_a_parent_is_not_listed_beside_its_blocked_subtask(project: LogHead) -> None:
    an_agent("ada")
    a_task("A.1")
    a_task("A.1.1", parent="A.1")
    by_holder(BlockTask, "A.1.1", claimed("A.1.1"), reason="no key")

    assert [item.key for item in items(project)] == ["A.1.1"]
