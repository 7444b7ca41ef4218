"""Why something cannot happen where tracks meet."""

from tracks.errors.base import Invalid, NotFound, Refusal


class UnknownSyncPoint(NotFound):
    """There is no sync point {key}."""

    next = "List the sync points with GET /api/v1/projects/{project}/sync-points."


class SyncPointIsEarly(Refusal):
    """Sync point {key} cannot be passed yet: {blockers}."""

    next = "Finish what comes before it first."


class SyncPointExists(Refusal):
    """There is a sync point {key} already: {title}."""

    next = "Choose another key, or edit the sync point that is there."


class ChecksDoNotHold(Refusal):
    """Sync point {key} cannot be passed yet: {checks}."""

    next = "Answer the checks with POST sync-points/{key}/checks/<number>, or say with `despite` why it is passed all the same."


class UnknownCheck(NotFound):
    """Sync point {key} has {count} checks, there is no {number}."""

    next = "Read its checks with GET sync-points/{key}; they are counted from 1."


class CheckIsMeasured(Invalid):
    """Check {number} of sync point {key} holds by itself when {metric} {comparison} {value}."""

    next = "Record the measurement with POST measurements."


class UnknownIntegrationPoint(NotFound):
    """There is no integration point {key}."""

    next = "List them with GET /api/v1/projects/{project}/integration-points."


class IntegrationPointExists(Refusal):
    """There is an integration point {key} already: {title}."""

    next = "Choose another key, or edit the one that is there."


class IntegrationIsEarly(Refusal):
    """{key} cannot be integrated yet. Not ready: {missing}."""

    next = "Each party says that it is ready with POST integration-points/{key}/ready."
