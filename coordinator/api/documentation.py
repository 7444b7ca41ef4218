"""The OpenAPI document at /api/schema/, and the page at /api/docs/ on which the doors can be read about and tried."""

from functools import cache

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from coordinator.api.door import JSON


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(document(), content_type=JSON)


@cache
def document() -> bytes:
    """Drawn once: it says what the code says."""
    from drf_spectacular.generators import SchemaGenerator  # here, for every start would pay for the import

    return msgspec.json.encode(SchemaGenerator().get_schema(public=True))


@require_safe
@ensure_csrf_cookie
def page(request: HttpRequest) -> HttpResponse:
    """Trying a door from the page goes with the browser's own sign-in, or with a token that is pasted there."""
    return render(request, "api/docs.html")
