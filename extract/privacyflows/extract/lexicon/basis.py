"""Data that a purpose names as its basis: "show you offers based on your purchases and searches", "content tailored to your interests".

In go statements, out come the same with the data that the words of their purposes say they go by. Only what is said to be the reader's and
what the lexicon knows is added, up to the first thing that it does not know. The words are in ``rules/words.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from privacyflows.extract.lexicon.lexicon import BLANK, Lexicon, normalise
from privacyflows.extract.model import Filler, Statement
from privacyflows.extract.parsing.words import load_rules

_JOINT = re.compile(r"\s*,?\s+(?:and|or|as well as|and/or)\s+|\s*,\s*", re.IGNORECASE)


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """What opens a basis (up to whose it is), what ends it, and the heads of what only steers."""
    raw = load_rules("words.toml")["basis"]
    owners = "|".join(re.escape(word) for word in raw["owners"])
    opener = "|".join(re.escape(words).replace(r"\ ", r"\s+") for words in raw["openers"])
    return (
        re.compile(rf"\b(?:{opener})\s+(?=(?:{owners})\b)", re.IGNORECASE),
        re.compile(rf"[;:()\[]|\.\s|\b(?:{'|'.join(raw['ends'])})\b", re.IGNORECASE),
        frozenset(raw["steers"].split()),
    )


def with_basis(statements: Iterable[Statement], lexicon: Lexicon) -> list[Statement]:
    """The statements, practices with the data by which their purposes go."""
    return [_with_basis(s, lexicon) if s.kind == "practice" and s.purposes else s for s in statements]


def _with_basis(statement: Statement, lexicon: Lexicon) -> Statement:
    known = [f for f in statement.data if f.start is not None]
    added: list[Filler] = []
    for purpose in statement.purposes:
        for basis in _bases(purpose, lexicon):
            if not any(_overlap(f, basis) for f in (*known, *added)):
                added.append(basis)
    return replace(statement, data=(*statement.data, *added)) if added else statement


def _overlap(one: Filler, other: Filler) -> bool:
    return (one.start or 0) < (other.end or 0) and (other.start or 0) < (one.end or 0)


def _bases(purpose: Filler, lexicon: Lexicon) -> Iterator[Filler]:
    """The data that a purpose's own words say it goes by."""
    opener, end, _ = _words()
    for opened in opener.finditer(purpose.text) if purpose.start is not None else ():
        stop = end.search(purpose.text, opened.end())
        yield from _listed(purpose, opened.end(), stop.start() if stop else len(purpose.text), lexicon)


def _listed(purpose: Filler, first: int, last: int, lexicon: Lexicon) -> Iterator[Filler]:
    """The data of the list at ``first`` to ``last`` of a purpose's text, up to the first member that the lexicon does not know."""
    text, start = purpose.text, purpose.start or 0
    pieces = list(_pieces(text, first, last))
    for k, (a, b) in enumerate(pieces):
        lent = text[slice(*pieces[k + 1])].split()[-1:] if k + 1 < len(pieces) else []
        concept = _concept(text[a:b], lent, lexicon)
        if concept is None or text[a:b].split()[-1].lower() in _words()[2]:
            return
        yield Filler(text=text[a:b], start=start + a, end=start + b, concept=concept)


def _pieces(text: str, a: int, b: int) -> Iterator[tuple[int, int]]:
    """Start and end of each member of the list in ``text[a:b]``."""
    at = a
    for joint in [*_JOINT.finditer(text, a, b), None]:
        stop = joint.start() if joint else len(text[:b].rstrip(" .,"))
        if stop > at:
            yield at, stop
        at = joint.end() if joint else b


def _concept(text: str, lent: list[str], lexicon: Lexicon) -> str | None:
    """The concept of a member whose last word the lexicon knows, else of it with the last word of the next ("viewing [behaviour]")."""
    scheme = lexicon.schemes["data"]
    for words in (normalise(text), normalise(" ".join([text, *lent]))):
        found = scheme.find(words) if words else None
        if found and found[2] == len(words) and found[0] not in BLANK:
            return found[0]
    return None
