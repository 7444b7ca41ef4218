"""Who works: the agents' status table kept from events, and the presence rows that heartbeats touch.

Presence is not history: beats update a row and never the log.
"""

from django.db import models


class Agent(models.Model):
    """A worker as the log knows it. `key` is its name; `load` counts its live leases."""

    project = models.ForeignKey("eventlog.LogHead", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=160)
    version = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=300, blank=True)
    role = models.TextField(blank=True)
    capabilities = models.JSONField(default=list)
    capacity = models.IntegerField(default=1)
    focus = models.JSONField(default=list)
    working_directory = models.CharField(max_length=500, blank=True)
    key_files = models.JSONField(default=list)
    tracks = models.JSONField(default=list)
    notes = models.TextField(blank=True)
    state = models.CharField(max_length=16)
    load = models.IntegerField(default=0)
    tasks_done = models.IntegerField(default=0)
    tasks_failed = models.IntegerField(default=0)
    leases_lost = models.IntegerField(default=0)
    source_line = models.IntegerField(default=0)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="agent_once")]

    def __str__(self) -> str:
        return self.key


class Presence(models.Model):
    """When an agent was last heard of."""

    project = models.ForeignKey("eventlog.LogHead", on_delete=models.PROTECT, related_name="+", db_index=False)
    agent = models.CharField(max_length=160)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "presence"
        constraints = [models.UniqueConstraint(fields=["project", "agent"], name="presence_once")]

    def __str__(self) -> str:
        return self.agent


class LeaseBeat(models.Model):
    """The pulse of a live lease: one row a leased task, moved on by heartbeats, gone when the lease ends."""

    project = models.ForeignKey("eventlog.LogHead", on_delete=models.PROTECT, related_name="+", db_index=False)
    task = models.CharField(max_length=160)
    agent = models.CharField(max_length=160)
    fence = models.BigIntegerField()
    until = models.DateTimeField(db_index=True)
    beat_at = models.DateTimeField()
    progress = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "task"], name="one_live_lease_per_task")]

    def __str__(self) -> str:
        return f"{self.task} {self.agent}"
