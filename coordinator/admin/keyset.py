"""Lists by key, older and newer, in place of numbered pages: as fast at the millionth row as at the first.

Nothing is counted beyond what a glance needs, and no page is reached by skipping rows.
"""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

BEFORE, AFTER = "before", "after"
MOST_COUNTED = 10_000


class KeysetChangeList(ChangeList):
    """Newest first, by the admin's `keyset`: a column whose values are unique in the list and indexed with its filters.

    `older` and `newer` are query strings, None where nothing more is to be seen. `found` says how many rows there are.
    """

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        given = super().get_filters_params(params)
        return {name: value for name, value in given.items() if name not in (BEFORE, AFTER)}

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[str]:
        return [f"-{self.model_admin.keyset}"]

    def get_results(self, request: HttpRequest) -> None:
        key = self.model_admin.keyset
        before, after = (self.place(request, name) for name in (BEFORE, AFTER))
        rows, room = self.queryset, self.list_per_page
        if after is not None:
            page = list(rows.filter(**{f"{key}__gt": after}).reverse()[: room + 1])
            more_newer, more_older = len(page) > room, True
            page = page[:room][::-1]
        else:
            page = list((rows if before is None else rows.filter(**{f"{key}__lt": before}))[: room + 1])
            more_newer, more_older = before is not None, len(page) > room
            page = page[:room]
        self.result_list = page
        self.older = self.beyond(BEFORE, page[-1]) if page and more_older else None
        self.newer = self.beyond(AFTER, page[0]) if page and more_newer else None
        self.newest = self.get_query_string(remove=[BEFORE, AFTER]) if before is not None or after is not None else None
        self.found = self.counted()
        self.leave_out_what_pages_need(len(page))

    def place(self, request: HttpRequest, name: str) -> int | None:
        given = request.GET.get(name, "")
        return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None

    def beyond(self, name: str, row: Any) -> str:
        query: str = self.get_query_string({name: getattr(row, self.model_admin.keyset)}, remove=[BEFORE, AFTER])
        return query

    def counted(self) -> str:
        """How many rows match, in words."""
        total = self.model_admin.known_total(self)
        if total is None:
            total = self.queryset.order_by()[: MOST_COUNTED + 1].count()
        return f"more than {MOST_COUNTED:,}" if total == MOST_COUNTED + 1 else f"{total:,}"

    def leave_out_what_pages_need(self, shown: int) -> None:
        self.result_count = shown
        self.full_result_count = self.paginator = None
        self.show_full_result_count = self.can_show_all = self.multi_page = self.show_admin_actions = False
