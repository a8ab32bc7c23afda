"""A dataset for OWL tools such as Protege: quads go in, one OWL 2 ontology in RDF/XML comes out.

OWL tools show only what is declared: every class, property and individual that the dataset uses gets its declaration. A property
whose values are literals is a data property, one whose values are nodes an object property, one with both, or a label, an
annotation. The closure (``pf:within``) is left out: it follows from ``skos:broader``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox
from privacyflows.graphs.quads.naming import literal, node
from privacyflows.graphs.vocabulary import BASE, CLOSURE_GRAPH, PREFIXES

_TYPE: Final = PREFIXES["rdf"] + "type"
_OWL: Final = PREFIXES["owl"]
_ONTOLOGY: Final = BASE + "dataset"
_NOTES: Final = frozenset(
    [PREFIXES["rdfs"] + "label", *(PREFIXES["skos"] + name for name in ("prefLabel", "altLabel", "hiddenLabel", "definition"))]
)


def to_owl(quads: Iterable[ox.Quad]) -> bytes:
    """Return the ontology as RDF/XML, in an order that depends on the content alone."""
    triples = {quad.triple for quad in quads if quad.graph_name != node(str(CLOSURE_GRAPH))}
    ordered = sorted(triples | set(_declarations(triples)), key=lambda t: (str(t.subject), str(t.predicate) != f"<{_TYPE}>", str(t)))
    return ox.serialize(ordered, format=ox.RdfFormat.RDF_XML) or b""


def _declarations(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield the ontology's header and a declaration for each term."""
    classes: set[str] = set()
    individuals: set[str] = set()
    values: dict[str, set[type]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            individuals.add(triple.subject.value)
        if triple.predicate.value == _TYPE:
            classes.add(triple.object.value if isinstance(triple.object, ox.NamedNode) else "")
            continue
        values.setdefault(triple.predicate.value, set()).add(type(triple.object))
        if isinstance(triple.object, ox.NamedNode):
            individuals.add(triple.object.value)
    yield _typed(_ONTOLOGY, "Ontology")
    yield ox.Triple(node(_ONTOLOGY), node(PREFIXES["rdfs"] + "comment"), literal("What privacy policies say, by privacyflows."))
    yield from (_typed(iri, "Class") for iri in classes - {""})
    yield from (_typed(iri, "NamedIndividual") for iri in individuals)
    for iri, kinds in values.items():
        literals, nodes = ox.Literal in kinds, bool(kinds - {ox.Literal})
        kind = "AnnotationProperty" if iri in _NOTES or (literals and nodes) else "DatatypeProperty" if literals else "ObjectProperty"
        yield _typed(iri, kind)


def _typed(iri: str, kind: str) -> ox.Triple:
    return ox.Triple(node(iri), node(_TYPE), node(_OWL + kind))
