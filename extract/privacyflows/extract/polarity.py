"""Polarity and modality of a verb: does, may or will it happen, or does it not.

In goes a sentence and a verb, out comes its `Stance`. Negation follows the parse (the verb's own "not", a "no" on its subject or
object, the negation of the verb that it completes or is coordinated with), with the cue words in ``rules/polarity.toml``; so a
"not" that belongs to another verb ("will not affect the collection") never reaches it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from privacyflows.extract.parsing import Sentence
from privacyflows.extract.words import load_rules


@dataclass(frozen=True, slots=True)
class Stance:
    """How a practice is claimed."""

    negated: bool = False
    modality: str = "does"

    def flipped(self) -> Stance:
        """The same with the other polarity."""
        return replace(self, negated=not self.negated)


@dataclass(frozen=True, slots=True)
class _Rules:
    negators: frozenset[str]
    negative_determiners: frozenset[str]
    negative_verbs: frozenset[str]
    pseudo_after: frozenset[str]
    modals: dict[str, str]
    inherit: frozenset[str]
    modal_phrases: dict[str, str]


@cache
def _rules() -> _Rules:
    raw = load_rules("polarity.toml")
    words = {
        key: frozenset(raw["words"][key].split())
        for key in ("negators", "negative_determiners", "negative_verbs", "pseudo_after", "inherit")
    }
    return _Rules(**words, modals=raw["modals"], modal_phrases=raw["modal_phrases"])


def stance_of(s: Sentence, i: int) -> Stance:
    """Polarity and modality of the verb (or noun) at ``i``."""
    negated, modality = _negated(s, i), _modal(s, i)
    if _object_negated(s, i):
        negated = not negated
    k, depth = i, 0
    while depth < 8:
        depth += 1
        up, dep = s.head[k], s.dep[k]
        if up == k:
            break
        own_subject = s.child(k, "nsubj", "nsubjpass") is not None
        own_aux = any(s.dep[c] in ("aux", "auxpass") and s.tag[c] not in ("TO",) for c in s.kids[k])
        if dep == "conj" and s.pos[up] in ("VERB", "AUX") and not own_subject and not own_aux:
            negated = negated or _negated(s, up)
            negated = negated or (_negative_cc(s, up, k))
            modality = modality or _modal(s, up)
        elif dep in ("xcomp", "ccomp", "acomp", "oprd") and (s.lemma[up] in _rules().inherit or s.lemma[up] in _rules().negative_verbs):
            negated ^= _negated(s, up) ^ (s.lemma[up] in _rules().negative_verbs)
            modality = modality or _modal(s, up)
        elif dep == "pcomp" and s.form[up] == "without":
            return Stance(not negated, modality or "does")
        elif dep == "xcomp" and s.lemma[up] in ("able", "entitled", "authorised", "authorized"):
            modality = modality or _modal(s, s.head[up]) or "may"
            negated ^= _negated(s, s.head[up])
            break
        elif dep in ("pcomp", "prep") and s.pos[up] == "ADP" and s.lemma[s.head[up]] in _rules().negative_verbs:
            negated = not negated
            modality = modality or _modal(s, s.head[up])
            up = s.head[up]
        elif dep == "pcomp" and s.form[up] == "from" and s.lemma[s.head[up]] in ("restrict", "limit", "keep"):
            return Stance(not negated, modality or "does")
        elif dep in ("acl",) and s.lemma[up] in ("right",):
            modality = modality or "may"
            break
        else:
            if dep == "conj" and s.pos[up] in ("VERB", "AUX") and _negative_cc(s, up, k):
                negated = True
            break
        k = up
    return Stance(negated, modality or "does")


def _negated(s: Sentence, i: int) -> bool:
    """Whether the verb's own clause negates it."""
    rules = _rules()
    for k in s.kids[i]:
        if s.form[k] == "longer" and k and s.form[k - 1] == "no" and not (k + 1 < s.n and s.form[k + 1] == "than"):
            return True  # "we no longer rent"
        if (s.dep[k] == "neg" or s.form[k] in rules.negators) and not (k + 1 < s.n and s.form[k + 1] in rules.pseudo_after):
            if s.form[k] in ("no",) and s.dep[k] != "neg" and s.dep[k] != "det":
                continue
            if k and s.form[k - 1] == "or" and (k + 1 >= s.n or s.pos[k + 1] == "PUNCT"):
                continue  # "whether you register or not"
            return True
        if s.dep[k] == "prep" and s.form[k] in ("under", "in", "at", "on", "by") and k + 1 < s.n and s.form[k + 1] == "no" and k < i:
            return True  # "under no circumstances", "at no time"
        # "not X, but Y" on an auxiliary: "will not be shared"
        if s.dep[k] in ("aux", "auxpass") and any(s.dep[c] == "neg" for c in s.kids[k]):
            return True
        if s.dep[k] in ("nsubj", "nsubjpass") and any(s.form[c] in rules.negative_determiners for c in s.kids[k]):
            return True
        if s.dep[k] in ("nsubj", "nsubjpass") and s.form[k] in ("none", "nobody", "neither"):
            return True
    return bool(i and s.form[i - 1] in ("nor", "neither"))


def _object_negated(s: Sentence, i: int) -> bool:
    """A "no" on the object: "we collect no health data"; a "no" on a noun: "no disclosure of"."""
    for k in s.kids[i]:
        if s.dep[k] in ("dobj", "attr") and any(s.form[c] in _rules().negative_determiners for c in s.kids[k]):
            return True
        if s.dep[k] == "dobj" and s.form[k] in ("none", "nothing"):
            return True
        if s.dep[k] == "det" and s.form[k] == "no":
            return True
    return False


def _negative_cc(s: Sentence, up: int, k: int) -> bool:
    return any(
        s.form[c] in ("nor", "neither")
        for c in (*s.kids[up], *s.kids[k])
        if s.dep[c] in ("cc", "preconj", "mark", "advmod") and up < c <= k
    )


def _modal(s: Sentence, i: int) -> str | None:
    rules = _rules()
    for k in s.kids[i]:
        if s.dep[k] in ("aux", "auxpass") and s.form[k] in rules.modals:
            return rules.modals[s.form[k]]
    return None
