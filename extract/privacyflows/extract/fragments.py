"""Fragments: what a list item or a table cell says without being a sentence: "your address, to send the parcel (if you order one)".

In goes a token range, out comes a `Fragment`: its conditions and purposes cut off, the rest as ranges of noun phrases, from which
`data_of`, `parties_of` and `purposes_of` make the fillers of a role. Words stand in ``rules/leadins.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from privacyflows.extract import purposes as purpose_phrases
from privacyflows.extract.conditions import condition_concept
from privacyflows.extract.frames import FrameReader
from privacyflows.extract.lexicon import Lexicon
from privacyflows.extract.mentions import Part, mentions, typed
from privacyflows.extract.parsing import Sentence
from privacyflows.extract.words import load_rules, singular, tokens


_AFTER_WHERE = frozenset("permitted applicable required available necessary appropriate relevant possible there this allowed legally needed".split())
_COMPLEMENTS = ("dobj", "prep", "xcomp", "ccomp", "acomp", "attr", "advcl", "advmod", "agent", "aux", "auxpass", "neg", "oprd", "dative", "conj")


@dataclass(slots=True)
class Fragment:
    """The parts of a fragment; ``core`` holds token ranges, both ends inclusive."""

    core: list[tuple[int, int]] = field(default_factory=list)
    conditions: list[Part] = field(default_factory=list)
    purposes: list[Part] = field(default_factory=list)
    tail: list[tuple[int, int]] = field(default_factory=list)
    """What follows a dash or stands in brackets: members or explanations of the core."""


@dataclass(frozen=True, slots=True)
class _Rules:
    conditions: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    clauses: frozenset[str]
    limits: frozenset[str]
    skipped: re.Pattern[str]


@cache
def _rules() -> _Rules:
    raw = load_rules("leadins.toml")["item"]
    return _Rules(
        conditions=frozenset(raw["conditions"].split()),
        phrases=tuple(tuple(p.split()) for p in raw["condition_phrases"]),
        clauses=frozenset(raw["data_clauses"].split()),
        limits=frozenset(raw["bracket_limits"].split()),
        skipped=re.compile(raw["skipped"], re.IGNORECASE),
    )


def bounds(s: Sentence) -> tuple[int, int]:
    """First and last token without the punctuation and conjunctions at the edges."""
    a, b = 0, s.n - 1
    while a < b and (s.pos[a] in ("PUNCT", "CCONJ", "SYM", "SPACE") or s.form[a] in ("+", ">", "✅", "❌", "*", "**")) and s.form[a] not in ("(",):
        a += 1
    while b > a and (s.pos[b] in ("PUNCT", "CCONJ", "SPACE") and s.form[b] not in (")", "etc.")):
        b -= 1
    return a, b


def root_of(s: Sentence) -> int:
    """The root of the parse."""
    return next((i for i in range(s.n) if s.head[i] == i), 0)


def is_sentence(s: Sentence) -> bool:
    """Whether this is a full sentence: a finite verb with a subject of its own, not a noun with its clause ("data you give us")."""
    root = root_of(s)
    if s.pos[root] not in ("VERB", "AUX") or s.tag[root] in ("VB", "VBG") and s.child(root, "aux") is None:
        return False
    subject = s.child(root, "nsubj", "nsubjpass", "expl", "csubj")
    if subject is None:
        return False
    if s.tag[root] in ("VBZ", "VBP") and s.child(root, *_COMPLEMENTS) is None:
        return False  # "server logs", "device identifies": a noun read as a verb
    if s.tag[subject] in ("WDT", "WP", "WRB") or s.form[bounds(s)[0]] in _rules().clauses and s.form[-1] != "?":
        return False
    return not _bare_relative(s, root, subject)


def _bare_relative(s: Sentence, root: int, subject: int) -> bool:
    """ "Information you give us" parsed as a sentence with its object in front."""
    a, _ = bounds(s)
    if s.tag[subject] != "PRP" or subject == a or s.pos[a] in ("ADP", "ADV", "SCONJ", "VERB", "AUX") or s.tag[a].startswith("W"):
        return False
    return all(s.pos[i] in ("NOUN", "PROPN", "ADJ", "DET", "PRON", "CCONJ", "PART", "NUM") for i in range(a, subject)) and s.form[subject] in ("you", "we", "they", "i", "it")


def opens_condition(s: Sentence, a: int) -> bool:
    """Whether a condition begins at token ``a``."""
    rules = _rules()
    if s.form[a] in rules.conditions and not (s.form[a] == "only" and not (a + 1 < s.n and s.form[a + 1] in rules.conditions | {"with", "after", "upon"})):
        return True
    return any(tuple(s.form[a : a + len(p)]) == p for p in rules.phrases)


def asks(s: Sentence, a: int) -> bool:
    """Whether token ``a`` opens a clause that names data: "how you use it", "when you log in"."""
    return s.form[a] in _rules().clauses and not (s.form[a] in ("when", "where") and s.form[a + 1 : a + 2] != [] and s.form[a + 1] in {"and", "or", "we", *_AFTER_WHERE})


def condition(s: Sentence, a: int, b: int, lexicon: Lexicon) -> Part:
    """Tokens ``a``..``b`` as a condition."""
    while b > a and s.pos[b] in ("PUNCT", "CCONJ"):
        b -= 1
    return Part(s.start[a], s.end[b], condition_concept(s.text(a, b), lexicon), kind="condition")


def fragment(s: Sentence, a: int, b: int, lexicon: Lexicon, *, purposes: bool = True) -> Fragment:
    """What tokens ``a``..``b`` say; ``purposes`` False leaves "to ..." and "for ..." in the core."""
    out = Fragment()
    first = a
    i = a
    while i <= b:
        if s.form[i] in "([" and i < b:
            close = next((k for k in range(i + 1, b + 1) if s.form[k] in ")]"), b)
            inner = (i + 1, close - 1 if s.form[close] in ")]" else close)
            if _bracket(s, *inner, lexicon, out, purposes):
                _keep(out, s, first, i - 1)
                first = close + 1
            i = close + 1
        elif s.form[i : i + 2] in (["for", "example"], ["for", "instance"]) or s.form[i] in ("e.g.", "e.g", "i.e."):
            _keep(out, s, first, i - 1)
            i += 2 if s.form[i] == "for" else 1
            first = i
        elif i > a and _cuts_condition(s, i, a):
            _keep(out, s, first, i - 1)
            end = next((k - 1 for k in range(i, b + 1) if s.form[k] == ";"), b)
            out.conditions.append(condition(s, i, end, lexicon))
            first = i = end + 1
        elif purposes and i > a and (end := _purpose(s, i, a, b, lexicon, out)) is not None:
            _keep(out, s, first, i - 1)
            first = i = end + 1
        else:
            i += 1
    _keep(out, s, first, b)
    return out


def _keep(out: Fragment, s: Sentence, a: int, b: int) -> None:
    while a <= b and s.pos[a] in ("PUNCT", "CCONJ") and s.form[a] not in ("(", "["):
        a += 1
    while b >= a and (s.pos[b] in ("PUNCT", "CCONJ") and s.form[b] not in (")", "]") or s.form[b] in ("in", "order", "so", "only", "both")):
        b -= 1
    if a <= b:
        out.core.append((a, b))


def _bracket(s: Sentence, a: int, b: int, lexicon: Lexicon, out: Fragment, purposes: bool) -> bool:
    """Whether the words in brackets are no members of the phrase before them, and have been put where they belong."""
    if a > b:
        return True
    if opens_condition(s, a) or (s.form[a] == "only" and a < b):
        out.conditions.append(condition(s, a, b, lexicon))
        return True
    if purposes and s.tag[a] == "TO" and a < b and s.tag[a + 1] == "VB":
        out.purposes += purpose_phrases.phrases(s, a + 1, lexicon)
        return True
    if purposes and s.form[a] == "for" and a < b and s.form[a + 1] not in ("example", "instance"):
        out.purposes += purpose_phrases.listed(s, a + 1, b, lexicon)
        return True
    if s.form[a] in _rules().limits:
        out.conditions.append(condition(s, a, b, lexicon))
        return True
    return bool(_rules().skipped.fullmatch(s.text(a, b)))


def _cuts_condition(s: Sentence, i: int, a: int) -> bool:
    if not opens_condition(s, i) or s.form[i - 1] in ("about", "of", "and", "or", "regarding", "including", "on", "as", "such", "like", "concerning"):
        return False
    if s.form[i] in ("when", "where", "during", "after", "before", "upon", "until") and s.form[i - 1] != "," and any(s.pos[k] == "VERB" for k in range(a, i)):
        # "the pages you open when you shop": the clause belongs to the noun's own
        return False
    if s.form[i] == "where":
        # after a comma "where you went" may be one more member of the list
        return s.form[i + 1 : i + 2] != [] and s.form[i + 1] in _AFTER_WHERE
    return s.form[i] != "provided" or s.form[i - 1] in (",", "only")


def _purpose(s: Sentence, i: int, a: int, b: int, lexicon: Lexicon, out: Fragment) -> int | None:
    """The end of a purpose that begins at token ``i``; None where none does."""
    at = i + 2 if s.form[i : i + 2] == ["in", "order"] else i
    if at < b and s.tag[at] == "TO" and s.tag[at + 1] in ("VB", "VBP"):
        verb = at + 1
        if at == i and purpose_phrases.is_controlled(s, verb) or s.form[i - 1] in ("how", "what", "where", "when", "whether", "able", "likely"):
            return None
        parts = purpose_phrases.phrases(s, verb, lexicon)
        out.purposes += parts
        end = max((p.end for p in parts), default=s.end[verb])
        return max(k for k in range(i, b + 1) if s.start[k] < end)
    if s.form[i] == "for" and i < b and s.form[i + 1] not in ("example", "instance"):
        target = s.child(i, "pobj", "pcomp")
        if target is None or purpose_phrases.is_duration(s, i + 1, s.last[target]):
            return None
        last = min(b, s.last[target])
        gerund = s.tag[target] == "VBG"
        if gerund or s.lemma[target] in ("purpose", "reason") or s.form[i - 1] == "," or lexicon.purpose(s.text(i + 1, last)):
            parts = purpose_phrases.after_for(s, target, i + 1, last, lexicon)
            if parts:
                out.purposes += parts
                return last
    return None


def data_of(s: Sentence, core: list[tuple[int, int]], reader: FrameReader) -> list[Part]:
    """The data that a fragment lists: each member of each range, and clauses such as "how you use our site" as a whole."""
    out: list[Part] = []
    for a, b in core:
        if s.form[a] in _rules().clauses or s.tag[a] in ("WRB", "WP", "WDT"):
            out += [_clause(s, x, y, reader) for x, y in _clauses(s, a, b)]
            continue
        b = next((k - 2 for k in range(a + 2, b) if s.form[k] in ("which", "who", "that") and s.form[k - 1] == ","), b)
        short = _spelt_out(s, a, b)
        if short is not None:
            m = typed(s, *short, reader.lexicon)
            out.append(reader.part(s, m))
            a = short[1] + 1
            if a > b:
                continue
        found = mentions(s, a, b, reader.lexicon, prefer=("data", "technology", "party"))
        kinds = ("data", "technology", "other", "deictic")
        named = [m for m in found if (m.kind in kinds or (m.kind == "party" and m.organisation is None)) and not _blank(s, m.first, m.last)]
        out += [reader.part(s, m) for m in named if m.known or not _lonely_bracket(s, m.first, m.last)]
    return out


def _spelt_out(s: Sentence, a: int, b: int) -> tuple[int, int] | None:
    """The range of a first member whose abbreviation stands inside it: "Internet Protocol (IP) address"."""
    opening = next((k for k in range(a, b + 1) if s.form[k] in ("(", ",", ";", ":")), None)
    if opening is None or s.form[opening] != "(" or opening + 3 > b or s.form[opening + 2] != ")":
        return None
    word = s.view[s.start[opening + 1] : s.end[opening + 1]]
    if not word.strip("\u201c\u201d\"").isupper() or s.pos[opening + 3] not in ("NOUN", "PROPN"):
        return None
    end = opening + 3
    while end < b and s.pos[end + 1] in ("NOUN", "PROPN"):
        end += 1
    return a, end


def _lonely_bracket(s: Sentence, a: int, b: int) -> bool:
    """Whether a member stands alone in brackets: an unknown word there ("(bcrypt)") tells the manner, not a member."""
    return a > 0 and b + 1 < s.n and s.form[a - 1] in ("(", "[") and s.form[b + 1] in (")", "]")


def _blank(s: Sentence, a: int, b: int) -> bool:
    """Whether a member names nothing: "etc.", "and more", an address on the web."""
    text = s.text(a, b).lower().strip(" .,;:*")
    return text in ("etc", "more", "others", "other", "similar", "so on", "the like", "e.g", "i.e", "example", "examples") or "://" in text or text.startswith("www.") or not any(c.isalpha() for c in text)


def _clauses(s: Sentence, a: int, b: int) -> Iterator[tuple[int, int]]:
    """The coordinated question clauses in a range: "how you use it and when you log in"."""
    first = a
    for k in range(a + 1, b + 1):
        if s.form[k] == ":":
            yield first, k - 1
            return
        if s.form[k] in _rules().clauses and s.form[k - 1] in (",", "and", "or"):
            yield first, k - 1
            first = k
    yield first, b


def _clause(s: Sentence, a: int, b: int, reader: FrameReader) -> Part:
    while b > a and s.pos[b] in ("PUNCT", "CCONJ"):
        b -= 1
    words = [singular(w) for w in tokens(s.text(a, b))]
    found = reader.lexicon.schemes["data"].find(words)
    return Part(s.start[a], s.end[b], found[0] if found else None, kind="data", known=bool(found))


def parties_of(s: Sentence, core: list[tuple[int, int]], reader: FrameReader, *, strict: bool = False) -> tuple[list[Part], list[Part]]:
    """The parties that a fragment lists, and the purposes that their clauses name ("who help us run the shop"); ``strict`` takes only
    known ones and proper names."""
    parties: list[Part] = []
    purposes: list[Part] = []
    for a, b in core:
        while a < b and (s.pos[a] in ("ADP", "CCONJ") or s.form[a] in ("both", "either")):
            a += 1
        cut = next((k for k in range(a + 1, b + 1) if s.tag[k] in ("WDT", "WP", "WP$") or s.form[k] in ("whose", "where", "that", "which", "who") or (s.tag[k] == "VBG" and s.dep[k] == "acl")), b + 1)
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
            if m.kind in ("we", "reader", "pronoun") or _blank(s, m.first, m.last) or (strict and m.kind != "party" and not proper):
                continue
            if m.kind == "party":
                parties.append(reader.part(s, m))
            elif m.kind in ("other", "technology") or not m.known:
                name = s.text(m.first, m.head).removeprefix("the ").removeprefix("The ") if proper else None
                parties.append(Part(s.start[m.first], s.end[m.last], "dpv:ThirdParty" if proper else None, name, m.vagueness, None, "party" if proper else "other", False))
        if cut <= b:
            purposes += _of_clause(s, cut, b, reader.lexicon)
    return parties, purposes


def _of_clause(s: Sentence, cut: int, b: int, lexicon: Lexicon) -> list[Part]:
    """What a party's clause says it is for: "who help us (to) run the shop", "that provide services to send mail"."""
    verb = next((k for k in range(cut, b + 1) if s.pos[k] in ("VERB", "AUX") and s.dep[k] not in ("aux", "auxpass")), None)
    if verb is None:
        return []
    if s.lemma[verb] in ("help", "assist", "support", "enable", "allow"):
        inner = s.child(verb, "xcomp", "ccomp")
        if inner is not None and s.tag[inner].startswith("VB"):
            return purpose_phrases.phrases(s, inner, lexicon)
        preposition = s.child(verb, "prep")
        target = s.child(preposition, "pobj", "pcomp") if preposition is not None else None
        if target is not None:
            return purpose_phrases.after_for(s, target, s.first[target], min(b, s.last[target]), lexicon)
    return purpose_phrases.of_verb(s, verb, lexicon)


def purposes_of(s: Sentence, a: int, b: int, lexicon: Lexicon) -> list[Part]:
    """The purposes that a fragment names, as verb phrases or as a list of nouns."""
    if s.form[a : a + 2] == ["in", "order"] and a + 2 < b:
        a += 2
    if s.tag[a] == "TO" and a < b:
        a += 1
    if s.form[a] == "for" and a < b:
        target = s.child(a, "pobj", "pcomp")
        found = purpose_phrases.after_for(s, target, a + 1, b, lexicon) if target is not None else []
        return found or purpose_phrases.listed(s, a + 1, b, lexicon)
    verb = _leading_verb(s, a, b)
    if verb is not None:
        return _within(s, b, _whole(s, a, b, purpose_phrases.phrases(s, verb, lexicon), lexicon), lexicon)
    return [p for x, y in _outside_brackets(s, a, b) for p in purpose_phrases.listed(s, x, y, lexicon)]


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
    while k < b and s.pos[k] == "ADV":
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
    k = next((k for k in range(a, b + 1) if s.start[k] >= last.end), None)
    if k is not None and s.form[k] in ("if", "whether", "that", "how") and k and s.pos[k - 1] == "VERB":
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

