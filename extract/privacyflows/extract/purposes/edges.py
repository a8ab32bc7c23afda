"""Edges: where a purpose phrase begins and ends, past what only helps, what joins it to the next one, and what is another purpose in it.

In go a sentence and the verb of a purpose as token indices, out come tokens: "to help us | measure", "bill you | and to", "tell you of
changes | (e.g. to warn you)", "count visits | to improve our pages".
"""

from __future__ import annotations

from privacyflows.extract.mentions.mentions import word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.purposes.infinitives import is_controlled, rules


def past_helpers(s: Sentence, verb: int) -> int:
    """The verb that is meant: "to help us measure" -> measure."""
    for _ in range(3):
        able = s.child(verb, "acomp") if s.lemma[verb] == "be" else None
        if able is not None and s.form[able] == "able" and (enabled := s.child(able, "xcomp")) is not None:
            verb = enabled  # "to be able to ship"
            continue
        if s.lemma[verb] not in rules().helpers:
            return verb
        inner = s.child(verb, "xcomp", "ccomp")
        if inner is None or not s.tag[inner].startswith("VB"):
            return verb
        if (
            s.form[inner - 1] not in rules().helped
            and s.child(inner, "nsubj") is not None
            and s.form[s.child(inner, "nsubj") or 0] not in word_lists().we
        ):
            return verb
        verb = inner
    return verb


def before_joint(s: Sentence, verb: int, stop: int, *, inside: bool) -> int:
    """The last token of a phrase without what joins it to the next one (``inside`` a list), or what dangles at the end of all."""
    while stop > verb and (
        s.pos[stop] in ("PUNCT", "CCONJ")
        or s.tag[stop] == "TO"
        or (inside and (s.form[stop] in word_lists().joint_adverbs or s.form[stop] in rules().aim_tails))
    ):
        stop -= 1
    return stop


def with_doer(s: Sentence, verb: int) -> int:
    """The first token of the doer where one belongs to the purpose: "(what is necessary for) the shop to work"; else the verb."""
    doer = s.child(verb, "nsubj")
    mark = s.first[doer] - 1 if doer is not None else 0
    named = doer is not None and mark > 0 and s.form[mark] == "for" and s.form[mark - 1] in rules().needed and s.tag[doer] != "PRP"
    return s.first[doer] if doer is not None and named else verb


def is_nested(s: Sentence, verb: int, k: int) -> bool:
    """Whether a purpose of its own starts at the "to" at ``k`` inside the phrase of ``verb``."""
    inner = s.head[k]
    if (
        s.tag[k] != "TO"
        or s.tag[inner] != "VB"
        or inner <= k
        or inner - k > 2
        or s.dep[inner] not in ("advcl", "acl", "xcomp")
        or is_controlled(s, inner)
        or (s.head[inner] != verb and s.child(s.head[inner], "nsubj") is not None)
    ):
        return False
    if s.pos[k - 1] in ("PUNCT", "CCONJ"):
        return False
    if s.lemma[inner] == "help" and s.dep[inner] == "advcl":
        return True  # "show adverts to help fund our shop"
    return s.lemma[verb] in rules().observing and s.lemma[inner] not in rules().states


def bracketed_example(s: Sentence, verb: int, end: int) -> tuple[int, int] | None:
    """The bracket that ends the phrase of ``verb`` with an infinitive as example, and that infinitive."""
    opened = next((k for k in range(verb + 2, end) if s.form[k] == "("), None)
    if opened is None or not any(s.form[k] == ")" for k in range(end - 1, min(end + 3, s.n))):
        return None
    inner = next((k + 1 for k in range(opened + 1, min(opened + 5, end)) if s.tag[k] == "TO" and s.tag[k + 1] == "VB"), None)
    return None if inner is None else (opened, inner)
