"""Noun phrases -> typed mentions: data, party, technology, person, place.

In goes a token range of a sentence that may be a list ("your name, billing and delivery information, such as ..."); out come its
members as `Mention`s with the concept that the lexicon knows. Lists are split on the surface, because the parser's chain of
conjuncts breaks on long ones (NOTES.md); the parse only says which separators lie inside a relative clause or a modifier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from privacyflows.extract.lexicon import BLANK, PERSONAL, Lexicon, normalise
from privacyflows.extract.nounphrases import NOUNS, head_of, real_head, word_lists, words_of
from privacyflows.extract.parsing import Sentence
from privacyflows.extract.words import singular, tokens

__all__ = ["Mention", "Part", "members", "mentions", "typed", "word_lists"]

_SEPARATORS = frozenset(
    {",", ";", "and", "or", "and/or", "&", "/", "as well as", "—", "–", "--", "and / or", "along with", "together with", "nor", "plus", "•"}
)
_BRACKETS = frozenset("()[]{}:")
_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "csubj"})
_DETERMINERS = frozenset(
    [
        "your",
        "the",
        "our",
        "any",
        "other",
        "their",
        "this",
        "these",
        "such",
        "his",
        "her",
        "its",
        "a",
        "an",
        "additional",
        "certain",
        "all",
        "each",
    ]
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A member of a noun phrase: tokens ``first`` to ``last`` inclusive, its head token, and what it names."""

    first: int
    last: int
    head: int
    kind: str
    """data, party, technology, we, reader, pronoun, deictic or other."""
    concept: str | None = None
    organisation: str | None = None
    vagueness: str | None = None
    known: bool = True
    """Whether the lexicon knows the head itself; a phrase of which only a part is known is less sure."""
    example: bool = False
    """A member after "such as", "including"."""


@dataclass(frozen=True, slots=True)
class Part:
    """What fills a role: view offsets and meaning. ``mention`` is None for phrases that are no noun phrase (purposes, conditions)."""

    start: int
    end: int
    concept: str | None = None
    organisation: str | None = None
    vagueness: str | None = None
    value: str | None = None
    kind: str = ""
    known: bool = True


def members(s: Sentence, a: int, b: int) -> Iterator[tuple[int, int, bool]]:
    """The members of the list in tokens ``a``..``b``: (first, last, after-an-introducer), modifiers of a shared head on their own."""
    words = word_lists()
    example = False
    first = a
    for i in range(a, b + 2):
        form = s.form[i] if i <= b else ";"
        boundary = i > b or form in _BRACKETS or form in words.introducers or (form in _SEPARATORS and not _inside(s, a, first, i, b))
        if form == "as" and i <= b and i > a and (s.form[i - 1] == "such" or (s.form[first] == "such" and s.pos[i - 1] == "NOUN")):
            boundary = True
        if not boundary:
            continue
        last = i - 1
        if form == "as" and last > first and s.form[last] == "such":
            last -= 1
        yield from _trimmed(s, first, last, example)
        if form in words.introducers or form == "as":
            example = True
        elif form == ")" or form == ";":
            example = False if form == ")" else example
        elif form in "(:":
            example = True
        first = i + 1


def _trimmed(s: Sentence, a: int, b: int, example: bool) -> Iterator[tuple[int, int, bool]]:
    if a + 1 < b and s.form[a] in ("in", "above") and s.form[a + 1] in ("particular", "all"):
        a += 2
    while a <= b and (
        s.pos[a] in ("PUNCT", "CCONJ")
        or (s.form[a] == "such" and a < b and s.form[a + 1] == "as")
        or s.form[a]
        in (
            "both",
            "either",
            "also",
            "especially",
            "notably",
            "as",
            "e.g",
            "e.g.",
            "i.e",
            "i.e.",
            "example",
            "for example",
            "etc",
            "etc.",
        )
    ):
        a += 1
    while b >= a and ((s.pos[b] in ("PUNCT", "CCONJ") and s.form[b] not in ("*",)) or (s.form[b] in ("than", "except", "but") and b > a)):
        b -= 1 if s.form[b] != "than" or s.form[b - 1] not in ("other", "rather") else 2
    if (
        a <= b
        and not (example and s.tag[a] == "TO")
        and any(s.pos[i] in NOUNS or s.tag[i] in ("VBG", "WRB", "WP", "WDT", "NN", "NNS", "VBN", "FW") for i in range(a, b + 1))
    ):
        yield a, b, example


def _inside(s: Sentence, start: int, first: int, i: int, b: int) -> bool:
    """Whether the separator at ``i`` lies inside a clause or a modifier of the member that began at ``first``."""
    if i in (b, start):
        return False
    question = next((k for k in range(i + 1, min(b, i + 3)) if s.form[k] not in ("and", "or")), i + 1)
    if s.form[question] in ("how", "whether", "what") or (s.form[question] == "which" and s.pos[question + 1] in ("NOUN", "ADJ")):
        return False  # "your name, which pages you visit, and how long you stay"
    if (
        i + 1 < s.n
        and s.form[i + 1] in ("which", "who", "whom", "whose", "that")
        and s.dep[i + 1] in ("nsubj", "nsubjpass", "dobj", "pobj")
        and (s.dep[s.head[i + 1]] == "relcl" or (s.dep[s.head[i + 1]] == "ccomp" and s.dep[s.head[s.head[i + 1]]] == "relcl"))
    ):
        return True  # a relative clause is no member of its own
    before, after = i - 1, i + 1
    while after < b and s.pos[after] in ("PUNCT", "CCONJ"):
        after += 1
    if s.form[after] in _DETERMINERS and s.form[after] not in ("a", "an") and s.form[i] != "—":
        clause = _governor(s, before, first, _CLAUSES)
        return clause is not None and clause == _governor(s, after, first, _CLAUSES) and s.pos[s.head[after]] == "VERB"
    clause = _governor(s, before, first, _CLAUSES)
    if clause is not None and clause == _governor(s, after, first, _CLAUSES):
        return True
    pp = _governor(s, before, first, frozenset({"prep"}))
    if pp is not None and pp == _governor(s, after, first, frozenset({"prep"})):
        # a list already under way goes on after the modifier ("name, address in your profile, phone number")
        return s.form[i] != "," or first == start
    # "first and last name": a bare modifier waits for its head
    return all(s.pos[k] in ("ADJ", "ADV", "DET", "PRON") and s.form[k] not in word_lists().pronouns for k in range(first, i)) and s.pos[
        after
    ] in ("ADJ", "NOUN", "PROPN")


def _governor(s: Sentence, i: int, floor: int, deps: frozenset[str]) -> int | None:
    """The outermost token above ``i``, at or after ``floor``, that opens a clause or a modifier."""
    found = i if s.dep[i] in deps and i >= floor else None
    for k in s.above(i):
        if k < floor:
            break
        if s.dep[k] in deps and s.form[k] not in word_lists().introducers:
            found = k
    return found


def typed(
    s: Sentence, a: int, b: int, lexicon: Lexicon, *, prefer: Sequence[str] = ("data", "technology", "party"), shared: int | None = None
) -> Mention:
    """The mention in tokens ``a``..``b``.

    ``prefer`` orders the schemes where two fit equally; ``shared`` is the head token that an elliptical member borrows
    ("billing [information] and delivery information").
    """
    w = word_lists()
    head = real_head(s, head_of(s, a, b), b)
    form = s.form[head]
    if s.pos[head] == "NUM" and head == a:
        return Mention(a, b, head, "number", known=False)
    if form in w.we:
        return Mention(a, b, head, "we")
    if form in w.reader:
        return Mention(a, b, head, "reader")
    if form in w.pronouns and head == b:
        return Mention(a, b, head, "pronoun")
    clause = next((k for k in range(head + 1, b) if s.form[k] in ("that", "which", "who", "whom", "whose")), b + 1)
    words, at = words_of(s, a, b, head)
    named = len(words_of(s, a, clause - 1, head)[0])  # "the data that our partners give": the partners are no part of the name
    vague = _vagueness(s, a, head)
    if singular(tokens(form)[-1] if tokens(form) else form) in w.generic_heads:
        if s.form[a] in w.deictic or (head == a + 2 and s.form[a] == "the" and s.form[a + 1] in w.deictic):
            return Mention(a, b, head, "deictic", vagueness=vague)
        if s.form[a] == "the" and head == a + 1 == b:
            return Mention(a, b, head, "deictic", concept="dpv:Data", vagueness=vague)  # "the information" that was named before
    if shared is not None:
        borrowed = [*words[: at + 1], *(singular(x) for x in tokens(s.form[shared]))]
        for scheme in prefer:
            concept = lexicon.schemes[scheme].phrases.get(" ".join(borrowed))
            if concept:
                return Mention(a, b, head, scheme, concept=concept, vagueness=vague)
    organisation = lexicon.organisation(s.text(a, head))
    best: tuple[tuple[bool, int, int], Mention] | None = None
    for order, scheme in enumerate(prefer):
        reach = words if scheme == "data" else words[:named]
        found = lexicon.schemes[scheme].find(_kin(reach, at) if scheme == "party" else reach, at)
        if not found:
            continue
        concept, first, last = found
        known = first <= at < last
        if scheme == "data" and known and concept in BLANK:
            concept = _about(s, head, b, lexicon) or (PERSONAL.get(concept, concept) if _personal(s, a, head, b) else concept)
        rank = (known, last - first if known else 0, -order)
        if best is None or rank > best[0]:
            name = organisation.name if organisation and scheme == "party" else None
            best = rank, Mention(a, b, head, scheme, concept=concept, organisation=name, vagueness=vague, known=known)
    if organisation and prefer[0] == "party":
        return Mention(a, b, head, "party", concept=organisation.kind or "dpv:ThirdParty", organisation=organisation.name)
    if best and best[1].known:
        return best[1]
    if organisation:
        return Mention(a, b, head, "party", concept=organisation.kind or "dpv:ThirdParty", organisation=organisation.name)
    # a phrase of which only a modifier is known keeps the nearest concept, but is not sure to be data at all
    near = best[1].concept if best and best[1].kind == "data" else None
    return Mention(a, b, head, "other", concept=near, vagueness=vague, known=False)


_PERSONS = frozenset(["you", "yourself", "user", "users", "individuals", "visitors", "customers", "people", "persons", "them"])


def _personal(s: Sentence, a: int, head: int, b: int | None = None) -> bool:
    """Whether a phrase says that its data are a person's: "your ...", "personal ...", "... about you"."""
    if s.form[a] in ("your", "their", "his", "her", "user", "users"):
        return True
    if any(w.startswith("personal") for i in range(a, head + 1) for w in s.form[i].split()):
        return True
    # "information about you", "information that identifies a person", "information you tell us"
    tail = s.form[head + 1 : head + 8 if b is None else min(b + 1, head + 8)]
    return tail[:1] == ["you"] or any(
        w in ("identify", "identifies", "identifying") or (w in _PERSONS and k and tail[k - 1] in _ABOUT) for k, w in enumerate(tail)
    )


_ABOUT = frozenset(["about", "regarding", "on", "of", "from", "relating", "related", "concerning"])


def _about(s: Sentence, head: int, b: int, lexicon: Lexicon) -> str | None:
    """What a blank word is about: "information about your purchases" are purchases."""
    k = head + 1
    if k > b or s.form[k] not in _ABOUT:
        return None
    while k <= b and (s.form[k] in _ABOUT or s.form[k] in ("to", "how", "the")) and s.form[k] != "how":
        k += 1
    if k > b:
        return None
    inner_head = head_of(s, k, b)
    words, at = words_of(s, k, b, inner_head)
    found = lexicon.schemes["data"].find(words, at)
    if found and found[1] <= at < found[2] and found[0] not in BLANK:
        return found[0]
    return None


def _kin(words: list[str], at: int) -> list[str]:
    """Words of a party without the name of its group: "firms of the Orvado group" as "firm of group"."""
    if "group" not in words[at + 3 : at + 5] or words[at + 1] not in ("within", "in", "of", "inside"):
        return words
    return [*words[: at + 2], *words[words.index("group", at + 3) :]]


def _vagueness(s: Sentence, a: int, head: int) -> str | None:
    w = word_lists()
    if any(s.form[i] in w.vague for i in range(a, head)):
        return "vague"
    bare = all(s.pos[i] in ("DET", "PRON") for i in range(a, head))
    return "generic" if bare and singular(s.form[head]) in w.generic_heads else None


def _with_tail(s: Sentence, m: Mention, later: tuple[int, int, bool], lexicon: Lexicon) -> Mention | None:
    """A bare noun that shares what stands behind the next member: "date and place of birth"."""
    head = head_of(s, later[0], later[1])
    bare = all(s.pos[i] in ("DET", "PRON") for i in range(m.first, m.head))
    if not bare or m.last + 2 != later[0] or head + 1 > later[1] or s.form[head + 1] != "of":
        return None
    words = words_of(s, m.first, m.last, m.last)[0] + words_of(s, head + 1, later[1], later[1])[0]
    concept = lexicon.schemes["data"].phrases.get(" ".join(words))
    return Mention(m.first, m.last, m.head, "data", concept=concept, vagueness=m.vagueness) if concept else None


def _attribute(s: Sentence, m: Mention, before: Mention | None, lexicon: Lexicon) -> Mention:
    """A bare attribute takes over what it describes from the member before it: "browser type and version", "transaction date/time"."""
    if m.kind not in ("other", "technology") or before is None or before.kind != "data" or before.head >= m.first:
        return m
    if singular(s.form[m.head]) not in word_lists().attributes or m.first != m.last:
        return m
    of = [w for i in range(before.first, before.head) if s.pos[i] not in ("DET", "PRON") for w in normalise(s.form[i])]
    own = lexicon.schemes["data"].phrases.get(" ".join([*of, singular(s.form[m.head])])) if of else None
    return Mention(m.first, m.last, m.head, "data", concept=own or before.concept, vagueness=m.vagueness)


def mentions(s: Sentence, a: int, b: int, lexicon: Lexicon, *, prefer: Sequence[str] = ("data", "technology", "party")) -> list[Mention]:
    """All members of the list in tokens ``a``..``b`` as mentions."""
    parts = list(members(s, a, b))
    out: list[Mention] = []
    for k, (first, last, example) in enumerate(parts):
        shared = None
        if k + 1 < len(parts) and last - first < 2 and s.form[last + 1] in _SEPARATORS:
            later = next((p for p in parts[k + 1 :] if p[1] > p[0] and s.pos[p[0]] not in ("DET", "PRON")), None)
            shared = head_of(s, later[0], later[1]) if later else None
        m = typed(s, first, last, lexicon, prefer=prefer, shared=shared)
        if m.head == last and k + 1 < len(parts) and (whole := _with_tail(s, m, parts[k + 1], lexicon)):
            m = whole
        m = _attribute(s, m, out[-1] if out else None, lexicon)
        out.append(m if not example else Mention(m.first, m.last, m.head, m.kind, m.concept, m.organisation, m.vagueness, m.known, True))
    return out
