"""The members of a list: where "your name, billing and delivery information, such as ..." comes apart.

In goes a token range of a sentence, out come the token ranges of its members, each with whether it stands behind "such as" or
"including". Lists are split on the surface, because the parser's chain of conjuncts breaks on long ones (NOTES.md); the parse only says
which separators lie inside a relative clause or a modifier.
"""

from __future__ import annotations

from collections.abc import Iterator

from privacyflows.extract.mentions.nounphrases import NOUNS, word_lists
from privacyflows.extract.parsing.parsing import Sentence

SEPARATORS = frozenset(
    {",", ";", "and", "or", "and/or", "&", "/", "as well as", "—", "–", "--", "and / or", "along with", "together with", "nor", "plus", "•"}
)
_BRACKETS = frozenset("()[]{}:")
_DESCRIBING = frozenset(
    ["about", "regarding", "relating", "related", "concerning", "that", "which", "we", "you", "they", "collected", "from", "on"]
)
"""What may stand behind a word for data that is a member of its own."""
_TOPICS = frozenset(["about", "regarding", "concerning"])
"""After these a comma divides what the data are about: "data about speed, signal strength, and uptime"."""
_LEADING = frozenset({("in", "particular"), ("above", "all"), ("for", "example"), ("for", "instance"), ("among", "others")})
"""Pairs of words that open a member without belonging to it."""
_MODIFIERS = frozenset({"ADJ", "ADV", "DET", "PRON"})
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


def members(s: Sentence, a: int, b: int) -> Iterator[tuple[int, int, bool]]:
    """The members of the list in tokens ``a``..``b``: (first, last, after-an-introducer), modifiers of a shared head on their own."""
    words = word_lists()
    example = False
    first = a
    glossed = 0
    for i in range(a, b + 2):
        form = s.form[i] if i <= b else ";"
        if i < glossed:
            continue
        if form == "(" and (glossed := _gloss(s, i, b)):
            continue
        introduces = form in words.introducers and not (i <= b and form.startswith("include") and _has_subject(s, i))
        boundary = i > b or form in _BRACKETS or introduces or (form in SEPARATORS and not _inside(s, a, first, i, b))
        if form == "as" and i <= b and i > a and (s.form[i - 1] == "such" or (s.form[first] == "such" and s.pos[i - 1] == "NOUN")):
            boundary = True
        if not boundary:
            continue
        last = i - 1
        if form == "as" and last > first and s.form[last] == "such":
            last -= 1
        yield from _trimmed(s, first, last, example)
        if introduces or form == "as":
            example = True
        elif form == ")" or form == ";":
            example = False if form == ")" else example
        elif form in "(:":
            example = True
        first = i + 1


def _has_subject(s: Sentence, i: int) -> bool:
    """Whether the word is somebody's deed: "any note you include"."""
    subject = s.child(i, "nsubj")
    return subject is not None and s.tag[subject] == "PRP"


def _gloss(s: Sentence, i: int, b: int) -> int:
    """The token after a bracket at ``i`` that only glosses the noun before it, which goes on: "the address (URL) of the page"; else 0."""
    close = next((k for k in range(i + 2, min(i + 5, b)) if s.form[k] == ")"), 0)
    if not close or s.form[close + 1] not in ("of", "for", "from", "on") or any(s.form[k] in SEPARATORS for k in range(i, close)):
        return 0
    return close + 1 if s.form[i + 1] not in word_lists().introducers | {"if"} else 0


def _trimmed(s: Sentence, a: int, b: int, example: bool) -> Iterator[tuple[int, int, bool]]:
    if a + 1 < b and (s.form[a], s.form[a + 1]) in _LEADING:
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
    if b - 2 > a and s.form[b - 1] == "for" and s.form[b] in ("example", "instance"):
        b -= 3 if s.form[b - 2] == "," else 2
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
        s.form[question] in word_lists().generic_heads
        and question < b
        and s.form[question + 1] in _DESCRIBING
        and s.form[question] != "type"
    ):
        return False  # "data that you type and data about how you ride"
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
        return not _goes_on(s, start, first, i, after)
    pp = _governor(s, before, first, frozenset({"prep"}))
    if pp is not None and pp == _governor(s, after, first, frozenset({"prep"})):
        # a list already under way goes on after the modifier ("name, address in your profile, phone number")
        return s.form[i] != "," or (first == start and "(" not in s.form[first:i] and not _topic(s, pp, after))
    # "first and last name": a bare modifier waits for its head
    waits = all((s.pos[k] in _MODIFIERS and s.form[k] not in word_lists().pronouns) or s.form[k] == "," for k in range(first, i))
    return waits and s.pos[after] in ("ADJ", "NOUN", "PROPN")


def _topic(s: Sentence, pp: int, after: int) -> bool:
    """Whether what begins at ``after`` is one more thing that data are about: "data about speed, signal strength, and uptime"."""
    noun = next((k for k in (after, *s.above(after)) if s.dep[k] not in ("compound", "amod", "nmod", "det", "poss")), after)
    while s.dep[noun] in ("conj", "appos"):
        noun = s.head[noun]
    shared = s.form[pp + 1] in word_lists().owned  # "data about your visits, purchases and complaints"
    return s.form[pp] in _TOPICS and not shared and s.dep[noun] == "pobj" and s.head[noun] == pp


def _goes_on(s: Sentence, start: int, first: int, i: int, after: int) -> bool:
    """Whether a list goes on behind a comma though the parser hangs it on the clause before: "time spent on a page, browser used"."""
    if s.form[i] != "," or s.pos[after] not in ("NOUN", "PROPN", "ADJ"):
        return False
    if s.tag[first] in ("VBG", "VBN"):
        return False  # "(...) involving a merger, sale"
    noun = after
    while (
        noun + 1 < s.n and s.pos[noun] in ("ADJ", "NOUN", "PROPN") and s.dep[noun] in ("compound", "amod", "nmod") and s.head[noun] > noun
    ):
        noun = s.head[noun]
    return s.pos[noun] in ("NOUN", "PROPN") and (s.dep[noun] in ("appos", "npadvmod") or (s.dep[noun] == "conj" and first != start))


def _governor(s: Sentence, i: int, floor: int, deps: frozenset[str]) -> int | None:
    """The outermost token above ``i``, at or after ``floor``, that opens a clause or a modifier."""
    found = i if s.dep[i] in deps and i >= floor else None
    for k in s.above(i):
        if k < floor:
            break
        if s.dep[k] in deps and s.form[k] not in word_lists().introducers:
            found = k
    return found
