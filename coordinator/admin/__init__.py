"""What an auditor sees: the history and the tables kept from it, read-only. Changes nothing but who belongs to a project.

Stands above the rooms whose tables it shows, because an event is told with the plan before and after it.
"""

from coordinator.admin import access, events, history, status, webhooks  # noqa: F401 - registers them
