"""The vocabulary holds together: no orphan, no cycle, one label a language, no silent ambiguity, DPV's terms as DPV has them.

In go ``ontology/privacyflows.ttl`` and ``ontology/concepts``, the table ``tests/dpv-2.3.tsv`` (concepts of DPV 2.3 and their parents;
a withdrawn parent is replaced by its own) and, where they lie beside the project, DPV's own files, against which the table is checked
too. Out come failures that name the terms at fault.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from privacyflows.extract.lexicon.lexicon import Lexicon, load_lexicon, normalise
from privacyflows.graphs.vocabulary import DPV, EU_GDPR, PD, PF, PREFIXES, TECH, curie, expand
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, SKOS, DefinedNamespaceMeta

from tools import write_namespaces

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = URIRef("http://purl.org/vocab/vann/example")
NAMESPACES: dict[str, DefinedNamespaceMeta] = {"pf": PF, "dpv": DPV, "pd": PD, "tech": TECH, "eu-gdpr": EU_GDPR}
WORDINGS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.relatedMatch, SKOS.broadMatch, SKOS.narrowMatch)


@cache
def ontology() -> Graph:
    """All our Turtle files with terms, as one graph."""
    return write_namespaces.ours()


def concepts() -> list[URIRef]:
    """All concepts, sorted."""
    return sorted({URIRef(str(s)) for s in ontology().subjects(RDF.type, SKOS.Concept)})


def schemes() -> list[URIRef]:
    """All schemes, sorted."""
    return sorted({URIRef(str(s)) for s in ontology().subjects(RDF.type, SKOS.ConceptScheme)})


def members(scheme: URIRef) -> set[URIRef]:
    """The concepts of a scheme."""
    return {URIRef(str(s)) for s in ontology().subjects(SKOS.inScheme, scheme)}


def above(concept: URIRef) -> set[URIRef]:
    """All that a concept stands under, itself left out unless it stands in a circle."""
    seen: set[URIRef] = set()
    todo = [URIRef(str(o)) for o in ontology().objects(concept, SKOS.broader)]
    while todo:
        if (node := todo.pop()) not in seen:
            seen.add(node)
            todo += [URIRef(str(o)) for o in ontology().objects(node, SKOS.broader)]
    return seen


@cache
def facts() -> dict[str, frozenset[str]]:
    """DPV concept -> its parents in DPV, from the committed table."""
    rows = (ROOT / "tests" / "dpv-2.3.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {concept: frozenset(parents.split()) for concept, parents in (row.split("\t") for row in rows)}


def texts() -> Iterator[tuple[URIRef, str]]:
    """Labels and definitions of our own: what a reader of the vocabulary sees first."""
    for subject in {*concepts(), *schemes()}:
        for predicate in (SKOS.prefLabel, SKOS.definition):
            yield from ((subject, str(o)) for o in ontology().objects(subject, predicate))


def test_there_are_the_schemes_that_the_docs_name() -> None:
    named = "Action ActorKind Condition Data LegalBasis Modality Party Purpose Right Safeguard Source Subject Technology Upper Vagueness"
    assert [curie(s) for s in schemes()] == [f"pf:{name}Scheme" for name in named.split()]


def test_every_concept_is_in_a_scheme_that_exists() -> None:
    known = set(schemes())
    assert [
        c for c in concepts() if not set(ontology().objects(c, SKOS.inScheme)) or set(ontology().objects(c, SKOS.inScheme)) - known
    ] == []


def test_one_preferred_label_a_language() -> None:
    bad = []
    for term in [*concepts(), *schemes()]:
        languages = [o.language for o in ontology().objects(term, SKOS.prefLabel) if isinstance(o, Literal)]
        if "en" not in languages or None in languages or len(languages) != len(set(languages)):
            bad.append((curie(term), languages))
    assert bad == []


def test_one_definition_in_words_of_its_own() -> None:
    """A definition that only repeats the label tells nothing: one word that matters must be new."""
    empty = set(
        "a an and by data for in information is of on one or person people somebody that the their to what which who whom with".split()
    )
    bad = []
    for concept in concepts():
        found = [str(o) for o in ontology().objects(concept, SKOS.definition)]
        label = {w[:5] for w in re.findall(r"[a-z]+", str(ontology().value(concept, SKOS.prefLabel)).lower())}
        words = {w[:5] for w in re.findall(r"[a-z]+", " ".join(found).lower()) if w not in empty}
        if len(found) != 1 or not words - label or not found[0].endswith(".") or len(found[0].split()) < 3:
            bad.append((curie(concept), found))
    assert bad == []


def test_no_two_concepts_have_the_same_definition() -> None:
    owners: dict[str, list[str]] = defaultdict(list)
    for concept in concepts():
        for definition in ontology().objects(concept, SKOS.definition):
            owners[str(definition)].append(curie(concept))
    assert {d: c for d, c in owners.items() if len(c) > 1} == {}


@pytest.mark.parametrize("scheme", schemes(), ids=curie)
def test_top_concepts_are_those_without_a_parent_in_the_scheme(scheme: URIRef) -> None:
    inside = members(scheme)
    tops = {c for c in inside if not (above(c) - {c}) & inside}
    assert tops
    assert {curie(str(o)) for o in ontology().objects(scheme, SKOS.hasTopConcept)} == {curie(t) for t in tops}
    assert {curie(str(s)) for s in ontology().subjects(SKOS.topConceptOf, scheme)} == {curie(t) for t in tops}


def test_no_orphan_and_no_cycle() -> None:
    """Every parent is a concept of ours; a concept without a parent is a top concept; nothing stands above itself."""
    known = set(concepts())
    strangers = {(curie(c), curie(a)) for c in known for a in above(c) - known}
    circles = {curie(c) for c in known if c in above(c)}
    orphans = {curie(c) for c in known if not above(c) and not ontology().value(c, SKOS.topConceptOf)}
    assert (strangers, circles, orphans) == (set(), set(), set())


def test_our_concepts_hang_under_dpv() -> None:
    """But for the closed sets of our own: modality, kind of actor, vagueness."""
    own = {m for name in ("ModalityScheme", "ActorKindScheme", "VaguenessScheme") for m in members(PF[name])}
    ours = [c for c in concepts() if c in PF and c not in own]
    assert len(ours) > 400
    assert [curie(c) for c in ours if not any(str(a).startswith(str(DPV._NS)) for a in above(c))] == []


@pytest.mark.parametrize("scheme", schemes(), ids=curie)
def test_a_wording_names_one_concept_of_a_scheme_unless_marked(scheme: URIRef) -> None:
    """The mark is ``pf:ambiguousWording``, at each of the concepts."""
    owners: dict[str, set[str]] = defaultdict(set)
    marked: dict[str, set[str]] = defaultdict(set)
    for concept in members(scheme):
        for predicate in WORDINGS:
            for text in ontology().objects(concept, predicate):
                owners[" ".join(str(text).casefold().split())].add(curie(concept))
        for text in ontology().objects(concept, PF.ambiguousWording):
            marked[" ".join(str(text).casefold().split())].add(curie(concept))
    assert {w: c for w, c in owners.items() if len(c) > 1 and not c <= marked[w]} == {}


def test_a_mark_of_ambiguity_stands_where_there_is_one() -> None:
    """At each bearer the wording is a label, and a second concept of one of its schemes bears label and mark too."""
    bad = []
    for concept, text in ontology().subject_objects(PF.ambiguousWording):
        labels = {str(o).casefold() for p in WORDINGS for o in ontology().objects(concept, p)}
        others = set(ontology().subjects(PF.ambiguousWording, text)) - {concept}
        shared = [o for o in others if set(ontology().objects(o, SKOS.inScheme)) & set(ontology().objects(concept, SKOS.inScheme))]
        if str(text).casefold() not in labels or not shared:
            bad.append((curie(str(concept)), str(text)))
    assert bad == []


def test_wordings_are_compared_as_the_reader_does() -> None:
    assert normalise("your E-mail addresses") == normalise("e-mail address")


def test_every_term_that_is_named_exists() -> None:
    """Objects of hierarchy and matches in the vocabularies we know, and every CURIE in an example."""
    named = {str(o) for p in (SKOS.broader, SKOS.inScheme, SKOS.hasTopConcept, *MATCHES) for o in ontology().objects(None, p)}
    for text in ontology().objects(None, EXAMPLE):
        short = re.findall(r"(?<![\w:/<#])((?:pf|dpv|pd|tech|eu-gdpr):[A-Za-z][\w-]*)", re.sub(r'"[^"]*"', "", str(text)))
        named |= {str(expand(c)) for c in short}
    missing = [n for n in named if (p := curie(n).partition(":")) and p[0] in NAMESPACES and p[2] not in NAMESPACES[p[0]]]
    assert len(named) > 400
    assert missing == []


def test_sources_are_addresses() -> None:
    found = {str(o) for o in ontology().objects(None, DCTERMS.source)}
    assert len(found) > 60
    assert [s for s in found if not re.fullmatch(r"https?://[\w.-]+/\S*", s)] == []


AMERICAN = (
    "color behavior favor neighbor harbor honor organiz personaliz anonymiz categoriz authoriz analyz optimiz recogniz "
    "fulfillment enrollment judgment"
).split()
"""Parts of words in American spelling."""


def test_labels_and_definitions_are_in_british_spelling() -> None:
    found = [(curie(s), text) for s, text in texts() if any(part in text.lower() for part in AMERICAN)]
    assert found == []


def test_names_are_upper_camel_for_concepts_and_lower_for_properties() -> None:
    ours = {str(s): curie(str(s)).partition(":")[2] for s in ontology().subjects(RDF.type) if str(s).startswith(PREFIXES["pf"])}
    properties = {str(s) for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for s in ontology().subjects(RDF.type, kind)}
    bad = [
        name for iri, name in ours.items() if not re.fullmatch(r"[a-z][A-Za-z0-9]*" if iri in properties else r"[A-Z][A-Za-z0-9]*", name)
    ]
    assert bad == []


def test_classes_and_properties_are_described() -> None:
    """Label, definition, example, home; a property has a domain and a range."""
    every = (RDFS.label, SKOS.definition, EXAMPLE, RDFS.isDefinedBy)
    properties = [s for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for s in ontology().subjects(RDF.type, kind)]
    classes = list(ontology().subjects(RDF.type, OWL.Class))
    assert len(properties) > 50
    assert len(classes) > 10
    assert [(s, w) for s in [*properties, *classes] for w in every if len(list(ontology().objects(s, w))) != 1] == []
    assert [(s, w) for s in properties for w in (RDFS.domain, RDFS.range) if ontology().value(s, w) is None] == []


def test_the_ontology_tells_its_version() -> None:
    home = URIRef("https://w3id.org/privacyflows")
    version = str(ontology().value(home, OWL.versionInfo))
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert ontology().value(home, OWL.versionIRI) == URIRef(f"{home}/{version}")


def test_borrowed_concepts_are_in_dpv_and_stand_where_dpv_has_them() -> None:
    """Against the committed table, so that a clean clone checks it as well."""
    ours = {curie(c): {curie(str(o)) for o in ontology().objects(c, SKOS.broader)} for c in concepts() if c not in PF}
    assert len(ours) > 700
    assert sorted(set(ours) - set(facts())) == [], "run: python tools/write_namespaces.py --dpv FOLDER"
    wrong = {c: sorted(parents - facts()[c]) for c, parents in ours.items() if parents - facts()[c]}
    missing = {c: sorted((facts()[c] & set(ours)) - parents) for c, parents in ours.items() if (facts()[c] & set(ours)) - parents}
    assert (wrong, missing) == ({}, {})


def test_the_table_is_what_dpv_says(shared_dir: Path) -> None:
    dpv = Graph()
    for path in sorted((shared_dir / "dpv").glob("*.ttl")):
        dpv.parse(path)
    assert write_namespaces.facts(ontology(), dpv) == (ROOT / "tests" / "dpv-2.3.tsv").read_text(encoding="utf-8")


def test_our_concepts_have_an_example_as_a_policy_words_it() -> None:
    ours = [c for c in concepts() if c in PF]
    assert [curie(c) for c in ours if len(list(ontology().objects(c, SKOS.example))) != 1] == []


LOOKED_UP = "Data Technology Subject Source Party Purpose LegalBasis Right Safeguard Condition".split()
"""Schemes whose wordings the reader looks up."""


@pytest.mark.parametrize("scheme", LOOKED_UP)
def test_the_reader_knows_the_examples(scheme: str) -> None:
    """Each example leads to its concept, in one of the schemes of the concept: a party may be a source by other words."""
    lexicon = load_lexicon()
    missed = []
    for concept in members(PF[f"{scheme}Scheme"]):
        for example in ontology().objects(concept, SKOS.example):
            homes = [str(s).rpartition("#")[2].removesuffix("Scheme") for s in ontology().objects(concept, SKOS.inScheme)]
            found = {looked_up(lexicon, home, str(example)) for home in homes if home in LOOKED_UP}
            if curie(concept) not in found:
                missed.append((curie(concept), str(example), found))
    assert missed == []


def looked_up(lexicon: Lexicon, scheme: str, phrase: str) -> str | None:
    """The concept that the reader finds for a phrase."""
    match scheme:
        case "Data":
            return lexicon.data(phrase)
        case "Party":
            return lexicon.party(phrase)
        case "Purpose":
            return lexicon.purpose(phrase)
        case _:
            found = lexicon.schemes[{"LegalBasis": "legal"}.get(scheme, scheme.lower())].find(normalise(phrase))
            return found[0] if found else None
