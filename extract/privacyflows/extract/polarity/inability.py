"""What cannot be done without data is no denial: it tells what the data are for.

In go the frames of a sentence, out come those that are left: "without your address we cannot send the parcel" uses the address to send
it, and "if you do not give us your address, we cannot send you news" denies nothing.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.mentions.mentions import mentions, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.polarity.polarity import Stance, stance_of
from privacyflows.extract.purposes import purposes as purpose_phrases

if TYPE_CHECKING:
    from privacyflows.extract.frames.actors import Actors


_words = partial(listed_words, "contrasts.toml", "inability")


def without_inability(s: Sentence, found: list[Frame], reader: Actors) -> list[Frame]:
    """The frames without those of deeds that fail for want of data, and with the use that such data would have."""
    if "without" in s.form:
        for k in range(s.n - 1):
            if s.form[k] == "without" and (use := _needed(s, k, reader)) is not None:
                found = sorted([*(f for f in found if not _below(s, f, use.verb)), use], key=lambda f: f.verb)
    if any(f.stance == Stance(True, "may") for f in found) and _withheld(s):
        return [f for f in found if f.stance != Stance(True, "may") or f.actor == "third-party"]
    return found


def _needed(s: Sentence, k: int, reader: Actors) -> Frame | None:
    """The use of the data behind "without" at ``k``, where we cannot act without them."""
    want = s.child(k, "pobj")
    verb = next((v for v in s.above(k) if s.pos[v] in ("VERB", "AUX")), k)
    doer = next((c for v in (verb, *s.above(verb)) if (c := s.child(v, "nsubj")) is not None), None)
    if want is None or doer is None or s.form[doer] not in word_lists().we:
        return None
    if not _unable(s, verb):
        return None
    found = [m for m in mentions(s, s.first[want], s.last[want], reader.lexicon) if m.kind in ("data", "deictic") and m.known]
    if not found:
        return None
    deed = s.child(verb, "xcomp") if s.lemma[verb] == "be" else verb
    able = s.child(verb, "acomp") if deed is None else None
    deed = s.child(able, "xcomp") if able is not None else deed
    if deed is None:
        return None
    frame = Frame(s, verb, reader.rules.verbs["use"][0], s.lemma[verb], (s.start[verb], s.end[verb]), "use", Stance(), confidence=0.6)
    frame.actor_part = None
    frame.add("data", [reader.part(s, m) for m in found])
    goals = purpose_phrases.whole_clause(s, deed, reader.lexicon)
    before = s.end[k - 1] if k else 0
    frame.add("purposes", [replace(p, end=before) if p.start < s.start[k] < p.end else p for p in goals])
    return frame


def _unable(s: Sentence, verb: int) -> bool:
    if stance_of(s, verb) == Stance(True, "may"):
        return True
    word = s.child(verb, "acomp")
    return word is not None and ((s.lemma[word] == "able" and stance_of(s, verb).negated) or s.lemma[word] == "unable")


def _below(s: Sentence, frame: Frame, verb: int) -> bool:
    return frame.stance.negated and (frame.verb == verb or verb in s.above(frame.verb))


def _withheld(s: Sentence) -> bool:
    """Whether the sentence speaks of readers who keep data to themselves: "if you do not give us your address"."""
    for k in range(s.n):
        if s.dep[k] != "advcl" or s.form[s.first[k]] not in _words("supposing"):
            continue
        who = s.child(k, "nsubj")
        if who is not None and s.form[who] in word_lists().we and s.lemma[k] in _words("checking") and stance_of(s, k).negated:
            return True  # "we cannot show you your data if we cannot verify who you are"
        if who is None or s.form[who] not in word_lists().readers:
            continue
        if s.lemma[k] in _words("refusing") or (s.lemma[k] in _words("giving") and any(s.dep[c] == "neg" for c in s.kids[k])):
            return True
        if s.lemma[k] == "choose" and "not" in s.form[k : s.last[k]]:
            return True
    return False
