"""The tables of the log, append-only by triggers and written by `store.py` alone; and the snapshots beside it.

Hashes are 64 hex digits, identifiers the 36 characters of a UUID: the same text on both databases.
"""

from django.db import models

# How PostgreSQL is to compare in an index that is searched by the beginning of a text, whatever its locale.
BY_PREFIX = ["int8_ops", "varchar_pattern_ops", "int8_ops"]


class LogHead(models.Model):
    """The newest event of one project's log, and the lock that orders its writers."""

    project = models.SlugField(max_length=60, unique=True)
    log_id = models.CharField(max_length=36, unique=True)
    incarnation = models.IntegerField(default=0)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "log"
        ordering = ["project"]

    def __str__(self) -> str:
        return self.project


class Event(models.Model):
    """A fact. `body` is the canonical JSON text that was hashed; `sequence` is gapless within the project."""

    id = models.BigAutoField(primary_key=True)
    project = models.ForeignKey(LogHead, on_delete=models.PROTECT, related_name="events", db_index=False)
    sequence = models.BigIntegerField()
    event_id = models.CharField(max_length=36)
    type = models.CharField(max_length=64)
    version = models.SmallIntegerField(default=1)
    subject = models.CharField(max_length=220)
    body = models.TextField()
    actor = models.CharField(max_length=120)
    command_key = models.CharField(max_length=200)
    correlation_id = models.CharField(max_length=200)
    causation = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["project_id", "sequence"]
        constraints = [models.UniqueConstraint(fields=["project", "sequence"], name="event_sequence_once")]
        indexes = [
            models.Index(fields=["project", "subject", "sequence"], name="event_subject", opclasses=BY_PREFIX),
            models.Index(fields=["project", "actor", "sequence"], name="event_actor", opclasses=BY_PREFIX),
            models.Index(fields=["project", "type", "sequence"], name="event_type"),
            models.Index(fields=["recorded_at"], name="event_recorded_at"),
        ]

    def __str__(self) -> str:
        return f"#{self.sequence} {self.type} {self.subject}"


class Receipt(models.Model):
    """What became of a command: the events it led to, or why it was refused. One per key, kept for good."""

    project = models.ForeignKey(LogHead, on_delete=models.PROTECT, related_name="receipts", db_index=False)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    actor = models.CharField(max_length=120)
    command = models.CharField(max_length=64)
    first_sequence = models.BigIntegerField(null=True)
    last_sequence = models.BigIntegerField()
    refusal = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="receipt_key_once")]

    def __str__(self) -> str:
        return f"{self.command} {self.key}"


class Checkpoint(models.Model):
    """A signed statement that the log stood at this hash: base64 Ed25519 signature and public key."""

    project = models.ForeignKey(LogHead, on_delete=models.PROTECT, related_name="checkpoints", db_index=False)
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=100)
    public_key = models.CharField(max_length=60)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["project_id", "sequence"]
        constraints = [models.UniqueConstraint(fields=["project", "sequence"], name="checkpoint_once")]

    def __str__(self) -> str:
        return f"#{self.sequence} {self.hash[:12]}"


class Snapshot(models.Model):
    """The state of a project at one event, in bytes that only their maker understands. It may go any time."""

    project = models.ForeignKey(LogHead, on_delete=models.CASCADE, related_name="snapshots", db_index=False)
    sequence = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)
    body = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["project_id", "sequence"]
        constraints = [models.UniqueConstraint(fields=["project", "fingerprint", "sequence"], name="snapshot_once")]

    def __str__(self) -> str:
        return f"#{self.sequence}"
