"""What waits for what: list, add, remove."""

from typing import Annotated

from django.http import HttpResponse
from msgspec import Meta, Struct

from coordinator.api.door import Ask, Door, answer, gone, operation, told
from coordinator.api.reading import Reference, Strict, Text
from coordinator.api.references import typed
from coordinator.api.rows import DEPENDENCIES, Page, moment
from coordinator.api.table import Wanted
from coordinator.api.wire.plan import Dependency, draw_dependency
from coordinator.projections.work import dependency_row
from tracks import errors
from tracks.commands import AddDependency, RemoveDependency
from tracks.work import dependency_key


class DependencyList(Struct, frozen=True):
    dependencies: list[Dependency]
    cursor: str | None
    head: int


class Ends(Page):
    """Which dependencies: by what waits, by what it waits for, or all."""

    item: Annotated[str, Meta(max_length=180)] = ""
    needs: Annotated[str, Meta(max_length=180)] = ""


class BothEnds(Strict):
    item: Reference
    needs: Reference


class NewDependency(BothEnds):
    """`item` (a task or track) waits for `needs` (a task, track or sync point)."""

    text: Text = ""


class Dependencies(Door):
    @operation("List what waits for what", query=Ends, answers={200: (DependencyList, "A page of dependencies.")})
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        given = {name: value for name in ("item", "needs") if (value := getattr(ask.query, name))}
        among = {name: list(typed(ask, [value])) for name, value in given.items()}
        rows, cursor = place.page(DEPENDENCIES, ask.query, Wanted(among))
        return answer(DependencyList([draw_dependency(row) for row in rows], cursor, place.sequence))

    @operation(
        "Let something wait for something", needs="work", body=NewDependency,
        answers={201: (Dependency, "It waits now."), 200: (Dependency, "It did so already.")},
        refusals=(errors.UnknownReference, errors.DependencyCycle, errors.DependsOnItself),
        example={"item": "C.1", "needs": "B.1", "text": "needs the schema"},
    )
    def post(self, ask: Ask) -> HttpResponse:
        item, needs = typed(ask, [ask.body.item, ask.body.needs])
        receipt = ask.tell(AddDependency(project=ask.project, item=item, needs=needs, text=ask.body.text))
        dependency = receipt.plan.dependencies[dependency_key(item, needs)]
        row = dependency_row(receipt.plan, dependency)
        return told(receipt, draw_dependency(row), 201 if receipt.events else 200)

    @operation(
        "Let something wait no longer", needs="operate", query=BothEnds, answers={204: (None, "It is gone.")},
        refusals=(errors.UnknownDependency, errors.UnknownReference),
    )
    def delete(self, ask: Ask) -> HttpResponse:
        item, needs = typed(ask, [ask.query.item, ask.query.needs])
        return gone(ask.tell(RemoveDependency(project=ask.project, item=item, needs=needs)))
