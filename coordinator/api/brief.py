"""Answers cut to what was asked for: some fields, and no more tokens than a prompt has left.

Works on what a door has answered, so every read can do it. A list that is too long loses first the fields that say
least, then its last rows; it then says in `left_out` what is missing, in `digest` what the whole page amounts to, and in
`cursor` where to go on. Two bytes of UTF-8 are counted as a token: models take three to four bytes of prose for one
and about two of hashes and of punctuation, so the budget holds for all of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin

import msgspec
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from msgspec import Struct

from coordinator.api.cursors import cursor_at
from tracks.errors import InvalidField

BYTES_A_TOKEN = 2
PLACES = "places"  # what a page notes on its query: where each row stands, so that a shorter answer can say where to go on
NAMES = ("id", "key", "name", "sequence", "reference", "fence", "slug", "item", "needs")
BRIEF = (*NAMES, "title", "status", "state", "words", "reason", "holds_up")
ESSENTIAL = (
    *BRIEF, "kind", "type", "subject", "actor", "recorded_at", "track", "parent", "priority", "percent", "agent", "lease",
    "blocked_by", "blockers", "depends_on", "owner", "assignee", "about", "sender", "to", "task", "area", "value", "change",
    "version", "text", "verb", "summary", "load", "capacity", "head",
)
COUNTED = ("status", "state", "type", "kind", "change", "track")  # what a digest counts, where rows have it
MOST_COUNTED = 12  # values of each; the rest is one number
LONGEST_WORDS = 80  # characters of a text, once fields are left out


@dataclass(frozen=True, slots=True)
class Shape:
    """What an operation answers: the name under which its rows stand (empty: it is one thing), and the fields there are."""

    rows: str
    fields: tuple[str, ...]


def shape_of(answered: Any) -> Shape | None:
    """None where the answer is no object."""
    if not (isinstance(answered, type) and issubclass(answered, Struct)):
        return None
    fields = msgspec.structs.fields(answered)
    kind = fields[0].type
    if get_origin(kind) is list and issubclass(get_args(kind)[0], Struct):
        return Shape(fields[0].encode_name, tuple(one.encode_name for one in msgspec.structs.fields(get_args(kind)[0])))
    return Shape("", tuple(one.encode_name for one in fields))


def wanted_fields(query: Any, answered: Any) -> tuple[str, ...]:
    """Raises InvalidField for one that the answer does not have."""
    names = tuple(dict.fromkeys(filter(None, getattr(query, "fields", "").split(","))))
    shape = shape_of(answered)
    known = shape.fields if shape else ()
    if unknown := [name for name in names if name not in known]:
        raise InvalidField(field="fields", problem=f"{unknown[0]} is not known here; known are {', '.join(known)}")
    return names


def cut(response: HttpResponseBase, query: Any, answered: Any) -> HttpResponseBase:
    """The response as it is, or cut to the fields and tokens that the query allows."""
    names, budget = wanted_fields(query, answered), getattr(query, "max_tokens", None)
    if not (names or budget) or response.status_code != 200 or not isinstance(response, HttpResponse):
        return response
    shape = shape_of(answered)
    if shape is None or response.headers["Content-Type"] != "application/json":
        return response
    whole: dict[str, Any] = msgspec.json.decode(response.content)
    if names and shape.rows:
        whole[shape.rows] = [only(row, names) for row in whole[shape.rows]]
    elif names:
        whole = only(whole, names)
    if budget:
        places = getattr(query, PLACES, None)
        after = getattr(query, "after", 0)
        whole = cut_list(whole, shape.rows, budget, names, places, after) if shape.rows else cut_one(whole, budget)
    response.content = msgspec.json.encode(whole)
    return response


def only(thing: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: thing[name] for name in names if name in thing}


def size(value: Any) -> int:
    return len(msgspec.json.encode(value))


# One thing -----------------------------------------------------------------------------------------------------------


def cut_one(thing: dict[str, Any], budget: int) -> dict[str, Any]:
    """Leaves out what says least and takes most, until the rest fits."""
    kept, left_out = dict(thing), list[str]()
    for name in sorted(thing, key=lambda name: (name in ESSENTIAL, name in BRIEF, name in NAMES, -size(thing[name]))):
        cut_so_far = kept | ({"left_out": {"fields": left_out}} if left_out else {})
        if size(cut_so_far) <= budget * BYTES_A_TOKEN:
            return cut_so_far
        left_out.append(name)
        del kept[name]
    return {}


# A list --------------------------------------------------------------------------------------------------------------


def cut_list(
    whole: dict[str, Any], name: str, budget: int, names: tuple[str, ...], places: list[Any] | None = None, after: int = 0
) -> dict[str, Any]:
    """As many of the rows as fit, and of each as much as all of them have room for."""
    rows, room = whole[name], budget * BYTES_A_TOKEN
    if size(whole) <= room:
        return whole
    digest = digest_of(rows)
    frame = whole | {name: [], "digest": digest if size(digest) < room // 3 else {"rows": len(rows)}}
    wordings = [rows] if names else [[essential(row, some) for row in rows] for some in (ESSENTIAL, BRIEF)]
    wordings.append([essential(row, names or NAMES) for row in rows])
    best: dict[str, Any] = {}
    for kept in wordings:
        frame["left_out"] = {"rows": 0, "fields": missing(rows, kept)}
        best = filled(frame, name, kept, room, places, after)
        if best[name] and (best["left_out"]["rows"] == 0 or kept is wordings[-2]):
            break
    return best


def filled(
    frame: dict[str, Any], name: str, rows: list[Any], room: int, places: list[Any] | None, after: int
) -> dict[str, Any]:
    """The answer with as many of the rows as there is room for, and the way to those that follow."""
    count = how_many(rows, room - size(frame))
    while True:
        answer = frame | {name: rows[:count], "left_out": frame["left_out"] | {"rows": len(rows) - count}}
        last = max(count, 1) - 1  # a single row that is too large is passed over, else nobody would get beyond it
        if count < len(rows) and "cursor" in frame and places:
            answer["cursor"] = cursor_at(places[last])
        elif count < len(rows) and "next_after" in frame:
            answer["next_after"] = places[last][0] if places else after + last + 1
        if size(answer) <= room or not count:
            return answer
        count -= 1


def how_many(rows: list[Any], room: int) -> int:
    """How many of the first rows fit into so many bytes."""
    taken = 0
    for count, row in enumerate(rows):
        taken += size(row) + 1
        if taken > room:
            return count
    return len(rows)


def essential(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """What of these fields says something, long texts shortened."""
    found = {name: row[name] for name in names if row.get(name) not in (None, "", [], {})}
    return {name: shortened(value) for name, value in found.items()}


def shortened(value: Any) -> Any:
    is_long = isinstance(value, str) and len(value) > LONGEST_WORDS
    return value[: LONGEST_WORDS - 1] + "…" if is_long else value


def missing(rows: list[Any], kept: list[Any]) -> list[str]:
    """The fields that some row had and none of the kept ones has."""
    there = {name for row in kept for name in row}
    said = {name for row in rows for name, value in row.items() if value not in (None, "", [], {})}
    return sorted(said - there)


def digest_of(rows: list[Any]) -> dict[str, Any]:
    """What all rows of the page amount to: how many there are, and how many of each status, kind, track."""
    digest: dict[str, Any] = {"rows": len(rows)}
    for name in COUNTED:
        counted = Counter(str(row[name]) for row in rows if row.get(name))
        if len(counted) > 1 or (counted and name == "status"):
            digest[name] = dict(counted.most_common(MOST_COUNTED))
            if more := sum(counted.values()) - sum(digest[name].values()):
                digest[name]["others"] = more
    return digest
