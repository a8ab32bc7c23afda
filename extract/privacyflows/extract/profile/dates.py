"""Dates as policies write them: a stretch of English in, an ISO 8601 date of the same precision out."""

from __future__ import annotations

import re
from datetime import date

from privacyflows.extract.blocks.wording import DATE, MONTHS

_FOUND = re.compile(rf"{DATE}|\b(?:19|20)\d{{2}}\b", re.IGNORECASE)
_NAMES = [month.lower() for month in MONTHS.split("|")]


def iso_date(text: str) -> str | None:
    """The first date in the text: ``2018-05-24``, ``2017-05`` or ``2012``; None where there is none that exists.

    Figures alone are read day first after a point ("24.05.2018"); with strokes only if one of them cannot be a month, else
    the year alone is told, as the order of day and month is not known.
    """
    found = _FOUND.search(text)
    if found is None:
        return None
    month = next((i for i, name in enumerate(_NAMES, 1) if re.search(rf"\b{name[:3]}", found[0], re.IGNORECASE)), 0)
    numbers = [int(n) for n in re.findall(r"\d+", found[0])]
    if month:
        return _iso(numbers[-1], month, numbers[0] if len(numbers) > 1 else 0)
    if len(numbers) < 3:
        return str(numbers[0])
    if numbers[0] > 31:
        return _iso(*numbers)
    first, second, year = numbers
    year += 2000 if year < 100 else 0
    if "." in found[0] or first > 12:
        return _iso(year, second, first)
    return _iso(year, first, second) if second > 12 or first == second else str(year)


def _iso(year: int, month: int, day: int) -> str | None:
    if not 1990 <= year <= 2100:
        return None
    if not day:
        return f"{year:04}-{month:02}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return f"{year:04}"
