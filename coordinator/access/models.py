"""Who may come in, and as what. Holds digests only: no secret can be read back from these tables."""

from django.conf import settings
from django.db import models


class Role(models.TextChoices):
    """From least to most: each may do what those before it may."""

    VIEWER = "viewer"
    AGENT = "agent"
    OPERATOR = "operator"
    ADMIN = "admin"


class Membership(models.Model):
    """What a person may do in one project. A superuser needs none."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    project = models.ForeignKey("eventlog.LogHead", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)

    class Meta:
        ordering = ["project_id", "user_id"]
        constraints = [models.UniqueConstraint(fields=["user", "project"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user_id} is {self.role} of {self.project_id}"


class Token(models.Model):
    """A bearer token. `prefix` names it to people, `digest` is the SHA-256 of the whole, shown once and never kept."""

    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=10, choices=Role)
    project = models.ForeignKey(
        "eventlog.LogHead", on_delete=models.CASCADE, null=True, blank=True, related_name="tokens"
    )  # none: every project
    agent = models.CharField(max_length=100, blank=True)  # the only agent it may act for
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="tokens"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class AccessChange(models.Model):
    """Who changed who may do what; `project` is none where it holds everywhere. Written by journal.py, never changed."""

    project = models.ForeignKey("eventlog.LogHead", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    what = models.CharField(max_length=40)
    about = models.CharField(max_length=200)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "change of access"
        verbose_name_plural = "changes of access"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.actor}: {self.what} {self.about}"


class SignInLink(models.Model):
    """A link that signs one person in, once. `digest` is the SHA-256 of the token in it."""

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_in_links")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-expires_at"]

    def __str__(self) -> str:
        return f"for {self.user_id} until {self.expires_at:%Y-%m-%d %H:%M}"
