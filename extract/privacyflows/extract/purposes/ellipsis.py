"""Purposes that share a verb or an object come apart where they mean different things.

In goes a purpose phrase as token indices, out come `Part`s: "improve and personalise our maps" names two purposes, "send and deliver your
parcels" one. What decides is the concept of each verb with the shared object, and of the shared verb with each object; a part keeps its own
words and carries the concept of the phrase made whole.
"""

from __future__ import annotations

from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.mentions.mentions import Part, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.purposes.infinitives import rules

_Span = tuple[int, int]
_MODIFIERS = ("det", "poss", "amod", "compound", "nmod", "nummod")


def divided(s: Sentence, a: int, b: int, whole: Part, lexicon: Lexicon) -> list[Part]:
    """``whole``, the purpose phrase of tokens ``a`` to ``b``, or the different purposes that it names."""
    if b <= a or not (s.merged.get(a) or any(s.form[k] in word_lists().joints for k in range(a + 1, b))):
        return [whole]
    verbs, behind = _verbs(s, a, b)
    if len(verbs) > 1 and behind <= b and s.tag[behind] != "PRP" and s.view[slice(*verbs[0])].lower() not in rules().blank:
        tail = s.view[s.start[behind] : whole.end]
        groups = _grouped(verbs, [lexicon.purpose(f"{s.view[x:y]} {tail}") for x, y in verbs], lexicon)
        if len(groups) > 1:
            *before, (last, concept) = groups
            return [*(Part(*span, c, kind="purpose") for span, c in before), Part(last[0], whole.end, concept, kind="purpose")]
    objects = _objects(s, verbs[-1], behind, b) if len(verbs) == 1 else []
    if len(objects) > 1:
        verb = s.view[verbs[0][0] : verbs[0][1]]
        groups = _grouped(objects, [lexicon.purpose(f"{verb} {s.view[x:y]}") for x, y in objects], lexicon)
        if len(groups) > 1:
            (first, concept), *later = groups
            return [Part(whole.start, first[1], concept, kind="purpose"), *(Part(*span, c, kind="purpose") for span, c in later)]
    return [whole]


def _grouped(spans: list[_Span], concepts: list[str | None], lexicon: Lexicon) -> list[tuple[_Span, str | None]]:
    """Neighbours that mean one thing as one range; nothing where a concept is not known.

    Two concepts of which one is a kind of the other are one thing said twice: "provide and deliver what you asked for".
    """
    if None in concepts or "dpv:Purpose" in concepts:
        return []
    broader = lexicon.schemes["purpose"].broader
    out = [(spans[0], concepts[0])]
    for (first, last), concept in zip(spans[1:], concepts[1:], strict=True):
        before, said = out[-1]
        if said == concept or said in broader.get(concept or "", ()) or concept in broader.get(said or "", ()):
            out[-1] = (before[0], last), said
        else:
            out.append(((first, last), concept))
    return out


def _verbs(s: Sentence, a: int, b: int) -> tuple[list[_Span], int]:
    """View ranges of the verbs that open the phrase and share what follows, and the first token after them."""
    if a in s.merged:
        return [(x, y) for _, x, y in s.merged[a]], a + 1
    out, k, w = [(s.start[a], s.end[a])], a + 1, word_lists()
    while k < b:
        n = k
        while n < b and (s.form[n] in w.joints or s.form[n] in w.joint_adverbs or (n > k and s.pos[n] == "ADV")):
            n += 1
        if n == k or s.form[k] not in w.joints or s.tag[n] != s.tag[a]:
            break
        out.append((s.start[n], s.end[n]))
        k = n + 1
    return out, k


def _objects(s: Sentence, verb: _Span, first: int, b: int) -> list[_Span]:
    """View ranges of the coordinated objects that stand from token ``first`` to ``b``, the last with all that follows it."""
    head = next((k for k in range(first, b + 1) if s.dep[k] in ("dobj", "pobj") and s.start[s.head[k]] == verb[0]), None)
    if head is None:
        return []
    heads = [head]
    while (later := s.child(heads[-1], "conj")) is not None and later <= b:
        heads.append(later)
    if len(heads) < 2 or any(s.pos[h] != "NOUN" for h in heads) or not _apart(s, heads):
        return []
    starts = [s.first[h] if n else first for n, h in enumerate(heads)]
    ends = [*(_before(s, x) for x in starts[1:]), b]
    return [(s.start[x], s.end[y]) for x, y in zip(starts, ends, strict=True) if y >= x]


def _apart(s: Sentence, heads: list[int]) -> bool:
    """Whether nothing that stands before the first of these nouns, or behind the last, may be meant of all.

    "Develop new maps and routes" and "offer card and phone support" name one thing, "prevent spam or other misuse" two.
    """
    before = [[k for k in s.kids[h] if s.dep[k] in _MODIFIERS] for h in heads]
    if before[0]:
        return all(before)
    opened = before[-1] and (s.dep[before[-1][0]] in ("det", "poss") or s.form[before[-1][0]] == "other")
    return bool(opened) or not before[-1] or s.tag[heads[0]] == "NNS"


def _before(s: Sentence, k: int) -> int:
    """The last token before ``k`` that is no joint."""
    k -= 1
    while s.form[k] in word_lists().joints:
        k -= 1
    return k


def rejoined(s: Sentence, found: list[tuple[int, int]], lexicon: Lexicon) -> list[tuple[int, int]]:
    """The ranges, what follows "of" as one: "the detection of fraud | or other crimes"; "tax | and accounting purposes" that are one."""
    found = _strokes(s, found)
    if len(found) < 2:
        return found
    (x, y), (a, b) = found[-2:]
    of = next((k for k in range(x + 1, y) if s.form[k] == "of"), None)
    head = s.child(of, "pobj") if of is not None else None
    said = lexicon.purpose(s.text(a, b))
    shared = s.lemma[b] in rules().shared_heads and s.pos[y] in ("NOUN", "ADJ") and x == y and s.form[a - 1] in word_lists().coordinators
    if shared and said is not None and lexicon.purpose(s.text(x, y)) == said:
        return [*found[:-2], (x, b)]
    if said is None and head is not None and any(s.dep[k] == "conj" and a <= k <= b for k in s.kids[head]):
        return [*found[:-2], (x, b)]
    return found


def _strokes(s: Sentence, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges, those that a stroke without blanks divided made one: "products/services"."""
    out = found[:1]
    for a, b in found[1:]:
        stroke = a - 1
        if s.form[stroke] == "/" and s.end[stroke] == s.start[a] and s.start[stroke] == s.end[stroke - 1] and out[-1][1] == stroke - 1:
            out[-1] = out[-1][0], b
        else:
            out.append((a, b))
    return out
