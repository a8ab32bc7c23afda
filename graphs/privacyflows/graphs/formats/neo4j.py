"""A dataset for property graphs: the flows go in, a folder's two CSV files in the format of ``neo4j-admin database import`` come out.

``nodes.csv`` has a row for each node of `flow_graph`, ``relationships.csv`` one for each edge; the first line names columns and
their types as Neo4j 5 reads them (operations manual, "import", header format). Plain CSV readers such as pandas read them too.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from privacyflows.graphs.flows import FlowGraph

NODES: Final = ("iri:ID", "label", "concept", "kind", "statements:int", ":LABEL")
RELATIONSHIPS: Final = (
    *(":START_ID", ":END_ID", ":TYPE", "data", "organisation", "statements:int", "policies:int", "modality", "polarity"),
    *("conditional:int", "confidence:float", "quotes"),
)


def to_neo4j(graph: FlowGraph) -> Mapping[str, bytes]:
    """Return file name -> content; an edge's type is its kind in capitals, ``DENIED_`` before it where it is negated."""
    nodes = (
        [iri, n["label"], n["concept"], n["kind"], n["statements"], n["kind"].capitalize()] for iri, n in sorted(graph.nodes(data=True))
    )
    edges = (
        [origin, target, _kind(e["kind"], e["polarity"]), *(e[column.partition(":")[0]] for column in RELATIONSHIPS[3:])]
        for origin, target, _, e in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    )
    return {"nodes.csv": _csv(NODES, nodes), "relationships.csv": _csv(RELATIONSHIPS, edges)}


def _kind(name: str, polarity: str) -> str:
    words = re.sub(r"\W+", "_", name).strip("_").upper()
    return f"DENIED_{words}" if polarity == "negated" else words


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return buffer.getvalue().encode()
