"""A third invented policy for questions that the sample of `sample_statements` leaves without an answer: two hops, authorities, children.

Nothing goes in; `read` gives document, profile and statements. "Thornbury Clinic", "Acme Analytics" and "Brightlane Media" do not
exist, and nothing here tells anything about the real companies that the text names.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from privacyflows.extract.model import (
    Action,
    Actor,
    ActorKind,
    Block,
    BlockKind,
    Document,
    Evidence,
    Filler,
    Kind,
    Modality,
    Polarity,
    Profile,
    Statement,
)

POLICY = "thornbury-2021"
_LINES = (
    "We share your health data with Acme Analytics for research.",
    "Acme Analytics combines usage data with data from Google.",
    "We disclose your health data to the police where the law requires it.",
    "We publish forum posts.",
    "We do not knowingly collect data from children.",
    "We never share your e-mail address.",
    "We may share your e-mail address with LinkedIn.",
    "In addition, we use <b>certain data</b>.",
    "We transfer your health data to India under standard contractual clauses.",
    "We transfer your e-mail address to Brazil.",
    "Acme Analytics shares usage data with Brightlane Media.",
    "You give us your birth date.",
    "We encrypt your health data.",
)
_TEXT = "\n".join(_LINES) + "\n"
_ACME = Filler(text="Acme Analytics", organisation="Acme Analytics", concept="pf:AnalyticsProvider")


def _said(line: int, action: Action, **roles: tuple[Filler, ...]) -> Statement:
    """One practice of the clinic, resting on a whole line."""
    start = _TEXT.index(_LINES[line])
    words = Evidence(start=start, end=start + len(_LINES[line]), text=_LINES[line])
    return Statement(policy=POLICY, kind=Kind.PRACTICE, action=action, evidence=(words,), section="Data", rule="made.by-hand", **roles)  # type: ignore[arg-type]


def _filler(line: int, words: str, concept: str | None, **more: str) -> Filler:
    start = _TEXT.index(words, _TEXT.index(_LINES[line]))
    return Filler(text=words, start=start, end=start + len(words), concept=concept, **more)


def read() -> tuple[Document, Profile, list[Statement]]:
    """Return the clinic's policy with its statements."""
    lines = (Block(kind=BlockKind.PARAGRAPH, view=line, origin=tuple(range(at, at + len(line)))) for at, line in _placed())
    document = Document(policy=POLICY, text=_TEXT, blocks=tuple(lines), sha256=hashlib.sha256(_TEXT.encode()).hexdigest())
    return document, Profile(organisation="Thornbury Clinic", captured="2021-05"), _statements()


def _placed() -> list[tuple[int, str]]:
    return [(_TEXT.index(line), line) for line in _LINES]


def _statements() -> list[Statement]:
    health = (_filler(0, "your health data", "pd:Health"),)
    mail = (_filler(5, "your e-mail address", "pd:EmailAddress"),)
    acme = Actor(kind=ActorKind.THIRD_PARTY, text=None, organisation="Acme Analytics", concept="pf:AnalyticsProvider")
    shared = _said(0, Action.SHARE, data=health, recipients=(_ACME,), purposes=(_filler(0, "for research", "dpv:ResearchAndDevelopment"),))
    combined = _said(
        1,
        Action.COMBINE,
        data=(_filler(1, "usage data", "pd:UsageAnalytics"),),
        source=(_filler(1, "Google", None, organisation="Google"),),
    )
    police = _said(
        2,
        Action.SHARE,
        data=(_filler(2, "your health data", "pd:Health"),),
        recipients=(_filler(2, "the police", "dpv:LawEnforcementOrganisation"),),
        conditions=(_filler(2, "where the law requires it", "pf:WhenRequiredByLaw"),),
    )
    published = _said(3, Action.PUBLISH, data=(_filler(3, "forum posts", "pf:UserGeneratedContent"),))
    children = _said(4, Action.COLLECT, data=(_filler(4, "data", "dpv:PersonalData"),), subjects=(_filler(4, "children", "dpv:Child"),))
    never = _said(5, Action.SHARE, data=mail)
    linkedin = _said(6, Action.SHARE, data=(_filler(6, "your e-mail address", "pd:EmailAddress"),), recipients=(_linkedin(),))
    vague = _said(7, Action.USE, data=(_filler(7, "certain data", "dpv:PersonalData", vagueness="vague"),))
    return [
        shared,
        replace(combined, actor=acme),
        police,
        published,
        replace(children, kind=Kind.DENIAL, polarity=Polarity.NEGATED),
        replace(never, kind=Kind.DENIAL, polarity=Polarity.NEGATED),
        replace(linkedin, modality=Modality.MAY),
        vague,
        *_transfers(),
        *_others(acme),
    ]


def _transfers() -> list[Statement]:
    clauses = _filler(8, "standard contractual clauses", "eu-gdpr:StandardContractualClauses")
    guarded = _said(
        8,
        Action.TRANSFER,
        data=(_filler(8, "your health data", "pd:Health"),),
        location=(_filler(8, "India", None, value="IN"),),
        conditions=(clauses,),
    )
    mail = (_filler(9, "your e-mail address", "pd:EmailAddress"),)
    return [guarded, _said(9, Action.TRANSFER, data=mail, location=(_filler(9, "Brazil", None, value="BR"),))]


def _others(acme: Actor) -> list[Statement]:
    brightlane = _filler(10, "Brightlane Media", "pf:AdNetwork", organisation="Brightlane Media")
    passed = _said(10, Action.SHARE, data=(_filler(10, "usage data", "pd:UsageAnalytics"),), recipients=(brightlane,))
    given = _said(11, Action.SHARE, data=(_filler(11, "your birth date", "pd:BirthDate"),))
    secured = _said(12, Action.SECURE, data=(_filler(12, "your health data", "pd:Health"),))
    return [replace(passed, actor=acme), replace(given, actor=Actor(kind=ActorKind.USER, text="You")), secured]


def _linkedin() -> Filler:
    return _filler(6, "LinkedIn", "pf:SocialMediaPlatform", organisation="LinkedIn")
