"""A lead does every job on tasks in the browser: on the page of one, beside somebody else, and on many from the keyboard."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.support.browser import chromium
from tests.support.pages import a_busy_project, addresses, session_cookie, signed_in
from tests.support.world import PROJECT, an_agent

TASK = f"/projects/{PROJECT}/tasks/A.6/"


@pytest.fixture
def window(transactional_db: None, live_server: LiveServer) -> Iterator[tuple[Browser, str, str]]:
    a_busy_project()
    an_agent("zoe")
    cookie = session_cookie()
    with chromium() as browser:
        yield browser, live_server.url, cookie


def edit(page: Page, label: str, text: str, save: str = "Enter") -> None:
    """Presses the pencil, types, saves."""
    page.get_by_role("button", name=f"{label}: edit", exact=True).click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press(save)


def move(page: Page, label: str, **fields: str) -> None:
    """Makes a move from its button or the menu, through its sheet where it asks."""
    wanted = page.locator("#task .moves").locator("a, button").get_by_text(label, exact=True)
    if not wanted.is_visible():
        page.locator("#task .moves summary", has_text="More").click()
    wanted.click()
    sheet = page.locator("#sheet")
    for name, text in fields.items():
        field = sheet.locator(f"[name={name}]")
        if field.evaluate("field => field.localName") == "select":
            field.select_option(text)
        else:
            field.fill(text)
    if fields:
        sheet.locator("footer button:not([data-discard])").click()
        expect(sheet).not_to_be_visible()


def test_a_lead_does_every_job_on_a_task_on_its_page(window: tuple[Browser, str, str]) -> None:
    browser, url, cookie = window
    with signed_in(browser, url, cookie) as context:
        page = context.new_page()
        page.goto(TASK)
        about, pill = page.locator("#task"), page.locator("#task .headline .pill")

        edit(page, "Title", "Wire the <b>lamps</b>")
        expect(about.locator("h1")).to_have_text("Wire the <b>lamps</b>")
        edit(page, "Estimate in minutes", "90")
        expect(about).to_contain_text("90 min")
        edit(page, "Meant for", "zoe")
        expect(about).to_contain_text("meant for zoe")
        edit(page, "Files", "lamps/**\nfuses/**", save="Control+Enter")
        expect(about.locator("code", has_text="fuses/**")).to_be_visible()
        page.get_by_role("button", name="Priority: edit").click()
        page.get_by_label("Priority", exact=True).select_option("critical")
        page.keyboard.press("Enter")
        expect(about.locator("[data-priority=critical]")).to_be_visible()
        page.get_by_role("button", name="Title: edit").click()
        page.keyboard.type("not this")
        page.keyboard.press("Escape")
        expect(about.locator("h1")).to_have_text("Wire the <b>lamps</b>")
        expect(page.get_by_role("button", name="Title: edit")).to_be_focused()

        page.get_by_role("button", name="Let it wait for").click()
        page.keyboard.type("task/A.1")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Wait no longer for A.1").click()
        expect(page.get_by_role("button", name="Wait no longer for A.1")).to_have_count(0)

        move(page, "Block", reason="no current")
        expect(pill).to_contain_text("Blocked")
        move(page, "Unblock")
        expect(pill).to_contain_text("Ready")
        move(page, "Give to an agent", agent="zoe")
        expect(pill).to_contain_text("Claimed")
        page.locator("[data-tick]").nth(1).check()
        expect(page.locator("#steps-title + span")).to_have_text("2 of 2")
        move(page, "Hand over", to="bob", note="the red one first")
        expect(page.locator("#task .headline .agent")).to_contain_text("bob")
        move(page, "Ask for review", summary="they burn")
        move(page, "Send back", reason="one flickers")
        move(page, "Complete", summary="all burn", text="seen by me")
        expect(page.locator("#evidence-title")).to_be_visible()
        move(page, "Reopen", reason="it broke")
        move(page, "Cancel", reason="candles will do")
        expect(pill).to_contain_text("Cancelled")
        page.get_by_role("button", name="Undo").last.click()
        expect(pill).to_contain_text("Ready")

        messages = page.locator("#messages")
        messages.locator("summary", has_text="Write").click()
        messages.get_by_label("Kind").select_option("question")
        messages.get_by_label("To", exact=True).fill("bob")
        messages.get_by_label("Text", exact=True).fill("Red or green?")
        messages.get_by_role("button", name="Send", exact=True).click()
        expect(messages.locator(".letter")).to_contain_text("waits for an answer")
        messages.get_by_role("button", name="Resolve").click()
        expect(messages.locator(".letter")).not_to_contain_text("waits for an answer")

        page.locator("#history summary", has_text="revised it: title").click()
        expect(page.locator("#history ins", has_text="Wire the <b>lamps</b>")).to_be_visible()
        move(page, "Remove")
        page.locator("#sheet footer button").last.click()
        page.wait_for_url(f"**/projects/{PROJECT}/tasks/")
        expect(page.locator("tr[data-key='A.6']")).to_have_count(0)


def test_who_edits_at_the_same_time_or_is_signed_out_loses_nothing(window: tuple[Browser, str, str]) -> None:
    browser, url, cookie = window
    with signed_in(browser, url, cookie) as one, signed_in(browser, url, cookie) as other:
        mine, theirs = one.new_page(), other.new_page()
        mine.goto(TASK)
        mine.get_by_role("button", name="Title: edit").click()
        mine.keyboard.press("Control+a")
        mine.keyboard.type("My words")
        theirs.goto(TASK)
        edit(theirs, "Title", "Their words")
        expect(theirs.locator("#task h1")).to_have_text("Their words")

        mine.keyboard.press("Enter")
        problem = mine.locator("[data-in-place=title] [data-problem]")
        expect(problem).to_contain_text("Title: Their words")
        expect(mine.get_by_label("Title", exact=True)).to_have_value("My words")
        problem.get_by_role("button", name="Save mine anyway").click()
        expect(mine.locator("#task h1")).to_have_text("My words")

        edit(theirs, "Estimate in minutes", "45")  # read before the other saved, about something else: both stand
        expect(theirs.locator("#task h1")).to_have_text("My words")
        expect(theirs.locator("#task")).to_contain_text("45 min")

        mine.get_by_role("button", name="Notes: edit").click()
        mine.keyboard.press("Control+a")
        mine.keyboard.type("A long thought")
        one.clear_cookies()
        mine.keyboard.press("Control+Enter")
        expect(mine.locator("[data-in-place=notes] [data-problem]")).to_contain_text("You are signed out")
        mine.reload()
        expect(mine).to_have_url(re.compile("sign-in"))
        one.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}])
        mine.goto(TASK)
        expect(mine.get_by_role("textbox", name="Notes")).to_have_value("A long thought")
        mine.keyboard.press("Control+Enter")
        expect(mine.locator("#task p.text")).to_have_text("A long thought")


def test_many_tasks_are_moved_at_once_from_the_keyboard(window: tuple[Browser, str, str]) -> None:
    browser, url, cookie = window
    with signed_in(browser, url, cookie) as context:
        page = context.new_page()
        page.goto(addresses()["tasks"])
        bar, row = page.locator("#chosen"), "tr[data-key='{}'] .pill"
        for key in "kkxkx":  # C.1 is the last, B.1 and A.6 before it
            page.keyboard.press(key)
        expect(bar).to_contain_text("2 chosen")
        expect(page.locator("tr[data-cursor]")).to_have_attribute("data-key", "A.6")
        page.keyboard.press("m")
        expect(bar.locator("details")).to_have_attribute("open", "")
        bar.locator("details a", has_text="Defer").press("Enter")
        page.locator("#sheet [name=reason]").fill("next year")
        page.get_by_role("button", name="Defer", exact=True).press("Enter")
        expect(page.locator("#toasts")).to_contain_text("2 tasks: defer, done.")
        expect(page.locator(row.format("A.6"))).to_contain_text("Deferred")
        expect(page.locator(row.format("B.1"))).to_contain_text("Deferred")
        expect(page.locator("tr[data-chosen]")).to_have_count(2)
        page.get_by_role("button", name="Undo").click()
        expect(page.locator(row.format("A.6"))).to_contain_text("Ready")

        page.get_by_label("Words in key or title").fill("a.6")
        page.keyboard.press("Enter")
        page.wait_for_url("**/tasks/?q=a.6")
        expect(bar).to_contain_text("2 chosen, 1 not in this list")
        page.get_by_label("Words in key or title").blur()
        page.keyboard.press("e")
        page.locator("#sheet [name=priority]").select_option("low")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator("tr[data-key='A.6'] [data-priority]")).to_have_text("Low")
        page.keyboard.press("Escape")
        expect(bar).not_to_be_visible()
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{TASK}")
