"""A lead settles what tracks meet over: gates and conflicts, in the browser from end to end."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.support.browser import chromium
from tests.support.pages import addresses, session_cookie, signed_in
from tests.support.world import PROJECT, a_project, a_task, a_track, an_agent, told
from tracks.commands import AddSyncPoint
from tracks.meeting import Check


@pytest.fixture
def page(transactional_db: None, live_server: LiveServer) -> Iterator[Page]:
    a_project()
    an_agent("ada")
    a_track("A", "Core")
    a_track("B", "Pages")
    a_task("A.1", track="A", paths=("db/**",))
    a_task("B.1", track="B", paths=("db/tables.sql",))
    checks = (Check(text="both teams have read it"), Check("command", "make check"))
    told(AddSyncPoint(project=PROJECT, key="1", title="The schema stands", checks=checks))
    cookie = session_cookie()
    with chromium() as browser, signed_in(browser, live_server.url, cookie) as context:
        yield context.new_page()


def said(page: Page, words: str) -> None:
    expect(page.locator("#toasts")).to_contain_text(words)


def test_a_gate_is_ticked_forced_with_a_reason_and_closed_again(page: Page) -> None:
    page.goto(addresses()["sync-points"])
    page.get_by_role("button", name="Holds").click()
    said(page, "Check 1 holds.")
    page.reload()
    expect(page.get_by_role("list", name="Checks")).to_contain_text("maria")

    page.get_by_role("link", name="Pass all the same").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Check 2 (make check)")
    dialog.get_by_label("Why it is passed all the same").fill("The client waits")
    dialog.get_by_role("button", name="Pass all the same").click()
    said(page, "Sync point 1 is passed.")

    page.goto(addresses()["sync-points"] + "?state=passed")
    expect(page.locator("#sync_points")).to_contain_text("The client waits")
    page.get_by_role("link", name="Reopen").click()
    dialog.get_by_label("Why").fill("The schema changed")
    dialog.get_by_role("button", name="Reopen").click()
    said(page, "Sync point 1 is open again.")

    page.goto(addresses()["sync-points"])
    page.get_by_role("link", name="Edit").click()
    dialog.get_by_label("Comes after").fill("track/A, B.1")
    third = dialog.locator("fieldset").nth(2)
    third.get_by_label("Kind").select_option("metric")
    third.get_by_label("Measurement").fill("errors")
    third.get_by_label("Is", exact=True).select_option("<=")
    third.get_by_label("Value").fill("0")
    dialog.get_by_role("button", name="Save").click()
    said(page, "Sync point 1 is saved.")
    page.reload()
    expect(page.locator("#sync_points")).to_contain_text("errors <= 0 now not measured")
    expect(page.locator("#sync_points").get_by_role("link", name="track A")).to_be_visible()


def test_conflicts_are_settled_where_they_stand(page: Page) -> None:
    page.goto(addresses()["conflicts"])
    page.get_by_role("button", name="Let B.1 wait for A.1").click()
    said(page, "B.1 waits for A.1.")
    page.reload()
    expect(page.locator("#predicted")).to_contain_text("Nothing is going to collide")

    page.get_by_role("link", name="Declare an area").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Key", exact=True).fill("schema")
    dialog.get_by_label("What several tracks touch").fill("The tables")
    dialog.get_by_label("Tracks", exact=True).fill("A, B")
    dialog.get_by_role("button", name="Declare it").click()
    said(page, "The conflict area is declared.")
    page.reload()
    page.get_by_role("link", name="Resolve", exact=True).click()
    dialog.get_by_label("How").fill("A defines it")
    dialog.get_by_label("Goes first").select_option("A")
    dialog.get_by_label("The others wait for it").check()
    dialog.get_by_role("button", name="Resolve").click()
    said(page, "schema is resolved.")
    page.reload()
    expect(page.locator("#areas")).to_contain_text("goes first; 1 wait because of it")

    page.get_by_role("link", name="Reserve").click()
    dialog.get_by_label("Paths").fill("docs/**")
    dialog.get_by_role("button", name="Reserve").click()
    said(page, "The paths are held.")
    page.reload()
    page.get_by_role("link", name="Extend").click()
    dialog.get_by_label("From now for").select_option("86400")
    dialog.get_by_role("button", name="Extend").click()
    said(page, "ada holds the paths for longer.")
    page.reload()
    expect(page.locator("#reservations time[data-time=left]")).to_contain_text("23 hours left")

    page.get_by_label("Paths or patterns").fill("docs/api.md")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#check dl")).to_contain_text("ada")
    page.get_by_role("button", name="Release").click()
    said(page, "ada has let go of the paths.")
