"""A dataset in the words of the Data Privacy Vocabulary alone: quads of snapshots go in, triples without any term of ours come out.

A practice stays the ``dpv:Process`` that it is. A denial becomes a ``dpv:Prohibition`` that its organisation has (DPV 2.3, rules), with the
denied roles under DPV's own properties. A snapshot becomes a ``dpv:PrivacyNotice``. A concept of ours is replaced by the nearest
DPV concept above it, words without a concept become an instance of that. Quotes stay, as Web Annotation resources that a statement
``prov:wasQuotedFrom``. What DPV has no term for is left out: modality, confidence, gaps, trackers beside the practice that follows
from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox
from privacyflows.graphs.derive import is_derived
from privacyflows.graphs.quads.naming import node
from privacyflows.graphs.rdf import AFFIRMED, DENIED, TOPS
from privacyflows.graphs.vocabulary import DPV, PF, PREFIXES, Vocabulary, load_vocabulary

_RDF, _OA, _DCT, _PROV = (PREFIXES[p] for p in ("rdf", "oa", "dct", "prov"))
_DPV: Final = PREFIXES["dpv"]
_TYPE: Final = _RDF + "type"

OF_DPV: Final = tuple(PREFIXES[p] for p in ("dpv", "pd", "tech", "eu-gdpr", "loc"))
"""Namespaces of DPV and of its extensions that we use."""
STANDARD: Final = tuple(PREFIXES[p] for p in ("rdf", "rdfs", "skos", "dct", "prov", "oa", "xsd"))
"""Namespaces of the standards that the profile uses beside it."""

CLASSES: Final[Mapping[str, str]] = {
    str(PF.Denial): _DPV + "Prohibition",
    str(PF.Snapshot): _DPV + "PrivacyNotice",
    str(PF.Organisation): _DPV + "Organisation",
    str(PF.Passage): _OA + "SpecificResource",
}
"""Class of ours -> class of DPV or a standard; other classes of ours are dropped, most have a second type that stays."""

PROPERTIES: Final[Mapping[str, str]] = {
    **{str(denied): str(AFFIRMED[role]) for role, denied in DENIED.items()},
    str(PF.deniedProcessing): str(DPV.hasProcessing),
    str(PF.denies): _DPV + "hasProhibition",
    str(PF.actor): _DPV + "isImplementedByEntity",
    str(PF.hasCondition): _DPV + "hasContext",
    str(PF.hasScope): _DPV + "hasScope",
    str(PF.statedIn): _DCT + "source",
    str(PF.evidence): _PROV + "wasQuotedFrom",
    str(PF.hasException): _DCT + "relation",
}
"""Property of ours -> property of DPV or a standard; what is not here is dropped."""

_TOP_OF: Final[Mapping[str, str]] = {
    **{str(AFFIRMED[role]): str(top) for role, top in TOPS.items() if role in AFFIRMED},
    str(DPV.hasProcessing): str(DPV.Processing),
    str(DPV.hasRight): str(DPV.Right),
    PROPERTIES[str(PF.actor)]: str(DPV.ThirdParty),
    PROPERTIES[str(PF.hasCondition)]: str(TOPS["conditions"]),
    PROPERTIES[str(PF.hasScope)]: str(TOPS["scope"]),
}
"""Property -> what stands for a concept of ours that no vocabulary places under DPV."""
_DESCRIBED: Final = frozenset(str(c) for c in (PF.Practice, PF.Denial, PF.Snapshot, PF.Organisation, PF.Term))
_QUOTING: Final = frozenset((str(PF.evidence), str(DPV.hasContact)))
_IS_A: Final = frozenset((str(PF.partyKind), PREFIXES["skos"] + "broader"))
"""What a party, or a local term, is a kind of: in DPV it is an instance of that."""


def to_dpv(quads: Iterable[ox.Quad], vocabulary: Vocabulary | None = None) -> list[ox.Triple]:
    """Return the dataset's triples in DPV's terms, sorted; derived graphs are passed over."""
    stated = [q for q in quads if isinstance(q.graph_name, ox.NamedNode) and not is_derived(q.graph_name.value)]
    profile = _Profile(vocabulary=vocabulary or load_vocabulary())
    for quad in stated:
        profile.note(quad)
    return sorted({triple for quad in stated for triple in profile.triples(quad)}, key=str)


@dataclass(kw_only=True, slots=True)
class _Profile:
    """What is known of the dataset's nodes, and how each quad is said in DPV."""

    vocabulary: Vocabulary
    described: set[str] = field(default_factory=set)
    """Nodes of the dataset that the profile holds: processes, prohibitions, notices, organisations, terms, quoted passages."""
    offers: set[str] = field(default_factory=set)
    stated_in: dict[str, str] = field(default_factory=dict)
    broader: dict[str, list[str]] = field(default_factory=dict)
    """Local term -> what stands above it."""

    def note(self, quad: ox.Quad) -> None:
        """Take in what a node is."""
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, ox.NamedNode) or not isinstance(value, ox.NamedNode):
            return
        if predicate == _TYPE and value.value in _DESCRIBED:
            self.described.add(subject.value)
        elif predicate == _TYPE and value.value == str(PF.RightOffer):
            self.offers.add(subject.value)
        elif predicate in _QUOTING:
            self.described.add(value.value)
        elif predicate == str(PF.statedIn):
            self.stated_in[subject.value] = value.value
        elif predicate in _IS_A:
            self.broader.setdefault(subject.value, []).append(value.value)

    def triples(self, quad: ox.Quad) -> Iterator[ox.Triple]:
        """Yield what one quad is in DPV: a triple, or nothing."""
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, ox.NamedNode) or isinstance(value, ox.BlankNode | ox.Triple):
            return
        if subject.value in self.offers and predicate == str(DPV.hasRight):
            yield ox.Triple(node(self.stated_in[subject.value]), node(predicate), node(self._named(value.value, predicate)))
        if subject.value not in self.described:
            return
        if predicate in _IS_A:
            yield ox.Triple(subject, node(_TYPE), node(self.nearest(value.value) or str(DPV.ThirdParty)))
        elif predicate == _TYPE:
            kind = CLASSES.get(value.value, value.value)
            if kind.startswith((*OF_DPV, *STANDARD)):
                yield ox.Triple(subject, node(_TYPE), node(kind))
        elif (said := PROPERTIES.get(predicate, predicate)).startswith((*OF_DPV, *STANDARD)):
            if isinstance(value, ox.Literal):
                yield ox.Triple(subject, node(said), value)
            elif self._tells(value.value):
                yield ox.Triple(subject, node(said), node(self._named(value.value, said)))

    def _tells(self, iri: str) -> bool:
        """Whether the profile holds the node or has a concept for it; what read a policy, for one, is left out."""
        return iri in self.described or iri.startswith((*OF_DPV, PREFIXES["pf"]))

    def _named(self, iri: str, predicate: str) -> str:
        return iri if iri in self.described else self.nearest(iri) or _TOP_OF.get(predicate, str(DPV.Context))

    def nearest(self, iri: str) -> str:
        """Return the DPV concept with the fewest steps above a concept, the first by name; ``""`` where there is none."""
        level, seen = [iri], {iri}
        while level:
            found = sorted(i for i in level if i.startswith(OF_DPV))
            if found:
                return found[0]
            level = sorted({a for i in level for a in (*self.vocabulary.broader.get(i, ()), *self.broader.get(i, ()))} - seen)
            seen.update(level)
        return ""
