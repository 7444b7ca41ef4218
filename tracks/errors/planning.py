"""Why a plan cannot be made like that."""

from tracks.errors.base import Invalid, NotFound, Refusal


class UnknownProject(NotFound):
    """There is no project {project}."""

    next = "List the projects you may see with GET /api/v1/projects, or create it with POST /api/v1/projects."


class UnknownTrack(NotFound):
    """There is no track {key}."""

    next = "List the tracks with GET /api/v1/projects/{project}/tracks."


class UnknownTask(NotFound):
    """There is no task {key}."""

    next = "List the tasks with GET /api/v1/projects/{project}/tasks."


class UnknownDeliverable(NotFound):
    """Track {key} has no deliverable {number}."""

    next = "List its deliverables with GET deliverables?track={key}; each has a number that stays."


class UnknownDependency(NotFound):
    """{item} does not wait for {needs}."""

    next = "List the dependencies with GET /api/v1/projects/{project}/dependencies."


class ProjectExists(Refusal):
    """There is a project {project} already."""

    next = "Choose another slug, or use the project that is there."


class ProjectIsArchived(Refusal):
    """The project {project} was archived at {at}: it can only be read."""

    next = "Read it as you like; an administrator brings it back with POST /api/v1/projects/{project}/unarchive."


class TrackExists(Refusal):
    """There is a track {key} already: {title}."""

    next = "Choose another key, or edit the track that is there."


class TaskExists(Refusal):
    """There is a task {key} already: {title}."""

    next = "Choose another key, or edit the task that is there."


class TrackHasTasks(Refusal):
    """Track {key} still has {count} tasks."""

    next = "Move or remove its tasks first."


class StillNeeded(Refusal):
    """{reference} is needed by {dependents}."""

    next = "Remove these dependencies first."


class DependencyCycle(Refusal):
    """This dependency would close a cycle: {cycle}."""

    next = "Remove one of the dependencies in the cycle first."


class DependsOnItself(Invalid):
    """{item} cannot wait for itself."""

    next = "Name what it really waits for."
