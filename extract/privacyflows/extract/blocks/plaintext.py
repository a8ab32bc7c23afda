"""Plain text in, `Piece`s out: one for every line, with how it stands to the line before; and the joining of wrapped lines.

Whether a line's end means anything is decided once for a document: in hard-wrapped prose the next line's first word would
not have fitted on the line, in line-per-paragraph text it would. Where a document was printed and read back, every line may have
become a paragraph of its own; such paragraphs are lines again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from privacyflows.extract.blocks.lines import Break, Pen, Piece, joined
from privacyflows.extract.blocks.markers import marker_of
from privacyflows.extract.model import BlockKind

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LINE_ENDS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_TAB = 4
_WIDEST = 140
"""No editor wraps prose wider than this."""
_FEWEST = 8
"""Fewer paragraphs that break off within a sentence may be slips."""
_PAGE = re.compile(r"(?:page )?\d{1,3}(?: ?(?:of|/) ?\d{1,3})?", re.IGNORECASE)
_RULE = re.compile(r"[-=_*~#\s]{3,}")


def plain_pieces(text: str) -> list[Piece]:
    """The lines of a plain text as paragraphs in order; never raises, whatever the text."""
    pieces: list[Piece] = []
    end, gap = 0, Break.BLANK
    for row in _LINE.finditer(text):
        if len(_LINE_ENDS.findall(text[end : row.start()])) > 1:
            gap = Break.BLANK
        end = row.end()
        pen = Pen()
        pen.write(row[0], row.start())
        line = pen.line()
        if not line.view or _RULE.fullmatch(line.view):
            gap = Break.BLANK
            continue
        body = row[0].expandtabs(_TAB)
        pieces.append(Piece(line=line, gap=gap, indent=len(body) - len(body.lstrip())))
        gap = Break.SOFT
    return pieces


def unwrapped(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces with the lines of hard-wrapped prose joined; lines of line-per-paragraph text stay apart."""
    pieces = _printed(pieces)
    width = _wrap_width(pieces)
    runs: list[list[Piece]] = []
    for piece in pieces:
        if runs and _continues(runs[-1][0], runs[-1][-1], piece, width):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return [run[0] if len(run) == 1 else replace(run[0], line=joined([piece.line for piece in run])) for run in runs]


def _printed(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The same pieces; of a document that was printed, empty lines inside of sentences count as ends of lines, and page numbers go.

    It was printed where many sentences break off, and most of them near one column.
    """
    lines = [piece for piece in pieces if not _PAGE.fullmatch(piece.line.view)]
    broken = [len(a.line.view) for a, b in pairwise(lines) if _broken_off(a, b) and b.line.view[:1].islower()]
    if len(broken) < max(_FEWEST, len(lines) // 8):
        return pieces
    width = sorted(broken)[len(broken) * 9 // 10]
    if not 30 <= width <= _WIDEST or 2 * sum(length > 0.7 * width for length in broken) < len(broken):
        return pieces
    gaps = [Break.BLANK]
    for above, below in pairwise(lines):
        goes_on = _broken_off(above, below) and (below.line.view[:1].islower() or len(above.line.view) > 0.7 * width)
        gaps.append(Break.SOFT if goes_on else below.gap)
    return [replace(line, gap=gap) for line, gap in zip(lines, gaps, strict=True)]


def _broken_off(above: Piece, below: Piece) -> bool:
    """Whether a paragraph ends within its sentence, and what follows an empty line could go on with it."""
    paragraphs = above.kind is below.kind is BlockKind.PARAGRAPH and above.item == below.item
    return paragraphs and below.gap is Break.BLANK and above.line.view[-1] not in ".:;!?" and not marker_of(below.line)


def _wrap_width(pieces: Sequence[Piece]) -> int:
    """The column at which the document is wrapped by hand; 0 where lines are paragraphs."""
    pairs = [(a.line.view, b.line.view) for a, b in pairwise(pieces) if b.gap is Break.SOFT and not marker_of(b.line)]
    if not pairs:
        return 0
    lower = sum(second[:1].islower() for _, second in pairs)
    if len(pairs) <= 4:
        return _WIDEST if lower == len(pairs) and not any(first[-1] in ".:;!?" for first, _ in pairs) else 0
    lengths = sorted(len(first) for first, _ in pairs)
    width = lengths[len(lengths) * 9 // 10]
    full = sum(len(first) + 1 + len(second.split(" ", 1)[0]) > 0.8 * width for first, second in pairs)
    return width if 30 <= width <= _WIDEST and full >= 0.6 * len(pairs) and lower >= 0.25 * len(pairs) else 0


def _continues(first: Piece, before: Piece, piece: Piece, width: int) -> bool:
    """Whether the piece is the rest of the sentence that ``first`` began and ``before`` carried on."""
    if piece.kind is not BlockKind.PARAGRAPH or first.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return False
    if piece.gap is Break.BLANK or piece.item != first.item or marker_of(piece.line):
        return False
    above, below = before.line.view, piece.line.view
    closed = above[-1] in ".:;!?"
    if piece.gap is Break.HARD:
        return below[:1].islower() and not closed and len(above) > 40
    return bool(width) and not (len(above) < 0.6 * width and (closed or below[:1].isupper()))
