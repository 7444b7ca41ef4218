"""Time travel is right: every page shows of a moment what it showed in that moment."""

import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.web import pages as web_pages
from coordinator.web.elsewhen import SUBJECTS
from tests.support.pages import a_busy_project, addresses, asking
from tests.support.world import PROJECT, a_person, a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import (
    ApproveTask, CancelTask, RenameProject, RecordDecision, RemoveTask, ReviseTask, ReviseTrack, StartTask,
)

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "wbr", "source"}
ACTIONS = {"button", "form", "template", "dialog", "select", "time", "script"}
WHOLE = "the whole page"
ONLY_NOW = "news"  # of the activity: the past has none
FORMS = ("imports", "settings")  # pages that are for changing something; of these the lists alone are of a moment
NO_HISTORY = re.compile("(Never|heard.*|)$")  # when somebody was heard of last is known of now alone
CLOCK = re.compile(r"\d\d:\d\d( UTC)?")  # a forecast counts from the clock, of a moment from its event
SHOWN = {"data-st", "data-key", "data-hue", "width", "x", "y"}


class Seen(HTMLParser):
    """What a reader sees of a piece of a page, less what may differ: actions, and times, which count from another now."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if self.hidden or tag in ACTIONS or self.is_action(facts):
            if tag not in VOID:
                self.hidden.append(tag)
            return
        self.seen += [f"{name}={value}" for name, value in attrs if name in SHOWN]

    @staticmethod
    def is_action(facts: dict[str, str | None]) -> bool:
        return "data-sheet" in facts or facts.get("type") == "checkbox"

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden and not NO_HISTORY.match(data.strip()):
            self.seen.append(CLOCK.sub("then", " ".join(data.split())))


def seen(html: str) -> list[str]:
    parser = Seen()
    parser.feed(html)
    return parser.seen


def much_more_happens() -> None:
    """Something to everything that the pages show."""
    an_agent("later")
    a_track("Z", "Came later")
    a_task("A.9", "Came later", track="A")
    by_holder(StartTask, "A.9", claimed("A.9", "bob"), "bob")
    told(ReviseTask(project=PROJECT, key="A.2", title="Called otherwise later"))
    told(ReviseTrack(project=PROJECT, key="A", title="Called otherwise later"))
    told(CancelTask(project=PROJECT, key="A.6"))
    told(ApproveTask(project=PROJECT, key="A.5"))
    told(RemoveTask(project=PROJECT, key="C.1"))
    told(RenameProject(project=PROJECT, name="Called otherwise later"))
    told(RecordDecision(project=PROJECT, question="Which way?", chosen="The later one", about=("task/A.2",)))


def pieces(reader: Client, address: str, **query: str | int) -> dict[str, list[str]]:
    """What is seen of each piece of a page that follows the log, and of the page as a whole."""
    whole = reader.get(asking(address, **query)).text
    main = whole.partition("<main")[2].partition("</main>")[0]
    names = set(re.findall(r'hx-get="\?(?:[^"]*&amp;)?fragment=(\w+)', whole))
    found = {name: seen(reader.get(asking(address, **query, fragment=name)).text) for name in names}
    return found | {WHOLE: seen(main)}


def test_a_page_of_the_past_shows_what_it_showed_then(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """To somebody who may change nothing, so that no field stands where the past has a text.

    The clock stands at the last event, for that is what a page of the past counts from.
    """
    project = a_busy_project()
    monkeypatch.setattr(web_pages, "timezone", SimpleNamespace(now=lambda: project.recorded_at))
    client.force_login(a_person("ada", project, Role.VIEWER))
    inside = {name: address for name, address in addresses().items() if address.startswith(f"/projects/{PROJECT}/")}
    pages = {name: address for name, address in inside.items() if client.get(address).status_code == 200}
    assert len(pages) >= 10
    then = {name: pieces(client, address) for name, address in pages.items()}
    much_more_happens()

    for name, address in pages.items():
        now = pieces(client, address, at=project.sequence)
        for piece, was in then[name].items():
            if piece == ONLY_NOW or (piece == WHOLE and name.startswith(FORMS)):
                continue
            assert now[piece] == was, f"{name}: {piece}"


def test_the_same_pages_show_something_else_by_now(reader: Client) -> None:
    """Otherwise the test above would prove nothing."""
    a_busy_project()
    address = reverse("overview", args=[PROJECT])
    then = pieces(reader, address)
    much_more_happens()

    assert pieces(reader, address) != then


def test_every_kind_of_thing_that_is_found_in_time_has_a_page() -> None:
    names = {name for name in SUBJECTS if name in addresses()}
    assert {"task", "track"} <= names
