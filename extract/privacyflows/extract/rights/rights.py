"""Rights and procedures: what readers may do about their data, how to ask for it, what it costs and how long it takes.

In go the units of a document, out come statements of kind ``right``, one for each right that a sentence, a list item, a table row or
a heading names (`rightnames`). What stands under an introduction ("You have the following rights:") or under a heading on rights needs no
opener of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from privacyflows.extract.circumstances.circumstances import Circumstances
from privacyflows.extract.circumstances.conditions import conditions_of
from privacyflows.extract.circumstances.cues import Phrase
from privacyflows.extract.circumstances.scope import title_scope
from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.mentions.mentions import mentions
from privacyflows.extract.model import Block, BlockKind, Document, Evidence, Filler, Kind, Modality, Polarity, Statement
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.rights.rightnames import Named, named_in, plain, rights_rules
from privacyflows.extract.sentences import Unit

_Span = Callable[[int, int], tuple[int, int]]
_CONFIDENCE = {"entitled": 0.95, "ask": 0.9, "contact-to": 0.85, "able": 0.85, "title": 0.75, "want": 0.8}
_MAY = frozenset({"able", "ask", "cannot", "control"})
_COLUMN = re.compile(r"\brights?\b|\bchoices?\b")
_TITLE = re.compile(r"\brights?\b|opt[- ]?out")
_SAME = {"pf:RightToKnow": "eu-gdpr:A15", "pf:RightToDelete": "eu-gdpr:A17", "pf:RightToCorrect": "eu-gdpr:A16"}
"""Rights under laws of the United States that say what the European ones say."""


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
            told = next(("strong" if strong else "able" for pattern, strong in rights_rules().leads if pattern.search(last)), "")
            if told:
                return told
        about = block.kind is BlockKind.LIST_ITEM and any(rights_rules().heading.search(plain(h)) for h in block.path[-2:])
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
        told = _TITLE.search(plain(title)) or (listed and len(words) <= 6) or rights_rules().heading.search(plain(above))
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
        limits = self.around.conditions(s)
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
