"""Polarity and modality of a verb: does, may or will it happen, or does it not.

In goes a sentence and a verb (or a noun that names a practice), out comes its `Stance`. Negation follows the parse (the verb's own
"not", a "no" on its subject, its object or its recipient, the negation of what it completes or is coordinated with), with the cue
words in ``rules/polarity.toml``; so a "not" that belongs to another verb ("will not affect the collection") never reaches it.
Modality climbs further: what is named under "may" or "will" without a modal of its own may or will happen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from privacyflows.extract.mentions.nounphrases import word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.polarity.negation import (
    done_instead,
    knowledge_denied,
    negative_cc,
    object_negated,
    polarity_rules,
    reader_acts,
    verb_negated,
)

_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")
_MOST = 8
"""Steps up the parse tree after which a verb takes nothing from those above it."""


@dataclass(frozen=True, slots=True)
class Stance:
    """How a practice is claimed."""

    negated: bool = False
    modality: str = "does"

    def flipped(self) -> Stance:
        """The same with the other polarity."""
        return replace(self, negated=not self.negated)


def stance_of(s: Sentence, i: int) -> Stance:
    """Polarity and modality of the verb (or noun) at ``i``."""
    negated = verb_negated(s, i) ^ object_negated(s, i)
    if knowledge_denied(s, i) or done_instead(s, i):
        return Stance(True, _modality(s, i))
    if s.pos[i] == "NOUN":
        return Stance(negated or _noun_denied(s, i), _modality(s, i))
    return Stance(negated ^ _denied_above(s, i, negated), _modality(s, i))


def disclaimed(s: Sentence, i: int) -> bool:
    """Whether the sentence only refuses to answer for what it names, or warns of it.

    "We cannot guarantee that ...", "we are not responsible for how they use ...", "to prevent the disclosure of ..." claim nothing.
    """
    rules = polarity_rules()
    for k in (i, *s.above(i)):
        up, dep = s.head[k], s.dep[k]
        if dep == "ccomp" and s.lemma[up] == "mean" and verb_negated(s, up, rules.pseudo_after) and not verb_negated(s, up):
            return True  # "this does not necessarily mean that we keep it"
        if up == k or dep == "relcl" or (dep == "conj" and s.pos[k] in ("VERB", "AUX") and s.child(k, "nsubj") is not None):
            return False  # "not responsible for the data that they collect": they do collect them
        if dep == "xcomp" and s.lemma[up] in rules.duties and reader_acts(s, up, "nsubjpass") and verb_negated(s, up):
            return True  # "you are not obliged to give us your name"
        if s.lemma[up] in rules.negative_verbs and s.tag[up] == "VB" and s.dep[up] == "ROOT" and s.child(up, "nsubj", "aux") is None:
            return True  # "please refrain from sending us your diagnosis"
        if s.lemma[up] in rules.promises and dep in ("ccomp", "xcomp", "dobj") and s.pos[up] == "VERB" and verb_negated(s, up):
            return True
        if s.lemma[up] in rules.answerable and dep in ("prep", "pcomp", "pobj"):
            verb = next((v for v in s.above(up) if s.pos[v] in ("VERB", "AUX")), up)
            if verb_negated(s, verb) or object_negated(s, verb) or s.form[up - 1 if up else 0] in rules.denials:
                return True
        if s.pos[i] == "NOUN" and s.lemma[up] in rules.guards and (dep == "dobj" or (dep == "pobj" and s.form[up] == "against")):
            return True
        if s.pos[i] == "NOUN" and dep in ("prep", "pobj") and s.form[up] == "against":
            return True
        place = dep in ("nsubj", "nsubjpass") and any(s.form[c] in rules.places for c in s.kids[up])
        if s.pos[i] == "NOUN" and place and s.lemma[up] in rules.happens and verb_negated(s, up):
            return True  # "in countries where the collection of ... is not permitted"
        if dep == "nsubj" and s.lemma[up] == "be" and s.child(up, "acomp") is not None and object_negated(s, k):
            return True  # "no transmission of data is secure"
    return False


def _denied_above(s: Sentence, i: int, negated: bool) -> bool:
    """Whether what stands above verb ``i`` turns its polarity round; ``negated`` is what the verb's own clause says."""
    rules = polarity_rules()
    turned, k = False, i
    for _ in range(_MOST):
        up, dep = s.head[k], s.dep[k]
        if up == k:
            break
        if dep == "conj" and s.pos[up] in ("VERB", "AUX"):
            if negative_cc(s, up, k):
                return not negated
            if any(s.form[c] == "but" and up < c < k for c in s.kids[up]) and verb_negated(s, up):
                break  # "we no longer collect them, but continue to keep those that we have"
            if not _shares(s, k, up) or (s.tag[k] == "VB" and s.tag[up] == "VBG"):
                break  # "we will stop writing to you and delete your data"
            if verb_negated(s, up) and not (negated or turned):
                turned = True
        elif dep == "conj" and s.dep[up] == "conj" and s.pos[up] == "NOUN" and s.tag[k] in ("VB", "VBP") and s.child(k, "nsubj") is None:
            pass  # "we do not collect, possess, or have access to": a verb of the row taken for a noun
        elif dep in ("xcomp", "ccomp", "acomp", "oprd", "advcl") and s.lemma[up] in rules.negative_verbs:
            if (dep == "advcl" and s.tag[k] != "VB") or reader_acts(s, up):
                break
            turned ^= not verb_negated(s, up)
        elif dep in ("xcomp", "acl", "relcl", "advcl") and (verb := _without_means(s, k, up)) is not None:
            up, turned = verb, not turned
        elif dep in ("xcomp", "ccomp", "acomp", "oprd") and s.lemma[up] in rules.inherit and (k > up or dep != "ccomp"):
            if s.lemma[up] in rules.wishes and reader_acts(s, up):
                break  # "if you do not want us to use it, write to us": until then it is used
            turned ^= verb_negated(s, up)
        elif dep in ("xcomp", "ccomp", "advcl", "csubj") and (word := _adjective(s, k, up)) is not None:
            if turned:
                return False  # that we may be able to stop, or cannot, denies nothing
            verb = up if s.pos[up] in ("VERB", "AUX") else s.head[up]
            return verb_negated(s, verb) ^ (s.lemma[word] in rules.negative_adjectives) ^ _denied_above(s, verb, negated)
        elif dep == "pcomp" and s.form[up] == "without":
            return not (turned ^ verb_negated(s, s.head[up]))  # "it is never sent without being encrypted": it is encrypted
        elif dep == "acl" and (verb := _right_holder(s, up)) is not None:
            up, turned = verb, turned ^ verb_negated(s, verb) ^ object_negated(s, verb)  # "they have no right to share it"
        elif dep in ("pcomp", "prep") and s.pos[up] == "ADP" and s.lemma[s.head[up]] in rules.negative_verbs:
            up = s.head[up]
            if reader_acts(s, up):
                break
            turned ^= not verb_negated(s, up)
        elif dep == "pcomp" and s.form[up] == "from" and s.lemma[s.head[up]] in rules.holding:
            return turned ^ (not reader_acts(s, s.head[up]))
        elif (
            dep == "pcomp" and s.form[up] == "from" and (gain := s.child(s.head[up], "dobj")) is not None and s.form[gain] in rules.profits
        ):
            return turned ^ verb_negated(s, s.head[up])  # "we make no money from selling data"
        elif dep == "pcomp" and s.form[up] == "of" and s.form[s.head[up]] in rules.trades:
            verb = next((v for v in s.above(up) if s.pos[v] in ("VERB", "AUX")), up)
            return turned ^ verb_negated(s, verb)  # "we are not in the business of selling data"
        elif dep == "csubj" and s.lemma[up] == "be" and (what := s.child(up, "attr")) is not None and s.form[what] in rules.trades:
            return turned ^ verb_negated(s, up)  # "selling data is not something we do"
        elif dep == "pcomp" and s.form[up] in rules.gerund_links and s.lemma[s.head[up]] in rules.performed and s.pos[s.head[up]] == "VERB":
            up = s.head[up]  # "we do not engage in selling data"
            turned ^= verb_negated(s, up)
        else:
            break
        k = up
    return turned


def _right_holder(s: Sentence, right: int) -> int | None:
    """The verb of "they have the right to", "we are given permission to", where it is not the reader's right."""
    verb = s.head[right]
    if s.lemma[right] not in polarity_rules().rights:
        return None
    held = s.dep[right] == "dobj" and s.lemma[verb] in polarity_rules().holders
    held = held or (s.dep[right] == "attr" and s.child(verb, "nsubj") is not None and s.form[s.child(verb, "nsubj") or 0] == "it")
    return verb if held and not reader_acts(s, verb) else None


def _without_means(s: Sentence, k: int, up: int) -> int | None:
    """The verb of "we use no tools to follow you", which says that nobody is followed; ``k`` is the infinitive."""
    if s.tag[k] != "VB" or s.child(k, "nsubj") is not None:
        return None
    verb = up if s.pos[up] == "VERB" else s.head[up]
    means = s.child(verb, "dobj", "nsubjpass") if s.lemma[verb] in polarity_rules().using else None
    return verb if means is not None and up in (verb, means) and s.form[s.first[means]] == "no" else None


def _shares(s: Sentence, k: int, up: int) -> bool:
    """Whether verb ``k`` shares the auxiliaries of the verb it is coordinated with."""
    own_aux = any(s.dep[c] in ("aux", "auxpass") and s.tag[c] != "TO" for c in s.kids[k])
    return s.child(k, "nsubj", "nsubjpass") is None and not own_aux


def _adjective(s: Sentence, k: int, up: int) -> int | None:
    """The adjective of (in)ability that rules verb ``k``: "unable to see", "it is not possible for us to identify"."""
    rules = polarity_rules()
    known = rules.able | rules.negative_adjectives
    if s.lemma[up] in known:
        return up
    if s.lemma[up] != "be":
        return None
    return next((c for c in s.kids[up] if s.dep[c] in ("acomp", "attr") and s.lemma[c] in known), None)


def _noun_denied(s: Sentence, i: int) -> bool:
    """Whether a practice named by a noun is denied by what it hangs on: "we do not engage in the sale of", "no sale or rental of"."""
    rules = polarity_rules()
    k = i
    for _ in range(_MOST):
        up, dep = s.head[k], s.dep[k]
        if up == k:
            return False
        if dep == "conj" and s.pos[up] == "NOUN":
            if object_negated(s, up):
                return True
        elif s.pos[up] == "VERB" or s.lemma[up] == "be":
            if dep in ("nsubj", "nsubjpass"):
                return s.lemma[up] in rules.happens and verb_negated(s, up)
            if dep == "dobj" and s.lemma[up] in rules.negative_verbs:
                return not verb_negated(s, up) and not reader_acts(s, up)
            held = (
                s.dep[up] == "ccomp" and s.lemma[s.head[up]] in rules.beliefs and verb_negated(s, s.head[up])
            )  # "we do not consider this a sale"
            return dep in ("dobj", "attr", "prep") and s.lemma[up] in rules.performed and (held or verb_negated(s, up))
        elif dep == "pobj" and s.pos[up] == "ADP" and s.form[up] in rules.noun_links:
            if s.lemma[s.head[up]] in rules.negative_verbs:
                return not verb_negated(s, s.head[up])
        elif dep != "prep" or s.pos[up] not in ("NOUN", "ADP"):
            return False
        k = up
    return False


def _modality(s: Sentence, i: int) -> str:
    """The modal of the verb's own clause or of the nearest one above that it completes; ``does`` where there is none."""
    k = i
    for _ in range(_MOST):
        found = _modal(s, k) or _phrase_modal(s, k)
        if found:
            return found
        up, dep = s.head[k], s.dep[k]
        if up == k or not _passes(s, k, up, dep):
            break
        k = up
        agent = s.child(k, "nsubj")
        if agent is not None and s.form[agent] in word_lists().readers:
            break  # what readers may do says nothing of how sure the practice is: "you can opt out of the use of"
    return "does"


def _passes(s: Sentence, k: int, up: int, dep: str) -> bool:
    """Whether a modal above ``up`` holds for ``k`` too: for what is not finite, for a noun, for "we ensure that ..."."""
    if s.pos[k] in ("NOUN", "PROPN", "ADP", "ADJ"):
        return dep not in ("relcl", "appos", "npadvmod")
    if dep == "conj":
        return _shares(s, k, up) or s.pos[up] == "NOUN"
    if dep in ("xcomp", "pcomp", "oprd", "acomp"):
        return True
    if dep in ("ccomp", "advcl", "acl"):
        infinitive = s.tag[k] == "VB" and (dep != "advcl" or s.child(k, "mark") is None)
        return infinitive or (dep == "ccomp" and (s.lemma[up] in polarity_rules().ensuring or s.tag[k] in ("VB", "VBG")))
    return False


def _modal(s: Sentence, i: int) -> str | None:
    rules = polarity_rules()
    for k in s.kids[i]:
        if s.dep[k] in ("aux", "auxpass") and s.form[k] in rules.modals:
            return rules.modals[s.form[k]]
    return None


def _phrase_modal(s: Sentence, k: int) -> str | None:
    """What stands for a modal: "able to", "entitled to", "going to", "reserve the right to", "it is possible that"."""
    rules = polarity_rules()
    up, dep = s.head[k], s.dep[k]
    if dep == "xcomp" and s.form[up] == "going" and s.tag[k] == "VB":
        return "will"
    if dep == "acl" and s.lemma[up] == "right":
        return None if object_negated(s, s.head[up]) or verb_negated(s, s.head[up]) else "may"
    if dep in ("xcomp", "ccomp", "advcl", "csubj"):
        word = _adjective(s, k, up)
        if word is not None:
            return _modal(s, up if s.pos[up] in ("VERB", "AUX") else s.head[up]) or "may"
        if s.lemma[up] in rules.permitted and s.child(up, "auxpass") is not None and not verb_negated(s, up):
            return _modal(s, up) or "may"
    return None
