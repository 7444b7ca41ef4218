"""The feed of everything that has happened."""

import re

from django.test import Client
from django.urls import reverse

from coordinator.web import feed
from coordinator.web.activity import PAGE
from tests.support.world import PROJECT, a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import RemoveTask, StartTask


def page(browser: Client, **query: str | int) -> str:
    return browser.get(reverse("activity", args=[PROJECT]), query).text


def sequences(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'data-key="(\d+)"', html)]


def test_the_newest_event_stands_first(maria: Client) -> None:
    a_track("A")
    a_task("A.1", track="A")
    an_agent("ada")

    assert sequences(page(maria)) == [4, 3, 2, 1]


def test_an_agent_is_called_by_its_name(maria: Client) -> None:
    an_agent("ada")
    a_task("A.1")
    by_holder(StartTask, "A.1", claimed("A.1"))

    shown = page(maria)

    assert "<b>ada</b> started" in shown
    assert "agent/ada" not in shown


def test_one_who_repeats_itself_takes_one_line(maria: Client) -> None:
    for number in range(5):
        a_task(f"A.{number}")

    shown = page(maria)

    assert sequences(shown) == [6, 1]
    assert "… and 4 more" in shown


def test_what_was_removed_is_named_but_leads_nowhere(maria: Client) -> None:
    a_task("A.1", "Gone soon")
    told(RemoveTask(project=PROJECT, key="A.1"))

    shown = page(maria)

    assert "A.1" in shown
    assert reverse("task", args=[PROJECT, "A.1"]) not in shown


def test_older_pages_hold_what_the_newer_ones_do_not_and_stand_still(maria: Client) -> None:
    for number in range(PAGE):
        a_task(f"A.{number}")
        a_track(f"T{number}")
    first = page(maria)
    before = first.partition("?before=")[2].partition('"')[0]
    cut = first.rpartition("?before=")[2].partition('"')[0]

    older = page(maria, before=cut)

    assert before
    assert min(sequences(first)) > max(sequences(older))
    assert "data-live" in first
    assert 'data-live="activity"' not in older


def test_a_feed_can_be_narrowed_to_one_actor(maria: Client) -> None:
    an_agent("ada")
    a_task("A.1")
    by_holder(StartTask, "A.1", claimed("A.1"))

    assert sequences(page(maria, actor="agent/ada")) == [5, 4]


def test_the_fields_of_an_event_are_written_for_people() -> None:
    assert feed.written(["task/A.1", "task/A.2"]) == "task/A.1, task/A.2"
    assert feed.written("as it is") == "as it is"
    assert feed.written([{"kind": "commit"}]) == '[\n  {\n    "kind": "commit"\n  }\n]'
