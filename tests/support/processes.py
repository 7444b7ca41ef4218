"""A Signalbox that runs as a process of its own, as a user would start it."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 60.0


class Signalbox:
    """`manage.py up --json --port 0`, once it serves. The fields of its line are attributes: url, sign_in_url, token …"""

    def __init__(self, home: Path, database: str = "", *arguments: str, **environment: str) -> None:
        self.errors = home / "errors.txt"
        home.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--json", "--port", "0", *arguments],
            cwd=CHECKOUT,
            env=child_environment(home, database, **environment),
            stdout=subprocess.PIPE,
            stderr=self.errors.open("ab"),
        )
        try:
            facts: dict[str, Any] = json.loads(self.first_line())
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        self.url: str = facts["url"]
        self.sign_in_url: str = facts["sign_in_url"]
        self.token: str = facts["token"]
        self.mcp_url: str = facts["mcp_url"]
        self.data_dir = Path(facts["data_dir"])

    def first_line(self) -> bytes:
        assert self.process.stdout is not None
        readable, _, _ = select.select([self.process.stdout], [], [], STARTS_WITHIN)
        line = self.process.stdout.readline() if readable else b""
        if not line:
            raise AssertionError(f"manage.py up said nothing; its errors:\n{self.errors.read_text()}")
        return line

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def stop(self, number: signal.Signals = signal.SIGTERM, within: float = 5.0) -> int:
        """Sends the signal and waits. Raises subprocess.TimeoutExpired if the process outlives its time."""
        self.process.send_signal(number)
        return self.process.wait(within)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def child_environment(home: Path, database: str = "", **more: str) -> dict[str, str]:
    """That of this process, without what says that it is a test: a child behaves as it would for a user."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SIGNALBOX_", "PYTEST_", "DJANGO_"))}
    return kept | {
        "SIGNALBOX_HOME": str(home),
        "SIGNALBOX_ENVIRONMENT": "as-is",
        "DATABASE_URL": database,
        "REDIS_URL": "",
    } | more


@contextmanager
def signalbox(home: Path, database: str = "", *arguments: str, **environment: str) -> Iterator[Signalbox]:
    """A running Signalbox that is gone after the block, whatever happened in it."""
    running = Signalbox(home, database, *arguments, **environment)
    try:
        yield running
    finally:
        running.kill()


def manage(home: Path, *arguments: str, database: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Any other command of manage.py, to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT,
        env=child_environment(home, database, **environment),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
