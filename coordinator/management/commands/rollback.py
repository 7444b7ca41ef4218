"""`manage.py rollback`: makes a plan what it was at an earlier moment, shown first and done with --yes."""

import json
from argparse import ArgumentParser
from functools import partial
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError

from coordinator import travelling
from coordinator.command_handler import handle
from coordinator.travelling import Outcome
from tracks.commands import Rollback
from tracks.errors import Refusal


class Command(BaseCommand):
    help = "Makes a plan, or parts of it, what it was at a sequence or time; only shows what that changes without --yes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", help="slug of the project")
        parser.add_argument("to", help="a sequence, or an RFC 3339 time")
        parser.add_argument("--only", nargs="+", default=[], metavar="REFERENCE", help="put back only these, such as task/A.1")
        parser.add_argument("--despite-leases", action="store_true", help="also what somebody works on; their leases end")
        parser.add_argument("--yes", action="store_true", help="do it, rather than show what it would change")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one line of JSON")

    def handle(self, *args: Any, project: str, to: str, only: list[str], as_json: bool, yes: bool, **options: Any) -> None:
        try:
            head, _ = travelling.here(project)
            sequence = travelling.sequence_of(head, to, "to")
            wish = Rollback(
                project=project, to=sequence, only=travelling.references(head, sequence, only),
                despite_leases=options["despite_leases"],
            )
            outcome = travelling.preview_rollback(wish, "operator")
            if yes:
                outcome, _ = travelling.put_back(wish, partial(handle, actor="operator", may_step_in=True))
        except Refusal as refusal:
            raise CommandError(f"{refusal} {refusal.advice}") from None
        self.stdout.write(as_line(outcome, project, yes) if as_json else "\n".join(in_words(outcome, project, yes)))
        if outcome.refusal:
            raise CommandError(f"{outcome.refusal} {outcome.refusal.advice}")


def as_line(outcome: Outcome, project: str, is_done: bool) -> str:
    return json.dumps({
        "project": project, "ok": outcome.refusal is None, "done": is_done, "sequence": outcome.sequence,
        "events": outcome.events, "summary": outcome.summary, "counts": outcome.counts, "ended": outcome.ended,
        "changes": [msgspec.to_builtins(change) for change in outcome.changes],
    })


def in_words(outcome: Outcome, project: str, is_done: bool) -> list[str]:
    lines = [f"  {change.words}" for change in outcome.changes]
    end = f"Done with {outcome.events:,} events." if is_done else "Nothing was done; say --yes to do it."
    return [f"{project}: {outcome.summary} (#{outcome.sequence:,})", *lines, end]
