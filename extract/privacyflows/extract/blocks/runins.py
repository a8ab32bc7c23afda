"""Run-in headings: "Children under 13 — We do not ...", "**Cookies**: small files ...". A line in, the run-in's length out."""

from __future__ import annotations

import re

from privacyflows.extract.blocks.lines import Line, Style
from privacyflows.extract.blocks.wording import has_finite_verb, is_dated, is_title_case, opens_sentence, reads_as_contact

_AFTER_EMPHASIS = re.compile(r"\s*(?:\([^()]{1,80}\)\s*(?=[:—–]))?(?:[.:?!]|[—–]|-(?=\s))\s*|(?<=[.:?!])\s*")
_DASH = re.compile(r"\s+[—–-]{1,2}\s+|\s*—\s*|(?<=[\w)])–\s+")
_COLON = re.compile(r":\s+")
_STOP = re.compile(r"[.?]\s+(?=[\"“]?[A-Z])")
_LONGEST = 100
_SHORTEST_REST = 15
_ABBREVIATION = re.compile(r"(?:\b(?:Inc|Ltd|Co|Corp|No|St|Mr|Mrs|Ms|Dr|vs|etc|Art|Sec|approx|e\.g|i\.e|[A-Z](?:\.[A-Z])*))$")
_NOT_TITLES = re.compile(
    r"(?:note|notes|please note|for example|for instance|example|e\.g|i\.e|important|however|in particular|"
    r"specifically|namely|(?:contact|email|call|write to) us)\b",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"(?:please|click|contact|see|visit|read|thank|check|call|write|go|last|effective|updated|revised|back|skip|download|view)\b",
    re.IGNORECASE,
)
_ASKS_FOR_LIST = re.compile(
    r"\b(?:following|follows|includes?|including|such as|below|to|by|that|when|if|of|for|with|are|is)\s*$", re.IGNORECASE
)


def run_in(line: Line) -> int:
    """Length in the view of the run-in heading at the line's start, its delimiter and the blank after it included; 0 = none."""
    if len(line.view) < _SHORTEST_REST or is_dated(line.view):
        return 0
    return _emphasised(line) or _dashed(line.view) or _coloned(line.view) or _stopped(line.view)


def run_in_title(view: str, length: int) -> str:
    """The run-in heading itself, without its delimiter."""
    return view[:length].strip().rstrip(".:—–- ").strip()


def _emphasised(line: Line) -> int:
    """An emphasised start that a delimiter ends, inside the emphasis or after it."""
    view, marks = line.view, Style.STRONG | Style.EMPHASIS
    end = 0
    while end < min(len(view), _LONGEST + 1) and (line.style[end] & marks or not view[end].isalnum()):
        end += 1
    end = len(view[:end].rstrip(" \"“‘'(["))
    while end and not line.style[end - 1] & marks:
        end -= 1
    if not 2 <= end <= _LONGEST or end == len(view):
        return 0
    after = _AFTER_EMPHASIS.match(view, end)
    stop = after.end() if after else 0
    if stop and view[end - 1] == "." and _ABBREVIATION.search(view[: end - 1]):
        return 0
    if not stop and opens_sentence(view[end:].lstrip()) and view[end:].lstrip()[:1].isupper() and view[:1].isupper():
        stop = end + 1
    return stop if end < stop < len(view) and not is_dated(view) and any(c.isalpha() for c in view[:end]) else 0


def _dashed(view: str) -> int:
    dash = _DASH.search(view, 0, _LONGEST + 4)
    if dash is None or not _title(view[: dash.start()], words=10):
        return 0
    rest = view[dash.end() :]
    return dash.end() if len(rest) >= _SHORTEST_REST and rest.lstrip('"“(')[:1].isupper() else 0


def _coloned(view: str) -> int:
    colon = _COLON.search(view, 0, _LONGEST + 2)
    if colon is None or colon.end() == len(view):
        return 0
    title = view[: colon.start()]
    if _NOT_TITLES.match(title) or _ASKS_FOR_LIST.search(title) or not _title(title, words=12):
        return 0
    return 0 if has_finite_verb(title) and not is_title_case(title) else colon.end()


def _stopped(view: str) -> int:
    stop = _STOP.search(view, 0, _LONGEST)
    if stop is None or len(view) - stop.end() < _SHORTEST_REST:
        return 0
    title = view[: stop.start()]
    if _ABBREVIATION.search(title) or _COMMAND.match(title) or reads_as_contact(title) or not _title(title, words=12):
        return 0
    question = stop[0][0] == "?"
    plain = len(title.split()) <= 8 and not has_finite_verb(title) and not opens_sentence(title) and "," not in title
    cased = is_title_case(title) and len(title) > 3
    return stop.end() if question or cased or plain else 0


def _title(title: str, *, words: int) -> bool:
    first = title.lstrip("\"“‘'(")[:1]
    if title.count("(") != title.count(")"):
        return False
    return (
        1 <= len(title.split()) <= words
        and (first.isupper() or first.isdigit())
        and "." not in title[:-1].replace("U.S.", "")
        and not is_dated(title)
    )
