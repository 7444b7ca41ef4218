"""`manage.py parity`: holds the status tables against the log. Exit status 0 only when every row agrees."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coordinator.eventlog.models import LogHead
from coordinator.recovery.parity import Parity, parity
from tracks.errors import UnknownProject


class Command(BaseCommand):
    help = "Compares every row of the status tables with what the log says, and names those that differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", nargs="?", help="slug of the project (default: all of them)")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one line of JSON for each project")

    def handle(self, *args: Any, project: str | None, as_json: bool, **options: Any) -> None:
        agree = True
        for slug in [project] if project else list(LogHead.objects.values_list("project", flat=True)):
            try:
                found = parity(slug)
            except UnknownProject as unknown:
                raise CommandError(str(unknown)) from None
            self.stdout.write(as_line(found) if as_json else in_words(found))
            agree = agree and found.ok
        if not agree:
            sys.exit(1)


def as_line(found: Parity) -> str:
    return json.dumps({
        "project": found.project, "ok": found.ok, "sequence": found.sequence, "wrong": found.wrong,
        "differences": [
            {"table": one.table, "key": one.key, "column": one.column, "expected": one.expected, "found": one.found}
            for one in found.differences
        ],
    }, default=str)


def in_words(found: Parity) -> str:
    if found.ok:
        return f"{found.project}: the tables agree with the log at #{found.sequence:,}"
    lines = [f"{found.project}: {found.wrong:,} rows differ from the log at #{found.sequence:,}"]
    return "\n".join([*lines, *(f"  {one}" for one in found.differences)])
