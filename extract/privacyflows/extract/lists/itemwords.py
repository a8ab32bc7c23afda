"""Closed classes of English words by which items and fragments are read; they stand in ``[words]`` of ``rules/leadins.toml``.

Nothing goes in, a frozen set for each class comes out, read once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from privacyflows.extract.parsing.words import load_rules


@dataclass(frozen=True, slots=True)
class ItemWords:
    """``[words]`` of ``rules/leadins.toml``; each field is said there."""

    blanks: frozenset[str]
    asking: frozenset[str]
    relatives: frozenset[str]
    subordinating: frozenset[str]
    subjects: frozenset[str]
    times: frozenset[str]
    before_infinitives: frozenset[str]
    objects: frozenset[str]
    limiting: frozenset[str]
    pronouns: frozenset[str]


@cache
def item_words() -> ItemWords:
    """The words of ``rules/leadins.toml``."""
    raw = load_rules("leadins.toml")["words"]
    return ItemWords(**{key: frozenset(words.split() if isinstance(words, str) else words) for key, words in raw.items()})
