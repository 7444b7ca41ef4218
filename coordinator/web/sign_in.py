"""The pages behind which one is signed in: with a password, or by a link. Guessing is slowed down, address by address.

Opening the link signs in: it is shown in the terminal of the machine that serves, where nothing previews links, and a
button more would only be in the way. What merely looks ahead (HEAD, a browser's prefetch) does not use it up.
"""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.contrib.auth import login
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from coordinator.access.signin import redeem
from coordinator.throttling import Exceeded, address_of, spend

Page = Callable[..., HttpResponseBase]


def counted(page: Page, methods: Collection[str]) -> Page:
    """The page, for so many attempts a minute from one address."""

    @wraps(page)
    def slowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in methods:
            try:
                spend("sign_ins", address_of(request))
            except Exceeded as nothing_left:
                text = f"Wait {nothing_left.wait} seconds, then try again."
                refused = render(request, "429.html", {"text": text}, status=429)
                refused.headers["Retry-After"] = str(nothing_left.wait)
                return refused
        return page(request, *args, **kwargs)

    return slowed


def by_password(request: HttpRequest) -> HttpResponseBase:
    return LoginView.as_view(redirect_authenticated_user=True)(request)


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
