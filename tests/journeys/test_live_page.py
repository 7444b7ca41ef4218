"""What a page does with signals: fetches what moved and nothing else, keeps what the reader is at, tells the truth in its badge.

The far end of the socket is played by the test, so that every case can be brought about; the journey beside it uses the real one.
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from django.db import connections
from playwright.sync_api import Page, Request, WebSocketRoute, expect
from pytest_django.live_server_helper import LiveServer

from coordinator.eventlog.models import LogHead
from tests.support.browser import chromium
from tests.support.pages import a_busy_project, addresses, session_cookie, signed_in
from tests.support.world import PROJECT, a_task, told
from tracks.commands import ReviseTask, ReviseTrack



COMES_LATER = ("ahead", "count")  # once the page is there, and again by the clock: no signal asks for them


class Stage:
    """A page, the far end of its socket, and what it fetched."""

    def __init__(self, page: Page, log_id: str, head: int) -> None:
        self.page, self.log_id, self.head = page, log_id, head
        self.sockets: list[WebSocketRoute] = []
        self.fetched: list[str] = []
        page.route_web_socket("**/ws/**", self.connected)
        page.on("request", self.asked)

    def connected(self, socket: WebSocketRoute) -> None:
        self.sockets.append(socket)
        self.say(type="hello", log_id=self.log_id, head=self.head)

    def asked(self, request: Request) -> None:
        found = re.search(r"fragment=(\w+)", request.url)
        if found and found[1] not in COMES_LATER:
            self.fetched.append(found[1])

    def say(self, **message: Any) -> None:
        self.sockets[-1].send(msgspec.json.encode(message).decode())

    def signal(self, *topics: str) -> None:
        self.head += 1
        self.say(type="signal", sequence=self.head, topics=topics)

    def expect_state(self, state: str, word: str) -> None:
        badge = self.page.locator("#live")
        expect(badge).to_have_attribute("data-state", state)
        expect(badge).to_contain_text(word)

    def expect_sequence(self) -> None:
        expect(self.page.locator("#live")).to_have_attribute("data-sequence", str(self.head))


def elsewhere(act: Callable[..., Any], *args: Any, **fields: Any) -> None:
    """Does something to the project while a browser is open, whose loop keeps Django from the database in this thread."""

    def done() -> None:
        try:
            act(*args, **fields)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(done).result()


@pytest.fixture
def project(transactional_db: None) -> LogHead:
    return a_busy_project()


@pytest.fixture
def stage(project: LogHead, live_server: LiveServer) -> Iterator[Stage]:
    cookie = session_cookie()
    with chromium() as browser, signed_in(browser, live_server.url, cookie) as context:
        yield Stage(context.new_page(), project.log_id, project.sequence)


def test_the_page_asks_for_what_happened_since_it_was_drawn_and_says_live(stage: Stage) -> None:
    stage.page.goto(addresses()["overview"])

    stage.expect_state("live", "Live")
    stage.expect_sequence()
    assert f"since={stage.log_id}%3A{stage.head}" in stage.sockets[0].url
    assert stage.fetched == []


def test_a_signal_fetches_what_listens_for_it_and_nothing_else(stage: Stage) -> None:
    stage.page.goto(addresses()["overview"])
    stage.expect_state("live", "Live")
    elsewhere(told, ReviseTrack(project=PROJECT, key="A", title="Foundations"))

    stage.signal("tracks", "track/A", "activity")

    expect(stage.page.locator("#tracks")).to_contain_text("Foundations")
    stage.expect_sequence()
    assert sorted(stage.fetched) == ["activity", "criteria", "graph", "tracks"]


def test_a_burst_is_gathered_and_its_end_is_not_lost(stage: Stage) -> None:
    stage.page.goto(addresses()["overview"])
    stage.expect_state("live", "Live")

    for _ in range(50):
        stage.signal("activity")
    elsewhere(a_task, "Z.1", "The last one", track="A")
    stage.signal("activity")

    expect(stage.page.locator("#activity")).to_contain_text("The last one")
    stage.expect_sequence()
    assert len(stage.fetched) <= 4


def test_what_costs_much_rests_between_two_fetches_and_misses_nothing(stage: Stage) -> None:
    stage.page.clock.install()
    stage.page.goto(addresses()["reports"])
    stage.expect_state("live", "Live")
    stage.signal("activity")
    stage.page.clock.run_for(1_000)
    expect(stage.page.locator("#charts.htmx-request")).to_have_count(0)
    elsewhere(a_task, "Z.1", "The last one", track="A")
    for _ in range(5):
        stage.signal("activity")
        stage.page.clock.run_for(1_000)
    assert stage.fetched == ["charts"]

    stage.page.clock.run_for(15_000)

    expect(stage.page.locator("#charts")).to_contain_text("of 9 tasks")
    assert stage.fetched == ["charts", "charts"]


def test_another_log_makes_the_page_fetch_everything(stage: Stage) -> None:
    stage.page.goto(addresses()["overview"])
    stage.expect_state("live", "Live")

    stage.say(type="reset", reason="restored", log_id="another", head=3)
    stage.head = 3

    stage.expect_sequence()
    assert sorted(stage.fetched) == ["activity", "attention", "criteria", "graph", "kpis", "measurements", "tracks", "working"]


def test_a_lost_connection_is_said_and_taken_up_where_it_broke_off(stage: Stage) -> None:
    stage.page.goto(addresses()["overview"])
    stage.expect_state("live", "Live")
    stage.signal("activity")
    stage.expect_sequence()

    stage.sockets[0].close(code=1011, reason="the server is going down")

    stage.expect_state("reconnecting", "Reconnecting")
    stage.expect_state("live", "Live")
    assert f"since={stage.log_id}%3A{stage.head}" in stage.sockets[1].url


def test_one_who_may_not_follow_any_more_is_told_so(stage: Stage) -> None:
    stage.page.goto(addresses()["overview"])
    stage.expect_state("live", "Live")

    stage.sockets[0].close(code=4403, reason="not allowed")

    stage.expect_state("refused", "Signed out")


def test_a_hidden_page_lets_go_after_a_minute_and_catches_up_when_looked_at(stage: Stage) -> None:
    stage.page.clock.install()
    stage.page.goto(addresses()["overview"])
    stage.expect_state("live", "Live")

    hide(stage.page, True)
    stage.page.clock.run_for(61_000)
    stage.expect_state("paused", "Paused")
    stage.head += 1
    hide(stage.page, False)

    stage.expect_state("live", "Live")
    assert len(stage.sockets) == 2


def test_what_the_reader_opened_and_focused_stays_through_a_change(stage: Stage) -> None:
    stage.page.goto(addresses()["task"])
    stage.expect_state("live", "Live")
    claimed = stage.page.locator("#history details", has_text="claimed it")
    claimed.locator("summary").click()
    expect(claimed.locator("dl")).to_be_visible()
    elsewhere(told, ReviseTask(project=PROJECT, key="A.2", title="Another title"))

    stage.signal("task/A.2", "tasks")

    expect(stage.page.locator("#task h1")).to_have_text("Another title")
    expect(stage.page.locator("#history")).to_contain_text("revised it")
    expect(claimed.locator("dl")).to_be_visible()
    expect(claimed.locator("summary")).to_be_focused()


def hide(page: Page, hidden: bool) -> None:
    """As the browser would, when the reader turns to another tab."""
    page.evaluate(
        "hidden => { Object.defineProperty(document, 'hidden', {get: () => hidden, configurable: true});"
        " document.dispatchEvent(new Event('visibilitychange')) }",
        hidden,
    )
