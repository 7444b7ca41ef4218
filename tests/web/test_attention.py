"""The overview shows the same queue as the API, the most pressing first, each item with one link to where it is answered."""

from django.test import Client
from django.urls import reverse

from agents.commands import SendMessage
from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT, a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import BlockTask, FailTask


def fragment(maria: Client) -> str:
    return maria.get(reverse("overview", args=[PROJECT]), {"fragment": "attention"}).text


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
    assert f'href="{reverse("task", args=[PROJECT, "long"])}">Unblock' in page


def test_what_was_written_to_a_person_stands_there_as_text(maria: Client, project: LogHead) -> None:
    an_agent("ada")
    told(SendMessage(project=PROJECT, to="person", kind="blocker", text="<b>No key</b>", sender="agent/ada"))
    page = fragment(maria)
    assert "ada: &lt;b&gt;No key&lt;/b&gt;" in page
    assert reverse("agents", args=[PROJECT]) in page


def test_all_are_counted_though_only_the_first_are_shown(maria: Client) -> None:
    an_agent("ada", capacity=9)
    for number in range(8):
        a_task(str(number))
        by_holder(BlockTask, str(number), claimed(str(number)), reason="no key")
    page = fragment(maria)
    assert page.count('class="attention"') == 6
    assert '<span class="count" role="status">8</span>' in page
