"""A lead registers an agent, hands its work on, talks with it and keeps a decision, without leaving the browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.test_live_page import elsewhere
from tests.support.browser import chromium
from tests.support.pages import session_cookie, signed_in
from tests.support.world import PROJECT, a_message, a_project, a_task, an_agent, claimed

HOME = f"/projects/{PROJECT}"


@pytest.fixture
def page(transactional_db: None, live_server: LiveServer) -> Iterator[Page]:
    a_project()
    for name in ("ada", "bob"):
        an_agent(name, capacity=3, capabilities=("python",))
    for key in ("A.1", "A.2"):
        a_task(key)
        claimed(key)
    a_message("Which format?\n<b>One</b>", kind="question", sender="agent/ada", about="task/A.1")
    cookie = session_cookie()
    with chromium() as browser, signed_in(browser, live_server.url, cookie) as context:
        yield context.new_page()


def test_agents_are_registered_edited_relieved_and_stopped(page: Page) -> None:
    page.goto(f"{HOME}/agents/")
    page.keyboard.press("n")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_label("Name")).to_be_focused()
    sheet.get_by_label("Name").fill("it's eve")
    sheet.get_by_label("Can do").fill("rust, sql")
    sheet.get_by_role("button", name="Register").click()
    token = sheet.get_by_label("Token")
    expect(token).to_have_value(re.compile(r"^sb_"))
    expect(sheet.locator("#connect-first")).to_contain_text(f"SIGNALBOX_TOKEN='{token.input_value()}'")
    expect(sheet.locator("#connect-first")).to_contain_text("SIGNALBOX_AGENT='it%27s%20eve'")
    sheet.get_by_role("button", name="Done").click()

    page.reload()
    page.get_by_label("Choose ada").check()
    page.get_by_label("Choose it's eve").check()
    page.get_by_role("button", name="Hand tasks over").click()
    expect(sheet).to_contain_text("A.2")
    sheet.get_by_label("To").select_option("bob")
    sheet.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("2 tasks handed over.")).to_be_visible()
    expect(page.get_by_label("Choose ada")).not_to_be_checked()

    page.goto(f"{HOME}/agents/bob/")
    expect(page.locator("#agent")).to_contain_text("2 of 3")
    page.keyboard.press("e")
    sheet.get_by_label("Tasks at once").fill("2")
    sheet.get_by_role("button", name="Save").click()
    expect(page.get_by_text("bob is saved.")).to_be_visible()
    page.get_by_role("link", name="Stop").click()
    expect(sheet).to_contain_text("A.1")
    sheet.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("bob has stopped.")).to_be_visible()
    page.reload()
    expect(page.locator("#agent")).to_contain_text("Stopped")
    expect(page.locator("#agent")).to_contain_text("0 of 2")


def test_a_lead_answers_reads_settles_and_decides(page: Page) -> None:
    page.goto(f"{HOME}/messages/")
    question = page.locator("#letters .mail", has_text="Which format?")
    expect(question).to_contain_text("<b>One</b>")
    page.keyboard.press("w")
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("To").select_option("agent/bob")
    sheet.get_by_label("Kind").select_option("question")
    sheet.get_by_label("Text").fill("Will you take A.2?")
    sheet.get_by_label("Answer by").fill("2099-01-01T10:00")
    sheet.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent.")).to_be_visible()
    elsewhere(a_message, "No key", kind="blocker", sender="agent/ada")
    refresh(page)
    expect(page.locator("[data-newer]")).to_have_text("2 new")
    expect(page.locator("#letters .mail")).to_have_count(1)
    page.locator("[data-newer]").click()
    expect(page.locator("#letters .mail")).to_have_count(3)

    question.get_by_role("link", name="Open").click()
    page.get_by_label("What you write").fill("The second <i>one</i>.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("What you write")).to_have_value("")
    refresh(page)
    expect(page.locator("#thread")).to_contain_text("The second <i>one</i>.")
    expect(page.locator("#thread")).to_contain_text("Answered")

    page.goto(f"{HOME}/messages/?kind=blocker")
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_text("Noted as read.")).to_be_visible()
    page.get_by_role("link", name="Resolve").click()
    sheet.get_by_label("How it was settled").fill("It is in the vault.")
    sheet.get_by_role("button", name="Settle").click()
    expect(page.get_by_text("It is settled.")).to_be_visible()
    refresh(page)
    expect(page.locator("#letters")).to_contain_text("It is in the vault.")

    page.goto(f"{HOME}/decisions/")
    page.keyboard.press("n")
    sheet.get_by_label("What was to be decided").fill("Who takes A.2?")
    sheet.get_by_role("button", name="Add option").click()
    for place, (text, score) in enumerate((("ada", "0.4"), ("bob", "0.90"), ("nobody", "")), 1):
        sheet.locator(f"#option-text-{place}").fill(text)
        sheet.locator(f"#option-score-{place}").fill(score)
    sheet.get_by_label("Chosen").fill("bob")
    sheet.get_by_label("About").fill("A.2, agent/bob")
    sheet.get_by_role("button", name="Record").click()
    expect(page.get_by_text("The decision is kept.")).to_be_visible()
    page.reload()
    page.get_by_role("link", name="Who takes A.2?").click()
    expect(page.locator("tr.taken")).to_contain_text("bob")
    expect(page.locator("#decision tbody tr")).to_have_count(3)


def refresh(page: Page) -> None:
    """What a signal does: this server has no socket."""
    page.evaluate("document.querySelectorAll('[data-live]').forEach(one => htmx.trigger(one, 'live'))")
