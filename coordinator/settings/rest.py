"""How the REST doors behave beside their own code: Django REST framework and the OpenAPI document."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],  # coordinator/api/door.py lets people in
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "coordinator.api.schema.OperationSchema",
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Signalbox",
    "DESCRIPTION": (
        "Coordination of parallel work by people and coding agents.\n\n"
        "Every error is `application/problem+json` with a `code` for programs and, in `next`, what to do now. "
        "Every write takes an `Idempotency-Key`, every read of a plan `?at=<sequence or time>`. Times are RFC 3339 in UTC."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [],  # the one by default takes the choices of serializers apart, and there are none
    "APPEND_COMPONENTS": {
        "securitySchemes": {
            "bearer": {"type": "http", "scheme": "bearer", "description": "A token of an agent, a program or a person."},
            "session": {"type": "apiKey", "in": "cookie", "name": "signalbox_session", "description": "A signed-in browser."},
        }
    },
}
