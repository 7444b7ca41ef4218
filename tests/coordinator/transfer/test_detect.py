"""Which format a file is in, and what is said of those that cannot be read."""

import pytest

from coordinator.transfer import FORMATS, UnknownFormat, Unreadable, read_document


def test_markdown_is_found_out() -> None:
    assert read_document(b"# Plan\n").format == "markdown"


def test_a_link_at_the_start_does_not_make_it_json() -> None:
    assert read_document(b"[Plan](plan.md)\n").format == "markdown"


def test_json_is_refused_in_plain_words() -> None:
    with pytest.raises(Unreadable, match="This is JSON") as refusal:
        read_document(b'{"tasks": []}')
    assert (refusal.value.line, refusal.value.column) == (1, 1)


def test_the_name_of_a_file_tells_json_that_does_not_parse() -> None:
    with pytest.raises(Unreadable, match="This is JSON"):
        read_document(b'{"tasks": [', "tasks.json")


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownFormat) as refusal:
        read_document(b"# Plan", format="excel")
    assert refusal.value.known == FORMATS
    assert "markdown" in str(refusal.value)


def test_the_digest_is_that_of_the_bytes() -> None:
    assert read_document(b"# Plan").digest != read_document(b"# Plan\n").digest
    assert len(read_document(b"# Plan").digest) == 64
