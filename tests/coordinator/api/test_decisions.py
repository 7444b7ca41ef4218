"""Decisions over REST: kept, listed by what they are about, read as of any moment, never edited."""

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task
from tracks.errors import UnknownDecision

WEIGHED = {
    "question": "Who takes B.4?", "chosen": "ada", "why": "she knows the parser",
    "options": [{"text": "ada", "score": 0, "why": "offers rust"}, {"text": "bob", "score": "-0.50"}], "about": ["A.1"],
}


@pytest.fixture(autouse=True)
def plan(ada: Api) -> None:
    a_task("A.1")


def test_a_decision_is_told_as_it_was_weighed(maria: Api) -> None:
    answer = maria.post("decisions", WEIGHED)
    made = answer.json()
    assert answer.status_code == 201 and answer.headers["Location"].endswith(f"/decisions/{made['key']}")
    assert made["options"] == [{"text": "ada", "score": "0", "why": "offers rust"}, {"text": "bob", "score": "-0.50", "why": ""}]
    assert (made["about"], made["actor"], made["chosen"]) == (["task/A.1"], "token/maria", "ada")
    again = maria.get(f"decisions/{made['key']}")
    assert again.json() == made and again.headers["ETag"].startswith(f'"{made["version"]}-')


def test_decisions_are_found_by_what_they_are_about_and_who_took_them(maria: Api, ada: Api) -> None:
    maria.post("decisions", WEIGHED)
    ada.post("decisions", {"question": "Which parser?", "chosen": "the small one", "about": ["agent/ada", "A.1"]})

    def asked(**query: str) -> list[str]:
        return [one["chosen"] for one in maria.get("decisions", **query).json()["decisions"]]

    assert asked() == ["ada", "the small one"]
    assert asked(order="newest") == ["the small one", "ada"]
    assert asked(about="agent/ada") == ["the small one"]
    assert asked(about="task/A.1") == ["ada", "the small one"]
    assert asked(about="task/a.1") == [], "keys differ by case"
    assert asked(actor="agent/ada") == ["the small one"]


@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_pages_follow_each_other_without_gap(maria: Api, order: str) -> None:
    for number in range(5):
        maria.post("decisions", {"question": "Next?", "chosen": f"{number}"})
    seen, cursor = [], ""
    while True:
        page = maria.get("decisions", limit=2, order=order, cursor=cursor).json()
        seen += [one["chosen"] for one in page["decisions"]]
        if not (cursor := page["cursor"]):
            break
    assert seen == sorted("01234", reverse=order == "newest")


def test_the_past_knows_nothing_of_later_decisions(maria: Api) -> None:
    before = head_of()
    key = maria.post("decisions", WEIGHED).json()["key"]
    assert maria.get("decisions", at=before).json()["decisions"] == []
    unknown = UnknownDecision(key=key, project="web")
    assert_problem(maria.get(f"decisions/{key}", at=before), unknown.status, unknown.code)
    assert len(maria.get("decisions", at=before + 1).json()["decisions"]) == 1


def test_what_is_not_among_the_options_cannot_be_chosen(maria: Api) -> None:
    before = head_of()
    assert_problem(maria.post("decisions", WEIGHED | {"chosen": "carol"}), 422, "invalid_field")
    assert_problem(maria.post("decisions", WEIGHED | {"about": ["Z.9"]}), 422, "unknown_reference")
    assert head_of() == before
