"""A lead goes back in time, looks around, compares, puts the plan back and returns; and reads the activity while work goes on."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from coordinator.eventlog.models import LogHead
from tests.journeys.test_live_page import Stage, elsewhere
from tests.support.browser import chromium
from tests.support.pages import a_busy_project, addresses, session_cookie, signed_in
from tests.support.world import PROJECT, a_task, an_agent, told
from tracks.commands import ReviseTrack


@pytest.fixture
def project(transactional_db: None) -> LogHead:
    head = a_busy_project()
    told(ReviseTrack(project=PROJECT, key="C", title="Called otherwise by mistake"))
    head.refresh_from_db()
    return head


@pytest.fixture
def stage(project: LogHead, live_server: LiveServer) -> Iterator[Stage]:
    cookie = session_cookie()
    with chromium() as browser, signed_in(browser, live_server.url, cookie, timezone_id="Europe/Berlin") as context:
        yield Stage(context.new_page(), project.log_id, project.sequence)


def at(page: Page) -> str:
    found = re.search(r"[?&]at=([^&]+)", page.url)
    return found[1] if found else ""


def test_a_lead_goes_back_looks_around_compares_puts_back_and_returns(stage: Stage) -> None:
    page, head = stage.page, stage.head
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(addresses()["tracks"])
    expect(page.locator("#travel")).to_be_hidden()

    page.keyboard.press("h")
    slider = page.get_by_role("slider", name="Moment")
    expect(slider).to_have_attribute("aria-valuetext", "live")
    page.keyboard.press(",")
    expect(page.locator("#travel")).to_contain_text(f"Viewing event {head - 1}")
    assert at(page) == str(head - 1)
    expect(page.locator("main")).to_contain_text("Quality")
    expect(page.locator("main")).not_to_contain_text("Called otherwise by mistake")

    page.get_by_role("slider", name="Moment").focus()
    page.keyboard.press("ArrowLeft", delay=20)
    page.wait_for_url(f"**at={head - 2}")
    expect(page.get_by_role("slider", name="Moment")).to_be_focused()
    page.go_back()
    expect(page.locator("#travel")).to_contain_text(f"Viewing event {head - 1}")

    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url(f"**/projects/{PROJECT}/?at={head - 1}")
    page.keyboard.press("/")
    page.keyboard.type("A.2")
    expect(page.get_by_role("option", name=re.compile("A.2")).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tasks/A.2/?at={head - 1}")
    page.go_back()
    page.get_by_role("slider", name="Moment").fill("0")
    page.wait_for_url(f"**/projects/{PROJECT}/?at=1")
    expect(page.locator("#travel")).to_contain_text("created The web")
    page.get_by_text("Go to…").click()
    page.get_by_label("Event", exact=True).fill(str(head - 1))
    page.keyboard.press("Enter")
    expect(page.locator("#travel")).to_contain_text(f"Viewing event {head - 1}")

    page.get_by_role("link", name="What changed since").click()
    expect(page.locator("#changes")).to_contain_text("Called otherwise by mistake")
    page.go_back()
    page.get_by_role("link", name="Put back to here…").click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("1 track changed")
    sheet.get_by_role("button", name="Put it back").click()
    page.wait_for_url(f"**/activity/{head + 2}/")
    expect(page.locator("main")).to_contain_text("rolled The web back")

    page.get_by_role("link", name="Undo…").click()
    expect(page.get_by_role("dialog")).to_contain_text("Called otherwise by mistake")
    page.keyboard.press("Escape")
    page.goto(f"{addresses()['tracks']}?at={head}")
    page.keyboard.press("h")
    page.wait_for_url(f"**{addresses()['tracks']}*")
    expect(page.locator("#time-button")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Quality")
    assert at(page) == ""
    assert faults == []


def test_new_events_wait_for_the_reader_of_the_activity(stage: Stage) -> None:
    page = stage.page
    page.goto(addresses()["activity"])
    stage.expect_state("live", "Live")
    lines = page.locator("#activity article")
    expect(page.locator("#activity h2.day")).to_have_count(1)

    elsewhere(an_agent, "cleo")
    stage.signal("activity")
    expect(lines.first).to_contain_text("cleo")

    page.get_by_role("button", name="Pause").click()
    elsewhere(a_task, "Z.1", "Nobody sees me yet", track="A")
    elsewhere(a_task, "Z.2", "Nor me", track="A")
    stage.signal("activity")
    news = page.get_by_role("button", name="2 new events")
    expect(news).to_be_visible()
    expect(lines.first).to_contain_text("cleo")
    news.click()
    expect(lines.first).to_contain_text("Nor me")
    expect(news).to_be_hidden()

    page.locator("#activity summary", has_text="… and 1 more").first.click()
    expect(lines.first).to_contain_text("Nobody sees me yet")
    page.get_by_label("By", exact=True).select_option("agents")
    page.wait_for_url("**/activity/?by=agents")
    expect(page.locator("#activity")).not_to_contain_text("Nor me")
    lines.first.locator("a.seq").click()
    page.wait_for_url(re.compile(r"/activity/\d+/$"))
    newest = page.url
    page.keyboard.press("[")
    page.wait_for_url(lambda url: url != newest)
    page.keyboard.press("]")
    expect(page).to_have_url(newest)
