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
        if s.dep[k] == "advcl" and any(s.form[m] == "so" and s.dep[m] in ("mark", "advmod") for m in s.kids[k]):
            start = k
            out.append(_part(s, start, s.last[k], lexicon))
        elif s.dep[k] == "prep" and s.form[k] in ("in", "with") and (linked := _linked(s, k)) is not None:
            out.append(_part(s, k if s.form[k + 1] == "connection" else linked, s.last[k], lexicon))
    return out


def loose(s: Sentence, taken: list[tuple[int, int]]) -> Iterator[int]:
    """Purpose infinitives and "so that" clauses that lie in none of the given view ranges: the parser hung them elsewhere."""
    for k in range(1, s.n):
        inside = any(a <= s.start[k] < b for a, b in taken)
        if inside or s.tag[k] != "VB":
            continue
        stray = s.dep[k] == "conj" and not _to(s, s.head[k])
        if (
            _to(s, k) and (stray or (s.dep[k] in ("advcl", "xcomp", "acl", "relcl", "pcomp", "dep", "ccomp") and not is_controlled(s, k)))
        ) or (s.dep[k] == "advcl" and any(s.form[m] == "so" for m in s.kids[k])):
            yield k


def _linked(s: Sentence, k: int) -> int | None:
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
    end = _clause_end(s, verb, max(_last_of_chain(s, verb), verb))
    nested = next((k for k in range(verb + 2, end) if _is_nested(s, verb, k)), None)
    if nested is not None:
        # "count visits to improve our pages": two purposes, one behind the other
        stop = nested - 1 if s.form[nested - 1] != "order" else nested - 3
        while stop > verb and s.pos[stop] == "PUNCT":
            stop -= 1
        return [_part(s, _past_helpers(s, verb), max(stop, _past_helpers(s, verb)), lexicon), *phrases(s, s.head[nested], lexicon)]
    starts, end = _after_semicolons(s, verb, end)
    for k in range(verb + 2, end + 1):
        if k not in starts and _opens_phrase(s, max(x for x in starts if x < k), k, verb):
            starts.append(k)
    starts.sort()
    out: list[Part] = []
    for n, v in enumerate(starts):
        if s.lemma[v] == "do" and v + 1 < s.n and s.form[v + 1] in ("so", "this", "that"):
            continue
        stop = starts[n + 1] - 1 if n + 1 < len(starts) else end
        while stop > v and (
            s.pos[stop] in ("PUNCT", "CCONJ")
            or s.tag[stop] == "TO"
            or (n + 1 < len(starts) and s.form[stop] in ("in", "order", "also", "then", "to", "otherwise", "for", "better"))
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


def _after_semicolons(s: Sentence, verb: int, end: int) -> tuple[list[int], int]:
    """Further phrases behind semicolons ("(1) comply with the law; (2) protect our rights"), which the parser hangs elsewhere."""
    starts = [verb]
    while s.tag[verb] in ("VB", "VBG") and end + 2 < s.n and s.form[end + 1] == ";":
        k = end + 2
        while k < s.n - 1 and (s.pos[k] in ("PUNCT", "CCONJ") or s.tag[k] == "TO"):
            k += 1
        if s.tag[k] != s.tag[verb] or s.child(k, "nsubj", "nsubjpass") is not None:
            break
        starts.append(k)
        end = next((x - 1 for x in range(k, s.n) if s.form[x] == ";" or (x == s.n - 1 and s.pos[x] == "PUNCT")), s.n - 1)
    return starts, end


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
    return s.lemma[verb] in _DATA_VERBS and s.lemma[inner] not in ("be", "have")


_DATA_VERBS = frozenset(
    [
        "track",
        "monitor",
        "analyse",
        "analyze",
        "measure",
        "collect",
        "gather",
        "record",
        "log",
        "count",
        "use",
        "process",
        "combine",
        "store",
        "understand",
        "identify",
        "recognise",
        "recognize",
    ]
)
"""Verbs of which a purpose may have a purpose of its own."""


def _last_of_chain(s: Sentence, verb: int) -> int:
    """The last token of the verb's phrase, later conjuncts included, but not a conjunct with a subject of its own."""
    end = s.last[verb]
    for k in s.kids[verb]:
        if (
            s.dep[k] == "conj"
            and s.pos[k] in ("VERB", "AUX")
            and (
                s.child(k, "nsubj", "nsubjpass") is not None
                or (s.tag[k] in ("VBZ", "VBP", "VBD") and s.tag[verb] == "VB" and any(s.tag[c] == "MD" for c in s.kids[k]))
            )
        ):
            end = min(end, s.first[k] - 1)
    return end


def _opens_phrase(s: Sentence, start: int, k: int, verb: int) -> bool:
    """Whether a coordinated verb phrase starts at ``k``."""
    before = k - 1
    while before > start and (
        s.tag[before] == "TO" or s.form[before] in ("also", "then", "otherwise", "to", "in", "order", "better", "for", "easily", "further")
    ):
        before -= 1
    if before <= start or s.form[before] not in (",", ";", "and", "or", "and/or", "and / or", "&", "as well as"):
        return False
    wanted = "VBG" if s.tag[verb] == "VBG" else "VB"
    if s.tag[k] != wanted and not (wanted == "VB" and s.tag[k] == "VBP" and s.child(k, "nsubj") is None):
        return False
    if wanted == "VBG" and s.dep[k] not in ("conj", "advcl", "pcomp", "ROOT", "dep"):
        return False
    # "process and deliver your order": the first verb has no object, both make one purpose
    if not any(s.pos[x] in ("NOUN", "PROPN", "PRON") for x in range(start, before)):
        return False
    if s.tag[k - 1] == "TO":
        return True
    clause = next((x for x in (k, *s.above(k)) if s.dep[x] in ("relcl", "ccomp") and start < x), None)
    return clause is None or (s.dep[k] == "conj" and s.dep[s.head[k]] == "relcl" and s.child(k, "dobj") is not None)


def _clause_end(s: Sentence, verb: int, end: int) -> int:
    """The end of a purpose before a condition or a further purpose that hangs on it."""
    for k in range(verb + 1, end + 1):
        if s.dep[k] == "mark" and s.form[k] in ("if", "unless", "because") and s.head[k] > k:
            return max(verb, k - 1)
        if s.tag[k] == "TO" and s.form[k - 1] == "order" and k - 2 > verb:
            return k - 3
    return end


def after_for(s: Sentence, target: int, first: int, last: int, lexicon: Lexicon) -> list[Part]:
    """The purposes after "for": gerund phrases, or the members of a list of nouns; "for the purpose of X" gives X."""
    rules = _rules()
    if is_duration(s, first, last) or s.form[target] in rules.not_purposes or s.tag[target] == "PRP" or s.pos[target] == "NUM":
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
