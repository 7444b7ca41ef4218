"""Takes the remarks off a task's title: `(after Task 2)`, `(Instance 4)`, `(unassigned)`, `(P1)`, `(2h)`, `[P]`."""

import re
from dataclasses import dataclass, field

from ..inline import folded, last_bracket
from ..keys import looks_like_key, parent_of
from ..mentions import mentions
from ..nouns import TASK
from ..waits import begins_with_wait
from .names import read_owner

PRIORITIES = {
    "critical": "critical", "urgent": "critical", "blocker": "critical", "highest": "critical", "p0": "critical",
    "high": "high", "p1": "high", "medium": "medium", "normal": "medium", "p2": "medium", "moderate": "medium",
    "low": "low", "lowest": "low", "p3": "low", "p4": "low", "optional": "low",
    "kritisch": "critical", "dringend": "critical", "hoch": "high", "mittel": "medium", "niedrig": "low", "gering": "low",
    "crítica": "critical", "crítico": "critical", "alta": "high", "alto": "high", "media": "medium", "baja": "low",
    "critique": "critical", "haute": "high", "élevée": "high", "moyenne": "medium", "basse": "low",
    "высокий": "high", "средний": "medium", "низкий": "low", "高": "high", "中": "medium", "低": "low",
}  # fmt: skip
_NOBODY = frozenset(
    "unassigned,nobody,no owner,not assigned,tbd,tba,open,niemand,nicht zugewiesen,offen,sin asignar,non assigné".split(",")
)
_HOURS = {"m": 1 / 60, "h": 1, "d": 8, "w": 40, "s": 1, "t": 8, "j": 8, "p": 0}
_ESTIMATE = re.compile(
    r"(?:^|(?<=[\s~≈(:]))(?P<low>\d{1,3}(?:[.,]\d)?)\s*(?:(?:-|–|to|bis)\s*(?P<high>\d{1,3}(?:[.,]\d)?)\s*)?"
    r"(?P<unit>m(?:in(?:ute[ns]?|s)?)?|h(?:ours?|rs?)?|stunden?|std|horas?|heures?|d(?:ays?)?|tage?|días?|jours?"
    r"|w(?:eeks?)?|wochen?|semanas?)\b\.?",
    re.IGNORECASE,
)
_PARALLEL = re.compile(r"^(?:\[?p\]?|parallel|in parallel|can run in parallel|parallelisierbar)$", re.IGNORECASE)
_SEQUENTIAL = re.compile(
    r"^(?:sequential(?:ly)?|serial|must run alone|no|seque[nz]z?i?ell|nein|secuencial|séquentiel|non)\b", re.IGNORECASE
)
_PRIORITY_PARTS = re.compile(
    r"^(?:priority|prio|priorität|prioridad|priorité)\s*:?\s*|\s*(?:priority|priorität)$", re.IGNORECASE
)
_TAIL = re.compile(r"\s+[-–—]\s+(?P<wait>[^-–—]*)$")
_OPTIONS = re.compile(r"^\[(?:P|US\d+|[A-Z]{1,3}\d{0,3})\]\s*")


@dataclass(slots=True)
class Remarks:
    """A title without its remarks, and what they said."""

    title: str
    waits: list[str] = field(default_factory=list)
    owner: str = ""
    is_unowned: bool = False
    priority: str = ""
    estimate: int | None = None
    parallel: bool | None = None
    subtasks: list[str] = field(default_factory=list)
    key: str = ""


def read_remarks(title: str) -> Remarks:
    """Peels remarks off the end of a title until something is left that belongs to it."""
    remarks = Remarks(title.strip())
    while option := _OPTIONS.match(remarks.title):
        remarks.parallel = True if option[0].startswith("[P]") else remarks.parallel
        remarks.title = remarks.title[option.end() :]
    while _take_last(remarks):
        pass
    return remarks


def _take_last(remarks: Remarks) -> bool:
    """Takes one remark off the end of the title, if there is one."""
    bracketed = last_bracket(remarks.title)
    if bracketed.remark and _take(remarks, bracketed.remark):
        remarks.title = bracketed.text
        return True
    tail = _TAIL.search(remarks.title)
    if tail and begins_with_wait(tail["wait"]):
        remarks.waits.append(tail["wait"])
        remarks.title = remarks.title[: tail.start()]
        return True
    return False


def read_priority(text: str) -> str:
    """`P0`, `High`, `🔴 CRITICAL - blocks all` as one of critical, high, medium, low; empty for anything else."""
    words = folded(_PRIORITY_PARTS.sub("", text.strip()))
    return PRIORITIES.get(words) or PRIORITIES.get(words.partition(" ")[0].strip(",;:-–—()"), "")


def read_estimate(text: str) -> int | None:
    """Minutes; the upper end of a range, a day being 8 hours and a week 40."""
    found = _ESTIMATE.search(text)
    if not found:
        return None
    number = float((found["high"] or found["low"]).replace(",", "."))
    unit = found["unit"].casefold()
    hours = 40 if unit.startswith("sem") else _HOURS[unit[0]]
    return round(number * hours * 60)


def read_parallel(text: str) -> bool | None:
    """False for `Sequential` and its like; True for `Yes`; None where the words leave it open (`Partially`)."""
    words = folded(text)
    if _SEQUENTIAL.match(words):
        return False
    return True if words.startswith(("yes", "ja", "sí", "oui", "true", "parallel", "can run")) else None


def _take(remarks: Remarks, text: str) -> bool:
    """Whether the bracket said something we know; if so it is noted."""
    words = folded(text)
    if priority := PRIORITIES.get(folded(_PRIORITY_PARTS.sub("", text))):
        remarks.priority = priority
    elif words in _NOBODY:
        remarks.is_unowned = True
    elif begins_with_wait(text):
        remarks.waits.append(text)
    elif _PARALLEL.match(words):
        remarks.parallel = True
    elif _SEQUENTIAL.match(words):
        remarks.parallel = False
    elif (estimate := _ESTIMATE.search(text)) and not text[estimate.end() :].strip():
        remarks.estimate = read_estimate(text)
    elif keys := _task_keys(text):
        _take_keys(remarks, keys)
    elif owner := read_owner(text):
        remarks.owner = owner.name
    else:
        return False
    return True


def _task_keys(text: str) -> list[str]:
    named = [key for mention in mentions(text) if mention.kind == TASK for key in mention.keys]
    if named:
        return named
    words = [word.strip() for word in text.split(",")]
    return words if all(looks_like_key(word) and (parent_of(word) or "-" in word) for word in words) else []


def _take_keys(remarks: Remarks, keys: list[str]) -> None:
    """One key in a bracket is the task's own (`Design the schema (32.3)`); several are its subtasks."""
    if len(keys) == 1:
        remarks.key = keys[0]
    else:
        remarks.subtasks += keys
