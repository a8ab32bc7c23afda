"""Which lines are headings, where the format does not say so, and how headings nest.

In go `Piece`s, out come the same pieces with headings marked. Headings are told by form alone: emphasised, numbered or
capital lines, and short title-like lines above longer prose. `Outline` then keeps the path of headings that are open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from privacyflows.extract.blocks.lines import Break, Piece, Style
from privacyflows.extract.blocks.markers import Marker, follows, marker_of
from privacyflows.extract.blocks.wording import has_clause, is_dated, is_sentence, is_title, opens_sentence, reads_as_contact
from privacyflows.extract.model import BlockKind

_LONGEST_EXPLICIT = 160
_LONGEST_TITLE = 110
_CONTENTS = 4
"""So many headings in a row with nothing under them are a table of contents."""
_REACH = 30
"""So many lines back an entry of the same list is looked for."""
_PROSE = 60
"""A line of this many characters is prose to the short line above it."""


def marked_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with emphasised, numbered and capital headings marked, and what only looks marked as one put back."""
    out: list[Piece] = []
    for i, piece in enumerate(pieces):
        after = pieces[i + 1] if i + 1 < len(pieces) else None
        if piece.explicit:
            out.append(piece if _is_real(piece) else replace(piece, kind=BlockKind.PARAGRAPH, level=0, explicit=False))
        elif (piece.kind is BlockKind.PARAGRAPH and (_is_emphasised(piece, after) or _is_capital(piece, after))) or (
            piece.kind is BlockKind.LIST_ITEM and _is_heading_item(pieces, i)
        ):
            out.append(replace(piece, kind=BlockKind.HEADING))
        else:
            out.append(piece)
    return _without_contents(_numbered(out))


def _without_contents(pieces: list[Piece]) -> list[Piece]:
    """The pieces with runs of told headings that have nothing under them, such as a table of contents, put back to paragraphs."""
    out = list(pieces)
    start = 0
    for i in range(len(out) + 1):
        if i < len(out) and out[i].kind is BlockKind.HEADING and not out[i].explicit:
            continue
        headed = i < len(out) and out[i].kind is not BlockKind.HEADING
        if i - start >= _CONTENTS:
            for k in range(start, i - headed):
                out[k] = replace(out[k], kind=BlockKind.PARAGRAPH)
        start = i + 1
    return out


def titled_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with plain short title-like lines above longer prose marked as headings; read from the end, as titles stack."""
    out = list(pieces)
    stacked = 0
    for i in range(len(out) - 2, -1, -1):
        piece, after = out[i], out[i + 1]
        if piece.kind is not BlockKind.PARAGRAPH or piece.item or not _is_plain_title(piece, out[i - 1] if i else None):
            stacked = 0
        elif _is_prose(piece, after) or (after.kind is BlockKind.HEADING and stacked < 2 and (stacked or after.explicit is False)):
            out[i] = replace(piece, kind=BlockKind.HEADING)
            stacked += 1
        else:
            stacked = 0
    return out


def _is_real(piece: Piece) -> bool:
    """An underlined paragraph and a line that only tells a date carry the mark but head nothing."""
    view = piece.line.view
    return not is_dated(view) and (len(view) <= _LONGEST_EXPLICIT or not view.endswith((".", ";", ":")))


def _is_emphasised(piece: Piece, after: Piece | None) -> bool:
    view = piece.line.view
    if not piece.line.shared_style() & (Style.STRONG | Style.EMPHASIS) or len(view) > _LONGEST_TITLE + 40 or after is None:
        return False
    if is_dated(view) or reads_as_contact(view) or view.endswith((",", ";")):
        return False
    if view.endswith(":"):
        return after.kind not in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW) and marker_of(after.line) is None and not has_clause(view)
    if view.endswith("."):
        return len(view.split()) <= 8 and not is_sentence(view)
    return after.gap is Break.BLANK or not after.line.view[:1].islower()


def _is_capital(piece: Piece, after: Piece | None) -> bool:
    view = piece.line.view
    letters = [c for c in view if c.isalpha()]
    if after is None or len(letters) < 5 or len(view) > _LONGEST_TITLE or view.endswith((".", ";", ",")) or reads_as_contact(view):
        return False
    return all(c.isupper() for c in letters) and len(view.split()) <= 14 and not is_dated(view)


def _is_heading_item(pieces: Sequence[Piece], i: int) -> bool:
    """A list item that is but the title of what follows: emphasised, or numbered and alone, above prose."""
    piece, after = pieces[i], pieces[i + 1] if i + 1 < len(pieces) else None
    if after is None or (after.kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW) and after.group == piece.group):
        return False
    view = piece.line.view
    if view.endswith((":", ";", ",")) or not is_title(view) or is_dated(view) or len(view) > _LONGEST_TITLE:
        return False
    owns = after.item == piece.item and after.kind is BlockKind.PARAGRAPH
    emphasised = bool(piece.line.shared_style() & (Style.STRONG | Style.EMPHASIS))
    numbered = piece.marker[:1].isdigit()
    if owns:
        return emphasised or numbered
    alone = (i == 0 or pieces[i - 1].group != piece.group) and after.group != piece.group
    return piece.level == 1 and alone and (numbered or emphasised) and after.kind is BlockKind.PARAGRAPH and len(after.line.view) > _PROSE


def _numbered(pieces: list[Piece]) -> list[Piece]:
    """Mark short numbered lines as headings, unless they follow each other as the entries of a list or of a table of contents."""
    out = list(pieces)
    i = 0
    while i < len(out):
        run = i
        while run < len(out) and _is_numbered_title(out[run]):
            run += 1
        if run == i:
            i += 1
            continue
        if not _lists(out, i, run):
            for k in range(_chain_start(out[i:run]) + i, run):
                if k + 1 < len(out):
                    out[k] = replace(out[k], kind=BlockKind.HEADING)
        i = run
    return out


def _lists(pieces: Sequence[Piece], start: int, end: int) -> bool:
    """Whether the numbered lines ``start:end`` are entries: the first of a list after a colon, or the next ones of such a list."""
    label = marker_of(pieces[start].line)
    if label and 1 in label.values and start:
        below = pieces[end] if end < len(pieces) else None
        prose = below is not None and below.kind is BlockKind.PARAGRAPH and marker_of(below.line) is None and len(below.line.view) > _PROSE
        return pieces[start - 1].line.view.endswith(":") and not prose
    for before in reversed(pieces[max(0, start - _REACH) : start]):
        earlier = marker_of(before.line)
        if before.kind is BlockKind.HEADING or (earlier is None and before.gap is Break.BLANK and len(before.line.view) > _PROSE):
            return False
        if earlier and label and earlier.shape == label.shape and follows(label, earlier):
            return True
    return False


def _is_numbered_title(piece: Piece) -> bool:
    if piece.kind is not BlockKind.PARAGRAPH or piece.item:
        return False
    marker = marker_of(piece.line)
    if marker is None or marker.bullet or marker.text.startswith("(") or not any(c.isdigit() or c.isupper() for c in marker.text):
        return False
    title = piece.line.view[marker.end :]
    if opens_sentence(title) and has_clause(title) and len(title) > _PROSE and not title.endswith("?"):
        return False
    return (
        len(title) <= _LONGEST_TITLE and is_title(title) and not (title.endswith(":") and has_clause(title)) and not reads_as_contact(title)
    )


def _chain_start(run: Sequence[Piece]) -> int:
    """Where, from the end of a run of numbered lines, each is one level below the line above it ("3 Cookies", "3.1 Which we set")."""
    start = len(run) - 1
    while start > 0 and _depth(run[start - 1]) < _depth(run[start]):
        start -= 1
    return start


def _depth(piece: Piece) -> int:
    marker = marker_of(piece.line)
    return marker.depth if marker else 0


def _is_plain_title(piece: Piece, before: Piece | None) -> bool:
    view = piece.line.view
    if len(view) > _LONGEST_TITLE or not is_title(view) or is_dated(view) or reads_as_contact(view) or view.endswith((".", ":", ";", ",")):
        return False
    if piece.line.shared_style() & Style.LINK or marker_of(piece.line):
        return False
    # Inside a paragraph a line by itself is part of an address or a verse; line-per-paragraph text has soft ends throughout.
    return not (piece.gap is Break.HARD and before is not None and before.kind is BlockKind.PARAGRAPH)


def _is_prose(piece: Piece, after: Piece) -> bool:
    """Whether the piece after a short line is the longer text that a title stands above."""
    view = after.line.view
    if after.kind is not BlockKind.PARAGRAPH or len(view) <= len(piece.line.view) or after.line.shared_style() & Style.LINK:
        return False
    if reads_as_contact(view) and not is_sentence(view):
        return False
    return len(view) >= _PROSE or (view.endswith((".", ":")) and len(view.split()) >= 5)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Open:
    """A heading under which the reading stands."""

    text: str
    level: int
    """0 unless the format itself marked it."""
    emphasis: Style
    capital: bool
    marker: Marker | None

    @property
    def style(self) -> tuple[object, ...]:
        """Headings of one rank look alike; numbers outweigh emphasis."""
        if self.level:
            return ("#", self.level)
        if self.marker:
            return ("number", self.marker.depth, self.marker.shape if self.marker.depth == 1 else "")
        return ("capital",) if self.capital else ("emphasis", self.emphasis)


class Outline:
    """The path of open headings. A style ranks below the styles that were open when it first appeared; ``#`` is above all others."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    @property
    def path(self) -> tuple[str, ...]:
        """Texts of the open headings, outermost first."""
        return tuple(heading.text for heading in self._open)

    def enter(self, piece: Piece, *, introduced: bool = False) -> int:
        """Open a heading, close those that it ends; returns its level, 1..6. `path` still ends above it until `push`.

        ``introduced``: the line before it ends in a colon, so that a numbered heading is a part of what is open.
        """
        new = _opened(piece)
        styles = [heading.style for heading in self._open]
        if new.style in styles and not new.level:
            del self._open[styles.index(new.style) :]
        else:
            while self._open and not _above(self._open[-1], new) and not (introduced and new.marker and not self._open[-1].marker):
                self._open.pop()
        level = new.level or min(6, (self._open[-1].level or len(self._open)) + 1 if self._open else 1)
        self._pending = new
        return level

    def push(self) -> None:
        """Let the heading entered last stand above what follows."""
        self._open.append(self._pending)


def _opened(piece: Piece) -> _Open:
    line = piece.line
    letters = [c for c in line.view if c.isalpha()]
    marker = marker_of(line)
    return _Open(
        text=line.view,
        level=piece.level if piece.explicit else 0,
        emphasis=line.shared_style() & (Style.STRONG | Style.EMPHASIS),
        capital=len(letters) > 4 and all(c.isupper() for c in letters),
        marker=marker if marker and not marker.bullet else None,
    )


def _above(top: _Open, new: _Open) -> bool:
    if new.level:
        return 0 < top.level < new.level
    if top.level:
        return True
    if new.marker and top.marker:
        return top.marker.depth < new.marker.depth or (top.marker.depth == new.marker.depth and top.marker.shape != new.marker.shape)
    if new.marker and new.emphasis == top.emphasis and new.capital == top.capital:
        return False
    return not (new.capital and not top.capital)
