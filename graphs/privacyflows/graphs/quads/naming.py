"""Names of nodes: words, names, durations and dates go in, slugs, IRIs and typed literals come out, by content alone.

No counter, clock or random number takes part, so that the same input gives the same IRIs in any process and on any machine.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Any, Final

import pyoxigraph as ox
from privacyflows.graphs.vocabulary import PREFIXES, expand
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

_XSD = PREFIXES["xsd"]
_SLUG_LENGTH: Final = 60
_DETERMINER = re.compile(r"^(?:(?:our|your|the|an?|their|its|his|her)\s+)+", re.IGNORECASE)
_DURATION = re.compile(r"P(?!$)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?")
_UNITS: Final = {"Y": "year", "M": "month", "D": "day", "TH": "hour", "TM": "minute", "TS": "second"}
_LEGAL_FORM = re.compile(r",?\s+(?:inc|llc|ltd|limited|corp|corporation|plc|gmbh|co|company|s\.?a\.?|b\.?v\.?)\.?$", re.IGNORECASE)


@lru_cache(maxsize=65536)
def node(iri: str) -> ox.NamedNode:
    """Return the IRI as a pyoxigraph term."""
    return ox.NamedNode(str(iri))


def literal(text: str, datatype: str = "") -> ox.Literal:
    """Return a plain string, or a literal of the named XML Schema datatype (``date``, ``decimal`` ...)."""
    return ox.Literal(text, datatype=node(_XSD + datatype)) if datatype else ox.Literal(text)


def digest(text: str, length: int = 12) -> str:
    """Return the first ``length`` hex digits of the text's sha256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def slug(name: str) -> str:
    """Return lower-case ASCII letters, digits and hyphens; a hash is added where letters are lost or the name is long.

    >>> slug("Société  d'Édition"), slug("R&D"), slug("日本")
    ('societe-d-edition', 'r-d', 'x-cf2abf0c')
    """
    folded = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(c for c in folded if not unicodedata.combining(c))
    plain = re.sub(r"[^a-z0-9]+", "-", kept).strip("-")
    lossy = any(c.isalnum() and not c.isascii() for c in kept)
    if plain and not lossy and len(plain) <= _SLUG_LENGTH:
        return plain
    return f"{plain[: _SLUG_LENGTH - 9].strip('-') or 'x'}-{digest(folded, 8)}"


def undated(policy: str) -> str:
    """Return a policy's name without the date at its end, which tells versions apart and not organisations.

    >>> undated("acme-2024-05-01"), undated("acme_2024"), undated("2024-05-01"), undated("mp3")
    ('acme', 'acme', '2024-05-01', 'mp3')
    """
    return re.sub(r"(?<=[^\W\d])[-_. ]+(?:19|20)\d\d(?:[-_.]?\d\d){0,2}$", "", policy)


def base_iri(base: str) -> str:
    """Return the base with a closing slash; raises `VocabularyError` where it is no IRI."""
    checked = str(expand(base))
    return checked if checked.endswith(("/", "#")) else checked + "/"


def without_legal_form(name: str) -> str:
    """Return the name without "Inc.", "Ltd" and the like.

    >>> without_legal_form("Google, Inc.")
    'Google'
    """
    return _LEGAL_FORM.sub("", name.strip())


def term_words(words: str) -> str:
    """Return the words of a filler as the label of a local term: lower case, single blanks, no determiner in front.

    >>> term_words("Our  retail Partners")
    'retail partners'
    """
    plain = " ".join(words.split()).casefold()
    return _DETERMINER.sub("", plain) or plain


def duration(value: str) -> str | None:
    """Return an ISO 8601 duration as ``xsd:duration`` (weeks become days), None where it is none.

    >>> duration("P2W"), duration("P24M"), duration("two years")
    ('P14D', 'P24M', None)
    """
    weeks = re.fullmatch(r"P(\d+)W", value)
    if weeks:
        return f"P{int(weeks[1]) * 7}D"
    return value if _DURATION.fullmatch(value) else None


def duration_words(value: str) -> str:
    """Return an ``xsd:duration`` in English.

    >>> duration_words("P24M"), duration_words("P1YT12H")
    ('24 months', '1 year 12 hours')
    """
    date, _, time = value.removeprefix("P").partition("T")
    parts = [(n, _UNITS[u]) for n, u in re.findall(r"(\d+)([YMD])", date)]
    parts += [(n, _UNITS["T" + u]) for n, u in re.findall(r"(\d+)([HMS])", time)]
    return " ".join(f"{n} {unit}{'' if n == '1' else 's'}" for n, unit in parts)


def date_literal(value: str) -> ox.Literal:
    """Return an ISO 8601 date as the XML Schema type of its precision (day, month, year), a plain string where it is none."""
    for pattern, datatype in ((r"\d{4}-\d\d-\d\d", "date"), (r"\d{4}-\d\d", "gYearMonth"), (r"\d{4}", "gYear")):
        if re.fullmatch(pattern, value):
            return literal(value, datatype)
    return literal(value)


def decimal_literal(value: float) -> ox.Literal:
    """Return a canonical ``xsd:decimal`` with at most four places ("0.9", "1")."""
    return literal(f"{value:.4f}".rstrip("0").rstrip(".") or "0", "decimal")


def rdflib_term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> URIRef | BNode | Literal:
    """Return the same term for rdflib; raises ``TypeError`` for a quoted triple, which we never write."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        plain = term.datatype.value == _XSD + "string"
        return Literal(term.value) if plain else Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    raise TypeError(f"no rdflib term for {term}")


def ox_term(term: Node) -> Any:  # noqa: ANN401 - subject, predicate and object have three types, and the caller's place decides
    """Return the same term for pyoxigraph; raises ``TypeError`` for what is neither IRI, blank node nor literal."""
    if isinstance(term, URIRef):
        return node(str(term))
    if isinstance(term, BNode):
        return ox.BlankNode(str(term))
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=node(str(term.datatype))) if term.datatype else ox.Literal(str(term))
    raise TypeError(f"no pyoxigraph term for {term!r}")
