"""manage.py import: reads a document into a project, from the operator's terminal."""

import json
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coordinator import importing, plans
from coordinator.command_handler import handle
from coordinator.transfer import UnknownFormat, Unreadable, read_document
from tracks.commands import CreateProject
from tracks.errors import Refusal

ACTOR = "system/import"


class Command(BaseCommand):
    help = "Import a document into a project; the project is created where there is none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", help="the project's slug")
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", default="auto")
        parser.add_argument("--dry-run", action="store_true", help="say what would change and write nothing")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, project: str, file: Path, **options: Any) -> None:
        try:
            document = read_document(file.read_bytes(), file.name, options["format"])
            if options["dry_run"]:
                report = importing.preview(project, document).as_dict()
            else:
                if plans.current(project) is None:
                    handle(CreateProject(project=project, name=document.title[:200] or project), actor=ACTOR)
                applied, _ = importing.apply(project, document, file.name, partial(handle, actor=ACTOR))
                report = applied.as_dict()
        except (OSError, UnknownFormat, Unreadable, Refusal) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(report) if options["json"] else in_words(report))


def in_words(report: dict[str, Any]) -> str:
    lines = [
        ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in report["counts"].items() if count),
        ", ".join(f"{count} {name}" for name, count in report["changes"].items()),
        *(f"line {one['line']}: {one['severity']}: {one['reason']}: {one['text']}" for one in report["problems"]),
    ]
    if report["repairs"]:
        lines.append(f"encoding repaired in {len(report['repairs'])} lines")
    return "\n".join(lines)
