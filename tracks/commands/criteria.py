"""What may be asked about success criteria."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCriterion:
    """`kind` says how it is told whether it is met, `of`, `comparison` and `value` what is compared; see tracks/criteria.py."""

    project: str
    kind: str
    text: str = ""
    of: str = ""
    comparison: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseCriterion:
    """Edit a criterion: what is None stays as it is."""

    project: str
    key: str
    text: str | None = None
    of: str | None = None
    comparison: str | None = None
    value: str | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveCriterion:
    project: str
    key: str
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TickCriterion:
    """A person says whether a text criterion holds."""

    project: str
    key: str
    met: bool = True
    note: str = ""
