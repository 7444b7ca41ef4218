"""Plan lint: what is wrong with a plan and how to mend it, and who waits for each other for ever."""

from collections import Counter

from django.http import HttpResponse

from coordinator.api.door import Ask, Door, answer, operation
from coordinator.api.graph import asked_moment
from coordinator.api.rows import At
from coordinator.api.versions import etag
from coordinator.api.wire.lint import LintReport
from coordinator.reports.linting import lint_of


class Lint(Door):
    @operation(
        "Find what is wrong with the plan, and deadlocks", query=At,
        answers={200: (LintReport, "Each finding with a way to mend it, each deadlock with the fewest waits to give up.")},
    )
    def get(self, ask: Ask) -> HttpResponse:
        moment = asked_moment(ask.head(), ask.query.at)
        findings, knots = lint_of(moment)
        report = LintReport(findings, dict(Counter(one.code for one in findings)), knots, moment.sequence)
        return answer(report, ETag=etag(moment.sequence))
