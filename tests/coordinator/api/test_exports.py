"""The log as a file over REST: whole, streamed, and proved by the script that needs nothing but Python."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from django.conf import settings

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task


def test_the_file_proves_itself_offline(maria: Api, tmp_path: Path) -> None:
    for number in range(5):
        a_task(f"A.{number}")
    answer = maria.get("exports/log")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/jsonl")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="web-{head_of()}.jsonl"'
    assert answer.streaming
    file = tmp_path / "log.jsonl"
    file.write_bytes(answer.getvalue())
    assert [json.loads(line)["line"] for line in file.read_text().splitlines()] == ["header", *["event"] * head_of(), "end"]
    script = Path(settings.CHECKOUT, "static", "verify_log.py")
    proved = subprocess.run([sys.executable, "-I", script, file], capture_output=True, text=True, check=False)
    assert proved.returncode == 0, proved.stdout + proved.stderr


def test_whoever_takes_only_json_gets_no_file_of_lines(maria: Api) -> None:
    answer = maria.client.get("/api/v1/projects/web/exports/log", headers={**maria.headers({}), "Accept": "application/json"})
    assert_problem(answer, 406, "not_acceptable")


def test_the_name_of_the_file_can_be_asked_for_alone(maria: Api) -> None:
    answer = maria.send("HEAD", "exports/log")
    assert (answer.status_code, answer.content) == (200, b"")
    assert "web-" in answer.headers["Content-Disposition"]


def test_everything_of_a_project_comes_in_one_file(maria: Api, tmp_path: Path) -> None:
    for number in range(5):
        a_task(f"A.{number}", title="größer")
    answer = maria.get("exports/project")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    assert answer.streaming
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    tasks = [json.loads(line) for line in (tmp_path / "tables" / "tasks.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(task["key"], task["title"]) for task in tasks] == [(f"A.{number}", "größer") for number in range(5)]
    assert json.loads((tmp_path / "project.json").read_bytes())["name"] == "The web"
    proved = subprocess.run(
        [sys.executable, "-I", tmp_path / "verify_log.py", tmp_path / "log.jsonl"], capture_output=True, text=True, check=False
    )
    assert proved.returncode == 0, proved.stdout + proved.stderr


def test_everything_of_a_project_as_it_was(maria: Api) -> None:
    at = head_of()
    a_task("late")
    with zipfile.ZipFile(io.BytesIO(maria.get("exports/project", at=at).getvalue())) as archive:
        assert archive.read("tables/tasks.jsonl") == b""
        assert len(archive.read("log.jsonl").splitlines()) == at + 2
