"""Services: what those who receive data do for the organisation, as the clause behind them tells.

In go a sentence and the verb of a clause about a party ("couriers who help us deliver parcels", "vendors performing services on our
behalf", "hosts that need it to mend our servers"), out come the purposes for which the party gets the data. The clause must say that it is
done for the organisation: companies "that sell hats" are only described. The words are in ``rules/purposes.toml`` (``[services]``).
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.mentions.mentions import Part, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.purposes import purposes as purpose_phrases
from privacyflows.extract.purposes.coordination import clause_end
from privacyflows.extract.purposes.infinitives import is_infinitive

_words = partial(listed_words, "purposes.toml", "services")


def clause_of(s: Sentence, head: int, last: int) -> int | None:
    """The verb of the clause that tells about the party with its head at token ``head``, up to token ``last``."""
    for k in range(head + 1, min(last, s.n - 1) + 1):
        if s.dep[k] == "relcl" and s.head[k] <= head:
            subject = s.child(k, "nsubj")
            return k if subject is not None and s.form[subject] in word_lists().relatives and subject > head else None
        if s.dep[k] == "acl" and s.tag[k] == "VBG" and s.head[k] <= head:
            return k
    return None


def served(s: Sentence, verb: int, lexicon: Lexicon) -> list[Part]:
    """The purposes of the clause of ``verb``; none where it only describes the party."""
    found = _told(s, verb, lexicon)
    # "who bill you, or with partners that ...": there the parties go on
    stop = next((s.start[k] for k in range(verb + 1, s.last[verb]) if s.form[k] in word_lists().joints and s.form[k + 1] == "with"), None)
    if stop is None or "with" not in s.form[:verb]:
        return found
    return [p if p.end <= stop else replace(p, end=len(s.view[:stop].rstrip(" ,"))) for p in found if p.start < stop]


def _told(s: Sentence, verb: int, lexicon: Lexicon) -> list[Part]:
    """The purposes that the clause of ``verb`` names, whatever follows on it."""
    if any(s.dep[k] == "neg" for k in s.kids[verb]):
        return []
    lemma = s.lemma[verb]
    if lemma in _words("helping"):
        return _helped(s, verb, lexicon)
    if lemma in _words("doing") and _for_us(s, verb):
        return purpose_phrases.phrases(s, verb, lexicon)
    if lemma in _words("needing"):
        return _needed(s, verb, lexicon)
    return []


def _helped(s: Sentence, verb: int, lexicon: Lexicon) -> list[Part]:
    """What one is helped to do: "help us (to) ship it", "assist us in shipping it", "assist in the shipping of it"."""
    inner = s.child(verb, "xcomp", "ccomp")
    if inner is not None and s.tag[inner].startswith("VB"):
        doer = s.child(inner, "nsubj")
        ours = doer is None or s.form[doer] in word_lists().we
        return purpose_phrases.phrases(s, inner, lexicon) if ours else []
    direct = s.child(verb, "dobj")
    if direct is not None and s.form[direct] not in word_lists().we:
        return purpose_phrases.phrases(s, verb, lexicon) if s.form[s.first[direct]] == "our" else []  # "who support our business"
    for k in (x for x in (*s.kids[verb], *(s.kids[direct] if direct is not None else ())) if s.form[x] in _words("leading")):
        target = s.child(k, "pobj", "pcomp")
        if target is not None and s.dep[k] == "prep" and k > verb:
            return purpose_phrases.after_for(s, target, s.first[target], s.last[target], lexicon)
    return []


def _for_us(s: Sentence, verb: int) -> bool:
    """Whether the clause says that it is done for the organisation: "for us", "on our behalf", "our billing"."""
    direct = s.child(verb, "dobj")
    if direct is not None and (s.lemma[direct] in word_lists().generic_heads or s.form[s.first[direct]] in word_lists().owned):
        return False  # "who process data on our behalf": a claim about the data
    return any(s.form[k] in _words("ours") for k in range(verb + 1, clause_end(s, verb) + 1))


def _needed(s: Sentence, verb: int, lexicon: Lexicon) -> list[Part]:
    """What a party needs or uses data for: "who need (access to) it to mend our servers", "need to know it in order to bill you"."""
    for k in range(verb + 1, s.last[verb] + 1):
        if is_infinitive(s, k) and s.lemma[k] not in _words("knowing") and s.child(k, "nsubj") is None:
            return purpose_phrases.phrases(s, k, lexicon)
    return []
