"""Where the nodes of a flow picture stand, computed once: an order within columns that crosses few edges, and a map.

In come nodes in layers and weighted edges between them; out come ranks in 0..1 (barycentre sweeps: Sugiyama, Tagawa and Toda
1981) and coordinates in pixels (rustworkx's Fruchterman-Reingold with a fixed seed). The same input gives the same picture.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Final, TypeVar

import rustworkx as rx

Node = TypeVar("Node", bound=Hashable)

SWEEPS: Final = 8
SPACING: Final = 130.0
"""Pixels between neighbours on the map, roughly."""
_SEED: Final = 7


def column_ranks(layers: Sequence[Sequence[Node]], edges: Mapping[tuple[Node, Node], float]) -> dict[Node, float]:
    """Return each node's place in its layer, 0 (top) to 1 (bottom), so that edges between layers cross little.

    ``layers`` give the first order, which also breaks ties. Nodes without edges keep their place.
    """
    neighbours: dict[Node, list[tuple[Node, float]]] = {node: [] for layer in layers for node in layer}
    for (a, b), weight in edges.items():
        neighbours[a].append((b, weight))
        neighbours[b].append((a, weight))
    ranks = {node: _place(at, len(layer)) for layer in layers for at, node in enumerate(layer)}
    orders = [list(layer) for layer in layers]
    for sweep in range(SWEEPS):
        for order in orders if sweep % 2 else reversed(orders):
            wanted = {node: _barycentre(neighbours[node], ranks, ranks[node]) for node in order}
            order.sort(key=lambda node: wanted[node])  # noqa: B023 - used at once
            ranks.update((node, _place(at, len(order))) for at, node in enumerate(order))
    return ranks


def _place(at: int, length: int) -> float:
    return (at + 0.5) / length


def _barycentre(neighbours: Sequence[tuple[Node, float]], ranks: Mapping[Node, float], own: float) -> float:
    total = sum(weight for _, weight in neighbours)
    return sum(ranks[node] * weight for node, weight in neighbours) / total if total else own


def map_positions(nodes: Sequence[Node], edges: Mapping[tuple[Node, Node], float]) -> dict[Node, tuple[float, float]]:
    """Return x and y in pixels for every node, connected ones near each other.

    The repulsion is quadratic in the number of nodes, so that big graphs get fewer rounds (5,000 nodes: about two seconds).
    """
    if not nodes:
        return {}
    graph: rx.PyGraph[Node, float] = rx.PyGraph(multigraph=False)
    at = dict(zip(nodes, graph.add_nodes_from(list(nodes)), strict=True))
    graph.add_edges_from([(at[a], at[b], weight) for (a, b), weight in edges.items() if a != b])
    rounds = max(20, min(120, 200_000 // len(nodes)))
    scale = SPACING * len(nodes) ** 0.5 / 2
    found = rx.spring_layout(graph, num_iter=rounds, weight_fn=lambda weight: min(3.0, weight), scale=scale, center=(0, 0), seed=_SEED)
    return {node: (round(float(found[i][0]), 1), round(float(found[i][1]), 1)) for node, i in at.items()}
