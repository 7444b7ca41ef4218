"""The OpenAPI document: each operation drawn from its own promise, so that what is written is what is checked."""

import inspect
from collections.abc import Iterable
from typing import Any

import msgspec
import uritemplate
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent

from coordinator.api import errors as door
from coordinator.api.auth import SAFE
from coordinator.api.door import JSON, Nothing, Operation
from coordinator.api.idempotency import LONGEST
from coordinator.api.rows import At
from coordinator.api.unchanged import LONGEST_TAGS
from coordinator.api.versions import heeds_match
from tracks import errors as rules
from tracks.errors import Refusal, snake_case

COMPONENT = "#/components/schemas/{name}"


class Holder(msgspec.Struct, frozen=True):
    """Who holds the task. `verdict`: working, silent, stale, about_to_expire, or expired but not yet recorded as such."""

    agent: str
    fence: int
    since: str
    beat_at: str
    until: str
    verdict: str
    silent_for: int


class ProblemDetails(msgspec.Struct, frozen=True):
    """Why something was refused (RFC 9457): `code` for programs, `detail` for people, `next` says what to do now.

    `holder` is there where it matters who holds a task, null where nobody does. `offer`: the
    name under which a result that came too late was kept. `missing`: what a task demands and was not shown, each with
    its `term`, `detail` and what to `send`. `version` and `present` are there where an edit was refused because somebody
    else was quicker: how the thing is now.
    """

    type: str
    title: str
    status: int
    code: str
    detail: str
    next: str
    instance: str
    errors: list[dict[str, str]] = []
    holder: Holder | None = None
    offer: int | None = None
    missing: list[dict[str, str]] = []
    version: int | msgspec.UnsetType = msgspec.UNSET
    present: Any = msgspec.UNSET


class Shortened(msgspec.Struct, frozen=True):
    """The same answer with some of its fields, as `fields` and `max_tokens` ask for.

    `digest` is what the rows of the page amount to, `left_out` how many rows and which fields are missing.
    """

    digest: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    left_out: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET


PATH_WORDS = {
    "project": "The project's slug.",
    "key": "The key people use; it may hold any character.",
    "number": "Its number, counted from 1.",
    "name": "The name of an agent, of a member, or of what is measured.",
    "offer": "The fence under which the result was done.",
}
PATH_NUMBERS = {"number": 999_999, "offer": 2**53}  # the largest of those that are numbers


class OperationSchema(AutoSchema):
    """Draws an Operation; guesses nothing from views and serializers."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: ComponentRegistry
    ) -> dict[str, Any] | None:
        view_method = getattr(self.view, method.lower())
        promised: Operation | None = getattr(view_method, "operation", None)
        if promised is None:
            return None
        variables = list(uritemplate.variables(path))
        drawn: dict[str, Any] = {
            "operationId": f"{method.lower()}{type(self.view).__name__}",
            "summary": promised.summary,
            "description": f"Takes the right to {promised.needs}." if "project" in variables else "",
            "tags": [tag_of(path)],
            "parameters": [*path_parameters(variables), *query_parameters(promised), *header_parameters(promised, method)],
            "responses": responses(promised, method, "project" in variables, registry),
            "security": [{"bearer": []}, {"session": []}],
        }
        if body := request_body(promised, registry):
            drawn["requestBody"] = body
        return drawn


def tag_of(path: str) -> str:
    parts = [part for part in path.split("/") if part and not part.startswith("{")]
    return parts[3] if len(parts) > 3 else "projects"


# What is sent --------------------------------------------------------------------------------------------------------


def path_parameters(names: Iterable[str]) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "description": PATH_WORDS[name], "schema": kind_of(name)}
        for name in names
    ]


def kind_of(variable: str) -> dict[str, Any]:
    if variable in PATH_NUMBERS:
        return {"type": "integer", "minimum": 1, "maximum": PATH_NUMBERS[variable]}
    return {"type": "string"}


def query_parameters(promised: Operation) -> list[dict[str, Any]]:
    _, components = msgspec.json.schema_components([promised.query])
    shape = components[promised.query.__name__]
    required = shape.get("required", ())
    return [
        {
            "name": name, "in": "query", "required": name in required, "description": schema.pop("description", ""),
            "schema": schema,
        }
        for name, schema in shape["properties"].items()
    ]


def header_parameters(promised: Operation, method: str) -> list[dict[str, Any]]:
    headers = [header(name, description, LONGEST) for name, description in promised.headers.items()]
    if is_one_thing(promised, method):
        words = "The ETag you read: 304 if what you have is still all there is to say."
        headers.append(header("If-None-Match", words, LONGEST_TAGS))
    if method in SAFE:
        return headers
    headers += [header("Idempotency-Key", "Your name for this very command: said again, it gets the same answer.", LONGEST)]
    if heeds_match(promised.refusals):
        headers.append(header("If-Match", "The ETag you read: refused with 412 if somebody else has changed it since.", 60))
    return headers


def is_one_thing(promised: Operation, method: str) -> bool:
    """Whether it reads a single thing, whose answer has an ETag."""
    return method in SAFE and promised.query is At and promised.offers == JSON


def header(name: str, description: str, longest: int) -> dict[str, Any]:
    schema = {"type": "string", "maxLength": longest}
    return {"name": name, "in": "header", "required": False, "description": description, "schema": schema}


def request_body(promised: Operation, registry: ComponentRegistry) -> dict[str, Any] | None:
    if promised.media:
        return {"required": True, "content": {kind: {"schema": schema} for kind, schema in promised.media.items()}}
    if promised.body in (None, Nothing):
        return None
    shape = promised.body
    content: dict[str, Any] = {"schema": reference(shape, registry)}
    if promised.example is not None:
        content["example"] = promised.example
    required = any(field.required for field in msgspec.structs.fields(shape))
    return {"required": required, "content": {JSON: content}}


def reference(shape: Any, registry: ComponentRegistry) -> dict[str, Any]:
    """A reference to a shape, which with all its parts is then among the document's components."""
    (schema,), components = msgspec.json.schema_components([shape], ref_template=COMPONENT)
    for name, component in components.items():
        drawn = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, schema=component, object=name)
        registry.register_on_missing(drawn)
        if registry[drawn].schema != component:
            raise TypeError(f"two shapes are named {name}")
    return dict(schema)


# What is answered ----------------------------------------------------------------------------------------------------


def responses(promised: Operation, method: str, in_project: bool, registry: ComponentRegistry) -> dict[str, Any]:
    drawn: dict[str, Any] = {}
    for status, (shape, meaning) in promised.answers.items():
        drawn[str(status)] = {"description": meaning}
        if shape is not None:
            schema = reference(shape, registry)
            if "fields" in promised.query.__struct_fields__:
                schema = {"anyOf": [schema, reference(Shortened, registry)]}
            drawn[str(status)]["content"] = {promised.offers: {"schema": schema}}
            drawn[str(status)]["content"] |= {media: {"schema": {"type": "string"}} for media in promised.also}
    if is_one_thing(promised, method):
        drawn["304"] = {"description": "It is as it was when you read the ETag that you sent."}
    by_status: dict[int, list[type[Refusal]]] = {}
    for refusal in refusals_of(promised, method, in_project):
        by_status.setdefault(refusal.status, []).append(refusal)
    for status, refusals in sorted(by_status.items()):
        drawn[str(status)] = {
            "description": ", ".join(snake_case(refusal.__name__) for refusal in refusals),
            "content": {
                door.PROBLEM: {
                    "schema": reference(ProblemDetails, registry),
                    "examples": {snake_case(refusal.__name__): example(refusal, registry) for refusal in refusals},
                }
            },
        }
    drawn["429"]["headers"] = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
    return drawn


def refusals_of(promised: Operation, method: str, in_project: bool) -> list[type[Refusal]]:
    """Those an operation names, and those that any operation of its kind may give."""
    found: list[type[Refusal]] = [
        door.BadAddress, door.NotSignedIn, door.TokenRefused, door.NotAcceptable, rules.InvalidField, door.Throttled,
        door.Unavailable, door.InternalError,
    ]
    if in_project:
        found += [rules.UnknownProject, door.MethodNotAllowed]  # a key may be written so that it leads to another address
    if in_project or method not in SAFE:
        found.append(rules.NotAllowed)
    if method not in SAFE:
        found += [door.CsrfFailed, rules.KeyReused]
        found += [rules.ProjectIsArchived] if in_project else []
    if promised.body not in (None, Nothing):
        found += [door.MalformedBody, door.UnsupportedMediaType]
    if promised.body is not Nothing:
        found.append(door.BodyTooLarge)
    return list(dict.fromkeys([*promised.refusals, *found]))


def example(refusal: type[Refusal], registry: ComponentRegistry) -> dict[str, Any]:
    """A reference to a refusal with its words as they are, the facts still in braces."""
    code = snake_case(refusal.__name__)
    registry.register_on_missing(
        ResolvedComponent(name=code, type=ResolvedComponent.EXAMPLE, schema={"value": words_of(refusal, code)}, object=code)
    )
    return {"$ref": f"#/components/examples/{code}"}


def words_of(refusal: type[Refusal], code: str) -> dict[str, Any]:
    return {
        "type": door.URN + code,
        "title": code.replace("_", " ").capitalize(),
        "status": refusal.status,
        "code": code,
        "detail": inspect.cleandoc(refusal.__doc__ or ""),
        "next": refusal.next,
        "instance": "/api/v1/projects/web",
    }
