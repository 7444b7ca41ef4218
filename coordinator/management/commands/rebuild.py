"""`manage.py rebuild`: puts the status tables right from the log, while others go on writing."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coordinator.eventlog.models import LogHead
from coordinator.recovery.rebuild import Rebuilt, rebuild
from tracks.errors import UnknownProject


class Command(BaseCommand):
    help = "Puts the status tables right from the log, writing only the rows that differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", nargs="?", help="slug of the project (default: all of them)")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one line of JSON for each project")

    def handle(self, *args: Any, project: str | None, as_json: bool, **options: Any) -> None:
        for slug in [project] if project else list(LogHead.objects.values_list("project", flat=True)):
            try:
                done = rebuild(slug)
            except UnknownProject as unknown:
                raise CommandError(str(unknown)) from None
            line = {"project": done.project, "ok": True, "sequence": done.sequence, "mended": done.mended}
            self.stdout.write(json.dumps(line) if as_json else in_words(done))


def in_words(done: Rebuilt) -> str:
    count = sum(done.mended.values())
    where = ", ".join(f"{rows:,} in {table}" for table, rows in done.mended.items())
    return f"{done.project}: {f'{count:,} rows put right: {where}' if count else 'every row was right'} (#{done.sequence:,})"
