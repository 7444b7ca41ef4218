"""What happens to what is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutMeasurement:
    name: str

    @property
    def subject(self) -> str:
        return f"measurement/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementRecorded(AboutMeasurement):
    value: str
    of: str = ""
    unit: str = ""
    about: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSet(AboutMeasurement):
    comparison: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetDropped(AboutMeasurement):
    pass


EVENTS = {
    "measurement.recorded": MeasurementRecorded,
    "measurement.target_set": TargetSet,
    "measurement.target_dropped": TargetDropped,
}
