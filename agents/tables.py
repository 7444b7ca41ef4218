"""What readers of the status tables read from: the rows of one project, as they are or as they stood at some moment."""

from typing import Any, Protocol

from django.db.models import Model


class Tables(Protocol):
    def of(self, model: type[Model]) -> Any:
        """The project's rows of this model: a QuerySet, or what answers filter(), order_by(), count() … like one."""
