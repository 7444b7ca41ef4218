"""The page of conflicts: who is in whose way now and soon, what was foreseen, who keeps which paths, and what to do."""

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT, a_person, a_task, a_track, an_agent, claimed, told
from tracks.commands import (
    AddDependency, ClaimTask, DeclareConflictArea, ReleaseReservation, ReservePaths, ResolveConflictArea,
)

URL = reverse("conflicts", args=[PROJECT])
API = f"/api/v1/projects/{PROJECT}"


@pytest.fixture
def team(project: LogHead) -> None:
    for name in ("ada", "bob"):
        an_agent(name, capacity=3)
    a_track("A", "Core")
    a_track("B", "Pages")


def shown(browser: Client, fragment: str, **query: str) -> str:
    answer = browser.get(URL, {"fragment": fragment, **query})
    assert answer.status_code == 200
    return str(answer.text)


def reserved(agent: str, *paths: str) -> str:
    receipt = told(ReservePaths(project=PROJECT, agent=agent, paths=paths, expires_in=3600, reason="renaming <it>"))
    return receipt.events[0].subject.partition("/")[2]


def sheet(browser: Client, name: str, **query: str) -> str:
    return str(browser.get(reverse("sheet", args=[PROJECT, name]), query).text)


# Now -----------------------------------------------------------------------------------------------------------------


def test_two_who_hold_the_same_files_are_named_and_the_later_one_may_let_go(maria: Client, team: None) -> None:
    a_task("A.1", track="A", paths=("src/api/**",))
    a_task("B.1", track="B", paths=("src/api/views.py",))
    claimed("A.1", "ada")
    told(ClaimTask(project=PROJECT, key="B.1", agent="bob", despite_conflicts=True))

    text = shown(maria, "actual")

    for piece in ("ada", "bob", "src/api/**", "src/api/views.py", "bob came later", "Release B.1", "Hand B.1 over"):
        assert piece in text
    assert "sheets/task-release/?key=B.1" in text


def test_where_nobody_is_in_the_way_the_page_says_so(maria: Client, team: None) -> None:
    assert "Nobody is in anybody&#x27;s way" in shown(maria, "actual").replace("'", "&#x27;")


# To come -------------------------------------------------------------------------------------------------------------


def test_tasks_that_will_collide_may_be_put_in_order_by_one_press(maria: Client, team: None) -> None:
    a_task("A.1", track="A", paths=("db/**",))
    a_task("B.1", track="B", paths=("db/tables.sql",))

    text = shown(maria, "predicted")
    assert f'data-send="POST {API}/dependencies"' in text
    assert "Let B.1 wait for A.1" in text
    assert "POST dependencies," not in text

    told(AddDependency(project=PROJECT, item="task/B.1", needs="task/A.1"))
    assert "Nothing is going to collide" in shown(maria, "predicted")


def test_what_is_to_come_is_read_page_by_page(maria: Client, team: None) -> None:
    for number in range(8):
        a_task(f"A.{number}", track="A", paths=("db/**",))  # 28 pairs

    first = shown(maria, "predicted")
    assert first.count('class="clash"') == 20
    assert "1 to 20 of 28" in first
    second = shown(maria, "predicted", beyond="20")
    assert second.count('class="clash"') == 8
    assert "21 to 28 of 28" in second
    assert 'href="?beyond=0"' in second


def test_of_a_large_plan_the_page_comes_first_and_what_is_to_come_after_it(
    maria: Client, team: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coordinator.web.conflicts.AT_ONCE", 1)
    a_task("A.1", track="A", paths=("db/**",))
    a_task("B.1", track="B", paths=("db/tables.sql",))

    whole = maria.get(URL).text

    assert "data-later" in whole
    assert "Let B.1 wait" not in whole
    assert "Let B.1 wait" in shown(maria, "predicted")


# Foreseen ------------------------------------------------------------------------------------------------------------


def test_an_area_says_whose_it_is_and_how_it_was_resolved(maria: Client, team: None) -> None:
    a_task("B.1", track="B", paths=("db/tables.sql",))
    told(DeclareConflictArea(project=PROJECT, key="schema", area="The <tables>", tracks=("A", "B"), paths=("db/**",)))

    text = shown(maria, "areas")
    for piece in ("The &lt;tables&gt;", "db/**", reverse("track", args=[PROJECT, "A"]), "Nobody has said yet"):
        assert piece in text
    assert 'name="order"' in sheet(maria, "area-resolve", key="schema")

    told(ResolveConflictArea(project=PROJECT, key="schema", resolution="A defines it", first="A", order=True))
    text = shown(maria, "areas")
    for piece in ("A defines it", "Ordered", "goes first; 1 wait because of it", "Resolve otherwise"):
        assert piece in text


def test_forms_about_areas_hold_what_there_is(maria: Client, team: None) -> None:
    told(DeclareConflictArea(project=PROJECT, key="schema", area="The tables", tracks=("A", "B"), paths=("db/**",)))

    form = sheet(maria, "area-edit", key="schema")
    assert f'data-send="PATCH {API}/conflicts/schema"' in form
    assert 'value="A, B"' in form
    assert "db/**" in form
    assert f'data-send="POST {API}/conflicts"' in sheet(maria, "area-new")
    assert maria.get(reverse("sheet", args=[PROJECT, "area-edit"]), {"key": "nothing"}).status_code == 404


# Reserved ------------------------------------------------------------------------------------------------------------


def test_a_reservation_says_who_what_why_since_and_until_and_may_be_extended_or_released(maria: Client, team: None) -> None:
    key = reserved("ada", "docs/**")

    text = shown(maria, "reservations")
    for piece in ("ada", "docs/**", "renaming &lt;it&gt;", "Exclusive", 'data-time="left"', f"DELETE {API}/reservations/{key}"):
        assert piece in text
    assert f'data-send="POST {API}/reservations/{key}/extend"' in sheet(maria, "reservation-extend", key=key)
    assert "<option value=\"bob\"" in sheet(maria, "reservation-new")

    told(ReleaseReservation(project=PROJECT, key=key))
    assert "Nothing is reserved" in shown(maria, "reservations")


def test_a_viewer_sees_it_all_and_changes_nothing(client: Client, team: None, project: LogHead) -> None:
    reserved("ada", "docs/**")
    client.force_login(a_person("vera", project, Role.VIEWER))

    text = client.get(URL).text
    assert "docs/**" in text
    assert "data-send" not in text


# May these be touched ------------------------------------------------------------------------------------------------


def test_a_path_says_who_holds_it_and_who_will_want_it(maria: Client, team: None) -> None:
    reserved("ada", "src/api/**")
    a_task("B.1", track="B", paths=("src/**/*.py",))

    asked = {"paths": "src/api/views.py\nREADME.md\n../secret", "agent": "bob"}
    text = maria.get(URL, asked).text.partition('class="facts said"')[2]

    assert "ada" in text.partition("README.md")[0]
    assert "To be touched by" in text
    assert "Free for bob" in text
    assert "This is no path within the project" in text
    own = maria.get(URL, {"paths": "src/api/views.py", "agent": "ada"}).text
    assert "Free for ada" in own


def test_at_an_earlier_moment_it_stands_as_it_stood(maria: Client, team: None, project: LogHead) -> None:
    key = reserved("ada", "docs/**")
    project.refresh_from_db()
    before = project.sequence
    told(ReleaseReservation(project=PROJECT, key=key))

    text = maria.get(URL, {"at": str(before), "paths": "docs/api.md"}).text
    assert text.count("docs/**") >= 1
    assert "Nothing is reserved" not in text
    assert "exclusive" in text.partition('id="check"')[2]
    assert "data-send" not in text
