"""The main job: import a plan, let two agents work it off, watch the overview follow, end at 100 %, equal to a reload."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import Watched, chromium, sign_in
from tests.support.history import events_of
from tests.support.processes import CHECKOUT, Signalbox, signalbox

SEED = CHECKOUT.parent / "shared" / "seeds" / "004_a8ed6d48b2b6c0db.txt"
PLAN = SEED if SEED.exists() else CHECKOUT / "coordinator" / "demo" / "plan.md"
FINISHED_WITHIN = 120_000  # ms


@pytest.fixture
def server(home: Path, empty_database: str) -> Iterator[Signalbox]:
    with signalbox(home, empty_database) as running:
        yield running


def test_the_page_follows_two_agents_through_the_whole_plan(server: Signalbox) -> None:
    project = httpx.post(f"{server.url}/api/v1/projects", json={"slug": "web", "name": "Web"}, headers=server.headers)
    assert project.status_code == 201, project.text
    report = httpx.post(
        f"{server.url}/api/v1/projects/web/imports", content=PLAN.read_bytes(), headers=server.headers
    )
    assert report.status_code == 200, report.text
    tasks = report.json()["counts"]["tasks"]
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
        watched = Watched(page, server.url)
        sign_in(page, server.sign_in_url)
        page.goto(f"{server.url}/projects/web/")
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        expect(page.locator("#kpis")).to_contain_text("0 %")
        page.evaluate("() => { window.neverReloaded = true }")
        agents = work_off(server, "web")
        expect(page.locator("#kpis")).to_contain_text("100 %", timeout=FINISHED_WITHIN)
        assert agents.wait(30) == 0
        head = events_of(server, "web")[-1]["sequence"]
        expect(page.locator("#live")).to_have_attribute("data-sequence", str(head))
        expect(page.locator("#ahead")).to_contain_text("Nothing is left to do")  # it rests some seconds between two looks ahead
        assert page.evaluate("() => window.neverReloaded")
        followed = drawn(page)
        page.reload()
        expect(page.locator("#ahead")).to_contain_text("Nothing is left to do")
        assert followed == drawn(page), "the page that followed differs from the page as loaded"
        assert not watched.faults, watched.faults
    assert_in_order(server, "web", tasks)


def work_off(server: Signalbox, project: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable, "-m", "agents.runtime.scripted", "--url", server.url, "--project", project,
            "--agents", "2", "--pace", "0.05",
        ],
        cwd=CHECKOUT,
        env=os.environ | {"SIGNALBOX_TOKEN": server.token},
    )


def drawn(page: Page) -> str:
    """What the page shows, without the ages that tick."""
    text = page.locator("#main").inner_text()
    return re.sub(r"\b(now|just now|\d+ ?(s|sec|seconds?|m|min|minutes?)( ago)?)\b", "…", text)


def assert_in_order(server: Signalbox, project: str, tasks: int) -> None:
    """Nothing was claimed before everything it waits for was done, and every task was done once."""
    listed = httpx.get(f"{server.url}/api/v1/projects/{project}/tasks", params={"limit": 1000}, headers=server.headers)
    tracks = httpx.get(f"{server.url}/api/v1/projects/{project}/tracks", headers=server.headers).json()["tracks"]
    waits = {task["key"]: set(task["depends_on_refs"]) for task in listed.json()["tasks"]}
    track_of = {task["key"]: task["track"] for task in listed.json()["tasks"]}
    for track in tracks:
        for key, its_track in track_of.items():
            if its_track == track["key"]:
                waits[key] |= set(track["depends_on_refs"])
    done: set[str] = set()
    for event in events_of(server, project):
        key = event["subject"].removeprefix("task/")
        if event["type"] == "task.claimed":
            assert not unmet(waits[key], done, track_of), f"{key} was claimed before {unmet(waits[key], done, track_of)}"
        elif event["type"] == "task.completed":
            assert key not in done
            done.add(key)
    assert len(done) == tasks


def unmet(needs: set[str], done: set[str], track_of: dict[str, str]) -> list[Any]:
    open_tracks = {track for key, track in track_of.items() if key not in done}
    return [
        need for need in needs
        if (need.startswith("task/") and need.removeprefix("task/") not in done)
        or (need.startswith("track/") and need.removeprefix("track/") in open_tracks)
    ]
