"""Everybody who works on the project."""

import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agents.commands import StopAgent
from agents.models import LeaseBeat, Presence
from coordinator.access.models import Role
from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT, a_message, a_person, a_task, an_agent, by_holder, claimed, told
from tracks.commands import CompleteTask, ReservePaths


def page(client: Client, **query: object) -> str:
    return client.get(reverse("agents", args=[PROJECT]), query).text


def named(html: str) -> list[str]:
    return re.findall(r'<tr data-key="([^"]+)"', html)


def test_the_page_names_each_agent_with_its_work_its_load_and_what_it_has_not_read(maria: Client) -> None:
    an_agent("ada", capacity=2, capabilities=("python",))
    an_agent("bob")
    for key in ("A.1", "A.2"):
        a_task(key)
    by_holder(CompleteTask, "A.2", claimed("A.2"))
    claimed("A.1")
    a_message("Mind the ports.", "agent/ada")

    shown = page(maria)
    ada, bob = shown.split('data-key="ada"')[1].split('data-key="bob"')

    assert reverse("task", args=[PROJECT, "A.1"]) in ada and "working on A.1" in ada and 'data-time="left"' in ada
    assert 'aria-label="1 of 2 taken"' in ada and "python" in ada and "1 unread by ada" in ada
    assert '<td class="n extra">1</td>' in ada
    assert "Nothing" in bob and '<td class="n extra">1</td>' not in bob


def test_the_page_shows_the_paths_that_an_agent_has_reserved(maria: Client) -> None:
    an_agent("ada")
    told(ReservePaths(project=PROJECT, agent="ada", paths=("src/<api>", "docs")))

    assert "Reserved: src/&lt;api&gt;, docs" in page(maria)


def test_the_silent_come_first_and_who_has_left_comes_last(maria: Client, project: LogHead) -> None:
    now = timezone.now()
    for name in ("ada", "bob", "eve", "abe"):
        an_agent(name)
    a_task("A.1")
    a_task("A.2")
    claimed("A.1", "bob")
    claimed("A.2", "eve")
    told(StopAgent(project=PROJECT, name="abe"))
    Presence.objects.filter(project=project, agent="eve").update(seen_at=now - timedelta(minutes=2))
    Presence.objects.create(project=project, agent="ada", seen_at=now - timedelta(days=1))

    rows = re.findall(r'<tr data-key="(\w+)">.*?class="pill" data-st="(\w+)"', page(maria), re.DOTALL)

    assert rows == [("eve", "stale"), ("bob", "busy"), ("ada", "idle"), ("abe", "stopped")]
    assert "not heard of for 2 min; working on A.2" in page(maria)


def test_the_address_says_which_status_and_which_capability(maria: Client) -> None:
    an_agent("ada", capabilities=("python", "c & c"))
    an_agent("bob", capabilities=("python",))
    a_task("A.1")
    claimed("A.1", "ada")

    assert named(page(maria, status="busy")) == ["ada"]
    assert named(page(maria, capability="python", status="idle")) == ["bob"]
    assert named(page(maria, capability="c & c")) == ["ada"]
    assert "No agent is like that" in page(maria, capability="c & c", status="lost")
    assert "capability=c+%26+c" in page(maria)


def test_many_agents_are_shown_fifty_by_fifty(maria: Client) -> None:
    for number in range(53):
        an_agent(f"worker-{number:02}")

    assert len(named(page(maria))) == 50
    assert "show=100" in page(maria)
    assert len(named(page(maria, show=100))) == 53


def test_the_past_has_its_agents_and_nothing_to_press(maria: Client) -> None:
    an_agent("ada")
    then = told(StopAgent(project=PROJECT, name="ada")).events[-1].sequence - 1

    shown = page(maria, at=then)

    assert named(shown) == ["ada"] and 'data-st="idle"' in shown
    assert "Register" not in shown and 'name="key"' not in shown


def test_a_viewer_sees_agents_and_may_do_nothing_with_them(client: Client, project: LogHead) -> None:
    an_agent("ada")
    client.force_login(a_person("viktor", project, Role.VIEWER))

    assert named(page(client)) == ["ada"]
    assert 'name="key"' not in page(client)
    assert client.get(reverse("sheet", args=[PROJECT, "agent-new"])).status_code == 403


def test_sheets_of_several_agents_name_every_task_that_they_hold(maria: Client) -> None:
    for number, name in enumerate(("ada", "bob"), 1):
        an_agent(name)
        a_task(f"A.{number}")
        claimed(f"A.{number}", name)

    for sheet in ("agents-release", "agents-handover"):
        shown = maria.get(reverse("sheet", args=[PROJECT, sheet]), {"key": ["ada", "bob"]}).text
        assert "data-each=\"[&quot;A.1&quot;, &quot;A.2&quot;]\"" in shown
    stopping = maria.get(reverse("sheet", args=[PROJECT, "agents-stop"]), {"key": ["ada", "bob"]}).text
    assert "data-each=\"[&quot;ada&quot;, &quot;bob&quot;]\"" in stopping
    assert maria.get(reverse("sheet", args=[PROJECT, "agents-stop"]), {"key": "nobody"}).status_code == 404


def test_what_to_paste_names_this_server_and_this_project(maria: Client) -> None:
    assert f"http://testserver/api/v1/projects/{PROJECT}/agents" in page(maria)
    an_agent("it's ada")
    shown = maria.get(reverse("sheet", args=[PROJECT, "agent-token"]), {"key": "it's ada"}).text
    assert f"SIGNALBOX_PROJECT='http://testserver/api/v1/projects/{PROJECT}'" in shown
    assert "it%27s%20ada</span>'" in shown


def test_a_holder_that_missed_its_beats_needs_a_person(maria: Client, project: LogHead) -> None:
    an_agent("ada")
    a_task("A.1", "Settings")
    claimed("A.1")
    LeaseBeat.objects.filter(project=project).update(beat_at=timezone.now() - timedelta(minutes=3))

    shown = maria.get(reverse("overview", args=[PROJECT]), {"fragment": "attention"}).text

    assert "No heartbeat from ada for 3 min" in shown
    assert "Settings becomes free when its lease ends" in shown


def test_an_empty_project_says_what_an_agent_is(maria: Client) -> None:
    assert "No agents yet" in page(maria)
