"""Quads -> JSON-LD: sorted quads without blank nodes go in; one object a graph comes out, with the context of the ontology inside.

The context (``ontology/context.jsonld``) has the prefixes, and says of the object properties that their values are IRIs, so that
a value is a plain string. It is written into the file: nobody has to fetch anything to read it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

import pyoxigraph as ox
from privacyflows.graphs.vocabulary import PREFIXES, curie

_TYPE = PREFIXES["rdf"] + "type"
_STRING = PREFIXES["xsd"] + "string"


@lru_cache(maxsize=1)
def context() -> dict[str, Any]:
    """Return the JSON-LD context of privacyflows."""
    text = (files("privacyflows.ontology") / "context.jsonld").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)["@context"]
    return found


def to_jsonld(quads: Iterable[ox.Quad]) -> bytes:
    """Return the quads as compact JSON-LD in UTF-8, graphs and nodes in the order in which they come."""
    graphs: dict[str, dict[str, dict[str, Any]]] = {}
    for quad in quads:
        graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else _name(quad.graph_name)
        subject = _name(quad.subject)
        node = graphs.setdefault(graph, {}).setdefault(subject, {"@id": subject})
        predicate = quad.predicate.value
        if predicate == _TYPE:
            node.setdefault("@type", []).append(_name(quad.object))
        else:
            node.setdefault(curie(predicate), []).append(_value(quad.object, curie(predicate)))
    listed: list[dict[str, Any]] = []
    for name, nodes in graphs.items():
        flat = [_flat(node) for node in nodes.values()]
        listed += [{"@id": name, "@graph": flat}] if name else flat
    text = json.dumps({"@context": context(), "@graph": listed}, ensure_ascii=False, indent=1)
    return (text + "\n").encode()


def _flat(node: dict[str, Any]) -> dict[str, Any]:
    """Write lists of one value as the value."""
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in node.items()}


@lru_cache(maxsize=65536)
def _short(iri: str) -> str:
    return curie(iri)


def _name(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return _short(term.value) if isinstance(term, ox.NamedNode) else str(term)


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, predicate: str) -> Any:  # noqa: ANN401 - JSON is any of many
    if not isinstance(term, ox.Literal):
        name = _name(term)
        return name if isinstance(context().get(predicate), dict) else {"@id": name}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == _STRING:
        return term.value
    return {"@value": term.value, "@type": _short(term.datatype.value)}
