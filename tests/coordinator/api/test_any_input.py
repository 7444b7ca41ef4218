"""Whatever is sent, to whichever address: an answer of the promised statuses, and never a failure of ours."""

import random
from typing import Any

import msgspec
import pytest

from coordinator.api.door import Door, Operation
from coordinator.api.urls import of_project
from tests.support.api import Api
from tests.support.world import a_task, a_track, an_agent, claimed

VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 7, 50, 60.5, 2**31, 2**53, 2**63, 10**30, 1e300, "", " ", "A", "A.1", "A.2", "ada", "task/A.1",
    "track/A", "sync/1", "agent/ada", "task/", "/", "x" * 200, "x" * 70_000, "\x00", "ä\u202e🦄", "a\tb\n", "%s{0}", "'\"--",
    "critical", "command", "auto", [], ["A.1"], [["A.1"]], [{}], [{"text": "x"}], [{"text": "x", "done": True}],
    [{"place": 0}], [{"place": 99}], [{"kind": "text"}], [{"task": "A.1", "fence": 5}], ["x" * 500] * 300, {}, {"a": {"b": []}},
]
TRIES = 60


def doors() -> list[tuple[str, str, Operation]]:
    found = []
    for url in of_project:
        door: type[Door] = url.callback.cls
        for method in ("get", "post", "put", "patch", "delete"):
            promised = getattr(getattr(door, method, None), "operation", None)
            if promised:
                found.append((method.upper(), str(url.pattern), promised))
    return found


@pytest.fixture
def plan(maria: Api, settings: Any) -> None:
    settings.SIGNALBOX = settings.SIGNALBOX | {"SIGNALBOX_HEAVY_PER_MINUTE": 0}  # the answers count here, not how many
    a_track("A")
    for number in range(1, 4):
        a_task(f"A.{number}", track="A")
    an_agent("ada", capacity=100)
    claimed("A.2")


def body_for(shape: type[msgspec.Struct], chance: random.Random) -> Any:
    """Sometimes anything, mostly an object with the right names and any values."""
    if chance.random() < 0.1:
        return chance.choice(VALUES)
    names = [field.encode_name for field in msgspec.structs.fields(shape)] + ["unknown"]
    return {name: chance.choice(VALUES) for name in names if chance.random() < 0.6}


@pytest.mark.parametrize(("method", "route", "promised"), doors(), ids=[f"{door[0]} {door[1]}" for door in doors()])
def test_any_input_has_an_answer_that_was_promised(
    maria: Api, plan: None, method: str, route: str, promised: Operation
) -> None:
    chance = random.Random(f"{method} {route}")
    for _ in range(TRIES):
        path = route
        for part, choices in (
            ("<path:key>", ["A", "A.1", "A.2", "1", "x y", "ä/🦄"]), ("<path:name>", ["ada", "zoe"]),
            ("<number:number>", ["0", "1", "2", "999999"]), ("<int:offer>", ["0", "7", "9" * 15]),
        ):
            path = path.replace(part, chance.choice(choices))
        query = body_for(promised.query, chance)
        text = {name: value for name, value in query.items() if isinstance(value, str | int)} if isinstance(query, dict) else {}
        body = body_for(promised.body, chance) if promised.body else chance.choice(VALUES)
        if promised.body is None:
            body = msgspec.json.encode(body)
        if method == "GET":
            answer = maria.client.get(maria.address(path), text, headers=maria.headers({}))
        else:
            answer = maria.client.generic(
                method, maria.address(path), body if isinstance(body, bytes) else msgspec.json.encode(body),
                "application/json", query_params=text, headers=maria.headers({}),
            )
        promised_refusals = {refusal.status for refusal in promised.refusals}
        allowed = {*promised.answers, *promised_refusals, 400, 404, 413, 415, 422}
        assert answer.status_code in allowed, (path, text, body, answer.content[:300])
