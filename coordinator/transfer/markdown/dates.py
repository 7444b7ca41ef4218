"""Dates as documents write them, and which of two is the newer."""

import re
from dataclasses import dataclass

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar enero janvier", "february feb februar febrero février", "march mar märz marzo mars",
            "april apr abril avril", "may mai mayo", "june jun juni junio juin", "july jul juli julio juillet",
            "august aug agosto août", "september sep sept septiembre septembre", "october oct oktober okt octubre octobre",
            "november nov noviembre novembre", "december dec dezember dez diciembre décembre",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO = re.compile(
    r"\b(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})"
    r"(?:[T ]\s?(?P<time>\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)(?:\s?(?:UTC|GMT|Z|[+-]\d{2}:?\d{2})\b)?)?",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\b(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})\b")
_NAMED = re.compile(rf"\b(?P<month>{_NAMES})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})\b", re.IGNORECASE)
_NAMED_LATER = re.compile(
    rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:de\s+)?(?P<month>{_NAMES})\.?,?\s+(?:de\s+)?(?P<y>\d{{4}})\b", re.IGNORECASE
)
_SESSION = re.compile(r"\b(?:session|sitzung|sesión|séance)\s+#?(\d{1,4})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A moment a section speaks of; later ones compare greater. `text` is how the document put it."""

    order: tuple[int, int, int, int, str]
    text: str


def read_when(text: str) -> When | None:
    """The date a heading or value gives (and its session number, which parts sections of one day)."""
    session = _SESSION.search(text)
    number = int(session[1]) if session else 0
    for pattern in (_ISO, _DOTTED, _NAMED, _NAMED_LATER):
        if found := pattern.search(text):
            parts = found.groupdict()
            month = _MONTHS[parts["month"].casefold()] if "month" in parts else int(parts["m"])
            if 1 <= month <= 12:
                order = (int(parts["y"]), month, int(parts["d"]), number, parts.get("time") or "")
                return When(order, found[0])
    return When((0, 0, 0, number, ""), session[0]) if session else None
