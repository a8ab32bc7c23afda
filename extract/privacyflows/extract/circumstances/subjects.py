"""Subjects: whom the data is about, where the text names somebody other than "you".

In goes a sentence, out come the nouns that the lexicon knows as data subjects, with their modifiers ("children under 13", "readers who
have opted in"), as `Phrase`s; possessives count ("visitors' preferences"), compounds only before what people have ("visitor habits").
The word lists stand in ``rules/subjects.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from privacyflows.extract.circumstances.cues import Phrase
from privacyflows.extract.circumstances.reach import anchor, clause_end, holds, token_at
from privacyflows.extract.lexicon.lexicon import Lexicon, Scheme, normalise
from privacyflows.extract.mentions.mentions import Part, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules, singular, tokens


@dataclass(frozen=True, slots=True)
class _Rules:
    not_alone: frozenset[str]
    alone: frozenset[str]
    never: frozenset[str]
    had: frozenset[str]
    goods: frozenset[str]
    serving: frozenset[str]
    generic: frozenset[str]
    adjectives: frozenset[str]
    groups: frozenset[str]
    things: frozenset[str]
    beside: frozenset[str]
    for_good: frozenset[str]
    given_to: frozenset[str]
    abbreviations: frozenset[str]
    plurals: tuple[str, ...]
    prepositions: frozenset[str]
    verbs: frozenset[str]
    longest: int
    headings: tuple[re.Pattern[str], ...]
    reader: re.Pattern[str]
    reader_concept: str


@cache
def _rules() -> _Rules:
    raw = load_rules("subjects.toml")
    noun, modifier = raw["noun"], raw["modifier"]
    return _Rules(
        not_alone=frozenset(noun["not_alone"].split()),
        alone=frozenset(noun["alone_of"]),
        never=frozenset(noun["never"].split()),
        had=frozenset(noun["had"].split()),
        goods=frozenset(noun["goods"].split()),
        serving=frozenset(noun["serving"].split()),
        generic=frozenset(noun["generic"].split()),
        adjectives=frozenset(noun["adjectives"].split()),
        groups=frozenset(noun["groups"].split()),
        things=frozenset(noun["things"]),
        beside=frozenset(noun["beside"].split()),
        for_good=frozenset(noun["for_good"].split()),
        given_to=frozenset(noun["given_to"].split()),
        abbreviations=frozenset(noun["abbreviations"].split()),
        plurals=tuple(noun["plurals"]),
        prepositions=frozenset(modifier["prepositions"].split()),
        verbs=frozenset(modifier["verbs"].split()),
        longest=modifier["longest"],
        headings=tuple(re.compile(p, re.IGNORECASE) for p in raw["heading"]["patterns"]),
        reader=re.compile(raw["reader"]["pattern"], re.IGNORECASE),
        reader_concept=raw["reader"]["concept"],
    )


def subjects(s: Sentence, lexicon: Lexicon) -> list[Phrase]:
    """All data subjects that a sentence names, whatever they hold for."""
    rules = _rules()
    out: list[Phrase] = []
    for k in range(s.n):
        if (
            s.pos[k] not in ("NOUN", "PROPN", "ADJ")
            or (out and k <= out[-1].last)
            or " ".join(s.form[k + 1 : k + 4]) == "of the public"
            or s.view[s.start[k] : s.end[k]] in rules.abbreviations
            or (s.form[k] == "attorney" and s.form[k - 1] == "of")
            or not _stands_alone(s, k, lexicon)
        ):
            continue
        found = _concept(s, k, lexicon)
        if found is None:
            continue
        concept, first = found
        while (
            first > 0
            and s.head[first - 1] == k
            and s.pos[first - 1] in ("DET", "PRON", "ADJ", "PROPN", "NOUN", "VERB", "NUM")
            and s.tag[first - 1] not in ("VB", "VBZ")
        ):
            first -= 1
        if first > 1 and s.form[first - 1] == "of" and s.form[first - 2] in rules.groups:
            first -= 2
        last = _end(s, k)
        if (s.form[k] in rules.generic and (last == k or s.form[last] == "us")) or (
            s.form[k].startswith("subject") and s.form[k - 1] == "data"
        ):
            continue  # everybody, or the reader
        out.append(Phrase(first, last, k, "subject", concept))
    for m in rules.reader.finditer(s.view, s.start[0], s.end[-1]):
        first, last = token_at(s, m.start()), token_at(s, m.end() - 1)
        out.append(Phrase(first, last, anchor(s, first, last), "reader", rules.reader_concept))
    return out


def _stands_alone(s: Sentence, k: int, lexicon: Lexicon) -> bool:
    """Whether the noun is a person here: not part of a compound that names a thing, not the owner of a device."""
    after = k + 1
    if s.pos[k] == "ADJ" and s.form[k] not in _rules().adjectives:
        return False
    possessive = after < s.n and (s.tag[after] == "POS" or s.form[after] in word_lists().possessive_marks)
    if possessive:
        after += 1
        while after < s.n and s.pos[after] in ("ADJ", "DET"):
            after += 1
        thing = s.form[after] if after < s.n else ""
        return lexicon.schemes["technology"].phrases.get(singular(thing)) is None
    if after < s.n and s.pos[after] in ("NOUN", "PROPN") and s.head[k] >= after and s.dep[k] in ("compound", "nmod", "amod", "poss"):
        return s.form[after] in _rules().had and f"{s.form[k]} {s.form[after]}" not in _rules().things
    return not (after < s.n and s.form[after] in ("-", "/") and after + 1 < s.n and s.start[after] == s.end[k])


def _concept(s: Sentence, k: int, lexicon: Lexicon) -> tuple[str, int] | None:
    """Concept and first token of the longest wording that ends at ``k``."""
    rules, scheme = _rules(), lexicon.schemes["subject"]
    if (last := tokens(s.form[k])) and _one(last[-1], scheme) not in scheme.ends:
        return None
    words: list[str] = []
    best: tuple[str, int] | None = None
    for a in range(k, max(-1, k - 4), -1):
        if a < k and s.pos[a] not in ("NOUN", "PROPN", "ADJ", "VERB"):
            break
        own = [_one(w, scheme) for w in tokens(s.form[a])]
        words = own + words
        concept = scheme.phrases.get(" ".join(words))
        if concept and (len(words) > 1 or s.form[k] in rules.alone or not {words[0], s.form[k]} & rules.not_alone):
            best = concept, a
    return best if best and best[0] not in rules.never else None


def _one(word: str, scheme: Scheme) -> str:
    """A word's singular, of three-letter abbreviations ("gps") too."""
    return word[:-1] if len(word) == 3 and word.endswith("s") and word[:-1] in scheme.phrases else singular(word)


def _end(s: Sentence, k: int) -> int:
    """The last token of the noun's modifiers: a clause, "under 13", "in Spain"; the next two words tell where the parse does not."""
    rules = _rules()
    last = k
    after = k + 1
    if (
        after + 1 < s.n
        and s.form[after] in rules.prepositions
        and (s.tag[after + 1] == "CD" or " ".join(s.form[after + 1 : after + 4]) == "the age of")
    ):
        last = after + 1 if s.tag[after + 1] == "CD" else min(s.n - 1, after + 4)
    elif after < s.n and s.form[after] == "who" and s.head[after] > after:
        last = min(clause_end(s, k, s.last[s.head[after]]), k + rules.longest)
    for c in s.kids[k]:
        if c <= last or c > last + 2:
            continue
        opens = (
            s.dep[c] == "relcl"
            or (s.dep[c] == "acl" and s.form[c] in rules.verbs)
            or (s.dep[c] == "prep" and s.form[c] in rules.prepositions)
        )
        if (opens and s.first[c] == last + 1) or (opens and s.dep[c] == "relcl"):
            end = clause_end(s, k, s.last[c])
            comma = next((x for x in range(k + 1, end) if s.form[x] == ","), None)
            end = comma - 1 if comma is not None else end
            if end - k <= rules.longest:
                last = max(last, end)
    return last


def subjects_of(s: Sentence, found: list[Phrase], verb: int | None, taken: Sequence[Part], goals: Sequence[Part] = ()) -> list[Phrase]:
    """The subjects of a verb's practice, without those that are a party to it (``taken``: recipients and actors).

    Whom a purpose only serves ("news of interest to teachers") is not whom the data is about.
    """
    kept = [p for p in found if not _within(s, p, taken) and not (_within(s, p, goals) and _served(s, p))]
    kept = [p for p in kept if not _receives(s, p) and not _predicate(s, p)]
    return kept if verb is None else [p for p in kept if holds(s, p.anchor, verb)]


def _within(s: Sentence, p: Phrase, parts: Sequence[Part]) -> bool:
    return any(q.start < s.end[p.anchor] and s.start[p.anchor] < q.end for q in parts)


def _served(s: Sentence, p: Phrase) -> bool:
    """Whether a purpose is only for the people's good: "of interest to teachers", "to protect our visitors", "the safety of users"."""
    rules, k = _rules(), p.anchor
    while s.dep[k] == "conj":
        k = s.head[k]
    up = s.head[k]
    if s.dep[k] == "pobj":
        what = up - 1 if s.form[up] in rules.given_to and up else s.head[up]  # the parser may hang "to teachers" on the verb
        goods = s.lemma[what] in rules.goods and s.form[up] in rules.for_good
        return goods or s.form[up] == "as" or (s.form[up] in rules.given_to and s.pos[s.head[up]] in ("NOUN", "ADJ"))
    return s.dep[k] == "dobj" and s.lemma[up] in rules.serving


def _receives(s: Sentence, p: Phrase) -> bool:
    """Whether the phrase names, as "other users" does, somebody beside the person whom the data is about."""
    return any(s.form[k] in _rules().beside for k in range(p.first, p.anchor))


def _predicate(s: Sentence, p: Phrase) -> bool:
    """Whether the phrase only says what somebody named before is: "teachers who are members of the club"."""
    return s.dep[p.anchor] == "attr" and s.dep[s.head[p.anchor]] == "relcl"


def heading_subject(title: str, lexicon: Lexicon) -> tuple[int, int, str] | None:
    """Start and end in a heading of the people whom its section is about, and their concept: "2. Learning users", "For job applicants".

    Only where the people's noun ends the heading, so that "User accounts" and "Your rights" name nobody.
    """
    rules, scheme = _rules(), lexicon.schemes["subject"]
    for pattern in rules.headings:
        m = pattern.match(title.strip())
        if not m:
            continue
        who, tail = m["who"].strip(), m["tail"]
        words = normalise(who)
        for a in range(max(0, len(words) - 4), len(words)):
            concept = scheme.phrases.get(" ".join(words[a:]))
            alone = len(words) - a == 1 and words[-1] in rules.not_alone
            if concept and concept not in rules.never and not alone and who.split()[-1].lower().endswith(rules.plurals):
                at = title.index(who)
                return at, at + len(who) + len(tail), concept
    return None
