"""What a purpose phrase goes on to name: examples of it, and what it is for in its turn.

In go a sentence and a purpose phrase as token indices, out come where the phrase itself ends and the tokens of the purposes behind it:
"run our shop, | including mending it and keeping its books", "make a code | for the purpose of knowing you again". Nouns that only say
which things are meant stay with it: "send you messages such as reminders".
"""

from __future__ import annotations

from collections.abc import Iterator

from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.mentions.mentions import word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.purposes.infinitives import names_purpose, rules


def examples(s: Sentence, a: int, b: int, lexicon: Lexicon) -> tuple[int, list[tuple[int, int]]] | None:
    """The last token of the phrase from ``a`` to ``b``, and the ranges of the purposes that it gives as examples."""
    openers, known = word_lists().example_openers, rules()
    for k in range(a + 1, b):
        width = next((n for n in (1, 2) if " ".join(s.form[k : k + n]) in openers), None)
        if width is None:
            continue
        first = k + width
        while first < b and s.form[first] in known.before_examples:
            first += 1
        end, inside = k - 1, s.form[k - 1] in ("(", "[")
        last = next((x - 1 for x in range(first, b + 1) if s.form[x] in (")", "]")), b) if inside else b
        found = list(_ranges(s, first, last, lexicon))
        if not found:
            continue
        while end > a and s.form[end] in known.ahead_of_examples:
            end -= 1
        return end, found
    return None


def own_purpose(s: Sentence, a: int, b: int) -> int | None:
    """The "for" of the phrase from ``a`` to ``b`` behind which its purpose is named as such: "make a code for the purpose of billing"."""
    for k in range(a + 2, b):
        if s.form[k] == "for" and s.pos[k] == "ADP" and s.form[k - 1] not in rules().needed:
            target = s.child(k, "pobj")
            if target is not None and s.lemma[target] == "purpose" and names_purpose(s, target) and target - k < 4:
                return k
    return None


def _ranges(s: Sentence, first: int, last: int, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The gerund phrases that stand from ``first`` to ``last``; with nouns of doing among them where the first has no object."""
    while last > first and s.pos[last] == "PUNCT" and s.form[last] != ")":
        last -= 1
    if s.tag[first] == "TO" and first < last:
        first += 1
    chunks = list(_chunks(s, first, last))
    if not chunks or s.lemma[first] == "use" or (s.tag[last] == "PRP" and last == first + 1):
        return  # "(for example, by using a code)" says how, "including by enabling us (to)" goes on below
    bare = all(s.pos[k] not in ("ADP", "DET", "PRON") for k in range(chunks[0][0], chunks[0][1] + 1)) and not _acts(s, *chunks[0])
    if not _is_gerund(s, first) and not (bare and all(_is_doing(s, x, y, lexicon) for x, y in chunks)):
        return
    start = first
    for n, (x, y) in enumerate(chunks):
        if n + 1 == len(chunks):
            yield start, y
            return
        after = chunks[n + 1]
        opens = _is_gerund(s, after[0]) or (bare and _is_doing(s, *after, lexicon))
        shared = x == y and _acts(s, *after) and (s.form[y + 1] != "," or lexicon.purpose(s.text(x, y)) is None)
        if opens and not (shared and start == x):
            yield start, y
            start = after[0]


def _chunks(s: Sentence, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The ranges between joints."""
    start = first
    for k in range(first, last + 2):
        if k > last or s.form[k] in word_lists().joints:
            if k > start:
                yield start, k - 1
            start = k + 1


def _is_gerund(s: Sentence, k: int) -> bool:
    return (s.tag[k] == "VBG" and s.dep[k] not in ("amod", "compound")) or (s.tag[k] == "VB" and s.tag[k - 1] == "TO")


def _acts(s: Sentence, x: int, y: int) -> bool:
    """Whether a gerund with its object or companion stands there ("keeping our books")."""
    return _is_gerund(s, x) and y > x


def _is_doing(s: Sentence, x: int, y: int, lexicon: Lexicon) -> bool:
    """Whether a noun phrase names something that is done, and is known as a purpose: "order handling", not "reminders"."""
    head = next((k - 1 for k in range(x + 1, y + 1) if s.pos[k] == "ADP"), y)
    return s.tag[head] in ("NN", "VBG") and s.tag[x] not in ("DT", "PRP$") and lexicon.purpose(s.text(x, y)) is not None
