"""Hands each label of a track, worker or task to the function for its role."""

from collections.abc import Callable

from ..inline import plain
from . import owner_fields, work_fields
from .field_values import kept, values
from .labels import Label
from .place import Place, Reader
from .tree import Node

Field = Callable[[Reader, Label, Node, Place], None]


def apply_label(reader: Reader, label: Label, node: Node, place: Place) -> None:
    """Hands a label to the field it names; one without a row is kept in the notes of whose section it is in."""
    field = FIELDS.get(label.role, kept)
    if not place.owner and not place.agent and label.role not in _NEED_NO_OWNER:
        field = kept
    field(reader, label, node, place)


def _criteria(reader: Reader, label: Label, node: Node, place: Place) -> None:
    for line, text in values(reader, label, node, place):
        reader.draft.note("criterion", text if line != node.line else plain(text), line, place.about, place.date)


def _risks(reader: Reader, label: Label, node: Node, place: Place) -> None:
    for line, text in values(reader, label, node, place):
        reader.draft.note("risk" if label.role == "risks" else "next_step", text, line, place.about, place.date)


def _updated(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(plain(text) for _, text in values(reader, label, node, place))
    reader.draft.note("history", f"{label.name}: {text}", node.line, place.about, text)


FIELDS: dict[str, Field] = {
    "focus": owner_fields.take_focus,
    "owner": owner_fields.take_owner,
    "status": work_fields.take_status,
    "tasks": work_fields.take_tasks,
    "active": work_fields.take_tasks,
    "deliverables": owner_fields.take_deliverables,
    "dependencies": work_fields.take_dependencies,
    "blocks": work_fields.take_blocks,
    "files": owner_fields.take_files,
    "directory": owner_fields.take_directory,
    "role": owner_fields.take_role,
    "steps": work_fields.take_steps,
    "criteria": _criteria,
    "priority": work_fields.take_priority,
    "estimate": work_fields.take_estimate,
    "progress": work_fields.take_progress,
    "parallel": work_fields.take_parallel,
    "weeks": work_fields.take_weeks,
    "capabilities": work_fields.take_capabilities,
    "risks": _risks,
    "next": _risks,
    "updated": _updated,
}
_NEED_NO_OWNER = {"tasks", "active", "criteria", "risks", "next", "updated"}
