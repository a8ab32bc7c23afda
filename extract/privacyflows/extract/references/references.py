"""References: what "this information", "it", "they", "these companies" stand for.

In go the frames of each sentence in turn, and what they named is remembered; a pronoun of a later frame is given the concept, or is
resolved to the party or the technology, that was said last in the same section. A sentence without frames is kept, and is searched
for its parties only where a pronoun asks for them. A term that a bracket names for what stands before it ("your name and age (together, the
"Member Data")") keeps that meaning for the whole document. What cannot be resolved to data is dropped, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.lexicon.lexicon import BLANK, Lexicon
from privacyflows.extract.mentions.mentions import Part, mentions, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.sentences import Unit

_ANYBODY = frozenset({"pf:GeneralPublic", "pf:OtherUsers", "dpv:Employee"})
"""Parties that "these companies" are not."""
_ANY_PARTY = frozenset({"dpv:ThirdParty", "dpv:Recipient", "dpv:LegalEntity", "dpv:Organisation", None})
"""What "these companies" names by itself: no kind of company."""
_TERM = re.compile(r"\s*\((?P<lead>[^()\"“”]{0,40})[\"“](?P<term>[A-Z][\w&/ -]{1,40}?),?[\"”][^()]{0,40}\)")
"""A bracket with a quoted name in it: of a term, of another section."""
_DEFINES = re.compile(
    r"(?:(?:the|our|each|an?|all|together|collectively|jointly|individually|hereinafter|hereafter|referred|to|as|called|known|also|and|or|being|such|this)\b,?:?\s*)*",
    re.IGNORECASE,
)
"""What may stand in front of the name in a bracket that defines it."""
_ALL = re.compile(r"\b(?:together|collectively|jointly)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|our|your|such|this|these|any|all|each|of)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlacedPart(Part):
    """A part that stands in another unit than its frame."""

    unit: Unit = None  # type: ignore[assignment]


class Memory:
    """What was said so far in the section."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.path: tuple[str, ...] = ()
        self.data: list[PlacedPart] = []
        """Data of the last sentence that named some."""
        self.age = 0
        """Sentences since then."""
        self.parties: list[PlacedPart] = []
        self.technology: list[PlacedPart] = []
        self.latest = ""
        """Which of ``parties`` and ``technology`` was named last: "party", "technology", or neither."""
        self.actor = "first-party"
        """Who acted in the last sentence that said it."""
        self.unread: tuple[Sentence, Unit] | None = None
        """The last sentence, where no frame told of its parties."""
        self.terms: dict[str, str] = {}
        """Concepts of the terms that the document has defined so far."""

    def enter(self, path: tuple[str, ...]) -> None:
        """Move to a block; a new section forgets."""
        if path[:1] != self.path[:1]:
            self.data, self.parties, self.technology, self.latest, self.actor, self.unread = [], [], [], "", "first-party", None
        self.path = path

    def listen(self, s: Sentence, frames: list[Frame], unit: Unit) -> None:
        """Keep a sentence that told nothing, after it was read."""
        self.age += 1
        told = any(_parties(f) or f.roles.get("technology") for f in frames)
        self.unread = None if told else (s, unit)

    def hear(self, s: Sentence, frames: list[Frame], unit: Unit) -> None:
        """Remember what a sentence's frames named."""
        data = [p for f in frames for p in f.roles.get("data", ()) if p.kind in ("data", "other")]
        parties = [p for f in frames for p in _parties(f)]
        technology = [p for f in frames for p in f.roles.get("technology", ()) if p.kind != "pronoun"]
        if data:
            self.data, self.age = [placed(p, unit) for p in data], 0
        if technology:
            self.technology, self.latest = [placed(p, unit) for p in technology], "technology"
        if parties:
            self.parties, self.latest = [placed(p, unit) for p in parties], "party"
        self._define(s, [p for p in data if not isinstance(p, PlacedPart)], [p for p in parties if not isinstance(p, PlacedPart)])
        for f in frames:
            self.actor = f.actor if f.actor != "pronoun" else self.actor

    def resolve(self, frame: Frame) -> None:
        """Give the frame's pronouns and defined terms their meaning; changes the frame."""
        for role in ("data", "recipients", "source"):
            if role in frame.roles:
                frame.roles[role] = list(self._terms(frame, frame.roles[role]))
        if frame.actor == "pronoun":
            self._actor(frame)
        elif frame.actor == "third-party" and frame.actor_part is not None:
            frame.actor_part = self._named(frame, frame.actor_part)
        if frame.roles.get("recipients"):
            frame.roles["recipients"] = [q for p in frame.roles["recipients"] for q in self._recipient(frame, p)]
        if "data" in frame.roles:
            frame.roles["data"] = [q for p in frame.roles["data"] if (q := self._meant(frame, p)) is not None]
        if any(p.kind == "pronoun" for p in frame.roles.get("technology", ())):
            frame.roles["technology"] = list(self._technology(frame.roles["technology"]))

    def _meant(self, frame: Frame, p: Part) -> Part | None:
        """A part of the data, pronouns and "this information" with what they stand for; None for a pronoun without an antecedent."""
        if p.kind == "pronoun":
            named = self._near(frame, p) or self.data
            return _like(p, named) if named else None
        if p.kind == "deictic" and self.data and (p.concept is None or (p.concept in BLANK and self.age < 2)):
            return _like(p, self.data)
        if p.kind == "deictic":
            return replace(p, concept=p.concept or "dpv:PersonalData", organisation=None, value=None, kind="data", known=True)
        return p

    def _technology(self, parts: Iterable[Part]) -> Iterator[Part]:
        """The parts, pronouns with the technology named last; without them where none was named."""
        for p in parts:
            if p.kind != "pronoun":
                yield p
            elif self.technology:
                yield replace(p, concept=self.technology[0].concept, kind="technology", known=True)

    def _near(self, frame: Frame, p: Part) -> Sequence[Part]:
        """The data that a clause in front of the pronoun's names, where no frame did: "once your data are not needed, we erase them"."""
        s = frame.sentence
        if (self.age == 0 and self.data) or isinstance(p, PlacedPart):
            return []
        clauses = [k for k in range(s.n) if s.dep[k] == "advcl" and s.last[k] < frame.verb and s.end[s.last[k]] <= p.start]
        for k in range(s.last[clauses[-1]], s.first[clauses[-1]], -1) if clauses else ():
            if s.dep[k] in ("nsubjpass", "nsubj", "dobj") and s.pos[k] in ("NOUN", "PROPN"):
                found = mentions(s, s.first[k], k, self.lexicon)[:1]
                if found and found[0].kind == "data" and found[0].known:
                    return [Part(p.start, p.end, found[0].concept, kind="data")]
        return []

    def _define(self, s: Sentence, *kinds: list[Part]) -> None:
        """Learn the terms that brackets of a sentence name for the parts right before them, or for all of them ("together")."""
        if "(" not in s.form:
            return
        for m in _TERM.finditer(s.view, s.start[0], s.end[-1]):
            for parts in kinds if _DEFINES.fullmatch(m["lead"]) else ():
                before = [p for p in parts if p.end <= m.start()]
                if not before or max(p.end for p in before) < m.start() - 1:
                    continue
                named = before if _ALL.search(m["lead"]) else [max(before, key=lambda p: p.end)]
                concepts = {p.concept for p in named if p.concept and p.concept not in BLANK}
                if len(concepts) > 1 and named[0].kind == "data":
                    concepts = {"dpv:PersonalData"}
                if len(concepts) == 1:
                    self.terms.setdefault(m["term"], concepts.pop())

    def _terms(self, frame: Frame, parts: Iterable[Part]) -> Iterator[Part]:
        """The parts, defined terms with the concept of what they were defined by; without those that only define."""
        for p in parts:
            view = p.unit.view if isinstance(p, PlacedPart) else frame.sentence.view
            if names_term(view, p.start):
                continue
            concept = self.terms.get(_ARTICLE.sub("", view[p.start : p.end])) if self.terms else None
            yield replace(p, concept=concept) if concept and p.concept in (None, *BLANK) else p

    def _actor(self, frame: Frame) -> None:
        """Who "they", "it" is: the party said last, or the technology said last, by which we act; "it" may be our own thing too."""
        part = frame.actor_part
        word = frame.sentence.view[part.start : part.end].lower() if part else ""
        many = word in word_lists().stand_in_many
        if part is None or not (many or word in word_lists().stand_in_one):
            frame.actor = "first-party"
            return
        parties = self._antecedents(frame, part)
        if frame.lemma in frame_rules().including:
            frame.actor, frame.actor_part = "first-party", None  # "these include session cookies"
        elif self.latest == "technology" and frame.action in ("collect", "track") and not frame.roles.get("technology"):
            frame.actor, frame.actor_part = "first-party", None
            frame.add("technology", [replace(part, concept=self.technology[0].concept, kind="technology", known=True)])
        elif many and self.unread is not None and _ours(self.unread[0]):
            frame.actor = "first-party"  # "our sensors stand at the doors. They record ..."
        elif many:
            frame.actor = "third-party"
            frame.actor_part = _party_like(part, parties[0]) if parties else part
        elif word == "it" and self.actor == "third-party" and parties:
            frame.actor, frame.actor_part = "third-party", _party_like(part, parties[0])
        else:
            frame.actor = "first-party"

    def _antecedents(self, frame: Frame, p: Part) -> Sequence[Part]:
        """The parties said last before ``p``: in its own sentence, in the last one though it told nothing, or in the last frames."""
        if not isinstance(p, PlacedPart):
            near = [q for q in _parties_in(frame.sentence, self.lexicon) if q.end <= p.start]
            if near:
                return near[-1:]
        if self.unread is not None:
            s, unit = self.unread
            found = [placed(q, unit) for q in _parties_in(s, self.lexicon)]
            if found:
                self.parties, self.latest, self.unread = found, "party", None
        return self.parties

    def _recipient(self, frame: Frame, p: Part) -> list[Part]:
        """What a recipient stands for; nothing where a pronoun has no antecedent."""
        if p.kind != "pronoun":
            return [self._named(frame, p)]
        return [_party_like(p, parties[0])] if (parties := self._antecedents(frame, p)) else []

    def _named(self, frame: Frame, p: Part) -> Part:
        """A party, "these companies" with the kind of those said before, where they are of a narrower kind."""
        words = frame.sentence.view[p.start : p.end].lower().split() if not isinstance(p, PlacedPart) else []
        if p.kind != "party" or not words or words[0] not in word_lists().deictic or p.organisation:
            return p
        parties = self._antecedents(frame, p)
        kinds = {q.concept for q in parties}
        if len(kinds) != 1 or kinds & _ANYBODY:
            return p
        if p.concept not in _ANY_PARTY and all(c != p.concept for c in self.lexicon.schemes["party"].upward(parties[0].concept)):
            return p
        return replace(p, concept=parties[0].concept)


def _parties(f: Frame) -> list[Part]:
    """The parties that a frame names."""
    actor = [f.actor_part] if f.actor == "third-party" and f.actor_part else []
    return [p for p in (*f.roles.get("recipients", ()), *actor) if p.kind in ("party", "other")]


def _parties_in(s: Sentence, lexicon: Lexicon) -> list[Part]:
    """The parties among a sentence's subjects and objects."""
    out: list[Part] = []
    for k in range(s.n):
        if s.dep[k] in ("nsubj", "nsubjpass", "dobj", "pobj") and s.pos[k] in ("NOUN", "PROPN"):
            for m in mentions(s, s.first[k], k, lexicon, prefer=("party", "technology", "data"))[:1]:
                if m.kind == "party" and m.known and m.concept not in _ANYBODY:
                    out.append(Part(s.start[m.first], s.end[m.last], m.concept, m.organisation, kind="party"))
    return out


def _ours(s: Sentence) -> bool:
    """Whether a sentence is about things or people of the organisation's own ("our sensors")."""
    root = next((k for k in range(s.n) if s.head[k] == k), 0)
    subject, w = s.child(root, "nsubj", "nsubjpass"), word_lists()
    return subject is not None and s.form[s.first[subject]] == "our" and s.tag[subject] == "NNS" and s.form[subject] not in w.readers


def _party_like(p: Part, antecedent: Part) -> Part:
    """A pronoun with the kind and the name of the party that it stands for."""
    return replace(p, concept=antecedent.concept or "dpv:ThirdParty", organisation=antecedent.organisation, kind="party", known=True)


def _like(p: Part, antecedents: Sequence[Part]) -> Part:
    """The anaphor with its antecedent's concept, where the antecedents agree on one."""
    concepts = {a.concept for a in antecedents if a.concept}
    concept = concepts.pop() if len(concepts) == 1 else "dpv:PersonalData"
    return replace(p, concept=concept, organisation=None, value=None, kind="data", known=True)


def names_term(view: str, at: int) -> bool:
    """Whether what begins at ``at`` stands in a bracket that only names a term: "(together, the "Member Data")"."""
    opened = view.rfind("(", 0, at)
    return opened >= 0 and view.rfind(")", opened, at) < 0 and _TERM.match(view, opened) is not None


def placed(p: Part, unit: Unit) -> PlacedPart:
    """A part with the unit in which it stands."""
    home = p.unit if isinstance(p, PlacedPart) else unit
    return PlacedPart(p.start, p.end, p.concept, p.organisation, p.vagueness, p.value, p.kind, p.known, home)
