"""Which address leads to which door."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from coordinator.admin.sign_in import sign_in as audit_sign_in
from coordinator.health.views import alive, ready
from coordinator.web import sign_in

urlpatterns = [
    path("sign-in/", sign_in.counted(sign_in.by_password, ("POST",)), name="sign-in"),
    path("sign-in/<str:token>/", sign_in.counted(sign_in.by_link, ("GET",)), name="sign-in-link"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("admin/login/", audit_sign_in),
    path("admin/", admin.site.urls),
    path("api/", include("coordinator.api.urls")),
    path("healthz", alive, name="healthz"),
    path("readyz", ready, name="readyz"),
    path("", include("coordinator.web.urls")),
]
