"""What may be asked about the texts that belong to a plan: progress, risks, next steps and other notes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """`about` is a reference or empty. A risk may have a `severity`; a risk and a next step an `owner`."""

    project: str
    kind: str
    text: str
    about: str = ""
    date: str = ""
    severity: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseNote:
    """Edit a note: what is None stays as it is. `state`: of a risk open, mitigated or closed; of a next step open or done."""

    project: str
    key: str
    text: str | None = None
    about: str | None = None
    date: str | None = None
    state: str | None = None
    severity: str | None = None
    owner: str | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveNote:
    project: str
    key: str
    expected_version: int | None = None
