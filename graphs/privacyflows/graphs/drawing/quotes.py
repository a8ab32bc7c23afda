"""Evidence as a picture shows it: each quote in its paragraph, the words of every role marked, Markdown's signs left out.

In come a claim, its passages and the policy's format; out comes the text to show with the places of quote and marks in it, counted
in Python characters. What stands around a quote is what the dataset keeps (``oa:prefix``, ``oa:suffix``), or the document's block.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from privacyflows.extract.model import Document
from privacyflows.graphs.answers.claims import ROLES, Claim, Words
from privacyflows.graphs.quads.surroundings import CONTEXT

_BLANK_LINES: Final = re.compile(r"(?<=\n)[^\S\n]*\n\s*?(?=\S)")
_MARKDOWN: Final = re.compile(
    _BLANK_LINES.pattern + r"|\[(?P<link>[^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)"  # [words](address "title")
    r"|\]\((?:[^()\s]|\([^()\s]*\))*(?:\)|$)"  # what is left of a link whose start was cut off, or its end
    r"|(?P<line>(?:<br\s*/?>\s*)+)"
    r"|\*\*+"
    r"|\\(?P<sign>[\\`*_{}\[\]()<>#+.!|~-])"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A text with a quote in it; offsets are indices into ``text``, end exclusive."""

    text: str
    start: int
    end: int
    marks: tuple[tuple[int, int, str], ...] = ()
    """Words that fill a role: start, end, kind of term."""
    place: tuple[int, int] = (0, 0)
    """Where the paragraph stands in the policy, as far as it is shown."""


def shown(claim: Claim, words: Words, *, document: Document | None = None, markdown: bool = False) -> Shown:
    """Return one stretch of a claim's evidence in its paragraph, with the words that fill each role."""
    before, after, cut = _around(words, document)
    text, first = before + words.text + after, (words.start or 0) - len(before)
    known = words.start is not None
    marks = [(m.start - first, m.end - first, kind) for m, kind in _fillers(claim, first, first + len(text)) if known]
    start, end = len(before), len(before) + len(words.text)
    text, origin = readable(text, markdown=markdown)
    head = "… " if cut[0] else ""

    def at(offset: int) -> int:
        return len(head) + bisect_left(origin, offset)

    return Shown(
        text=head + text + (" …" if cut[1] else ""),
        start=at(start),
        end=at(end),
        marks=tuple(sorted((at(a), at(b), kind) for a, b, kind in marks if at(a) < at(b))),
        place=(first, first + len(before + words.text + after)) if known else (0, 0),
    )


def elsewhere(claim: Claim, quotes: Sequence[Shown]) -> list[tuple[str, str]]:
    """Return kind and words of what fills a role from another place than the quotes' paragraphs: what "this information" refers to."""
    last = max((m.end or 0 for m in claim.mentions), default=0)
    there = {(m, kind): None for m, kind in _fillers(claim, 0, last)}
    inside = {m for quote in quotes for m, _ in _fillers(claim, *quote.place)}
    return list(dict.fromkeys((kind, m.text) for m, kind in there if m not in inside))


@lru_cache(maxsize=16384)
def readable(text: str, *, markdown: bool) -> tuple[str, Sequence[int]]:
    r"""Return the text without blank lines and Markdown's signs, and for each of its characters the index where it stood.

    >>> readable("**Ads:** see [here](https://a.example/b) and 2\\. below", markdown=True)[0]
    'Ads: see here and 2. below'
    >>> readable("Name<br>Age\n\nPlace", markdown=False)[0], readable("Name<br>Age\n\nPlace", markdown=True)[0]
    ('Name<br>Age\nPlace', 'Name\nAge\nPlace')
    """
    view: list[str] = []
    origin: list[int] = []

    def keep(start: int, end: int) -> None:
        view.append(text[start:end])
        origin.extend(range(start, end))

    at = 0
    for found in (_MARKDOWN if markdown else _BLANK_LINES).finditer(text):
        keep(at, found.start())
        at = found.end()
        kept = found.groupdict()
        if kept.get("line"):
            view.append("\n")
            origin.append(found.start())
        for name in ("link", "sign"):
            if kept.get(name):
                keep(*found.span(name))
    keep(at, len(text))
    return "".join(view), origin


def _around(words: Words, document: Document | None) -> tuple[str, str, tuple[bool, bool]]:
    """What stands before and after the words, and whether the paragraph begins before it and goes on after it."""
    if document is not None and words.start is not None and words.end is not None:
        for block in document.blocks:
            if block.origin and block.origin[0] <= words.start and words.end <= block.origin[-1] + 1:
                if document.text[words.start : words.end] == words.text:
                    whole = document.text[block.origin[0] : words.start], document.text[words.end : block.origin[-1] + 1]
                    return *whole, (False, False)
                break
    before, after = words.before, words.after
    cut = len(before) == CONTEXT, len(after) == CONTEXT
    # What is cut is cut within a word, as a rule.
    before = before[before.index(" ") + 1 :] if cut[0] and " " in before else before
    after = after[: after.rindex(" ")] if cut[1] and " " in after else after
    return before, after, cut


@dataclass(frozen=True, kw_only=True, slots=True)
class _Placed:
    """The words of a filler that stand somewhere."""

    text: str
    start: int
    end: int


def _fillers(claim: Claim, start: int, end: int) -> Iterator[tuple[_Placed, str]]:
    """The mentions between two offsets that fill a role, with the kind of their terms."""
    for mention in claim.mentions:
        if mention.start is None or mention.end is None or not start <= mention.start < mention.end <= end:
            continue
        kind = next((role for role in ROLES if mention.concepts.intersection(claim.roles.get(role, ()))), "")
        if not kind and claim.organisation in mention.concepts:
            kind = "organisation"
        if kind:
            yield _Placed(text=mention.text, start=mention.start, end=mention.end), kind
