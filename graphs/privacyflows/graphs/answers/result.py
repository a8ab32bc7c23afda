"""An answer as a table: columns and rows of RDF terms go in; a notebook's table, pandas, polars, CSV, JSON, Markdown come out.

IRIs are shown as CURIEs where a prefix is known, with their labels beside them where somebody reads; numbers stay numbers in
pandas. An ASK is one row with the column ``answer``; CONSTRUCT and DESCRIBE are rows of subject, predicate, object. The cells
hold words of policies, which anybody may have written: HTML and Markdown are escaped, control characters never reach a terminal.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from privacyflows.extract.errors import MissingDependencyError
from privacyflows.graphs.vocabulary import curie
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

if TYPE_CHECKING:
    import pandas
    import polars
    from rich.table import Table

Cell = Node | None
"""One value of a row; None where the query left the variable unbound."""

SHOWN_ROWS = 500
"""Rows of the notebook's table; the rest is counted, and stands in `Result.rows`."""


class Form(StrEnum):
    """The four kinds of SPARQL query, by what they return."""

    SELECT = "select"
    ASK = "ask"
    GRAPH = "graph"


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """The rows of an answer, in the query's order."""

    form: Form
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    prefixes: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Prefix -> namespace, for CURIEs."""
    labels: Mapping[str, str] = field(default_factory=dict, repr=False)
    """IRI -> label in words, for the IRIs of the rows that have one."""
    title: str = ""
    """The question in words where it has a name."""
    notes: tuple[str, ...] = ()
    """What the reader should know about the answer: terms that nothing knows, a cut table."""

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        """Whether anything was found; for an ASK the answer itself."""
        if self.form is Form.ASK:
            answer = self.rows[0][0]
            return isinstance(answer, Literal) and bool(answer.toPython())
        return bool(self.rows)

    def __iter__(self) -> Iterator[dict[str, str | int | float | bool | None]]:
        """Yield the rows as dictionaries of plain values: CURIEs, numbers, text."""
        for row in self.rows:
            yield dict(zip(self.columns, (self.plain(cell) for cell in row), strict=True))

    def head(self, rows: int) -> Result:
        """Return the same answer with its first rows only."""
        return replace(self, rows=self.rows[:rows])

    def curie(self, iri: str) -> str:
        """Return the shortest name of an IRI; the IRI itself where no prefix fits or the rest is not a plain local name."""
        return curie(str(iri), self.prefixes)

    def plain(self, cell: Cell) -> str | int | float | bool | None:
        """Return a cell as a plain value: a CURIE, a number or a truth value, else text."""
        if cell is None:
            return None
        if isinstance(cell, URIRef):
            return self.curie(cell)
        if isinstance(cell, Literal):
            value = cell.toPython()
            if isinstance(value, bool | int | float):
                return value
            return float(value) if cell.datatype and str(cell.datatype).endswith("#decimal") else str(cell)
        return f"_:{cell}" if isinstance(cell, BNode) else str(cell)

    def words(self, cell: Cell) -> str:
        """Return a cell for people: a CURIE as it is, another IRI by its label, a literal's text."""
        plain = self.plain(cell)
        if isinstance(cell, URIRef) and plain == str(cell):
            return self.labels.get(str(cell), str(cell))
        return "" if plain is None else str(plain).lower() if isinstance(plain, bool) else str(plain)

    def to_pandas(self, *, labels: bool = False) -> pandas.DataFrame:
        """Return a DataFrame of plain values; with ``labels`` an IRI's label in words stands for it. The notes are in its ``attrs``."""
        import pandas

        def shown(cell: Cell) -> str | int | float | bool | None:
            return (labels and isinstance(cell, URIRef) and self.labels.get(str(cell))) or self.plain(cell)

        frame = pandas.DataFrame([[shown(cell) for cell in row] for row in self.rows], columns=list(self.columns))
        frame.attrs["notes"] = list(self.notes)
        return frame

    def to_polars(self) -> polars.DataFrame:
        """Return a polars DataFrame of plain values; raises `MissingDependencyError` without polars (the extra ``polars``)."""
        if find_spec("polars") is None:
            raise MissingDependencyError("polars is not installed", hint="pip install 'privacyflows[polars]'")
        import polars

        columns = {name: [self.plain(row[at]) for row in self.rows] for at, name in enumerate(self.columns)}
        return polars.DataFrame({name: polars.Series(name, values, strict=False) for name, values in columns.items()})

    def to_csv(self) -> str:
        r"""Return the table as CSV (RFC 4180, header line, ``\n`` line ends), IRIs as CURIEs."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_text(self.plain(cell)) for cell in row] for row in self.rows)
        return buffer.getvalue()

    def to_json(self) -> str:
        """Return SPARQL 1.1 Query Results JSON (W3C, 2013) with full IRIs; a graph is JSON-LD."""
        if self.form is Form.GRAPH:
            return self.graph().serialize(format="json-ld", indent=2)
        if self.form is Form.ASK:
            return json.dumps({"head": {}, "boolean": bool(self)}, indent=2)
        bindings = [{c: _binding(cell) for c, cell in zip(self.columns, row, strict=True) if cell is not None} for row in self.rows]
        return json.dumps({"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}, ensure_ascii=False, indent=2)

    def to_jsonl(self) -> str:
        """Return one JSON object a line, of plain values; unbound variables are null."""
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in self)

    def to_markdown(self) -> str:
        """Return a GitHub-flavoured Markdown table; markup in the cells is escaped."""
        lines = ["| " + " | ".join(_markdown(c) for c in self.columns) + " |", "|" + " --- |" * len(self.columns)]
        lines += ["| " + " | ".join(_markdown(self.words(cell)) for cell in row) + " |" for row in self.rows]
        return "\n".join(lines) + "\n"

    def graph(self) -> Graph:
        """Return the triples of a CONSTRUCT or DESCRIBE; raises ``ValueError`` for a table."""
        if self.form is not Form.GRAPH:
            raise ValueError("the answer is a table, not a graph: ask with CONSTRUCT or DESCRIBE")
        graph = Graph(bind_namespaces="none")
        for prefix, namespace in self.prefixes.items():
            graph.bind(prefix, namespace)
        for subject, predicate, obj in self.rows:
            assert subject is not None and predicate is not None and obj is not None
            graph.add((subject, predicate, obj))
        return graph

    def table(self) -> Table:
        """Return a table for ``rich``; nothing in the cells is read as markup or reaches the terminal as a control sequence."""
        from rich.table import Table
        from rich.text import Text

        table = Table(title=Text(self.title) if self.title else None, title_justify="left", pad_edge=False)
        for column in self.columns:
            table.add_column(Text(column), overflow="fold", justify="right" if self._numeric(column) else "left")
        for row in self.rows:
            table.add_row(*(Text(printable(self.words(cell))) for cell in row))
        return table

    def _numeric(self, column: str) -> bool:
        at = self.columns.index(column)
        values = [self.plain(row[at]) for row in self.rows]
        return bool(values) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)

    def _repr_html_(self) -> str:
        head = "".join(f"<th style='text-align:left'>{html.escape(c)}</th>" for c in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td style='text-align:left'>{self._html(cell)}</td>" for cell in row) + "</tr>"
            for row in self.rows[:SHOWN_ROWS]
        )
        caption = f"<caption style='text-align:left'>{html.escape(self.title)}</caption>" if self.title else ""
        size = f"{len(self.rows)} row{'' if len(self.rows) == 1 else 's'}"
        if len(self.rows) > SHOWN_ROWS:
            size += f", the first {SHOWN_ROWS} shown"
        foot = html.escape("; ".join([size, *self.notes]))
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p><small>{foot}</small></p>"

    def _html(self, cell: Cell) -> str:
        if not isinstance(cell, URIRef):
            return html.escape(self.words(cell))
        link, short = html.escape(str(cell), quote=True), html.escape(self.curie(cell), quote=True)
        label = self.labels.get(str(cell))
        beside = f" <code style='opacity:.6'>{short}</code>" if label and short != link else ""
        shown = html.escape(label) if label else short
        if not str(cell).startswith(("http://", "https://")):
            return f"<span title='{link}'>{shown}</span>"
        return f"<a href='{link}' title='{short}'>{shown}</a>{beside}"


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    r"""Return the text without control characters and direction overrides, each shown as U+FFFD.

    >>> printable("red \x1b[31malert")
    'red �[31malert'
    """
    return _CONTROL.sub("�", text)


def _text(value: str | int | float | bool | None) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _markdown(text: str) -> str:
    escaped = html.escape(printable(text), quote=False)
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", escaped).replace("\n", " ")


def _binding(cell: Node) -> dict[str, Any]:
    if isinstance(cell, URIRef):
        return {"type": "uri", "value": str(cell)}
    if isinstance(cell, Literal):
        typed = {"datatype": str(cell.datatype)} if cell.datatype else {}
        return {"type": "literal", "value": str(cell)} | ({"xml:lang": cell.language} if cell.language else typed)
    return {"type": "bnode", "value": str(cell)}
