"""Success criteria over the API: those of documents and those stated here, evaluated now and then."""

from typing import Any

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import PROJECT, a_task, by_holder, claimed, told
from tracks import commands as c
from tracks import document as d

PLAN = d.Document(
    format="markdown", digest="0" * 64, title="A plan",
    tasks=(d.TaskEntry("1", "Board"), d.TaskEntry("2", "Graph")),
    notes=tuple(d.NoteEntry("criterion", text) for text in (
        "All instances complete assigned tasks", "Integration points work seamlessly", "No duplicate work or conflicts",
        "Overall project completion > 80%", "People like it",
    )),
)


def listed(api: Api, **query: object) -> dict[str, tuple[str, Any]]:
    return {one["text"]: (one["state"], one["now"]) for one in api.get("criteria", **query).json()["criteria"]}


def test_those_of_a_document_are_evaluated_where_they_are_understood(maria: Api, ada: Api) -> None:
    told(c.ImportDocument(project=PROJECT, document=PLAN))
    before = head_of()
    assert listed(maria) == {
        "All instances complete assigned tasks": ("unknown", None), "Integration points work seamlessly": ("unknown", None),
        "No duplicate work or conflicts": ("met", "0"), "Overall project completion > 80%": ("unmet", "0 %"),
        "People like it": ("unmet", None),
    }
    for key in ("1", "2"):
        by_holder(c.CompleteTask, key, claimed(key))
    assert listed(maria)["Overall project completion > 80%"] == ("met", "100 %")
    assert listed(maria, at=before)["Overall project completion > 80%"] == ("unmet", "0 %")
    answer = maria.get("criteria").json()
    assert (answer["met"], answer["head"]) == (2, head_of())
    assert all(one["from_document"] and one["words"] for one in answer["criteria"])


def test_a_text_of_a_document_is_ticked_by_an_operator(maria: Api, ada: Api) -> None:
    told(c.ImportDocument(project=PROJECT, document=PLAN))
    key = maria.get("criteria").json()["criteria"][-1]["key"]
    assert_problem(ada.post(f"criteria/{key}/met", {}), 403, "not_allowed")
    met = maria.post(f"criteria/{key}/met", {}).json()
    assert (met["state"], met["by"], met["text"]) == ("met", "token/maria", "People like it")
    assert maria.post(f"criteria/{key}/met", {"met": False}).json()["state"] == "unmet"


def test_one_is_stated_read_edited_and_taken_away(maria: Api) -> None:
    a_task("1")
    answer = maria.post("criteria", {"kind": "completion", "of": "tasks", "comparison": ">", "value": 80})
    assert answer.status_code == 201
    one = maria.get(answer.headers["Location"]).json()
    assert one == answer.json() == maria.get("criteria").json()["criteria"][0]
    assert (one["text"], one["words"], one["wanted"]) == ("tasks completed > 80 %", "0 of 1 tasks done", "> 80 %")
    etag = answer.headers["ETag"]
    edited = maria.patch(f"criteria/{one['key']}", {"comparison": ">=", "value": 0}, If_Match=etag).json()
    assert (edited["state"], edited["value"]) == ("met", "0")
    assert_problem(maria.patch(f"criteria/{one['key']}", {"value": 1}, If_Match=etag), 412, "version_mismatch")
    assert maria.delete(f"criteria/{one['key']}").status_code == 204
    assert_problem(maria.get(f"criteria/{one['key']}"), 404, "unknown_criterion")


def test_a_text_that_was_stated_is_ticked_with_a_note(maria: Api) -> None:
    key = maria.post("criteria", {"kind": "text", "text": "people like it"}).json()["key"]
    met = maria.post(f"criteria/{key}/met", {"note": "asked ten"}).json()
    assert (met["state"], met["note"], met["by"]) == ("met", "asked ten", "token/maria")
    assert met["at"]


@pytest.mark.parametrize(
    "body", [{"kind": "hope"}, {"kind": "text"}, {"kind": "completion", "of": "tasks", "comparison": ">", "value": 80.5}, {}]
)
def test_what_makes_no_sense_is_refused(maria: Api, body: object) -> None:
    before = head_of()
    assert_problem(maria.post("criteria", body), 422, "invalid_field")
    assert head_of() == before


def test_what_is_evaluated_is_not_ticked(maria: Api) -> None:
    key = maria.post("criteria", {"kind": "no_blocked"}).json()["key"]
    assert_problem(maria.post(f"criteria/{key}/met", {}), 422, "criterion_is_evaluated")
    assert_problem(maria.post("criteria/none/met", {}), 404, "unknown_criterion")
