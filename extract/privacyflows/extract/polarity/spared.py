"""What is not done to people, told without any data: "we do not track you", "we do not market to children".

In go the frames of a sentence, out come more of them: the verbs are in ``rules/polarity.toml``. Only denials are read: "we target you"
alone says too little, but that nobody is targeted says that no data are used for it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from privacyflows.extract.frames.clauses import in_condition
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.mentions.mentions import Part, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.polarity.negation import polarity_rules
from privacyflows.extract.polarity.polarity import disclaimed, stance_of

if TYPE_CHECKING:
    from privacyflows.extract.frames.companions import Companions


_words = partial(listed_words, "polarity.toml", "spared")


def with_spared(s: Sentence, found: list[Frame], reader: Companions) -> list[Frame]:
    """The frames with those denials, in text order."""
    if not _words("verbs") & set(s.lemma):
        return found
    added = [
        frame
        for k in range(s.n)
        if s.lemma[k] in _words("verbs") and s.pos[k] == "VERB" and not any(f.verb == k for f in found)
        for frame in _spared(s, k, reader)
    ]
    return sorted([*found, *added], key=lambda f: f.verb) if added else found


def _spared(s: Sentence, k: int, reader: Companions) -> list[Frame]:
    whom = s.child(k, "dobj")
    toward = next((p for p in s.kids[k] if whom is None and s.form[p] in _words("toward")), None)
    whom = s.child(toward, "pobj") if toward is not None else whom
    if whom is None or not _is_people(s, whom) or in_condition(s, k) or s.dep[k] in ("relcl", "acl") or disclaimed(s, k):
        return []
    if s.dep[k] == "ccomp" and s.lemma[s.head[k]] in polarity_rules().ensuring:
        return []  # "we keep your address to make sure that we do not market to you": an aim
    stance = stance_of(s, k)
    action = "track" if s.lemma[k] in _words("following") else "use"
    frame = Frame(s, k, reader.rules.verbs[action][0], s.lemma[k], (s.start[k], s.end[k]), action, stance, confidence=0.6)
    if not stance.negated or not reader._set_actor(s, k, frame, passive=False) or frame.actor in ("user", "pronoun"):
        return []
    if action == "use":
        end = s.end[s.last[whom]]
        frame.add("purposes", [Part(s.start[k], end, reader.lexicon.purpose(s.view[s.start[k] : end]), kind="purpose")])
    return [frame]


def _is_people(s: Sentence, whom: int) -> bool:
    """Whether the word means readers or people at large: "you", "children", "our users"."""
    words = word_lists()
    return s.form[whom] in words.reader or s.lemma[whom].lower() in words.people or s.form[whom] in _words("others")
