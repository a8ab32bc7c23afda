"""Infinitives: which of them say what something is done for, and which only complete their governor.

In go a sentence and a token, out come verdicts: "to ship" after "we use your address" is a purpose, after "the right", "choose" or
"allow us" it is none; the governors are listed in ``rules/purposes.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from privacyflows.extract.frames.clauses import in_condition
from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.mentions.mentions import word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules

_NOMINAL = frozenset(
    {"dobj", "prep", "pobj", "conj", "appos", "nsubjpass", "dative", "agent", "attr", "acomp", "advmod", "oprd", "npadvmod", "nmod"}
)
"""Dependencies of what stands beside a verb and is no verb itself."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The closed word classes of ``rules/purposes.toml``."""

    control_verbs: frozenset[str]
    control_nouns: frozenset[str]
    handled_nouns: frozenset[str]
    handling: frozenset[str]
    control_adjectives: frozenset[str]
    helpers: frozenset[str]
    purpose_nouns: frozenset[str]
    observing: frozenset[str]
    efforts: frozenset[str]
    needed: frozenset[str]
    not_for_us: frozenset[str]
    taking_place: frozenset[str]
    reader_uses: frozenset[str]
    permitting: frozenset[str]
    completed: frozenset[str]
    abilities: frozenset[str]
    before_efforts: frozenset[str]
    not_after_so: frozenset[str]
    where_needed: frozenset[str]
    ending_marks: frozenset[str]
    reason_marks: frozenset[str]
    dividers: frozenset[str]
    dangling: frozenset[str]
    aim_leads: frozenset[str]
    aim_tails: frozenset[str]
    helped: frozenset[str]
    reader_events: frozenset[str]
    used_for: frozenset[str]
    providing: frozenset[str]
    offerings: frozenset[str]
    states: frozenset[str]
    results: frozenset[str]
    reason_pointers: frozenset[str]
    naming: frozenset[str]
    shared_heads: frozenset[str]
    before_examples: frozenset[str]
    ahead_of_examples: frozenset[str]
    denying_need: frozenset[str]
    blank: frozenset[str]
    """Verbs that say nothing alone: "process and ship your order" is one purpose."""
    not_purposes: frozenset[str]
    events: frozenset[str]
    texts: frozenset[str]
    no_aims: frozenset[str]
    """Nouns that are no aim of a collection or a disclosure: people, devices, times."""
    durations: re.Pattern[str]
    readers_doing: re.Pattern[str]
    linkers: tuple[str, ...]
    doing_endings: tuple[str, ...]
    asides: frozenset[str]
    """Infinitives that point back or speak of the text: "to do so", "to be clear"."""


@cache
def rules() -> Rules:
    """The rules of ``rules/purposes.toml``."""
    raw = load_rules("purposes.toml")["purpose"]
    others = ("durations", "readers_doing", "linkers", "doing_endings")
    sets = {k: frozenset(v.split() if isinstance(v, str) else v) for k, v in raw.items() if k not in others}
    return Rules(
        **sets,
        durations=re.compile(raw["durations"], re.IGNORECASE),
        readers_doing=re.compile(raw["readers_doing"], re.IGNORECASE),
        linkers=tuple(raw["linkers"]),
        doing_endings=tuple(raw["doing_endings"]),
    )


def is_controlled(s: Sentence, verb: int) -> bool:
    """Whether the infinitive at ``verb`` only completes its governor."""
    known = rules()
    up, dep = s.head[verb], s.dep[verb]
    sign = next((k for k in s.kids[verb] if s.tag[k] == "TO" and k < verb), 0) - 1
    if sign > 0 and s.form[sign] in known.needed and s.dep[sign] in ("amod", "acl", "oprd"):
        return False  # "we ask for details necessary to book": the parser hangs it on "ask"
    if s.form[up - 1] == "longer" and s.form[up] in known.needed:
        return True  # "when it is no longer needed to bill you": that is over
    if s.dep[up] == "relcl" and up <= sign < up + 2 and _used_by_reader(s, up):
        return True  # "the device you use to open our app": the reader's own aim
    if dep == "conj":
        return is_controlled(s, up) if s.child(verb, "aux") is None or s.tag[up].startswith("VB") else False
    if dep in ("acl", "relcl", "ccomp") and s.pos[up] in ("NOUN", "PROPN"):
        return _completes_noun(s, up)
    if dep == "advcl" and s.lemma[up] in known.control_nouns and s.pos[up] == "NOUN" and s.child(verb, "nsubj") is not None:
        return True  # "an opportunity for you to choose"
    if s.pos[up] in ("ADJ", "ADV") or s.lemma[up] in known.abilities:
        return s.lemma[up] in known.control_adjectives
    if dep == "xcomp":
        return _completes_verb(s, up)
    if dep == "ccomp" and s.lemma[up] in frame_rules().causative and s.child(up, "dobj") is None:
        # "if you allow us to set cookies": what somebody lets others do
        doer, cause = s.child(verb, "nsubj"), s.child(up, "nsubj")
        if doer is None or (cause is not None and s.tag[cause] in ("WDT", "WP") and s.form[doer] != "you"):
            return False  # "a system that allows our staff to answer you" has that purpose
        return s.tag[doer] == "PRP" or s.lemma[up] in known.permitting
    return dep in ("csubj", "nsubj")


def _completes_noun(s: Sentence, noun: int) -> bool:
    """Whether an infinitive behind a noun completes it ("the right to object") and is no purpose ("information to find bots")."""
    known = rules()
    if s.lemma[noun] in known.efforts and s.form[s.head[noun]] in known.before_efforts:
        return False  # "in an effort to protect children"
    if s.lemma[noun] in known.handled_nouns and s.dep[noun] in ("dobj", "nsubjpass") and s.lemma[s.head[noun]] in known.handling:
        return False  # "we collect information to find bots"
    return s.lemma[noun] in known.control_nouns


def _completes_verb(s: Sentence, up: int) -> bool:
    """Whether an infinitive that the parser takes for a complement of verb ``up`` is one: "you are required to sign in"."""
    known = rules()
    if s.tag[up] == "VBN" and s.lemma[up] in known.completed:
        # "your address is needed to deliver the parcel" says what for; "you are required to sign in" does not
        subject = s.child(up, "nsubjpass")
        return subject is not None and s.tag[subject] == "PRP"
    if s.lemma[up] in word_lists().needing:
        # "we require your address to deliver the parcel" says what for; "we require you to sign in" does not
        wanted = s.child(up, "dobj")
        return wanted is None or s.tag[wanted] == "PRP"
    if s.lemma[up] == "be":
        # "our purpose in collecting your address is to deliver": the infinitive is the purpose itself
        able = s.child(up, "acomp")
        if able is not None and s.form[able] in known.needed:
            return False  # "only as far as it is necessary to ship it"
        subject = s.child(up, "nsubj")
        return subject is None or s.lemma[subject] not in known.purpose_nouns
    return s.lemma[up] in known.control_verbs


def _used_by_reader(s: Sentence, verb: int) -> bool:
    """Whether the reader does what the verb says, and it is a use of something ("the device you use")."""
    doer = s.child(verb, "nsubj")
    return doer is not None and s.form[doer] == "you" and s.lemma[verb] in rules().reader_uses


def infinitives(s: Sentence, i: int) -> Iterator[int]:
    """Infinitives that depend on token ``i`` or on its nominal companions, without crossing another finite clause."""
    todo, seen = [i], {i}
    while todo:
        k = todo.pop(0)
        for c in s.kids[k]:
            if c in seen:
                continue
            seen.add(c)
            if s.dep[c] in ("advcl", "xcomp", "acl", "relcl", "ccomp", "conj", "pcomp", "dep") and is_infinitive(s, c):
                refrained = s.dep[c] == "conj" and k == i and has_to(s, i) and any(s.dep[x] == "neg" for x in s.kids[c])
                if not (refrained or is_controlled(s, c)):  # "to keep it secret and not to use it": what else is not done
                    yield c
            elif s.pos[c] in ("VERB", "AUX"):
                if s.dep[c] == "conj" and s.pos[c] == "VERB" and k == i and s.child(c, "nsubj", "nsubjpass") is None and _is_bare(s, i):
                    todo.append(c)
            elif s.dep[c] in _NOMINAL:
                todo.append(c)


def _is_bare(s: Sentence, i: int) -> bool:
    """Whether a verb has no companion of its own, so that the purposes of one joined to it hold for it too."""
    return s.child(i, "dobj", "prep", "xcomp") is None


def has_to(s: Sentence, verb: int) -> bool:
    """Whether "to" stands before the verb."""
    return any(s.tag[k] == "TO" for k in s.kids[verb] if k < verb)


def is_infinitive(s: Sentence, k: int) -> bool:
    """Whether an infinitive with "to" stands at ``k``; the tagger takes some for nouns ("to ship parcels")."""
    if s.tag[k] == "VB":
        return has_to(s, k)
    return s.tag[k] in ("NN", "NNP") and k > 0 and s.form[k - 1] == "to" and s.dep[k - 1] == "aux" and s.head[k - 1] == k


def says_so_that(s: Sentence, k: int) -> bool:
    """Whether the clause of ``k`` says what for: "so (that) we can", "in order that they may"."""
    return any(
        (s.form[m] == "so" and m < k and s.dep[m] in ("mark", "advmod") and s.form[m + 1] not in rules().not_after_so)
        or (s.form[m] == "that" and m > 1 and s.form[m - 1] == "order")
        for m in s.kids[k]
    )


def clause_start(s: Sentence, k: int) -> int:
    """Where the purpose of a "so that" clause begins: at its verb, before the subject in a denial or a passive ("so you need not")."""
    subject = s.child(k, "nsubj", "nsubjpass")
    whole = s.child(k, "neg", "auxpass") is not None
    return min(k, s.first[subject]) if subject is not None and whole else k


def fronted(s: Sentence, verb: int) -> bool:
    """Whether the infinitive at ``verb`` stands in front of its clause ("To ship parcels, we ...", "In order to ship parcels, we ...")."""
    order = s.head[verb]
    into = s.head[order]
    # without a comma the parser takes "in" for the root
    ahead = order < s.head[into] or (into == 0 and s.head[into] == 0)
    return s.dep[verb] == "advcl" or (s.form[order] == "order" and s.form[into] == "in" and ahead)


def others_aim(s: Sentence, verb: int) -> bool:
    """Whether the infinitive lies in a condition: "if you open an account to use our shop"; "where necessary to ship it" says what for."""
    needed = s.lemma[s.head[verb]] in rules().where_needed
    return not needed and in_condition(s, verb)


def names_purpose(s: Sentence, noun: int) -> bool:
    """Whether a noun says by itself that it is a purpose ("for security reasons")."""
    return s.lemma[noun] in rules().purpose_nouns


def loose(s: Sentence, taken: list[tuple[int, int]]) -> Iterator[int]:
    """Purpose infinitives and "so that" clauses that lie in none of the given view ranges: the parser hung them elsewhere."""
    for k in range(1, s.n):
        inside = any(a <= s.start[k] < b for a, b in taken)
        so = s.dep[k] == "advcl" and says_so_that(s, k)
        if inside or (s.tag[k] not in ("VB", "VBN") and not is_infinitive(s, k)) or (s.tag[k] == "VBN" and not so):
            continue
        stray = s.dep[k] == "conj" and not has_to(s, s.head[k])
        governed = s.dep[k] in ("advcl", "xcomp", "acl", "relcl", "pcomp", "dep", "ccomp")
        if so or (is_infinitive(s, k) and (stray or (governed and not is_controlled(s, k)))):
            yield k
