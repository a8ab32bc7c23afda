"""Cue phrases of the rule files, found in sentences: ``rules/*.toml`` entries with a pattern -> `Phrase`s.

In goes a parsed sentence and a tuple of cues, out come the stretches that fit, as token ranges with the token by which each hangs on
its sentence. A cue says with ``span`` whether the phrase is what its pattern matches or runs to the end of what hangs on that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from privacyflows.extract.circumstances.reach import anchor, clause_end, token_at
from privacyflows.extract.mentions.mentions import Part
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules


@dataclass(frozen=True, slots=True)
class Cue:
    """One entry: what it matches, how far the phrase goes, and what it means where the entry says so."""

    id: str
    pattern: re.Pattern[str]
    span: str
    concept: str | None
    value: str | None
    words: frozenset[str]
    """Words of which one must stand in the sentence; empty = no such test. Spares the pattern for most sentences."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens ``first``..``last`` inclusive; ``anchor`` hangs on the rest of the sentence."""

    first: int
    last: int
    anchor: int
    cue: str
    concept: str | None = None
    value: str | None = None
    end: int | None = None
    """View offset of its end where that lies behind the last token: the parser took a full stop inside it for the sentence's."""

    def part(self, s: Sentence, kind: str) -> Part:
        """The phrase as what fills a role."""
        return Part(s.start[self.first], self.end or s.end[self.last], self.concept, value=self.value, kind=kind)


@cache
def load_cues(file: str, table: str = "cue") -> tuple[Cue, ...]:
    """The cues of ``[[table]]`` in a rule file, in the order in which they stand there."""
    return tuple(
        Cue(
            entry["id"],
            re.compile(entry["pattern"], re.IGNORECASE),
            entry.get("span", "match"),
            entry.get("concept"),
            entry.get("value"),
            frozenset(entry.get("words", "").split()),
        )
        for entry in load_rules(file).get(table, ())
    )


def find(s: Sentence, cues: tuple[Cue, ...]) -> Iterator[Phrase]:
    """All phrases of a sentence that the cues name; they may overlap."""
    if not s.n:
        return
    present = s.words
    start, end = s.start[0], s.end[-1]
    for cue in cues:
        if cue.words and cue.words.isdisjoint(present):
            continue
        for match in cue.pattern.finditer(s.view, start, end):
            if match.end() > match.start():
                yield _phrase(s, cue, match)


def _phrase(s: Sentence, cue: Cue, match: re.Match[str]) -> Phrase:
    blank = len(match[0]) - len(match[0].lstrip())
    first, last = token_at(s, match.start() + blank), token_at(s, match.end() - 1)
    if cue.span == "phrase":
        last = clause_end(s, first, max(_reach(s, k, first, last) for k in range(first, last + 1)))
    while last > first and s.pos[last] == "PUNCT" and s.form[last] not in (")", '"', "\u201d"):
        last -= 1
    return Phrase(first, last, anchor(s, first, last), cue.id, cue.concept, cue.value)


def _reach(s: Sentence, k: int, first: int, last: int) -> int:
    """The end of what hangs on token ``k`` of a match, or of the clause that it opens, if that begins inside the match."""
    head = s.head[k]
    if s.dep[k] in ("mark", "advmod", "npadvmod") and head > last and s.first[head] >= first and s.tag[head].startswith("VB"):
        return s.last[head]
    return s.last[k] if s.first[k] >= first else last


def apart(phrases: list[Phrase]) -> list[Phrase]:
    """The phrases without those that lie in, or begin in, a longer one; in text order."""
    kept: list[Phrase] = []
    for p in sorted(phrases, key=lambda p: (p.first, -p.last)):
        if not kept or p.first > kept[-1].last:
            kept.append(p)
    return kept
