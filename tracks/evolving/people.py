"""What the events of agents change."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from agents import events as e
from agents.plan import KEPT_INCARNATIONS, Agent
from tracks.draft import Draft
from tracks.happened import Happened


def agent_registered(draft: Draft, event: e.AgentRegistered, at: Happened) -> None:
    before: Agent = draft.agents.get(event.name) or Agent(event.name)
    draft.agents[event.name] = replace(
        before, kind=event.kind, title=event.title, role=event.role, capabilities=event.capabilities,
        capacity=event.capacity, focus=event.focus, working_directory=event.working_directory,
        key_files=event.key_files, tracks=event.tracks, notes=event.notes, joined=event.joined, stopped=event.stopped,
        digest=event.digest, source_line=event.line, version=at.sequence,
    )


def agent_stopped(draft: Draft, event: e.AgentStopped, at: Happened) -> None:
    draft.change_agent(event.name, stopped=True, silent_since=None, version=at.sequence)


def agent_started(draft: Draft, event: e.AgentStarted, at: Happened) -> None:
    if event.name in draft.agents:
        before: Agent = draft.agents[event.name]
        former = (before.incarnation, *before.former)[:KEPT_INCARNATIONS] if before.incarnation else ()
        draft.change_agent(
            event.name, incarnation=event.incarnation, former=former, began=at.sequence, began_at=at.at, version=at.sequence
        )


def agent_lost(draft: Draft, event: e.AgentLost, at: Happened) -> None:
    draft.change_agent(event.name, silent_since=event.seen_at, version=at.sequence)


def agent_returned(draft: Draft, event: e.AgentReturned, at: Happened) -> None:
    draft.change_agent(event.name, silent_since=None, version=at.sequence)


def agent_removed(draft: Draft, event: e.AgentRemoved, at: Happened) -> None:
    del draft.agents[event.name]


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.AgentRegistered: agent_registered,
    e.AgentRevised: agent_registered,
    e.AgentStopped: agent_stopped,
    e.AgentRemoved: agent_removed,
    e.AgentStarted: agent_started,
    e.AgentLost: agent_lost,
    e.AgentReturned: agent_returned,
}
