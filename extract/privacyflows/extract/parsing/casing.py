"""Casing: the words of a text go in, the same words come out as the parser is shown them, without the capitals of defined terms.

"The Personal Information that we hold" and "we DO NOT sell it" are plain English under their capitals, but the small model takes such words
for names and loses the verb. A word of ``rules/casing.toml`` is shown in lower case where every capitalised word beside it is one too:
"Amazon Web Services" and "the Data Protection Act" stay as they are. The text itself is never changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from privacyflows.extract.parsing.words import load_rules

_ENDS = frozenset(".!?:;•·\"'\u201c\u2018")
"""After these a sentence may start, whose first capital is no sign of a name or a term."""


@dataclass(frozen=True, slots=True)
class _Casing:
    terms: frozenset[str]
    stressed: frozenset[str]
    shouted: frozenset[str]


@cache
def _casing() -> _Casing:
    raw = load_rules("casing.toml")
    return _Casing(**{key: frozenset(raw[key].split()) for key in ("terms", "stressed", "shouted")})


def plain_case(forms: list[str], lower: list[str]) -> list[str]:
    """Return the words as the parser is shown them, one for one; ``lower`` are the same words in lower case."""
    shown = list(forms)
    i, n = 0, len(forms)
    while i < n:
        if not forms[i][0].isupper():
            i += 1
            continue
        loud = forms[i].isupper() and len(forms[i]) > 1
        end = i + 1
        while end < n and forms[end][0].isupper() and (forms[end].isupper() and len(forms[end]) > 1) == loud:
            end += 1
        for k in _shouted(lower, i, end) if loud else _terms(forms, lower, i, end):
            shown[k] = lower[k]
        i = end
    return shown


def _shouted(lower: list[str], first: int, end: int) -> list[int]:
    """Which words of a run in capital letters, ``first`` up to ``end``, are shown in small ones."""
    known = _casing().shouted if end - first > 3 else _casing().stressed
    return [k for k in range(first, end) if lower[k] in known]


def _terms(forms: list[str], lower: list[str], first: int, end: int) -> list[int]:
    """Which words of a run of capitalised words are shown in lower case: all but the first of a sentence, or none."""
    terms = _casing().terms
    opens = not first or forms[first - 1][-1] in _ENDS
    named = (first and forms[first - 1].isupper()) or (end < len(forms) and forms[end].isupper())  # "AWS Services", "Platform AG"
    if named or any(lower[k] not in terms for k in range(first + 1 if opens else first, end)):
        return []
    if opens and end - first > 1 and lower[first] not in terms | _casing().shouted:
        return []  # "Acme Services are": a name
    return list(range(first + 1 if opens else first, end))
