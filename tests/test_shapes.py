"""Shapes: the sample passes, and each planted fault is found, alone, with its policy and in words."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import pyoxigraph as ox
import pytest
from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.graphs.audit import gaps, validate
from privacyflows.graphs.rdf import snapshot_iri, to_quads
from privacyflows.graphs.store import add_quads, new_dataset, quads_of, rebuild_derived, serialise
from privacyflows.graphs.vocabulary import expand
from rdflib import Dataset, Graph

from tests import sample_statements as sample

pytest.importorskip("pyshacl", reason="shapes are checked by pyshacl: pip install 'privacyflows[validate]'")

Quads = set[ox.Quad]
SNAPSHOT = ox.NamedNode(snapshot_iri(sample.document(), sample.profile()))


def dataset(change: Callable[[Quads], None] = lambda quads: None) -> Dataset:
    """The sample's two snapshots, the later one after a change."""
    quads = set(to_quads(sample.document(), sample.profile(), sample.statements()))
    change(quads)
    built = new_dataset()
    add_quads(built, to_quads(sample.document(sample.OLD), sample.profile(sample.OLD), sample.statements(sample.OLD)))
    add_quads(built, quads)
    rebuild_derived(built)
    return built


def iri(curie: str) -> ox.NamedNode:
    return ox.NamedNode(str(expand(curie)))


def first(quads: Quads, kind: str) -> ox.NamedNode:
    """The first statement of a kind: practice, denial, tracker, right, gap, char (a passage)."""
    return min((q.subject for q in quads if f"#{kind}" in str(q.subject) and isinstance(q.subject, ox.NamedNode)), key=str)


def without(kind: str, predicate: str) -> Callable[[Quads], None]:
    """A fault: all values of a property of the first statement of a kind are gone."""

    def change(quads: Quads) -> None:
        gone = {q for q in quads if q.subject == first(quads, kind) and q.predicate == iri(predicate)}
        assert gone, "the fault must change something"
        quads -= gone

    return change


def added(kind: str, predicate: str, value: ox.NamedNode | ox.Literal) -> Callable[[Quads], None]:
    """A fault: a value too many."""

    def change(quads: Quads) -> None:
        quads.add(ox.Quad(first(quads, kind), iri(predicate), value, SNAPSHOT))

    return change


def instead(kind: str, predicate: str, value: ox.NamedNode | ox.Literal) -> Callable[[Quads], None]:
    """A fault: another value."""

    def change(quads: Quads) -> None:
        without(kind, predicate)(quads)
        added(kind, predicate, value)(quads)

    return change


def of_snapshot(predicate: str, value: ox.NamedNode | ox.Literal | None) -> Callable[[Quads], None]:
    """A fault in the snapshot's description: another value, or none."""

    def change(quads: Quads) -> None:
        gone = {q for q in quads if q.subject == SNAPSHOT and q.predicate == iri(predicate)}
        assert gone
        quads -= gone
        if value is not None:
            quads.add(ox.Quad(SNAPSHOT, iri(predicate), value, SNAPSHOT))

    return change


def of_organisation(predicate: str, value: ox.NamedNode) -> Callable[[Quads], None]:
    """A fault: the organisation points to a wrong node."""

    def change(quads: Quads) -> None:
        quads.add(ox.Quad(iri("pforg:fernwood-gazette"), iri(predicate), value, SNAPSHOT))

    return change


def denial_as_process(quads: Quads) -> None:
    of_organisation("dpv:hasProcess", first(quads, "denial"))(quads)


def lost_label(quads: Quads) -> None:
    quads -= {q for q in quads if q.subject == iri("pforg:linkedin") and q.predicate == iri("rdfs:label")}


def lost_exception(quads: Quads) -> None:
    instead("denial", "pf:hasException", ox.NamedNode(SNAPSHOT.value + "#practice-0000000000000000"))(quads)


def text(value: str, datatype: str = "string") -> ox.Literal:
    return ox.Literal(value, datatype=iri(f"xsd:{datatype}"))


FAULTS: list[tuple[str, Callable[[Quads], None], str]] = [
    ("no evidence", without("practice", "pf:evidence"), "a statement has a passage as its evidence"),
    ("no snapshot", without("practice", "pf:statedIn"), "a statement is stated in exactly one snapshot"),
    ("two snapshots", added("practice", "pf:statedIn", ox.NamedNode("urn:other")), "a statement is stated in exactly one snapshot"),
    ("no actor", without("denial", "pf:actor"), "a statement has exactly one actor, an IRI"),
    ("actor of a fourth kind", instead("practice", "pf:actorKind", iri("pf:May")), "the kind of actor is first party, third party or user"),
    ("no modality", without("practice", "pf:modality"), "a practice or denial has one modality: does, may or will"),
    ("two modalities", added("denial", "pf:modality", iri("pf:Will")), "a practice or denial has one modality: does, may or will"),
    ("sure beyond one", instead("gap", "pf:confidence", text("1.5", "decimal")), "confidence is one decimal from 0 to 1"),
    ("confidence in words", instead("practice", "pf:confidence", text("high")), "confidence is one decimal from 0 to 1"),
    ("no processing", without("practice", "dpv:hasProcessing"), "a practice has exactly one processing"),
    ("two processings", added("practice", "dpv:hasProcessing", iri("dpv:Adapt")), "a practice has exactly one processing"),
    ("data in words", added("practice", "dpv:hasPersonalData", text("email")), "data is an IRI"),
    ("practice that is no process", without("practice", "rdf:type"), "only practices have a processing"),
    ("denial with data as of a practice", added("denial", "dpv:hasPersonalData", iri("pd:Name")), "a denial has no dpv:hasPersonalData"),
    ("denial with a recipient", added("denial", "dpv:hasRecipient", iri("pforg:linkedin")), "a denial has no dpv:hasRecipient"),
    ("denial typed as a process", added("denial", "rdf:type", iri("dpv:Process")), "a denial is no dpv:Process"),
    ("denial typed as a practice", added("denial", "rdf:type", iri("pf:Practice")), "a practice is a dpv:Process and no denial"),
    ("denial as somebody's process", denial_as_process, "nobody has a denial as a process"),
    ("denial of nothing", without("denial", "pf:deniedProcessing"), "a denial denies exactly one processing"),
    ("exception that is not there", lost_exception, "an exception is a practice of the snapshot"),
    ("practice that denies", added("practice", "pf:deniedData", iri("pd:Name")), "only denials deny"),
    ("tracker of nobody", without("tracker", "pf:provider"), "a tracker has a provider"),
    ("right to nothing", without("right", "dpv:hasRight"), "an offer names a right"),
    ("gap of nothing", without("gap", "pf:missing"), "a gap says which roles are missing"),
    ("gap of an unknown role", instead("gap", "pf:missing", text("colour")), "a gap says which roles are missing"),
    ("passage without words", without("char", "oa:exact"), "a passage has its words"),
    ("passage that ends before it starts", instead("char", "oa:end", text("1", "integer")), "a passage starts at an offset before its end"),
    (
        "passage before the text",
        instead("char", "oa:start", text("-1", "integer")),
        "a passage starts at an offset before its end",
    ),
    ("evidence without a place", without("char", "oa:start"), "evidence has an offset where it starts"),
    ("snapshot without a name", of_snapshot("dct:identifier", None), "a snapshot has the policy's name"),
    ("snapshot of nobody", of_snapshot("dct:publisher", None), "a snapshot is of one organisation's policy"),
    ("digest that is none", of_snapshot("pf:sha256", text("abc")), "sha256 is 64 hex digits"),
    ("snapshot that nothing read", of_snapshot("prov:wasGeneratedBy", None), "a snapshot says what read it"),
    ("organisation without a name", lost_label, "an organisation has a name"),
    ("organisation as part of a kind", of_organisation("dct:isPartOf", iri("pf:Publisher")), "an organisation is part of an organisation"),
]


def test_the_sample_is_well_formed() -> None:
    report = validate(dataset())
    assert report.violations == ()
    assert report.conforms
    assert report.snapshots == 2


def test_all_graphs_together_are_well_formed_for_other_checkers() -> None:
    """Who loads the file elsewhere checks the union: the owner of a product that a policy names is an organisation there, too."""
    import pyshacl

    triples = serialise((ox.Quad(q.subject, q.predicate, q.object) for q in quads_of(dataset())), ".ttl")
    union = Graph().parse(data=triples, format="turtle")
    linkedin, microsoft = expand("pforg:linkedin"), expand("pforg:microsoft")
    assert (linkedin, expand("dct:isPartOf"), microsoft) in union, "the sample names a product whose owner it does not name"
    shapes = Graph().parse(data=(files("privacyflows.ontology") / "shapes.ttl").read_text(encoding="utf-8"))
    conforms, _, told = pyshacl.validate(union, shacl_graph=shapes, inference="none")
    assert conforms, told


@pytest.mark.parametrize(("change", "message"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_planted_fault_is_found(change: Callable[[Quads], None], message: str) -> None:
    report = validate(dataset(change))
    assert not report.conforms
    assert message in {violation.message for violation in report.violations}
    assert sample.OLD not in {violation.policy for violation in report.violations}


def test_one_policy_alone() -> None:
    broken = dataset(without("denial", "pf:actor"))
    assert validate(broken, policy=sample.OLD).conforms
    (violation,) = validate(broken, policy=sample.NEW).violations
    assert (violation.policy, violation.path) == (sample.NEW, "pf:actor")
    assert "#denial-" in violation.node


@pytest.mark.parametrize("check", [validate, gaps])
def test_an_unknown_policy_is_an_error_that_names_the_known_ones(check: Callable[..., object]) -> None:
    with pytest.raises(PrivacyflowsError, match="nowhere-1999") as caught:
        check(dataset(), policy="nowhere-1999")
    assert sample.NEW in caught.value.hint


def test_gaps_are_listed_with_their_words() -> None:
    (gap,) = gaps(dataset())
    assert gap.policy == sample.NEW
    assert gap.missing == ("purposes",)
    assert gap.words == "We use your information for the following purposes:"
    assert gaps(dataset(), policy=sample.OLD) == []
