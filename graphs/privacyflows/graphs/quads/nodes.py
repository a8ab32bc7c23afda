"""Builds the nodes that statements point to: organisations, passages of the text, local terms; every quad is kept once.

In come names, words and offsets; out come IRIs, and the quads that describe them collect in a `Writer`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pyoxigraph as ox
from privacyflows.extract.model import Profile
from privacyflows.graphs.quads.naming import digest, duration_words, literal, node, slug, term_words, undated, without_legal_form
from privacyflows.graphs.vocabulary import DPV, PF, PREFIXES, Vocabulary, expand

_OA = PREFIXES["oa"]
_TYPE, _LABEL, _BROADER = PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "broader"


@dataclass(frozen=True, kw_only=True, slots=True)
class Parties:
    """Names of organisations -> IRIs."""

    base: str
    profile: Profile
    policy: str
    vocabulary: Vocabulary

    @property
    def own(self) -> str:
        """IRI of the policy's organisation; one without a name is called after the policy, all its versions alike."""
        name = self.profile.organisation
        return self._iri(name) if name else f"{self.base}org/{slug('unnamed ' + undated(self.policy))}"

    @property
    def snapshot(self) -> str:
        """IRI of the snapshot."""
        return f"{self.base}snapshot/{self.own.rsplit('/', 1)[-1]}/{slug(self.policy)}"

    def resolve(self, name: str) -> str:
        """Return the IRI of the named organisation; the policy's own names all mean its organisation."""
        own = (self.profile.organisation, *self.profile.aliases)
        return self.own if name.casefold() in {n.casefold() for n in own if n} else self._iri(name)

    def label(self, iri: str, name: str) -> str:
        """Return the name to show: the vocabulary's, the profile's for its own organisation, else as written."""
        if iri == self.own:
            name = self.profile.organisation or undated(self.policy)
        return self.vocabulary.labels.get(iri, name)

    def _iri(self, name: str) -> str:
        for form in (name, without_legal_form(name)):
            if form.casefold() in self.vocabulary.organisations:
                return self.vocabulary.organisations[form.casefold()]
        return f"{self.base}org/{slug(name)}"


@dataclass(kw_only=True, slots=True)
class Writer:
    """Collects the quads of one snapshot in order, each once."""

    snapshot: str
    parties: Parties
    quads: dict[ox.Quad, None] = field(default_factory=dict)

    def add(self, subject: str, predicate: str, value: str | ox.Literal) -> None:
        """Add one statement; a plain string is an IRI."""
        known = value if isinstance(value, ox.Literal) else node(value)
        self.quads[ox.Quad(node(subject), node(predicate), known, node(self.snapshot))] = None

    def passage(self, text: str, start: int | None, end: int | None) -> str:
        """Add the passage and return its IRI; words that stand nowhere in the text have no offsets."""
        place = f"char={start},{end}" if start is not None and end is not None else f"words={digest(text)}"
        iri = f"{self.snapshot}#{place}"
        self.add(iri, _TYPE, PF.Passage)
        self.add(iri, _OA + "exact", literal(text))
        self.add(iri, _OA + "hasSource", self.snapshot)
        if start is not None and end is not None:
            self.add(iri, _OA + "start", literal(str(start), "integer"))
            self.add(iri, _OA + "end", literal(str(end), "integer"))
        return iri

    def own(self) -> str:
        """Add the policy's organisation and return its IRI."""
        iri = self.parties.own
        self.add(iri, _TYPE, PF.Organisation)
        self.add(iri, _LABEL, literal(self.parties.label(iri, "")))
        return iri

    def organisation(self, name: str, kind: str | None = None) -> str:
        """Add the organisation and return its IRI; ``kind`` is the CURIE of the party concept that the policy gives it."""
        iri = self.parties.resolve(name)
        self.add(iri, _TYPE, PF.Organisation)
        self.add(iri, _LABEL, literal(self.parties.label(iri, name)))
        if kind:
            self.add(iri, PF.partyKind, self.concept(kind))
        elif iri != self.parties.own and iri not in self.parties.vocabulary.kinds and name != self.parties.profile.parent:
            self.add(iri, PF.partyKind, DPV.ThirdParty)
        return iri

    def concept(self, curie: str) -> str:
        """Return the IRI of the concept."""
        return expand(curie, self.parties.vocabulary.prefixes)

    def term(self, role: str, words: str, top: str) -> str:
        """Add a local term, under the concept ``top``, for words without a concept and return its IRI."""
        label = term_words(words)
        iri = f"{self.parties.base}term/{role.replace('_', '-')}/{slug(label)}"
        self.add(iri, _TYPE, PF.Term)
        self.add(iri, _LABEL, literal(label))
        self.add(iri, _BROADER, top)
        return iri

    def duration(self, value: str) -> str:
        """Add a storage duration, given as ``xsd:duration``, and return its IRI."""
        iri = f"{self.parties.base}term/retention/{value}"
        self.add(iri, _TYPE, PF.Term)
        self.add(iri, _LABEL, literal(duration_words(value)))
        self.add(iri, _BROADER, DPV.StorageDuration)
        self.add(iri, DPV.hasDuration, literal(value, "duration"))
        return iri
