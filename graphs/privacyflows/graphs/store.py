"""Where datasets live: opens, fills and saves them; a path or an address goes in, an `rdflib.Dataset` comes out, and back.

A dataset is a file (.trig, .nq, .ttl, .jsonld, read into memory), the folder of an on-disk Oxigraph store, or the address of a
SPARQL endpoint (read only). Oxigraph holds the quads and answers; rdflib is the face. Files are written in one order that depends
on the content alone, so that equal datasets have equal bytes, and whole or not at all: into a temporary neighbour first, then
moved into place. Turtle knows no graphs: a .ttl holds the union, in which ``pf:statedIn`` still tells the snapshot.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from oxrdflib.store import OxigraphStore
from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.graphs.derive import derive, is_derived
from privacyflows.graphs.quads.jsonld import to_jsonld
from privacyflows.graphs.quads.naming import node, ox_term, rdflib_term
from privacyflows.graphs.vocabulary import BASE, PREFIXES, Vocabulary
from rdflib import Dataset
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.stores.sparqlstore import SPARQLStore

MERGED_GRAPH: Final = BASE + "graph/merged"
"""Graph that the triples of a file without graphs are put in, so that ``GRAPH ?g`` meets them."""

FORMATS: Final = {
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".ttl": ox.RdfFormat.TURTLE,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
"""File suffix -> format."""

_RDF_TYPE = PREFIXES["rdf"] + "type"


class DatasetError(PrivacyflowsError):
    """A dataset that cannot be opened or saved."""


def new_dataset(*, store: str = "oxigraph") -> Dataset:
    """Return an empty dataset in memory, whose default graph is the union of all graphs.

    ``store`` is ``oxigraph`` or ``memory`` (rdflib's own: slower, for comparison); anything else is a ``ValueError``.
    """
    if store not in ("oxigraph", "memory"):
        raise ValueError(f"store is oxigraph or memory, not {store!r}")
    return _dataset(ox.Store()) if store == "oxigraph" else _bound(Dataset(default_union=True))


def is_endpoint(address: str | Path) -> bool:
    """Whether the address is that of a SPARQL endpoint.

    >>> is_endpoint("http://localhost:7878/query"), is_endpoint("flows.trig")
    (True, False)
    """
    return str(address).startswith(("http://", "https://"))


def open_dataset(address: str | Path, *, store: str = "oxigraph", writable: bool = False) -> Dataset:
    """Open a file, a store's folder or an endpoint; raises `DatasetError` where it is missing, unknown or broken.

    ``writable`` matters to a folder alone: changes go to disk, and one process only may hold it.
    """
    if is_endpoint(address):
        return _bound(Dataset(store=SPARQLStore(str(address)), default_union=True))
    path = Path(address)
    if not path.exists():
        raise DatasetError(f"no dataset at {str(path)!r}", hint=f"make one: privacyflows build POLICIES -o {path}")
    if path.is_dir():
        return _open_folder(path, writable=writable)
    dataset = _dataset(_load(path))
    if store == "oxigraph":
        return dataset
    copy = new_dataset(store=store)
    add_quads(copy, quads_of(dataset))
    return copy


def add_quads(dataset: Dataset, quads: Iterable[ox.Quad]) -> None:
    """Add quads to a local dataset; raises `DatasetError` for a remote one."""
    if isinstance(dataset.store, OxigraphStore):
        dataset.store._inner.bulk_extend(quads)
        return
    _refuse_remote(dataset)
    for quad in quads:
        graph = DATASET_DEFAULT_GRAPH_ID if isinstance(quad.graph_name, ox.DefaultGraph) else rdflib_term(quad.graph_name)
        dataset.add((rdflib_term(quad.subject), rdflib_term(quad.predicate), rdflib_term(quad.object), dataset.graph(graph)))


def quads_of(dataset: Dataset, graph: str | None = None) -> Iterator[ox.Quad]:
    """Return all quads of a local dataset, or of one graph, in no particular order; raises `DatasetError` for a remote one."""
    if isinstance(dataset.store, OxigraphStore):
        store = dataset.store._inner
        return iter(store) if graph is None else store.quads_for_pattern(None, None, None, node(graph))
    _refuse_remote(dataset)
    return (
        ox.Quad(ox_term(s), ox_term(p), ox_term(o), ox.DefaultGraph() if g in (None, DATASET_DEFAULT_GRAPH_ID) else ox_term(g))
        for s, p, o, g in dataset.quads()
        if graph is None or str(g) == graph
    )


def rebuild_derived(dataset: Dataset, vocabulary: Vocabulary | None = None) -> None:
    """Replace shortcuts, labels and closure by those that follow from the statements (see `derive`)."""
    layers = derive(quads_of(dataset), vocabulary)
    for graph in [g for g in dataset.graphs() if is_derived(str(g.identifier))]:
        dataset.remove_graph(graph)
    add_quads(dataset, layers)


def save_dataset(dataset: Dataset, path: str | Path) -> None:
    """Write a dataset to a file, by its suffix, or to the folder of an on-disk store where the path has no suffix.

    Equal datasets give equal bytes (files; a store's folder is Oxigraph's own format). What stands at the path is replaced at
    the end, or left as it was if anything fails. Raises `DatasetError` for an unknown suffix and where nothing can be written.
    """
    target = Path(path)
    quads = list(quads_of(dataset))
    if not target.suffix or target.is_dir():
        _save_folder(quads, target)
    else:
        write_whole(target, serialise(quads, target.suffix))


def serialise(quads: Iterable[ox.Quad], suffix: str) -> bytes:
    """Return quads as the text of a file with that suffix, in an order that depends on the content alone."""
    form = _format(suffix, f"a {suffix} file")
    if form == ox.RdfFormat.N_QUADS:
        lines = (ox.serialize(quads, format=form) or b"").split(b"\n")  # not splitlines: literals may hold other line ends
        return b"".join(line + b"\n" for line in sorted(set(lines)) if line)
    ordered = sorted(quads, key=_order)
    if form == ox.RdfFormat.JSON_LD:
        return to_jsonld(ordered)
    if form == ox.RdfFormat.TRIG:
        return header_sorted(ox.serialize(ordered, format=form, prefixes=dict(PREFIXES)) or b"")
    triples = sorted({q.triple: None for q in ordered}, key=_order)
    return header_sorted(ox.serialize(triples, format=form, prefixes=dict(PREFIXES)) or b"")


def write_whole(target: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises `DatasetError` where the folder does not allow it."""
    neighbour = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with neighbour.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        neighbour.replace(target)
    except OSError as error:
        raise DatasetError(f"cannot write {str(target)!r}: {error.strerror}", hint="check the folder and its permissions") from error
    finally:
        neighbour.unlink(missing_ok=True)


def _order(quad: ox.Quad | ox.Triple) -> tuple[str, str, bool, str, str]:
    graph = str(quad.graph_name) if isinstance(quad, ox.Quad) else ""
    predicate = quad.predicate.value
    return graph, str(quad.subject), predicate != _RDF_TYPE, predicate, str(quad.object)


def header_sorted(text: bytes) -> bytes:
    """Return Turtle or TriG with its prefix lines sorted, which Oxigraph writes in a random order."""
    lines = text.split(b"\n")
    end = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix")), len(lines))
    return b"\n".join([*sorted(lines[:end]), *lines[end:]])


def _bound(dataset: Dataset) -> Dataset:
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, override=True, replace=True)
    return dataset


def _dataset(store: ox.Store) -> Dataset:
    return _bound(Dataset(store=OxigraphStore(store=store), default_union=True))


def _refuse_remote(dataset: Dataset) -> None:
    if isinstance(dataset.store, SPARQLStore):
        raise DatasetError("a remote dataset can be queried only", hint="build or save to a file or folder, then load that into the server")


def _format(suffix: str, what: str) -> ox.RdfFormat:
    try:
        return FORMATS[suffix.lower()]
    except KeyError:
        raise DatasetError(f"unknown format: {what}", hint=f"known suffixes: {', '.join(FORMATS)}; without one: a store's folder") from None


def _load(path: Path) -> ox.Store:
    form = _format(path.suffix, str(path))
    store = ox.Store()
    graph = ox.NamedNode(MERGED_GRAPH) if form == ox.RdfFormat.TURTLE else None
    try:
        store.bulk_load(path=path, format=form, to_graph=graph)
    except SyntaxError as error:
        raise DatasetError(f"{str(path)!r} is broken: {error}", hint="build it again, or mend the line") from error
    except (OSError, ValueError) as error:
        raise DatasetError(f"cannot read {str(path)!r}: {error}", hint="check the file and its permissions") from error
    return store


def _open_folder(path: Path, *, writable: bool) -> Dataset:
    if not (path / "CURRENT").is_file():
        raise DatasetError(f"{str(path)!r} is a folder, but no store", hint="give a .trig file or a folder that build -o wrote")
    try:
        return _dataset(ox.Store(path) if writable else ox.Store.read_only(str(path)))
    except OSError as error:
        raise DatasetError(f"cannot open {str(path)!r}: {error}", hint="another process may hold it") from error


def _save_folder(quads: list[ox.Quad], target: Path) -> None:
    if target.exists() and not (target / "CURRENT").is_file() and any(target.iterdir()):
        raise DatasetError(f"{str(target)!r} is a folder with other files", hint="give a new folder or a file name with a suffix")
    fresh, old = (target.with_name(f".{target.name}.{os.getpid()}.{end}") for end in ("part", "old"))
    try:
        store = ox.Store(fresh)
        store.bulk_extend(quads)
        store.flush()
        del store  # releases the lock before the folder moves
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    except OSError as error:
        if old.exists() and not target.exists():
            old.rename(target)
        raise DatasetError(f"cannot write {str(target)!r}: {error}", hint="check the folder and its permissions") from error
    finally:
        for leftover in (fresh, old):
            shutil.rmtree(leftover, ignore_errors=True)
