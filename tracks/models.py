"""The status tables: what the plan looks like now, kept from events by the projector and by nothing else.

Every row has its `key` within the project and the `version` (sequence) of the last event about it. They can be
thrown away and rebuilt from the log.
"""

from django.db import models


class Projection(models.Model):
    """What all status tables share."""

    project = models.ForeignKey("eventlog.LogHead", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=160)
    version = models.BigIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


def one_row_per_key(name: str) -> list[models.BaseConstraint]:
    return [models.UniqueConstraint(fields=["project", "key"], name=name)]


class ProjectSummary(Projection):
    """One row a project, its key the slug. `counts` and `subtask_counts` map a status to how many tasks have it."""

    name = models.CharField(max_length=200)
    percent = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    subtask_counts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "project summaries"
        constraints = one_row_per_key("project_summary_once")


class Track(Projection):
    title = models.CharField(max_length=500)
    focus = models.TextField(blank=True)
    owner = models.CharField(max_length=200, blank=True)
    position = models.IntegerField()
    status = models.CharField(max_length=16)
    percent = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    blockers = models.JSONField(default=list)
    depends_on = models.JSONField(default=list)
    deliverables = models.JSONField(default=list)
    weeks = models.JSONField(default=list)
    parallelizable = models.CharField(max_length=200, blank=True)
    key_files = models.JSONField(default=list)
    working_directory = models.CharField(max_length=500, blank=True)
    notes = models.TextField(blank=True)
    terms = models.JSONField(default=dict)
    status_word = models.CharField(max_length=200, blank=True)
    source_line = models.IntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = one_row_per_key("track_once")


class Task(Projection):
    """`position` is plan order; `tail` the minutes of work on the longest path from here to the end, this task included."""

    title = models.CharField(max_length=500)
    track = models.CharField(max_length=160, blank=True)
    parent = models.CharField(max_length=160, blank=True)
    position = models.IntegerField()
    status = models.CharField(max_length=16)
    priority = models.CharField(max_length=10)
    percent = models.IntegerField(default=0)
    estimate = models.IntegerField(null=True)
    tail = models.IntegerField(default=0)
    assignee = models.CharField(max_length=160, blank=True)
    parallel = models.BooleanField(default=True)
    capabilities = models.JSONField(default=list)
    paths = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    depends_on = models.JSONField(default=list)
    blocked_by = models.JSONField(default=list)
    agent = models.CharField(max_length=160, blank=True)
    fence = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    waits_for = models.JSONField(default=list)
    terms = models.JSONField(default=dict)
    demands = models.JSONField(default=list)
    verified = models.CharField(max_length=10, default="no")
    attempts = models.IntegerField(default=0)
    failures = models.IntegerField(default=0)
    max_attempts = models.IntegerField(null=True)
    retry_at = models.DateTimeField(null=True)
    offers = models.IntegerField(default=0)
    notes = models.TextField(blank=True)
    status_word = models.CharField(max_length=200, blank=True)
    source_line = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = one_row_per_key("task_once")
        indexes = [
            models.Index(fields=["project", "track", "position"], name="task_track"),
            models.Index(fields=["project", "status", "position"], name="task_status"),
            models.Index(fields=["project", "agent"], name="task_agent", condition=~models.Q(agent="")),
            models.Index(fields=["project", "parent"], name="task_parent", condition=~models.Q(parent="")),
            models.Index(fields=["project", "changed_at"], name="task_changed"),
            models.Index(fields=["retry_at"], name="task_retry_at", condition=models.Q(retry_at__isnull=False)),
        ]


class Offer(Projection):
    """A result of `task` that came when the lease `fence` was over. `state`: open, accepted or dismissed."""

    fence = models.BigIntegerField()
    task = models.CharField(max_length=160)
    agent = models.CharField(max_length=160)
    verb = models.CharField(max_length=16)
    summary = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    state = models.CharField(max_length=16)
    reason = models.TextField(blank=True)
    offered_at = models.DateTimeField()

    class Meta:
        ordering = ["fence"]
        constraints = one_row_per_key("offer_once")
        indexes = [models.Index(fields=["project", "task", "fence"], name="offer_task")]


class Dependency(Projection):
    """`item` waits for `needs`; both are references such as `task/B.1` or `track/A`. The key holds both."""

    key = models.CharField(max_length=400)
    item = models.CharField(max_length=180)
    needs = models.CharField(max_length=180)
    text = models.TextField(blank=True)
    source_line = models.IntegerField(default=0)

    class Meta:
        verbose_name_plural = "dependencies"
        constraints = one_row_per_key("dependency_once")
        indexes = [
            models.Index(fields=["project", "item"], name="dependency_item"),
            models.Index(fields=["project", "needs"], name="dependency_needs"),
        ]


class SyncPoint(Projection):
    title = models.CharField(max_length=500)
    after = models.JSONField(default=list)
    check_text = models.TextField(blank=True)
    checks = models.JSONField(default=list)
    blockers = models.JSONField(default=list)
    auto = models.BooleanField(default=False)
    reopened = models.BooleanField(default=False)
    passed_by = models.CharField(max_length=120, blank=True)
    passed_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    despite = models.TextField(blank=True)
    status = models.CharField(max_length=16)
    position = models.IntegerField()
    source_line = models.IntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = one_row_per_key("sync_point_once")


class ConflictArea(Projection):
    """The key is the area's own name, cut to size."""

    area = models.CharField(max_length=500)
    tracks = models.JSONField(default=list)
    resolution = models.TextField(blank=True)
    first = models.CharField(max_length=160, blank=True)
    paths = models.JSONField(default=list)
    status = models.CharField(max_length=10, default="open")
    waits = models.JSONField(default=list)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=200, blank=True)
    position = models.IntegerField()
    source_line = models.IntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = one_row_per_key("conflict_area_once")


class IntegrationPoint(Projection):
    title = models.CharField(max_length=500)
    parties = models.JSONField(default=list)
    items = models.JSONField(default=list)
    refs = models.JSONField(default=list)
    status = models.CharField(max_length=16)
    readiness = models.JSONField(default=list)
    integrated_by = models.CharField(max_length=120, blank=True)
    integrated_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    position = models.IntegerField()
    source_line = models.IntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = one_row_per_key("integration_point_once")


class Reservation(Projection):
    """A hold on paths. Without `until` it lives as long as the lease on its `task`."""

    agent = models.CharField(max_length=160)
    paths = models.JSONField(default=list)
    mode = models.CharField(max_length=10)
    task = models.CharField(max_length=160, blank=True)
    reason = models.TextField(blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since"]
        constraints = one_row_per_key("reservation_once")
        indexes = [models.Index(fields=["until"], name="reservation_until", condition=models.Q(until__isnull=False))]


class Allocation(Projection):
    scenario = models.CharField(max_length=200)
    who = models.CharField(max_length=200)
    text = models.TextField()
    tracks = models.JSONField(default=list)
    position = models.IntegerField()
    source_line = models.IntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = one_row_per_key("allocation_once")


class Note(Projection):
    """A text worth keeping: overview, risk, next_step, criterion, protocol, progress, history, measurement, note, unread."""

    kind = models.CharField(max_length=20)
    text = models.TextField()
    about = models.CharField(max_length=180, blank=True)
    date = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=16, blank=True)
    severity = models.CharField(max_length=10, blank=True)
    owner = models.CharField(max_length=160, blank=True)
    author = models.CharField(max_length=120, blank=True)
    written_at = models.DateTimeField(null=True)
    position = models.IntegerField()
    source_line = models.IntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = one_row_per_key("note_once")
        indexes = [models.Index(fields=["project", "kind", "position"], name="note_kind")]


class Measurement(Projection):
    """The key is the name. `figures`: first, previous and latest reading, target, met, trend, change; `recent`: the last few."""

    unit = models.CharField(max_length=40, blank=True)
    count = models.IntegerField(default=0)
    figures = models.JSONField(default=dict)
    recent = models.JSONField(default=list)

    class Meta:
        ordering = ["key"]
        constraints = one_row_per_key("measurement_once")


class Decision(Projection):
    """The key is the sequence of its event. `about` holds references, each between tabs, so that one can be looked for."""

    question = models.TextField()
    chosen = models.CharField(max_length=500)
    why = models.TextField(blank=True)
    options = models.JSONField(default=list)
    about = models.TextField(blank=True)
    actor = models.CharField(max_length=160)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = one_row_per_key("decision_once")
        indexes = [models.Index(fields=["project", "version"], name="decision_version")]


class Criterion(Projection):
    """What was asked for. How it stands follows from the whole plan and is worked out when somebody asks."""

    kind = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    of = models.CharField(max_length=180, blank=True)
    comparison = models.CharField(max_length=2, blank=True)
    value = models.CharField(max_length=30, blank=True)
    position = models.IntegerField()
    met = models.BooleanField(default=False)
    met_by = models.CharField(max_length=120, blank=True)
    met_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ["position"]
        constraints = one_row_per_key("criterion_once")


class ImportReport(Projection):
    """What one import understood, changed, guessed and left. The key is the sequence of its event."""

    format = models.CharField(max_length=20)
    filename = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    repairs = models.JSONField(default=list)
    actor = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = one_row_per_key("import_report_once")
