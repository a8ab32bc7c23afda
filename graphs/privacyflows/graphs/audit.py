"""Checks of a dataset: shapes go over it one snapshot at a time, and what the reader could not read is listed.

In come a dataset and the shapes of ``ontology/shapes.ttl``; out come a `Report` of violations and the list of gaps. pyshacl
(the extra ``validate``) checks a plain rdflib graph of one snapshot: 13 times faster than over the store, and a fault is named
together with its policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from privacyflows.extract.errors import MissingDependencyError, PrivacyflowsError
from privacyflows.graphs.answers.sparql import policies_like
from privacyflows.graphs.derive import FLOWS, is_derived
from privacyflows.graphs.quads.naming import rdflib_term
from privacyflows.graphs.store import quads_of
from privacyflows.graphs.vocabulary import PF, PREFIXES, curie
from rdflib import Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF
from rdflib.term import Node

_SH: Final = Namespace("http://www.w3.org/ns/shacl#")
_IDENTIFIER: Final = URIRef(PREFIXES["dct"] + "identifier")
_EXACT: Final = URIRef(PREFIXES["oa"] + "exact")


@dataclass(frozen=True, kw_only=True, slots=True)
class Violation:
    """One broken rule: which node of which snapshot, on which property, and what is wrong."""

    policy: str
    node: str
    path: str
    """CURIE of the property, ``""`` where the node as a whole is at fault."""
    message: str
    value: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What the shapes found; ``snapshots`` is how many were checked."""

    violations: tuple[Violation, ...]
    snapshots: int

    @property
    def conforms(self) -> bool:
        """Whether nothing is broken."""
        return not self.violations


@dataclass(frozen=True, kw_only=True, slots=True)
class GapFound:
    """A place that announces something and does not give it in a readable way."""

    policy: str
    section: str
    missing: tuple[str, ...]
    """Roles that would have been filled, named as in the statements."""
    words: str
    snapshot: str


def validate(dataset: Dataset, *, policy: str | None = None) -> Report:
    """Check every snapshot, or that of one policy, against the shapes.

    Raises `MissingDependencyError` without pyshacl and `PrivacyflowsError` for a policy that the dataset does not hold.
    """
    try:
        import pyshacl
    except ImportError as error:
        raise MissingDependencyError("shapes are checked by pyshacl", hint="pip install 'privacyflows[validate]'") from error
    violations: list[Violation] = []
    checked = 0
    for name, graph in _snapshots(dataset, policy):
        checked += 1
        _, results, _ = pyshacl.validate(graph, shacl_graph=_shapes(), inference="none", advanced=False, meta_shacl=False)
        if not isinstance(results, Graph):
            raise PrivacyflowsError(f"the shapes could not be applied to {name!r}: {results}")
        violations += _violations(name, results)
    return Report(violations=tuple(violations), snapshots=checked)


def gaps(dataset: Dataset, *, policy: str | None = None) -> list[GapFound]:
    """Return the gaps, by policy and place in the text; raises `PrivacyflowsError` for a policy that the dataset does not hold."""
    found: list[tuple[str, int, GapFound]] = []
    for name, graph in _snapshots(dataset, policy):
        for gap in graph.subjects(RDF.type, PF.Gap):
            passages = sorted(graph.objects(gap, PF.evidence), key=str)
            words = " ... ".join(_text(graph, p, _EXACT) for p in passages)
            start = min((int(str(s)) for p in passages for s in graph.objects(p, URIRef(PREFIXES["oa"] + "start"))), default=0)
            item = GapFound(
                policy=name,
                section=_text(graph, gap, PF.section),
                missing=tuple(sorted(str(role) for role in graph.objects(gap, PF.missing))),
                words=words,
                snapshot=_text(graph, gap, PF.statedIn),
            )
            found.append((name, start, item))
    return [item for *_, item in sorted(found, key=lambda row: (row[0], row[1], row[2].words))]


def _snapshots(dataset: Dataset, policy: str | None) -> Iterator[tuple[str, Graph]]:
    """Yield each snapshot's policy and its statements with their shortcuts, as plain rdflib graphs, by graph name."""
    snapshots = sorted(str(graph.identifier) for graph in dataset.graphs() if not is_derived(str(graph.identifier)))
    names = {snapshot: _policy(dataset, snapshot) for snapshot in snapshots if not snapshot.startswith("urn:x-rdflib:")}
    if policy is not None and policy not in names.values():
        raise PrivacyflowsError(f"the dataset has no policy {policy!r}", hint=policies_like(policy, names.values()))
    for snapshot, name in names.items():
        if policy in (None, name):
            plain = Graph(bind_namespaces="none")
            for graph in (snapshot, snapshot + FLOWS):
                for quad in quads_of(dataset, graph):
                    plain.add((rdflib_term(quad.subject), rdflib_term(quad.predicate), rdflib_term(quad.object)))
            yield name, plain


def _text(graph: Graph, subject: Node, predicate: URIRef) -> str:
    """Return the value as text, ``""`` where there is none."""
    value = graph.value(subject, predicate)
    return "" if value is None else str(value)


def _policy(dataset: Dataset, graph: str) -> str:
    """Return the policy's name that the snapshot carries, the graph's name where it carries none."""
    for name in dataset.graph(graph).objects(None, _IDENTIFIER):
        return str(name)
    return graph


@lru_cache(maxsize=1)
def _shapes() -> Graph:
    text = (files("privacyflows.ontology") / "shapes.ttl").read_text(encoding="utf-8")
    return Graph(bind_namespaces="none").parse(data=text, format="turtle")


def _violations(policy: str, results: Graph) -> list[Violation]:
    found = []
    for result in results.subjects(RDF.type, _SH.ValidationResult):
        value = results.value(result, _SH.value)
        path = results.value(result, _SH.resultPath)
        messages = sorted(str(m) for m in results.objects(result, _SH.resultMessage))
        found.append(
            Violation(
                policy=policy,
                node=curie(_text(results, result, _SH.focusNode)),
                path=curie(str(path)) if isinstance(path, URIRef) else "",
                message="; ".join(messages),
                value="" if value is None else str(value) if isinstance(value, Literal) else curie(str(value)),
            )
        )
    return sorted(found, key=lambda v: (v.node, v.path, v.message, v.value))
