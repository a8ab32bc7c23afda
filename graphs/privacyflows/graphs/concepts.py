"""Looks up the concepts that statements name: a CURIE or words go in, the concepts with their wordings come out.

The ontology's Turtle files are read; nothing is loaded that the command line would wait for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

import pyoxigraph as ox
from privacyflows.graphs.vocabulary import PF, PREFIXES, curie

if TYPE_CHECKING:
    from rich.table import Table

_SKOS = PREFIXES["skos"]
_LABELS = (_SKOS + "prefLabel", PREFIXES["rdfs"] + "label")
_DEFINITION, _BROADER, _KIND = _SKOS + "definition", _SKOS + "broader", str(PF.partyKind)
_WORDINGS = (_SKOS + "altLabel", _SKOS + "hiddenLabel")
SHOWN = 8
"""Wordings of a concept that the table shows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Concept:
    """A concept of the ontology, or a well-known organisation."""

    curie: str
    label: str
    definition: str = ""
    broader: tuple[str, ...] = ()
    """CURIEs of the next broader concepts, or of an organisation's kinds."""
    wordings: tuple[str, ...] = ()
    """Other words that it is known by."""


@lru_cache(maxsize=1)
def concepts() -> tuple[Concept, ...]:
    """Return all concepts, by CURIE."""
    found: dict[str, dict[str, list[str]]] = {}
    for quad in _quads():
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            found.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object.value)
    return tuple(sorted((_concept(iri, facts) for iri, facts in found.items() if _label(facts)), key=lambda c: c.curie))


def find(words: str = "") -> list[Concept]:
    """Return the concepts with that CURIE, label or wording, best first: equal, then a label that holds the words, then a wording."""
    asked = " ".join(words.casefold().split())
    if not asked:
        return list(concepts())
    ranked = ((_rank(concept, asked), concept) for concept in concepts())
    return [concept for rank, concept in sorted(((r, c) for r, c in ranked if r), key=lambda pair: (pair[0], pair[1].curie))]


def table(found: Sequence[Concept]) -> Table:
    """Return a row for each concept, with its first wordings."""
    from privacyflows.graphs import tables

    rows = ([c.curie, c.label, ", ".join(c.broader), _some(c.wordings), c.definition] for c in found)
    return tables.table(("concept", "label", "broader", "also worded", "meaning"), rows)


def _concept(iri: str, facts: dict[str, list[str]]) -> Concept:
    return Concept(
        curie=curie(iri),
        label=_label(facts),
        definition=next(iter(facts.get(_DEFINITION, ())), ""),
        broader=tuple(sorted(curie(above) for above in (*facts.get(_BROADER, ()), *facts.get(_KIND, ())))),
        wordings=tuple(word for kind in _WORDINGS for word in facts.get(kind, ())),
    )


def _label(facts: dict[str, list[str]]) -> str:
    return next((facts[predicate][0] for predicate in _LABELS if predicate in facts), "")


def _rank(concept: Concept, asked: str) -> int:
    """Return 1 for the best match up to 4, 0 for none."""
    names = [concept.curie.casefold(), concept.curie.casefold().partition(":")[2], concept.label.casefold()]
    wordings = [wording.casefold() for wording in concept.wordings]
    tests = (asked in names, asked in wordings, any(asked in name for name in names), any(asked in wording for wording in wordings))
    return next((rank for rank, passed in enumerate(tests, start=1) if passed), 0)


def _some(words: Sequence[str]) -> str:
    rest = len(words) - SHOWN
    return ", ".join(words[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _quads() -> Iterator[ox.Quad]:
    for source in _turtle(files("privacyflows.ontology")):
        yield from ox.parse(source.read_bytes(), format=ox.RdfFormat.TURTLE)


def _turtle(folder: Traversable) -> Iterator[Traversable]:
    """Yield ``organisations.ttl`` and the files of ``concepts``; shapes and our own classes are no concepts."""
    named = folder / "organisations.ttl"
    if named.is_file():
        yield named
    yield from sorted((f for f in (folder / "concepts").iterdir() if f.name.endswith(".ttl")), key=lambda f: f.name)
