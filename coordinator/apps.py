"""The service as a Django app; it holds the management commands."""

from django.apps import AppConfig


class CoordinatorConfig(AppConfig):
    name = "coordinator"
    default = True


class DaphneCommands(AppConfig):
    """Daphne's own runserver. Its own configuration loads Twisted into every process, a fifth of a second each."""

    name = "daphne"
