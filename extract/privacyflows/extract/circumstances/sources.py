"""Sources: where data comes from, beyond what frames find after "from".

In go a frame and its sentence, out come the reader who gives ("the name you enter", "supplied by you"), the website, application or
device on which something is collected, and a verdict on what a frame took for a source. The words stand in ``rules/sources.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile

from privacyflows.extract.circumstances.cues import Phrase
from privacyflows.extract.circumstances.places import place_names
from privacyflows.extract.circumstances.reach import holds
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.lexicon.lexicon import Lexicon, normalise
from privacyflows.extract.mentions.mentions import Part
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules, singular, tokens

READER = "dpv:DataSubjectDataSource"
CONTROLLER = "dpv:DataControllerDataSource"


@dataclass(frozen=True, slots=True)
class _Rules:
    verbs: frozenset[str]
    willing: frozenset[str]
    by_reader: frozenset[str]
    asked: frozenset[str]
    actions: frozenset[str]
    prepositions: frozenset[str]
    place_actions: frozenset[str]
    places: frozenset[str]
    parts: frozenset[str]
    putting: frozenset[str]
    own: frozenset[str]
    drop: re.Pattern[str]


@cache
def _rules() -> _Rules:
    raw = load_rules("sources.toml")
    given, place = raw["given"], raw["place"]
    return _Rules(
        frozenset(given["verbs"].split()),
        frozenset(given["willing"].split()),
        frozenset(given["by_reader"].split()),
        frozenset(raw["asked"]["verbs"].split()),
        frozenset(given["actions"].split()),
        frozenset(place["prepositions"].split()),
        frozenset(place["actions"].split()),
        frozenset(place["concepts"].split()),
        frozenset(place["parts"].split()),
        frozenset(place["putting"].split()),
        frozenset(raw["own"]["phrases"]),
        re.compile(raw["drop"]["pattern"], re.IGNORECASE),
    )


def is_source(text: str) -> bool:
    """Whether a phrase after "from" can be a source at all: "time", "which" and "Spain" cannot."""
    bare = text.strip().removeprefix("the ")
    return not _rules().drop.match(text.strip()) and not any(b - a == len(bare) for a, b, _ in place_names(bare))


def source_concept(part: Part, text: str, lexicon: Lexicon) -> str | None:
    """The concept of a source: the source scheme's where it knows the whole phrase or its head, else what the part has."""
    words = normalise(text)
    if part.kind == "reader" or " ".join(words) in lexicon.schemes["subject"].phrases:
        return READER
    if " ".join(words) in _rules().own:
        return CONTROLLER
    found = lexicon.schemes["source"].find(words) if words else None
    said = bool(found) and words[-1] == "source"  # "other sources", "third-party sources" are no parties yet
    if part.concept and part.kind == "party" and not said:
        return found[0] if found and found[2] == len(words) and found[0].startswith("pf:") and found[2] - found[1] > 1 else part.concept
    return found[0] if found and found[2] >= len(words) - 2 else part.concept


def cleaned(parts: list[Part], view: str, lexicon: Lexicon) -> list[Part]:
    """The sources of a frame without those that are none, with the concepts of the source scheme."""
    kept = [(p, view[p.start : p.end]) for p in parts]
    return [replace(p, concept=source_concept(p, text, lexicon)) for p, text in kept if is_source(text)]


def givers(s: Sentence) -> list[Phrase]:
    """Every "you" of a sentence that gives data in a relative clause, or after "by"."""
    rules = _rules()
    out: list[Phrase] = []
    for k in range(s.n):
        if s.form[k] != "you":
            continue
        head = s.head[k]
        giving = s.dep[k] == "nsubj" and (
            s.lemma[head].lower() in rules.verbs or any(lemma in rules.verbs for lemma, _, _ in s.merged.get(head, ()))
        )
        clause = head
        while (
            giving
            and s.dep[clause] in ("xcomp", "conj", "ccomp")
            and s.head[clause] != clause
            and (s.lemma[s.head[clause]] in rules.willing or s.lemma[s.head[clause]] in rules.verbs)
        ):
            clause = s.head[clause]
        if giving and s.dep[clause] in ("relcl", "acl", "ccomp", "pcomp") and s.child(head, "mark") is None and not _has_object(s, head):
            out.append(Phrase(k, k, clause, "giver", READER))
        elif k and s.form[k - 1] == "by" and s.form[s.head[k - 1]] in rules.by_reader:
            out.append(Phrase(k, k, s.head[k - 1], "giver", READER))
    return out


def _has_object(s: Sentence, verb: int) -> bool:
    """Whether the giving verb has an object of its own behind it: then its clause is no gap for the data."""
    direct = s.child(verb, "dobj")
    return direct is not None and direct > verb and s.tag[direct] not in ("WDT", "WP")


def sources_of(s: Sentence, given: list[Phrase], frame: Frame, verb: int | None, lexicon: Lexicon) -> list[Phrase]:
    """The sources of a practice that its frame left out."""
    rules = _rules()
    out: list[Phrase] = []
    if frame.action in rules.actions:
        out += [p for p in given if verb is None or _of_object(s, p, verb)]
    if frame.lemma in rules.asked and verb is not None:
        asked = s.child(verb, "dobj", "nsubjpass", "dative")
        if asked is not None and s.form[asked] == "you":
            out.append(Phrase(asked, asked, asked, "asked", READER))
    if frame.action in rules.place_actions and verb is not None:
        out += _places(s, verb, lexicon)
    return out


def _of_object(s: Sentence, p: Phrase, verb: int) -> bool:
    """Whether what the reader gives hangs on the verb's object or on its subject."""
    return p.anchor != verb and (verb in s.above(p.anchor) or holds(s, p.anchor, verb))


def _places(s: Sentence, verb: int, lexicon: Lexicon) -> list[Phrase]:
    """The website, application or device after "on", "through", "via" on the verb or its object."""
    rules, scheme = _rules(), lexicon.schemes["technology"]
    out: list[Phrase] = []
    for k in range(s.n - 1):
        if s.form[k] not in rules.prepositions or s.dep[k] != "prep" or verb not in (s.head[k], *s.above(s.head[k])):
            continue
        path = list(takewhile(lambda up: up != verb, (s.head[k], *s.above(s.head[k]))))
        clause = next((up for up in path if s.dep[up] in ("relcl", "advcl", "ccomp", "xcomp", "conj") and s.pos[up] == "VERB"), None)
        if clause is not None and not (s.dep[clause] == "relcl" and s.lemma[clause] in rules.verbs):
            continue
        target = s.child(k, "pobj")
        if target is None or (s.form[k] == "on" and s.lemma[verb] in rules.putting):
            continue
        inner = next((c for c in s.kids[target] if s.form[c] == "of"), None)
        part = s.child(inner, "pobj") if inner is not None and s.lemma[target] in rules.parts else None
        target = target if part is None else part  # "on some pages of our site"
        words = [singular(w) for w in tokens(s.form[target].removesuffix("(s)"))]
        concept = scheme.phrases.get(" ".join(words))
        if concept in rules.places:
            out.append(Phrase(s.first[target], min(s.last[target], target), k, "place", concept))
    return out
