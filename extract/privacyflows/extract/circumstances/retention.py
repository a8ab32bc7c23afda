"""Retention: how long data is kept, or when it goes.

In goes a sentence with a frame of keeping, deleting or setting, out come its phrases of time: lengths with their ISO 8601 value, criteria
("as long as you have an account") without. The cues stand in ``rules/retention.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from privacyflows.extract.circumstances.cues import Phrase, apart, find, load_cues
from privacyflows.extract.circumstances.reach import holds
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules

CONCEPT = "dpv:StorageDuration"


@dataclass(frozen=True, slots=True)
class _Rules:
    actions: frozenset[str]
    lemmas: frozenset[str]
    numbers: dict[str, int]
    units: dict[str, str]
    length: re.Pattern[str]


@cache
def _rules() -> _Rules:
    raw = load_rules("retention.toml")
    numbers, units = raw["numbers"], raw["units"]
    named = "|".join(sorted(numbers, key=len, reverse=True))
    length = re.compile(
        rf"\b(\d+|{named})(?:\s*\(\d+\))?[\s-]+(?:(?:calendar|business|working|full|consecutive|more)[\s-]+)?({'|'.join(units)})s?\b",
        re.IGNORECASE,
    )
    return _Rules(frozenset(raw["practice"]["actions"].split()), frozenset(raw["practice"]["lemmas"].split()), numbers, units, length)


def duration(text: str) -> str | None:
    """The first length of time in a text, in ISO 8601; None where it tells none.

    >>> duration("for no longer than six months"), duration("until you leave")
    ('P6M', None)
    """
    rules = _rules()
    found = rules.length.search(text)
    if not found:
        return None
    number = found[1].lower()
    return rules.units[found[2].lower()].format(int(number) if number.isdigit() else rules.numbers[number])


def is_kept(frame: Frame) -> bool:
    """Whether the frame speaks of keeping, deleting or setting, so that a time with it is a retention."""
    rules = _rules()
    return frame.action in rules.actions or frame.lemma in rules.lemmas


def retention(s: Sentence) -> list[Phrase]:
    """All phrases of a sentence that tell how long, whatever they hold for."""
    found = apart(list(find(s, load_cues("retention.toml"))))
    return [replace(p, concept=CONCEPT, value=duration(s.text(p.first, p.last))) for p in found]


def retention_of(s: Sentence, found: list[Phrase], frame: Frame, verb: int | None) -> list[Phrase]:
    """Those that hold for a frame's verb; for all of the sentence where ``verb`` is None."""
    if not is_kept(frame):
        return []
    strict = frame.action not in _rules().actions
    kept = [p for p in found if (verb is None or _near(s, p, verb)) and (p.cue != "at-once" or frame.action == "delete")]
    return (
        [p for p in kept if p.cue != "event" or frame.action in _rules().actions]
        if not strict
        else [p for p in kept if p.cue not in ("event", "manner")]
    )


def _near(s: Sentence, p: Phrase, verb: int) -> bool:
    if p.first <= verb <= p.last:
        return p.cue == "manner"
    return holds(s, p.anchor, verb) or p.anchor == verb or _next_kept(s, p, verb)


def _next_kept(s: Sentence, p: Phrase, verb: int) -> bool:
    """Whether a length after the verb stands nearer to no other verb of keeping: the parser hung it on the verb of a clause between."""
    lemmas = _rules().lemmas
    if p.cue in ("event", "manner") or p.first < verb or s.lemma[verb].lower() not in lemmas:
        return False
    return not any(s.form[k] == ";" or (s.pos[k] == "VERB" and s.lemma[k].lower() in lemmas) for k in range(verb + 1, p.first))
