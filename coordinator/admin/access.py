"""Who may come in. Tokens can be looked at, their digests not; memberships are the one thing that is kept here."""

from django.contrib import admin
from django.contrib.admin import ModelAdmin

from coordinator.access.models import Membership, Token
from coordinator.admin.filters import ProjectFilter
from coordinator.admin.read_only import ReadOnlyAdmin


@admin.register(Token)
class TokenAdmin(ReadOnlyAdmin):
    hidden = ("digest",)
    list_display = ("name", "prefix", "role", "project", "agent", "user", "last_used_at", "expires_at", "revoked_at")
    list_select_related = ("project", "user")
    list_filter = (ProjectFilter,)


@admin.register(Membership)
class MembershipAdmin(ModelAdmin):
    list_display = ("user", "project", "role")
    list_select_related = ("user", "project")
    list_filter = (ProjectFilter, "role")
    autocomplete_fields = ("user",)
