"""Integration points over the API: make them, say who is ready, say that it is integrated, open them again."""

from typing import Any

import pytest

from tests.support.api import Api, assert_problem, head_of

WHOLE = {"key": "schema", "title": "Pages read the schema", "parties": ["ada", "B"], "items": ["the tables"], "refs": ["B"]}
DIGEST = "ab" * 32


@pytest.fixture
def point(maria: Api, ada: Api) -> Any:
    maria.post("tracks", {"key": "B", "title": "Pages", "owner": "bob"})
    return maria.post("integration-points", WHOLE)


def test_what_is_stated_is_what_is_read(maria: Api, point: Any) -> None:
    assert point.status_code == 201
    one = maria.get(point.headers["Location"]).json()
    then = maria.get("integration-points/schema", at=head_of()).json()
    assert one == point.json() == maria.get("integration-points").json()["integration_points"][0] == then
    assert {name: one[name] for name in WHOLE} == WHOLE
    assert (one["status"], [(party["party"], party["ready"]) for party in one["readiness"]]) == (
        "open", [("ada", False), ("B", False)]
    )


def test_parties_say_that_they_are_ready_each_for_itself(maria: Api, ada: Api, bob: Api, point: Any) -> None:
    assert_problem(ada.post("integration-points/schema/ready", {"party": "B"}), 403, "not_allowed")
    half = ada.post("integration-points/schema/ready", {"note": "stands"}).json()
    assert (half["status"], half["readiness"][0]["actor"], half["readiness"][0]["note"]) == ("open", "agent/ada", "stands")
    early = assert_problem(ada.post("integration-points/schema/integrated"), 409, "integration_is_early")
    assert "B" in early["detail"]
    assert bob.post("integration-points/schema/ready", {"party": "B"}).json()["status"] == "ready"
    proof = [{"kind": "command", "text": "make integration", "exit_status": 0, "digest": DIGEST}]
    done = bob.post("integration-points/schema/integrated", {"note": "together", "evidence": proof}).json()
    assert (done["status"], done["integrated_by"], done["evidence"]) == ("integrated", "agent/bob", proof)
    assert done == maria.get("integration-points/schema").json()
    again = maria.post("integration-points/schema/reopen", {"reason": "the tables changed"}).json()
    assert (again["status"], again["integrated_by"]) == ("open", None)
    assert not any(one["ready"] for one in again["readiness"])


def test_a_party_takes_its_word_back(ada: Api, point: Any) -> None:
    ada.post("integration-points/schema/ready", {})
    back = ada.post("integration-points/schema/ready", {"withdraw": True, "note": "fell over"}).json()
    assert back["readiness"][0]["ready"] is False


def test_an_edit_of_what_was_changed_since_is_refused(maria: Api, point: Any) -> None:
    etag = point.headers["ETag"]
    assert maria.patch("integration-points/schema", {"parties": ["ada"]}, If_Match=etag).json()["parties"] == ["ada"]
    assert_problem(maria.patch("integration-points/schema", {"title": "x"}, If_Match=etag), 412, "version_mismatch")
    assert maria.delete("integration-points/schema").status_code == 204
    assert_problem(maria.get("integration-points/schema"), 404, "unknown_integration_point")


def test_what_makes_no_sense_is_refused(maria: Api, point: Any) -> None:
    assert_problem(maria.post("integration-points", WHOLE), 409, "integration_point_exists")
    assert_problem(maria.post("integration-points", {**WHOLE, "key": "x", "refs": ["Z"]}), 422, "unknown_reference")
    assert_problem(maria.post("integration-points/schema/ready", {"party": "nobody"}), 422, "invalid_field")
    assert_problem(maria.post("integration-points/none/ready", {}), 404, "unknown_integration_point")
