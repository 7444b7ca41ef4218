"""The page behind a sign-in link.

Opening the link signs in: it is shown in the terminal of the machine that serves, where nothing previews links, and a
button more would only be in the way. What merely looks ahead (HEAD, a browser's prefetch) does not use it up.
"""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from coordinator.access.signin import redeem


@never_cache
@require_safe
@sensitive_variables("token")
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return HttpResponse(status=204)
    user = redeem(token)
    if user is not None:
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    if request.user.is_authenticated:
        return redirect("/")
    return render(request, "registration/link_used.html", status=410)
