"""Who may do what: members, tokens, sign-in links."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "coordinator.access"
    label = "access"

    def ready(self) -> None:
        """Has sign-ins noted."""
        from coordinator.access import journal  # noqa: F401 - registers itself
