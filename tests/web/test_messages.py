"""What was written stands on the page of agents and on that of the task it is about, as text."""

from typing import Any

from django.test import Client
from django.urls import reverse

from agents.commands import AcknowledgeMessage, ResolveMessage, SendMessage
from tests.support.world import PROJECT, a_task, an_agent, told


def written(text: str, to: str = "agent/bob", **fields: Any) -> str:
    return told(SendMessage(project=PROJECT, to=to, text=text, **fields)).events[-1].subject.partition("/")[2]


def test_messages_stand_on_both_pages_with_what_they_wait_for(maria: Client) -> None:
    an_agent("bob")
    a_task("A.1")
    key = written("Which format?", kind="question", about="task/A.1")
    for address in (reverse("agents", args=[PROJECT]), reverse("task", args=[PROJECT, "A.1"])):
        page = maria.get(address, {"fragment": "messages"}).text
        assert "<b>maria</b> to agent bob about A.1: Which format?" in page
        assert "waits for an answer" in page
    told(ResolveMessage(project=PROJECT, key=key))
    assert "unread by 1" in maria.get(address, {"fragment": "messages"}).text
    told(AcknowledgeMessage(project=PROJECT, key=key, recipient="agent/bob"))
    page = maria.get(address, {"fragment": "messages"}).text
    assert "unread" not in page and "waits" not in page


def test_a_task_shows_only_what_is_about_it(maria: Client) -> None:
    an_agent("bob")
    a_task("A.1")
    written("elsewhere")
    assert "Nobody has written yet" in maria.get(reverse("task", args=[PROJECT, "A.1"])).text


def test_hostile_text_is_shown_as_text(maria: Client) -> None:
    an_agent("bob")
    written("<script>alert(1)</script>", kind="blocker")
    page = maria.get(reverse("agents", args=[PROJECT])).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "&lt;script&gt;alert(1)" in maria.get(reverse("activity", args=[PROJECT])).text
