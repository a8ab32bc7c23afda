"""Negation at a verb or a noun: its own "not", a "no" on its subject, its object or its recipient, what is done instead of it.

In goes a sentence and the place of a word, out comes whether its own clause denies it; what stands above the word is for `polarity`. The
words are in ``rules/polarity.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from privacyflows.extract.mentions.nounphrases import word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules


@dataclass(frozen=True, slots=True)
class PolarityRules:
    """The words of ``rules/polarity.toml``, by the names they have there."""

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
    instead_links: frozenset[str]
    holders: frozenset[str]
    using: frozenset[str]
    had: frozenset[str]
    circumstantial: frozenset[str]
    receiving: frozenset[str]
    leaving: frozenset[str]
    compared: frozenset[str]
    denials: frozenset[str]
    places: frozenset[str]
    noun_links: frozenset[str]
    gerund_links: frozenset[str]
    ensuring: frozenset[str]
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
def polarity_rules() -> PolarityRules:
    """The words, read once."""
    raw = load_rules("polarity.toml")
    return PolarityRules(**{key: frozenset(words.split()) for key, words in raw["words"].items()}, modals=raw["modals"])


def verb_negated(s: Sentence, i: int, pseudo: frozenset[str] = frozenset()) -> bool:
    """Whether the verb's own clause negates it; ``pseudo``: words for which a "not" that only seems to negate counts all the same."""
    rules = polarity_rules()
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
        if dep == "prep" and form in rules.circumstantial and after == "no" and (k < i or s.form[k - 1] == ","):
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
    rules = polarity_rules()
    for k in s.kids[i]:
        if s.dep[k] not in ("prep", "dative") or k < i or s.form[k] not in rules.receiving:
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


def object_negated(s: Sentence, i: int) -> bool:
    """A "no" on the object: "we collect no health data"; a "no" on a noun: "no disclosure of"."""
    rules = polarity_rules()
    for k in s.kids[i]:
        after = s.form[k + 1] if k + 1 < s.n else ""
        if s.dep[k] in ("dobj", "attr") and any(s.form[c] in rules.negative_determiners for c in s.kids[k]):
            limits = s.form[k] in rules.compared and after == "than"
            return not (limits or (s.form[s.first[k] + 1] == "more" and "than" in s.form[k : s.last[k] + 1]))  # "no more data than"
        if s.dep[k] == "dobj" and s.form[k] in rules.nobody:
            return after not in rules.leaving
        if s.dep[k] == "det" and s.form[k] == "no":
            return True
    return False


def negative_cc(s: Sentence, up: int, k: int) -> bool:
    """Whether a "nor" joins ``k`` to ``up``."""
    return any(
        s.form[c] in polarity_rules().denying
        for c in (*s.kids[up], *s.kids[k])
        if s.dep[c] in ("cc", "preconj", "mark", "advmod") and up < c <= k
    )


def reader_acts(s: Sentence, i: int, passive: str = "nsubj") -> bool:
    """Whether readers do what verb ``i`` says: that they can stop a practice does not deny it; ``passive``: or what is done to them."""
    subject = s.child(i, "nsubj", passive)
    return subject is not None and s.form[subject] in word_lists().readers


def knowledge_denied(s: Sentence, i: int) -> bool:
    """Whether the sentence denies all knowledge of what ``i`` names: "we have no knowledge that we sell it", "... of any sale of it"."""
    rules = polarity_rules()
    if not rules.knowing & set(s.form):
        return False
    for k in (i, *s.above(i)):
        up = s.head[k]
        if s.dep[k] in ("relcl", "acl", "ccomp", "prep") and s.form[up] in rules.knowing and k > up:
            verb = s.head[up]
            return s.lemma[verb] in rules.had and (verb_negated(s, verb) or object_negated(s, verb))
        if up == k or s.dep[k] not in ("pcomp", "pobj", "conj", "dobj"):
            return False
    return False


def done_instead(s: Sentence, i: int) -> bool:
    """Whether something else is done than what ``i`` names: "rather than storing it", "instead of being sold"."""
    first = s.first[i]
    if first < 2 or s.form[first - 2] not in polarity_rules().instead or s.form[first - 1] not in polarity_rules().instead_links:
        return False
    # "in addition to or instead of using it": it may well be used
    return s.pos[i] in ("VERB", "AUX") and not (first > 2 and s.pos[first - 3] == "CCONJ")
