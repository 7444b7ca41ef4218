"""What is answered under /api/ where there is nothing."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from coordinator.api.errors import NoSuchAddress, problem


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    return problem(NoSuchAddress(path=request.path), request.path)
