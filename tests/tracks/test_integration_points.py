"""Integration points: who meets, who is ready, who may say so, and when it is integrated."""

from typing import Any

import pytest

from agents.events import AgentRegistered
from tests.support.given import given, track
from tracks.commands import (
    AddIntegrationPoint, ConfirmReady, MarkIntegrated, RemoveIntegrationPoint, ReopenIntegrationPoint,
    ReviseIntegrationPoint, WithdrawReady,
)
from tracks.errors import (
    IntegrationIsEarly, IntegrationPointExists, InvalidField, NotAllowed, UnknownIntegrationPoint, UnknownReference,
    VersionMismatch,
)
from tracks.events import (
    IntegrationPointAdded, IntegrationPointIntegrated, IntegrationPointRemoved, IntegrationPointReopened,
    IntegrationPointRevised, PartyNotReady, PartyReady,
)
from tracks.work import Evidence

meet = IntegrationPointAdded(key="i", title="Pages read the schema", position=1, parties=("ada", "data"))
PROOF = (Evidence("command", "make integration", 0, "ab" * 32),)


def ready(*parties: str) -> list[Any]:
    return [PartyReady(key="i", party=party) for party in parties]


def test_one_is_added_with_who_meets_what_flows_and_what_it_is_about() -> None:
    given().when(
        AddIntegrationPoint, key="i", title="Meet", parties=("A", "B"), items=("the schema",), refs=("track/web",)
    ).then(IntegrationPointAdded(
        key="i", title="Meet", position=1, parties=("A", "B"), items=("the schema",), refs=("track/web",)
    ))


def test_what_cannot_be_one_is_refused() -> None:
    given(meet).when(AddIntegrationPoint, key="i", title="Again").then_refused(IntegrationPointExists)
    given().when(AddIntegrationPoint, key="", title="T").then_refused(InvalidField, field="key")
    given().when(AddIntegrationPoint, key="i", title="").then_refused(InvalidField, field="title")
    given().when(AddIntegrationPoint, key="i", title="T", refs=("task/9",)).then_refused(UnknownReference)
    given().when(AddIntegrationPoint, key="i", title="T", parties=("A", "A")).then_refused(InvalidField, field="parties")
    given().when(AddIntegrationPoint, key="i", title="T", parties=(" ",)).then_refused(InvalidField, field="parties")
    given().when(AddIntegrationPoint, key="i", title="T", items=("x",) * 101).then_refused(InvalidField, field="items")


def test_it_is_ready_when_every_party_has_said_so() -> None:
    half = given(meet, *ready("ada"))
    assert (half.plan.integration_points["i"].status, half.plan.integration_points["i"].missing) == ("open", ("data",))
    assert given(meet, *ready("ada", "data")).plan.integration_points["i"].status == "ready"


def test_an_operator_speaks_for_every_party() -> None:
    given(meet, *ready("ada")).when(ConfirmReady, operator=True, key="i", note="seen").then(
        PartyReady(key="i", party="data", note="seen")
    )
    given(meet, *ready("ada", "data")).when(ConfirmReady, operator=True, key="i").then_nothing()


@pytest.mark.parametrize("party", ["ada", "ADA", "agent/ada", "Instance 2", "given", "track/given", "Track owned", "owned"])
def test_an_agent_speaks_for_itself_and_for_its_tracks(party: str) -> None:
    ada = AgentRegistered(name="ada", title="Instance 2", tracks=("given",))
    point = IntegrationPointAdded(key="i", title="Meet", position=1, parties=(party, "somebody else"))
    world = given(track("given"), track("owned", owner="ada"), ada, point)
    world.when(ConfirmReady, key="i").then(PartyReady(key="i", party=party))
    world.when(ConfirmReady, key="i", party="somebody else").then_refused(NotAllowed)


def test_an_agent_does_not_speak_for_others() -> None:
    others = ("bob", "agent/bob", "web", "track/web", "track/ada")
    point = IntegrationPointAdded(key="i", title="Meet", position=1, parties=others)
    for command in (ConfirmReady, WithdrawReady, MarkIntegrated, ReopenIntegrationPoint):
        given(point).when(command, key="i").then_refused(NotAllowed)


def test_one_without_parties_is_ready_when_an_operator_says_so() -> None:
    alone = IntegrationPointAdded(key="i", title="Meet", position=1)
    outcome = given(alone).when(ConfirmReady, operator=True, key="i")
    outcome.then(PartyReady(key="i", party=""))
    assert outcome.plan.integration_points["i"].status == "ready"
    given(alone).when(MarkIntegrated, operator=True, key="i").then_refused(IntegrationIsEarly)


def test_a_party_may_change_its_mind_until_it_is_integrated() -> None:
    outcome = given(meet, *ready("ada", "data")).when(WithdrawReady, key="i", reason="fell over")
    outcome.then(PartyNotReady(key="i", party="ada", reason="fell over"))
    assert outcome.plan.integration_points["i"].status == "open"
    given(meet).when(WithdrawReady, key="i").then_nothing()
    done = given(meet, *ready("ada", "data"), IntegrationPointIntegrated(key="i"))
    done.when(WithdrawReady, key="i").then_refused(InvalidField, field="withdraw")


def test_it_is_integrated_with_evidence_once_all_are_ready() -> None:
    given(meet, *ready("ada")).when(MarkIntegrated, key="i").then_refused(IntegrationIsEarly, missing="data")
    all_ready = given(meet, *ready("ada", "data"))
    outcome = all_ready.when(MarkIntegrated, key="i", note="together", evidence=PROOF)
    after = outcome.then(IntegrationPointIntegrated(key="i", note="together", evidence=PROOF))
    point = after.plan.integration_points["i"]
    assert (point.status, point.integrated_by, point.evidence) == ("integrated", "maria", PROOF)
    after.when(MarkIntegrated, key="i").then_nothing()
    failed = (Evidence("command", "make integration", 2),)
    all_ready.when(MarkIntegrated, key="i", evidence=failed).then_refused(InvalidField, field="evidence")


def test_opened_again_nobody_is_ready() -> None:
    done = given(meet, *ready("ada", "data"), IntegrationPointIntegrated(key="i", evidence=PROOF))
    outcome = done.when(ReopenIntegrationPoint, key="i", reason="changed")
    point = outcome.then(IntegrationPointReopened(key="i", reason="changed")).plan.integration_points["i"]
    assert (point.status, point.missing, point.evidence) == ("open", ("ada", "data"), ())
    given(meet).when(ReopenIntegrationPoint, key="i").then_nothing()


def test_an_edit_keeps_those_ready_who_still_meet() -> None:
    outcome = given(meet, *ready("ada", "data")).when(ReviseIntegrationPoint, key="i", parties=("data", "web"))
    outcome.then(IntegrationPointRevised(key="i", title=meet.title, position=1, parties=("data", "web")))
    point = outcome.plan.integration_points["i"]
    assert ([one.party for one in point.ready], point.missing) == (["data"], ("web",))
    given(meet).when(ReviseIntegrationPoint, key="i", title=meet.title).then_nothing()
    given(meet).when(ReviseIntegrationPoint, key="i", title="x", expected_version=1).then_refused(VersionMismatch)


def test_one_can_be_removed() -> None:
    given(meet).when(RemoveIntegrationPoint, key="i").then(IntegrationPointRemoved(key="i"))
    given().when(RemoveIntegrationPoint, key="i").then_refused(UnknownIntegrationPoint)
