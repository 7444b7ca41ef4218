"""The log as a file over REST: whole, streamed, and proved by the script that needs nothing but Python."""

import json
import subprocess
import sys
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
