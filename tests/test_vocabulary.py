"""CURIEs, namespaces that know their terms, the hierarchy as read from the files; what the files say is checked in `test_integrity`."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from privacyflows.extract.errors import NotFoundError, UnreadableError
from privacyflows.extract.model import Action
from privacyflows.graphs.quads.jsonld import context
from privacyflows.graphs.vocabulary import (
    DPV,
    EU_GDPR,
    PD,
    PF,
    PREFIXES,
    PROCESSING,
    TECH,
    Vocabulary,
    VocabularyError,
    curie,
    expand,
    load_vocabulary,
)
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import OWL


@pytest.fixture(scope="module")
def ontology(root: Path) -> Graph:
    return Graph().parse(root / "ontology" / "privacyflows.ttl")


def test_a_denial_is_no_process(ontology: Graph) -> None:
    above = set(ontology.transitive_objects(PF.Denial, RDFS.subClassOf))
    assert DPV.Process not in above
    assert DPV.Process in set(ontology.transitive_objects(PF.Practice, RDFS.subClassOf))


@pytest.mark.parametrize("namespace", [PF, DPV, PD, TECH, EU_GDPR])
def test_a_misspelt_term_is_an_error(namespace: type) -> None:
    with pytest.raises(AttributeError):
        namespace.Pracitce  # type: ignore[attr-defined]  # noqa: B018


def test_every_action_has_a_processing_with_a_label() -> None:
    known = load_vocabulary()
    assert set(PROCESSING) == set(Action)
    assert all(str(iri) in known.labels for iri in PROCESSING.values())
    assert all(str(DPV.Processing) in known.ancestors(iri) for iri in PROCESSING.values())


@pytest.mark.parametrize(
    ("short", "iri"),
    [
        ("pd:EmailAddress", "https://w3id.org/dpv/pd#EmailAddress"),
        ("eu-gdpr:A6-1-b", "https://w3id.org/dpv/legal/eu/gdpr#A6-1-b"),
        ("pf:Sell", "https://w3id.org/privacyflows#Sell"),
        ("pforg:google", "https://w3id.org/privacyflows/org/google"),
        ("dpv:Purpose", "https://w3id.org/dpv#Purpose"),
        ("loc:US-CA", "https://w3id.org/dpv/loc#US-CA"),
    ],
)
def test_curies_there_and_back(short: str, iri: str) -> None:
    assert expand(short) == URIRef(iri)
    assert curie(iri) == short


@pytest.mark.parametrize("iri", ["https://example.org/x#y", "urn:isbn:1", "http://example.org/"])
def test_iris_pass(iri: str) -> None:
    assert str(expand(iri)) == iri
    assert curie(iri) == iri


@pytest.mark.parametrize(
    "wrong", ["EmailAddress", "nope:Thing", "pd:", "pd:a b", "pd:x> <http://evil.example", "http://e.example/> } DROP ALL #", "pd:x\n"]
)
def test_what_is_no_curie_is_refused(wrong: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        expand(wrong)
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_ancestors_are_reflexive_and_transitive() -> None:
    assert {str(t) for t in (DPV.Tracking, DPV.Use, DPV.Processing)} == set(load_vocabulary().ancestors(DPV.Tracking))


def test_ancestors_survive_a_cycle() -> None:
    assert Vocabulary(broader={"a": ("b",), "b": ("a",)}).ancestors("a") == ("a", "b")


def test_organisations_stand_within_their_kinds() -> None:
    assert Vocabulary(broader={"kind": ("party",)}, kinds={"org": ("kind",)}).ancestors("org") == ("kind", "org", "party")


@pytest.mark.parametrize(
    ("iri", "label"),
    [
        ("https://example.org/x#LoyaltyCard", "loyalty card"),
        ("https://w3id.org/dpv/loc#CA", "CA"),
        ("https://example.org/A6-1-b", "A6-1-b"),
    ],
)
def test_unknown_concepts_are_named_by_their_iri(iri: str, label: str) -> None:
    assert Vocabulary().label(iri) == label


def test_a_users_own_vocabulary_is_added(tmp_path: Path) -> None:
    extra = tmp_path / "loyalty.ttl"
    extra.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix my: <https://example.org/my#> .\n"
        "@prefix pd: <https://w3id.org/dpv/pd#> .\n"
        'my:LoyaltyCard a skos:Concept ; skos:prefLabel "Loyalty card"@en, "Treuekarte"@de ; skos:broader pd:Identifying .\n',
        encoding="utf-8",
    )
    known = load_vocabulary(extra)
    iri = expand("my:LoyaltyCard", known.prefixes)
    assert known.label(iri) == "Loyalty card"
    assert "https://w3id.org/dpv/pd#Identifying" in known.ancestors(iri)
    assert "my" not in load_vocabulary().prefixes


def test_a_broken_vocabulary_names_file_and_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("@prefix a: <https://example.org/> .\na:b a:c\n", encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"broken\.ttl is not Turtle.*line"):
        load_vocabulary(broken)
    with pytest.raises(NotFoundError, match="absent"):
        load_vocabulary(tmp_path / "absent.ttl")


def test_files_read_the_same_with_rdflib_and_oxigraph(root: Path) -> None:
    path = root / "ontology" / "privacyflows.ttl"
    assert len(list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))) == len(Graph().parse(path))


def test_the_json_ld_context_agrees_with_the_ontology(ontology: Graph) -> None:
    known = context()
    assert {prefix: iri for prefix, iri in known.items() if isinstance(iri, str)} == PREFIXES
    typed = {term for term, entry in known.items() if entry == {"@id": term, "@type": "@id"}}
    assert {curie(str(p)) for p in ontology.subjects(RDF.type, OWL.ObjectProperty)} <= typed
    assert not typed & {curie(str(p)) for p in ontology.subjects(RDF.type, OWL.DatatypeProperty)}
