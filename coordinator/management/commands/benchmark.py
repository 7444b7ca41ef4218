"""`manage.py benchmark`: measures this machine, each question beside a floor and a peer, on databases made for it."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

sys.path.insert(0, str(settings.CHECKOUT))  # for `benchmarks`, which is part of the checkout and of no package

from benchmarks import QUESTIONS  # noqa: E402
from benchmarks.asking import SIZES, Asked, ask  # noqa: E402
from benchmarks.drawing import picture, table  # noqa: E402
from tests.support.services import postgres_server  # noqa: E402


class Command(BaseCommand):
    help = "Measures how fast Signalbox is here, each question beside a floor and a peer, and says which goals are reached."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("questions", nargs="*", help=f"of {', '.join(QUESTIONS)} (default: all of them)")
        parser.add_argument("--size", choices=SIZES, default="short", help="full takes an hour, short some minutes")
        parser.add_argument("--rounds", type=int, default=3, help="how often each contestant has its turn")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one line of JSON for each question")
        parser.add_argument("--plot", type=Path, help="write a picture (SVG) to this file as well")

    def handle(
        self, *args: Any, questions: list[str], size: str, rounds: int, as_json: bool, plot: Path | None, **options: Any
    ) -> None:
        if unknown := set(questions) - set(QUESTIONS):
            raise CommandError(f"There is no question {', '.join(sorted(unknown))}; there are {', '.join(QUESTIONS)}.")
        all_asked = []
        for question in questions or QUESTIONS:
            for asked in ask(question, size, rounds, postgres_server()):
                all_asked.append(asked)
                self.stdout.write(as_line(asked) if as_json else table(asked))
                self.stdout.flush()
        if plot:
            plot.write_text(picture(all_asked), encoding="utf-8")


def as_line(asked: Asked) -> str:
    return json.dumps({
        "question": asked.question, "asks": asked.asks, "database": asked.database, "skipped": asked.skipped,
        "answers": [answer.as_dict() for answer in asked.answers],
    })
