"""Contrasts: what a sentence allows beside what it denies, and what it denies beside what it claims.

In go the frames of a sentence, out come more of them: "we do not share it except with couriers" also says that couriers get it, "we
collect your name but not your age" also says that the age is not collected. The words that open a contrast stand in
``rules/contrasts.toml``; which role the words after it fill follows from their form (to, for, with) and from what they name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from privacyflows.extract.circumstances.reach import clause_end, holds
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.mentions.mentions import Part, mentions
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules
from privacyflows.extract.polarity.polarity import Stance
from privacyflows.extract.purposes import purposes as purpose_phrases

if TYPE_CHECKING:
    from privacyflows.extract.frames.actors import Actors
    from privacyflows.extract.sentences import Unit

_RECEIVING = frozenset({"share", "sell", "transfer", "publish", "access"})


@dataclass(frozen=True, slots=True)
class _Rules:
    allow: tuple[tuple[str, ...], ...]
    after_any: frozenset[str]
    any: frozenset[str]
    deny: tuple[tuple[str, ...], ...]
    circumstance: frozenset[str]
    whole: frozenset[str]
    needed: tuple[tuple[str, ...], ...]
    ways: frozenset[str]
    revealing: frozenset[str]
    toward: frozenset[str]
    replacing: frozenset[str]
    negators: frozenset[str]
    clause_openers: frozenset[str]
    supposing: frozenset[str]
    signs: frozenset[str]
    """Words of which every opener has one: spares the search for most sentences."""


@dataclass(frozen=True, slots=True)
class _Opening:
    """The words of a contrast: tokens ``first`` (the opener's) to ``last``; what it names starts at ``inner``, if it ``names`` anything."""

    first: int
    inner: int
    last: int
    allows: bool
    names: bool = True


@cache
def _rules() -> _Rules:
    raw = load_rules("contrasts.toml")
    return _Rules(
        tuple(tuple(o.split()) for o in raw["except"]["openers"]),
        frozenset(raw["except"]["after_any"]),
        frozenset(raw["except"]["any"].split()),
        tuple(tuple(o.split()) for o in raw["deny"]["openers"]),
        frozenset(raw["circumstance"]["words"].split()),
        frozenset(raw["circumstance"]["whole"].split()),
        tuple(tuple(o.split()) for o in raw["except"]["needed"]),
        frozenset(raw["deny"]["ways"].split()),
        frozenset(raw["deny"]["revealing"].split()),
        signs=frozenset(raw["signs"]["words"].split()),
        **{key: frozenset(words.split()) for key, words in raw["ends"].items()},
    )


def with_contrasts(s: Sentence, found: list[Frame], reader: Actors) -> list[Frame]:
    """The frames with those that a contrast adds, each behind the one that it stands against, whose own words end at the contrast."""
    if not _rules().signs & set(s.form):
        return found
    out: list[Frame] = []
    openings = list(_openings(s))
    for frame in found:
        out.append(frame)
        for o in openings:
            if frame.nominal or frame.embedded or o.allows != frame.stance.negated or not _concerns(s, o, frame):
                continue
            twin = _twin(s, o, frame, reader) if o.names else None
            if twin is not None and (not o.allows or frame in left_allowed(found)):
                out.append(twin)
            if twin is not None or o.allows:
                _shorten(s, frame, o, reader)
    return out


def left_allowed(found: Sequence[Frame]) -> list[Frame]:
    """The frames that an exception is made of: who does "not sell or share data, except to ..." then shares them, and sells nothing."""
    shared = {f.verb for f in found if f.action == "share"}
    return [f for f in found if f.action != "sell" or f.verb not in shared]


def beside_contrast(frame: Frame, roles: dict[str, list[Part]], unit: Unit) -> dict[str, list[Part]]:
    """A frame's roles without what the sentence says of the other side: the exception is no condition of what it allows."""
    if frame.contrast is None:
        return roles
    start, end = frame.contrast
    own = frame.roles if frame.beside is not None else {}
    condition = () if frame.beside is not None else ("conditions",)

    def belongs(role: str, p: Part) -> bool:
        outside = getattr(p, "unit", unit) is not unit or p.end <= start or end <= p.start
        return outside or role in condition or any((p.start, p.end) == (q.start, q.end) for q in own.get(role, ()))

    return {role: [p for p in parts if belongs(role, p)] for role, parts in roles.items()}


def _openings(s: Sentence) -> list[_Opening]:
    """The contrasts of a sentence, whatever they stand against."""
    rules = _rules()
    out: list[_Opening] = []
    k = 0
    while k < s.n - 1:
        width, allows = _opener(s, k)
        inner = _inside(s, k + width, allows) if width else k
        if not width or inner >= s.n or (not allows and (s.form[inner] in rules.circumstance or _is_deed(s, k, inner))):
            k += 1
            continue
        out.append(_Opening(k, inner, _end(s, inner), allows, s.form[inner] not in rules.circumstance))
        k = inner
    return out


def _is_deed(s: Sentence, k: int, inner: int) -> bool:
    """Whether an opener is followed by what is not done: "rather than selling it" denies the sale, no part of the verb before it."""
    return s.form[k] in _rules().replacing and s.tag[inner] in ("VBG", "VB", "VBN", "VBZ", "VBP", "PRP")


def _inside(s: Sentence, k: int, allows: bool) -> int:
    """Where what an opener names begins, behind the words that only say why: "except as necessary to", "not in a way that"."""
    rules = _rules()
    for words in rules.needed if allows else ():
        if tuple(s.form[k : k + len(words)]) == words:
            return k + len(words) - 1
    if not allows and s.form[k] == "in" and s.child(k, "pobj") is not None:
        way = s.child(k, "pobj") or k
        shown = s.child(way, "relcl")
        if s.form[way] in rules.ways and shown is not None and s.lemma[shown] in rules.revealing:
            return shown
    return k


@cache
def _first_words() -> frozenset[str]:
    """The words with which openers begin: most tokens are no more than looked up here."""
    rules = _rules()
    return frozenset(words[0] for words in (*rules.allow, *rules.deny)) | rules.after_any


def _opener(s: Sentence, k: int) -> tuple[int, bool]:
    """Length in tokens of the opener at ``k`` and whether it allows; 0 where none stands there."""
    rules = _rules()
    if s.form[k] not in _first_words():
        return 0, False
    for words in rules.allow:
        if tuple(s.form[k : k + len(words)]) == words:
            return len(words), True
    if (
        s.form[k] in rules.after_any
        and any(s.form[x] in rules.any for x in range(max(0, k - 3), k))
        and s.form[k + 1] not in rules.negators
    ):
        return 1, True
    for words in rules.deny:
        if tuple(s.form[k : k + len(words)]) == words:
            return len(words), False
    return 0, False


def _end(s: Sentence, inner: int) -> int:
    """The last token of what an opener names: before a comma that goes on with something else, a new clause, the sentence's end."""
    subject = next((up for up in s.above(inner) if s.dep[up] in ("nsubj", "nsubjpass") and up < s.head[up]), None)
    last = clause_end(s, inner, s.n - 1) if subject is None else s.last[subject]
    for k in range(inner + 1, last + 1):
        goes_on = any(s.dep[c] == "conj" and inner <= s.head[c] < k for c in range(k + 1, min(k + 6, s.n)))
        unlisted = s.form[k] == "," and (not goes_on or s.form[k + 1] in _rules().supposing)
        if s.form[k] in _rules().clause_openers or unlisted:
            return k - 1
    return last


def _concerns(s: Sentence, o: _Opening, frame: Frame) -> bool:
    """Whether the contrast stands against the frame's verb: behind it in its own clause, or in front of the sentence."""
    if o.first == 0:
        return o.allows
    if o.first < frame.verb:
        subject = s.child(frame.verb, "nsubj", "nsubjpass")
        return subject is not None and s.first[subject] <= o.first <= s.last[subject] < frame.verb
    for k in (o.first,) if s.dep[o.inner] == "relcl" else (o.inner, o.first):
        path = [k, *s.above(k)]
        if frame.verb in path:
            return not any(s.dep[c] in ("relcl", "acl") for c in path[: path.index(frame.verb)])
    # the parser hangs "(but not your password)" high or low: it stands against the data right before it
    return holds(s, o.first, frame.verb) if o.allows else _host(s, o, frame) == "data"


def _twin(s: Sentence, o: _Opening, frame: Frame, reader: Actors) -> Frame | None:
    """The frame that the words after the opener make, with everything else as in ``frame``; None where they name nothing."""
    stance = Stance(False, "may" if frame.stance.modality == "will" else frame.stance.modality) if o.allows else frame.stance.flipped()
    roles = {role: [p for p in parts if not _meets(s, p, o.first, o.last)] for role, parts in frame.roles.items()}
    twin = replace(frame, stance=stance, roles=roles, contrast=(s.start[o.first], s.end[o.last]), beside=frame)
    role, parts = _named(s, o, frame, reader)
    if not parts:
        return None
    if role == "purposes" and o.allows:
        twin.stance = Stance(False, "may")  # "except to ship what you ordered": where there is need
    if role == "actor":
        twin.actor, twin.actor_part = "third-party", parts[0]
    else:
        twin.roles[role] = parts
    return twin


def _named(s: Sentence, o: _Opening, frame: Frame, reader: Actors) -> tuple[str, list[Part]]:
    """The role that the words after the opener fill, and its parts."""
    rules, host = _rules(), _host(s, o, frame)
    a, form = o.inner, s.form[o.inner]
    if s.tag[a] == "TO" and not o.allows and s.dep[s.head[a]] == "conj" and s.head[s.head[a]] == frame.verb:
        return "data", []  # "to keep it secret and not to sell it": another practice
    if s.tag[a] == "TO" and s.pos[a] == "PART":
        goals = purpose_phrases.phrases(s, s.head[a], reader.lexicon)
        return "purposes", [replace(p, end=min(p.end, s.end[o.last])) for p in goals if p.start < s.end[o.last]]
    if s.lemma[a] in rules.revealing and not o.allows:
        return "purposes", purpose_phrases.phrases(s, a, reader.lexicon)
    if rules.whole & set(s.form[a : a + 3]):
        return "data", []
    if host == "purposes" and not o.allows and form != "for" and s.pos[a] not in ("VERB", "AUX"):
        return "data", []  # "to check that it is you and not somebody else"
    if form == "for" or host == "purposes":
        a = min(a + (form == "for"), o.last)
        target = next((k for k in range(a, o.last + 1) if not a <= s.head[k] <= o.last), a)
        return "purposes", purpose_phrases.after_for(s, target, a, o.last, reader.lexicon)
    a += form in _rules().toward or form == "from"
    if a > o.last:
        return "data", []
    found = [m for m in mentions(s, a, o.last, reader.lexicon, prefer=("party", "data", "technology"))]
    parties = [reader.part(s, m) for m in found if m.kind == "party" or (m.kind == "other" and form in _rules().toward)]
    if host == "actor" and parties:
        return "actor", parties
    if parties and (
        form in _rules().toward or host == "recipients" or (host is None and found[0].kind == "party" and frame.action in _RECEIVING)
    ):
        return "recipients", parties
    data = [m for m in mentions(s, a, o.last, reader.lexicon) if m.kind == "data" and m.known]
    if data and form != "from" and frame.roles.get("data"):
        return "data", [reader.part(s, m) for m in data]
    return ("actor", parties) if frame.actor == "third-party" else ("data", [])


def _host(s: Sentence, o: _Opening, frame: Frame) -> str | None:
    """The role that holds what stands right before the opener: "to anyone other than", "for any purpose other than"."""
    start = s.start[o.first]

    def beside(p: Part) -> bool:
        return type(p) is Part and p.start < start <= p.end + 2  # a blank, a bracket

    if frame.actor_part is not None and (beside(frame.actor_part) or o.first == 0):
        return "actor"
    roles = [role for role, parts in frame.roles.items() if role in ("data", "recipients", "purposes") and any(beside(p) for p in parts)]
    return roles[-1] if roles else None


def _meets(s: Sentence, part: Part, first: int, last: int) -> bool:
    return type(part) is Part and part.start < s.end[last] and s.start[max(0, first)] < part.end


def _shorten(s: Sentence, frame: Frame, o: _Opening, reader: Actors) -> None:
    """End the frame's parts where the contrast begins, and drop those that lie in it; changes the frame."""
    start = s.start[o.first]
    frame.contrast = (start, s.end[o.last]) if o.names else frame.contrast
    for role, parts in frame.roles.items():
        kept = [p for p in parts if not (o.names and p.start >= start and _meets(s, p, o.first, o.last))]
        kept = [_before(s, p, o.first) if p.start < start < p.end else p for p in kept]
        if role == "purposes":
            kept = [replace(p, concept=reader.lexicon.purpose(s.view[p.start : p.end])) if p not in parts else p for p in kept]
        frame.roles[role] = kept
    if frame.actor_part is not None and frame.actor_part.start < start < frame.actor_part.end:
        frame.actor_part = _before(s, frame.actor_part, o.first)


def _before(s: Sentence, part: Part, first: int) -> Part:
    last = first - 1
    while last > 0 and s.pos[last] in ("PUNCT", "CCONJ") and s.start[last] > part.start:
        last -= 1
    return replace(part, end=max(s.end[last], part.start + 1))
