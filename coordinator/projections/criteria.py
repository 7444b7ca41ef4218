"""Success criteria, as rows: what was asked for. How they stand follows from the whole plan and is not kept."""

from coordinator.eventlog.rows import Row
from coordinator.projections.projection import Projection
from tracks.criterion import Criterion
from tracks.plan import Plan


def criterion_row(plan: Plan, one: Criterion) -> Row:
    return {
        "key": one.key, "version": one.version, "kind": one.kind, "text": one.text, "of": one.of,
        "comparison": one.comparison, "value": one.value, "position": one.position, "met": one.met, "met_by": one.by,
        "met_at": one.at, "note": one.note,
    }


PROJECTIONS = (
    Projection("tracks_criterion", "criteria", criterion_row),
)
