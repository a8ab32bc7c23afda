"""A user's own concepts, three lines of Turtle: found in a text, in their place, counted, drawn, and usable by their prefix.

Read by the real reader from an invented text; asked before and after the dataset was saved and opened again without the Turtle file.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from privacyflows.extract.model import Document
from privacyflows.graphs import PolicyGraph
from privacyflows.graphs.derive import PREFERRED_PREFIX
from privacyflows.graphs.queries import QueryError
from privacyflows.graphs.vocabulary import VOCABULARY_GRAPH
from rdflib import Literal, URIRef

TURTLE = """
@prefix mine: <https://example.org/concepts#> .
@prefix pd: <https://w3id.org/dpv/pd#> .
@prefix pf: <https://w3id.org/privacyflows#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

mine:HandTremor a skos:Concept ; skos:inScheme pf:DataScheme ; skos:broader pd:Biometric ;
  skos:prefLabel "Hand tremor"@en ;
  skos:altLabel "tremor pattern"@en .
"""
TEXT = """# Privacy notice of Lanternfold Skills Lab

We collect your name and your hand tremor. We share your tremor patterns with hospitals. We do not sell your hand tremor.
"""
TREMOR = "https://example.org/concepts#HandTremor"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> PolicyGraph:
    """The text, read with the concept."""
    mine = tmp_path_factory.mktemp("concepts") / "mine.ttl"
    mine.write_text(TURTLE, encoding="utf-8")
    return PolicyGraph.build(Document.from_text(TEXT, policy="lanternfold"), vocabulary=str(mine))


@pytest.fixture(params=["as built", "flows.trig", "flows.nq", "flows.ttl", "flows.jsonld", "folder"])
def graph(request: pytest.FixtureRequest, built: PolicyGraph, tmp_path: Path) -> PolicyGraph:
    """The graph as it was built, or saved and opened again."""
    if request.param == "as built":
        return built
    built.save(tmp_path / request.param)
    return PolicyGraph.open(tmp_path / request.param)


def test_it_is_found_under_what_is_broader_and_counted(graph: PolicyGraph) -> None:
    query = "SELECT ?data (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s dpv:hasPersonalData ?data . ?data pf:within pd:Biometric } GROUP BY ?data"
    assert list(graph.query(query)) == [{"data": "mine:HandTremor", "n": 2}]
    assert graph.query(query).labels[TREMOR] == "Hand tremor"


def test_its_prefix_works_in_sparql_in_parameters_and_in_filters(graph: PolicyGraph) -> None:
    assert len(graph.query("SELECT ?s WHERE { ?s pf:deniedData mine:HandTremor }")) == 1
    assert [row["data"] for row in graph.query("recipients-of", data="mine:HandTremor")] == ["mine:HandTremor"]
    assert TREMOR in graph.flows(data="mine:HandTremor")


def test_it_is_drawn(graph: PolicyGraph) -> None:
    assert "Hand tremor" in graph.sankey(data="pd:Biometric").description
    assert [row.label for row in graph.matrix(data="mine:HandTremor").rows] == ["Hand tremor"]


def test_without_the_file_it_is_unknown() -> None:
    graph = PolicyGraph.build(Document.from_text(TEXT, policy="lanternfold"))
    assert len(graph.query("SELECT ?s WHERE { ?s dpv:hasPersonalData ?d . ?d pf:within pd:Biometric }")) == 0
    with pytest.raises(QueryError, match="unknown prefix mine:"):
        graph.query("SELECT ?s WHERE { ?s dpv:hasPersonalData mine:HandTremor }")


@pytest.mark.parametrize(
    ("prefix", "namespace"), [("no prefix", "https://example.org/x#"), ("", "https://example.org/x#"), ("pf", "https://example.org/x#")]
)
def test_a_dataset_cannot_break_queries_by_its_prefixes(prefix: str, namespace: str) -> None:
    graph = PolicyGraph()
    graph.dataset.graph(VOCABULARY_GRAPH).add((URIRef(namespace), URIRef(PREFERRED_PREFIX), Literal(prefix)))
    assert len(graph.query("SELECT ?s WHERE { ?s a pf:Practice }")) == 0
    assert graph.query("SELECT (pf:Practice AS ?c) WHERE {}").rows[0][0] == URIRef("https://w3id.org/privacyflows#Practice")
