"""Questions to a network of flows: who stands in the middle, who can learn what over several hops and by which way, who belongs together.

In comes a graph of `flow_graph`, best of the view ``who-gets-what``; out come plain dictionaries, sets and `Hop`s. All of it is networkx
on the edges that are affirmed: what a policy denies carries nothing. A way goes *through* named organisations alone. "Third parties" of
one policy are not those of the next, so that a generic party may begin or end a way and never joins two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import networkx as nx
from privacyflows.graphs.answers.claims import FilterError
from privacyflows.graphs.flows import FlowGraph


@dataclass(frozen=True, kw_only=True, slots=True)
class Hop:
    """One step of a way: who hands on what to whom, and the words that say so."""

    origin: str
    """Label."""
    target: str
    data: tuple[str, ...]
    """CURIEs, none where the text names no data."""
    quotes: tuple[str, ...]
    """The quotes of each parallel edge, joined as the graph has them."""


def centrality(graph: FlowGraph, measure: Literal["statements", "degree", "betweenness"] = "statements") -> dict[str, float]:
    """Return node -> score, the highest first: statements that go through it, or networkx's degree or betweenness centrality."""
    plain = _affirmed(graph)
    scores: dict[str, float]
    if measure == "statements":
        scores = {node: float(values["statements"]) for node, values in graph.nodes(data=True)}
    else:
        scores = dict({"degree": nx.degree_centrality, "betweenness": nx.betweenness_centrality}[measure](plain))
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))


def reach(graph: FlowGraph, start: str | Iterable[str], *, hops: int = 2) -> dict[str, int]:
    """Return who can learn something from ``start`` (nodes or their labels) within so many hops: node -> hops, nearest first.

    "Who can learn my location over two hops" is ``reach(graph.flows(view="who-gets-what", data="pd:Location"), "Some Company")``.
    Raises `FilterError` where no node has that name.
    """
    found = _named(graph, start)
    seen, edge = dict.fromkeys(found, 0), sorted(found)
    plain = _affirmed(graph)
    for hop in range(1, hops + 1):
        edge = sorted({target for node in edge if _passes(graph, node, found) for target in plain.successors(node)} - seen.keys())
        seen.update(dict.fromkeys(edge, hop))
    return {node: hop for node, hop in seen.items() if hop}


def routes(graph: FlowGraph, start: str | Iterable[str], target: str, *, hops: int = 2) -> list[tuple[Hop, ...]]:
    """Return the ways from ``start`` to ``target`` of at most so many hops, the shortest first, with the words of each hop.

    Raises `FilterError` where no node has one of the names.
    """
    plain, begin, end = _affirmed(graph), _named(graph, start), _named(graph, [target])
    inner = [node for node in plain if node in begin | end or _passes(graph, node, begin)]
    simple = nx.DiGraph(plain.subgraph(inner))
    ways = [way for a in sorted(begin) for b in sorted(end - {a}) for way in nx.all_simple_paths(simple, a, b, cutoff=hops)]
    whole = [way for way in ways if all(_passes(graph, node, {way[0]}) for node in way[:-1])]
    return [tuple(_hop(plain, a, b) for a, b in nx.utils.pairwise(way)) for way in sorted(whole, key=lambda way: (len(way), way))]


def communities(graph: FlowGraph) -> list[set[str]]:
    """Return groups of nodes that are tied by many statements (Louvain, fixed seed), the largest first."""
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(graph))
    for origin, target, values in _affirmed(graph).edges(data=True):
        weight = simple.get_edge_data(origin, target, {"weight": 0})["weight"]
        simple.add_edge(origin, target, weight=weight + values["statements"])
    found = nx.community.louvain_communities(simple, seed=1)
    return sorted((set(group) for group in found), key=lambda group: (-len(group), min(group)))


def _passes(graph: FlowGraph, node: str, begin: Iterable[str]) -> bool:
    return node in set(begin) or graph.nodes[node]["named"]


def _hop(graph: FlowGraph, origin: str, target: str) -> Hop:
    edges = list(graph.get_edge_data(origin, target).values())
    return Hop(
        origin=graph.nodes[origin]["label"],
        target=graph.nodes[target]["label"],
        data=tuple(sorted({values["data"] for values in edges} - {""})),
        quotes=tuple(sorted({values["quotes"] for values in edges} - {""})),
    )


def _named(graph: FlowGraph, names: str | Iterable[str]) -> frozenset[str]:
    wanted = [names] if isinstance(names, str) else list(names)
    found: set[str] = set()
    for name in wanted:
        nodes = {node for node, values in graph.nodes(data=True) if name in (node, values["label"], values["concept"])}
        if not nodes:
            raise FilterError(f"no node is called {name!r}", hint="give a label, a CURIE or an IRI of the graph")
        found |= nodes
    return frozenset(found)


def _affirmed(graph: FlowGraph) -> FlowGraph:
    kept = [(a, b, k) for a, b, k, polarity in graph.edges(keys=True, data="polarity") if polarity == "affirmed"]
    copy: FlowGraph = nx.MultiDiGraph()
    copy.add_nodes_from(sorted(graph.nodes(data=True)))
    copy.add_edges_from((a, b, k, graph.edges[a, b, k]) for a, b, k in kept)
    return copy
