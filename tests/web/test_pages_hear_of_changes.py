"""Push equals reload: whatever a command changes on a page, the page has asked to hear of it, for every command there is."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count

import pytest
from django.test import Client

from coordinator import plans
from coordinator.catalog import COMMANDS
from coordinator.eventlog import store
from coordinator.eventlog.models import LogHead
from coordinator.live.reading import drawn
from tests.support.every_command import every_command
from tests.support.pages import a_busy_project, addresses
from tests.support.world import PROJECT, an_administrator, told
from tracks.plan import Plan

NOT_OF_A_PROJECT = {"CreateProject"}  # before it there is no page
PIECE = re.compile(r'id="([\w-]+)" data-live="([^"]*)" hx-get="([^"]+)"')
SECRET = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|data-sequence="\d+"')


class Watch:
    """Every page of a project, piece by piece, as a reload would show it now."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.addresses = [address for address in addresses().values() if address.startswith(f"/projects/{PROJECT}/")]
        self.pages = {address: self.page(address) for address in self.addresses}
        self.pieces = {address: dict(self.pieces_of(address)) for address in self.addresses}

    def page(self, address: str) -> str:
        return SECRET.sub("", self.client.get(address).text)

    def pieces_of(self, address: str) -> Iterator[tuple[str, tuple[str, str]]]:
        """Each piece that follows the log: what it listens for, and what it shows."""
        for name, topics, query in PIECE.findall(self.pages[address]):
            yield name, (topics, SECRET.sub("", self.client.get(address + query.replace("&amp;", "&")).text))

    def stale_after(self, topics: set[str]) -> list[str]:
        """The pieces that are not what they were and would not have been fetched again."""
        found = []
        for address in self.addresses:
            page = self.page(address)
            if page == self.pages[address]:
                continue
            before, self.pages[address] = self.pieces[address], page
            self.pieces[address] = dict(self.pieces_of(address))
            for name, (_, shown) in self.pieces[address].items():
                listened, showed = before.get(name, ("", shown))
                if shown != showed and topics.isdisjoint(listened.split()):
                    found.append(f"{address}: {name} listens for {listened}")
        return found


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the rules each command comes some seconds after the one before."""
    clock, seconds = store.clock, count(step=5)
    monkeypatch.setattr(store, "clock", lambda: clock() + timedelta(seconds=next(seconds)))


def plan_of(project: LogHead) -> Callable[[], Plan]:
    def now() -> Plan:
        head = store.find_head(project.project)
        assert head
        return plans.catch_up(head)

    return now


@pytest.mark.once
def test_no_command_leaves_a_piece_of_a_page_behind(client: Client, transactional_db: None, noon: None, hours: None) -> None:
    project = a_busy_project()
    client.force_login(an_administrator())
    watch, heard, stale = Watch(client), set(NOT_OF_A_PROJECT), list[str]()
    for command in every_command(plan_of(project)):
        receipt = told(command)
        assert receipt.events, f"{command} changed nothing"
        heard.add(type(command).__name__)
        topics = {topic for entry in drawn(project.pk, receipt.events) for topic in entry.topics}
        stale += [f"{type(command).__name__}: {piece}" for piece in watch.stale_after(topics)]
    assert "\n".join(stale) == ""
    assert heard == set(COMMANDS)
