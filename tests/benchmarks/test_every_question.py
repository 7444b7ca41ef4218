"""Every question of the benchmark can be asked, in its smallest form. What it takes is not looked at: machines differ."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks import QUESTIONS
from tests.support.processes import CHECKOUT, child_environment


def benchmark(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", "benchmark", "--size", "smallest", "--rounds", "1", *arguments],
        cwd=CHECKOUT, env=child_environment(home), capture_output=True, text=True, check=False,
    )


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_with_figures_of_every_contestant(question: str, tmp_path: Path) -> None:
    done = benchmark(tmp_path, question, "--json", "--plot", str(tmp_path / "plot.svg"))
    assert done.returncode == 0, done.stderr
    for asked in map(json.loads, done.stdout.splitlines()):
        assert asked["asks"].endswith("?")
        assert bool(asked["answers"]) != bool(asked["skipped"]), asked
        for answer in asked["answers"]:
            assert_figures(answer)
    assert ElementTree.parse(tmp_path / "plot.svg").getroot().tag.endswith("svg")


def assert_figures(answer: dict[str, Any]) -> None:
    assert any(figure["contestant"].startswith("ours") for figure in answer["figures"])
    assert all(value > 0 for figure in answer["figures"] for value in figure["rounds"])
    assert all(one["goal"] == "" or one["met"] in (True, False) for one in answer["comparisons"])


def test_answers_are_drawn_as_a_table(tmp_path: Path) -> None:
    done = benchmark(tmp_path, "claim_next")
    assert "ours, 100 tasks" in done.stdout
    assert "goal <= 1.5: " in done.stdout


def test_an_unknown_question_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    done = benchmark(tmp_path, "everything")
    assert done.returncode != 0
    assert "There is no question everything; there are hot_project" in done.stderr


def test_what_is_not_here_is_skipped_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "TEST_POSTGRES_URL", "postgres://nobody@127.0.0.1:9/nothing")
    assert "skipped: PostgreSQL is not reachable" in benchmark(tmp_path, "moments").stdout


def test_every_question_is_listed_and_documented() -> None:
    files = {path.stem for path in (CHECKOUT / "benchmarks").glob("*.py") if "\nSIZES = {" in path.read_text(encoding="utf-8")}
    told = (CHECKOUT / "templates/docs/speed.md").read_text(encoding="utf-8")
    assert files == set(QUESTIONS) == {name for name in QUESTIONS if f"| `{name}` |" in told}
