"""Datasets for other tools: a dataset and the name of a format go in, one file is written (a folder for Neo4j), whole or not at all.

GraphML, GEXF and Neo4j's CSV hold the flows as a network (`flow_graph`, denials included); CSV and Parquet hold a row for each claim,
with its words; JSON-LD, N-Quads and OWL hold the dataset itself; the DPV profile holds what DPV alone can say of it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from privacyflows.extract.errors import MissingDependencyError
from privacyflows.graphs.queries import run
from privacyflows.graphs.store import DatasetError, header_sorted, quads_of, serialise, write_whole
from privacyflows.graphs.vocabulary import PREFIXES
from rdflib import Dataset

QUESTION: Final = "every-claim"
"""The question that CSV and Parquet hold the answer to."""
_XML: Final = '<?xml version="1.0" encoding="utf-8"?>'


def export(dataset: Dataset, form: str, path: Path) -> None:
    """Write the dataset to ``path`` in one of `FORMATS`; raises ``KeyError`` for another, `DatasetError` where it cannot be written."""
    content = FORMATS[form](dataset)
    if isinstance(content, bytes):
        write_whole(path, content)
        return
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise DatasetError(f"cannot write {str(path)!r}: {error.strerror}", hint="give the path of a folder") from error
    for name, part in content.items():
        write_whole(path / name, part)


def _graphml(dataset: Dataset) -> bytes:
    import networkx as nx
    from privacyflows.graphs.flows import flow_graph

    return "\n".join([_XML, *nx.generate_graphml(flow_graph(dataset))]).encode()


def _gexf(dataset: Dataset) -> bytes:
    import networkx as nx
    from privacyflows.graphs.flows import flow_graph

    return "\n".join([_XML, *nx.generate_gexf(flow_graph(dataset))]).encode()


def _csv(dataset: Dataset) -> bytes:
    return run(dataset, QUESTION, timeout=None, limit=None).to_csv().encode()


def _parquet(dataset: Dataset) -> bytes:
    if find_spec("pyarrow") is None:
        raise MissingDependencyError("Parquet is written by pyarrow", hint="pip install 'privacyflows[parquet]'")
    buffer = io.BytesIO()
    run(dataset, QUESTION, timeout=None, limit=None).to_pandas().to_parquet(buffer, index=False)
    return buffer.getvalue()


def _jsonld(dataset: Dataset) -> bytes:
    return serialise(quads_of(dataset), ".jsonld")


def _nquads(dataset: Dataset) -> bytes:
    return serialise(quads_of(dataset), ".nq")


def _owl(dataset: Dataset) -> bytes:
    from privacyflows.graphs.formats.owl_export import to_owl

    return to_owl(quads_of(dataset))


def _dpv(dataset: Dataset) -> bytes:
    from privacyflows.graphs.formats.dpv_profile import to_dpv

    prefixes = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix not in ("pf", "owl")}
    return header_sorted(ox.serialize(to_dpv(quads_of(dataset)), format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"")


def _neo4j(dataset: Dataset) -> Mapping[str, bytes]:
    from privacyflows.graphs.flows import flow_graph
    from privacyflows.graphs.formats.neo4j import to_neo4j

    return to_neo4j(flow_graph(dataset, denials=True))


FORMATS: Final[Mapping[str, Callable[[Dataset], bytes | Mapping[str, bytes]]]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": _csv,
    "parquet": _parquet,
    "jsonld": _jsonld,
    "nquads": _nquads,
    "owl": _owl,
    "dpv": _dpv,
    "neo4j": _neo4j,
}
"""Name -> what writes it."""
