"""Where tracks meet, as frozen values: sync points, conflict areas, integration points."""

from dataclasses import dataclass
from datetime import datetime

from tracks.work import Evidence

CHECK_KINDS = ("text", "command", "metric")


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold before a sync point is passed.

    `kind`: text (a person looks), command (`text` is to be run and end with 0), metric (a measurement by its name,
    a comparison and a value).
    """

    kind: str = "text"
    text: str = ""
    metric: str = ""
    comparison: str = ""
    value: str = ""

    @property
    def said(self) -> str:
        return self.text or f"{self.metric} {self.comparison} {self.value}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody found when making a check; of a command the exit status, and the SHA-256 of what it wrote."""

    holds: bool
    text: str
    exit_status: int | None
    digest: str
    actor: str
    at: datetime
    sequence: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A check and what came of it so far. That of a metric is read off the measurements."""

    check: Check
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class SyncPoint:
    """A gate.

    `placed`: somebody said what it comes after, so a document says so no more. `auto`: it opens by itself, once; after
    somebody has `reopened` it, a person passes it. `despite` is the reason why it was passed although not every check
    held.
    """

    key: str
    title: str
    position: int
    after: tuple[str, ...] = ()
    checks: tuple[Standing, ...] = ()
    auto: bool = False
    passed: bool = False
    reopened: bool = False
    placed: bool = False
    passed_by: str = ""
    passed_at: datetime | None = None
    note: str = ""
    despite: str = ""
    digest: str = ""
    line: int = 0
    version: int = 0

    @property
    def check(self) -> str:
        """What its first text check says: all that the document it came from could say."""
        return next((one.check.text for one in self.checks if one.check.kind == "text"), "")

    @property
    def metrics(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.check.metric for one in self.checks if one.check.kind == "metric"))

    @property
    def opens_itself(self) -> bool:
        return self.auto and not self.passed and not self.reopened


@dataclass(frozen=True, slots=True)
class ConflictArea:
    """Something several tracks touch. `waits` are the keys of the dependencies that it made to put them in order."""

    key: str
    area: str
    position: int
    tracks: tuple[str, ...] = ()
    resolution: str = ""
    first: str = ""
    digest: str = ""
    line: int = 0
    version: int = 0
    paths: tuple[str, ...] = ()
    ordered: bool = False
    waits: tuple[str, ...] = ()
    resolved_at: datetime | None = None
    resolved_by: str = ""

    @property
    def status(self) -> str:
        """`open` until it says how it is resolved; `ordered` where other tracks wait for the first one because of it."""
        return "ordered" if self.ordered else "resolved" if self.resolution else "open"


@dataclass(frozen=True, slots=True)
class Ready:
    """That a party is ready, and who said so. The party is empty where the point names none."""

    party: str
    note: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class IntegrationPoint:
    key: str
    title: str
    position: int
    parties: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    ready: tuple[Ready, ...] = ()
    integrated: bool = False
    integrated_by: str = ""
    integrated_at: datetime | None = None
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    digest: str = ""
    line: int = 0
    version: int = 0

    @property
    def missing(self) -> tuple[str, ...]:
        """The parties that are not ready."""
        ready = {one.party for one in self.ready}
        return tuple(party for party in self.parties or ("",) if party not in ready)

    @property
    def status(self) -> str:
        if self.integrated:
            return "integrated"
        return "open" if self.missing else "ready"
