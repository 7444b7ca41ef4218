"""What may be asked about the terms of work."""

from dataclasses import dataclass

from tracks.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTaskTerms:
    """These are the task's own terms from now on; those of its track count beside them."""

    project: str
    key: str
    terms: Terms
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTrackTerms:
    project: str
    key: str
    terms: Terms
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryDue:
    """Try a failed task again, now that its pause is over. The rule looks at the time again."""

    project: str
    key: str
