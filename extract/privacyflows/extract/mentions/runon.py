"""Where a list of nouns ends: the parser cuts long ones ("your name, date and time, shoe size"), the surface does not.

In goes the token range that the parse gives to a list, out comes its last token by form: the list runs on over commas, "and", "such as"
and brackets as long as noun phrases follow that are no subject of a verb. It ends before a clause, an infinitive, or a preposition that
speaks of the verb ("with our partners"). The words are in ``rules/words.toml``.
"""

from __future__ import annotations

from privacyflows.extract.mentions.mentions import word_lists
from privacyflows.extract.parsing.parsing import Sentence

_ENDS = frozenset({".", ":", "!", "?", "–", "—", "--"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_QUESTIONS = frozenset({"how", "which", "what", "whether", "when"})
_READERS = frozenset({"you", "users", "they", "customers", "visitors", "members"})
_LEADS = frozenset({("such", "as"), ("for", "example"), ("for", "instance")})
_OPENERS = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON"})


def run_on(s: Sentence, last: int, *, examples: bool = True) -> int:
    """The last token of a list of which the parse holds the tokens up to ``last``; ``examples`` lets it run over "such as", "including"."""
    given = last
    while last and (s.form[last] in word_lists().noun_joints or s.form[last] == "("):
        last -= 1  # the parse hangs the comma or the bracket behind a noun on it
    start = last
    while last + 2 < s.n:
        k = _after_joint(s, last, examples)
        if k < s.n and s.form[k] == "(":
            end = _bracket(s, k) or _remark(s, k, examples)
        else:
            end = (_question(s, k) or _member(s, k)) if k > last + 1 else None
        if end is None and last + 1 < k < s.n and s.tag[k] in ("VB", "VBP") and _told(s, start, last):
            end = _clause_end(s, k)
        if end is None:
            break
        last = end
    return last if last > start else given


def _after_joint(s: Sentence, last: int, examples: bool) -> int:
    """The first token after the commas, conjunctions and words of introduction that follow ``last``."""
    k, w = last + 1, word_lists()
    while k < s.n and (s.form[k] in w.noun_joints or (examples and s.form[k] in w.introducers)):
        k += 1
        if (
            s.form[k : k + 1]
            and s.form[k] in ("if", "where", "as")
            and s.form[k + 2 : k + 3] == [","]
            and s.form[k + 1] in word_lists().asides
        ):
            k += 3  # ", and, if applicable, your badge"
    if examples and tuple(s.form[k : k + 2]) in _LEADS:
        k += 2
    return k


def _question(s: Sentence, k: int) -> int | None:
    """The last token of a question about readers that starts at ``k``: "which pages you view", "how you use them"."""
    if k + 2 >= s.n or s.form[k] not in _QUESTIONS or not _READERS & set(s.form[k + 1 : k + 5]):
        return None
    if s.form[k] == "which" and s.pos[k + 1] not in ("NOUN", "ADJ", "PROPN"):
        return None
    if s.form[k] == "when" and not word_lists().acts & set(s.form[max(0, k - 10) : k]):
        return None  # when something is done, unless it tells acts: "your activity, such as when you buy"
    return None if {"may", "can", "must", "do", "did"} & set(s.form[k + 1 : k + 3]) else _clause_end(s, k)


def _clause_end(s: Sentence, k: int) -> int | None:
    """The last token before the next joint, bracket or stop."""
    stops = word_lists().noun_joints | _ENDS | {"(", ")"}
    end = next((j - 1 for j in range(k + 1, s.n) if s.form[j] in stops), s.n - 1)
    return end if end > k else None


def _told(s: Sentence, start: int, last: int) -> bool:
    """Whether the list's newest member is a question about readers, which may have a second verb: "such as when you buy, open a lesson".

    What readers give on such occasions is not told by them: "data you provide, such as when you register, join a contest".
    """
    opener = next((k for k in range(last, max(0, last - 24), -1) if s.form[k] in _QUESTIONS and _READERS & set(s.form[k + 1 : k + 3])), 0)
    before = s.lemma[max(0, opener - 10) : opener]
    return (
        opener > 0
        and s.form[opener - 1] in word_lists().introducers | {"as", "about"}
        and not {"provide", "give", "submit", "receive", "share", "have"} & set(before)
    )


def _remark(s: Sentence, k: int, examples: bool) -> int | None:
    """The last token of the member behind a bracket with a clause of its own: "a number (which we do not publish) and your badge"."""
    close = next((x for x in range(k + 1, min(s.n, k + 40)) if s.form[x] == ")"), None)
    if close is None or (s.form[close + 1 : close + 2] != [","] and s.form[close + 1 : close + 2] not in (["and"], ["or"])):
        return None
    after = _after_joint(s, close, examples)
    return _question(s, after) or _member(s, after)


def _bracket(s: Sentence, k: int) -> int | None:
    """The closing bracket of the one at ``k`` where it holds nouns alone ("(including the police)")."""
    w = word_lists()
    close = next((x for x in range(k + 1, min(s.n, k + 40)) if s.form[x] == ")"), None)
    if close is None:
        return None
    if close >= s.n - 2:  # nothing follows: only examples are worth going on for
        return close if s.form[k + 1] in w.introducers or " ".join(s.form[k + 1 : k + 3]) in w.example_openers else None
    if s.form[k + 1] not in w.condition_marks and s.form[k + 1] != "as" and any(s.tag[x] in _FINITE for x in range(k, close)):
        return None
    return close if s.form[close + 1] in w.noun_joints else None


def _member(s: Sentence, k: int) -> int | None:
    """The last token of the noun phrase that starts at ``k``; None where none does or where it is the subject of a clause."""
    if k >= s.n or s.pos[k] not in _OPENERS or s.tag[k] in ("PRP", "WP", "WDT", "EX") or s.form[k] in word_lists().none:
        return None
    if s.pos[k] in ("DET", "PRON") and (k + 1 >= s.n or s.pos[k + 1] in ("ADP", "SCONJ")):
        return None  # "both during the transfer"
    end, noun, within, before, w = k, False, False, False, word_lists()
    j = k
    while j < s.n:
        if s.form[j] in w.noun_joints or s.form[j] in _ENDS or s.form[j] in "()" or s.form[j] in w.introducers:
            break
        if s.form[j] == "such" and j + 1 < s.n and s.form[j + 1] == "as":
            break
        if noun and bare_participle(s, j):
            end, j = j, j + 1
            continue
        if s.tag[j] in _FINITE or s.pos[j] == "AUX":
            relative = _relative(s, j, k)
            if relative is None:
                return None
            j = end = relative
            within = True
        elif before or (within and s.form[j] == "before"):
            before = True  # "the page you visited before (coming to ours)"
        elif s.tag[j] in ("TO", "VB", "WRB", "IN", "RP") and s.form[j] not in w.inner_prepositions and s.pos[j] != "PROPN":
            if j + 1 < s.n and s.form[j + 1] in w.relatives_after_preposition:
                return None  # "the companies with whom": what the sentence speaks of next
            if s.dep[j] in ("mark", "advmod", "aux", "prep", "dative", "agent", "xcomp", "conj", "ROOT"):
                break
        noun = noun or s.pos[j] in ("NOUN", "PROPN")
        misread = s.head[j] == j + 1 and bare_participle(s, j + 1)
        if s.dep[j] in ("nsubj", "nsubjpass", "csubj") and not misread and not k <= s.head[j] <= j and _relative(s, s.head[j], k) is None:
            return None
        end = j
        j += 1
    while end > k and s.form[end] != "before" and (s.pos[end] in ("PUNCT", "CCONJ", "ADV", "ADP") or s.tag[end] in ("WDT", "WP")):
        end -= 1
    return end if noun and s.tag[end] != "POS" else None


def bare_participle(s: Sentence, j: int) -> bool:
    """Whether a verb in the past behind a noun is its participle, as nothing follows in the list: "pages viewed; your address"."""
    if s.tag[j] != "VBD" or s.pos[j - 1] != "NOUN" or s.dep[j] in ("relcl", "acl"):
        return False
    return j + 1 == s.n or s.form[j + 1] in word_lists().noun_joints or s.form[j + 1] in _ENDS


def _relative(s: Sentence, verb: int, k: int) -> int | None:
    """``verb`` where it stands in a relative clause of the phrase that began at ``k`` ("the pages you visit"), else None."""
    for up in (verb, *s.above(verb)):
        if s.dep[up] in ("relcl", "acl") and k <= s.head[up] < up:
            return verb
        if s.pos[up] not in ("VERB", "AUX"):
            return None
    return None
