"""Circumstances: the roles of a practice beside who does what to which data, for what, to whom.

In go a frame with its sentence, out come all its roles with conditions, sources, subjects, legal bases, retention, places and technologies
filled in. What a sentence names is found once and then given to those of its frames for which it holds; a frame that a lead-in gave to
a list item gets what its lead-in says of its verb and what the whole item says.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from privacyflows.extract.circumstances import conditions, legal, places, retention, sources, subjects, technologies
from privacyflows.extract.circumstances.cues import Phrase
from privacyflows.extract.circumstances.reach import verbs_above
from privacyflows.extract.circumstances.scope import Scopes
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.mentions.mentions import Part
from privacyflows.extract.model import ROLES, Document, Filler
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.polarity.polarity import stance_of
from privacyflows.extract.purposes import infinitives
from privacyflows.extract.references.references import PlacedPart, placed
from privacyflows.extract.sentences import Unit


class _Said:
    """What a sentence names, whatever it holds for: each kind sought when first asked for, and kept for its other frames."""

    def __init__(self, sentence: Sentence, lexicon: Lexicon) -> None:
        self.sentence = sentence
        self._lexicon = lexicon

    @cached_property
    def conditions(self) -> list[Phrase]:
        return conditions.conditions(self.sentence, self._lexicon)

    @cached_property
    def retention(self) -> list[Phrase]:
        return retention.retention(self.sentence)

    @cached_property
    def legal(self) -> list[Phrase]:
        return legal.legal_bases(self.sentence)

    @cached_property
    def places(self) -> list[Phrase]:
        return places.places(self.sentence)

    @cached_property
    def subjects(self) -> list[Phrase]:
        return subjects.subjects(self.sentence, self._lexicon)

    @cached_property
    def technologies(self) -> list[Phrase]:
        return technologies.technologies(self.sentence, self._lexicon)

    @cached_property
    def givers(self) -> list[Phrase]:
        return sources.givers(self.sentence)


class Circumstances:
    """Completes the frames of one document."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.scopes = Scopes(document, lexicon)
        self.said: dict[int, _Said] = {}
        """By the sentence's id; it goes with the document, whose rights ask for the same sentences after its practices."""

    def roles(self, frame: Frame, s: Sentence, unit: Unit, lead: Unit | None) -> dict[str, list[Part]]:
        """All roles of a frame as ``s`` in ``unit`` states it; ``lead`` is the unit of the lead-in that gave the frame, if one did."""
        out = {role: list(frame.roles.get(role, ())) for role in ROLES}
        self._clean(out, s)
        if unit.cell is not None and _is_of_row(frame, s):
            out["technology"] = self._trackers(out["technology"], unit)
            out["legal_basis"] = self._grounds(out["legal_basis"])
            return out
        if frame.sentence is s:
            self._add(out, self._found(s, frame, frame.verb), s, unit)
            for later in _rest(s, unit):
                self._add(out, {"legal_basis": self._said(later).legal}, later, unit)
            out["source"] = [p for p in out["source"] if not _of_condition(p, out["conditions"], s.start[frame.verb])]
            return out
        self._add(out, self._found(s, frame, None), s, unit)
        if lead is not None and any(frame.sentence is x for x in lead.sentences):
            above = self._found(frame.sentence, frame, frame.verb)
            if stance_of(frame.sentence, frame.verb).negated and not frame.stance.negated:
                above["conditions"] = []  # the lead-in's exceptions are what the item states
            self._add(out, above, frame.sentence, lead)
        return out

    def scope(self, unit: Unit, s: Sentence) -> tuple[Filler, ...]:
        """For whom or where a statement of the sentence holds."""
        said = self._said(s)
        return self.scopes.of(unit, s, said.conditions, said.subjects)

    def people(self, scope: tuple[Filler, ...]) -> tuple[Filler, ...]:
        """Whom the data is about where only a heading or the sentence's opening says so: the people among its scopes."""
        known = self.lexicon.schemes["subject"].broader
        return tuple(f for f in scope if f.concept in known)

    def conditions(self, s: Sentence) -> list[Phrase]:
        """All conditions of a sentence, whatever they hold for."""
        return self._said(s).conditions

    def _said(self, s: Sentence) -> _Said:
        kept = self.said.get(id(s))
        if kept is None or kept.sentence is not s:
            kept = self.said[id(s)] = _Said(s, self.lexicon)
        return kept

    def _found(self, s: Sentence, frame: Frame, verb: int | None) -> dict[str, list[Phrase]]:
        """What the sentence says of a frame, by role; of a noun's practice also what it says of the verb above the noun."""
        found = self._of(s, frame, verb)
        above = next(verbs_above(s, verb), None) if verb is not None and frame.nominal else None
        if above is not None:
            for role, phrases in self._of(s, frame, above).items():
                found[role] += [p for p in phrases if not _meets(p, found[role])]
        return found

    def _of(self, s: Sentence, frame: Frame, verb: int | None) -> dict[str, list[Phrase]]:
        said = self._said(s)
        clauses = [p for p in said.conditions if p.cue == "clause"]
        timed = [p for p in said.retention if not any(c.first < p.first and p.last <= c.last for c in clauses)]
        kept = retention.retention_of(s, timed, frame, verb)
        limits = [p for p in conditions.conditions_of(s, said.conditions, verb) if not _meets(p, kept)]
        agreed = [p for p in said.legal if p.cue in legal.ACTS]
        legally = legal.legal_of(s, said.legal, frame, verb)
        acts = [replace(p, concept="pf:ConsentRequired") for p in agreed if p in legally]
        limits = [p for p in limits if not _meets(p, acts)] + acts
        where = [p for p in places.places_of(s, said.places, frame, verb) if not _meets(p, limits)]
        parties = [*frame.roles.get("recipients", ()), *([frame.actor_part] if frame.actor_part else [])]
        here = [p for p in parties if frame.sentence is s or isinstance(p, PlacedPart)]
        goals = frame.roles.get("purposes", ()) if frame.sentence is s else ()
        return {
            "retention": kept,
            "conditions": limits,
            "location": where,
            "legal_basis": legally,
            "subjects": subjects.subjects_of(s, said.subjects, verb, here, goals),
            "technology": technologies.technologies_of(s, said.technologies, frame, verb),
            "source": sources.sources_of(s, said.givers, frame, verb, self.lexicon),
        }

    def _clean(self, roles: dict[str, list[Part]], s: Sentence) -> None:
        """Put right what frames could not know: what is no source, no means, which concept a condition has."""

        def words(p: Part) -> str:
            view = p.unit.sentences[0].view if isinstance(p, PlacedPart) and p.unit.sentences else s.view
            return view[p.start : p.end]

        roles["source"] = [
            replace(p, concept=sources.source_concept(p, words(p), self.lexicon)) for p in roles["source"] if sources.is_source(words(p))
        ]
        means = [p for p in roles["technology"] if technologies.is_means(p.concept)]
        if means or roles["data"] or roles["recipients"] or roles["purposes"]:
            roles["technology"] = means
        limits = [(p, words(p)) for p in roles["conditions"]]
        roles["conditions"] = [
            replace(p, concept=conditions.condition_concept(text, self.lexicon))
            for p, text in limits
            if p.kind == "listed" or conditions.can_limit(text, self.lexicon)
        ]

    def _grounds(self, parts: list[Part]) -> list[Part]:
        """The grounds that a cell names, where it names some, instead of the whole cell."""
        out: list[Part] = []
        for p in parts:
            named: list[Part] = (
                [placed(n.part(s, "legal_basis"), p.unit) for s in p.unit.sentences for n in legal.legal_bases(s)]
                if isinstance(p, PlacedPart)
                else []
            )
            named = [n for n in named if n.start < p.end and p.start < n.end]
            out += [n for n in named or [p] if (n.start, n.end) not in {(o.start, o.end) for o in out if _same_place(o, n)}]
        return out

    def _trackers(self, parts: list[Part], unit: Unit) -> list[Part]:
        """The names in a tracker's cell, each by itself; a row that says so makes them third-party cookies."""
        kind = technologies.tracker_kind([cell.view for cell in unit.block.cells])
        out: list[Part] = []
        for p in parts:
            home = p.unit if isinstance(p, PlacedPart) else unit
            view = home.block.cells[home.cell].view if home.cell is not None else home.block.view
            for start, end in technologies.tracker_names(view, p.start, p.end) if p.concept == "tech:Cookie" else [(p.start, p.end)]:
                out.append(replace(p, start=start, end=end, concept=kind if p.concept == "tech:Cookie" and kind else p.concept))
        return out

    @staticmethod
    def _add(roles: dict[str, list[Part]], found: dict[str, list[Phrase]], s: Sentence, unit: Unit) -> None:
        for role, phrases in found.items():
            parts = [p.part(s, role) for p in phrases]
            new = [placed(p, unit) for p in parts]
            have: list[Part] = [placed(p, unit) for p in roles[role]]
            if role == "location":
                have = [p for p in have if not any(_same_place(p, n) and p.start < n.end and n.start < p.end for n in new)]
            if role == "conditions":
                theirs = [n for n in new if infinitives.rules().readers_doing.match(s.view[n.start : n.end])]
                if theirs:
                    aims = [p for p in roles["purposes"] if s.view[: p.start].endswith("to ")]
                    others = [p for p in aims if any(_lies_in(placed(p, unit), n) for n in theirs)]
                    roles["purposes"] = [p for p in roles["purposes"] if p not in others]
                # a whole item as one condition gives way to the conditions that it is made of
                have = [p for p in have if not any(_same_place(p, n) and p.start <= n.start and n.end <= p.end for n in new)]
            roles[role] = have + [n for n in new if not any(_same_place(p, n) and p.start < n.end and n.start < p.end for p in have)]


def _is_of_row(frame: Frame, s: Sentence) -> bool:
    """Whether a frame is made from the cells of a row: it has its lead-in's verb or none, and stands in no sentence of a cell."""
    return frame.sentence is not s or (frame.lemma == frame.rule.id and frame.verb_span == (s.start[0], s.end[0]))


def _rest(s: Sentence, unit: Unit) -> list[Sentence]:
    """The sentences that are one with ``s``, where the parser took a full stop in a citation for its end."""
    if not legal.runs_on(s):
        return []
    sentences = unit.sentences
    at = next((n for n, other in enumerate(sentences) if other is s), len(sentences))
    rest: list[Sentence] = []
    while at + 1 < len(sentences) and legal.runs_on(sentences[at]):
        at += 1
        rest.append(sentences[at])
    return rest


def _lies_in(a: Part, b: Part) -> bool:
    return _same_place(a, b) and b.start <= a.start and a.end <= b.end


def _same_place(a: Part, b: Part) -> bool:
    return isinstance(a, PlacedPart) and isinstance(b, PlacedPart) and a.unit is b.unit


def _of_condition(part: Part, conditions: list[Part], verb: int) -> bool:
    """Whether a condition without the verb at offset ``verb`` has the part ("on a request from a court, we may hand over your files").

    What readers do is told in conditions too ("you may choose to upload").
    """
    return part.concept != "dpv:DataSubjectDataSource" and any(
        c.start <= part.start and part.end <= c.end and not c.start <= verb < c.end for c in conditions
    )


def _meets(p: Phrase, others: list[Phrase]) -> bool:
    return any(p.first <= o.last and o.first <= p.last for o in others)
