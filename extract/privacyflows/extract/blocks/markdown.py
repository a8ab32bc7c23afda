"""Markdown in, `Piece`s out: one for every heading, line of a paragraph, list item and table row, with offsets.

The CommonMark events of pyromark are walked once; their byte ranges are mapped to code points. Raw HTML is read for its text,
code blocks count as plain lines (an indented line in a policy is prose), images go, of links the text stays.
"""

from __future__ import annotations

import re
from array import array
from itertools import accumulate

import pyromark
from privacyflows.extract.blocks.lines import Break, Line, Pen, Piece, PieceCell, Style, joined
from privacyflows.extract.blocks.markup import html_pieces, is_html_tag
from privacyflows.extract.model import BlockKind
from pyromark.event import Event, Range

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
_STYLES = {"Strong": Style.STRONG, "Emphasis": Style.EMPHASIS, "Link": Style.LINK}
# Emphasis that CommonMark does not close ("**Cookies **", "****|"): runs of asterisks, and underscores in pairs with a blank inside.
_STRAY = re.compile(r"\*{2,}|(?<![\w_])_(?=[^\W_][^_]{0,200}\s_(?!\w))|(?<=\s)_(?!\w)")
_ITEM_MARKER = re.compile(r"\s*([-*+]|\d{1,9}[.)])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WINDOW = 64


def markdown_pieces(text: str) -> list[Piece]:
    """The pieces of a Markdown text in order; never raises, whatever the text."""
    walker = _Walker(text)
    for event, where in pyromark.events_with_range(walker.source, options=_OPTIONS):
        walker.step(event, where)
    walker.flush()
    return walker.pieces


class _Walker:
    """Carries what is open while the events go by."""

    def __init__(self, text: str) -> None:
        # A lone surrogate has no UTF-8; its stand-in keeps all offsets.
        self.source = _SURROGATE.sub("\ufffd", text)
        self.pieces: list[Piece] = []
        self._offsets = _code_points(self.source)
        self._pen = Pen()
        self._style: list[Style] = []
        self._lists: list[int] = []
        self._items: list[tuple[int, str]] = []
        self._ids = 0
        self._heading = 0
        self._gap = Break.BLANK
        self._image = 0
        self._html: list[tuple[int, str]] = []
        self._in_html = self._in_code = self._in_cell = False
        self._table: list[list[Line]] = []
        self._link: list[tuple[str, int, bool]] = []

    def step(self, event: Event, where: Range) -> None:
        start, end = self._offsets[where["start"]], self._offsets[where["end"]]
        if isinstance(event, str):
            self._mark(event, start)
            return
        ((name, value),) = event.items()
        if name == "Start":
            self._start(*_named(value), start, end)
        elif name == "End":
            self._end(_named(value)[0], end)
        elif name in ("Text", "Code", "Html", "InlineHtml"):
            self._text(name, str(value), start, end)

    def _mark(self, name: str, start: int) -> None:
        """Events without content: breaks and rules."""
        if name in ("SoftBreak", "HardBreak"):
            if self._heading or self._in_cell:
                self._pen.blank(start)
            else:
                self.flush()
                self._gap = Break.HARD if name == "HardBreak" else Break.SOFT
        else:
            self.flush()

    def _start(self, name: str, value: dict[str, object], start: int, end: int) -> None:
        if name in _STYLES:
            self._style.append(_STYLES[name])
            if name == "Link":
                self._link.append((str(value["dest_url"]), start, self._pen.empty))
        elif name == "Image":
            self._image += 1
        elif name == "TableCell":
            self._pen, self._in_cell = Pen(), True
        elif name == "TableRow" or name == "TableHead":
            self._table.append([])
        elif name not in ("Strikethrough", "Superscript", "Subscript"):
            self.flush()
            self._open(name, value, start, end)

    def _open(self, name: str, value: dict[str, object], start: int, end: int) -> None:
        if name == "Heading":
            self._heading = int(str(value["level"])[1:])
        elif name == "List":
            self._ids += 1
            self._lists.append(self._ids)
        elif name == "Item":
            self._ids += 1
            marker = _ITEM_MARKER.match(self.source, start, end)
            self._items.append((self._ids, marker[1] if marker else "-"))
        elif name == "Table":
            self._ids += 1
            self._table = []
        elif name == "HtmlBlock":
            self._in_html, self._html = True, []
        elif name == "CodeBlock":
            self._in_code = True

    def _end(self, name: str, end: int) -> None:
        if name in _STYLES:
            if self._style:
                self._style.pop()
            if name == "Link" and self._link:
                self._close_link(end)
        elif name == "Image":
            self._image -= 1
        elif name == "TableCell":
            self._table[-1].append(_without_stray_marks(self._pen.line()))
            self._pen, self._in_cell = Pen(), False
        elif name == "Table":
            self.pieces.extend(table_pieces(self._table, self._ids))
            self._table = []
        elif name not in ("Strikethrough", "Superscript", "Subscript", "TableRow", "TableHead"):
            self._close(name)

    def _close(self, name: str) -> None:
        self.flush()
        if name == "Heading":
            self._heading = 0
        elif name == "List":
            self._lists.pop()
        elif name == "Item":
            self._items.pop()
        elif name == "CodeBlock":
            self._in_code = False
        elif name == "HtmlBlock":
            self._in_html = False
            html, self._ids = html_pieces(self._html, self._ids)
            self.pieces.extend(html)

    def _close_link(self, end: int) -> None:
        """A link around an image alone, all that a table cell holds, keeps its address as its text."""
        url, start, was_empty = self._link.pop()
        if self._in_cell and was_empty and self._pen.empty and url:
            at = self.source.find(url, start, end)
            if at >= 0:
                self._pen.write(url, at, Style.LINK)

    def _text(self, name: str, value: str, start: int, end: int) -> None:
        if self._image:
            return
        if self._in_html:
            self._html.append((start, self.source[start:end]))
        elif self._in_code:
            for row in re.finditer(r"[^\r\n]+|\r\n?|\n", self.source[start:end]):
                if row[0][0] in "\r\n":
                    self.flush()
                    self._gap = Break.SOFT
                else:
                    self._pen.write(row[0], start + row.start())
        elif name == "InlineHtml":
            self._inline_html(value, start)
        elif name == "Code":
            self._code(value, start, end)
        else:
            self._ink(value, start, end)

    def _inline_html(self, value: str, start: int) -> None:
        if re.match(r"</?(br|p|div|li)\b", value, re.IGNORECASE):
            self._mark("HardBreak", start)
        elif not is_html_tag(value):
            self._pen.write(value, start, self._styled())

    def _code(self, value: str, start: int, end: int) -> None:
        ticks = len(self.source[start:end]) - len(self.source[start:end].lstrip("`"))
        at = self.source.find(value, start + ticks, end)
        if at >= 0:
            self._pen.write(value, at, self._styled() | Style.CODE)
        else:
            self._aligned(value, start + ticks, end, self._styled() | Style.CODE)

    def _ink(self, value: str, start: int, end: int) -> None:
        style = self._styled()
        if end - start != len(value):
            self._aligned(value, start, end, style)
            return
        self._pen.write(value, start, style)

    def _aligned(self, value: str, start: int, end: int, style: int) -> None:
        """Text that the source spells otherwise: each character at its next occurrence, or where the reading stands."""
        at = start
        for char in value:
            if char == " ":
                self._pen.blank(at)
                at += at < end and self.source[at].isspace()
                continue
            found = self.source.find(char, at, min(end, at + _WINDOW))
            self._pen.put(char, found if found >= 0 else at, style)
            at = min(found + 1, max(start, end - 1)) if found >= 0 else at

    def _styled(self) -> int:
        style = Style.PLAIN
        for each in self._style:
            style |= each
        return int(style)

    def flush(self) -> None:
        """End the line that is being written."""
        if self._in_cell:
            return
        line, gap = _without_stray_marks(self._pen.line()), self._gap
        self._pen = Pen()
        if not line.view:
            self._gap = Break.BLANK if gap is Break.BLANK else gap
            return
        self._gap = Break.BLANK
        if self._heading:
            item = self._items[-1][0] if self._items else 0
            self.pieces.append(Piece(line=line, kind=BlockKind.HEADING, level=self._heading, explicit=True, item=item))
            return
        if not self._items:
            self.pieces.append(Piece(line=line, gap=gap))
            return
        item, marker = self._items[-1]
        group, level = self._lists[-1] if self._lists else 0, len(self._items)
        if marker:
            self._items[-1] = item, ""
            self.pieces.append(Piece(line=line, kind=BlockKind.LIST_ITEM, level=level, marker=marker, group=group, item=item))
        else:
            self.pieces.append(Piece(line=line, level=level, gap=gap, group=group, item=item))


def _named(tag: object) -> tuple[str, dict[str, object]]:
    """Name and fields of a tag, which pyromark gives as a string or as a mapping of one entry."""
    if not isinstance(tag, dict):
        return str(tag), {}
    ((name, fields),) = tag.items()
    return str(name), fields if isinstance(fields, dict) else {}


def _without_stray_marks(line: Line) -> Line:
    """The line less emphasis marks that closed nothing; in code they are text."""
    if "**" not in line.view and "_" not in line.view:
        return line
    return line.without([stray.span() for stray in _STRAY.finditer(line.view) if not line.style[stray.start()] & Style.CODE])


def _code_points(text: str) -> array[int] | range:
    """Offset in ``text`` for every byte offset of its UTF-8, the end included."""
    data = text.encode()
    if len(data) == len(text):
        return range(len(text) + 1)
    offsets = array("l", accumulate(byte & 0xC0 != 0x80 for byte in data))
    return array("l", (n - 1 for n in offsets)) + array("l", [len(text)])


def table_pieces(rows: list[list[Line]], group: int) -> list[Piece]:
    """One piece for every body row that holds something; ``rows[0]`` is the header row, cells all blank if there is none."""
    if not rows:
        return []
    head, body = rows[0], [row for row in rows[1:] if any(cell.view for cell in row)]
    if not any(cell.view for cell in head) and len(body) > 1 and _reads_as_header(body[0], body[1:]):
        head, body = body[0], body[1:]
    pieces = []
    for row in body:
        cells = [PieceCell(header=head[i].view if i < len(head) else "", line=cell) for i, cell in enumerate(row)]
        pieces.append(Piece(line=joined(row, " | "), kind=BlockKind.TABLE_ROW, group=group, cells=tuple(cells)))
    return pieces


def _reads_as_header(row: list[Line], below: list[list[Line]]) -> bool:
    """Whether a body row holds header cells that lost their place: emphasised throughout, or names above longer text."""
    filled = [cell for cell in row if cell.view]
    if len(filled) < 2:
        return False
    if all(cell.shared_style() & (Style.STRONG | Style.EMPHASIS) for cell in filled):
        return True
    short = len(filled) == len(row) and all(len(cell.view) <= 40 and cell.view[-1] not in ".:;" for cell in filled)
    longest = max(sum(len(line[i].view) for line in below if i < len(line)) for i in range(len(row)))
    return short and longest > 80 * len(below)
