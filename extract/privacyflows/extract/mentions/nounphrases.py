"""The head of a noun phrase and its words: "the security of some of your files" is about files.

In go tokens of a sentence, out come the head token and the words in the form in which wordings are compared. The closed word classes
that all of the reader goes by are loaded here from ``rules/words.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import DETERMINERS, load_rules, singular, tokens

NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X", "SYM"})


@dataclass(frozen=True, slots=True)
class _Words:
    introducers: frozenset[str]
    we: frozenset[str]
    reader: frozenset[str]
    pronouns: frozenset[str]
    deictic: frozenset[str]
    generic_heads: frozenset[str]
    vague: frozenset[str]
    readers: frozenset[str]
    subject_pronouns: frozenset[str]
    yours: frozenset[str]
    about_readers: frozenset[str]
    own_texts: frozenset[str]
    own_determiners: frozenset[str]
    needing: frozenset[str]
    relatives: frozenset[str]
    relatives_after_preposition: frozenset[str]
    phrase_ends: frozenset[str]
    clause_openers: frozenset[str]
    demonstratives: frozenset[str]
    stand_in_one: frozenset[str]
    stand_in_many: frozenset[str]
    taken_up: frozenset[str]
    coordinators: frozenset[str]
    joints: frozenset[str]
    noun_joints: frozenset[str]
    joint_adverbs: frozenset[str]
    trailing: frozenset[str]
    example_openers: frozenset[str]
    instances: frozenset[str]
    negators: frozenset[str]
    none: frozenset[str]
    possessive_marks: frozenset[str]
    ways: frozenset[str]
    never_data: frozenset[str]
    own_things: frozenset[str]
    ours: frozenset[str]
    manners: frozenset[str]
    messages: frozenset[str]
    amended: frozenset[str]
    sending: frozenset[str]
    addresses: frozenset[str]
    demands: frozenset[str]
    not_party: frozenset[str]
    party_suffixes: frozenset[str]
    measures: frozenset[str]
    devices: frozenset[str]
    news: frozenset[str]
    no_news: frozenset[str]
    people: frozenset[str]
    sites: frozenset[str]
    machines: frozenset[str]
    prices: frozenset[str]
    business: frozenset[str]
    intended: frozenset[str]
    followed: frozenset[str]
    means: frozenset[str]
    instruments: frozenset[str]
    topics: frozenset[str]
    inner_prepositions: frozenset[str]
    reader_verbs: frozenset[str]
    asking: frozenset[str]
    owned: frozenset[str]
    weak: frozenset[str]
    condition_marks: frozenset[str]
    telling_marks: frozenset[str]
    aim_marks: frozenset[str]
    reason_marks: frozenset[str]
    staff: frozenset[str]
    tracking: frozenset[str]
    stores: frozenset[str]
    attributes: frozenset[str]
    lawful: frozenset[str]
    courts: frozenset[str]
    asides: frozenset[str]
    acts: frozenset[str]
    requests: frozenset[str]
    before_with: frozenset[str]
    origins: frozenset[str]
    toward: frozenset[str]
    foundations: frozenset[str]
    directions: frozenset[str]
    senders: frozenset[str]
    companion_prepositions: frozenset[str]
    adverbial_openers: frozenset[str]
    anybody: frozenset[str]
    several: frozenset[str]


@cache
def word_lists() -> _Words:
    """The closed word classes of ``rules/words.toml``."""
    raw = load_rules("words.toml")["words"]
    return _Words(**{key: frozenset(value if isinstance(value, list) else value.split()) for key, value in raw.items()})


def head_of(s: Sentence, a: int, b: int) -> int:
    """The head token: the last noun before the first post-modifier; a wh-word or gerund where there is no noun before one."""
    head, w = None, word_lists()
    for i in range(a, b + 1):
        noun = s.pos[i] in NOUNS and s.form[i] not in w.phrase_ends and s.tag[i] != "PRP$"
        if (
            head is not None
            and not noun
            and (s.pos[i] in ("ADP", "VERB", "AUX", "SCONJ", "PART") or s.form[i] in w.phrase_ends or s.tag[i] in ("WDT", "WP", "WRB"))
        ):
            if s.form[i] in w.possessive_marks or s.tag[i] == "POS":
                continue
            break
        # "Acme IT" is no pronoun
        if head is not None and s.tag[i] == "PRP" and s.form[i] in w.subject_pronouns and s.view[s.start[i] : s.end[i]] != "IT":
            break
        if noun or (head is None and i == a and (s.tag[i] in ("VBG", "WRB", "WP", "WDT") or s.form[i] == "whether")):
            head = i
    return b if head is None else head


def real_head(s: Sentence, head: int, b: int) -> int:
    """Past words that only measure or qualify what follows "of": "some of your files", "the security of your files"."""
    while head + 2 <= b and s.form[head + 1] == "of" and (s.form[head] in word_lists().measures or s.lemma[head] in word_lists().measures):
        inner = head_of(s, head + 2, b)
        if inner <= head:
            break
        head = inner
    return head


@lru_cache(maxsize=1 << 14)
def _content(form: str) -> tuple[str, ...]:
    """The normalised words of one token; remembered, as every sentence asks for the same ones."""
    return tuple(singular(w) for w in tokens(form) if w not in DETERMINERS)


def words_of(s: Sentence, a: int, b: int, head: int) -> tuple[list[str], int]:
    """Normalised words of the range and the index of the head's last word among them."""
    out: list[str] = []
    at = 0
    for i in range(a, b + 1):
        out += _content(s.form[i])
        if i == head:
            at = max(0, len(out) - 1)
    return out, at
