"""Conditions, exceptions and retention: when, under which limit and for how long a practice holds.

In goes a sentence with one of its frames, out come the phrases as `Part`s: clauses by their conjunction ("if you ask", "unless the
law requires it"), prepositional phrases and adverbs by the cue words of ``rules/conditions.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from privacyflows.extract.frame import Frame
from privacyflows.extract.lexicon import Lexicon
from privacyflows.extract.mentions import Part
from privacyflows.extract.parsing import Sentence
from privacyflows.extract.purposes import is_duration
from privacyflows.extract.words import load_rules


@dataclass(frozen=True, slots=True)
class _Cue:
    words: tuple[str, ...]
    concept: str
    span: str
    """subtree: to the end of what hangs on the cue; cue: the words alone."""


@cache
def _cues() -> tuple[dict[str, tuple[_Cue, ...]], dict[str, str]]:
    raw = load_rules("conditions.toml")
    by_first: dict[str, list[_Cue]] = {}
    for entry in raw["cue"]:
        for wording in entry["wordings"]:
            words = tuple(wording.split())
            by_first.setdefault(words[0], []).append(_Cue(words, entry["concept"], entry["span"]))
    return {k: tuple(sorted(v, key=lambda c: -len(c.words))) for k, v in by_first.items()}, raw["marks"]


def conditions_of(s: Sentence, frame: Frame, lexicon: Lexicon) -> list[Part]:
    """The conditions that hold for a frame of the sentence."""
    if frame.sentence is not s:
        return []
    cues, marks = _cues()
    out: list[Part] = []
    taken: list[tuple[int, int]] = []
    clause = _clause(s, frame.verb)
    for k in range(s.n):
        if any(a <= k <= b for a, b in taken):
            continue
        if s.form[k] in marks and s.dep[k] in ("mark", "advmod") and s.head[k] > k and s.dep[s.head[k]] in ("advcl", "ccomp", "relcl", "pcomp") and _governs(s, s.head[k], frame.verb, clause):
            head = s.head[k]
            first, last = k, s.last[head]
            if first <= frame.verb <= last:
                continue
            text = s.text(first, last)
            found = lexicon.schemes["condition"].find([w.lower() for w in re.findall(r"\w+", text)])
            out.append(_part(s, first, last, marks[s.form[k]] if found is None else found[0]))
            taken.append((first, last))
            continue
        for cue in cues.get(s.form[k], ()):
            if tuple(s.form[k : k + len(cue.words)]) != cue.words:
                continue
            last = k + len(cue.words) - 1
            if cue.span == "subtree":
                last = max(last, min(s.last[k], s.n - 1), s.last[last] if s.last[last] < s.n else last)
            if not (k <= frame.verb <= last):
                out.append(_part(s, k, last, cue.concept))
                taken.append((k, last))
            break
    return out


def _part(s: Sentence, first: int, last: int, concept: str) -> Part:
    while last > first and s.pos[last] == "PUNCT" and s.form[last] not in (")", '"'):
        last -= 1
    return Part(s.start[first], s.end[last], concept, kind="condition")


def _clause(s: Sentence, i: int) -> set[int]:
    """The tokens above a verb: what governs one of them governs it."""
    return {i, *s.above(i)}


def _governs(s: Sentence, clause: int, verb: int, above: set[int]) -> bool:
    up = s.head[clause]
    if up in above:
        return True
    # a clause that the parser hung on the verb's object or purpose still limits the verb
    return any(k in above for k in s.above(clause)) and s.pos[up] in ("VERB", "AUX", "NOUN")


def retention_of(s: Sentence, frame: Frame) -> list[Part]:
    """How long: only for what is kept, deleted or set on a device."""
    if frame.action not in ("retain", "delete") or frame.sentence is not s:
        return []
    out: list[Part] = []
    for k in range(s.n):
        if s.form[k] in ("for", "until", "within", "after", "during") and s.dep[k] in ("prep", "mark", "advmod"):
            last = s.last[k] if s.dep[k] == "prep" else s.last[s.head[k]]
            if s.form[k] == "until" or (k + 1 < s.n and is_duration(s, k + 1, max(k + 1, last))):
                out.append(Part(s.start[k], s.end[max(k, last)], "dpv:StorageDuration", value=duration(s.text(k, max(k, last))), kind="retention"))
        elif s.form[k] == "as" and k + 2 < s.n and s.form[k + 1] in ("long",):
            out.append(Part(s.start[k], s.end[max(s.last[k + 1], k + 2)], "dpv:StorageDuration", kind="retention"))
    return out[:2]


_NUMBERS = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())} | {"thirty": 30, "sixty": 60, "ninety": 90}
_DURATION = re.compile(r"(\d+|" + "|".join(_NUMBERS) + r")\W+(?:\(\d+\)\W*)?(?:\w+ )?(day|week|month|year|hour|minute)s?", re.IGNORECASE)
_UNITS = {"day": "P{}D", "week": "P{}W", "month": "P{}M", "year": "P{}Y", "hour": "PT{}H", "minute": "PT{}M"}


def duration(text: str) -> str | None:
    """The first duration in a text in ISO 8601.

    >>> duration("for no longer than six months"), duration("until you leave")
    ('P6M', None)
    """
    found = _DURATION.search(text)
    if not found:
        return None
    number = found[1].lower()
    return _UNITS[found[2].lower()].format(int(number) if number.isdigit() else _NUMBERS[number])
