"""Runs one SPARQL query and gives its rows as rdflib terms, within a time bound.

A dataset and a checked query text go in; the form of the answer, its columns and its rows come out. Oxigraph has no timeout of
its own in process, so a bounded query runs where it can be given up: on Linux in a forked child that is killed when its time is
over, elsewhere, and for a query that is known to end, in a thread that is left behind. The thread is two to four times as fast:
Oxigraph counts references as it reads, and so makes the child copy what it reads of the store. A remote server is sent the query
with its prefixes and bounds the time by its own setting.
"""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import threading
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

import pyoxigraph as ox
from oxrdflib.store import OxigraphStore
from privacyflows.graphs.answers.result import Cell, Form
from privacyflows.graphs.answers.sparql import QueryError, QueryTimeout, names_graphs
from privacyflows.graphs.derive import PREFERRED_PREFIX
from privacyflows.graphs.store import quads_of
from privacyflows.graphs.vocabulary import PREFIXES
from rdflib import BNode, Dataset, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.term import Node

DEFAULT_TIMEOUT = 60.0
"""Seconds that a query may take unless the caller says otherwise; the named questions need well under one on 1M quads."""

_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_XSD_STRING = PREFIXES["xsd"] + "string"
_LABELS = tuple(ox.NamedNode(PREFIXES[p] + name) for p, name in (("skos", "prefLabel"), ("rdfs", "label"), ("dct", "title")))


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came back: for an ASK one row with the column ``answer``, for a graph rows of subject, predicate, object."""

    form: Form
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where questions are put: a local Oxigraph store, or the server behind a dataset (then ``store`` is None)."""

    dataset: Dataset
    store: ox.Store | None

    @classmethod
    def of(cls, dataset: Dataset) -> Source:
        """Return the source behind a dataset; a plain rdflib dataset is copied into Oxigraph (about 1 s for 100,000 quads)."""
        if isinstance(dataset.store, OxigraphStore):
            return cls(dataset=dataset, store=dataset.store._inner)
        if isinstance(dataset.store, SPARQLStore):
            return cls(dataset=dataset, store=None)
        store = ox.Store()
        store.bulk_extend(quads_of(dataset))
        return cls(dataset=dataset, store=store)

    def answer(self, text: str, *, prefixes: Mapping[str, str] = PREFIXES, timeout: float | None = None, ends: bool = False) -> Answer:
        """Evaluate a query; raises ``SyntaxError`` as the parser words it, `QueryTimeout`, or `QueryError` for a failure in the run.

        ``ends`` says that the query ends by itself before long, as the named questions do.
        """
        if self.store is None:
            return _remote(self.dataset, text, prefixes)
        # ``FROM`` is honoured only when the union of all graphs does not stand in for the default graph.
        query = _Query(text=text, prefixes=dict(prefixes), union=not names_graphs(text))
        if timeout is None:
            return _parsed(query.run(self.store))
        run = _in_child if sys.platform == "linux" and not ends else _in_thread
        return _parsed(run(query, self.store, timeout))

    def occurs(self, iri: str) -> bool:
        """Whether the IRI stands anywhere in the data; True where asking would cost a request."""
        if self.store is None:
            return True
        node = ox.NamedNode(iri)
        patterns: tuple[tuple[ox.NamedNode | None, ox.NamedNode | None, ox.NamedNode | None], ...]
        patterns = ((node, None, None), (None, node, None), (None, None, node))
        return any(next(iter(self.store.quads_for_pattern(s, p, o, None)), None) for s, p, o in patterns)

    def prefixes(self) -> dict[str, str]:
        """Return prefix -> namespace of concepts that users added, as the data tells them; none where asking would cost a request."""
        if self.store is None:
            return {}
        found = self.store.quads_for_pattern(None, ox.NamedNode(PREFERRED_PREFIX), None, None)
        named = (
            (q.object.value, q.subject.value) for q in found if isinstance(q.object, ox.Literal) and isinstance(q.subject, ox.NamedNode)
        )
        # A dataset comes from anywhere: what is no prefix would make every query a syntax error.
        return {prefix: namespace for prefix, namespace in named if _PREFIX.fullmatch(prefix)}

    def label(self, iri: str) -> str | None:
        """Return the label that the data has for an IRI, None where it has none or asking would cost a request."""
        if self.store is None:
            return None
        for predicate in _LABELS:
            found = self.store.quads_for_pattern(ox.NamedNode(iri), predicate, None, None)
            values = [quad.object.value for quad in found if isinstance(quad.object, ox.Literal)]
            if values:
                return min(values)
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Query:
    """A query ready to run; `run` gives the answer as bytes, since a child process can hand over nothing else."""

    text: str
    prefixes: Mapping[str, str]
    union: bool

    def run(self, store: ox.Store) -> bytes:
        """Return the answer: one byte for its form, then SPARQL JSON or N-Triples."""
        found = store.query(self.text, prefixes=dict(self.prefixes), use_default_graph_as_union=self.union)
        if isinstance(found, ox.QueryTriples):
            return b"g" + (found.serialize(format=ox.RdfFormat.N_TRIPLES) or b"")
        return (b"a" if isinstance(found, ox.QueryBoolean) else b"s") + (found.serialize(format=ox.QueryResultsFormat.JSON) or b"")

    def safely(self, store: ox.Store) -> bytes:
        """Return the answer, or the error: ``e`` and a syntax error's message, ``x`` and that of any other."""
        try:
            return self.run(store)
        except SyntaxError as error:
            return b"e" + str(error).encode()
        except Exception as error:
            return b"x" + str(error).encode()


def _in_child(query: _Query, store: ox.Store, timeout: float) -> bytes:
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        # Python 3.12 warns of forks beside threads; the child calls nothing but Oxigraph and ends without clean-up.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(query.safely(store))
        finally:
            os._exit(0)
    os.close(writer)
    try:
        return _received(reader, timeout)
    finally:
        os.close(reader)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _received(reader: int, timeout: float) -> bytes:
    due, chunks = monotonic() + timeout, bytearray()
    while True:
        ready, _, _ = select.select([reader], [], [], max(0.0, due - monotonic()))
        if not ready:
            raise _too_late(timeout)
        chunk = os.read(reader, 1 << 20)
        if not chunk:
            return bytes(chunks)
        chunks += chunk


def _in_thread(query: _Query, store: ox.Store, timeout: float) -> bytes:
    got: list[bytes] = []
    worker = threading.Thread(target=lambda: got.append(query.safely(store)), daemon=True)
    worker.start()
    worker.join(timeout)
    if not got:
        raise _too_late(timeout)
    return got[0]


def _too_late(timeout: float) -> QueryTimeout:
    return QueryTimeout(f"no answer within {timeout:g} seconds", hint="ask for less (a LIMIT, one policy), or allow more with timeout")


def _parsed(blob: bytes) -> Answer:
    form, payload = blob[:1], blob[1:]
    if form == b"e":
        raise SyntaxError(payload.decode())
    if form in (b"x", b""):
        raise QueryError(f"the query failed: {payload.decode() or 'its process ended'}")
    if form == b"g":
        triples = [(_term(t.subject), _term(t.predicate), _term(t.object)) for t in ox.parse(payload, format=ox.RdfFormat.N_TRIPLES)]
        return Answer(form=Form.GRAPH, columns=("subject", "predicate", "object"), rows=tuple(sorted(set(triples))))
    found = ox.parse_query_results(payload, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return Answer(form=Form.ASK, columns=("answer",), rows=((Literal(bool(found)),),))
    assert isinstance(found, ox.QuerySolutions)
    columns = tuple(variable.value for variable in found.variables)
    cells = _Cells({None: None})
    return Answer(form=Form.SELECT, columns=columns, rows=tuple(tuple([cells[term] for term in row]) for row in found))


class _Cells(dict[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, Cell]):
    """Term -> rdflib's term, made once: rows repeat most of their terms, and rdflib takes its time to make one."""

    def __missing__(self, term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Cell:
        made = self[term] = _term(term)
        return made


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        plain = term.language or term.datatype.value == _XSD_STRING
        return Literal(term.value, lang=term.language, datatype=None if plain else URIRef(term.datatype.value))
    raise QueryError(
        "the answer holds a triple as a term, which rdflib has no name for", hint="select its parts with SUBJECT, PREDICATE, OBJECT"
    )


def _remote(dataset: Dataset, text: str, prefixes: Mapping[str, str]) -> Answer:
    declared = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in prefixes.items())
    try:
        found = dataset.query(declared + text)
    except (OSError, ValueError) as error:
        raise QueryError(f"the server did not answer the query: {error}", hint="check the address and the query") from error
    if found.type == "ASK":
        return Answer(form=Form.ASK, columns=("answer",), rows=((Literal(bool(found.askAnswer)),),))
    if found.type == "SELECT":
        columns = tuple(str(variable) for variable in found.vars or ())
        return Answer(form=Form.SELECT, columns=columns, rows=tuple(tuple(row) for row in found))  # type: ignore[arg-type]
    rows = sorted(tuple(triple) for triple in found.graph or ())
    return Answer(form=Form.GRAPH, columns=("subject", "predicate", "object"), rows=tuple(rows))
