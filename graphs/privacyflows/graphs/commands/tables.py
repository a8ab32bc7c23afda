"""Tables for the terminal: statements and summaries go in, ``rich`` tables come out.

Words of policies are put in as plain text without control characters, since anybody may have written them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from privacyflows.graphs.answers.result import printable
from rich.table import Table
from rich.text import Text

SHORT = 14
"""Letters of a cell that stays in one line."""
WORD = (36, 24, 14)
"""Letters of the longest word that is kept whole, the first number for which there is room; addresses are longer."""

if TYPE_CHECKING:
    from privacyflows.extract.model import Statement
    from privacyflows.graphs.graph import PolicySummary


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> Table:
    """Return a table of plain cells; numbers stand on the right."""
    listed = [list(row) for row in rows]
    made = Table(title=Text(title) if title else None, title_justify="left", pad_edge=False)
    for at, column in enumerate(columns):
        numeric = bool(listed) and all(isinstance(row[at], int | float) for row in listed)
        made.add_column(Text(column), overflow="fold", justify="right" if numeric else "left")
    for row in listed:
        made.add_row(*(Text(printable(str(cell))) for cell in row))
    return made


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "policy", "policies"), counted(1200, "statement")
    ('1 policy', '1,200 statements')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def fit(table: Table, width: int) -> None:
    """Divide ``width`` characters so that no word is broken and the column with most to say gets most of what is left.

    Left to itself, ``rich`` takes from all columns alike, and concepts of 25 letters break beside sentences that wrap anyway.
    """
    cells = [[str(cell) for cell in (column.header, *column.cells)] for column in table.columns]
    whole = [max(len(line) for cell in column for line in cell.split("\n")) for column in cells]
    room = width - 3 * len(cells) + 1  # borders, and a blank on either side of them
    if sum(whole) <= room:
        return
    words = [max(len(word) for cell in column for word in cell.split() or [""]) for column in cells]
    words = [most if most <= SHORT else word for most, word in zip(whole, words, strict=True)]
    widths = next((w for w in ([min(word, longest) for word in words] for longest in WORD) if sum(w) <= room), [])
    text = [sum(map(len, column)) for column in cells]
    while widths and sum(widths) < room:
        tallest = max((at for at in range(len(cells)) if widths[at] < whole[at]), key=lambda at: text[at] / widths[at])
        widths[tallest] += 1
    for column, chosen in zip(table.columns, widths, strict=False):
        column.width = chosen


def statements(found: Sequence[Statement]) -> Table:
    """Return who does what with which data, for what, to whom, in which words; the policy where there are several."""
    several = len({s.policy for s in found}) > 1
    columns = [*(["policy"] if several else []), "who", "does", "data", "for", "to", "words"]
    return table(columns, ([*([s.policy] if several else []), *_cells(s)] for s in found))


def _cells(s: Statement) -> list[str]:
    named = [s.rights or s.data, s.purposes, s.recipients]
    roles = [", ".join(" ".join(filler.text.split()) for filler in fillers) for fillers in named]
    return [s.actor.text or str(s.actor.kind), verb_phrase(s), *roles, " … ".join(" ".join(e.text.split()) for e in s.evidence)]


def verb_phrase(statement: Statement) -> str:
    """Return what is done and how surely: ``may share``, ``not sell``, ``right``."""
    what = str(statement.action) if statement.action else str(statement.kind)
    modal = "" if statement.modality == "does" else f"{statement.modality} "
    return f"{modal}{'not ' if statement.polarity == 'negated' else ''}{what}"


def summaries(lines: Iterable[PolicySummary]) -> Table:
    """Return a row for each policy."""
    columns = ("policy", "organisation", "modified", "captured", "practices", "denials", "trackers", "rights", "gaps")
    return table(columns, ([getattr(line, column) for column in columns] for line in lines))
