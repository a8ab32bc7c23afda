"""Purpose phrases: "to ...", "in order to", "for ...ing", "for research and marketing", "so that we can", "in connection with".

In goes a sentence with a verb or preposition, out come the purposes as `Part`s: one for each coordinated verb that has an object
of its own, one for each member of a list of nouns. Which infinitives are purposes at all is known to `infinitives`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.mentions.members import members
from privacyflows.extract.mentions.mentions import Part, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.purposes.coordination import clause_end, phrase_starts
from privacyflows.extract.purposes.edges import before_joint, bracketed_example, is_nested, past_helpers, with_doer
from privacyflows.extract.purposes.ellipsis import divided, rejoined
from privacyflows.extract.purposes.infinitives import clause_start, has_to, infinitives, names_purpose, rules, says_so_that
from privacyflows.extract.purposes.sequels import examples, own_purpose


def _dangles(s: Sentence, b: int) -> bool:
    """Whether token ``b`` cannot end a purpose; "signed in" keeps its particle."""
    if s.form[b] in (")", '"', "\u201d"):
        return False
    particle = s.dep[b] == "prt" or s.pos[b - 1] in ("VERB", "ADJ")
    return s.pos[b] in ("PUNCT", "CCONJ", "SCONJ") or (s.form[b] in rules().dangling and not particle)


def part(s: Sentence, a: int, b: int, lexicon: Lexicon) -> Part:
    """The tokens ``a`` to ``b`` as one purpose, without the words and brackets that dangle at its end."""
    if s.form[b] == "basis" and (manner := next((k for k in range(max(a, b - 3), b) if s.form[k] == "on"), a)) > a:
        b = manner - 1  # "on a voluntary basis" says how
    opened = next((k for k in range(b, a, -1) if s.form[k] in ("(", ")")), a)
    if opened > a and s.form[opened] == "(":
        b = opened - 1  # the bracket closes elsewhere
    while b > a and _dangles(s, b):
        b -= 1
    return Part(s.start[a], s.end[b], lexicon.purpose(s.text(a, b)), kind="purpose")


def of_verb(s: Sentence, i: int, lexicon: Lexicon) -> list[Part]:
    """The purposes of the verb (or noun, adjective) at ``i`` that are verb phrases or clauses."""
    out: list[Part] = []
    for verb in infinitives(s, i):
        out += phrases(s, verb, lexicon)
    for k in s.kids[i]:
        if s.dep[k] == "advcl" and says_so_that(s, k):
            out += so_that(s, k, lexicon)
        elif s.dep[k] == "prep" and (linked := linked_to(s, k)) is not None:
            out += after_linker(s, k, linked, lexicon)
        elif " ".join(s.form[k : k + 3]) == "as part of":
            out += _as_part_of(s, k, lexicon)
        elif s.dep[k] == "prep" and s.form[k] == "in" and k + 2 < s.n and s.form[k + 1] == "order" and s.form[k + 2] == "that":
            clause = s.child(k + 1, "acl", "relcl", "ccomp")
            out += [] if clause is None else [part(s, clause, s.last[clause], lexicon)]
    return out + _told(s, i, lexicon)


def _as_part_of(s: Sentence, k: int, lexicon: Lexicon) -> list[Part]:
    """What "as part of" at ``k`` says that data are for: "of the sale", "of mending our tills", "of the running of our shop"."""
    event, verb = s.child(k + 2, "pobj"), s.child(k + 2, "pcomp")
    if event is not None and s.lemma[event] in rules().events:
        return [part(s, k, s.last[k], lexicon)]  # not "as part of our duties"
    if verb is not None and s.tag[verb] == "VBG" and s.child(verb, "dobj") is not None:
        return phrases(s, verb, lexicon)
    whole = None if event is None else part(s, s.first[event], s.last[event], lexicon)
    doing = whole is not None and s.lemma[event or 0].endswith(rules().doing_endings)
    return [whole] if whole is not None and doing and whole.concept not in (None, "dpv:Purpose") else []


def _told(s: Sentence, i: int, lexicon: Lexicon) -> list[Part]:
    """Purposes that a sentence names as such: "our aim in collecting it is to award grants", "the purpose of it is the award"."""
    up = s.head[i]
    noun = s.head[up] if s.dep[i] in ("pcomp", "pobj") else i
    if s.lemma[noun] == "basis":
        return []  # "the legal basis for the use of cookies is your consent": why it is lawful, not what it is for
    if noun == i or s.lemma[noun] not in rules().purpose_nouns or s.lemma[s.head[noun]] != "be" or s.dep[noun] != "nsubj":
        return []
    be = s.head[noun]
    goal = s.child(be, "xcomp", "ccomp", "attr")
    if goal is None or goal < be:
        return []
    if s.tag[goal].startswith("VB"):
        return phrases(s, goal, lexicon)
    first = s.first[goal] + (s.tag[s.first[goal]] == "TO")
    return listed(s, first, s.last[goal], lexicon)


def of_subject(s: Sentence, verb: int, lexicon: Lexicon) -> list[Part]:
    """What a verb says that its subject, a practice, is for: "takes place for billing", "serves to prove it", "is needed for billing"."""
    if s.lemma[verb] not in rules().taking_place:
        return []
    out: list[Part] = []
    for k in (verb, *(k for k in s.kids[verb] if s.form[k] in rules().needed)):
        for c in s.kids[k]:
            target = s.child(c, "pobj", "pcomp") if s.form[c] == "for" else None
            if target is not None:
                out += after_for(s, target, s.first[target], s.last[target], lexicon)
            elif s.dep[c] in ("xcomp", "advcl") and s.tag[c] == "VB" and has_to(s, c):
                out += phrases(s, c, lexicon)
            elif s.dep[c] == "dobj" and names_purpose(s, c) and s.lemma[verb] == "serve":
                out += after_for(s, c, s.first[c], s.last[c], lexicon)
    return out


def after_linker(s: Sentence, start: int, first: int, lexicon: Lexicon) -> list[Part]:
    """The purposes that stand from ``first`` behind a linker at ``start`` ("with a view to improving safety")."""
    last = s.last[start]
    if s.tag[first] == "VBG" and s.dep[first] not in ("amod", "compound"):
        return phrases(s, first, lexicon)
    verb = next((k for k in range(first, min(last, first + 4)) if s.tag[k] == "VB" and has_to(s, k)), None)
    if verb is not None:
        return phrases(s, verb, lexicon)
    if s.form[first] == "your" and rules().reader_events & set(s.lemma[first : min(first + 3, last + 1)]):
        return []  # "in connection with your use of our shop": when, not what for
    if last < first or (s.form[start + 1] == "addition" and s.tag[first] != "VBG"):
        return []
    if " ".join(s.form[start : start + 3]) == "in the course":
        return []  # "in the course of our data processing", "of a merger": when, not what for
    return [part(s, start if s.form[start + 1] == "connection" else first, last, lexicon)]


@cache
def _linkers() -> dict[str, list[list[str]]]:
    """The fixed linkers as words, by their first one."""
    out: dict[str, list[list[str]]] = {}
    for linker in rules().linkers:
        words = linker.split()
        out.setdefault(words[0], []).append(words)
    return out


def linked_to(s: Sentence, k: int) -> int | None:
    """First token after a fixed linker ("in connection with", "in furtherance of") that begins at ``k``."""
    for words in _linkers().get(s.form[k], ()):
        if s.form[k : k + len(words)] == words and k + len(words) < s.n:
            return k + len(words)
    return None


def phrases(s: Sentence, verb: int, lexicon: Lexicon) -> list[Part]:
    """The coordinated verb phrases that begin with ``verb``, split on the surface.

    A new one starts where a verb of the same form follows a separator and the one before it has an object.
    """
    if s.text(verb, min(verb + 1, s.n - 1)).lower() in rules().asides:
        return []
    if s.dep[verb] == "advcl" and clause_start(s, verb) < verb and says_so_that(s, verb):
        return so_that(s, verb, lexicon)
    end = clause_end(s, verb)
    if (example := bracketed_example(s, verb, end)) is not None:
        # "tell you of changes (e.g. to warn you of a fault)": what for, and an example of it
        opened, inner = example
        return [*divided(s, verb, opened - 1, part(s, verb, opened - 1, lexicon), lexicon), *phrases(s, inner, lexicon)]
    nested = next((k for k in range(verb + 2, end) if is_nested(s, verb, k)), None)
    if nested is not None:
        # "count visits to improve our pages": two purposes, one behind the other
        stop = nested - 1 if s.form[nested - 1] != "order" else nested - 3
        while stop > verb and s.pos[stop] == "PUNCT":
            stop -= 1
        return [part(s, past_helpers(s, verb), max(stop, past_helpers(s, verb)), lexicon), *phrases(s, s.head[nested], lexicon)]
    starts, end = phrase_starts(s, verb, end)
    out: list[Part] = []
    for n, v in enumerate(starts):
        if s.lemma[v] == "do" and v + 1 < s.n and f"do {s.form[v + 1]}" in rules().asides:
            continue
        stop = before_joint(s, v, starts[n + 1] - 1, inside=True) if n + 1 < len(starts) else before_joint(s, v, end, inside=False)
        stop, named = _behind_for(s, v, stop, lexicon)
        first = past_helpers(s, v)
        if v == first == verb:
            first = with_doer(s, v)
        if stop > v or not named:
            out += phrase(s, min(first, stop), stop, lexicon)
        out += named
    return _unpacked(s, out, starts, end, lexicon)


def so_that(s: Sentence, verb: int, lexicon: Lexicon) -> list[Part]:
    """The clause of "so that" with its verb at ``verb`` as purposes: "(so that we can) send you news and improve them"."""
    start, end = clause_start(s, verb), s.last[verb]
    starts, last = phrase_starts(s, verb, end) if start == verb and s.tag[verb] == "VB" else ([start], end)
    if len(starts) < 2:
        return [part(s, start, end, lexicon)]
    return [part(s, v, (starts[n + 1] - 1 if n + 1 < len(starts) else last), lexicon) for n, v in enumerate(starts)]


def phrase(s: Sentence, a: int, b: int, lexicon: Lexicon) -> list[Part]:
    """The phrase from ``a`` to ``b`` as a purpose, and the purposes that it goes on to name."""
    if (k := own_purpose(s, a, b)) is not None:
        target = s.child(k, "pobj")
        named = [] if target is None else after_for(s, target, s.first[target], min(b, s.last[target]), lexicon)
        if named:
            return [*phrase(s, a, k - 1, lexicon), *named]
    if (found := examples(s, a, b, lexicon)) is not None:
        return [*phrase(s, a, found[0], lexicon), *(part(s, x, y, lexicon) for x, y in found[1])]
    return divided(s, a, b, part(s, a, b, lexicon), lexicon)


def _behind_for(s: Sentence, verb: int, end: int, lexicon: Lexicon) -> tuple[int, list[Part]]:
    """Divide "answer you and for research", and take "(access) to use for research" as research.

    Gives the last token of the verb's own phrase, ``verb`` itself where it has none, and the purposes behind "for".
    """
    for k in range(verb + 1, end):
        if s.form[k] != "for":
            continue
        blank = k == verb + 1 and s.lemma[verb] in rules().used_for and s.dep[k] == "prep"
        if not blank and s.form[k - 1] not in rules().dividers:
            return end, []
        target = s.child(k, "pobj", "pcomp")
        named = [] if target is None else after_for(s, target, s.first[target], min(end, s.last[target]), lexicon)
        if not named:
            return end, []
        stop = k - 1
        while stop > verb and (s.form[stop] in word_lists().joints or s.form[stop] == "including"):
            stop -= 1
        return stop, named
    return end, []


def _unpacked(s: Sentence, parts: list[Part], starts: list[int], end: int, lexicon: Lexicon) -> list[Part]:
    """Unpack "provide services including billing and delivery": what is named after a blank purpose stands for it."""
    verb = starts[-1]
    if len(starts) > 1 or s.lemma[verb] not in rules().providing:
        return parts
    direct = s.child(verb, "dobj")
    if direct is not None and any(s.dep[c] in ("compound", "poss") for c in s.kids[direct]):
        return parts
    if direct is None or s.lemma[direct] not in rules().offerings:
        return parts
    for k in range(direct + 1, end):
        if s.form[k] in word_lists().introducers or (s.form[k] == "as" and s.form[k - 1] == "such"):
            named = listed(s, k + 1, end, lexicon)
            return named or parts
    return parts


def after_for(s: Sentence, target: int, first: int, last: int, lexicon: Lexicon) -> list[Part]:
    """The purposes after "for": gerund phrases, or the members of a list of nouns; "for the purpose of X" gives X."""
    known = rules()
    named = names_purpose(s, target) and any(s.dep[k] in ("compound", "amod", "nmod") for k in s.kids[target])
    if (
        is_duration(s, first, last)
        or s.form[first] in word_lists().instances  # "for example access logs"
        or (s.form[target] in known.not_purposes and not named)
        or s.tag[target] == "PRP"
        or s.pos[target] == "NUM"
        or (s.lemma[target] == "reason" and target == first + 1 and s.form[first] in known.reason_pointers)
    ):
        return []
    if s.tag[target] == "VBG" and s.dep[target] == "pcomp":
        return phrases(s, target, lexicon)
    pointed = s.form[first] in word_lists().demonstratives and s.pos[first] == "DET" and not names_purpose(s, target)
    if pointed and lexicon.purpose(s.text(first, last)) is None:
        return []  # "for those goods": about which things, not what for
    if s.lemma[target] in known.purpose_nouns:
        inner = next((k for k in s.kids[target] if s.dep[k] == "prep" and s.form[k] in known.naming), None)
        inner_target = s.child(inner, "pobj", "pcomp") if inner is not None else None
        if inner_target is not None and s.lemma[inner_target] in known.texts:
            return []  # "for the purposes of this policy", "of Canadian law": what a word means there
        if inner_target is not None:
            if s.tag[inner_target] in ("VBG", "VB") and s.dep[inner_target] == "pcomp":
                whole = part(s, first, target, lexicon)
                telling = s.form[inner or target] != "of" and whole.concept not in (None, "dpv:Purpose")
                return [*([whole] if telling else []), *phrases(s, inner_target, lexicon)]
            return listed(s, s.first[inner_target], min(last, s.last[inner_target]), lexicon)
        acl = s.child(target, "acl", "relcl")
        if acl is not None and has_to(s, acl):
            return phrases(s, acl, lexicon)
        if any(s.form[k] == "following" for k in range(first, target)):
            item = s.child(target, "appos") if s.form[target + 1 : target + 2] == [":"] else None
            return [] if item is None else listed(s, s.first[item], _before_to(s, item, s.last[item]), lexicon)
    found = listed(s, first, last, lexicon)
    which = s.tag[target] in ("NNP", "NNPS", "NNS") and s.pos[s.head[s.head[target]]] in ("NOUN", "PROPN")
    # "a code for mobile devices", "pages for Canada": which one, not what for
    return [] if which and all(p.concept is None for p in found) else found


def _before_to(s: Sentence, first: int, last: int) -> int:
    """The last token of a list of nouns before an infinitive goes on with it ("billing, support, and to send news")."""
    to = next((k for k in range(first + 1, last) if s.tag[k] == "TO"), last + 1)
    while to > first + 1 and s.pos[to - 1] in ("PUNCT", "CCONJ"):
        to -= 1
    return to - 1


def listed(s: Sentence, first: int, last: int, lexicon: Lexicon) -> list[Part]:
    """The members of a list of nouns as purposes."""
    found: list[tuple[int, int]] = []
    for a, b, _ in members(s, first, last):
        # ", which we think help you" says more about it, but is no part of it
        aside = (k - 1 for k in range(a + 1, b) if s.form[k] == "," and s.form[k + 1] in word_lists().relatives)
        b = next(aside, b)
        if any(c.isalnum() for c in s.text(a, b)):
            found.append((a, b))  # not the signs that a page puts before its lines
    found = rejoined(s, found, lexicon)
    parts = [part(s, a, b, lexicon) for a, b in found]
    # "the making, testing and repair of our bikes": what the last is of, the others are of too
    of = next((k for k in range(found[-1][0] + 1, found[-1][1]) if s.form[k] == "of"), None) if len(found) > 1 else None
    if of is None or not all(s.pos[k] in ("DET", "ADJ", "NOUN", "PROPN") for k in range(found[-1][0], of)):
        return parts
    tail = s.text(of, found[-1][1])
    bare = {n for n, (a, b) in enumerate(found) if s.pos[b] == "NOUN" and all(s.pos[k] == "DET" for k in range(a, b))}
    concepts = [lexicon.purpose(f"{s.text(a, b)} {tail}") if n in bare else parts[n].concept for n, (a, b) in enumerate(found)]
    if len(bare) == len(found) - 1 and len(set(concepts)) == 1 and concepts[0]:
        return [part(s, found[0][0], found[-1][1], lexicon)]  # "the prevention, detection or prosecution of crimes"
    return [replace(p, concept=p.concept or c) for p, c in zip(parts, concepts, strict=True)]


def clause(s: Sentence, verb: int, lexicon: Lexicon) -> Part:
    """The clause of ``verb`` as one purpose, from its verb on, or from its subject in a denial or a passive."""
    return part(s, clause_start(s, verb), s.last[verb], lexicon)


def whole_clause(s: Sentence, verb: int, lexicon: Lexicon) -> list[Part]:
    """The verb phrase itself as a purpose: "(we may) send you news about our journals"; where it tells its own aim, that alone."""
    aims = [p for k in infinitives(s, verb) if s.dep[k] != "conj" for p in phrases(s, k, lexicon)]
    direct = s.child(verb, "dobj")
    beside = (*s.kids[verb], *(s.kids[direct] if direct is not None else ()))
    for k in (k for k in beside if s.form[k] == "for" and s.dep[k] == "prep"):
        target = s.child(k, "pobj")
        if target is not None and names_purpose(s, target):
            aims += after_for(s, target, s.first[target], s.last[target], lexicon)
    if aims:
        return aims
    end = s.last[verb]
    for k in s.kids[verb]:
        if k > verb and (
            (s.dep[k] == "conj" and s.pos[k] in ("VERB", "AUX"))
            or s.dep[k] in ("advcl", "cc")
            or (s.dep[k] == "punct" and s.form[k] in (",", ";"))
        ):
            end = min(end, s.first[k] - 1)
    return [part(s, verb, max(verb, end), lexicon)]


def is_duration(s: Sentence, first: int, last: int) -> bool:
    """Whether the phrase says how long, not what for."""
    return bool(rules().durations.match(s.text(first, last)))
