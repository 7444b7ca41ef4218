"""Reads a status out of the words, boxes and emoji of a document. An unknown word is never taken for done."""

import re
from dataclasses import dataclass

from tracks.document import DONE, IN_PROGRESS, IN_REVIEW, NOT_STARTED

from .inline import folded, last_bracket, leading_emoji, plain, without_pictographs
from .status_words import BOXES, EMOJI, LONGEST, MEANING, NO_STATUS, PROGRESS, REMARKS

_PERCENT = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s*(?:[-–]\s*(\d{1,3})\s*)?%")
_COUNTER = re.compile(r"(\d{1,6})\s*/\s*(\d{1,6})")
_CLEAN_END = re.compile(r"^\s*($|[(\[,;:.!✅/–—-]|\d|by\b|at\b|on\b|in\b|and\b|und\b|&|\+|von\b|am\b|por\b|par\b|le\b|el\b)")
_NOT_QUITE = re.compile(
    r"\b(needs?|but|except|pending|not|remaining|still|todo|open|until|unless|if|when|once"
    r"|aber|noch|offen|nicht|außer|sobald|wenn|pero|falta|mais|sauf)\b"
)
_ALTERNATIVES = re.compile(r"\s*(?:/|\||\bor\b|\boder\b)\s*")
_PLACEHOLDER = re.compile(r"^(\{\{.*\}\}|<[^>]*>|\[[A-Z_ ]*(?:STATUS|TIMESTAMP|NAME|DATE)[A-Z_ ]*\]|\.\.\.|…|\?+|_+)$")
_BOX = re.compile(r"^\[(.?)\](?=\s|$)\s*")
_WORD = re.compile(r"[^\s/]+")
_END_MARKS = " ,;:.!()[]/&+–—✅"
_ING = re.compile(r"^[a-z]{3,}ing\b")


@dataclass(frozen=True, slots=True)
class Status:
    """What a status text was taken for. `doubt` says in plain words why a person should look at it."""

    status: str
    word: str
    known: bool = True
    percent: int | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A line parted into the status its box or emoji gives (None without one), that mark, and the rest."""

    status: str | None
    mark: str
    rest: str
    doubt: str = ""


def read_status(text: str) -> Status | None:
    """The status a value such as `🟡 In Progress (docs complete)` gives; None where it gives none."""
    marked = read_mark(text)
    word = without_pictographs(plain(marked.rest)).strip(" []")
    word = word[1:-1] if word.startswith("(") and word.endswith(")") else word
    if is_template(word):
        return Status(NOT_STARTED, word, known=False, doubt=f"“{word}” lists possible statuses or stands for one; none is taken")
    if not word:
        return Status(marked.status, marked.mark, doubt=marked.doubt) if marked.status else None
    if word.casefold() in NO_STATUS:
        return None
    return _agreed(_spoken(word), marked)


def read_mark(text: str) -> Marked:
    """The leading box or emoji of a line as a status: `[x] Title`, `✅ Title`, `[ ] 🔄 Title`."""
    status, doubt, rest, marks = None, "", text.strip(), []
    if box := _BOX.match(rest):
        rest = rest[box.end() :]
        marks.append(box[0].strip())
        status = BOXES.get(box[0].strip(), NOT_STARTED)
        doubt = "" if box[0].strip() in BOXES else f"The box {box[0].strip()} has no known meaning"
    led = leading_emoji(rest)
    for emoji in led.emoji:
        if emoji in EMOJI and status is None:
            status = EMOJI[emoji]
    if led.emoji:
        marks.append(led.emoji)
        rest = led.rest
    return Marked(status, " ".join(marks), rest.strip(), doubt)


def bare_status(text: str) -> Status | None:
    """The status of a text that is nothing but a known status word (`completed`, `in-progress`); else None."""
    status = MEANING.get(folded(text))
    return Status(status, plain(text)) if status else None


def trailing_status(text: str) -> tuple[str, Status | None]:
    """`Title (completed)` and `Title ✅ DONE` parted into title and status."""
    bracketed = last_bracket(text)
    if folded(bracketed.remark) not in REMARKS and (found := bare_status(bracketed.remark)):
        return bracketed.text, found
    for at, character in enumerate("" if text.isascii() else text):
        if EMOJI.get(character) and (found := bare_status(text[at + 1 :])):
            return text[:at].strip(), Status(found.status, found.word)
        if EMOJI.get(character) and not without_pictographs(text[at:]):
            return text[:at].strip(), Status(EMOJI[character], character)
    return text, None


def is_template(text: str) -> bool:
    """Whether a text is a placeholder (`{{STATUS}}`) or a list of choices (`Not started / In progress / Done`)."""
    if _PLACEHOLDER.match(text.strip()):
        return True
    choices = {MEANING.get(folded(choice)) for choice in _ALTERNATIVES.split(text)}
    return len(choices - {None}) > 1


def read_percent(text: str) -> int | None:
    """The percentage a text states, in words (`85-90%`: the lower) or as a counter (`5/8`); None without one."""
    if found := _PERCENT.search(text):
        return min(int(found[1]), 100)
    if (counter := _COUNTER.search(text)) and int(counter[2]):
        return min(int(counter[1]) * 100 // int(counter[2]), 100)
    return None


def _spoken(word: str) -> Status:
    percent = read_percent(word)
    status, rest = _known_phrase(folded(word))
    if status == DONE:
        return _qualified(word, rest, percent)
    if status:
        return Status(status, word, percent=percent)
    if percent is not None:
        return Status(_by_percent(percent), word, percent=percent)
    if _ING.match(word.casefold()):
        return Status(IN_PROGRESS, word, doubt=f"“{word}” was read as in progress")
    return Status(NOT_STARTED, word, known=False, doubt=f"“{word}” is not a status we know; taken as not started")


def _known_phrase(text: str) -> tuple[str, str]:
    """The longest known phrase the text begins with: its status and what follows; empty without one."""
    ends = [word.end() for word in _WORD.finditer(text)][:LONGEST]
    for end in reversed(ends):
        phrase = text[:end].rstrip(_END_MARKS)
        if status := MEANING.get(phrase.lstrip("([")):
            return status, text[len(phrase) :]
    for phrase, status in MEANING.items():
        if phrase[0] > "\u3000" and text.startswith(phrase):  # Chinese, Japanese and Korean set no blanks
            return status, text[len(phrase) :]
    return "", ""


def _qualified(word: str, rest: str, percent: int | None) -> Status:
    """Done, if nothing after the word takes it back: `Done when tests pass` and `Complete (85%)` are not done."""
    if percent is not None and percent < 100:
        return Status(IN_PROGRESS, word, percent=percent, doubt=f"“{word}” says done and {percent} %; taken as in progress")
    if not _CLEAN_END.match(rest):
        return Status(NOT_STARTED, word, known=False, doubt=f"“{word}” is not a status we know; taken as not started")
    if _NOT_QUITE.search(rest):
        return Status(IN_REVIEW, word, doubt=f"“{word}” says done with a reservation; taken as in review")
    return Status(DONE, word, percent=percent)


def _by_percent(percent: int) -> str:
    return {0: NOT_STARTED, 100: DONE}.get(percent, IN_PROGRESS)


def _agreed(spoken: Status, marked: Marked) -> Status:
    """Words count for more than a box or emoji, but what either of them denies is not done."""
    if not marked.status or marked.status == spoken.status:
        return spoken
    if not spoken.known:
        status = NOT_STARTED if marked.status == DONE else marked.status
        return Status(status, spoken.word, known=False, percent=spoken.percent, doubt=spoken.doubt)
    if DONE not in (spoken.status, marked.status):
        return spoken
    status = min(spoken.status, marked.status, key=PROGRESS.__getitem__)
    doubt = f"{marked.mark} and “{spoken.word}” disagree; taken as {status.replace('_', ' ')}"
    return Status(status, spoken.word, percent=spoken.percent, doubt=doubt)
