"""How a list's item begins: as a condition, as a verb phrase, by its first words alone.

In go words in lower case, out come yes or no; the words stand in ``rules/leadins.toml`` and ``rules/parse_view.toml``. No parse is needed,
so that it can be told before the parser sees the item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from privacyflows.extract.parsing.words import Inflection, inflections, load_rules


@dataclass(frozen=True, slots=True)
class _Rules:
    words: frozenset[str]
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    """By their first word."""
    determiners: frozenset[str]
    durations: re.Pattern[str]
    never_nouns: frozenset[str]


@cache
def _rules() -> _Rules:
    raw = load_rules("leadins.toml")["item"]
    phrases: dict[str, tuple[tuple[str, ...], ...]] = {}
    for words in (tuple(p.split()) for p in raw["condition_phrases"]):
        phrases[words[0]] = (*phrases.get(words[0], ()), words)
    return _Rules(
        words=frozenset(raw["conditions"].split()),
        phrases=phrases,
        determiners=frozenset(raw["determiners"].split()),
        durations=re.compile(raw["durations"], re.IGNORECASE),
        never_nouns=frozenset(raw["never_nouns"].split()),
    )


def begins_condition(words: Sequence[str]) -> bool:
    """Whether these first words (three are enough) open a condition.

    >>> begins_condition(["if", "you", "ask"]), begins_condition(["with", "your", "consent"]), begins_condition(["only", "banks"])
    (True, True, False)
    """
    rules = _rules()
    if words and words[0] in rules.words:
        return words[0] != "only" or (len(words) > 1 and (words[1] in rules.words or words[1] in ("with", "after", "upon")))
    return any(tuple(words[: len(p)]) == p for p in rules.phrases.get(words[0], ())) if words else False


def begins_phrase(words: Sequence[str]) -> bool:
    """Whether these first words (three are enough) are a phrase of several words that opens a condition: "in the event"."""
    return any(tuple(words[: len(p)]) == p for p in _rules().phrases.get(words[0], ()) if len(p) > 1) if words else False


def begins_duration(text: str) -> bool:
    """Whether a text begins with how long something lasts.

    >>> begins_duration("only for as long as you wish"), begins_duration("until you leave"), begins_duration("for billing")
    (True, True, False)
    """
    return bool(_rules().durations.match(text))


def begins_party(word: str) -> bool:
    """Whether a word after "to" or "with" begins a noun phrase rather than a verb: a determiner, or a plural.

    >>> begins_party("our"), begins_party("advertisers"), begins_party("satisfy"), begins_party("process")
    (True, True, False, False)
    """
    return word in _rules().determiners or (word.endswith("s") and not word.endswith("ss") and not is_verb_form(word))


def is_verb_form(word: str) -> bool:
    """Whether a word is the base form of a verb that purposes use."""
    return any(v.form == "base" for v in known_verbs().get(word, ()))


def is_only_verb(word: str) -> bool:
    """Whether a word is the base form of a verb and can be no noun.

    >>> is_only_verb("administer"), is_only_verb("process")
    (True, False)
    """
    return word in _rules().never_nouns


@cache
def known_verbs() -> dict[str, tuple[Inflection, ...]]:
    """The verbs of frames and of verb runs."""
    verbs = set(load_rules("parse_view.toml")["runs"]["verbs"].split())
    return inflections(verbs | set(load_rules("leadins.toml")["item"]["purpose_verbs"].split()))
