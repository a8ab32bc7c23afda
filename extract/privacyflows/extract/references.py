"""References: what "this information", "it", "they" stand for.

In go the frames of each sentence in turn, and those parts are remembered; a pronoun of a later frame is given the concept, or is
resolved to the party, that was said last in the same section. What cannot be resolved to data is dropped, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass

from privacyflows.extract.frame import Frame
from privacyflows.extract.mentions import Part
from privacyflows.extract.parsing import Sentence
from privacyflows.extract.sentences import Unit


@dataclass(frozen=True, slots=True)
class PlacedPart(Part):
    """A part that stands in another unit than its frame."""

    unit: Unit = None  # type: ignore[assignment]


class Memory:
    """What was said so far in the section."""

    def __init__(self) -> None:
        self.path: tuple[str, ...] = ()
        self.data: list[PlacedPart] = []
        """Data of the last sentence that named some."""
        self.parties: list[PlacedPart] = []
        self.technology: list[PlacedPart] = []

    def enter(self, path: tuple[str, ...]) -> None:
        """Move to a block; a new section forgets."""
        if path[:1] != self.path[:1]:
            self.data, self.parties, self.technology = [], [], []
        self.path = path

    def hear(self, s: Sentence, frames: list[Frame], unit: Unit) -> None:
        """Remember what a sentence's frames named."""
        data = [p for f in frames for p in f.roles.get("data", ()) if p.kind in ("data", "other")]
        parties = [p for f in frames for p in f.roles.get("recipients", ()) if p.kind in ("party", "other")]
        parties += [f.actor_part for f in frames if f.actor == "third-party" and f.actor_part and f.actor_part.kind in ("party", "other")]
        technology = [p for f in frames for p in f.roles.get("technology", ())]
        if data:
            self.data = [placed(p, unit) for p in data]
        if parties:
            self.parties = [placed(p, unit) for p in parties]
        if technology:
            self.technology = [placed(p, unit) for p in technology]

    def _party(self, p: Part) -> list[Part]:
        """What a recipient stands for; nothing where a pronoun has no antecedent."""
        if p.kind != "pronoun":
            return [p]
        return [_party_like(p, self.parties[0])] if self.parties else []

    def resolve(self, frame: Frame, unit: Unit, lead: Unit | None) -> None:
        """Give the frame's pronouns their meaning; changes the frame."""
        if frame.actor == "pronoun":
            word = frame.sentence.view[frame.actor_part.start : frame.actor_part.end].lower() if frame.actor_part else ""
            if word in ("they", "these", "those") or (frame.actor_part and frame.actor_part.kind == "deictic"):
                frame.actor = "third-party"
                if self.parties and frame.actor_part:
                    last = self.parties[0]
                    meant = Part(frame.actor_part.start, frame.actor_part.end, last.concept, last.organisation, kind="party")
                    frame.actor_part = _where(frame.actor_part, meant)
            else:
                frame.actor = "first-party"
        if any(p.kind == "pronoun" for p in frame.roles.get("recipients", [])):
            frame.roles["recipients"] = [p for r in frame.roles["recipients"] for p in self._party(r)]
        kept: list[Part] = []
        for p in frame.roles.get("data", []):
            if p.kind == "pronoun":
                if not self.data:
                    continue
                p = _like(p, self.data)
            elif p.kind == "deictic" and self.data:
                p = _like(p, self.data)
            elif p.kind == "deictic":
                p = _where(p, Part(p.start, p.end, "dpv:PersonalData", None, p.vagueness, None, "data"))
            kept.append(p)
        if "data" in frame.roles:
            frame.roles["data"] = kept
        means = [p for p in frame.roles.get("technology", []) if p.kind == "pronoun"]
        if means and self.technology:
            named = self.technology[0]
            frame.roles["technology"] = [
                _where(p, Part(p.start, p.end, named.concept, kind="technology")) if p.kind == "pronoun" else p
                for p in frame.roles["technology"]
            ]
        elif means:
            frame.roles["technology"] = [p for p in frame.roles["technology"] if p.kind != "pronoun"]


def _party_like(p: Part, antecedent: PlacedPart) -> Part:
    """A pronoun with the kind and the name of the party that it stands for."""
    return _where(p, Part(p.start, p.end, antecedent.concept or "dpv:ThirdParty", antecedent.organisation, kind="party"))


def _like(p: Part, antecedents: list[PlacedPart]) -> Part:
    """The anaphor with its antecedent's concept, where the antecedents agree on one."""
    concepts = {a.concept for a in antecedents if a.concept}
    concept = concepts.pop() if len(concepts) == 1 else "dpv:PersonalData"
    return _where(p, Part(p.start, p.end, concept, None, p.vagueness, None, "data"))


def _where(p: Part, meant: Part) -> Part:
    """``meant``, standing where ``p`` stands."""
    return placed(meant, p.unit) if isinstance(p, PlacedPart) else meant


def placed(p: Part, unit: Unit) -> PlacedPart:
    """A part with the unit in which it stands."""
    home = p.unit if isinstance(p, PlacedPart) else unit
    return PlacedPart(p.start, p.end, p.concept, p.organisation, p.vagueness, p.value, p.kind, p.known, home)
