"""Purpose phrases: "to ...", "in order to", "for ...ing", "for research and marketing", "so that we can", "in connection with".

In goes a sentence with a verb or preposition, out come the purposes as `Part`s: one for each coordinated verb that has an object
of its own, one for each member of a list of nouns. A bare infinitive that only completes its governor ("the right to object",
"choose to register") is no purpose; the governors are listed in ``rules/purposes.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from privacyflows.extract.coordination import FILLING, clause_end, phrase_starts
from privacyflows.extract.lexicon import Lexicon
from privacyflows.extract.mentions import Part, members, word_lists
from privacyflows.extract.parsing import Sentence
from privacyflows.extract.words import load_rules


@dataclass(frozen=True, slots=True)
class _Rules:
    control_verbs: frozenset[str]
    control_nouns: frozenset[str]
    control_adjectives: frozenset[str]
    helpers: frozenset[str]
    purpose_nouns: frozenset[str]
    observing: frozenset[str]
    efforts: frozenset[str]
    not_purposes: frozenset[str]
    durations: re.Pattern[str]
    linkers: tuple[str, ...]


@cache
def _rules() -> _Rules:
    raw = load_rules("purposes.toml")["purpose"]
    sets = {k: frozenset(v.split()) for k, v in raw.items() if isinstance(v, str) and k != "durations"}
    return _Rules(**sets, durations=re.compile(raw["durations"], re.IGNORECASE), linkers=tuple(raw["linkers"]))


def _dangles(s: Sentence, b: int) -> bool:
    """Whether token ``b`` cannot end a purpose; "signed in" keeps its particle."""
    if s.form[b] in (")", '"', "\u201d"):
        return False
    particle = s.dep[b] == "prt" or s.pos[b - 1] in ("VERB", "ADJ")
    return s.pos[b] in ("PUNCT", "CCONJ", "SCONJ") or (s.form[b] in ("to", "in", "for") and not particle)


def _part(s: Sentence, a: int, b: int, lexicon: Lexicon) -> Part:
    while b > a and _dangles(s, b):
        b -= 1
    text = s.text(a, b)
    return Part(s.start[a], s.end[b], lexicon.purpose(text), kind="purpose")


def is_controlled(s: Sentence, verb: int) -> bool:
    """Whether the infinitive at ``verb`` only completes its governor."""
    rules = _rules()
    up, dep = s.head[verb], s.dep[verb]
    if dep == "conj":
        return is_controlled(s, up) if s.child(verb, "aux") is None or s.tag[up].startswith("VB") else False
    if dep in ("acl", "relcl", "ccomp") and s.pos[up] in ("NOUN", "PROPN"):
        if s.lemma[up] in rules.efforts and s.form[s.head[up]] in ("in", "as"):
            return False  # "in an effort to protect children"
        return s.lemma[up] in rules.control_nouns
    if s.pos[up] in ("ADJ", "ADV") or s.lemma[up] in ("able", "willing"):
        return s.lemma[up] in rules.control_adjectives
    if dep == "xcomp":
        if s.tag[up] == "VBN" and s.lemma[up] in ("require", "need", "use", "set", "ask") and s.lemma[up] != "ask":
            # "your address is needed to deliver the parcel" says what for; "you are required to sign in" does not
            subject = s.child(up, "nsubjpass")
            return subject is not None and s.tag[subject] == "PRP"
        if s.lemma[up] in ("require", "need"):
            # "we require your address to deliver the parcel" says what for; "we require you to sign in" does not
            wanted = s.child(up, "dobj")
            return wanted is None or s.tag[wanted] == "PRP"
        if s.lemma[up] == "be":
            # "our purpose in collecting your address is to deliver": the infinitive is the purpose itself
            subject = s.child(up, "nsubj")
            return subject is None or s.lemma[subject] not in rules.purpose_nouns
        return s.lemma[up] in rules.control_verbs
    return dep in ("csubj", "nsubj")


def _infinitives(s: Sentence, i: int) -> Iterator[int]:
    """Infinitives that depend on token ``i`` or on its nominal companions, without crossing another finite clause."""
    todo, seen = [i], {i}
    while todo:
        k = todo.pop(0)
        for c in s.kids[k]:
            if c in seen:
                continue
            seen.add(c)
            if s.tag[c] in ("VB",) and s.dep[c] in ("advcl", "xcomp", "acl", "relcl", "ccomp", "conj", "pcomp", "dep") and _to(s, c):
                if not is_controlled(s, c):
                    yield c
            elif (
                s.dep[c]
                in (
                    "dobj",
                    "prep",
                    "pobj",
                    "conj",
                    "appos",
                    "nsubjpass",
                    "dative",
                    "agent",
                    "attr",
                    "acomp",
                    "advmod",
                    "oprd",
                    "npadvmod",
                    "nmod",
                )
                and s.pos[c] not in ("VERB", "AUX")
            ) or (
                s.dep[c] == "conj" and s.pos[c] in ("VERB",) and s.child(c, "nsubj", "nsubjpass") is None and k == i and _shares(s, i, c)
            ):
                todo.append(c)


def _shares(s: Sentence, i: int, later: int) -> bool:
    """Whether a later conjunct's purposes hold for the verb at ``i`` too: it has no object of its own between them."""
    return s.child(i, "dobj", "prep", "xcomp") is None


def _to(s: Sentence, verb: int) -> bool:
    return any(s.tag[k] == "TO" for k in s.kids[verb] if k < verb)


def of_verb(s: Sentence, i: int, lexicon: Lexicon) -> list[Part]:
    """The purposes of the verb (or noun, adjective) at ``i`` that are verb phrases or clauses."""
    out: list[Part] = []
    for verb in _infinitives(s, i):
        if s.lemma[verb] == "do" and s.text(verb, min(verb + 1, s.n - 1)).lower() in ("do so", "do this", "do that"):
            continue
        out += phrases(s, verb, lexicon)
    for k in s.kids[i]:
        if s.dep[k] == "advcl" and _so_that(s, k):
            out.append(_part(s, k, s.last[k], lexicon))
        elif s.dep[k] == "prep" and (linked := linked_to(s, k)) is not None:
            out += after_linker(s, k, linked, lexicon)
        elif s.dep[k] == "prep" and s.form[k] == "in" and k + 2 < s.n and s.form[k + 1] == "order" and s.form[k + 2] == "that":
            clause = s.child(k + 1, "acl", "relcl", "ccomp")
            out += [] if clause is None else [_part(s, clause, s.last[clause], lexicon)]
    return out + _told(s, i, lexicon)


def _so_that(s: Sentence, k: int) -> bool:
    """Whether the clause of ``k`` says what for: "so (that) we can", "in order that they may"."""
    return any(
        (s.form[m] == "so" and s.dep[m] in ("mark", "advmod") and s.form[m + 1] not in ("if", "when", "please"))
        or (s.form[m] == "that" and m > 1 and s.form[m - 1] == "order")
        for m in s.kids[k]
    )


def _told(s: Sentence, i: int, lexicon: Lexicon) -> list[Part]:
    """Purposes that a sentence names as such: "our aim in collecting it is to award grants", "the purpose of it is the award"."""
    up = s.head[i]
    noun = s.head[up] if s.dep[i] in ("pcomp", "pobj") else i
    if noun == i or s.lemma[noun] not in _rules().purpose_nouns or s.lemma[s.head[noun]] != "be" or s.dep[noun] != "nsubj":
        return []
    be = s.head[noun]
    goal = s.child(be, "xcomp", "ccomp", "attr")
    if goal is None or goal < be:
        return []
    if s.tag[goal].startswith("VB"):
        return phrases(s, goal, lexicon)
    first = s.first[goal] + (s.tag[s.first[goal]] == "TO")
    return listed(s, first, s.last[goal], lexicon)


def names_purpose(s: Sentence, noun: int) -> bool:
    """Whether a noun says by itself that it is a purpose ("for security reasons")."""
    return s.lemma[noun] in _rules().purpose_nouns


def after_linker(s: Sentence, start: int, first: int, lexicon: Lexicon) -> list[Part]:
    """The purposes that stand from ``first`` behind a linker at ``start`` ("with a view to improving safety")."""
    last = s.last[start]
    if s.tag[first] == "VBG" and s.dep[first] not in ("amod", "compound"):
        return phrases(s, first, lexicon)
    verb = next((k for k in range(first, min(last, first + 4)) if s.tag[k] == "VB" and _to(s, k)), None)
    if verb is not None:
        return phrases(s, verb, lexicon)
    if last < first or (s.form[start + 1] == "addition" and s.tag[first] != "VBG"):
        return []
    return [_part(s, start if s.form[start + 1] == "connection" else first, last, lexicon)]


def loose(s: Sentence, taken: list[tuple[int, int]]) -> Iterator[int]:
    """Purpose infinitives and "so that" clauses that lie in none of the given view ranges: the parser hung them elsewhere."""
    for k in range(1, s.n):
        inside = any(a <= s.start[k] < b for a, b in taken)
        if inside or s.tag[k] != "VB":
            continue
        stray = s.dep[k] == "conj" and not _to(s, s.head[k])
        if (
            _to(s, k) and (stray or (s.dep[k] in ("advcl", "xcomp", "acl", "relcl", "pcomp", "dep", "ccomp") and not is_controlled(s, k)))
        ) or (s.dep[k] == "advcl" and _so_that(s, k)):
            yield k


def linked_to(s: Sentence, k: int) -> int | None:
    """First token after a fixed linker ("in connection with", "in furtherance of") that begins at ``k``."""
    for linker in _rules().linkers:
        words = linker.split()
        if [s.form[x] for x in range(k, min(s.n, k + len(words)))] == words and k + len(words) < s.n:
            return k + len(words)
    return None


def _past_helpers(s: Sentence, verb: int) -> int:
    """The verb that is meant: "to help us measure" -> measure."""
    for _ in range(3):
        if s.lemma[verb] not in _rules().helpers:
            return verb
        inner = s.child(verb, "xcomp", "ccomp")
        if inner is None or not s.tag[inner].startswith("VB"):
            return verb
        if (
            s.form[inner - 1] not in ("us", "to", "better")
            and s.child(inner, "nsubj") is not None
            and s.form[s.child(inner, "nsubj") or 0] not in ("us", "we")
        ):
            return verb
        verb = inner
    return verb


def phrases(s: Sentence, verb: int, lexicon: Lexicon) -> list[Part]:
    """The coordinated verb phrases that begin with ``verb``, split on the surface.

    A new one starts where a verb of the same form follows a separator and the one before it has an object.
    """
    end = clause_end(s, verb)
    nested = next((k for k in range(verb + 2, end) if _is_nested(s, verb, k)), None)
    if nested is not None:
        # "count visits to improve our pages": two purposes, one behind the other
        stop = nested - 1 if s.form[nested - 1] != "order" else nested - 3
        while stop > verb and s.pos[stop] == "PUNCT":
            stop -= 1
        return [_part(s, _past_helpers(s, verb), max(stop, _past_helpers(s, verb)), lexicon), *phrases(s, s.head[nested], lexicon)]
    starts, end = phrase_starts(s, verb, end)
    out: list[Part] = []
    for n, v in enumerate(starts):
        if s.lemma[v] == "do" and v + 1 < s.n and s.form[v + 1] in ("so", "this", "that"):
            continue
        stop = starts[n + 1] - 1 if n + 1 < len(starts) else end
        while stop > v and (
            s.pos[stop] in ("PUNCT", "CCONJ")
            or s.tag[stop] == "TO"
            or (n + 1 < len(starts) and (s.form[stop] in FILLING or s.form[stop] in ("to", "for", "but")))
        ):
            stop -= 1
        first = _past_helpers(s, v)
        out.append(_part(s, min(first, stop), stop, lexicon))
    return _unpacked(s, out, starts, end, lexicon)


def _unpacked(s: Sentence, parts: list[Part], starts: list[int], end: int, lexicon: Lexicon) -> list[Part]:
    """Unpack "provide services including billing and delivery": what is named after a blank purpose stands for it."""
    verb = starts[-1]
    if len(starts) > 1 or s.lemma[verb] not in ("provide", "perform", "deliver", "offer", "render"):
        return parts
    direct = s.child(verb, "dobj")
    if direct is not None and any(s.dep[c] in ("compound", "poss") for c in s.kids[direct]):
        return parts
    if direct is None or s.lemma[direct] not in ("service", "function", "task", "activity", "work"):
        return parts
    for k in range(direct + 1, end):
        if s.form[k] in word_lists().introducers or (s.form[k] == "as" and s.form[k - 1] == "such"):
            named = listed(s, k + 1, end, lexicon)
            return named or parts
    return parts


def _is_nested(s: Sentence, verb: int, k: int) -> bool:
    """Whether a purpose of its own starts at the "to" at ``k`` inside the phrase of ``verb``."""
    inner = s.head[k]
    if (
        s.tag[k] != "TO"
        or s.tag[inner] != "VB"
        or inner <= k
        or inner - k > 2
        or s.dep[inner] not in ("advcl", "acl", "xcomp")
        or is_controlled(s, inner)
    ):
        return False
    if s.pos[k - 1] in ("PUNCT", "CCONJ"):
        return False
    return s.lemma[verb] in _rules().observing and s.lemma[inner] not in ("be", "have")


def after_for(s: Sentence, target: int, first: int, last: int, lexicon: Lexicon) -> list[Part]:
    """The purposes after "for": gerund phrases, or the members of a list of nouns; "for the purpose of X" gives X."""
    rules = _rules()
    named = names_purpose(s, target) and any(s.dep[k] in ("compound", "amod", "nmod") for k in s.kids[target])
    if (
        is_duration(s, first, last)
        or (s.form[target] in rules.not_purposes and not named)
        or s.tag[target] == "PRP"
        or s.pos[target] == "NUM"
    ):
        return []
    if s.tag[target] == "VBG" and s.dep[target] == "pcomp":
        return phrases(s, target, lexicon)
    if s.lemma[target] in rules.purpose_nouns:
        inner = next((k for k in s.kids[target] if s.dep[k] == "prep" and s.form[k] in ("of", "including", "like", "as")), None)
        inner_target = s.child(inner, "pobj", "pcomp") if inner is not None else None
        if inner_target is not None:
            if s.tag[inner_target] == "VBG" and s.dep[inner_target] == "pcomp":
                return phrases(s, inner_target, lexicon)
            return listed(s, s.first[inner_target], min(last, s.last[inner_target]), lexicon)
        acl = s.child(target, "acl", "relcl")
        if acl is not None and _to(s, acl):
            return phrases(s, acl, lexicon)
        if any(s.form[k] == "following" for k in range(first, target)):
            return []
    return listed(s, first, last, lexicon)


def listed(s: Sentence, first: int, last: int, lexicon: Lexicon) -> list[Part]:
    """The members of a list of nouns as purposes."""
    return [_part(s, a, b, lexicon) for a, b, _ in members(s, first, last)]


def whole_clause(s: Sentence, verb: int, lexicon: Lexicon) -> list[Part]:
    """The verb phrase itself as a purpose: "(we may) send you news about our journals"."""
    end = s.last[verb]
    for k in s.kids[verb]:
        if k > verb and (
            (s.dep[k] == "conj" and s.pos[k] in ("VERB", "AUX"))
            or s.dep[k] in ("advcl", "cc")
            or (s.dep[k] == "punct" and s.form[k] in (",", ";"))
        ):
            end = min(end, s.first[k] - 1)
    part = _part(s, verb, max(verb, end), lexicon)
    return [part]


def is_duration(s: Sentence, first: int, last: int) -> bool:
    """Whether the phrase says how long, not what for."""
    return bool(_rules().durations.match(s.text(first, last)))
