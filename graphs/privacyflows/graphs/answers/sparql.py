"""The text of a SPARQL query before it runs: what it is, whether it may run, its parameters bound, its errors made readable.

A query's text and the parameters' terms go in; a text that is safe to run comes out, or a `QueryError` of one line that says
where the mistake is and what was probably meant. The text is cut into tokens (SPARQL 1.1, section 19.8) so that words inside
strings, IRIs and comments are never taken for keywords.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from privacyflows.extract.errors import PrivacyflowsError
from rdflib import BNode, Literal, URIRef

Term = URIRef | Literal
"""What a parameter can be bound to."""


class QueryError(PrivacyflowsError):
    """A query that cannot run: a syntax error, a form that is not allowed, a parameter that does not fit."""


class QueryTimeout(QueryError):
    """The answer took longer than allowed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """One token: its kind (``word``, ``name``, ``variable``, ``iri``, ``string``, ``sign``), its text, its offset in the query."""

    kind: str
    text: str
    start: int


_TOKEN = re.compile(
    r"""(?P<blank>\s+|\#[^\n\r]*)
    |(?P<string>\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<variable>[?$]\w+)
    |(?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*)
    |(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<word>[^\W\d_]\w*)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)

_IDLE = re.compile(
    r"\{\s*SELECT\s+DISTINCT\s+(\?\w+)\s+WHERE\s*\{\s*VALUES\s+(\?asked_\w+)\s*\{\s*UNDEF\s*\}\s*\1\s+pf:within\s+\2\s*\}\s*\}",
    re.IGNORECASE,
)
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_CHANGES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query, without blanks and comments."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "blank":
            yield Token(kind=match.lastgroup, text=match[0].rstrip(".") if match.lastgroup == "name" else match[0], start=match.start())


def is_query(text: str) -> bool:
    """Whether the text looks like SPARQL rather than the name of a question: it has a keyword of a query, or a brace."""
    return any(t.text == "{" or (t.kind == "word" and t.text.upper() in _FORMS) for t in tokens(text)) and not text.strip().isidentifier()


def check(text: str) -> None:
    """Raise `QueryError` for what may not run: updates, and ``SERVICE``, which would reach the network."""
    # A server may resolve \\u escapes before it parses (SPARQL 1.1, 19.2), so that a keyword could hide in them.
    plain = _unescaped(text)
    words = [t for t in tokens(plain) if t.kind == "word"]
    first = next((t for t in words if t.text.upper() in _FORMS | _CHANGES), None)
    if first is not None and first.text.upper() in _CHANGES:
        raise QueryError(f"{first.text.upper()} changes data; a query only reads", hint="ask with SELECT, ASK, CONSTRUCT or DESCRIBE")
    for word in words:
        if word.text.upper() == "SERVICE":
            raise QueryError(
                f"SERVICE is not allowed{at(plain, word.start)}: a query never reaches the network", hint="load the other data first"
            )


def names_graphs(text: str) -> bool:
    """Whether the query chooses its own graphs with ``FROM``, which the union of all graphs would override."""
    return any(t.kind == "word" and t.text.upper() == "FROM" for t in tokens(text))


def bind(text: str, parameters: Mapping[str, Term]) -> str:
    """Return the query with each parameter bound by a ``VALUES`` row; raises `QueryError` for a parameter the query never uses.

    A row ``VALUES ?name { ... }`` that the query has already is given the new term (so that a question's file runs with its
    default anywhere); else a row is added at the beginning of each ``WHERE``, sub-queries included: one at the end of the query would
    come too late for ``GROUP BY`` and ``OPTIONAL``. The term is serialised and checked by pyoxigraph, never pasted.
    """
    loose: dict[str, str] = {}
    for name, term in parameters.items():
        written = serialised(term)
        rows = list(_rows(text, name))
        for start, end in reversed(rows):
            text = f"{text[:start]}VALUES ?{name} {{ {written} }}{text[end:]}"
        if not rows:
            loose[name] = written
    used = {t.text[1:] for t in tokens(text) if t.kind == "variable"}
    for name in loose.keys() - used:
        near = nearest(name, used)
        raise QueryError(f"the query has no parameter ?{name}", hint=near or f"its variables are {', '.join(sorted(used)) or 'none'}")
    rows_of_loose = "".join(f" VALUES ?{name} {{ {term} }}" for name, term in loose.items())
    # The short form CONSTRUCT WHERE { ... } takes nothing but triples: there a row can only stand at the end.
    for start in sorted(_patterns(text), reverse=True) or [len(text)]:
        text = text[:start] + rows_of_loose + text[start:]
    return text


def _patterns(text: str) -> Iterator[int]:
    """Yield where the pattern of a query or sub-query begins, as offsets behind its brace; the template of a ``CONSTRUCT`` is none."""
    awaited = template = False
    for token in tokens(text):
        word = token.text.upper() if token.kind == "word" else ""
        if word == "CONSTRUCT":
            template = True
        elif word == "WHERE" or word in _FORMS:
            awaited, template = not template, False
        elif token.text == "}" and template:
            awaited, template = True, False
        elif token.text == "{" and awaited:
            awaited = False
            yield token.start + 1


def without_idle(text: str) -> str:
    """Return the query without the inner queries that narrow nothing because their parameter is not given.

    ``{ SELECT DISTINCT ?data WHERE { VALUES ?asked_data { UNDEF } ?data pf:within ?asked_data } }`` stands for "any data"; to join
    with all that is known costs a second on a large dataset and adds nothing.
    """
    return _IDLE.sub("", text)


def unordered(text: str) -> tuple[str, tuple[tuple[str, bool], ...]]:
    """Return a query without its last ``ORDER BY`` and the keys of that: variable, and whether it descends.

    Only where it ends the query, orders by plain variables, and no groups are counted: rows can then be given as they are found
    and ordered afterwards. Any other query comes back as it is, without keys.
    """
    found = list(tokens(text))
    depth, start = 0, None
    for at, token in enumerate(found):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and token.kind == "word" and token.text.upper() in ("GROUP", "HAVING", "LIMIT", "OFFSET", "FROM", "VALUES"):
            return text, ()
        if depth == 0 and token.kind == "word" and token.text.upper() == "ORDER":
            start = at
    if start is None:
        return text, ()
    keys: list[tuple[str, bool]] = []
    down = False
    for token in found[start + 2 :]:
        if token.kind == "variable":
            keys.append((token.text[1:], down))
            down = False
        elif token.text.upper() in ("ASC", "DESC"):
            down = token.text.upper() == "DESC"
        elif token.text not in "()":
            return text, ()
    return text[: found[start].start], tuple(keys)


def limits(text: str) -> bool:
    """Whether the query itself says, outside all braces, how many rows it gives."""
    depth = 0
    for token in tokens(text):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and token.kind == "word" and token.text.upper() == "LIMIT":
            return True
    return False


def _rows(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield where ``VALUES ?name { ... }`` stands, as offsets in the query."""
    found = list(tokens(text))
    for at, token in enumerate(found[:-3]):
        named = found[at + 1].kind == "variable" and found[at + 1].text[1:] == name and found[at + 2].text == "{"
        if token.kind == "word" and token.text.upper() == "VALUES" and named:
            end = next((t for t in found[at + 3 :] if t.text == "}"), None)
            if end is not None:
                yield token.start, end.start + 1


def serialised(term: Term) -> str:
    """Return a term as SPARQL text; raises `QueryError` for an IRI with characters that no IRI has (RFC 3987)."""
    try:
        if isinstance(term, BNode):
            raise ValueError("a blank node names nothing")
        if isinstance(term, URIRef):
            return str(ox.NamedNode(str(term)))
        datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
        return str(ox.Literal(str(term), language=term.language) if term.language else ox.Literal(str(term), datatype=datatype))
    except ValueError as error:
        raise QueryError(f"{str(term)!r} is no IRI: {error}", hint="give a CURIE such as pd:EmailAddress, or an IRI in full") from error


def explain(error: SyntaxError, text: str, prefixes: Mapping[str, str]) -> QueryError:
    """Turn the parser's message into one line with line and column, and the nearest prefix where one is unknown."""
    message = str(error)
    position = re.search(r"at (\d+):(\d+)", message)
    line, column = (int(position[1]), int(position[2])) if position else (1, 1)
    known = dict(prefixes) | {t.text.split(":")[0]: "" for t in declared_prefixes(text)}
    for token in tokens(text):
        prefix = token.text.split(":")[0]
        if token.kind == "name" and prefix not in known:
            hint = nearest(f"{prefix}:", (f"{p}:" for p in known)) or "declare it: PREFIX x: <...>"
            return QueryError(f"unknown prefix {prefix}:{at(text, token.start)}", hint=hint)
    lines = text.split("\n")
    source = lines[min(line, len(lines)) - 1]
    marked = f"{source[: column - 1]} <here> {source[column - 1 :]}".strip()
    wanted = re.findall(r"[A-Z]{2,}", message.partition("expected")[2])
    # What can stand almost anywhere is no hint.
    useful = [word for word in wanted if word not in ("LATERAL", "SERVICE")]
    detail = f": expected {' or '.join(useful)}" if 0 < len(useful) <= 4 else ""
    return QueryError(f"syntax error at line {line}, column {column}{detail}", hint=f"in: {marked[-160:]}")


def declared_prefixes(text: str) -> Iterator[Token]:
    """Yield the prefixes that the query declares itself, as name tokens."""
    before = None
    for token in tokens(text):
        if token.kind == "name" and before is not None and before.text.upper() == "PREFIX":
            yield token
        before = token


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean ...?`` with the known words most like this one (difflib), or an empty text."""
    folded = {k.lower(): k for k in sorted(known)}
    close = difflib.get_close_matches(word.lower(), folded, n=3, cutoff=0.6)
    return f"did you mean {' or '.join(folded[c] for c in close)}?" if close else ""


def policies_like(name: str, known: Iterable[str]) -> str:
    """Return which policies a name may have meant that none has: those that hold its words, else the like ones, else the first."""
    names = sorted(known)
    words = re.findall(r"[^\W_]+", name.lower())
    holding = [n for n in names if words and all(word in n.lower() for word in words)]
    if holding:
        return f"did you mean {' or '.join(holding[:3])}?"
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return nearest(name, names) or f"policies: {', '.join(names[:8]) or 'none'}{more}"


def at(text: str, offset: int) -> str:
    """Return `` at line 1, column 1``, for messages, of an offset in the query."""
    line = text.count("\n", 0, offset) + 1
    return f" at line {line}, column {offset - text.rfind(chr(10), 0, offset)}"


def _unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9A-Fa-f]{4})|\\U(00[01][0-9A-Fa-f]{5})", lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), text)
