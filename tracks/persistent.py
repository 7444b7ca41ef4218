"""Values that never change but share what stays: a mapping and a sorted sequence.

They let a plan of 100,000 tasks be one immutable value whose next version costs microseconds: a change copies
a small part whose size grows with the square root of the whole, never the whole.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from math import isqrt
from typing import Any, Generic, TypeVar, cast

K = TypeVar("K")
V = TypeVar("V")

_ABSENT: Any = object()


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

    __slots__ = ("_original", "_edits")

    def __init__(self, original: Map[K, V]) -> None:
        self._original = original
        self._edits: dict[K, V] = {}

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

    def sealed(self) -> Map[K, V]:
        return self._original.changed(self._edits)

    def changes(self) -> dict[K, V | None]:
        """What was edited: the new value of each key, None where it is gone."""
        return {key: None if value is _ABSENT else value for key, value in self._edits.items()}


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

    def __contains__(self, item: object) -> bool:
        at = bisect_right(self._chunks, item, key=lambda chunk: chunk[0]) - 1
        if at < 0:
            return False
        chunk = self._chunks[at]
        place = bisect_left(chunk, cast(R, item))
        return place < len(chunk) and chunk[place] == item

    def adding(self, item: R) -> "Ranked[R]":
        """This sequence with `item`, which must not be in it yet."""
        if not self._chunks:
            return self._with(((item,),), 1)
        at = max(0, bisect_right(self._chunks, item, key=lambda chunk: chunk[0]) - 1)
        chunk = self._chunks[at]
        place = bisect_left(chunk, item)
        grown = (*chunk[:place], item, *chunk[place:])
        half = len(grown) // 2
        pieces = (grown,) if len(grown) <= 2 * _CHUNK else (grown[:half], grown[half:])
        return self._with((*self._chunks[:at], *pieces, *self._chunks[at + 1 :]), self._size + 1)

    def removing(self, item: R) -> "Ranked[R]":
        """This sequence less `item`, which must be in it."""
        at = bisect_right(self._chunks, item, key=lambda chunk: chunk[0]) - 1
        chunk = self._chunks[at]
        place = bisect_left(chunk, item)
        if at < 0 or place == len(chunk) or chunk[place] != item:
            raise KeyError(item)
        shrunk = (*chunk[:place], *chunk[place + 1 :])
        pieces = (shrunk,) if shrunk else ()
        return self._with((*self._chunks[:at], *pieces, *self._chunks[at + 1 :]), self._size - 1)

    def _with(self, chunks: tuple[tuple[R, ...], ...], size: int) -> "Ranked[R]":
        result: Ranked[R] = Ranked.__new__(Ranked)
        result._chunks, result._size = chunks, size
        return result
