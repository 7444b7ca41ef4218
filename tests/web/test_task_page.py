"""One task with everything about it."""

import html
import json
import re
import shlex

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT, a_person, a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import (
    BlockTask, CompleteTask, DecomposeTask, DismissOffer, FailTask, ReleaseTask, ReportProgress, ReservePaths, RetryTask,
    ReviseTask, SetTaskTerms, StartTask, SubmitTask, Subtask,
)
from tracks.errors import Fenced
from tracks.models import Task
from tracks.terms import Metric, Retry, Terms
from tracks.work import Deliverable, Evidence, Step


@pytest.fixture
def fence(project: LogHead) -> int:
    """B.1 waits for A.1 and is needed by B.2; ada holds A.1 under this fence."""
    an_agent("ada")
    a_track("A", deliverables=(Deliverable("Working compose file"),))
    a_track("B")
    a_task("A.1", track="A", steps=(Step("Start the services"), Step("Check them")), notes="Mind the ports.")
    a_task("B.1", track="B", depends_on=("task/A.1",), paths=("src/core/**",))
    a_task("B.2", track="B", depends_on=("task/B.1",))
    fence = claimed("A.1")
    by_holder(StartTask, "A.1", fence)
    return fence


def page(browser: Client, key: str, **query: str) -> str:
    return browser.get(reverse("task", args=[PROJECT, key]), query).text


def test_the_page_shows_holder_lease_steps_notes_and_what_its_track_owes(maria: Client, fence: int) -> None:
    shown = page(maria, "A.1")

    for piece in ("ada", 'data-time="left"', "Start the services", "Mind the ports.", "Working compose file"):
        assert piece in shown


def test_what_a_task_waits_for_and_what_waits_for_it_are_links(maria: Client, fence: int) -> None:
    shown = page(maria, "B.1", fragment="task")

    assert "Blocked by A.1" in shown
    assert reverse("task", args=[PROJECT, "A.1"]) in shown
    assert reverse("task", args=[PROJECT, "B.2"]) in shown
    assert "src/core/**" in shown


def test_the_history_tells_every_event_newest_first_with_its_fields(maria: Client, fence: int) -> None:
    by_holder(ReportProgress, "A.1", fence, percent=40, note="halfway there")
    by_holder(BlockTask, "A.1", fence, reason="port is taken")

    history = page(maria, "A.1", fragment="history")
    told_in_order = ["blocked it", "brought it", "to 40 %", "started it", "claimed it", "added it"]

    places = [history.index(words) for words in told_in_order]
    assert places == sorted(places)
    assert "port is taken" in history
    assert "<dt>percent</dt><dd>40</dd>" in history


def test_a_long_history_is_read_on_by_sequence(maria: Client, fence: int) -> None:
    for percent in range(1, 100):
        by_holder(ReportProgress, "A.1", fence, percent=percent)
    first = page(maria, "A.1", fragment="history")
    assert first.count("<summary") == 100
    before = first.partition("?before=")[2].partition('"')[0]

    rest = page(maria, "A.1", fragment="history", before=before)

    assert "added it" in rest
    assert "added it" not in first


def test_a_key_may_hold_what_addresses_do_not_like(maria: Client, fence: int) -> None:
    a_task("x-1.a_b", track="A")

    assert "x-1.a_b" in page(maria, "x-1.a_b")


def test_work_that_came_too_late_is_shown_until_somebody_answers(maria: Client, fence: int) -> None:
    by_holder(ReleaseTask, "A.1", fence)
    with pytest.raises(Fenced):
        by_holder(CompleteTask, "A.1", fence, summary="All <b>three</b> are up")
    assert "All &lt;b&gt;three&lt;/b&gt; are up" in page(maria, "A.1", fragment="task")
    told(DismissOffer(project=PROJECT, key="A.1", offer=fence))
    assert "Came too late" not in page(maria, "A.1", fragment="task")


def test_what_is_demanded_and_whether_it_was_shown_stands_on_the_page_and_in_the_list(maria: Client, fence: int) -> None:
    told(SetTaskTerms(project=PROJECT, key="A.1", terms=Terms(check="make <all>", retry=Retry(3, 600))))
    assert "`make &lt;all&gt;`" in page(maria, "A.1", fragment="task")
    by_holder(FailTask, "A.1", fence, reason="flaky")
    assert "1 of 3 time" in page(maria, "A.1", fragment="task")
    told(RetryTask(project=PROJECT, key="A.1"))
    told(CompleteTask(project=PROJECT, key="A.1", evidence=(Evidence("command", "make <all>", 0, "a" * 64),)))
    assert "Verified" in page(maria, "A.1", fragment="task")
    assert "Verified" in maria.get(reverse("tasks", args=[PROJECT])).text


def test_a_word_alone_is_called_claimed(maria: Client, fence: int) -> None:
    by_holder(CompleteTask, "A.1", fence)
    assert "Claimed</span>" in page(maria, "A.1", fragment="task")


def test_what_an_edit_changed_stands_in_the_history_before_and_after(maria: Client, fence: int) -> None:
    told(ReviseTask(project=PROJECT, key="A.1", title="<b>Other</b>", paths=("src/**", "docs/**")))
    told(ReviseTask(project=PROJECT, key="A.1", steps=(Step("Start the services", done=True),)))
    history = page(maria, "A.1", fragment="history")

    assert "<del>Task A.1</del></td><td><ins>&lt;b&gt;Other&lt;/b&gt;</ins>" in history
    assert '<th scope="row">paths</th><td><span class="quiet">nothing</span></td><td><ins>src/**, docs/**</ins>' in history
    assert "<del>Start the services\nCheck them</del></td><td><ins>[x] Start the services</ins>" in history
    assert "<ins>src/**" not in page(maria, "A.1", fragment="history", at=str(fence))


def test_an_operator_finds_every_move_and_field_and_one_who_looks_none(client: Client, project: LogHead, fence: int) -> None:
    told(SubmitTask(project=PROJECT, key="A.1", step_in=True))
    client.force_login(a_person("olga", project, Role.OPERATOR))
    mine = page(client, "A.1")
    for verb in ("tasks/A.1/approve", "sheets/task-reject/", "sheets/task-cancel/", "sheets/task-terms/", "sheets/task-remove/"):
        assert verb in mine
    assert set(re.findall(r'data-in-place="(\w+)"', mine)) == {
        "title", "track", "priority", "assignee", "estimate", "capabilities", "paths", "steps", "notes", "item", "needs",
    }
    client.force_login(a_person("eve", project, Role.VIEWER))
    for shown in (page(client, "A.1"), page(client, "A.1", at=str(fence))):
        assert "data-send" not in shown
        assert "data-in-place" not in shown
        assert "Copy as request" in shown


def test_steps_of_work_in_hand_are_ticked_as_progress_and_those_of_other_tasks_by_an_edit(maria: Client, fence: int) -> None:
    assert "data-held" in page(maria, "A.1")
    by_holder(ReleaseTask, "A.1", fence)
    assert "data-held" not in page(maria, "A.1")


def test_the_copies_carry_the_claim_and_no_secret(maria: Client, fence: int) -> None:
    copied = [html.unescape(text) for text in re.findall(r'data-copy="([^"]*)"', page(maria, "A.1"))]

    assert copied[0] == f"http://testserver{reverse('task', args=[PROJECT, 'A.1'])}"
    assert shlex.split(copied[1])[:4] == ["curl", "-X", "POST", "http://testserver/api/v1/projects/web/tasks/A.1/claim"]
    assert json.loads(copied[2])["params"]["arguments"] == {"project": PROJECT, "key": "A.1"}


def test_files_that_others_hold_or_are_about_to_touch_are_named(maria: Client, fence: int) -> None:
    an_agent("bob")
    for key in ("C.1", "C.2", "C.3"):
        a_task(key, paths=("src/core/log.py",), assignee="bob" if key == "C.3" else "")
    assert f'Will collide with <a class="key" href="{reverse("task", args=[PROJECT, "C.2"])}"' in page(maria, "C.1")
    claimed("C.1", "bob")
    told(ReservePaths(project=PROJECT, agent="bob", task="C.1", fence=claimed_fence("C.1"), paths=("docs/**",)))

    assert "bob holds <code>src/core/log.py</code>, which meets" in page(maria, "C.2")
    own = page(maria, "C.1")
    assert "bob holds docs/** for it" in own
    assert reverse("task", args=[PROJECT, "C.2"]) in own
    assert reverse("task", args=[PROJECT, "C.3"]) not in own


def claimed_fence(key: str) -> int:
    fence = Task.objects.get(key=key).fence
    assert fence is not None
    return fence


def test_the_sheets_of_a_task_say_what_stands_and_what_would_go(maria: Client, fence: int) -> None:
    metrics = (Metric("errors", "<=", "0"),)
    told(SetTaskTerms(project=PROJECT, key="A.1", terms=Terms(check="make", metrics=metrics, retry=Retry(3, 60))))
    terms = sheet(maria, "task-terms", key="A.1")
    assert terms.count('data-item="metrics"') > 1
    for piece in ('value="make"', 'value="errors"', 'value="3"', 'value="60"'):
        assert piece in terms

    told(DecomposeTask(project=PROJECT, key="B.1", subtasks=(Subtask(title="one"), Subtask(title="two"))))
    removal = sheet(maria, "task-remove", key="B.1")
    for piece in ("2 subtasks go with it: B.1.1, B.1.2.", "B.2 waits for it", "DELETE"):
        assert piece in removal
    assert "ada works on it" in sheet(maria, "task-remove", key="A.1")
    assert 'value="B.1.3"' in sheet(maria, "task-new", parent="B.1")
    assert 'value="B.3"' in sheet(maria, "task-new", track="B")
    assert "1 of 2 done" not in page(maria, "B.1")
    assert "0 of 2 done" in page(maria, "B.1")


def sheet(browser: Client, name: str, **query: str) -> str:
    return browser.get(reverse("sheet", args=[PROJECT, name]), query).text
