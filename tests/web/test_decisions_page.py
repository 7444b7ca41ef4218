"""What was decided, why, and what it led to."""

import re

from django.test import Client
from django.urls import reverse

from coordinator.command_handler import handle
from coordinator.eventlog.models import Event
from tests.support.world import PROJECT, a_decision, a_task, an_agent, told
from tracks.commands import ReviseTask
from tracks.decisions import Option


def page(client: Client, **query: object) -> str:
    return client.get(reverse("decisions", args=[PROJECT]), query).text


def listed(html: str) -> list[str]:
    return re.findall(r'class="mail" data-key="(\d+)"', html)


def test_the_list_is_newest_first_narrowed_by_the_address_and_read_on_by_sequence(maria: Client) -> None:
    a_task("B.4")
    first = a_decision("Who takes B.4?", "ada", about=("task/B.4",))
    others = [a_decision(f"Question <{number}>?", "yes") for number in range(51)]

    shown = page(maria)
    before = shown.partition("before=")[2].partition('"')[0]

    assert listed(shown) + listed(page(maria, before=before)) == [*others[::-1], first]
    assert "Question &lt;50&gt;?" in shown
    assert listed(page(maria, about="B.4")) == listed(page(maria, about="task/B.4")) == listed(page(maria, q="takes")) == [first]
    assert listed(page(maria, actor="nobody")) == []


def test_one_decision_shows_its_options_scores_and_the_one_that_was_taken(maria: Client) -> None:
    an_agent("ada")
    options = (Option("ada", "0.90", "offers <rust>"), Option("bob", "0.4"))
    key = a_decision("Who takes it?", "ada", why="She knows the parser.", options=options, about=("agent/ada",))

    shown = maria.get(reverse("decision", args=[PROJECT, key])).text
    taken, other = re.findall(r'<tr[^>]*><td class="main.*?</tr>', shown, re.DOTALL)

    assert "Chosen" in taken and "0.9" in taken and "offers &lt;rust&gt;" in taken
    assert "bob" in other and "0.4" in other and "Chosen" not in other
    assert "She knows the parser." in shown and reverse("agent", args=[PROJECT, "ada"]) in shown


def test_what_was_done_under_its_correlation_is_what_it_led_to(maria: Client) -> None:
    a_task("A.1")
    key = a_decision("What next?", "the title")
    correlation = Event.objects.get(sequence=key).correlation_id
    told(ReviseTask(project=PROJECT, key="A.1", title="By itself"))
    handle(ReviseTask(project=PROJECT, key="A.1", title="Because of it"), actor="maria", correlation=correlation)

    led = maria.get(reverse("decision", args=[PROJECT, key]), {"fragment": "led"}).text

    assert led.count("revised") == 1


def test_a_moment_knows_the_decisions_that_had_been_taken_by_then(maria: Client) -> None:
    first, second = a_decision("One?", "yes"), a_decision("Two?", "no")

    assert listed(page(maria, at=first)) == [first]
    assert maria.get(reverse("decision", args=[PROJECT, second]), {"at": first}).status_code == 404
    assert "yes" in maria.get(reverse("decision", args=[PROJECT, first]), {"at": first}).text
    assert "Record" not in page(maria, at=first)


def test_no_decision_yet_says_what_one_is(maria: Client) -> None:
    assert "Nothing was decided yet" in page(maria)
