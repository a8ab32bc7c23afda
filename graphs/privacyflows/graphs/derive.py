"""Derived layers: the quads of snapshots go in; shortcuts, labels with hierarchy, and the closure come out, as quads.

Three layers, rebuilt as a whole from the statements and never edited: ``<snapshot>/flows`` holds the shortcuts that people ask
for first (``pf:collects``, ``pf:sharesWith`` ...); the vocabulary graph holds one ``skos:prefLabel`` for each concept, organisation
and local term that the dataset uses, and the hierarchy above them, so that a saved file can name its nodes alone; the closure
graph holds ``pf:within``. Computed in Python in one pass, since SPARQL UPDATE takes minutes for what takes milliseconds here.
Only practices feed shortcuts: a denial cannot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox
from privacyflows.graphs.quads.naming import literal, node
from privacyflows.graphs.rdf import AFFIRMED, DENIED
from privacyflows.graphs.vocabulary import CLOSURE_GRAPH, DPV, PF, PREFIXES, VOCABULARY_GRAPH, Vocabulary, load_vocabulary

_TYPE, _LABEL = PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label"
_BROADER, _PREF = PREFIXES["skos"] + "broader", PREFIXES["skos"] + "prefLabel"
_CONCEPT, _PART_OF = PREFIXES["skos"] + "Concept", PREFIXES["dct"] + "isPartOf"
_PRACTICE, _ORGANISATION = str(PF.Practice), str(PF.Organisation)
_PARTY_KIND, _THIRD_PARTY, _USER = str(PF.partyKind), str(DPV.ThirdParty), str(DPV.DataSubject)

PREFERRED_PREFIX: Final = "http://purl.org/vocab/vann/preferredNamespacePrefix"
"""Namespace -> the prefix of a user's own concepts (VANN 1.0)."""
FLOWS: Final = "/flows"
"""Ending of the name of a snapshot's graph of shortcuts."""

SHORTCUT: Final[Mapping[str, str]] = {
    str(processing): str(shortcut)
    for shortcut, of in {
        PF.collects: (DPV.Collect, DPV.Tracking),
        PF.uses: (DPV.Use, DPV.Access, DPV.Combine),
        PF.shares: (DPV.Share, PF.Sell, DPV.Transfer, DPV.Disseminate),
        PF.retains: (DPV.Store,),
    }.items()
    for processing in of
}
"""Processing concept -> the shortcut from party to data. Deleting and securing data are no flows and have none."""

_SLOTS: Final[Mapping[str, str]] = {
    str(PF.actor): "actor",
    str(DPV.hasProcessing): "processing",
    str(DPV.hasPersonalData): "data",
    str(DPV.hasPurpose): "purpose",
    str(DPV.hasRecipient): "recipient",
}
_NAMES_CONCEPTS: Final = frozenset(
    str(p)
    for p in (
        *AFFIRMED.values(),
        *DENIED.values(),
        DPV.hasProcessing,
        DPV.hasRight,
        DPV.hasDataController,
        PF.deniedProcessing,
        PF.trackerCategory,
        PF.trackerPurpose,
        PF.about,
        PF.concept,
        PF.actor,
        PF.provider,
        PF.partyKind,
        PF.modality,
        PF.actorKind,
        PF.vagueness,
        PREFIXES["dct"] + "publisher",
        PREFIXES["dct"] + "isPartOf",
    )
)


def is_derived(graph: str) -> bool:
    """Whether the graph of that name is rebuilt by `derive` rather than stated by a policy."""
    return graph.endswith(FLOWS) or graph in (str(VOCABULARY_GRAPH), str(CLOSURE_GRAPH))


def derive(quads: Iterable[ox.Quad], vocabulary: Vocabulary | None = None) -> list[ox.Quad]:
    """Return the derived layers of a whole dataset, sorted; quads of derived graphs in the input are passed over."""
    used = _Used(vocabulary=vocabulary or load_vocabulary())
    for quad in quads:
        graph = quad.graph_name
        if isinstance(graph, ox.NamedNode) and not is_derived(graph.value):
            used.note(quad, graph.value)
    used.organisations |= {parent for iri in used.organisations for parent in used.belongs_to(iri)}
    return sorted({*used.flows(), *used.vocabulary_graph(), *used.closure()}, key=str)


@dataclass(kw_only=True, slots=True)
class _Used:
    """What one pass over the statements gathers."""

    vocabulary: Vocabulary
    practices: dict[tuple[str, str], dict[str, list[str]]] = field(default_factory=dict)
    """(graph, statement) -> slot -> values, of anything that has such a slot."""
    typed: set[tuple[str, str]] = field(default_factory=set)
    """(graph, statement) of the practices."""
    named: set[str] = field(default_factory=set)
    organisations: set[str] = field(default_factory=set)
    labels: dict[str, set[str]] = field(default_factory=dict)
    broader: dict[str, set[str]] = field(default_factory=dict)
    kinds: dict[str, Counter[str]] = field(default_factory=dict)

    def note(self, quad: ox.Quad, graph: str) -> None:
        """Take in one quad of a snapshot."""
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, ox.NamedNode):
            return
        if isinstance(value, ox.Literal):
            if predicate == _LABEL:
                self.labels.setdefault(subject.value, set()).add(value.value)
            return
        if not isinstance(value, ox.NamedNode):
            return
        if predicate == _TYPE:
            if value.value == _PRACTICE:
                self.typed.add((graph, subject.value))
            elif value.value == _ORGANISATION:
                self.organisations.add(subject.value)
            return
        if predicate in _SLOTS:
            self.practices.setdefault((graph, subject.value), {}).setdefault(_SLOTS[predicate], []).append(value.value)
        if predicate in _NAMES_CONCEPTS:
            self.named.add(value.value)
        if predicate == _BROADER:
            self.broader.setdefault(subject.value, set()).add(value.value)
        elif predicate == _PARTY_KIND:
            self.kinds.setdefault(subject.value, Counter())[value.value] += 1

    def flows(self) -> Iterator[ox.Quad]:
        """Yield the shortcuts of every snapshot."""
        for graph, practice in self.typed:
            slots = self.practices.get((graph, practice), {})
            for subject, predicate, value in _shortcuts(slots):
                yield _quad(subject, predicate, value, graph + FLOWS)

    def above(self) -> dict[str, tuple[str, ...]]:
        """Return every node that the dataset names, with all that stands above it, itself included."""
        known = self.vocabulary
        joined = Vocabulary(
            broader={**known.broader, **{iri: (*known.broader.get(iri, ()), *found) for iri, found in self.broader.items()}},
            kinds={**known.kinds, **{iri: (*known.kinds.get(iri, ()), *found) for iri, found in self.kinds.items()}},
        )
        todo = self.named | self.organisations
        first = {iri: joined.ancestors(iri) for iri in todo}
        return first | {iri: joined.ancestors(iri) for found in first.values() for iri in found if iri not in first}

    def belongs_to(self, iri: str) -> Iterator[str]:
        """Yield the well-known organisations that one belongs to, directly or not."""
        seen = {iri}
        todo = list(self.vocabulary.parents.get(iri, ()))
        while todo:
            parent = todo.pop()
            if parent not in seen:
                seen.add(parent)
                yield parent
                todo += self.vocabulary.parents.get(parent, ())

    def closure(self) -> Iterator[ox.Quad]:
        """Yield ``pf:within`` for every node."""
        for iri, found in self.above().items():
            for ancestor in found:
                yield _quad(iri, PF.within, ancestor, CLOSURE_GRAPH)

    def vocabulary_graph(self) -> Iterator[ox.Quad]:
        """Yield label and hierarchy of every node."""
        known = self.vocabulary
        for iri in self.above():
            organisation = iri in self.organisations
            yield self._label(iri)
            for above in known.broader.get(iri, ()):
                yield _quad(iri, _BROADER, above, VOCABULARY_GRAPH)
            if not organisation:
                yield _quad(iri, _TYPE, _CONCEPT, VOCABULARY_GRAPH)
                continue
            if iri not in self.labels:  # the owner of a product whom no policy names: an organisation all the same
                yield _quad(iri, _TYPE, _ORGANISATION, VOCABULARY_GRAPH)
                yield ox.Quad(node(iri), node(_LABEL), literal(known.label(iri)), node(VOCABULARY_GRAPH))
            for kind in known.kinds.get(iri, ()):
                yield _quad(iri, _PARTY_KIND, kind, VOCABULARY_GRAPH)
            for parent in known.parents.get(iri, ()):
                yield _quad(iri, _PART_OF, parent, VOCABULARY_GRAPH)
            main = self._main_kind(iri)
            if main:
                yield _quad(iri, PF.mainKind, main, VOCABULARY_GRAPH)
        yield from self._prefixes()

    def _prefixes(self) -> Iterator[ox.Quad]:
        """Yield the prefixes of a user's own concepts, so that questions can use them wherever the dataset is opened."""
        for prefix, namespace in self.vocabulary.prefixes.items():
            if prefix not in PREFIXES and any(iri.startswith(namespace) for iri in self.named):
                yield ox.Quad(node(namespace), node(PREFERRED_PREFIX), literal(prefix), node(VOCABULARY_GRAPH))

    def _label(self, iri: str) -> ox.Quad:
        """Return the one label: the vocabulary's in English, else the first of the names that the policies give."""
        said = self.labels.get(iri)
        if said and iri not in self.vocabulary.labels:
            return ox.Quad(node(iri), node(_PREF), literal(min(said)), node(VOCABULARY_GRAPH))
        label = ox.Literal(self.vocabulary.label(iri), language="en")
        return ox.Quad(node(iri), node(_PREF), label, node(VOCABULARY_GRAPH))

    def _main_kind(self, iri: str) -> str | None:
        """Return the vocabulary's main kind, else the one that most policies give; "third party" only where nothing else is said."""
        if self.vocabulary.kinds.get(iri):
            return self.vocabulary.kinds[iri][0]
        said = self.kinds.get(iri)
        return min(said, key=lambda kind: (kind == _THIRD_PARTY, -said[kind], kind)) if said else None


def _quad(subject: str, predicate: str, value: str, graph: str) -> ox.Quad:
    return ox.Quad(node(subject), node(predicate), node(value), node(graph))


def _shortcuts(slots: Mapping[str, list[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield the shortcuts of one practice; the person whom the data is about is no party of a flow."""
    shortcuts = [SHORTCUT[p] for p in slots.get("processing", ()) if p in SHORTCUT]
    if not shortcuts:
        return
    actors = [actor for actor in slots.get("actor", ()) if actor != _USER]
    data, recipients = slots.get("data", ()), slots.get("recipient", ())
    for actor in actors:
        yield from ((actor, shortcut, value) for shortcut in shortcuts for value in data)
        yield from ((actor, PF.usesFor, purpose) for purpose in slots.get("purpose", ()))
        yield from ((actor, PF.sharesWith, recipient) for recipient in recipients if recipient != actor)
    yield from ((recipient, PF.receives, value) for recipient in recipients for value in data)
