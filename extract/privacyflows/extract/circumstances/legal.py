"""Legal bases: the ground of the law on which a practice is said to stand.

In goes a sentence, out come the phrases that name a ground, by the cues of ``rules/legal.toml``; an article of the GDPR that is cited
with a phrase belongs to it and decides its concept, one that stands alone is a ground by itself. ``value`` is the article, as "6(1)(b)".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from privacyflows.extract.circumstances.cues import Phrase, apart, find, load_cues
from privacyflows.extract.circumstances.reach import holds, token_at
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules

ACTS = frozenset({"implied", "implied-use", "agree-to-let"})
"""Cues of an act of the reader that counts as consent."""
_BEYOND = 40
"""Characters behind a sentence in which a citation that begins in it may end."""


@dataclass(frozen=True, slots=True)
class _Rules:
    article: re.Pattern[str]
    concepts: dict[str, str]
    cues: dict[str, frozenset[str]]
    """Number and letter of an article -> ids of the cues that it can confirm."""
    process_only: frozenset[str]
    joining: frozenset[str]
    processing: frozenset[str]


@cache
def _rules() -> _Rules:
    raw = load_rules("legal.toml")
    needing = frozenset(entry["id"] for entry in raw["cue"] if entry.get("needs") == "process")
    return _Rules(
        re.compile(raw["article"]["pattern"], re.IGNORECASE),
        raw["article"]["concepts"],
        {k: frozenset(v.split()) for k, v in raw["article"]["cues"].items()},
        needing,
        frozenset(raw["article"]["joining"].split()),
        frozenset(raw["article"]["processing"].split()),
    )


def articles(text: str) -> list[tuple[int, int, str, str]]:
    """Start, end, article and concept of each citation of GDPR Articles 6(1) and 9(2) in a text.

    >>> articles("under Art. 6 para. 1 lit. f GDPR")
    [(6, 32, '6(1)(f)', 'eu-gdpr:A6-1-f')]
    """
    out: list[tuple[int, int, str, str]] = []
    for m in _rules().article.finditer(text):
        concept = _rules().concepts.get(m["article"] + m["letter"].lower())
        if concept and (m["article"], m["paragraph"]) in (("6", "1"), ("9", "2")):
            out.append((m.start(), m.end(), f"{m['article']}({m['paragraph']})({m['letter'].lower()})", concept))
    return out


def legal_bases(s: Sentence) -> list[Phrase]:
    """All grounds that a sentence names, whatever they hold for."""
    found = apart(list(find(s, load_cues("legal.toml"))))
    start, end = s.start[0], s.end[-1]
    # the parse view leaves citations out, or the parser takes the full stop of "Art." for the sentence's: they are read from the text
    for a, b, value, concept in articles(s.view[start : end + _BEYOND]):
        if start + a >= end:
            continue
        first, last = token_at(s, start + a), token_at(s, start + b - 1)
        bracketed = "(" in s.view[max(start, start + a - 2) : start + a]
        if bracketed and s.view[start + b : start + b + 1] == ")":
            b += 1
        over = start + b if start + b > s.end[last] else None
        fitting = [p for p in found if p.value is None and p.cue in _rules().cues.get(value[0] + value[-2], (p.cue,))]
        owner = next(
            (p for p in reversed(fitting) if p.last < first and all(s.form[k] in _rules().joining for k in range(p.last + 1, first))), None
        )
        owner = owner or next((p for p in fitting if p.first <= first <= p.last), None)
        apart_owner = next((p for p in reversed(fitting) if p.last < first), None)
        if owner is not None:
            found[found.index(owner)] = replace(owner, last=max(last, owner.last), concept=concept, value=value, end=start + b)
        elif apart_owner is not None and bracketed:
            # "our legitimate interest to improve the site (Art. ...)": the citation follows the whole phrase
            found[found.index(apart_owner)] = replace(apart_owner, concept=concept, value=value)
        else:
            found.append(Phrase(first, last, first, "article", concept, value, over))
    named = [p for p in found if p.cue != "named-basis"]
    return sorted(named or found, key=lambda p: p.first)


def runs_on(s: Sentence) -> bool:
    """Whether a citation that begins in the sentence ends behind it: then the next sentence is its rest."""
    start, end = s.start[0], s.end[-1]
    return any(start + a < end < start + b for a, b, _, _ in articles(s.view[start : end + _BEYOND]))


def legal_of(s: Sentence, found: list[Phrase], frame: Frame, verb: int | None) -> list[Phrase]:
    """Those that hold for a frame's verb; for all of the sentence where ``verb`` is None."""
    rules = _rules()
    processing = frame.lemma in rules.processing or any(p.value for p in found)
    kept = [p for p in found if p.cue not in rules.process_only or processing or p.value]
    if verb is None:
        return kept
    return [p for p in kept if _holds(s, p, verb)]


def _holds(s: Sentence, p: Phrase, verb: int) -> bool:
    if p.cue in ACTS:
        return p.anchor in (verb, *s.above(verb)) or p.first <= verb <= p.last or holds(s, p.anchor, verb)
    return p.cue == "named-basis" or (not p.first <= verb <= p.last and holds(s, p.anchor, verb)) or p.value is not None
