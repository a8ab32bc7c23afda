"""The parse view: what the parser is shown instead of the words as written, where those are known to mislead it.

In goes a view, out come the words for the parser and where each stands in the view. Runs of verbs that share one object ("collect, use and
share"), terms that look like something else ("personally identifying information") and enumerators ("(1)") become one plain token each;
citations of articles and asides between "to" and its verb are left out. The text itself is never changed. The remedies and their measured
effect are in NOTES.md; the words are in ``rules/parse_view.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from privacyflows.extract.parsing.casing import plain_case
from privacyflows.extract.parsing.citations import article, bracketed
from privacyflows.extract.parsing.words import Inflection, inflections, load_rules

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_SEPARATORS = frozenset({",", "and", "or", "and/or", "/", "&", "nor"})
_PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u00a0\u2011", "''\"\" -")
"""Typographic characters that the tokenizer misreads, one for one: offsets stay."""
_BEFORE_ENUMERATOR = frozenset(["to", "for", "by", "with", "that", "when", "if", "or", "and", ",", ";", ":"])
_OBJECT_STARTS = frozenset(["your", "the", "our", "a", "an", "any", "their", "this", "these"])
_ENUMERATOR = re.compile(r"(?:\d{1,2}|[a-z]|[ivx]{1,4})", re.IGNORECASE)

_Run = tuple[tuple[str, int, int], ...]
Plan = list[tuple[int, int, _Run]]
"""For each token of the parse view: start and end in the view, and the verbs of a run as (lemma, start, end)."""


@dataclass(frozen=True, slots=True)
class _ParseRules:
    terms: dict[str, list[tuple[tuple[str, ...], str, frozenset[str], frozenset[str]]]]
    """First word -> the terms that begin with it: their words, what is parsed instead, words that may not follow or precede."""
    verbs: dict[str, tuple[Inflection, ...]]
    adverbs: frozenset[str]
    determiners: frozenset[str]
    helped: frozenset[str]
    nouns_after: frozenset[str]
    treated: tuple[tuple[str, ...], ...]
    treated_first: frozenset[str]
    heads: frozenset[str]
    term_heads: frozenset[str]
    asides: dict[str, tuple[tuple[str, ...], ...]]
    begins: frozenset[str]
    """The words with which anything of this may begin."""


@cache
def _parse_rules() -> _ParseRules:
    raw = load_rules("parse_view.toml")
    terms: dict[str, list[tuple[tuple[str, ...], str, frozenset[str], frozenset[str]]]] = {}
    for entry in raw["term"]:
        not_before, not_after = (frozenset(entry.get(key, "").split()) for key in ("not_before", "not_after"))
        for wording in entry["wordings"]:
            words = tuple(wording.split())
            terms.setdefault(words[0], []).append((words, entry["parse_as"], not_before, not_after))
    for options in terms.values():
        options.sort(key=lambda option: -len(option[0]))
    known = set(raw["runs"]["verbs"].split())
    for frame in load_rules("frames.toml")["frame"]:
        known |= {v for v in frame["verbs"].split() if "_" not in v}
    runs, treated = raw["runs"], sorted((tuple(w.split()) for w in raw["treated"]["words"]), key=len, reverse=True)
    asides: dict[str, tuple[tuple[str, ...], ...]] = {}
    for wording in sorted(raw["asides"]["after_to"], key=len, reverse=True):
        words = tuple(wording.split())
        asides[words[0]] = (*asides.get(words[0], ()), words)
    verbs = inflections(known)
    return _ParseRules(
        terms=terms,
        verbs=verbs,
        adverbs=frozenset(runs["adverbs"].split()),
        determiners=frozenset(runs["determiners"].split()),
        helped=frozenset(runs["helped"].split()),
        nouns_after=frozenset(runs["nouns_after"].split()),
        treated=tuple(treated),
        treated_first=frozenset(words[0] for words in treated),
        heads=frozenset(raw["treated"]["heads"].split()),
        term_heads=frozenset(raw["asides"]["term_heads"].split()),
        asides=asides,
        begins=frozenset((*verbs, *terms, *(words[0] for words in treated))),
    )


def base_form(word: str) -> bool:
    """Whether a lower-cased word is the base form of a verb that the reader knows."""
    return any(f.form == "base" for f in _parse_rules().verbs.get(word, ()))


def prepared(nlp: Language, view: str) -> tuple[Doc, Plan]:
    """A spaCy Doc in the parse view, and where each of its tokens stands in the view."""
    from spacy.tokens import Doc

    forms: list[str] = []
    at: list[int] = []
    for token in nlp.tokenizer(view.translate(_PLAIN)):
        forms.append(token.text)
        at.append(token.idx)
    lower = [f.lower() for f in forms]
    shown = plain_case(forms, lower)
    words: list[str] = []
    plan: Plan = []
    begins = _parse_rules().begins
    i = 0
    while i < len(forms):
        if lower[i] not in begins and lower[i][0] not in "(§" and words[-1:] != ["to"] and not lower[i].startswith(("art", "sec")):
            if not lower[i].isspace():  # most words are shown as they are
                words.append(_american(shown[i], lower[i]))
                plan.append((at[i], at[i] + len(forms[i]), ()))
            i += 1
            continue
        skip = bracketed(lower, i) if lower[i][0] == "(" else 0
        if skip:
            i += skip  # "(Art. 6(1)(b) GDPR)" would end the sentence at its full stop
            if (tail := forms[i - 1].lstrip(")")) and forms[i - 1].startswith(")"):
                words.append(tail)  # "):" is one word to the tokenizer
                plan.append((at[i - 1] + len(forms[i - 1]) - len(tail), at[i - 1] + len(forms[i - 1]), ()))
            continue
        if forms[i] == "(" and (skip := _abbreviation(forms, i)):
            i += skip  # "Internet Protocol (IP) address": the abbreviation divides the term
            continue
        if forms[i] == "(" and words and (skip := _inserted(forms, lower, i)):
            i += skip  # "we will delete (and ask our partners to delete) your data"
            continue
        if words and words[-1] == "to" and (skip := _aside(lower, i)):
            i += skip  # "to, for example, send": what stands between breaks the infinitive
            continue
        width, word, run = _special(forms, lower, at, i) or (1, _american(shown[i], lower[i]), ())
        if word == "," and width == 3 and words and words[-1].lower() in _BEFORE_ENUMERATOR:
            i += width  # "necessary to (1) comply": a comma here would break the infinitive
            continue
        if not word.isspace():
            words.append(word)
            plan.append((at[i], at[i + width - 1] + len(forms[i + width - 1]), run))
        i += width
    return Doc(nlp.vocab, words=words), plan


def _special(forms: list[str], lower: list[str], at: list[int], i: int) -> tuple[int, str, _Run] | None:
    """What starts at ``i`` and becomes one token: a run of verbs, a term, an enumerator."""
    rules = _parse_rules()
    if lower[i] in rules.verbs:
        found = _verb_run(lower, at, forms, i)
        if found[0]:
            return found
    if lower[i] in rules.treated_first:
        found = _treated(lower, i)
        if found[0]:
            return found
    if lower[i] in rules.terms:
        found = _term(forms, lower, i)
        if found[0]:
            return found
    if lower[i].startswith(("art", "sec", "§")) and (width := article(lower, i)):
        return width, "GDPR", ()  # "Art. 6 para. 1 lit. b GDPR" would end five sentences
    found = _enumerator(forms, i)
    return found if found[0] else None


def _abbreviation(forms: list[str], i: int) -> int:
    """Tokens of a bracketed abbreviation at ``i`` that stands inside a term: between a word and the word that it belongs to."""
    inner = [k for k in range(i + 1, min(len(forms), i + 5)) if forms[k] not in "\"'"]
    if (
        len(inner) < 2
        or not forms[inner[0]].isupper()
        or not forms[inner[0]].isalpha()
        or forms[inner[1]] != ")"
        or len(forms[inner[0]]) > 5
    ):
        return 0
    after = inner[1] + 1
    return after - i if after < len(forms) and forms[after].lower() in _parse_rules().term_heads else 0


def _inserted(forms: list[str], lower: list[str], i: int) -> int:
    """Tokens of a bracket at ``i`` between a verb and its object: "(and ask our partners to delete)", "(including by mail)"; else 0."""
    rules = _parse_rules()
    if not i or lower[i - 1] not in rules.verbs or i + 2 >= len(lower) or lower[i + 1] not in ("and", "or", "but", "including"):
        return 0
    close = next((k for k in range(i + 2, min(len(lower), i + 14)) if lower[k] == ")"), 0)
    return close - i + 1 if close and close + 1 < len(lower) and forms[close + 1] in _OBJECT_STARTS else 0


def _aside(lower: list[str], i: int) -> int:
    """Tokens of an aside between "to" and its verb that starts at ``i``; 0 where a verb does not follow."""
    rules = _parse_rules()
    for words in rules.asides.get(lower[i], ()):
        k = i + len(words)
        if tuple(lower[i:k]) == words and k < len(lower) and base_form(lower[k]):
            return len(words)
    return 0


_BRITISH = re.compile(r"is(e|es|ed|ing)$")


@lru_cache(maxsize=1 << 14)
def _american(form: str, lower: str) -> str:
    """The spelling that the parser knows: it takes "analyse" for a name and "customise" for a noun."""
    if lower.startswith("analys") and lower not in ("analysis", "analysts", "analyst"):
        return form.replace("analys", "analyz").replace("Analys", "Analyz")
    return _BRITISH.sub(r"iz\1", form) if _BRITISH.search(lower) and _BRITISH.sub(r"iz\1", lower) in _parse_rules().verbs else form


def _verb_run(lower: list[str], at: list[int], forms: list[str], i: int) -> tuple[int, str, tuple[tuple[str, int, int], ...]]:
    """Tokens taken, the word that stands for them, and the verbs, of a run such as "collect, use and share" that starts at ``i``."""
    rules = _parse_rules()
    found = rules.verbs.get(lower[i])
    if not found or not any(word in _SEPARATORS for word in lower[i + 1 : i + 3]):
        return 0, "", ()
    classes = {f.form for f in found}
    if classes <= {"base", "s"} and i and lower[i - 1] in rules.determiners:
        return 0, "", ()  # "your visit and count visits": a noun
    members, end, k = [i], i + 1, i + 1
    while k < len(lower):
        after = k
        # "transferred to, processed and stored in": the preposition of a verb in the run
        if (
            lower[after] in ("to", "in", "by", "with", "on", "from", "through", "for", "about")
            and after + 1 < len(lower)
            and lower[after + 1] in _SEPARATORS
        ):
            after += 1
            k = after
        bracketed = lower[after : after + 1] == ["("] and lower[after + 3 : after + 4] == [")"]  # "we do not sell (or share) it"
        after += bracketed
        while after < len(lower) and lower[after] in _SEPARATORS:
            after += 1
        if after == k + bracketed or after >= len(lower):
            break
        while after < len(lower) and lower[after] in rules.adverbs:
            after += 1
        shared = classes & {f.form for f in rules.verbs.get(lower[after], ())} if after < len(lower) else set()
        if shared and shared <= {"base", "s"} and lower[after] in rules.terms and _term(forms, lower, after)[0]:
            break  # "your address and email address"
        if not shared or (lower[after] in rules.helped and after + 1 < len(lower) and lower[after + 1] in ("us", "you", "to", "our")):
            break  # "when you return and help us": a verb with another object
        classes = shared
        members.append(after)
        end = k = after + 1 + bracketed
    # a bare list of commas is no coordination: "use, share" needs its "and"
    if len(members) < 2 or not any(w in _SEPARATORS - {","} for w in lower[i:end]):
        return 0, "", ()
    if (
        i > 1
        and lower[i - 1] in ("you", "we", "they")
        and lower[i - 2] not in (",", "and", "that", "which", "if", "when", ".")
        and end < len(lower)
        and lower[end] in _OBJECT_STARTS
    ):
        # "the information you request and verify your address": a relative clause has no object of its own, so the run ends before it
        return 0, "", ()
    form = min(classes)
    if form == "ing" and (end >= len(lower) or lower[end] in rules.nouns_after):
        return 0, "", ()  # "for billing and marketing purposes": nouns
    run = tuple((next(f.lemma for f in rules.verbs[lower[m]] if f.form == form), at[m], at[m] + len(forms[m])) for m in members)
    return end - i, _american(forms[members[-1]], lower[members[-1]]), run


def _treated(lower: list[str], i: int) -> tuple[int, str, _Run]:
    """Several words for how data were treated, with their noun: "aggregated or non-personal information" reads as the noun."""
    rules = _parse_rules()
    k, count = i, 0
    while k < len(lower):
        width = next((len(w) for w in rules.treated if tuple(lower[k : k + len(w)]) == w), 0)
        if not width:
            break
        k, count = k + width, count + 1
        while k < len(lower) and lower[k] in _SEPARATORS:
            k += 1
    return (k - i + 1, lower[k], ()) if count > 1 and k < len(lower) and lower[k] in rules.heads else (0, "", ())


def _term(forms: list[str], lower: list[str], i: int) -> tuple[int, str, tuple[tuple[str, int, int], ...]]:
    for words, surrogate, not_before, not_after in _parse_rules().terms.get(lower[i], ()):
        after = i + len(words)
        if not_after and (not i or lower[i - 1] in not_after):
            continue
        if tuple(lower[i:after]) == words and not (not_before and after < len(lower) and lower[after] in not_before):
            return len(words), surrogate.capitalize() if forms[i][0].isupper() and i == 0 else surrogate, ()
    return 0, "", ()


def _enumerator(forms: list[str], i: int) -> tuple[int, str, tuple[tuple[str, int, int], ...]]:
    """An inline "(1)", "(a)" reads as a comma, so that the chain of conjuncts holds."""
    if i and forms[i] == "(" and i + 2 < len(forms) and forms[i + 2] == ")" and _ENUMERATOR.fullmatch(forms[i + 1]):
        return 3, ",", ()
    return 0, "", ()
