"""The data types that pass between the rooms: text goes in as a `Document`, practices come out as `Statement`s.

Offsets are Python ``str`` indices (code points) into ``Document.text``, end exclusive. For every span that carries
offsets ``Document.text[start:end] == text`` holds; a role that was filled without a place in the text has neither.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a statement is: a claimed practice, its denial, a declared tracker, an offered right, or an unreadable place."""

    PRACTICE = "practice"
    DENIAL = "denial"
    TRACKER = "tracker"
    RIGHT = "right"
    GAP = "gap"


class Action(StrEnum):
    """What is done with data; each is mapped to one DPV processing concept by ``graphs.vocabulary``."""

    COLLECT = "collect"
    USE = "use"
    SHARE = "share"
    SELL = "sell"
    RETAIN = "retain"
    TRANSFER = "transfer"
    TRACK = "track"
    PUBLISH = "publish"
    ACCESS = "access"
    COMBINE = "combine"
    SECURE = "secure"
    DELETE = "delete"


class Polarity(StrEnum):
    """Whether the text says that it happens or that it does not."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"


class Modality(StrEnum):
    """The surface modal: ``may`` for may, might, can; ``will`` for will, shall; else ``does``."""

    DOES = "does"
    MAY = "may"
    WILL = "will"


class ActorKind(StrEnum):
    """Who acts: the policy's organisation, somebody else, or the person the data is about."""

    FIRST_PARTY = "first-party"
    THIRD_PARTY = "third-party"
    USER = "user"


class BlockKind(StrEnum):
    """The readable units of a document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    TABLE_ROW = "table-row"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One cell of a table row: its header (as written, ``""`` if the table has none) and its readable text, as in `Block`."""

    header: str
    view: str
    origin: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One heading, paragraph, list item or table row.

    ``view`` is the readable text without markup, one space for every run of blanks, quotes and dashes as written.
    ``origin[i]`` is the offset in ``Document.text`` of the character ``view[i]``; it has the length of ``view``.
    So ``view[a:b]`` stands at ``Document.text[origin[a] : origin[b - 1] + 1]`` (which may contain markup).
    """

    kind: BlockKind
    view: str
    origin: tuple[int, ...]
    level: int = 0
    """Heading level 1..6, or nesting depth of a list item (1 = outermost); 0 for the rest."""
    path: tuple[str, ...] = ()
    """Texts of the headings above this block, outermost first (for a heading: without itself)."""
    run_in: int = 0
    """Length in ``view`` of a run-in heading at the block's start ("Children under 13 — We do ..."), delimiter included; 0 = none."""
    marker: str = ""
    """The item's own label as written: "(iv)", "1.", "-", "" where the text has none."""
    lead_in: int | None = None
    """Index in ``Document.blocks`` of the block that introduces this item, table or title ("... for the following purposes:")."""
    cells: tuple[Cell, ...] = ()
    """Table rows only."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in ``Document.text`` of ``view[start:end]``; raises ``IndexError`` where the range is empty or outside."""
        if not 0 <= start < end <= len(self.view):
            raise IndexError(f"empty or outside the block: {start}:{end} of {len(self.view)}")
        return self.origin[start], self.origin[end - 1] + 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A policy as read: its text, untouched for .txt and .md (a readable rendering for HTML and PDF), and its blocks."""

    policy: str
    """Short name, the file's stem; names the policy in every statement."""
    text: str
    blocks: tuple[Block, ...]
    source: str = ""
    """Path or URL as the user gave it, ``""`` for text from memory."""
    media_type: str = "text/plain"
    language: str = "en"
    """BCP 47 tag, by content."""
    sha256: str = ""
    """Hex digest of ``text`` in UTF-8."""

    @classmethod
    def from_text(cls, text: str, *, policy: str = "note", media_type: str | None = None) -> Document:
        """A document from memory; ``media_type`` is text/plain or text/markdown, by content where it is None.

        Raises `EmptyInputError` where there is nothing to read.
        """
        from privacyflows.extract.documents import document_from_text

        return document_from_text(text, policy=policy, media_type=media_type)


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """A way to reach somebody about privacy: ``kind`` is email, phone, post, url; ``role`` is controller, dpo, representative, general."""

    kind: str
    role: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """What a document says about itself."""

    organisation: str | None = None
    """The name that the policy uses for "we"; None where the text does not tell."""
    aliases: tuple[str, ...] = ()
    """Other names of the same organisation: abbreviations, full legal names, "the Society"."""
    parent: str | None = None
    controller: str | None = None
    """Only where the text says who the controller is."""
    title: str | None = None
    modified: str | None = None
    """What the policy says of its own date, ISO 8601 (``2018-05-24``, ``2017-05``, ``2012``)."""
    captured: str | None = None
    """When it was archived, where the text or the file name says so, ISO 8601."""
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Filler:
    """What fills a role of a statement: the words, where they stand, and the concept that they name."""

    text: str
    start: int | None = None
    end: int | None = None
    concept: str | None = None
    """CURIE such as ``pd:EmailAddress``; None where no concept is known."""
    vagueness: str | None = None
    """``generic`` ("information"), ``vague`` ("certain information"), ``open-list`` ("such as ..."), None for plain wording."""
    organisation: str | None = None
    """Canonical name where the filler names a particular organisation."""
    value: str | None = None
    """Normalised value where there is one: ISO 8601 duration (retention), ISO 3166 country (location), GDPR article (legal basis)."""

    def to_dict(self) -> dict[str, Any]:
        """The filler as JSON; the optional fields only where they are set."""
        plain = {"text": self.text, "start": self.start, "end": self.end, "concept": self.concept}
        extra = {"vagueness": self.vagueness, "organisation": self.organisation, "value": self.value}
        return plain | {key: value for key, value in extra.items() if value is not None}


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Who acts. ``text``, ``start``, ``end`` are None for an agent that the sentence leaves out ("may be shared")."""

    kind: ActorKind
    text: str | None = None
    start: int | None = None
    end: int | None = None
    organisation: str | None = None
    concept: str | None = None
    """CURIE of the party concept for a third party."""

    def to_dict(self) -> dict[str, Any]:
        """The actor as JSON."""
        plain = {"text": self.text, "start": self.start, "end": self.end, "kind": str(self.kind), "organisation": self.organisation}
        return plain | ({"concept": self.concept} if self.concept else {})


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """A stretch of the document that says it."""

    start: int
    end: int
    text: str

    def to_dict(self) -> dict[str, Any]:
        """The stretch as JSON."""
        return {"start": self.start, "end": self.end, "text": self.text}


ROLES = (
    "data",
    "purposes",
    "recipients",
    "source",
    "subjects",
    "conditions",
    "legal_basis",
    "retention",
    "location",
    "technology",
)
"""The roles that hold lists of `Filler`, in the order of the contract."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One claim of a policy. One statement means the cross product of its roles; what the text does not support as such is split."""

    policy: str
    kind: Kind
    action: Action | None
    """None only for rights and gaps."""
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.DOES
    actor: Actor = field(default_factory=lambda: Actor(kind=ActorKind.FIRST_PARTY))
    verb: Evidence | None = None
    data: tuple[Filler, ...] = ()
    purposes: tuple[Filler, ...] = ()
    recipients: tuple[Filler, ...] = ()
    source: tuple[Filler, ...] = ()
    subjects: tuple[Filler, ...] = ()
    conditions: tuple[Filler, ...] = ()
    legal_basis: tuple[Filler, ...] = ()
    retention: tuple[Filler, ...] = ()
    location: tuple[Filler, ...] = ()
    technology: tuple[Filler, ...] = ()
    rights: tuple[Filler, ...] = ()
    """Kind ``right`` only: which right, as a concept."""
    missing: tuple[str, ...] = ()
    """Kind ``gap`` only: names of the roles that the unreadable place would have filled."""
    exceptions: tuple[str, ...] = ()
    """Ids of the statements that a denial leaves allowed ("... other than ...")."""
    qualifies: tuple[str, ...] = ()
    """Ids of the statements that a denial narrows ("We rent our list, but not e-mail addresses")."""
    evidence: tuple[Evidence, ...]
    section: str = ""
    """Heading path, joined by " > "."""
    scope: tuple[Filler, ...] = ()
    """For whom or where the statement holds: readers in the EU, registered users, one product."""
    rule: str = ""
    confidence: float = 1.0
    _id: str = field(default="", init=False, repr=False, compare=False)

    @property
    def id(self) -> str:
        """Sixteen hex digits over everything that the statement says and where; equal statements have equal ids."""
        if not self._id:
            said = {k: v for k, v in self._plain().items() if k not in ("confidence", "rule", "exceptions", "qualifies")}
            digest = hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
            object.__setattr__(self, "_id", digest)  # worked out once: it is asked for at every step
        return self._id

    def weighed(self, confidence: float) -> Statement:
        """The statement with another confidence (0..1); its id, which does not tell that, need not be worked out again."""
        made = replace(self, confidence=confidence)
        object.__setattr__(made, "_id", self._id)
        return made

    def to_dict(self) -> dict[str, Any]:
        """The statement as JSON: the contract of ``privacyflows extract``."""
        plain = self._plain()
        return {"policy": plain.pop("policy"), "id": self.id} | plain

    def _plain(self) -> dict[str, Any]:
        def listed(fillers: tuple[Filler, ...]) -> list[dict[str, Any]]:
            return [f.to_dict() for f in fillers]

        plain: dict[str, Any] = {
            "policy": self.policy,
            "kind": str(self.kind),
            "action": str(self.action) if self.action else None,
            "polarity": str(self.polarity),
            "modality": str(self.modality),
            "actor": self.actor.to_dict(),
            "verb": self.verb.to_dict() if self.verb else None,
        }
        plain |= {role: listed(getattr(self, role)) for role in ROLES}
        plain |= {
            "evidence": [e.to_dict() for e in self.evidence],
            "section": self.section,
            "scope": listed(self.scope),
            "rule": self.rule,
            "confidence": self.confidence,
        }
        optional = {"rights": listed(self.rights), "missing": list(self.missing)}
        optional |= {"exceptions": list(self.exceptions), "qualifies": list(self.qualifies)}
        return plain | {key: value for key, value in optional.items() if value}


def statement_from_dict(record: Mapping[str, Any]) -> Statement:
    """The inverse of `Statement.to_dict`; raises ``KeyError`` or ``ValueError`` on a record that breaks the contract."""

    def fillers(key: str) -> tuple[Filler, ...]:
        return tuple(Filler(**f) for f in record.get(key) or ())

    actor, verb = record["actor"], record.get("verb")
    return Statement(
        policy=record["policy"],
        kind=Kind(record["kind"]),
        action=Action(record["action"]) if record.get("action") else None,
        polarity=Polarity(record["polarity"]),
        modality=Modality(record["modality"]),
        actor=Actor(**(dict(actor) | {"kind": ActorKind(actor["kind"])})),
        verb=Evidence(**verb) if verb else None,
        **{role: fillers(role) for role in (*ROLES, "rights", "scope")},
        missing=tuple(record.get("missing") or ()),
        exceptions=tuple(record.get("exceptions") or ()),
        qualifies=tuple(record.get("qualifies") or ()),
        evidence=tuple(Evidence(**e) for e in record["evidence"]),
        section=record["section"],
        rule=record["rule"],
        confidence=record["confidence"],
    )
