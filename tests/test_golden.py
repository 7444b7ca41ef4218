"""Whatever was ever written can be read for ever: each event of the golden log, and the plan that it leads to."""

from dataclasses import fields

import msgspec
import pytest

from coordinator.catalog import CODEC, EVENTS
from tests.support.golden import digests, golden

LINES = golden()


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_with_every_field_has_a_line_in_the_golden_log(name: str) -> None:
    now = (name, CODEC.version_of(name))
    written = {field for line in LINES if (line["type"], line["version"]) == now for field in msgspec.json.decode(line["body"])}
    missing = {field.name for field in fields(EVENTS[name])} - written
    assert not missing, f"{name}: write a line with {missing}, see tests/support/golden.py"


def test_the_golden_log_is_the_log_of_one_project() -> None:
    """Two versions of the file put together whole, line upon line, would be two."""
    assert [line["type"] for line in LINES].count("project.created") == 1


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["type"])
def test_an_event_read_from_the_golden_log_can_be_written_and_read_again(line: dict[str, str]) -> None:
    event = CODEC.decode(line["type"], int(line["version"]), line["body"])
    assert CODEC.decode(line["type"], CODEC.version_of(line["type"]), CODEC.encode(event)) == event


def test_the_golden_log_leads_to_the_plans_that_were_pinned() -> None:
    for sequence, (line, digest) in enumerate(zip(LINES, digests(LINES), strict=True), 1):
        assert digest == line["digest"], f"line {sequence}, {line['type']}, amounts to another plan than it did"
