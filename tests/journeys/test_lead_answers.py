"""A lead at the desk: answers what needs a person where it stands, and shares a track with somebody else without loss."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from coordinator.eventlog.models import LogHead
from tests.journeys.test_live_page import Stage, elsewhere
from tests.support.browser import chromium
from tests.support.pages import session_cookie, signed_in
from tests.support.world import PROJECT, a_project, a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import BlockTask, FailTask, ReviseTrack
from tracks.models import Note, Task, Track



@pytest.fixture
def project(transactional_db: None) -> LogHead:
    """A.1 is blocked, A.2 has failed, nobody owns A though B waits for it."""
    project = a_project()
    an_agent("ada", capacity=3)
    a_track("A", focus="Foundations")
    a_track("B", depends_on=("track/A",))
    a_task("A.1", track="A")
    a_task("A.2", track="A")
    by_holder(BlockTask, "A.1", claimed("A.1"), reason="no key")
    by_holder(FailTask, "A.2", claimed("A.2"), reason="timeout")
    project.refresh_from_db()
    return project


@pytest.fixture
def stage(project: LogHead, live_server: LiveServer) -> Iterator[Stage]:
    cookie = session_cookie()
    with chromium() as browser, signed_in(browser, live_server.url, cookie) as context:
        yield Stage(context.new_page(), project.log_id, project.sequence)


def test_what_needs_a_person_is_answered_on_the_overview(stage: Stage) -> None:
    page = stage.page
    page.goto(f"/projects/{PROJECT}/")
    stage.expect_state("live", "Live")
    queue = page.locator("#attention")
    toasts, sheet = page.locator("#toasts"), page.locator("#sheet")
    expect(queue.get_by_role("status")).to_have_text("3")

    queue.get_by_role("button", name="Unblock A.1").click()
    expect(toasts).to_contain_text("A.1: unblock, done.")
    stage.signal("attention")
    expect(queue.get_by_role("status")).to_have_text("2")

    queue.get_by_role("link", name="Give it an owner A").click()
    sheet.get_by_label("Owner").fill("Maria")
    sheet.get_by_role("button", name="Close without saving").click()
    queue.get_by_role("link", name="Cancel A.2").click()
    sheet.get_by_label("Why").fill("not worth it")
    sheet.get_by_role("button", name="Cancel", exact=True).click()
    expect(sheet).to_be_hidden()
    stage.signal("attention")
    expect(queue).not_to_contain_text("A.2")

    elsewhere(told, ReviseTrack(project=PROJECT, key="A", focus="The ground"))
    queue.get_by_role("link", name="Give it an owner A").click()
    sheet.get_by_label("Owner").fill("Maria")
    sheet.get_by_label("Owner").press("Enter")
    expect(sheet).to_be_hidden()
    stage.signal("attention", "tracks", "overview", "tasks")
    expect(queue).to_contain_text("Nothing waits for you")
    expect(page.locator("#tracks")).to_contain_text("Maria")

    toasts.get_by_role("button", name="Undo").last.click()
    expect(toasts).to_contain_text("Undone.")
    elsewhere(check_answers)


def check_answers() -> None:
    assert dict(Task.objects.values_list("key", "status")) == {"A.1": "in_progress", "A.2": "cancelled"}
    assert Track.objects.get(key="A").owner == ""


def test_two_people_at_one_track_lose_nothing(stage: Stage) -> None:
    page = stage.page
    page.goto(f"/projects/{PROJECT}/tracks/A/")
    stage.expect_state("live", "Live")
    owner = page.get_by_label("Owner of track A")
    owner.fill("Nora")
    elsewhere(told, ReviseTrack(project=PROJECT, key="A", owner="Bob"))
    stage.signal("track/A")
    expect(page.locator("#ahead")).to_contain_text("Expected")
    owner.press("Enter")
    refusal = page.locator(".place [role=alert]")
    expect(refusal).to_contain_text("Somebody else changed this")
    expect(refusal).to_contain_text("Bob")
    expect(owner).to_have_value("Nora")
    refusal.get_by_role("button", name="Save mine anyway").click()
    expect(page.locator("#toasts")).to_contain_text("The owner of A is saved.")
    stage.signal("track/A")
    expect(refusal).to_have_count(0)

    deliverable = page.get_by_label("Another deliverable")
    deliverable.fill("A compose file")
    deliverable.press("Enter")
    expect(deliverable).to_have_value("")
    stage.signal("track/A")
    page.get_by_role("link", name=re.compile("Met.*A compose file")).click()
    page.locator("#sheet").get_by_label("Note").fill("It starts")
    page.locator("#sheet").get_by_role("button", name="It is there").click()
    expect(page.locator("#sheet")).to_be_hidden()
    stage.signal("track/A")
    expect(page.locator("#beside")).to_contain_text("1 of 1 there")

    needs = page.get_by_label("Track A waits for")
    needs.fill("B")
    needs.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("cycle")
    expect(needs).to_have_value("B")

    page.get_by_role("link", name="Add", exact=True).click()
    page.locator("#sheet").get_by_label("What is to be kept").fill("no maintainer")
    page.locator("#sheet").get_by_role("button", name="Add note").click()
    stage.signal("notes")
    expect(page.locator("#beside")).to_contain_text("no maintainer")
    elsewhere(check_track)


def check_track() -> None:
    assert Track.objects.get(key="A").owner == "Nora"
    assert list(Note.objects.values_list("kind", "about")) == [("risk", "track/A")]
