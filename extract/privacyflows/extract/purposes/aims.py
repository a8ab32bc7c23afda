"""Aims that the parser hung elsewhere: purposes that stand in a sentence but on none of its practices.

In go a parsed sentence and its frames, which are given what is theirs: infinitives on a detail of the sentence, "for ... purposes" in a
clause that only says which data ("the name that you gave us for the purpose of ..."), what data are necessary for, results ("so you need
not sign in"), and an aim that two coordinated practices share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.mentions.mentions import Part, word_lists
from privacyflows.extract.mentions.nounphrases import head_of
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.purposes import purposes as purpose_phrases
from privacyflows.extract.purposes.infinitives import fronted, has_to, loose, others_aim, rules


def place_aims(s: Sentence, found: Sequence[Frame], lexicon: Lexicon) -> None:
    """Give stray purposes to the frame above them, else to the nearest one before them; changes the frames."""
    plain = [f for f in found if not f.embedded] or list(found)
    if not plain:
        return
    _infinitives(s, found, plain, lexicon)
    for k in _linkers(s):
        target = s.child(k, "pobj", "pcomp")
        if target is None or _taken(s, target, found):
            continue
        home = _home(s, k, plain) if "unless" not in s.form[:k] else None
        free = home is not None and (s.form[s.head[k]] in rules().needed or not home.roles.get("purposes"))
        if home is not None and free and home.verb < k and home.rule.object == "data":
            parts = purpose_phrases.after_for(s, target, s.first[target], s.last[target], lexicon)
            for f in plain:
                if f.verb == home.verb:
                    f.add("purposes", parts)
    if s.form[0] == "for":
        _in_front(s, plain, lexicon)
    if "connection" in s.form:
        _connections(s, plain, lexicon)
    if "so" in s.form:
        _results(s, plain, lexicon)
    _carry_over(s, plain)


def _infinitives(s: Sentence, found: Sequence[Frame], plain: list[Frame], lexicon: Lexicon) -> None:
    """Place the infinitives and "so that" clauses."""
    taken = [(p.start, p.end) for f in found for p in f.roles.get("purposes", [])] + [f.verb_span for f in found]
    for verb in loose(s, taken):
        if (others_aim(s, verb) and not _enabled(s, verb)) or _done_by_you(s, verb, found):
            continue
        home = _home(s, verb, plain)
        if home is None:
            # what stands inside the infinitive is what it is about: "this notice is there to explain how we use your data"
            home = next((f for f in plain if f.action == "secure" or not verb < f.verb <= s.last[verb]), None) if fronted(s, verb) else None
        if home is None or "unless" in s.form[home.verb : verb]:
            continue  # "we share nothing unless it is necessary to obey a court": that is what sharing would be for
        if not any(f.verb == verb for f in found) and home.rule.object != "person":
            for f in plain:
                if f.verb == home.verb:
                    f.add("purposes", purpose_phrases.phrases(s, verb, lexicon))


def _in_front(s: Sentence, plain: list[Frame], lexicon: Lexicon) -> None:
    """Place "for your safety" that opens a sentence and hangs on its main verb: "for your safety, we may ask you to show a card"."""
    target, main = s.child(0, "pobj"), s.head[0]
    if target is None or s.tag[target] != "NN" or s.lemma[target] in word_lists().instances:
        return
    if "," not in s.form[s.last[0] + 1 : s.last[0] + 2]:
        return
    known = {lexicon.purpose(s.text(1, target)), lexicon.purpose(s.text(1, s.last[0]))}
    for f in plain:
        if (f.verb == main or main in s.above(f.verb)) and not f.roles.get("purposes") and known - {None, "dpv:Purpose"}:
            f.add("purposes", purpose_phrases.after_for(s, target, 1, s.last[0], lexicon))


def _done_by_you(s: Sentence, verb: int, found: Sequence[Frame]) -> bool:
    """Whether the infinitive at ``verb`` is the aim of something else that the reader does: "you use our shop to sell hats"."""
    up = s.head[verb]
    doer = s.child(up, "nsubj")
    if doer is None or s.form[doer] != "you" or s.pos[up] != "VERB" or s.dep[up] == "relcl" or verb < up:
        return False
    return has_to(s, verb) and all(f.verb != up for f in found)


def _enabled(s: Sentence, verb: int) -> bool:
    """Whether the infinitive says what all before it makes possible: "..., which enables us to plan routes"."""
    up = s.head[verb]
    which = s.child(up, "nsubj")
    return s.dep[up] == "relcl" and which is not None and s.form[which] == "which" and s.form[which - 1] == ","


def _connections(s: Sentence, plain: list[Frame], lexicon: Lexicon) -> None:
    """Place "in connection with our courses" that the parser hung on one of those who receive."""
    for k in range(1, s.n - 3):
        if s.form[k] != "in" or s.form[k + 1] != "connection" or (first := purpose_phrases.linked_to(s, k)) is None:
            continue
        at = s.start[s.head[k]]
        for f in plain:
            if any(p.start <= at < p.end for p in f.roles.get("recipients", ())) and not f.roles.get("purposes"):
                f.add("purposes", purpose_phrases.after_linker(s, k, first, lexicon))


def _results(s: Sentence, plain: list[Frame], lexicon: Lexicon) -> None:
    """Place clauses with "so" that the parser took for a sentence of their own: "we keep your name, so you need not enter it"."""
    for k in range(2, s.n - 3):
        verb = s.head[k]
        if s.form[k] != "so" or s.form[k - 1] != "," or s.dep[k] != "advmod" or verb < k:
            continue
        subject = s.child(verb, "nsubj", "nsubjpass")
        able = any(s.tag[c] == "MD" or s.dep[c] == "neg" for c in s.kids[verb]) or s.lemma[verb] in rules().results
        home = next((f for f in reversed(plain) if f.verb < k), None)
        if subject == k + 1 and able and home is not None and not any(f.verb == verb for f in plain):
            home.add("purposes", [purpose_phrases.clause(s, verb, lexicon)])


def _home(s: Sentence, k: int, plain: list[Frame]) -> Frame | None:
    """The frame above token ``k``, else the last one before it."""
    above = set(s.above(k))
    return next((f for f in reversed(plain) if f.verb in above), None) or next((f for f in reversed(plain) if f.verb < k), None)


def _taken(s: Sentence, k: int, found: Sequence[Frame]) -> bool:
    """Whether token ``k`` lies in a purpose that a frame has, or names its data."""
    return any(
        p.start <= s.start[k] < p.end for f in found for role in ("purposes", "recipients", "retention") for p in f.roles.get(role, ())
    )


def _linkers(s: Sentence) -> Iterator[int]:
    """The prepositions "for" behind which a purpose is named as such, or what data are necessary for."""
    known = rules()
    for k in range(1, s.n - 1):
        if s.form[k] != "for" or s.pos[k] != "ADP":
            continue
        target, up = s.child(k, "pobj"), s.head[k]
        if s.form[up] in known.needed:
            said = s.dep[up] in ("advcl", "relcl", "ccomp") and s.child(up, "auxpass") is not None  # "if they are needed for billing"
            if (said or s.dep[up] in ("amod", "oprd", "acl", "acomp")) and not known.denying_need & set(s.form[max(0, up - 2) : up]):
                yield k
        elif target is None or "purpose" not in (s.lemma[target], s.lemma[s.child(target, "conj") or target]):
            continue
        elif "interests" not in s.form[k : s.last[k] + 1] and not {s.lemma[up], s.lemma[k - 1]} & known.not_for_us:
            yield k  # "for the purposes of our legitimate interests" tells why it is lawful


def needed_for(s: Sentence, a: int, b: int, lexicon: Lexicon) -> list[Part]:
    """What the condition of tokens ``a`` to ``b`` says that something is needed for: "if necessary for the delivery"."""
    known = rules()
    for k in range(a + 1, b):
        if s.form[k] not in known.needed or known.denying_need & set(s.form[max(a, k - 2) : k]):
            continue
        if s.form[k + 1] == "for" and (target := s.child(k + 1, "pobj")) is not None and s.pos[target] in ("NOUN", "PROPN"):
            lawful = s.lemma[target] == "reason" or "legitimate" in s.form[k:b]
            return [] if lawful else purpose_phrases.after_for(s, target, s.first[target], min(b, s.last[target]), lexicon)
        if s.form[k + 1] == "for" and k + 4 <= b and s.form[k + 2] in word_lists().we and s.tag[k + 3] == "TO":
            k += 2  # "necessary for us to obey the law"
        if s.tag[k + 1] == "TO" and k + 2 <= b and s.tag[k + 2] == "VB":
            done = any(r.action != "use" and r.object == "data" for r in frame_rules().verbs.get(s.lemma[k + 2], ()))
            # "where it is necessary to disclose data" names the doing itself
            return [] if done else [p for p in purpose_phrases.phrases(s, k + 2, lexicon) if p.start < s.end[b]]
    return []


def _carry_over(s: Sentence, plain: list[Frame]) -> None:
    """Give an aim in front of the first of two coordinated practices to the second: "to ship it, we ask for X and share it with Y".

    An aim behind the second is one of the first too where both are one doing: "we log X and may log Y for billing".
    """
    for f in plain:
        for g in plain:
            same = f.lemma == g.lemma or (f.action == "collect" and g.action == "combine")
            if same and s.dep[g.verb] == "conj" and s.head[g.verb] == f.verb and not f.nominal and not f.roles.get("purposes"):
                f.add("purposes", [p for p in g.roles.get("purposes", []) if p.start >= s.end[g.verb]])
        first = plain[0]
        if f is first or f.roles.get("purposes") or f.stance.negated or s.dep[f.verb] != "conj" or s.head[f.verb] != first.verb:
            continue
        if f.nominal or first.nominal or s.child(f.verb, "nsubj", "nsubjpass") is not None:
            continue
        subject = s.child(first.verb, "nsubj", "nsubjpass")
        if subject is not None:
            f.add("purposes", [p for p in first.roles.get("purposes", []) if _before(p, s.start[s.first[subject]])])


def _before(p: Part, offset: int) -> bool:
    return p.end <= offset


def is_aim(s: Sentence, part: Part, action: str, lexicon: Lexicon) -> bool:
    """Whether a purpose is one: of no known concept, it is no people, place, data or thing, but for uses ("used for our shop").

    "Collected from all visitors and users" tells of whom, "stored for Acme Rail" (an invented name) tells for whom.
    """
    text = s.view[part.start : part.end]
    if not any(c.isalnum() for c in text):
        return False  # a bullet that a cell holds
    at = next((k for k in range(s.n) if s.start[k] <= part.start < s.end[k]), None)
    if part.concept is not None or action in ("use", "track") or at is None:
        return True
    last = next((k for k in range(s.n - 1, at, -1) if s.end[k] <= part.end), at)
    head = head_of(s, at, last)
    if s.dep[head] in ("nsubj", "nsubjpass") and head < s.head[head] <= last:
        return True  # "(so) it is no longer tied to you"
    if any(s.pos[k] in ("VERB", "AUX") or s.tag[k] in ("TO", "WRB", "WP", "WDT") for k in range(at, head + 1)):
        return True
    if s.pos[head] in ("PROPN", "PRON", "DET", "NUM") or s.lemma[head] in rules().no_aims:
        return False
    owned = s.form[at] in word_lists().yours and lexicon.data(text) is not None  # "your username"
    # "insurers", "advertisers"; "delivery" may be a service and an act
    return not owned and not (s.tag[head] == "NNS" and lexicon.party(s.form[head]) is not None)
