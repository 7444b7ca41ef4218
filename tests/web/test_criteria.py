"""Success criteria on the overview: state, words and numbers, and what to do while there are none."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.eventlog.models import LogHead
from coordinator.web.overview import CRITERIA
from tests.support.world import PROJECT, a_task, told
from tracks.commands import AddCriterion, RecordMeasurement, SetTarget, TickCriterion


def shown(browser: Client) -> str:
    return browser.get(reverse("overview", args=[PROJECT]), {"fragment": "criteria"}).text


def test_while_there_are_none_it_says_what_they_are_for(maria: Client, project: LogHead) -> None:
    assert "No success criteria yet" in shown(maria)


def test_each_is_shown_with_its_words_and_numbers(maria: Client, project: LogHead) -> None:
    a_task("1")
    told(AddCriterion(project=PROJECT, kind="completion", of="tasks", comparison=">", value="80"))
    told(AddCriterion(project=PROJECT, kind="no_blocked"))
    page = shown(maria)
    for piece in ("1 of 2 met", "tasks completed &gt; 80 %", "0 of 1 tasks done", "nothing is blocked"):
        assert piece in page
    assert page.index("0 of 1 tasks done") < page.index("nothing is blocked")


def test_of_many_the_first_are_shown_and_all_are_counted(maria: Client, project: LogHead) -> None:
    for number in range(CRITERIA + 3):
        told(AddCriterion(project=PROJECT, kind="text", text=f"<b>{number}</b>"))
    page = shown(maria)
    assert page.count("data-key=") == CRITERIA
    assert f"of {CRITERIA + 3} met" in page
    everything = maria.get(reverse("overview", args=[PROJECT]), {"fragment": "criteria", "criteria": "all"}).text
    assert everything.count("data-key=") == CRITERIA + 3
    assert "<b>0</b>" not in page


def test_what_people_wrote_is_never_markup(maria: Client, project: LogHead) -> None:
    told(AddCriterion(project=PROJECT, kind="text", text="<script>alert(1)</script>"))
    assert "<script>alert" not in shown(maria)


def test_only_what_a_person_judges_is_said_to_be_met_and_the_rest_is_edited(maria: Client, project: LogHead) -> None:
    told(AddCriterion(project=PROJECT, kind="no_blocked"))
    told(AddCriterion(project=PROJECT, kind="text", text="seen"))
    page = shown(maria)
    assert page.count("/met\" data-body='{\"met\": true}'") == 1
    keys = re.findall(r'criterion-edit/\?key=(\d+)', page)
    assert len(keys) == 2
    told(TickCriterion(project=PROJECT, key=keys[0]))
    assert "data-body='{\"met\": false}'" in shown(maria)


@pytest.mark.parametrize("name", ["criterion-new", "criterion-edit", "measurement-new", "measurement-target"])
def test_the_forms_open(maria: Client, project: LogHead, name: str) -> None:
    stated = told(AddCriterion(project=PROJECT, kind="completion", of="tasks", comparison=">", value="80"))
    key = json.loads(stated.events[0].body)["key"]
    told(RecordMeasurement(project=PROJECT, name="errors", value="7"))
    assert "data-send=" in maria.get(reverse("sheet", args=[PROJECT, name]), {"key": key, "name": "errors"}).text


def test_a_measurement_shows_its_newest_value_its_target_and_how_it_went(maria: Client, project: LogHead) -> None:
    for value in ("40", "20", "30"):
        told(RecordMeasurement(project=PROJECT, name="errors", value=value))
    told(SetTarget(project=PROJECT, name="errors", comparison="<=", value="0"))
    page = maria.get(reverse("overview", args=[PROJECT]), {"fragment": "measurements"}).text
    for piece in ("should be &lt;= 0", "-10 since the first", "readings: 40, 20, 30", 'points="0.0,0.0 40.0,20.0 80.0,10.0"'):
        assert piece in page
