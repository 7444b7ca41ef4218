"""The event log as a Django application."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class EventLogConfig(AppConfig):
    name = "coordinator.eventlog"
    label = "eventlog"
    verbose_name = "History"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from coordinator.eventlog import guards

        post_migrate.connect(guards.install_after_migrate, sender=self)
        register(guards.check_guards, Tags.database)
