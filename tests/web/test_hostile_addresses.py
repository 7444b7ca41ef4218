"""Addresses that nobody's page has: they lead to a page or to none, and nothing breaks over them."""

import pytest
from django.test import Client

from tests.support.world import PROJECT, a_task

HUGE = "9" * 30
LONGEST = "9" * 5_000


@pytest.mark.parametrize("where", [
    *(f"{page}?before={word}" for page in ("activity/", "tasks/1/") for word in ("²", "٣", "-1", HUGE, LONGEST, "%00")),
    *(f"tasks/?{name}={word}" for name in ("q", "who", "track", "show", "sort") for word in ("²", HUGE, LONGEST, "%00")),
    *(f"tasks/?after={word}" for word in ("²", f"-{HUGE}", HUGE, LONGEST, "%00")),
    "activity/?actor=%00", "tasks/?status=%00", "tasks/?fragment=%00", "tasks/?fragment=../list",
    "tasks/%00/", "tracks/%00/", f"imports/{HUGE}/",
], ids=lambda where: where[:40])
def test_what_nobody_links_to_breaks_nothing(maria: Client, where: str) -> None:
    a_task("1")
    assert maria.get(f"/projects/{PROJECT}/{where}").status_code in (200, 404)
