"""``rules/frames.toml`` as objects: which verbs, nouns and adjectives speak of data, and which role each companion plays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from privacyflows.extract.parsing.words import load_rules


@dataclass(frozen=True, slots=True)
class FrameRule:
    """One entry of frames.toml."""

    id: str
    action: str
    object: str
    prep: dict[str, str]
    open: bool
    strict: bool
    user: str | None
    purpose_is_clause: bool


@dataclass(frozen=True, slots=True)
class FrameRules:
    """frames.toml, indexed by lemma and by nominalisation."""

    verbs: dict[str, tuple[FrameRule, ...]]
    nouns: dict[str, FrameRule]
    adjectives: dict[str, FrameRule]
    light: frozenset[str]
    transparent: frozenset[str]
    causative: frozenset[str]
    helping: frozenset[str]
    including: frozenset[str]
    modifiers: frozenset[str]
    """Prepositions that belong to their noun, not to the verb."""
    prep: dict[str, str]


@cache
def frame_rules() -> FrameRules:
    """The rules of ``rules/frames.toml``."""
    raw = load_rules("frames.toml")
    defaults: dict[str, str] = raw["defaults"]["prep"]
    verbs: dict[str, list[FrameRule]] = {}
    nouns: dict[str, FrameRule] = {}
    adjectives: dict[str, FrameRule] = {}

    def rule(entry: dict[str, Any]) -> FrameRule:
        return FrameRule(
            id=entry["id"],
            action=entry["action"],
            object=entry.get("object", "data"),
            prep=defaults | entry.get("prep", {}),
            open=entry.get("open", False),
            strict=entry.get("strict", False),
            user=entry.get("user"),
            purpose_is_clause=entry.get("purpose_is_clause", False),
        )

    for entry in raw["frame"]:
        made = rule(entry)
        for lemma in entry["verbs"].split():
            verbs.setdefault(lemma, []).append(made)
        for noun in entry.get("nouns", "").split():
            nouns.setdefault(noun, made)
    for entry in raw["adjective"]:
        for word in entry["words"].split():
            adjectives[word] = rule(entry)
    return FrameRules(
        verbs={k: tuple(v) for k, v in verbs.items()},
        nouns=nouns,
        adjectives=adjectives,
        light=frozenset(raw["light"]["verbs"].split()),
        transparent=frozenset(raw["frameless"]["transparent"].split()),
        causative=frozenset(raw["frameless"]["causative"].split()),
        helping=frozenset(raw["frameless"]["helping"].split()),
        including=frozenset(raw["frameless"]["including"].split()),
        modifiers=frozenset(raw["defaults"]["modifiers"].split()),
        prep=defaults,
    )
