"""The terms of a task or track: what must be shown before work is done, and how often it is tried."""

from typing import Annotated, Any

import msgspec
from django.http import HttpResponse
from msgspec import Meta

from coordinator.api.door import Ask, Door, answer, operation, told
from coordinator.api.reading import Strict
from coordinator.api.rows import TASKS, TRACKS, At, moment
from coordinator.api.tasks import task_told
from coordinator.api.versions import etag, expected
from coordinator.api.wire import terms as wire
from coordinator.api.wire.tasks import Task
from coordinator.api.wire.tracks import Track, draw_track
from coordinator.projections.work import track_row
from tracks import errors
from tracks.commands import SetTaskTerms, SetTrackTerms
from tracks.terms import Metric, Retry, Terms

Number = Annotated[int, Meta(ge=-(10**15), le=10**15)] | Annotated[str, Meta(max_length=26)]


class WantedMetric(Strict):
    """What a measurement must have come to. Fractions are sent as text, so none is rounded."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    comparison: Annotated[str, Meta(max_length=2, description="<, <=, =, >= or >")]
    value: Number


class WantedRetry(Strict):
    """How often it is tried in all; the pause after the first failure in seconds, and by what each further one grows."""

    max_attempts: Annotated[int, Meta(ge=1, le=100)]
    backoff: Annotated[int, Meta(ge=0, le=604_800)] = 0
    factor: Annotated[int, Meta(ge=1, le=10)] = 1


class WantedTerms(Strict):
    """All of them: what is left out is demanded no more."""

    check: Annotated[str, Meta(max_length=2_000, description="A command that must have ended with exit status 0.")] = ""
    review: Annotated[bool, Meta(description="By somebody other than who did the work.")] = False
    deliverables: Annotated[bool, Meta(description="Those of the track must be met.")] = False
    metrics: Annotated[tuple[WantedMetric, ...], Meta(max_length=20)] = ()
    retry: WantedRetry | None = None


EXAMPLE = {
    "check": "make test", "review": True, "metrics": [{"name": "compilation errors", "comparison": "<=", "value": 0}],
    "retry": {"max_attempts": 3, "backoff": 60, "factor": 2},
}


class TermsOfTask(Door):
    @operation(
        "Read the terms that a task has of its own", query=At, answers={200: (wire.Terms, "What it demands itself.")},
        refusals=(errors.UnknownTask,),
    )
    def get(self, ask: Ask, key: str) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        row = place.known(TASKS, key, errors.UnknownTask(key=key, project=ask.project))
        return answer(wire.draw_terms(row["terms"]), ETag=etag(row["version"]))

    @operation(
        "Say what a task demands before it is done, and how often it is tried", needs="operate", body=WantedTerms,
        answers={200: (Task, "The task; its `demands` count those of its track too.")},
        refusals=(errors.UnknownTask, errors.VersionMismatch), example=EXAMPLE,
    )
    def put(self, ask: Ask, key: str) -> HttpResponse:
        command = SetTaskTerms(project=ask.project, key=key, terms=meant(ask.body), expected_version=expected(ask))
        return task_told(ask.tell(command), key)


class TermsOfTrack(Door):
    @operation(
        "Read the terms of a track", query=At, answers={200: (wire.Terms, "What it demands of its tasks.")},
        refusals=(errors.UnknownTrack,),
    )
    def get(self, ask: Ask, key: str) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        row = place.known(TRACKS, key, errors.UnknownTrack(key=key, project=ask.project))
        return answer(wire.draw_terms(row["terms"]), ETag=etag(row["version"]))

    @operation(
        "Say what a track demands of all its tasks", needs="operate", body=WantedTerms,
        answers={200: (Track, "The track.")}, refusals=(errors.UnknownTrack, errors.VersionMismatch), example=EXAMPLE,
    )
    def put(self, ask: Ask, key: str) -> HttpResponse:
        command = SetTrackTerms(project=ask.project, key=key, terms=meant(ask.body), expected_version=expected(ask))
        receipt = ask.tell(command)
        track = receipt.plan.tracks[key]
        return told(receipt, draw_track(track_row(receipt.plan, track)), ETag=etag(track.version))


def meant(body: WantedTerms) -> Terms:
    stated: dict[str, Any] = msgspec.structs.asdict(body)
    stated["metrics"] = tuple(Metric(one.name, one.comparison, str(one.value)) for one in body.metrics)
    stated["retry"] = Retry(**msgspec.structs.asdict(body.retry)) if body.retry else None
    return Terms(**stated)
