"""Text cut to a width, for SVG has no ellipsis of its own. Widths are estimates: of Inter, with room for wider fonts."""

import unicodedata

NARROW = frozenset("iljtfrI.,:;'|!()[]{} ")
BROAD = frozenset("mwMW@%&")
EMS = {"narrow": 0.34, "broad": 0.95, "capital": 0.7, "wide": 1.05, "other": 0.58}


def fitted(text: str, width: float, size: float) -> str:
    """As much of `text` as is about `width` pixels wide at a font size of `size`, with an ellipsis where some is missing."""
    taken = 0.0
    fits = 0
    for at, letter in enumerate(text):
        taken += ems(letter) * size
        if taken > width:
            return text[:fits].rstrip() + "…"
        if taken <= width - size:
            fits = at + 1
    return text


def ems(letter: str) -> float:
    if letter in NARROW or unicodedata.combining(letter):
        return EMS["narrow"]
    if letter in BROAD:
        return EMS["broad"]
    if unicodedata.east_asian_width(letter) in "WF":
        return EMS["wide"]
    return EMS["capital" if letter.isupper() else "other"]
