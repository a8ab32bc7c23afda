"""Reads practices, denials and gaps back out of a dataset, with the words that say them, for pictures that show their evidence.

In come a dataset and filters; out come `Claim`s in a stable order and the `Policy` each is stated in. Two SPARQL queries read
everything at once (statement, property, value; then passages), and Python puts the rows together: asking for each statement
alone, or joining its roles in SPARQL, would multiply rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox
from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.graphs.answers.evaluation import Source
from privacyflows.graphs.answers.hierarchy import Hierarchy
from privacyflows.graphs.answers.sparql import policies_like
from privacyflows.graphs.vocabulary import DPV, PF, PREFIXES, PROCESSING, VocabularyError, expand

ROLES: Final[Mapping[str, tuple[str, str]]] = {
    "source": (str(DPV.hasDataSource), str(PF.deniedSource)),
    "data": (str(DPV.hasPersonalData), str(PF.deniedData)),
    "purpose": (str(DPV.hasPurpose), str(PF.deniedPurpose)),
    "recipient": (str(DPV.hasRecipient), str(PF.deniedRecipient)),
}
"""Role of a flow -> the property of a practice and that of a denial."""

KIND_OF: Final = {"data": "data", "purposes": "purpose", "recipients": "recipient", "source": "source"}
"""Role of a statement -> kind of the terms that fill it."""

SCOPE: Final = "Holds for"
"""Name under which the scope of a statement is shown: readers of a region, registered users, one product."""

FACTS: Final[Mapping[str, tuple[str, str]]] = {
    "Legal basis": (str(DPV.hasLegalBasis), str(PF.deniedLegalBasis)),
    "Kept": (str(DPV.hasStorageCondition), str(PF.deniedStorageCondition)),
    "Place": (str(DPV.hasLocation), str(PF.deniedLocation)),
    "By means of": (str(DPV.isImplementedUsingTechnology), str(PF.deniedTechnology)),
    "About": (str(DPV.hasDataSubject), str(PF.deniedSubject)),
    SCOPE: (str(PF.hasScope), str(PF.hasScope)),
}
"""What else a statement says, under the name to show, by the same two properties."""

_ACTIONS: Final = {str(iri): str(action) for action, iri in PROCESSING.items()}
_CLASSES: Final = {str(PF.Practice): "practice", str(PF.Denial): "denial", str(PF.Gap): "gap"}
_TYPE = PREFIXES["rdf"] + "type"


MODALITIES: Final[Mapping[str, str]] = {"does": str(PF.Does), "may": str(PF.May), "will": str(PF.Will)}
"""Modality -> IRI."""
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class FilterError(PrivacyflowsError):
    """A filter that names nothing: a policy, an organisation, a modality or a time that the dataset does not hold."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """One snapshot."""

    iri: str
    name: str
    organisation: str
    title: str = ""
    modified: str = ""
    captured: str = ""
    media_type: str = ""

    @property
    def date(self) -> str:
        """What the policy says of its own date, else when it was archived, else ``""``."""
        return self.modified or self.captured

    @property
    def markdown(self) -> bool:
        """Whether the policy's text is Markdown, so that its signs are no words."""
        return self.media_type == "text/markdown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """A passage: its words, where it stands in its policy's text, and the concepts that they were read as."""

    text: str
    start: int | None = None
    end: int | None = None
    concepts: frozenset[str] = frozenset()
    before: str = ""
    """What stands before it in its paragraph, where the dataset keeps that (``oa:prefix``)."""
    after: str = ""
    """What follows it in its paragraph (``oa:suffix``)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One practice, denial or gap as the dataset has it; IRIs are plain strings."""

    iri: str
    kind: str
    policy: str
    """IRI of the snapshot."""
    organisation: str = ""
    action: str = ""
    modality: str = "does"
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facts: tuple[tuple[str, str], ...] = ()
    """Name to show and IRI."""
    conditions: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    section: str = ""
    confidence: float = 1.0
    evidence: tuple[Words, ...] = ()
    mentions: tuple[Words, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrowing:
    """Filters as IRIs; an empty one lets everything pass, a concept includes its narrower ones."""

    policies: tuple[str, ...] = ()
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    organisation: str = ""
    modality: str = ""
    """``does``, ``may`` or ``will``."""
    scopes: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        hierarchy: Hierarchy,
        policies: Sequence[Policy],
        policy: str | Iterable[str] | None,
        roles: Mapping[str, str | None],
        *,
        organisation: str | None = None,
        modality: str | None = None,
        scope: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Narrowing:
        """Resolve names.

        ``since`` and ``until`` are a year, a month or a day as in ISO 8601 (``2018``, ``2018-05``, ``2018-05-25``), both included, and
        leave out policies without a date. Raises `FilterError` for an unknown policy, organisation or modality and where no policy is
        of that time, `VocabularyError` for an unknown prefix.
        """
        asked = () if policy is None else (policy,) if isinstance(policy, str) else tuple(policy)
        known = {name: p.iri for p in policies for name in (p.name, p.iri)}
        for name in asked:
            if name not in known:
                raise FilterError(f"the dataset has no policy {name!r}", hint=policies_like(name, {p.name for p in policies}))
        if modality is not None and modality not in MODALITIES:
            raise FilterError(f"no modality is called {modality!r}", hint=f"modalities: {', '.join(MODALITIES)}")
        chosen = tuple(known[name] for name in asked)
        concepts = {role: str(expand(c, hierarchy.prefixes)) for role, c in roles.items() if c}
        return cls(
            policies=_dated(policies, chosen, since, until) if since or until else chosen,
            roles={role: frozenset(hierarchy.narrower(iri)) for role, iri in concepts.items()},
            organisation=_organisation(hierarchy, organisation) if organisation else "",
            modality=modality or "",
            scopes=hierarchy.narrower(str(expand(scope, hierarchy.prefixes))) if scope else frozenset(),
        )

    def admits(self, claim: Claim) -> bool:
        """Whether the claim passes every filter."""
        if self.organisation and claim.organisation != self.organisation:
            return False
        if self.modality and claim.modality != self.modality:
            return False
        if self.scopes and not any(name == SCOPE and value in self.scopes for name, value in claim.facts):
            return False
        return all(not wanted.isdisjoint(claim.roles.get(role, ())) for role, wanted in self.roles.items())

    @property
    def graphs(self) -> str:
        """The filter on snapshots as a ``VALUES`` row, ``""`` where there is none."""
        return f"VALUES ?snapshot {{ {' '.join(f'<{iri}>' for iri in self.policies)} }}" if self.policies else ""


def _organisation(hierarchy: Hierarchy, name: str) -> str:
    for iri, label in sorted(hierarchy.labels.items()):
        if label.casefold() == name.casefold() and "/org/" in iri:
            return iri
    try:
        return str(expand(name, hierarchy.prefixes))
    except VocabularyError:
        raise FilterError(f"no organisation is called {name!r}", hint="give its name as the dataset has it, or its IRI") from None


def _dated(policies: Sequence[Policy], chosen: tuple[str, ...], since: str | None, until: str | None) -> tuple[str, ...]:
    """The policies of a time: a date is cut to the precision of the bound that it is held against."""
    for bound in (since, until):
        if bound is not None and not _DATE.fullmatch(bound):
            raise FilterError(f"not a year, month or day: {bound!r}", hint="write 2018, 2018-05 or 2018-05-25")
    first, last = since or "", until or "9999"
    of = [p for p in policies if p.date and (not chosen or p.iri in chosen)]
    kept = tuple(p.iri for p in of if p.date[: len(first)] >= first and p.date[: len(last)] <= last)
    if not kept:
        dates = sorted(p.date for p in of)
        hint = f"dates: {dates[0]} to {dates[-1]}" if dates else "none of the policies has a date"
        time = f"from {since} to {until}" if since and until else f"{since} or later" if since else f"{until} or earlier"
        raise FilterError(f"no policy is dated {time}", hint=hint)
    return tuple(iri for iri in chosen if iri in kept) or kept


def policies_of(source: Source) -> list[Policy]:
    """Return the snapshots of a dataset, by organisation, own date and name."""
    query = """SELECT DISTINCT ?s ?name ?publisher ?title ?modified ?captured ?format WHERE { GRAPH ?g {
      ?s a pf:Snapshot ; dct:identifier ?name ; dct:publisher ?publisher . OPTIONAL { ?s dct:title ?title }
      OPTIONAL { ?s dct:modified ?modified } OPTIONAL { ?s pf:capturedAt ?captured } OPTIONAL { ?s dct:format ?format } } }"""
    found = {}
    for iri, name, publisher, title, modified, captured, media_type in _rows(source, query):
        found[iri] = Policy(
            iri=iri, name=name, organisation=publisher, title=title, modified=modified, captured=captured, media_type=media_type
        )
    return sorted(found.values(), key=lambda p: (p.organisation, p.modified or p.captured, p.name, p.iri))


def claims_of(source: Source, narrowing: Narrowing, policies: Iterable[Policy]) -> list[Claim]:
    """Return the practices, denials and gaps that pass the filters, by snapshot and place in the text."""
    properties = _properties(source, narrowing)
    passages = _passages(source, narrowing)
    publishers = {p.iri: p.organisation for p in policies}
    claims = (_claim(iri, values, passages, publishers) for iri, values in properties.items())
    admitted = [claim for claim in claims if narrowing.admits(claim)]
    return sorted(admitted, key=lambda c: (c.policy, min((w.start or 0 for w in c.evidence), default=0), c.iri))


def _properties(source: Source, narrowing: Narrowing) -> dict[str, dict[str, list[str]]]:
    query = f"""SELECT ?statement ?property ?value WHERE {{ {narrowing.graphs} GRAPH ?g {{
      VALUES ?class {{ pf:Practice pf:Denial pf:Gap }}
      ?statement a ?class ; pf:statedIn ?snapshot ; ?property ?value . }} }}"""
    found: dict[str, dict[str, list[str]]] = {}
    for statement, predicate, value in _rows(source, query):
        found.setdefault(statement, {}).setdefault(predicate, []).append(value)
    return found


def _passages(source: Source, narrowing: Narrowing) -> dict[str, Words]:
    query = f"""SELECT DISTINCT ?passage ?text ?start ?end ?before ?after ?concept WHERE {{ {narrowing.graphs} GRAPH ?g {{
      ?statement pf:statedIn ?snapshot ; pf:evidence|pf:mentions ?passage . ?passage oa:exact ?text .
      OPTIONAL {{ ?passage oa:start ?start ; oa:end ?end }} OPTIONAL {{ ?passage oa:prefix ?before }}
      OPTIONAL {{ ?passage oa:suffix ?after }} OPTIONAL {{ ?passage pf:concept ?concept }} }} }}"""
    rows: dict[str, tuple[str, ...]] = {}
    concepts: dict[str, set[str]] = {}
    for passage, *values, concept in _rows(source, query):
        rows[passage] = tuple(values)
        if concept:
            concepts.setdefault(passage, set()).add(concept)
    return {
        iri: Words(
            text=text,
            start=int(start) if start else None,
            end=int(end) if end else None,
            before=before,
            after=after,
            concepts=frozenset(concepts.get(iri, ())),
        )
        for iri, (text, start, end, before, after) in rows.items()
    }


def _rows(source: Source, query: str) -> Iterator[tuple[str, ...]]:
    """Rows as plain strings, ``""`` for what is not bound: of 200,000 rows three quarters of the time went into rdflib's terms."""
    if source.store is None:
        yield from (tuple("" if value is None else str(value) for value in row) for row in source.answer(query).rows)
        return
    found = source.store.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    for row in found:
        yield tuple("" if value is None else value.value for value in row)


def _claim(iri: str, values: Mapping[str, list[str]], passages: Mapping[str, Words], publishers: Mapping[str, str]) -> Claim:
    kind = next(_CLASSES[c] for c in values[_TYPE] if c in _CLASSES)
    snapshot, denied = values[str(PF.statedIn)][0], kind == "denial"
    actor = next(iter(sorted(values.get(str(PF.actor), ()))), "")
    processing = values.get(str(PF.deniedProcessing if denied else DPV.hasProcessing), ())

    def filled(pair: tuple[str, str]) -> tuple[str, ...]:
        return tuple(sorted(set(values.get(pair[denied], ()))))

    return Claim(
        iri=iri,
        kind=kind,
        policy=snapshot,
        # What a user does ("you may give us ...") is told of the policy's organisation.
        organisation=publishers.get(snapshot, "") if actor in ("", str(DPV.DataSubject)) else actor,
        action=next((_ACTIONS[p] for p in sorted(processing) if p in _ACTIONS), ""),
        modality=next((m.rsplit("#", 1)[-1].lower() for m in values.get(str(PF.modality), ())), "does"),
        roles={role: filled(pair) for role, pair in ROLES.items()},
        facts=tuple((name, value) for name, pair in FACTS.items() for value in filled(pair)),
        conditions=filled((str(PF.hasCondition),) * 2),
        missing=tuple(sorted(values.get(str(PF.missing), ()))),
        section=next(iter(values.get(str(PF.section), ())), ""),
        confidence=float(next(iter(values.get(str(PF.confidence), ())), "1")),
        evidence=_words(values.get(str(PF.evidence), ()), passages),
        mentions=_words(values.get(str(PF.mentions), ()), passages),
    )


def _words(iris: Iterable[str], passages: Mapping[str, Words]) -> tuple[Words, ...]:
    found = (passages[iri] for iri in sorted(set(iris)) if iri in passages)
    return tuple(sorted(found, key=lambda w: (w.start is None, w.start or 0, w.end or 0, w.text)))
