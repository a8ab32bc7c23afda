"""What the reader passes over: sentences, lists and tables of real policies of which it made no statement, and data that it could not name.

Policies go in as files; out come counts for each layout of policy (prose, lists, tables) and the words that stand most often in what
was passed over. Nothing here says that a place is a miss: many sentences with a verb of processing claim nothing ("This notice tells
how we use data"). The counts show where to look, ``--examples`` shows the places. Run it as

    python benchmarks/reading_coverage.py examples/harbourlight/* --examples 5
"""

from __future__ import annotations

import argparse
import random
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path

from privacyflows.extract import extract_many, read
from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.model import Block, BlockKind, Document, Kind, Statement
from privacyflows.extract.parsing.words import inflections

WIDTH = 220
"""Characters of an example that are shown."""
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?!\s+[A-Z(\"“]|$)[^.!?]*)*[.!?]?")
_WORD = re.compile(r"[^\W\d_]+")
_DATA = re.compile(r"\b(?:information|data|details|cookies?|identifiers?|(?:ip|e-?mail) address(?:es)?|PII?|your \w+)\b", re.IGNORECASE)
_LAYOUTS = ("prose", "lists", "tables")
CLASSES = (
    "sentences with a verb or noun of processing",
    "of them passed over",
    "of them passed over, though they speak of data",
    "fillers of data",
    "of them without a concept",
    "lists",
    "of them without a statement from any item",
    "items of lists that speak",
    "of them passed over where another item was read",
    "tables",
    "of them without a statement from any row",
    "policies",
)


@dataclass(slots=True)
class Coverage:
    """What was counted over a number of policies."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: {layout: Counter() for layout in _LAYOUTS})
    words: dict[str, Counter[str]] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def count(self, layout: str, name: str, *, words: Sequence[str] = (), example: str = "") -> None:
        """Count one thing of a class; ``words`` are what it is sorted by."""
        self.counts[layout][name] += 1
        self.words.setdefault(name, Counter()).update(words)
        if example:
            self.examples.setdefault(name, []).append(example)


class _Said:
    """The places of a document that statements stand on."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        spans: set[tuple[int, int]] = set()
        for s in statements:
            spans |= {(e.start, e.end) for e in s.evidence}
            for role in (s.data, s.purposes, s.recipients, s.source, s.conditions, s.retention, s.legal_basis, s.technology, s.rights):
                spans |= {(f.start, f.end) for f in role if f.start is not None and f.end is not None}
        self._spans = sorted(spans)
        self._reach: list[int] = []
        for _, end in self._spans:
            self._reach.append(max(end, self._reach[-1] if self._reach else 0))

    def anything_in(self, start: int, end: int) -> bool:
        """Whether a statement stands on any part of this range of the document's text."""
        at = bisect_left(self._spans, (end, 0))
        return at > 0 and self._reach[at - 1] > start


@cache
def _processing() -> dict[str, str]:
    """Forms of the verbs and nouns that speak of data -> how they are counted."""
    rules = frame_rules()
    verbs = [v for v, rs in rules.verbs.items() if any(r.object == "data" for r in rs)]
    forms = {form: found[0].lemma for form, found in inflections(verbs).items()}
    return {noun: f"{noun} (noun)" for noun in rules.nouns} | forms


def layout_of(document: Document) -> str:
    """What a policy is made of besides headings: ``tables`` from a tenth of its text on, ``lists`` from a quarter on, else ``prose``."""
    size: Counter[BlockKind] = Counter()
    for block in document.blocks:
        size[block.kind] += len(block.view)
    whole = sum(n for kind, n in size.items() if kind is not BlockKind.HEADING) or 1
    if size[BlockKind.TABLE_ROW] * 10 > whole:
        return "tables"
    return "lists" if size[BlockKind.LIST_ITEM] * 4 > whole else "prose"


def cover(document: Document, statements: Sequence[Statement], into: Coverage) -> None:
    """Count what a document's statements leave out."""
    layout, said = layout_of(document), _Said([s for s in statements if s.kind is not Kind.GAP])
    into.count(layout, "policies")
    _sentences(document, layout, said, into)
    _fillers(document, layout, statements, into)
    _lists(document, layout, said, into)
    _tables(document, layout, said, into)


def _sentences(document: Document, layout: str, said: _Said, into: Coverage) -> None:
    for block in document.blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.TABLE_ROW):
            continue
        for start, end, text in _cut(block):
            verbs = _verbs(text)
            if not verbs:
                continue
            into.count(layout, CLASSES[0])
            if not said.anything_in(start, end):
                into.count(layout, CLASSES[1], words=verbs)
                if _DATA.search(text):
                    into.count(layout, CLASSES[2], words=verbs, example=f"{document.policy}: {text}")


def _cut(block: Block) -> Iterator[tuple[int, int, str]]:
    """The sentences of a block by their full stops, with their offsets in the document."""
    for found in _SENTENCE.finditer(block.view):
        text = found[0].strip()
        if text:
            at = found.start() + found[0].index(text[0])
            yield *block.span(at, at + len(text)), text


def _verbs(text: str) -> list[str]:
    forms = _processing()
    return list(dict.fromkeys(forms[w] for w in _WORD.findall(text.lower()) if w in forms))


def _fillers(document: Document, layout: str, statements: Sequence[Statement], into: Coverage) -> None:
    for s in statements:
        for filler in s.data:
            into.count(layout, CLASSES[3])
            if filler.concept is None:
                words = " ".join(filler.text.split()).lower()
                sentence = " ".join(s.evidence[0].text.split())
                into.count(layout, CLASSES[4], words=[words], example=f"{document.policy}: {words}  <-  {sentence}")


def _lists(document: Document, layout: str, said: _Said, into: Coverage) -> None:
    items: dict[int, list[Block]] = {}
    for block in document.blocks:
        if block.kind is BlockKind.LIST_ITEM and block.lead_in is not None:
            items.setdefault(block.lead_in, []).append(block)
    for lead, members in items.items():
        if not all(m.view for m in members):
            continue
        text = document.blocks[lead].view
        read_ = [said.anything_in(*m.span(0, len(m.view))) for m in members]
        into.count(layout, CLASSES[5])
        shown = f"{document.policy}: {text[-WIDTH // 2 :]} || {members[0].view}"
        if not any(read_):
            into.count(layout, CLASSES[6], words=[" ".join(text.lower().split()[-3:])], example=shown)
            continue
        for member, was_read in zip(members, read_, strict=True):
            into.count(layout, CLASSES[7])
            if not was_read:
                words = [" ".join(text.lower().split()[-3:])]
                into.count(layout, CLASSES[8], words=words, example=f"{document.policy}: {text[-WIDTH // 2 :]} || {member.view}")


def _tables(document: Document, layout: str, said: _Said, into: Coverage) -> None:
    rows = [b for b in document.blocks if b.kind is BlockKind.TABLE_ROW and b.view]
    for (headers, _, _), table in groupby(rows, key=lambda b: (tuple(c.header for c in b.cells), b.path, b.lead_in)):
        members = list(table)
        into.count(layout, CLASSES[9])
        if not any(said.anything_in(*m.span(0, len(m.view))) for m in members):
            into.count(
                layout,
                CLASSES[10],
                words=[" | ".join(headers).lower()],
                example=f"{document.policy}: {' | '.join(headers)} || {members[0].view}",
            )


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the named files and print what was passed over."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="+", type=Path, help="policies to read")
    options.add_argument("--examples", type=int, default=0, help="so many places of each class, chosen by chance (default none)")
    options.add_argument("--words", type=int, default=25, help="so many of the most frequent words of each class (default 25)")
    options.add_argument("--seed", type=int, default=0, help="other places for another number")
    given = options.parse_args(arguments)

    documents = [read(path) for path in given.files]
    found = Coverage()
    for document, statements in zip(documents, extract_many(documents), strict=True):
        cover(document, statements, found)

    print(f"{'':60}" + "".join(f"{layout:>9}" for layout in (*_LAYOUTS, "all")))
    for name in CLASSES:
        numbers = [found.counts[layout][name] for layout in _LAYOUTS]
        print(f"{name:60}" + "".join(f"{n:9,}" for n in (*numbers, sum(numbers))))
    for name in CLASSES:
        words = found.words.get(name, Counter())
        if words:
            print(f"\n{name}: " + ", ".join(f"{word} {n}" for word, n in words.most_common(given.words)))
        places = found.examples.get(name, [])
        for place in random.Random(given.seed).sample(places, min(given.examples, len(places))):
            print(f"  - {place if len(place) <= WIDTH else place[: WIDTH - 1] + '…'}")


if __name__ == "__main__":
    main()
