"""Fillers of list items and table cells: the data, parties and purposes that their noun phrases and verb phrases name.

In go the token ranges of a `fragments.Fragment`, out come `Part`s. Lists come apart as everywhere (`mentions.members`), abbreviations in
brackets stay in their phrase, clauses such as "how you use our site" are data as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lexicon.composition import told_by_question
from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.lists.fragments import opens_clause, root_of
from privacyflows.extract.lists.itemwords import item_words
from privacyflows.extract.lists.openings import is_only_verb
from privacyflows.extract.mentions.mentions import Part, mentions, typed
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import singular, tokens
from privacyflows.extract.purposes import purposes as purpose_phrases
from privacyflows.extract.purposes.infinitives import says_so_that
from privacyflows.extract.purposes.services import served

_LEFT_OPEN = frozenset("including includes include like as such namely e.g. to for may can which".split())
"""Words that lead over to the items below."""
_OF_NAMES = frozenset({"DET", "ADJ", "ADV", "NOUN", "PROPN", "PRON", "CCONJ", "PUNCT"})
_EDGES = frozenset([",", ";", ":", "(", "and", "or", "including", "includes", "like", "as", "such as"])


def data_of(s: Sentence, core: list[tuple[int, int]], reader: FrameReader) -> list[Part]:
    """The data that a fragment lists: each member of each range, and clauses such as "how you use our site" as a whole."""
    out: list[Part] = []
    for a, b in core:
        if opens_clause(s, a):
            out += [_clause(s, x, y, reader) for x, y in _clauses(s, a, b)]
            continue
        b = next((k - 2 for k in range(a + 2, b) if s.form[k] in ("which", "who", "that") and s.form[k - 1] == ","), b)
        whole = list(_spelt_out(s, a, b))
        ranges = [(x, y) for x, y in zip([a, *(y + 1 for _, y in whole)], [*(x - 1 for x, _ in whole), b], strict=True) if x <= y]
        found = [m for x, y in ranges for m in mentions(s, x, y, reader.lexicon, prefer=("data", "technology", "party"))]
        found = sorted([*found, *(typed(s, x, y, reader.lexicon) for x, y in whole)], key=lambda m: m.first)
        kinds = ("data", "technology", "other", "deictic")
        named = [m for m in found if (m.kind in kinds or (m.kind == "party" and m.organisation is None)) and not _blank(s, m.first, m.last)]
        out += [reader.part(s, m) for m in named if m.known or not _lonely_bracket(s, m.first, m.last)]
    return out


def _spelt_out(s: Sentence, a: int, b: int) -> Iterator[tuple[int, int]]:
    """The ranges of members whose abbreviation stands inside them: "Internet Protocol (IP) address"."""
    for k in range(a + 1, b - 2):
        word = s.view[s.start[k + 1] : s.end[k + 1]].strip('\u201c\u201d"')
        if s.form[k] != "(" or s.form[k + 2] != ")" or not word.isupper() or s.pos[k + 3] not in ("NOUN", "PROPN"):
            continue
        first = next((i + 1 for i in range(k - 1, a - 1, -1) if s.form[i] in _EDGES), a)
        last = next((i - 1 for i in range(k + 3, b + 1) if s.pos[i] not in ("NOUN", "PROPN")), b)
        yield first, last


def _lonely_bracket(s: Sentence, a: int, b: int) -> bool:
    """Whether a member stands alone in brackets: an unknown word there ("(bcrypt)") tells the manner, not a member."""
    return a > 0 and b + 1 < s.n and s.form[a - 1] in ("(", "[") and s.form[b + 1] in (")", "]")


def _blank(s: Sentence, a: int, b: int) -> bool:
    """Whether a member names nothing: "etc.", "and more", an address on the web."""
    text = s.text(a, b).lower().strip(" .,;:*")
    return text in item_words().blanks or "://" in text or text.startswith("www.") or not any(c.isalpha() for c in text)


def _clauses(s: Sentence, a: int, b: int) -> Iterator[tuple[int, int]]:
    """The coordinated question clauses in a range: "how you use it and when you log in"."""
    first = a
    for k in range(a + 1, b + 1):
        if s.form[k] == ":":
            yield first, k - 1
            return
        if opens_clause(s, k) and s.form[k - 1] in (",", "and", "or"):
            yield first, k - 1
            first = k
    yield first, b


def _clause(s: Sentence, a: int, b: int, reader: FrameReader) -> Part:
    while b > a and s.pos[b] in ("PUNCT", "CCONJ"):
        b -= 1
    words = [singular(w) for w in tokens(s.text(a, b))]
    found = reader.lexicon.schemes["data"].find(words)
    return Part(s.start[a], s.end[b], found[0] if found else told_by_question(s, a, b), kind="data", known=bool(found))


def parties_of(s: Sentence, core: list[tuple[int, int]], reader: FrameReader, *, source: bool = False) -> tuple[list[Part], list[Part]]:
    """The parties that a fragment lists, and the purposes that their clauses name ("who help us run the shop").

    The reader is one only as a ``source``.
    """
    parties: list[Part] = []
    purposes: list[Part] = []
    for a, b in core:
        while a < b and (s.pos[a] in ("ADP", "CCONJ") or s.form[a] in ("both", "either")):
            a += 1
        cut = next(
            (
                k
                for k in range(a + 1, b + 1)
                if s.tag[k] in ("WDT", "WP", "WP$") or s.form[k] in item_words().relatives or (s.tag[k] == "VBG" and s.dep[k] == "acl")
            ),
            b + 1,
        )
        end = cut - 1
        while end > a and (s.pos[end] in ("PUNCT", "CCONJ") or s.pos[end] == "ADP"):
            end -= 1
        found = mentions(s, a, end, reader.lexicon, prefer=("party", "technology", "data"))
        for m in found:
            proper = s.pos[m.head] == "PROPN"
            if m.first and s.form[m.first - 1] == "(" and parties and parties[-1].organisation and m.organisation is None:
                continue  # "Payfast (merchant of record)" says what the named party is
            if s.pos[m.first] == "ADP" or reader.is_own_name(s.text(m.first, m.last).lower()):
                continue
            if m.kind in ("we", "pronoun") or (m.kind == "reader" and not source) or _blank(s, m.first, m.last):
                continue
            if m.kind in ("party", "reader") or source:
                parties.append(reader.part(s, m))
            elif m.kind in ("other", "technology") or not m.known:
                name = s.text(m.first, m.head).removeprefix("the ").removeprefix("The ") if proper else None
                parties.append(
                    Part(
                        s.start[m.first],
                        s.end[m.last],
                        "dpv:ThirdParty" if proper else None,
                        name,
                        m.vagueness,
                        None,
                        "party" if proper else "other",
                        False,
                    )
                )
        if cut <= b:
            purposes += _of_clause(s, cut, b, reader.lexicon)
    return parties, purposes


def _of_clause(s: Sentence, cut: int, b: int, lexicon: Lexicon) -> list[Part]:
    """What a party's clause says it is for: "who help us (to) run the shop", "that provide services to send mail"."""
    verb = next((k for k in range(cut, b + 1) if s.pos[k] in ("VERB", "AUX") and s.dep[k] not in ("aux", "auxpass")), None)
    if verb is None:
        return []
    return [p for p in served(s, verb, lexicon) if p.start < s.end[b]] or purpose_phrases.of_verb(s, verb, lexicon)


def purposes_of(s: Sentence, a: int, b: int, lexicon: Lexicon) -> list[Part]:
    """The purposes that a fragment names, as verb phrases or as a list of nouns."""
    while b > a and (s.form[b] in _LEFT_OPEN or s.pos[b] == "PUNCT") and s.form[b] not in (")", '"'):
        b -= 1
    if s.form[a : a + 2] == ["in", "order"] and a + 2 < b:
        a += 2
    if s.tag[a] == "TO" and a < b:
        a += 1
    if s.form[a] == "for" and a < b:
        done = _done_by_others(s, a, b, lexicon)
        if done is not None:
            return _within(s, b, purpose_phrases.phrases(s, done, lexicon), lexicon)
        target = s.child(a, "pobj", "pcomp")
        found = purpose_phrases.after_for(s, target, a + 1, b, lexicon) if target is not None else []
        return found or purpose_phrases.listed(s, a + 1, b, lexicon)
    verb = _leading_verb(s, a, b)
    if verb is not None:
        found = _whole(s, a, b, purpose_phrases.phrases(s, verb, lexicon), lexicon)
        return _within(s, b, [*found, *_behind(s, b, found, lexicon)], lexicon)
    if a < b and s.tag[a] in ("NN", "NNP") and (len(s.merged.get(a, ())) > 1 or is_only_verb(s.form[a])):
        # "Administer raffles", with the verb read as a noun
        return [p for x, y in _outside_brackets(s, a, b) for v, w in _at_verbs(s, x, y) for p in purpose_phrases.phrase(s, v, w, lexicon)]
    return [p for x, y in _outside_brackets(s, a, b) for p in purpose_phrases.listed(s, x, y, lexicon)]


def _behind(s: Sentence, b: int, found: list[Part], lexicon: Lexicon) -> list[Part]:
    """What the purposes are for in their turn: "(link your tills) so that you can pay", "in order to bill you"."""
    first = next((k for k in range(b) if found and s.start[k] >= found[-1].end), b)
    for k in range(first, b):
        if s.form[k] == "so" and s.form[k + 1] in ("that", "we", "you"):
            verb = next((v for v in range(k + 1, b + 1) if s.dep[v] == "advcl" and says_so_that(s, v)), None)
            return [] if verb is None else purpose_phrases.so_that(s, verb, lexicon)
        if s.tag[k] == "TO" and s.form[k - 1] == "order" and s.tag[s.head[k]] == "VB" and k < s.head[k] <= b:
            return purpose_phrases.phrases(s, s.head[k], lexicon)
    return []


def _at_verbs(s: Sentence, a: int, b: int) -> Iterator[tuple[int, int]]:
    """The range cut before coordinated verbs: "Answer your letters | and provide support"."""
    start = a
    for k in range(a + 2, b):
        verb = is_only_verb(s.form[k]) or (s.tag[k] == "VB" and s.child(k, "dobj") is not None)
        if verb and s.form[k - 1] in _EDGES and any(s.pos[x] == "NOUN" for x in range(start + 1, k - 1)):
            yield start, k - 2 if s.form[k - 2] in _EDGES else k - 1
            start = k
    yield start, b


def _done_by_others(s: Sentence, a: int, b: int, lexicon: Lexicon) -> int | None:
    """The verb of "for our printers to make the cards" from token ``a``, where a party or "us" does it."""
    to = next((k for k in range(a + 2, b) if s.tag[k] == "TO" and s.tag[k + 1] == "VB"), None)
    if to is None or any(s.pos[k] not in _OF_NAMES for k in range(a + 1, to)):
        return None
    doer = s.form[a + 1 : to] in (["us"], ["them"]) or is_party(s, a + 1, to - 1, lexicon)
    return to + 1 if doer else None


def _within(s: Sentence, b: int, parts: list[Part], lexicon: Lexicon) -> list[Part]:
    """The parts cut off after token ``b``: what follows was found to be something else."""
    out = [p for p in parts if p.start < s.end[b]]
    return [p if p.end <= s.end[b] else Part(p.start, s.end[b], lexicon.purpose(s.view[p.start : s.end[b]]), kind="purpose") for p in out]


def _outside_brackets(s: Sentence, a: int, b: int) -> Iterator[tuple[int, int]]:
    """The ranges between brackets: what stands in them explains a purpose, it is no other one."""
    first, depth = a, 0
    for k in range(a, b + 1):
        if s.form[k] in ("(", "["):
            if not depth and k > first:
                yield first, k - 1
            depth += 1
        elif s.form[k] in (")", "]"):
            depth, first = max(0, depth - 1), k + 1
    if first <= b and not depth:
        yield first, b


def _leading_verb(s: Sentence, a: int, b: int) -> int | None:
    """The verb that the fragment begins with, adverbs before it aside; by form where the parser took it for a noun."""
    k = a
    while k < b and (s.pos[k] == "ADV" or (s.pos[k] == "CCONJ" and s.pos[k - 1] == "ADV")):
        k += 1
    if s.tag[k] in ("VB", "VBP", "VBG", "VBZ") and s.pos[k] in ("VERB", "AUX") and s.dep[k] not in ("amod", "compound"):
        return k
    root = root_of(s)
    if s.tag[root] == "VB" and root <= a + 2:
        return root
    return None


def _whole(s: Sentence, a: int, b: int, parts: list[Part], lexicon: Lexicon) -> list[Part]:
    """The parts, the last one drawn out to the end of a clause that it governs ("note if you have opted out")."""
    if not parts:
        return parts
    last = parts[-1]
    if len(parts) == 1 and a + 1 < b and (last.start, last.end) == (s.start[a], s.end[a]) and is_only_verb(s.form[a]):
        # "Enable targeted ads", whose object the parser took for a clause of its own
        return [Part(s.start[a], s.end[b], lexicon.purpose(s.view[s.start[a] : s.end[b]]), kind="purpose")]
    k = next((k for k in range(a, b + 1) if s.start[k] >= last.end), None)
    if k is not None and s.form[k] in item_words().asking and k and s.pos[k - 1] == "VERB":
        text = s.view[last.start : s.end[b]]
        return [*parts[:-1], Part(last.start, s.end[b], lexicon.purpose(text), kind="purpose")]
    return parts


def is_data(s: Sentence, a: int, b: int, lexicon: Lexicon) -> bool:
    """Whether the first member of a range is known as data."""
    found = mentions(s, a, b, lexicon)
    return bool(found) and found[0].kind == "data" and found[0].known


def is_party(s: Sentence, a: int, b: int, lexicon: Lexicon) -> bool:
    """Whether the first member of a range is known as a party."""
    found = mentions(s, a, b, lexicon, prefer=("party", "data", "technology"))
    return bool(found) and found[0].kind == "party" and found[0].known
