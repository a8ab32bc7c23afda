"""Datasets for other tools: a dataset and the name of a format go in, one file is written, whole or not at all.

GraphML and GEXF hold the flows as a network (`flow_graph`); CSV and Parquet hold a row for each claim, with its words; JSON-LD and
N-Quads hold the dataset itself.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from privacyflows.extract.errors import MissingDependencyError
from privacyflows.graphs.queries import run
from privacyflows.graphs.store import quads_of, serialise, write_whole
from rdflib import Dataset

QUESTION: Final = "every-claim"
"""The question that CSV and Parquet hold the answer to."""
_XML: Final = '<?xml version="1.0" encoding="utf-8"?>'


def export(dataset: Dataset, form: str, path: Path) -> None:
    """Write the dataset to ``path`` in one of `FORMATS`; raises ``KeyError`` for another, `DatasetError` where it cannot be written."""
    write_whole(path, FORMATS[form](dataset))


def _graphml(dataset: Dataset) -> bytes:
    import networkx as nx
    from privacyflows.graphs.flows import flow_graph

    return "\n".join([_XML, *nx.generate_graphml(flow_graph(dataset))]).encode()


def _gexf(dataset: Dataset) -> bytes:
    import networkx as nx
    from privacyflows.graphs.flows import flow_graph

    return "\n".join([_XML, *nx.generate_gexf(flow_graph(dataset))]).encode()


def _csv(dataset: Dataset) -> bytes:
    return run(dataset, QUESTION, timeout=None).to_csv().encode()


def _parquet(dataset: Dataset) -> bytes:
    if find_spec("pyarrow") is None:
        raise MissingDependencyError("Parquet is written by pyarrow", hint="pip install 'privacyflows[parquet]'")
    buffer = io.BytesIO()
    run(dataset, QUESTION, timeout=None).to_pandas().to_parquet(buffer, index=False)
    return buffer.getvalue()


def _jsonld(dataset: Dataset) -> bytes:
    return serialise(quads_of(dataset), ".jsonld")


def _nquads(dataset: Dataset) -> bytes:
    return serialise(quads_of(dataset), ".nq")


FORMATS: Final[Mapping[str, Callable[[Dataset], bytes]]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": _csv,
    "parquet": _parquet,
    "jsonld": _jsonld,
    "nquads": _nquads,
}
"""Name -> what writes it."""
