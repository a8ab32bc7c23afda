"""What a sentence claims, and what it only talks about.

In go the frames of a sentence, out come those that the sentence claims. A practice named below the right, request, question or law that
it is about ("you may ask which data we hold", "complaints about our use of your data"), in a question, a definition or a command to the
reader is talk. The words are in ``rules/claims.toml``; openers of rights are those of ``rules/rights.toml``. What such frames name is
still remembered for later references.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.lexicon.lexicon import BLANK
from privacyflows.extract.mentions.mentions import word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules
from privacyflows.extract.rights.rightnames import asked_in

_CLAUSE = frozenset({"conj", "parataxis"})
_ABOUT = frozenset({"prep", "acl", "ccomp", "pcomp"})
_COMPLEMENTS = frozenset({"ccomp", "csubj", "pcomp", "advcl", "nsubj"})
_TITLE = re.compile(r"[\"\u201c]([A-Z][^\"\u201c\u201d]{3,80})[\"\u201d]")
_QUOTED = re.compile(r"(?:[Tt]he )?(?:terms? )?[\"\u201c\u2018'][^\"\u201d\u2019']{2,60}[\"\u201d\u2019']")


@dataclass(frozen=True, slots=True)
class _Talk:
    nouns: frozenset[str]
    duties: frozenset[str]
    accounts: frozenset[str]
    documents: frozenset[str]
    reach: frozenset[str]
    telling: frozenset[str]
    beliefs: frozenset[str]
    laws: frozenset[str]
    wh_verbs: frozenset[str]
    readers: frozenset[str]
    defining: frozenset[str]
    tellers: frozenset[str]
    times: frozenset[str]
    handles: frozenset[str]
    follows_right: frozenset[str]
    revealing: frozenset[str]
    question_words: frozenset[str]
    meaning: frozenset[str]
    passed_on: frozenset[str]
    taking_up: frozenset[str]
    enabling: frozenset[str]
    handing: frozenset[str]
    title_openers: frozenset[str]
    editions: frozenset[str]
    claiming: frozenset[str]
    owners: frozenset[str]
    pointing: frozenset[str]
    able: frozenset[str]


@cache
def _talk() -> _Talk:
    raw = load_rules("claims.toml")["talk"]
    return _Talk(**{key: frozenset(words.split()) for key, words in raw.items()})


def claimed(s: Sentence, frames: list[Frame], *, item: bool = False) -> list[Frame]:
    """The frames that the sentence claims. ``item``: it stands in a list or a cell, where a bare verb is no command.

    A question claims nothing, whatever its frames, and so does a row of links to what stands below.
    """
    if not frames:
        return frames
    if s.form[-1] == "?" or s.view.count("](#") > 2 or _titles(s):
        return []
    if not item and _commands(s):  # "write to us, and we will delete your data": what we then do is claimed
        return [f for f in frames if any(_own_clause(s, k) for k in (f.verb, *s.above(f.verb)))]
    if _defines(s):
        return [
            f
            for f in frames
            if f.lemma == "include" and not f.stance.negated and any(p.concept and p.concept not in BLANK for p in f.roles["data"])
        ]
    asked = asked_in(s.view[s.start[0] : s.end[-1]])
    opened = {i for i in range(s.n) if any(a <= s.start[i] - s.start[0] < b for a, b in asked)} if asked else set()
    return [f for f in frames if not _talked(s, f.verb, opened) and not _in_title(s, f.verb)]


def _in_title(s: Sentence, verb: int) -> bool:
    """Whether the verb stands in the quoted title of a section: "as told under “Information We Share”, we ask your bank"."""
    if s.form[s.n - 1] in ('"', "\u201d") and s.form[0] in ('"', "\u201c"):
        return False  # the whole sentence is quoted
    around = _TITLE.finditer(s.view, s.start[0], s.end[-1]) if '"' in s.form or "\u201d" in s.form else ()
    for title in around:
        words = [word for word in title[1].split() if len(word) > 3]
        if title.start() < s.start[verb] < title.end() and all(word[0].isupper() for word in words) and len(words) > 1:
            return True
    return False


def _talked(s: Sentence, verb: int, opened: set[int]) -> bool:
    """Whether what verb ``verb`` names hangs on a right, a request, a law or a question, or only tells which data are meant."""
    if _could(s, verb) or _of_document(s, verb) or _tells_when(s, verb) or _explains_right(s, verb):
        return True
    k = verb
    for up in s.above(verb):
        coordinate = _own_clause(s, k) and not _wh(s, k)
        if up in opened and not coordinate and not _we(s, up):
            return True
        if coordinate:
            return False
        if s.pos[verb] == "NOUN" and s.lemma[up] in _talk().telling and s.dep[k] in ("dobj", "prep") and _of_document(s, up):
            return True  # "this notice describes our collection of data"
        if _under_noun(s, k, up) or _under_verb(s, k, up) or (s.lemma[up] == "capable" and s.dep[k] == "prep"):
            return True
        k = up
    return False


def _tells_when(s: Sentence, verb: int) -> bool:
    """Whether verb ``verb`` only tells when another thing holds: "kept for a year after your account is deleted"."""
    subject = s.child(verb, "nsubjpass")
    if subject is None:
        return False
    if s.dep[verb] == "relcl":
        placed = s.form[subject] in _talk().passed_on and s.form[s.first[verb] : s.first[verb] + 2] == ["in", "which"]
        return placed or s.lemma[s.head[verb]] in _talk().times  # "outside the country in which it was collected"
    opener = s.child(verb, "mark")
    if s.dep[verb] == "conj":
        return opener is not None and s.form[opener] == "once"  # "in transit and once it is received"
    if s.dep[verb] != "advcl" or opener is None:
        return False
    passing = s.form[opener] == "while" and s.form[subject] in _talk().passed_on  # "while it is being transmitted"
    return passing or (s.form[opener] == "after" and verb > s.head[verb])


def _explains_right(s: Sentence, verb: int) -> bool:
    """Whether the sentence tells what a right is good for: "this enables you to have wrong data corrected"."""
    if s.form[0] not in _talk().taking_up or s.lemma[verb] not in _talk().enabling or "you" not in s.form:
        return False
    return any(s.dep[k] in ("xcomp", "ccomp") and s.lemma[k] in _talk().follows_right for k in s.kids[verb])


def _of_document(s: Sentence, verb: int) -> bool:
    """Whether a document is the verb's own subject ("this policy applies to the data that we collect")."""
    subject = s.child(verb, "nsubj")
    of = s.child(subject, "prep") if subject is not None and s.lemma[subject] in _talk().editions else None
    what = s.child(of, "pobj") if of is not None else subject  # "the latest version of this policy"
    return what is not None and s.lemma[what].lower() in _talk().documents


def _under_verb(s: Sentence, k: int, up: int) -> bool:
    """Whether ``k`` is what a verb at ``up`` asks, believes, rules or lets depend."""
    words = _talk()
    if s.pos[up] != "VERB":
        return False
    if s.lemma[up] in words.wh_verbs and ((_wh(s, k) and (s.dep[k] in _COMPLEMENTS or k > up)) or s.dep[k] == "nsubj"):
        return True
    if (s.lemma[up] in words.beliefs and _of_reader(s, up)) or (s.lemma[up] in words.reach and _of_document(s, up)):
        return True
    if s.dep[k] == "advcl" and s.tag[k] == "VB" and s.lemma[up] in _talk().handing and _with_handles(s, up):
        return True
    exercised = s.child(up, "nsubjpass")
    if exercised is not None and s.lemma[exercised] == "right" and s.dep[k] == "advcl":
        return True  # "this right can be exercised when we process your data by machine"
    ruler = s.child(up, "nsubj")
    # "the law limits the collection of data" rules; "the law requires us to keep your data" tells what we do
    ruled = ruler is not None and s.lemma[ruler] in words.laws and s.dep[k] in ("dobj", "xcomp", "ccomp", "prep", "conj")
    return ruled and not any(s.form[c] in word_lists().we for c in range(up + 1, s.last[up] + 1))


def _with_handles(s: Sentence, verb: int) -> bool:
    """Whether readers are given tools: "we offer you tools to", "we provide you with settings to"."""
    given = (k for c in s.kids[verb] for k in (c, *s.kids[c]) if s.lemma[k] in _talk().handles)
    return any("you" in s.form[verb:k] for k in given)


def _could(s: Sentence, verb: int) -> bool:
    """Whether a relative clause says what data could be used for ("any number that can be used to reach you")."""
    k = s.head[verb] if s.dep[verb] == "conj" else verb
    if s.dep[k] != "relcl":
        return False
    if s.lemma[verb] in _talk().revealing and "that" in s.form[s.first[k] : k]:
        return True  # "data that, by themselves, do not identify you"
    return s.child(k, "auxpass") is not None and any(s.form[c] in _talk().able for c in s.kids[k])


def _under_noun(s: Sentence, k: int, up: int) -> bool:
    """Whether ``k`` tells what a right, a request, a law or a document at ``up`` is about."""
    words = _talk()
    if s.pos[up] != "NOUN" or s.dep[k] not in _ABOUT or k < up:
        return s.dep[k] == "relcl" and s.lemma[up] in words.duties and s.form[s.first[up]] == "no" and s.tag[k] == "VB"
    if s.lemma[up] in words.accounts:
        return any(_wh(s, c) for c in s.kids[k] if s.dep[c] == "pcomp")  # "details of how we use your data"
    if s.lemma[up] in words.duties and s.form[s.first[up]] == "no" and s.tag[k] == "VB":
        return True  # "there is no duty to give us your name"
    if s.lemma[up] in words.handles and s.dep[k] == "acl" and s.tag[k] == "VB":
        giver = next((v for v in s.above(up) if s.pos[v] == "VERB"), up)
        return s.lemma[giver] in _talk().handing and "you" in s.form[giver:up]
    if s.lemma[up] not in words.nouns:
        return False
    # "our obligation to protect your data" is met; "obligations regarding the protection" are only named
    return not (s.dep[k] == "acl" and s.lemma[up] in words.duties) and not _ours(s, up)


def _ours(s: Sentence, noun: int) -> bool:
    """Whether the right or request is the organisation's: "we reserve the right to disclose"."""
    owner = s.child(noun, "poss")
    return (s.lemma[s.head[noun]] in _talk().claiming and not _of_reader(s, s.head[noun])) or (
        owner is not None and s.form[owner] in _talk().owners
    )


def _we(s: Sentence, verb: int) -> bool:
    """Whether the right is the organisation's: "we are entitled to disclose"."""
    subject = s.child(verb, "nsubj", "nsubjpass")
    return subject is not None and s.form[subject] in word_lists().we


def _of_reader(s: Sentence, verb: int) -> bool:
    subject = s.child(verb, "nsubj", "nsubjpass")
    return subject is not None and (s.form[subject] == "you" or s.lemma[subject] in _talk().readers)


def _own_clause(s: Sentence, k: int) -> bool:
    """Whether ``k`` heads a coordinate clause with a subject of its own."""
    return s.dep[k] in _CLAUSE and s.child(k, "nsubj", "nsubjpass", "expl") is not None


def _wh(s: Sentence, k: int) -> bool:
    """Whether the clause of verb ``k`` opens with a question word."""
    return s.form[s.first[k]] in _talk().question_words


def _root(s: Sentence) -> int:
    return next((i for i in range(s.n) if s.head[i] == i), 0)


def _defines(s: Sentence) -> bool:
    """Whether the sentence says what a term means; what it lists for that is told all the same."""
    root = _root(s)
    subject = s.child(root, "nsubj", "nsubjpass") if s.lemma[root] in _talk().defining else None
    if subject is None or s.child(root, "ccomp", "xcomp") is not None:
        return False  # "this means that we share ..."
    first = s.first[subject]
    if s.lemma[root] in _talk().meaning:
        return s.form[subject] not in word_lists().we and s.form[first] not in _talk().pointing
    # "Personal data does not include ..." limits a term; "the data that we collect does not include ..." denies
    limited = first == subject or s.dep[first] in ("amod", "compound")
    denied = any(s.dep[c] == "neg" for c in s.kids[root]) or s.lemma[root] == "exclude"
    return _QUOTED.fullmatch(s.text(first, s.last[subject])) is not None or (denied and limited)


def _titles(s: Sentence) -> bool:
    """Whether the sentence is the title of what it names: "How we use your data"."""
    asks = s.form[0] in _talk().title_openers or (s.form[0] == "what" and (s.dep[0] != "det" or s.head[s.head[0]] == _root(s)))
    return asks and _root(s) in (s.head[0], s.head[s.head[0]]) and s.form[-1] not in (":", ".", "!")


def _commands(s: Sentence) -> bool:
    """Whether the sentence tells the reader what to do in a procedure."""
    root = _root(s)
    if s.tag[root] != "VB" or s.child(root, "nsubj", "aux") is not None:
        return False
    # "we collect your name; see section 2": the clause before the command is a claim
    if any(s.dep[k] == "ccomp" and k < root and s.child(k, "nsubj", "nsubjpass") is not None for k in s.kids[root]):
        return False
    return s.lemma[root] not in _talk().tellers and "mind" not in s.form  # "keep in mind that we ..."
