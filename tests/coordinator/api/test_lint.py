"""Plan lint over REST: findings with fixes, deadlocks with cuts, now and then."""

from tests.support.api import Api, head_of
from tests.support.world import a_task, a_track, an_agent, by_holder, claimed
from tracks import commands as c


def test_findings_and_deadlocks_are_told_with_what_to_do(maria: Api) -> None:
    an_agent("ada", capacity=3)
    a_track("A")
    a_task("A.1", track="A", paths=("web/urls.py",))
    a_task("A.2", track="A", paths=("web",))
    a_task("A.3", track="A", capabilities=("rust",), depends_on=("task/A.1",))
    before = head_of()
    sound = maria.get("lint").json()
    assert sound["counts"] == {"nobody_can": 1, "same_files": 1, "unowned": 1}
    assert sound["findings"][0]["about"] == ["task/A.3"]
    assert all(finding["fix"] for finding in sound["findings"])
    assert (sound["deadlocks"], sound["head"]) == ([], before)

    by_holder(c.BlockTask, "A.1", claimed("A.1"), reason="needs it first", waits_for=("task/A.3",))
    (knot,) = maria.get("lint").json()["deadlocks"]
    assert knot["ring"] in (["task/A.1", "task/A.3", "task/A.1"], ["task/A.3", "task/A.1", "task/A.3"])
    assert [(wait["item"], wait["needs"], wait["why"]) for wait in knot["cut"]] == [("task/A.1", "task/A.3", "blocked")]
    assert maria.get("lint", at=before).json() == sound


def test_an_empty_project_has_nothing_wrong_with_it(maria: Api) -> None:
    assert maria.get("lint").json()["findings"] == []
