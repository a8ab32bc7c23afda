"""The networks that come out of a dataset, on the two versions of the invented sample policy."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any, Literal

import networkx as nx
import pytest
from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.extract.model import Document, Filler, Profile, Statement
from privacyflows.graphs.flows import FlowGraph, View, flow_graph
from privacyflows.graphs.graph import PolicyGraph
from privacyflows.graphs.network import centrality, communities, reach, routes
from rdflib import Dataset

from tests.sample_statements import NEW, OLD, document, documents, profile, statements


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


@pytest.fixture(scope="module")
def chained() -> Dataset:
    """The newer policy, one in LinkedIn's name that hands e-mail addresses on, and one that hears of purchases from social networks."""

    def said(policy: str, organisation: str, made: Statement) -> tuple[Document, Profile, list[Statement]]:
        written = replace(document(OLD), policy=policy)
        return written, replace(profile(OLD), organisation=organisation, aliases=()), [replace(made, policy=policy)]

    heard = next(s for s in statements(NEW) if s.source)
    network = Filler(text="social networks", concept="pf:SocialMediaPlatform")
    return PolicyGraph.from_statements(
        [
            (document(NEW), profile(NEW), statements(NEW)),
            said("linked", "LinkedIn", next(s for s in statements(OLD) if s.recipients)),
            said("hearsay", "Oakmoor Review", replace(heard, source=(network,), evidence=statements(OLD)[0].evidence)),
        ]
    ).dataset


def test_reach_goes_through_organisations_and_not_through_kinds_of_them(chained: Dataset) -> None:
    graph = flow_graph(chained, view="who-gets-what")
    found = {graph.nodes[n]["concept"]: hops for n, hops in reach(graph, GAZETTE).items()}
    assert found["pforg:linkedin"] == 1
    assert found["pf:AdvertisingPartner"] == 2
    assert not any(name.endswith("oakmoor-review") for name in found), "the social networks of one policy are not those of another"
    assert {graph.nodes[n]["label"] for n in reach(graph, "pf:SocialMediaPlatform")} == {"Oakmoor Review"}
    assert reach(graph, [GAZETTE, "LinkedIn"]).keys() < reach(graph, GAZETTE).keys()


def test_routes_tell_the_way_and_its_words(chained: Dataset) -> None:
    graph = flow_graph(chained, view="who-gets-what")
    [(first, second)] = routes(graph, GAZETTE, "pf:AdvertisingPartner")
    assert (first.origin, first.target, second.origin) == (GAZETTE, "LinkedIn", "LinkedIn")
    assert first.data == second.data == ("pd:EmailAddress",)
    assert second.quotes == ("We may share your email address with our advertising partners for marketing, unless you opt out.",)
    assert routes(graph, GAZETTE, "pf:AdvertisingPartner", hops=1) == []
    assert routes(graph, GAZETTE, "Oakmoor Review", hops=5) == []


def test_an_unknown_start_is_an_error(chained: Dataset) -> None:
    with pytest.raises(PrivacyflowsError, match="no node is called 'Nobody'"):
        reach(flow_graph(chained), "Nobody")


@pytest.mark.parametrize(
    ("times", "policies"),
    [
        ({"since": "2020"}, {NEW}),
        ({"until": "2019"}, {OLD}),
        ({"until": "2019-05-02", "since": "2019"}, set()),
        ({"since": "2019-05", "until": "2023-03"}, {OLD, NEW}),
        ({"since": "2023-03-14"}, {NEW}),
        ({"policy": OLD, "since": "2020"}, set()),
    ],
)
def test_dates_are_those_that_the_policies_give(dataset: Dataset, times: dict[str, Any], policies: set[str]) -> None:
    if not policies:
        with pytest.raises(PrivacyflowsError, match="no policy is dated") as caught:
            flow_graph(dataset, **times)
        assert caught.value.hint
    else:
        assert named(flow_graph(dataset, **times)) == named(flow_graph(dataset, policy=policies))


def test_scope_keeps_what_is_said_for_it() -> None:
    for_whom = Filler(text="If you live in the European Union", concept="pf:EUResidents")
    made = [replace(s, scope=(for_whom,)) if "LinkedIn" in s.evidence[0].text else s for s in statements(NEW)]
    scoped = PolicyGraph.from_statements([(document(NEW), profile(NEW), made)]).dataset
    assert named(flow_graph(scoped, view="who-gets-what", scope="pf:EUResidents")) == SHARING
    assert len(flow_graph(scoped, scope="dpv:Child")) == 0


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
        ({"since": "last spring"}, "not a year, month or day: 'last spring'"),
        ({"until": "2019-5"}, "not a year, month or day: '2019-5'"),
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
