"""The event log as a Django application."""

from django.apps import AppConfig


class EventLogConfig(AppConfig):
    name = "coordinator.eventlog"
    label = "eventlog"
    verbose_name = "History"
    default_auto_field = "django.db.models.BigAutoField"
