"""Noun phrases -> typed mentions: data, party, technology, person, place.

In goes a token range of a sentence that may be a list ("your name, billing and delivery information, such as ..."); out come its
members (`members`) as `Mention`s with the concept that the lexicon knows. What shares a head or a modifier with its neighbour borrows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from privacyflows.extract.lexicon.composition import composed, told_by_clause
from privacyflows.extract.lexicon.lexicon import BLANK, PERSONAL, Lexicon, normalise
from privacyflows.extract.mentions.members import SEPARATORS, members
from privacyflows.extract.mentions.nounphrases import head_of, real_head, word_lists, words_of
from privacyflows.extract.mentions.remarks import is_filling, is_remark
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import singular, tokens

__all__ = ["Mention", "Part", "mentions", "typed", "word_lists"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A member of a noun phrase: tokens ``first`` to ``last`` inclusive, its head token, and what it names."""

    first: int
    last: int
    head: int
    kind: str
    """data, party, technology, we, reader, pronoun, deictic or other."""
    concept: str | None = None
    organisation: str | None = None
    vagueness: str | None = None
    known: bool = True
    """Whether the lexicon knows the head itself; a phrase of which only a part is known is less sure."""
    example: bool = False
    """A member after "such as", "including"."""


@dataclass(frozen=True, slots=True)
class Part:
    """What fills a role: view offsets and meaning. ``mention`` is None for phrases that are no noun phrase (purposes, conditions)."""

    start: int
    end: int
    concept: str | None = None
    organisation: str | None = None
    vagueness: str | None = None
    value: str | None = None
    kind: str = ""
    known: bool = True


def typed(
    s: Sentence, a: int, b: int, lexicon: Lexicon, *, prefer: Sequence[str] = ("data", "technology", "party"), shared: int | None = None
) -> Mention:
    """The mention in tokens ``a``..``b``.

    ``prefer`` orders the schemes where two fit equally; ``shared`` is the head token that an elliptical member borrows
    ("billing [information] and delivery information").
    """
    w = word_lists()
    head = real_head(s, head_of(s, a, b), b)
    form = s.form[head]
    if s.pos[head] == "NUM" and head == a:
        return Mention(a, b, head, "number", known=False)
    if form in w.we:
        return Mention(a, b, head, "we")
    if form in w.reader:
        return Mention(a, b, head, "reader")
    if form in w.pronouns and head == b:
        return Mention(a, b, head, "pronoun")
    clause = next((k for k in range(head + 1, b) if s.form[k] in ("that", "which", "who", "whom", "whose")), b + 1)
    words, at = words_of(s, a, b, head)
    # "the data that our partners give": the partners are no part of the name
    named = len(words_of(s, a, clause - 1, head)[0]) if clause <= b else len(words)
    vague = _vagueness(s, a, head)
    written = tokens(form)
    if singular(written[-1] if written else form) in w.generic_heads:
        told = _told_apart(s, a, head, lexicon) if prefer[0] == "data" else None
        if told:
            return Mention(a, b, head, "deictic", concept=told, vagueness=vague)
        if s.form[a] in w.deictic or (head == a + 2 and s.form[a] == "the" and s.form[a + 1] in w.deictic):
            return Mention(a, b, head, "deictic", vagueness=vague)
        if s.form[a] == "the" and head == a + 1 == b:
            return Mention(a, b, head, "deictic", concept="dpv:Data", vagueness=vague)  # "the information" that was named before
    if shared is not None:
        lent = [singular(x) for x in tokens(s.form[shared])]
        for scheme in prefer:
            phrases = lexicon.schemes[scheme].phrases
            concept = phrases.get(" ".join([*words[: at + 1], *lent]))
            if not concept and " " in s.form[shared]:  # "shipping and billing address": of a term that is one token the last word is shared
                concept = phrases.get(" ".join([*words[: at + 1], lent[-1]]))
            if concept:
                return Mention(a, b, head, scheme, concept=concept, vagueness=vague)
    organisation = lexicon.organisation(s.text(a, head))
    best: tuple[tuple[bool, int, int], Mention] | None = None
    for order, scheme in enumerate(prefer):
        reach = words if scheme == "data" else words[:named]
        found = lexicon.schemes[scheme].find(_kin(reach, at) if scheme == "party" else reach, at)
        if not found:
            continue
        concept, first, last = found
        known = first <= at < last
        if scheme == "data" and known and (concept in BLANK or concept in _GENERATED):
            concept = _about(s, head, b, lexicon) or (PERSONAL.get(concept, concept) if _personal(s, a, head, b) else concept)
        rank = (known, last - first if known else 0, -order)
        if best is None or rank > best[0]:
            name = organisation.name if organisation and scheme == "party" else None
            best = rank, Mention(a, b, head, scheme, concept=concept, organisation=name, vagueness=vague, known=known)
    if organisation and prefer[0] == "party":
        return Mention(a, b, head, "party", concept=organisation.kind or "dpv:ThirdParty", organisation=organisation.name)
    if best and best[1].known:
        seen = told_by_clause(s, head, b) if prefer[0] == "data" and best[1].kind == "party" else None
        return replace(best[1], kind="data", concept=seen, organisation=None) if seen else best[1]  # "the shop you visited before"
    if organisation:
        return Mention(a, b, head, "party", concept=organisation.kind or "dpv:ThirdParty", organisation=organisation.name)
    # a phrase of which only a modifier is known keeps the nearest concept, but is not sure to be data at all
    near = best[1].concept if best and best[1].kind == "data" else None
    if prefer[0] == "data" and (told := composed(s, a, head, b)):
        return Mention(a, b, head, "data", concept=near or told, vagueness=vague)
    return Mention(a, b, head, "other", concept=near, vagueness=vague, known=False)


def _told_apart(s: Sentence, a: int, head: int, lexicon: Lexicon) -> str | None:
    """What data are that are pointed at and named: "this usage data", "such location information"; None for "this personal data"."""
    if head < a + 1 or s.form[a] not in word_lists().deictic:
        return None
    words = words_of(s, a + 1, head, head)[0]
    concept = lexicon.schemes["data"].phrases.get(" ".join(words)) if len(words) > 1 else None
    return None if concept in BLANK else concept


_PERSONS = frozenset(["you", "yourself", "user", "users", "individuals", "visitors", "customers", "people", "persons", "them"])


def _personal(s: Sentence, a: int, head: int, b: int | None = None) -> bool:
    """Whether a phrase says that its data are a person's: "your ...", "personal ...", "... about you"."""
    if s.form[a] in ("your", "their", "his", "her", "user", "users"):
        return True
    if any(w.startswith("personal") for i in range(a, head + 1) for w in s.form[i].split()):
        return True
    # "information about you", "information that identifies a person", "information you tell us"
    tail = s.form[head + 1 : head + 8 if b is None else min(b + 1, head + 8)]
    return tail[:1] == ["you"] or any(
        (w in ("identify", "identifies", "identifying") and not {"not", "n't", "cannot"} & set(tail[:k]))
        or (w in _PERSONS and k and tail[k - 1] in _ABOUT)
        for k, w in enumerate(tail)
    )


_ABOUT = frozenset(["about", "regarding", "on", "of", "from", "relating", "related", "concerning"])


def _about(s: Sentence, head: int, b: int, lexicon: Lexicon) -> str | None:
    """What a blank word is about: "information about your purchases" are purchases."""
    k = head + 1
    if k < b and s.tag[k] == "VBN":
        # "information generated by the cookie about your visits", "data collected and relating to your visits"
        k = next((x for x in range(k + 1, b) if s.form[x] in _ABOUT - {"on", "of", "from"}), k)
    if k > b or s.form[k] not in _ABOUT:
        return None
    while k <= b and (s.form[k] in _ABOUT or s.form[k] in ("to", "how", "the")) and s.form[k] != "how":
        k += 1
    if k > b:
        return None
    inner_head = head_of(s, k, b)
    words, at = words_of(s, k, b, inner_head)
    found = lexicon.schemes["data"].find(words, at)
    if found and found[1] <= at < found[2] and found[0] not in BLANK:
        return found[0]
    return None


def _kin(words: list[str], at: int) -> list[str]:
    """Words of a party without the name of its group: "firms of the Orvado group" as "firm of group"."""
    if "group" not in words[at + 3 : at + 5] or words[at + 1] not in ("within", "in", "of", "inside"):
        return words
    return [*words[: at + 2], *words[words.index("group", at + 3) :]]


def _vagueness(s: Sentence, a: int, head: int) -> str | None:
    w = word_lists()
    if any(s.form[i] in w.vague for i in range(a, head)):
        return "vague"
    bare = all(s.pos[i] in ("DET", "PRON") for i in range(a, head))
    return "generic" if bare and singular(s.form[head]) in w.generic_heads else None


def _with_tail(s: Sentence, m: Mention, later: tuple[int, int, bool], lexicon: Lexicon) -> Mention | None:
    """A bare noun that shares what stands behind the next member: "date and place of birth"."""
    head = head_of(s, later[0], later[1])
    bare = all(s.pos[i] in ("DET", "PRON") for i in range(m.first, m.head))
    if not bare or m.last + 2 != later[0] or head + 1 > later[1] or s.form[head + 1] != "of":
        return None
    words = words_of(s, m.first, m.last, m.last)[0] + words_of(s, head + 1, later[1], later[1])[0]
    concept = lexicon.schemes["data"].phrases.get(" ".join(words))
    return Mention(m.first, m.last, m.head, "data", concept=concept, vagueness=m.vagueness) if concept else None


_GENERATED = frozenset(["dpv:GeneratedData", "dpv:GeneratedPersonalData"])
_WHEN = frozenset(["date", "time"])


def _attribute(s: Sentence, m: Mention, before: Mention | None, lexicon: Lexicon) -> Mention:
    """A bare attribute takes over what it describes from the member before it: "browser type and version", "transaction date/time"."""
    if m.kind not in ("other", "technology") or before is None or before.kind != "data" or before.head >= m.first:
        return m
    noun = singular(s.form[m.head])
    plain = m.first if s.pos[m.first] != "DET" else m.first + 1
    if noun not in word_lists().attributes or plain != m.last or (plain != m.first and noun not in _WHEN):
        return m
    of = [w for i in range(before.first, before.head) if s.pos[i] not in ("DET", "PRON") for w in normalise(s.form[i])]
    own = lexicon.schemes["data"].phrases.get(" ".join([*of, singular(s.form[m.head])])) if of else None
    # "your IP address, the date and time": when it was, not what is known of the address
    told = own or ("pd:ServiceConsumptionBehaviour" if noun in _WHEN else before.concept)
    return Mention(m.first, m.last, m.head, "data", concept=told, vagueness=m.vagueness)


def _divided(
    s: Sentence, part: tuple[int, int, bool], lexicon: Lexicon, later: tuple[int, int, bool] | None
) -> list[tuple[int, int, bool]]:
    """Divide "financial, usage and location data" where each word before the shared head names other data.

    The head may stand in the member that follows (``later``): "technical, usage" before "and location data".
    """
    first, last, example = part
    cuts = [k for k in range(first + 1, min(last, first + 8)) if s.form[k] in SEPARATORS and s.form[k] != "/"]
    if not cuts:
        return [part]
    head = head_of(s, first, last)
    lent = later is not None and s.pos[first] == "ADJ" and cuts == [first + 1] and last == first + 2
    if lent and later is not None:
        head = head_of(s, later[0], later[1])
    known = lexicon.schemes["data"].phrases
    shared = [singular(x) for x in tokens(s.form[head])]
    ranges: list[tuple[int, int]] = []
    for x, y in zip([first, *(k + 1 for k in cuts if k < head)], [*(k - 1 for k in cuts if k < head), last], strict=True):
        while x < y and s.pos[x] in ("DET", "PRON", "CCONJ", "PUNCT"):
            x += 1
        if x <= y and s.pos[x] not in ("CCONJ", "PUNCT"):
            ranges.append((x, y))
    named = [known.get(" ".join([*words_of(s, x, y, y)[0], *shared])) for x, y in ranges[: None if lent else -1]]
    if not lent and ranges:
        x = ranges[-1][0]
        named.append(known.get(" ".join([*words_of(s, x, head - 1, head - 1)[0], *shared])) if x < head else None)
    told = [c for c in named if c is not None]
    apart = len(set(told)) == len(told) > 1 and len(told) + 1 >= len(named)  # "audio, electronic and visual information"
    if not apart or (len(told) < 3 and "dpv:NonPersonalData" not in told and any(c in BLANK for c in told)):
        return [part]  # "personal and sensitive data" are of one kind
    return [(first if k == 0 else x, y, example) for k, (x, y) in enumerate(ranges)]


def mentions(s: Sentence, a: int, b: int, lexicon: Lexicon, *, prefer: Sequence[str] = ("data", "technology", "party")) -> list[Mention]:
    """All members of the list in tokens ``a``..``b`` as mentions."""
    whole = list(members(s, a, b))
    parts = [x for part, later in zip(whole, [*whole[1:], None], strict=False) for x in _divided(s, part, lexicon, later)]
    out: list[Mention] = []
    for k, (first, last, example) in enumerate(parts):
        shared = None
        if k + 1 < len(parts) and last - first < 2 and s.form[last + 1] in SEPARATORS:
            later = next((p for p in parts[k + 1 :] if p[1] > p[0] and s.pos[p[0]] not in ("DET", "PRON")), None)
            if s.form[last + 1] != "," and " " in s.form[parts[k + 1][0]] and s.tag[last] != "NNS":
                later = parts[k + 1]  # "postal and e-mail address": one token
            shared = head_of(s, later[0], later[1]) if later else None
        m = typed(s, first, last, lexicon, prefer=prefer, shared=shared)
        if out and example and s.tag[first] in ("VB", "VBP") and s.form[out[-1].first] == "when" and out[-1].kind in ("data", "other"):
            # "your activity, such as when you buy, answer a call": one more act
            told = m.concept or "pd:ServiceConsumptionBehaviour"
            out[-1] = replace(out[-1], kind="data", known=True)
            out.append(replace(out[-1], first=first, last=last, head=m.head, concept=told))
            continue
        if prefer[0] == "data" and (
            (m.kind in ("data", "other") and is_remark(s, first, last, example=example))
            or (m.kind == "other" and is_filling(s, first, last))
        ):
            continue
        if m.head == last and k + 1 < len(parts) and (tailed := _with_tail(s, m, parts[k + 1], lexicon)):
            m = tailed
        m = _attribute(s, m, out[-1] if out else None, lexicon)
        out.append(m if not example else Mention(m.first, m.last, m.head, m.kind, m.concept, m.organisation, m.vagueness, m.known, True))
    return out
