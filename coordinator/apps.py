"""The service as a Django app; it holds the management commands."""

from django.apps import AppConfig


class CoordinatorConfig(AppConfig):
    name = "coordinator"
