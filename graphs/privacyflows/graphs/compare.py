"""Compares two policies claim by claim: a dataset and two names go in, a `Diff` with the words of both sides comes out.

A claim is one combination of actor, processing, data, recipient and purpose. What only one side states is new or gone; what the
other side denies is told as such; what both state can be worded with another modal or under other conditions. Where the newer
policy has a gap (``pf:Gap``) in the place of a role, a claim that rests on this role is not readable rather than gone.
Claims that change alike and rest on the same words are told together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from privacyflows.graphs.answers.claims import Claim, Narrowing, Policy, claims_of, policies_of
from privacyflows.graphs.answers.evaluation import Source
from privacyflows.graphs.answers.hierarchy import Hierarchy
from privacyflows.graphs.changes import Change, Diff, What
from privacyflows.graphs.vocabulary import PROCESSING
from rdflib import Dataset

_MISSING = {"data": "data", "purposes": "purpose", "recipients": "recipient", "source": "source"}
"""Role as a gap names it -> role of a claim."""
_ROLES = ("data", "recipient", "purpose")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Key:
    """What makes two claims the same: the policy's own organisation is ``""``, a role that is not stated is ``""``."""

    kind: str
    actor: str
    action: str
    data: str
    recipient: str
    purpose: str


_Side = Mapping[_Key, list[Claim]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """A place of a policy that could not be read."""

    roles: frozenset[str]
    actions: frozenset[str]
    section: str
    words: str

    def hides(self, claim: Claim) -> bool:
        """Whether a claim of another policy may stand in this place: a missing role, by the same processing or under the same heading."""
        filled = any(claim.roles.get(role) for role in self.roles)
        placed = bool(self.section) and self.section.casefold() == claim.section.casefold()
        return filled and (placed or not self.actions or claim.action in self.actions)


def diff(dataset: Dataset, old: str, new: str) -> Diff:
    """Compare two policies of a dataset by their short names; raises `FilterError` for one that it does not hold."""
    source = Source.of(dataset)
    hierarchy = Hierarchy.of(source)
    policies = policies_of(source)
    before, after = (_policy(hierarchy, policies, name) for name in (old, new))
    stated, states = (_side(source, hierarchy, policy, policies) for policy in (before, after))
    gaps = gaps_of(source, after)
    changes = [*_lost(stated, states, gaps), *_gained(stated, states), *_reworded(stated, states)]
    return Diff(old=before, new=after, changes=_told_together(changes), gaps=tuple(gap.words for gap in gaps), hierarchy=hierarchy)


def _policy(hierarchy: Hierarchy, policies: Sequence[Policy], name: str) -> Policy:
    narrowing = Narrowing.of(hierarchy, policies, name, {})
    return next(policy for policy in policies if policy.iri in narrowing.policies)


def _side(source: Source, hierarchy: Hierarchy, policy: Policy, policies: Sequence[Policy]) -> _Side:
    narrowing = Narrowing.of(hierarchy, policies, policy.iri, {})
    found: dict[_Key, list[Claim]] = {}
    for claim in claims_of(source, narrowing, policies):
        if claim.kind != "gap":
            for key in _keys(claim, policy):
                found.setdefault(key, []).append(claim)
    return found


def _keys(claim: Claim, policy: Policy) -> Iterator[_Key]:
    actor = "" if claim.organisation == policy.organisation else claim.organisation
    roles = (claim.roles.get(role) or ("",) for role in _ROLES)
    for data, recipient, purpose in product(*roles):
        yield _Key(kind=claim.kind, actor=actor, action=claim.action, data=data, recipient=recipient, purpose=purpose)


def gaps_of(source: Source, policy: Policy) -> list[Gap]:
    """Return the places of a policy that could not be read."""
    query = """SELECT DISTINCT ?gap ?missing ?about ?section ?words WHERE {
      ?gap a pf:Gap ; pf:statedIn ?snapshot ; pf:evidence/oa:exact ?words .
      OPTIONAL { ?gap pf:missing ?missing } OPTIONAL { ?gap pf:about ?about } OPTIONAL { ?gap pf:section ?section }
      FILTER(STR(?snapshot) = "%s") }"""
    # A snapshot's IRI was minted by us and is an IRI, so that it holds no quote.
    actions = {str(iri): str(action) for action, iri in PROCESSING.items()}
    rows: dict[str, list[tuple[str, str, str, str]]] = {}
    for gap, *values in source.answer(query % policy.iri).rows:
        missing, about, section, words = ("" if value is None else str(value) for value in values)
        rows.setdefault(str(gap), []).append((missing, about, section, words))
    return [
        Gap(
            roles=frozenset(_MISSING.get(missing, missing) for missing, *_ in found if missing),
            actions=frozenset(actions[about] for _, about, *_ in found if about in actions),
            section=found[0][2],
            words=min(words for *_, words in found),
        )
        for _, found in sorted(rows.items())
    ]


def _lost(before: _Side, after: _Side, gaps: list[Gap]) -> Iterator[tuple[_Key, Change]]:
    """Yield what the newer policy does not state any more, or now denies, or leaves unreadable."""
    for key in before.keys() - after.keys():
        claim = before[key][0]
        turned = [other for other in _opposites(key, after) if other not in before]
        hiding = next((gap for gap in gaps if gap.hides(claim)), None)
        if turned:
            yield key, _change(What.NOW_DENIED if key.kind == "practice" else What.NOW_STATED, old=claim, new=after[turned[0]][0])
        elif hiding is not None:
            yield key, _change(What.NOT_READABLE, old=claim, words=hiding.words)
        else:
            yield key, _change(What.GONE, old=claim)


def _gained(before: _Side, after: _Side) -> Iterator[tuple[_Key, Change]]:
    """Yield what only the newer policy states; what `_lost` tells as the other side of a denial is not told twice."""
    for key in after.keys() - before.keys():
        if not any(other not in after for other in _opposites(key, before)):
            yield key, _change(What.NEW, new=after[key][0])


def _opposites(key: _Key, other: _Side) -> list[_Key]:
    """Return the denials of a practice, or the practices that a denial denies: same actor, processing and data.

    A denial that names a recipient or a purpose denies nothing to others and nothing for other ends.
    """
    kind = "denial" if key.kind == "practice" else "practice"
    if not key.data:
        return []
    said = (kind, key.actor, key.action, key.data)
    pairs = ((k, key, k) if kind == "denial" else (k, k, key) for k in other if (k.kind, k.actor, k.action, k.data) == said)
    return sorted((k for k, practice, denial in pairs if _covers(denial, practice)), key=_order)


def _covers(denial: _Key, practice: _Key) -> bool:
    return denial.recipient in ("", practice.recipient) and denial.purpose in ("", practice.purpose)


def _order(key: _Key) -> tuple[str, ...]:
    return (key.kind, key.actor, key.action, key.data, key.recipient, key.purpose)


def _reworded(before: _Side, after: _Side) -> Iterator[tuple[_Key, Change]]:
    """Yield what both state with no modal in common, or under other conditions."""
    for key in before.keys() & after.keys():
        old, new = before[key], after[key]
        if not {c.modality for c in old} & {c.modality for c in new}:
            yield key, _change(What.MODALITY, old=old[0], new=new[0])
        elif {c.conditions for c in old}.isdisjoint({c.conditions for c in new}):
            yield key, _change(What.CONDITIONS, old=old[0], new=new[0])


def _change(what: What, *, old: Claim | None = None, new: Claim | None = None, words: str = "") -> Change:
    told = old or new
    assert told is not None
    return Change(
        what=what,
        kind=told.kind,
        action=told.action,
        old_modality=old.modality if old else "",
        new_modality=new.modality if new else "",
        old_conditions=old.conditions if old else (),
        new_conditions=new.conditions if new else (),
        old_words=_quote(old) if old else "",
        new_words=_quote(new) if new else words,
        section=told.section,
        place=min((w.start or 0 for w in told.evidence), default=0),
    )


def _told_together(changes: Iterable[tuple[_Key, Change]]) -> tuple[Change, ...]:
    """Return one change for all keys that changed alike on the same words, in the order of the kinds and of the text."""
    together: dict[Change, list[_Key]] = {}
    for key, change in changes:
        together.setdefault(replace(change, actor=key.actor), []).append(key)
    listed = [
        replace(change, claims=len(keys), data=_all(keys, "data"), recipient=_all(keys, "recipient"), purpose=_all(keys, "purpose"))
        for change, keys in together.items()
    ]
    kinds = list(What)
    return tuple(sorted(listed, key=lambda c: (kinds.index(c.what), c.place, c.kind, c.action, c.actor, c.data, c.recipient, c.purpose)))


def _all(keys: Iterable[_Key], role: str) -> tuple[str, ...]:
    return tuple(sorted({value for key in keys if (value := getattr(key, role))}))


def _quote(claim: Claim) -> str:
    return " … ".join(words.text for words in claim.evidence)
