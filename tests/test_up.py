"""`manage.py up` from the first start to the stop, as a process of its own."""

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.support.processes import CHECKOUT, Signalbox, child_environment, manage, signalbox

BOTH_SERVERS = pytest.mark.parametrize("server", ["uvicorn", "daphne"])


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after its first start, to be copied: making the tables takes longer than anything else here."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    with signalbox(home) as started:
        assert started.stop() == 0
    return home


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "home"))


@pytest.fixture(scope="module")
def running(prepared: Path) -> Iterator[Signalbox]:
    with signalbox(prepared) as started:
        yield started


@BOTH_SERVERS
def test_the_first_start_makes_everything_and_the_second_finds_it(tmp_path: Path, empty_database: str, server: str) -> None:
    home = tmp_path / "home"
    with signalbox(home, empty_database, SIGNALBOX_SERVER=server) as first:
        assert httpx.get(first.sign_in_url).headers["Location"] == "/"
        assert "bringing the database up to date" in first.errors.read_text()
        assert first.data_dir == home
        assert first.stop() == 0
        first.errors.unlink()
    with signalbox(home, empty_database, SIGNALBOX_SERVER=server) as second:
        assert second.errors.read_text() == ""
        assert second.token == first.token
        assert second.sign_in_url.rsplit("/", 2)[1] != first.sign_in_url.rsplit("/", 2)[1]
        assert httpx.get(second.url + first.sign_in_url.removeprefix(first.url)).status_code == 410
        assert second.stop() == 0


def test_the_tables_of_an_older_version_are_made_anew_from_the_log(home: Path) -> None:
    """As they were before sync points had checks: what an upgrade adds to a table is filled for what was there."""
    with signalbox(home) as older:
        api = httpx.Client(base_url=f"{older.url}/api/v1/", headers=older.headers)
        api.post("projects", json={"slug": "site", "name": "Site"}).raise_for_status()
        point = {"key": "gate", "title": "Gate", "checks": [{"kind": "command", "text": "make test"}]}
        api.post("projects/site/sync-points", json=point).raise_for_status()
        assert older.stop() == 0
    assert manage(home, "migrate", "tracks", "0003").returncode == 0
    with signalbox(home) as newer:
        assert "making the tables of site anew" in newer.errors.read_text()
        (check,) = httpx.get(f"{newer.url}/api/v1/projects/site/sync-points/gate", headers=newer.headers).json()["checks"]
        assert check["text"] == "make test"
        assert newer.stop() == 0
    parity = manage(home, "parity", "site", "--json")
    assert parity.returncode == 0, parity.stdout


@pytest.mark.parametrize(
    ("server", "number"), [("uvicorn", signal.SIGTERM), ("uvicorn", signal.SIGINT), ("daphne", signal.SIGTERM)]
)
def test_it_stops_within_five_seconds_whoever_is_connected(home: Path, server: str, number: signal.Signals) -> None:
    with signalbox(home, SIGNALBOX_SERVER=server) as started, httpx.Client(headers=started.headers) as idle:
        assert idle.post(started.url + "/api/v1/projects", json={"slug": "web", "name": "Web"}).status_code == 201
        with connect(socket_address(started) + "/ws/projects/web/", additional_headers=started.headers) as listening:
            assert json.loads(listening.recv(5))["type"] == "hello"
            half_sent = socket.create_connection(("127.0.0.1", httpx.URL(started.url).port or 0))
            half_sent.sendall(b"POST /api/v1/projects HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf")
            assert started.stop(number) == 0
            half_sent.close()
        assert "Traceback" not in started.errors.read_text()


def test_a_plain_start_shows_where_to_go(home: Path) -> None:
    shown = manage(home, "up", "--port", "0", "--help")
    assert all(option in shown.stdout for option in ("--host", "--port", "--json", "--demo"))


def test_runserver_serves_for_development(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "manage.py", "runserver", "--noreload", str(port)]
    patient = httpx.Client(base_url=f"http://127.0.0.1:{port}", transport=httpx.HTTPTransport(retries=6))
    with patient, subprocess.Popen(command, cwd=CHECKOUT, env=child_environment(home), stdout=-1, stderr=-1) as process:
        try:
            page = patient.get("/sign-in/").text
            style = re.search(r'href="(/static/[^"]+\.css)"', page)
            assert style, page
            assert patient.get(style[1]).status_code == 200
        finally:
            process.kill()


def test_a_port_that_is_taken_is_said_in_one_sentence(home: Path, running: Signalbox) -> None:
    port = str(httpx.URL(running.url).port)
    refused = manage(home, "up", "--port", port)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == (
        f"CommandError: Port {port} is taken by another program. Choose another with --port, or --port 0 for any free one.\n"
    )


def test_an_address_of_another_machine_is_said_in_one_sentence(home: Path) -> None:
    refused = manage(home, "up", "--host", "192.0.2.1", "--port", "0")
    assert "192.0.2.1 is not an address of this machine." in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_settings_that_are_wrong_are_named_without_a_traceback(home: Path) -> None:
    refused = manage(home, "up", SIGNALBOX_ENV="production", SIGNALBOX_ALLOWED_HOSTS="*")
    assert refused.returncode == 1
    assert refused.stderr.splitlines() == [
        "Signalbox cannot start with these settings:",
        "SIGNALBOX_ALLOWED_HOSTS: production needs host names, not a wildcard.",
    ]


def test_what_is_kept_is_for_the_owner_alone(running: Signalbox) -> None:
    assert (running.data_dir / "secret.key").stat().st_mode & 0o777 == 0o600


def test_static_files_come_compressed_and_stay_in_the_cache(running: Signalbox) -> None:
    page = httpx.get(running.url + "/sign-in/").text
    style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
    assert style, page
    answer = httpx.get(running.url + style[1], headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in answer.headers["Cache-Control"]


def test_every_page_refuses_content_from_elsewhere(running: Signalbox) -> None:
    headers = httpx.get(running.url + "/sign-in/").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'; ")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_another_host_name_is_refused(running: Signalbox) -> None:
    assert httpx.get(running.url + "/sign-in/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:1"])
def test_a_socket_opened_by_another_site_is_refused(running: Signalbox, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        connect(socket_address(running) + "/ws/projects/none/", origin=Origin(origin), additional_headers=running.headers)
    assert refused.value.response.status_code == 403


@BOTH_SERVERS
def test_a_hundred_megabytes_are_answered_with_413(home: Path, server: str) -> None:
    with signalbox(home, SIGNALBOX_SERVER=server) as started:
        body = (b"x" * 1_000_000 for _ in range(100))
        answer = httpx.post(
            started.url + "/api/v1/projects", content=body, headers=started.headers | {"Content-Length": "100000000"}, timeout=30
        )
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
        assert httpx.get(started.url + "/sign-in/").status_code == 200


def socket_address(running: Signalbox) -> str:
    return "ws" + running.url.removeprefix("http")
