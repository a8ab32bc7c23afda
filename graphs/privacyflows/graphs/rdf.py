"""Statements -> quads: in come a document, its profile and its statements; out comes one named graph, the snapshot.

Each statement becomes one node: a practice is a ``dpv:Process``; a denial uses ``pf:denied*`` only, so that no query for flows
can meet it; trackers, rights and gaps have their own classes. Every span that a statement rests on is one ``pf:Passage``
(``<snapshot#char=start,end>``, after RFC 5147) with its words, linked by ``pf:evidence`` (the sentence) and ``pf:mentions`` (the
words of actor, verb and each filler, with the ``pf:concept`` that they were read as); evidence has the text around it, too. A filler
without a concept becomes a local ``pf:Term`` under the top concept of its role, so that nothing is dropped. IRIs are made of content:
no blank nodes, no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox
from privacyflows.extract.model import Action, Actor, ActorKind, Document, Filler, Kind, Modality, Profile, Statement
from privacyflows.graphs.quads.naming import base_iri, date_literal, decimal_literal, digest, duration, literal
from privacyflows.graphs.quads.nodes import Parties, Writer
from privacyflows.graphs.quads.surroundings import surround
from privacyflows.graphs.vocabulary import (
    BASE,
    DPV,
    PF,
    PREFIXES,
    PROCESSING,
    Vocabulary,
    VocabularyError,
    expand,
    load_vocabulary,
)

_DCT, _OA, _PROV = PREFIXES["dct"], PREFIXES["oa"], PREFIXES["prov"]
_ADDRESS: Final = ":/?#[]@!$&'()*+,;=%~"
"""Characters of an address that stay as they are; the rest is percent-encoded."""
_TYPE, _LABEL = PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label"
_ALT = PREFIXES["skos"] + "altLabel"

TOPS: Final[Mapping[str, str]] = {
    "data": DPV.PersonalData,
    "purposes": DPV.Purpose,
    "recipients": DPV.ThirdParty,
    "source": DPV.DataSource,
    "subjects": DPV.DataSubject,
    "conditions": DPV.Context,
    "legal_basis": DPV.LegalBasis,
    "retention": DPV.StorageCondition,
    "location": DPV.Location,
    "technology": DPV.Technology,
    "rights": DPV.Right,
    "scope": DPV.Scope,
    "actor": DPV.ThirdParty,
}
"""Role -> the concept that a local term of this role stands under."""

_BOTH: Final[Mapping[str, str]] = {"conditions": PF.hasCondition, "scope": PF.hasScope}
AFFIRMED: Final[Mapping[str, str]] = {
    "data": DPV.hasPersonalData,
    "purposes": DPV.hasPurpose,
    "recipients": DPV.hasRecipient,
    "source": DPV.hasDataSource,
    "subjects": DPV.hasDataSubject,
    "legal_basis": DPV.hasLegalBasis,
    "retention": DPV.hasStorageCondition,
    "location": DPV.hasLocation,
    "technology": DPV.isImplementedUsingTechnology,
    **_BOTH,
}
"""Role -> property of a practice."""
DENIED: Final[Mapping[str, str]] = {
    "data": PF.deniedData,
    "purposes": PF.deniedPurpose,
    "recipients": PF.deniedRecipient,
    "source": PF.deniedSource,
    "subjects": PF.deniedSubject,
    "legal_basis": PF.deniedLegalBasis,
    "retention": PF.deniedStorageCondition,
    "location": PF.deniedLocation,
    "technology": PF.deniedTechnology,
    **_BOTH,
}
"""Role -> property of a denial."""
_DECLARED: Final[Mapping[str, str]] = {"technology": PF.trackerCategory, "purposes": PF.trackerPurpose, **_BOTH}
_OFFERED: Final[Mapping[str, str]] = {"rights": DPV.hasRight, "subjects": DPV.hasDataSubject, **_BOTH}
_ROLES: Final = (*AFFIRMED, "rights")

_CLASSES: Final[Mapping[Kind, str]] = {
    Kind.PRACTICE: PF.Practice,
    Kind.DENIAL: PF.Denial,
    Kind.TRACKER: PF.TrackerDeclaration,
    Kind.RIGHT: PF.RightOffer,
    Kind.GAP: PF.Gap,
}
_MODALITY: Final[Mapping[Modality, str]] = {Modality.DOES: PF.Does, Modality.MAY: PF.May, Modality.WILL: PF.Will}
_ACTOR_KIND: Final[Mapping[ActorKind, str]] = {
    ActorKind.FIRST_PARTY: PF.FirstParty,
    ActorKind.THIRD_PARTY: PF.ThirdParty,
    ActorKind.USER: PF.User,
}
_VAGUENESS: Final[Mapping[str, str]] = {"generic": PF.Generic, "vague": PF.Vague, "open-list": PF.OpenList}
_PARTY_ROLES: Final = frozenset({"recipients", "source"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """The program and the language model that read the policies, for the provenance of a snapshot."""

    version: str = ""
    """Version of privacyflows; ``""`` stands for the installed one."""
    model: str = ""
    """Import name of the language model, ``""`` where none took part."""
    model_version: str = ""
    model_sha256: str = ""
    """Hex digest of the model's weights."""
    tagger_sha256: str = ""
    """Hex digest of the second witness's weights, ``""`` where the rules read alone."""


def snapshot_iri(document: Document, profile: Profile, *, base: str = BASE, vocabulary: Vocabulary | None = None) -> str:
    """Return ``<base>snapshot/<organisation>/<policy>``, the IRI of the snapshot and of its named graph."""
    parties = Parties(base=base_iri(base), profile=profile, policy=document.policy, vocabulary=vocabulary or load_vocabulary())
    return parties.snapshot


def to_quads(
    document: Document,
    profile: Profile,
    statements: Iterable[Statement],
    *,
    base: str = BASE,
    vocabulary: Vocabulary | None = None,
    reader: Reader | None = None,
    snapshot: str | None = None,
) -> Iterator[ox.Quad]:
    """Return the quads of one snapshot, each once, in an order that depends on the input alone.

    ``base`` is the start of all IRIs that are minted; well-known organisations keep theirs. ``snapshot`` replaces the IRI of
    `snapshot_iri` where two policies would share it. Raises `VocabularyError` for a concept whose prefix is unknown.
    """
    known = vocabulary or load_vocabulary()
    parties = Parties(base=base_iri(base), profile=profile, policy=document.policy, vocabulary=known)
    writer = Writer(snapshot=snapshot or parties.snapshot, parties=parties)
    _describe(writer, document, profile, reader or Reader())
    listed = list(statements)
    kinds = {statement.id: statement.kind for statement in listed}
    for statement in listed:
        _state(writer, statement, kinds)
    surround(writer, document, listed)
    return iter(writer.quads)


def _describe(writer: Writer, document: Document, profile: Profile, reader: Reader) -> None:
    """Write what is known of the snapshot itself: whose policy, of when, from where, read by what."""
    this, add = writer.snapshot, writer.add
    add(this, _TYPE, PF.Snapshot)
    add(this, _DCT + "identifier", literal(document.policy))
    add(this, _DCT + "title", literal(profile.title or document.policy))
    add(this, _DCT + "language", literal(document.language))
    add(this, _DCT + "format", literal(document.media_type))
    if document.sha256:
        add(this, PF.sha256, literal(document.sha256))
    if profile.modified:
        add(this, _DCT + "modified", date_literal(profile.modified))
    if profile.captured:
        add(this, PF.capturedAt, date_literal(profile.captured))
    own = writer.own()
    add(this, _DCT + "publisher", own)
    for alias in profile.aliases:
        add(own, _ALT, literal(alias))
    if profile.parent and writer.parties.resolve(profile.parent) != own:
        add(own, _DCT + "isPartOf", writer.organisation(profile.parent))
    if profile.controller:
        add(this, DPV.hasDataController, writer.organisation(profile.controller))
    for contact in profile.contacts:
        place = writer.passage(contact.text, contact.start, contact.end)
        add(place, _TYPE, PF.Contact)
        add(place, PF.contactKind, literal(contact.kind))
        add(place, PF.contactRole, literal(contact.role))
        add(own, DPV.hasContact, place)
    _provenance(writer, document, reader)


def _provenance(writer: Writer, document: Document, reader: Reader) -> None:
    """Write where the text came from and what read it (PROV-O); the clock is left out on purpose."""
    this, add = writer.snapshot, writer.add
    if document.source:
        add(this, _DCT + "source", literal(document.source))
    if re.match(r"https?://", document.source):
        with suppress(VocabularyError):  # an address that even encoded is no IRI stays a literal, above
            add(this, _PROV + "wasDerivedFrom", expand(quote(document.source, safe=_ADDRESS, errors="replace")))
    program = reader.version or _installed_version()
    known = (program, reader.model, reader.model_version, reader.model_sha256, reader.tagger_sha256)
    agent = f"{writer.parties.base}reader/{digest('|'.join(known))}"
    add(this, _PROV + "wasGeneratedBy", f"{this}#reading")
    add(f"{this}#reading", _TYPE, _PROV + "Activity")
    add(f"{this}#reading", _PROV + "wasAssociatedWith", agent)
    add(agent, _TYPE, _PROV + "SoftwareAgent")
    with_model = f" with {reader.model} {reader.model_version}".rstrip() if reader.model else ""
    add(agent, _LABEL, literal(f"privacyflows {program}{with_model}"))
    for predicate, value in (
        (PF.modelName, reader.model),
        (PF.modelVersion, reader.model_version),
        (PF.modelSha256, reader.model_sha256),
        (PF.taggerSha256, reader.tagger_sha256),
    ):
        if value:
            add(agent, predicate, literal(value))


def _installed_version() -> str:
    try:
        return version("privacyflows")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "unknown"


def _state(writer: Writer, statement: Statement, kinds: Mapping[str, Kind]) -> None:
    """Write one statement, and for a declared tracker the practice that follows from it."""
    this = _statement_iri(writer, statement.id, statement.kind)
    said = _said(writer, statement)
    _common(writer, this, statement, said)
    if statement.kind is Kind.PRACTICE:
        _practice(writer, this, statement, said)
    elif statement.kind is Kind.DENIAL:
        _denial(writer, this, statement, said, kinds)
    elif statement.kind is Kind.TRACKER:
        _tracker(writer, this, statement, said)
    elif statement.kind is Kind.RIGHT:
        writer.add(writer.parties.own, PF.offers, this)
        _roles(writer, this, said, _OFFERED, rest=PF.about)
    else:
        _roles(writer, this, said, _BOTH, rest=PF.about)
        if statement.action:
            writer.add(this, PF.about, PROCESSING[statement.action])
        for role in statement.missing:
            writer.add(this, PF.missing, literal(role))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said:
    """A statement's nodes: who acts, what fills each role, and the passages with their words."""

    actor: str
    roles: Mapping[str, tuple[str, ...]]
    passages: tuple[str, ...]


def _statement_iri(writer: Writer, identifier: str, kind: Kind) -> str:
    return f"{writer.snapshot}#{kind}-{identifier}"


def _common(writer: Writer, this: str, statement: Statement, said: _Said) -> None:
    add = writer.add
    add(this, _TYPE, _CLASSES[statement.kind])
    add(this, PF.statedIn, writer.snapshot)
    add(this, PF.actor, said.actor)
    add(this, PF.actorKind, _ACTOR_KIND[statement.actor.kind])
    if statement.kind not in (Kind.GAP, Kind.RIGHT):
        add(this, PF.modality, _MODALITY[statement.modality])
    for words in statement.evidence:
        add(this, PF.evidence, writer.passage(words.text, words.start, words.end))
    for passage in said.passages:
        add(this, PF.mentions, passage)
    if statement.section:
        add(this, PF.section, literal(statement.section))
    if statement.rule:
        add(this, PF.rule, literal(statement.rule))
    add(this, PF.confidence, decimal_literal(statement.confidence))


def _roles(writer: Writer, this: str, said: _Said, properties: Mapping[str, str], *, rest: str | None = None) -> None:
    """Write the fillers under the property of their role; under ``rest`` those of the other roles."""
    for role, values in said.roles.items():
        predicate = properties.get(role, rest)
        for value in values if predicate else ():
            writer.add(this, predicate or "", value)


def _practice(writer: Writer, this: str, statement: Statement, said: _Said) -> None:
    if said.actor.startswith(_organisation_homes(writer)):
        writer.add(said.actor, DPV.hasProcess, this)
    writer.add(this, _TYPE, DPV.Process)
    writer.add(this, DPV.hasProcessing, PROCESSING[statement.action or Action.TRACK])
    _roles(writer, this, said, AFFIRMED)


def _denial(writer: Writer, this: str, statement: Statement, said: _Said, kinds: Mapping[str, Kind]) -> None:
    denier = said.actor if said.actor.startswith(_organisation_homes(writer)) else writer.parties.own
    writer.add(denier, PF.denies, this)
    if statement.action:
        writer.add(this, PF.deniedProcessing, PROCESSING[statement.action])
    _roles(writer, this, said, DENIED)
    for predicate, others in ((PF.hasException, statement.exceptions), (PF.qualifies, statement.qualifies)):
        for other in others:
            if other in kinds:  # what is not written cannot be pointed at
                writer.add(this, predicate, _statement_iri(writer, other, kinds[other]))


def _tracker(writer: Writer, this: str, statement: Statement, said: _Said) -> None:
    """Write a row of a cookie table and the practice that it amounts to."""
    writer.add(writer.parties.own, PF.declares, this)
    writer.add(this, PF.provider, said.actor)
    for name in statement.technology:
        writer.add(this, PF.trackerName, literal(name.text))
    _roles(writer, this, said, _DECLARED)
    follows = _statement_iri(writer, statement.id, Kind.PRACTICE)
    _common(writer, follows, replace(statement, kind=Kind.PRACTICE), said)
    _practice(writer, follows, statement, said)
    writer.add(follows, _PROV + "wasDerivedFrom", this)


def _organisation_homes(writer: Writer) -> tuple[str, str]:
    return f"{writer.parties.base}org/", PREFIXES["pforg"]


def _said(writer: Writer, statement: Statement) -> _Said:
    """Write the passages of a statement's words and the nodes that they name."""
    actor, passages = _actor(writer, statement.actor), []
    if statement.actor.text:
        passages.append(_mention(writer, Filler(text=statement.actor.text, start=statement.actor.start, end=statement.actor.end), (actor,)))
    if statement.verb and statement.action:
        verb = Filler(text=statement.verb.text, start=statement.verb.start, end=statement.verb.end)
        passages.append(_mention(writer, verb, (PROCESSING[statement.action],)))
    roles: dict[str, tuple[str, ...]] = {}
    for role in _ROLES:
        for filler in getattr(statement, role):
            values = tuple(_values(writer, role, filler))
            roles[role] = (*roles.get(role, ()), *values)
            passages.append(_mention(writer, filler, values))
    return _Said(actor=actor, roles=roles, passages=tuple(passages))


def _mention(writer: Writer, filler: Filler, values: tuple[str, ...]) -> str:
    passage = writer.passage(filler.text, filler.start, filler.end)
    for value in values:
        writer.add(passage, PF.concept, value)
    if filler.vagueness:
        writer.add(passage, PF.vagueness, _VAGUENESS[filler.vagueness])
    if filler.value:
        writer.add(passage, PF.value, literal(filler.value))
    return passage


def _actor(writer: Writer, actor: Actor) -> str:
    """Return the node of who acts: an organisation, a party concept, or the person the data is about."""
    if actor.kind is ActorKind.USER:
        return DPV.DataSubject
    if actor.organisation:
        return writer.organisation(actor.organisation, actor.concept)
    if actor.kind is ActorKind.FIRST_PARTY:
        return writer.parties.own
    if actor.concept:
        return writer.concept(actor.concept)
    return writer.term("actor", actor.text, TOPS["actor"]) if actor.text else DPV.ThirdParty


def _values(writer: Writer, role: str, filler: Filler) -> Iterator[str]:
    """Yield what a filler names: at least one node, never none."""
    if role in _PARTY_ROLES and filler.organisation:
        yield writer.organisation(filler.organisation, filler.concept)
        return
    span = duration(filler.value) if role == "retention" and filler.value else None
    if span:
        yield writer.duration(span)
    if filler.concept:
        yield writer.concept(filler.concept)
    elif role == "location" and filler.value and re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", filler.value):
        yield PREFIXES["loc"] + filler.value
    elif not span:
        yield writer.term(role, filler.text, TOPS[role])
