"""Denials that no verb of processing carries, told of the frame beside them.

In go the frames of a sentence, out come more of them: data "that do not include your name" are shared without the name, data stored
"on servers that are not accessible to the public" are not shared with the public, a processing that "does not involve profiling"
is not done for profiling. What "may be accessible to" whom is read in the same way, so affirmed claims come out too.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from privacyflows.extract.circumstances.reach import subject_of
from privacyflows.extract.frames.clauses import in_condition
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.mentions.mentions import Part, mentions, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.polarity.identification import with_nobody_identified
from privacyflows.extract.polarity.polarity import stance_of
from privacyflows.extract.polarity.spared import with_spared

if TYPE_CHECKING:
    from privacyflows.extract.frames.companions import Companions


_verbs = partial(listed_words, "contrasts.toml", "denied")


def with_denials(s: Sentence, found: list[Frame], reader: Companions) -> list[Frame]:
    """The frames with those that a clause beside them makes, in text order; a processing that involves nothing of a kind is denied."""
    added: list[Frame] = _aims(s, found, reader) if _verbs("aims") & set(s.form) else []
    found = with_spared(s, with_nobody_identified(s, found, reader), reader)
    if "no" in s.form:
        added += _undone_deeds(s, found, reader)
    if "contain" in s.lemma:
        found = _contained(s, found, reader)
    if not found:
        return added
    for k in range(s.n):
        if s.lemma[k] in _verbs("holding") and s.dep[k] == "relcl":
            denied = _without(s, k, found, reader)
            found = [f for f in found if f.verb != k] if denied else found
            added += denied
        elif s.form[k] in reader.rules.adjectives and s.dep[k] == "acomp" and s.dep[s.head[k]] == "relcl":
            added += _container(s, k, found, reader)
    if "do" in s.form:
        _undone(s, found, reader)
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


def _contained(s: Sentence, found: list[Frame], reader: Companions) -> list[Frame]:
    """Read "this code does not contain your name": the name is not collected with it; not of what policies contain."""
    k = s.lemma.index("contain")
    subject, target = s.child(k, "nsubj"), s.child(k, "dobj")
    if subject is None or target is None or s.dep[k] in ("relcl", "acl") or in_condition(s, k) or not stance_of(s, k).negated:
        return found
    words = word_lists()
    if s.lemma[subject] in _verbs("papers") or s.form[subject] in (*words.we, *words.readers):
        return found
    named = [m for m in mentions(s, s.first[target], s.last[target], reader.lexicon) if m.kind == "data" and m.known]
    if not named:
        return found
    made = Frame(s, k, reader.rules.verbs["collect"][0], "contain", (s.start[k], s.end[k]), "collect", stance_of(s, k), confidence=0.6)
    made.add("data", [reader.part(s, m) for m in named])
    return sorted([*(f for f in found if f.verb != k), made], key=lambda f: f.verb)


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


def _aims(s: Sentence, found: list[Frame], reader: Companions) -> list[Frame]:
    """Read "no profiling takes place", "we do not carry out profiling": data are not used for it, or are where nothing denies it."""
    out: list[Frame] = []
    for k in range(s.n):
        if s.form[k] not in _verbs("aims") or not s.tag[k].startswith("N"):
            continue
        while s.dep[k] == "conj" and s.tag[s.head[k]].startswith("N"):
            k = s.head[k]  # "any scoring or any profiling"
        verb = s.head[s.head[k]] if s.form[s.head[k]] in _verbs("links") else s.head[k]
        met = s.form[s.head[k]] == "to" and s.form[verb] == "subject" and s.dep[k] == "pobj"  # "you are not subject to profiling"
        verb = s.head[verb] if met else verb
        if s.pos[verb] not in ("VERB", "AUX") or (met and not stance_of(s, verb).negated):
            continue
        happens = s.dep[k] in ("nsubj", "nsubjpass") and s.lemma[verb] in _verbs("happening")
        named = s.dep[k] == "attr" and s.child(verb, "expl") is not None
        done = (
            s.dep[k] == ("pobj" if s.lemma[verb] == "engage" else "dobj") and s.lemma[verb] in _verbs("doing") and _by_us(s, verb, reader)
        )
        supposed = in_condition(s, verb) or any(s.form[c] in _verbs("supposing") for c in s.kids[verb])
        if not (happens or named or done or met) or supposed or any(f.verb == verb for f in found):
            continue
        stance, span = stance_of(s, verb), (s.start[verb], s.end[verb])
        stance = replace(stance, negated=True) if s.form[s.first[k]] == "no" else stance
        frame = Frame(s, verb, reader.rules.verbs["use"][0], s.lemma[verb], span, "use", stance, confidence=0.7)
        if done:
            doer = subject_of(s, verb)
            frame.actor_part = Part(s.start[doer], s.end[doer], kind="we") if doer is not None else None
        for c in _joined(s, k):
            first = s.first[c] + (s.form[s.first[c]] in _verbs("articles"))
            concept = reader.lexicon.purpose(s.text(first, c))
            frame.add("purposes", [Part(s.start[first], s.end[c], concept, kind="purpose")] if concept else [])
        if frame.roles.get("purposes"):
            out.append(frame)
    return out


def _undone_deeds(s: Sentence, found: list[Frame], reader: Companions) -> list[Frame]:
    """Read "no transfers to other countries take place", "there is no sale of any kind": a deed named without its data is denied."""
    out: list[Frame] = []
    for k in range(1, s.n):
        rule = reader.rules.nouns.get(s.form[k].removesuffix("s")) or reader.rules.nouns.get(s.form[k])
        if rule is None or not s.tag[k].startswith("N") or s.form[s.first[k]] != "no" or any(f.verb == k for f in found):
            continue
        verb = s.head[k]
        happens = s.dep[k] in ("nsubj", "nsubjpass") and s.lemma[verb] in _verbs("happening")
        named = s.dep[k] == "attr" and s.child(verb, "expl") is not None
        if rule.action not in ("share", "sell", "transfer", "use", "publish") or not (happens or named) or in_condition(s, verb):
            continue
        stance = replace(stance_of(s, verb), negated=True)
        frame = Frame(s, k, rule, s.form[k], (s.start[k], s.end[k]), rule.action, stance, nominal=True, confidence=0.6)
        for c in s.kids[k]:
            if s.dep[c] == "compound" and s.form[c] == "data":
                frame.add("data", [Part(s.start[c], s.end[c], "dpv:PersonalData", kind="data")])
        for p in reader._prepositions(s, k, []):
            reader._companion(s, frame, p)
        out.append(frame)
    return out


def _joined(s: Sentence, k: int) -> list[int]:
    """A noun and those coordinated with it."""
    return [k, *(c for j in s.kids[k] if s.dep[j] == "conj" for c in _joined(s, j))]


def _undone(s: Sentence, found: list[Frame], reader: Companions) -> None:
    """Read "we could see your messages, but we never do": what only could happen does not; changes the frames."""
    for k in range(2, s.n):
        after = s.form[k + 1 : k + 2]
        bare = s.form[k] == "do" and s.child(k, "dobj") is None and s.dep[k] in ("conj", "ROOT") and after not in (["it"], ["this"])
        if bare and _by_us(s, k, reader) and stance_of(s, k).negated:
            for f in found:
                if f.verb < k and not f.nominal and f.actor == "first-party" and f.stance.modality == "may" and not f.stance.negated:
                    f.stance = f.stance.flipped()


def _by_us(s: Sentence, verb: int, reader: Companions) -> bool:
    doer = subject_of(s, verb)
    if doer is None:
        return False
    ours = s.form[doer] in word_lists().own_things and s.form[s.first[doer]] in word_lists().ours
    return ours or s.form[doer] in word_lists().we or reader.is_own_name(s.text(s.first[doer], s.last[doer]).lower())


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
