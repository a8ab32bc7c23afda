"""Frames -> statements: the reader's last step, and its order of work for a document.

In goes a `Document`, out come its `Statement`s in text order: frames of sentences, items with what their lead-in gives them
(`leadins`), rows of tables (`tables`), references resolved (`references`). Offsets become those of ``Document.text``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from privacyflows.extract.circumstances.circumstances import Circumstances
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lexicon.basis import with_basis
from privacyflows.extract.lexicon.lexicon import Lexicon, load_lexicon
from privacyflows.extract.lexicon.personal import with_personal_data
from privacyflows.extract.lists.answers import grounded
from privacyflows.extract.lists.enumerations import INLINE
from privacyflows.extract.lists.labels import Labels
from privacyflows.extract.lists.leadins import LeadIn, points_ahead
from privacyflows.extract.lists.listitems import read_item
from privacyflows.extract.lists.lists import Lists, is_titled
from privacyflows.extract.mentions.mentions import Part
from privacyflows.extract.model import (
    ROLES,
    Action,
    Actor,
    ActorKind,
    BlockKind,
    Document,
    Evidence,
    Filler,
    Kind,
    Modality,
    Polarity,
    Profile,
    Statement,
)
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.polarity.claims import claimed
from privacyflows.extract.polarity.contrasts import beside_contrast
from privacyflows.extract.profile.profile import profile as profile_of
from privacyflows.extract.purposes.aims import is_aim
from privacyflows.extract.references.grounds import grounds
from privacyflows.extract.references.references import Memory, PlacedPart, placed
from privacyflows.extract.references.repeats import repeats
from privacyflows.extract.rights.gaps import gaps_of
from privacyflows.extract.rights.rights import rights_of
from privacyflows.extract.sentences import Unit, denies, units
from privacyflows.extract.tables.tables import Tables
from privacyflows.extract.witness.tagger import Tagger, load_tagger
from privacyflows.extract.witness.testimony import renamed, second_reading


def extract(document: Document, *, tagger: bool = True, vocabulary: Iterable[str | Path] = ()) -> list[Statement]:
    """What a document says, in text order. Options and errors as for `extract_many`."""
    return next(extract_many([document], tagger=tagger, vocabulary=vocabulary))


def extract_many(
    documents: Iterable[Document], *, batch: int = 16, tagger: bool = True, vocabulary: Iterable[str | Path] = ()
) -> Iterator[list[Statement]]:
    """The statements of each document, in order; documents are parsed ``batch`` at a time.

    Without ``tagger`` the rules read alone; ``vocabulary`` names further Turtle files with concepts to find. Raises
    `VocabularyError` where one of them cannot be used, and `privacyflows.extract.parsing.parsing.ParserMissing`.
    """
    lexicon = load_lexicon(*(Path(file) for file in vocabulary))
    witness = load_tagger() if tagger else None
    group: list[Document] = []
    for document in documents:
        group.append(document)
        if len(group) == batch:
            yield from _read_group(group, lexicon, witness)
            group = []
    yield from _read_group(group, lexicon, witness)


def _read_group(group: Sequence[Document], lexicon: Lexicon, witness: Tagger | None) -> Iterator[list[Statement]]:
    for document, found in zip(group, units(group), strict=True):
        said = _Reading(document, profile_of(document), lexicon, found).read(found)
        based = renamed(said, with_basis(said, lexicon))
        heard = second_reading(based, found, witness, lexicon, document.text) if witness else based
        yield renamed(heard, with_personal_data(heard))


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a frame stands: its unit, its sentence, and the offsets of its evidence in the document."""

    unit: Unit
    sentence: Sentence
    evidence: tuple[int, int]


_BARE = frozenset({"track", "transfer", "sell"})
"""What is denied without any data: "we do not track you", "no transfers take place"."""


class _Reading:
    """The reading of one document: what has been introduced so far, and who is who."""

    def __init__(self, document: Document, profile: Profile, lexicon: Lexicon, found: Sequence[Unit]) -> None:
        self.document = document
        self.profile = profile
        self.lexicon = lexicon
        names = {n.lower() for n in (profile.organisation, profile.controller, *profile.aliases) if n}
        self.reader = FrameReader(lexicon, frozenset(names))
        self.memory = Memory(lexicon)
        self.circumstances = Circumstances(document, lexicon)
        self.statements: list[Statement] = []
        self.lists = Lists(document, self.reader, found)
        self.tables = Tables(self.reader)
        self.label: Unit | None = None
        """The last run-in heading of a paragraph."""
        self.latest: list[tuple[Frame, Unit]] = []
        """What the sentence before told that the organisation does."""
        self.standing: list[tuple[Frame, Unit]] = []
        """The same of the last sentence of the section that told anything."""

    def read(self, found: list[Unit]) -> list[Statement]:
        """All statements of the document, each once."""
        introducers = {b.lead_in for b in self.document.blocks if b.lead_in is not None}
        by_row: dict[int, list[Unit]] = {}
        for unit in found:
            if unit.cell is not None:
                by_row.setdefault(unit.index, []).append(unit)
        for unit in found:
            if unit.cell is not None:
                row = by_row.pop(unit.index, None)
                if row:
                    self._row(row)
                continue
            self.memory.enter(unit.block.path)
            heading = unit.block.kind is BlockKind.HEADING
            if heading and self.lists.above(unit) is not None and self._item(unit, introducers):
                continue
            if not heading and (unit.block.kind is BlockKind.LIST_ITEM or unit.block.lead_in is not None or unit.is_inline):
                self._item(unit, introducers)
            elif heading:
                found_here = [self.reader.frames(s) for s in unit.sentences]
                for s, frames in zip(unit.sentences, found_here, strict=True) if denies(unit.view) else ():
                    self._emit(unit, s, frames)
                lead = self.lists.introduce(unit, found_here, listed=unit.index in introducers)
                if lead is not None and lead.inherited and lead.role == "purposes" and unit.sentences[0].tag[0] == "TO":
                    self._completed(unit, lead)
            else:
                self._paragraph(unit, unit.index in introducers or self.lists.has_pieces(unit))
        offered = rights_of(self.document, found, self.circumstances)
        unread = gaps_of(self.document, found, self.reader, self.statement)
        unique = {s.id: s for s in (*self.lists.settled(self.statements), *offered, *unread)}
        return sorted(unique.values(), key=lambda s: s.evidence[0].start)

    def _paragraph(self, unit: Unit, introduces: bool) -> None:
        if unit.is_head and not _claims(unit):
            self.label = unit
            return
        head = self.label if self.label is not None and self.label.index == unit.index and not unit.piece else None
        begun: dict[int, int] = {}
        found = [self.reader.frames(s) for s in unit.sentences]
        if unit.sentences and not found[0] and not self._told(head, unit):
            asked = self.lists.asked(head, unit)
            if asked is not None:
                self._completed(unit, asked, head if asked.above is not None else None)
        for s, frames in zip(unit.sentences, found, strict=True):
            begun[id(s)] = len(self.statements)
            self._emit(unit, s, frames)
            self.lists.hear(unit, frames)
        opens = introduces or unit.view.rstrip(" *_").endswith(":") or points_ahead(unit.view)
        lead = self.lists.introduce(unit, found, listed=introduces) if opens else None
        if lead is not None and id(lead.sentence) in begun:
            self.lists.hold(lead, self.statements, begun[id(lead.sentence)])

    def _completed(self, unit: Unit, lead: LeadIn, head: Unit | None = None) -> None:
        """Read what goes on with the title above it: "To run your account" below "How we use your data", the answer to a question."""
        for part in read_item(lead, head, unit, self.reader):
            for frame in part.frames if part.completed else ():
                self._statement(frame, unit, part.sentence, lead.unit, part.evidence)
                self.standing = [(frame, unit)]

    def _told(self, head: Unit | None, unit: Unit) -> bool:
        """Read what is said in short of a label: "Speed cookies: used to count visits"; False where nothing is."""
        if head is None:
            return False
        s = unit.sentences[0]
        frames = grounded(head, unit, self.standing, self.reader) or Labels(self.lexicon, self.reader.own_names).told(head, unit)
        for frame in frames:
            self._statement(frame, unit, s, None, (head.span(0, 1)[0], unit.span(s.start[0], s.end[-1])[1]))
        return bool(frames)

    def _item(self, unit: Unit, introducers: set[int]) -> bool:
        """Read an item; False where its lead-in says nothing of it."""
        lead = self.lists.above(unit)
        introduces = (
            unit.block.kind is BlockKind.HEADING
            or self.lists.has_pieces(unit)
            or (unit.piece in ((), INLINE) and unit.index in introducers)
        )
        if lead is None:
            self._paragraph(unit, introduces)
            return False
        head = self.lists.head_of(unit)
        if unit.is_head:
            return False
        begun = len(self.statements)
        said = list(read_item(lead, head, unit, self.reader))
        if unit.block.kind is BlockKind.HEADING and not any(part.completed and part.frames for part in said):
            return False
        for part in said:
            if part.completed:
                for frame in part.frames:
                    self._statement(frame, part.unit, part.sentence, lead.unit, part.evidence)
                    self.memory.hear(part.sentence, [frame], part.unit)
            else:
                self._emit(part.unit, part.sentence, part.frames)
            self.lists.note(lead, part)
        if unit.is_inline:
            self.lists.join(lead, self.statements, begun)
        if introduces:
            self.lists.introduce_item(unit, lead, said, self.statements, begun)
        return True

    def _row(self, cells: list[Unit]) -> None:
        block = cells[0].block
        lead = self.lists.above(cells[0])
        row = self.tables.read(cells, lead, self.document.blocks[block.lead_in].view if block.lead_in is not None else "")
        evidence = (cells[0].span(0, 1)[0], cells[-1].span(0, len(cells[-1].view))[1])
        standing = self.standing
        for frame in row.frames:
            if not row.tracker and row.lead is None and not frame.roles.get("data"):
                frame.roles["data"] = self._spoken_of(frame, block.path)
            kind = Kind.TRACKER if row.tracker else None
            made = self.statement(frame, cells[0], cells[0].sentences[0], row.lead, evidence, kind)
            self.statements.append(replace(made, verb=made.verb if row.lead else None, rule=f"{frame.rule.id}.row"))
            self.lists.answered(lead)
        for unit, s, frame in row.told:
            self._emit(unit, s, [frame])
        for unit, s in row.prose:
            self._emit(unit, s, self.reader.frames(s))
        self.standing = standing  # the next row goes on with what stands above the table

    def _spoken_of(self, frame: Frame, path: tuple[str, ...]) -> list[Part]:
        """The data of which the section's text above a table says the same as its row: "We need a legal basis to process your data"."""
        said = (
            placed(p, unit) for f, unit in self.standing if unit.block.path == path and f.action == frame.action for p in f.roles["data"]
        )
        return [p for p in said if p.known]

    def _emit(self, unit: Unit, s: Sentence, frames: list[Frame]) -> None:
        if not frames and self.standing and self.standing[-1][1].block.path == unit.block.path:
            frames = grounds(s, self.standing, self.reader)
        frames = [*frames, *(f for f in repeats(s, unit, self.latest, self.reader) if all(f.verb != g.verb for g in frames))]
        self.latest = []
        # a bare noun phrase ("The data we hold") is a title, not a claim
        alone = all(f.embedded for f in frames) and s.pos[s.n - 1] == "PUNCT"
        listed = unit.cell is not None or (unit.block.lead_in is not None and not is_titled(unit.block))
        said = {id(f) for f in claimed(s, frames, item=listed)}
        made: dict[int, int] = {}
        for frame in frames:
            if id(frame) in said and (not frame.embedded or alone or self._worth_telling(frame)):
                made[id(frame)] = len(self.statements)
                self._statement(frame, unit, s, None, None)
                self._link(made, frame)
                if frame.actor == "first-party" and not (frame.embedded or frame.stance.negated):
                    self.latest.append((frame, unit))
                    self.standing = self.latest
            self.memory.hear(s, [frame], unit)
        self.memory.listen(s, frames, unit)

    def _link(self, made: dict[int, int], frame: Frame) -> None:
        """Tell a denial what it leaves allowed, or which practice it narrows, where the frame just read stands beside another."""
        n = made.get(id(frame.beside))
        if frame.beside is None or n is None or made[id(frame)] == len(self.statements):
            return
        new, old = self.statements[-1], self.statements[n]
        if new.polarity is Polarity.NEGATED:
            self.statements[-1] = replace(new, qualifies=(*new.qualifies, old.id))
        else:
            self.statements[n] = replace(old, exceptions=(*old.exceptions, new.id))

    @staticmethod
    def _worth_telling(frame: Frame) -> bool:
        """A relative clause restates its noun ("information we collect"); it is a claim of its own where it adds a role."""
        return frame.stance.negated or any(frame.roles.get(r) for r in ("recipients", "purposes", "source", "technology"))

    def _statement(self, frame: Frame, unit: Unit, s: Sentence, lead: Unit | None, evidence: tuple[int, int] | None) -> None:
        self.memory.resolve(frame)
        bare = not any(frame.roles.get(r) for r in ("data", "technology", "recipients", "purposes", "retention"))
        if frame.actor == "user" or (bare and not (frame.stance.negated and frame.action in _BARE)):
            return
        made = self.statement(frame, unit, s, lead, evidence)
        self.statements.append(made)

    def statement(
        self,
        frame: Frame,
        unit: Unit,
        s: Sentence,
        lead: Unit | None = None,
        evidence: tuple[int, int] | None = None,
        kind: Kind | None = None,
    ) -> Statement:
        """The statement that a frame makes in sentence ``s`` of ``unit``.

        ``lead`` is the unit of the lead-in to which an item owes its verb, ``evidence`` a range of the document in place of the sentence's.
        """
        _keep_aims(frame, s, self.reader.lexicon)
        around = self.circumstances.roles(frame, s, unit, lead)
        if frame.contrast and lead is None:
            around = beside_contrast(frame, around, unit)
        roles = {role: tuple(self.filler(p, unit) for p in around[role]) for role in ROLES}
        scope = self.circumstances.scope(unit, s)
        roles["subjects"] = roles["subjects"] or self.circumstances.people(scope)
        start, end = evidence or self._sentence_span(unit, s)
        at = (lead or unit) if frame.sentence is not s else unit
        # a title may tell a practice without a verb ("Retention")
        verb = self._evidence(*at.span(*frame.verb_span)) if frame.verb_span[0] < frame.verb_span[1] else None
        negated = frame.stance.negated
        return Statement(
            policy=self.document.policy,
            kind=kind or (Kind.DENIAL if negated else Kind.PRACTICE),
            action=Action(frame.action),
            polarity=Polarity.NEGATED if negated else Polarity.AFFIRMED,
            modality=Modality(frame.stance.modality),
            actor=self._actor(frame, at),
            verb=verb,
            data=roles["data"],
            purposes=roles["purposes"],
            recipients=roles["recipients"],
            source=roles["source"],
            subjects=roles["subjects"],
            conditions=roles["conditions"],
            legal_basis=roles["legal_basis"],
            retention=roles["retention"],
            location=roles["location"],
            technology=roles["technology"],
            evidence=(self._evidence(start, end),),
            section=" > ".join(unit.block.path),
            scope=scope,
            rule=frame.rule.id + (".item" if lead else ".contrast" if frame.beside else ".nominal" if frame.nominal else ""),
            confidence=round(frame.confidence, 2),
        )

    def filler(self, part: Part, unit: Unit) -> Filler:
        """A part that stands in ``unit``, where it does not say otherwise, as a filler with the document's offsets."""
        home = part.unit if isinstance(part, PlacedPart) else unit
        start, end = home.span(part.start, part.end)
        return Filler(
            text=self.document.text[start:end],
            start=start,
            end=end,
            concept=part.concept or ("dpv:ThirdParty" if part.kind == "party" else None),
            vagueness=part.vagueness,
            organisation=part.organisation,
            value=part.value,
        )

    def _actor(self, frame: Frame, unit: Unit) -> Actor:
        kind = ActorKind.THIRD_PARTY if frame.actor == "third-party" else ActorKind.FIRST_PARTY
        part = frame.actor_part
        own = self.profile.organisation if kind is ActorKind.FIRST_PARTY else None
        if part is None:
            return Actor(kind=kind, organisation=own)
        home = part.unit if isinstance(part, PlacedPart) else unit
        start, end = home.span(part.start, part.end)
        concept = part.concept if kind is ActorKind.THIRD_PARTY and part.kind == "party" else None
        return Actor(
            kind=kind, text=self.document.text[start:end], start=start, end=end, organisation=own or part.organisation, concept=concept
        )

    def _evidence(self, start: int, end: int) -> Evidence:
        return Evidence(start=start, end=end, text=self.document.text[start:end])

    @staticmethod
    def _sentence_span(unit: Unit, s: Sentence) -> tuple[int, int]:
        return unit.span(s.start[0], s.end[-1])


def _keep_aims(frame: Frame, s: Sentence, lexicon: Lexicon) -> None:
    """Take from a frame the purposes that are none."""
    kept = []
    for part in frame.roles.get("purposes", []):
        homes = part.unit.sentences if isinstance(part, PlacedPart) else [frame.sentence, s]
        home = next((h for h in homes if h.start[0] <= part.start < h.end[-1]), None)
        if home is None or is_aim(home, part, frame.action, lexicon):
            kept.append(part)
    if "purposes" in frame.roles:
        frame.roles["purposes"] = kept


def _claims(head: Unit) -> bool:
    """Whether a run-in heading is rather a sentence in bold: "**We do not sell your data.** You can ..."."""
    s = head.sentences[0] if head.sentences and head.view.rstrip(" *_").endswith(".") else None
    root = next((k for k in range(s.n) if s.head[k] == k and s.pos[k] in ("VERB", "AUX")), None) if s is not None else None
    subject = s.child(root, "nsubj", "nsubjpass") if s is not None and root is not None else None
    return subject is not None and s is not None and s.pos[subject] in ("PRON", "PROPN", "NOUN") and not s.tag[subject].startswith("W")
