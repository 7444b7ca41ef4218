"""A caller that runs wild is slowed down, and nobody else."""

from collections.abc import Iterator
from typing import Any

import pytest

from coordinator.api import throttle
from coordinator.api.errors import TooManyRequests
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task


@pytest.fixture(autouse=True)
def limit(settings: Any) -> Iterator[None]:
    settings.SIGNALBOX = settings.SIGNALBOX | {"SIGNALBOX_WRITES_PER_MINUTE": 12}  # two at once, then one each five seconds
    throttle.forget()
    yield
    throttle.forget()


def test_too_many_changes_are_refused_with_when_to_go_on(maria: Api) -> None:
    for key in ("A.1", "A.2"):
        assert maria.post("tasks", {"key": key, "title": "x"}).status_code == 201
    before = head_of()
    answer = maria.post("tasks", {"key": "A.3", "title": "x"})
    problem = assert_problem(answer, 429, "too_many_requests")
    assert answer.headers["Retry-After"] == "5"
    assert "12 changes" in problem["detail"]
    assert "5 seconds" in problem["next"]
    assert head_of() == before


def test_others_and_readers_go_on(maria: Api, olga: Api) -> None:
    for _ in range(3):
        maria.post("tasks", {"key": "A.1", "title": "x"})
    assert olga.post("tasks", {"key": "A.2", "title": "x"}).status_code == 201
    assert maria.get("tasks").status_code == 200


def test_what_is_left_grows_again_with_time() -> None:
    for _ in range(2):
        throttle.spend("maria", now=100.0)
    with pytest.raises(TooManyRequests):
        throttle.spend("maria", now=104.9)
    throttle.spend("maria", now=105.0)
    with pytest.raises(TooManyRequests):
        throttle.spend("maria", now=105.0)


def test_who_waits_longest_has_saved_up_no_more_than_ten_seconds() -> None:
    throttle.spend("maria", now=0.0)
    for _ in range(2):
        throttle.spend("maria", now=10_000.0)
    with pytest.raises(TooManyRequests):
        throttle.spend("maria", now=10_000.0)


def test_no_limit_is_a_limit_too(maria: Api, settings: Any) -> None:
    settings.SIGNALBOX = settings.SIGNALBOX | {"SIGNALBOX_WRITES_PER_MINUTE": 0}
    a_task("A.1")
    for _ in range(5):
        assert maria.patch("tasks/A.1", {"title": "x"}).status_code == 200
