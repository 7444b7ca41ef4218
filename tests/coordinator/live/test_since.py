"""A reader's place is taken only in the shape in which it was given out."""

import pytest

from coordinator.live.since import Since, parse_since

LOG = "0b5e4f6c-8f0e-4c0b-9a57-3f6f2f3f9d11"


def test_a_place_is_a_log_and_a_sequence() -> None:
    assert parse_since(f"{LOG}:41") == Since(LOG, 41)


def test_a_place_may_prove_itself_with_the_first_digits_of_the_hash() -> None:
    assert parse_since(f"{LOG}:41:0badc0de") == Since(LOG, 41, "0badc0de")


@pytest.mark.parametrize(
    "text", ["", "41", f"{LOG}", f"{LOG}:", f"{LOG}:-1", f"{LOG}:4x", f"{LOG}:41:", f"{LOG}:41:short", f"{LOG}:{'9' * 40}",
             "undefined:NaN", f" {LOG}:41"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="since must be"):
        parse_since(text)
