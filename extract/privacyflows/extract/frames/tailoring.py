"""Tailoring: what is shown, sent or decided "based on" data uses these data, whatever the verb.

In goes a sentence with its frames, out come more of them: "we show you advertisements based on the pages that you visit" uses the pages,
"recommendations are based on your purchases" the purchases, each for what is made of them. What is made must be a known purpose, and no
frame of the same verb may have data of its own ("we share your name based on your choice").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacyflows.extract.frames.clauses import in_condition
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.mentions.mentions import Part, mentions, word_lists
from privacyflows.extract.polarity.polarity import stance_of

if TYPE_CHECKING:
    from privacyflows.extract.frames.companions import Companions
    from privacyflows.extract.parsing.parsing import Sentence


def with_tailoring(s: Sentence, found: list[Frame], reader: Companions) -> list[Frame]:
    """The frames with those that "based on" makes, in text order."""
    if "based" not in s.form:
        return found
    added = [f for k in range(1, s.n - 2) if s.form[k] == "based" and (f := _tailored(s, k, found, reader)) is not None]
    return sorted([*found, *added], key=lambda f: f.verb) if added else found


def _tailored(s: Sentence, k: int, found: list[Frame], reader: Companions) -> Frame | None:
    on = next((p for p in (k + 1, k + 2) if s.form[p] in word_lists().foundations), None)
    target = s.child(on, "pobj") if on is not None else None
    if on is None or target is None or "legitimate" in s.form[s.first[target] : target + 1]:
        return None
    data = [m for m in mentions(s, s.first[target], s.last[target], reader.lexicon) if m.kind in ("data", "deictic") and m.known]
    if s.child(k, "nsubjpass") is not None and not word_lists().about_readers & set(s.form[on : s.last[target] + 1]):
        return None  # "this text is based on our records" makes nothing of anybody's
    made = _made(s, k, reader)
    if not data or made is None:
        return None
    verb, goal = made
    taken = any((f.verb == verb and f.roles.get("data")) or any(_covers(p, goal) for p in f.roles.get("purposes", ())) for f in found)
    if taken or in_condition(s, verb) or s.dep[verb] == "relcl" or reader.is_request(s, verb):
        return None
    frame = Frame(
        s, verb, reader.rules.verbs["use"][0], s.lemma[verb], (s.start[verb], s.end[verb]), "use", stance_of(s, verb), confidence=0.6
    )
    if not reader.set_actor(s, verb, frame) or frame.actor == "user":
        return None
    frame.add("data", [reader.part(s, m) for m in data])
    frame.add("purposes", [goal])
    return frame


def _made(s: Sentence, k: int, reader: Companions) -> tuple[int, Part] | None:
    """The verb whose doing is based on data, and what it makes, as a known purpose."""
    subject = s.child(k, "nsubjpass")
    if subject is not None:
        first, last, verb, thing = s.first[subject], s.last[subject], k, s.first[subject]
    else:
        verb = next((v for v in s.above(k) if s.pos[v] == "VERB"), k)
        direct = s.child(verb, "dobj")
        if verb > k or direct is None or direct > k:
            return None
        if s.dep[verb] == "ccomp" and s.tag[verb] == "VBD" and s.form[verb - 1] == "you":
            verb = s.head[verb]  # "we show you targeted ads": no clause "you targeted ads"
        first, last, thing = verb, min(s.last[direct], k - 1), s.first[direct]
    while last > first and s.pos[last] == "PUNCT":
        last -= 1
    concept = reader.lexicon.purpose(s.text(first, last)) or reader.lexicon.purpose(s.text(thing, last))
    return (verb, Part(s.start[first], s.end[last], concept, kind="purpose")) if concept else None


def _covers(p: Part, goal: Part) -> bool:
    return type(p) is Part and p.start <= goal.start < p.end
