"""Repairs of the parse: what the parser hangs on the wrong word, and verbs that it takes for nouns.

In goes a parsed sentence, its heads and tags are changed in place. In "we share the data that we collect with our partners" and "we
use what you tell us to plan routes" the parser takes the last phrase for a part of the clause; a verb of collecting has no such
companion, a verb of sharing or use expects one. Verbs are told apart by the actions of ``rules/frames.toml``. In "Quilla stores your
name" it may see a noun where there is an object and so a verb; in "we will not, unless you agree, share it" the subject hangs on the
auxiliary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.parsing.words import load_rules

if TYPE_CHECKING:
    from privacyflows.extract.parsing.parsing import Sentence

_GIVEN = frozenset({"share", "sell", "transfer"})
_AIMED = frozenset({"share", "sell", "transfer", "use", "retain"})
_TAKEN = frozenset({"collect", "retain", "track"})


def reattach(s: Sentence) -> None:
    """Repair a sentence where it is known to be parsed amiss; changes the sentence."""
    moved = _verbs(s) | _subjects(s) | _objects(s)
    if "relcl" in s.dep:
        moved |= _fronted(s) | _companions(s)
    if moved:
        s.finish()


def _verbs(s: Sentence) -> bool:
    """Make verbs of the "nouns" on which an object hangs, or which stand between a name and what looks like their head."""
    moved = False
    for k in range(1, s.n - 1):
        if s.tag[k] != "NNS" or s.tag[k - 1] != "NNP" or s.lemma[k] not in frame_rules().verbs:
            continue
        if s.dep[k] == "compound" and s.dep[s.head[k]] == "ROOT" and s.form[-1] == ".":
            root = s.head[k]  # "Quilla stores information to ...": a sentence, not a title
            for c in range(s.n):
                if s.head[c] == root and (c < k or c > s.last[root] or s.dep[c] in ("advcl", "punct", "xcomp", "conj", "npadvmod")):
                    s.head[c] = k
            s.head[root], s.dep[root] = k, "dobj"
            s.head[k], s.dep[k] = k, "ROOT"
        elif s.child(k, "dobj") is None:
            continue
        for p in range(k + 1, s.n):
            if (
                s.dep[p] == "prep"
                and s.head[s.head[p]] == k
                and s.dep[s.head[p]] == "dobj"
                and s.form[p] in ("on", "in", "at", "with", "to")
            ):
                s.head[p] = k if "you" not in s.form[p + 1 : p + 2] else s.head[p]  # "information on you"
        s.tag[k], s.pos[k], moved = "VBZ", "VERB", True
        if s.dep[k - 1] in ("compound", "nsubj", "nmod"):
            s.head[k - 1], s.dep[k - 1] = k, "nsubj"
    return moved


def _subjects(s: Sentence) -> bool:
    """Hang subjects that hang on an auxiliary on its verb."""
    moved = False
    for k in range(s.n):
        if s.dep[k] in ("nsubj", "nsubjpass") and s.dep[s.head[k]] in ("aux", "auxpass"):
            s.head[k], moved = s.head[s.head[k]], True
    return moved


def _fronted(s: Sentence) -> bool:
    """Make the main clause of a "relative clause" behind an aim without a comma: "in order to ship parcels we use your name"."""
    if s.n < 6 or s.form[:3] != ["in", "order", "to"] or s.head[0] != 0:
        return False
    v = next((k for k in range(3, s.n) if s.dep[k] == "relcl" and (d := s.child(k, "nsubj")) is not None and s.form[d] == "we"), None)
    if v is None or "," in s.form[3:v] or s.child(v, "dobj") is None:
        return False
    for c in range(s.n):
        if s.head[c] == 0 and c > v:
            s.head[c] = v
    s.head[v], s.dep[v] = v, "ROOT"
    s.head[0], s.dep[0] = v, "prep"
    return True


def _objects(s: Sentence) -> bool:
    """Hang an object that hangs on a noun on the verb before it: "we do not sell for targeted advertising the data of children"."""
    moved = False
    for k in range(4, s.n):
        noun = s.head[k]
        if s.dep[k] != "dobj" or noun > k or s.tag[s.first[k]] not in ("DT", "PRP$"):
            continue
        described = s.tag[noun] == "VBG" and s.dep[noun] == "pcomp" and s.child(noun, "amod") is not None
        verb = s.head[s.head[noun]]
        inside = described or (s.tag[noun] in ("NN", "NNS") and s.dep[noun] == "pobj")
        if inside and s.pos[verb] == "VERB" and s.child(verb, "dobj", "nsubjpass") is None:
            s.head[k], moved = verb, True
    return moved


def _companions(s: Sentence) -> bool:
    """Hang recipients and purposes at the end of an object's relative clause on the verb that has the object."""
    moved = False
    for p in range(2, s.n):
        aim = s.tag[p] == "VB" and s.dep[p] in ("advcl", "xcomp") and s.tag[p - 1] == "TO"
        if not aim and not (s.form[p] in ("with", "to") and s.dep[p] in ("prep", "dative")):
            continue
        v = s.head[p]
        if s.dep[v] != "relcl" or v > p:
            continue
        u = _above(s, v)
        if u is None or not _belongs(s, p, v, u, aim):
            continue
        s.head[p], s.dep[p], moved = u, "advcl" if aim else "prep", True
    return moved


def _above(s: Sentence, v: int) -> int | None:
    """The verb of whose object the clause of ``v`` is a part."""
    k = s.head[v]
    while s.dep[k] in ("conj", "appos", "pobj", "prep", "dobj") and s.head[k] != k:
        k = s.head[k]
        if s.pos[k] == "VERB":
            return k if k < v else None
    return None


def _belongs(s: Sentence, p: int, v: int, u: int, aim: bool) -> bool:
    """Whether the phrase at ``p`` goes with the verb ``u`` rather than with ``v``."""
    doer = s.child(v, "nsubj")
    if doer is None or s.tag[doer] in ("WDT", "WP"):
        return False  # "partners that collect data to show ads": the clause is about who does it
    above = _actions(s, u)
    if not above & (_AIMED if aim else _GIVEN) or any(s.form[k] == s.form[p] and s.dep[k] == "prep" for k in s.kids[u] if k > u):
        return False
    below = _actions(s, v)
    told = any(rule.user for rule in frame_rules().verbs.get(s.lemma[v], ()) if rule.user not in (None, "-"))
    if not (below & _TAKEN or s.lemma[v] in ("have", "hold") or told):
        return False
    if aim:
        return s.child(u, "xcomp", "advcl") is None
    target = s.child(p, "pobj")
    if target is None or s.form[target] in load_rules("words.toml")["words"]["we"].split():
        return False
    return s.form[p] == "with" or not told


def _actions(s: Sentence, verb: int) -> frozenset[str]:
    """The actions that the verb at a token may name, those of a run of verbs together."""
    lemmas = [lemma for lemma, _, _ in s.merged[verb]] if verb in s.merged else [s.lemma[verb].lower()]
    return frozenset(rule.action for lemma in lemmas for rule in frame_rules().verbs.get(lemma, ()))
