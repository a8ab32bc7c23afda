"""Coordinated verb phrases: where a purpose such as "to bill you, ship parcels and send news" divides, and where it ends.

In go a sentence and its first verb, out come the tokens at which phrases begin and the last token of all. The surface decides, because
the parser hangs long coordinations on other verbs or takes a verb for a noun ("ship parcels"); the parse only says which verbs have a
subject of their own or share the modal of the main verb.
"""

from __future__ import annotations

from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.mentions.mentions import word_lists
from privacyflows.extract.parsing.parseview import base_form
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.purposes.infinitives import rules


def clause_end(s: Sentence, verb: int) -> int:
    """The end of a verb's phrase, coordinated ones included, before a condition or a further purpose that hangs on it."""
    end = max(_last_of_chain(s, verb), verb)
    if end == verb and s.tag[verb] == "VB" and s.tag[verb + 1 : verb + 2] == ["VBN"] and s.child(verb + 1, "dobj", "pobj") is not None:
        end = s.last[verb + 1]  # "show targeted adverts", with the participle read as a verb of its own
    for k in range(verb + 1, end + 1):
        if s.dep[k] == "mark" and s.head[k] > k and (s.form[k] in rules().ending_marks or _gives_reason(s, k)):
            return max(verb, k - 1)
        if s.dep[k] == "mark" and s.form[k] in rules().reason_marks and _apart(s, k) and k - 1 > verb:
            return k - 2 if s.form[k - 1] == "," else k - 1  # "to identify you, as we do not log your address"
        if s.tag[k] == "TO" and s.form[k - 1] == "order" and k - 2 > verb:
            return k - 3
    return end


def _gives_reason(s: Sentence, k: int) -> bool:
    """Whether the mark at ``k`` opens a reason: "to greet visitors, as we do not log names"."""
    return s.form[k] == "as" and s.child(s.head[k], "nsubj") is not None and s.form[s.child(s.head[k], "nsubj") or 0] == "we"


def _apart(s: Sentence, mark: int) -> bool:
    """Whether a clause that "as" opens tells why, and is no part of the phrase before it ("as you asked")."""
    return s.form[mark - 1] == "," or any(s.dep[k] == "neg" for k in s.kids[s.head[mark]])


def _last_of_chain(s: Sentence, verb: int) -> int:
    """The last token of the verb's phrase, later conjuncts included, but not a conjunct with a subject of its own."""
    end = s.last[verb]
    for k in s.kids[verb]:
        if (
            s.dep[k] == "conj"
            and s.pos[k] in ("VERB", "AUX")
            and (
                s.child(k, "nsubj", "nsubjpass") is not None
                or (s.tag[k] in ("VBZ", "VBP", "VBD", "VBN", "VB") and s.tag[verb] == "VB" and any(s.tag[c] == "MD" for c in s.kids[k]))
            )
        ):
            end = min(end, s.first[k] - 1)
    return end


def phrase_starts(s: Sentence, verb: int, end: int) -> tuple[list[int], int]:
    """The tokens at which the phrases of the list that begins with ``verb`` start, in text order, and the last token of the list."""
    starts, end = _further(s, verb, end)
    for k in range(verb + 2, end + 1):
        if k not in starts and _opens_phrase(s, max(x for x in starts if x < k), k, verb):
            if _claims(s, k):
                return sorted(x for x in starts if x < k), k - 1
            starts.append(k)
    return sorted(starts), end


def _claims(s: Sentence, k: int) -> bool:
    """Whether the verb at ``k`` makes a claim of its own about the data ("to bill you and share it with couriers")."""
    own = s.child(k, "dobj")
    if (
        own is None
        or own < k
        or not any(r.action in ("share", "sell", "transfer", "retain", "delete") for r in frame_rules().verbs.get(s.lemma[k], ()))
    ):
        return False
    return s.form[own] in word_lists().taken_up or s.lemma[own] in word_lists().generic_heads


def _further(s: Sentence, verb: int, end: int) -> tuple[list[int], int]:
    """Further phrases of the same form that the parser hangs elsewhere ("to (1) obey the law; (2) bill you, and send news")."""
    starts, w = [verb], word_lists()
    while s.tag[verb] in ("VB", "VBG"):
        while end > starts[-1] and s.form[end] in w.joints:
            end -= 1
        k = end + 1
        while k < s.n - 1 and (s.form[k] in w.joints or s.tag[k] == "TO" or s.form[k] in w.joint_adverbs):
            k += 1
        joints = {s.form[x] for x in range(end + 1, k)} & w.joints
        if not joints or k >= s.n - 1 or not _goes_on(s, verb, k, ";" in joints, "," in joints):
            break
        starts.append(k)
        if ";" in joints:
            end = next((x - 1 for x in range(k, s.n) if s.form[x] == ";" or (x == s.n - 1 and s.pos[x] == "PUNCT")), s.n - 1)
        else:
            end = max(k, clause_end(s, k), s.last[s.head[k]] if mistagged(s, k) else 0)
    return starts, end


def mistagged(s: Sentence, k: int) -> bool:
    """Whether the noun at ``k`` is a verb with its object: a noun coordinated with a verb ("to bill you, ship parcels")."""
    noun = s.head[k]
    return (
        s.tag[k] in ("NN", "NNP", "VBP")
        and s.dep[k] in ("compound", "nmod", "amod")
        and noun > k
        and s.dep[noun] in ("conj", "npadvmod", "dobj")
        and s.pos[s.head[noun]] == "VERB"
        and s.head[noun] < k
        and (s.form[k - 1] in word_lists().joints or s.form[k - 1] in word_lists().joint_adverbs or s.form[k - 1] == "to")
        and base_form(s.form[k] if k not in s.merged else s.form[k].split(" ")[0].strip(","))
    )


def _goes_on(s: Sentence, verb: int, k: int, divided: bool, listed: bool) -> bool:
    """Whether the token at ``k`` begins a further phrase of the list that began with ``verb``.

    ``divided``: a semicolon stands before it; ``listed``: a comma does.
    """
    subject = s.child(k, "nsubj", "nsubjpass", "auxpass")
    aside = subject is not None and ")" in s.form[subject : subject + 3] and "(" in s.form[max(0, subject - 3) : subject]
    if (subject is not None and not aside) or any(s.tag[c] == "MD" for c in s.kids[k]):
        return False  # a name in brackets is no subject: "ease our work ("Helpers"), run our shop"
    if s.pos[k] == "AUX" or _claims(s, k) or (s.last[k] == k and not mistagged(s, k)):
        return False
    if s.tag[k] != s.tag[verb]:
        return s.tag[verb] == "VB" and (mistagged(s, k) or (s.tag[k] == "VBD" and s.form[k] == s.lemma[k] and listed))
    if s.dep[k] == "conj" and verb < s.head[k] and s.child(s.head[k], "nsubj") is not None:
        return False  # "when you return and help us"
    if s.tag[k] == "VBG":
        return s.dep[k] in ("conj", "advcl", "pcomp", "dep", "ccomp") and s.child(k, "dobj", "prep") is not None
    up = s.head[k]
    if s.dep[k] != "conj" or up >= verb or s.tag[up] not in ("VB", "VBP"):
        return s.dep[k] != "ROOT" or divided
    # "we may use it to bill you and share it with couriers": what shares the modal of the main verb is no purpose
    modal = any(s.tag[c] == "MD" for c in s.kids[up])
    own = s.child(k, "dobj")
    offering = own is not None and s.lemma[own] in rules().offerings  # "..., provide the service on our behalf" tells nothing of data
    told = s.lemma[k] in frame_rules().verbs and not offering
    return divided or not modal or (listed and not told and (own is None or s.tag[own] != "PRP"))


def _opens_phrase(s: Sentence, start: int, k: int, verb: int) -> bool:
    """Whether a coordinated verb phrase starts at ``k``."""
    before, w = k - 1, word_lists()
    while before > start and (s.tag[before] == "TO" or s.form[before] in w.joint_adverbs or s.form[before] in rules().aim_leads):
        before -= 1
    if before <= start or s.form[before] not in w.joints:
        return False
    wanted = "VBG" if s.tag[verb] == "VBG" else "VB"
    base = s.tag[k] in ("VBP", "VBD") and s.form[k] == s.lemma[k] and s.child(k, "nsubj") is None
    if s.tag[k] != wanted and not (wanted == "VB" and (base or mistagged(s, k))):
        return False
    if wanted == "VBG" and s.dep[k] in ("amod", "compound"):
        # "mending tills, processing payments", with "processing" read as what kind of payments
        return s.form[k - 1] == "," and s.head[k] == k + 1 and s.tag[k + 1] == "NNS"
    if wanted == "VBG" and s.dep[k] not in ("conj", "advcl", "pcomp", "ROOT", "dep"):
        return False
    # "process and deliver your order": the first verb has no object, both make one purpose
    if not any(s.pos[x] in ("NOUN", "PROPN", "PRON") for x in range(start, before)):
        return False
    if s.tag[k - 1] == "TO":
        return True
    if s.dep[k] == "conj" and start < s.head[k] and s.dep[s.head[k]] == "advcl" and s.child(s.head[k], "nsubj") is not None:
        return False
    clause = next((x for x in (k, *s.above(k)) if s.dep[x] in ("relcl", "ccomp") and start < x), None)
    if clause is not None and s.dep[k] == "conj" and _unlike(s, k, s.head[k]):
        return True
    if clause is not None and clause == s.head[k] and s.head[clause] == start and s.lemma[start] in frame_rules().helping:
        return True  # "help us find you and answer you"
    return clause is None or (s.dep[k] == "conj" and s.dep[s.head[k]] == "relcl" and s.child(k, "dobj") is not None)


def _unlike(s: Sentence, k: int, before: int) -> bool:
    """Whether the form of the verb at ``k`` cannot go on the clause of ``before``: "learn how useful it is and make it better"."""
    if s.child(k, "nsubj", "nsubjpass", "aux", "auxpass") is not None:
        return False
    if s.tag[k] == "VBG":
        return s.tag[before] in ("VBZ", "VBP", "VBD")
    return s.tag[before] == "VBZ" or (s.tag[before] == "VBG" and s.child(before, "aux") is not None)
