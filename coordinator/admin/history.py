"""The tables beside the events: the logs, the receipts of commands, the checkpoints."""

from django.contrib import admin

from coordinator.admin.filters import ProjectFilter
from coordinator.admin.read_only import ReadOnlyAdmin
from coordinator.eventlog.models import Checkpoint, LogHead, Receipt


@admin.register(LogHead)
class LogHeadAdmin(ReadOnlyAdmin):
    project = "pk"
    list_select_related = ()
    list_display = ("project", "sequence", "recorded_at", "log_id", "incarnation", "hash")


@admin.register(Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    list_display = ("key", "project", "command", "actor", "last_sequence", "refusal", "recorded_at")
    list_filter = (ProjectFilter,)


@admin.register(Checkpoint)
class CheckpointAdmin(ReadOnlyAdmin):
    list_display = ("id", "project", "sequence", "hash", "signed_at", "public_key")
    list_filter = (ProjectFilter,)
