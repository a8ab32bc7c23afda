"""Grounds: sentences that say on which basis or in whose interest the practice told before is done, or for what it is needed.

"The legal basis for the storage is our legitimate interest.", "Our legitimate interest is to keep the shop safe.", "This is necessary to
help you." In goes such a sentence with the practices told last in its section, out comes one of them again, with what the sentence
adds: its purposes and, through its own words, its legal basis. The words are in ``rules/grounds.toml``; a sentence of which a frame was
made already is left alone, and "this is done to ..." is read by `repeats`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from privacyflows.extract.frames.clauses import in_condition
from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.mentions.mentions import Part
from privacyflows.extract.parsing.words import load_rules
from privacyflows.extract.polarity.polarity import Stance, stance_of
from privacyflows.extract.purposes import purposes as purpose_phrases
from privacyflows.extract.references.references import placed

if TYPE_CHECKING:
    from privacyflows.extract.frames.companions import Companions
    from privacyflows.extract.frames.frame import Frame
    from privacyflows.extract.parsing.parsing import Sentence
    from privacyflows.extract.sentences import Unit

_SUBJECT = ("nsubj", "nsubjpass")
_MOST = 12
"""Data that a practice may take over from those before it."""


@dataclass(frozen=True, slots=True)
class _Words:
    grounds: frozenset[str]
    legal: frozenset[str]
    interests: frozenset[str]
    doing: frozenset[str]
    verbs: frozenset[str]
    consenting: frozenset[str]
    founding: frozenset[str]
    founded: frozenset[str]
    lying: frozenset[str]
    within: frozenset[str]
    needed: frozenset[str]
    signs: frozenset[str]


@cache
def _words() -> _Words:
    raw = load_rules("grounds.toml")["words"]
    return _Words(**{key: frozenset(words.split()) for key, words in raw.items()})


def grounds(s: Sentence, before: Sequence[tuple[Frame, Unit]], reader: Companions) -> list[Frame]:
    """The practice that a sentence takes up by its ground or its aim, as a frame of the sentence; none where it takes up nothing."""
    if not before or not _words().signs & set(s.lemma):
        return []
    root = next(k for k in range(s.n) if s.head[k] == k)
    subject = s.child(root, *_SUBJECT)
    if (
        subject is None
        or s.child(subject, "relcl") is not None
        or in_condition(s, root)
        or s.form[-1] in ("?", ":")
        or stance_of(s, root) != Stance()
    ):
        return []
    action, goals = _ground(s, root, subject, reader) or (None, [])
    return [] if action is None else [_again(s, root, action, goals, before)]


def _ground(s: Sentence, root: int, subject: int, reader: Companions) -> tuple[str, list[Part]] | None:
    """The action that a legal basis or an interest is told for ("" where any), and the interest as purposes."""
    words = _words()
    if s.lemma[subject] in words.grounds and words.legal & set(s.form[s.first[subject] : subject]) and s.lemma[root] in words.founding:
        noun = next((s.child(p, "pobj") for p in s.kids[subject] if s.form[p] in words.founded), None)
        if noun is not None and (s.child(noun, "prep") is not None or not _names_doing(s, noun)):
            return None  # "the basis for the use of your name" names its data: a frame reads it
        return _action(s, noun), _interest(s, root, s.child(root, "attr"), reader)
    if s.lemma[subject] in words.interests and "legitimate" in s.form[s.first[subject] : subject] and s.lemma[root] in words.lying:
        goals = _interest(s, root, subject, reader)
        return ("", goals) if goals else None
    if not _names_doing(s, subject) or s.child(subject, "prep") is not None or s.lemma[root] not in words.verbs:
        return None
    interest = next((k for k in range(root + 1, s.n) if s.lemma[k] in words.interests and "legitimate" in s.form[s.first[k] : k]), None)
    grounded = interest is not None or bool(words.consenting & set(s.form[root:]))
    if not grounded and s.child(root, "acomp") is None:
        return None
    goals = _needed(s, root, reader) if interest is None else _interest(s, root, interest, reader)
    return (_action(s, subject), goals) if grounded or goals else None


def _interest(s: Sentence, root: int, noun: int | None, reader: Companions) -> list[Part]:
    """What an interest at ``noun`` is in, as purposes: "our interest is to help you", "... in selling tickets", "... is the sale of"."""
    if noun is None or s.lemma[noun] not in _words().interests:
        return []
    for k in (*s.kids[noun], *s.kids[root]):
        if s.dep[k] in ("acl", "xcomp", "advcl", "relcl") and s.tag[k] == "VB" and s.tag[k - 1] == "TO":
            return purpose_phrases.phrases(s, k, reader.lexicon)
    within = next((p for k in (noun, root) for p in s.kids[k] if s.form[p] in _words().within and p > noun), None)
    target = s.child(within, "pobj", "pcomp") if within is not None else None
    if target is None and s.dep[noun] in _SUBJECT:
        target = s.child(root, "attr")
    return [] if target is None else purpose_phrases.after_for(s, target, s.first[target], s.last[target], reader.lexicon)


def _needed(s: Sentence, root: int, reader: Companions) -> list[Part]:
    """What something "is necessary" for or to do."""
    need = s.child(root, "acomp")
    if need is None or s.lemma[need] not in _words().needed:
        return []
    goals = list(purpose_phrases.of_verb(s, need, reader.lexicon))
    for p in (k for x in (need, root) for k in s.kids[x] if s.form[k] == "for"):
        target = s.child(p, "pobj", "pcomp")
        goals += [] if target is None else purpose_phrases.after_for(s, target, s.first[target], s.last[target], reader.lexicon)
    return goals


def _names_doing(s: Sentence, noun: int) -> bool:
    """Whether a noun names what is done with data in general: "the processing", "this storage"."""
    return s.form[noun] in _words().doing and not any(s.dep[k] in ("poss", "amod", "compound") for k in s.kids[noun])


def _action(s: Sentence, noun: int | None) -> str:
    rule = frame_rules().nouns.get(s.form[noun]) if noun is not None else None
    return rule.action if rule is not None else "use"


def _again(s: Sentence, root: int, action: str, goals: list[Part], before: Sequence[tuple[Frame, Unit]]) -> Frame:
    """The practice of the action among those before, else the last of them under this action, told again by the verb at ``root``."""
    same = [(f, u) for f, u in before if f.action == action] or list(before)
    old = same[-1][0]
    data: list[Part] = []
    for frame, unit in same:
        data += [p for part in frame.roles.get("data", ()) if (p := placed(part, unit)) not in data]
    rule = next(
        (r for rules in frame_rules().verbs.values() for r in rules if r.action == (action or old.action) and r.object == "data"), old.rule
    )
    frame = replace(
        old,
        sentence=s,
        verb=root,
        verb_span=(s.start[root], s.end[root]),
        rule=rule,
        lemma=s.lemma[root],
        action=action or old.action,
        stance=Stance(),
        actor="first-party",
        actor_part=None,
        nominal=False,
        embedded=False,
        confidence=0.6,
        roles={"data": data[:_MOST], "technology": [placed(p, u) for f, u in same[-1:] for p in f.roles.get("technology", ())]},
        contrast=None,
        beside=None,
    )
    frame.add("purposes", goals)
    return frame
