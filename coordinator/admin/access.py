"""Who may come in. Tokens can be looked at, their digests not; memberships are the one thing that is kept here."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from coordinator.access import journal
from coordinator.access.models import AccessChange, Membership, Token
from coordinator.admin.filters import PLAIN, ProjectFilter
from coordinator.admin.read_only import ReadOnlyAdmin


@admin.register(Token)
class TokenAdmin(ReadOnlyAdmin):
    hidden = ("digest",)
    list_display = ("name", "prefix", "role", "project", "agent", "user", "last_used_at", "expires_at", "revoked_at")
    list_select_related = ("project", "user")
    list_filter = (ProjectFilter,)


class WhatFilter(SimpleListFilter):
    title = parameter_name = "what"
    template = PLAIN

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(what, what) for what in journal.WHAT]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(what=self.value()) if self.value() else queryset


@admin.register(AccessChange)
class AccessChangeAdmin(ReadOnlyAdmin):
    """Who came in, who was turned away, and who changed what somebody may do."""

    list_display = ("at", "project", "actor", "what", "about", "before", "after")
    list_filter = (ProjectFilter, WhatFilter)


@admin.register(Membership)
class MembershipAdmin(ModelAdmin):
    list_display = ("user", "project", "role")
    list_select_related = ("user", "project")
    list_filter = (ProjectFilter, "role")
    autocomplete_fields = ("user",)

    def save_model(self, request: HttpRequest, obj: Membership, form: ModelForm, change: bool) -> None:
        before = form.initial.get("role", "")
        super().save_model(request, obj, form, change)
        what = "member.changed" if change else "member.added"
        self.note(request, what, obj, before=before, after=obj.role)

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        self.note(request, "member.removed", obj, before=obj.role)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        for membership in queryset:
            self.delete_model(request, membership)

    @staticmethod
    def note(request: HttpRequest, what: str, membership: Membership, **roles: str) -> None:
        journal.note(request.user.get_username(), what, membership.user.get_username(), membership.project_id, **roles)
