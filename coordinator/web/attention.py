"""What needs a person, ranked by the work it holds up. Each item is one plain sentence, its age, its consequence, one link."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from agents import queries as agent_queries
from agents.models import LeaseBeat
from coordinator.web.ages import span
from tracks import queries
from tracks.models import ImportReport, Task, Track

SHOWN = 6
AN_HOUR = 60
ACTION = {"blocked": "Unblock", "failed": "Decide", "in_review": "Review"}


@dataclass(frozen=True, slots=True)
class Item:
    """`holds_up` is in minutes of work; `since` says how long it has waited."""

    id: str
    state: str
    key: str
    sentence: str
    consequence: str
    since: datetime | None
    action: str
    href: str
    holds_up: int


def needs_a_person(project: int, slug: str, now: datetime) -> list[Item]:
    """The most pressing first. A fixed number of queries; reads no more rows than a page can show."""
    tasks = queries.tasks_that_need_a_person(project, SHOWN)
    leases = agent_queries.silent_leases(project, now, SHOWN)
    silent = queries.tasks_by_key(project, [lease.task for lease in leases])
    waiters = queries.dependent_counts(project, [f"task/{key}" for key in {*silent, *(task.key for task in tasks)}])

    def link(name: str, key: str) -> str:
        return reverse(name, args=[slug, key])

    items = [of_task(task, waiters, link) for task in tasks]
    items += [of_silence(lease, silent[lease.task], waiters, now, link) for lease in leases if lease.task in silent]
    items += [of_unowned(track, others, link) for track, others in queries.unowned_tracks_others_wait_for(project)]
    report = queries.latest_import(project)
    if report and report_problems(report):
        items.append(of_import(report, link))
    return sorted(items, key=lambda item: (-item.holds_up, item.id))


Link = Callable[[str, str], str]


def of_task(task: Task, waiters: dict[str, int], link: Link) -> Item:
    said = task.summary if task.status == "in_review" else task.reason
    return Item(
        id=f"task/{task.key}",
        state=task.status,
        key=task.key,
        sentence=f"{task.title}: {said}" if said else task.title,
        consequence=consequence(task, waiters),
        since=task.changed_at,
        action=ACTION[task.status],
        href=link("task", task.key),
        holds_up=task.tail,
    )


def of_silence(lease: LeaseBeat, task: Task, waiters: dict[str, int], now: datetime, link: Link) -> Item:
    silence = span(round((now - lease.beat_at).total_seconds()))
    return Item(
        id=f"silent/{lease.agent}/{lease.task}",
        state="lost",
        key=task.key,
        sentence=f"No heartbeat from {lease.agent} for {silence}",
        consequence=f"{task.title} becomes free when its lease ends. {consequence(task, waiters)}",
        since=lease.beat_at,
        action="Look",
        href=link("task", task.key),
        holds_up=task.tail,
    )


def of_unowned(track: Track, others: list[str], link: Link) -> Item:
    return Item(
        id=f"unowned/{track.key}",
        state="unowned",
        key=track.key,
        sentence=f"Nobody owns track {track.key}, {track.title}",
        consequence=f"{'Track' if len(others) == 1 else 'Tracks'} {', '.join(others)} {waits(len(others))} for it",
        since=None,
        action="See the track",
        href=link("track", track.key),
        holds_up=AN_HOUR * len(others),
    )


def of_import(report: ImportReport, link: Link) -> Item:
    count = len(report_problems(report))
    return Item(
        id=f"import/{report.key}",
        state="import",
        key="",
        sentence=f"{counted(count, 'line')} of {report.filename or 'the imported plan'} {'is' if count == 1 else 'are'} in doubt",
        consequence="Nothing waits for it; what was guessed may be wrong",
        since=report.recorded_at,
        action="Read the report",
        href=link("import", report.key),
        holds_up=0,
    )


def report_problems(report: ImportReport) -> list[dict[str, object]]:
    """The problems somebody should look at; the rest is only worth knowing."""
    return [problem for problem in report.problems if problem["severity"] in ("error", "warning")]


def consequence(task: Task, waiters: dict[str, int]) -> str:
    count = waiters.get(f"task/{task.key}", 0)
    behind = task.tail - (task.estimate or AN_HOUR)
    words = [f"{counted(count, 'item')} {waits(count)} for it"] if count else []
    if behind > 0:  # also what waits for its track, and so for it
        words.append(f"{span(behind * 60)} of work behind it")
    return " · ".join(words) or "Nothing waits for it"


def waits(count: int) -> str:
    return "waits" if count == 1 else "wait"


def counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
