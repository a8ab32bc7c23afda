"""Purposes by their wordings: "improve service" fits "to improve and extend our online services".

In go wordings of purposes with their concepts, then phrases; out comes the concept of the wording whose content words the phrase holds in
order, with most words, closest together, nearest to the front. Words that carry nothing, nouns of action and the marks of subordinate
clauses are in ``rules/purpose_words.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from privacyflows.extract.parsing.words import DETERMINERS, load_rules, stem, tokens


@dataclass(frozen=True, slots=True)
class _Words:
    empty: frozenset[str]
    verbs: dict[str, str]
    """Stem of a noun of action -> stem of its verb; stem of a synonym -> stem of the word by which it is compared."""
    weak: frozenset[str]
    """Stems that tell little where they are all that is found."""
    subordinate: re.Pattern[str]
    fillers: re.Pattern[str]
    identity: re.Pattern[str]


@cache
def _words() -> _Words:
    raw = load_rules("purpose_words.toml")
    verbs = {stem(noun): stem(verb) for verb, nouns in raw["nouns"].items() for noun in nouns.split()}
    same = {stem(other): stem(word) for word, others in raw["synonyms"].items() for other in others.split()}
    return _Words(
        empty=DETERMINERS | frozenset(raw["empty"]["words"].split()),
        verbs={**same, **{noun: same.get(verb, verb) for noun, verb in verbs.items()}},
        weak=frozenset(same.get(w, w) for w in map(stem, raw["weak"]["verbs"].split())),
        subordinate=re.compile(raw["marks"]["subordinate"], re.IGNORECASE),
        fillers=re.compile(raw["marks"]["fillers"], re.IGNORECASE),
        identity=re.compile(raw["marks"]["identity"], re.IGNORECASE),
    )


class PurposeMatcher:
    """Purposes by content words in order: "improve service" fits "to improve and extend our online services"."""

    def __init__(self) -> None:
        self.alone: dict[str, str] = {}
        """Wordings of one word."""
        self.pairs: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}
        """Longer wordings by their first two words: most phrases meet only a few of them."""

    def add(self, wording: str, concept: str) -> None:
        """Make a wording known; the first concept to claim it keeps it."""
        stems = tuple(_stems(wording))
        if len(stems) == 1:
            self.alone.setdefault(stems[0], concept)
        elif stems:
            known = self.pairs.setdefault((stems[0], stems[1]), [])
            if all(stems != other for other, _ in known):
                known.append((stems, concept))

    def find(self, text: str) -> str | None:
        """The concept of a purpose phrase: the wording with most words, closest together, nearest to its start."""
        stems, main = _content(text)
        weak = _words().weak
        best: tuple[float, str] | None = None
        for at, first in enumerate(stems):
            aside = at * _LATER + (_ASIDE if at >= main > 0 else 0)
            found: list[tuple[tuple[str, ...], str]] = [((first,), self.alone[first])] if first in self.alone else []
            end = main if at < main else len(stems)
            for second in dict.fromkeys(stems[at + 1 : end]):
                found += self.pairs.get((first, second), ())
            for wording, concept in found:
                weight = len(wording) - aside - (_WEAK if len(wording) == 1 and first in weak else 0)
                if best is not None and weight <= best[0]:
                    continue
                skipped = _skipped(wording, stems, at, end)
                if skipped is None or (skipped and concept == "dpv:Purpose"):
                    continue
                if best is None or weight - skipped * _APART > best[0]:
                    best = weight - skipped * _APART, concept
        return best[1] if best else None


_APART, _LATER, _ASIDE, _WEAK = 0.2, 0.2, 2.0, 0.5
"""What a wording loses, in words: for each word between its own, for each before it, behind a subordinate clause, as a weak verb alone."""


def _content(text: str) -> tuple[list[str], int]:
    """The stems of a phrase's content words, and how many of them stand before its first subordinate clause."""
    words = _words()
    text = words.identity.sub(" identity ", words.fillers.sub(" ", text))
    cut = words.subordinate.search(text)
    stems = [_stems(part) for part in ((text[: cut.start()], text[cut.start() :]) if cut else (text,))]
    return [w for part in stems for w in part], len(stems[0])


def _stems(text: str) -> list[str]:
    """The stems of the content words, those of nouns of action as their verb's ("improvement" as "improve")."""
    words = _words()
    stems = (stem(t) for t in tokens(text) if t not in words.empty)
    return [words.verbs.get(w, w) for w in stems]


def _skipped(wording: tuple[str, ...], stems: list[str], at: int, end: int) -> int | None:
    """How many stems stand between those of ``wording``, the first of which is at ``at``; None where not all follow before ``end``."""
    k = at
    for word in wording[1:]:
        try:
            k = stems.index(word, k + 1, end)
        except ValueError:
            return None
    return k - at + 1 - len(wording)
