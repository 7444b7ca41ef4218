"""The proof of a log, on demand: every link of its chain, its count and its signed checkpoints."""

from django.http import HttpResponse

from coordinator.api.door import Ask, Door, answer, operation
from coordinator.eventlog.verification import Verified, verify


class Verify(Door):
    @operation(
        "Prove the log", scope="heavy", answers={200: (Verified, "What came of it; `ok` says whether all is sound.")},
    )
    def get(self, ask: Ask) -> HttpResponse:
        return answer(verify(ask.head().project))
