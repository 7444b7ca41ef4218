"""Recognises a line that names a task: `1. **A.1** Title`, `- ✅ 21.1: Title (completed)`, `### Task 2.1: Title`."""

import re
from dataclasses import dataclass

from ..inline import folded, last_bracket, plain
from ..keys import KEY, looks_like_key
from ..nouns import TASK, kind_of, pattern
from ..statuses import Status, bare_status, read_mark, read_status, trailing_status
from .remarks import Remarks, read_remarks

_NAMED = re.compile(rf"^(?P<noun>{pattern(TASK)})(?:\s+#?|#)(?P<key>{KEY})(?P<rest>.*)$", re.IGNORECASE)
_KEYED = re.compile(rf"^(?P<open>[\[`(]?)(?P<key>{KEY})(?P<close>[\]`)]?)(?P<rest>.*)$")
_BOLD = re.compile(r"^(?:\*\*|__)[\[`(]?(?P<key>[^*\s`\])]+)")
_PARTED = re.compile(r"^\s*(?:[:：.)]|[-–—]{1,2}(?=\s))\s*")
_SEVERAL = re.compile(r"^\s*(?:[&+,/]|and\b|und\b|y\b|et\b|to\b|or\b|bis\b|through\b|→|->)", re.IGNORECASE)
_BRACKETED_TITLE = re.compile(r"^\s*\((?P<title>[^()]{1,200})\)\s*(?:[:：]|[-–—]\s)\s*(?P<said>.*)$")
_BY_WHOM = re.compile(r"\s+(?:by|at|on|von|am|por|par)\s.*$", re.IGNORECASE)
_SENTENCE = re.compile(
    r"^\s*(?:is|are|was|will|must|should|can|has|have|needs?|requires?|depends|waits|blocks|'s|’s|ist|sind|muss)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A line read as a task. `status` is what its own line says, `said` what follows a bracketed title."""

    key: str
    remarks: Remarks
    status: Status | None
    mark: str
    has_noun: bool = False
    said: str = ""
    doubt: str = ""

    @property
    def title(self) -> str:
        return self.remarks.title


def read_task_line(text: str) -> TaskLine | None:
    """The task a line starts with; None for a line that names none, or several."""
    marked = read_mark(text)
    words = plain(marked.rest)
    named = _NAMED.match(words)
    found = named if named and not kind_of(named["noun"][:-1]) else _KEYED.match(words)
    if not found:
        return None
    has_noun = found is named
    key, rest = found["key"].lstrip("#"), found["rest"]
    if not looks_like_key(key) or _SEVERAL.match(rest) or _SENTENCE.match(rest):
        return None
    bold = _BOLD.match(marked.rest)
    is_set_off = bool(bold and bold["key"].startswith(key)) or (not has_noun and bool(found["open"] and found["close"]))
    if not has_noun and not _is_enough(key, rest, is_set_off, marked.status is not None):
        return None
    title, said = _parted(rest)
    if not said and bare_status(_BY_WHOM.sub("", last_bracket(title).text)):
        title, said = "", title
    return _task_line(key, title, said, text, has_noun)


def read_unnamed(text: str) -> TaskLine:
    """A line taken for a task though it starts with no key; one in brackets at its end counts: `Design (32.3)`."""
    return _task_line("", plain(read_mark(text).rest), "", text, False)


def _is_enough(key: str, rest: str, is_set_off: bool, has_mark: bool) -> bool:
    """Whether a key without a noun is one: bold or boxed, or shaped like no word and parted from the title."""
    if rest and not (rest[0].isspace() or _PARTED.match(rest)):
        return False
    if not any(character.isdigit() for character in key):
        return False
    is_parted = bool(_PARTED.match(rest))
    has_letter_and_joint = key[0].isalpha() and any(character in key for character in ".-/")
    if has_letter_and_joint and (rest.strip() or is_set_off):
        return True
    if key.isdigit():
        return is_set_off and is_parted or (has_mark and is_parted)
    return is_set_off or is_parted or has_mark


def _parted(rest: str) -> tuple[str, str]:
    """Title and what is said of it: ` (Erasure Coding): Fully implemented` or `: Title`."""
    if (bracketed := _BRACKETED_TITLE.match(rest)) and not read_remarks(rest[: bracketed.end("title") + 1]).subtasks:
        return bracketed["title"].strip(), bracketed["said"].strip()
    parted = _PARTED.match(rest)
    return (rest[parted.end() :] if parted else rest).strip(), ""


def _task_line(key: str, title: str, said: str, text: str, has_noun: bool) -> TaskLine:
    marked = read_mark(text)
    title, trailing = trailing_status(title)
    remarks = read_remarks(title)
    if not trailing:
        remarks.title, trailing = trailing_status(remarks.title)
    if said and not trailing and (spoken := read_status(said)) and spoken.known and not spoken.doubt:
        trailing = spoken
    status = trailing
    if marked.mark and marked.status:
        status = read_status(f"{marked.mark} {trailing.word if trailing else ''}")
    return TaskLine(key or remarks.key, remarks, status, marked.mark, has_noun, said, marked.doubt)


def unknown_state(text: str) -> str:
    """The word in the last bracket where a status is expected but none known: `21.4: Title (frobnicating)`."""
    remark = last_bracket(plain(text)).remark
    is_word = bool(re.fullmatch(r"[^\W\d_]+(?:[ -][^\W\d_]+)?", remark))
    return remark if is_word and not trailing_status(text)[1] and folded(remark) else ""
