"""The OpenAPI document says what the doors do: it is drawn from what they check."""

import re
from functools import cache
from typing import Any

import msgspec
import pytest
from django.test import Client

from coordinator.api.door import Door
from coordinator.api.urls import of_project, urlpatterns
from coordinator.catalog import REFUSALS
from tests.support.api import Api
from tracks.errors import Refusal, snake_case

METHODS = ("get", "post", "put", "patch", "delete")
# Decided elsewhere than over REST, or the parents of others.
NEVER_HERE = {"SomebodyHoldsIt", "UnknownLease", "RetryIsEarly", "NotFound", "Invalid", "LeaseIsAlive"}


@cache
def document() -> dict[str, Any]:
    drawn: dict[str, Any] = Client().get("/api/schema/").json()
    return drawn


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation) for path, methods in document()["paths"].items() for method, operation in methods.items()
    ]


def test_every_address_and_method_is_in_the_document() -> None:
    routes = {f"/api/v1/projects/{{project}}/{url.pattern}": url for url in of_project}
    routes |= {f"/api/{url.pattern}": url for url in urlpatterns if hasattr(getattr(url, "callback", None), "cls")}
    promised = set()
    for route, url in routes.items():
        door = url.callback.cls
        assert issubclass(door, Door)
        path = re.sub(r"<\w+:(\w+)>", r"{\1}", route)
        promised |= {(path, method) for method in METHODS if hasattr(door, method)}
    assert promised == {(path, method) for path, method, _ in operations()}
    assert len(promised) >= 50


def test_every_operation_says_what_it_takes_and_every_status_it_may_give() -> None:
    for path, method, operation in operations():
        statuses = set(operation["responses"])
        assert {"400", "401", "406", "422", "500", "503"} <= statuses, (method, path)
        assert statuses & {"200", "201", "204"}
        assert operation["summary"]
        assert operation["security"] == [{"bearer": []}, {"session": []}]
        if "{project}" in path:
            assert {"403", "404"} <= statuses, (method, path)
        if method != "get":
            assert "429" in statuses
            assert "Idempotency-Key" in [parameter["name"] for parameter in operation["parameters"]]
        if "requestBody" in operation:
            assert "413" in statuses
        for response in operation["responses"].values():
            assert response["description"]


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(names) == len(set(names))


def test_every_refusal_that_a_caller_can_meet_is_documented_with_an_example() -> None:
    named = {
        name
        for _, _, operation in operations()
        for response in operation["responses"].values()
        for name in response.get("content", {}).get("application/problem+json", {}).get("examples", {})
    }
    expected = {snake_case(name) for name in REFUSALS if name not in NEVER_HERE}
    assert expected - named == set()
    examples = document()["components"]["examples"]
    assert named <= set(examples)
    assert all(example["value"]["code"] == name for name, example in examples.items())


def test_every_write_with_a_body_shows_an_example_that_its_own_shape_takes() -> None:
    tried = 0
    for url in of_project:
        for method in METHODS:
            promised = getattr(getattr(url.callback.cls, method, None), "operation", None)
            if promised and promised.example is not None:
                msgspec.convert(promised.example, promised.body)
                tried += 1
    assert tried > 20


@pytest.mark.parametrize(
    ("path", "shape"),
    [("", "ProjectInNumbers"), ("tasks", "TaskList"), ("tracks", "TrackList"), ("events", "EventList"), ("agents", "AgentList"),
     ("verify", "Verified")],
)
def test_answers_have_the_fields_the_document_promises(maria: Api, path: str, shape: str) -> None:
    promised = document()["components"]["schemas"][shape]
    answer = maria.get(path).json()
    assert set(answer) == set(promised["properties"])
    assert set(promised.get("required", [])) <= set(answer)


def test_a_problem_has_the_fields_the_document_promises(maria: Api) -> None:
    problem = document()["components"]["schemas"]["ProblemDetails"]
    about_a_lease = {"holder", "offer", "missing", "version", "present"}
    assert set(maria.get("tasks", limit=0).json()) | about_a_lease == set(problem["properties"])
    assert set(maria.get("tasks/Z").json()) == set(problem["required"])


def test_refusals_are_told_by_their_class() -> None:
    assert all(issubclass(refusal, Refusal) for refusal in REFUSALS.values())
