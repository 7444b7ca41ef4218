"""The reports in a browser: one crosshair for all charts, by pointer and by keys; filters; measuring something."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.support.browser import chromium
from tests.support.pages import a_busy_project, addresses, session_cookie, signed_in

NOON_OR_SO = re.compile(r"^\d+ \w+ \d{4}, \d\d:\d\d")


@pytest.fixture
def page(transactional_db: None, live_server: LiveServer) -> Iterator[Page]:
    a_busy_project()
    cookie = session_cookie()
    with chromium() as browser, signed_in(browser, live_server.url, cookie, timezone_id="Europe/Berlin") as context:
        yield context.new_page()


def chart(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=f"{name}, a point in time")


def test_one_crosshair_reads_out_every_chart_by_pointer_and_by_keys_and_survives_what_arrives(page: Page) -> None:
    page.goto(addresses()["reports"])
    expect(page.locator("#charts .range")).to_contain_text("Europe/Berlin")  # the browser told its zone, once
    burn_up, flow = chart(page, "Burn-up"), chart(page, "Flow by state")
    expect(burn_up.locator(".cross")).to_be_hidden()

    flow.locator(".chart-plot").hover(position={"x": 2, "y": 40})
    expect(flow.locator(".cross")).to_have_attribute("x1", "0.00%")
    expect(burn_up.locator(".cross")).to_have_attribute("x1", "0.00%")
    expect(burn_up).to_have_attribute("aria-valuetext", re.compile("0 of 0 done$"))

    burn_up.focus()
    page.keyboard.press("End")
    expect(burn_up).to_have_attribute("aria-valuetext", re.compile("1 of 8 done$"))
    expect(page.locator("[data-key=burn-up] .readout")).to_have_text(NOON_OR_SO)
    expect(flow).to_have_attribute("aria-valuetext", re.compile("1 done.*open$"))
    page.keyboard.press("ArrowLeft")
    here = burn_up.locator(".cross").get_attribute("x1")
    assert here not in ("0.00%", None)

    twin = page.locator("[data-key=burn-up] details.twin")
    twin.locator("summary").click()
    burn_up.focus()
    page.keyboard.press("Home")
    with page.expect_response("**fragment=charts**"):
        page.evaluate("htmx.trigger('#charts', 'live')")
    expect(page.locator("#charts.htmx-request")).to_have_count(0)
    expect(twin.locator("tbody tr").first).to_be_visible()
    expect(burn_up).to_be_focused()
    expect(burn_up.locator(".cross")).to_have_attribute("x1", "0.00%")

    page.keyboard.press("Escape")
    expect(flow.locator(".cross")).to_be_hidden()


def test_a_filter_is_in_the_address_and_a_reading_in_the_list(page: Page) -> None:
    page.goto(addresses()["reports"])
    page.get_by_label("Track").select_option("C")
    page.wait_for_url("**/reports/?range=7d&track=C")
    expect(page.get_by_role("heading", name="0 of 1 task are done")).to_be_visible()

    row = page.locator("#measurements tr[data-key='compilation errors']")
    expect(row).to_contain_text("Not met")
    row.get_by_role("link", name="Reading").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Value").fill("many")
    sheet.get_by_role("button", name="Record").click()
    expect(sheet).to_contain_text("must be a decimal")
    sheet.get_by_label("Value").fill("0")
    sheet.get_by_role("button", name="Record").click()
    expect(sheet).to_be_hidden()
    page.evaluate("htmx.trigger('#measurements', 'live')")
    expect(row).to_contain_text("Met")
    expect(row).to_contain_text("3 readings")
