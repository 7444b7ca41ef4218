"""Why something cannot be measured like that."""

from tracks.errors.base import NotFound


class UnknownMeasurement(NotFound):
    """Nothing is measured under the name {name}."""

    next = "List what is measured with GET /api/v1/projects/{project}/measurements, or record it with POST measurements."
