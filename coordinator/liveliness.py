"""How alive agents are, in a word and in a sentence, from their beats. Judges nobody: who is lost stands in the log.

A beat is owed by whoever holds work, and by whoever has beaten before and not stopped since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from agents.models import LeaseBeat, Presence
from coordinator.eventlog.rows import Row
from tracks.spans import span


@dataclass(frozen=True, slots=True)
class Signs:
    """When an agent was last heard of, whether it sends beats, and how far it says it is with each task it holds."""

    seen_at: datetime | None = None
    beats: bool = False
    progress: Mapping[str, int] | None = None


NO_SIGNS = Signs()


def signs_of(project: int, names: Sequence[str]) -> dict[str, Signs]:
    """Two queries, whoever is asked about."""
    progress: dict[str, dict[str, int]] = {}
    leases = LeaseBeat.objects.filter(project=project, agent__in=names).order_by("fence")
    for agent, task, percent in leases.values_list("agent", "task", "progress"):
        progress.setdefault(agent, {})[task] = percent
    seen = Presence.objects.filter(project=project, agent__in=names).values_list("agent", "seen_at", "beats")
    return {agent: Signs(seen_at, beats, progress.get(agent)) for agent, seen_at, beats in seen}


def status(row: Row, signs: Signs, now: datetime) -> str:
    """named, idle, busy, stale (a beat is overdue), lost, or stopped. `row` is the agent's row of the status table."""
    state: str = row["state"]
    owes = state == "busy" or (state == "idle" and signs.beats)
    return "stale" if owes and is_silent(signs.seen_at, now) else state


def is_silent(seen_at: datetime | None, now: datetime) -> bool:
    return seen_at is not None and now - seen_at >= timedelta(seconds=settings.STALE_SECONDS)


def verdict(row: Row, signs: Signs, now: datetime) -> str:
    """How alive it is and what it works on, such as `beating, 12 s ago; working on B.4, 40 %`.

    Empty for one that was never heard of.
    """
    state = status(row, signs, now)
    if state == "stopped":
        return "stopped"
    if signs.seen_at is None:
        return ""
    silence = span(max(0, round((now - signs.seen_at).total_seconds())))
    is_quiet = state in ("stale", "lost")
    heard = f"not heard of for {silence}" if is_quiet else f"{'beating' if signs.beats else 'heard'}, {silence} ago"
    return f"{'lost, ' if state == 'lost' else ''}{heard}; {occupation(row, signs)}"


def occupation(row: Row, signs: Signs) -> str:
    held = signs.progress or {}
    if not held:
        return f"holds {row['load']} tasks" if row["load"] else "idle"
    words = [f"{task}, {percent} %" if percent else task for task, percent in list(held.items())[:3]]
    more = f" and {len(held) - 3} more" if len(held) > 3 else ""
    return f"working on {'; '.join(words)}{more}"
