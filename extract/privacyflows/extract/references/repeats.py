"""Repeats: "we also do this when you call", "this is done to prevent fraud" claim once more what the sentence before them claimed.

In goes a sentence with the practices that the one before it told, out come their frames with what the new sentence adds: its purposes,
its recipients and, through its own words, its conditions. What only names the doing without adding anything makes none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from privacyflows.extract.frames.clauses import in_condition
from privacyflows.extract.mentions.mentions import Part, word_lists
from privacyflows.extract.model import BlockKind
from privacyflows.extract.polarity.polarity import stance_of
from privacyflows.extract.purposes import purposes as purpose_phrases
from privacyflows.extract.references.references import placed

if TYPE_CHECKING:
    from privacyflows.extract.frames.companions import Companions
    from privacyflows.extract.frames.frame import Frame
    from privacyflows.extract.parsing.parsing import Sentence
    from privacyflows.extract.sentences import Unit

_CARRIED = ("data", "recipients", "technology", "source")


def repeats(s: Sentence, here: Unit, before: Sequence[tuple[Frame, Unit]], reader: Companions) -> list[Frame]:
    """The frames of a sentence that takes up the practices of the one before it; none where it says nothing new of them."""
    if not before or "do" not in s.lemma:
        return []
    near = [(frame, unit) for frame, unit in before if _next_to(unit, here)]
    return [_again(s, k, frame, unit, reader) for k in range(s.n) if near and _takes_up(s, k) for frame, unit in near]


def _next_to(unit: Unit, here: Unit) -> bool:
    """Whether text goes on from one unit to the other: in the same one, or from a paragraph to the next."""
    plain = unit.block.kind is BlockKind.PARAGRAPH and here.block.kind is BlockKind.PARAGRAPH
    return unit is here or (plain and here.index == unit.index + 1)


def _takes_up(s: Sentence, k: int) -> bool:
    """Whether the verb at ``k`` is the main "do this" or "do so" of what the organisation does, with a purpose or a circumstance."""
    if s.lemma[k] != "do" or s.dep[k] not in ("ROOT", "conj") or s.tag[k] not in ("VB", "VBP", "VBN") or in_condition(s, k):
        return False
    if s.tag[k] == "VBN":
        what = s.child(k, "nsubjpass")
        return what is not None and s.form[what] in word_lists().demonstratives and s.last[what] == what and _aims(s, k)
    doer, what = s.child(k, "nsubj"), s.child(k, "dobj")
    this = s.form[what] in word_lists().demonstratives and s.last[what] == what if what is not None else s.form[k + 1 : k + 2] == ["so"]
    return doer is not None and s.form[doer] in word_lists().we and this and _adds(s, k)


def _adds(s: Sentence, k: int) -> bool:
    """Whether the clause says what for or when."""
    return _aims(s, k) or any(s.form[c] in word_lists().condition_marks for v in s.kids[k] if s.dep[v] == "advcl" for c in s.kids[v])


def _aims(s: Sentence, k: int) -> bool:
    """Whether the clause says what for."""
    return any((s.tag[c] == "VB" and s.dep[c] in ("advcl", "xcomp")) or s.form[c] == "for" for c in s.kids[k])


def _again(s: Sentence, k: int, old: Frame, unit: Unit, reader: Companions) -> Frame:
    """The frame ``old``, told again by the verb at ``k``."""
    doer = s.child(k, "nsubj")
    carried: dict[str, list[Part]] = {role: [placed(p, unit) for p in old.roles.get(role, ())] for role in _CARRIED}
    frame = replace(
        old,
        sentence=s,
        verb=k,
        verb_span=(s.start[k], s.end[k]),
        stance=stance_of(s, k),
        actor="first-party" if doer is not None else old.actor,
        actor_part=Part(s.start[doer], s.end[doer], kind="we") if doer is not None else None,
        nominal=False,
        embedded=False,
        confidence=0.6,
        roles=carried,
        contrast=None,
        beside=None,
    )
    frame.add("purposes", purpose_phrases.of_verb(s, k, reader.lexicon))
    for p in (c for c in s.kids[k] if s.form[c] == "for"):
        goal = s.child(p, "pobj")
        if goal is not None and s.pos[goal] != "PRON":
            frame.add("purposes", purpose_phrases.after_for(s, goal, s.first[goal], s.last[goal], reader.lexicon))
    return frame
