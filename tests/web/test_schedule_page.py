"""The schedule page: what happened where it happened, what is ahead where the schedule puts it, and what if."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.eventlog.models import LogHead
from coordinator.web.gantt.ruler import ZOOMS, ruler
from tests.support.world import PROJECT, a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import AddSyncPoint, CompleteTask, PassSyncPoint, StartTask
from tracks.meeting import Check

URL = reverse("schedule", args=[PROJECT])
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def plan(project: LogHead) -> None:
    """ada alone does A.1 (an hour), then A.2 (two hours); B.1 (half an hour) may slip, B.2 needs what nobody can."""
    an_agent("ada", capabilities=("python",))
    a_track("A", "Core", weeks=(1,))
    a_track("B", "Beside")
    a_task("A.1", "First <b>", track="A", estimate=60)
    a_task("A.2", track="A", estimate=120, depends_on=("task/A.1",))
    a_task("B.1", track="B", estimate=30, priority="low")
    a_task("B.2", track="B", estimate=10, capabilities=("cobol",))
    told(AddSyncPoint(project=PROJECT, key="1", title="Core stands", after=("track/A",)))


def shown(browser: Client, **query: str | list[str]) -> str:
    answer = browser.get(URL, query)
    assert answer.status_code == 200
    return answer.text


def row(text: str, reference: str) -> str:
    """What the chart draws of one line."""
    return text.partition(f'data-row="{reference}"')[2].partition("</g>")[0]


def cells(text: str, reference: str) -> list[str]:
    """What the table says of one line."""
    found = text.partition(f'<tr data-key="{reference}">')[2].partition("</tr>")[0]
    return [re.sub("<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?>(.*?)</td>", found)]


def bar(text: str, reference: str) -> tuple[float, float]:
    found = re.search(r'bar-whole" x="([\d.]+)" y="\d+" width="([\d.]+)"', row(text, reference))
    assert found, reference
    return float(found[1]), float(found[2])


def test_what_waits_for_another_is_drawn_behind_it_as_long_as_it_takes(maria: Client, plan: None) -> None:
    text = shown(maria, zoom="hour")
    first, second = bar(text, "task/A.1"), bar(text, "task/A.2")

    assert (first[1], second[1]) == (40, 80)
    assert second[0] == first[0] + first[1]
    assert "First &lt;b&gt;" in text


def test_the_critical_path_is_marked_and_what_may_slip_says_how_long(maria: Client, plan: None) -> None:
    text = shown(maria, zoom="hour")

    assert cells(text, "task/A.2")[5] == "critical"
    assert cells(text, "task/B.1")[5] == "2h"
    assert 'class="row critical"' in text


def test_without_a_limit_of_agents_everything_begins_as_soon_as_it_can(maria: Client, plan: None) -> None:
    levelled, free = shown(maria, zoom="hour"), shown(maria, zoom="hour", levelled="no")

    assert bar(levelled, "task/B.1")[0] > bar(levelled, "task/A.2")[0]
    assert bar(free, "task/B.1")[0] == bar(free, "task/A.1")[0]
    assert 'class="spare"' in row(free, "task/B.1")


def test_what_nobody_can_do_is_said_with_what_is_missing(maria: Client, plan: None) -> None:
    text = shown(maria)

    assert "1 task nobody can do" in text
    assert "Register an agent that can do cobol" in text
    assert 'class="bar-whole"' not in row(text, "task/B.2")


def test_more_agents_make_it_sooner_and_the_question_stays_in_the_address(maria: Client, plan: None) -> None:
    text = shown(maria, add="2", can="python, cobol")

    assert "nobody can do" not in text
    assert "everything can be done then" in text
    assert "Levelled for 3 agents" in text
    assert "2 more" in text
    assert "for python, cobol" in text
    assert 'name="agents" value="2:python, cobol"' in text


def test_a_team_that_cannot_be_read_is_refused_in_words_and_those_there_are_shown(maria: Client, plan: None) -> None:
    text = shown(maria, agents="five of them")

    assert "That team cannot be read" in text
    assert "Levelled for 1 agent<" in text


def test_past_work_stands_where_it_happened_and_passed_points_are_filled(maria: Client, plan: None) -> None:
    fence = claimed("A.1")
    by_holder(StartTask, "A.1", fence)
    by_holder(CompleteTask, "A.1", fence)
    told(AddSyncPoint(project=PROJECT, key="2", title="Kick-off", checks=(Check(text="all are there"),)))
    told(PassSyncPoint(project=PROJECT, key="2"))

    text = shown(maria, zoom="hour")

    assert 'class="bar-done"' in row(text, "task/A.1")
    assert 'class="diamond"' in row(text, "sync/1")
    assert cells(text, "sync/2")[2] == "Passed"
    assert 'data-row="task/A.1"' not in shown(maria, done="hide")


def test_planned_weeks_lie_under_the_bar_and_the_chances_over_it(maria: Client, plan: None) -> None:
    text = shown(maria, zoom="day")

    assert 'class="baseline"' in row(text, "track/A")
    assert 'class="chance"' in row(text, "track/A")
    assert "d early" in row(text, "track/A")
    assert "Too few tasks are finished to learn from (0)" in text


def test_a_folded_track_shows_itself_alone_and_its_link_unfolds_it(maria: Client, plan: None) -> None:
    text = shown(maria, open=["track/B"])

    assert 'data-row="task/A.1"' not in text
    assert 'data-row="task/B.1"' in text
    unfold = re.search(r'href="\?([^"]+)" data-soft data-fold="track/A"', text)
    assert unfold
    assert 'data-row="task/A.1"' in maria.get(f"{URL}?{unfold[1].replace('&amp;', '&')}").text
    assert 'data-row="task/B.1"' not in shown(maria, open="none")


def test_many_lines_are_drawn_a_hundred_at_a_time(maria: Client, project: LogHead) -> None:
    a_track("A")
    for number in range(120):
        a_task(f"A.{number}", track="A")

    text = shown(maria, open="track/A")
    assert text.count("data-row=") == 100
    assert "21 more lines" in text
    assert shown(maria, open="track/A", rows="200").count("data-row=") == 121


def test_the_past_is_drawn_as_it_was_expected_then(maria: Client, plan: None, project: LogHead) -> None:
    project.refresh_from_db()
    before = project.sequence
    a_task("A.3", track="A", estimate=600, depends_on=("task/A.2",))

    assert 'data-row="task/A.3"' in shown(maria)
    assert 'data-row="task/A.3"' not in shown(maria, at=str(before))


def test_the_file_holds_every_line_and_nothing_that_a_spreadsheet_would_run(maria: Client, plan: None) -> None:
    a_task("A.4", "=HYPERLINK(1)", track="A")

    answer = maria.get(reverse("schedule-csv", args=[PROJECT]), {"open": "none"})

    assert answer.headers["Content-Type"].startswith("text/csv")
    lines = answer.text.splitlines()
    assert lines[0].startswith("kind,key,title,state")
    assert any(line.startswith("task,A.2,Task A.2,pending,0,") for line in lines)
    assert any(line.startswith("task,A.4,'=HYPERLINK(1),") for line in lines)
    assert any(line.startswith("sync,1,Core stands,") for line in lines)


def test_an_empty_plan_says_what_a_schedule_is(maria: Client, project: LogHead) -> None:
    assert "Nothing to schedule yet" in shown(maria)


@pytest.mark.parametrize("query", [
    {"zoom": "century"}, {"from": "yesterday"}, {"hours": "x"}, {"hours": "0"}, {"rows": "-5"}, {"add": "9999999"},
    {"open": "track/<script>"}, {"from": "0001-01-01"}, {"from": "9999-12-31", "zoom": "minute"},
])
def test_no_address_breaks_the_page(maria: Client, plan: None, query: dict[str, str]) -> None:
    assert "Plan of work" in shown(maria, **query)


# The scale -----------------------------------------------------------------------------------------------------------


def test_a_stretch_that_is_too_long_is_a_window_around_now_with_ways_on_both_sides() -> None:
    years = [NOON - timedelta(days=2_000), NOON + timedelta(days=2_000)]

    scale = ruler(ZOOMS["day"], years, NOON, None)

    assert scale.steps == ZOOMS["day"].most
    assert scale.start < NOON < scale.end
    assert scale.earlier is not None
    assert scale.later is not None
    assert scale.earlier < scale.start < scale.later
    first = ruler(ZOOMS["day"], years, NOON, years[0])
    assert first.earlier is None
    last = ruler(ZOOMS["day"], years, NOON, years[1])
    assert last.later is None
    assert last.end > years[1]


def test_what_lies_half_outside_is_cut_and_what_lies_outside_is_not_drawn() -> None:
    scale = ruler(ZOOMS["hour"], [NOON], NOON, None)

    assert scale.span(scale.start - timedelta(hours=1), scale.start + timedelta(hours=1)) == (0, 40)
    assert scale.span(scale.start - timedelta(hours=2), scale.start - timedelta(hours=1)) is None
    assert scale.span(None, NOON) is None
    assert scale.point(scale.end + timedelta(hours=1)) is None
