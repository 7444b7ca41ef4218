"""/healthz says that this process lives, /readyz that it can answer. For load balancers: no sign-in, no secrets."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordinator.health.checks import findings


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    found = findings()
    is_ready = not any(found.values())
    checks = {name: problem or "ok" for name, problem in found.items()}
    return JsonResponse({"status": "ok" if is_ready else "not ready", "checks": checks}, status=200 if is_ready else 503)
