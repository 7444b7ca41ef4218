"""What is written reaches those it is for, is read once, and counts as open until it is answered or resolved."""

from datetime import timedelta
from typing import Any

import pytest

from agents.commands import AcknowledgeMessage, ResolveMessage, SendMessage
from agents.events import AgentStopped, MessageAcknowledged, MessageResolved, MessageSent
from agents.messages import LARGEST_INBOX, LONGEST_TEXT
from tests.support.given import NOON, Given, claimed, given, task, track
from tracks.errors import (
    InboxIsFull, InvalidField, NobodyToTell, NotAddressed, NotAllowed, NothingToResolve, UnknownAgent, UnknownMessage,
    UnknownRecipient, UnknownReference, UnknownTrack,
)

FIRST = "5"  # four events make the world


def sent(key: str = FIRST, **fields: Any) -> MessageSent:
    """What bob wrote to ada, unless told otherwise."""
    return MessageSent(**{
        "key": key, "thread": key, "kind": "note", "sender": "agent/bob", "to": "agent/ada", "recipients": ("agent/ada",),
        "text": "Mind the ports.", **fields,
    })


def read(key: str = FIRST, recipient: str = "agent/ada") -> MessageAcknowledged:
    return MessageAcknowledged(key=key, recipient=recipient)


def test_an_agent_writes_to_another() -> None:
    outcome = given().when(SendMessage, to="agent/bob", text="The schema stands.")
    outcome.then(sent(sender="agent/ada", to="agent/bob", recipients=("agent/bob",), text="The schema stands."))
    message = outcome.plan.messages[FIRST]
    assert (message.thread, message.unread, message.is_open, message.is_over) == (FIRST, 1, False, False)
    assert list(outcome.plan.inboxes["agent/bob"]) == [FIRST]


def test_what_is_written_to_everyone_reaches_all_who_work_but_the_writer() -> None:
    outcome = given(AgentStopped(name="bob")).when(SendMessage, to="everyone", text="x", operator=True)
    assert outcome.events[0].recipients == ("agent/ada",)
    given(AgentStopped(name="bob")).when(SendMessage, to="everyone", text="x").then_refused(NobodyToTell)


def test_what_is_written_to_a_track_reaches_those_at_work_there_and_the_agent_that_owns_it() -> None:
    at_work = given(track("A", owner="Ada"), task("1"), claimed("1", "bob"))
    assert at_work.when(SendMessage, to="track/web", text="x").events[0].recipients == ("agent/bob",)
    assert at_work.when(SendMessage, to="track/A", text="x", operator=True).events[0].recipients == ("agent/ada",)


def test_what_is_written_to_a_track_on_which_nobody_else_is_at_work_goes_to_a_person() -> None:
    assert given().when(SendMessage, to="track/web", text="x").events[0].recipients == ("person",)
    alone = given(task("1"), claimed("1"))
    assert alone.when(SendMessage, to="track/web", text="x").events[0].recipients == ("person",)


@pytest.mark.parametrize(("to", "because"), [
    ("agent/cleo", UnknownRecipient), ("cleo", UnknownRecipient), ("task/1", UnknownRecipient), ("", InvalidField),
    ("track/A", UnknownTrack), ("agent/ada", NobodyToTell),
])
def test_nobody_hears_what_is_written_to_nobody(to: str, because: Any) -> None:
    given().when(SendMessage, to=to, text="x").then_refused(because)


@pytest.mark.parametrize(("field", "value"), [
    ("kind", "rumour"), ("text", ""), ("text", " \n"), ("text", "x" * (LONGEST_TEXT + 1)), ("deadline", NOON),
])
def test_a_field_that_makes_no_sense_is_named(field: str, value: Any) -> None:
    fields: dict[str, Any] = {"to": "agent/bob", "text": "x", field: value}
    given().when(SendMessage, **fields).then_refused(InvalidField, field=field)


def test_a_message_is_about_something_that_exists() -> None:
    given().when(SendMessage, to="agent/bob", text="x", about="task/9").then_refused(UnknownReference, reference="task/9")
    assert given(task("9")).when(SendMessage, to="agent/bob", text="x", about="task/9").events[0].about == "task/9"


def test_an_agent_cannot_write_as_another_and_an_operator_can() -> None:
    fields: dict[str, Any] = dict(to="agent/ada", sender="agent/bob", text="x")
    given().when(SendMessage, **fields).then_refused(NotAllowed)
    given().when(SendMessage, operator=True, **fields).then(sent(text="x"))
    given().when(SendMessage, operator=True, to="agent/ada", sender="agent/cleo", text="x").then_refused(UnknownAgent)


def test_a_message_that_everybody_has_read_leaves_the_plan() -> None:
    before = given(sent(to="everyone", recipients=("agent/ada", "agent/eve")))
    outcome = before.when(AcknowledgeMessage, key=FIRST, recipient="agent/ada")
    after = outcome.then(read())
    assert (after.plan.messages[FIRST].unread, list(after.plan.deliveries)) == (1, [f"{FIRST}\tagent/eve"])
    assert "agent/ada" not in after.plan.inboxes
    last = Given([*after.events, read(recipient="agent/eve")]).plan
    assert not last.messages and not last.deliveries and not last.inboxes


def test_reading_twice_is_reading_once() -> None:
    before = given(sent(recipients=("agent/ada", "agent/bob")), read())
    before.when(AcknowledgeMessage, key=FIRST, recipient="agent/ada").then_nothing()


def test_only_those_it_went_to_read_it_each_for_itself() -> None:
    before = given(sent(recipients=("agent/bob", "person")))
    before.when(AcknowledgeMessage, key=FIRST, recipient="agent/ada").then_refused(NotAddressed, recipients="agent/bob, person")
    before.when(AcknowledgeMessage, key=FIRST, recipient="agent/bob").then_refused(NotAllowed)
    before.when(AcknowledgeMessage, key=FIRST, recipient="person").then_refused(NotAllowed)
    before.when(AcknowledgeMessage, key=FIRST, recipient="person", operator=True).then(read(recipient="person"))


def test_what_was_never_written_cannot_be_read_answered_or_resolved() -> None:
    given().when(AcknowledgeMessage, key="9", recipient="agent/ada").then_refused(UnknownMessage, key="9")
    given().when(SendMessage, reply_to="9", text="x").then_refused(UnknownMessage, key="9")
    given().when(ResolveMessage, key="9").then_refused(UnknownMessage, key="9")


def test_an_answer_goes_back_to_who_asked_in_the_same_thread_and_says_that_the_question_was_read() -> None:
    outcome = given(sent(kind="question")).when(SendMessage, reply_to=FIRST, text="The first.")
    outcome.then(read(), sent("7", sender="agent/ada", to="agent/bob", recipients=("agent/bob",), thread=FIRST,
                              reply_to=FIRST, text="The first."))
    assert FIRST not in outcome.plan.messages, "answered and read by all"
    assert not outcome.plan.unsettled


def test_a_question_that_all_have_read_stays_open_until_it_is_answered() -> None:
    before = given(sent(kind="question"), read())
    assert before.plan.messages[FIRST].is_open and list(before.plan.unsettled) == [FIRST]
    before.when(SendMessage, reply_to=FIRST, text="The first.").then(
        sent("7", sender="agent/ada", to="agent/bob", recipients=("agent/bob",), thread=FIRST, reply_to=FIRST, text="The first.")
    )


def test_who_asks_does_not_answer_itself() -> None:
    asked = sent(kind="question", sender="agent/ada", to="agent/bob", recipients=("agent/bob",))
    outcome = given(asked).when(SendMessage, to="agent/bob", reply_to=FIRST, text="Anybody?")
    assert outcome.plan.messages[FIRST].is_open


def test_what_a_person_asks_is_answered_to_a_person() -> None:
    outcome = given(sent(sender="maria", kind="question")).when(SendMessage, reply_to=FIRST, text="x")
    assert (outcome.events[-1].to, outcome.events[-1].recipients) == ("person", ("person",))


def test_a_person_who_answers_has_read_it_for_all_of_them() -> None:
    before = given(sent(to="person", recipients=("person",), kind="question"))
    outcome = before.when(SendMessage, reply_to=FIRST, text="x", operator=True)
    assert outcome.events[0] == read(recipient="person")
    assert outcome.events[1].recipients == ("agent/bob",)


def test_nobody_answers_the_system() -> None:
    given(sent(sender="system")).when(SendMessage, reply_to=FIRST, text="x").then_refused(InvalidField, field="to")


def test_a_blocker_stays_open_until_somebody_it_concerns_resolves_it() -> None:
    before = given(sent(kind="blocker"), read())
    assert list(before.plan.unsettled) == [FIRST]
    after = before.when(ResolveMessage, key=FIRST, note="the key is in the vault").then(
        MessageResolved(key=FIRST, note="the key is in the vault")
    ).plan
    assert not after.messages and not after.unsettled


def test_a_blocker_that_is_none_of_its_business_is_not_resolved_by_an_agent() -> None:
    elsewhere = given(sent(kind="blocker", recipients=("person",)))
    elsewhere.when(ResolveMessage, key=FIRST).then_refused(NotAllowed)
    elsewhere.when(ResolveMessage, key=FIRST, operator=True).then(MessageResolved(key=FIRST))


def test_resolving_twice_is_resolving_once() -> None:
    given(sent(kind="blocker"), MessageResolved(key=FIRST)).when(ResolveMessage, key=FIRST).then_nothing()


def test_a_note_has_nothing_to_resolve() -> None:
    given(sent()).when(ResolveMessage, key=FIRST).then_refused(NothingToResolve, kind="note")


def test_an_inbox_that_nobody_empties_is_full_one_day_and_others_go_on_hearing() -> None:
    full = given(*[sent(str(number), thread=FIRST) for number in range(5, 5 + LARGEST_INBOX)])
    full.when(SendMessage, to="agent/ada", text="x", operator=True).then_refused(InboxIsFull, recipient="agent/ada")
    assert full.when(SendMessage, to="everyone", text="x", operator=True).events[0].recipients == ("agent/bob",)


def test_a_deadline_is_kept_with_the_question() -> None:
    soon = NOON + timedelta(minutes=5)
    assert given().when(SendMessage, to="agent/bob", kind="question", text="x", deadline=soon).events[0].deadline == soon
