"""One agent with all that is known of it."""

import re

from django.test import Client
from django.urls import reverse

from agents.commands import BeginIncarnation, StopAgent
from tests.support.world import PROJECT, a_message, a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import CompleteTask, FailTask, ReportProgress, ReviseTask


def page(client: Client, name: str = "ada", **query: object) -> str:
    return client.get(reverse("agent", args=[PROJECT, name]), query).text


def test_the_page_shows_what_it_holds_with_its_moves_and_what_it_is(maria: Client) -> None:
    a_track("A")
    an_agent("ada", title="Builds <b>it</b>", capabilities=("python",), capacity=3, working_directory="/srv/web")
    a_task("A.1", "Settings", track="A")
    claimed("A.1")
    told(BeginIncarnation(project=PROJECT, name="ada", incarnation="first-run"))
    told(BeginIncarnation(project=PROJECT, name="ada", incarnation="second-run"))

    shown = page(maria, fragment="agent")

    for piece in ("Builds &lt;b&gt;it&lt;/b&gt;", "1 of 3", "Settings", "/srv/web", "?capability=python", "Hand over", "Busy"):
        assert piece in shown
    assert shown.index("second-run") < shown.index("Before it") < shown.index("first-run")
    assert "began anew as" in shown


def test_its_metrics_are_those_of_the_api(maria: Client) -> None:
    an_agent("ada", capacity=2)
    for key in ("A.1", "A.2", "A.3"):
        a_task(key)
    by_holder(CompleteTask, "A.1", claimed("A.1"))
    by_holder(CompleteTask, "A.2", claimed("A.2"))
    by_holder(FailTask, "A.3", claimed("A.3"), reason="no key")
    told_by_api = maria.get(f"/api/v1/projects/{PROJECT}/agents/ada/metrics").json()

    shown = page(maria, fragment="metrics")
    figures = re.findall(r"<dd[^>]*>([^<]+)</dd>", shown)

    counted = [told_by_api[name] for name in ("tasks_done", "tasks_failed", "tasks_rejected", "leases_lost")]
    assert figures[:5] == [*map(str, counted), f"{told_by_api['success_rate']} %"]
    assert shown.count("<rect") == told_by_api["cycles"]
    csv = maria.get(reverse("agent", args=[PROJECT, "ada"]), {"csv": 1})
    assert csv.headers["Content-Type"].startswith("text/csv")
    assert len(csv.text.splitlines()) == 1 + told_by_api["cycles"]


def test_its_history_is_what_it_did_and_what_befell_it_in_one_order_page_by_page(maria: Client) -> None:
    an_agent("ada")
    a_task("A.1")
    fence = claimed("A.1")
    for percent in range(1, 60):
        by_holder(ReportProgress, "A.1", fence, percent=percent)
    told(ReviseTask(project=PROJECT, key="A.1", title="Elsewhere"))
    told(StopAgent(project=PROJECT, name="ada", reason="done for today"))

    first = page(maria, fragment="history")
    before = re.findall(r"before=(\d+)#history", first)[0]
    rest = page(maria, fragment="history", before=before)
    places = [int(number) for number in re.findall(r'id="event-(\d+)"', first + rest)]

    assert places == sorted(set(places), reverse=True)
    assert "done for today" in first and "registered" in rest and "registered" not in first
    assert "Elsewhere" not in first.partition("stopped")[0] and "revised" not in first


def test_its_inbox_lets_an_operator_read_for_it(maria: Client) -> None:
    an_agent("ada")
    key = a_message("<i>Which</i> format?", "agent/ada", kind="question")
    shown = page(maria, fragment="inbox")
    assert "1 unread" in shown and "&lt;i&gt;Which&lt;/i&gt; format?" in shown
    assert "Mark as read for ada" in shown and "&quot;agent&quot;: &quot;ada&quot;" in shown

    answer = maria.post(f"/api/v1/projects/{PROJECT}/messages/{key}/ack", {"agent": "ada"}, "application/json")

    assert answer.status_code == 200
    assert "1 unread" not in page(maria, fragment="inbox")


def test_the_past_shows_the_agent_as_it_was(maria: Client) -> None:
    an_agent("ada")
    a_task("A.1")
    then = claimed("A.1")
    by_holder(CompleteTask, "A.1", then)

    shown = page(maria, at=then)

    assert "Busy" in shown and "A.1" in shown and "completed" not in shown
    assert 'data-send="' not in shown


def test_names_may_hold_what_addresses_do_not_like(maria: Client) -> None:
    an_agent('a/b "c"<d>')
    a_message("Hello", 'agent/a/b "c"<d>')

    shown = page(maria, 'a/b "c"<d>')

    assert "a/b &quot;c&quot;&lt;d&gt;" in shown and "<d>" not in shown and "1 unread" in shown
