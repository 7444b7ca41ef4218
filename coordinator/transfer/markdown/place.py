"""Where in the document a line stands: under whose heading, in which section, at what date."""

from dataclasses import dataclass, replace
from typing import Protocol

from .dates import When
from .draft import Draft
from .entities import AgentDraft, TaskDraft, TrackDraft
from .labels import Label
from .sections import StatusList
from .tree import Node


@dataclass(frozen=True, slots=True)
class Place:
    """Everything the lines of a section inherit. `is_report` parts what happened from what is planned."""

    section: str = ""
    headings: tuple[str, ...] = ()
    track: TrackDraft | None = None
    agent: AgentDraft | None = None
    task: TaskDraft | None = None
    when: When | None = None
    is_report: bool = False
    listed: StatusList | None = None
    group: str = ""
    parent_line: int = 0

    @property
    def owner(self) -> TaskDraft | TrackDraft | None:
        return self.task or self.track

    @property
    def about(self) -> str:
        """The reference of what the lines here are about; empty outside any track, task or agent."""
        if item := self.owner:
            return item.reference
        return f"agent/{self.agent.name}" if self.agent else ""

    @property
    def date(self) -> str:
        return self.when.text if self.when else ""

    def under(self, heading: str) -> "Place":
        return replace(self, headings=(*self.headings, heading))


class Reader(Protocol):
    """What the rules for single sections call back for the rest of the document."""

    draft: Draft

    def visit(self, node: Node, place: Place) -> None: ...

    def read_details(self, nodes: list[Node], place: Place) -> None: ...

    def apply(self, label: Label, node: Node, place: Place) -> None: ...
