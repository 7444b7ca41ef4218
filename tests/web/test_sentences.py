"""Every event can be told to people."""

import dataclasses
import string

import pytest

from coordinator.catalog import EVENTS
from coordinator.templatetags.signs import STATES, drawn
from coordinator.web.sentences import IT, KINDS, SENTENCES, said

GIVEN_BY_THE_TABLE = {"it", "needs"}


def test_every_event_has_a_sentence_and_no_sentence_tells_of_what_cannot_happen() -> None:
    assert set(SENTENCES) == set(EVENTS)


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_says_what_it_is_about_once_and_uses_only_what_its_event_holds(name: str) -> None:
    sentence, event = SENTENCES[name], EVENTS[name]
    fields = {field.name for field in dataclasses.fields(event)}
    used = {part for _, part, _, _ in string.Formatter().parse(sentence.words) if part}

    assert sentence.words.count(IT) == 1
    assert used - GIVEN_BY_THE_TABLE <= fields
    assert not sentence.detail or sentence.detail in fields


@pytest.mark.parametrize("name", SENTENCES)
def test_every_sentence_has_a_sign_that_can_be_drawn(name: str) -> None:
    sentence = SENTENCES[name]
    sign = sentence.icon or STATES[sentence.state][0]

    assert drawn(sign, 14).startswith("<svg")


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("task/B.1", "B.1"),
        ("track/A", "track A"),
        ("sync/1", "sync point 1"),
        ("agent/ada", "agent ada"),
        ("note/12ab", "a note"),
        ("project", "the project"),
    ],
)
def test_a_reference_is_said_as_people_say_it(reference: str, words: str) -> None:
    assert said(reference) == words
    assert reference.partition("/")[0] in KINDS
