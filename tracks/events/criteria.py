"""What happens to success criteria. Whether one is met follows from the plan, save for a text's."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutCriterion:
    key: str

    @property
    def subject(self) -> str:
        return f"criterion/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionAdded(AboutCriterion):
    kind: str
    text: str
    of: str
    comparison: str
    value: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRevised(CriterionAdded):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRemoved(AboutCriterion):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionTicked(AboutCriterion):
    met: bool
    note: str = ""


EVENTS = {
    "criterion.added": CriterionAdded,
    "criterion.revised": CriterionRevised,
    "criterion.removed": CriterionRemoved,
    "criterion.ticked": CriterionTicked,
}
