"""The reports: a finding in words, a drawing, a table and a file of each; by range, track, agent and moment."""

import csv
import io
import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coordinator.access.models import Role
from coordinator.eventlog import store
from coordinator.eventlog.models import Event, LogHead
from coordinator.web.pages import Place
from coordinator.web.reports import measurements
from coordinator.web.reports.asked import Asked, stretch_of
from coordinator.web.reports.report import Report, compared, duration
from coordinator.web.reports.views import KINDS, drawn
from tests.support.world import PROJECT, a_person, a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import BlockTask, CompleteTask, RecordMeasurement, SetTarget, UnblockTask

PAGE = reverse("reports", args=[PROJECT])


def page_of(name: str) -> str:
    return reverse("report", args=[PROJECT, name])


def rows_of(client: Client, name: str, **query: Any) -> list[dict[str, str]]:
    answer = client.get(PAGE, {"chart": name, "format": "csv", **query})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.fixture
def work(project: LogHead) -> None:
    """Five tasks of two tracks: ada did two, bob one; one was blocked for a while, one is."""
    for name in ("ada", "bob"):
        an_agent(name, capacity=5)
    for track in ("A", "B"):
        a_track(track)
    for key in ("A.1", "A.2", "A.3", "B.1", "B.2"):
        a_task(key, track=key[0])
    for key, agent in (("A.1", "ada"), ("A.2", "ada"), ("B.1", "bob")):
        fence = claimed(key, agent)
        if key == "A.2":
            by_holder(BlockTask, key, fence, agent, reason="<b>no key</b>")
            by_holder(UnblockTask, key, fence, agent)
        by_holder(CompleteTask, key, fence, agent)
    by_holder(BlockTask, "B.2", claimed("B.2", "bob"), "bob", reason="=1+1")


def test_each_chart_says_in_a_heading_what_it_found(maria: Client, work: None) -> None:
    page = maria.get(PAGE).text.replace("\u00a0", " ")
    headings = re.findall(r'<h2 id="[\w-]+-title" class="wrap">([^<]+)</h2>', page)

    assert len(headings) == len(KINDS)
    assert headings[0].startswith("3 of 5 tasks are done; the rest by ")
    assert headings[1] == "3 tasks in 1 minute"
    assert headings[2].startswith("Half of 3 tasks took less than ")
    assert headings[3].startswith("1 blocked")
    assert headings[4].startswith("Blocked for ")
    assert headings[5] == "ada finished 2 of 3, 67 %; 2 agents at work"


@pytest.mark.parametrize("name", KINDS)
def test_each_report_has_an_address_with_a_large_drawing_a_table_and_a_file(maria: Client, work: None, name: str) -> None:
    page = maria.get(page_of(name))

    assert page.status_code == 200
    assert "The same as a table" in page.text
    assert "<svg" in page.text
    rows = rows_of(maria, name)
    assert rows
    assert maria.get(page_of(name), {"format": "csv"}).text.splitlines()[0] == ",".join(rows[0])


def test_the_files_hold_what_the_log_says(maria: Client, work: None) -> None:
    ended = Event.objects.filter(type="task.completed").order_by("-sequence")
    assert [(row["Task"], row["Agent"]) for row in rows_of(maria, "cycle-times")] == [
        (event.subject.removeprefix("task/"), event.actor.removeprefix("agent/")) for event in ended
    ]
    newest = rows_of(maria, "burn-up")[0]
    assert (newest["Tasks"], newest["Done"], newest["Left"], newest["Percent done"]) == ("5", "3", "2", "60")
    assert sum(int(row["Done"]) for row in rows_of(maria, "throughput")) == 3
    now = rows_of(maria, "flow")[0]
    assert (now["Done"], now["Blocked"], now["Open"]) == ("3", "1", "1")
    assert {(row["Agent"], row["Done"]) for row in rows_of(maria, "agents")} == {("ada", "2"), ("bob", "1")}


def test_what_people_wrote_is_neither_markup_nor_a_formula(maria: Client, work: None) -> None:
    assert "<b>no key</b>" not in maria.get(PAGE).text
    assert {row["Cause"] for row in rows_of(maria, "blocked")} == {"<b>no key</b>", "'=1+1"}


def test_a_track_and_an_agent_narrow_what_is_counted(maria: Client, work: None) -> None:
    assert rows_of(maria, "burn-up", track="A")[0]["Tasks"] == "3"
    assert sum(int(row["Done"]) for row in rows_of(maria, "throughput", agent="bob")) == 1
    assert [row["Task"] for row in rows_of(maria, "cycle-times", agent="ada", track="A")] == ["A.2", "A.1"]
    assert 'value="A" selected' in maria.get(PAGE, {"track": "A"}).text


def test_at_a_moment_the_page_shows_what_was_counted_then(maria: Client, work: None) -> None:
    first = Event.objects.filter(type="task.completed").earliest("sequence").sequence

    page = maria.get(PAGE, {"at": first}).text

    assert "1 of 5 tasks are done" in page
    assert f'Counted up to <span class="key">#{first}</span>' in page
    assert "measurement-new" not in page
    assert rows_of(maria, "burn-up", at=first)[0]["Done"] == "1"


def test_exact_times_choose_what_is_counted_and_the_plan_of_that_time(maria: Client, work: None) -> None:
    first = Event.objects.filter(type="task.completed").earliest("sequence")
    until = (first.recorded_at + timedelta(microseconds=1)).isoformat().replace("+00:00", "Z")

    assert rows_of(maria, "burn-up", to=until)[0]["Done"] == "1"
    assert len(rows_of(maria, "cycle-times", to=until)) == 1
    later = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert rows_of(maria, "burn-up", to=later)[0]["Done"] == "3"


def test_times_from_a_form_are_said_in_utc_in_the_address(maria: Client, project: LogHead) -> None:
    maria.cookies["zone"] = "Europe/Berlin"

    answer = maria.get(PAGE, {"from": "2026-01-05T08:00", "to": "2026-07-05T08:00", "track": "A"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{PAGE}?from=2026-01-05T07%3A00%3A00Z&to=2026-07-05T06%3A00%3A00Z&track=A"


@pytest.mark.parametrize("zone", ["Nowhere/Land", "../../etc/passwd", "Europe", "x" * 300, ""])
def test_a_zone_that_is_not_known_is_utc(maria: Client, work: None, zone: str) -> None:
    maria.cookies["zone"] = zone
    assert 'data-zone="UTC"' in maria.get(PAGE).text


def test_times_are_those_of_the_readers_zone_which_is_named(maria: Client, work: None) -> None:
    maria.cookies["zone"] = "Asia/Kolkata"
    assert ", Asia/Kolkata</span>" in maria.get(PAGE).text


@pytest.mark.parametrize("query", [
    {"range": "2 weeks"}, {"from": "yesterday"}, {"from": "2026-02-02T00:00Z", "to": "2026-01-01T00:00Z"},
    {"from": "0001-01-01T00:00+23:00"}, {"chart": "nothing", "format": "csv"},
])
def test_what_cannot_be_asked_is_not_there(maria: Client, project: LogHead, query: dict[str, str]) -> None:
    assert maria.get(PAGE, query).status_code == 404


@pytest.mark.parametrize("query", [
    {"from": "2001-01-01T00:00:00Z", "to": "2001-02-01T00:00:00Z"}, {"from": "2100-01-01T00:00:00Z"},
])
def test_a_time_in_which_there_was_no_project_is_empty_and_no_fault(maria: Client, work: None, query: dict[str, str]) -> None:
    assert maria.get(PAGE, query).status_code == 200


def test_an_empty_project_says_of_each_chart_what_is_missing(maria: Client, project: LogHead) -> None:
    page = maria.get(PAGE).text

    assert "There is nothing to finish yet." in page
    assert "No task got done in this time." in page
    assert "Nothing is measured yet" in page
    assert page.count('class="empty"') == len(KINDS) + 1


def test_a_chart_is_worked_out_once_until_something_happens(work: None) -> None:
    question = Asked("", None, timezone.now(), "", "", ZoneInfo("UTC"))

    def report() -> Report:
        head = store.find_head(PROJECT)
        assert head is not None
        return drawn(KINDS["burn-up"], stretch_of(Place(head, Role(Role.VIEWER)), question), question)

    first = report()
    assert report() is first
    a_task("A.4", track="A")
    assert report() is first, "what happens after the time that is shown changes nothing"
    question = Asked("all", None, None, "", "", ZoneInfo("UTC"))
    assert report() is not first


def test_the_report_of_a_day_names_what_happened_and_leads_to_the_day_before(maria: Client, work: None) -> None:
    page = maria.get(reverse("report-of-day", args=[PROJECT])).text

    assert "3 finished, 4 begun, 2 blocked" in page
    assert "A.2" in page
    assert "format=markdown" in page
    assert maria.get(reverse("report-of-day", args=[PROJECT]), {"date": "1999-02-31"}).status_code == 404
    assert "3 finished" in maria.get(reverse("report-of-day", args=[PROJECT]), {"date": "1999-02-28"}).text  # the first there is


@pytest.mark.parametrize(("minutes", "words"), [
    (0.5, "30 s"), (42.4, "42 min"), (60, "1 h"), (90, "1.5 h"), (1_440, "1 day"), (2_160, "1.5 days"), (200_000, "139 days"),
])
def test_durations_are_said_as_people_say_them(minutes: float, words: str) -> None:
    assert duration(minutes) == words


@pytest.mark.parametrize(("now", "before", "words"), [
    (112, 100, "12 % more"), (50, 100, "50 % fewer"), (100, 100, "as many"), (5, 0, ""),
])
def test_what_was_before_is_compared_in_percent(now: int, before: int, words: str) -> None:
    assert compared(now, before) == words


# Measurements --------------------------------------------------------------------------------------------------------


def measured(name: str, *values: str, **fields: Any) -> None:
    for value in values:
        told(RecordMeasurement(project=PROJECT, name=name, value=value, **fields))


def test_measurements_are_listed_with_their_newest_value_target_and_line(maria: Client, project: LogHead) -> None:
    measured("compilation errors", "223", "200", "180", unit="errors")
    told(SetTarget(project=PROJECT, name="compilation errors", comparison="<=", value="150"))
    measured("modules/compiling", "5", of="7")

    page = maria.get(PAGE).text

    assert "≤ 150" in page
    assert "Not met" in page
    assert "<b>5</b> of 7" in page
    assert page.count('class="spark"') == 2
    assert reverse("measurement", args=[PROJECT, "modules/compiling"]) in page
    assert f'data-send="DELETE /api/v1/projects/{PROJECT}/measurements/compilation%20errors/target"' in page


def test_one_measurement_has_its_whole_series_against_its_target(maria: Client, project: LogHead) -> None:
    measured("errors", "223", "-3", unit="errors")
    told(SetTarget(project=PROJECT, name="errors", comparison="<=", value="0"))
    address = reverse("measurement", args=[PROJECT, "errors"])

    assert "223 to -3 errors in 2 readings; the target of ≤ 0 is met" in maria.get(address).text
    rows = list(csv.DictReader(io.StringIO(maria.get(address, {"format": "csv"}).text)))
    assert [row["Value"] for row in rows] == ["-3", "223"]
    assert maria.get(reverse("measurement", args=[PROJECT, "nothing"])).status_code == 404


def test_one_measurement_can_be_seen_as_it_stood(maria: Client, project: LogHead) -> None:
    measured("errors", "223")
    at = Event.objects.latest("sequence").sequence
    measured("errors", "0")

    page = maria.get(reverse("measurement", args=[PROJECT, "errors"]), {"at": at}).text

    assert ">223</h2>" in page
    assert "measurement-new" not in page


def test_a_line_of_equal_values_is_drawn_in_the_middle() -> None:
    assert [point[1] for point in measurements.small([5.0, 5.0], None)] == [measurements.HIGH / 2] * 2


def test_only_who_may_work_is_offered_to_measure(client: Client, project: LogHead) -> None:
    measured("errors", "3")
    client.force_login(a_person("vera", project, Role.VIEWER))

    page = client.get(PAGE).text
    assert "errors" in page
    assert "measurement-new" not in page
    assert "measurement-target" not in page
