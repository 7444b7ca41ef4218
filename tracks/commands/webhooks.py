"""What may be asked about webhooks. The address itself is not among it: `origin` and `digest` stand for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AddWebhook:
    """Without a key it gets one that was never used."""

    project: str
    origin: str
    digest: str
    key: str = ""
    events: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseWebhook:
    """Edit a webhook: what is None stays as it is."""

    project: str
    key: str
    origin: str | None = None
    digest: str | None = None
    events: tuple[str, ...] | None = None
    description: str | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateWebhookSecret:
    project: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnableWebhook:
    project: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisableWebhook:
    project: str
    key: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveWebhook:
    project: str
    key: str
