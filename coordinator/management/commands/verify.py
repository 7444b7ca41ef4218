"""`manage.py verify`: proves the logs. Exit status 0 only when all of them are sound."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coordinator.eventlog.models import LogHead
from coordinator.eventlog.verification import UnknownLog, Verified, verify


class Command(BaseCommand):
    help = "Proves that nothing in the log was changed: every hash, the count, the head and the signed checkpoints."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", nargs="?", help="slug of the project (default: all of them)")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one line of JSON for each project")

    def handle(self, *args: Any, project: str | None, as_json: bool, **options: Any) -> None:
        sound = True
        for slug in [project] if project else list(LogHead.objects.values_list("project", flat=True)):
            try:
                verified = verify(slug)
            except UnknownLog as error:
                raise CommandError(str(error)) from None
            self.stdout.write(json.dumps(verified.as_dict()) if as_json else in_words(verified))
            sound = sound and verified.ok
        if not sound:
            sys.exit(1)


def in_words(verified: Verified) -> str:
    if verified.ok:
        lines = [f"{verified.project}: sound, {verified.events:,} events, {verified.checkpoints:,} checkpoints hold"]
    else:
        lines = [f"{verified.project}: NOT SOUND from event #{verified.first_bad} on ({verified.faults:,} faults)"]
        lines += [f"  #{one.sequence}: {one.problem}" for one in verified.problems]
    return "\n".join([*lines, *(f"  {note}" for note in verified.notes)])
