"""`manage.py export_log`: writes a log to a file that proves itself."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coordinator.eventlog.export import lines
from coordinator.eventlog.store import find_head


class Command(BaseCommand):
    help = "Writes the whole log of a project as lines of JSON, which static/verify_log.py proves with Python alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", help="slug of the project")
        parser.add_argument("--output", type=Path, metavar="FILE", help="where to write it (default: standard output)")

    def handle(self, *args: Any, project: str, output: Path | None, **options: Any) -> None:
        head = find_head(project)
        if head is None:
            raise CommandError(f"There is no project {project}.")
        if output is None:
            sys.stdout.buffer.writelines(lines(head))
            return
        try:
            with output.open("wb") as file:
                file.writelines(lines(head))
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror}.") from None
