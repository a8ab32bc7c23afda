"""The material between a parser and the blocks: readable lines that remember where every character stands.

In goes text as a parser meets it, piece by piece, with offsets into ``Document.text``; out come `Line`s (readable text, the
offset of each character, its emphasis) and `Piece`s (a line with what the format itself says about it: heading, item, row).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntFlag, StrEnum
from itertools import compress

from privacyflows.extract.model import BlockKind

_RUNS = re.compile(r"(?P<blank>[\s\u2800]+)|(?P<ink>[^\s\u2800]+)")
# Zero-width characters, soft hyphens and direction marks: invisible, so not in the view (a byte order mark is one of them).
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


class Style(IntFlag):
    """How a character is marked up."""

    PLAIN = 0
    STRONG = 1
    EMPHASIS = 2
    LINK = 4
    CODE = 8


class Break(StrEnum):
    """What stands between a piece and the one before it."""

    BLANK = "blank"
    """An empty line, or a construct of its own (heading, list item, row)."""
    HARD = "hard"
    """A line break that the format calls one."""
    SOFT = "soft"
    """The end of a line in the file: a block's end in line-per-paragraph text, nothing in hard-wrapped prose."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """Readable text: ``origin[i]`` is the offset of ``view[i]`` in the document's text, ``style[i]`` its `Style`."""

    view: str
    origin: tuple[int, ...]
    style: bytes

    def cut(self, start: int = 0, end: int | None = None) -> Line:
        """The part ``view[start:end]`` without blanks at its ends."""
        stop = len(self.view) if end is None else end
        while start < stop and self.view[start] == " ":
            start += 1
        while stop > start and self.view[stop - 1] == " ":
            stop -= 1
        return Line(view=self.view[start:stop], origin=self.origin[start:stop], style=self.style[start:stop])

    def without(self, spans: Sequence[tuple[int, int]]) -> Line:
        """The line less the given stretches of the view, with no blank doubled where one went."""
        keep = bytearray(b"\x01") * len(self.view)
        for start, end in spans:
            keep[start:end] = bytes(end - start)
        last = " "
        for i, char in enumerate(self.view):
            if keep[i]:
                keep[i] = not (char == " " and last == " ")
                last = char if keep[i] else last
        return Line(
            view="".join(compress(self.view, keep)), origin=tuple(compress(self.origin, keep)), style=bytes(compress(self.style, keep))
        ).cut()

    def shared_style(self, start: int = 0, end: int | None = None) -> Style:
        """The marks that all letters and digits of ``view[start:end]`` have in common; plain where there are none."""
        common: int | None = None
        for char, style in zip(self.view[start:end], self.style[start:end], strict=True):
            if char.isalnum():
                common = style if common is None else common & style
        return Style(common or 0)


EMPTY = Line(view="", origin=(), style=b"")


@dataclass(frozen=True, kw_only=True, slots=True)
class PieceCell:
    """One cell of a table row."""

    header: str
    line: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A line and what its format says about it."""

    line: Line
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    """Heading level or nesting of the list item; for a paragraph inside an item, the item's nesting."""
    marker: str = ""
    gap: Break = Break.BLANK
    group: int = 0
    """The list or table that the piece belongs to, 0 for none; unique in a document."""
    item: int = 0
    """The list item that the piece stands in (the item's first line and its further paragraphs share it), 0 for none."""
    indent: int = 0
    explicit: bool = False
    """The format itself marks it as a heading."""
    cells: tuple[PieceCell, ...] = ()


class Pen:
    """Writes a `Line`: runs of blanks become one space, blanks at both ends go, offsets never fall."""

    __slots__ = ("_chars", "_last", "_origin", "_pending", "_style")

    def __init__(self) -> None:
        self._chars: list[str] = []
        self._origin: array[int] = array("q")
        self._style = bytearray()
        self._pending = -1
        self._last = 0

    def write(self, text: str, at: int, style: int = 0) -> None:
        """Write ``text`` that stands, character by character, at offset ``at``."""
        for run in _RUNS.finditer(text):
            if run.lastgroup == "blank":
                self.blank(at + run.start())
            elif _INVISIBLE.search(run[0]):
                for i, char in enumerate(run[0], at + run.start()):
                    if not _INVISIBLE.match(char):
                        self._ink(char, i, style)
            else:
                self._ink(run[0], at + run.start(), style)

    def put(self, text: str, at: int, style: int = 0) -> None:
        """Write ``text`` that the source spells otherwise (an entity): all of it counts as standing at ``at``."""
        for char in text:
            self.write(char, at, style)

    def blank(self, at: int) -> None:
        """Write a blank that stands at ``at``."""
        if self._pending < 0:
            self._pending = at

    def _ink(self, text: str, at: int, style: int) -> None:
        at = max(at, self._last)
        if self._pending >= 0 and self._chars:
            self._chars.append(" ")
            self._origin.append(min(max(self._pending, self._last), at))
            self._style.append(style)
        self._pending = -1
        self._chars.append(text)
        self._origin.extend(range(at, at + len(text)))
        self._style.extend(bytes((style,)) * len(text))
        self._last = at + len(text) - 1

    @property
    def empty(self) -> bool:
        """Whether nothing readable was written yet."""
        return not self._chars

    def line(self) -> Line:
        """What was written."""
        return Line(view="".join(self._chars), origin=tuple(self._origin), style=bytes(self._style))


def joined(lines: Sequence[Line], joint: str = " ") -> Line:
    """All lines in one, empty ones left out; a joint's characters count as standing at the last character before them."""
    filled = [line for line in lines if line.view]
    if len(filled) < 2:
        return filled[0] if filled else EMPTY
    origin: array[int] = array("q")
    style = bytearray()
    for line in filled:
        if origin:
            origin.extend((origin[-1],) * len(joint))
            style.extend(bytes((style[-1] & line.style[0],)) * len(joint))
        origin.extend(line.origin)
        style.extend(line.style)
    return Line(view=joint.join(line.view for line in filled), origin=tuple(origin), style=bytes(style))
