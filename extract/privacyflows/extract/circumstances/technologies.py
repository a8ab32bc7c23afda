"""Technologies: the means by which a practice works, beyond what frames find.

In go a frame and its sentence, out come the names of means in the practice's clause ("cookies", "server logs", "a firewall"), and a
verdict on what the frame took for a means: websites, devices and e-mail are places or senders. Concepts and words stand in
``rules/technologies.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from privacyflows.extract.circumstances.cues import Phrase
from privacyflows.extract.circumstances.reach import holds
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules, singular, tokens


@dataclass(frozen=True, slots=True)
class _Rules:
    means: frozenset[str]
    not_means: frozenset[str]
    alone: frozenset[str]
    last: frozenset[str]
    possessives: frozenset[str]
    settings: frozenset[str]
    handling: frozenset[str]
    handling_forms: frozenset[str]
    kinds: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _rules() -> _Rules:
    raw = load_rules("technologies.toml")
    return _Rules(
        frozenset(raw["means"]["concepts"].split()),
        frozenset(raw["not_means"]["concepts"].split()),
        frozenset(raw["alone"]["never"].split()),
        frozenset(raw["alone"]["last"].split()),
        frozenset(raw["alone"]["possessives"].split()),
        frozenset(raw["settings"]["words"].split()),
        frozenset(raw["handling"]["verbs"].split()),
        frozenset(raw["handling"]["forms"].split()),
        tuple((re.compile(k["pattern"], re.IGNORECASE), k["concept"]) for k in raw["kind"]),
    )


def is_means(concept: str | None) -> bool:
    """Whether a technology is a means of a practice, not a place or a sender."""
    return concept not in _rules().not_means


def _below(concept: str, lexicon: Lexicon) -> bool:
    """Whether a concept is one of the means or stands under one."""
    return any(c in _rules().means for c in lexicon.schemes["technology"].upward(concept))


def tracker_names(view: str, start: int, end: int) -> list[tuple[int, int]]:
    """Start and end of each name in a tracker's cell: "_abc, _abd" are two.

    >>> tracker_names("_abc, _abd", 0, 10)
    [(0, 4), (6, 10)]
    """
    return [m.span() for m in re.compile(r"[^\s,;][^,;]*?(?=\s*(?:[,;]|$))").finditer(view, start, end)] or [(start, end)]


def tracker_kind(cells: list[str]) -> str | None:
    """The kind of tracker that a row of a cookie table declares beyond "cookie"; None where it does not."""
    return next((concept for pattern, concept in _rules().kinds for cell in cells if pattern.search(cell)), None)


def technologies(s: Sentence, lexicon: Lexicon) -> list[Phrase]:
    """All means that a sentence names, whatever they hold for."""
    rules, scheme = _rules(), lexicon.schemes["technology"]
    out: list[Phrase] = []
    for k in range(s.n):
        if s.pos[k] not in ("NOUN", "PROPN", "ADJ", "VERB") or (
            k + 1 < s.n and s.pos[k + 1] in ("NOUN", "PROPN") and s.head[k] == k + 1 and s.form[k + 1] in rules.settings
        ):
            continue
        own = tokens(s.form[k])
        if own and singular(own[-1]) not in scheme.ends:
            continue
        words: list[str] = []
        best: tuple[str, int] | None = None
        for a in range(k, max(-1, k - 5), -1):
            if a < k and (s.pos[a] not in ("NOUN", "PROPN", "ADJ", "VERB") and s.form[a] != "-"):
                break
            words = [*(singular(w) for w in tokens(s.form[a])), *words]
            concept = scheme.phrases.get(" ".join(words))
            if (
                concept
                and words[-1] not in rules.last
                and (len(words) > 1 or (s.pos[k] in ("NOUN", "PROPN") and s.form[k] not in rules.alone))
            ):
                best = concept, a
        if best and _below(best[0], lexicon) and not _compound(s, k):
            first = best[1]
            while (
                first > 0
                and s.head[first - 1] == k
                and s.pos[first - 1] in ("ADJ", "PROPN", "NOUN", "VERB", "PRON")
                and s.form[first - 1] not in rules.possessives
                and s.tag[first - 1] not in ("VB", "VBZ")
            ):
                first -= 1
            if out and out[-1].last >= first:
                out.pop()
            out.append(Phrase(first, k, k, "means", best[0]))
    return out


def _compound(s: Sentence, k: int) -> bool:
    """Whether the name stands in front of another noun that decides what it is ("cookie policy", "log data")."""
    return k + 1 < s.n and s.dep[k] in ("compound", "nmod", "amod") and s.head[k] > k and s.pos[s.head[k]] in ("NOUN", "PROPN")


def technologies_of(s: Sentence, found: list[Phrase], frame: Frame, verb: int | None) -> list[Phrase]:
    """The means of a frame's practice."""
    kept = [p for p in found if not _handled(s, p, frame)]
    if verb is None:
        return []
    return [
        p for p in kept if p.anchor != verb and (verb in s.above(p.anchor) or holds(s, p.anchor, verb)) and not _beside(s, p.anchor, verb)
    ]


def _beside(s: Sentence, k: int, verb: int) -> bool:
    """Whether ``k`` is the object of another clause, with its own subject or "not" ("we use cookies but do not use pixels")."""
    host = next((up for up in s.above(k) if s.pos[up] == "VERB"), verb)
    if host == verb or s.child(host, "dobj") is None or s.child(verb, "dobj") is None:
        return False
    path = {k, *(up for up in s.above(k) if s.head[up] != up and up != host and host in s.above(up))}
    if s.child(host, "dobj") not in path:
        return False  # "we collect your name with cookies and keep your age": a means of both
    low, high = (host, verb) if verb in s.above(host) else (verb, host)
    apart = False
    while low != high and s.dep[low] == "conj" and s.pos[s.head[low]] == "VERB":
        apart |= s.child(low, "nsubj", "nsubjpass", "neg") is not None
        low = s.head[low]
    return low == high and apart


def _handled(s: Sentence, p: Phrase, frame: Frame) -> bool:
    """Whether somebody blocks, deletes or reads about it, rather than works by it."""
    verbs = [up for up in s.above(p.anchor) if s.pos[up] in ("VERB", "AUX", "NOUN")]
    for up in verbs:
        if up == frame.verb:
            return False
        if s.lemma[up].lower() in _rules().handling or s.form[up] in _rules().handling_forms:
            return s.form[up] != "use"
    return False
