"""The graph under the hand: dependencies pulled from node to node, refused, undone and removed; keys, size; all of it live."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.test_live_page import Stage, elsewhere
from tests.support.browser import chromium
from tests.support.pages import addresses, session_cookie, signed_in
from tests.support.world import a_project, a_task, a_track



@pytest.fixture
def stage(transactional_db: None, live_server: LiveServer) -> Iterator[Stage]:
    """A.1, A.2 and A.3 one after another, B.1 and B.2 alone."""
    project = a_project()
    for key in "AB":
        a_track(key)
    for key, needs in {"A.1": (), "A.2": ("task/A.1",), "A.3": ("task/A.2",), "B.1": (), "B.2": ()}.items():
        a_task(key, track=key[0], depends_on=needs)
    project.refresh_from_db()
    cookie = session_cookie()
    with chromium() as browser, signed_in(browser, live_server.url, cookie, viewport={"width": 1400, "height": 800}) as context:
        stage = Stage(context.new_page(), project.log_id, project.sequence)
        stage.page.goto(addresses()["graph"] + "?level=tasks")
        stage.expect_state("live", "Live")
        yield stage


def node(page: Page, key: str) -> Locator:
    return page.locator(f'.node[data-key="task/{key}"]')


def edge(page: Page, one: str, two: str) -> Locator:
    return page.locator(f'.edge[data-key="task/{one}\\9 task/{two}"]')


def middle(of: Locator) -> tuple[float, float]:
    box = of.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def beside(of: Locator) -> tuple[float, float]:
    """Some pixels off the middle of an edge, where a hand would land."""
    x, y = middle(of)
    return x, y + 3


def take(page: Page, key: str) -> None:
    """Presses the handle of a node and begins to pull."""
    node(page, key).hover()
    page.mouse.move(*middle(node(page, key).locator(".handle")))
    page.mouse.down()


def drop(page: Page, key: str) -> None:
    page.mouse.move(*middle(node(page, key).locator(".ground")), steps=4)
    expect(node(page, key)).to_have_attribute("data-target", "")
    page.mouse.up()


def test_dependencies_are_pulled_refused_undone_and_removed(stage: Stage) -> None:
    page = stage.page
    take(page, "B.1")
    page.mouse.move(*middle(node(page, "A.1").locator(".ground")), steps=3)
    elsewhere(a_task, "A.9", "Came meanwhile", track="A")
    stage.signal("tasks")
    expect(node(page, "A.9")).to_be_visible()
    assert page.locator(".pull path").get_attribute("d"), "what came meanwhile does not tear the line away"
    drop(page, "B.2")
    expect(page.locator(".toast")).to_contain_text("B.2 waits for B.1 now.")
    stage.signal("tasks")
    expect(edge(page, "B.1", "B.2")).to_be_attached()

    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("Undone.")
    stage.signal("tasks")
    expect(edge(page, "B.1", "B.2")).not_to_be_attached()

    take(page, "A.3")
    drop(page, "A.1")
    refused = page.locator(".toast[data-error]")
    expect(refused).to_contain_text("would close a cycle: A.1 -> A.3 -> A.2 -> A.1")
    refused.get_by_role("button", name="Dismiss").click()
    expect(edge(page, "A.3", "A.1")).not_to_be_attached()

    page.mouse.move(*middle(edge(page, "A.1", "A.2")))
    expect(edge(page, "A.1", "A.2")).to_have_text("A.2 waits for A.1")
    page.mouse.click(*beside(edge(page, "A.1", "A.2")))
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("A.2 waits for A.1")
    sheet.get_by_role("button", name="Remove").click()
    expect(sheet).not_to_be_visible()
    stage.signal("tasks")
    expect(edge(page, "A.1", "A.2")).not_to_be_attached()
    expect(edge(page, "A.2", "A.3")).to_be_attached()


def test_it_is_walked_by_keys_and_shown_in_any_size(stage: Stage) -> None:
    page = stage.page
    node(page, "A.1").locator("a").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(node(page, "A.3").locator("a")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(node(page, "A.2").locator("a")).to_be_focused()
    expect(node(page, "A.1")).to_have_attribute("data-on", "")
    expect(node(page, "A.3")).to_have_attribute("data-on", "")
    expect(node(page, "B.1")).not_to_have_attribute("data-on", "")

    stage.signal("tasks")
    elsewhere(a_task, "A.9", "Came meanwhile", track="A")
    stage.signal("tasks")
    expect(node(page, "A.9")).to_be_attached()
    expect(node(page, "A.2").locator("a")).to_be_focused()
    expect(node(page, "A.1")).to_have_attribute("data-on", "")

    page.keyboard.press("w")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_label("What waits")).to_have_value("task/A.2")
    sheet.get_by_label("What it waits for").fill("B.1")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("It waits now.")
    stage.signal("tasks")
    expect(edge(page, "B.1", "A.2")).to_be_attached()

    for _ in range(2):
        page.get_by_role("button", name="Smaller").click()
    expect(page.locator("svg.drawing")).to_have_attribute("data-far", "near")
    stage.signal("tasks")
    stage.expect_sequence()
    expect(page.locator("svg.drawing")).to_have_attribute("data-far", "near")
    smallest = page.evaluate("""() => Math.min(...[...document.querySelectorAll('.drawing text')]
      .filter(text => text.checkVisibility() && getComputedStyle(text).display !== 'none')
      .map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))""")
    assert smallest >= 10.99
    page.get_by_role("button", name="Full size").click()
    expect(page.locator("svg.drawing")).not_to_have_attribute("data-far", "near")

    node(page, "A.3").locator("a").focus()
    page.keyboard.press("n")
    page.wait_for_url("**/graph/?focus=task%2FA.3")
    expect(node(page, "B.2")).not_to_be_attached()
