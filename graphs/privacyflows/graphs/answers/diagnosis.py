"""Why a query took too long: its text goes in; the place that combines everything with everything comes out, where there is one.

The usual mistake is two groups of patterns that share no variable: each row of one is then joined with each row of the other.
rdflib's parser gives the patterns of each group (SPARQL 1.1, section 18.2.2); only a query that was given up is parsed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from privacyflows.graphs.answers.sparql import QueryTimeout, at, tokens
from rdflib import BNode, Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue


def explain_timeout(
    error: QueryTimeout, text: str, prefixes: Mapping[str, str], *, name: str = "", free: Sequence[str] = ()
) -> QueryTimeout:
    """Return the error with the question's name, the place that is at fault, and the parameters that were left free as a hint."""
    found = loose_end(text, prefixes)
    where = f": ?{found}{at(text, _offset(text, found))} shares no variable with the patterns before it" if found else ""
    hint = f"narrow it by a parameter: {', '.join(free)}" if free else "join the patterns by a variable" if found else error.hint
    return QueryTimeout(f"{f'{name}: ' if name else ''}{error}{where}", hint=hint)


def loose_end(text: str, prefixes: Mapping[str, str]) -> str:
    """Return the first variable of a pattern that nothing joins to those before it in its group, ``""`` where all are joined.

    >>> loose_end("SELECT * { ?a a ?b . ?c a ?d }", {}), loose_end("SELECT * { ?a a ?b . ?b a ?c }", {})
    ('c', '')
    """
    try:
        algebra = translateQuery(parseQuery(text), initNs=dict(prefixes)).algebra
    except Exception:  # what Oxigraph knows and rdflib does not is not explained
        return ""
    for triples in _groups(algebra):
        joined: set[Variable | BNode] = set()
        left = [{term for term in triple if isinstance(term, Variable | BNode)} for triple in triples]
        left = [names for names in left if names]
        while left:
            near = next((names for names in left if names & joined), None)
            if near is None and joined:
                return _first(text, left)
            near = near or left[0]
            left.remove(near)
            joined |= near
    return ""


def _first(text: str, groups: Sequence[set[Variable | BNode]]) -> str:
    """Return the variable of these groups that the text names first."""
    names = {str(name) for group in groups for name in group}
    return next((t.text[1:] for t in tokens(text) if t.kind == "variable" and t.text[1:] in names and t.start > text.find("{")), "")


def _groups(value: object) -> Iterator[Sequence[tuple[object, ...]]]:
    if isinstance(value, CompValue):
        if value.name == "BGP":
            yield sorted(value["triples"], key=str)
        for part in value.values():
            yield from _groups(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _groups(part)


def _offset(text: str, name: str) -> int:
    return next((t.start for t in tokens(text) if t.text == f"?{name}" and t.start > text.find("{")), 0)
