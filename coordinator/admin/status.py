"""The status tables as the projector keeps them, row by row."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest

from agents.models import Agent, Delivery, LeaseBeat, Message, Presence
from coordinator.admin.filters import PLAIN, ProjectFilter
from coordinator.admin.read_only import ReadOnlyAdmin
from tracks import models as tracks
from tracks.work import STATUSES


class StatusAdmin(ReadOnlyAdmin):
    list_filter: tuple[type[SimpleListFilter], ...] = (ProjectFilter,)


class StatusFilter(SimpleListFilter):
    title = parameter_name = "status"
    template = PLAIN

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(status, status.replace("_", " ").capitalize()) for status in STATUSES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(status=self.value()) if self.value() else queryset


@admin.register(tracks.ProjectSummary)
class ProjectSummaryAdmin(StatusAdmin):
    list_display = ("key", "name", "percent", "created_at", "version")
    list_filter = ()


@admin.register(tracks.Track)
class TrackAdmin(StatusAdmin):
    list_display = ("key", "project", "title", "owner", "status", "percent", "version")


@admin.register(tracks.Task)
class TaskAdmin(StatusAdmin):
    list_display = ("key", "project", "title", "track", "status", "percent", "priority", "agent", "changed_at", "version")
    list_filter = (ProjectFilter, StatusFilter)


@admin.register(tracks.Offer)
class OfferAdmin(StatusAdmin):
    list_display = ("key", "project", "task", "agent", "verb", "state", "offered_at", "version")


@admin.register(tracks.Dependency)
class DependencyAdmin(StatusAdmin):
    list_display = ("key", "project", "item", "needs", "version")


@admin.register(tracks.SyncPoint)
class SyncPointAdmin(StatusAdmin):
    list_display = ("key", "project", "title", "status", "version")


@admin.register(tracks.ConflictArea)
class ConflictAreaAdmin(StatusAdmin):
    list_display = ("key", "project", "area", "tracks", "resolution", "version")


@admin.register(tracks.IntegrationPoint)
class IntegrationPointAdmin(StatusAdmin):
    list_display = ("key", "project", "title", "parties", "status", "version")


@admin.register(tracks.Allocation)
class AllocationAdmin(StatusAdmin):
    list_display = ("key", "project", "scenario", "who", "text", "version")


@admin.register(tracks.Note)
class NoteAdmin(StatusAdmin):
    list_display = ("key", "project", "kind", "text", "about", "date", "version")


@admin.register(tracks.Criterion)
class CriterionAdmin(StatusAdmin):
    list_display = ("key", "project", "kind", "text", "of", "comparison", "value", "met", "version")


@admin.register(tracks.Measurement)
class MeasurementAdmin(StatusAdmin):
    list_display = ("key", "project", "unit", "count", "version")


@admin.register(tracks.Reservation)
class ReservationAdmin(StatusAdmin):
    list_display = ("key", "project", "agent", "paths", "mode", "task", "since", "version")


@admin.register(tracks.Decision)
class DecisionAdmin(StatusAdmin):
    list_display = ("key", "project", "question", "chosen", "version")


@admin.register(tracks.ImportReport)
class ImportReportAdmin(StatusAdmin):
    list_display = ("key", "project", "format", "filename", "actor", "recorded_at", "digest")


@admin.register(Agent)
class AgentAdmin(StatusAdmin):
    list_display = ("key", "project", "kind", "role", "state", "load", "capacity", "tasks_done", "leases_lost", "version")


@admin.register(Message)
class MessageAdmin(StatusAdmin):
    list_display = ("key", "project", "kind", "sender", "to", "about", "sent_at", "unread", "closed")


@admin.register(Delivery)
class DeliveryAdmin(StatusAdmin):
    list_display = ("message", "project", "recipient", "acknowledged_at")


@admin.register(LeaseBeat)
class LeaseBeatAdmin(StatusAdmin):
    list_display = ("task", "project", "agent", "fence", "until", "beat_at", "progress")


@admin.register(Presence)
class PresenceAdmin(StatusAdmin):
    list_display = ("agent", "project", "seen_at")
