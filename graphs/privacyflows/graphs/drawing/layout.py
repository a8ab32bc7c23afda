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
SPACING: Final = 110.0
"""Pixels between neighbours on the map, roughly."""
SHOVES: Final = 12
"""Rounds of pushing apart."""
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
            order.sort(key=lambda node: wanted[node])
            ranks.update((node, _place(at, len(order))) for at, node in enumerate(order))
    return ranks


def _place(at: int, length: int) -> float:
    return (at + 0.5) / length


def _barycentre(neighbours: Sequence[tuple[Node, float]], ranks: Mapping[Node, float], own: float) -> float:
    total = sum(weight for _, weight in neighbours)
    return sum(ranks[node] * weight for node, weight in neighbours) / total if total else own


def map_positions(nodes: Sequence[Node], edges: Mapping[tuple[Node, Node], float]) -> dict[Node, tuple[float, float]]:
    """Return x and y in pixels for every node, connected ones near each other, none on top of another.

    Each connected part is laid out alone and the parts are set beside each other, the largest first. The repulsion is quadratic
    in the number of nodes, so that big parts get fewer rounds (5,000 nodes: about two seconds).
    """
    graph: rx.PyGraph[Node, float] = rx.PyGraph(multigraph=False)
    at = dict(zip(nodes, graph.add_nodes_from(list(nodes)), strict=True))
    graph.add_edges_from([(at[a], at[b], weight) for (a, b), weight in edges.items() if a != b])
    places: dict[Node, tuple[float, float]] = {}
    parts = sorted((sorted(part) for part in rx.connected_components(graph)), key=lambda part: (-len(part), part[0]))
    x = y = height = 0.0
    width = SPACING * (1.5 * len(nodes)) ** 0.5
    for part in parts:
        spread = _spread_apart(_spring(graph, part))
        left, top = min(p[0] for p in spread), min(p[1] for p in spread)
        wide, high = (max(p[i] for p in spread) - min(p[i] for p in spread) + SPACING for i in (0, 1))
        if x and x + wide > width:
            x, y, height = 0.0, y + height, 0.0
        places.update((graph[i], (round(x + a - left, 1), round(y + b - top, 1))) for i, (a, b) in zip(part, spread, strict=True))
        x, height = x + wide, max(height, high)
    return places


def _spring(graph: rx.PyGraph[Node, float], part: Sequence[int]) -> list[tuple[float, float]]:
    """Fruchterman-Reingold for one connected part."""
    if len(part) == 1:
        return [(0.0, 0.0)]
    rounds = max(15, min(200, 100_000 // len(part)))
    scale = SPACING * len(part) ** 0.5 / 2
    found = rx.spring_layout(graph.subgraph(list(part)), num_iter=rounds, scale=scale, center=(0, 0), seed=_SEED)
    return [(float(found[i][0]), float(found[i][1])) for i in range(len(part))]


def _spread_apart(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Push points apart that stand closer than a label needs, by turns, neighbours found through a grid."""
    spots = [list(point) for point in points]
    near = SPACING * 0.7
    for _ in range(SHOVES):
        grid: dict[tuple[int, int], list[int]] = {}
        for i, (a, b) in enumerate(spots):
            grid.setdefault((int(a // near), int(b // near)), []).append(i)
        for (column, row), members in grid.items():
            around = [j for c in (column, column + 1) for r in (row - 1, row, row + 1) for j in grid.get((c, r), ())]
            for i in members:
                for j in around:
                    if i < j or (i != j and j not in members):
                        _shove(spots[i], spots[j], near)
    return [(a, b) for a, b in spots]


def _shove(one: list[float], other: list[float], near: float) -> None:
    dx, dy = other[0] - one[0], other[1] - one[1]
    distance = (dx * dx + dy * dy) ** 0.5 or 1e-6
    if distance < near:
        push = (near - distance) / distance / 4
        one[0] -= dx * push
        one[1] -= dy * push
        other[0] += dx * push
        other[1] += dy * push
