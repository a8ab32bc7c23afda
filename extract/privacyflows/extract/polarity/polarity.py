"""Polarity and modality of a verb: does, may or will it happen, or does it not.

In goes a sentence and a verb (or a noun that names a practice), out comes its `Stance`. Negation follows the parse (the verb's own
"not", a "no" on its subject, its object or its recipient, the negation of what it completes or is coordinated with), with the cue
words in ``rules/polarity.toml``; so a "not" that belongs to another verb ("will not affect the collection") never reaches it.
Modality climbs further: what is named under "may" or "will" without a modal of its own may or will happen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from privacyflows.extract.mentions.nounphrases import word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules

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


@dataclass(frozen=True, slots=True)
class _Rules:
    negators: frozenset[str]
    negative_determiners: frozenset[str]
    nobody: frozenset[str]
    negative_verbs: frozenset[str]
    wishes: frozenset[str]
    negative_adjectives: frozenset[str]
    able: frozenset[str]
    permitted: frozenset[str]
    rights: frozenset[str]
    knowing: frozenset[str]
    beliefs: frozenset[str]
    profits: frozenset[str]
    denying: frozenset[str]
    instead: frozenset[str]
    limits: frozenset[str]
    pseudo_after: frozenset[str]
    inherit: frozenset[str]
    performed: frozenset[str]
    happens: frozenset[str]
    holding: frozenset[str]
    promises: frozenset[str]
    duties: frozenset[str]
    answerable: frozenset[str]
    guards: frozenset[str]
    no_receiver: frozenset[str]
    trades: frozenset[str]
    modals: dict[str, str]


@cache
def _rules() -> _Rules:
    raw = load_rules("polarity.toml")
    return _Rules(**{key: frozenset(words.split()) for key, words in raw["words"].items()}, modals=raw["modals"])


def stance_of(s: Sentence, i: int) -> Stance:
    """Polarity and modality of the verb (or noun) at ``i``."""
    negated = _negated(s, i) ^ _object_negated(s, i)
    if _unknown(s, i) or _replaced(s, i):
        return Stance(True, _modality(s, i))
    if s.pos[i] == "NOUN":
        return Stance(negated or _noun_denied(s, i), _modality(s, i))
    return Stance(negated ^ _denied_above(s, i, negated), _modality(s, i))


def disclaimed(s: Sentence, i: int) -> bool:
    """Whether the sentence only refuses to answer for what it names, or warns of it.

    "We cannot guarantee that ...", "we are not responsible for how they use ...", "to prevent the disclosure of ..." claim nothing.
    """
    rules = _rules()
    for k in (i, *s.above(i)):
        up, dep = s.head[k], s.dep[k]
        if dep == "ccomp" and s.lemma[up] == "mean" and _negated(s, up, rules.pseudo_after) and not _negated(s, up):
            return True  # "this does not necessarily mean that we keep it"
        if up == k or dep == "relcl" or (dep == "conj" and s.pos[k] in ("VERB", "AUX") and s.child(k, "nsubj") is not None):
            return False  # "not responsible for the data that they collect": they do collect them
        if dep == "xcomp" and s.lemma[up] in rules.duties and _reader_acts(s, up, "nsubjpass") and _negated(s, up):
            return True  # "you are not obliged to give us your name"
        if s.lemma[up] in rules.negative_verbs and s.tag[up] == "VB" and s.dep[up] == "ROOT" and s.child(up, "nsubj", "aux") is None:
            return True  # "please refrain from sending us your diagnosis"
        if s.lemma[up] in rules.promises and dep in ("ccomp", "xcomp", "dobj") and s.pos[up] == "VERB" and _negated(s, up):
            return True
        if s.lemma[up] in rules.answerable and dep in ("prep", "pcomp", "pobj"):
            verb = next((v for v in s.above(up) if s.pos[v] in ("VERB", "AUX")), up)
            if _negated(s, verb) or _object_negated(s, verb) or s.form[up - 1 if up else 0] in ("no", "not"):
                return True
        if s.pos[i] == "NOUN" and s.lemma[up] in rules.guards and (dep == "dobj" or (dep == "pobj" and s.form[up] == "against")):
            return True
        if s.pos[i] == "NOUN" and dep in ("prep", "pobj") and s.form[up] in ("against",):
            return True
        place = dep in ("nsubj", "nsubjpass") and any(s.form[c] in ("where", "if") for c in s.kids[up])
        if s.pos[i] == "NOUN" and place and s.lemma[up] in rules.happens and _negated(s, up):
            return True  # "in countries where the collection of ... is not permitted"
        if dep == "nsubj" and s.lemma[up] == "be" and s.child(up, "acomp") is not None and _object_negated(s, k):
            return True  # "no transmission of data is secure"
    return False


def _denied_above(s: Sentence, i: int, negated: bool) -> bool:
    """Whether what stands above verb ``i`` turns its polarity round; ``negated`` is what the verb's own clause says."""
    rules = _rules()
    turned, k = False, i
    for _ in range(_MOST):
        up, dep = s.head[k], s.dep[k]
        if up == k:
            break
        if dep == "conj" and s.pos[up] in ("VERB", "AUX"):
            if _negative_cc(s, up, k):
                return not negated
            if any(s.form[c] == "but" and up < c < k for c in s.kids[up]) and _negated(s, up):
                break  # "we no longer collect them, but continue to keep those that we have"
            if not _shares(s, k, up) or (s.tag[k] == "VB" and s.tag[up] == "VBG"):
                break  # "we will stop writing to you and delete your data"
            if _negated(s, up) and not (negated or turned):
                turned = True
        elif dep == "conj" and s.dep[up] == "conj" and s.pos[up] == "NOUN" and s.tag[k] in ("VB", "VBP") and s.child(k, "nsubj") is None:
            pass  # "we do not collect, possess, or have access to": a verb of the row taken for a noun
        elif dep in ("xcomp", "ccomp", "acomp", "oprd", "advcl") and s.lemma[up] in rules.negative_verbs:
            if (dep == "advcl" and s.tag[k] != "VB") or _reader_acts(s, up):
                break
            turned ^= not _negated(s, up)
        elif dep in ("xcomp", "acl", "relcl", "advcl") and (verb := _without_means(s, k, up)) is not None:
            up, turned = verb, not turned
        elif dep in ("xcomp", "ccomp", "acomp", "oprd") and s.lemma[up] in rules.inherit and (k > up or dep != "ccomp"):
            if s.lemma[up] in rules.wishes and _reader_acts(s, up):
                break  # "if you do not want us to use it, write to us": until then it is used
            turned ^= _negated(s, up)
        elif dep in ("xcomp", "ccomp", "advcl", "csubj") and (word := _adjective(s, k, up)) is not None:
            if turned:
                return False  # that we may be able to stop, or cannot, denies nothing
            verb = up if s.pos[up] in ("VERB", "AUX") else s.head[up]
            return _negated(s, verb) ^ (s.lemma[word] in rules.negative_adjectives) ^ _denied_above(s, verb, negated)
        elif dep == "pcomp" and s.form[up] == "without":
            return not (turned ^ _negated(s, s.head[up]))  # "it is never sent without being encrypted": it is encrypted
        elif dep == "acl" and (verb := _right_holder(s, up)) is not None:
            up, turned = verb, turned ^ _negated(s, verb) ^ _object_negated(s, verb)  # "they have no right to share it"
        elif dep in ("pcomp", "prep") and s.pos[up] == "ADP" and s.lemma[s.head[up]] in rules.negative_verbs:
            up = s.head[up]
            if _reader_acts(s, up):
                break
            turned ^= not _negated(s, up)
        elif dep == "pcomp" and s.form[up] == "from" and s.lemma[s.head[up]] in rules.holding:
            return turned ^ (not _reader_acts(s, s.head[up]))
        elif (
            dep == "pcomp" and s.form[up] == "from" and (gain := s.child(s.head[up], "dobj")) is not None and s.form[gain] in rules.profits
        ):
            return turned ^ _negated(s, s.head[up])  # "we make no money from selling data"
        elif dep == "pcomp" and s.form[up] == "of" and s.form[s.head[up]] in rules.trades:
            verb = next((v for v in s.above(up) if s.pos[v] in ("VERB", "AUX")), up)
            return turned ^ _negated(s, verb)  # "we are not in the business of selling data"
        elif dep == "csubj" and s.lemma[up] == "be" and (what := s.child(up, "attr")) is not None and s.form[what] in rules.trades:
            return turned ^ _negated(s, up)  # "selling data is not something we do"
        elif dep == "pcomp" and s.form[up] in ("in", "of") and s.lemma[s.head[up]] in rules.performed and s.pos[s.head[up]] == "VERB":
            up = s.head[up]  # "we do not engage in selling data"
            turned ^= _negated(s, up)
        else:
            break
        k = up
    return turned


def _unknown(s: Sentence, i: int) -> bool:
    """Whether the sentence denies all knowledge of what ``i`` names: "we have no knowledge that we sell it", "... of any sale of it"."""
    rules = _rules()
    if not rules.knowing & set(s.form):
        return False
    for k in (i, *s.above(i)):
        up = s.head[k]
        if s.dep[k] in ("relcl", "acl", "ccomp", "prep") and s.form[up] in rules.knowing and k > up:
            verb = s.head[up]
            return s.lemma[verb] in ("have", "be") and (_negated(s, verb) or _object_negated(s, verb))
        if up == k or s.dep[k] not in ("pcomp", "pobj", "conj", "dobj"):
            return False
    return False


def _replaced(s: Sentence, i: int) -> bool:
    """Whether something else is done than what ``i`` names: "rather than storing it", "instead of being sold"."""
    first = s.first[i]
    if first < 2 or s.form[first - 2] not in _rules().instead or s.form[first - 1] not in ("of", "than"):
        return False
    return s.pos[i] in ("VERB", "AUX")


def _right_holder(s: Sentence, right: int) -> int | None:
    """The verb of "they have the right to", "we are given permission to", where it is not the reader's right."""
    verb = s.head[right]
    if s.lemma[right] not in _rules().rights:
        return None
    held = s.dep[right] == "dobj" and s.lemma[verb] in ("have", "hold", "obtain", "get", "give")
    held = held or (s.dep[right] == "attr" and s.child(verb, "nsubj") is not None and s.form[s.child(verb, "nsubj") or 0] == "it")
    return verb if held and not _reader_acts(s, verb) else None


def _without_means(s: Sentence, k: int, up: int) -> int | None:
    """The verb of "we use no tools to follow you", which says that nobody is followed; ``k`` is the infinitive."""
    if s.tag[k] != "VB" or s.child(k, "nsubj") is not None:
        return None
    verb = up if s.pos[up] == "VERB" else s.head[up]
    means = s.child(verb, "dobj", "nsubjpass") if s.lemma[verb] in ("use", "employ", "utilise", "utilize", "deploy") else None
    return verb if means is not None and up in (verb, means) and s.form[s.first[means]] == "no" else None


def _reader_acts(s: Sentence, i: int, passive: str = "nsubj") -> bool:
    """Whether readers do what verb ``i`` says: that they can stop a practice does not deny it; ``passive``: or what is done to them."""
    subject = s.child(i, "nsubj", passive)
    return subject is not None and s.form[subject] in word_lists().readers


def _shares(s: Sentence, k: int, up: int) -> bool:
    """Whether verb ``k`` shares the auxiliaries of the verb it is coordinated with."""
    own_aux = any(s.dep[c] in ("aux", "auxpass") and s.tag[c] != "TO" for c in s.kids[k])
    return s.child(k, "nsubj", "nsubjpass") is None and not own_aux


def _adjective(s: Sentence, k: int, up: int) -> int | None:
    """The adjective of (in)ability that rules verb ``k``: "unable to see", "it is not possible for us to identify"."""
    rules = _rules()
    known = rules.able | rules.negative_adjectives
    if s.lemma[up] in known:
        return up
    if s.lemma[up] != "be":
        return None
    return next((c for c in s.kids[up] if s.dep[c] in ("acomp", "attr") and s.lemma[c] in known), None)


def _negated(s: Sentence, i: int, pseudo: frozenset[str] = frozenset()) -> bool:
    """Whether the verb's own clause negates it; ``pseudo``: words for which a "not" that only seems to negate counts all the same."""
    rules = _rules()
    for k in s.kids[i]:
        form, dep = s.form[k], s.dep[k]
        after = s.form[k + 1] if k + 1 < s.n else ""
        if form == "longer" and k and s.form[k - 1] == "no" and after != "than":
            return True  # "we no longer rent"
        if (dep == "neg" or form in rules.negators) and (after not in rules.pseudo_after or after in pseudo):
            if form == "no" and dep not in ("neg", "det"):
                continue
            if k and s.form[k - 1] == "or" and (k + 1 >= s.n or s.pos[k + 1] == "PUNCT"):
                continue  # "whether you register or not"
            if k > i and dep == "neg" and s.pos[i] in ("VERB", "AUX") and s.form[k - 1] in (",", "and", "but") and after:
                continue  # "to deliver, not to advertise": what follows is denied, not the verb
            return True
        if dep == "prep" and form in ("under", "in", "at", "on", "by") and after == "no" and (k < i or s.form[k - 1] == ","):
            return True  # "under no circumstances", "at no time"
        if dep in ("aux", "auxpass") and any(s.dep[c] == "neg" for c in s.kids[k]):
            return True
        if dep in ("nsubj", "nsubjpass") and (form in rules.nobody or any(s.form[c] in rules.negative_determiners for c in s.kids[k])):
            return True
    if i and (s.form[i - 1] in rules.denying or (s.form[0] in rules.denying and s.head[0] == i and s.dep[0] in ("cc", "preconj"))):
        return True  # "nor will we sell it"
    return _nobody_receives(s, i) or _in_no_way(s, i)


def _in_no_way(s: Sentence, i: int) -> bool:
    """A "neither" on how it is done: "we process it neither here nor abroad"."""
    if "neither" not in s.form:
        return False
    ways = [s.head[k] for k in range(i + 1, s.n) if s.form[k] == "neither" and s.pos[s.head[k]] == "ADV"]
    return any(next((v for v in s.above(k) if s.pos[v] == "VERB"), None) == i for k in ways)


def _nobody_receives(s: Sentence, i: int) -> bool:
    """A "no" on whom it goes to: "shared with no one", "passed neither to insurers nor to banks"."""
    rules = _rules()
    for k in s.kids[i]:
        if s.dep[k] not in ("prep", "dative") or k < i or s.form[k] not in ("with", "to", "from"):
            continue
        target = s.child(k, "pobj")
        if target is None:
            continue
        if any(s.form[c] == "neither" for c in (*s.kids[k], *s.kids[target])) or s.form[k - 1] == "neither":
            return True
        if s.form[target] in rules.nobody:
            return True
        limits = any(s.form[c] in rules.limits for c in s.kids[target]) and "than" in s.form[k : s.last[k] + 1]  # "with no more data than"
        if any(s.form[c] == "no" and s.dep[c] == "det" for c in s.kids[target]) and s.lemma[target] not in rules.no_receiver:
            return not limits
    return False


def _object_negated(s: Sentence, i: int) -> bool:
    """A "no" on the object: "we collect no health data"; a "no" on a noun: "no disclosure of"."""
    rules = _rules()
    for k in s.kids[i]:
        after = s.form[k + 1] if k + 1 < s.n else ""
        if s.dep[k] in ("dobj", "attr") and any(s.form[c] in rules.negative_determiners for c in s.kids[k]):
            limits = s.form[k] in ("more", "other") and after == "than"
            return not (limits or (s.form[s.first[k] + 1] == "more" and "than" in s.form[k : s.last[k] + 1]))  # "no more data than"
        if s.dep[k] == "dobj" and s.form[k] in rules.nobody:
            return after not in ("but", "except", "other", "more")
        if s.dep[k] == "det" and s.form[k] == "no":
            return True
    return False


def _noun_denied(s: Sentence, i: int) -> bool:
    """Whether a practice named by a noun is denied by what it hangs on: "we do not engage in the sale of", "no sale or rental of"."""
    rules = _rules()
    k = i
    for _ in range(_MOST):
        up, dep = s.head[k], s.dep[k]
        if up == k:
            return False
        if dep == "conj" and s.pos[up] == "NOUN":
            if _object_negated(s, up):
                return True
        elif s.pos[up] == "VERB" or s.lemma[up] == "be":
            if dep in ("nsubj", "nsubjpass"):
                return s.lemma[up] in rules.happens and _negated(s, up)
            if dep == "dobj" and s.lemma[up] in rules.negative_verbs:
                return not _negated(s, up) and not _reader_acts(s, up)
            held = (
                s.dep[up] == "ccomp" and s.lemma[s.head[up]] in rules.beliefs and _negated(s, s.head[up])
            )  # "we do not consider this a sale"
            return dep in ("dobj", "attr", "prep") and s.lemma[up] in rules.performed and (held or _negated(s, up))
        elif dep == "pobj" and s.pos[up] == "ADP" and s.form[up] in ("in", "of", "from"):
            if s.lemma[s.head[up]] in rules.negative_verbs:
                return not _negated(s, s.head[up])
        elif dep != "prep" or s.pos[up] not in ("NOUN", "ADP"):
            return False
        k = up
    return False


def _negative_cc(s: Sentence, up: int, k: int) -> bool:
    return any(
        s.form[c] in ("nor", "neither")
        for c in (*s.kids[up], *s.kids[k])
        if s.dep[c] in ("cc", "preconj", "mark", "advmod") and up < c <= k
    )


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
        return infinitive or (
            dep == "ccomp" and (s.lemma[up] in ("ensure", "make", "sure", "certain", "see", "have") or s.tag[k] in ("VB", "VBG"))
        )
    return False


def _modal(s: Sentence, i: int) -> str | None:
    rules = _rules()
    for k in s.kids[i]:
        if s.dep[k] in ("aux", "auxpass") and s.form[k] in rules.modals:
            return rules.modals[s.form[k]]
    return None


def _phrase_modal(s: Sentence, k: int) -> str | None:
    """What stands for a modal: "able to", "entitled to", "going to", "reserve the right to", "it is possible that"."""
    rules = _rules()
    up, dep = s.head[k], s.dep[k]
    if dep == "xcomp" and s.form[up] == "going" and s.tag[k] == "VB":
        return "will"
    if dep == "acl" and s.lemma[up] == "right":
        return None if _object_negated(s, s.head[up]) or _negated(s, s.head[up]) else "may"
    if dep in ("xcomp", "ccomp", "advcl", "csubj"):
        word = _adjective(s, k, up)
        if word is not None:
            return _modal(s, up if s.pos[up] in ("VERB", "AUX") else s.head[up]) or "may"
        if s.lemma[up] in rules.permitted and s.child(up, "auxpass") is not None and not _negated(s, up):
            return _modal(s, up) or "may"
    return None
