"""Which events a listener wants, from the query of its address: `type`, `subject`, `actor` and `track`."""

from collections.abc import Mapping, Sequence

from coordinator.live.entries import Entry


class Filter:
    """Passes what matches one of the values of every name that is given, as the API's list of events does.

    Several values stand with commas between them, or the name is said again. `type=task.*` means all of that kind.
    """

    def __init__(self, query: Mapping[str, Sequence[str]]) -> None:
        types = values(query, "type")
        self._types = frozenset(one for one in types if not one.endswith(".*"))
        self._kinds = tuple(one.removesuffix("*") for one in types if one.endswith(".*"))
        self._subjects = frozenset(values(query, "subject"))
        self._actors = frozenset(values(query, "actor"))
        self._tracks = frozenset(f"track/{key}" for key in values(query, "track"))

    def passes(self, entry: Entry) -> bool:
        return (
            (not (self._types or self._kinds) or entry.type in self._types or entry.type.startswith(self._kinds))
            and (not self._subjects or entry.subject in self._subjects)
            and (not self._actors or entry.actor in self._actors)
            and (not self._tracks or entry.subject in self._tracks or not self._tracks.isdisjoint(entry.within))
        )


def values(query: Mapping[str, Sequence[str]], name: str) -> list[str]:
    return [value for given in query.get(name, ()) for value in given.split(",") if value]
