"""Values of a plan as plain data (what JSON knows) and back, by the types of their fields. Knows no kind of thing."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def plain(value: Any) -> Any:
    """Numbers, texts, lists and objects; a time as RFC 3339."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, (tuple, list)):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    return value.isoformat() if isinstance(value, datetime) else value


def meant(kind: Any, value: Any) -> Any:
    """What `plain` made of a value of type `kind`, as that value again."""
    if value is None:
        return None
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return meant(next(part for part in parts if part is not NoneType), value)
    if origin is tuple:
        inner = [parts[0]] * len(value) if parts[-1] is Ellipsis else parts
        return tuple(meant(part, one) for part, one in zip(inner, value, strict=True))
    if origin is dict:
        return {key: meant(parts[1], part) for key, part in value.items()}
    if kind is datetime:
        return datetime.fromisoformat(value)
    if is_dataclass(kind):
        made: Any = kind
        return made(**meant_fields(made, value))
    return value


def meant_fields(kind: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values of some fields of a dataclass, each in its field's type. A field that is gone since is left out."""
    types = types_of(kind)
    return {name: meant(types[name], value) for name, value in values.items() if name in types}


@cache
def types_of(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {one.name: hints[one.name] for one in fields(kind)}


def default_of(field: "Field[Any]") -> Any:
    """What a field holds when nobody says; MISSING where somebody must."""
    return field.default_factory() if field.default_factory is not MISSING else field.default
