"""Why something about webhooks is refused."""

from tracks.errors.base import NotFound, Refusal


class UnknownWebhook(NotFound):
    """There is no webhook {key}."""

    next = "List the webhooks with GET /api/v1/projects/{project}/webhooks."


class WebhookExists(Refusal):
    """There is a webhook {key} already, to {origin}."""

    next = "Choose another key or leave it out, or edit the webhook that is there."


class TooManyWebhooks(Refusal):
    """The project has {count} webhooks, and may have no more."""

    next = "Remove one that is not needed, or let one receiver pass events on."
