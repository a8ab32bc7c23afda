"""Too many concepts for a picture -> few: narrow concepts are folded into broader ones, rare ones set aside, until they fit.

In come concepts with their weights (how many statements name each) and a limit; out comes what stands for each concept: itself, a
broader one, or `OTHER`. What is done first is what costs least for each line that it saves. To fold a group of concepts into their
common broader one costs the statements whose concept becomes broader; to set one aside costs its statements three times, since they
lose their name altogether. What others are folded into stands for all that is below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from privacyflows.graphs.answers.hierarchy import Hierarchy

OTHER: Final = "other"
"""Stands for all that found no place."""
_LOST: Final = 3
"""How much worse it is to lose a name than to get a broader one."""
_TERM: Final = "/term/"
"""Part of the IRI of words that no concept covers (``pf:Term``)."""


def fold(weights: Mapping[str, int], hierarchy: Hierarchy, limit: int) -> dict[str, str]:
    """Return concept -> what stands for it, at most ``limit`` different ones (at least two).

    Words that no concept covers have nothing above them; where not all fit, they are the first to become `OTHER`.
    """
    if len(weights) <= limit:
        return {iri: iri for iri in weights}
    words = {iri for iri in weights if _TERM in iri}
    chains = {iri: hierarchy.chain(iri) for iri in weights if iri not in words}
    stand = {iri: OTHER if iri in words else iri for iri in weights}
    while (over := len(set(stand.values())) - limit) > 0:
        steps = (*_foldings(stand, chains, weights), *_settings_aside(stand, weights))
        best = min(steps, key=lambda step: (step.cost / min(step.saves, over), step.to == OTHER, -step.depth, step.to, step.concepts[0]))
        stand |= dict.fromkeys(best.concepts, best.to)
    return stand


@dataclass(frozen=True, kw_only=True, slots=True)
class _Step:
    """One thing that could be done."""

    cost: int
    """Statements."""
    saves: int
    """Lines."""
    to: str
    """What will stand there ..."""
    depth: int
    """... how far below its top concept ..."""
    concepts: Sequence[str]
    """... and for which concepts."""


def _foldings(stand: Mapping[str, str], chains: Mapping[str, tuple[str, ...]], weights: Mapping[str, int]) -> Iterator[_Step]:
    """Yield the broader concepts in which at least two that are shown apart would become one."""
    below: dict[str, list[str]] = {}
    for iri, chain in chains.items():
        if stand[iri] != OTHER:
            for broader in chain[: chain.index(stand[iri]) + 1]:
                below.setdefault(broader, []).append(iri)
    for broader, found in below.items():
        shown = len({stand[iri] for iri in found})
        if shown > 1:
            cost = sum(weights[iri] for iri in found if stand[iri] != broader)
            yield _Step(cost=cost, saves=shown - 1, to=broader, depth=chains[found[0]].index(broader), concepts=found)


def _settings_aside(stand: Mapping[str, str], weights: Mapping[str, int]) -> Iterator[_Step]:
    """Yield each line that is shown."""
    shown: dict[str, list[str]] = {}
    for iri, to in stand.items():
        if to != OTHER:
            shown.setdefault(to, []).append(iri)
    for found in shown.values():
        yield _Step(cost=_LOST * sum(weights[iri] for iri in found), saves=1, to=OTHER, depth=0, concepts=found)
