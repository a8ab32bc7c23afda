"""Data that no wording names as such, by the way they are told: "posts you wrote", "the time of your call", "whether you opened it".

In go the tokens of a phrase and its head, out comes a concept or nothing. A thing with a clause about the reader is what readers make, look
at, buy or use, as the clause's verb says; a time of something is a record of use. The verbs are in ``rules/words.toml``.
"""

from __future__ import annotations

from functools import cache, partial

from privacyflows.extract.mentions.nounphrases import word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words, load_rules

_USE = "pd:ServiceConsumptionBehaviour"


@cache
def _deeds() -> dict[str, str]:
    """Lemma of a verb -> what the things are that readers do it to."""
    return {verb: concept for concept, verbs in load_rules("words.toml")["deeds"].items() for verb in verbs.split()}


_told = partial(listed_words, "words.toml", "told")


def told_by_clause(s: Sentence, head: int, b: int) -> str | None:
    """What an unknown thing is because of what readers do with it: "the recipes (that) you post" are content."""
    if s.pos[head] not in ("NOUN", "PROPN"):
        return None
    k = head + 1
    if k <= b and s.form[k] in ("that", "which"):
        k += 1
    if k >= b or s.form[k] not in _told("readers") or s.dep[k] not in ("nsubj", "nsubjpass"):
        return None
    return _deeds().get(s.lemma[s.head[k]]) if k < s.head[k] <= b else None


def told_as_time(s: Sentence, head: int, b: int) -> str | None:
    """A record of use for "time of delivery", "date when you left": a date or time that the phrase itself ties to something."""
    if s.lemma[head] not in ("date", "time") or head == b:
        return None
    return _USE if s.form[head + 1] in ("of", "when", "at") else None


def told_by_question(s: Sentence, a: int, b: int) -> str | None:
    """A record of use for a question about readers: "whether you opened it", "how often users call"."""
    if s.form[a] not in _told("questions") or (s.form[a] == "which" and s.form[a + 1 : a + 2] and s.form[a + 1] in _told("readers")):
        return None  # ", which you can revoke"
    if {"do", "does", "did"} & set(s.form[a + 1 : a + 4]) or not _told("readers") & set(s.form[a + 1 : b + 1]):
        return None  # "what else do we collect when you call?" asks
    return _USE


def composed(s: Sentence, a: int, head: int, b: int) -> str | None:
    """The concept of a phrase that the lexicon does not know, from how it is told; None where that tells nothing."""
    if s.form[head] in word_lists().own_things:
        return None
    return told_by_clause(s, head, b) or told_as_time(s, head, b) or told_by_question(s, a, b)
