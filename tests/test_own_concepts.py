"""A user's own concepts, three lines of Turtle: found in a text, in their place, counted, drawn, and usable by their prefix.

Read by the real reader from an invented text; asked before and after the dataset was saved and opened again without the Turtle file.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from privacyflows.extract.errors import InputError
from privacyflows.extract.lexicon.lexicon import load_lexicon
from privacyflows.extract.model import Document
from privacyflows.graphs import PolicyGraph
from privacyflows.graphs.answers.concepts import find, path
from privacyflows.graphs.derive import PREFERRED_PREFIX
from privacyflows.graphs.queries import QueryError
from privacyflows.graphs.terms.own_concepts import check
from privacyflows.graphs.vocabulary import VOCABULARY_GRAPH, load_vocabulary
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


def turtle(**changed: str) -> str:
    """One concept of one's own, with what is changed in it."""
    parts = {"name": "mine:Gait", "scheme": "skos:inScheme pf:DataScheme ;", "above": "pd:Biometric", "words": '; skos:prefLabel "Gait"@en'}
    parts |= changed
    return TURTLE.partition("mine:HandTremor")[0] + "{name} a skos:Concept ; {scheme} skos:broader {above} {words} .".format(**parts)


@pytest.mark.parametrize(
    ("changed", "fault", "remedy"),
    [
        ({"above": "pd:Biometrical"}, "mine:Gait stands below pd:Biometrical, which nothing knows", "did you mean pd:Biometric"),
        ({"scheme": "skos:inScheme pf:DatasScheme ;"}, "a scheme that there is not: pf:DatasScheme", "did you mean pf:DataScheme"),
        ({"scheme": ""}, "mine:Gait is in no scheme", "skos:inScheme pf:DataScheme"),
        ({"words": ""}, "mine:Gait has no name", "skos:prefLabel"),
        ({"name": "yours:Gait"}, "prefix yours: has not been declared", "check the file"),
    ],
)
def test_a_slip_is_told_before_anything_is_read(tmp_path: Path, changed: dict[str, str], fault: str, remedy: str) -> None:
    (tmp_path / "mine.ttl").write_text(turtle(**changed), encoding="utf-8")
    with pytest.raises(InputError, match=fault) as caught:
        PolicyGraph.build(Document.from_text(TEXT, policy="lanternfold"), vocabulary=tmp_path / "mine.ttl")
    assert remedy in caught.value.hint


def test_a_prefix_of_ours_that_is_forgotten_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text('pf:Gait a skos:Concept ; skos:prefLabel "Gait"@en .', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_vocabulary(tmp_path / "mine.ttl")
    assert caught.value.hint == "put this line on top: @prefix pf: <https://w3id.org/privacyflows#> ."


@pytest.mark.parametrize(
    "changed",
    [{"above": "mine:Movement"}, {"above": "pd:DNACode"}, {"name": "pd:EmailAddress", "words": '; skos:altLabel "pigeon post"@en'}],
    ids=["below a term of one's own", "below a term of DPV", "a wording more for a concept of ours"],
)
def test_what_is_as_it_should_be_passes(tmp_path: Path, changed: dict[str, str]) -> None:
    (tmp_path / "mine.ttl").write_text(turtle(**changed), encoding="utf-8")
    check(tmp_path / "mine.ttl")


@pytest.mark.parametrize("words", ['; skos:prefLabel "Gait pattern"@en', '; skos:prefLabel "Steps"@en ; skos:altLabel "gait pattern"@en'])
def test_a_wording_of_ours_goes_to_the_users_concept(tmp_path: Path, words: str) -> None:
    (tmp_path / "mine.ttl").write_text(turtle(words=words), encoding="utf-8")
    assert load_lexicon().data("gait pattern") == "pf:GaitPattern"
    assert load_lexicon(tmp_path / "mine.ttl").data("gait pattern") == "https://example.org/concepts#Gait"


def test_it_is_looked_up_with_ours(tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(TURTLE, encoding="utf-8")
    (found,) = find("tremor pattern", (tmp_path / "mine.ttl",))
    assert (found.curie, path(found, (tmp_path / "mine.ttl",))[-1]) == ("mine:HandTremor", "pd:Biometric")
    assert find("tremor pattern") == []
