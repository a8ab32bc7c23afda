"""Dataset -> matrix: two roles of what policies state, crossed; for two policies each cell tells what became of it.

In come a dataset, names of policies and filters; out comes a `Matrix`, kinds of data by recipients unless asked otherwise: a picture
for a notebook or a report, and a pandas table. Too many concepts are folded into broader ones (`folding`). A cell that only one of
two policies states is "not readable" where the other one announces something that its text does not hold (``pf:Gap``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING, Final, Literal

from privacyflows.graphs.answers.claims import ROLES, Claim, FilterError, Narrowing, Policy, claims_of, policies_of
from privacyflows.graphs.answers.evaluation import Source
from privacyflows.graphs.answers.hierarchy import Hierarchy
from privacyflows.graphs.compare import gaps_of
from privacyflows.graphs.drawing.drawn import Drawn
from privacyflows.graphs.drawing.folding import OTHER, fold
from rdflib import Dataset

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

Role = Literal["data", "purpose", "recipient", "source"]
Column = Literal["data", "purpose", "recipient", "source", "policy", "organisation"]

MOST_ROWS: Final = 28
MOST_COLUMNS: Final = 18
"""More than that, and a picture on one page cannot be read."""
NAMED: Final = 2
"""More policies than that are counted, not named."""
_NAMES: Final = {
    "data": "kinds of data",
    "purpose": "purposes",
    "recipient": "recipients",
    "source": "sources",
    "policy": "policy",
    "organisation": "organisation",
}


class Fate(StrEnum):
    """What became of a cell from one policy to the other."""

    ADDED = "added"
    GONE = "gone"
    UNCHANGED = "unchanged"
    MIXED = "in both, in other kinds"
    NOT_READABLE = "not readable"


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A row or a column."""

    iri: str
    label: str
    group: str = ""
    """Label of the top concept that it stands under, its own where it is one."""
    folded: int = 1
    """How many concepts it stands for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """How many statements say so, and what became of it where two policies are compared."""

    statements: int
    fate: Fate | None = None


@dataclass(frozen=True, kw_only=True)
class Matrix(Drawn):
    """Statements by two roles; a notebook shows it as a picture."""

    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    cells: Mapping[tuple[str, str], Cell]
    """(row's IRI, column's IRI) -> cell; what nobody states is not in it."""
    axes: tuple[str, str]
    """What rows and columns are: ``data``, ``recipient`` ..."""
    policies: tuple[str, ...]
    """Short names; a comparison has two, the older first."""
    versions: bool = True
    """Whether the two policies are by one organisation; else the legend speaks of "only" one and "both"."""
    denials: bool = False

    @property
    def compared(self) -> bool:
        """Whether two policies are compared."""
        return any(cell.fate for cell in self.cells.values())

    @property
    def question(self) -> str:
        """What is crossed, in words."""
        if self.denials:
            return f"What policies say they do not do: {_NAMES[self.axes[0]]} by {_NAMES[self.axes[1]]}"
        return _QUESTIONS.get(self.axes, f"{_NAMES[self.axes[0]]} by {_NAMES[self.axes[1]]}".capitalize())

    @property
    def subject(self) -> str:
        """The policies: their names, or how many."""
        if self.compared:
            return f"{self.policies[0]} {'→' if self.versions else 'and'} {self.policies[1]}"
        return ", ".join(self.policies) if len(self.policies) <= NAMED else f"{len(self.policies)} policies"

    @property
    def title(self) -> str:
        """The question and the policies."""
        return f"{self.question}: {self.subject}"

    @property
    def description(self) -> str:
        """The size, and how many cells have which fate."""
        size = f"{len(self.rows)} rows, {len(self.columns)} columns, {len(self.cells)} cells filled"
        fates = Counter(cell.fate for cell in self.cells.values() if cell.fate)
        return "; ".join([size, *(f"{fates[fate]} {self.legend[fate]}" for fate in Fate if fates[fate])])

    @property
    def legend(self) -> dict[Fate, str]:
        """What each fate is called."""
        if self.versions or len(self.policies) != 2:
            return {fate: str(fate) for fate in Fate}
        old, new = self.policies
        words = {Fate.ADDED: f"only {new}", Fate.GONE: f"only {old}", Fate.UNCHANGED: "both", Fate.MIXED: "both, in other kinds"}
        return words | {Fate.NOT_READABLE: "not readable in the other"}

    def to_pandas(self) -> pandas.DataFrame:
        """Return rows by columns with their labels: numbers of statements (0 for none), or what became of them (empty for none)."""
        import pandas

        legend, compared = self.legend, self.compared

        def shown(cell: Cell | None) -> str | int:
            if compared:
                return legend[cell.fate] if cell and cell.fate else ""
            return cell.statements if cell else 0

        values = [[shown(self.cells.get((row.iri, column.iri))) for column in self.columns] for row in self.rows]
        index = pandas.Index([row.label for row in self.rows], name=self.axes[0])
        return pandas.DataFrame(values, index=index, columns=pandas.Index([c.label for c in self.columns], name=self.axes[1]))

    def draw(self, axes: Axes) -> None:
        """Draw it. See `privacyflows.graphs.drawing.matrix_picture`."""
        from privacyflows.graphs.drawing.matrix_picture import draw_matrix

        draw_matrix(self, axes)

    def __repr__(self) -> str:
        return f"<{self.title}: {self.description}>"


_QUESTIONS: Final = {
    ("data", "recipient"): "Which data goes to whom",
    ("data", "purpose"): "What data is used for",
    ("data", "source"): "Where data comes from",
    ("purpose", "recipient"): "Who gets data for which purpose",
    ("data", "policy"): "Which data policies name",
    ("purpose", "policy"): "Which purposes policies name",
    ("recipient", "policy"): "Which recipients policies name",
    ("data", "organisation"): "Which data organisations name",
    ("purpose", "organisation"): "Which purposes organisations name",
    ("recipient", "organisation"): "Which recipients organisations name",
}


def matrix(
    dataset: Dataset,
    policies: Sequence[str] = (),
    *,
    rows: Role = "data",
    columns: Column = "recipient",
    data: str | None = None,
    purpose: str | None = None,
    recipient: str | None = None,
    organisation: str | None = None,
    actions: Iterable[str] | None = None,
    denials: bool = False,
    most_rows: int = MOST_ROWS,
    most_columns: int = MOST_COLUMNS,
) -> Matrix:
    """Cross two roles of what policies state.

    ``policies`` are short names or IRIs of snapshots, none for all. Exactly two are compared, the older one first, unless ``columns`` is
    ``policy`` or ``organisation``. ``data``, ``purpose``, ``recipient`` are CURIEs and include their narrower concepts; ``organisation``
    is who acts: a name, a CURIE or an IRI; ``actions`` are some of ``collect``, ``use``, ``share``, ``sell`` ...; with ``denials`` what
    is denied is crossed instead of what is practised.

    Raises `FilterError` for an unknown policy, organisation or role, `VocabularyError` for an unknown prefix.
    """
    if rows not in ROLES or columns not in (*ROLES, "policy", "organisation") or rows == columns:
        raise FilterError(f"no matrix of {rows!r} by {columns!r}", hint=f"rows: {', '.join(ROLES)}; columns: another, policy, organisation")
    source = Source.of(dataset)
    hierarchy, known = Hierarchy.of(source), policies_of(source)
    roles = {"data": data, "purpose": purpose, "recipient": recipient}
    narrowing = Narrowing.of(hierarchy, known, list(policies) or None, roles, organisation=organisation)
    kind, wanted = "denial" if denials else "practice", frozenset(actions or ())
    claims = [c for c in claims_of(source, narrowing, known) if c.kind == kind and (not wanted or c.action in wanted)]
    by_iri = {policy.iri: policy for policy in known}
    shown = [by_iri[iri] for iri in dict.fromkeys(narrowing.policies)] or known
    crossing = _Crossing(hierarchy=hierarchy, narrowing=narrowing, policies=by_iri, axes=(rows, columns))
    said = [pair for claim in claims for pair in crossing.pairs(claim)]
    stands = crossing.stands(said, (most_rows, most_columns))
    cells: dict[tuple[str, str], list[_Said]] = {}
    for pair in said:
        cells.setdefault((stands[0][pair.row], stands[1][pair.column]), []).append(pair)
    sides = (shown[0], shown[1]) if len(narrowing.policies) == len(shown) == 2 and columns in ROLES else None
    return Matrix(
        rows=crossing.headings(cells, stands, 0),
        columns=crossing.headings(cells, stands, 1),
        cells=_compared(source, cells, sides) if sides else {at: Cell(statements=_statements(found)) for at, found in cells.items()},
        axes=(rows, columns),
        policies=tuple(policy.name for policy in shown),
        versions=sides is None or sides[0].organisation == sides[1].organisation,
        denials=denials,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said:
    """One pair of narrow concepts, and the claim that names both."""

    claim: Claim
    row: str
    column: str


_Cells = Mapping[tuple[str, str], Sequence[_Said]]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Crossing:
    hierarchy: Hierarchy
    narrowing: Narrowing
    policies: Mapping[str, Policy]
    axes: tuple[str, str]

    def pairs(self, claim: Claim) -> Iterator[_Said]:
        """Yield what a claim says of both axes."""
        for row, column in product(*(self._values(claim, axis) for axis in self.axes)):
            yield _Said(claim=claim, row=row, column=column)

    def _values(self, claim: Claim, axis: str) -> Sequence[str]:
        if axis == "policy":
            return (claim.policy,)
        if axis == "organisation":
            return (self.policies[claim.policy].organisation,)
        wanted = self.narrowing.roles.get(axis)
        return [iri for iri in claim.roles.get(axis, ()) if wanted is None or iri in wanted]

    def stands(self, said: Sequence[_Said], limits: tuple[int, int]) -> tuple[dict[str, str], dict[str, str]]:
        """Return for both axes what stands for each value; policies and organisations of policies are never folded."""
        found = []
        for axis, limit, values in zip(self.axes, limits, ([s.row for s in said], [s.column for s in said]), strict=True):
            weights = Counter(values)
            found.append(fold(weights, self.hierarchy, limit) if axis in ROLES else {iri: iri for iri in weights})
        return found[0], found[1]

    def headings(self, cells: _Cells, stands: tuple[dict[str, str], dict[str, str]], at: int) -> tuple[Heading, ...]:
        """Return one axis, groups with most statements first, heaviest first within them; policies in the order of the dataset."""
        axis, folded = self.axes[at], Counter(stands[at].values())
        weights: Counter[str] = Counter()
        for pair, said in cells.items():
            weights[pair[at]] += _statements(said)
        if axis not in ROLES:
            order = [p.iri for p in self.policies.values()] if axis == "policy" else sorted(weights, key=self.hierarchy.label)
            return tuple(Heading(iri=iri, label=self._name(iri)) for iri in order if iri in weights)
        tops = {iri: OTHER if iri == OTHER else self.hierarchy.chain(iri)[0] for iri in weights}
        groups: Counter[str] = Counter()
        for iri, weight in weights.items():
            groups[tops[iri]] += weight
        order = sorted(weights, key=lambda iri: (iri == OTHER, -groups[tops[iri]], tops[iri], -weights[iri], iri))
        return tuple(Heading(iri=iri, label=self._label(iri, at), group=self._label(tops[iri], at), folded=folded[iri]) for iri in order)

    def _name(self, iri: str) -> str:
        return self.policies[iri].name if iri in self.policies else self.hierarchy.label(iri)

    def _label(self, iri: str, at: int) -> str:
        return f"other {_NAMES[self.axes[at]]}" if iri == OTHER else self.hierarchy.label(iri)


def _statements(said: Iterable[_Said]) -> int:
    return len({pair.claim.iri for pair in said})


def _compared(source: Source, cells: _Cells, sides: tuple[Policy, Policy]) -> dict[tuple[str, str], Cell]:
    """Return for each cell what became of it from the first policy to the second."""
    gaps = [gaps_of(source, side) for side in sides]
    found = {}
    for at, said in cells.items():
        old, new = ([pair for pair in said if pair.claim.policy == side.iri] for side in sides)
        narrow = [{(pair.row, pair.column) for pair in side} for side in (old, new)]
        if old and new:
            fate = Fate.UNCHANGED if narrow[0] == narrow[1] else Fate.MIXED
        else:
            hidden = any(gap.hides(pair.claim) for gap in gaps[bool(old)] for pair in said)
            fate = Fate.NOT_READABLE if hidden else Fate.GONE if old else Fate.ADDED
        found[at] = Cell(statements=_statements(said), fate=fate)
    return found
