"""A plan as bytes and back, drawn from the fields of `Plan` and of what its maps hold: a new kind of thing costs no line.

Things of one kind are written field by field, each distinct value once: that is small, read quickly, and gives back
values that are shared in memory. Nothing is stored that could run.
"""

import gc
import zlib
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from itertools import islice, repeat
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from tracks.persistent import Map, Ranked
from tracks.plan import Plan

FAST = 1  # of zlib's levels: level 6 takes five times as long and saves a fifth


class NoPlan(ValueError):
    """These bytes are no plan that this program could have written."""


@dataclass(frozen=True, slots=True)
class Form:
    """How many values of one type are written: as frames of bytes, read back from the frames and how many they are."""

    pack: Callable[[list[Any]], Iterator[bytes]]
    unpack: Callable[[Iterator[bytes], int], Iterable[Any]]


def encode(plan: Plan) -> bytes:
    """One stream of frames. Each is made in a few milliseconds, so that other threads have their turn in between."""
    squeezer = zlib.compressobj(FAST)
    pieces = []
    for frame in of_things(Plan).pack([plan]):
        pieces.append(squeezer.compress(len(frame).to_bytes(4, "big") + frame))
    return b"".join([*pieces, squeezer.flush()])


def decode(data: bytes) -> Plan:
    """Raises NoPlan."""
    try:
        with nothing_collected():
            [plan] = of_things(Plan).unpack(frames(zlib.decompress(data)), 1)
    except (zlib.error, msgspec.MsgspecError, ValueError, LookupError, StopIteration) as error:
        raise NoPlan(str(error)) from error
    return plan


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Making many things at once has Python look for garbage again and again, which took as long as all the rest."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def frames(data: bytes) -> Iterator[bytes]:
    view, start = memoryview(data), 0
    while start < len(view):
        size = int.from_bytes(view[start : start + 4], "big")
        yield bytes(view[start + 4 : start + 4 + size])
        start += 4 + size


# The forms -----------------------------------------------------------------------------------------------------------


@cache
def of_column(kind: Any) -> Form:
    """Many values of one type."""
    if get_origin(kind) is Map:
        return of_maps(*get_args(kind))
    if get_origin(kind) is Ranked:
        return of_ranked(*get_args(kind))
    return each_once(of_things(kind) if is_entity(kind) else of_values(kind))


def is_entity(kind: Any) -> bool:
    return isinstance(kind, type) and is_dataclass(kind)


@cache
def of_things(cls: Any) -> Form:
    """Frozen dataclasses with slots, field by field."""
    hints = get_type_hints(cls)
    columns = [(one.name, getattr(cls, one.name).__set__, of_column(hints[one.name])) for one in fields(cls)]

    def pack(things: list[Any]) -> Iterator[bytes]:
        for name, _, form in columns:
            yield from form.pack([getattr(thing, name) for thing in things])

    def unpack(found: Iterator[bytes], count: int) -> list[Any]:
        things = [object.__new__(cls) for _ in range(count)]
        for _, put, form in columns:
            deque(map(put, things, form.unpack(found, count)), maxlen=0)
        return things

    return Form(pack, unpack)


@cache
def of_maps(key: Any, value: Any) -> Form:
    """Mappings: how large each of them is, then all their keys, then all their values."""
    sizes, keys = of_column(int), of_column(key)
    values = of_things(value) if is_entity(value) else of_column(value)

    def pack(maps: list[Any]) -> Iterator[bytes]:
        yield from sizes.pack([len(one) for one in maps])
        yield from keys.pack([name for one in maps for name in one])
        yield from values.pack([one[name] for one in maps for name in one])

    def unpack(found: Iterator[bytes], count: int) -> Iterator[Map[Any, Any]]:
        each = list(sizes.unpack(found, count))
        pairs = zip(keys.unpack(found, sum(each)), values.unpack(found, sum(each)), strict=True)
        return (Map(islice(pairs, size)) for size in each)

    return Form(pack, unpack)


@cache
def of_ranked(item: Any) -> Form:
    lists = of_values(list[item])

    def pack(many: list[Any]) -> Iterator[bytes]:
        yield from lists.pack([list(one) for one in many])

    return Form(pack, lambda found, count: map(Ranked, lists.unpack(found, count)))


@cache
def of_values(kind: Any) -> Form:
    """Anything plain, one after the other."""
    encoder, decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(list[kind])

    def pack(values: list[Any]) -> Iterator[bytes]:
        yield encoder.encode(values)

    return Form(pack, lambda found, count: decoder.decode(next(found)))


def each_once(form: Form) -> Form:
    """Values that recur: how many distinct ones there are, these, and the place of each. Others as they come."""

    def pack(values: list[Any]) -> Iterator[bytes]:
        distinct = distinct_of(values)
        if distinct is None:
            yield b""
            yield from form.pack(values)
        else:
            yield len(distinct).to_bytes(2, "big")
            yield from form.pack(list(distinct))
            yield array("H", map(distinct.__getitem__, values) if len(distinct) > 1 else ()).tobytes()

    def unpack(found: Iterator[bytes], count: int) -> Iterable[Any]:
        size = int.from_bytes(next(found), "big")
        if not size:
            return form.unpack(found, count)
        values, places = list(form.unpack(found, size)), array("H")
        places.frombytes(next(found))
        return map(values.__getitem__, places) if size > 1 else repeat(values[0], count)

    return Form(pack, unpack)


def distinct_of(values: list[Any]) -> dict[Any, int] | None:
    """Each distinct value and its place, where that is shorter; None where it is not, or nothing can compare them."""
    try:
        distinct = dict.fromkeys(values)
    except TypeError:
        return None
    if not 0 < len(distinct) <= min(max(1, len(values) // 2), 65_535):
        return None
    return {value: place for place, value in enumerate(distinct)}
