"""Members: who belongs to a project and as what. Administrators say so, one always stays, and each change is noted."""

from typing import Any

import msgspec
import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from coordinator.access.models import AccessChange, Membership, Role, Token
from coordinator.access.tokens import issue
from coordinator.eventlog.models import LogHead
from tests.support.api import Api, assert_problem
from tests.support.world import a_person, a_project


def read(answer: Any) -> Any:
    return msgspec.json.decode(answer.content)


def noted() -> list[tuple[str, str, str, str, str]]:
    """What was noted about the project, the oldest first."""
    rows = AccessChange.objects.exclude(project=None).order_by("id")
    return list(rows.values_list("actor", "what", "about", "before", "after"))


def browser(user: Any) -> Api:
    """A signed-in person who calls the API from a page."""
    client = Client()
    client.force_login(user)
    return Api(client=client)


def test_a_person_is_given_a_role_another_one_and_none(maria: Api, project: LogHead) -> None:
    a_person("bob")
    assert maria.send("PUT", "members/bob", {"role": "viewer"}).status_code == 201
    assert maria.send("PUT", "members/bob", {"role": "operator"}).status_code == 200
    assert read(maria.get("members"))["members"] == [{"name": "bob", "role": "operator", "active": True}]
    assert maria.send("PUT", "members/bob", {"role": "operator"}).status_code == 200
    assert maria.delete("members/bob").status_code == 204
    assert read(maria.get("members"))["members"] == []
    assert noted() == [
        ("token/maria", "member.added", "bob", "", "viewer"),
        ("token/maria", "member.changed", "bob", "viewer", "operator"),
        ("token/maria", "member.removed", "bob", "operator", ""),
    ]


def test_a_role_counts_in_its_project_alone(maria: Api, project: LogHead) -> None:
    a_project("other")
    bob = browser(a_person("bob"))
    assert_problem(bob.get("tasks"), 404, "unknown_project")
    maria.send("PUT", "members/bob", {"role": "viewer"})
    assert bob.get("tasks").status_code == 200
    assert_problem(bob.get("/api/v1/projects/other/tasks"), 404, "unknown_project")


def test_somebody_new_is_let_in_only_when_that_is_said(maria: Api) -> None:
    assert_problem(maria.send("PUT", "members/carla", {"role": "viewer"}), 404, "unknown_person")
    assert maria.send("PUT", "members/carla", {"role": "viewer", "new": True}).status_code == 201
    carla = get_user_model().objects.get(username="carla")
    assert not carla.has_usable_password()
    assert AccessChange.objects.filter(what="person.added", about="carla").exists()


@pytest.mark.parametrize("name", ["a b", "a/b", "x" * 151, "<b>"])
def test_what_is_no_name_is_refused(maria: Api, name: str) -> None:
    assert_problem(maria.send("PUT", f"members/{name}", {"role": "viewer", "new": True}), 422, "invalid_field")
    assert not get_user_model().objects.filter(username=name).exists()


@pytest.mark.parametrize("role", ["agent", "owner", "", None])
def test_what_is_no_persons_role_is_refused(maria: Api, role: str | None) -> None:
    a_person("bob")
    assert_problem(maria.send("PUT", "members/bob", {"role": role}), 422, "invalid_field")


def test_the_last_administrator_stays(maria: Api, project: LogHead) -> None:
    a_person("bob", project, Role.ADMIN)
    carla = a_person("carla", project, Role.ADMIN)
    carla.is_active = False
    carla.save()
    assert_problem(maria.delete("members/bob"), 409, "last_administrator")
    assert_problem(maria.send("PUT", "members/bob", {"role": "viewer"}), 409, "last_administrator")
    a_person("dora", project, Role.ADMIN)
    assert maria.delete("members/bob").status_code == 204


def test_who_is_no_member_cannot_be_removed(maria: Api) -> None:
    a_person("bob")
    assert_problem(maria.delete("members/bob"), 404, "unknown_member")


def test_a_persons_tokens_reach_no_further_than_the_person(maria: Api, project: LogHead) -> None:
    bob = a_person("bob", project, Role.OPERATOR)
    reader, writer = (issue(role, role, project, user=bob)[0] for role in (Role.VIEWER, Role.OPERATOR))
    elsewhere = issue("elsewhere", Role.OPERATOR, a_project("other"), user=bob)[0]
    maria.send("PUT", "members/bob", {"role": "viewer"})
    assert revoked() == {writer.pk}
    maria.delete("members/bob")
    assert revoked() == {writer.pk, reader.pk}
    assert elsewhere.pk not in revoked()


def revoked() -> set[int]:
    return set(Token.objects.exclude(revoked_at=None).values_list("pk", flat=True))


def test_superusers_are_named_beside_the_members(maria: Api) -> None:
    get_user_model().objects.create_superuser("root")
    assert read(maria.get("members"))["everywhere"] == ["root"]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "members"), ("PUT", "members/bob"), ("DELETE", "members/bob"), ("POST", "members/bob/sign-in-link"),
     ("GET", "access-log")],
)
def test_who_does_not_administer_has_no_say(olga: Api, project: LogHead, method: str, path: str) -> None:
    a_person("bob", project, Role.VIEWER)
    body = {"role": "admin"} if method == "PUT" else None
    assert_problem(olga.send(method, path, body), 403, "not_allowed")
    assert Membership.objects.get().role == "viewer"


# Links ---------------------------------------------------------------------------------------------------------------


def test_a_link_lets_a_member_in_once(maria: Api, project: LogHead) -> None:
    maria.send("PUT", "members/carla", {"role": "viewer", "new": True})
    link = read(maria.post("members/carla/sign-in-link", {"minutes": 5}))
    assert link["name"] == "carla"
    path = link["url"].removeprefix("http://testserver")
    assert path.startswith("/sign-in/")
    first, second = Client(), Client()
    assert first.get(path).status_code == 302
    assert second.get(path).status_code == 410
    assert noted()[-1][:3] == ("token/maria", "link.made", "carla")
    assert AccessChange.objects.filter(what="person.signed_in", about="carla").count() == 1
    assert link["url"].rsplit("/", 2)[1] not in str(list(AccessChange.objects.values_list()))


def test_nobody_makes_a_link_to_become_somebody_mightier(project: LogHead) -> None:
    """Whoever opens it may do all that the person may, in other projects too."""
    boss = browser(a_person("boss", project, Role.ADMIN))
    other = a_project("other")
    a_person("root", project, Role.VIEWER)
    get_user_model().objects.filter(username="root").update(is_superuser=True)
    staff = a_person("staff", project, Role.VIEWER)
    get_user_model().objects.filter(pk=staff.pk).update(is_staff=True)
    wanderer = a_person("wanderer", project, Role.VIEWER)
    Membership.objects.create(user=wanderer, project=other, role=Role.VIEWER)
    for name in ("root", "staff", "wanderer"):
        assert_problem(boss.post(f"members/{name}/sign-in-link"), 403, "not_allowed")
    a_person("local", project, Role.ADMIN)
    assert boss.post("members/local/sign-in-link").status_code == 201
    Membership.objects.create(user=get_user_model().objects.get(username="boss"), project=other, role=Role.ADMIN)
    assert boss.post("members/wanderer/sign-in-link").status_code == 201


def test_a_projects_own_token_makes_no_link_for_somebody_of_other_projects(project: LogHead) -> None:
    caller = Api(issue("ci", Role.ADMIN, project)[1])
    wanderer = a_person("wanderer", project, Role.VIEWER)
    Membership.objects.create(user=wanderer, project=a_project("other"), role=Role.VIEWER)
    assert_problem(caller.post("members/wanderer/sign-in-link"), 403, "not_allowed")


def test_a_link_for_who_is_no_member_is_refused(maria: Api) -> None:
    a_person("bob")
    assert_problem(maria.post("members/bob/sign-in-link"), 404, "unknown_member")


# What was noted ------------------------------------------------------------------------------------------------------


def test_what_was_changed_can_be_read_page_by_page(maria: Api, project: LogHead) -> None:
    a_person("bob", a_project("other"), Role.VIEWER)
    for role in ("viewer", "operator", "admin", "viewer"):
        maria.send("PUT", "members/carla", {"role": role, "new": True})
    assert [one["after"] for one in read(maria.get("access-log"))["changes"]] == ["admin", "operator", "viewer"]
    page = read(maria.get("access-log", limit=2))
    assert [one["after"] for one in page["changes"]] == ["admin", "operator"]
    rest = read(maria.get("access-log", limit=2, cursor=page["cursor"]))
    assert ([one["after"] for one in rest["changes"]], rest["cursor"]) == (["viewer"], None)
    assert_problem(maria.get("access-log", cursor="x"), 422, "invalid_field")
