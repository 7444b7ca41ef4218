"""Finds the words that say something waits, and what for: `(after Task 2)`, `Blocked by Track B.2, B.3`."""

import re

_WORDS = r"""
    blocked\ (?:by|on) | waiting\ (?:for|on) | waits?\ (?:for|on) | depend(?:s|ent|ing)?\ (?:up)?on | after | requires?
    | pending | start\ when | once | needs
    | nach | wartet\ auf | blockiert\ (?:durch|von) | abhängig\ von | hängt\ ab\ von | benötigt
    | después\ de | depende\ d[eo] | bloquead[oa]\ por | tras
    | après | dépend\ d[eu] | bloquée?\ par | en\ attente\ de
    | dopo | dipende\ da | bloccat[oa]\ da | depois\ de | bloquead[oa]\ por
    | после | зависит\ от | ждёт | 依赖 | 等待 | 在
"""
_WAITS = re.compile(rf"(?:^|(?<=[\s(\[,;:–—-]))(?P<how>{_WORDS})[\s:]+(?P<what>\S.*)$", re.IGNORECASE | re.VERBOSE)


def waits_for(text: str) -> str:
    """What the text says it waits for; empty where it says no such thing."""
    found = _WAITS.search(text)
    return found["what"].rstrip(" ).]") if found else ""


def begins_with_wait(text: str) -> str:
    """The same for a text that is nothing but such a phrase."""
    found = _WAITS.match(text.strip())
    return found["what"].rstrip(" .") if found else ""
