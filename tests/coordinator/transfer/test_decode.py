"""Bytes into lines: marks at the start, ends of lines, old encodings, and what is no text at all."""

import pytest

from coordinator.transfer import Unreadable
from coordinator.transfer.decode import MOST_LINES, decode


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode("\ufeff# Plan".encode()).lines == ("# Plan",)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_the_way_of_any_system(end: str) -> None:
    assert decode(f"one{end}two{end}".encode()).lines == ("one", "two", "")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_its_mark_is_read(encoding: str) -> None:
    mark = "\ufeff".encode(encoding)
    assert decode(mark + "Größe ✅\r\nzwei".encode(encoding)).lines == ("Größe ✅", "zwei")


def test_a_line_in_the_old_western_encoding_is_read_and_told() -> None:
    text = decode("# Straße\n".encode() + "- Größe prüfen – bald".encode("cp1252"))
    assert text.lines == ("# Straße", "- Größe prüfen – bald")
    assert [(repair.line, repair.how) for repair in text.repairs] == [(2, "read as Windows-1252")]


def test_terminal_colours_are_taken_out() -> None:
    text = decode(b"one\n\x1b[32mgreen\x1b[0m")
    assert text.lines == ("one", "green")
    assert text.repairs[0].line == 2


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"# Plan\n- bad \xff\xfe bytes", 2, 7),
        (b"caf\xc3\x28", 1, 4),
        (b"a\nb\nc\x00d", 3, 2),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 1, 1),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", 2, 2),
        (b"bell \x07", 1, 6),
        (b"\xff\xfea\x00\n\x00\x00\xdc", 2, 1),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(content: bytes, line: int, column: int) -> None:
    with pytest.raises(Unreadable) as refusal:
        decode(content)
    assert (refusal.value.line, refusal.value.column) == (line, column)
    assert refusal.value.reason


def test_a_file_with_too_many_lines_is_refused() -> None:
    with pytest.raises(Unreadable, match="more than 200,000 lines"):
        decode(b"\n" * (MOST_LINES + 1))


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(Unreadable, match="larger than"):
        decode(b"a" * (33 * 1024 * 1024))
