"""Fragments: what a list item or a table cell says without being a sentence: "your address, to send the parcel (if you order one)".

In goes a token range, out comes a `Fragment`: its conditions and purposes cut off, the rest as ranges of noun phrases, from which
`fillers` makes the fillers of a role. Words stand in ``rules/leadins.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache

from privacyflows.extract.circumstances.conditions import condition_concept
from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.lists.itemwords import item_words
from privacyflows.extract.lists.openings import begins_condition, begins_phrase, is_only_verb
from privacyflows.extract.mentions.mentions import Part
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules
from privacyflows.extract.purposes import purposes as purpose_phrases
from privacyflows.extract.purposes.aims import needed_for
from privacyflows.extract.purposes.infinitives import is_controlled

_FINITE = ("VBZ", "VBP", "VBD")
_AFTER_WHERE = frozenset(
    "permitted applicable required available necessary appropriate relevant possible there this allowed legally needed".split()
)
_TAIL = re.compile(r"(?:,? (?:for example|for instance|such as|including|e\.g\.))(?: by)?:?$", re.IGNORECASE)
_APPOSED = 2
"""Commas around what stands between a subject and its verb ("Lumo, our host, kept it")."""
_COMPLEMENTS = tuple("dobj prep xcomp ccomp acomp attr advcl advmod agent aux auxpass neg oprd dative conj".split())


@dataclass(slots=True)
class Fragment:
    """The parts of a fragment; ``core`` holds token ranges, both ends inclusive."""

    core: list[tuple[int, int]] = field(default_factory=list)
    conditions: list[Part] = field(default_factory=list)
    purposes: list[Part] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Rules:
    clauses: frozenset[str]
    joined: frozenset[str]
    limits: frozenset[str]
    skipped: re.Pattern[str]


@cache
def _rules() -> _Rules:
    raw = load_rules("leadins.toml")["item"]
    return _Rules(
        clauses=frozenset(raw["data_clauses"].split()),
        joined=frozenset(raw["not_before_conditions"].split()),
        limits=frozenset(raw["bracket_limits"].split()),
        skipped=re.compile(raw["skipped"], re.IGNORECASE),
    )


def bounds(s: Sentence) -> tuple[int, int]:
    """First and last token without the punctuation and conjunctions at the edges."""
    a, b = 0, s.n - 1
    while (
        a < b
        and (s.pos[a] in ("PUNCT", "CCONJ", "SYM", "SPACE") or s.form[a] in ("+", ">", "✅", "❌", "*", "**"))
        and s.form[a] not in ("(",)
    ):
        a += 1
    while b > a and (s.pos[b] in ("PUNCT", "CCONJ", "SPACE") and s.form[b] not in (")", "etc.")):
        b -= 1
    return a, b


def without_tail(part: Part, view: str) -> Part:
    """A part without what only leads over to the items: of "better our shop, for example by" the shop.

    >>> without_tail(Part(0, 31), "better our shop, for example by").end
    15
    """
    tail = _TAIL.search(view, part.start, part.end)
    return replace(part, end=tail.start()) if tail is not None and tail.start() > part.start else part


def root_of(s: Sentence) -> int:
    """The root of the parse."""
    return next((i for i in range(s.n) if s.head[i] == i), 0)


def is_sentence(s: Sentence) -> bool:
    """Whether this is a full sentence: a finite verb with a subject of its own, not a noun with its clause ("data you give us")."""
    root, first = root_of(s), bounds(s)[0]
    if s.pos[root] not in ("VERB", "AUX") or not _is_finite(s, root):
        return False
    if s.tag[first] == "TO" and s.head[first] == root:
        return False  # "to send what you have ordered", with the auxiliary of the inner clause hung on the infinitive
    subject = s.child(root, "nsubj", "nsubjpass", "expl", "csubj")
    if subject is None:
        return False
    if subject == first and s.tag[first] == "VB" and is_only_verb(s.form[first]):
        return False  # "Enable targeted ads", with "targeted" read as the verb
    if s.tag[root] == "VBD" and s.form[root - 1] == "," and s.form[subject:root].count(",") > _APPOSED:
        return False  # "your name, your age, your photo, attached letters": a participle read as the verb
    mark = s.child(root, "mark")
    if mark is not None and s.form[mark] in item_words().subordinating:
        return False
    if s.tag[root] in ("VBZ", "VBP") and s.child(root, *_COMPLEMENTS) is None:
        return False  # "server logs", "device identifies": a noun read as a verb
    if s.tag[subject] in ("WDT", "WP", "WRB") or (s.form[first] in _rules().clauses and s.form[-1] != "?"):
        return False
    return not _bare_relative(s, root, subject)


def _is_finite(s: Sentence, verb: int) -> bool:
    return s.tag[verb] in _FINITE or any(s.tag[k] in (*_FINITE, "MD") for k in s.kids[verb] if s.dep[k] in ("aux", "auxpass"))


def _bare_relative(s: Sentence, root: int, subject: int) -> bool:
    """Whether "information you give us" was parsed as a sentence with its object in front."""
    a, _ = bounds(s)
    if s.tag[subject] != "PRP" or subject == a or s.pos[a] in ("ADP", "ADV", "SCONJ", "VERB", "AUX") or s.tag[a].startswith("W"):
        return False
    return (
        all(s.pos[i] in ("NOUN", "PROPN", "ADJ", "DET", "PRON", "CCONJ", "PART", "NUM") for i in range(a, subject))
        and s.form[subject] in item_words().subjects
    )


def opens_condition(s: Sentence, a: int) -> bool:
    """Whether a condition begins at token ``a``."""
    return begins_condition(s.form[a : a + 3])


def opens_clause(s: Sentence, a: int) -> bool:
    """Whether token ``a`` is a question word."""
    return s.form[a] in _rules().clauses or s.tag[a] in ("WRB", "WP", "WDT")


def asks(s: Sentence, a: int) -> bool:
    """Whether token ``a`` opens a clause that names data: "how you use it", "when you log in"."""
    return s.form[a] in _rules().clauses and not (
        s.form[a] in ("when", "where") and s.form[a + 1 : a + 2] != [] and s.form[a + 1] in {"and", "or", "we", *_AFTER_WHERE}
    )


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
        elif s.form[i] == ";":
            _keep(out, s, first, i - 1)
            first = i = i + 1
        elif s.form[i : i + 2] in (["for", "example"], ["for", "instance"]) or s.form[i] in ("e.g.", "e.g", "i.e."):
            _keep(out, s, first, i - 1)
            i += 2 if s.form[i] == "for" else 1
            first = i
        elif i > a and _cuts_condition(s, i, a):
            _keep(out, s, first, i - 1)
            end = next((k - 1 for k in range(i, b + 1) if s.form[k] == ";"), b)
            if s.form[i + 1 : i + 2] and s.form[i + 1] in _AFTER_WHERE and s.form[i + 2 : i + 3] == [","]:
                end = i + 1  # "and, if applicable, your badge"
            out.conditions.append(condition(s, i, end, lexicon))
            out.purposes += needed_for(s, i, end, lexicon) if purposes else []
            first = i = end + 1
        elif purposes and i > a and (last := _purpose(s, i, b, lexicon, out)) is not None:
            _keep(out, s, first, i - 1)
            first = i = last + 1
        else:
            i += 1
    _keep(out, s, first, b)
    return out


def _keep(out: Fragment, s: Sentence, a: int, b: int) -> None:
    while a <= b and s.pos[a] in ("PUNCT", "CCONJ") and s.form[a] not in ("(", "["):
        a += 1
    while b >= a and (
        (s.pos[b] in ("PUNCT", "CCONJ") and s.form[b] not in (")", "]"))
        or s.form[b] in ("so", "only", "both")
        or s.form[b : b + 2] == ["in", "order"]
    ):
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
    if not opens_condition(s, i) or s.form[i - 1] in _rules().joined:
        return False
    if s.form[i - 1] in ("and", "or") and not begins_phrase(s.form[i : i + 3]):
        return False
    if s.form[i] in item_words().times and s.form[i - 1] != "," and any(s.pos[k] == "VERB" for k in range(a, i)):
        # "the pages you open when you shop": the clause belongs to the noun's own
        return False
    if s.form[i] == "where":
        # after a comma "where you went" may be one more member of the list
        return s.form[i + 1 : i + 2] != [] and s.form[i + 1] in _AFTER_WHERE
    return s.form[i] != "provided" or s.form[i - 1] in (",", "only")


def _purpose(s: Sentence, i: int, b: int, lexicon: Lexicon, out: Fragment) -> int | None:
    """The end of a purpose that begins at token ``i``; None where none does."""
    at = i + 2 if s.form[i : i + 2] == ["in", "order"] else i
    if at < b and s.tag[at] == "TO" and s.tag[at + 1] in ("VB", "VBP"):
        verb = at + 1
        if (at == i and is_controlled(s, verb)) or s.form[i - 1] in item_words().before_infinitives:
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
