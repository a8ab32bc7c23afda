"""Repairs of the parse: phrases that the parser hangs on a relative clause though they belong to the verb above it.

In goes a parsed sentence, its heads are changed in place. In "we share the data that we collect with our partners" and "we use what you
tell us to plan routes" the parser takes the last phrase for a part of the clause; a verb of collecting has no such companion, a verb of
sharing or use expects one. Verbs are told apart by the actions of ``rules/frames.toml``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacyflows.extract.framerules import frame_rules
from privacyflows.extract.words import load_rules

if TYPE_CHECKING:
    from privacyflows.extract.parsing import Sentence

_GIVEN = frozenset({"share", "sell", "transfer"})
_AIMED = frozenset({"share", "sell", "transfer", "use", "retain"})
_TAKEN = frozenset({"collect", "retain", "track"})


def reattach(s: Sentence) -> None:
    """Hang recipients and purposes at the end of an object's relative clause on the verb that has the object."""
    if "relcl" not in s.dep:
        return
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
    if moved:
        s.finish()


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
