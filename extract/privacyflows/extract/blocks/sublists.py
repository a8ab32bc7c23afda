"""Lists that lost their nesting, or whose items got something in front: pieces in, pieces out.

In go `Piece`s with marked items, out come the same with items below "... including:" one level deeper, where their form sets them apart
from the item that introduces them, and without the names of icons that stand first in every item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from privacyflows.extract.blocks.lines import Piece
from privacyflows.extract.blocks.runins import run_in
from privacyflows.extract.model import BlockKind

_LONGEST = 4
"""Words of the name of an icon."""
_OFTEN = 3
"""Items that share it."""


def without_icons(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without the first lines of items that only repeat ("Tick", "Tick", "Tick": a picture's name); their text is the item."""
    first = Counter(p.line.view for p in pieces if p.kind is BlockKind.LIST_ITEM and len(p.line.view.split()) <= _LONGEST)
    often = {view for view, n in first.items() if n >= _OFTEN}
    if not often:
        return list(pieces)
    out: list[Piece] = []
    icon: Piece | None = None
    for k, piece in enumerate(pieces):
        follows = k + 1 < len(pieces) and piece.item != 0 and pieces[k + 1].item == piece.item
        if piece.kind is BlockKind.LIST_ITEM and piece.line.view in often and follows:
            icon = piece
        else:
            out.append(replace(icon, line=piece.line) if icon is not None and piece.kind is BlockKind.PARAGRAPH else piece)
            icon = None
    return out


def with_sublists(pieces: Sequence[Piece], last_group: int) -> list[Piece]:
    """The pieces with the items of a flat list that belong to an item before them ("**Device.** We collect, for example:") put below it."""
    out = list(pieces)
    group = last_group
    above: Piece | None = None
    for k, piece in enumerate(pieces):
        if piece.kind is not BlockKind.LIST_ITEM or (above is not None and (piece.group, piece.level) != (above.group, above.level)):
            above = None if piece.kind is not BlockKind.LIST_ITEM or above is None or piece.level < above.level else above
        elif above is not None and _belongs(piece, above):
            out[k] = replace(piece, level=piece.level + 1, group=group)
            continue
        if (
            piece.kind is BlockKind.LIST_ITEM
            and piece.line.view.endswith(":")
            and piece.group
            and (above is None or piece.level <= above.level)
        ):
            above, group = piece, group + 1
        elif above is not None and not _belongs(piece, above):
            above = None
    return out


def _belongs(piece: Piece, above: Piece) -> bool:
    """Whether an item is set apart by its form from the one that introduces: no label, or small letters at the start."""
    view = piece.line.view
    if run_in(above.line):
        return not run_in(piece.line)
    return view[:1].islower() and above.line.view[:1].isupper()
