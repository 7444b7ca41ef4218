"""The page about live updates is true: its program follows a project, and it names every way a socket can go on or end."""

import re
from typing import Any

import pytest

from coordinator.eventlog.models import LogHead
from coordinator.live import consumers, reader, stream
from coordinator.settings import CHECKOUT
from tests.support.served import Served
from tests.support.world import a_task

PAGE = (CHECKOUT / "templates" / "docs" / "live.md").read_text(encoding="utf-8")


def program() -> str:
    """The Python on the page, without the loop that runs it for ever."""
    found = re.search(r"```python\n(.*?)\n\n\nfor event in", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_program_on_the_page_follows_a_project_and_comes_back(
    served: Served, bearer: dict[str, str], project: LogHead
) -> None:
    names: dict[str, Any] = {}
    exec(program(), names)
    token = bearer["Authorization"].removeprefix("Bearer ")
    a_task("A.1")
    a_task("A.2")
    following = names["follow"](served.url, token, "web", f"{project.log_id}:2")
    assert [next(following)["subject"] for _ in range(2)] == ["task/A.1", "task/A.2"]
    served.loop.call_soon_threadsafe(served.cut_all)
    a_task("A.3")
    assert next(following)["subject"] == "task/A.3"
    following.close()


@pytest.mark.parametrize("word", ["another_log", "another_history", "ahead_of_the_log", "too_far_behind"])
def test_every_reason_for_a_reset_is_on_the_page(word: str) -> None:
    assert f"`{word}`" in PAGE
    assert word in (CHECKOUT / "coordinator" / "live" / "reader.py").read_text()


def test_the_limits_on_the_page_are_the_limits(served: Served) -> None:
    assert f"{reader.TOO_FAR:,} events" in PAGE
    assert round(1 / consumers.FRAME_PAUSE) == 20
    assert "at most twenty times a second" in PAGE
    assert f"comment comes every {stream.KEEP_ALIVE:.0f} seconds" in PAGE
    assert f"retry: {stream.RETRY}" in PAGE
