"""Lists inside one line: "(1) ...; (2) ...; (5) where needed to: (a) ...; (b) ...", and cells that hold bullets: "* Name * Address".

In goes a view, out come its pieces with their place and their numbers' path, so that a piece can be read as a list item is. A label
counts only where it goes on with a series that began before it, so that "(b)" in running prose starts nothing. Inside a sentence
("we share it (i) if you ask; (ii) with our bank") only a series of unlike members comes apart: the parser reads the others better whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from privacyflows.extract.lists.openings import begins_condition, begins_duration, begins_party
from privacyflows.extract.parsing.words import load_rules

_LABEL = re.compile(r"(?:(?<=^)|(?<=[\s;,:.]))\(?(\d{1,2}|[ivx]{1,5}|[a-z])\)\s+(?=\S)", re.IGNORECASE)
_CITED = re.compile(r"(?:\bart(?:icles?|s)?\b\.?|\bsec(?:tions?)?\b\.?|§+)\s*\d+\w*\.?(?:\s*\(\w{1,5}\))*\s*$", re.IGNORECASE)
_BULLET = re.compile(
    r"[•●◦▪■◾]\s*(?=\S)|(?:^|(?<=\s))[·∙*\uf0b7\ufffd]\s*(?=\S)|(?:^|(?<=[:;,.)]\s))[-–]\s+(?=[\w\"“(])|(?:^|(?<=\s))\d{1,2}\.\s+(?=[A-Z])"
)
_DASHED = re.compile(r"(?:^|(?<=\s))[-–]\s+(?=[A-Z\"“(])")
_STOP = re.compile(r"[.!?](?=[\"”)]*\s+[A-Z“\"])")
"""The end of a sentence inside a view."""
_COLON = re.compile(r"[*_]*:[*_]* (?=[*_]*[A-Za-z])")
_ADDRESS = re.compile(r"\S*(?:@|https?:|www\.)|\[")
_LONGEST_LEAD = 300
_SHORTEST = 8
"""Characters of what a colon introduces."""
_JOINING = " ;,\t\n\u00a0"
_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class Piece:
    """One member of a list inside a view: ``view[start:stop]``, without its label and without what separates it from the next."""

    start: int
    stop: int
    path: tuple[int, ...]
    """Its number, below those of the pieces that it stands in: ``(5, 1)`` is (a) of (5)."""


def enumerated(view: str) -> list[Piece]:
    """The pieces of a view that begins with a label; none where it does not, or where only one label stands in it.

    >>> view = "(1) when you ask; or (2) to: (a) obey the law; (b) save a life."
    >>> [(p.path, view[p.start : p.stop]) for p in enumerated(view)]
    [((1,), 'when you ask'), ((2,), 'to:'), ((2, 1), 'obey the law'), ((2, 2), 'save a life.')]
    """
    marks: list[tuple[int, int, tuple[int, ...]]] = []
    open_: list[tuple[str, int]] = []
    for label in _labels(view):
        path = _place(label[1], open_)
        if path is None or (not marks and label.start() > 0):
            continue
        open_ = path
        marks.append((label.start(), label.end(), tuple(n for _, n in path)))
    if len(marks) < 2 or marks[0][0] != 0:
        return []
    ends = [*(start for start, _, _ in marks[1:]), len(view)]
    pieces = (Piece(start, without_tail(view, start, end), path) for (_, start, path), end in zip(marks, ends, strict=True))
    return [p for p in pieces if p.stop > p.start]


def _labels(view: str) -> Iterator[re.Match[str]]:
    """The labels in a view; those inside a citation ("Art. 6 (1) (b) GDPR") are none."""
    for label in _LABEL.finditer(view):
        if not _CITED.search(view, max(0, label.start() - 40), label.start()):
            yield label


@dataclass(frozen=True, slots=True)
class Inline:
    """A series of unlike members inside running text: ``view[:start]`` leads in, ``view[end:]`` goes on after it."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    """Their paths begin with a 0, so that no piece has the path of one that stands in a list of its own."""


INLINE = (0,)
"""The path of the words that lead in an `Inline`."""


def inline(view: str) -> Inline | None:
    """The first series inside running text whose members are unlike, or nested, or all conditions; None where there is none.

    >>> found = inline("We may share it: (i) to our bank; (ii) if you ask; and (iii) to obey the law. We sell nothing.")
    >>> [found and "We may share it: (i) to our bank; (ii) if you ask; and (iii) to obey the law."[p.start : p.stop] for p in found.pieces]
    ['to our bank', 'if you ask', 'to obey the law.']
    """
    found = _numbered(view) if ")" in view else None
    return found or (_behind_colon(view) if ": " in view else None)


def _behind_colon(view: str) -> Inline | None:
    """What stands behind the colon of a sentence that says nothing without it ("We collect: your name."), as its only member."""
    for colon in _COLON.finditer(view):
        start = max((m.end() for m in _STOP.finditer(view, 0, colon.start())), default=0)
        lead = view[max(start, colon.start() - _LONGEST_LEAD) : colon.start()].rstrip(" *_")
        waits, told = _colon()
        if not waits.search(lead) or told.search(lead):
            continue
        stop = _STOP.search(view, colon.end())
        end = stop.start() + 1 if stop else len(view)
        verbal = lead.endswith("to") and ";" in view[colon.end() : end]  # the parser reads "to: obey the law; save a life" well
        if verbal or end - colon.end() < _SHORTEST or _ADDRESS.match(view, colon.end()):
            continue
        return Inline(colon.end(), end, (Piece(colon.end(), without_tail(view, colon.end(), end), (*INLINE, 1)),))
    return None


@cache
def _colon() -> tuple[re.Pattern[str], re.Pattern[str]]:
    raw = load_rules("leadins.toml")["colon"]
    return re.compile(raw["pattern"], re.IGNORECASE), re.compile(raw["unless"], re.IGNORECASE)


def _numbered(view: str) -> Inline | None:
    labels = list(_labels(view))
    for n, label in enumerate(labels[:-1]):
        head = view[: label.start()]
        if not head or not label[0].startswith("(") or 1 not in _readings(label[1]).values() or not _leads_in(head):
            continue
        marks, end = _series(view, labels[n:])
        if len(marks) > 1:
            ends = [*(m.start() for m, _ in marks[1:]), end]
            pieces = tuple(
                Piece(m.end(), without_tail(view, m.end(), stop), (*INLINE, *path)) for (m, path), stop in zip(marks, ends, strict=True)
            )
            if all(p.stop > p.start for p in pieces) and _apart(view, pieces, head):
                return Inline(label.start(), end, pieces)
    return None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    raw = load_rules("leadins.toml")
    return re.compile(raw["series"]["pattern"], re.IGNORECASE), re.compile(raw["reader"]["pattern"], re.IGNORECASE)


def _leads_in(view: str) -> bool:
    """Whether the last sentence of ``view`` tells a practice that a series can complete."""
    last = view[max((m.end() for m in _STOP.finditer(view)), default=0) :]
    practice, reader = _patterns()
    unfinished = begins_condition(last.lower().split()[:3]) and "," not in last
    return bool(practice.search(last)) and not reader.search(last) and not unfinished


def _series(view: str, labels: Sequence[re.Match[str]]) -> tuple[list[tuple[re.Match[str], tuple[int, ...]]], int]:
    """The labels that go on with the series of the first one, up to the end of its sentence, and where that end is."""
    open_: list[tuple[str, int]] = []
    marks: list[tuple[re.Match[str], tuple[int, ...]]] = []
    end = len(view)
    for label in labels:
        if label.start() >= end:
            break
        path = _place(label[1], open_)
        if path is None:
            continue
        open_ = path
        marks.append((label, tuple(n for _, n in path)))
        stop = _STOP.search(view, label.end())
        end = stop.start() + 1 if stop else len(view)
    return marks, end


def _apart(view: str, pieces: Sequence[Piece], head: str) -> bool:
    """Whether the parser would not read the members together, or not together with what leads them in."""
    if begins_condition(head.lower().rstrip(" :").split()[-1:]):
        return True
    kinds = {_kind(view[p.start : p.stop]) for p in pieces}
    return len(kinds) > 1 or "condition" in kinds or any(len(p.path) > 2 for p in pieces)


def _kind(text: str) -> str:
    """What a member begins as: a condition, a purpose, a party after a preposition, or anything else."""
    if begins_duration(text):
        return "duration"
    words = [w.strip(",;:.") for w in text.lower().split()[:3]]
    if begins_condition(words):
        return "condition"
    after = words[1] if len(words) > 1 else ""
    if words[0] in ("to", "with"):
        return "party" if words[0] == "with" or begins_party(after) else "purpose"
    return "purpose" if words[0] == "for" or words[:2] == ["in", "order"] else "other"


def _place(core: str, open_: list[tuple[str, int]]) -> list[tuple[str, int]] | None:
    """The open numbers with this label at its place: the next of a series, or the first of a new one below; None elsewhere."""
    readings = _readings(core)
    for depth in range(len(open_) - 1, -1, -1):
        kind, value = open_[depth]
        if readings.get(kind) == value + 1:
            return [*open_[:depth], (kind, value + 1)]
    first = next((kind for kind, value in readings.items() if value == 1), None)
    return [*open_, (first, 1)] if first and first not in {kind for kind, _ in open_} else None


def _readings(core: str) -> dict[str, int]:
    """What a label can be: a numeral, a Roman numeral, a letter."""
    low = core.lower()
    if low.isdigit():
        return {"1": int(low)}
    out: dict[str, int] = {}
    if all(c in _ROMAN for c in low):
        digits = [_ROMAN[c] for c in low]
        out["i"] = sum(-d if d < after else d for d, after in zip(digits, [*digits[1:], 0], strict=True))
    if len(low) == 1:
        out["a"] = ord(low) - ord("a") + 1
    return out


def bulleted(view: str) -> list[tuple[int, int]]:
    """The parts of a cell between its bullets, what stands before the first bullet included; the whole view where there are none.

    >>> view = "To run the shop: * take orders * send bills"
    >>> [view[a:b] for a, b in bulleted(view)]
    ['To run the shop:', 'take orders', 'send bills']
    """
    bullets = list(_BULLET.finditer(view))
    dashes = list(_DASHED.finditer(view))
    if len(dashes) > 1 and (dashes[0].start() == 0 or view[: dashes[0].start()].rstrip().endswith(":")):
        bullets = dashes
    if not bullets:
        return [(0, len(view))]
    edges = [(0, bullets[0].start())] + [
        (b.end(), after.start() if after else len(view)) for b, after in zip(bullets, [*bullets[1:], None], strict=True)
    ]
    return [(a, stop) for a, b in edges if (stop := without_tail(view, a, b)) > a]


def without_tail(view: str, start: int, end: int) -> int:
    """The end of ``view[start:end]`` without what only joins it to the next item: a semicolon, a comma, "; and".

    >>> without_tail("your name; and/or", 0, 17), without_tail("bread, and", 0, 10), without_tail("All.", 0, 4)
    (9, 5, 4)
    """
    kept = view[start:end].rstrip(_JOINING)
    word = next((w for w in ("and/or", "and", "or") if kept[-len(w) :].lower() == w), "")
    if word and not kept[: -len(word)][-1:].isalnum():
        kept = kept[: -len(word)].rstrip(_JOINING)
    return start + len(kept)
