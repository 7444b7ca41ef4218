"""What each role may do, and what an agent may do: act as itself, with its own fences."""

import pytest
from django.test import Client

from coordinator.access.models import Role
from coordinator.access.tokens import issue
from coordinator.eventlog.models import LogHead
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_person, a_project, a_task, a_track, claimed

READS = [
    "", "tracks", "tracks/A", "tasks", "tasks/A.1", "agents", "agents/ada", "dependencies", "sync-points", "deliverables",
    "conflicts", "integration-points", "allocations", "notes", "events", "imports", "verify", "measurements", "criteria",
    "reservations", "conflicts/predicted", "conflicts/actual",
]
OPERATORS: list[tuple[str, str, object]] = [
    ("POST", "tracks", {"key": "B", "title": "b"}),
    ("PATCH", "tracks/A", {"title": "other"}),
    ("DELETE", "tracks/A", None),
    ("PATCH", "tasks/A.1", {"title": "other"}),
    ("DELETE", "tasks/A.1", None),
    ("DELETE", "dependencies?item=A.1&needs=A.2", None),
    ("POST", "tasks/A.1/cancel", {}),
    ("POST", "tasks/A.1/defer", {}),
    ("POST", "tasks/A.1/approve", {}),
    ("POST", "tasks/A.1/reject", {}),
    ("POST", "tasks/A.1/retry", {}),
    ("POST", "tasks/A.1/reopen", {}),
    ("POST", "tracks/A/deliverables", {"text": "the board"}),
    ("PATCH", "tracks/A/deliverables/1", {"text": "the board"}),
    ("DELETE", "tracks/A/deliverables/1", None),
    ("POST", "criteria", {"kind": "no_blocked"}),
    ("PATCH", "criteria/1", {"text": "x"}),
    ("DELETE", "criteria/1", None),
    ("POST", "criteria/1/met", {}),
    ("POST", "integration-points", {"key": "i", "title": "meet"}),
    ("PATCH", "integration-points/i", {"title": "meet"}),
    ("DELETE", "integration-points/i", None),
    ("POST", "sync-points", {"key": "1", "title": "gate"}),
    ("PATCH", "sync-points/1", {"title": "gate"}),
    ("DELETE", "sync-points/1", None),
    ("POST", "sync-points/1/pass", {}),
    ("POST", "sync-points/1/reopen", {}),
    ("PUT", "measurements/errors/target", {"comparison": "<=", "value": 0}),
    ("DELETE", "measurements/errors/target", None),
    ("POST", "conflicts", {"key": "k", "area": "a", "tracks": ["A", "B"]}),
    ("PATCH", "conflicts/k", {"area": "b"}),
    ("POST", "conflicts/k/resolve", {"resolution": "b"}),
    ("DELETE", "conflicts/k", None),
    ("POST", "imports", b"# A plan"),
    ("POST", "agents/ada/token", {}),
]
AGENTS: list[tuple[str, str, object]] = [
    ("POST", "tasks", {"key": "A.9", "title": "found on the way"}),
    ("POST", "dependencies", {"item": "A.2", "needs": "A.1"}),
    ("POST", "notes", {"kind": "risk", "text": "it may rain"}),
    ("PATCH", "notes/1", {"text": "it may snow"}),
    ("DELETE", "notes/1", None),
    ("POST", "tracks/A/deliverables/1/met", {}),
    ("POST", "tracks/A/deliverables/1/withdraw", {}),
    ("POST", "integration-points/i/ready", {}),
    ("POST", "integration-points/i/integrated", {}),
    ("POST", "integration-points/i/reopen", {}),
    ("POST", "measurements", {"name": "errors", "value": 3}),
    ("POST", "claims", {"agent": "ada"}),
    ("POST", "reservations", {"agent": "ada", "paths": ["src"]}),
    ("POST", "reservations/r1/extend", {"expires_in": 60}),
    ("DELETE", "reservations/r1", None),
    ("POST", "reservations/check", {"agent": "ada", "paths": ["src"]}),
    ("POST", "tasks/A.1/claim", {"agent": "ada"}),
    ("POST", "tasks/A.1/start", {"fence": 1}),
    ("POST", "agents", {"name": "carol"}),
    ("POST", "agents/ada/heartbeat", {}),
    ("POST", "agents/ada/stop", {}),
]


@pytest.fixture(autouse=True)
def plan(project: LogHead, ada: Api) -> None:
    a_track("A")
    a_task("A.1", track="A")
    a_task("A.2", track="A")


@pytest.mark.parametrize("path", READS)
def test_whoever_may_look_may_read_everything(vera: Api, path: str) -> None:
    assert vera.get(path).status_code == 200


@pytest.mark.parametrize(("method", "path", "body"), OPERATORS + AGENTS)
def test_whoever_may_only_look_changes_nothing(vera: Api, method: str, path: str, body: object) -> None:
    before = head_of()
    problem = assert_problem(vera.send(method, path, body), 403, "not_allowed")
    assert "token/vera" in problem["detail"]
    assert head_of() == before


@pytest.mark.parametrize(("method", "path", "body"), OPERATORS)
def test_an_agent_does_not_do_what_takes_an_operator(ada: Api, method: str, path: str, body: object) -> None:
    before = head_of()
    problem = assert_problem(ada.send(method, path, body), 403, "not_allowed")
    assert "operator" in problem["detail"]
    assert head_of() == before


@pytest.mark.parametrize(
    ("path", "body"),
    [("claims", {"agent": "bob"}), ("tasks/A.1/claim", {"agent": "bob"}), ("agents/bob/heartbeat", {}),
     ("agents/bob/stop", {}), ("agents", {"name": "bob2"})],
)
def test_an_agent_acts_as_nobody_but_itself(ada: Api, bob: Api, path: str, body: object) -> None:
    before = head_of()
    assert_problem(ada.post(path, body), 403, "not_allowed")
    assert head_of() == before


def test_an_agent_may_not_use_the_fence_of_another(ada: Api, bob: Api) -> None:
    fence = claimed("A.1", "ada")
    before = head_of()
    problem = assert_problem(bob.post("tasks/A.1/complete", {"fence": fence}), 403, "not_allowed")
    assert "the token of ada" in problem["detail"]
    assert head_of() == before
    assert ada.post("tasks/A.1/complete", {"fence": fence}).status_code == 200


def test_an_agent_that_says_step_in_is_still_no_operator(ada: Api, bob: Api) -> None:
    claimed("A.1", "ada")
    assert_problem(bob.post("tasks/A.1/complete", {"step_in": True}), 409, "fence_required")


def test_an_operator_steps_in_only_by_saying_so(olga: Api) -> None:
    claimed("A.1", "ada")
    assert_problem(olga.post("tasks/A.1/release", {}), 409, "fence_required")
    answer = olga.post("tasks/A.1/release", {"step_in": True, "reason": "ada is on holiday"})
    assert (answer.status_code, answer.json()["lease"]) == (200, None)


def test_a_token_for_any_agent_may_claim_for_each(project: LogHead, bob: Api) -> None:
    runner = Api(issue("runner", Role.AGENT, project)[1])
    assert runner.post("tasks/A.1/claim", {"agent": "ada"}).status_code == 201
    assert runner.post("tasks/A.2/claim", {"agent": "bob"}).status_code == 201


def test_a_project_one_may_not_see_is_not_there(ada: Api, maria: Api, client: Client) -> None:
    a_project("secret", "Hidden")
    hidden, nothing = ada.get("/api/v1/projects/secret"), ada.get("/api/v1/projects/nothing")
    assert_problem(hidden, 404, "unknown_project")
    assert hidden.text.replace("secret", "nothing") == nothing.text
    assert_problem(ada.post("/api/v1/projects/secret/claims", {}), 404, "unknown_project")
    client.force_login(a_person("stranger"))
    assert_problem(client.get("/api/v1/projects/secret"), 404, "unknown_project")
    assert [project["slug"] for project in ada.get("/api/v1/projects").json()["projects"]] == ["web"]
    assert [project["slug"] for project in maria.get("/api/v1/projects").json()["projects"]] == ["secret", "web"]


def test_a_member_has_the_role_of_the_membership(project: LogHead, client: Client) -> None:
    client.force_login(a_person("paul", project, Role.OPERATOR))
    api = Api(client=client)
    assert api.patch("tasks/A.1", {"title": "better"}).status_code == 200
    assert_problem(api.post("/api/v1/projects", {"slug": "mine", "name": "Mine"}), 403, "not_allowed")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT])
def test_only_an_operator_of_everything_creates_projects(project: LogHead, olga: Api, role: Role) -> None:
    body = {"slug": "mine", "name": "Mine"}
    assert_problem(Api(issue("x", role)[1]).post("/api/v1/projects", body), 403, "not_allowed")
    assert_problem(olga.post("/api/v1/projects", body), 403, "not_allowed")
    assert Api(issue("y", Role.OPERATOR)[1]).post("/api/v1/projects", body).status_code == 201
