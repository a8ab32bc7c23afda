"""Draws a `Sankey`: bars in three columns, bands between them as Bezier curves, a label with its number beside each bar.

Each band carries the colour of its data, so that one can follow it to the recipient; what is left open is grey. Within a column bars
stand by the mean height of what flows into them, which keeps crossings few, with "other" and what is left open below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from privacyflows.graphs.drawing.drawn import FAINT, INK, Ruler, shortened
from privacyflows.graphs.drawing.folding import OTHER
from privacyflows.graphs.sankey import COLUMNS, OPEN, Node, Sankey

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8b6fb3", "#a6761d", "#5b8c2a", "#b5495b")
"""For kinds of data, the heaviest first: those of Okabe and Ito (2008) without the yellow, which is lost on white, and four more."""
GREY: Final = "#b4bac6"
WIDTH, HEIGHT = 10.0, 0.42
"""Inches: width of the picture; height of a bar's line in the fullest column."""
BAR: Final = 0.012
"""Width of a bar, as a share of the picture's."""
LABEL: Final = 40

_PLACES: Final = (0.0, 0.5, 1.0)
"""Where the columns stand."""


def draw_sankey(sankey: Sankey, axes: Axes) -> None:
    """Draw a Sankey and give its figure the size that its labels need."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    fullest = max((sum(node.column == column for node in sankey.nodes) for column in COLUMNS), default=1)
    height = max(fullest * HEIGHT, 2.0)
    figure.set_size_inches(WIDTH * 0.62, height)
    axes.set_xlim(0, 1)
    axes.set_ylim(1, 0)
    axes.set_axis_off()
    layout = _Layout(sankey, gap=min(0.03, 0.4 / max(fullest, 1)))
    layout.bands(axes)
    ruler = Ruler(axes)
    for node in sankey.nodes:
        layout.bar(node, ruler)
    left, top = ruler.left, ruler.top
    inch = 1 / height
    for column, heading, at, side in zip(COLUMNS, ("Data", "Purpose", "Recipient"), _PLACES, ("right", "center", "left"), strict=True):
        if any(node.column == column for node in sankey.nodes):
            ruler.text(at, top - 0.12 * inch, heading, size=8.5, weight="bold", ha=side, va="bottom", color=FAINT)
    ruler.text(left, top - 0.68 * inch, sankey.question, size=11, weight="bold", ha="left", va="bottom")
    ruler.text(left, top - 0.44 * inch, sankey.subject, size=9, ha="left", va="bottom", color=FAINT)
    note = "The number is that of the statements which name it. A band's width: statements, each shared equally among its combinations."
    ruler.text(left, 1 + 0.25 * inch, note, size=7.5, ha="left", va="center", color=FAINT)


_Key = tuple[str, str]
"""Column and IRI of a node."""
_Band = tuple[str, str, str]
"""Data, and the nodes at both ends."""


class _Layout:
    """Where bars and bands stand; heights are shares of the picture's."""

    def __init__(self, sankey: Sankey, *, gap: float) -> None:
        self.sankey = sankey
        by_column = {column: [n for n in sankey.nodes if n.column == column] for column in COLUMNS}
        total = sum(sankey.paths.values()) or 1.0
        self.scale = (1 - gap * max(len(nodes) - 1 for nodes in by_column.values())) / total
        data = [node.iri for node in by_column["data"] if node.iri != OTHER]
        self.colours = {iri: COLOURS[at % len(COLOURS)] if at < len(COLOURS) else GREY for at, iri in enumerate(data)} | {OTHER: GREY}
        self.top: dict[_Key, float] = {}
        """Upper edge of each bar."""
        for at, column in enumerate(COLUMNS):
            nodes = by_column[column] if at == 0 else self._untangled(by_column[column], at)
            free = 1 - sum(node.weight for node in nodes) * self.scale
            between = free / (len(nodes) - 1) if len(nodes) > 1 else 0.0
            y = 0.0 if len(nodes) > 1 else free / 2
            for node in nodes:
                self.top[column, node.iri] = y
                y += node.weight * self.scale + between

    def _untangled(self, nodes: Iterable[Node], at: int) -> list[Node]:
        """By the mean height of what flows in from the column before."""
        means: dict[str, float] = {}
        for path, weight in self.sankey.paths.items():
            means[path[at]] = means.get(path[at], 0.0) + weight * self.top[COLUMNS[at - 1], path[at - 1]]
        return sorted(nodes, key=lambda n: (n.iri == OPEN, n.iri == OTHER, means[n.iri] / n.weight, n.iri))

    def bands(self, axes: Axes) -> None:
        """Draw the bands between both pairs of columns, one for each kind of data, the wide ones below the narrow ones."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        for at in (0, 1):
            x0, x1 = _PLACES[at] + BAR / 2, _PLACES[at + 1] - BAR / 2
            bend = (x1 - x0) * 0.48
            for data, open_end, y0, y1, span in self._placed(at):
                corners = [(x0, y0), (x0 + bend, y0), (x1 - bend, y1), (x1, y1), (x1, y1 + span)]
                corners += [(x1 - bend, y1 + span), (x0 + bend, y0 + span), (x0, y0 + span), (x0, y0)]
                axes.add_patch(
                    PathPatch(
                        Path(corners, codes), facecolor=self.colours[data], alpha=0.2 if open_end else 0.45, linewidth=0, clip_on=False
                    )
                )

    def _placed(self, at: int) -> list[tuple[str, bool, float, float, float]]:
        """Return data, whether it ends in the open, upper edge at both ends and height of each band.

        At each bar bands lie in the order of their other ends, so that they do not cross there.
        """
        weights: dict[_Band, float] = {}
        for path, weight in self.sankey.paths.items():
            key = (path[0], path[at], path[at + 1])
            weights[key] = weights.get(key, 0.0) + weight

        def start(key: _Band) -> float:
            return self.top[COLUMNS[at], key[1]]

        def end(key: _Band) -> float:
            return self.top[COLUMNS[at + 1], key[2]]

        def line(key: _Band) -> float:
            return self.top[COLUMNS[0], key[0]]

        leaving = self._stacked(weights, 1, at, sorted(weights, key=lambda key: (end(key), line(key), key)))
        arriving = self._stacked(weights, 2, at + 1, sorted(weights, key=lambda key: (start(key), line(key), key)))
        widest = sorted(weights, key=lambda key: (-weights[key], key))
        return [(key[0], key[2] == OPEN, leaving[key], arriving[key], weights[key] * self.scale) for key in widest]

    def _stacked(self, weights: Mapping[_Band, float], part: int, at: int, order: Iterable[_Band]) -> dict[_Band, float]:
        """Return the upper edge of each band at one of its bars, in this order."""
        free: dict[str, float] = {}
        edges = {}
        for key in order:
            y = free.setdefault(key[part], self.top[COLUMNS[at], key[part]])
            edges[key] = y
            free[key[part]] = y + weights[key] * self.scale
        return edges

    def bar(self, node: Node, ruler: Ruler) -> None:
        """Draw a bar and its label: outside on both sides, in the middle beside the bar on a light ground."""
        from matplotlib.patches import Rectangle

        at = COLUMNS.index(node.column)
        y, height = self.top[node.column, node.iri], max(node.weight * self.scale, 0.002)
        colour = self.colours[node.iri] if at == 0 else GREY if node.iri in (OPEN, OTHER) else INK
        bar = Rectangle((_PLACES[at] - BAR / 2, y), BAR, height, facecolor=colour, linewidth=0, clip_on=False)
        ruler.axes.add_patch(bar)
        x, side = _PLACES[at] + (-BAR if at == 0 else BAR), "right" if at == 0 else "left"
        ground = {"boxstyle": "round,pad=0.12", "facecolor": "white", "alpha": 0.72, "edgecolor": "none"} if at == 1 else None
        words = f"{shortened(node.label, LABEL)} \u00b7 {node.statements}"
        faint = node.iri in (OPEN, OTHER)
        ruler.text(x, y + height / 2, words, size=8.5, ha=side, va="center", color=FAINT if faint else INK, bbox=ground)
