"""A table to look at: nobody adds, changes or deletes a row of it here, whatever rights they have."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse

from coordinator.access.permissions import visible_projects
from coordinator.admin.filters import PARAMETERS
from coordinator.admin.keyset import KeysetChangeList


class ReadOnlyAdmin(ModelAdmin):
    """`keyset` orders the list; `hidden` columns are shown nowhere; `project` leads to the project a row belongs to."""

    keyset = "pk"
    hidden: tuple[str, ...] = ()
    project = "project"
    actions = None
    list_per_page = 100
    show_full_result_count = False
    sortable_by = ()
    list_select_related: tuple[str, ...] = ("project",)
    change_list_template = "admin/audit/list.html"
    row_template = "admin/audit/row.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """The choices offered and no other: any column could be asked for in ways that read the whole table."""
        return lookup in PARAMETERS

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeysetChangeList]:
        return KeysetChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """What belongs to projects that the caller may see."""
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return rows.filter(**{f"{self.project}__in": visible_projects(request.user)})

    def known_total(self, changes: KeysetChangeList) -> int | None:
        """How many rows the list holds, where that is known without counting."""
        return None

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": str(row), "row": row, "opts": self.opts, **self.facts_of(request, row), **(extra_context or {}),
        }  # fmt: skip
        return TemplateResponse(request, self.row_template, context)

    def facts_of(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What the page of one row shows."""
        return {"facts": list(self.columns_of(row))}

    def columns_of(self, row: Any) -> Iterator[tuple[str, Any]]:
        for field in self.opts.concrete_fields:
            if field.name not in self.hidden:
                name = field.name if isinstance(field, ForeignKey) else field.attname
                yield str(field.verbose_name), getattr(row, name)
