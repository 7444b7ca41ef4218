"""Resolves a document's own names of tracks, tasks and sync points to references: `Track B.1` to `task/B.1`.

Knows nothing of any format. What cannot be resolved is handed back by name, never guessed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .inline import folded, plain, without_brackets
from .mentions import Mention, bare_keys, everything, mentions
from .nouns import SYNC, TASK, TIME, TRACK, WORKER

_NOTHING = re.compile(
    r"^(?:(?:none|nothing|no|n/a|nil|keine?r?|nichts|ninguna?|nada|aucune?|rien|nessuna?|nenhuma?|нет|無|无|なし|없음)(?![\w'’])"
    r"|no dependenc|independent|unabhängig|can start (?:immediately|now|anytime)|kann sofort|[-–—]\s*$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Needs:
    """What a dependency text comes to. `nothing` is True where it says that there is none."""

    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    nothing: bool = False
    guessed: str = ""


@dataclass(slots=True)
class Names:
    """The keys a document defines, looked up without regard to capitals."""

    tracks: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    syncs: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    spellings: set[str] = field(default_factory=set)

    @classmethod
    def of(
        cls,
        tracks: Iterable[tuple[str, tuple[str, ...]]],
        tasks: Iterable[tuple[str, tuple[str, ...]]],
        syncs: Iterable[str] = (),
    ) -> "Names":
        """From (key, other names) pairs in the document's order."""
        names = cls()
        for table, prefix, entries in ((names.tracks, "track", tracks), (names.tasks, "task", tasks)):
            for key, others in entries:
                table.setdefault(key.casefold(), f"{prefix}/{key}")
                names.spellings.add(key)
                for other in others:
                    names.titles.setdefault(folded(other), f"{prefix}/{key}")
        names.titles.pop("", None)
        names.syncs = {key.casefold(): f"sync/{key}" for key in syncs}
        return names

    def named(self, kind: str, key: str, prefer: str = TASK) -> str:
        """The reference of a key called a track, task or sync point; empty if the document has none."""
        wanted = key.casefold()
        if kind == SYNC:
            return self.syncs.get(wanted, "")
        if kind == TIME:
            return ""
        first, second = (self.tasks, self.tracks) if (kind or prefer) == TASK else (self.tracks, self.tasks)
        if kind == WORKER or (kind == TASK and wanted.isdigit()):
            return first.get(wanted, "")  # `Task 2` is never Track 2, but `Track B.1` is task B.1
        return first.get(wanted) or second.get(wanted, "")

    def titled(self, text: str) -> str:
        return self.titles.get(folded(text), "")

    def read(self, text: str, item: str = "task/") -> Needs:
        """The references in a dependency text of `item`, such as `Track A (services running), B.1`.

        A bare number means a thing of the item's own kind first.
        """
        prefer = item.partition("/")[0]
        words = plain(text).strip(" .;")
        if not words or _NOTHING.match(words):
            return Needs(nothing=True)
        if whole := self.titled(words) or self.titled(without_brackets(words)):
            return Needs((whole,))
        outside = without_brackets(words)
        found, missing = self._mentioned(outside, prefer)
        if not found and not missing:
            found, missing = self._mentioned(words, prefer)
        if not found and not missing:
            found = self._by_title(words)
        if found or missing:
            return Needs(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(missing)))
        return self._all(words, item)

    def _mentioned(self, text: str, prefer: str) -> tuple[list[str], list[str]]:
        found, missing, rest, at = [], [], "", 0
        for mention in mentions(text, self.spellings):
            rest += text[at : mention.start] + " · "
            at = mention.end
            for key in mention.keys:
                reference = self.named(mention.kind, key, prefer)
                found.append(reference) if reference else missing.append(_told(text, mention, key))
        for key in bare_keys(rest + text[at:], self.spellings):
            if reference := self.named("", key, prefer):
                found.append(reference)
            elif any(character.isdigit() for character in key) and any(character in key for character in ".-"):
                missing.append(key)
        return found, missing

    def _by_title(self, text: str) -> list[str]:
        parts = re.split(r"\s*(?:[,;&+]|\band\b|\bund\b)\s*", without_brackets(text))
        return [reference for part in parts if (reference := self.titled(part) or self._keyed(part))]

    def _keyed(self, word: str) -> str:
        wanted = folded(word).replace(" ", "-")
        return self.tasks.get(wanted) or self.tracks.get(wanted, "")

    def _all(self, text: str, item: str) -> Needs:
        """`All previous tasks`, written out."""
        found = everything(text)
        if not found:
            return Needs(missing=(text,))
        kind, only_before = found
        everyone = list((self.tasks if kind == TASK else self.tracks).values())
        if only_before and item in everyone:
            everyone = everyone[: everyone.index(item)]
        others = tuple(reference for reference in everyone if reference != item)
        return Needs(others, guessed=f"“{text}” was read as each of them: {len(others)} in all")


def _told(text: str, mention: Mention, key: str) -> str:
    noun = re.split(r"[\s#-]", text[mention.start :], maxsplit=1)[0]
    return f"{noun} {key}" if mention.kind not in (TRACK, WORKER) or "." not in key else key
