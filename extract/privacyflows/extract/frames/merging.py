"""Frames that say one thing become one: "use cookies to collect data" is one collection by cookies, not a use and a collection.

In go the frames of a sentence, out come those that claim something of their own, with the roles of those that they take in.
"""

from __future__ import annotations

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.mentions.mentions import word_lists
from privacyflows.extract.parsing.parsing import Sentence


def merged(found: list[Frame]) -> list[Frame]:
    """Merge frames that say one thing: "use cookies to collect data" is one collection by cookies, not a use and a collection."""
    by_verb = {f.verb: f for f in found if not f.nominal}
    dropped: set[int] = set()
    for f in found:
        if not (f.nominal or f.embedded):
            outer = next((g for up in f.sentence.above(f.verb) if (g := by_verb.get(up)) is not None and g is not f), None)
            if outer is not None:
                _join(f, outer, dropped)
    _absorb_helpers(found, dropped)
    for f in found:
        if f.embedded and f.roles.get("purposes"):
            _hand_up(f, found, dropped)
    kept = [f for f in found if id(f) not in dropped]
    kept = [
        f for f in kept if not (f.action == "track" and not f.roles.get("data") and not f.roles.get("purposes") and _said_better(f, kept))
    ]
    kept = [
        f for f in kept if not (f.rule.id == "confidential" and any(g is not f and g.action == f.action and _same_data(f, g) for g in kept))
    ]
    kept = [f for f in kept if not _only_names(f, kept)]
    return [f for f in kept if not inside_purpose(f, kept)]


def _join(f: Frame, outer: Frame, dropped: set[int]) -> None:
    """Let a frame and the one above it tell one thing, where they do: one takes what the other adds, and that is dropped."""
    aim = _is_aim(f.sentence, f.verb, outer.verb)
    helping = outer.lemma in frame_rules().helping
    gathering = f.action in ("collect", "track", "retain")
    only = outer.roles.get("data", [])
    if outer.rule.id == "use" and not helping and aim and gathering and only and all(p.kind == "pronoun" for p in only):
        # "we use these to collect ...": what "these" are, the memory knows
        f.add("technology", only)
        f.stance, f.actor, f.actor_part = outer.stance, outer.actor, outer.actor_part
        dropped.add(id(outer))
    elif helping and gathering and not outer.roles.get("technology"):
        f.add("purposes", [p for p in outer.roles.get("purposes", []) if f.action == "track" or not p.start <= f.verb_span[0] < p.end])
        dropped.add(id(outer))
    elif outer.action == "track" and outer.roles.get("technology") and aim and f.actor in ("first-party", outer.actor):
        if f.action in ("use", "access", "track"):
            # "use cookies to recognise your browser" is tracking for that purpose
            outer.add("data", [p for p in f.roles.get("data", []) if p.known or f.action == "track"])
            dropped.add(id(f))
            return
        f.add("technology", outer.roles["technology"])
        f.stance, f.actor, f.actor_part = outer.stance, outer.actor, outer.actor_part
        f.add("purposes", [p for p in outer.roles.get("purposes", []) if not p.start <= f.verb_span[0] < p.end])
        dropped.add(id(outer))
    elif aim and not (f.roles.get("recipients") and f.roles.get("data")):
        dropped.add(id(f))


def _is_aim(s: Sentence, verb: int, up: int) -> bool:
    """Whether a verb stands in an infinitive or a clause that says what the verb ``up`` above it is for."""
    path = [verb, *s.above(verb)]
    toward = next(k for k in path if s.head[k] == up)
    if s.dep[toward] not in ("xcomp", "advcl", "acl", "pcomp", "ccomp") or s.tag[toward] not in ("VB", "VBG") or toward <= up:
        return False
    return not any(_gives_reason(s, k) for k in path if k > up) and not _finite(s, toward)


def _finite(s: Sentence, verb: int) -> bool:
    """Whether a clause has a subject and a tense of its own and is no aim: "after which we will delete them", "as we do not log it"."""
    subject = s.child(verb, "nsubj")
    tensed = any(s.tag[k] in ("MD", "VBP", "VBZ", "VBD") for k in s.kids[verb])
    aim = any(s.form[k] in word_lists().aim_marks for k in s.kids[verb] if k < verb)
    return s.dep[verb] == "advcl" and subject is not None and tensed and not aim


def _hand_up(f: Frame, found: list[Frame], dropped: set[int]) -> None:
    """Give the purpose of a clause that only says which data to the practice: "we use the data that we collect to improve our maps".

    "The details required for billing" only say which data too.
    """
    s = f.sentence
    needed = f.rule.id == "request" and f.lemma in word_lists().needing and s.tag[f.verb] == "VBN"
    blank = f.action == "collect" and all(p.concept in _BLANK for p in f.roles.get("data", []))
    homes = [g for g in found if not g.embedded and any(p.start <= f.verb_span[0] < p.end for p in g.roles.get("data", []))]
    homes = [g for g in homes if needed or g.rule.id == "use" or (blank and g.action in ("share", "access"))]
    if needed and homes:
        dropped.add(id(f))
    homes = [g for g in homes if not g.roles.get("purposes")]
    for g in homes:
        g.add("purposes", f.roles["purposes"])
    if homes:
        del f.roles["purposes"]


def _gives_reason(s: Sentence, verb: int) -> bool:
    """Whether verb ``verb`` heads a clause that tells why or in spite of what: "... as we do not log your address"."""
    return s.dep[verb] == "advcl" and any(s.dep[k] == "mark" and s.form[k] in word_lists().reason_marks for k in s.kids[verb])


_BLANK = frozenset({"dpv:Data", "dpv:PersonalData", "dpv:CollectedData", "dpv:ProvidedData", None})


def _only_names(f: Frame, found: list[Frame]) -> bool:
    """Whether a clause only says which data another verb speaks of: "the data obtained from these shops are used".

    The other verb takes over where the data come from. "We share your name, which we collect from shops" says two things.
    """
    data = f.roles.get("data", [])
    s = f.sentence
    joined = f.action == "combine" and s.tag[f.verb] == "VBG" and "acl" in (s.dep[k] for k in (f.verb, *s.above(f.verb)))
    if not (f.embedded or joined) or f.roles.get("purposes") or f.roles.get("technology"):
        return False
    participle = s.dep[f.verb] == "acl" and s.tag[f.verb] == "VBN" and not f.roles.get("recipients")
    if f.action not in ("collect", "combine") and not (participle and f.action in ("share", "transfer")):
        return False
    if s.dep[f.verb] != "acl" and not joined and not all(p.concept in _BLANK for p in data):
        return False
    home = next(
        (
            g
            for g in found
            if g is not f and not g.embedded and any(p.start <= q.start < p.end for p in g.roles.get("data", []) for q in data)
        ),
        None,
    )
    if home is not None and f.action == "collect" and home.action != "secure" and not home.roles.get("source"):
        home.add("source", f.roles.get("source", []))
    return home is not None


def _absorb_helpers(found: list[Frame], dropped: set[int]) -> None:
    """Give what a relative clause helps with to the practice that it speaks of: "we use your location, which helps us find drivers"."""
    for f in found:
        s = f.sentence
        if f.lemma in frame_rules().helping and s.dep[f.verb] == "relcl":
            home = next((g for g in found if g is not f and not g.embedded and g.verb < f.verb and _same_data(f, g)), None)
            if home is not None:
                home.add("purposes", f.roles.get("purposes", []))
                dropped.add(id(f))


def _same_data(f: Frame, g: Frame) -> bool:
    return bool({(p.start, p.end) for p in f.roles.get("data", [])} & {(p.start, p.end) for p in g.roles.get("data", [])})


def _said_better(f: Frame, found: list[Frame]) -> bool:
    """Whether another frame tells what the technology of ``f`` is for ("we use a cookie that lets us count visits")."""
    means = f.roles.get("technology", [])
    return any(
        g is not f
        and (g.roles.get("data") or g.roles.get("purposes"))
        and any(p.start <= q.start < p.end for p in means for q in g.roles.get("technology", []))
        for g in found
    )


def _own_claim(f: Frame) -> bool:
    """Whether the frame's verb heads a clause of its own below another verb, with a subject that a purpose does not have."""
    s = f.sentence
    if s.dep[f.verb] == "pcomp" and s.form[s.head[f.verb]] == "without":  # "to show you what is near without storing where you are"
        doers = (c for v in s.above(f.verb) if (c := s.child(v, "nsubj")) is not None)
        return not any(s.form[c] in word_lists().readers for c in doers)
    return s.dep[f.verb] == "ccomp" and s.child(f.verb, "nsubj", "nsubjpass") is not None


def inside_purpose(f: Frame, found: list[Frame]) -> bool:
    """Whether a frame only repeats a part of another's purpose ("we hire others to process orders and send mail")."""
    if f.roles.get("recipients") and f.roles.get("data") and f.action in ("share", "sell", "publish"):
        return False
    if f.stance.negated and f.roles.get("data") and _own_claim(f):
        return False  # "to ensure that nobody reads your letters" says that nobody does
    at = f.verb_span[0]
    return any(
        g is not f
        and not g.embedded
        and g.verb < f.verb
        and g.rule.object != "person"
        and any(p.start <= at < p.end for p in g.roles.get("purposes", []))
        for g in found
    )
