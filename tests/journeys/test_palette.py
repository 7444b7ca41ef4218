"""Finding things without the mouse: the palette over every page, and fields that propose what they may name."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.support.browser import chromium
from tests.support.pages import a_busy_project, addresses, session_cookie, signed_in


@pytest.fixture
def page(transactional_db: None, live_server: LiveServer) -> Iterator[Page]:
    a_busy_project()
    cookie = session_cookie()
    with chromium() as browser, signed_in(browser, live_server.url, cookie) as context:
        yield context.new_page()


def test_the_palette_jumps_to_tasks_events_and_pages_and_presses_the_buttons_of_the_page(page: Page) -> None:
    palette, field = page.locator("#palette"), page.locator("#palette-field")
    options = palette.get_by_role("option")
    page.goto(addresses()["overview"])

    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("a.2")
    expect(options.first).to_contain_text("A.2")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{addresses()['task']}")

    page.keyboard.press("Control+k")
    expect(palette.get_by_role("group", name="Recent").get_by_role("option")).to_contain_text("A.2")
    page.keyboard.type("#3")
    page.keyboard.press("Enter")
    page.wait_for_url("**/activity/3/")

    page.keyboard.press("/")
    page.keyboard.type("new ta")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="New task").get_by_label("Key")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).not_to_be_visible()

    page.keyboard.press("/")
    page.keyboard.type("compose")
    expect(options.last).to_have_text("Search everything for “compose”")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/?q=compose")

    page.get_by_role("button", name="Search or jump to").click()
    page.keyboard.press("Escape")
    expect(palette).not_to_be_visible()
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("the w")
    expect(options.first).to_contain_text("The web")


def test_a_field_proposes_what_it_may_name_also_behind_the_last_comma(page: Page) -> None:
    page.goto(addresses()["overview"])
    page.keyboard.press("c")
    field = page.locator("#sheet").get_by_label("Waits for")
    proposals = page.locator(".choices").get_by_role("option")

    field.press_sequentially("a.4")
    expect(proposals).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("A.4")

    field.press_sequentially(", infra")
    expect(proposals.first).to_contain_text("Infrastructure")
    expect(field).to_have_attribute("aria-expanded", "true")
    proposals.first.click()
    expect(field).to_have_value("A.4, track/A")
    expect(field).to_be_focused()

    field.press_sequentially(", qual")
    expect(proposals.first).to_be_visible()
    page.keyboard.press("Escape")
    expect(proposals).to_have_count(0)
    expect(page.locator("#sheet")).to_be_visible()
