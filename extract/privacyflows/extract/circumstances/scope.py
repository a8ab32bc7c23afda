"""Scope: for whom or where a statement holds.

In go a document and, for each statement, its block and sentence; out come `Filler`s with the document's offsets: people and places that the
headings above name ("For readers in the EU", "California privacy rights", "2. Learning users"), and those in front of the sentence
("If you are a Spanish resident, ..."). Laws stand for the place whose people they protect (``rules/scope.toml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from privacyflows.extract.circumstances.cues import Phrase
from privacyflows.extract.circumstances.places import place_names
from privacyflows.extract.circumstances.subjects import heading_subject
from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.model import BlockKind, Document, Filler
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules
from privacyflows.extract.sentences import Unit


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a title that limits its section."""

    start: int
    end: int
    concept: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class _Rules:
    laws: tuple[tuple[re.Pattern[str], str], ...]
    beside: re.Pattern[str]
    not_scope: re.Pattern[str]
    people: frozenset[str]
    place: frozenset[str]
    condition: re.Pattern[str]
    groups: tuple[tuple[re.Pattern[str], str], ...]
    adjectives: dict[str, str]
    capitals: frozenset[str]
    before_us: frozenset[str]
    product: re.Pattern[str]


@cache
def _rules() -> _Rules:
    raw = load_rules("scope.toml")
    fronted = raw["fronted"]
    laws = tuple((re.compile(rf"\b{re.escape(name)}\b"), code) for name, code in raw["law"].items())
    condition = re.compile(fronted["condition"], re.IGNORECASE)
    beside = re.compile(raw["place"]["words"], re.IGNORECASE)
    return _Rules(
        laws,
        beside,
        re.compile(raw["not_scope"]["pattern"], re.IGNORECASE),
        frozenset(fronted["people"].split()),
        frozenset(fronted["place"].split()),
        condition,
        groups=tuple((re.compile(e["pattern"], re.IGNORECASE), e["concept"]) for e in raw["people"]),
        adjectives=raw["adjective"],
        capitals=frozenset(raw["capitals"]["words"].split()),
        before_us=frozenset(raw["capitals"]["before_us"].split()),
        product=re.compile(raw["product"]["pattern"], re.IGNORECASE),
    )


def _as_title(text: str) -> str:
    """A heading in capitals as a title would be written, letter for letter, so that names of places are found in it."""
    if text.upper() != text:
        return text
    rules, words = _rules(), re.split(r"(\s+)", text)
    out = []
    for n, word in enumerate(words):
        bare, after = word.strip("(),:;/"), words[n + 2].lower() if n + 2 < len(words) else ""
        is_us = bare == "US" and (after in rules.before_us or (n > 1 and words[n - 2] == "THE"))
        out.append(word if bare in rules.capitals or is_us else word.capitalize())
    made = "".join(out)
    return made if len(made) == len(text) else text


def _places(title: str) -> list[tuple[int, int, str | None]]:
    """The places that a title names, and those whose people it names by an adjective."""
    found = place_names(title)
    for word in re.finditer(r"[A-Z][a-z]+", title):
        code = _rules().adjectives.get(word[0])
        if code and not any(a <= word.start() < b for a, b, _ in found):
            found.append((word.start(), word.end(), code))
    return sorted(found, key=lambda f: f[:2])


def title_scope(title: str, lexicon: Lexicon) -> list[Found]:
    """What a heading limits its section to: people, else places and laws; empty for most headings."""
    rules = _rules()
    title = _as_title(title).rstrip(" :*_")
    places = _places(title)
    people = heading_subject(re.sub(r"\s+only$", "", title, flags=re.IGNORECASE), lexicon)
    if people:
        return [Found(people[0], people[1], people[2], places[0][2] if places else None)]
    if rules.not_scope.search(title):
        return []
    for pattern, concept in rules.groups:
        if m := pattern.match(title):
            return [Found(m.start("who"), m.end("who"), concept)]
    names = [(a, b, code) for a, b, code in places if rules.beside.search(title) or len(title) - (b - a) < 12]
    found = [Found(a, b, None, code) for n, (a, b, code) in enumerate(names) if code is None or code not in {c for _, _, c in names[:n]}]
    found = found or [Found(m.start(), m.end(), None, code) for law, code in rules.laws if (m := law.search(title))][:1]
    product = rules.product.match(title)
    return found or ([Found(product.start("what"), product.end("what"))] if product else [])


class Scopes:
    """The scopes of one document's headings, each worked out once."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.lexicon = lexicon
        self.headings: dict[tuple[str, ...], int] = {}
        for n, block in enumerate(document.blocks):
            if block.kind is BlockKind.HEADING:
                self.headings.setdefault((*block.path, block.view), n)
        self.known: dict[tuple[str, ...], tuple[Filler, ...]] = {}

    def of_path(self, path: tuple[str, ...]) -> tuple[Filler, ...]:
        """The scopes that the headings above a block set, outermost first."""
        if path not in self.known:
            above = self.of_path(path[:-1]) if path else ()
            self.known[path] = (*above, *(self._filler(path, f) for f in title_scope(path[-1], self.lexicon))) if path else ()
        return self.known[path]

    def of(self, unit: Unit, s: Sentence, conditions: list[Phrase], subjects: list[Phrase]) -> tuple[Filler, ...]:
        """All scopes of a statement: of the headings, of a run-in heading, of what stands in front of its sentence."""
        block = unit.block
        out = [*self.of_path(block.path)]
        if block.run_in and unit.skip:
            title = block.view[: block.run_in].rstrip(" .:—–-")
            out += [self._placed(*block.span(f.start, f.end), f) for f in title_scope(title, self.lexicon)]
        out += [self._placed(*unit.span(f.start, f.end), f) for f in _fronted(s, conditions, subjects)]
        return tuple({(f.text.lower(), f.value): f for f in reversed(out)}.values())[::-1]

    def _filler(self, path: tuple[str, ...], found: Found) -> Filler:
        n = self.headings.get(path)
        if n is None:
            return Filler(text=path[-1][found.start : found.end], concept=found.concept, value=found.value)
        return self._placed(*self.document.blocks[n].span(found.start, found.end), found)

    def _placed(self, start: int, end: int, found: Found) -> Filler:
        return Filler(text=self.document.text[start:end], start=start, end=end, concept=found.concept, value=found.value)


def _fronted(s: Sentence, conditions: list[Phrase], subjects: list[Phrase]) -> list[Found]:
    """What stands in front as "For learning users, ...", "If you are a resident of Spain, ...", "In Spain, ...": view offsets."""
    rules = _rules()
    first = next((k for k in range(s.n) if s.pos[k] not in ("PUNCT", "CCONJ", "ADV")), None)
    if first is None:
        return []
    if s.form[first] == "for":
        named = next((p for p in subjects if p.first == first + 1), None)
        if named:
            codes = [code for _, _, code in place_names(s.text(named.first, named.last))]
            return [Found(s.start[named.first], s.end[named.last], named.concept, codes[0] if codes else None)]
    clause = next((p for p in conditions if p.first == first and p.concept == "pf:ForUserGroup"), None)
    if clause and rules.condition.search(s.text(clause.first, clause.last)):
        codes = [code for _, _, code in place_names(s.text(clause.first, clause.last))]
        return [Found(s.start[clause.first], s.end[clause.last], clause.concept, codes[0] if codes else None)]
    if s.form[first] in rules.place and first + 1 < s.n:
        end = next((k for k in range(first + 1, min(s.n, first + 8)) if s.form[k] == ","), None)
        if end:
            text = s.text(first + 1, end - 1)
            hits = [(a, b, code) for a, b, code in place_names(text) if len(text) - (b - a) < 6]
            return [Found(s.start[first + 1] + a, s.start[first + 1] + b, None, code) for a, b, code in hits]
    return []
