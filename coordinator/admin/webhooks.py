"""Webhooks and how telling them goes. Where they lead is not shown, for there may be a secret in it."""

from django.contrib import admin

from coordinator.admin.filters import ProjectFilter
from coordinator.admin.read_only import ReadOnlyAdmin
from coordinator.webhooks.models import Attempt, Cursor, Webhook


@admin.register(Webhook)
class WebhookAdmin(ReadOnlyAdmin):
    list_display = ("key", "project", "origin", "description", "active", "reason", "version")
    list_filter = (ProjectFilter,)


@admin.register(Cursor)
class CursorAdmin(ReadOnlyAdmin):
    hidden = ("address",)
    list_display = ("key", "project", "sequence", "failures", "failing_since", "next_try_at", "holder", "held_until")
    list_filter = (ProjectFilter,)


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    list_display = ("at", "project", "key", "type", "sequence", "status", "error", "milliseconds")
    list_filter = (ProjectFilter,)
