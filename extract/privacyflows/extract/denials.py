"""Denials that no verb of processing carries, told of the frame beside them.

In go the frames of a sentence, out come more of them: data "that do not include your name" are shared without the name, data stored
"on servers that are not accessible to the public" are not shared with the public, a processing that "does not involve profiling"
is not done for profiling. What "may be accessible to" whom is read in the same way, so affirmed claims come out too.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from privacyflows.extract.frame import Frame
from privacyflows.extract.mentions import mentions
from privacyflows.extract.parsing import Sentence
from privacyflows.extract.polarity import stance_of
from privacyflows.extract.words import load_rules

if TYPE_CHECKING:
    from privacyflows.extract.companions import Companions


@cache
def _verbs(kind: str) -> frozenset[str]:
    """Verbs that say what data hold (``holding``) or what a processing is done for (``involving``)."""
    return frozenset(load_rules("contrasts.toml")["denied"][kind].split())


def with_denials(s: Sentence, found: list[Frame], reader: Companions) -> list[Frame]:
    """The frames with those that a clause beside them makes, in text order; a processing that involves nothing of a kind is denied."""
    if not found:
        return found
    added: list[Frame] = []
    for k in range(s.n):
        if s.lemma[k] in _verbs("holding") and s.dep[k] == "relcl":
            denied = _without(s, k, found, reader)
            found = [f for f in found if f.verb != k] if denied else found
            added += denied
        elif s.form[k] in reader.rules.adjectives and s.dep[k] == "acomp" and s.dep[s.head[k]] == "relcl":
            added += _container(s, k, found, reader)
    out = [_involving(s, f, reader) if f.nominal else f for f in found]
    return sorted([*out, *added], key=lambda f: f.verb) if added else out


def _above(s: Sentence, k: int, found: list[Frame]) -> Frame | None:
    """The frame of the nearest verb above token ``k`` that names data."""
    over = [f for up in s.above(k) for f in found if f.verb == up and not f.nominal]
    return next((f for f in over if f.roles.get("data")), None)


def _without(s: Sentence, k: int, found: list[Frame], reader: Companions) -> list[Frame]:
    """Read "we share statistics that do not include your name": the name is not shared."""
    target, frame = s.child(k, "dobj"), _above(s, k, found)
    if target is None or frame is None or frame.stance.negated or not stance_of(s, k).negated:
        return []
    named = [m for m in mentions(s, s.first[target], s.last[target], reader.lexicon) if m.kind == "data" and m.known]
    if not named:
        return []
    parts = [reader.part(s, m) for m in named]
    start, end = s.start[s.first[k]], s.end[s.last[k]]
    first = s.first[k] - 1
    while first > 0 and s.pos[first] == "PUNCT":
        first -= 1
    kept = [p for p in frame.roles["data"] if not (start <= p.start and p.end <= end)]
    frame.roles["data"] = [replace(p, end=s.end[first]) if p.start < start < p.end else p for p in kept] or frame.roles["data"]
    return [replace(frame, stance=frame.stance.flipped(), roles=frame.roles | {"data": parts}, contrast=(start, end), beside=frame)]


def _container(s: Sentence, k: int, found: list[Frame], reader: Companions) -> list[Frame]:
    """Read "they are kept in rooms that are not accessible to visitors": visitors do not see them."""
    verb = s.head[k]
    frame, rule = _above(s, verb, found), reader.rules.adjectives[s.form[k]]
    if frame is None or rule.id != "available" or frame.action not in ("retain", "secure", "transfer"):
        return []
    if any(f.verb == k for f in found):
        return []
    span = (min(s.start[verb], s.start[k]), max(s.end[verb], s.end[k]))
    twin = Frame(s, k, rule, s.form[k], span, rule.action, stance_of(s, verb), confidence=0.7, embedded=False)
    reader.complete(s, twin, (k, verb))
    if not twin.roles.get("recipients"):
        return []
    twin.roles["data"] = list(frame.roles["data"])
    return [twin]


def _involving(s: Sentence, frame: Frame, reader: Companions) -> Frame:
    """Read "our processing of your data does not involve profiling": it is not used for profiling."""
    verb = s.head[frame.verb]
    target = s.child(verb, "dobj")
    if s.dep[frame.verb] != "nsubj" or s.lemma[verb] not in _verbs("involving") or target is None or frame.action != "use":
        return frame
    stance = stance_of(s, verb)
    if not stance.negated:
        return frame
    last = s.last[target]
    goals = [reader.part(s, m) for m in mentions(s, s.first[target], last, reader.lexicon)]
    named = [replace(p, kind="purpose", concept=reader.lexicon.purpose(s.view[p.start : p.end])) for p in goals]
    return replace(frame, stance=stance, roles=frame.roles | {"purposes": named})
