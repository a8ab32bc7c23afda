"""Draws a `Matrix`: cells as coloured squares with a sign or a number, labels around them, title above, legend below.

The colours are those of Okabe and Ito (2008), which people with any common kind of colour blindness tell apart; signs and hatching
say the same again for print in grey. Lengths are in cells; texts are measured, so that none is cut or runs into another.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from privacyflows.graphs.drawing.drawn import FAINT, INK, RULE, Ruler, shortened
from privacyflows.graphs.drawing.folding import OTHER
from privacyflows.graphs.matrix import Fate, Heading, Matrix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

SIDE: Final = 0.3
"""Inches of a cell's side."""
LABEL: Final = 46
"""Characters of a label; what is longer ends in an ellipsis."""
SLANT: Final = 50
"""Degrees by which the columns' labels rise."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paint:
    """How a cell is shown."""

    fill: str | tuple[float, float, float]
    sign: str
    ink: str
    hatch: str = ""


PAINT: Final = {
    Fate.ADDED: Paint(fill="#0072b2", sign="+", ink="white"),
    Fate.GONE: Paint(fill="#e69f00", sign="−", ink="black"),
    Fate.UNCHANGED: Paint(fill="#c9cdd6", sign="=", ink="#4b5563"),
    Fate.MIXED: Paint(fill="#c9cdd6", sign="±", ink="black"),
    Fate.NOT_READABLE: Paint(fill="white", sign="?", ink="black", hatch="////"),
}
_LIGHT, _DARK = (0.86, 0.92, 0.97), (0.0, 0.27, 0.47)
"""Ends of the scale for numbers: one hue, from light to dark."""


def draw_matrix(matrix: Matrix, axes: Axes) -> None:
    """Draw a matrix and give its figure the size that the cells need."""
    height, width = max(len(matrix.rows), 1), max(len(matrix.columns), 1)
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure.set_size_inches(width * SIDE, height * SIDE)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    for between in _borders(matrix.rows):
        axes.plot((0, width), (between, between), color=RULE, linewidth=1, zorder=0)
    for between in _borders(matrix.columns):
        axes.plot((between, between), (0, height), color=RULE, linewidth=1, zorder=0)
    _cells(matrix, axes)
    ruler = Ruler(axes)
    for at, row in enumerate(matrix.rows):
        ruler.text(-0.25, at + 0.5, _label(row), size=8.5, ha="right", va="center")
    for at, column in enumerate(matrix.columns):
        ruler.text(at + 0.4, -0.2, _label(column), size=8.5, ha="left", va="bottom", rotation=SLANT, rotation_mode="anchor")
    if not matrix.rows:
        ruler.text(0, 0.5, "nothing is stated", size=8.5, ha="left", va="center", color=FAINT)
    left, top, right = ruler.left, ruler.top, ruler.right
    ruler.text(left, top - 1.3, matrix.question, size=11, weight="bold", ha="left", va="bottom")
    ruler.text(left, top - 0.5, matrix.subject, size=9, ha="left", va="bottom", color=FAINT)
    _legend(matrix, ruler, left, right, height + 0.8)


def _borders(headings: Sequence[Heading]) -> Iterator[int]:
    """Yield the places between two groups, one of which has several members."""
    members = Counter(heading.group for heading in headings)
    for at, (one, other) in enumerate(pairwise(headings), start=1):
        if one.group != other.group and max(members[one.group], members[other.group]) > 1:
            yield at


def _label(heading: Heading) -> str:
    return shortened(heading.label, LABEL)


def _cells(matrix: Matrix, axes: Axes) -> None:
    from matplotlib.patches import Rectangle

    most = max((cell.statements for cell in matrix.cells.values()), default=1)
    for y, row in enumerate(matrix.rows):
        for x, column in enumerate(matrix.columns):
            cell = matrix.cells.get((row.iri, column.iri))
            if cell is None:
                axes.add_patch(Rectangle((x + 0.06, y + 0.06), 0.88, 0.88, facecolor="#f5f6f8", linewidth=0))
                continue
            paint = PAINT[cell.fate] if cell.fate else _number(cell.statements, most)
            edge = INK if paint.hatch else "none"
            axes.add_patch(
                Rectangle((x + 0.06, y + 0.06), 0.88, 0.88, facecolor=paint.fill, edgecolor=edge, hatch=paint.hatch, linewidth=0.5)
            )
            halo = {"boxstyle": "circle,pad=0.12", "facecolor": "white", "edgecolor": "none"} if paint.hatch else None
            axes.text(x + 0.5, y + 0.52, paint.sign, fontsize=8, color=paint.ink, ha="center", va="center", bbox=halo)


def _number(statements: int, most: int) -> Paint:
    """Darker for more; on a square-root scale, since a few cells hold most statements."""
    share = (statements / most) ** 0.5
    fill = tuple(light + (dark - light) * share for light, dark in zip(_LIGHT, _DARK, strict=True))
    return Paint(fill=(fill[0], fill[1], fill[2]), sign=str(statements), ink="white" if share > 0.55 else INK)


def _legend(matrix: Matrix, ruler: Ruler, left: float, right: float, y: float) -> None:
    """Put the fates that occur in lines from ``left`` to ``right``, then what is folded."""
    from matplotlib.patches import Rectangle

    x, edge = left, max(right, left + 20)
    counts = {fate: sum(cell.fate is fate for cell in matrix.cells.values()) for fate in Fate}
    for fate in (fate for fate in Fate if counts[fate]):
        words = f"{matrix.legend[fate]} ({counts[fate]})"
        if x > left and x + 1.1 + ruler.width(words, size=8.5) > edge:
            x, y = left, y + 1.15
        paint = PAINT[fate]
        square = Rectangle(
            (x, y),
            0.8,
            0.8,
            facecolor=paint.fill,
            edgecolor=INK if paint.hatch else "none",
            hatch=paint.hatch,
            linewidth=0.5,
            clip_on=False,
        )
        ruler.axes.add_patch(square)
        halo = {"boxstyle": "circle,pad=0.12", "facecolor": "white", "edgecolor": "none"} if paint.hatch else None
        ruler.axes.text(x + 0.4, y + 0.42, paint.sign, fontsize=8, color=paint.ink, ha="center", va="center", bbox=halo)
        x = ruler.text(x + 1.1, y + 0.4, words, size=8.5, ha="left", va="center") + 1.0
    y += 1.3 if matrix.compared else 0.2
    for line in _notes(matrix):
        ruler.text(left, y + 0.3, line, size=7.5, ha="left", va="center", color=FAINT)
        y += 0.9


def _notes(matrix: Matrix) -> Iterator[str]:
    if not matrix.compared:
        yield (
            "Number of statements in which a policy says so." if not matrix.denials else "Number of statements in which a policy denies it."
        )
    for name, headings in (("rows", matrix.rows), ("columns", matrix.columns)):
        concepts = sum(heading.folded for heading in headings)
        if concepts > len(headings):
            rest = ", the rarest into the last one" if headings[-1].iri == OTHER else ""
            yield f"{len(headings)} {name} stand for {concepts} concepts: narrow ones are folded into broader ones{rest}."
