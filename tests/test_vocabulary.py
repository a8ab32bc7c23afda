"""The terms that the code names against the ontology that defines them, CURIEs, and the hierarchy."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from privacyflows.extract.errors import NotFoundError, UnreadableError
from privacyflows.extract.model import Action
from privacyflows.graphs.jsonld import context
from privacyflows.graphs.vocabulary import (
    DPV,
    PF,
    PREFIXES,
    PROCESSING,
    Vocabulary,
    VocabularyError,
    curie,
    expand,
    load_vocabulary,
)
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import OWL, SKOS

VANN_EXAMPLE = URIRef("http://purl.org/vocab/vann/example")
TERM_STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")


def names(namespace: type) -> list[str]:
    return sorted(name for name in namespace.__annotations__ if not name.startswith("_"))


@pytest.fixture(scope="module")
def ontology(root: Path) -> Graph:
    return Graph().parse(root / "ontology" / "privacyflows.ttl")


@pytest.fixture(scope="module")
def all_concepts(root: Path) -> Graph:
    graph = Graph()
    for path in [root / "ontology" / "privacyflows.ttl", *sorted((root / "ontology" / "concepts").glob("*.ttl"))]:
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def dpv(shared_dir: Path) -> Graph:
    graph = Graph()
    for path in sorted((shared_dir / "dpv").glob("*.ttl")):
        graph.parse(path)
    return graph


@pytest.mark.parametrize("name", names(PF))
def test_our_terms_are_defined(ontology: Graph, name: str) -> None:
    term = getattr(PF, name)
    assert ontology.value(term, RDF.type), f"pf:{name} is not in privacyflows.ttl"
    assert ontology.value(term, RDFS.label) or ontology.value(term, SKOS.prefLabel)
    assert ontology.value(term, SKOS.definition)


def test_the_ontology_defines_no_term_that_the_code_does_not_know(ontology: Graph) -> None:
    defined = {str(s) for s in ontology.subjects(RDF.type) if str(s).startswith(PREFIXES["pf"])}
    assert defined == {str(getattr(PF, name)) for name in names(PF)}


def test_properties_have_label_definition_range_and_example(ontology: Graph) -> None:
    properties = [*ontology.subjects(RDF.type, OWL.ObjectProperty), *ontology.subjects(RDF.type, OWL.DatatypeProperty)]
    assert len(properties) > 40
    wanted = (RDFS.label, SKOS.definition, RDFS.range, VANN_EXAMPLE)
    assert [(p, w) for p in properties for w in wanted if ontology.value(p, w) is None] == []


def test_classes_have_label_definition_and_example(ontology: Graph) -> None:
    classes = list(ontology.subjects(RDF.type, OWL.Class))
    assert PF.Practice in classes
    assert [(c, w) for c in classes for w in (RDFS.label, SKOS.definition, VANN_EXAMPLE) if ontology.value(c, w) is None] == []


def test_a_denial_is_no_process(ontology: Graph) -> None:
    above = set(ontology.transitive_objects(PF.Denial, RDFS.subClassOf))
    assert DPV.Process not in above
    assert DPV.Process in set(ontology.transitive_objects(PF.Practice, RDFS.subClassOf))


@pytest.mark.parametrize("namespace", [PF, DPV])
def test_a_misspelt_term_is_an_error(namespace: type) -> None:
    with pytest.raises(AttributeError):
        namespace.Pracitce  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("name", names(DPV))
def test_dpv_terms_exist_and_are_not_sunset(dpv: Graph, name: str) -> None:
    term = getattr(DPV, name)
    assert dpv.value(term, RDF.type), f"dpv:{name} does not exist"
    assert "sunset" not in {str(status) for status in dpv.objects(term, TERM_STATUS)}


def test_dpv_concepts_exist_and_are_not_sunset(dpv: Graph, all_concepts: Graph) -> None:
    ours = {s for s in all_concepts.subjects(SKOS.prefLabel) if curie(str(s)).split(":")[0] in ("dpv", "pd", "tech", "eu-gdpr")}
    assert len(ours) > 100
    assert sorted(str(s) for s in ours if dpv.value(s, RDF.type) is None) == []
    assert sorted(str(s) for s in ours if "sunset" in {str(o) for o in dpv.objects(s, TERM_STATUS)}) == []


def test_hierarchy_between_dpv_terms_is_dpvs_own(dpv: Graph, all_concepts: Graph) -> None:
    theirs = [(s, o) for s, o in all_concepts.subject_objects(SKOS.broader) if all("w3id.org/dpv" in str(t) for t in (s, o))]
    assert theirs
    assert [(s, o) for s, o in theirs if (s, SKOS.broader, o) not in dpv] == []


def test_one_label_a_concept_and_every_broader_concept_is_known(all_concepts: Graph) -> None:
    subjects = set(all_concepts.subjects(SKOS.prefLabel))
    assert [s for s in subjects if len(list(all_concepts.objects(s, SKOS.prefLabel))) != 1] == []
    assert sorted(str(o) for o in set(all_concepts.objects(None, SKOS.broader)) - subjects) == []


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
