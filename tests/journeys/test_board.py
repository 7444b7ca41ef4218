"""The board in the hand: cards dragged, moved by menu and by keyboard, several at once, while others change the plan."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.test_live_page import elsewhere
from tests.support.browser import chromium
from tests.support.pages import a_busy_project, addresses, session_cookie, signed_in
from tests.support.world import PROJECT, a_task, told
from tracks.commands import ReviseTask


@pytest.fixture
def page(transactional_db: None, live_server: LiveServer) -> Iterator[Page]:
    a_busy_project()
    a_task("A.7", track="A")
    cookie = session_cookie()
    with chromium() as browser, signed_in(browser, live_server.url, cookie, viewport={"width": 2400, "height": 900}) as context:
        page = context.new_page()
        page.goto(addresses()["board"])
        yield page


def column(page: Page, name: str) -> Locator:
    return page.locator(f'ul[data-column="{name}"]')


def card(page: Page, key: str) -> Locator:
    return page.locator(f'.board .card[data-key="{key}"]')


def lift(page: Page, key: str, to: str) -> None:
    """Presses a card and carries it over a column, without letting go."""
    box, target = card(page, key).bounding_box(), column(page, to).bounding_box()
    assert box and target
    page.mouse.move(box["x"] + 80, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 50, steps=3)
    page.mouse.move(target["x"] + 60, target["y"] + 60, steps=4)


def test_cards_are_dragged_where_they_may_go_and_nothing_tears_them_away(page: Page) -> None:
    lift(page, "A.5", "done")
    expect(column(page, "done")).to_have_attribute("data-over", "")
    expect(column(page, "running")).not_to_have_attribute("data-drop", "")
    elsewhere(told, ReviseTask(project=PROJECT, key="A.5", title="Looked at by two"))
    with page.expect_response("**fragment=board*"):
        page.evaluate("htmx.trigger('#board', 'live')")
    expect(page.locator(".ghost")).to_be_visible()
    expect(card(page, "A.5")).not_to_contain_text("Looked at by two")
    page.mouse.up()

    expect(column(page, "done").locator('[data-key="A.5"]')).to_contain_text("Looked at by two")
    page.get_by_role("button", name="Undo").click()
    expect(column(page, "in_review").locator('[data-key="A.5"]')).to_be_visible()

    lift(page, "A.6", "blocked")
    page.mouse.up()
    sheet = page.locator("#sheet")
    sheet.get_by_label("Why").fill("No port is free")
    sheet.get_by_role("button", name="Block").click()
    expect(column(page, "blocked").locator('[data-key="A.6"]')).to_contain_text("No port is free")

    lift(page, "A.4", "running")
    page.mouse.up()
    expect(page.locator(".ghost")).to_have_count(0)
    expect(column(page, "failed").locator('[data-key="A.4"]')).to_be_visible()
    lift(page, "A.4", "ready")
    page.keyboard.press("Escape")
    expect(page.locator(".ghost")).to_have_count(0)
    page.mouse.up()
    expect(column(page, "failed").locator('[data-key="A.4"]')).to_be_visible()


def test_keys_walk_over_the_board_choose_cards_and_move_them(page: Page) -> None:
    def focused(key: str) -> None:
        expect(card(page, key).locator("[data-open]")).to_be_focused()

    menu = page.get_by_role("menu")
    card(page, "A.6").locator("[data-open]").focus()
    page.keyboard.press("ArrowDown")
    focused("A.7")
    page.keyboard.press("ArrowRight")
    focused("A.2")
    page.keyboard.press("ArrowRight")
    focused("A.5")

    page.keyboard.press("m")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).not_to_be_visible()
    focused("A.5")
    page.keyboard.press("m")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(column(page, "done").locator('[data-key="A.5"]')).to_be_visible()
    focused("A.5")

    card(page, "A.6").locator("[data-open]").focus()
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    expect(page.locator(".card[data-chosen]")).to_have_count(2)
    page.keyboard.press("m")
    expect(menu).to_contain_text("Move 2 tasks to…")
    menu.get_by_role("menuitem", name="Complete").click()
    page.locator("#sheet").get_by_role("button", name="Complete").click()
    expect(column(page, "done").locator(".card")).to_have_count(4)

    card(page, "A.3").get_by_role("button", name="Move A.3 to…").click()
    expect(menu.get_by_role("menuitem", name="Unblock")).to_contain_text("Running")
    menu.get_by_role("menuitem", name="Unblock").click()
    expect(column(page, "running").locator('[data-key="A.3"]')).to_be_visible()
