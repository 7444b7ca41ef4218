"""What happens to webhooks. Holds neither a secret nor an address, only the origin it leads to and the address's digest."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutWebhook:
    key: str

    @property
    def subject(self) -> str:
        return f"webhook/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookAdded(AboutWebhook):
    origin: str
    digest: str
    events: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRevised(WebhookAdded):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSecretRotated(AboutWebhook):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEnabled(AboutWebhook):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDisabled(AboutWebhook):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRemoved(AboutWebhook):
    pass


EVENTS: dict[str, type] = {
    "webhook.added": WebhookAdded,
    "webhook.revised": WebhookRevised,
    "webhook.secret_rotated": WebhookSecretRotated,
    "webhook.enabled": WebhookEnabled,
    "webhook.disabled": WebhookDisabled,
    "webhook.removed": WebhookRemoved,
}
