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
    tasks_rejected = models.IntegerField(default=0)
    stints = models.JSONField(default=list)
    incarnation = models.CharField(max_length=100, blank=True)
    began_at = models.DateTimeField(null=True)
    silent_since = models.DateTimeField(null=True)
    source_line = models.IntegerField(default=0)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="agent_once")]

    def __str__(self) -> str:
        return self.key


class Presence(models.Model):
    """When an agent was last heard of. `beats`: it sends heartbeats, so its silence means something even while it is idle."""

    project = models.ForeignKey("eventlog.LogHead", on_delete=models.PROTECT, related_name="+", db_index=False)
    agent = models.CharField(max_length=160)
    seen_at = models.DateTimeField()
    beats = models.BooleanField(db_default=False)

    class Meta:
        verbose_name_plural = "presence"
        constraints = [models.UniqueConstraint(fields=["project", "agent"], name="presence_once")]

    def __str__(self) -> str:
        return self.agent


class Message(models.Model):
    """Everything that was ever written. `key` is the sequence of the event that sent it, `sequence` the same as a number.

    `closed` is the sequence at which nothing was left to read, answer or resolve; what it went to stands in Delivery.
    """

    project = models.ForeignKey("eventlog.LogHead", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=160)
    version = models.BigIntegerField(default=0)
    sequence = models.BigIntegerField()
    kind = models.CharField(max_length=16)
    sender = models.CharField(max_length=160)
    to = models.CharField(max_length=160)
    thread = models.CharField(max_length=20)
    reply_to = models.CharField(max_length=20, blank=True)
    about = models.CharField(max_length=180, blank=True)
    text = models.TextField()
    sent_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True)
    unread = models.IntegerField(default=0)
    answer = models.CharField(max_length=20, blank=True)
    resolved = models.BigIntegerField(null=True)
    resolved_by = models.CharField(max_length=160, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolution = models.TextField(blank=True)
    closed = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="message_once")]
        indexes = [
            models.Index(fields=["project", "sequence"], name="message_sequence"),
            models.Index(fields=["project", "thread", "sequence"], name="message_thread"),
            models.Index(fields=["project", "about", "sequence"], name="message_about", condition=~models.Q(about="")),
        ]

    def __str__(self) -> str:
        return self.key


class Delivery(models.Model):
    """A message on its way to one recipient; `acknowledged` is the sequence of the event that says it was read."""

    project = models.ForeignKey("eventlog.LogHead", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    version = models.BigIntegerField(default=0)
    message = models.BigIntegerField()
    recipient = models.CharField(max_length=160)
    acknowledged = models.BigIntegerField(null=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["message", "recipient"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="delivery_once")]
        indexes = [
            models.Index(fields=["project", "message"], name="delivery_message"),
            models.Index(fields=["project", "recipient", "message"], name="delivery_recipient"),
            models.Index(
                fields=["project", "recipient", "message"], name="delivery_unread",
                condition=models.Q(acknowledged__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.recipient}"


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
