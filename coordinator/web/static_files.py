"""Serves /static/ before anything else looks at the request: collected and compressed, or where the files lie."""

import re
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from servestatic import ServeStaticASGI

# The digest that collecting puts into the name; such a file never changes.
HASHED = re.compile(r"\.[0-9a-f]{12}\.[^/]+$")


def static_files(application: Any) -> Any:
    """The application with static files in front of it."""
    if settings.DEBUG or settings.IS_TEST:
        return ASGIStaticFilesHandler(application)
    return ServeStaticASGI(
        application,
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        immutable_file_test=lambda path, url: bool(HASHED.search(url)),
        allow_all_origins=False,
    )
