"""Denials that carry no data as their object: nobody is identified, no logs are kept.

In go the frames of a sentence, out come more of them: "they cannot identify you from these figures", "so that identification is ruled
out" say that data are not used to identify anybody; "we have a no-logs policy" says that no logs are kept.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from privacyflows.extract.frames.clauses import in_condition
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.mentions.mentions import Part, mentions, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.polarity.polarity import Stance, disclaimed, stance_of

if TYPE_CHECKING:
    from privacyflows.extract.frames.companions import Companions


_words = partial(listed_words, "polarity.toml", "identification")


def with_nobody_identified(s: Sentence, found: list[Frame], reader: Companions) -> list[Frame]:
    """The frames with those denials, in text order."""
    if not _words("signs") & set(s.form):
        return found
    added: list[Frame] = []
    for k in range(s.n):
        frame = None
        if s.form[k] in _words("logs"):
            frame = _no_logs(s, k, reader)
        elif s.lemma[k] in _words("verbs") and s.pos[k] == "VERB":
            frame = _identified(s, k, reader)
        elif s.form[k] == "identification" and s.dep[k] in ("nsubj", "nsubjpass"):
            frame = _excluded(s, k, reader)
        if frame is not None and not any(_says(f, frame) for f in found):
            added.append(frame)
    return sorted([*found, *added], key=lambda f: f.verb) if added else found


def _says(f: Frame, new: Frame) -> bool:
    """Whether a frame is of the same verb, or has it in its purpose."""
    at = new.verb_span[0]
    return f.verb == new.verb or any(p.start <= at < p.end for p in (*f.roles.get("purposes", ()), *f.roles.get("data", ())))


def _identified(s: Sentence, k: int, reader: Companions) -> Frame | None:
    """Read "they cannot identify you from these figures"."""
    whom = s.child(k, "dobj", "nsubjpass")
    if whom is None or any(s.dep[v] in ("relcl", "acl") for v in (k, *s.above(k))):
        return None
    people = s.form[whom] in word_lists().reader or s.form[whom].rstrip("s") in word_lists().people
    stance = stance_of(s, k)
    if not people or not stance.negated or in_condition(s, k) or disclaimed(s, k):
        return None
    frame = Frame(s, k, reader.rules.verbs["use"][0], s.lemma[k], (s.start[k], s.end[k]), "use", stance, confidence=0.6)
    passive = s.dep[whom] == "nsubjpass"
    if not reader._set_actor(s, k, frame, passive) or frame.actor in ("user", "pronoun") or s.form[s.first[k]] == "that":
        return None  # "... that does not identify you" only tells which data
    last = k if passive else s.last[whom]
    for p in (p for top in (k, whom) for p in s.kids[top] if s.dep[p] == "prep" and p > k and s.form[p] in _words("means")):
        last = min(last, p - 1) if p < last else last
        target = s.child(p, "pobj")
        named = mentions(s, s.first[target], s.last[target], reader.lexicon) if target is not None else []
        frame.add("data", [reader.part(s, m) for m in named if m.kind in ("data", "deictic") and m.known])
    frame.add("purposes", [Part(s.start[k], s.end[max(k, last)], "dpv:IdentityAuthentication", kind="purpose")])
    return frame


def _excluded(s: Sentence, k: int, reader: Companions) -> Frame | None:
    """Read "identification (of visitors) is ruled out", "is not possible"."""
    verb = s.head[k]
    stance = stance_of(s, verb)
    word = s.child(verb, "acomp")
    gone = s.lemma[verb] in _words("excluding") and not stance.negated
    impossible = word is not None and ((s.form[word] == "possible" and stance.negated) or s.form[word] == "impossible")
    if not gone and not impossible and not (s.form[s.first[k]] == "no" and s.lemma[verb] in _words("happening")):
        return None
    frame = Frame(s, k, reader.rules.verbs["use"][0], s.form[k], (s.start[k], s.end[k]), "use", Stance(negated=True), confidence=0.6)
    first = s.first[k] + (s.form[s.first[k]] in _words("articles"))
    frame.add("purposes", [Part(s.start[first], s.end[max(s.last[k], k)], "dpv:IdentityAuthentication", kind="purpose")])
    return frame


def _no_logs(s: Sentence, k: int, reader: Companions) -> Frame | None:
    """Read "we have a strict no-logs policy", "we are a zero-log service"."""
    before = k - 1 - (s.form[k - 1] == "-") if k else 0
    kind = s.form[k + 1 : k + 4]
    if before < 0 or s.form[before] not in _words("none") or not _words("services") & set(kind):
        return None
    rule = reader.rules.verbs["retain"][0]
    frame = Frame(s, k, rule, "log", (s.start[k], s.end[k]), "retain", Stance(negated=True), confidence=0.7)
    frame.add("data", [Part(s.start[k], s.end[k], "pf:LogData", kind="data")])
    return frame
