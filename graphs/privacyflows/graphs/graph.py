"""`PolicyGraph`: the front door. Policies, or a dataset, go in; answers, networks, pictures and files come out.

It holds one `rdflib.Dataset` and calls one function of another room for each thing it can do. The language model is loaded only
when policies are read (`PolicyGraph.build`, `PolicyGraph.add`); opening and asking a dataset does without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import pyoxigraph as ox
from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.extract.model import Document, Profile, Statement
from privacyflows.graphs.rdf import to_quads
from privacyflows.graphs.store import add_quads, new_dataset, open_dataset, rebuild_derived, save_dataset
from privacyflows.graphs.vocabulary import BASE, PF, load_vocabulary

if TYPE_CHECKING:
    import networkx as nx
    from privacyflows.graphs.answers.result import Result
    from privacyflows.graphs.audit import Report
    from privacyflows.graphs.changes import Diff
    from privacyflows.graphs.explorer import InlineExplorer
    from privacyflows.graphs.matrix import Matrix
    from privacyflows.graphs.notebook.browse import Browser
    from privacyflows.graphs.sankey import Sankey
    from rdflib import Dataset

Inputs = str | Path | Document | Iterable[str | Path | Document]
"""Paths, folders, globs, http(s) addresses, or documents that are read already."""


Vocabularies = str | Path | Sequence[str | Path]
"""Turtle files with concepts of one's own: a path, or several."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicySummary:
    """One snapshot in a line."""

    policy: str
    organisation: str
    modified: str
    """What the policy says of its own date, ``""`` where it says nothing."""
    captured: str
    practices: int
    denials: int
    trackers: int
    rights: int
    gaps: int


class PolicyGraph:
    """What policies say, as a graph.

    ``dataset`` is a plain `rdflib.Dataset` with one named graph for each snapshot and the derived layers beside them.
    """

    def __init__(self, dataset: Dataset | None = None) -> None:
        self.dataset: Dataset = new_dataset() if dataset is None else dataset

    @classmethod
    def build(
        cls,
        inputs: Inputs,
        *,
        workers: int = 1,
        base: str | None = None,
        vocabulary: Vocabularies = (),
        tagger: bool = True,
        progress: Callable[[int, int], None] | None = None,
        on_error: Callable[[str, PrivacyflowsError], None] | None = None,
    ) -> Self:
        """Read policies and return their graph.

        ``workers`` processes read (results do not depend on their number), ``base`` starts the IRIs that are minted,
        ``vocabulary`` names further Turtle files with concepts; without ``tagger`` the rules read alone, no learned second
        witness beside them. ``progress`` is called with (done, total); without it a notebook shows a bar. Raises
        `NotFoundError` and the other errors of `privacyflows.extract.read` for the first input that cannot be used; with
        ``on_error`` that is called instead, with the input and the error, and the next input follows.
        """
        graph = cls()
        graph.add(inputs, workers=workers, base=base, vocabulary=vocabulary, tagger=tagger, progress=progress, on_error=on_error)
        return graph

    @classmethod
    def open(cls, path: str | Path, *, writable: bool = False) -> Self:
        """Open a .trig, .nq, .ttl or .jsonld file, a store's folder or a SPARQL endpoint; raises `DatasetError`."""
        return cls(open_dataset(path, writable=writable))

    @classmethod
    def from_statements(cls, read: Iterable[tuple[Document, Profile, Iterable[Statement]]], *, base: str | None = None) -> Self:
        """Return the graph of documents whose statements are known already."""
        graph = cls()
        for document, profile, statements in read:
            add_quads(graph.dataset, to_quads(document, profile, statements, base=base or BASE))
        rebuild_derived(graph.dataset)
        return graph

    def add(
        self,
        inputs: Inputs,
        *,
        workers: int = 1,
        base: str | None = None,
        vocabulary: Vocabularies = (),
        tagger: bool = True,
        progress: Callable[[int, int], None] | None = None,
        on_error: Callable[[str, PrivacyflowsError], None] | None = None,
    ) -> None:
        """Read policies into this graph, as `build` does; a snapshot that is there already is replaced.

        Raises `ConceptError` for a concept of ``vocabulary`` that is in no scheme or below a term that nothing knows.
        """
        from privacyflows.graphs.notebook.progressbar import notebook_progress
        from privacyflows.graphs.reading import plan, read_all
        from privacyflows.graphs.terms.own_concepts import check

        extra = [str(path) for path in ([vocabulary] if isinstance(vocabulary, str | Path) else vocabulary)]
        check(*extra)
        progress = progress or notebook_progress("policies read")
        for outcome in read_all(plan(inputs), base=base or BASE, workers=workers, vocabulary=extra, tagger=tagger, progress=progress):
            if outcome.error is None:
                self._replace(outcome.quads)
            elif on_error is None:
                raise outcome.error
            else:
                on_error(str(outcome.job.source), outcome.error)
        rebuild_derived(self.dataset, load_vocabulary(*extra))

    def save(self, path: str | Path) -> None:
        """Write to a .trig, .nq, .ttl or .jsonld file, or to a store's folder; whole or not at all. Raises `DatasetError`."""
        save_dataset(self.dataset, path)

    def query(self, question: str | Path, *, timeout: float | None = None, limit: int | None = None, **params: object) -> Result:
        """Answer a named question, a ``.rq`` file or SPARQL; parameters are bound, never pasted. See `privacyflows.graphs.queries.run`.

        A named question gives at most 10,000 rows and notes where there are more; ``limit`` allows another number, 0 all of them.
        """
        from privacyflows.graphs.answers.evaluation import DEFAULT_TIMEOUT
        from privacyflows.graphs.queries import ROWS, run

        seconds, rows = DEFAULT_TIMEOUT if timeout is None else timeout, ROWS if limit is None else limit
        return run(self.dataset, question, params, timeout=seconds, limit=rows)

    def flows(self, **filters: Any) -> nx.MultiDiGraph:  # noqa: ANN401 - the filters of `flow_graph`
        """Return the flows as a network, filtered by ``policy``, ``data``, ``purpose``, ``recipient``. See `flow_graph`."""
        from privacyflows.graphs.flows import flow_graph

        return flow_graph(self.dataset, **filters)

    def explore(self, **filters: Any) -> InlineExplorer:  # noqa: ANN401 - the filters of `explore_inline`
        """Return an interactive picture that a notebook shows; same filters as `flows`. See `explore_inline`."""
        from privacyflows.graphs.explorer import explore_inline

        return explore_inline(self.dataset, **filters)

    def explore_changes(self, old: str, new: str, **filters: Any) -> InlineExplorer:  # noqa: ANN401 - as above
        """Return `explore` of two policies, opened on what was added, is gone, unchanged or not readable."""
        return self.explore(policy=(old, new), selection="view=diff", **filters)

    def matrix(self, *policies: str, **options: Any) -> Matrix:  # noqa: ANN401 - the options of `matrix`
        """Return data by recipients (or other ``rows`` and ``columns``) as picture and table; two policies are compared. See `matrix`."""
        from privacyflows.graphs.matrix import matrix

        return matrix(self.dataset, policies, **options)

    def sankey(self, *policies: str, **options: Any) -> Sankey:  # noqa: ANN401 - the options of `sankey`
        """Return data, purposes and recipients with bands between them, as a picture and a table. See `sankey`."""
        from privacyflows.graphs.sankey import sankey

        return sankey(self.dataset, policies, **options)

    def diff(self, old: str, new: str) -> Diff:
        """Compare two policies claim by claim, by their short names. See `privacyflows.graphs.compare.diff`."""
        from privacyflows.graphs.compare import diff

        return diff(self.dataset, old, new)

    def browse(self, **chosen: str | None) -> Browser:
        """Return lists to choose from, with table, picture and SPARQL, for a notebook; ``policy``, ``data`` ... choose from the start."""
        from privacyflows.graphs.notebook.browse import Browser

        return Browser(self.dataset, **chosen)

    def validate(self, *, policy: str | None = None) -> Report:
        """Check the shapes, snapshot by snapshot. See `privacyflows.graphs.audit.validate`."""
        from privacyflows.graphs.audit import validate

        return validate(self.dataset, policy=policy)

    @property
    def policies(self) -> list[str]:
        """Short names of the policies, sorted by organisation and date."""
        return [summary.policy for summary in self.summary()]

    def summary(self) -> list[PolicySummary]:
        """Return a line for each snapshot, by organisation, own date and name."""
        counts = {(str(snapshot), str(kind)): int(str(count)) for snapshot, kind, count in self.query(_COUNTS).rows}
        lines = []
        for row in self.query(_SNAPSHOTS).rows:
            iri, policy, organisation, modified, captured = ("" if value is None else str(value) for value in row)
            numbers = {name: counts.get((iri, str(kind)), 0) for name, kind in _COUNTED.items()}
            lines.append(PolicySummary(policy=policy, organisation=organisation, modified=modified, captured=captured, **numbers))
        return lines

    def __len__(self) -> int:
        """Number of statements that the policies make."""
        return sum(s.practices + s.denials + s.trackers + s.rights + s.gaps for s in self.summary())

    def __bool__(self) -> bool:
        """Always true: an empty graph is a graph."""
        return True

    def __repr__(self) -> str:
        from privacyflows.graphs.commands.tables import counted

        return f"<PolicyGraph: {counted(len(self.policies), 'policy', 'policies')}, {counted(len(self), 'statement')}>"

    def _repr_html_(self) -> str:
        """Return a card of what is in it, for notebooks. See `privacyflows.graphs.notebook.card`."""
        from privacyflows.graphs.notebook.card import card

        return card(self)

    def _replace(self, quads: bytes) -> None:
        """Put in the quads of one snapshot in the place of what stood there under its name."""
        parsed = list(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
        for graph in sorted({quad.graph_name.value for quad in parsed if isinstance(quad.graph_name, ox.NamedNode)}):
            self.dataset.remove_graph(self.dataset.graph(graph))
        add_quads(self.dataset, parsed)


_COUNTED: Final = {
    "practices": PF.Practice,
    "denials": PF.Denial,
    "trackers": PF.TrackerDeclaration,
    "rights": PF.RightOffer,
    "gaps": PF.Gap,
}
# A practice that follows from a declared tracker is not counted: the policy states the tracker.
_COUNTS: Final = """
SELECT ?snapshot ?kind (COUNT(DISTINCT ?statement) AS ?count) WHERE {
  ?statement pf:statedIn ?snapshot ; a ?kind .
  FILTER NOT EXISTS { ?statement prov:wasDerivedFrom ?tracker }
} GROUP BY ?snapshot ?kind
"""
_SNAPSHOTS: Final = """
SELECT ?snapshot ?policy (MIN(?name) AS ?organisation) (MIN(?date) AS ?modified) (MIN(?archived) AS ?captured) WHERE {
  ?snapshot a pf:Snapshot ; dct:identifier ?policy ; dct:publisher/rdfs:label ?name .
  OPTIONAL { ?snapshot dct:modified ?date }
  OPTIONAL { ?snapshot pf:capturedAt ?archived }
} GROUP BY ?snapshot ?policy ORDER BY ?organisation ?modified ?policy
"""
