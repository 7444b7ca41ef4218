"""A project with something on every page, and a browser that is signed in to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext

from coordinator.eventlog.models import LogHead
from tests.support.world import (
    PROJECT, a_decision, a_message, a_project, a_task, a_track, an_administrator, an_agent, by_holder, claimed, told,
)
from tracks.commands import (
    AddSyncPoint, BlockTask, CompleteTask, DeclareConflictArea, FailTask, PassSyncPoint, RecordMeasurement, ReportProgress,
    ReservePaths, SetTarget, StartTask, SubmitTask,
)
from tracks.decisions import Option
from tracks.meeting import Check
from tracks.work import Deliverable, Step

LONG = "A title that goes on and on, as titles do when somebody explains everything in one line, src/a/very/long/path.py"


def a_busy_project() -> LogHead:
    """Three tracks; done, running, blocked, failed, offered, ready and waiting tasks; titles short and long."""
    project = a_project()
    for name in ("ada", "bob", "an-agent-with-quite-a-long-name"):
        an_agent(name, capacity=4, title="Builds what the plan says", capabilities=("python", "docker"))
    a_message(LONG, "agent/bob", kind="question")
    a_message(f"{LONG}\n" * 12, kind="blocker", sender="agent/ada")
    options = (Option("A long one", "0.25", LONG), Option(LONG, "0.9", "It is shorter."))
    a_decision(LONG, LONG, why="Because.", options=options, about=("agent/ada",))
    a_track("A", "Infrastructure", owner="Ada", focus=LONG, deliverables=(Deliverable("A compose file", done=True),))
    a_track("B", LONG, depends_on=("track/A",))
    a_track("C", "Quality", owner="Bob", depends_on=("track/B",))
    steps = (Step("Start the services", done=True), Step(LONG))
    for number in range(1, 7):
        a_task(f"A.{number}", LONG if number == 2 else "", track="A", steps=steps, paths=("src/**",), notes="Mind the ports.")
    a_task("B.1", track="B", depends_on=("task/A.2", "task/A.3"))
    a_task("C.1", track="C")
    checks = (Check(text=LONG), Check("command", text="make check"), Check("metric", "", "compilation errors", "<=", "0"))
    told(AddSyncPoint(project=PROJECT, key="1", title=LONG, after=("track/A", "task/B.1"), checks=checks))
    told(AddSyncPoint(project=PROJECT, key="2", title="Kick-off", checks=(Check(text="all are there"),)))
    told(PassSyncPoint(project=PROJECT, key="2", note="all there"))
    by_holder(CompleteTask, "A.1", claimed("A.1"), summary="Works.")
    fence = claimed("A.2")
    by_holder(StartTask, "A.2", fence)
    by_holder(ReportProgress, "A.2", fence, percent=40, note=LONG)
    by_holder(BlockTask, "A.3", claimed("A.3"), reason=LONG)
    by_holder(FailTask, "A.4", claimed("A.4"), reason="timeout")
    by_holder(SubmitTask, "A.5", claimed("A.5"), summary="please look")
    told(DeclareConflictArea(project=PROJECT, key="schema", area=LONG, tracks=("A", "B"), paths=("db/**",)))
    told(ReservePaths(project=PROJECT, agent="bob", paths=("docs/**",), reason=LONG, expires_in=3600))
    for value in ("223", "200"):
        told(RecordMeasurement(project=PROJECT, name="compilation errors", value=value, about="track/A"))
    told(SetTarget(project=PROJECT, name="compilation errors", comparison="<=", value="0"))
    project.refresh_from_db()
    return project


def addresses() -> dict[str, str]:
    """Every page that draws something of a busy project, by name."""
    of_project: dict[str, list[Any]] = {
        "overview": [], "tracks": [], "track": ["A"], "tasks": [], "task": ["A.2"], "agents": [], "agent": ["ada"],
        "messages": [], "message": ["5"], "decisions": [], "decision": ["7"], "activity": [], "find": [], "board": [],
        "event": [3], "compare": [],
        "imports": [], "settings": [], "settings-people": [], "settings-tokens": [], "settings-webhooks": [],
        "settings-proof": [],
        "attention": [], "integration": [], "graph": [],
        "schedule": [], "sync-points": [], "sync": ["1"], "conflicts": [],
        "reports": [], "report": ["burn-up"], "report-of-day": [], "measurement": ["compilation errors"],
    }
    pages = {name: reverse(name, args=[PROJECT, *args]) for name, args in of_project.items()}
    pages["compare"] += "?from=4&to=20"
    pages["find"] += "?q=a"
    track = reverse("track", args=[PROJECT, "A"])
    return pages | {
        "track history": f"{track}?tab=history", "track settings": f"{track}?tab=settings",
        "projects": reverse("projects"), "docs": reverse("docs"), "not found": "/nothing/here/", "sign-in": reverse("sign-in"),
    }


def asking(address: str, **query: str | int) -> str:
    """An address with more in its query."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}" if query else address


@contextmanager
def signed_in(browser: Browser, url: str, cookie: str, **options: Any) -> Iterator[BrowserContext]:
    """A browser window that carries the session `cookie` at `url`."""
    context = browser.new_context(base_url=url, reduced_motion="reduce", **options)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}])
    try:
        yield context
    finally:
        context.close()


def session_cookie() -> str:
    """Signs an administrator in; before any browser starts, for its loop keeps Django from the database."""
    client = Client()
    client.force_login(an_administrator())
    return client.cookies[settings.SESSION_COOKIE_NAME].value
