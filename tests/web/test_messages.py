"""What agents and people write to each other: one list, inboxes, conversations; on the page of the task it is about too."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from agents.commands import AcknowledgeMessage, ResolveMessage
from tests.support.world import PROJECT, a_message, a_task, an_agent, told


def page(client: Client, **query: object) -> str:
    return client.get(reverse("messages", args=[PROJECT]), query).text


def keys(html: str) -> list[str]:
    return re.findall(r'class="mail" data-key="(\d+)"', html)


@pytest.fixture(autouse=True)
def bob(project: object) -> None:
    an_agent("bob")


def test_a_message_says_what_it_waits_for_and_what_became_of_it(maria: Client) -> None:
    a_task("A.1")
    key = a_message("Which format?", "agent/bob", kind="question", about="task/A.1")
    shown = page(maria)
    assert "Which format?" in shown and "Waits for an answer" in shown and "<b>maria</b> to agent bob about" in shown
    told(ResolveMessage(project=PROJECT, key=key, note="the second"))
    shown = page(maria)
    assert "unread by agent bob" in shown and "Settled by maria: the second" in shown
    told(AcknowledgeMessage(project=PROJECT, key=key, recipient="agent/bob"))
    shown = page(maria)
    assert "unread by" not in shown and "Waits for" not in shown


def test_a_task_shows_what_is_about_it_and_nothing_else(maria: Client) -> None:
    a_task("A.1")
    a_message("elsewhere", "agent/bob")
    a_message("Mind the ports", "agent/bob", about="task/A.1")
    shown = maria.get(reverse("task", args=[PROJECT, "A.1"]), {"fragment": "messages"}).text
    assert "Mind the ports" in shown and "elsewhere" not in shown


def test_hostile_text_is_shown_as_text_and_a_long_one_folds(maria: Client) -> None:
    a_message("<script>alert(1)</script>" * 40, "agent/bob", kind="blocker")
    for shown in (page(maria), maria.get(reverse("activity", args=[PROJECT])).text):
        assert "<script>alert(1)" not in shown
        assert "&lt;script&gt;alert(1)" in shown
    assert "all 1,000 characters" in page(maria)


def test_what_waits_for_somebody_comes_first_and_the_rest_is_one_step_away(maria: Client) -> None:
    note, question = a_message("A note", "agent/bob"), a_message("May I?", "agent/bob", kind="question")
    blocker = a_message("No key", kind="blocker")

    assert keys(page(maria)) == [blocker, question]
    assert keys(page(maria, show="all")) == [blocker, question, note]
    told(ResolveMessage(project=PROJECT, key=blocker))
    a_message("Yes", reply_to=question, sender="agent/bob")
    assert note in keys(page(maria))


def test_the_address_narrows_by_recipient_kind_subject_words_and_who_has_not_read(maria: Client) -> None:
    a_task("A.1")
    an_agent("eve")
    first = a_message("About ports", "agent/bob", about="task/A.1")
    second = a_message("100% _sure_", "everyone")
    third = a_message("A handover", "agent/eve", kind="handover")
    told(AcknowledgeMessage(project=PROJECT, key=second, recipient="agent/bob"))

    assert keys(page(maria, to="agent/bob")) == [second, first]
    assert keys(page(maria, to="everyone")) == [second]
    assert keys(page(maria, to="agent/bob", unread=1)) == [first]
    assert keys(page(maria, kind="handover")) == [third]
    assert keys(page(maria, about="A.1")) == keys(page(maria, about="task/A.1")) == [first]
    assert keys(page(maria, q="0% _")) == [second]
    assert "No message is like that" in page(maria, q="nowhere")


def test_inboxes_count_what_each_has_not_read(maria: Client) -> None:
    a_message("One", "agent/bob")
    a_message("Two", "agent/bob")
    a_message("Three")

    shown = page(maria, fragment="inboxes")

    assert re.findall(r'<li data-key="([^"]+)".*?count num">(\d+)', shown, re.DOTALL) == [("person", "1"), ("agent/bob", "2")]


def test_what_comes_later_is_counted_and_moves_nothing(maria: Client) -> None:
    first = a_message("May I?", "agent/bob", kind="question")
    query = re.findall(r'id="letters" data-live="[^"]+" hx-get="([^"]+)"', page(maria))[0].replace("&amp;", "&")
    a_message("Another?", "agent/bob", kind="question")
    a_message("Yes", reply_to=first, sender="agent/bob")

    shown = maria.get(reverse("messages", args=[PROJECT]) + query).text

    assert keys(shown) == [first]
    assert "1 new" in shown and ">Answered<" in shown


def test_older_messages_are_read_on_by_sequence(maria: Client) -> None:
    sent = [a_message(f"Note {number}", "agent/bob") for number in range(53)]

    first = page(maria)
    before = first.partition("before=")[2].partition('"')[0]

    assert keys(first) + keys(page(maria, show="all", before=before)) == sent[::-1]


def test_a_conversation_is_read_from_its_beginning_and_goes_on_where_something_is_open(maria: Client) -> None:
    question = a_message("Which format?", "agent/bob", kind="question")
    back = a_message("Which are there?", reply_to=question, sender="agent/bob", kind="question")

    shown = maria.get(reverse("message", args=[PROJECT, back])).text

    assert keys(shown) == [question, back]
    assert f'name="reply_to" value="{back}"' in shown and 'name="to" value="agent/bob"' in shown
    assert maria.get(reverse("message", args=[PROJECT, "999"])).status_code == 404


def test_the_past_shows_who_had_read_it_by_then(maria: Client) -> None:
    key = a_message("Which format?", "agent/bob", kind="question")
    a_message("The second", reply_to=key, sender="agent/bob")

    shown = page(maria, at=key, fragment="letters")

    assert keys(shown) == [key] and "Waits for an answer" in shown and "unread by agent bob" in shown
    assert 'data-send="' not in shown and "data-sheet" not in shown


def test_sheets_offer_everybody_who_can_be_written_to_and_say_where_an_answer_goes(maria: Client) -> None:
    shown = maria.get(reverse("sheet", args=[PROJECT, "message-new"]), {"to": "agent/bob"}).text
    assert '<option value="agent/bob" selected>' in shown and '<option value="everyone">' in shown
    key = a_message("No key", sender="agent/bob", kind="blocker")
    assert 'value="agent/bob"' in maria.get(reverse("sheet", args=[PROJECT, "message-reply"]), {"key": key}).text
    assert f"messages/{key}/resolve" in maria.get(reverse("sheet", args=[PROJECT, "message-resolve"]), {"key": key}).text
    assert maria.get(reverse("sheet", args=[PROJECT, "message-reply"]), {"key": "0"}).status_code == 404
