"""Why something cannot be written like that."""

from tracks.errors.base import NotFound


class UnknownNote(NotFound):
    """There is no note {key}."""

    next = "List the notes with GET /api/v1/projects/{project}/notes."
