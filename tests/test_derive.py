"""Derived layers: shortcuts that follow from practices alone, one label a node, and the closure."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pyoxigraph as ox
import pytest
from privacyflows.extract.model import Action, Actor, ActorKind, Document, Filler, Kind, Profile, Statement
from privacyflows.graphs.derive import FLOWS, SHORTCUT, derive, is_derived
from privacyflows.graphs.rdf import to_quads
from privacyflows.graphs.vocabulary import CLOSURE_GRAPH, PROCESSING, VOCABULARY_GRAPH, Vocabulary, curie, expand

from tests import sample_statements as sample


def record() -> list[ox.Quad]:
    return [quad for read in sample.documents() for quad in to_quads(*read)]


def layer(quads: list[ox.Quad], graph: str) -> set[tuple[str, str, str]]:
    """Triples of the graphs whose name ends so, as CURIEs and plain text."""
    chosen = [quad for quad in quads if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value.endswith(graph)]

    def show(term: object) -> str:
        return curie(term.value) if isinstance(term, ox.NamedNode) else getattr(term, "value", "")

    return {(show(quad.subject), show(quad.predicate), show(quad.object)) for quad in chosen}


def flows_of(*statements: Statement) -> set[tuple[str, str, str]]:
    document = Document(policy="p", text="", blocks=())
    return layer(derive(to_quads(document, Profile(organisation="Us"), statements)), FLOWS)


def said(action: Action, **changes: object) -> Statement:
    plain = sample.statements()[0]
    roles = {"data": (Filler(text="x", concept="pd:Name"),), "purposes": (), "conditions": ()}
    return replace(plain, **({"policy": "p", "action": action, "actor": Actor(kind=ActorKind.FIRST_PARTY)} | roles | changes))  # type: ignore[arg-type]


LINKEDIN = (Filler(text="LinkedIn", organisation="LinkedIn"),)
US, THEM = "pforg:us", "pforg:linkedin"


@pytest.mark.parametrize(
    ("statement", "flows"),
    [
        (said(Action.COLLECT), {(US, "pf:collects", "pd:Name")}),
        (said(Action.TRACK), {(US, "pf:collects", "pd:Name")}),
        (said(Action.USE), {(US, "pf:uses", "pd:Name")}),
        (said(Action.COMBINE), {(US, "pf:uses", "pd:Name")}),
        (said(Action.RETAIN), {(US, "pf:retains", "pd:Name")}),
        (said(Action.SHARE), {(US, "pf:shares", "pd:Name")}),
        (said(Action.PUBLISH), {(US, "pf:shares", "pd:Name")}),
        (said(Action.DELETE), set()),
        (said(Action.SECURE), set()),
        (
            said(Action.SELL, recipients=LINKEDIN),
            {(US, "pf:shares", "pd:Name"), (US, "pf:sharesWith", THEM), (THEM, "pf:receives", "pd:Name")},
        ),
        (said(Action.SHARE, data=(), recipients=LINKEDIN), {(US, "pf:sharesWith", THEM)}),
        (
            said(Action.USE, data=(), purposes=(Filler(text="x", concept="dpv:Marketing"),)),
            {(US, "pf:usesFor", "dpv:Marketing")},
        ),
        (
            said(Action.COLLECT, actor=Actor(kind=ActorKind.THIRD_PARTY, organisation="LinkedIn")),
            {(THEM, "pf:collects", "pd:Name")},
        ),
        (
            said(Action.COLLECT, actor=Actor(kind=ActorKind.THIRD_PARTY, concept="pf:AdNetwork")),
            {("pf:AdNetwork", "pf:collects", "pd:Name")},
        ),
        # the person gives data to somebody: no flow from a party, but one to it
        (said(Action.SHARE, actor=Actor(kind=ActorKind.USER), recipients=LINKEDIN), {(THEM, "pf:receives", "pd:Name")}),
        # what is not said to be done
        (said(Action.SHARE, kind=Kind.DENIAL, recipients=LINKEDIN), set()),
        (said(Action.USE, kind=Kind.GAP, missing=("purposes",)), set()),
    ],
)
def test_shortcuts(statement: Statement, flows: set[tuple[str, str, str]]) -> None:
    assert flows_of(statement) == flows


def test_every_action_is_a_flow_or_is_known_to_be_none() -> None:
    without = {action for action, iri in PROCESSING.items() if str(iri) not in SHORTCUT}
    assert without == {Action.DELETE, Action.SECURE}


def test_a_denial_with_a_dpv_property_by_mistake_still_feeds_nothing() -> None:
    """Even a broken dataset must not turn a denial into a flow."""
    quads = [q for q in record() if "#denial-" in str(q.subject)]
    denial = next(iter(quads))
    wrong = [
        ox.Quad(denial.subject, ox.NamedNode(expand("dpv:hasPersonalData")), ox.NamedNode(expand("pd:Name")), denial.graph_name),
        ox.Quad(denial.subject, ox.NamedNode(expand("dpv:hasProcessing")), ox.NamedNode(expand("dpv:Share")), denial.graph_name),
    ]
    assert layer(derive([*quads, *wrong]), FLOWS) == set()


def test_each_snapshot_has_its_own_shortcuts() -> None:
    derived = derive(record())
    old, new = (layer(derived, f"{policy}{FLOWS}") for policy in (sample.OLD, sample.NEW))
    assert ("pforg:fernwood-gazette", "pf:usesFor", "dpv:Marketing") in old - new
    assert ("pforg:fernwood-gazette", "pf:usesFor", "dpv:TargetedAdvertising") in new - old


def test_closure_is_reflexive_and_transitive_and_leads_from_names_to_kinds() -> None:
    quads = derive(record())
    within = {(s, o) for s, p, o in layer(quads, str(CLOSURE_GRAPH)) if p == "pf:within"}
    for pair in [
        ("pd:EmailAddress", "pd:EmailAddress"),
        ("pd:EmailAddress", "dpv:PersonalData"),
        ("pforg:linkedin", "pf:SocialMediaPlatform"),
        ("pforg:linkedin", "dpv:ThirdParty"),
        ("pf:Sell", "dpv:Share"),
        ("https://w3id.org/privacyflows/term/data/subscriber-list", "dpv:PersonalData"),
    ]:
        assert pair in within
    assert {(s, s) for s, _ in within} <= within
    assert all((a, c) in within for a, b in within for b2, c in within if b == b2)


def test_every_node_has_exactly_one_label() -> None:
    quads = derive(record())
    labels = Counter(s for s, p, _ in layer(quads, str(VOCABULARY_GRAPH)) if p == "skos:prefLabel")
    assert set(labels.values()) == {1}
    assert set(labels) == {s for s, *_ in layer(quads, str(CLOSURE_GRAPH))}


def test_two_spellings_of_a_name_give_one_label() -> None:
    names = [Filler(text=name, organisation=name) for name in ("Quibble-Corp", "QUIBBLE CORP")]
    document = Document(policy="p", text="", blocks=())
    quads = derive(to_quads(document, Profile(organisation="Us"), [said(Action.SHARE, recipients=tuple(names))]))
    found = {o for s, p, o in layer(quads, str(VOCABULARY_GRAPH)) if s == "pforg:quibble-corp" and p == "skos:prefLabel"}
    assert found == {"QUIBBLE CORP"}


@pytest.mark.parametrize(
    ("kinds", "main"),
    [
        (["pf:AdNetwork"], "pf:AdNetwork"),
        ([None, "pf:AdNetwork"], "pf:AdNetwork"),
        ([None], "dpv:ThirdParty"),
        (["pf:Publisher", "pf:AdNetwork"], "pf:AdNetwork"),
    ],
)
def test_main_kind_of_an_organisation_that_no_list_knows(kinds: list[str | None], main: str) -> None:
    """It is "third party" only where no policy says more; ties are broken by IRI."""
    names = [Filler(text="Q", organisation="Quibblecorp", concept=kind) for kind in kinds]
    statements = [said(Action.SHARE, recipients=(name,)) for name in names]
    quads = derive(to_quads(Document(policy="p", text="", blocks=()), Profile(organisation="Us"), statements))
    assert {o for s, p, o in layer(quads, str(VOCABULARY_GRAPH)) if s == "pforg:quibblecorp" and p == "pf:mainKind"} == {main}


def test_parents_of_a_named_organisation_have_labels() -> None:
    known = Vocabulary(
        labels={expand("pforg:linkedin").toPython(): "LinkedIn", "urn:parent": "Parent"},
        kinds={expand("pforg:linkedin").toPython(): (), "urn:parent": ()},
        parents={expand("pforg:linkedin").toPython(): ("urn:parent",), "urn:parent": ("urn:parent",)},
        organisations={"linkedin": expand("pforg:linkedin").toPython()},
    )
    document = Document(policy="p", text="", blocks=())
    quads = list(to_quads(document, Profile(organisation="Us"), [said(Action.SHARE, recipients=LINKEDIN)], vocabulary=known))
    vocabulary = layer(derive(quads, known), str(VOCABULARY_GRAPH))
    assert {(THEM, "dct:isPartOf", "urn:parent"), ("urn:parent", "skos:prefLabel", "Parent")} <= vocabulary


def test_derived_quads_in_the_input_change_nothing() -> None:
    once = derive(record())
    assert derive([*record(), *once]) == once


def test_the_order_of_the_input_changes_nothing() -> None:
    assert derive(list(reversed(record()))) == derive(record())


@pytest.mark.parametrize(
    ("graph", "derived"),
    [(str(VOCABULARY_GRAPH), True), (str(CLOSURE_GRAPH), True), ("https://e.example/s/flows", True), ("https://e.example/s", False)],
)
def test_names_of_derived_graphs(graph: str, derived: bool) -> None:
    assert is_derived(graph) is derived
