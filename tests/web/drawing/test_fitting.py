"""Text cut to a width."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coordinator.web.drawing.fitting import ems, fitted


@pytest.mark.parametrize(("text", "fits"), [
    ("Storage", "Storage"),
    ("", ""),
    ("Describe the services of the harbour", "Describe the servic…"),
    ("港湾サービスを記述してから全部を確認する", "港湾サービスを記述…"),
])
def test_what_is_too_long_ends_in_an_ellipsis(text: str, fits: str) -> None:
    assert fitted(text, 126, 12) == fits


@given(some.text(max_size=80))
def test_nothing_is_wider_than_it_may_be(text: str) -> None:
    assert sum(map(ems, fitted(text, 126, 12))) * 12 <= 126 + 12
