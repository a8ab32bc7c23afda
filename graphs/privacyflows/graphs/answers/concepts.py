"""Looks up the concepts that statements name: a CURIE or words go in, the concepts with their wordings and what stands above come out.

Words are compared without case, hyphens and plural, so that "e-mails" finds ``pd:EmailAddress``. With a dataset, a concept also
tells how many of its statements name it. The ontology's Turtle files are read; nothing is loaded that the command line would wait for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from privacyflows.graphs.terms.own_concepts import check
from privacyflows.graphs.vocabulary import PF, PREFIXES, curie, load_vocabulary

if TYPE_CHECKING:
    from rdflib import Dataset
    from rich.table import Table

_SKOS = PREFIXES["skos"]
_TYPE = PREFIXES["rdf"] + "type"
_SCHEME = _SKOS + "ConceptScheme"
_LABELS = (_SKOS + "prefLabel", PREFIXES["rdfs"] + "label")
_DEFINITION, _BROADER, _KIND = _SKOS + "definition", _SKOS + "broader", str(PF.partyKind)
_WORDINGS = (_SKOS + "altLabel", _SKOS + "hiddenLabel")
SHOWN = 8
"""Wordings of a concept that the table shows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Concept:
    """A concept of the ontology, or a well-known organisation."""

    iri: str
    curie: str
    label: str
    definition: str = ""
    broader: tuple[str, ...] = ()
    """CURIEs of the next broader concepts, or of an organisation's kinds."""
    wordings: tuple[str, ...] = ()
    """Other words that it is known by."""


@lru_cache(maxsize=2)
def concepts(extra: tuple[Path, ...] = ()) -> tuple[Concept, ...]:
    """Return all concepts, by CURIE, those of ``extra`` Turtle files among them; raises as `load_vocabulary` does for these."""
    check(*extra)
    found: dict[str, dict[str, list[str]]] = {}
    prefixes = load_vocabulary(*extra).prefixes if extra else PREFIXES
    for quad in _quads(extra):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            found.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object.value)
    return tuple(
        sorted(
            (_concept(iri, facts, prefixes) for iri, facts in found.items() if _label(facts) and _SCHEME not in facts.get(_TYPE, ())),
            key=lambda c: c.curie,
        )
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """How many statements of a dataset name a concept, and how many name it or a narrower one."""

    itself: int = 0
    narrower: int = 0


def find(words: str = "", extra: tuple[Path, ...] = ()) -> list[Concept]:
    """Return the concepts with that CURIE, label or wording, the best first; those of ``extra`` Turtle files too.

    A name that equals the words comes before a wording that does, and both before those that only hold the words; among equals those
    whose label begins with the words.
    """
    asked = _folded(words)
    if not asked:
        return list(concepts(extra))
    ranked = ((_rank(concept, asked), concept) for concept in concepts(extra))
    return [concept for rank, concept in sorted(((r, c) for r, c in ranked if r), key=lambda pair: (pair[0], pair[1].curie))]


def path(concept: Concept, extra: tuple[Path, ...] = ()) -> tuple[str, ...]:
    """Return the CURIEs from the top down to the concept's broader one; where several are broader, by the first."""
    known = {other.curie: other for other in concepts(extra)}
    way: list[str] = []
    above = concept
    while above.broader and above.broader[0] not in (concept.curie, *way):
        way.append(above.broader[0])
        if above.broader[0] not in known:
            break
        above = known[above.broader[0]]
    return tuple(reversed(way))


def counts(dataset: Dataset, found: Sequence[Concept]) -> dict[str, Count]:
    """Return CURIE -> how often the dataset states each concept."""
    from privacyflows.graphs.answers.evaluation import Source

    values = " ".join(f"<{concept.iri}>" for concept in found)
    source = Source.of(dataset)
    plain, wide = (
        {str(iri): int(str(number)) for iri, number in source.answer(query % values).rows if iri is not None}
        for query in (_STATED, _STATED_OR_NARROWER)
    )
    return {concept.curie: Count(itself=plain.get(concept.iri, 0), narrower=wide.get(concept.iri, 0)) for concept in found}


_STATED = """SELECT ?concept (COUNT(DISTINCT ?statement) AS ?n) WHERE {
  VALUES ?concept { %s } ?place pf:concept ?concept . ?statement pf:mentions ?place } GROUP BY ?concept"""
_STATED_OR_NARROWER = """SELECT ?concept (COUNT(DISTINCT ?statement) AS ?n) WHERE {
  VALUES ?concept { %s } ?narrower pf:within ?concept . ?place pf:concept ?narrower . ?statement pf:mentions ?place } GROUP BY ?concept"""


def table(found: Sequence[Concept], stated: Mapping[str, Count] | None = None, extra: tuple[Path, ...] = ()) -> Table:
    """Return a row for each concept, with its way from the top and its first wordings; with counts those are shown."""
    from privacyflows.graphs.commands import tables

    head = ["concept", "label", *(["stated", "with narrower"] if stated is not None else []), "under", "also worded", "meaning"]
    rows: list[list[object]] = []
    for concept in found:
        count = (stated or {}).get(concept.curie, Count())
        numbers = [count.itself, count.narrower] if stated is not None else []
        rows.append([concept.curie, concept.label, *numbers, " > ".join(path(concept, extra)), _some(concept.wordings), concept.definition])
    return tables.table(head, rows)


def _concept(iri: str, facts: dict[str, list[str]], prefixes: Mapping[str, str]) -> Concept:
    return Concept(
        iri=iri,
        curie=curie(iri, prefixes),
        label=_label(facts),
        definition=next(iter(facts.get(_DEFINITION, ())), ""),
        broader=tuple(sorted(curie(above, prefixes) for above in (*facts.get(_BROADER, ()), *facts.get(_KIND, ())))),
        wordings=tuple(word for kind in _WORDINGS for word in facts.get(kind, ())),
    )


def _label(facts: dict[str, list[str]]) -> str:
    return next((facts[predicate][0] for predicate in _LABELS if predicate in facts), "")


def _rank(concept: Concept, asked: str) -> tuple[int, int] | None:
    """Return how well a concept fits, the smaller the better, None where it does not."""
    local = concept.curie.partition(":")[2]
    names = [_folded(name) for name in (concept.curie, local, _spaced(local), concept.label)]
    wordings = [_folded(wording) for wording in concept.wordings]
    tests = (asked in names, asked in wordings, any(asked in name for name in names), any(asked in wording for wording in wordings))
    first = next((rank for rank, passed in enumerate(tests) if passed), None)
    return None if first is None else (first, 0 if names[-1].startswith(asked) else 1)


def _folded(words: str) -> str:
    """Return words as they are compared.

    >>> _folded("E-mail  Addresses"), _folded("cookies")
    ('email address', 'cookie')
    """
    plain = re.sub(r"[-\u2010\u2011]", "", words.casefold()).split()
    return " ".join(re.sub(r"(?<=ss)es$|(?<=[^s])s$", "", word) if len(word) > 3 else word for word in plain)


def _spaced(local: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local)


def _some(words: Sequence[str]) -> str:
    rest = len(words) - SHOWN
    return ", ".join(words[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _quads(extra: Iterable[Path]) -> Iterator[ox.Quad]:
    for source in (*_turtle(files("privacyflows.ontology")), *extra):
        yield from ox.parse(source.read_bytes(), format=ox.RdfFormat.TURTLE)


def _turtle(folder: Traversable) -> Iterator[Traversable]:
    """Yield ``organisations.ttl`` and the files of ``concepts``; shapes and our own classes are no concepts."""
    named = folder / "organisations.ttl"
    if named.is_file():
        yield named
    yield from sorted((f for f in (folder / "concepts").iterdir() if f.name.endswith(".ttl")), key=lambda f: f.name)
