"""The lists of one document: which lead-in each item has, and which lead-ins say no more than their items say again.

In go lead-ins and items in the order of the text, with the statements made so far; `Lists.settled` gives the statements without those
of bare lead-ins ("For example, we may collect:") whose items were read, and with the measures that items add to theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lists.answers import heading_lead, is_answer, is_bare_label, label_lead
from privacyflows.extract.lists.contexts import Contexts
from privacyflows.extract.lists.leadins import LeadIn, continued, goes_on, is_complete, is_open, last_text, lead_in_of, points_ahead
from privacyflows.extract.lists.listitems import ItemReading
from privacyflows.extract.model import ROLES, Block, BlockKind, Document, Evidence, Filler, Statement
from privacyflows.extract.references.references import PlacedPart
from privacyflows.extract.sentences import Unit


def is_titled(block: Block) -> bool:
    """Whether a block is a heading, or a paragraph with one at its start."""
    return block.kind is BlockKind.HEADING or (block.kind is BlockKind.PARAGRAPH and bool(block.run_in))


class Lists:
    """Remembers lead-ins by their block, or by the piece of an enumeration in one line."""

    def __init__(self, document: Document, reader: FrameReader, found: Sequence[Unit]) -> None:
        self.document = document
        self._divided = {(u.index, u.piece[:-1]) for u in found if len(u.piece) > 1 and u.cell is None}
        self.reader = reader
        self._leads: dict[tuple[int, tuple[int, ...]], LeadIn] = {}
        self._contexts = Contexts()
        self._head: Unit | None = None
        self._held: list[tuple[LeadIn, set[int]]] = []
        self._answered: list[LeadIn] = []
        self._series: dict[int, list[int]] = {}
        self._measures: dict[int, list[PlacedPart]] = {}

    def above(self, unit: Unit) -> LeadIn | None:
        """The lead-in of an item or of a table's row; None where nothing understood introduces it."""
        if unit.cell is None and len(unit.piece) > 1:
            found = self._leads.get((unit.index, unit.piece[:-1]))
            if found or unit.is_inline:
                return found
        at = unit.block.lead_in
        found = self._leads.get((at, ())) if at is not None else None
        # a title may go on with the colon above it or begin something else
        if found is None or found.ignored or not is_titled(unit.block):
            return found
        own = unit.block.kind is BlockKind.HEADING and points_ahead(unit.view)  # "Periods for the following data"
        return None if found.exception or own else replace(found, inherited=True, above=found)

    def asked(self, label: Unit | None, unit: Unit) -> LeadIn | None:
        """What the words of a paragraph answer: its label ("Recipients: banks"), or the heading right above it; None where nothing asks."""
        if not is_answer(unit):
            return None
        if label is not None:
            return label_lead(label, self.reader) or (self._contexts.lead_of(label, self.reader) if is_bare_label(label) else None)
        above = unit.index - 1
        heading = above >= 0 and self.document.blocks[above].kind is BlockKind.HEADING
        return heading_lead(self._leads.get((above, ()))) if heading and not unit.piece and not unit.skip else None

    def has_pieces(self, unit: Unit) -> bool:
        """Whether a piece of an enumeration holds pieces itself, or words lead in a series."""
        return (unit.index, unit.piece) in self._divided

    def head_of(self, unit: Unit) -> Unit | None:
        """The unit of an item's run-in heading; remembers it when it comes by."""
        if unit.is_head:
            self._head = unit
        return self._head if self._head is not None and self._head.index == unit.index and self._head is not unit else None

    def hear(self, unit: Unit, frames: Sequence[Frame]) -> None:
        """Note what a paragraph says, for the titles of its section."""
        if frames and not unit.block.run_in:
            self._contexts.hear(unit, frames)

    def introduce(self, unit: Unit, found: Sequence[list[Frame]], *, listed: bool) -> LeadIn | None:
        """Remember the lead-in that a heading, a paragraph or an item with sentences of its own makes, or inherits.

        ``listed`` tells whether a list or a table follows at once.
        """
        heading = unit.block.kind is BlockKind.HEADING
        if heading:
            self._contexts.forget(unit)
        above = self.above(unit) or (self._contexts.lead_of(unit, self.reader) if listed and goes_on(last_text(unit)) else None)
        lead = lead_in_of(unit, found, above, self.reader)
        if lead is not None:
            self._contexts.note(unit, lead, introduces=listed)
        elif listed:
            lead = self._contexts.lead_of(unit, self.reader)
        if lead is not None and (listed or heading):
            self._leads[unit.index, unit.piece] = lead
        return lead

    def introduce_item(self, unit: Unit, lead: LeadIn, said: Sequence[ItemReading], statements: Sequence[Statement], first: int) -> None:
        """Remember the lead-in that an item makes for the list below it; ``first``: where the item's statements begin."""
        text = unit.view
        last = said[-1] if said else None
        if last is not None and last.completed and last.frames:
            child = continued(lead, last.frames, text)
            if unit.block.kind is BlockKind.HEADING:
                child = replace(child, role=lead.role)
                self._contexts.note_item(unit, child)
            self._leads[unit.index, unit.piece] = child
            # the items below "Device data" are the data; those below "Run the shop" only explain it
            if is_open(text) or (unit.block.kind is BlockKind.HEADING and child.role != "purposes"):
                self._held.append((child, set(range(first, len(statements)))))
            return
        found = [self.reader.frames(s) for s in unit.sentences]
        made = lead_in_of(unit, found, lead, self.reader)
        if made is not None:
            self._leads[unit.index, unit.piece] = made
            if made.frames is not lead.frames:
                self.hold(made, statements, first)

    def hold(self, lead: LeadIn, statements: Sequence[Statement], first: int) -> None:
        """Remember the statements from ``first`` on that a lead-in made and that go if its items say it again."""
        bare = {lead.unit.span(*f.verb_span)[0] for f in lead.frames if not is_complete(f, lead)}
        own = {lead.unit.span(*f.verb_span)[0] for f in lead.frames}
        at = [n for n in range(first, len(statements)) if (verb := statements[n].verb) is not None]
        self._held.append((lead, {n for n in at if (v := statements[n].verb) is not None and v.start in bare}))
        if lead.role == "measures":
            for n in at:
                verb = statements[n].verb
                if verb is not None and verb.start in own:
                    self._measures.setdefault(n, [])

    def note(self, lead: LeadIn, said: ItemReading) -> None:
        """Note that an item of the lead-in was read."""
        if said.frames:
            self.answered(lead)
        if said.measures:
            n = max(self._measures, default=None)
            if n is not None:
                self._measures[n] += [p for p in said.measures if isinstance(p, PlacedPart)]

    def join(self, lead: LeadIn, statements: list[Statement], first: int) -> None:
        """Make one statement of what members of a series inside one sentence say, where they differ in the fillers of one role only.

        ``statements`` from ``first`` on are those of the member just read; changes the list.
        """
        made = self._series.setdefault(id(lead.sentence), [])
        said = statements[first:]
        del statements[first:]
        for statement in said:
            joined = ((at, both) for at in made if (both := self._joined(statements[at], statement)) is not None)
            at, both = next(joined, (len(statements), statement))
            if at == len(statements):
                made.append(at)
                statements.append(both)
            else:
                statements[at] = both

    def _joined(self, a: Statement, b: Statement) -> Statement | None:
        """Both statements in one, where they say the same but for the fillers of one role; else None."""
        same = (a.action, a.kind, a.modality, a.actor, a.verb) == (b.action, b.kind, b.modality, b.actor, b.verb)
        other = [role for role in ROLES if getattr(a, role) != getattr(b, role)]
        if not same or len(other) != 1 or not getattr(a, other[0]) or not getattr(b, other[0]):
            return None
        start, end = a.evidence[0].start, b.evidence[0].end
        evidence = Evidence(start=start, end=end, text=self.document.text[start:end])
        fillers = dict.fromkeys((*getattr(a, other[0]), *getattr(b, other[0])))
        changed: dict[str, Any] = {other[0]: tuple(fillers)}
        return replace(a, evidence=(evidence,), **changed)

    def answered(self, lead: LeadIn | None) -> None:
        """Note that the items of a lead-in, and of those above it, say what it says."""
        while lead is not None:
            self._answered.append(lead)
            lead = lead.above

    def settled(self, statements: Sequence[Statement]) -> list[Statement]:
        """The statements without those that items say again."""
        answered = {id(lead) for lead in self._answered}
        gone = {n for lead, held in self._held if id(lead) in answered for n in held}
        return [self._with_measures(n, s) for n, s in enumerate(statements) if n not in gone]

    def _with_measures(self, n: int, statement: Statement) -> Statement:
        added = tuple(self._filler(p) for p in self._measures.get(n, ()))
        return replace(statement, technology=statement.technology + added) if added else statement

    def _filler(self, part: PlacedPart) -> Filler:
        start, end = part.unit.span(part.start, part.end)
        return Filler(text=self.document.text[start:end], start=start, end=end, concept=part.concept)
