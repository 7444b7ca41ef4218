"""What many rules ask of what was sent: keys, lengths, versions, and that the thing is there at all."""

from dataclasses import fields
from typing import Any, Protocol

from tracks.errors import InvalidField, UnknownTask, UnknownTrack, VersionMismatch
from tracks.paths import MOST_PATHS, BadPath, normal
from tracks.plan import Plan
from tracks.work import PRIORITIES, Task, Track

LONGEST_KEY = 100
LONGEST_TITLE = 500
LONGEST = {"owner": 200, "assignee": 160, "working_directory": 500}  # characters, as the tables hold them


def check_key(key: str, field: str = "key") -> None:
    if not is_key(key):
        problem = f"must be 1 to {LONGEST_KEY} printable characters without space around them"
        raise InvalidField(field=field, problem=problem)


def is_key(key: str) -> bool:
    return 0 < len(key) <= LONGEST_KEY and key == key.strip() and key.isprintable()


def check_title(title: str, field: str = "title", longest: int = LONGEST_TITLE) -> None:
    if not title.strip() or len(title) > longest:
        raise InvalidField(field=field, problem=f"must be 1 to {longest} characters")


def check_lengths(command: Any) -> None:
    for field, longest in LONGEST.items():
        if len(getattr(command, field, None) or "") > longest:
            raise InvalidField(field=field, problem=f"must be at most {longest} characters")


def normal_paths(texts: tuple[str, ...], field: str = "paths") -> tuple[str, ...]:
    """The patterns in normal form, each once. Raises InvalidField for the first that is none."""
    if len(texts) > MOST_PATHS:
        raise InvalidField(field=field, problem=f"holds {len(texts)} paths; {MOST_PATHS} are the most")
    found: dict[str, None] = {}
    for place, text in enumerate(texts):
        try:
            found[normal(text)] = None
        except BadPath as reason:
            raise InvalidField(field=f"{field}[{place}]", problem=f"{reason}: {text[:60]!r}") from reason
    return tuple(found)


def check_shape(priority: str, estimate: int | None) -> None:
    if priority not in PRIORITIES:
        raise InvalidField(field="priority", problem=f"must be one of {', '.join(PRIORITIES)}")
    if estimate is not None and not is_estimate(estimate):
        raise InvalidField(field="estimate", problem="must be minutes, from 0 to 10,000,000")


def is_estimate(minutes: int) -> bool:
    return 0 <= minutes <= 10_000_000


class Versioned(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def version(self) -> int: ...


def check_version(command: Any, entity: Versioned) -> None:
    if command.expected_version not in (None, entity.version):
        raise VersionMismatch(key=entity.key, version=entity.version, expected=command.expected_version)


def known_track(plan: Plan, key: str) -> Track:
    if key not in plan.tracks:
        raise UnknownTrack(key=key, project=plan.project)
    return plan.tracks[key]


def known_task(plan: Plan, key: str) -> Task:
    if key not in plan.tasks:
        raise UnknownTask(key=key, project=plan.project)
    return plan.tasks[key]


def next_position(entities: Any) -> int:
    return max((entity.position for entity in entities), default=0) + 1


def edited(entity: Any, command: Any, *names: str) -> dict[str, Any]:
    """The named fields as the command wants them; what it leaves at None stays."""
    wanted = {name: getattr(command, name) for name in names}
    return {name: getattr(entity, name) if value is None else value for name, value in wanted.items()}


def differs(event: Any, entity: Any) -> bool:
    return any(getattr(event, one.name) != getattr(entity, one.name) for one in fields(event))
