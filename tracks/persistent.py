"""Values that never change but share what stays: a mapping and a sorted sequence.

They let a plan of 100,000 tasks be one immutable value whose next version costs microseconds: a change copies
a small part whose size grows with the square root of the whole, never the whole.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from math import isqrt
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar, cast

K = TypeVar("K")
V = TypeVar("V")
K_contra = TypeVar("K_contra", contravariant=True)
V_co = TypeVar("V_co", covariant=True)

_ABSENT: Any = object()


class Readable(Protocol[K_contra, V_co]):
    """What a mapping and a mapping under change have in common."""

    def __getitem__(self, key: K_contra, /) -> V_co: ...
    def __contains__(self, key: object, /) -> bool: ...
    def get(self, key: K_contra, /, default: Any = None) -> Any: ...


class Map(Mapping[K, V], Generic[K, V]):
    """An immutable mapping: a large `base` that many versions share, and a small `delta` of its own.

    Iterates in no promised order: whoever needs one sorts.
    """

    __slots__ = ("_base", "_delta", "_size")

    def __init__(self, items: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        self._base: dict[K, V] = dict(items)
        self._delta: dict[K, V] = {}
        self._size = len(self._base)

    def __getitem__(self, key: K) -> V:
        value = self._delta[key] if key in self._delta else self._base[key]
        if value is _ABSENT:
            raise KeyError(key)
        return value

    def get(self, key: K, default: Any = None) -> Any:
        value = self._delta[key] if key in self._delta else self._base.get(key, _ABSENT)
        return default if value is _ABSENT else value

    def __contains__(self, key: object) -> bool:
        return self.get(cast(K, key), _ABSENT) is not _ABSENT

    def __iter__(self) -> Iterator[K]:
        for key in self._base:
            if key not in self._delta:
                yield key
        for key, value in self._delta.items():
            if value is not _ABSENT:
                yield key

    def __len__(self) -> int:
        return self._size

    def __repr__(self) -> str:
        return f"Map({dict(self)!r})"

    def having(self, key: K, value: V) -> "Map[K, V]":
        """This mapping with one entry set."""
        return self.changed({key: value})

    def without(self, key: K) -> "Map[K, V]":
        """This mapping less one entry, which must be there."""
        if key not in self:
            raise KeyError(key)
        return self.changed({key: _ABSENT})

    def changed(self, edits: Mapping[K, V]) -> "Map[K, V]":
        """This mapping with `edits` applied; see `MapDraft`, which collects them."""
        if not edits:
            return self
        result: Map[K, V] = Map.__new__(Map)
        result._base, result._delta, result._size = self._base, {**self._delta, **edits}, self._size
        for key, value in edits.items():
            result._size += (value is not _ABSENT) - (key in self)
        if len(result._delta) > 64 + 2 * isqrt(len(self._base)):
            whole = {**self._base, **result._delta}
            result._base = {key: value for key, value in whole.items() if value is not _ABSENT}
            result._delta = {}
        return result


class MapDraft(Generic[K, V]):
    """A mapping under change: reads through to the original, keeps the edits apart."""

    __slots__ = ("_original", "_edits", "_own")

    def __init__(self, original: Map[K, V]) -> None:
        self._original = original
        self._edits: dict[K, V] = {}
        self._own: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        value = self._edits[key] if key in self._edits else self._original[key]
        if value is _ABSENT:
            raise KeyError(key)
        return value

    def get(self, key: K, default: Any = None) -> Any:
        if key not in self._edits:
            return self._original.get(key, default)
        value = self._edits[key]
        return default if value is _ABSENT else value

    def __contains__(self, key: object) -> bool:
        return self.get(cast(K, key), _ABSENT) is not _ABSENT

    def __setitem__(self, key: K, value: V) -> None:
        self._edits[key] = value

    def __delitem__(self, key: K) -> None:
        if key not in self:
            raise KeyError(key)
        self._edits[key] = _ABSENT

    def discard(self, key: K) -> None:
        if key in self:
            self._edits[key] = _ABSENT

    def touch(self, key: K) -> None:
        """Counts the entry as changed although it stays as it is."""
        if key not in self._edits:
            self._edits[key] = self._original[key]

    def edit(self, key: K, **values: Any) -> V:
        """Sets fields of a frozen value: on a copy that nobody else has seen, made at the first edit."""
        return self.apply(key, values)

    def apply(self, key: K, values: Mapping[str, Any]) -> V:
        """The same, for callers that have the fields in a mapping already."""
        value = self._own.get(key)
        if value is None or self._edits[key] is not value:
            value = self._own[key] = self._edits[key] = copied(self[key])
        put = object.__setattr__
        for name, setting in values.items():
            put(value, name, setting)
        return value

    def sealed(self) -> Map[K, V]:
        return self._original.changed(self._edits)

    def changes(self) -> dict[K, V | None]:
        """What was edited: the new value of each key, None where it is gone."""
        return {key: None if value is _ABSENT else value for key, value in self._edits.items()}


def copied(value: V) -> V:
    """A copy of a frozen dataclass with slots; `dataclasses.replace` takes three times as long."""
    cls: Any = type(value)
    read, setters = _access(cls)
    copy = object.__new__(cls)
    for put, field in zip(setters, read(value), strict=True):
        put(copy, field)
    return cast(V, copy)


@cache
def _access(cls: Any) -> tuple[Callable[[Any], Any], list[Callable[[Any, Any], None]]]:
    names = [one.name for one in fields(cls)]
    return attrgetter(*names), [getattr(cls, name).__set__ for name in names]


R = TypeVar("R", bound=tuple[Any, ...])

_CHUNK = 256


class Ranked(Generic[R]):
    """An immutable sorted sequence of distinct tuples, in chunks of which a change copies one."""

    __slots__ = ("_chunks", "_size")

    def __init__(self, items: Iterable[R] = ()) -> None:
        ordered = sorted(items)
        self._chunks = tuple(tuple(ordered[i : i + _CHUNK]) for i in range(0, len(ordered), _CHUNK))
        self._size = len(ordered)

    def __iter__(self) -> Iterator[R]:
        for chunk in self._chunks:
            yield from chunk

    def __len__(self) -> int:
        return self._size

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ranked) and list(self) == list(other)

    def __repr__(self) -> str:
        return f"Ranked({list(self)!r})"

    def __contains__(self, item: R) -> bool:
        return self._find(item) is not None

    def between(self, low: tuple[Any, ...], high: tuple[Any, ...]) -> Iterator[R]:
        """The items from `low` on that come before `high`, in order."""
        if not self._chunks:
            return
        first = max(0, bisect_left(self._chunks, low, key=lambda chunk: chunk[0]) - 1)
        for at in range(first, len(self._chunks)):
            chunk = self._chunks[at]
            begin = bisect_left(chunk, low) if at == first else 0
            end = bisect_left(chunk, high)
            yield from chunk[begin:end]
            if end < len(chunk):
                return

    def changed(self, gone: Collection[R], come: Collection[R]) -> "Ranked[R]":
        """This sequence less what has `gone`, which must be in it, with what has `come`, which must not be."""
        if len(gone) + len(come) > 64 + self._size // 8:
            left = set(gone)
            return Ranked([*(item for item in self if item not in left), *come])
        result = self
        for item in gone:
            result = result.removing(item)
        for item in come:
            result = result.adding(item)
        return result

    def adding(self, item: R) -> "Ranked[R]":
        """This sequence with `item`, which must not be in it yet."""
        if not self._chunks:
            return self._with(((item,),), 1)
        at = self._chunk_for(item)
        chunk = self._chunks[at]
        place = bisect_left(chunk, item)
        grown = (*chunk[:place], item, *chunk[place:])
        half = len(grown) // 2
        pieces = (grown,) if len(grown) <= 2 * _CHUNK else (grown[:half], grown[half:])
        return self._with((*self._chunks[:at], *pieces, *self._chunks[at + 1 :]), self._size + 1)

    def removing(self, item: R) -> "Ranked[R]":
        """This sequence less `item`, which must be in it."""
        found = self._find(item)
        if found is None:
            raise KeyError(item)
        at, place = found
        chunk = self._chunks[at]
        shrunk = (*chunk[:place], *chunk[place + 1 :])
        pieces = (shrunk,) if shrunk else ()
        return self._with((*self._chunks[:at], *pieces, *self._chunks[at + 1 :]), self._size - 1)

    def _find(self, item: R) -> tuple[int, int] | None:
        """The chunk that holds `item` and its place in there."""
        if not self._chunks:
            return None
        at = self._chunk_for(item)
        place = bisect_left(self._chunks[at], item)
        return (at, place) if place < len(self._chunks[at]) and self._chunks[at][place] == item else None

    def _chunk_for(self, item: R) -> int:
        return max(0, bisect_right(self._chunks, item, key=lambda chunk: chunk[0]) - 1)

    def _with(self, chunks: tuple[tuple[R, ...], ...], size: int) -> "Ranked[R]":
        result: Ranked[R] = Ranked.__new__(Ranked)
        result._chunks, result._size = chunks, size
        return result
