"""Conditions and exceptions: when, for whose choice and under which limits a practice holds.

In goes a sentence, out come its conditions as `Phrase`s, each with its concept: clauses by their conjunction ("if you ask", one for each
alternative of "if you ask or call"), phrases by the cues of ``rules/conditions.toml``, "only", and the reader's choice above a
practice ("you can opt out of our use of ..."). `conditions_of` keeps those that hold for a verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from privacyflows.extract.circumstances.cues import Phrase, apart, find, load_cues
from privacyflows.extract.circumstances.reach import clause_end, holds, subject_of
from privacyflows.extract.lexicon.lexicon import Lexicon, normalise
from privacyflows.extract.mentions.nounphrases import word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules


@dataclass(frozen=True, slots=True)
class _Rules:
    always: frozenset[str]
    after_reader: frozenset[str]
    default: str
    indirect: frozenset[str]
    cases: frozenset[str]
    times: frozenset[str]
    during: frozenset[str]
    places: frozenset[str]
    examples: frozenset[str]
    counts: frozenset[str]
    limits: frozenset[str]
    skip: re.Pattern[str]
    only: frozenset[str]
    not_only: frozenset[str]
    only_kinds: frozenset[str]
    only_concept: str
    only_before: frozenset[str]
    kinds: tuple[tuple[re.Pattern[str], str], ...]
    control: dict[str, str]
    particles: frozenset[str]
    letting: frozenset[str]


@cache
def _rules() -> _Rules:
    raw = load_rules("conditions.toml")
    mark, only = raw["mark"], raw["only"]
    return _Rules(
        always=frozenset(mark["always"].split()),
        after_reader=frozenset(mark["after_reader"].split()),
        default=mark["default"],
        indirect=frozenset(mark["indirect"].split()),
        cases=frozenset(mark["cases"].split()),
        times=frozenset(mark["times"].split()),
        during=frozenset(mark["during"].split()),
        places=frozenset(mark["places"].split()),
        examples=frozenset(mark["examples"].split()),
        counts=frozenset(mark["counts"].split()),
        limits=frozenset(mark["limits"].split()),
        skip=re.compile(raw["skip"]["pattern"], re.IGNORECASE),
        only=frozenset(only["words"].split()),
        not_only=frozenset(only["not_after"].split()),
        only_kinds=frozenset(only["kinds"].split()),
        only_concept=only["concept"],
        only_before=frozenset(only["prepositions"].split()),
        kinds=tuple((re.compile(k["pattern"], re.IGNORECASE), k["concept"]) for k in raw["kind"]),
        control={verb: entry["concept"] for entry in raw["control"] for verb in entry["verbs"].split()},
        particles=frozenset(raw["letting"]["particles"].split()),
        letting=frozenset(raw["letting"]["verbs"].split()),
    )


def condition_concept(text: str, lexicon: Lexicon) -> str:
    """The concept of a condition by its words: the first ``[[kind]]`` that fits, else the longest wording that the lexicon knows."""
    rules = _rules()
    for pattern, concept in rules.kinds:
        if pattern.search(text):
            return concept
    return _wording(normalise(text), lexicon) or rules.default


def _wording(words: list[str], lexicon: Lexicon) -> str | None:
    """The concept of the longest known wording of two words or more with which ``words`` begin."""
    scheme = lexicon.schemes["condition"]
    widths = range(min(scheme.longest, len(words)), 1, -1)
    return next((concept for width in widths if (concept := scheme.phrases.get(" ".join(words[:width])))), None)


def can_limit(text: str, lexicon: Lexicon) -> bool:
    """Whether the words of a list item can be a condition at all: the bare name of some data cannot."""
    return (
        lexicon.data(text) is None
        or any(pattern.search(text) for pattern, _ in _rules().kinds)
        or " you" in text
        or text.split()[0].lower() in _rules().always
    )


def conditions(s: Sentence, lexicon: Lexicon) -> list[Phrase]:
    """All conditions of a sentence, in text order, whatever they hold for."""
    found = [*_clauses(s), *find(s, load_cues("conditions.toml"))]
    found = [_with_only(s, p) for p in apart(found)]
    found += [p for p in _only(s, found) if p.last > p.first or not _bound(s, p.first, found)]
    return [
        replace(p, concept=p.concept or condition_concept(s.text(p.first, p.last), lexicon)) for p in sorted(found, key=lambda p: p.first)
    ]


def conditions_of(s: Sentence, found: list[Phrase], verb: int | None) -> list[Phrase]:
    """The conditions that hold for a verb, and the reader's choice above it; for all of the sentence where ``verb`` is None."""
    if verb is None:
        return found
    front = next((k for k in range(s.n) if s.pos[k] not in ("PUNCT", "CCONJ", "ADV", "INTJ")), 0)
    kept = [
        p for p in found if (not p.first <= verb <= p.last and (p.first <= front or holds(s, p.anchor, verb))) or _is_verb_phrase(p, verb)
    ]
    choice = _choice(s, verb)
    if choice and not any(p.first <= choice.last and choice.first <= p.last for p in kept):
        kept.append(choice)
    return kept


def _is_verb_phrase(p: Phrase, verb: int) -> bool:
    """Whether, as in "is considered private", the verb is part of what it says of itself."""
    return p.cue == "confidential" and p.first <= verb <= p.last


# -- clauses -----------------------------------------------------------------------------------------------------------------


def _clauses(s: Sentence) -> Iterator[Phrase]:
    """Clauses that a conjunction opens, one phrase for each alternative that "or" adds."""
    rules = _rules()
    for k in range(s.n):
        form = s.form[k]
        if form not in rules.always and form not in rules.after_reader:
            continue
        head = s.head[k]
        if s.dep[k] not in ("mark", "advmod") or head <= k or not _opens_condition(s, k, head):
            continue
        if k and s.form[k - 1] == "even":
            continue  # no limit: it holds either way
        if form == "once" and k + 1 < s.n and s.form[k + 1] in rules.counts:
            continue  # a count
        first = k - 1 if k and s.form[k - 1] in rules.limits else k
        end = clause_end(s, k, max(k, s.last[head]))
        if end == k or rules.skip.search(s.text(k, end)):
            continue
        yield from _alternatives(s, first, end, head)


def _opens_condition(s: Sentence, k: int, head: int) -> bool:
    rules = _rules()
    dep, form = s.dep[head], s.form[k]
    if form in rules.after_reader:
        subject = subject_of(s, head)
        alone = subject is None and s.tag[head] == "VBG"
        mine = subject is not None and (
            s.form[subject] in word_lists().readers or (form in rules.during and s.form[subject] == "we" and s.lemma[head] == "have")
        )
        return dep in ("advcl", "pcomp", "ccomp", "ROOT") and (mine or (alone and form in rules.times))
    if dep == "relcl" and form in rules.places:
        # "the country where you live" names a place, "in cases where you ask" and "..., where you ask" a condition
        noun = s.head[head]
        return s.lemma[noun] in rules.cases or (k > 0 and s.form[k - 1] in (",", "("))
    if dep == "pcomp" and s.form[s.head[head]] in rules.examples:
        return True
    if dep in ("ccomp", "csubj", "pcomp") and k > 0:
        return dep == "ccomp" and s.lemma[s.head[head]] not in rules.indirect and form not in ("where",)
    return True


def _alternatives(s: Sentence, first: int, end: int, head: int) -> Iterator[Phrase]:
    """The clause, cut where "or" adds another verb: "when you call, or visit us" are two conditions, "and" makes one."""
    begin = first
    k = head
    while True:
        later = next((c for c in s.kids[k] if s.dep[c] == "conj" and s.pos[c] in ("VERB", "AUX") and k < c <= end), None)
        if later is None:
            break
        before = max((c for c in range(k, later) if s.form[c] in word_lists().coordinators), default=None)
        complete = s.child(k, "dobj", "prep", "acomp", "attr", "xcomp", "ccomp", "agent", "prt") is not None
        if complete and before is not None and s.form[before] == "or" and before > begin:
            yield Phrase(begin, _without_tail(s, begin, before - 1), head, "clause")
            begin = before + 1
        k = later
    yield Phrase(begin, _without_tail(s, begin, end), head, "clause")


def _without_tail(s: Sentence, first: int, last: int) -> int:
    while last > first and (s.pos[last] in ("PUNCT", "CCONJ")) and s.form[last] not in (")", '"', "\u201d"):
        last -= 1
    return last


# -- only --------------------------------------------------------------------------------------------------------------------


def _with_only(s: Sentence, p: Phrase) -> Phrase:
    return replace(p, first=p.first - 1) if p.first and s.form[p.first - 1] in _rules().only else p


def _only(s: Sentence, found: list[Phrase]) -> Iterator[Phrase]:
    """Each "only" that limits a verb or its object: with the phrase after it ("only for billing"), else by itself."""
    rules = _rules()
    for k in range(s.n):
        if s.form[k] not in rules.only or any(p.first <= k <= p.last for p in found):
            continue
        if (
            (k and s.form[k - 1] in rules.not_only)
            or (k + 1 < s.n and s.form[k + 1] == "-")
            or s.dep[k] not in ("advmod", "amod", "quantmod")
        ):
            continue
        if s.form[k] in rules.only_kinds and s.pos[s.head[k]] in ("ADJ", "NOUN", "PROPN"):
            continue  # "solely automated decisions" are a kind of decisions
        after = k + 1
        if s.form[k] == "strictly" and (after >= s.n or s.pos[after] != "ADP"):
            continue
        if (
            after < s.n
            and s.form[after] in rules.only_before
            and s.pos[after] in ("ADP", "SCONJ")
            and not any(p.first == after for p in found)
        ):
            last = clause_end(s, k, max(after, s.last[after]))
            if last >= after and after + 1 >= s.n - (s.pos[s.n - 1] == "PUNCT"):
                continue  # "only if:" leads over to a list
            yield Phrase(k, last, after, "only", rules.only_concept)
        else:
            first = k - 1 if k and s.form[k - 1] == "the" else k
            yield Phrase(first, k, k, "only", rules.only_concept)


def _bound(s: Sentence, k: int, found: list[Phrase]) -> bool:
    """Whether a bare "only" goes with a later condition of its verb: "we only share it if you agree"."""
    return any(p.first > k and s.head[k] in (p.anchor, *s.above(p.anchor)) for p in found)


# -- the reader's choice -----------------------------------------------------------------------------------------------------


def _choice(s: Sentence, verb: int) -> Phrase | None:
    """What the reader may do about the practice at ``verb``: "you can opt out of" it, "you agree to let us" do it."""
    control = _rules().control
    for up in s.above(verb):
        concept = control.get(s.lemma[up].lower())
        if concept is None:
            continue
        subject = subject_of(s, up)
        if subject is None or s.form[subject] not in word_lists().readers or s.first[subject] > up or s.child(up, "auxpass") is not None:
            return None
        last = up + 1 if up + 1 < s.n and s.form[up + 1] in _rules().particles else up
        inner = next((c for c in (verb, *s.above(verb)) if s.lemma[c] in _rules().letting and up in s.above(c)), None)
        if inner is not None and inner > last:
            last = inner + 1 if inner + 1 < s.n and s.form[inner + 1] == "us" else inner
        return Phrase(s.first[subject], last, up, "choice", concept) if last < verb else None
    return None
