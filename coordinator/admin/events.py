"""The history as an auditor reads it: filter, search, one event with its proof and its effect, and what leaves as a file."""

from typing import Any

import msgspec
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from coordinator.admin.changes import Changed, changes
from coordinator.admin.filters import OneProjectFilter, TimeFilter, TypeFilter, chosen_project
from coordinator.admin.keyset import KeysetChangeList
from coordinator.admin.read_only import ReadOnlyAdmin
from coordinator.admin.searching import find
from coordinator.eventlog.chain import GENESIS
from coordinator.eventlog.codec import UnknownEventType
from coordinator.eventlog.models import Checkpoint, Event, Receipt
from coordinator.eventlog.walk import walk
from coordinator.exporting import FORMATS, download, download_proof


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    keyset = "sequence"
    list_display = ("sequence", "type", "subject", "actor", "recorded_at", "body")
    list_filter = (OneProjectFilter, TimeFilter, TypeFilter)
    search_fields = ("sequence",)
    search_help_text = "#812, or how a task, track, agent or actor begins: A.1, track/B, ada"
    change_list_template = "admin/audit/events.html"
    row_template = "admin/audit/event.html"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Event], search_term: str
    ) -> tuple[QuerySet[Event], bool]:
        head, text = chosen_project(request), search_term.strip()
        return find(queryset, head, text) if head and text else queryset, False

    def known_total(self, changes: KeysetChangeList) -> int | None:
        head = changes.filter_specs[0].head
        return head.sequence if head and not changes.query and not changes.get_filters_params().keys() - {"project"} else None

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(self.export)
        return [path("export/<str:format>/", export, name="eventlog_event_export"), *super().get_urls()]

    def export(self, request: HttpRequest, format: str) -> HttpResponseBase:
        """The list as it is filtered, or `proof`: the whole log in the form that proves itself."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        head = chosen_project(request)
        if head is None or format not in {*FORMATS, "proof"}:
            raise Http404
        if format == "proof":
            return download_proof(head)
        return download(head.project, self.get_changelist_instance(request).queryset, format)

    def facts_of(self, request: HttpRequest, row: Event) -> dict[str, Any]:
        of_log = Event.objects.filter(project=row.project_id)
        about = of_log.filter(subject=row.subject)
        before, after = (of_log.filter(sequence=row.sequence + step).first() for step in (-1, 1))
        return {
            "body": payload(row),
            "previous": before,
            "next": after,
            "previous_about": about.filter(sequence__lt=row.sequence).order_by("-sequence").first(),
            "next_about": about.filter(sequence__gt=row.sequence).order_by("sequence").first(),
            "cause": of_log.filter(sequence=row.causation).first() if row.causation else None,
            "receipt": Receipt.objects.filter(project=row.project_id, key=row.command_key).first(),
            "fault": fault(row, before),
            "checkpoint": Checkpoint.objects.filter(project=row.project_id, sequence__gte=row.sequence).first(),
            "changes": changes_of(row) if "changes" in request.GET else None,
        }


def payload(event: Event) -> Any:
    """The body's value; its text where that is not what it should be."""
    try:
        return msgspec.json.decode(event.body)
    except (msgspec.DecodeError, UnicodeError):
        return event.body


def fault(event: Event, before: Event | None) -> str:
    """What is wrong with this event, empty when its hash holds and it continues the one before."""
    previous = before.hash if before else GENESIS
    passed = next(walk(event.project_id, event.project.log_id, event.sequence - 1, previous, event.sequence))
    return passed.problem


def changes_of(event: Event) -> list[Changed] | str:
    """What the event changed, or why that cannot be told."""
    try:
        return changes(event)
    except (UnknownEventType, msgspec.DecodeError) as error:
        return f"The log cannot be folded as far as this event: {error}"
