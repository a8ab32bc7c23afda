"""Names of concepts and what stands above them, as a dataset and the vocabulary have it.

In comes a dataset; out comes a `Hierarchy`: labels, next broader concepts (``skos:broader``, and for organisations their party
kinds), and for every concept one chain from its top concept down to itself, which is what pictures fold and filters group by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from privacyflows.graphs.answers.evaluation import Source
from privacyflows.graphs.vocabulary import PREFIXES, Vocabulary, curie, load_vocabulary

GENERIC: Final = frozenset(
    PREFIXES["dpv"] + name
    for name in (
        *("PersonalData", "Data", "Purpose"),
        *("Recipient", "ThirdParty", "DataSource", "Entity", "LegalEntity", "LegalRole", "Organisation"),
    )
)
"""Concepts that say nothing more than the role itself; a chain starts below them."""

_ASKED = """
SELECT DISTINCT ?node ?label ?above WHERE {
  { ?node skos:prefLabel|rdfs:label ?label FILTER(LANGMATCHES(LANG(?label), "en") || LANG(?label) = "") }
  UNION { ?node skos:broader|pf:mainKind|pf:partyKind ?above }
}
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hierarchy:
    """Labels and broader concepts by IRI."""

    labels: Mapping[str, str]
    above: Mapping[str, tuple[str, ...]]
    """IRI -> IRIs of the next broader concepts or party kinds, the one to draw under first."""
    prefixes: Mapping[str, str] = field(default_factory=lambda: dict(PREFIXES))

    @classmethod
    def of(cls, source: Source) -> Hierarchy:
        """Read labels and hierarchy of a dataset; the ontology's Turtle files fill in what it leaves out."""
        vocabulary = load_vocabulary()
        labels: dict[str, str] = {}
        above: dict[str, set[str]] = {}
        for node, label, broader in source.answer(_ASKED).rows:
            if label is not None:
                labels[str(node)] = min(labels.get(str(node), str(label)), str(label))
            if broader is not None and broader != node:
                above.setdefault(str(node), set()).add(str(broader))
        known = _of_vocabulary(vocabulary)
        merged = dict(known) | {iri: _ordered(iri, found | set(known.get(iri, ())), vocabulary) for iri, found in above.items()}
        return cls(labels=labels | dict(vocabulary.labels), above=merged, prefixes=source.prefixes() | dict(vocabulary.prefixes))

    def label(self, iri: str) -> str:
        """Return the label, or words made of the IRI's last part."""
        return self.labels.get(iri) or Vocabulary().label(iri)

    def curie(self, iri: str) -> str:
        """Return the CURIE, or the IRI where no prefix fits."""
        return _curie(iri, tuple(self.prefixes.items()))

    def ancestors(self, iri: str) -> frozenset[str]:
        """Return the concept and all above it; safe on cycles."""
        seen: set[str] = set()
        todo = [iri]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo += self.above.get(node, ())
        return frozenset(seen)

    def chain(self, iri: str) -> tuple[str, ...]:
        """Return one path from a top concept down to this one, by each concept's first parent, without the generic tops."""
        path = [iri]
        while (parent := next((a for a in self.above.get(path[-1], ()) if a not in GENERIC and a not in path), None)) is not None:
            path.append(parent)
        return tuple(reversed(path))

    def at(self, iri: str, depth: int) -> str:
        """Return the concept that stands for this one at a depth; 0 is its top concept."""
        chain = self.chain(iri)
        return chain[min(depth, len(chain) - 1)]

    def narrower(self, iri: str, among: Iterable[str] = ()) -> frozenset[str]:
        """Return the concept and all below it, those ``among`` included that only the dataset knows."""
        below: dict[str, list[str]] = {}
        for node, parents in self.above.items():
            for parent in parents:
                below.setdefault(parent, []).append(node)
        seen: set[str] = set()
        todo = [iri]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo += below.get(node, ())
        return frozenset(seen | {a for a in among if iri in self.ancestors(a)})


def _of_vocabulary(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    nodes = {*vocabulary.broader, *vocabulary.kinds}
    return {iri: _ordered(iri, {*vocabulary.broader.get(iri, ()), *vocabulary.kinds.get(iri, ())}, vocabulary) for iri in nodes}


def _ordered(iri: str, above: set[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The main kind of an organisation first, generic tops last, else by name: the same choice in every run."""
    main = vocabulary.kinds.get(iri, ("",))[0]
    return tuple(sorted(above, key=lambda a: (a != main, a in GENERIC, a)))


@lru_cache(maxsize=65536)
def _curie(iri: str, prefixes: tuple[tuple[str, str], ...]) -> str:
    return curie(iri, dict(prefixes))
