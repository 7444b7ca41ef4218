"""`manage.py checkpoint`: signs where the logs stand now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coordinator.eventlog.checkpoints import ChainIsBroken, sign
from coordinator.eventlog.models import LogHead
from coordinator.eventlog.store import find_head


class Command(BaseCommand):
    help = "Signs the newest event of a log, and every thousandth that is not signed yet, once the chain is proved."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", nargs="?", help="slug of the project (default: all of them)")

    def handle(self, *args: Any, project: str | None, **options: Any) -> None:
        for slug in [project] if project else list(LogHead.objects.values_list("project", flat=True)):
            head = find_head(slug)
            if head is None:
                raise CommandError(f"There is no project {slug}.")
            try:
                signed = sign(head)
            except ChainIsBroken as error:
                raise CommandError(str(error)) from None
            self.stdout.write(f"{slug}: {len(signed):,} checkpoints signed, the newest event is #{head.sequence:,}")
