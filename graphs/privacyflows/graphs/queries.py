"""Questions to a dataset: the name of a question, a ``.rq`` file or free SPARQL goes in, a `Result` comes out.

Named questions are the files of ``ontology/queries``; comment lines at their top say the title, the question, the parameters and
the tags. All prefixes of the vocabulary are bound, the default graph is the union of all graphs, parameters are bound as
``VALUES`` rows. Oxigraph evaluates (a plain rdflib dataset is copied into it first; a remote server evaluates for itself).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from privacyflows.graphs.answers import sparql
from privacyflows.graphs.answers.evaluation import DEFAULT_TIMEOUT, Source
from privacyflows.graphs.answers.labels import Labels
from privacyflows.graphs.answers.result import Cell, Result
from privacyflows.graphs.answers.sparql import QueryError, QueryTimeout, Term, nearest, policies_like
from privacyflows.graphs.vocabulary import DPV, PF, PREFIXES, VocabularyError, curie, expand, load_vocabulary
from rdflib import Dataset, Literal, URIRef

__all__ = ["Parameter", "QueryError", "QueryTimeout", "Question", "UnknownQuestion", "named", "questions", "read_question", "run"]

KINDS = ("concept", "organisation", "policy", "text", "number")
"""What a parameter can be: a concept (CURIE or IRI), an organisation (name, CURIE or IRI), a policy's short name, text, a number."""

ROWS = 10_000
"""Rows that a named question gives unless the caller asks for more; see `run`."""

_CHECKED = ("pf", "dpv", "pd", "tech", "eu-gdpr", "pforg")
_HEADER = re.compile(r"#\s*(title|question|param|tags)\s*:\s*(.*)")
_PARAMETER = re.compile(r"(\w+)\s*\((\w+)(?:,\s*(required)|,\s*default\s+([^)]*))?\)\s*:\s*(.*)")


class UnknownQuestion(QueryError):
    """No question has that name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """One parameter of a question: ``kind`` is one of `KINDS`; without a default it narrows nothing until it is given."""

    name: str
    kind: str
    required: bool = False
    default: str | None = None
    help: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question with a name: the file's stem, its header and its SPARQL, which runs with the defaults in any SPARQL 1.1 tool."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...] = ()
    tags: tuple[str, ...] = ()
    text: str = ""


def questions() -> list[Question]:
    """Return all named questions, by theme (their first tag) and name."""
    return list(_library().values())


def named(name: str) -> Question:
    """Return the question of that name; raises `UnknownQuestion` with the nearest names."""
    try:
        return _library()[name]
    except KeyError:
        hint = nearest(name, _library()) or "list them: privacyflows query --list"
        raise UnknownQuestion(f"no question is called {name!r}", hint=hint) from None


def read_question(name: str, text: str) -> Question:
    """Read the header of a ``.rq`` text; raises ``ValueError`` for a parameter line that is not ``name (kind, default x): help``."""
    found: dict[str, str] = {}
    parameters: list[Parameter] = []
    for match in filter(None, map(_HEADER.match, text.splitlines())):
        key, value = match[1], match[2].strip()
        if key != "param":
            found[key] = value
            continue
        declared = _PARAMETER.fullmatch(value)
        if declared is None or declared[2] not in KINDS:
            raise ValueError(f"{name}.rq: not a parameter line: {value!r}")
        parameters.append(Parameter(name=declared[1], kind=declared[2], required=bool(declared[3]), default=declared[4], help=declared[5]))
    return Question(
        name=name,
        title=found.get("title", name),
        question=found.get("question", ""),
        parameters=tuple(parameters),
        tags=tuple(tag.strip() for tag in found.get("tags", "").split(",") if tag.strip()),
        text=text,
    )


@lru_cache(maxsize=1)
def _library() -> dict[str, Question]:
    folder = files("privacyflows.ontology") / "queries"
    found = [read_question(f.name.removesuffix(".rq"), f.read_text(encoding="utf-8")) for f in folder.iterdir() if f.name.endswith(".rq")]
    return {q.name: q for q in sorted(found, key=lambda q: (q.tags[:1], q.name))}


def run(
    dataset: Dataset,
    question: str | Path,
    params: Mapping[str, object] | None = None,
    *,
    timeout: float | None = DEFAULT_TIMEOUT,
    limit: int | None = ROWS,
) -> Result:
    """Answer a question: a name (``recipients-of``), a path that ends in ``.rq``, or SPARQL text.

    ``params`` maps a parameter to a CURIE, an IRI, a name, a number or an rdflib term; it is bound, never pasted. ``timeout`` is
    seconds (None: no bound). A question by name gives at most ``limit`` rows (None: all) unless its text has a ``LIMIT`` of its own, and a
    note where there are more: the first of its groups, or of its rows those that were found first, in order.

    Raises `QueryError` for a query that cannot run (with line and column and what was probably meant),
    an unknown name, parameter or term, for updates and ``SERVICE``; `QueryTimeout` when the time is over.
    """
    asked = _asked(question)
    sparql.check(asked.text)
    source = Source.of(dataset)
    bound = {name: _term(asked, name, value, source) for name, value in (params or {}).items() if value is not None}
    lacking = [p.name for p in asked.parameters if p.required and p.name not in bound]
    if lacking:
        raise QueryError(f"{asked.name} needs {' and '.join(lacking)}", hint="give them as parameters: --param NAME=VALUE")
    text = sparql.bind(asked.text, {_variable(asked, name): term for name, term in bound.items()})
    ours = bool(asked.name) and asked.name == question
    text, keys, cap = _capped(text, limit) if ours else (text, (), None)
    notes = _unknown_terms(asked.text, source)
    prefixes = _prefixes(source)
    try:
        answer = source.answer(text, prefixes=prefixes, timeout=timeout, ends=ours)
    except SyntaxError as error:
        raise sparql.explain(error, asked.text, prefixes) from error
    except QueryTimeout as error:
        from privacyflows.graphs.answers.diagnosis import explain_timeout

        free = [p.name for p in asked.parameters if p.name not in bound]
        raise explain_timeout(error, asked.text, prefixes, name=asked.name, free=free) from error
    rows = answer.rows
    if cap is not None and len(rows) > cap:
        rows = rows[:cap]
        notes = (*notes, f"there are more than these {cap:,} rows: ask for less by a parameter, or for all with limit 0")
    if keys:
        rows = _ordered(rows, answer.columns, keys)
    return Result(
        form=answer.form,
        columns=answer.columns,
        rows=rows,
        prefixes=prefixes,
        labels=Labels(source=source),
        title=asked.title,
        notes=notes,
    )


def _capped(text: str, limit: int | None) -> tuple[str, tuple[tuple[str, bool], ...], int | None]:
    """Return a named question's text as it runs, the keys to order its rows by afterwards, and how many rows it may give.

    Rows that are ordered only once they are there can be stopped at the limit; an ``ORDER BY`` would make the store find them all.
    """
    text = sparql.without_idle(text)
    if sparql.limits(text):
        return text, (), None
    text, keys = sparql.unordered(text)
    return (f"{text}\nLIMIT {limit + 1}", keys, limit) if limit else (text, keys, None)


def _ordered(rows: Sequence[tuple[Cell, ...]], columns: Sequence[str], keys: Sequence[tuple[str, bool]]) -> tuple[tuple[Cell, ...], ...]:
    """Return rows in the order of SPARQL 1.1, section 15.1: unbound, IRIs, literals; numbers by value, the rest by its characters."""
    ordered, places = list(rows), _Places()
    for name, down in reversed(keys):
        if name in columns:
            at = columns.index(name)
            ordered.sort(key=lambda row: places[row[at]], reverse=down)
    return tuple(ordered)


class _Places(dict[Cell, tuple[int, float, str]]):
    """Cell -> its place, found once: rows repeat most of their cells."""

    def __missing__(self, cell: Cell) -> tuple[int, float, str]:
        place = self[cell] = _place(cell)
        return place


def _place(cell: Cell) -> tuple[int, float, str]:
    if cell is None:
        return 0, 0, ""
    if not isinstance(cell, Literal):
        return 1, 0, str(cell)
    value = cell.toPython()
    return (2, float(value), "") if isinstance(value, int | float | Decimal) else (3, 0, str(cell))


def _variable(asked: Question, name: str) -> str:
    """Return the variable that a parameter binds: ``?asked_data`` where the file has it (``?data`` is then the answer), else ``?data``."""
    inner = f"asked_{name}"
    return inner if any(t.text == f"?{inner}" for t in sparql.tokens(asked.text)) else name


def _asked(question: str | Path) -> Question:
    """Return what was asked as a `Question`; free SPARQL has neither name nor title."""
    if isinstance(question, Path) or (question.endswith(".rq") and "{" not in question):
        path = Path(question)
        try:
            return read_question(path.stem, path.read_text(encoding="utf-8"))
        except (OSError, UnicodeError, ValueError) as error:
            raise QueryError(f"cannot read the query {str(path)!r}: {error}", hint="give a .rq file in UTF-8") from error
    if sparql.is_query(question):
        return Question(name="", title="", question="", text=question)
    return named(question)


def _term(asked: Question, name: str, value: object, source: Source) -> Term:
    """Return a parameter's value as an RDF term, by its declared kind; free SPARQL guesses CURIE or text."""
    if isinstance(value, URIRef | Literal):
        return value
    declared = {p.name: p for p in asked.parameters}
    if asked.parameters and name not in declared:
        hint = nearest(name, declared) or f"parameters: {', '.join(declared)}"
        raise QueryError(f"{asked.name} has no parameter {name!r}", hint=hint)
    kind = declared[name].kind if name in declared else ""
    text = str(value).strip()
    if kind == "concept":
        return _concept(text, source)
    if kind == "organisation":
        return _organisation(text, source)
    if kind == "policy":
        return _policy(text, source)
    if kind == "number":
        return _number(name, value)
    if not kind and isinstance(value, bool | int | float):
        return Literal(value)
    if not kind and re.fullmatch(r"[A-Za-z][\w-]*:[\w.-]+|https?://\S+", text):
        return _expanded(text, source)
    return Literal(str(value))


def _number(name: str, value: object) -> Literal:
    try:
        return Literal(int(str(value)))
    except ValueError as error:
        raise QueryError(f"{name} is a whole number, not {str(value)!r}") from error


def _prefixes(source: Source) -> dict[str, str]:
    """Return our prefixes and those of the concepts that the dataset's users added."""
    return source.prefixes() | dict(PREFIXES)


def _expanded(text: str, source: Source) -> URIRef:
    try:
        return expand(text.removeprefix("<").removesuffix(">"), _prefixes(source))
    except VocabularyError as error:
        raise QueryError(str(error), hint=_nearest_concept(text) or error.hint) from error


def _concept(text: str, source: Source) -> URIRef:
    if ":" not in text:
        raise QueryError(f"{text!r} is no concept's CURIE", hint=_nearest_concept(text) or "find the concept: privacyflows concepts WORD")
    iri = _expanded(text, source)
    if str(iri) not in _known() and not source.occurs(iri):
        hint = _nearest_concept(text) or "find the concept: privacyflows concepts WORD"
        raise QueryError(f"nothing knows {text}", hint=hint)
    return iri


def _nearest_concept(text: str) -> str:
    """Return a hint for a misspelt CURIE or words: the concepts known by those words, else the nearest CURIEs."""
    from privacyflows.graphs.answers.concepts import find

    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text.split(":")[-1])
    worded = [concept.curie for concept in find(words)[: 1 if ":" in text else 3]]
    close = nearest(text, (curie(iri, load_vocabulary().prefixes) for iri in _known()))
    return f"did you mean {' or '.join(worded)}?" if worded else close


def _organisation(text: str, source: Source) -> URIRef:
    """Return an organisation's IRI by its name in the dataset or a well-known name, or by CURIE or IRI."""
    if re.fullmatch(r"<[^>]*>|https?://\S+|[A-Za-z][\w-]*:\S+", text):
        return _concept(text, source)
    rows = source.answer("SELECT DISTINCT ?o ?l WHERE { ?o a pf:Organisation ; skos:prefLabel|skos:altLabel|rdfs:label ?l }").rows
    names = {str(label): URIRef(str(iri)) for iri, label in rows}
    for name in sorted(names):
        if name.casefold() == text.casefold():
            return names[name]
    known = load_vocabulary().organisations
    if text.casefold() in known:
        return URIRef(known[text.casefold()])
    raise QueryError(
        f"no organisation is called {text!r}", hint=nearest(text, names) or "list them: privacyflows query DATASET organisations"
    )


def _policy(text: str, source: Source) -> Literal:
    rows = source.answer("SELECT DISTINCT ?n WHERE { ?s a pf:Snapshot ; dct:identifier ?n }").rows
    names = sorted(str(row[0]) for row in rows)
    if text not in names:
        raise QueryError(f"the dataset has no policy {text!r}", hint=policies_like(text, names))
    return Literal(text)


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Return the IRIs that the ontology defines or the code names."""
    vocabulary = load_vocabulary()
    return frozenset({*vocabulary.labels, *vocabulary.broader, *_named()})


@lru_cache(maxsize=1)
def _named() -> frozenset[str]:
    """Return the IRIs that the code names: most of what queries hold, known without reading the ontology (a tenth of a second)."""
    return frozenset(
        PREFIXES[p] + name for p, space in (("pf", PF), ("dpv", DPV)) for name in space.__annotations__ if not name.startswith("_")
    )


def _unknown_terms(text: str, source: Source) -> tuple[str, ...]:
    """Return a note for each term of a query in a namespace we know that neither the ontology nor the dataset holds.

    SPARQL finds nothing for a misspelt term and says nothing; a misspelt ``pf:`` term is an error, since that namespace is closed.
    """
    declared = {t.text.split(":")[0] for t in sparql.declared_prefixes(text)}
    notes: list[str] = []
    for token in sparql.tokens(text):
        prefix, _, local = token.text.partition(":")
        if token.kind != "name" or prefix not in _CHECKED or prefix in declared or not local:
            continue
        iri = URIRef(PREFIXES[prefix] + local)
        if str(iri) in _named() or source.occurs(iri) or str(iri) in _known():
            continue
        hint = nearest(token.text, (curie(known) for known in _known()))
        if prefix == "pf":
            raise QueryError(f"unknown term {token.text}{sparql.at(text, token.start)}", hint=hint or "see ontology/privacyflows.ttl")
        notes.append(f"nothing knows {token.text}{', ' + hint if hint else ''}")
    return tuple(dict.fromkeys(notes))
