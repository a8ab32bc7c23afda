"""Words apart from sentences: regular English inflection, stems that make spellings and forms comparable, and the rule files.

In go words as written, out come the forms of a verb, a stem, or the content of ``rules/*.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple


class Inflection(NamedTuple):
    """A form of a verb: ``form`` is base, s, ed or ing."""

    lemma: str
    form: str


IRREGULAR = {
    "build": "built",
    "buy": "bought",
    "draw": "drew drawn",
    "find": "found",
    "get": "got gotten",
    "give": "gave given",
    "hold": "held",
    "keep": "kept",
    "know": "knew known",
    "learn": "learned learnt",
    "leave": "left",
    "lend": "lent",
    "let": "let",
    "make": "made",
    "meet": "met",
    "put": "put",
    "read": "read",
    "resell": "resold",
    "run": "ran run",
    "see": "saw seen",
    "sell": "sold",
    "send": "sent",
    "set": "set",
    "show": "showed shown",
    "take": "took taken",
    "tell": "told",
    "understand": "understood",
    "undertake": "undertook undertaken",
    "write": "wrote written",
}
"""Past forms that no rule gives."""
_DOUBLING = frozenset(
    """
    submit transmit log permit compel control transfer stop plan rip tag map cap scan strip drop refer infer commit put set get let run
    """.split()
)
"""Verbs that double their last letter."""


def verb_forms(lemma: str) -> dict[str, str]:
    """The forms of a verb and the class of each.

    >>> sorted(verb_forms("share").items())
    [('share', 'base'), ('shared', 'ed'), ('shares', 's'), ('sharing', 'ing')]
    """
    stem = lemma + lemma[-1] if lemma in _DOUBLING else lemma
    third = (
        lemma[:-1] + "ies"
        if re.search(r"[^aeiou]y$", lemma)
        else lemma + "es"
        if re.search(r"(?:s|x|z|ch|sh|[^o]o)$", lemma)
        else lemma + "s"
    )
    ing = stem[:-1] + "ing" if lemma.endswith("e") and not lemma.endswith(("ee", "ye")) else stem + "ing"
    past = lemma[:-1] + "ied" if re.search(r"[^aeiou]y$", lemma) else lemma + "d" if lemma.endswith("e") else stem + "ed"
    forms = {third: "s", ing: "ing"}
    forms |= {p: "ed" for p in IRREGULAR.get(lemma, past).split()}
    return forms | {lemma: "base"}


def inflections(lemmas: Iterable[str]) -> dict[str, tuple[Inflection, ...]]:
    """Every form of these verbs -> what it can be."""
    table: dict[str, list[Inflection]] = {}
    for lemma in sorted(lemmas):
        for form, kind in verb_forms(lemma).items():
            table.setdefault(form, []).append(Inflection(lemma, kind))
        for form in IRREGULAR.get(lemma, "").split():
            if Inflection(lemma, "ed") not in table.setdefault(form, []):
                table[form].append(Inflection(lemma, "ed"))
    return {form: tuple(found) for form, found in table.items()}


DETERMINERS = frozenset("a an the your our my their his her its this that these those such any all certain some various which".split())
"""Determiners: words of a noun phrase that no wording carries."""
_WORD = re.compile(r"[^\W_]+")


def tokens(text: str) -> list[str]:
    """Lower-cased words of a text; everything that is no letter or digit separates.

    >>> tokens("Your E-mail (address)")
    ['your', 'e', 'mail', 'address']
    """
    return _WORD.findall(text.lower().replace("\u2019s", "").replace("'s", ""))


_PLURALS = {
    "ids": "id",
    "topics": "topic",
    "metrics": "metric",
    "characteristics": "characteristic",
    "ads": "ad",
    "pics": "pic",
    "news": "news",
    "gas": "gas",
}
"""Plurals that the spelling rules would miss."""


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """A plural's singular by spelling; other words as they are.

    >>> [singular(w) for w in ("addresses", "cookies", "companies", "status", "analytics", "devices", "parties")]
    ['address', 'cookie', 'company', 'status', 'analytics', 'device', 'party']
    """
    if word in _PLURALS:
        return _PLURALS[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ics")):
        return word
    if word.endswith("ies"):
        return word[:-1] if word in ("cookies", "movies", "ties", "selfies") else word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")) and not word.endswith(("caches",)):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A crude stem under which British and American spellings and a word's forms fall together; for matching only.

    >>> {stem(w) for w in ("personalise", "personalizing", "personalised", "personalizes")}
    {'personalis'}
    >>> stem("fulfil") == stem("fulfilled") == stem("fulfills")
    True
    """
    w = word
    if w in ("news", "accounting", "ads"):
        return {"ads": "ad"}.get(w, w)
    if len(w) > 4 and w.endswith("ies"):
        w = w[:-3] + "y"
    elif len(w) > 3 and w.endswith("s") and not w.endswith(("ss", "us", "is", "ics")):
        w = w[:-1]
    if len(w) > 5 and w.endswith("ing"):
        w = w[:-3]
    elif len(w) > 4 and w.endswith("ied"):
        w = w[:-3] + "y"
    elif len(w) > 4 and w.endswith("ed") and not w.endswith("eed"):
        w = w[:-2]
    if len(w) > 3 and w.endswith("e"):
        w = w[:-1]
    if len(w) > 3 and w[-1] == w[-2] and w[-1] not in "s":
        w = w[:-1]
    return w.replace("z", "s").replace("our", "or").replace("yse", "ys")


@cache
def load_rules(name: str) -> dict[str, Any]:
    """The content of ``rules/NAME``; raises ``FileNotFoundError`` or ``tomllib.TOMLDecodeError``."""
    text = (resources.files("privacyflows.extract") / "rules" / name).read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def listed_words(name: str, *keys: str) -> frozenset[str]:
    """The word list under ``keys`` of ``rules/NAME``: words with blanks between, or a list where they have blanks inside.

    Raises ``KeyError`` where there is none.

    >>> sorted(listed_words("becoming.toml", "hidden", "verbs"))
    ['conceal', 'hide']
    """
    found: Any = load_rules(name)
    for key in keys:
        found = found[key]
    return frozenset(found.split() if isinstance(found, str) else found)
