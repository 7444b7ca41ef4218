"""What may be asked about what is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMeasurement:
    """`value` and `of` are decimals as text; `about` is a reference or empty."""

    project: str
    name: str
    value: str
    of: str = ""
    unit: str = ""
    about: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTarget:
    """What the measurements of this name should come to."""

    project: str
    name: str
    comparison: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropTarget:
    project: str
    name: str
