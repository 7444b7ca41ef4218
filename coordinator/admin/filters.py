"""How lists are narrowed: by choices that are known beforehand, never by asking a long table what it holds."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.filters import ListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from coordinator.access.permissions import visible_projects
from coordinator.catalog import EVENTS
from coordinator.eventlog import store
from coordinator.eventlog.models import LogHead

Choices = Iterator[dict[str, Any]]

PARAMETERS = ("project", "type", "status", "what", "within", "since", "until")
MOST_PROJECTS = 200
PLAIN = "admin/audit/filter.html"


class ProjectFilter(SimpleListFilter):
    title = parameter_name = "project"
    template = PLAIN

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        slugs = visible_projects(request.user).values_list("project", flat=True)[:MOST_PROJECTS]
        return [(slug, slug) for slug in slugs]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(project__project=self.value()) if self.value() else queryset


class OneProjectFilter(ProjectFilter):
    """Always on one project, at first the one that moved last: a sequence means nothing without it, nor does any index."""

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(request, *args)
        self.head = chosen_project(request)

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(project=self.head) if self.head else queryset.none()

    def choices(self, changelist: ChangeList) -> Choices:
        for slug, name in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: slug})
            yield {"selected": self.head and slug == self.head.project, "query_string": query, "display": name}


def chosen_project(request: HttpRequest) -> LogHead | None:
    """The project that the address names, else the one that moved last; None where there is none to be seen."""
    if not hasattr(request, "chosen_project"):
        heads, slug = visible_projects(request.user), request.GET.get("project")
        request.chosen_project = heads.filter(project=slug).first() if slug else heads.order_by("-recorded_at").first()
    head: LogHead | None = request.chosen_project
    return head


class TypeFilter(SimpleListFilter):
    """By what happened, under the kind of thing that it happened to."""

    title = parameter_name = "type"
    template = "admin/audit/types.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in EVENTS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(type=self.value()) if self.value() else queryset

    def choices(self, changelist: ChangeList) -> Choices:
        everything, *types = super().choices(changelist)
        yield everything
        kinds: dict[str, list[dict[str, Any]]] = {}
        for choice in types:
            kind, _, choice["display"] = choice["display"].partition(".")
            kinds.setdefault(kind, []).append(choice)
        for kind, of_kind in kinds.items():
            yield {"kind": kind, "types": of_kind, "open": any(choice["selected"] for choice in of_kind)}


class TimeFilter(ListFilter):
    """By when it happened. Times become sequences, which cost nothing to compare and narrow every index."""

    title = "time"
    template = "admin/audit/times.html"
    SPANS = {
        "hour": ("Last hour", timedelta(hours=1)),
        "day": ("Last 24 hours", timedelta(days=1)),
        "week": ("Last 7 days", timedelta(days=7)),
        "month": ("Last 30 days", timedelta(days=30)),
    }

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        given = {name: params.pop(name)[-1] for name in self.expected_parameters() if name in params}
        self.span = given.get("within") if given.get("within") in self.SPANS else None
        self.since, self.until = (moment_in(given.get(name, "")) for name in ("since", "until"))

    def expected_parameters(self) -> list[str]:
        return ["within", "since", "until"]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        head = chosen_project(request)
        since = timezone.now() - self.SPANS[self.span][1] if self.span else self.since
        if head and since:
            queryset = queryset.filter(sequence__gt=store.sequence_at(head.pk, since - timedelta(microseconds=1)))
        if head and self.until:
            queryset = queryset.filter(sequence__lte=store.sequence_at(head.pk, self.until))
        return queryset

    def choices(self, changelist: ChangeList) -> Choices:
        names = self.expected_parameters()
        anytime = not (self.span or self.since or self.until)
        yield {"selected": anytime, "query_string": changelist.get_query_string(remove=names), "display": "Any time"}
        for span, (word, _) in self.SPANS.items():
            query = changelist.get_query_string({"within": span}, remove=names)
            yield {"selected": span == self.span, "query_string": query, "display": word}
        yield {
            "form": True, "selected": bool(self.since or self.until), "since": self.since, "until": self.until,
            "others": [(name, value) for name, value in changelist.params.items() if name not in names],
        }  # fmt: skip


def moment_in(text: str) -> datetime | None:
    """A time as a form's field or a person gives it, in UTC unless it says otherwise; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
