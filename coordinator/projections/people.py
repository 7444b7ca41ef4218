"""Agents and what is written to them, as rows."""

from typing import Any

from coordinator.eventlog.rows import Row
from coordinator.projections.projection import Projection
from tracks.plan import Plan


def agent_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.name, "version": one.version, "kind": one.kind, "title": one.title, "role": one.role,
        "capabilities": one.capabilities, "capacity": one.capacity, "focus": one.focus,
        "working_directory": one.working_directory, "key_files": one.key_files, "tracks": one.tracks,
        "notes": one.notes, "state": one.state, "load": one.load, "tasks_done": one.tasks_done,
        "tasks_failed": one.tasks_failed, "leases_lost": one.leases_lost, "tasks_rejected": one.tasks_rejected,
        "stints": one.stints, "incarnation": one.incarnation, "began_at": one.began_at, "silent_since": one.silent_since,
        "source_line": one.source_line,
    }


def message_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "sequence": int(one.key), "kind": one.kind, "sender": one.sender,
        "to": one.to, "thread": one.thread, "reply_to": one.reply_to, "about": one.about, "text": one.text,
        "sent_at": one.sent_at, "deadline": one.deadline, "unread": one.unread, "answer": one.answer,
        "resolved": one.resolved, "resolved_by": one.resolved_by, "resolved_at": one.resolved_at,
        "resolution": one.resolution, "closed": one.version if one.is_over else None,
    }


def delivery_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "message": int(one.message), "recipient": one.recipient,
        "acknowledged": one.acknowledged, "acknowledged_at": one.acknowledged_at,
    }


PROJECTIONS = (
    Projection("agents_agent", "agents", agent_row),
    Projection("agents_message", "messages", message_row),
    Projection("agents_delivery", "deliveries", delivery_row),
)
