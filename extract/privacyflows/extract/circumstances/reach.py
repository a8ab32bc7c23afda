"""How far a phrase reaches: which verbs of its sentence it holds for, and where it ends.

In go a parsed sentence with token indices, out come yes or no and indices. A phrase holds for the verb it hangs on and for all that
stands below that verb; the parser often hangs it lower, on the verb's object or purpose, and then it holds for the verb too, but
never across a coordinate clause that has a subject or an object of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from privacyflows.extract.mentions.nounphrases import word_lists
from privacyflows.extract.parsing.parsing import Sentence

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")


def token_at(s: Sentence, offset: int) -> int:
    """The token that stands at or before a view offset."""
    return max(0, bisect_right(s.start, offset) - 1)


def anchor(s: Sentence, first: int, last: int) -> int:
    """The token of ``first``..``last`` that hangs on something outside; the first one where none does."""
    return next((k for k in range(first, last + 1) if not first <= s.head[k] <= last), first)


def holds(s: Sentence, k: int, verb: int) -> bool:
    """Whether a phrase whose outermost token is ``k`` holds for the verb (or noun) at ``verb``."""
    host = _host(s, k)
    if s.dep[verb] == "relcl" and s.lemma[s.head[verb]] in word_lists().ways:
        # "one way we do it is by X": what is said of the way is said of the doing
        verb = next(verbs_above(s, verb), verb)
    if host == verb or host in s.above(verb):
        return not _apart(s, verb, host, k)
    path = [host]
    for up in s.above(host):
        if up == verb:
            return not any(_separate(s, c) for c in path)
        path.append(up)
    # both hang on one clause: the parser took the phrase's own clause for a sister of the verb's
    return False


def _host(s: Sentence, k: int) -> int:
    """The verb or, under a noun that names a practice, the noun on which ``k`` hangs."""
    return next((up for up in s.above(k) if s.pos[up] in ("VERB", "AUX")), s.head[k])


def _apart(s: Sentence, verb: int, host: int, k: int) -> bool:
    """Whether the verb, below ``host``, lies in a coordinate clause of its own that starts before the phrase and not after it.

    "If you agree, we collect X and share Y": both. "We collect X when you register, and they share Y": the first only.
    """
    if k < host:
        return False
    for c in (verb, *s.above(verb)):
        if c == host:
            return False
        if s.dep[c] == "conj" and s.child(c, *_SUBJECTS) is not None and c > k:
            return True
    return False


def _separate(s: Sentence, c: int) -> bool:
    """Whether a clause on the way from a phrase up to a verb keeps the phrase to itself."""
    if s.dep[c] == "conj" and s.pos[c] in ("VERB", "AUX"):
        return s.child(c, *_SUBJECTS, "dobj") is not None
    if s.dep[c] == "relcl":
        subject, w = s.child(c, *_SUBJECTS), word_lists()
        return subject is not None and s.form[subject] not in w.readers | w.we | w.relatives
    return False


def clause_end(s: Sentence, first: int, last: int) -> int:
    """Where a phrase that begins at ``first`` and runs at most to ``last`` ends.

    It stops before the next conjunction that opens a clause beside it, before a bracket that was opened in front of it, at a
    semicolon, and at a comma after which a new main clause begins.
    """
    head = s.head[first]
    depth, w = 0, word_lists()
    for k in range(first + 1, last + 1):
        form = s.form[k]
        if form == "(":
            depth += 1
        elif form == ")":
            depth -= 1
            if depth < 0:
                return _trim(s, first, k - 1)
        elif depth:
            continue
        elif (
            form == ";"
            or (s.dep[k] in ("mark", "advmod") and form in w.clause_openers and k > first + 1 and s.head[k] > k and _beside(s, k, head))
            or (
                form == ","
                and k < last
                and (s.form[k + 1] in w.subject_pronouns or s.form[k + 1] == "our")
                and s.dep[k + 1] in (*_SUBJECTS, "poss")
            )
        ):
            return _trim(s, first, k - 1)
    return _trim(s, first, last)


def _beside(s: Sentence, k: int, head: int) -> bool:
    """Whether the conjunction at ``k`` opens a clause beside the one of ``head``, not one inside it ("if you call when you travel")."""
    clause = s.head[k]
    return s.dep[clause] == "conj" or s.head[clause] != head or s.form[k - 1] in (",", "(") or s.form[k - 1] in word_lists().coordinators


def _trim(s: Sentence, first: int, last: int) -> int:
    """The end without punctuation and conjunctions that open what follows."""
    while last > first and (s.pos[last] in ("PUNCT", "CCONJ") or s.form[last] in word_lists().trailing):
        closes = s.form[last] == ")" and any(s.form[k] == "(" for k in range(first, last))
        if closes or s.form[last] in ('"', "\u201d"):
            break
        last -= 1
    return last


def subject_of(s: Sentence, verb: int) -> int | None:
    """The subject of a clause's verb, shared with the verb it is coordinated with."""
    for k in (verb, *s.above(verb)):
        own = s.child(k, *_SUBJECTS)
        if own is not None:
            return own
        if s.dep[k] != "conj":
            return None
    return None


def verbs_above(s: Sentence, k: int) -> Iterator[int]:
    """The verbs above a token, nearest first."""
    return (up for up in s.above(k) if s.pos[up] in ("VERB", "AUX"))
