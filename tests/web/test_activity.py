"""The feed of everything that has happened."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.web import feed
from coordinator.web.activity import ABOUT, PAGE
from coordinator.web.sentences import SENTENCES
from tests.support.world import PROJECT, a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import RemoveTask, StartTask


def page(browser: Client, **query: str | int) -> str:
    return browser.get(reverse("activity", args=[PROJECT]), query).text


def sequences(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'<article class="event" data-key="(\d+)"', html)]


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
    assert "agent/ada" not in shown.partition('role="log"')[2]


def test_one_who_repeats_itself_takes_one_line(maria: Client) -> None:
    for number in range(5):
        a_task(f"A.{number}")

    shown = page(maria)

    assert sequences(shown) == [6, 1]
    assert "… and 4 more" in shown


def test_what_is_folded_away_can_be_opened(maria: Client) -> None:
    for number in range(5):
        a_task(f"A.{number}", f"Number {number}")

    folded = page(maria).partition('<details class="behind"')[2].partition("</details>")[0]

    assert "… and 4 more" in folded
    assert [f"Number {number}" in folded for number in range(5)] == [True, True, True, True, False]


@pytest.mark.parametrize(("query", "expected"), [
    ({"kind": "tracks"}, [2]), ({"kind": "agents"}, [5]), ({"kind": "plan"}, [1]), ({"by": "agents"}, [7, 6]),
    ({"by": "people"}, [5, 4, 2, 1]), ({"by": "signalbox"}, []), ({"track": "A"}, [7, 6, 3, 2]), ({"subject": "A.2"}, [4]),
    ({"subject": "agent/ada"}, [5]), ({"kind": "tasks", "by": "people", "track": "A"}, [3]), ({"actor": "agent/ada"}, [7, 6]),
])  # fmt: skip
def test_the_list_is_narrowed_by_what_the_address_says(maria: Client, query: dict[str, str], expected: list[int]) -> None:
    a_track("A")
    a_task("A.1", track="A")
    a_task("A.2")
    an_agent("ada")
    by_holder(StartTask, "A.1", claimed("A.1"))

    assert sequences(page(maria, **query)) == expected


def test_every_event_belongs_to_one_kind_of_the_list() -> None:
    kinds = [kind for _, kinds in ABOUT.values() for kind in kinds]
    assert sorted(kinds) == sorted({name.partition(".")[0] for name in SENTENCES})


def test_what_no_list_has_is_not_found(maria: Client) -> None:
    for query in ({"kind": "weather"}, {"by": "cats"}):
        assert maria.get(reverse("activity", args=[PROJECT]), query).status_code == 404


def test_what_is_newer_than_the_list_is_counted_and_waits(maria: Client) -> None:
    a_task("A.1")
    shown = page(maria)
    ask = re.findall(r'id="news" data-live="activity" hx-get="([^"]+)"', shown)[0].replace("&amp;", "&")
    assert "new event" not in shown
    an_agent("ada")
    a_task("A.2")

    news = maria.get(reverse("activity", args=[PROJECT]) + ask).text

    assert "2 new events" in news
    assert 'hx-target="#activity"' in news
    assert "1 new event<" in page(maria, fragment="news", since=2, kind="agents")


def test_the_list_leaves_as_a_file_as_it_is_narrowed(maria: Client) -> None:
    a_track("A")
    a_task("A.1", track="A")
    address = reverse("activity-export", args=[PROJECT, "csv"])

    whole, narrowed = (maria.get(address, query).getvalue().decode().splitlines() for query in ({}, {"kind": "tracks"}))

    assert [line.split(",")[0] for line in whole] == ["sequence", "1", "2", "3"]
    assert [line.split(",")[0] for line in narrowed] == ["sequence", "2"]
    assert len(maria.get(reverse("activity-export", args=[PROJECT, "jsonl"]), {"at": 2}).getvalue().splitlines()) == 2
    assert maria.get(reverse("activity-export", args=[PROJECT, "pdf"])).status_code == 404


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
