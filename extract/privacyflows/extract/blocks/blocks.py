"""The readable units of a policy: text in, `Block`s out (headings, paragraphs, list items, table rows), each with its offsets.

The format's own marks come first (`markdown`, `plaintext`); then what formats do not mark is told by form: headings
(`headings`), items (`items`), run-in headings (`runins`); last, every block gets its heading path and its lead-in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from privacyflows.extract.blocks.headings import Outline, marked_headings, titled_headings
from privacyflows.extract.blocks.items import bare_items, labelled_items, with_labels
from privacyflows.extract.blocks.lines import Piece
from privacyflows.extract.blocks.markdown import markdown_pieces
from privacyflows.extract.blocks.markers import marker_of
from privacyflows.extract.blocks.plaintext import plain_pieces, unwrapped
from privacyflows.extract.blocks.records import field_of, with_records, with_turned_tables
from privacyflows.extract.blocks.runins import run_in, run_in_title
from privacyflows.extract.blocks.sublists import with_sublists, without_icons
from privacyflows.extract.model import Block, BlockKind, Cell

_INTRODUCES = re.compile(
    r"[:：]\W*$|\b(?:following|follows|below|these|such as|includ(?:e|es|ed|ing)|namely|to|by|when|"
    r"if|for|that|of|are|is|we|you|may|will|and|or)\W*$"
    r"|\b(?:the following|as follows|(?:listed|described|detailed|set out|given) below|table below|list below|below)\b",
    re.IGNORECASE,
)

_TOLD = frozenset({"legal_basis", "retention"})
"""Fields of records that tell something of the section they end, and begin none."""


def blocks_of(text: str, *, markdown: bool) -> tuple[Block, ...]:
    """The blocks of a text in order; offsets are indices into ``text``. Never raises, whatever the text; linear time."""
    pieces = without_icons(with_labels(unwrapped(markdown_pieces(text) if markdown else plain_pieces(text))))
    pieces = marked_headings(pieces)
    groups = max((piece.group for piece in pieces), default=0)
    pieces = labelled_items(pieces, groups)
    pieces = with_sublists(pieces, max((piece.group for piece in pieces), default=0))
    pieces = with_turned_tables(pieces, max((piece.group for piece in pieces), default=0))
    pieces = with_records(pieces, max((piece.group for piece in pieces), default=0))
    pieces = bare_items(pieces, max((piece.group for piece in pieces), default=0))
    return _assembled(titled_headings(pieces))


def _assembled(pieces: Sequence[Piece]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    outline = Outline()
    leads = _LeadIns()
    for piece in map(_untitled, pieces):
        if not piece.line.view:
            continue
        if piece.kind is BlockKind.HEADING:
            heading = _heading(piece, outline, blocks)
            blocks.append(replace(heading, lead_in=leads.of_title(heading.path, heading.level, blocks)))
            leads.reset()
        else:
            lead_in, level = leads.of(piece, blocks), leads.level(piece)
            body = _body(replace(piece, level=level), outline.path, lead_in, blocks)
            if body.run_in and lead_in is None and body.kind is BlockKind.PARAGRAPH:
                body = replace(body, lead_in=leads.of_title(body.path[:-1], 0, blocks))
            blocks.append(body)
            leads.note(piece, len(blocks) - 1)
    return tuple(blocks)


def _untitled(piece: Piece) -> Piece:
    """The piece, made a paragraph where it only looks like a title: "Legal basis: consent" in bold."""
    field = field_of(piece.line.view) if piece.kind is BlockKind.HEADING and ":" in piece.line.view[:80] else None
    return replace(piece, kind=BlockKind.PARAGRAPH) if field is not None and field[0] in _TOLD else piece


def _heading(piece: Piece, outline: Outline, before: Sequence[Block]) -> Block:
    level = outline.enter(piece, introduced=bool(before) and before[-1].view.endswith(":"))
    path = outline.path
    outline.push()
    marker = marker_of(piece.line)
    label = piece.marker if piece.marker[:1].isalnum() else marker.text if marker and not marker.bullet else ""
    return Block(kind=BlockKind.HEADING, view=piece.line.view, origin=piece.line.origin, level=level, path=path, marker=label)


def _body(piece: Piece, path: tuple[str, ...], lead_in: int | None, blocks: Sequence[Block]) -> Block:
    line = piece.line
    row = piece.kind is BlockKind.TABLE_ROW
    length = 0 if row else run_in(line)
    if length:
        path = (*path, run_in_title(line.view, length))
    elif lead_in is not None and blocks[lead_in].run_in:
        path = blocks[lead_in].path
    return Block(
        kind=piece.kind,
        view=line.view,
        origin=line.origin,
        level=piece.level,
        path=path,
        run_in=length,
        marker=piece.marker,
        lead_in=lead_in,
        cells=tuple(Cell(header=cell.header, view=cell.line.view, origin=cell.line.origin) for cell in piece.cells),
    )


class _LeadIns:
    """Remembers which block introduced which list, and the last item of every nesting level."""

    def __init__(self) -> None:
        self._groups: dict[int, int | None] = {}
        self._items: list[tuple[int, int]] = []
        self._titled: tuple[int, tuple[str, ...], int] | None = None

    def reset(self) -> None:
        """A heading ends all lists."""
        self._items = []

    def of(self, piece: Piece, blocks: Sequence[Block]) -> int | None:
        """Index of the block that introduces the piece; None for paragraphs, but for an enumeration in one line after a colon."""
        if piece.kind is BlockKind.PARAGRAPH:
            return _introducer(blocks) if marker_of(piece.line) and blocks and blocks[-1].view.endswith(":") else None
        if piece.group and piece.group in self._groups:
            return self._groups[piece.group]
        lead_in = _introducer(blocks)
        parents = [index for level, index in self._items if level < piece.level]
        if (
            piece.kind is BlockKind.LIST_ITEM
            and parents
            and (lead_in is None or lead_in < parents[-1] or blocks[lead_in].level >= piece.level)
        ):
            lead_in = parents[-1]
        if piece.group:
            self._groups[piece.group] = lead_in
        return lead_in

    def of_title(self, path: tuple[str, ...], level: int, blocks: Sequence[Block]) -> int | None:
        """Index of the paragraph that a title goes on with: a heading (of ``level``) or a run-in heading (0) right after its colon.

        The titles beside the first one, of its level and in its section, go on with it too. Above all sections a colon is the text's own,
        whose headings are its sections.
        """
        last = blocks[-1] if blocks else None
        opens = last is not None and last.kind is BlockKind.PARAGRAPH and not last.run_in and last.view.endswith((":", "："))
        if last is not None and opens and last.path == path and (path or not level):
            self._titled = len(blocks) - 1, path, level
        elif self._titled is not None and path[: len(self._titled[1])] != self._titled[1]:
            self._titled = None
        return self._titled[0] if self._titled is not None and self._titled[1:] == (path, level) else None

    def level(self, piece: Piece) -> int:
        """Nesting of a list item among the items that are open, 1 = outermost; 0 for the rest."""
        return 1 + sum(level < piece.level for level, _ in self._items) if piece.kind is BlockKind.LIST_ITEM else 0

    def note(self, piece: Piece, index: int) -> None:
        """Remember the piece as block ``index``."""
        if piece.kind is BlockKind.LIST_ITEM:
            self._items = [(level, at) for level, at in self._items if level < piece.level] + [(piece.level, index)]
        elif not piece.item:
            self._items = []


def _introducer(blocks: Sequence[Block]) -> int | None:
    """Index of the last block if it introduces what comes next: a heading, a colon, "following", a sentence left open."""
    if not blocks:
        return None
    last = blocks[-1]
    if last.kind is BlockKind.HEADING:
        return len(blocks) - 1
    if last.kind is BlockKind.TABLE_ROW:
        return None
    if _INTRODUCES.search(last.view) or (last.kind is BlockKind.PARAGRAPH and last.view[-1] not in '.!?;"”'):
        return len(blocks) - 1
    return None
