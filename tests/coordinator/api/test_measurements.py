"""Measurements over the API: exact on the way in and out, the newest at once, the whole series page by page."""

from typing import Any

import pytest

from tests.support.api import Api, assert_problem, head_of


def record(api: Api, value: object, name: str = "compilation errors", **fields: object) -> Any:
    return api.post("measurements", {"name": name, "value": value, **fields})


def test_a_measurement_goes_out_as_it_came_in(maria: Api, ada: Api) -> None:
    maria.post("tracks", {"key": "B", "title": "Pages"})
    answer = record(ada, 223, unit="errors", about="B", text="before the repair")
    assert answer.status_code == 201
    assert answer.json()["latest"].items() >= {
        "value": "223", "of": None, "about": "track/B", "text": "before the repair", "actor": "agent/ada", "sequence": head_of(),
    }.items()
    latest = record(ada, "200.50").json()
    assert (latest["first"]["value"], latest["previous"]["value"], latest["latest"]["value"]) == ("223", "223", "200.50")
    assert (latest["trend"], latest["change"], latest["count"], latest["unit"]) == ("falling", "-22.50", 2, "errors")
    assert latest == maria.get("measurements/compilation errors").json()
    assert latest == maria.get("measurements").json()["measurements"][0]


def test_five_of_seven_stays_five_of_seven(ada: Api) -> None:
    assert record(ada, 5, "modules compiling", of=7).json()["latest"].items() >= {"value": "5", "of": "7"}.items()


@pytest.mark.parametrize("value", [1.5, 2.0, 1e300, True, None, "1e5", "many", [1], 10**16])
def test_what_is_no_exact_number_is_refused_and_nothing_is_written(ada: Api, value: object) -> None:
    before = head_of()
    problem = assert_problem(record(ada, value), 422, "invalid_field")
    assert problem["errors"][0]["field"] == "value"
    assert head_of() == before


def test_the_list_can_be_narrowed_to_a_name(ada: Api) -> None:
    for name in ("errors", "modules"):
        record(ada, 1, name)
    assert [one["name"] for one in ada.get("measurements", name="modules").json()["measurements"]] == ["modules"]
    assert [one["name"] for one in ada.get("measurements").json()["measurements"]] == ["errors", "modules"]


def test_the_whole_series_is_read_page_by_page_and_as_of_then(ada: Api) -> None:
    heads = []
    for value in range(30):
        record(ada, value, "a/b series")
        heads.append(head_of())
    first = ada.get("measurements/a/b series/readings", limit=20).json()
    rest = ada.get("measurements/a/b series/readings", limit=20, after=first["next_after"]).json()
    assert [one["value"] for page in (first, rest) for one in page["readings"]] == [str(value) for value in range(30)]
    assert (rest["next_after"], len(ada.get("measurements/a/b series").json()["recent"])) == (None, 20)
    then = ada.get("measurements/a/b series/readings", at=heads[2]).json()
    assert [one["value"] for one in then["readings"]] == ["0", "1", "2"]
    assert ada.get("measurements/a/b series", at=heads[2]).json()["latest"]["value"] == "2"
    assert then["readings"][2] == first["readings"][2]


def test_a_target_is_set_held_against_and_taken_away(maria: Api, ada: Api) -> None:
    wanted = maria.put("measurements/errors/target", {"comparison": "<=", "value": 0})
    assert (wanted.status_code, wanted.json()["target"], wanted.json()["met"]) == (200, {"comparison": "<=", "value": "0"}, None)
    assert record(ada, 3, "errors").json()["met"] is False
    assert record(ada, 0, "errors").json()["met"] is True
    assert maria.delete("measurements/errors/target").status_code == 204
    assert maria.get("measurements/errors").json()["target"] is None


def test_what_nobody_measures_is_not_there(maria: Api) -> None:
    assert_problem(maria.get("measurements/luck"), 404, "unknown_measurement")
    assert_problem(maria.get("measurements/luck/readings"), 404, "unknown_measurement")
    assert_problem(maria.delete("measurements/luck/target"), 404, "unknown_measurement")


def test_the_same_key_records_once(ada: Api) -> None:
    first = ada.post("measurements", {"name": "errors", "value": 7}, Idempotency_Key="m-1")
    again = ada.post("measurements", {"name": "errors", "value": 7}, Idempotency_Key="m-1")
    assert (again.json(), again.headers["Idempotency-Replayed"]) == (first.json(), "true")
    assert ada.get("measurements/errors").json()["count"] == 1
