"""Blocks -> sentences with their context: which block, its heading path, what introduces it.

In go the blocks of documents, out come `Unit`s: the parsed sentences of each block whose words can state a practice. Table rows
are read cell by cell; headings are parsed only where they introduce a list or a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from privacyflows.extract.model import Block, BlockKind, Document
from privacyflows.extract.parsing import Sentence, parse


@dataclass(frozen=True, slots=True)
class Unit:
    """A block's parsed text. Sentence offsets count in ``view``, which is ``block.view[skip:]``, or a cell's view."""

    index: int
    """Of the block in ``Document.blocks``."""
    block: Block
    sentences: tuple[Sentence, ...]
    skip: int = 0
    cell: int | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in ``Document.text`` of a range of this unit's view."""
        origin = self.block.origin if self.cell is None else self.block.cells[self.cell].origin
        return origin[self.skip + start], origin[self.skip + end - 1] + 1


def units(documents: Sequence[Document]) -> Iterator[list[Unit]]:
    """The units of each document, in order; all documents are parsed in one stream of batches."""
    plans = [_plan(d) for d in documents]
    stream = parse([view for plan in plans for _, _, _, view in plan])
    for document, plan in zip(documents, plans, strict=True):
        yield [Unit(i, document.blocks[i], tuple(next(stream)), skip, cell) for i, skip, cell, _ in plan]


def _plan(document: Document) -> list[tuple[int, int, int | None, str]]:
    introducers = {b.lead_in for b in document.blocks if b.lead_in is not None}
    out: list[tuple[int, int, int | None, str]] = []
    for i, block in enumerate(document.blocks):
        if block.kind is BlockKind.TABLE_ROW:
            out += [(i, 0, c, cell.view) for c, cell in enumerate(block.cells) if cell.view]
        elif block.kind is not BlockKind.HEADING or i in introducers:
            if block.run_in:
                out.append((i, 0, None, block.view[: block.run_in]))
            if len(block.view) > block.run_in:
                out.append((i, block.run_in, None, block.view[block.run_in :]))
    return out
