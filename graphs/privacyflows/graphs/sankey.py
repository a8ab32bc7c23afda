"""Dataset -> flows of data, by purpose, to recipients: three columns whose bands are as wide as there are statements.

In come a dataset and filters; out comes a `Sankey`: a picture for a notebook or a report, and a pandas table. Each statement weighs 1,
shared equally among the combinations of data, purpose and recipient that it names, so that a long list does not outweigh many
sentences and what flows into a node flows out of it. A role that a statement leaves open is a node of its own: "no purpose stated".
Too many concepts are folded into broader ones (`folding`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from privacyflows.graphs.answers.claims import Claim, Narrowing, claims_of, policies_of
from privacyflows.graphs.answers.evaluation import Source
from privacyflows.graphs.answers.hierarchy import Hierarchy
from privacyflows.graphs.drawing.drawn import Drawn
from privacyflows.graphs.drawing.folding import OTHER, fold
from rdflib import Dataset

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

COLUMNS: Final = ("data", "purpose", "recipient")
"""The roles of the three columns, from left to right."""
OPEN: Final = ""
"""Stands for a role that a statement leaves open."""
MOST: Final = 12
"""Bars of a column; with more, labels run into each other."""
NAMED: Final = 2
"""More policies than that are counted, not named."""
_OPEN_LABELS: Final = {"purpose": "no purpose stated", "recipient": "no recipient stated"}
_OTHER_LABELS: Final = {"data": "other kinds of data", "purpose": "other purposes", "recipient": "other recipients"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """One bar of a column."""

    column: str
    iri: str
    """`OPEN` and `OTHER` stand for what has no concept here."""
    label: str
    weight: float
    """Statements, each shared equally among its combinations."""
    statements: int
    """Statements that name it, each counted whole."""


@dataclass(frozen=True, kw_only=True)
class Sankey(Drawn):
    """Data, purposes and recipients, and the bands between them; a notebook shows it as a picture."""

    nodes: tuple[Node, ...]
    """By column, the heaviest first; "other" and what is left open at the end."""
    paths: Mapping[tuple[str, str, str], float]
    """(data, purpose, recipient) as IRIs of nodes -> weight."""
    policies: tuple[str, ...]
    statements: int
    denials: bool = False

    @property
    def question(self) -> str:
        """What the picture shows."""
        return "What policies say they do not do with data" if self.denials else "What data is used for, and who gets it"

    @property
    def subject(self) -> str:
        """The policies: their names, or how many; and how many statements."""
        named = ", ".join(self.policies) if len(self.policies) <= NAMED else f"{len(self.policies)} policies"
        return f"{named}: {self.statements} statement{'' if self.statements == 1 else 's'}"

    @property
    def title(self) -> str:
        """What the picture shows, and for which policies."""
        return f"{self.question}: {self.subject}"

    @property
    def description(self) -> str:
        """The heaviest nodes of each column."""
        columns = ((column, [node for node in self.nodes if node.column == column]) for column in COLUMNS)
        return "; ".join(f"{column}: {', '.join(f'{n.label} ({n.statements})' for n in nodes[:5])}" for column, nodes in columns)

    def to_pandas(self) -> pandas.DataFrame:
        """Return a row for each path: data, purpose, recipient as labels, and its weight in statements; the heaviest first."""
        import pandas

        labels = {(node.column, node.iri): node.label for node in self.nodes}
        rows = [
            (*(labels[column, iri] for column, iri in zip(COLUMNS, path, strict=True)), round(weight, 3))
            for path, weight in sorted(self.paths.items(), key=lambda item: (-item[1], item[0]))
        ]
        return pandas.DataFrame(rows, columns=[*COLUMNS, "statements"])

    def draw(self, axes: Axes) -> None:
        """Draw it. See `privacyflows.graphs.drawing.sankey_picture`."""
        from privacyflows.graphs.drawing.sankey_picture import draw_sankey

        draw_sankey(self, axes)

    def __repr__(self) -> str:
        return f"<{self.title}>"


def sankey(
    dataset: Dataset,
    policies: Sequence[str] = (),
    *,
    data: str | None = None,
    purpose: str | None = None,
    recipient: str | None = None,
    organisation: str | None = None,
    actions: Iterable[str] | None = None,
    denials: bool = False,
    complete: bool = False,
    most: int = MOST,
) -> Sankey:
    """Return the flows of data, by purpose, to recipients.

    ``policies`` are short names or IRIs of snapshots, none for all; ``organisation`` is who acts: a name, a CURIE or an IRI. ``data``,
    ``purpose``, ``recipient`` are CURIEs and include their narrower concepts; ``actions`` are some of ``collect``, ``use``, ``share``,
    ``sell`` ...; with ``denials`` what is denied is shown instead of what is practised; with ``complete`` only statements that name all
    three roles are taken. A column has at most ``most`` bars, the one for what is left open aside. Statements without data are no flow
    of data. Raises `FilterError` for an unknown policy or organisation, `VocabularyError` for an unknown prefix.
    """
    source = Source.of(dataset)
    hierarchy, known = Hierarchy.of(source), policies_of(source)
    roles = {"data": data, "purpose": purpose, "recipient": recipient}
    narrowing = Narrowing.of(hierarchy, known, list(policies) or None, roles, organisation=organisation)
    kind, wanted = "denial" if denials else "practice", frozenset(actions or ())
    claims = [c for c in claims_of(source, narrowing, known) if c.kind == kind and (not wanted or c.action in wanted)]
    chosen = narrowing.policies or tuple(policy.iri for policy in known)
    names = tuple(policy.name for policy in known if policy.iri in chosen)
    return sankey_of(claims, hierarchy, policies=names, wanted=narrowing.roles, denials=denials, complete=complete, most=most)


def sankey_of(
    claims: Iterable[Claim],
    hierarchy: Hierarchy,
    *,
    policies: tuple[str, ...],
    wanted: Mapping[str, frozenset[str]] | None = None,
    denials: bool = False,
    complete: bool = False,
    most: int = MOST,
) -> Sankey:
    """Return the flows that these claims state; of the roles in ``wanted`` only those concepts are shown."""
    said = [(claim, roles) for claim in claims if (roles := _roles(claim, wanted or {}, complete=complete))]
    bands = _Bands(hierarchy=hierarchy, stands=[_stands(said, at, hierarchy, most) for at in range(len(COLUMNS))])
    return bands.sankey(said, policies, denials)


_Roles = tuple[Sequence[str], Sequence[str], Sequence[str]]


def _roles(claim: Claim, wanted: Mapping[str, frozenset[str]], *, complete: bool) -> _Roles | None:
    """Return what fills the three roles, `OPEN` where nothing does; None for a statement that is no flow of data."""
    filled = [[iri for iri in claim.roles.get(role, ()) if role not in wanted or iri in wanted[role]] for role in COLUMNS]
    if not filled[0] or (complete and not all(filled)):
        return None
    return filled[0], filled[1] or [OPEN], filled[2] or [OPEN]


def _stands(said: Sequence[tuple[Claim, _Roles]], at: int, hierarchy: Hierarchy, most: int) -> dict[str, str]:
    weights: Counter[str] = Counter(iri for _, roles in said for iri in roles[at] if iri != OPEN)
    return {OPEN: OPEN, **fold(weights, hierarchy, most)}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Bands:
    hierarchy: Hierarchy
    stands: Sequence[Mapping[str, str]]

    def sankey(self, said: Sequence[tuple[Claim, _Roles]], policies: tuple[str, ...], denials: bool) -> Sankey:
        """Add up the statements."""
        paths: dict[tuple[str, str, str], float] = {}
        named: dict[tuple[str, str], set[str]] = {}
        weights: dict[tuple[str, str], float] = {}
        for claim, roles in said:
            combinations = list(product(*roles))
            for narrow in combinations:
                one, two, three = (self.stands[at][iri] for at, iri in enumerate(narrow))
                paths[one, two, three] = paths.get((one, two, three), 0.0) + 1 / len(combinations)
                for key in zip(COLUMNS, (one, two, three), strict=True):
                    named.setdefault(key, set()).add(claim.iri)
                    weights[key] = weights.get(key, 0.0) + 1 / len(combinations)
        order = sorted(weights, key=lambda k: (COLUMNS.index(k[0]), k[1] == OPEN, k[1] == OTHER, -weights[k], k[1]))
        nodes = tuple(
            Node(column=column, iri=iri, label=self._label(column, iri), weight=weights[column, iri], statements=len(named[column, iri]))
            for column, iri in order
        )
        return Sankey(nodes=nodes, paths=paths, policies=policies, statements=len(said), denials=denials)

    def _label(self, column: str, iri: str) -> str:
        return _OPEN_LABELS[column] if iri == OPEN else _OTHER_LABELS[column] if iri == OTHER else self.hierarchy.label(iri)
