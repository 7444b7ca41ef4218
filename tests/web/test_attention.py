"""The overview and the page of its own show the same queue as the API, the most pressing first, each item with its answers."""

import re

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT, a_message, a_person, a_task, a_track, an_agent, by_holder, claimed
from tracks.commands import BlockTask, FailTask


def fragment(maria: Client) -> str:
    return maria.get(reverse("overview", args=[PROJECT]), {"fragment": "attention"}).text


def asked(browser: Client, **query: str) -> HttpResponse:
    return browser.get(reverse("sheet", args=[PROJECT, "attention-answer"]), query)


def test_nothing_needs_a_person_while_everything_goes_its_way(maria: Client) -> None:
    an_agent("ada")
    a_track("A", owner="Ada")
    a_task("A.1", track="A")
    claimed("A.1")
    assert "Nothing waits for you" in fragment(maria)


def test_the_most_pressing_stands_first_and_says_what_it_holds_up(maria: Client) -> None:
    an_agent("ada", capacity=3)
    a_task("short", estimate=60)
    a_task("long", estimate=60)
    a_task("after", estimate=600, depends_on=("task/long",))
    by_holder(FailTask, "short", claimed("short"), reason="timeout")
    by_holder(BlockTask, "long", claimed("long"), reason="no key")
    page = fragment(maria)
    assert page.index("Task long: no key") < page.index("Task short: timeout")
    assert "1 item waits for it · 10 hours of work behind it" in page
    assert f'href="{reverse("task", args=[PROJECT, "long"])}"' in page


def test_what_was_written_to_a_person_stands_there_as_text(maria: Client, project: LogHead) -> None:
    an_agent("ada")
    key = a_message("<b>No key</b>", kind="blocker", sender="agent/ada")
    page = fragment(maria)
    assert "ada: &lt;b&gt;No key&lt;/b&gt;" in page
    assert reverse("message", args=[PROJECT, key]) in page


def test_all_are_counted_though_only_the_first_are_shown(maria: Client) -> None:
    an_agent("ada", capacity=9)
    for number in range(8):
        a_task(str(number))
        by_holder(BlockTask, str(number), claimed(str(number)), reason="no key")
    page = fragment(maria)
    assert page.count('class="attention"') == 6
    assert '<span class="count" role="status">8</span>' in page
    everything = maria.get(reverse("attention", args=[PROJECT])).text
    assert everything.count('class="attention"') == 8


def test_what_leaves_nothing_to_say_is_a_button_and_the_rest_opens_a_sheet(maria: Client) -> None:
    an_agent("ada")
    a_task("A.1")
    by_holder(BlockTask, "A.1", claimed("A.1"), reason="no key")
    page = fragment(maria)
    assert re.findall(r'data-send="(.*?)" data-body="(.*?)"', page) == [
        ("POST /api/v1/projects/web/tasks/A.1/unblock", "{&quot;step_in&quot;: true, &quot;note&quot;: &quot;&quot;}")
    ]
    assert re.findall(r"label=([^\"]+)\" data-sheet", page) == ["Write%20to%20its%20holder", "Defer", "Cancel"]


def test_a_sheet_asks_for_what_is_open_and_sends_the_rest_along(maria: Client) -> None:
    an_agent("ada")
    a_task("A.1")
    by_holder(BlockTask, "A.1", claimed("A.1"), reason="no key")
    sheet = asked(maria, id="task/A.1", label="Write to its holder").text
    assert 'data-send="POST /api/v1/projects/web/messages"' in sheet
    assert '<input type="hidden" name="to" data-as="json" value="&quot;agent/ada&quot;">' in sheet
    assert re.findall(r"<textarea[^>]* name=\"(\w+)\"[^>]*( required)", sheet) == [("text", " required")]


def test_an_owner_is_given_only_to_the_track_as_it_was_seen(maria: Client) -> None:
    a_track("A")
    a_track("B", depends_on=("track/A",))
    sheet = asked(maria, id="unowned/track/A", label="Give it an owner").text
    assert 'data-send="PATCH /api/v1/projects/web/tracks/A" data-version="' in sheet
    assert 'name="owner"' in sheet


def test_nobody_is_asked_about_what_was_answered_in_the_meantime(maria: Client) -> None:
    assert asked(maria, id="task/A.1", label="Cancel").status_code == 404


def test_those_who_only_look_get_no_answers(client: Client, project: LogHead) -> None:
    an_agent("ada")
    a_task("A.1")
    by_holder(BlockTask, "A.1", claimed("A.1"), reason="no key")
    client.force_login(a_person("bob", project, Role.VIEWER))
    page = fragment(client)
    assert "Task A.1: no key" in page
    assert "data-send" not in page
    assert "data-sheet" not in page
    assert asked(client, id="task/A.1", label="Cancel").status_code == 403
