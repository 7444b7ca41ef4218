"""The webhooks as the log has them, and beside the log how far each has been told. Holds no signing secret at all."""

from django.db import models

from tracks.models import Projection, one_row_per_key


class Webhook(Projection):
    """The status table, kept by the projector alone."""

    origin = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    events = models.JSONField(default=list)
    description = models.CharField(max_length=500, blank=True)
    active = models.BooleanField(default=True)
    reason = models.CharField(max_length=500, blank=True)
    secret = models.BigIntegerField()
    former = models.BigIntegerField(default=0)
    rotated_at = models.DateTimeField(null=True)
    added = models.BigIntegerField()

    class Meta:
        ordering = ["project_id", "key"]
        constraints = one_row_per_key("webhook_once")


class Cursor(models.Model):
    """How far one webhook has been told, where it leads, and which process is telling it. No event, but a row that moves on.

    `address` is sealed with the key of this home. While `again_until` is set, events behind `again_after` are told once
    more before `sequence` moves on.
    """

    project = models.ForeignKey("eventlog.LogHead", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=160)
    address = models.TextField()
    sequence = models.BigIntegerField()
    again_after = models.BigIntegerField(default=0)
    again_until = models.BigIntegerField(null=True)
    failures = models.IntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField()
    holder = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "webhook delivery"
        verbose_name_plural = "webhook deliveries"
        ordering = ["project_id", "key"]
        constraints = one_row_per_key("webhook_cursor_once")

    def __str__(self) -> str:
        return f"{self.key} told up to #{self.sequence}"


class Attempt(models.Model):
    """One try at telling one event. The last of each webhook are kept."""

    project = models.ForeignKey("eventlog.LogHead", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=160)
    sequence = models.BigIntegerField(null=True)
    message_id = models.CharField(max_length=40)
    type = models.CharField(max_length=64)
    at = models.DateTimeField()
    status = models.IntegerField(null=True)
    error = models.CharField(max_length=300, blank=True)
    milliseconds = models.IntegerField()

    class Meta:
        verbose_name = "webhook attempt"
        ordering = ["-id"]
        indexes = [models.Index(fields=["project", "key", "id"], name="webhook_attempt")]

    def __str__(self) -> str:
        return f"{self.type} to {self.key}: {self.status or self.error}"
