"""Somebody who calls the REST API over the whole HTTP stack, and what is asked of its answers again and again."""

from typing import Any

import msgspec
from django.http import HttpResponse
from django.test import Client

from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT


class Api:
    """A caller with a bearer token (or none). Addresses are below /api/v1/projects/web/ unless they begin with a slash."""

    def __init__(self, token: str = "", client: Client | None = None) -> None:
        self.token = token
        self.client = client or Client(enforce_csrf_checks=True)

    def get(self, path: str = "", **query: Any) -> Any:
        return self.client.get(self.address(path), query, headers=self.headers({}))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("PATCH", path, body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.send("DELETE", path, **headers)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """`body` is sent as JSON, bytes as they are; header names have underscores for dashes."""
        content = body if isinstance(body, bytes) else b"" if body is None else msgspec.json.encode(body)
        kind = headers.pop("Content_Type", "application/json")
        return self.client.generic(method, self.address(path), content, kind, headers=self.headers(headers))

    def headers(self, others: dict[str, str]) -> dict[str, str]:
        given = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return given | {name.replace("_", "-"): value for name, value in others.items()}

    @staticmethod
    def address(path: str) -> str:
        return path if path.startswith("/") else f"/api/v1/projects/{PROJECT}/{path}".rstrip("/")


def head_of(project: str = PROJECT) -> int:
    """The newest sequence of a project."""
    return LogHead.objects.get(project=project).sequence


def assert_problem(answer: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """That the answer is a problem with everything a problem has; returns it."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = msgspec.json.decode(answer.content)
    assert (problem["status"], problem["code"], problem["type"]) == (status, code, f"urn:signalbox:problem:{code}")
    assert problem["title"]
    assert problem["detail"]
    assert "{" not in problem["detail"] + problem["next"]
    assert problem["next"]
    assert problem["instance"].startswith("/api/")
    return problem
