"""Who may do what: members, tokens, sign-in links."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "coordinator.access"
    label = "access"
