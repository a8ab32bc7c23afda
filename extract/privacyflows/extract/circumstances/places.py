"""Places: where data goes, lies or is processed.

In goes a sentence, out come its places as `Phrase`s: named ones with their ISO 3166 code, "outside of ..." as one phrase, places told
by their relation ("another country", "your country of residence"). The gazetteer is ``rules/places.toml``. `places_of` keeps what is
the place of a practice, not the home of people or of laws.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from privacyflows.extract.circumstances.cues import Phrase
from privacyflows.extract.circumstances.reach import anchor, holds, token_at
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules


@dataclass(frozen=True, slots=True)
class _Rules:
    mention: re.Pattern[str]
    codes: dict[str, str]
    outside: frozenset[str]
    plain: frozenset[str]
    people: frozenset[str]
    actions: frozenset[str]
    lemmas: frozenset[str]
    anywhere: frozenset[str]
    keeping: frozenset[str]
    into: frozenset[str]
    lying: frozenset[str]
    lying_things: frozenset[str]
    holders: frozenset[str]
    determiners: frozenset[str]
    separators: frozenset[str]
    skipped: frozenset[str]


@cache
def _rules() -> _Rules:
    raw = load_rules("places.toml")
    codes = {name: code for table in ("subdivision", "country") for code, names in raw[table].items() for name in names}
    names = sorted([*codes, *raw["region"]["names"]], key=lambda name: (-len(name), name))
    named = "|".join(re.escape(name) for name in names)
    unnamed = "|".join(raw["unnamed"]["patterns"])
    # names are matched as written ("US" is no "us"), the rest in any case
    mention = re.compile(
        rf"(?<![\w-])(?:(?P<named>{named})(?![\w-])(?P<short>\s*\([\"“'‘]?[A-Z.]{{2,6}}[\"”'’]?\))?|(?i:(?P<unnamed>{unnamed})\b|(?P<nowhere>{raw['unnamed']['nowhere']})\b))"
    )
    words = raw["prepositions"]
    return _Rules(
        mention,
        codes,
        frozenset(words["outside"].split()),
        frozenset(words["plain"].split()),
        frozenset(raw["people"]["words"].split()),
        frozenset(raw["practice"]["actions"].split()),
        frozenset(raw["practice"]["lemmas"].split()),
        anywhere=frozenset(raw["practice"]["anywhere"].split()),
        keeping=frozenset(raw["practice"]["keeping"].split()),
        into=frozenset(raw["practice"]["into"].split()),
        lying=frozenset(raw["practice"]["lying"].split()),
        lying_things=frozenset(raw["practice"]["lying_things"].split()),
        holders=frozenset(raw["outside"]["holders"].split()),
        determiners=frozenset(raw["outside"]["determiners"].split()),
        separators=frozenset(raw["list"]["separators"].split()),
        skipped=frozenset(raw["list"]["skipped"].split()),
    )


def places(s: Sentence) -> list[Phrase]:
    """The places of a sentence with a preposition in front, in text order; "outside" phrases keep all members of their list."""
    out: list[Phrase] = []
    for first, last, code, kind in _mentions(s):
        before = _before(s, first)
        if out and before >= 0 and s.form[before] in _rules().separators and _joined(s, out[-1].last, first):
            out.append(_joining(s, out, first, last, code))
            continue
        if kind == "nowhere":
            out.append(Phrase(first, last, first, "nowhere"))
        elif before >= 0 and s.form[before] in _rules().outside:
            out.append(_outside(s, before, first, last))
        elif before >= 0 and s.form[before] in _rules().plain:
            out.append(Phrase(first, last, before, "plain" if kind == "named" else "unnamed", None, code))
    return [p for p in out if p.cue != "gone"]


def _mentions(s: Sentence) -> Iterator[tuple[int, int, str | None, str]]:
    """First and last token, code and kind of each place that the gazetteer knows."""
    if not s.n:
        return
    for m in _rules().mention.finditer(s.view, s.start[0], s.end[-1]):
        first, last = token_at(s, m.start()), token_at(s, m.end() - 1)
        if last + 1 < s.n and s.dep[last] in ("compound", "nmod", "amod") and s.head[last] > last:
            continue  # "the Spain office" is an office
        while last > first and (s.pos[last] == "PUNCT" or s.form[last] in (",",)) and s.form[last] != ")":
            last -= 1
        kind = m.lastgroup if m.lastgroup != "short" else "named"
        yield first, last, _rules().codes.get(m["named"] or ""), kind or "named"


def _before(s: Sentence, first: int) -> int:
    """The token before a place that is no article: its preposition, or what joins it to a list."""
    k, skipped = first - 1, _rules().skipped
    while k >= 0 and s.form[k] in skipped:
        k -= 1
    return k


def _joined(s: Sentence, end: int, first: int) -> bool:
    rules = _rules()
    return all(s.form[k] in rules.separators or s.form[k] in rules.skipped or s.form[k] == "to" for k in range(end + 1, first))


def _joining(s: Sentence, out: list[Phrase], first: int, last: int, code: str | None) -> Phrase:
    """A further member of a list: part of an "outside" phrase, else a place of its own."""
    above = out[-1]
    if above.cue == "outside":
        out[-1] = replace(above, cue="gone")
        return replace(above, last=last)
    return replace(above, first=first, last=last, value=code)


def _outside(s: Sentence, before: int, first: int, last: int) -> Phrase:
    """The phrase "outside of X", with the noun in front that it places ("a destination outside of X")."""
    begin = before
    if before and s.form[before - 1] in _rules().holders:
        begin = before - 1
        while begin and s.form[begin - 1] in _rules().determiners:
            begin -= 1
    return Phrase(begin, last, anchor(s, begin, last), "outside")


def places_of(s: Sentence, found: list[Phrase], frame: Frame, verb: int | None) -> list[Phrase]:
    """The places of a frame's practice; for all of the sentence where ``verb`` is None."""
    rules = _rules()
    if frame.action not in rules.actions and frame.lemma not in rules.lemmas:
        return []
    kept = []
    for p in found:
        home = s.head[p.anchor]
        if home != p.anchor and (s.form[home] in rules.people or s.lemma[home].lower() in rules.people) and not _moves(s, home):
            continue
        if p.first and s.form[p.anchor - 1] in rules.people and p.anchor > 0:
            continue
        if p.cue == "nowhere" and frame.action not in rules.actions and frame.lemma not in rules.anywhere:
            continue
        if (
            p.cue in ("plain", "unnamed")
            and s.form[p.anchor] not in rules.into
            and frame.action in ("share", "sell", "collect")
            and frame.lemma not in rules.keeping
        ):
            continue
        if verb is None or holds(s, p.anchor, verb) or (frame.nominal and verb in s.above(p.anchor)):
            kept.append(p)
    return kept


def _moves(s: Sentence, home: int) -> bool:
    """Whether what is "located in Canada" is a machine or a helper, no person."""
    up = s.head[home]
    return s.form[home] in _rules().lying and s.lemma[up].lower() in _rules().lying_things


def place_names(text: str) -> list[tuple[int, int, str | None]]:
    """Start, end and ISO 3166 code of each named place in a text.

    >>> place_names("For readers in Spain")
    [(15, 20, 'ES')]
    """
    return [(m.start("named"), m.end("named"), _rules().codes.get(m["named"])) for m in _rules().mention.finditer(text) if m["named"]]
