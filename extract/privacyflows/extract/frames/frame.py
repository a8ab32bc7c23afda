"""The frame: one practice as its sentence states it, before references and lead-ins are resolved."""

from __future__ import annotations

from dataclasses import dataclass, field

from privacyflows.extract.frames.framerules import FrameRule
from privacyflows.extract.mentions.mentions import Part, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.polarity.polarity import Stance


@dataclass(slots=True)
class Frame:
    """One practice as its sentence states it."""

    sentence: Sentence
    verb: int
    rule: FrameRule
    lemma: str
    verb_span: tuple[int, int]
    action: str
    stance: Stance
    actor: str = "first-party"
    """first-party, third-party or user."""
    actor_part: Part | None = None
    embedded: bool = False
    nominal: bool = False
    confidence: float = 0.9
    roles: dict[str, list[Part]] = field(default_factory=dict)
    contrast: tuple[int, int] | None = None
    """View range of the words that set two frames against each other ("except with couriers"), in both."""
    beside: Frame | None = None
    """The frame to which this one is the exception, or which it narrows."""

    def add(self, role: str, parts: list[Part]) -> None:
        """Add parts to a role, each place once."""
        have = self.roles.setdefault(role, [])
        have += [p for p in parts if (p.start, p.end) not in {(q.start, q.end) for q in have}]


def is_yours(s: Sentence, part: Part) -> bool:
    """Whether a part of a sentence opens with whose it is, and it is a reader's: "your name"."""
    opener, blank, _ = s.view[part.start : part.end + 1].lower().partition(" ")
    return bool(blank) and opener in word_lists().yours
