"""Labels of list items and headings at the start of a line: "(iv)", "1.", "2.1", "•". A line in, its `Marker` out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from privacyflows.extract.blocks.lines import Line

_BULLET = re.compile(
    r"(?P<bullet>[•●◦▪■□▫‣⁃∙·○➢➤►✓✔❖\uf0b7*+–—−-]|o(?= [A-Za-z]))\s+(?=\S)|(?P<tight>[•●◦▪■⁃∙●➢►✓✔❖\uf0b7*](?=[A-Z])|[-–—](?=[a-z]))"
)
_NUMBERED = re.compile(
    r"(?:(?P<prefix>Article|Section|Part|Chapter|Clause|Annex)\s+)?"
    r"(?:(?P<both>\((?:\d{1,3}|[ivxlc]{1,7}|[A-Za-z])\))"
    r"|(?P<multi>\d{1,2}(?:\.\d{1,2}){1,4}[.):]?)"
    r"|(?P<one>(?:(?:\d{1,3}|[ivxlc]{1,7}|[IVXLC]{1,7}|[A-Za-z])[.)]|\d{1,3}:)(?!\.))"
    r"|(?P<bare>\d{1,2}))(?:\s+(?=\S)|(?<=[.)])(?=[A-Z]))"
)
_LONELY = re.compile(r"[•●◦▪■□‣⁃∙·○➢➤►✓✔❖\uf0b7]|\d{1,3}[.)]|\((?:\d{1,3}|[ivxlc]{1,7}|[a-zA-Z])\)|\d{1,2}(?:\.\d{1,2}){1,3}\.?")
_ROMAN = re.compile(r"[ivxlc]+", re.IGNORECASE)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, kw_only=True, slots=True)
class Marker:
    """The label as written, where the text after it begins in the view, and what kind of label it is."""

    text: str
    end: int
    bullet: bool = False
    bare: bool = False
    """A number without any mark ("2 Scope"): a heading's label, never an item's."""
    depth: int = 0
    """How many numbers it joins: 2 for "3.1"; 0 for bullets."""

    @property
    def shape(self) -> str:
        """Labels of one list share it: the bullet itself, or the numeral's kind with its brackets ("(1)", "a.")."""
        if self.bullet:
            return self.text
        core = self.text.strip("().:")
        kind = "1" if core[:1].isdigit() else "i" if _is_roman(core) else "a"
        return re.sub(r"[\w.]*\w", kind * max(1, self.depth), self.text, count=1)

    @property
    def values(self) -> tuple[int, ...]:
        """The number or numbers that the label may stand for ("i" is 1 or 9); empty for bullets and joined numbers."""
        core = self.text.split()[-1].strip("().:").lower()
        if self.bullet or not core:
            return ()
        if core.isdigit():
            return (int(core),)
        letters = (ord(core) - ord("a") + 1,) if len(core) == 1 and core.isascii() and core.isalpha() else ()
        return ((_roman_value(core),) if _ROMAN.fullmatch(core) else ()) + letters


def marker_of(line: Line) -> Marker | None:
    """The label that the line starts with, None where it has none or nothing follows it."""
    if bullet := _BULLET.match(line.view):
        return Marker(text=bullet["bullet"] or bullet["tight"], end=bullet.end(), bullet=True)
    number = _NUMBERED.match(line.view)
    if number is None or (number["bare"] and not number["prefix"] and not line.view[number.end() :][:1].isupper()):
        return None
    text = number[0].strip()
    return Marker(text=text, end=number.end(), bare=bool(number["bare"] and not number["prefix"]), depth=text.strip("().:").count(".") + 1)


def is_label(view: str) -> bool:
    """Whether the line is a label and nothing else."""
    return _LONELY.fullmatch(view) is not None


def follows(marker: Marker, before: Marker) -> bool:
    """Whether the label is the next one of the same series: "(ii)" after "(i)", "c)" after "b)"."""
    return any(value - 1 in before.values for value in marker.values)


def _is_roman(core: str) -> bool:
    return bool(_ROMAN.fullmatch(core)) and (len(core) > 1 or core.lower() == "i")


def _roman_value(core: str) -> int:
    digits = [_VALUES[c] for c in core.lower()]
    return sum(-d if d < after else d for d, after in zip(digits, [*digits[1:], 0], strict=True))
