"""What stands around the evidence: so that a quote can be shown in its paragraph by whoever holds the graph and not the document.

In come a document and its statements; out come ``oa:prefix`` and ``oa:suffix`` of each evidence passage (Web Annotation, 4.2.4, text
quote selector), literally the text beside its words. They end where the paragraph, the list item or the row of a table ends; for an item
of a list the text before reaches back to the sentence that introduces the list, where that is near enough.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from privacyflows.extract.model import Block, BlockKind, Document, Statement
from privacyflows.graphs.quads.naming import literal
from privacyflows.graphs.quads.nodes import Writer
from privacyflows.graphs.vocabulary import PREFIXES

CONTEXT: Final = 300
"""Characters that prefix and suffix hold at most; one of exactly this length is cut, a shorter one is whole."""
_OA = PREFIXES["oa"]


def surround(writer: Writer, document: Document, statements: Iterable[Statement]) -> None:
    """Write the text around each evidence; nothing where the document has no block there or nothing but blanks stand around."""
    blocks = [block for block in document.blocks if block.origin]
    starts = [block.origin[0] for block in blocks]
    for start, end in sorted({(words.start, words.end) for statement in statements for words in statement.evidence}):
        at = bisect_right(starts, start) - 1
        if at < 0:
            continue
        opening, closing = _opening(document.blocks, blocks[at]), blocks[at].origin[-1] + 1
        around = {"prefix": document.text[opening:start][-CONTEXT:], "suffix": document.text[end:closing][:CONTEXT]}
        for name, context in around.items():
            if context.strip():
                writer.add(f"{writer.snapshot}#char={start},{end}", _OA + name, literal(context))


def _opening(blocks: Sequence[Block], block: Block) -> int:
    """Where the text starts that an evidence in this block is read with."""
    lead = blocks[block.lead_in] if block.lead_in is not None and block.kind is not BlockKind.TABLE_ROW else block
    near = lead.origin and 0 <= block.origin[0] - lead.origin[0] < CONTEXT
    return lead.origin[0] if near else block.origin[0]
