"""The chart of the schedule in a browser: it opens at today, folds in its place, and stays true while it is read."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from coordinator.eventlog.models import LogHead
from tests.journeys.test_live_page import Stage, elsewhere
from tests.support.browser import chromium
from tests.support.pages import a_busy_project, addresses, session_cookie, signed_in
from tests.support.world import a_task


@pytest.fixture
def stage(transactional_db: None, live_server: LiveServer) -> Iterator[Stage]:
    project: LogHead = a_busy_project()
    cookie = session_cookie()
    with chromium() as browser, signed_in(browser, live_server.url, cookie, viewport={"width": 1000, "height": 700}) as context:
        yield Stage(context.new_page(), project.log_id, project.sequence)


def place(page: Page) -> float:
    return float(page.locator("[data-gantt]").evaluate("box => box.scrollLeft"))


def test_the_chart_opens_at_today_folds_where_it_stands_and_follows_the_log(stage: Stage) -> None:
    page = stage.page
    page.goto(addresses()["schedule"] + "?zoom=minute&levelled=no&open=track%2FA&open=track%2FC")
    stage.expect_state("live", "Live")
    chart = page.locator("[data-gantt]")
    expect(page.locator(".gantt-chart .today")).to_be_attached()
    today = float(chart.get_attribute("data-today") or 0)
    assert place(page) <= today <= place(page) + 1000

    chart.evaluate("box => { box.scrollLeft = 300; box.scrollTop = 40 }")
    page.get_by_role("link", name=re.compile("^Track C|^Quality")).first.click()
    expect(page.locator('[data-row="task/C.1"]')).to_have_count(0)
    assert "open=track%2FA" in page.url
    assert "open=track%2FC" not in page.url
    assert place(page) == 300

    elsewhere(a_task, "A.9", "The newest", track="A")
    stage.signal("activity", "tasks", "track/A")
    expect(page.locator('[data-row="task/A.9"]')).to_have_count(1)
    expect(page.locator('[data-row="task/C.1"]')).to_have_count(0)
    assert place(page) == 300

    page.locator('[data-row="task/A.9"] .bar-whole').click()
    page.wait_for_url("**/tasks/A.9/")
