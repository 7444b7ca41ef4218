"""The audit pages can be looked at and nothing else, by those who may."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role, Token
from coordinator.access.tokens import issue
from coordinator.admin.read_only import ReadOnlyAdmin
from coordinator.eventlog import checkpoints, store
from coordinator.eventlog.models import LogHead
from tests.support.logs import a_log
from tests.support.world import a_person

LOOKED_AT = [model for model, one in admin.site._registry.items() if isinstance(one, ReadOnlyAdmin)]


def address(model: type[Model], page: str, *arguments: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def names(models: list[type[Model]]) -> list[str]:
    return [model._meta.label_lower for model in models]


def test_the_whole_history_and_every_table_kept_from_it_can_be_looked_at() -> None:
    assert {"eventlog.event", "eventlog.receipt", "eventlog.checkpoint", "eventlog.loghead"} <= set(names(LOOKED_AT))
    assert {"tracks.task", "tracks.track", "agents.agent", "agents.leasebeat", "access.token"} <= set(names(LOOKED_AT))


@pytest.mark.parametrize("model", LOOKED_AT, ids=names(LOOKED_AT))
def test_every_table_has_a_list_and_a_page_for_each_row(auditor: Client, log: LogHead, model: type[Model]) -> None:
    assert auditor.get(address(model, "changelist")).status_code == 200
    row = model._default_manager.first()
    if row is not None:
        assert auditor.get(address(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", LOOKED_AT, ids=names(LOOKED_AT))
def test_not_even_an_administrator_adds_changes_or_deletes_a_row(auditor: Client, log: LogHead, model: type[Model]) -> None:
    issue("a token", Role.VIEWER)
    row = model._default_manager.first()
    key = row.pk if row is not None else 1
    before = list(model._default_manager.values())
    assert auditor.get(address(model, "add")).status_code == 403
    assert auditor.post(address(model, "add"), {}).status_code == 403
    assert auditor.post(address(model, "change", key), {"actor": "mallory"}).status_code == 405
    assert auditor.post(address(model, "delete", key), {"post": "yes"}).status_code in (403, 302)
    auditor.post(address(model, "changelist"), {"action": "delete_selected", "_selected_action": key, "post": "yes"})
    assert list(model._default_manager.values()) == before


def test_the_digest_of_a_token_is_shown_nowhere(auditor: Client, log: LogHead) -> None:
    token, secret = issue("ci", Role.AGENT, log)
    for page in (address(Token, "changelist"), address(Token, "change", token.pk)):
        shown = auditor.get(page).content.decode()
        assert token.prefix in shown
        assert token.digest not in shown
        assert secret not in shown


def test_who_is_not_signed_in_is_sent_to_the_sign_in_page_of_the_product(client: Client, db: None) -> None:
    response = client.get("/admin/eventlog/event/?type=task.added", follow=True)
    assert response.redirect_chain[-1][0] == "/sign-in/?next=/admin/eventlog/event/%3Ftype%3Dtask.added"


def test_who_may_not_look_is_told_so_and_not_sent_around_in_circles(client: Client, db: None) -> None:
    client.force_login(a_person("bob"))
    assert client.get("/admin/", follow=True).status_code == 403


def test_an_auditor_sees_the_projects_of_which_they_are_a_member_and_no_other(client: Client, log: LogHead) -> None:
    undercover = LogHead.objects.get(pk=a_log("undercover", 3).id)
    checkpoints.sign(store.find_head("undercover") or pytest.fail())
    eve = a_person("eve", log, Role.VIEWER)
    eve.is_staff = True
    eve.save()
    eve.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(eve)
    shown = client.get("/admin/eventlog/event/").content.decode()
    assert "undercover" not in shown
    assert "task/A.2" in shown
    assert "No row passes" in client.get("/admin/eventlog/event/?project=undercover").content.decode()
    assert client.get("/admin/eventlog/event/export/proof/?project=undercover").status_code == 404
    assert client.get(address(LogHead, "change", undercover.pk)).status_code == 404
    for model in ("receipt", "checkpoint", "loghead"):
        assert "undercover" not in client.get(f"/admin/eventlog/{model}/").content.decode()


def test_staff_without_the_right_to_view_events_see_and_export_none(client: Client, log: LogHead) -> None:
    eve = a_person("eve", log, Role.VIEWER)
    eve.is_staff = True
    eve.save()
    client.force_login(eve)
    assert client.get("/admin/eventlog/event/").status_code == 403
    assert client.get("/admin/eventlog/event/export/csv/").status_code == 403


@pytest.mark.parametrize(
    "page", ["/admin/", "/admin/eventlog/", "/admin/eventlog/event/", "/admin/tracks/task/", "/admin/auth/user/add/"]
)
def test_pages_need_nothing_that_the_content_policy_forbids(auditor: Client, log: LogHead, page: str) -> None:
    response = auditor.get(page)
    assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
    shown = response.content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)", shown), page
