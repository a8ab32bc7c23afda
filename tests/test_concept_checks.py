"""The SHACL checks for vocabularies: ours passes, a user's small one passes, and each planted fault is found, alone, in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef

from tools import write_namespaces

pyshacl = pytest.importorskip("pyshacl", reason="checks are run by pyshacl: pip install 'privacyflows[validate]'")

CHECKS = Path(__file__).resolve().parents[1] / "ontology" / "checks" / "concepts.ttl"
SH = "http://www.w3.org/ns/shacl#"
GOOD = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix my: <https://example.org/my#> . @prefix dct: <http://purl.org/dc/terms/> .
my:Cards a skos:ConceptScheme ; skos:prefLabel "Cards"@en ; skos:definition "Cards that shops give."@en ; skos:hasTopConcept my:Card .
my:Card a skos:Concept ; skos:inScheme my:Cards ; skos:topConceptOf my:Cards ; skos:prefLabel "Card"@en, "Karte"@de ;
  skos:definition "A card of a shop."@en .
my:LoyaltyCard a skos:Concept ; skos:inScheme my:Cards ; skos:broader my:Card ; skos:prefLabel "Loyalty card"@en ;
  skos:altLabel "bonus card"@en ; skos:definition "A card that collects points."@en ; dct:source <https://example.org/cards> .
"""


def findings(text: str) -> set[str]:
    """The messages of a vocabulary's report."""
    _, report, _ = pyshacl.validate(Graph().parse(data=text), shacl_graph=Graph().parse(CHECKS), inference="none")
    results = report.subjects(RDF.type, URIRef(SH + "ValidationResult"))
    return {str(o) for result in results for o in report.objects(result, URIRef(SH + "resultMessage"))}


def test_a_small_vocabulary_passes() -> None:
    assert findings(GOOD) == set()


@pytest.mark.parametrize(
    ("there", "instead", "found"),
    [
        ('"Card"@en, "Karte"@de', '"Card"@en, "Chip card"@en', "a concept has one preferred label a language"),
        ('skos:prefLabel "Loyalty card"@en ;', "", "a concept has a label"),
        ('"Loyalty card"@en', '"Loyalty card"', "a label tells its language"),
        ('"bonus card"@en', '"Loyalty card"@en', "a wording is not the label itself"),
        ('"bonus card"@en', '"bonus card"', "a wording tells its language"),
        ('"bonus card"@en', '"bonus card"@en ; skos:hiddenLabel "bonus card"@en', "a wording stands once at a concept"),
        ('skos:definition "A card that collects points."@en ;', "", "a concept has one definition a language"),
        ("skos:inScheme my:Cards ; skos:broader", "skos:inScheme my:Carts ; skos:broader", "a concept is in a scheme that is described"),
        ("skos:broader my:Card ", "skos:broader my:Cord ", "what stands above a concept is a concept"),
        ("skos:broader my:Card ;", "", "a concept stands under another or is a top concept"),
        ("skos:topConceptOf my:Cards ;", "skos:broader my:LoyaltyCard ;", "a concept does not stand above itself"),
        ("<https://example.org/cards>", '"a leaflet"', "a source is an address"),
        ("skos:hasTopConcept my:Card .", "skos:note my:Card .", "a scheme has a top concept"),
        ('skos:definition "Cards that shops give."@en ;', "", "a scheme has a definition"),
    ],
)
def test_a_fault_is_found_and_named(there: str, instead: str, found: str) -> None:
    assert GOOD.count(there) == 1
    assert findings(GOOD.replace(there, instead)) == {found}


@pytest.mark.slow
def test_our_vocabulary_passes() -> None:
    conforms, _, text = pyshacl.validate(write_namespaces.ours(), shacl_graph=Graph().parse(CHECKS), inference="none")
    assert conforms, text[:2000]
