"""Made-up claims with the make-up of real ones: a generator of random numbers goes in; who does what to which data, for whom, comes out.

The weights are what the reader found in 170 real policies, rounded: how often each action, modality and role occurs and how many
fillers a role has. Concepts are drawn from the ontology, a few of them often and most rarely (Zipf). Text is none of this
module's business: a `Claim` has words, but no places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import Final, TypeVar

from privacyflows.extract.model import Action, Actor, ActorKind, Filler, Kind, Modality
from privacyflows.graphs.answers.concepts import Concept, concepts
from privacyflows.graphs.vocabulary import expand, load_vocabulary

Chosen = TypeVar("Chosen")

STATEMENTS: Final = 60
"""Statements of a policy."""
NAMED: Final = 400
"""Organisations that policies name as recipients or actors."""
KEPT: Final = 0.8
"""Share of a version's statements that the next version repeats."""

JOINT: Final = 0.6
"""Share of the sentences on what is in `PAIRED` that name two actions."""
PAIRED: Final = (Action.COLLECT, Action.USE, Action.RETAIN)

KINDS: Final = {Kind.PRACTICE: 50, Kind.DENIAL: 4, Kind.RIGHT: 3, Kind.TRACKER: 2, Kind.GAP: 1}
ACTIONS: Final = {
    Action.USE: 32,
    Action.COLLECT: 29,
    Action.SHARE: 18,
    Action.RETAIN: 7,
    Action.TRACK: 3,
    Action.TRANSFER: 2,
    Action.DELETE: 2,
    Action.SECURE: 2,
    Action.ACCESS: 2,
    Action.COMBINE: 2,
    Action.SELL: 2,
    Action.PUBLISH: 1,
}
MODALITIES: Final = {Modality.DOES: 68, Modality.MAY: 24, Modality.WILL: 8}
HOW_MANY: Final = {1: 80, 2: 11, 3: 4, 4: 2, 6: 2, 10: 1}
"""How many fillers a role has that has any."""
FILLED: Final[Mapping[str, float]] = {
    "data": 0.95,
    "purposes": 0.4,
    "recipients": 0.05,
    "source": 0.1,
    "conditions": 0.26,
    "subjects": 0.03,
    "legal_basis": 0.04,
    "technology": 0.06,
    "scope": 0.04,
}
"""How often a statement has a role at all; recipients of what is shared or sold, and retention, are more frequent: see `Author._share`."""
GENERIC: Final[Mapping[str, tuple[str, ...]]] = {
    "data": ("dpv:PersonalData", "dpv:Data", "dpv:CollectedData"),
    "purposes": ("dpv:ServiceProvision", "dpv:Purpose"),
    "recipients": ("dpv:ThirdParty", "dpv:ServiceProvider"),
}
"""What half of the fillers of a role are."""
TOPS: Final[Mapping[str, str]] = {
    "data": "dpv:PersonalData",
    "purposes": "dpv:Purpose",
    "recipients": "dpv:ThirdParty",
    "source": "dpv:DataSource",
    "conditions": "dpv:Context",
    "legal_basis": "dpv:LegalBasis",
    "technology": "dpv:Technology",
    "rights": "dpv:Right",
}
"""Role -> the concept above those that fill it; roles that are not here are filled from `LISTED`."""
LISTED: Final[Mapping[str, tuple[str, ...]]] = {
    "subjects": ("dpv:Customer", "dpv:Child", "dpv:Employee", "dpv:Visitor", "dpv:Patient"),
    "scope": ("pf:ForUserGroup",),
    "retention": ("P30D", "P6M", "P1Y", "P2Y", "P7Y"),
    "location": ("US", "CA", "IE", "IN", "SG"),
}
SAFEGUARDS: Final = ("eu-gdpr:StandardContractualClauses", "eu-gdpr:AdequacyDecision", "dpv:SafeguardForDataTransfer")
AUTHORITIES: Final = ("dpv:LawEnforcementOrganisation", "dpv:GovernmentalOrganisation")
TYPES_OF_NAMED: Final = ("pf:AdNetwork", "pf:AnalyticsProvider", "dpv:ServiceProvider", "pf:SocialMediaPlatform", "pf:PaymentProcessor")
UNKNOWN: Final = 0.08
"""Share of the fillers whose words no concept is known for."""
ORDER: Final = (
    "data",
    "source",
    "subjects",
    "recipients",
    "purposes",
    "technology",
    "location",
    "legal_basis",
    "retention",
    "conditions",
    "scope",
    "rights",
)
"""Roles in the order in which a sentence names them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A statement before it stands in a text: who does what, and what fills the roles, without offsets."""

    kind: Kind
    action: Action | None
    also: Action | None = None
    """A second action of the same sentence, "We collect and use ...": two statements that share their words."""
    modality: Modality
    actor: Actor
    roles: Mapping[str, tuple[Filler, ...]]
    missing: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Author:
    """Draws claims; all its choices come from one generator of random numbers."""

    random: Random

    @cached_property
    def known(self) -> Mapping[str, Concept]:
        """CURIE -> concept."""
        return {concept.curie: concept for concept in concepts()}

    @cached_property
    def pools(self) -> Mapping[str, tuple[Sequence[str], Sequence[float]]]:
        """Role -> CURIEs and cumulated weights: some concepts are frequent and most are rare (Zipf)."""
        vocabulary = load_vocabulary()
        found: dict[str, tuple[Sequence[str], Sequence[float]]] = {}
        for role, top in TOPS.items():
            above = str(expand(top))
            names = [c for c in self.known if not c.startswith("pforg:") and above in vocabulary.ancestors(expand(c)) and c != top]
            self.random.shuffle(names)
            found[role] = (names, list(accumulate(1 / rank for rank in range(1, len(names) + 1))))
        return found

    @cached_property
    def named(self) -> tuple[Sequence[Filler], Sequence[float]]:
        """The organisations that policies name, the frequent ones first, with cumulated weights."""
        kinds = [TYPES_OF_NAMED[n % len(TYPES_OF_NAMED)] for n in range(NAMED)]
        names = [f"Recipient {n:03} {'Services' if n % 2 else 'Network'}" for n in range(NAMED)]
        fillers = [Filler(text=name, organisation=name, concept=kind) for name, kind in zip(names, kinds, strict=True)]
        return fillers, list(accumulate(1 / rank for rank in range(1, NAMED + 1)))

    def policy(self) -> list[Claim]:
        """Draw all claims of a first version."""
        return self._filled([])

    def _filled(self, claims: list[Claim]) -> list[Claim]:
        while (said := sum(2 if claim.also else 1 for claim in claims)) < STATEMENTS:
            claim = self.claim()
            claims.append(claim if said < STATEMENTS - 1 else replace(claim, also=None))
        return claims

    def revised(self, claims: Sequence[Claim]) -> list[Claim]:
        """Keep most claims and draw others in the place of the rest."""
        return self._filled([claim for claim in claims if self.random.random() < KEPT])

    def claim(self) -> Claim:
        """Draw one claim."""
        kind = self._one(KINDS)
        action = None if kind is Kind.RIGHT else Action.TRACK if kind is Kind.TRACKER else self._one(ACTIONS)
        roles = {role: self._fillers(role) for role in self._roles(kind, action)}
        return Claim(
            kind=kind,
            action=action,
            also=self._second(kind, action),
            modality=self._one(MODALITIES),
            actor=self._actor(kind),
            roles={role: roles[role] for role in ORDER if role in roles},
            missing=("purposes",) if kind is Kind.GAP else (),
        )

    def _second(self, kind: Kind, action: Action | None) -> Action | None:
        if kind is not Kind.PRACTICE or action not in PAIRED or self.random.random() > JOINT:
            return None
        return self.random.choice([other for other in PAIRED if other is not action])

    def _roles(self, kind: Kind, action: Action | None) -> Iterator[str]:
        if kind is Kind.RIGHT:
            yield from ("rights", "scope") if self.random.random() < 0.3 else ("rights",)
            return
        if kind is Kind.GAP:
            yield "data"
            return
        if kind is Kind.TRACKER:
            yield from ("technology", "purposes")
            return
        yield from (role for role in FILLED if self.random.random() < self._share(role, action))
        if action is Action.RETAIN and self.random.random() < 0.4:
            yield "retention"
        if action is Action.TRANSFER:
            yield "location"

    def _share(self, role: str, action: Action | None) -> float:
        if role == "recipients" and action in (Action.SHARE, Action.SELL, Action.TRANSFER):
            return 0.6
        if role == "source" and action not in (Action.COLLECT, Action.COMBINE):
            return 0.02
        return 0.8 if role == "conditions" and action is Action.TRANSFER else FILLED[role]

    def _fillers(self, role: str) -> tuple[Filler, ...]:
        drawn = [self._filler(role) for _ in range(self._one(HOW_MANY))]
        return tuple({filler.text: filler for filler in drawn}.values())

    def _filler(self, role: str) -> Filler:
        if role in LISTED:
            return self._listed(role)
        chance = self.random.random()
        if chance < UNKNOWN:
            return Filler(text=f"{role.replace('_', ' ')} of kind {self.random.randrange(3_000)}")
        if role == "recipients" and chance < 0.4:
            return self._named()
        if role == "recipients" and chance < 0.45:
            return self._worded(self.random.choice(AUTHORITIES), role)
        if role == "conditions" and chance < 0.15:
            return self._worded(self.random.choice(SAFEGUARDS), role)
        generic = GENERIC.get(role, ())
        if generic and chance > 0.6:
            return self._worded(self.random.choice(generic), role)
        names, weights = self.pools[role]
        return self._worded(self.random.choices(names, cum_weights=weights)[0], role)

    def _listed(self, role: str) -> Filler:
        chosen = self.random.choice(LISTED[role])
        if role == "retention":
            return Filler(text=f"a period of {chosen}", concept="dpv:StorageDuration", value=chosen)
        return Filler(text=chosen, value=chosen) if role == "location" else self._worded(chosen, role)

    def _worded(self, curie: str, role: str) -> Filler:
        concept = self.known.get(curie)
        words = [concept.label.lower(), *concept.wordings[:3]] if concept else [curie.partition(":")[2]]
        vague = self.random.choice(("generic", "vague", "open-list")) if role == "data" and self.random.random() < 0.3 else None
        return Filler(text=self.random.choice(words), concept=curie, vagueness=vague)

    def _named(self) -> Filler:
        fillers, weights = self.named
        return self.random.choices(fillers, cum_weights=weights)[0]

    def _actor(self, kind: Kind) -> Actor:
        if kind is not Kind.TRACKER and (kind is not Kind.PRACTICE or self.random.random() > 0.08):
            return Actor(kind=ActorKind.FIRST_PARTY, text="We")
        named = self._named()
        return Actor(kind=ActorKind.THIRD_PARTY, text=named.text, organisation=named.organisation, concept=named.concept)

    def _one(self, weights: Mapping[Chosen, int]) -> Chosen:
        return self.random.choices(list(weights), list(weights.values()))[0]
