"""CURIEs, the closed namespaces of our terms and DPV's, and the concept hierarchy as read from the ontology's Turtle files.

In come the Turtle files of ``privacyflows.ontology`` (and files that a user adds); out come `PF`, `DPV`, `PD`, `TECH` and `EU_GDPR`,
in which a misspelt term is an ``AttributeError`` and an editor completes, `expand` and `curie` to go between CURIE and IRI, and a
`Vocabulary`: label, broader concepts and party kinds of every concept and well-known organisation. Nothing is read at import;
`load_vocabulary` is cached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from privacyflows.extract.errors import InputError, NotFoundError, UnreadableError
from privacyflows.extract.model import Action
from privacyflows.graphs.terms.dpv_terms import DPV
from privacyflows.graphs.terms.eu_gdpr_terms import EU_GDPR
from privacyflows.graphs.terms.pd_terms import PD
from privacyflows.graphs.terms.pf_terms import PF
from privacyflows.graphs.terms.tech_terms import TECH
from rdflib import URIRef

__all__ = [
    "BASE",
    "CLOSURE_GRAPH",
    "DPV",
    "EU_GDPR",
    "PD",
    "PF",
    "PREFIXES",
    "PROCESSING",
    "TECH",
    "VOCABULARY_GRAPH",
    "Vocabulary",
    "VocabularyError",
    "curie",
    "expand",
    "load_vocabulary",
    "triples",
]

BASE: Final = "https://w3id.org/privacyflows/"
"""Default base of the IRIs that a dataset mints, and the home of the well-known organisations (not registered yet)."""
VOCABULARY_GRAPH: Final = URIRef(BASE + "graph/vocabulary")
"""Named graph with labels, hierarchy and party kinds of the concepts that a dataset uses."""
CLOSURE_GRAPH: Final = URIRef(BASE + "graph/closure")
"""Named graph with ``pf:within``, the reflexive transitive closure of that hierarchy."""

PREFIXES: Final[Mapping[str, str]] = {
    "pf": str(PF._NS),
    "dpv": str(DPV._NS),
    "pd": str(PD._NS),
    "tech": str(TECH._NS),
    "eu-gdpr": str(EU_GDPR._NS),
    "loc": "https://w3id.org/dpv/loc#",
    "pforg": BASE + "org/",
    "dct": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefix -> namespace, for CURIEs in statements, for queries and for files."""

PROCESSING: Final[Mapping[Action, URIRef]] = {
    Action.COLLECT: DPV.Collect,
    Action.USE: DPV.Use,
    Action.SHARE: DPV.Share,
    Action.SELL: PF.Sell,
    Action.RETAIN: DPV.Store,
    Action.TRANSFER: DPV.Transfer,
    Action.TRACK: DPV.Tracking,
    Action.PUBLISH: DPV.Disseminate,
    Action.ACCESS: DPV.Access,
    Action.COMBINE: DPV.Combine,
    Action.SECURE: PF.Secure,
    Action.DELETE: DPV.Delete,
}
"""What is done with data -> the processing concept; ours where DPV has none (selling; protecting, which DPV holds for a measure)."""

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_SKOS = PREFIXES["skos"]
_LABELS = (_SKOS + "prefLabel", PREFIXES["rdfs"] + "label")
_NAMES = (*_LABELS, _SKOS + "altLabel", _SKOS + "hiddenLabel")


class VocabularyError(InputError):
    """A CURIE or IRI that cannot be resolved."""


def expand(curie: str, prefixes: Mapping[str, str] = PREFIXES) -> URIRef:
    """Return the IRI of a CURIE; an ``http(s)`` or ``urn`` IRI is returned as it is.

    Raises `VocabularyError` for an unknown prefix or a local part that is no plain name.

    >>> str(expand("pd:EmailAddress"))
    'https://w3id.org/dpv/pd#EmailAddress'
    """
    prefix, colon, local = curie.partition(":")
    if prefix in ("http", "https", "urn"):
        try:
            return URIRef(ox.NamedNode(curie).value)
        except ValueError as error:
            raise VocabularyError(f"not an IRI: {curie!r}", hint="an IRI holds no blanks, quotes or angle brackets") from error
    if not colon or prefix not in prefixes:
        raise VocabularyError(f"unknown prefix in {curie!r}", hint=f"known prefixes: {', '.join(sorted(prefixes))}")
    if not _LOCAL.fullmatch(local):
        raise VocabularyError(f"not a CURIE: {curie!r}", hint="write it as pd:EmailAddress")
    return URIRef(prefixes[prefix] + local)


def curie(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return the CURIE of an IRI, by the longest namespace that fits; the IRI itself where none does.

    >>> curie("https://w3id.org/dpv/pd#EmailAddress")
    'pd:EmailAddress'
    """
    for prefix, namespace in sorted(prefixes.items(), key=lambda item: -len(item[1])):
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return str(iri)


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """The concepts and well-known organisations by IRI."""

    labels: Mapping[str, str] = field(default_factory=dict)
    """IRI -> English preferred label."""
    broader: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """IRI -> IRIs of the next broader concepts, sorted."""
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Organisation's IRI -> IRIs of its party kinds, the main kind first."""
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Organisation's IRI -> IRIs of the organisations that it belongs to."""
    organisations: Mapping[str, str] = field(default_factory=dict)
    """Case-folded name or alias -> organisation's IRI."""
    prefixes: Mapping[str, str] = field(default_factory=lambda: dict(PREFIXES))
    """Prefix -> namespace, those of the added files included."""

    def label(self, iri: str) -> str:
        """Return the label, or words made of the IRI's last part where the vocabulary does not know it."""
        iri = str(iri)  # a URIRef never equals a str
        if iri in self.labels:
            return self.labels[iri]
        local = re.split(r"[#/]", iri.rstrip("#/"))[-1]
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).lower() if re.search(r"[a-z][A-Z]", local) else local

    def ancestors(self, iri: str) -> tuple[str, ...]:
        """Return the IRI itself and all that stands above it (broader concepts, party kinds), sorted; safe on cycles."""
        seen: set[str] = set()
        todo = [str(iri)]  # a URIRef never equals a str
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo += (*self.broader.get(node, ()), *self.kinds.get(node, ()))
        return tuple(sorted(seen))


def load_vocabulary(*extra: str | Path) -> Vocabulary:
    """Read the ontology's Turtle files and the ``extra`` ones (added, same pattern: SKOS labels and ``skos:broader``).

    Raises `NotFoundError` for a file that is not there and `UnreadableError`, with the line, for one that is no Turtle.
    """
    return _load(tuple(str(path) for path in extra))


def triples(path: str | Path) -> list[tuple[str, str, str]]:
    """Return what a Turtle file says of IRIs, as (subject, predicate, object's text); raises as `load_vocabulary` does."""
    quads, _ = _parse(Path(path))
    return [
        (q.subject.value, q.predicate.value, q.object.value)
        for q in quads
        if isinstance(q.subject, ox.NamedNode) and hasattr(q.object, "value")
    ]


@lru_cache(maxsize=8)
def _load(extra: tuple[str, ...]) -> Vocabulary:
    quads: list[ox.Quad] = []
    prefixes = dict(PREFIXES)
    for source in (*_own_files(), *map(Path, extra)):
        found, declared = _parse(source)
        quads += found
        prefixes = declared | prefixes
    return _vocabulary(quads, prefixes)


def _own_files() -> Iterator[Traversable]:
    root = files("privacyflows.ontology")
    yield root / "privacyflows.ttl"
    organisations = root / "organisations.ttl"
    if organisations.is_file():
        yield organisations
    yield from sorted((f for f in (root / "concepts").iterdir() if f.name.endswith(".ttl")), key=lambda f: f.name)


def _parse(source: Traversable | Path) -> tuple[list[ox.Quad], dict[str, str]]:
    if not source.is_file():
        raise NotFoundError(f"no vocabulary file {str(source)!r}", hint="give the path of a Turtle file")
    try:
        parser = ox.parse(source.read_bytes(), format=ox.RdfFormat.TURTLE)
        return list(parser), dict(parser.prefixes)
    except (SyntaxError, OSError) as error:
        raise UnreadableError(f"{source} is not Turtle: {error}", hint=_remedy(str(error))) from error


def _remedy(complaint: str) -> str:
    """Return the line that declares one of our prefixes where a file forgot that, else general advice."""
    missing = re.search(r"[Pp]refix ([\w-]+): has not been declared", complaint)
    if missing and missing[1] in PREFIXES:
        return f"put this line on top: @prefix {missing[1]}: <{PREFIXES[missing[1]]}> ."
    return "check the file with any RDF tool"


def _vocabulary(quads: list[ox.Quad], prefixes: Mapping[str, str]) -> Vocabulary:
    labels: dict[str, str] = {}
    sets: dict[str, dict[str, list[str]]] = {name: {} for name in ("broader", "kinds", "parents")}
    names: dict[str, set[str]] = {}
    organisations: set[str] = set()
    target = {_SKOS + "broader": "broader", str(PF.partyKind): "kinds", PREFIXES["dct"] + "isPartOf": "parents"}
    for quad in quads:
        if not isinstance(quad.subject, ox.NamedNode):
            continue
        subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object
        if isinstance(value, ox.Literal) and (value.language or "en").split("-")[0] == "en":
            if predicate in _LABELS and (predicate == _LABELS[0] or subject not in labels):
                labels[subject] = value.value
            if predicate in _NAMES:
                names.setdefault(subject, set()).add(value.value.casefold())
        elif isinstance(value, ox.NamedNode):
            if predicate in target:
                sets[target[predicate]].setdefault(subject, []).append(value.value)
            elif predicate == str(PF.mainKind):
                sets["kinds"].setdefault(subject, []).insert(0, value.value)
            elif value.value == str(PF.Organisation):
                organisations.add(subject)
    by_name = {name: iri for iri in sorted(organisations, reverse=True) for name in names.get(iri, ())}
    return Vocabulary(
        labels=labels,
        broader={iri: tuple(sorted(set(above))) for iri, above in sets["broader"].items()},
        kinds={iri: tuple(dict.fromkeys(above)) for iri, above in sets["kinds"].items()},
        parents={iri: tuple(sorted(set(above))) for iri, above in sets["parents"].items()},
        organisations=by_name,
        prefixes=prefixes,
    )
