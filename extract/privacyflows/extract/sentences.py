"""Blocks -> sentences with their context: which block, its heading path, what introduces it.

In go the blocks of documents, out come `Unit`s: the parsed sentences of each block whose words can state a practice. Table rows
are read cell by cell, cells with bullets bullet by bullet, enumerations in one line piece by piece; a list item's run-in heading is
a unit of its own. Headings are parsed only where they introduce a list or a table, stand above what does, or deny something themselves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from privacyflows.extract.blocks.wording import is_sentence
from privacyflows.extract.lists.enumerations import INLINE, bulleted, enumerated, inline, without_tail
from privacyflows.extract.model import Block, BlockKind, Cell, Document
from privacyflows.extract.parsing.parsing import Sentence, parse
from privacyflows.extract.parsing.words import load_rules

_LONGEST_ANSWER = 400
"""Characters."""
_BREAK = re.compile(r"<br\b|\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A block's parsed text. Sentence offsets count in the unit's view, which is a range of the block's view, or of a cell's."""

    index: int
    """Of the block in ``Document.blocks``."""
    block: Block
    sentences: tuple[Sentence, ...]
    skip: int = 0
    """Where the unit's view begins in the block's (the cell's) view."""
    cell: int | None = None
    piece: tuple[int, ...] = ()
    """Number of a piece of an enumeration in one line, below those of the pieces around it; of a bullet in a cell. The words that lead in
    a series inside running text have `INLINE`, and its members' numbers begin with that."""

    @property
    def view(self) -> str:
        """The text that the sentences' offsets count in."""
        return self.sentences[0].view if self.sentences else ""

    @property
    def is_inline(self) -> bool:
        """Whether this is a member of a series inside running text."""
        return len(self.piece) > 1 and self.piece[:1] == INLINE

    @property
    def is_head(self) -> bool:
        """Whether this is a list item's run-in heading, whose rest comes as the next unit."""
        return bool(self.block.run_in) and self.skip == 0 and self.cell is None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in ``Document.text`` of a range of this unit's view."""
        origin = self.block.origin if self.cell is None else self.block.cells[self.cell].origin
        return origin[self.skip + start], origin[self.skip + end - 1] + 1


@dataclass(frozen=True, slots=True)
class _Cut:
    """A range of a block or a cell to be parsed."""

    index: int
    start: int
    view: str
    cell: int | None = None
    piece: tuple[int, ...] = ()


def units(documents: Sequence[Document]) -> Iterator[list[Unit]]:
    """The units of each document, in order; all documents are parsed in one stream of batches."""
    plans = [list(_plan(d)) for d in documents]
    stream = parse([cut.view for plan in plans for cut in plan])
    for document, plan in zip(documents, plans, strict=True):
        yield [Unit(c.index, document.blocks[c.index], tuple(next(stream)), c.start, c.cell, c.piece) for c in plan]


def _plan(document: Document) -> Iterator[_Cut]:
    introducers = {b.lead_in for b in document.blocks if b.lead_in is not None}
    introducers |= set(_headings_above(document, introducers | set(_answers(document))))
    for i, block in enumerate(document.blocks):
        if block.kind is BlockKind.TABLE_ROW:
            for c, cell in enumerate(block.cells):
                for n, (a, b) in enumerate(_lines(cell, document.text)):
                    yield _Cut(i, a, cell.view[a:b], c, (n,))
        elif block.kind is BlockKind.HEADING and block.lead_in is not None and block.marker and block.view.startswith(block.marker):
            at = len(block.view) - len(block.view[len(block.marker) :].lstrip(" .):"))
            yield _Cut(i, at, block.view[at:])
        elif block.kind is not BlockKind.HEADING or i in introducers or block.lead_in is not None or denies(block.view):
            yield from _body(i, block)


def _answers(document: Document) -> Iterator[int]:
    """The paragraphs that may answer a title by a fragment: "Your name." below "What do we collect?"."""
    aims = tuple(load_rules("leadins.toml")["answers"]["aims"])
    for i, block in enumerate(document.blocks):
        titled = bool(block.run_in) or (i > 0 and document.blocks[i - 1].kind is BlockKind.HEADING)
        short = block.kind is BlockKind.PARAGRAPH and block.lead_in is None and len(block.view) - block.run_in <= _LONGEST_ANSWER
        text = block.view[block.run_in :]
        if titled and short and (text.startswith(aims) or not is_sentence(text)):
            yield i


def denies(heading: str) -> bool:
    """Whether a heading is itself a denial: "We do not sell your data"."""
    return _denial().match(heading) is not None


@cache
def _denial() -> re.Pattern[str]:
    return re.compile(load_rules("claims.toml")["heading"]["pattern"], re.IGNORECASE)


def _headings_above(document: Document, introducers: Collection[int]) -> Iterator[int]:
    """The headings above blocks that introduce lists and tables: a title below them may need what they say."""
    last: dict[tuple[str, ...], int] = {}
    for i, block in enumerate(document.blocks):
        if i in introducers:
            yield from (at for n in range(1, len(block.path) + 1) if (at := last.get(block.path[:n])) is not None)
        if block.kind is BlockKind.HEADING:
            last[*block.path, block.view] = i


def _lines(cell: Cell, text: str) -> Iterator[tuple[int, int]]:
    """The parts of a cell: its lines, where the text breaks them, and in each what bullets set apart."""
    breaks = [k for k in range(1, len(cell.view)) if _BREAK.search(text, cell.origin[k - 1], cell.origin[k])]
    edges = [0, *breaks, len(cell.view)]
    for a, b in pairwise(edges):
        for start, stop in bulleted(cell.view[a:b]):
            while start < stop and cell.view[a + start] == " ":
                start += 1
            if start < stop and any(c.isalnum() for c in cell.view[a + start : a + stop]):
                yield a + start, a + stop


def _body(i: int, block: Block) -> Iterator[_Cut]:
    pieces = enumerated(block.view) if block.lead_in is not None and not block.run_in else []
    if pieces:
        yield from (_Cut(i, p.start, block.view[p.start : p.stop], piece=p.path) for p in pieces)
        return
    end = without_tail(block.view, 0, len(block.view)) if block.kind is BlockKind.LIST_ITEM else len(block.view)
    if block.run_in:
        yield _Cut(i, 0, block.view[: block.run_in])
    if end > block.run_in:
        yield from _running(i, block.run_in, block.view[block.run_in : end])


def _running(i: int, start: int, view: str) -> Iterator[_Cut]:
    """Running text, with the series inside it that come apart."""
    found = inline(view)
    if found is None:
        yield _Cut(i, start, view)
        return
    yield _Cut(i, start, view[: found.start].rstrip(), piece=INLINE)
    yield from (_Cut(i, start + p.start, view[p.start : p.stop], piece=p.path) for p in found.pieces)
    rest = len(view) - len(view[found.end :].lstrip())
    if rest < len(view):
        yield from _running(i, start + rest, view[rest:])
