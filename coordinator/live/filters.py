"""Which events a listener wants, from the query of its address: `type`, `subject` and `track`, each as often as needed."""

from collections.abc import Mapping, Sequence

from coordinator.live.entries import Entry


class Filter:
    """Passes what matches one of the values of every name that is given. `type=task.*` means all types of that kind."""

    def __init__(self, query: Mapping[str, Sequence[str]]) -> None:
        types = query.get("type", ())
        self._types = frozenset(one for one in types if not one.endswith(".*"))
        self._kinds = tuple(one.removesuffix("*") for one in types if one.endswith(".*"))
        self._subjects = frozenset(query.get("subject", ()))
        self._tracks = frozenset(f"track/{key}" for key in query.get("track", ()))

    def passes(self, entry: Entry) -> bool:
        return self._type_passes(entry) and self._subject_passes(entry) and self._track_passes(entry)

    def _type_passes(self, entry: Entry) -> bool:
        return not (self._types or self._kinds) or entry.type in self._types or entry.type.startswith(self._kinds)

    def _subject_passes(self, entry: Entry) -> bool:
        return not self._subjects or entry.subject in self._subjects

    def _track_passes(self, entry: Entry) -> bool:
        return not self._tracks or entry.subject in self._tracks or not self._tracks.isdisjoint(entry.within)
