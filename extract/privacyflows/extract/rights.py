"""Rights and procedures: what readers may do about their data, how to ask for it, what it costs and how long it takes.

In go the units of a document, out come statements of kind ``right``, one for each right that a sentence, a list item, a table row or
a heading names. The rules are data (``rules/rights.toml``): an opener ("you have the right to", "you can") opens a region of the
sentence in which rights are sought by their wordings; cues tell the rest. What stands under an introduction ("You have the following
rights:") or under a heading on rights needs no opener. Patterns look at a bounded stretch of text, so the work is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from privacyflows.extract.circumstances import Circumstances
from privacyflows.extract.conditions import conditions, conditions_of
from privacyflows.extract.cues import Phrase
from privacyflows.extract.lexicon import Lexicon
from privacyflows.extract.mentions import mentions
from privacyflows.extract.model import Block, BlockKind, Document, Evidence, Filler, Kind, Modality, Polarity, Statement
from privacyflows.extract.parsing import Sentence
from privacyflows.extract.retention import duration
from privacyflows.extract.scope import title_scope
from privacyflows.extract.sentences import Unit
from privacyflows.extract.words import load_rules

_PLAIN = str.maketrans("\u2019\u2018\u201c\u201d\u2011\u2010\u2013\u2014", "''\"\"---:")
_Span = Callable[[int, int], tuple[int, int]]
_LONGEST = 3000
"""What stands beyond so many characters of a sentence is not looked at: the patterns' cost stays bounded on any input."""

_CONFIDENCE = {"entitled": 0.95, "ask": 0.9, "contact-to": 0.85, "able": 0.85, "title": 0.75, "want": 0.8}
_MAY = frozenset({"able", "ask", "cannot", "control"})
_COLUMN = re.compile(r"\brights?\b|\bchoices?\b")
_TITLE = re.compile(r"\brights?\b|opt[- ]?out")
_SAME = {"pf:RightToKnow": "eu-gdpr:A15", "pf:RightToDelete": "eu-gdpr:A17", "pf:RightToCorrect": "eu-gdpr:A16"}
"""Rights under laws of the United States that say what the European ones say."""


@dataclass(frozen=True, slots=True)
class Named:
    """A right that a text names: its concept, the offsets of its words in the text, and the rule that told it."""

    concept: str
    start: int
    end: int
    rule: str
    opener: str
    negated: bool = False
    us: str | None = None
    data: bool = False
    value: str | None = None


@dataclass(frozen=True, slots=True)
class _Opener:
    id: str
    kind: str
    pattern: re.Pattern[str]
    not_after: re.Pattern[str] | None
    then: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Right:
    id: str
    concept: str
    us: str | None
    named: re.Pattern[str] | None
    act: re.Pattern[str] | None
    cue: re.Pattern[str] | None
    near: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    refine: tuple[tuple[re.Pattern[str], str], ...]
    data: bool
    value: bool


@dataclass(frozen=True, slots=True)
class _Clauses:
    """How far an opener reaches, and where in its reach a verb can stand; see ``[clause]`` in the rules."""

    end: re.Pattern[str]
    tail: re.Pattern[str]
    aside: re.Pattern[str]
    slot: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Rules:
    clause: _Clauses
    openers: tuple[_Opener, ...]
    rights: tuple[_Right, ...]
    leads: tuple[tuple[re.Pattern[str], bool], ...]
    heading: re.Pattern[str]


@cache
def _rules() -> _Rules:
    raw = load_rules("rights.toml")
    words: dict[str, str] = raw["words"]

    def compiled(entry: dict[str, Any], key: str) -> re.Pattern[str] | None:
        source = entry.get(key)
        if source is None:
            return None
        source = "|".join(source) if isinstance(source, list) else source
        return re.compile(re.sub(r"<([a-z]+)>", lambda m: words[m[1]], source))

    def needed(entry: dict[str, Any]) -> re.Pattern[str]:
        pattern = compiled(entry, "pattern")
        assert pattern is not None  # every opener, lead and heading has one
        return pattern

    return _Rules(
        clause=_Clauses(**{key: re.compile("|".join(patterns)) for key, patterns in raw["clause"].items()}),
        openers=tuple(_Opener(e["id"], e["kind"], needed(e), compiled(e, "not_after"), compiled(e, "then")) for e in raw["opener"]),
        rights=tuple(
            _Right(
                id=e["id"],
                concept=e["concept"],
                us=e.get("us"),
                **{key: compiled(e, key) for key in ("named", "act", "cue", "near", "unless")},
                refine=tuple((re.compile(r["pattern"]), r["concept"]) for r in e.get("refine", ())),
                data=e.get("data", False),
                value=e.get("value", False),
            )
            for e in raw["right"]
        ),
        leads=tuple((needed(e), e["strong"]) for e in raw["lead"]),
        heading=re.compile("|".join(f"(?:{needed(e).pattern})" for e in raw["heading"])),
    )


def plain(text: str) -> str:
    """The text as the patterns see it: lower case, plain quotes and dashes, as long as it was."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.translate(_PLAIN)


def named_in(text: str, *, listed: str = "", context: str = "") -> list[Named]:
    """The rights that a sentence names, in text order, each concept once.

    ``listed`` is ``strong`` or ``able`` for an item whose introduction gives the right, or asks; ``context`` are the headings above, in
    which rules may seek what they need beside their cue. Offsets count in ``text``, end exclusive.
    """
    view = plain(text[:_LONGEST])
    found: list[Named] = []
    for opener, kind, start, end in _regions(view, listed):
        found += _in_region(view, opener, kind, start, end)
    found += _by_cue(view, plain(context))
    kept: list[Named] = []
    for each in found:
        same = any(each.concept == k.concept and each.negated == k.negated for k in kept)
        if each.opener == "cue":
            told = any(each.rule == k.rule and k.opener != "cue" for k in kept)
        else:
            told = any(each.rule != k.rule and each.start < k.end and k.start < each.end for k in kept)
        if not same and not told:
            kept.append(each)
    return sorted(kept, key=lambda n: (n.start, n.end))


def _regions(view: str, listed: str) -> Iterator[tuple[str, str, int, int]]:
    """Openers with the stretch of text that each opens: to the next opener, else to the end of its clause."""
    starts: list[tuple[int, int, str, str]] = [(0, 0, "listed", listed)] if listed else []
    for opener in _rules().openers:
        for match in opener.pattern.finditer(view):
            barred = opener.not_after and opener.not_after.search(view[max(0, match.start() - 60) : match.start()])
            if not barred and not (opener.then and not opener.then.search(view, match.start())):
                starts.append((match.start(), match.end(), opener.id, opener.kind))
    # of openers that overlap the first one holds, a strong one before the others
    starts.sort(key=lambda s: (s[0], s[3] != "strong", -s[1]))
    chosen: list[tuple[int, int, str, str]] = []
    for each in starts:
        if not chosen or each[0] >= chosen[-1][1]:
            chosen.append(each)
    for k, (_, end, name, kind) in enumerate(chosen):
        stop = chosen[k + 1][0] if k + 1 < len(chosen) else len(view)
        closed = _rules().clause.end.search(view, end, stop)
        yield name, kind, end, closed.start() if closed else stop


def _in_region(view: str, opener: str, kind: str, start: int, end: int) -> Iterator[Named]:
    clause = _rules().clause
    asides = [m.span() for m in clause.aside.finditer(view, start, end)]
    while start < end and view[start] in " ,":
        start += 1
    slots = [m.end() for m in clause.slot.finditer(view, start, end)]
    for right in _rules().rights:
        places: list[tuple[int, int]] = []
        if right.unless and right.unless.search(view):
            continue
        if right.act:
            places += [m.span() for slot in (start, *slots) if (m := right.act.match(view, slot, end))]
        if right.named and kind == "strong":
            places += [m.span() for m in right.named.finditer(view, start, end)]
        for a, b in places:
            if b > a and not any(first < a < last for first, last in asides):
                yield from _refined(view, right, a, b, opener, kind == "denied")


def _by_cue(view: str, context: str) -> Iterator[Named]:
    for right in _rules().rights:
        match = right.cue.search(view) if right.cue else None
        if match is None or (right.unless and right.unless.search(view)):
            continue
        if right.near and not right.near.search(view) and not right.near.search(context):
            continue
        yield from _refined(view, right, match.start(), match.end(), "cue", False)


def _refined(view: str, right: _Right, start: int, end: int, opener: str, negated: bool) -> Iterator[Named]:
    """The right, or the narrower ones that the words after it tell."""
    stop = _rules().clause.tail.search(view, end, min(len(view), end + 140))
    tail = view[start : stop.start() if stop else min(len(view), end + 140)]
    concepts = [concept for pattern, concept in right.refine if pattern.search(tail)] or [right.concept]
    for concept in dict.fromkeys(concepts):
        us = right.us if concept == right.concept else None
        value = duration(view[start : end + 40]) if right.value else None
        yield Named(concept, start, end, right.id, opener, negated, us, right.data, value)


@dataclass(frozen=True, slots=True)
class _Place:
    """What holds for a text: for whom, and under which headings."""

    scopes: tuple[Filler, ...]
    section: str

    @property
    def us(self) -> bool:
        """Whether a law of the United States gives the right."""
        return any((f.value or "").startswith("US") for f in self.scopes)


def rights_of(document: Document, found: Sequence[Unit], around: Circumstances) -> list[Statement]:
    """The statements of kind ``right`` of a document, in text order, from its parsed units."""
    return _Reader(document, found, around).read()


class _Reader:
    """The reading of one document for rights."""

    def __init__(self, document: Document, found: Sequence[Unit], around: Circumstances) -> None:
        self.document = document
        self.around = around
        self.lexicon = around.lexicon
        self.units: dict[int, list[Unit]] = {}
        for unit in found:
            self.units.setdefault(unit.index, []).append(unit)

    def read(self) -> list[Statement]:
        """All statements, section by section; a heading counts where the section under it does not state its right."""
        out: list[Statement] = []
        section: list[Statement] = []
        titled: list[Statement] = []
        for index, block in enumerate(self.document.blocks):
            if block.kind is not BlockKind.HEADING:
                section += self._block(index, block)
                continue
            out += [t for t in titled if not _covered(t, section, self.lexicon)] + section
            section, titled = [], self._titled(block, len(block.view))
        out += [t for t in titled if not _covered(t, section, self.lexicon)] + section
        return sorted(out, key=lambda s: s.evidence[0].start)

    def _block(self, index: int, block: Block) -> list[Statement]:
        listed = self._listed(block)
        lead_scopes = self._lead_scopes(block)
        made: list[Statement] = []
        for unit in self.units.get(index, ()):
            if block.run_in and unit.skip == 0 and unit.cell is None:
                continue
            header = plain(block.cells[unit.cell].header) if unit.cell is not None else ""
            for n, s in enumerate(unit.sentences):
                how = "strong" if _COLUMN.search(header) else listed if n == 0 else ""
                made += self._sentence(unit, s, how, lead_scopes)
        if block.cells:
            # a right that two cells of a row name is one right
            made = list({(s.rights[0].concept, s.polarity): s for s in reversed(made)}.values())[::-1]
        titled = self._titled(block, block.run_in) if block.run_in else []
        return [t for t in titled if not _covered(t, made, self.lexicon)] + made

    def _listed(self, block: Block) -> str:
        """How an item names rights: ``strong`` under "you have the right to:", ``able`` under "you can:" or a heading on rights."""
        lead = self.document.blocks[block.lead_in] if block.lead_in is not None else None
        if lead is not None and lead.kind is not BlockKind.HEADING:
            last = plain(lead.view[-220:])
            told = next(("strong" if strong else "able" for pattern, strong in _rules().leads if pattern.search(last)), "")
            if told:
                return told
        about = block.kind is BlockKind.LIST_ITEM and any(_rules().heading.search(plain(h)) for h in block.path[-2:])
        return "able" if about else ""

    def _lead_scopes(self, block: Block) -> tuple[Filler, ...]:
        """For whom the introduction of a list holds, beside what its headings say."""
        units = self.units.get(block.lead_in, []) if block.lead_in is not None else []
        last = units[-1].sentences[-1] if units and units[-1].sentences else None
        return self._scopes(units[-1], last, len(last.view)) if last else ()

    def _scopes(self, unit: Unit, s: Sentence, until: int) -> tuple[Filler, ...]:
        """For whom a sentence holds: by its headings, its front, and the people, places and laws named before ``until``."""
        scopes = list(self.around.scope(unit, s))
        start = s.start[0]
        for f in title_scope(s.view[start:until], self.lexicon):
            a, b = unit.span(start + f.start, start + f.end)
            if not any(k.start is not None and k.end is not None and k.start < b and a < k.end for k in scopes):
                scopes.append(Filler(text=self.document.text[a:b], start=a, end=b, concept=f.concept or "pf:ForUserGroup", value=f.value))
        return tuple(scopes)

    def _titled(self, block: Block, end: int) -> list[Statement]:
        """The rights that a heading names, or the first ``end`` characters of a block, its run-in heading."""
        title = block.view[:end].rstrip(" :.\u2013\u2014-")
        listed, words = self._listed(block), title.split()
        above = " ".join(h for h in block.path if h != title)
        told = _TITLE.search(plain(title)) or (listed and len(words) <= 6) or _rules().heading.search(plain(above))
        if not told or not words or len(words) > 14 or title.endswith("?"):
            return []
        a, b = block.span(0, len(title))
        place = _Place(self.around.scopes.of_path((*block.path, block.view)), " > ".join(block.path))
        evidence = Evidence(start=a, end=b, text=self.document.text[a:b])
        named = (n for n in named_in(title, listed="strong") if n.opener != "cue")
        return [self._statement(n, place, evidence, block.span, "title") for n in named]

    def _sentence(self, unit: Unit, s: Sentence, listed: str, lead_scopes: tuple[Filler, ...]) -> list[Statement]:
        if not s.n:
            return []
        start, end = s.start[0], s.end[-1]
        found = named_in(s.view[start:end], listed=listed, context=" ".join(unit.block.path))
        if not found:
            return []
        scopes: dict[str, Filler] = {}
        for f in (*self._scopes(unit, s, start + found[0].start), *lead_scopes):
            scopes.setdefault(f.value or f.text, f)
        place = _Place(tuple(scopes.values()), " > ".join(unit.block.path))
        a, b = unit.span(start, end)
        evidence = Evidence(start=a, end=b, text=self.document.text[a:b])
        limits = conditions(s, self.lexicon)
        out = []
        for k, each in enumerate(found):
            shifted = replace(each, start=each.start + start, end=each.end + start)
            made = self._statement(shifted, place, evidence, unit.span, each.opener)
            until = found[k + 1].start + start if k + 1 < len(found) else end
            out.append(self._with_roles(made, shifted, unit, s, limits, until))
        return out

    def _statement(self, named: Named, place: _Place, evidence: Evidence, span: _Span, how: str) -> Statement:
        a, b = span(named.start, named.end)
        concept = named.us if place.us and named.us else named.concept
        return Statement(
            policy=self.document.policy,
            kind=Kind.RIGHT,
            action=None,
            polarity=Polarity.NEGATED if named.negated else Polarity.AFFIRMED,
            modality=Modality.MAY if how in _MAY else Modality.DOES,
            rights=(Filler(text=self.document.text[a:b], start=a, end=b, concept=concept, value=named.value),),
            evidence=(evidence,),
            section=place.section,
            scope=place.scopes,
            rule=f"right.{named.rule}.{how}",
            confidence=_CONFIDENCE.get(how, 0.8),
        )

    def _with_roles(self, made: Statement, named: Named, unit: Unit, s: Sentence, limits: list[Phrase], until: int) -> Statement:
        """The statement with the conditions of its sentence, and the data that the right is about, named before ``until``."""
        verb = next((i for i in range(s.n) if s.end[i] > named.start), 0)
        placed = [p.part(s, "condition") for p in conditions_of(s, limits, verb) if not p.first <= verb <= p.last]
        told = tuple(self._filler(unit, p.start, p.end, p.concept) for p in placed)
        data: tuple[Filler, ...] = ()
        if named.data:
            last = max((i for i in range(verb, s.n) if s.start[i] < until), default=verb)
            known = [m for m in mentions(s, verb, last, self.lexicon, prefer=("data",)) if m.kind == "data" and m.known]
            data = tuple(self._filler(unit, s.start[_noun_phrase(s, m.first, m.head)], s.end[m.last], m.concept) for m in known[:3])
        return replace(made, conditions=told, data=data)

    def _filler(self, unit: Unit, start: int, end: int, concept: str | None) -> Filler:
        a, b = unit.span(start, end)
        return Filler(text=self.document.text[a:b], start=a, end=b, concept=concept)


def _noun_phrase(s: Sentence, first: int, head: int) -> int:
    """The first token of the noun phrase within a mention that begins with the verbs of a right ("correct your address")."""
    verbs = [k for k in range(first, head) if s.pos[k] in ("VERB", "AUX", "CCONJ", "PART", "PUNCT", "ADP", "ADV")]
    return verbs[-1] + 1 if verbs else first


def _covered(titled: Statement, made: Sequence[Statement], lexicon: Lexicon) -> bool:
    """Whether the text below a heading states the heading's right, or a narrower or wider one."""
    family = partial(_family, lexicon.schemes["right"].broader)
    return any(family(titled) & family(s) for s in made)


def _family(broader: dict[str, tuple[str, ...]], statement: Statement) -> set[str]:
    named = statement.rights[0].concept or ""
    concept = _SAME.get(named, named)
    return {concept, *(b for b in broader.get(concept, ()) if b.startswith("pf:RightToOpt"))}
