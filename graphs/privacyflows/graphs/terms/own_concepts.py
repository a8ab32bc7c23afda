"""Checks concepts of a user's own before the long work: paths of Turtle files go in, an error that says what is wrong comes out.

A misspelt scheme or parent is no fault of Turtle, and the reader would silently find nothing, or find the concept where nobody looks for
it. So each concept of such a file needs a scheme that there is, a name to be found by, and parents that somebody knows; a parent
in a namespace that is not ours may be anything. What SHACL can tell besides is in ``ontology/checks/concepts.ttl``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from privacyflows.extract.errors import InputError
from privacyflows.graphs.answers.sparql import nearest
from privacyflows.graphs.terms.dpv_terms import DPV
from privacyflows.graphs.terms.eu_gdpr_terms import EU_GDPR
from privacyflows.graphs.terms.pd_terms import PD
from privacyflows.graphs.terms.pf_terms import PF
from privacyflows.graphs.terms.tech_terms import TECH
from privacyflows.graphs.vocabulary import PREFIXES, Vocabulary, curie, load_vocabulary, triples
from rdflib import URIRef

_SKOS: Final = PREFIXES["skos"]
_SCHEME, _BROADER, _CONCEPT = _SKOS + "inScheme", _SKOS + "broader", _SKOS + "Concept"
_NAMES: Final = frozenset({_SKOS + "prefLabel", _SKOS + "altLabel", _SKOS + "hiddenLabel", PREFIXES["rdfs"] + "label"})
_CLOSED: Final = (DPV, PD, TECH, EU_GDPR, PF)
"""Namespaces whose terms are all known."""


class ConceptError(InputError):
    """A concept of a user's own that could not be found in a text, or would stand nowhere."""


def check(*paths: str | Path) -> None:
    """Raise `ConceptError` for the first concept of these files that is not as it should be; and what `load_vocabulary` raises."""
    if not paths:
        return
    known = load_vocabulary(*paths)
    for path in paths:
        fault = next(_faults(triples(path), known), None)
        if fault is not None:
            raise ConceptError(f"{path}: {fault[0]}", hint=fault[1])


def _faults(stated: Sequence[tuple[str, str, str]], known: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield what is wrong and the way out, concept by concept."""
    concepts: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value in stated:
        concepts.setdefault(subject, {}).setdefault(predicate, []).append(value)
    for iri, facts in concepts.items():
        if _SCHEME in facts or _BROADER in facts or _CONCEPT in facts.get(PREFIXES["rdf"] + "type", ()):
            yield from _concept(curie(iri, known.prefixes), facts, known, ours=iri in known.labels and not _NAMES & facts.keys())


def _concept(name: str, facts: Mapping[str, Sequence[str]], known: Vocabulary, *, ours: bool) -> Iterator[tuple[str, str]]:
    schemes = sorted(iri for iri in known.labels if iri.startswith(str(PF._NS)) and iri.endswith("Scheme"))
    shown = [curie(scheme) for scheme in schemes]
    if _SCHEME not in facts:
        yield (
            f"{name} is in no scheme, so that no role asks for it",
            "say skos:inScheme pf:DataScheme, or pf:PurposeScheme, pf:PartyScheme ...",
        )
    for scheme in facts.get(_SCHEME, ()):
        if scheme.startswith(str(PF._NS)) and scheme not in schemes:
            yield (
                f"{name} is in a scheme that there is not: {curie(scheme)}",
                nearest(curie(scheme), shown) or f"schemes: {', '.join(shown)}",
            )
    if not ours and not _NAMES & facts.keys():
        yield f"{name} has no name to be found by", 'skos:prefLabel "the words for it"@en, and skos:altLabel for other wordings'
    for above in facts.get(_BROADER, ()):
        if not _is_known(above, known):
            like = nearest(curie(above, known.prefixes), map(curie, {*known.labels, *known.broader}))
            yield f"{name} stands below {curie(above, known.prefixes)}, which nothing knows", like or "privacyflows concepts WORD finds one"


def _is_known(iri: str, known: Vocabulary) -> bool:
    homes = [home for home in _CLOSED if iri.startswith(str(home._NS))]
    return iri in known.labels or iri in known.broader or not homes or any(URIRef(iri) in home for home in homes)
