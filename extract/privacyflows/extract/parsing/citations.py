"""Citations of laws in the words that the parser sees: "Art. 6 para. 1 s. 1 lit. f GDPR" with its five full stops is one word to it.

In go the lower-cased words of a text, out comes how many of them a citation takes. The words are in ``rules/parse_view.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from privacyflows.extract.parsing.words import load_rules

_NUMBER = re.compile(r"(?:\d+[a-z]{0,2}|[ivx]{1,4}|[a-z])(?:\.\d+)?")
_BRACKETED = 24
"""Words of the longest bracket that is looked at."""


@dataclass(frozen=True, slots=True)
class _Words:
    openers: frozenset[str]
    articles: frozenset[str]
    parts: frozenset[str]
    laws: frozenset[str]
    joints: frozenset[str]


@cache
def _words() -> _Words:
    raw = load_rules("parse_view.toml")["citations"]
    return _Words(*(frozenset(raw[key].split()) for key in ("openers", "articles", "parts", "laws", "joints")))


def bracketed(lower: Sequence[str], i: int) -> int:
    """Words of a bracket at ``i`` that cites an article or names the legal basis; 0 where there is none.

    >>> bracketed("data ( art. 6 gdpr ) for".split(), 1), bracketed("data ( see below )".split(), 1)
    (5, 0)
    """
    if not i or not lower[i].startswith("("):
        return 0
    first = lower[i].lstrip("(") or (lower[i + 1] if i + 1 < len(lower) else "")
    basis = lower[i] == "(" and tuple(lower[i + 1 : i + 3]) == ("legal", "basis")
    if first.rstrip(".") not in _words().articles and not basis:
        return 0
    depth = 0
    for k in range(i, min(len(lower), i + (2 * _BRACKETED if basis else _BRACKETED))):
        depth += lower[k].count("(") - lower[k].count(")")
        if depth <= 0:
            return k - i + 1
    return 0


def article(lower: Sequence[str], i: int) -> int:
    """Words of a citation at ``i`` that has full stops inside, or names its law; 0 where there is none.

    >>> article("under art . 6 para . 1 lit . b gdpr . we".split(), 1), article("art is long".split(), 0)
    (10, 0)
    """
    words = _words()
    if lower[i].rstrip(".") not in words.openers:
        return 0
    k = i + 1 + (i + 1 < len(lower) and lower[i + 1] == ".")
    if k >= len(lower) or not lower[k][:1].isdigit():
        return 0
    end, stops = k + 1, lower[i].endswith(".") or k > i + 1
    depth = lower[k].count("(") - lower[k].count(")")
    k += 1
    while k < len(lower):
        word, before = lower[k], lower[k - 1]
        depth += word.count("(") - word.count(")")
        if depth < 0:
            break
        marked = before.rstrip(".") in words.parts or before in (".", "(") or before in words.joints
        number = _NUMBER.fullmatch(word) is not None and (word[0].isdigit() or marked)
        if number or word.rstrip(".") in words.parts or word in words.laws or word == ")":
            stops = stops or word.endswith(".") or (before == "." and k > end)
            end = k + 1
        elif word not in (".", "(", *words.joints) or (word == "." and before == "."):
            break
        k += 1
    return end - i if stops or lower[end - 1] in words.laws else 0
