"""The rules of terms: what may be demanded, what is missing before work counts as done, and when it is tried again."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from tracks import commands as c
from tracks import events as e
from tracks.checks import check_version, known_task, known_track
from tracks.errors import InvalidField, RetryIsEarly, ReviewIsOwn, TermsNotMet
from tracks.facts import Facts
from tracks.measurements import COMPARISONS, exact, holds
from tracks.plan import Plan
from tracks.terms import Demands, Metric, Retry, Terms, demands, retry_of
from tracks.work import Evidence, Task

LONGEST_CHECK = 2_000
MOST_METRICS = 20
MOST_ATTEMPTS = 100
A_WEEK = 7 * 24 * 3600
LONGEST_PAUSE = timedelta(days=30)

Missing = dict[str, str]  # `term`, what is missing in words, and what to send


# What may be demanded ------------------------------------------------------------------------------------------------


def set_task_terms(plan: Plan, command: c.SetTaskTerms, facts: Facts) -> list[Any]:
    task = known_task(plan, command.key)
    check_version(command, task)
    terms = checked(command.terms)
    return [] if terms == task.terms else [e.TaskTermsSet(key=task.key, terms=terms)]


def set_track_terms(plan: Plan, command: c.SetTrackTerms, facts: Facts) -> list[Any]:
    track = known_track(plan, command.key)
    check_version(command, track)
    terms = checked(command.terms)
    return [] if terms == track.terms else [e.TrackTermsSet(key=track.key, terms=terms)]


def checked(terms: Terms) -> Terms:
    """The terms as they are kept. Raises InvalidField."""
    if len(terms.check) > LONGEST_CHECK or terms.check != terms.check.strip():
        raise InvalidField(field="check", problem=f"must be at most {LONGEST_CHECK:,} characters without space around them")
    if len(terms.metrics) > MOST_METRICS:
        raise InvalidField(field="metrics", problem=f"must be at most {MOST_METRICS}")
    if terms.retry:
        check_retry(terms.retry)
    metrics = tuple(checked_metric(metric) for metric in terms.metrics)
    return Terms(terms.check, terms.review, terms.deliverables, metrics, terms.retry)


def checked_metric(metric: Metric) -> Metric:
    value = exact(metric.value)
    if not 1 <= len(metric.name.strip()) <= 100 or metric.comparison not in COMPARISONS or value is None:
        problem = f"must have a name, one of {' '.join(COMPARISONS)} and a number; not {str(metric)[:100]}"
        raise InvalidField(field="metrics", problem=problem)
    return Metric(metric.name.strip(), metric.comparison, value)


def check_retry(retry: Retry) -> None:
    for field, value, most in (
        ("max_attempts", retry.max_attempts, MOST_ATTEMPTS), ("backoff", retry.backoff, A_WEEK), ("factor", retry.factor, 10),
    ):
        least = 0 if field == "backoff" else 1
        if not least <= value <= most:
            raise InvalidField(field=f"retry.{field}", problem=f"must be from {least} to {most:,}")


# What is missing -----------------------------------------------------------------------------------------------------


def check_terms(plan: Plan, task: Task, evidence: tuple[Evidence, ...], reviewed: bool) -> None:
    """Refuses what is not shown, all of it at once. `reviewed`: a review is under way or passes just now."""
    wanted = demands(plan, task)
    lacking = [*lacking_checks(wanted, evidence), *lacking_deliverables(plan, task, wanted), *lacking_metrics(plan, wanted)]
    if wanted.review and not reviewed:
        lacking.append(told(
            "review", "a review by somebody other than who did the work",
            f"POST tasks/{task.key}/submit, with the evidence; an operator approves it",
        ))
    if lacking:
        raise TermsNotMet(
            key=task.key, words="; ".join(one["detail"] for one in lacking), send="; ".join(one["send"] for one in lacking),
            missing=lacking,
        )


def check_reviewer(plan: Plan, task: Task, facts: Facts) -> None:
    if demands(plan, task).review and facts.actor in task.done_by:
        raise ReviewIsOwn(key=task.key, actor=facts.actor)


def lacking_checks(wanted: Demands, evidence: tuple[Evidence, ...]) -> Iterator[Missing]:
    passed = {one.text.strip() for one in evidence if one.kind == "command" and one.exit_status == 0 and one.digest}
    for check in wanted.checks:
        if check not in passed:
            yield told(
                "check", f"the result of `{check}` with exit status 0 and the digest of its output",
                f"evidence of kind command, with `{check}` as its text, exit_status 0 and the SHA-256 of its output as digest",
            )


def lacking_deliverables(plan: Plan, task: Task, wanted: Demands) -> Iterator[Missing]:
    promises = plan.tracks[task.track].promises if wanted.deliverables else ()
    for promise in promises:
        if not promise.done:
            yield told(
                "deliverables", f"deliverable {promise.number} of track {task.track}: {promise.text[:200]}",
                f"POST tracks/{task.track}/deliverables/{promise.number}/met",
            )


def lacking_metrics(plan: Plan, wanted: Demands) -> Iterator[Missing]:
    for metric in wanted.metrics:
        known = plan.measurements.get(metric.name)
        value = known.latest.value if known and known.latest else None
        if value is None or not holds(value, metric.comparison, metric.value):
            now = "was never measured" if value is None else f"is {value}"
            yield told("metrics", f"{metric} ({metric.name} {now})", f"POST measurements with the name {metric.name}")


def told(term: str, detail: str, send: str) -> Missing:
    return {"term": term, "detail": detail, "send": send}


# Another try ---------------------------------------------------------------------------------------------------------


def retry_after(plan: Plan, task: Task, facts: Facts) -> list[Any]:
    """The next try of a task that fails just now, if its terms have one left."""
    retry, attempt = retry_of(plan, task), task.failures + 1
    if retry is None or attempt >= retry.max_attempts:
        return []
    pause = min(timedelta(seconds=retry.backoff * retry.factor ** min(attempt - 1, 20)), LONGEST_PAUSE)
    return [e.RetryScheduled(key=task.key, attempt=attempt, most=retry.max_attempts, retry_at=facts.now + pause)]


def retry_due(plan: Plan, command: c.RetryDue, facts: Facts) -> list[Any]:
    """Nothing, where somebody was quicker."""
    task: Task | None = plan.tasks.get(command.key)
    if task is None or task.state != "failed" or task.retry_at is None:
        return []
    if task.retry_at > facts.now:
        raise RetryIsEarly(key=task.key, at=f"{task.retry_at:%H:%M:%S} UTC")
    return [e.TaskRetried(key=task.key)]


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.SetTaskTerms: set_task_terms,
    c.SetTrackTerms: set_track_terms,
    c.RetryDue: retry_due,
}
