"""What an event is about: its `subject`, the thing whose history it belongs to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutProject:
    @property
    def subject(self) -> str:
        return "project"


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutTrack:
    key: str

    @property
    def subject(self) -> str:
        return f"track/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutTask:
    key: str

    @property
    def subject(self) -> str:
        return f"task/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutDependency:
    item: str
    needs: str

    @property
    def subject(self) -> str:
        return self.item
