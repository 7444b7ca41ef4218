"""`manage.py import_log`: takes an exported log into this installation, hash for hash."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coordinator.recovery.moving import NotThisLog, move_in
from tracks.errors import ProjectExists


class Command(BaseCommand):
    help = "Takes the log.jsonl of another installation into this one, on whichever database, hash for hash."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="what manage.py export_log wrote, or log.jsonl of an exported project")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one line of JSON")

    def handle(self, *args: Any, file: Path, as_json: bool, **options: Any) -> None:
        try:
            with file.open("rb") as lines:
                moved = move_in(lines)
        except OSError as error:
            raise CommandError(f"Cannot read {file}: {error.strerror}.") from None
        except (NotThisLog, ProjectExists) as error:
            raise CommandError(f"{error} Nothing was written.") from None
        told = {"project": moved.project, "ok": True, "events": moved.events, "checkpoints": moved.checkpoints}
        words = f"{moved.project}: {moved.events:,} events and {moved.checkpoints:,} checkpoints, hash for hash."
        self.stdout.write(json.dumps(told) if as_json else words)
