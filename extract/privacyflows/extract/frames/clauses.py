"""Clauses: whether the clause in which a verb stands claims something itself, and with which other clauses it belongs together.

In goes a sentence with the place of a verb, out comes what its clause is: a condition, a time that tells a practice, a claim in front of a
command, a clause in a row with another one.
"""

from __future__ import annotations

from functools import cache

from privacyflows.extract.mentions.mentions import word_lists
from privacyflows.extract.parsing.parsing import Sentence


def in_condition(s: Sentence, i: int) -> bool:
    """Whether verb ``i`` stands in a clause that says when something holds, and so claims nothing itself."""
    marks = word_lists().condition_marks
    if s.words.isdisjoint(_waking()):
        return False
    for k in (i, *s.above(i)):
        if s.dep[k] in ("advcl", "ccomp", "pcomp", "relcl", "ROOT") and any(
            s.form[c] in marks and s.dep[c] in ("mark", "advmod") and c < k and not _of_another(s, c, k) for c in s.kids[k]
        ):
            return s.dep[k] not in ("ccomp", "ROOT")
        if s.dep[k] == "npadvmod" and s.form[k] == "time":
            return True
        if s.dep[k] in ("relcl", "acl") and s.form[s.head[k]] == "event" and s.form[s.first[k]] == "that":
            return True  # "in the event that we learn that ..."
        subject = s.child(k, "nsubj")
        modal = any(s.tag[c] == "MD" for c in s.kids[k])
        if modal and subject is not None and (s.dep[k] == "conj" or (s.first[subject] and s.form[s.first[subject] - 1] == ",")):
            # "other than as you agreed, we will not disclose": the main clause, hung on the condition before it
            return False
    return False


@cache
def _waking() -> frozenset[str]:
    """Words of which a clause that says when something holds has one: its mark, or "any time you ...", "in the event that ..."."""
    return word_lists().condition_marks | {"time", "event"}


def _of_another(s: Sentence, mark: int, verb: int) -> bool:
    """Whether a mark opens a clause that ends before the subject of the verb on which it hangs: "if you ask us, we send ..."."""
    subject = s.child(verb, "nsubj", "nsubjpass")
    if subject is None:
        return False
    stop = next((k for k in range(mark + 1, s.first[subject]) if s.form[k] == ","), mark)
    return any(s.tag[k] in ("VBP", "VBZ", "VBD") and s.child(k, "nsubj", "nsubjpass") is not None for k in range(mark + 1, stop))


def told_when(s: Sentence, i: int) -> bool:
    """Whether a clause of time or place tells what the organisation does: "where we transfer your data, we ...", "when collecting data"."""
    if (
        s.dep[i] != "advcl"
        or s.tag[i] not in ("VBP", "VBZ", "VBG")
        or any(s.tag[k] in ("MD", "TO") or s.dep[k] == "neg" for k in s.kids[i])
    ):
        return False
    main = s.child(s.head[i], "nsubj", "nsubjpass")
    subject = main if s.tag[i] == "VBG" and s.child(i, "nsubj") is None else s.child(i, "nsubj")
    possible = i > s.head[i] and main is not None and s.form[main] != "we" and any(s.tag[k] == "MD" for k in s.kids[s.head[i]])
    if possible or s.lemma[s.head[i]] == "do":
        return False  # "it can be opened when we store your name" supposes, "where we send it, we do so ..." tells by itself
    opened = any(s.form[k] in word_lists().telling_marks and s.dep[k] in ("mark", "advmod") and k < i for k in s.kids[i])
    return opened and subject is not None and s.form[subject] == "we"


def before_command(s: Sentence, i: int, command: int) -> bool:
    """Whether verb ``i`` stands in a clause of its own in front of a command: "we collect your name; see section 2"."""
    clause = next((k for k in (i, *s.above(i)) if s.head[k] == command), command)
    if clause >= command or s.dep[clause] != "ccomp" or s.child(clause, "nsubj", "nsubjpass") is None:
        return False
    return not any(s.dep[k] == "mark" or s.tag[k].startswith("W") for k in s.kids[clause])


def said_of_subject(s: Sentence, k: int) -> bool:
    """Whether ``k`` is an adjective that "be" says of its subject: what is joined to it is said of the same ("is public and shared")."""
    return s.pos[k] == "ADJ" and s.dep[k] == "acomp" and s.lemma[s.head[k]] == "be"


def spliced(s: Sentence, i: int, up: int) -> bool:
    """Whether verb ``i`` and the verb ``up`` below which the parser hung it are clauses in a row: "we analyse it, we suggest offers"."""
    own, other = s.child(i, "nsubj"), s.child(up, "nsubj")
    return own is not None and other is not None and s.form[own] in word_lists().we and s.form[other] in word_lists().we


def promised(s: Sentence, i: int, up: int) -> bool:
    """Whether verb ``i`` tells what we do when readers have done what ``up`` asks of them: "write to us and we will delete it"."""
    own = s.child(i, "nsubj")
    return s.dep[i] == "conj" and s.head[i] == up and own is not None and s.form[own] in word_lists().we and i > up
