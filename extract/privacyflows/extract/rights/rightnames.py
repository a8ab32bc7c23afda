"""The rights that a text names, told by the rules of ``rules/rights.toml``.

In go the words of a sentence, an item or a title, out come `Named` rights with their offsets: an opener ("you have the right to", "you
can") opens a region of the sentence in which rights are sought by their wordings; cues tell the rest. Patterns look at a bounded stretch
of text, so the work is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from privacyflows.extract.circumstances.retention import duration
from privacyflows.extract.parsing.words import load_rules

_PLAIN = str.maketrans("\u2019\u2018\u201c\u201d\u2011\u2010\u2013\u2014", "''\"\"---:")
_LONGEST = 3000
"""What stands beyond so many characters of a sentence is not looked at: the patterns' cost stays bounded on any input."""
_ASKED = re.compile(r"right|entitle|request|ask|demand|instruct|direct|require")


@dataclass(frozen=True, slots=True)
class Named:
    """A right that a text names: its concept, the offsets of its words in the text, and the rule that told it."""

    concept: str
    start: int
    end: int
    rule: str
    opener: str
    negated: bool = False
    us: str | None = None
    data: bool = False
    value: str | None = None


@dataclass(frozen=True, slots=True)
class _Opener:
    id: str
    kind: str
    pattern: re.Pattern[str]
    not_after: re.Pattern[str] | None
    then: re.Pattern[str] | None
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Right:
    id: str
    concept: str
    us: str | None
    named: re.Pattern[str] | None
    act: re.Pattern[str] | None
    cue: re.Pattern[str] | None
    near: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    refine: tuple[tuple[re.Pattern[str], str], ...]
    data: bool
    value: bool
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Clauses:
    """How far an opener reaches, and where in its reach a verb can stand; see ``[clause]`` in the rules."""

    end: re.Pattern[str]
    tail: re.Pattern[str]
    aside: re.Pattern[str]
    slot: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RightsRules:
    """``rules/rights.toml``, compiled."""

    clause: _Clauses
    openers: tuple[_Opener, ...]
    rights: tuple[_Right, ...]
    acts: re.Pattern[str]
    """Any right's `act`: most places where a verb can stand begin none, and are then left after one look."""
    leads: tuple[tuple[re.Pattern[str], bool], ...]
    heading: re.Pattern[str]


@cache
def rights_rules() -> RightsRules:
    """The rules of ``rules/rights.toml``."""
    raw = load_rules("rights.toml")
    words: dict[str, str] = raw["words"]

    def compiled(entry: dict[str, Any], key: str) -> re.Pattern[str] | None:
        source = entry.get(key)
        if source is None:
            return None
        source = "|".join(source) if isinstance(source, list) else source
        return re.compile(re.sub(r"<([a-z]+)>", lambda m: words[m[1]], source))

    def needed(entry: dict[str, Any]) -> re.Pattern[str]:
        pattern = compiled(entry, "pattern")
        assert pattern is not None  # every opener, lead and heading has one
        return pattern

    rights = tuple(
        _Right(
            id=e["id"],
            concept=e["concept"],
            us=e.get("us"),
            **{key: compiled(e, key) for key in ("named", "act", "cue", "near", "unless")},
            refine=tuple((re.compile(r["pattern"]), r["concept"]) for r in e.get("refine", ())),
            data=e.get("data", False),
            value=e.get("value", False),
            needs=tuple(e.get("needs", ())),
        )
        for e in raw["right"]
    )
    return RightsRules(
        clause=_Clauses(**{key: re.compile("|".join(patterns)) for key, patterns in raw["clause"].items()}),
        openers=tuple(
            _Opener(e["id"], e["kind"], needed(e), compiled(e, "not_after"), compiled(e, "then"), tuple(e.get("needs", ())))
            for e in raw["opener"]
        ),
        rights=rights,
        acts=re.compile("|".join(f"(?:{r.act.pattern})" for r in rights if r.act)),
        leads=tuple((needed(e), e["strong"]) for e in raw["lead"]),
        heading=re.compile("|".join(f"(?:{needed(e).pattern})" for e in raw["heading"])),
    )


def plain(text: str) -> str:
    """The text as the patterns see it: lower case, plain quotes and dashes, as long as it was."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.translate(_PLAIN)


def named_in(text: str, *, listed: str = "", context: str = "") -> list[Named]:
    """The rights that a sentence names, in text order, each concept once.

    ``listed`` is ``strong`` or ``able`` for an item whose introduction gives the right, or asks; ``context`` are the headings above, in
    which rules may seek what they need beside their cue. Offsets count in ``text``, end exclusive.
    """
    view = plain(text[:_LONGEST])
    found: list[Named] = []
    for opener, kind, start, end in _regions(view, listed):
        found += _in_region(view, opener, kind, start, end)
    found += _by_cue(view, context)
    kept: list[Named] = []
    for each in found:
        same = any(each.concept == k.concept and each.negated == k.negated for k in kept)
        if each.opener == "cue":
            told = any(each.rule == k.rule and k.opener != "cue" for k in kept)
        else:
            told = any(each.rule != k.rule and each.start < k.end and k.start < each.end for k in kept)
        if not same and not told:
            kept.append(each)
    return sorted(kept, key=lambda n: (n.start, n.end))


def asked_in(text: str) -> list[tuple[int, int]]:
    """Where a sentence opens a right or a request ("you have the right to", "you may ask us to"): offsets in ``text``."""
    view = plain(text[:_LONGEST])
    if not _ASKED.search(view):
        return []
    return [(a, b) for a, b, name, _ in _openers(view) if name in ("entitled", "not-entitled", "ask")]


@lru_cache(maxsize=1 << 14)
def _wakes(word: str) -> frozenset[str]:
    """The ids of the openers and rights that need this word; remembered, since the same words come in most sentences.

    Of a need of several words, the longest is asked for here.
    """
    rules: tuple[_Opener | _Right, ...] = (*rights_rules().openers, *rights_rules().rights)
    return frozenset(rule.id for rule in rules if any(max(need.split(), key=len) in word for need in rule.needs))


def _awake(view: str) -> frozenset[str]:
    """The ids of the openers and rights of which a needed word stands in the sentence; few, so that each can be asked for in full."""
    return frozenset().union(*map(_wakes, view.split()))


def _openers(view: str) -> list[tuple[int, int, str, str]]:
    """The openers of a sentence, in text order: start, end, id, kind."""
    starts: list[tuple[int, int, str, str]] = []
    awake = _awake(view)
    for opener in rights_rules().openers:
        if opener.needs and opener.id not in awake:
            continue
        for match in opener.pattern.finditer(view):
            barred = opener.not_after and opener.not_after.search(view[max(0, match.start() - 60) : match.start()])
            if not barred and not (opener.then and not opener.then.search(view, match.start())):
                starts.append((match.start(), match.end(), opener.id, opener.kind))
    return _first_of_each(starts)


def _first_of_each(starts: list[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    """Of openers that overlap the first one, a strong one before the others."""
    starts.sort(key=lambda s: (s[0], s[3] != "strong", -s[1]))
    chosen: list[tuple[int, int, str, str]] = []
    for each in starts:
        if not chosen or each[0] >= chosen[-1][1]:
            chosen.append(each)
    return chosen


def _regions(view: str, listed: str) -> Iterator[tuple[str, str, int, int]]:
    """Openers with the stretch of text that each opens: to the next opener, else to the end of its clause."""
    chosen = _openers(view)
    if listed:
        chosen = _first_of_each([(0, 0, "listed", listed), *chosen])
    for k, (_, end, name, kind) in enumerate(chosen):
        stop = chosen[k + 1][0] if k + 1 < len(chosen) else len(view)
        closed = rights_rules().clause.end.search(view, end, stop)
        yield name, kind, end, closed.start() if closed else stop


def _in_region(view: str, opener: str, kind: str, start: int, end: int) -> Iterator[Named]:
    rules = rights_rules()
    asides = [m.span() for m in rules.clause.aside.finditer(view, start, end)]
    while start < end and view[start] in " ,":
        start += 1
    slots = [start, *(m.end() for m in rules.clause.slot.finditer(view, start, end))]
    slots = [slot for slot in slots if rules.acts.match(view, slot, end)]
    for right in rules.rights if slots or kind == "strong" else ():
        places: list[tuple[int, int]] = []
        if right.act:
            places += [m.span() for slot in slots if (m := right.act.match(view, slot, end))]
        if right.named and kind == "strong":
            places += [m.span() for m in right.named.finditer(view, start, end)]
        if not places or (right.unless and right.unless.search(view)):
            continue
        for a, b in places:
            if b > a and not any(first < a < last for first, last in asides):
                yield from _refined(view, right, a, b, opener, kind == "denied")


def _by_cue(view: str, context: str) -> Iterator[Named]:
    awake = _awake(view)
    for right in rights_rules().rights:
        needed = right.cue and right.id in awake and any(need in view for need in right.needs)
        match = right.cue.search(view) if right.cue and needed else None
        if match is None or (right.unless and right.unless.search(view)):
            continue
        if right.near and not right.near.search(view) and not right.near.search(plain(context)):
            continue
        yield from _refined(view, right, match.start(), match.end(), "cue", False)


def _refined(view: str, right: _Right, start: int, end: int, opener: str, negated: bool) -> Iterator[Named]:
    """The right, or the narrower ones that the words after it tell."""
    stop = rights_rules().clause.tail.search(view, end, min(len(view), end + 140))
    tail = view[start : stop.start() if stop else min(len(view), end + 140)]
    concepts = [concept for pattern, concept in right.refine if pattern.search(tail)] or [right.concept]
    for concept in dict.fromkeys(concepts):
        us = right.us if concept == right.concept else None
        value = duration(view[start : end + 40]) if right.value else None
        yield Named(concept, start, end, right.id, opener, negated, us, right.data, value)
