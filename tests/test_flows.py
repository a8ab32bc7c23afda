"""The networks that come out of a dataset, on the two versions of the invented sample policy."""

from __future__ import annotations

import io
import re
from typing import Any, Literal

import networkx as nx
import pytest
from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.graphs.flows import FlowGraph, View, centrality, communities, flow_graph, reach
from privacyflows.graphs.graph import PolicyGraph
from rdflib import Dataset

from tests.sample_statements import NEW, OLD, documents


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return PolicyGraph.from_statements(documents()).dataset


def named(graph: FlowGraph) -> set[tuple[str, str, str]]:
    """Edges as (from, kind, to), each end by the last part of its CURIE or IRI."""
    name = {node: re.split("[:/]", concept)[-1] for node, concept in graph.nodes(data="concept")}
    return {(name[a], kind, name[b]) for a, b, kind in graph.edges(data="kind")}


GAZETTE = "Fernwood Gazette"
SHARING = {("fernwood-gazette", "shares with", "linkedin"), ("fernwood-gazette", "shares with", "SocialMediaPlatform")}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"view": "who-gets-what", "policy": OLD}, {("fernwood-gazette", "shares with", "AdvertisingPartner")}),
        (
            {"view": "who-gets-what", "policy": NEW},
            {
                ("retail-partners", "gives to", "fernwood-gazette"),
                ("fernwood-gazette", "shares with", "PaymentProcessor"),
                *SHARING,
            },
        ),
        (
            {"view": "what-for", "policy": OLD},
            {
                ("fernwood-gazette", "handles", "Name"),
                ("fernwood-gazette", "handles", "EmailAddress"),
                ("Name", "is used for", "ServiceProvision"),
                ("EmailAddress", "is used for", "ServiceProvision"),
                ("EmailAddress", "is used for", "Marketing"),
            },
        ),
        (
            {"view": "what-for", "organisation": "Google", "data": "pd:IPAddress"},
            {("google", "handles", "IPAddress"), ("IPAddress", "is used for", "Analytics")},
        ),
        # A concept includes its narrower ones, and a named social network is a social media platform.
        ({"view": "who-gets-what", "recipient": "pf:SocialMediaPlatform", "modality": "may"}, SHARING),
        (
            {"view": "who-gets-what", "purpose": "dpv:Marketing", "policy": OLD},
            {("fernwood-gazette", "shares with", "AdvertisingPartner")},
        ),
        (
            {"view": "who-gets-what", "data": "pd:CreditCardNumber", "denials": True},
            {("fernwood-gazette", "shares with", "PaymentProcessor"), ("fernwood-gazette", "shares with", "Recipient")},
        ),
        ({"view": "what-for", "modality": "will"}, {("fernwood-gazette", "handles", "AccountIdentifier")}),
    ],
)
def test_views_and_filters(dataset: Dataset, filters: dict[str, Any], expected: set[tuple[str, str, str]]) -> None:
    assert named(flow_graph(dataset, **filters)) == expected


def test_denied_flows_are_left_out_unless_asked_for(dataset: Dataset) -> None:
    stated, both = flow_graph(dataset), flow_graph(dataset, denials=True)
    assert {p for *_, p in stated.edges(data="polarity")} == {"affirmed"}
    denied = [values for *_, values in both.edges(data=True) if values["polarity"] == "negated"]
    assert {values["data"] for values in denied} == {"pd:CreditCardNumber", "pd:PhysicalAddress"}
    assert set(stated.edges(keys=True)) < set(both.edges(keys=True))


def test_an_edge_counts_and_quotes(dataset: Dataset) -> None:
    graph = flow_graph(dataset, view="what-for", data="pd:EmailAddress")
    [edge] = [values for a, _, values in graph.edges(data=True) if values["kind"] == "handles"]
    assert (edge["statements"], edge["policies"], edge["conditional"], edge["confidence"]) == (4, 2, 4, 0.95)
    assert edge["modality"] == "does | may"
    assert "We may share your email address with LinkedIn" in edge["quotes"]


def test_aggregation_counts_a_statement_once(dataset: Dataset) -> None:
    plain = flow_graph(dataset, view="what-for", policy=NEW, organisation=GAZETTE)
    top = flow_graph(dataset, view="what-for", policy=NEW, organisation=GAZETTE, aggregate="top")
    concepts = set(nx.get_node_attributes(top, "concept").values())
    assert "pd:Tracking" in concepts
    assert not concepts & {"pd:EmailAddress", "pd:Contact"}
    assert len(top) < len(plain)
    statements = {a["label"]: a["statements"] for _, a in top.nodes(data=True)}
    assert statements[GAZETTE] == {a["label"]: a["statements"] for _, a in plain.nodes(data=True)}[GAZETTE]
    deep = flow_graph(dataset, view="what-for", policy=NEW, organisation=GAZETTE, aggregate=99)
    assert set(deep) == set(plain)


def test_difference_names_what_changed(dataset: Dataset) -> None:
    graph = flow_graph(dataset, view="difference", policy=(OLD, NEW))
    label = nx.get_node_attributes(graph, "label")
    change = {(label[a], label[b]): change for a, b, change in graph.edges(data="change")}
    assert change[GAZETTE, "Name"] == "unchanged"
    assert change["Email address", "LinkedIn"] == "added"
    assert change["Email address", "Marketing"] == "not readable", "the newer text has a lead-in whose purposes are lost"
    assert "gone" in change.values()
    backwards = flow_graph(dataset, view="difference", policy=(NEW, OLD))
    assert {c for *_, c in backwards.edges(data="change")} == {"added", "gone", "unchanged"}, "the older text has no gap"


@pytest.mark.parametrize("view", ["who-gets-what", "what-for", "full", "difference"])
def test_graphml_and_gexf_take_every_view(dataset: Dataset, view: View) -> None:
    graph = flow_graph(dataset, view=view, policy=(OLD, NEW), denials=True)
    for write, read in ((nx.write_graphml, nx.read_graphml), (nx.write_gexf, nx.read_gexf)):
        buffer = io.BytesIO()
        write(graph, buffer)
        buffer.seek(0)
        again = read(buffer)
        assert sorted(again.nodes) == sorted(graph.nodes)
        assert again.number_of_edges() == graph.number_of_edges()


def test_reach_follows_organisations_over_two_hops(dataset: Dataset) -> None:
    graph = flow_graph(dataset, view="who-gets-what", data="pd:PurchasesAndSpendingHabit")
    assert {graph.nodes[n]["label"]: hops for n, hops in reach(graph, "retail partners").items()} == {GAZETTE: 1}
    graph = flow_graph(dataset, view="who-gets-what")
    found = {graph.nodes[n]["label"]: hops for n, hops in reach(graph, "retail partners").items()}
    assert found[GAZETTE] == 1
    assert found["LinkedIn"] == 2
    assert reach(graph, "retail partners", hops=1) == {n: h for n, h in reach(graph, "retail partners").items() if h == 1}


def test_denied_edges_carry_nothing(dataset: Dataset) -> None:
    graph = flow_graph(dataset, view="who-gets-what", data="pd:CreditCardNumber", denials=True)
    assert "Recipient" not in {graph.nodes[n]["label"] for n in reach(graph, GAZETTE)}


@pytest.mark.parametrize("measure", ["statements", "degree", "betweenness"])
def test_centrality_puts_the_policy_first(dataset: Dataset, measure: Literal["statements", "degree", "betweenness"]) -> None:
    graph = flow_graph(dataset, view="who-gets-what", policy=NEW)
    scores = centrality(graph, measure)
    assert graph.nodes[next(iter(scores))]["label"] == GAZETTE
    assert list(scores.values()) == sorted(scores.values(), reverse=True)


def test_communities_split_the_nodes(dataset: Dataset) -> None:
    graph = flow_graph(dataset)
    groups = communities(graph)
    assert sorted(n for group in groups for n in group) == sorted(graph.nodes)
    assert groups == communities(graph), "the same groups in every run"


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"policy": "nowhere"}, "no policy 'nowhere'"),
        ({"view": "sideways"}, "no view is called 'sideways'"),
        ({"modality": "must"}, "no modality is called 'must'"),
        ({"organisation": "Nobody at all"}, "no organisation is called 'Nobody at all'"),
        ({"data": "xx:Thing"}, "unknown prefix"),
        ({"view": "difference", "policy": OLD}, "a difference is of two policies, not 1"),
    ],
)
def test_what_cannot_be_answered_is_an_error(dataset: Dataset, filters: dict[str, Any], words: str) -> None:
    with pytest.raises(PrivacyflowsError, match=words) as caught:
        flow_graph(dataset, **filters)
    assert caught.value.hint


def test_the_same_dataset_gives_the_same_graph(dataset: Dataset) -> None:
    first, second = flow_graph(dataset, denials=True), flow_graph(dataset, denials=True)
    assert list(first.edges(keys=True, data=True)) == list(second.edges(keys=True, data=True))
    assert list(first.nodes(data=True)) == list(second.nodes(data=True))
