"""Bare words for data: "we collect information" in a privacy policy speaks of people's data, unless it says otherwise.

In go statements, out come the same with the personal concept in place of the bare one (`lexicon.PERSONAL`), save where the words say
whose or what data they are: aggregated, technical, or about a thing. "The following data" are dropped where the data that follow were
read. The words are in ``rules/words.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from privacyflows.extract.lexicon.lexicon import BLANK, PERSONAL
from privacyflows.extract.mentions.nounphrases import word_lists
from privacyflows.extract.model import Filler, Statement
from privacyflows.extract.parsing.words import listed_words

_ANNOUNCED = re.compile(r"(?:all |any |each |some |one or more )?(?:of )?(?:the )?following\b", re.IGNORECASE)
"""How words begin that only announce data: "the following data", "all of the following categories of information"."""
_WORD = re.compile(r"[a-z][a-z-]*")


@cache
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words for data that are no person's, words that lead to what data are about, words for persons."""
    impersonal, persons = (listed_words("words.toml", "bare", key) for key in ("impersonal", "persons"))
    return impersonal, word_lists().topics, persons


def of_things(text: str) -> bool:
    """Whether the words for data say that they are no person's: "aggregated information", "data about our machines"."""
    impersonal, topics, persons = _words()
    words = _WORD.findall(text.lower())
    if impersonal & set(words) or ("not" in words and any(w.startswith("identif") for w in words)):
        return True
    topic = next((k for k, word in enumerate(words) if word in topics), len(words))
    return topic < len(words) - 1 and not persons & set(words[topic + 1 :])


def _meant(filler: Filler) -> Filler:
    concept = PERSONAL.get(filler.concept or "")
    return replace(filler, concept=concept) if concept and not of_things(filler.text or "") else filler


def _named(data: tuple[Filler, ...]) -> tuple[Filler, ...]:
    """Without words that only announce the data that follow, where any did."""
    named = tuple(f for f in data if f.concept not in BLANK or not _ANNOUNCED.match(f.text or ""))
    return named or data


def with_personal_data(statements: Iterable[Statement]) -> list[Statement]:
    """The statements, bare words for data with the concept of personal data where nothing speaks against it."""
    out = []
    for statement in statements:
        data = tuple(_meant(f) for f in _named(statement.data))
        out.append(statement if data == statement.data else replace(statement, data=data))
    return out
