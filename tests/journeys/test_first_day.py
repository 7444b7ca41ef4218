"""A new lead's first day with a real server: in by the link, a document, a blocked task handed on and done, a look back."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.support.browser import Watched, chromium, sign_in
from tests.support.processes import Signalbox, signalbox

PLAN = """# Harbour

## Track A: Gauges

- [ ] **A.1** Read the gauges
- [ ] **A.2** Draw the curve
  - Depends on: A.1
"""


@pytest.fixture
def server(home: Path, empty_database: str) -> Iterator[Signalbox]:
    with signalbox(home, empty_database) as running:
        yield running


class Agent:
    """Works over REST, as a program would."""

    def __init__(self, server: Signalbox, name: str) -> None:
        self.name, self.door = name, httpx.Client(base_url=f"{server.url}/api/v1/projects/harbour/", headers=server.headers)
        self.say("agents", name=name)

    def say(self, path: str, **body: Any) -> Any:
        answer = self.door.post(path, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    def fence(self, task: str) -> int:
        held: int = self.door.get(f"tasks/{task}").json()["lease"]["fence"]
        return held


def test_a_new_lead_moves_in_helps_a_blocked_task_on_and_looks_back(server: Signalbox) -> None:
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        watched = Watched(page, server.url)
        sign_in(page, server.sign_in_url)
        page.get_by_label("Name", exact=True).fill("Harbour")
        page.get_by_label("Short name").fill("harbour")
        page.get_by_role("button", name="Create").click()
        page.wait_for_url("**/projects/harbour/")
        page.keyboard.press("g")
        page.keyboard.press("i")
        page.get_by_label("Or paste it").fill(PLAN)
        page.get_by_role("button", name="Preview").click()
        expect(page.locator("#preview")).to_contain_text("2 tasks")
        page.get_by_role("button", name="Import", exact=True).click()
        expect(page.get_by_role("heading", name="Import report")).to_be_visible()

        ada, bob = Agent(server, "ada"), Agent(server, "bob")
        ada.say("tasks/A.1/claim", agent="ada")
        page.goto(f"{server.url}/projects/harbour/")
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        ada.say("tasks/A.1/block", fence=ada.fence("A.1"), reason="The gauges want a password")
        waiting = page.locator("#attention")
        expect(waiting).to_contain_text("The gauges want a password")
        waiting.get_by_role("link", name=re.compile("^A.1")).first.click()

        task = page.locator("#task")
        page.evaluate("() => { window.neverReloaded = true }")
        wanted = page.locator("#task .moves").locator("a, button").get_by_text("Hand over", exact=True)
        if not wanted.is_visible():
            page.locator("#task .moves summary", has_text="More").click()
        wanted.click()
        sheet = page.get_by_role("dialog")
        sheet.get_by_label("To", exact=True).select_option("bob")
        sheet.get_by_role("button", name="Hand over").click()
        expect(task).to_contain_text("bob")
        bob.say("tasks/A.1/unblock", fence=bob.fence("A.1"), note="I know it")
        bob.say("tasks/A.1/complete", fence=bob.fence("A.1"), summary="Read, every minute")
        expect(task.locator(".headline .pill").first).to_have_text("Done")
        assert page.evaluate("() => window.neverReloaded")
        told = bob.door.get("events").json()["events"]
        done_at = told[-1]["sequence"]
        unblocked_at = next(one["sequence"] for one in told if one["type"] == "task.unblocked")
        expect(page.locator("#live")).to_have_attribute("data-sequence", str(done_at))

        page.keyboard.press("h")
        for moment in reversed(range(unblocked_at - 1, done_at)):
            page.keyboard.press(",")
            page.wait_for_url(f"**at={moment}")
        expect(page.locator("#travel")).to_contain_text("read only")
        expect(task.locator(".headline .pill").first).to_have_text("Blocked")
        page.get_by_role("link", name="What changed since").click()
        expect(page.locator("#changes")).to_contain_text("A.1")
        page.goto(f"{server.url}/projects/harbour/tasks/A.1/?at={unblocked_at - 1}")
        page.get_by_role("link", name="Back to live").click()
        expect(page.locator("#task .headline .pill").first).to_have_text("Done")
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        assert not watched.faults, watched.faults
