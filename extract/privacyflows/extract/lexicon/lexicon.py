"""The concepts' wordings, from the ontology, compiled to matchers.

In go the Turtle files of ``ontology/`` (and any further vocabulary file of the user's), out comes a `Lexicon`: noun phrases are
looked up by their longest wording that ends at the head, purposes by the wording whose content words all occur in order,
organisations by their names. No store, no graph: the files are read once into dictionaries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import pyoxigraph as ox
from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.extract.lexicon.purposewords import PurposeMatcher
from privacyflows.extract.parsing.words import DETERMINERS, singular, tokens

PREFIXES = {
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "tech": "https://w3id.org/dpv/tech#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "pf": "https://w3id.org/privacyflows#",
}
"""CURIE prefixes of the concepts that statements name."""
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_PF = PREFIXES["pf"]
_NAMES = {_SKOS + "prefLabel", _SKOS + "altLabel", _SKOS + "hiddenLabel", _RDFS_LABEL}

PERSONAL = {
    "dpv:Data": "dpv:PersonalData",
    "dpv:CollectedData": "dpv:CollectedPersonalData",
    "dpv:ProvidedData": "dpv:ProvidedPersonalData",
    "dpv:ObservedData": "dpv:ObservedPersonalData",
    "dpv:DerivedData": "dpv:DerivedPersonalData",
    "dpv:InferredData": "dpv:InferredPersonalData",
}
"""What data are where the text says that they are a person's."""
BLANK = frozenset({*PERSONAL, *PERSONAL.values()})
"""Concepts of data of which nothing is said but that they are data."""
_MARKED = re.compile(r"[^\Wa-z_]")
"""A capital, a figure: without one there is no organisation's name in a text."""
_REMEMBERED = 1 << 14
"""Answers that a scheme remembers, of some 300 bytes each."""


class VocabularyError(PrivacyflowsError):
    """A vocabulary file cannot be read."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A well-known organisation: its name, its kind (CURIE of a party concept), and whether its name is an ordinary word too."""

    name: str
    kind: str | None
    iri: str
    ordinary: bool = False


@dataclass(slots=True)
class Scheme:
    """Wordings of one concept scheme."""

    phrases: dict[str, str] = field(default_factory=dict)
    """Normalised wording -> CURIE."""
    longest: int = 1
    """Words of the longest wording."""
    reach: dict[str, int] = field(default_factory=dict)
    """First word -> words of the longest wording that begins with it."""
    ends: set[str] = field(default_factory=set)
    """Last words of wordings: a phrase that ends otherwise need not be looked for."""
    broader: dict[str, tuple[str, ...]] = field(default_factory=dict)
    found: dict[tuple[str | int, ...], tuple[str, int, int] | None] = field(default_factory=dict)
    """What `find` said of words and head: policies ask for "personal information" again and again."""

    def add(self, wording: str, concept: str) -> None:
        """Make a wording known; the first concept to claim it keeps it."""
        words = normalise(wording)
        self.found.clear()
        if words:
            self.phrases.setdefault(" ".join(words), concept)
            self.longest = max(self.longest, len(words))
            self.reach[words[0]] = max(self.reach.get(words[0], 0), len(words))
            self.ends.add(words[-1])

    def find(self, words: Sequence[str], head: int | None = None) -> tuple[str, int, int] | None:
        """Concept and word range (end exclusive) of the best wording in ``words``.

        The longest that holds ``head``, else the longest of all; later ones win ties. A word before the head counts for more than one
        behind it: "location data of devices" is location; and what says only that these are data counts least: "contact details that you
        give us" are contact details.
        """
        best: tuple[tuple[bool, bool, bool, float, int], str, int, int] | None = None
        n = len(words)
        head = n - 1 if head is None else head
        asked: tuple[str | int, ...] = (*words, head)
        if asked in self.found:
            return self.found[asked]
        for a, first in enumerate(words):
            for b in range(a + 1, min(n, a + self.reach.get(first, 0)) + 1):
                concept = self.phrases.get(" ".join(words[a:b]))
                if concept is None:
                    continue
                told = concept not in BLANK
                before = 2.5 if a < head and told else 0
                rank = (a <= head < b, b - 1 >= head, told, b - a + before, a)
                if best is None or rank > best[0]:
                    best = rank, concept, a, b
        if len(self.found) >= _REMEMBERED:
            self.found.clear()
        self.found[asked] = None if best is None else best[1:]
        return self.found[asked]

    def upward(self, concept: str | None) -> Iterator[str]:
        """The concept and all that are broader, each once."""
        todo, seen = [concept] if concept else [], set[str]()
        while todo:
            c = todo.pop()
            if c not in seen:
                seen.add(c)
                yield c
                todo += self.broader.get(c, ())


def normalise(text: str) -> list[str]:
    """Content words of a noun phrase in the form in which wordings are compared.

    >>> normalise("your E-mail Addresses")
    ['e', 'mail', 'address']
    """
    return [singular(w) for w in tokens(text) if w not in DETERMINERS]


@dataclass(slots=True)
class Lexicon:
    """Everything that is known of words. Schemes by their short name: data, technology, subject, source, party, legal, right, ..."""

    schemes: dict[str, Scheme]
    purposes: PurposeMatcher
    organisations: dict[str, Organisation]
    """Name as words joined by a space, in lower case -> organisation."""
    names: dict[str, set[str]] = field(default_factory=dict)
    """First word, lower case -> the names that begin with it."""

    def data(self, text: str) -> str | None:
        """CURIE of a data phrase."""
        found = self.schemes["data"].find(normalise(text))
        return found[0] if found else None

    def party(self, text: str) -> str | None:
        """CURIE of a party phrase; a known organisation gives its kind."""
        named = self.organisation(text)
        found = self.schemes["party"].find(normalise(text))
        return named.kind if named and named.kind else found[0] if found else None

    def purpose(self, text: str) -> str | None:
        """CURIE of a purpose phrase; "their own marketing" is others', "our own marketing" is not, though no wording carries "their"."""
        if "their own " in text and self.purposes.find(f"partner {text.partition('their own ')[2]}") == "pf:ThirdPartyMarketing":
            return "pf:ThirdPartyMarketing"
        return self.purposes.find(text)

    def organisation(self, text: str) -> Organisation | None:
        """The first known organisation that is named in ``text``; single words only where they are capitalised as a name is."""
        if not _MARKED.search(text):
            return None
        words = re.findall(r"[^\W_]+(?:[.&'\u2019+-][^\W_]+)*\+?", text)
        lower = [w.lower() for w in words]
        for i, first in enumerate(lower):
            options = self.names.get(first)
            if not options or not (words[i][0].isupper() or words[i][0].isdigit() or any(c.isupper() for c in words[i])):
                continue
            for width in range(min(6, len(words) - i), 0, -1):
                name = " ".join(lower[i : i + width])
                if name in options:
                    found = self.organisations[name]
                    # "Square", "Medium": an ordinary word at the start of a text is no name
                    if not (found.ordinary and width == 1 and i == 0 and len(words) > 1):
                        return found
        return None


_SCHEME_NAMES = {
    "DataScheme": "data",
    "TechnologyScheme": "technology",
    "SubjectScheme": "subject",
    "SourceScheme": "source",
    "PartyScheme": "party",
    "PurposeScheme": "purpose",
    "LegalBasisScheme": "legal",
    "RightScheme": "right",
    "SafeguardScheme": "safeguard",
    "ConditionScheme": "condition",
}


@lru_cache(maxsize=8192)
def curie(iri: str) -> str:
    """The CURIE of an IRI, or the IRI where no prefix fits.

    >>> curie("https://w3id.org/dpv/pd#Name")
    'pd:Name'
    """
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri[len(base) :]}"
    return iri


def _turtle_files(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir() and entry.name == "concepts":
            yield from _turtle_files(entry)
        elif entry.name.endswith(".ttl") and entry.name not in ("shapes.ttl", "privacyflows.ttl"):
            yield entry


def _triples(extra: Iterable[Path]) -> Iterator[tuple[bool, str, str, str]]:
    """Whether a user's file says so, subject, predicate, object."""
    sources: list[Traversable | Path] = [*_turtle_files(resources.files("privacyflows.ontology")), *extra]
    for source in sources:
        try:
            for quad in ox.parse(source.read_bytes(), format=ox.RdfFormat.TURTLE):
                subject, value = (str(getattr(term, "value", "")) for term in (quad.subject, quad.object))
                yield isinstance(source, Path) and source in extra, subject, quad.predicate.value, value
        except (SyntaxError, OSError) as fault:
            raise VocabularyError(f"{source}: {fault}", hint="mend the Turtle file; see ontology/concepts for examples") from fault


@cache
def load_lexicon(*extra: Path) -> Lexicon:
    """The lexicon of the package's ontology and of further Turtle files. Raises `VocabularyError`."""
    scheme_of: dict[str, list[str]] = {}
    labels: dict[str, list[tuple[float, str]]] = {}
    broader: dict[str, list[str]] = {}
    kinds: dict[str, str] = {}
    named: set[str] = set()
    ordinary: set[str] = set()
    order = {_SKOS + "prefLabel": 0, _RDFS_LABEL: 0, _SKOS + "altLabel": 1, _SKOS + "hiddenLabel": 2}
    for mine, s, p, o in _triples(extra):
        if p == _SKOS + "inScheme":
            scheme_of.setdefault(s, []).append(_SCHEME_NAMES.get(o.rsplit("#", 1)[-1], ""))
        elif p in _NAMES:
            labels.setdefault(s, []).append((order[p] - 0.5 * mine, o))
        elif p == _SKOS + "broader":
            broader.setdefault(s, []).append(o)
        elif p == _PF + "caseSensitiveName" and o == "true":
            ordinary.add(s)
        elif p == _PF + "mainKind":
            kinds[s] = curie(o)
        elif o == _PF + "Organisation":
            named.add(s)
    lexicon = Lexicon({name: Scheme() for name in _SCHEME_NAMES.values()}, PurposeMatcher(), {})
    # what a user says goes before all; then wordings that somebody wrote down go before the labels: intent settles a clash, not order
    for rank in (0.5, 1.5, -0.5, 1, 2, 0):
        for concept, schemes in scheme_of.items():
            for name in filter(None, schemes):
                for wording in (text for kind, text in labels.get(concept, ()) if kind == rank):
                    lexicon.schemes[name].add(wording, curie(concept))
                    if name == "purpose":
                        lexicon.purposes.add(wording, curie(concept))
    for concept, schemes in scheme_of.items():
        for name in filter(None, schemes):
            lexicon.schemes[name].broader[curie(concept)] = tuple(curie(b) for b in broader.get(concept, ()))
    for iri in sorted(named):
        own = [text for _, text in sorted(labels.get(iri, ()))]
        for text in own:
            name = " ".join(re.findall(r"[^\W_]+(?:[.&'\u2019+-][^\W_]+)*\+?", text.lower()))
            if name:
                lexicon.organisations.setdefault(name, Organisation(own[0], kinds.get(iri), iri, iri in ordinary))
                lexicon.names.setdefault(name.split()[0], set()).add(name)
    return lexicon
