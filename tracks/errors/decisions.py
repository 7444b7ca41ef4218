"""Why a decision cannot be read."""

from tracks.errors.base import NotFound


class UnknownDecision(NotFound):
    """There is no decision {key}."""

    next = "List what was decided with GET /api/v1/projects/{project}/decisions."
