"""The vocabulary as a page to read: the ontology's Turtle files go in, one self-contained HTML page with an anchor a term comes out.

Classes and properties come first, then each concept scheme as a tree and term by term: definition, place, wordings that the reader of
policies knows, sources, matches, and what other schemes call it. A term of ours has its local name as its anchor, so that
``https://w3id.org/privacyflows#AdNetwork`` can lead to ``index.html#AdNetwork``; a term of DPV's has its prefix before it
(``#pd-EmailAddress``). The page fetches nothing. Run it as ``python -m privacyflows.graphs.terms.vocabulary_page FOLDER [FILE.ttl ...]``;
further files hold concepts of one's own.

pyLODE was tried first (3.3.4; 3.4.1 does not start as installed): it documents one concept scheme a file, and makes its anchors out of
labels, so that terms with the same label share one.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from privacyflows.extract.errors import NotFoundError, UnreadableError
from privacyflows.graphs.terms.mappings import header, mappings, turtle
from privacyflows.graphs.vocabulary import PREFIXES, curie

_SKOS, _RDFS, _OWL, _DCT = (PREFIXES[p] for p in ("skos", "rdfs", "owl", "dct"))
_TYPE = PREFIXES["rdf"] + "type"
_LABELS = (_SKOS + "prefLabel", _RDFS + "label", _DCT + "title")
_PHRASE, _TURTLE = _SKOS + "example", "http://purl.org/vocab/vann/example"
"""Examples: as a policy words it, and as a graph says it."""
_MATCHES: Final = {
    "exactMatch": "the same as",
    "closeMatch": "nearly the same as",
    "broadMatch": "narrower than",
    "narrowMatch": "broader than",
    "relatedMatch": "related to",
}
"""SKOS match -> what it says of the subject."""
_BACK: Final = {**_MATCHES, "broadMatch": "broader than", "narrowMatch": "narrower than"}
"""SKOS match -> what it says of the object."""
_GROUPS: Final = (
    (_OWL + "Class", "Classes"),
    (_OWL + "ObjectProperty", "Properties"),
    (_OWL + "DatatypeProperty", "Properties with plain values"),
)
_ONTOLOGY = "https://w3id.org/privacyflows"
_ORDER = (
    "Data Purpose Party Source Subject Technology LegalBasis Right Safeguard Condition Upper Action Modality ActorKind Vagueness".split()
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What the Turtle files say, looked up from either end."""

    values: Mapping[tuple[str, str], tuple[str, ...]]
    """(IRI, property) -> values, sorted; literals in English or without a language."""
    subjects: Mapping[tuple[str, str], tuple[str, ...]]
    """(property, IRI) -> the terms that point to it, sorted."""
    foreign: Mapping[str, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)
    """IRI -> (mapping's name, SKOS match, subject's label) of what is mapped to it."""

    def of(self, iri: str, *properties: str) -> tuple[str, ...]:
        """Values of the first of the properties that has any."""
        return next((found for p in properties if (found := self.values.get((iri, p)))), ())

    def label(self, iri: str) -> str:
        """The label, or the CURIE where there is none."""
        return next(iter(self.of(iri, *_LABELS)), curie(iri))

    def typed(self, kind: str) -> list[str]:
        """Terms of a type, by label."""
        return sorted(self.subjects.get((_TYPE, kind), ()), key=lambda iri: (self.label(iri).casefold(), iri))

    def sort(self, iris: Iterable[str]) -> list[str]:
        """The terms by label."""
        return sorted(iris, key=lambda iri: (self.label(iri).casefold(), iri))


def read_terms(*extra: str | Path) -> Terms:
    """Read the ontology's Turtle files, further ones, and the mappings.

    Raises `NotFoundError` for a file that is not there, `UnreadableError` for one that is no Turtle.
    """
    root = files("privacyflows.ontology")
    own = [root / "privacyflows.ttl", *sorted((f for f in (root / "concepts").iterdir() if f.name.endswith(".ttl")), key=lambda f: f.name)]
    texts = [(f.name, f.read_bytes()) for f in own]
    for path in map(Path, extra):
        if not path.is_file():
            raise NotFoundError(f"no vocabulary file {str(path)!r}", hint="give the path of a Turtle file")
        texts.append((str(path), path.read_bytes()))
    values: dict[tuple[str, str], set[str]] = {}
    subjects: dict[tuple[str, str], set[str]] = {}
    for name, text in texts:
        for subject, predicate, value, is_iri in _triples(name, text):
            values.setdefault((subject, predicate), set()).add(value)
            if is_iri:
                subjects.setdefault((predicate, value), set()).add(subject)
    return Terms(values=_sorted(values), subjects=_sorted(subjects), foreign=_foreign())


def _triples(name: str, text: bytes) -> Iterator[tuple[str, str, str, bool]]:
    """Subject, predicate, value of what stands in a file, and whether the value is an IRI."""
    try:
        for quad in ox.parse(text, format=ox.RdfFormat.TURTLE):
            value = quad.object
            if isinstance(quad.subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
                if isinstance(value, ox.Literal) and not (value.language or "en").startswith("en"):
                    continue
                yield quad.subject.value, quad.predicate.value, value.value, isinstance(value, ox.NamedNode)
    except SyntaxError as error:
        raise UnreadableError(f"{name} is not Turtle: {error}", hint="check the file with any RDF tool") from error


def _sorted(found: Mapping[tuple[str, str], set[str]]) -> dict[tuple[str, str], tuple[str, ...]]:
    return {key: tuple(sorted(values, key=lambda v: (v.casefold(), v))) for key, values in found.items()}


def _foreign() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """What the schemes of annotated corpora call our terms."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for name in mappings():
        triples = list(_triples(name, turtle(name).encode()))
        labels = {s: v for s, p, v, _ in triples if p == _SKOS + "prefLabel"}
        for subject, predicate, value, _ in triples:
            if (kind := predicate.removeprefix(_SKOS)) in _BACK:
                found.setdefault(value, []).append((name, kind, labels[subject]))
    return {iri: tuple(sorted(rows)) for iri, rows in found.items()}


def anchor(iri: str) -> str:
    """Return the anchor of a term: its local name for ours, prefix and local name for others.

    >>> anchor("https://w3id.org/privacyflows#AdNetwork"), anchor("https://w3id.org/dpv/pd#EmailAddress")
    ('AdNetwork', 'pd-EmailAddress')
    """
    short = curie(iri)
    return short.removeprefix("pf:") if short.startswith("pf:") else short.replace(":", "-", 1)


def page(terms: Terms) -> str:
    """Return the page."""
    schemes = sorted(terms.typed(_SKOS + "ConceptScheme"), key=_place)
    known = {iri for kind in (*(k for k, _ in _GROUPS), _SKOS + "Concept", _SKOS + "ConceptScheme") for iri in terms.typed(kind)}
    writer = _Writer(terms=terms, known=known)
    groups = [(title, terms.typed(kind)) for kind, title in _GROUPS]
    body = [writer.opening(groups, schemes)]
    body += [f'<section id="{_slug(title)}"><h2>{title}</h2>{"".join(map(writer.term, found))}</section>' for title, found in groups]
    body += [writer.scheme(scheme) for scheme in schemes]
    css, script = ((files("privacyflows.graphs") / "page" / f"vocabulary.{end}").read_text(encoding="utf-8") for end in ("css", "js"))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>The vocabulary of privacyflows</title>\n<style>\n{css}</style>\n</head>\n<body>\n"
        f"{writer.contents(groups, schemes)}\n<main>\n" + "\n".join(body) + f"\n</main>\n<script>\n{script}</script>\n</body>\n</html>\n"
    )


def _slug(title: str) -> str:
    return "section-" + title.lower().replace(" ", "-")


def _place(scheme: str) -> tuple[int, str]:
    name = scheme.rpartition("#")[2].removesuffix("Scheme")
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), scheme)


@dataclass(kw_only=True, slots=True)
class _Writer:
    """Writes the parts of the page; a concept of several schemes is described once, in the first of them."""

    terms: Terms
    known: set[str]
    written: set[str] = field(default_factory=set)

    def link(self, iri: str) -> str:
        """A link to the term on the page, or to its IRI."""
        if iri in self.known:
            return f'<a href="#{escape(anchor(iri))}">{escape(self.terms.label(iri))}</a>'
        shown = escape(curie(iri))
        return f'<a href="{escape(iri)}" rel="external">{shown}</a>' if iri.startswith(("http://", "https://")) else shown

    def links(self, iris: Iterable[str]) -> str:
        """Links, with commas between them."""
        return ", ".join(map(self.link, iris))

    def opening(self, groups: Sequence[tuple[str, Sequence[str]]], schemes: Sequence[str]) -> str:
        """Title, what it is, figures."""
        terms = self.terms
        concepts = terms.typed(_SKOS + "Concept")
        ours = sum(iri.startswith(PREFIXES["pf"]) for iri in concepts)
        wordings = sum(len(terms.of(iri, _SKOS + p)) for iri in concepts for p in ("prefLabel", "altLabel", "hiddenLabel"))
        version = next(iter(terms.of(_ONTOLOGY, _OWL + "versionInfo")), "")
        about = " ".join((*terms.of(_ONTOLOGY, _DCT + "description"), *terms.of(_ONTOLOGY, _RDFS + "comment")))
        return (
            f"<header><h1>The vocabulary of privacyflows</h1><p>{escape(about)}</p>"
            f"<p>Version {escape(version)} · namespace <code>{escape(PREFIXES['pf'])}</code> · "
            f"{sum(len(found) for _, found in groups)} classes and properties · {len(concepts)} concepts in {len(schemes)} schemes, "
            f"{ours} of them ours and the others of the Data Privacy Vocabulary 2.3 with labels and definitions of ours · "
            f"{wordings} wordings</p></header>"
        )

    def contents(self, groups: Sequence[tuple[str, Sequence[str]]], schemes: Sequence[str]) -> str:
        """The contents, and the field to search."""
        rows = [(_slug(title), title, len(found)) for title, found in groups]
        rows += [(anchor(s), self.terms.label(s), len(self.terms.subjects.get((_SKOS + "inScheme", s), ()))) for s in schemes]
        items = "".join(f'<li><a href="#{escape(a)}">{escape(title)}</a> <small>{n}</small></li>' for a, title, n in rows)
        return (
            '<nav aria-label="Contents"><label for="search">Find a term or wording</label>'
            f'<input id="search" type="search" autocomplete="off"><output id="found" for="search"></output><ul>{items}</ul></nav>'
        )

    def scheme(self, scheme: str) -> str:
        """A scheme: what it is, its tree, its concepts."""
        inside = set(self.terms.subjects.get((_SKOS + "inScheme", scheme), ()))
        tops = self.terms.sort(self.terms.of(scheme, _SKOS + "hasTopConcept"))
        fresh = [iri for iri in self.terms.sort(inside) if iri not in self.written]
        self.written.update(fresh)
        definition = "".join(f"<p>{escape(text)}</p>" for text in self.terms.of(scheme, _SKOS + "definition"))
        return (
            f'<section id="{escape(anchor(scheme))}"><h2>{escape(self.terms.label(scheme))} <code>{escape(curie(scheme))}</code></h2>'
            f"{definition}<details><summary>Tree of {len(inside)} concepts</summary>{self.tree(tops, inside, ())}</details>"
            f"{''.join(map(self.term, fresh))}</section>"
        )

    def tree(self, iris: Sequence[str], inside: set[str], path: tuple[str, ...]) -> str:
        """Concepts with those below them, as nested lists."""
        if not iris:
            return ""
        below = [(iri, [n for n in self.narrower(iri) if n in inside and n not in path]) for iri in iris]
        return "<ul>" + "".join(f"<li>{self.link(i)}{self.tree(n, inside, (*path, i))}</li>" for i, n in below) + "</ul>"

    def narrower(self, iri: str) -> list[str]:
        """Concepts right below."""
        return self.terms.sort(self.terms.subjects.get((_SKOS + "broader", iri), ()))

    def term(self, iri: str) -> str:
        """One term with all that is known of it."""
        terms = self.terms
        rows = [(title, self.links(terms.of(iri, base + name))) for title, base, name in _LINKED]
        rows.insert(1, ("Narrower", self.links(self.narrower(iri))))
        rows.append(("Wordings", self.wordings(iri)))
        rows.append(("Ambiguous on purpose", escape(", ".join(terms.of(iri, PREFIXES["pf"] + "ambiguousWording")))))
        rows += [(f"Is {said}", self.links(terms.of(iri, _SKOS + kind))) for kind, said in _MATCHES.items()]
        rows.append(("In other schemes", self.elsewhere(iri)))
        rows.append(("Source", self.links(terms.of(iri, _DCT + "source"))))
        rows.append(("In a policy", ", ".join(f"“{escape(text)}”" for text in terms.of(iri, _PHRASE))))
        rows.append(("Example", "".join(f"<code>{escape(text)}</code>" for text in terms.of(iri, _TURTLE))))
        shown = "".join(f"<dt>{title}</dt><dd>{value}</dd>" for title, value in rows if value)
        definition = "".join(f"<p>{escape(text)}</p>" for text in terms.of(iri, _SKOS + "definition"))
        return (
            f'<article id="{escape(anchor(iri))}"><h3>{escape(terms.label(iri))} <a class="name" href="#{escape(anchor(iri))}">'
            f"<code>{escape(curie(iri))}</code></a></h3>{definition}<dl>{shown}</dl></article>"
        )

    def wordings(self, iri: str) -> str:
        """The words by which policies name it, folded where there are many."""
        found = [*self.terms.of(iri, _SKOS + "altLabel"), *self.terms.of(iri, _SKOS + "hiddenLabel")]
        if len(found) <= SHOWN:
            return escape(", ".join(found))
        return f"<details><summary>{escape(', '.join(found[:SHOWN]))} …</summary>{escape(', '.join(found[SHOWN:]))}</details>"

    def elsewhere(self, iri: str) -> str:
        """What annotated corpora call it."""
        named = {name: str(header(name)["mapping_set_title"]).partition(" ")[0] for name in mappings()} if iri in self.terms.foreign else {}
        return ", ".join(f"{_BACK[kind]} {named[name]} “{escape(label)}”" for name, kind, label in self.terms.foreign.get(iri, ()))


SHOWN: Final = 8
"""Wordings that stand open."""
_LINKED: Final = (
    ("Broader", _SKOS, "broader"),
    ("Scheme", _SKOS, "inScheme"),
    ("Subclass of", _RDFS, "subClassOf"),
    ("Domain", _RDFS, "domain"),
    ("Range", _RDFS, "range"),
)
"""Row title, namespace and property whose values are terms."""


def write_page(folder: str | Path, *extra: str | Path) -> Path:
    """Write ``index.html`` into a folder, which is made where it is missing, and return its path. Raises as `read_terms` does."""
    target = Path(folder) / "index.html"
    text = page(read_terms(*extra))
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(target)
    return target


if __name__ == "__main__":
    _parser = argparse.ArgumentParser(description="Write the vocabulary as an HTML page.")
    _parser.add_argument("folder", help="where to write index.html")
    _parser.add_argument("vocabulary", nargs="*", help="further Turtle files")
    _given = _parser.parse_args()
    print(write_page(_given.folder, *_given.vocabulary))
