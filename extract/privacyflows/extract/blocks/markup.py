"""Raw HTML inside Markdown, read for its text: fragments with their offsets in, `Piece`s out.

This is no HTML parser: tags are recognised one by one, whatever their nesting, so that no input can break it; pages go
through `webpages` instead.
"""

from __future__ import annotations

import html
import re

from privacyflows.extract.blocks.lines import Break, Pen, Piece, Style
from privacyflows.extract.model import BlockKind

_TAGS_TEXT = """
    a abbr address article aside b big blockquote body br button caption center cite code col colgroup dd del details dfn div dl dt em
    figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main mark
    meta nav ol option p path picture pre q s samp script section select small source span strike strong style sub summary sup svg table
    tbody td template textarea tfoot th thead time title tr tt u ul var video wbr
"""
_TAGS = frozenset(_TAGS_TEXT.split())
_STYLED = {"b": Style.STRONG, "strong": Style.STRONG, "i": Style.EMPHASIS, "em": Style.EMPHASIS, "a": Style.LINK}
_INLINE_TEXT = """
    a abbr b big cite code del dfn em font i ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr
"""
_INLINE = frozenset(_INLINE_TEXT.split())
_TOKEN = re.compile(
    r"<!--(?:.*?-->|.*)|<(?P<skip>script|style)\b[^>]*>(?:.*?</(?P=skip)\s*>|.*)"
    r"|</?(?P<tag>[A-Za-z][A-Za-z0-9]*)\b[^<>]*>|<[!?][^<>]*>|(?P<entity>&#?\w{1,31};)|(?P<text>[^<&]+|.)",
    re.DOTALL | re.IGNORECASE,
)
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?=[\s/>])")


def is_html_tag(fragment: str) -> bool:
    """Whether the fragment is a tag that HTML knows or a comment (``<PUBLISHER>`` is neither: a place that waits for a name)."""
    name = _TAG_NAME.match(fragment)
    return fragment.startswith(("<!", "<?")) or (name is not None and name[1].lower() in _TAGS)


def html_pieces(fragments: list[tuple[int, str]], last_id: int) -> tuple[list[Piece], int]:
    """The pieces of an HTML block given as (offset, source) fragments, and the last list id used."""
    if not fragments:
        return [], last_id
    offset, source = fragments[0][0], ""
    for at, fragment in fragments:
        # Fragments of a quoted block leave holes (the ">" of every line); blanks keep the offsets.
        source += " " * (at - offset - len(source)) + fragment
    reader = _Reader(offset, last_id)
    for token in _TOKEN.finditer(source):
        reader.step(token)
    reader.flush()
    return reader.pieces, reader.last_id


class _Reader:
    """Carries what is open while the tokens go by."""

    def __init__(self, offset: int, last_id: int) -> None:
        self.pieces: list[Piece] = []
        self.last_id = last_id
        self._offset = offset
        self._pen = Pen()
        self._style = 0
        self._block = ""
        self._depth = 0
        self._gap = Break.BLANK

    def step(self, token: re.Match[str]) -> None:
        at = self._offset + token.start()
        if token["text"]:
            self._pen.write(token["text"], at, self._style)
        elif token["entity"]:
            self._pen.put(html.unescape(token["entity"]), at, self._style)
        elif token["tag"]:
            self._tag(token["tag"].lower(), closing=token[0].startswith("</"))

    def _tag(self, name: str, *, closing: bool) -> None:
        if name in _INLINE:
            mark = _STYLED.get(name, 0)
            self._style = self._style & ~mark if closing else self._style | mark
        elif name in _TAGS:
            self.flush()
            if name == "br":
                self._gap = Break.HARD
            elif name in ("ul", "ol"):
                self.last_id += 1
                self._depth = max(0, self._depth + (-1 if closing else 1))
            elif re.fullmatch(r"h[1-6]|li|summary", name):
                self._block = "" if closing else name

    def flush(self) -> None:
        line, gap = self._pen.line(), self._gap
        self._pen, self._gap = Pen(), Break.BLANK
        if not line.view:
            return
        if self._block.startswith("h"):
            self.pieces.append(Piece(line=line, kind=BlockKind.HEADING, level=int(self._block[1]), explicit=True))
        elif self._block == "li":
            level, group = max(1, self._depth), self.last_id
            self.pieces.append(Piece(line=line, kind=BlockKind.LIST_ITEM, level=level, group=group, item=-len(self.pieces) - 1))
            self._block = ""
        else:
            self.pieces.append(Piece(line=line, gap=gap))
