"""List items that the format does not mark, and their nesting: labelled paragraphs, and bare lines after a colon.

In go `Piece`s whose strong headings are marked, out come the same pieces with items marked, their labels cut off the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from privacyflows.extract.blocks.lines import Piece, joined
from privacyflows.extract.blocks.markers import Marker, is_label, marker_of
from privacyflows.extract.blocks.runins import run_in
from privacyflows.extract.blocks.wording import (
    has_clause,
    is_question,
    is_sentence,
    is_title,
    is_title_case,
    opens_sentence,
    reads_as_contact,
)
from privacyflows.extract.model import BlockKind

_LONGEST = 220
"""A bare line longer than this is prose, unless it ends as the entries of a list do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Label:
    """The last label of a list that is open."""

    shape: str
    indent: int
    marker: Marker
    group: int


def with_labels(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with labels that stand on a line of their own ("1.", "•") put before the paragraph they belong to; drawn rules go."""
    out: list[Piece] = []
    for piece in pieces:
        if out and piece.kind is BlockKind.PARAGRAPH and out[-1].kind is BlockKind.PARAGRAPH and is_label(out[-1].line.view):
            out[-1] = replace(out[-1], line=joined([out[-1].line, piece.line]))
        elif any(c.isalnum() for c in piece.line.view) or is_label(piece.line.view):
            out.append(piece)
    return out


def labelled_items(pieces: Sequence[Piece], last_group: int) -> list[Piece]:
    """The pieces with paragraphs that start with a label turned into items, or into labelled paragraphs where the label is "2.1"."""
    out: list[Piece] = []
    stack: list[_Label] = []
    group = last_group
    for piece in pieces:
        marker = marker_of(piece.line) if piece.kind is BlockKind.PARAGRAPH else None
        if marker is None or marker.bare or _enumerates_inside(piece, marker):
            if piece.kind in (BlockKind.HEADING, BlockKind.TABLE_ROW) or (marker is None and piece.kind is BlockKind.LIST_ITEM):
                stack = []
            out.append(piece)
            continue
        line = piece.line.cut(marker.end)
        if marker.depth > 1:
            out.append(replace(piece, line=line, marker=marker.text))
            continue
        if not stack or (out and out[-1].kind is not BlockKind.LIST_ITEM and not _resumes(marker, stack)):
            stack = []
        group += 1
        stack = _nested(stack, _Label(shape=marker.shape, indent=piece.indent, marker=marker, group=group))
        level = piece.level + len(stack)
        out.append(replace(piece, kind=BlockKind.LIST_ITEM, line=line, marker=marker.text, level=level, group=stack[-1].group))
    return out


def _enumerates_inside(piece: Piece, marker: Marker) -> bool:
    """Whether the paragraph is itself an enumeration in one line: "(1) ...; (2) ..."."""
    core = marker.text.strip("().:")
    following = {"1": "2", "i": "ii", "a": "b", "A": "B", "I": "II"}.get(core)
    if following is None or marker.bullet:
        return False
    return f" {marker.text.replace(core, following)} " in piece.line.view


def _nested(stack: list[_Label], new: _Label) -> list[_Label]:
    """The open labels with the new one at its place: beside those of its shape, in their group, else below the last one."""
    for depth, old in enumerate(stack):
        deeper = new.indent > old.indent and (depth < len(stack) - 1 or new.indent - old.indent >= 2)
        if (old.shape == new.shape or _succeeds(new.marker, old.marker)) and not (new.marker.bullet and deeper):
            return [*stack[:depth], replace(old, marker=new.marker)]
    while stack and new.indent < stack[-1].indent:
        stack = stack[:-1]
    return [*stack, new]


def _succeeds(marker: Marker, before: Marker) -> bool:
    """Whether it is "(i)" after "(h)": another numeral to look at, yet the same series."""
    if marker.bullet or before.bullet or marker.text[0].isalnum() != before.text[0].isalnum() or marker.text[-1] != before.text[-1]:
        return False
    return any(value - 1 in before.values for value in marker.values)


def _resumes(marker: Marker, stack: list[_Label]) -> bool:
    """Whether the label goes on with a list that a paragraph interrupted."""
    return any(_succeeds(marker, old.marker) for old in stack)


def bare_items(pieces: Sequence[Piece], last_group: int) -> list[Piece]:
    """The pieces with the short lines that follow a line ending in a colon turned into its items."""
    out = list(pieces)
    group = last_group
    i = 0
    while i < len(out):
        if out[i].kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and out[i].line.view.endswith(":"):
            end = _run_end(out, i + 1)
            group += 1
            level = out[i].level + 1 if out[i].kind is BlockKind.LIST_ITEM else 1
            for k in range(i + 1, end):
                if out[k].kind is BlockKind.PARAGRAPH:
                    out[k] = replace(out[k], kind=BlockKind.LIST_ITEM, level=level, group=group)
            i = max(end, i + 1)
        else:
            i += 1
    return out


def _run_end(pieces: Sequence[Piece], start: int) -> int:
    """Index after the last bare item of the run that starts at ``start``."""
    end = start
    while end < len(pieces) and _is_entry(pieces, start, end):
        end += 1
    while end > start and _heads_what_follows(pieces, start, end - 1):
        end -= 1
    return end


def _is_entry(pieces: Sequence[Piece], start: int, i: int) -> bool:
    piece = pieces[i]
    view = piece.line.view
    if piece.kind is not BlockKind.PARAGRAPH or piece.item or piece.marker or view.endswith(":") or marker_of(piece.line):
        return False
    if view.endswith((";", "; and", "; or", "; and/or", ";and")):
        return True
    if i > start:
        if pieces[i - 1].line.view.endswith((";", "; and", "; or", "; and/or", ";and")):
            return len(view) <= 2 * _LONGEST
        # A full stop after entries that end in semicolons closes the list; a run-in heading begins something else.
        if i > start + 1 and pieces[i - 2].line.view.endswith((";", "; and", "; or", "; and/or", ";and")):
            return False
        if run_in(piece.line) and not run_in(pieces[i - 1].line):
            return False
    if len(view) > _LONGEST or (is_sentence(view) and (opens_sentence(view) or not _alike(pieces, i))):
        return False
    return not (opens_sentence(view) and has_clause(view) and view.endswith("."))


def _alike(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a neighbour ends as this line does, in a full stop, and is as short."""
    near = [pieces[k].line.view for k in (i - 1, i + 1) if 0 <= k < len(pieces) and pieces[k].kind is BlockKind.PARAGRAPH]
    return any(view.endswith(".") and len(view) <= _LONGEST and not opens_sentence(view) for view in near)


def _heads_what_follows(pieces: Sequence[Piece], start: int, i: int) -> bool:
    """Whether the last line of a run is rather the title of the prose below it."""
    view = pieces[i].line.view
    if i + 1 >= len(pieces) or view.endswith((".", ";", ",")) or not is_title(view):
        return False
    after = pieces[i + 1]
    if after.kind is not BlockKind.PARAGRAPH or len(after.line.view) < 80:
        return False
    if i == start:
        return view[:1].isupper() and not reads_as_contact(view)
    before = [pieces[k].line.view for k in range(start, i)]
    closed = sum(each.endswith((".", ";", ",")) for each in before) > len(before) / 2
    return (
        closed
        or is_question(view) != is_question(before[-1])
        or (is_title_case(view) and len(view.split()) > 1 and not is_title_case(before[-1]))
    )
