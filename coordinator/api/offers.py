"""Offered results of a task: what came too late, to be accepted or dismissed by its present holder or an operator."""

import msgspec
from django.http import HttpResponse

from coordinator.api.door import Ask, Door, answer, operation
from coordinator.api.rows import OFFERS, TASKS, Page, moment
from coordinator.api.table import Wanted
from coordinator.api.tasks import task_told
from coordinator.api.verbs import REFUSED, AboutTask, WithReason
from coordinator.api.wire.offers import OfferList, draw_offer
from coordinator.api.wire.tasks import Task
from tracks import errors
from tracks.commands import AcceptOffer, DismissOffer


class Offers(Door):
    @operation(
        "List what came too late for a task", query=Page, answers={200: (OfferList, "A page of offered results.")},
        refusals=(errors.UnknownTask,),
    )
    def get(self, ask: Ask, key: str) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        place.known(TASKS, key, errors.UnknownTask(key=key, project=ask.project))
        rows, cursor = place.page(OFFERS, ask.query, Wanted({"task": [key]}))
        return answer(OfferList([draw_offer(row) for row in rows], cursor, place.sequence))


class Accept(Door):
    @operation(
        "Make an offered result that of the task", needs="work", body=AboutTask,
        answers={200: (Task, "Its summary and evidence are those of the task.")},
        refusals=(*REFUSED, errors.UnknownOffer), example={"fence": 830},
    )
    def post(self, ask: Ask, key: str, offer: int) -> HttpResponse:
        said = msgspec.structs.asdict(ask.body)
        return task_told(ask.tell(AcceptOffer(project=ask.project, key=key, offer=offer, **said)), key)


class Dismiss(Door):
    @operation(
        "Put an offered result aside", needs="work", body=WithReason, answers={200: (Task, "It is kept, but not open.")},
        refusals=(*REFUSED, errors.UnknownOffer, errors.OfferIsAccepted), example={"fence": 830, "reason": "done anew"},
    )
    def post(self, ask: Ask, key: str, offer: int) -> HttpResponse:
        said = msgspec.structs.asdict(ask.body)
        return task_told(ask.tell(DismissOffer(project=ask.project, key=key, offer=offer, **said)), key)
