"""Records: one practice told field by field, in lines that begin with a label ("Purpose: ...", "Legal basis: ...", "Retention: ...").

In go pieces, out come the same pieces with each run of such lines made one table row, whose headers are the labels; the readers of tables
do the rest. Labels stand in ``rules/tables.toml``. A run needs two fields of different kinds, so that a lone label stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import count

from privacyflows.extract.blocks.lines import Piece, PieceCell, joined
from privacyflows.extract.blocks.wording import is_sentence
from privacyflows.extract.model import BlockKind
from privacyflows.extract.parsing.words import load_rules

_CORE = frozenset({"purposes", "data", "recipients"})
"""Fields of which a record needs one. Told in whole sentences ("Purpose: We use your data to ...") they are prose behind a label."""

_FEWEST = 3
"""Labels that make a table without headers one that is told from top to bottom."""


@cache
def _fields() -> tuple[tuple[str, re.Pattern[str]], ...]:
    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"\W*(?:{pattern})[\s*_]*[:\u2013\u2014][\s*_]*", re.IGNORECASE)

    return tuple((e["field"], compiled(e["pattern"])) for e in load_rules("tables.toml")["record"])


def field_of(view: str) -> tuple[str, int] | None:
    """The field that a line's label names and where its value begins; None for a line without such a label.

    >>> field_of("Legal basis: contract"), field_of("Purpose: to ship"), field_of("Note: read this"), field_of("Purpose:")
    (('legal_basis', 13), ('purposes', 9), None, None)
    """
    for name, pattern in _fields():
        m = pattern.match(view)
        if m and m.end() < len(view):
            return name, m.end()
    return None


def with_records(pieces: Sequence[Piece], groups: int) -> list[Piece]:
    """The pieces with runs of fields made rows; new groups are numbered after ``groups``."""
    out: list[Piece] = []
    run: list[tuple[str, int, Piece]] = []
    numbers = count(groups + 1)
    for piece in pieces:
        readable = piece.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and ":" in piece.line.view[:80]
        field = field_of(piece.line.view) if readable else None
        if field and field[0] in {name for name, _, _ in run}:
            out += _row(run, numbers)  # the next record
            run = []
        if field:
            run.append((*field, piece))
            continue
        out += [*_row(run, numbers), piece]
        run = []
    return [*out, *_row(run, numbers)]


@cache
def _vertical() -> re.Pattern[str]:
    return re.compile(load_rules("tables.toml")["vertical"]["pattern"], re.IGNORECASE)


def with_turned_tables(pieces: Sequence[Piece], groups: int) -> list[Piece]:
    """The pieces with tables of two columns without headers that tell one thing below the other ("Name | cart", "Purpose | ...") turned.

    Each thing becomes a row, which begins where the first label comes again; new groups are numbered after ``groups``.
    """
    out: list[Piece] = []
    run: list[Piece] = []
    number = groups
    for piece in [*pieces, None]:
        if piece is not None and _labels_value(piece):
            run.append(piece)
            continue
        if run:
            number += 1
            out += _turned(run, number)
            run = []
        out += [piece] if piece is not None else []
    return out


def _labels_value(piece: Piece) -> bool:
    """Whether a row has a label and its value, and no headers."""
    if piece.kind is not BlockKind.TABLE_ROW or len(piece.cells) != 2 or any(c.header.strip(" *_") for c in piece.cells):
        return False
    return bool(_vertical().fullmatch(piece.cells[0].line.view.strip(" *_:"))) and bool(piece.cells[1].line.view)


def _turned(run: Sequence[Piece], number: int) -> list[Piece]:
    """The rows of a run of labels with values; the run as it was where it has too few labels."""
    first = run[0].cells[0].line.view.lower()
    if len({p.cells[0].line.view.lower() for p in run}) < _FEWEST:
        return list(run)
    things: list[list[Piece]] = []
    for piece in run:
        if not things or piece.cells[0].line.view.lower() == first:
            things.append([])
        things[-1].append(piece)
    out = []
    for thing in things:
        cells = tuple(PieceCell(header=p.cells[0].line.view.strip(" *_:"), line=p.cells[1].line) for p in thing)
        line = joined([cell.line for cell in cells], " | ")
        out.append(Piece(line=line, kind=BlockKind.TABLE_ROW, gap=thing[0].gap, group=number, cells=cells))
    return out


def _row(run: Sequence[tuple[str, int, Piece]], numbers: count[int]) -> list[Piece]:
    """The row of a run; its pieces as they were where it is no record."""
    names = {name for name, _, _ in run}
    told = [name for name, at, piece in run if is_sentence(piece.line.view[at:])]
    if len(names) < 2 or not names & _CORE or set(told) & _CORE or 2 * len(told) > len(run):
        return [piece for _, _, piece in run]
    cells = tuple(PieceCell(header=piece.line.view[:at].strip(" *_:\u2013\u2014"), line=piece.line.cut(at)) for _, at, piece in run)
    line = joined([cell.line for cell in cells], " | ")
    return [Piece(line=line, kind=BlockKind.TABLE_ROW, gap=run[0][2].gap, group=next(numbers), cells=cells)]
