"""What a picture for a report can do: it shows itself in a notebook and saves itself as SVG, PNG or PDF.

A picture's data go in (a subclass of `Drawn` holds them and knows how to draw itself with matplotlib); an image in the notebook and
files come out. The same data give the same bytes: no date, no random identifiers. matplotlib is loaded when a picture is drawn,
not before, and pyplot never, so that no window opens and no figure stays behind.
"""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from privacyflows.extract.errors import MissingDependencyError, PrivacyflowsError
from privacyflows.graphs.answers.result import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS: Final = (".svg", ".png", ".pdf")
"""Suffixes of files that a picture can be saved as."""
INK: Final = "#1d2330"
"""Colour of text."""
FAINT: Final = "#6b7280"
"""Colour of text that matters less."""
RULE: Final = "#d9dce3"
"""Colour of lines between groups."""

_NOTEBOOK_DPI, _SCREEN_DPI = 150, 90
_PNG_SIZE = (16, 20)
"""Where a PNG keeps its width and height, as four bytes each (PNG specification, 11.2.2 IHDR)."""
_NAMELESS: Final[Mapping[str, Mapping[str, Any]]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
"""Format -> the entries of the file's header that would differ from run to run or from version to version."""


class PictureError(PrivacyflowsError):
    """A picture that cannot be saved as asked."""


class Drawn:
    """A picture of something; a subclass says of what."""

    __slots__ = ()

    @property
    def title(self) -> str:
        """What the picture shows, in one line."""
        raise NotImplementedError

    @property
    def description(self) -> str:
        """What one would tell somebody who cannot see it."""
        raise NotImplementedError

    def draw(self, axes: Axes) -> None:
        """Draw into these axes and set their figure's size."""
        raise NotImplementedError

    def figure(self) -> Figure:
        """Return the picture as a matplotlib figure of its own; raises `MissingDependencyError` without matplotlib."""
        try:
            from matplotlib.figure import Figure
        except ImportError as error:
            raise MissingDependencyError("pictures are drawn by matplotlib", hint="pip install 'privacyflows[notebooks]'") from error
        with _style():
            figure = Figure()
            self.draw(figure.add_axes((0, 0, 1, 1)))
        return figure

    def save(self, path: str | Path, *, dpi: int = 200) -> Path:
        """Write an .svg, .png or .pdf file, whole or not at all, and return its path; ``dpi`` matters to .png alone.

        Raises `PictureError` for another suffix, `MissingDependencyError` without matplotlib, `DatasetError` where the folder forbids it.
        """
        from privacyflows.graphs.store import write_whole

        target = Path(path)
        if target.suffix not in FORMATS:
            raise PictureError(f"no picture is saved as {target.name!r}", hint=f"give it one of the suffixes {', '.join(FORMATS)}")
        write_whole(target, self._bytes(target.suffix[1:], dpi=dpi))
        return target

    def to_png(self, *, dpi: int = 200) -> bytes:
        """Return the picture as the bytes of a PNG file; raises `MissingDependencyError` without matplotlib."""
        return self._bytes("png", dpi=dpi)

    def _bytes(self, form: str, *, dpi: int) -> bytes:
        figure = self.figure()  # raises first, where there is no matplotlib
        buffer = io.BytesIO()
        with _style():
            metadata = {"Title": self.title, **_NAMELESS[form]}
            figure.savefig(buffer, format=form, dpi=dpi, bbox_inches="tight", pad_inches=0.12, facecolor="white", metadata=metadata)
        return buffer.getvalue()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict[str, str], dict[str, Any]]:
        """Return a PNG for a notebook, sharp on fine screens, with its description for screen readers in the metadata."""
        picture = _small(self.to_png(dpi=_NOTEBOOK_DPI))
        width, height = (int.from_bytes(picture[at : at + 4], "big") * _SCREEN_DPI // _NOTEBOOK_DPI for at in _PNG_SIZE)
        shown = {"width": width, "height": height, "alt": f"{self.title}. {self.description}"}
        return {"text/plain": repr(self), "image/png": base64.b64encode(picture).decode()}, {"image/png": shown}


def _small(png: bytes) -> bytes:
    """Return the picture with 256 colours, chosen so that none is far off: a quarter of the bytes for files that keep it for good."""
    from PIL import Image  # comes with matplotlib

    buffer = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        picture.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


@contextmanager
def _style() -> Iterator[None]:
    """Set how pictures are drawn and saved: the font that comes with matplotlib, no random identifiers, no formulas in labels.

    Labels may be words of policies: ``$`` in them begins no formula, and a letter that the font lacks is a box, not a warning.
    """
    import matplotlib

    style = matplotlib.rc_context({"font.family": "DejaVu Sans", "text.parse_math": False, "hatch.linewidth": 0.9})
    files = matplotlib.rc_context({"svg.hashsalt": "privacyflows", "pdf.fonttype": 42})
    with style, files, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from font", category=UserWarning)
        yield


class Ruler:
    """Puts texts into axes and measures them: where they end, and the edges of all of them, in the axes' own units."""

    def __init__(self, axes: Axes) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        self.axes = axes
        figure = axes.get_figure(root=True)
        assert figure is not None
        self._renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]  # matplotlib leaves it untyped
        self.left, self.right = sorted(axes.get_xlim())
        self.top = min(axes.get_ylim())
        """The smaller y: pictures count downwards."""

    def text(self, x: float, y: float, words: str, *, size: float, color: str = INK, **style: Any) -> float:  # noqa: ANN401 - matplotlib's
        """Put words at a place and return where they end on the right; ``style`` is that of matplotlib's ``Text``."""
        placed = self.axes.text(x, y, words, fontsize=size, color=color, **style)
        box = placed.get_window_extent(self._renderer)
        corners = self.axes.transData.inverted().transform(((box.x0, box.y0), (box.x1, box.y1)))
        self.left, self.right = min(self.left, corners[0][0]), max(self.right, corners[1][0])
        self.top = min(self.top, corners[0][1], corners[1][1])
        return float(corners[1][0])

    def width(self, words: str, *, size: float) -> float:
        """Return how wide words would be."""
        placed = self.axes.text(0, 0, words, fontsize=size)
        box = placed.get_window_extent(self._renderer)
        placed.remove()
        corners = self.axes.transData.inverted().transform(((box.x0, box.y0), (box.x1, box.y1)))
        return float(corners[1][0] - corners[0][0])


def shortened(text: str, length: int) -> str:
    """Return the text with at most so many characters, an ellipsis for what is left out.

    >>> shortened("Professional information", 13)
    'Professional…'
    """
    line = printable(" ".join(text.split()))
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
