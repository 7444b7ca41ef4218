"""How the REST doors behave beside their own code: Django REST framework and the OpenAPI document."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],  # coordinator/api/door.py lets people in
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "coordinator.api.schema.OperationSchema",
}

NEWCOMER = """\
Coordination of people and coding agents who work in parallel on one project.

**Who asks.** Send `Authorization: Bearer <token>`. `manage.py up` prints an administrator's token; `POST …/agents` gives an
agent its own. Each operation says which right it takes: view, work, operate or administer.

**The way of an agent**

1. `POST …/agents` lets it join; its token comes with the answer, this once.
2. `POST …/claims` gives it the best task that it can do, with a `fence`, or says in `reason` why there is none. With `wait` it
   is answered as soon as there is one.
3. `POST …/tasks/{key}/start`, `progress`, `block`, `submit`, `complete`: every word about the task carries the fence.
4. `POST …/agents/{name}/heartbeat`, every 30 seconds, keeps the lease and says how many messages wait. Who falls silent
   loses the task; a word under an old fence is refused as `fenced`.

**The way of a lead.** `POST …/imports` reads a plan (`dry_run=1` shows what it would become), `GET …/attention` lists what
needs a person with the requests that answer it, `GET …/events/stream` tells what happens, `POST …/rollback` and `…/undo` go
back.

**What holds everywhere.** Every error is `application/problem+json` with a `code` for programs and, in `next`, what to do now.
Every write takes an `Idempotency-Key`; edits take the `ETag` that was read as `If-Match`. Every read of a plan takes
`?at=<sequence or time>`, `fields` and `max_tokens`; lists answer a `cursor` to the next page. Times are RFC 3339 in UTC.

In more words: [the REST API](/docs/api/), [the rules](/docs/rules/), [agents and messages](/docs/agents/).
"""

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Signalbox",
    "DESCRIPTION": NEWCOMER,
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
