"""Webhooks: who is told of what happens, over HTTP."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "coordinator.webhooks"
    label = "webhooks"
