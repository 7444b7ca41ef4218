"""Why something cannot be asked of success criteria."""

from tracks.errors.base import Invalid, NotFound


class UnknownCriterion(NotFound):
    """There is no criterion {key} that was stated here."""

    next = "List them with GET /api/v1/projects/{project}/criteria; those of a document are edited there, or under notes."


class CriterionIsEvaluated(Invalid):
    """Whether "{said}" is met follows from the plan; nobody says so."""

    next = "Read how it stands with GET criteria."
