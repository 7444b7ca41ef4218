"""An administrator in the browser: lets somebody in, makes a token and takes it back, reads a document in."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from coordinator.access.models import Membership, Token
from tests.support.browser import chromium
from tests.support.pages import session_cookie, signed_in
from tests.support.world import PROJECT, a_project
from tracks.models import Task

PLAN = "# Plan\n\n## Track A: Harbour\n\n- [x] **A.1** Start the services\n- [ ] **A.2** Draw the tide\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_text(PLAN)
    return path


def test_people_tokens_and_a_document(transactional_db: None, live_server: LiveServer, plan: Path) -> None:
    a_project()
    cookie = session_cookie()
    with chromium() as browser, signed_in(browser, live_server.url, cookie) as context:
        page = context.new_page()
        page.goto(f"/projects/{PROJECT}/settings/people/")
        page.get_by_role("link", name="Let somebody in").click()
        page.get_by_label("Name", exact=True).fill("nora")
        page.get_by_label("Somebody who is not known here yet").uncheck()
        page.get_by_role("button", name="Let in").click()
        expect(page.get_by_role("alert")).to_contain_text("Nobody is called nora here.")
        page.get_by_label("Somebody who is not known here yet").check()
        page.get_by_role("button", name="Let in").click()
        expect(page.get_by_role("row", name="nora Operator Role")).to_be_visible()

        page.get_by_role("link", name="Sign-in link").click()
        page.get_by_role("button", name="Make a link").click()
        link = page.get_by_label("Link", exact=True)
        expect(link).to_be_visible()
        assert "/sign-in/" in link.input_value()

        page.goto(f"/projects/{PROJECT}/settings/tokens/")
        page.get_by_role("link", name="New token").click()
        page.get_by_label("What it is for").fill("the build")
        page.get_by_role("button", name="Make a token").click()
        expect(page.get_by_label("Token", exact=True)).to_have_value(re.compile("^sb_"))
        page.get_by_role("button", name="I have kept it").click()
        page.get_by_role("link", name="Take back").click()
        page.get_by_role("button", name="Take back").click()
        expect(page.get_by_role("row", name="the build")).to_contain_text("taken back")

        page.goto(f"/projects/{PROJECT}/imports/")
        page.get_by_label("Choose a file").set_input_files(plan)
        page.get_by_role("button", name="Preview").click()
        expect(page.get_by_role("heading", name="What it would do")).to_be_visible()
        expect(page.locator("#preview")).to_contain_text("2 tasks")
        page.get_by_role("button", name="Import").click()
        expect(page.get_by_role("heading", name="Import report")).to_be_visible()

    assert Membership.objects.get(user__username="nora").role == "operator"
    assert Token.objects.get(name="the build").revoked_at
    assert list(Task.objects.values_list("key", "status")) == [("A.1", "done"), ("A.2", "ready")]
