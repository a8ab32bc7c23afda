"""Verb frames: who does what to which data, for what, to whom.

In goes a parsed sentence, out come `Frame`s: one for each verb or nominalisation of ``rules/frames.toml`` whose companions fit
what the rule expects. Frames know only their sentence; what pronouns stand for, what a lead-in gives to its items and what a
document's organisation is called comes later (`references`, `statements`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from privacyflows.extract import purposes as purpose_phrases
from privacyflows.extract.lexicon import Lexicon
from privacyflows.extract.mentions import Mention, Part, mentions, typed, word_lists
from privacyflows.extract.parsing import Sentence
from privacyflows.extract.polarity import Stance, stance_of
from privacyflows.extract.words import load_rules

HELPING = frozenset({"help", "allow", "enable", "let", "permit", "assist"})
NOMINAL_MODIFIERS = frozenset("of about regarding concerning relating on related".split())
CLAUSE_DEPS = frozenset({"relcl", "acl", "advcl", "ccomp", "xcomp", "csubj", "pcomp", "conj", "ROOT", "parataxis", "dep"})


@dataclass(frozen=True, slots=True)
class FrameRule:
    """One entry of frames.toml."""

    id: str
    action: str
    object: str
    prep: dict[str, str]
    open: bool
    strict: bool
    user: str | None
    purpose_is_clause: bool


@dataclass(slots=True)
class Frame:
    """One practice as its sentence states it."""

    sentence: Sentence
    verb: int
    rule: FrameRule
    lemma: str
    verb_span: tuple[int, int]
    action: str
    stance: Stance
    actor: str = "first-party"
    """first-party, third-party or user."""
    actor_part: Part | None = None
    embedded: bool = False
    nominal: bool = False
    confidence: float = 0.9
    roles: dict[str, list[Part]] = field(default_factory=dict)

    def add(self, role: str, parts: list[Part]) -> None:
        """Add parts to a role, each place once."""
        have = self.roles.setdefault(role, [])
        have += [p for p in parts if (p.start, p.end) not in {(q.start, q.end) for q in have}]


@dataclass(frozen=True, slots=True)
class FrameRules:
    """frames.toml, indexed by lemma and by nominalisation."""

    verbs: dict[str, tuple[FrameRule, ...]]
    nouns: dict[str, FrameRule]
    adjectives: dict[str, FrameRule]
    light: frozenset[str]
    transparent: frozenset[str]
    causative: frozenset[str]
    prep: dict[str, str]


@cache
def frame_rules() -> FrameRules:
    """The rules of ``rules/frames.toml``."""
    raw = load_rules("frames.toml")
    defaults: dict[str, str] = raw["defaults"]["prep"]
    verbs: dict[str, list[FrameRule]] = {}
    nouns: dict[str, FrameRule] = {}
    adjectives: dict[str, FrameRule] = {}

    def rule(entry: dict[str, Any]) -> FrameRule:
        return FrameRule(
            id=entry["id"],
            action=entry["action"],
            object=entry.get("object", "data"),
            prep=defaults | entry.get("prep", {}),
            open=entry.get("open", False),
            strict=entry.get("strict", False),
            user=entry.get("user"),
            purpose_is_clause=entry.get("purpose_is_clause", False),
        )

    for entry in raw["frame"]:
        made = rule(entry)
        for lemma in entry["verbs"].split():
            verbs.setdefault(lemma, []).append(made)
        for noun in entry.get("nouns", "").split():
            nouns.setdefault(noun, made)
    for entry in raw["adjective"]:
        for word in entry["words"].split():
            adjectives[word] = rule(entry)
    return FrameRules(
        verbs={k: tuple(v) for k, v in verbs.items()},
        nouns=nouns,
        adjectives=adjectives,
        light=frozenset(raw["light"]["verbs"].split()),
        transparent=frozenset(raw["frameless"]["transparent"].split()),
        causative=frozenset(raw["frameless"]["causative"].split()),
        prep=defaults,
    )


class FrameReader:
    """Finds the frames of sentences with one lexicon and one organisation's names."""

    def __init__(self, lexicon: Lexicon, own_names: frozenset[str] = frozenset()) -> None:
        self.lexicon = lexicon
        self.own_names = own_names
        """Names of the policy's organisation, lower case."""
        self.rules = frame_rules()

    def frames(self, s: Sentence) -> list[Frame]:
        """All frames of a sentence, in text order; those inside another's purpose only where they add something."""
        found: list[Frame] = []
        for i in range(s.n):
            found += self._at(s, i)
        found = absorb(found)
        self._loose_purposes(s, found)
        return found

    def _loose_purposes(self, s: Sentence, found: list[Frame]) -> None:
        """Give purposes that the parser hung elsewhere to the frame above them, else to the nearest one before them."""
        plain = [f for f in found if not f.embedded] or found
        if not plain:
            return
        taken = [(p.start, p.end) for f in found for p in f.roles.get("purposes", [])] + [f.verb_span for f in found]
        for verb in purpose_phrases.loose(s, taken):
            above = set(s.above(verb))
            home = next((f for f in reversed(plain) if f.verb in above), None) or next((f for f in reversed(plain) if f.verb < verb), None)
            if home is None:
                home = plain[0] if s.dep[verb] == "advcl" else None
            if home is not None and not any(f.verb == verb for f in found) and home.rule.object != "person":
                twins = [f for f in plain if f.verb == home.verb]
                for f in twins:
                    f.add("purposes", purpose_phrases.phrases(s, verb, self.lexicon))

    def _at(self, s: Sentence, i: int) -> Iterator[Frame]:
        tag = s.tag[i]
        if tag.startswith("VB") or (i in s.merged and tag not in ("NN", "NNS")) or s.pos[i] == "VERB":
            for lemma, start, end in s.merged.get(i, ((s.lemma[i].lower(), s.start[i], s.end[i]),)):
                for rule in self.rules.verbs.get(lemma, ()):
                    frame = self._verbal(s, i, rule, lemma, (start, end))
                    if frame:
                        yield frame
                        break
        if tag.startswith("VB") and s.lemma[i] in HELPING:
            frame = self._helping(s, i)
            if frame:
                yield frame
        if tag.startswith("VB") and s.lemma[i] in ("include", "be", "contain", "comprise", "consist") and s.child(i, "dobj", "attr", "prep") is not None:
            frame = self._including(s, i)
            if frame:
                yield frame
        elif tag in ("NN", "NNS", "NNP") or (i in s.merged and not tag.startswith("VB")):
            run = s.merged.get(i, ((s.form[i], s.start[i], s.end[i]),))
            for lemma, start, end in run:
                word = s.view[start:end].lower()
                rule = self.rules.nouns.get(word) or self.rules.nouns.get(lemma)
                if rule is None and word.endswith("s"):
                    rule = self.rules.nouns.get(word[:-1])
                frame = self._nominal(s, i, rule, word, (start, end)) if rule else None
                if frame:
                    yield frame
        elif s.form[i] in self.rules.adjectives and s.dep[i] in ("acomp", "attr", "oprd", "amod", "advmod", "conj"):
            frame = self._adjectival(s, i, self.rules.adjectives[s.form[i]])
            if frame:
                yield frame

    # -- verbs -------------------------------------------------------------------------------------------------------------

    def _verbal(self, s: Sentence, i: int, rule: FrameRule, lemma: str, span: tuple[int, int]) -> Frame | None:
        conditional = in_condition(s, i)
        wished = conditional and self._wished(s, i)
        if conditional and not wished:
            return None
        if lemma == "use" and s.form[i] == "used" and s.child(i, "xcomp") is not None and s.child(i, "auxpass") is None and s.child(i, "dobj") is None:
            return None
        passive = self._passive(s, i)
        frame = Frame(s, i, rule, lemma, span, rule.action, stance_of(s, i))
        objects, embedded = self._objects(s, i, rule, passive)
        frame.embedded = embedded
        if not self._set_actor(s, i, frame, passive):
            return None
        if wished:
            # "if you do not want us to rent your address": we do, unless told not to
            frame.stance = Stance(False, "may")
        if frame.actor == "user" and embedded:
            return None
        if frame.actor == "user":
            if rule.user != "collect":
                return None
            # what the reader provides is what the organisation obtains
            frame.action, frame.actor = rule.user, "first-party"
            if frame.actor_part:
                frame.add("source", [frame.actor_part])
            frame.actor_part = None
        for first, last in objects:
            self._object(s, frame, first, last)
        self._datives(s, i, frame)
        for p in self._prepositions(s, i, objects):
            self._companion(s, frame, p)
        self._purposes(s, i, frame)
        return frame if self._accept(s, frame) else None

    def _wished(self, s: Sentence, i: int) -> bool:
        """Whether the clause says that the reader does not want what verb ``i`` names."""
        return any(s.lemma[k] in ("want", "wish", "like", "prefer", "consent", "agree", "object", "opt") for k in s.above(i)) and s.dep[i] in ("xcomp", "ccomp", "conj", "pcomp")

    def _passive(self, s: Sentence, i: int) -> bool:
        if s.child(i, "nsubjpass", "auxpass", "csubjpass") is not None:
            return True
        if s.dep[i] == "conj" and s.tag[i] == "VBN" and s.child(i, "nsubj", "dobj") is None:
            return self._passive(s, s.head[i]) or s.tag[s.head[i]] == "VBN"
        return s.tag[i] == "VBN" and s.dep[i] in ("acl", "amod", "oprd") and s.child(i, "nsubj") is None

    def _objects(self, s: Sentence, i: int, rule: FrameRule, passive: bool) -> tuple[list[tuple[int, int]], bool]:
        """Token ranges of the objects (of the subject, in a passive), and whether they come from the noun that the clause modifies."""
        if passive:
            k: int | None = i
            seen = 0
            while k is not None and seen < 8:
                subject = s.child(k, "nsubjpass", "csubjpass")
                if subject is None and s.dep[k] == "conj":
                    k, seen = s.head[k], seen + 1
                    if s.child(k, "nsubj") is not None and s.child(k, "nsubjpass") is None:
                        subject = s.child(k, "nsubj")
                    else:
                        continue
                if subject is not None:
                    if s.tag[subject] in ("WDT", "WP") and s.dep[k] == "relcl":
                        return [self._antecedent(s, s.head[k])], True
                    return [(s.first[subject], s.last[subject])], False
                if s.dep[k] in ("acl", "relcl") and s.pos[s.head[k]] in ("NOUN", "PROPN", "PRON"):
                    return [self._antecedent(s, s.head[k])], True
                if s.dep[k] == "amod" and s.pos[s.head[k]] in ("NOUN", "PROPN"):
                    return [], True
                if s.dep[k] == "xcomp" or s.dep[k] == "advcl" or s.dep[k] == "ccomp":
                    up = s.child(s.head[k], "nsubj", "nsubjpass")
                    return ([(s.first[up], s.last[up])] if up is not None else []), False
                break
            return [], False
        direct = s.child(i, "dobj")
        if direct is None and s.dep[i] not in ("relcl",):
            later = next((k for k in s.kids[i] if s.dep[k] == "conj" and s.pos[k] == "VERB" and s.child(k, "nsubj", "nsubjpass") is None), None)
            if later is not None and s.child(i, "prep", "ccomp", "xcomp", "advcl") is None:
                direct = s.child(later, "dobj")
        if direct is not None and not (s.tag[direct] in ("WDT", "WP") and s.dep[i] == "relcl"):
            return [(s.first[direct], s.last[direct])], False
        if direct is not None or (s.dep[i] == "relcl" and s.child(i, "attr", "ccomp") is None and self._gap(s, i)):
            return [self._antecedent(s, s.head[i])], True
        clause = s.child(i, "ccomp", "attr")
        if clause is not None and any(s.tag[k] in ("WRB", "WP", "WDT") for k in range(s.first[clause], min(s.first[clause] + 2, s.n))):
            return [(s.first[clause], s.last[clause])], False
        if lemma_intransitive(s.lemma[i]):
            subject = self._subject(s, i)
            if subject is not None:
                return [(s.first[subject], s.last[subject])], False
        return [], False

    @staticmethod
    def _gap(s: Sentence, i: int) -> bool:
        """Whether the relative clause of verb ``i`` lacks its object ("information we collect"), not its subject ("people who collect")."""
        subject = s.child(i, "nsubj")
        return subject is not None and s.tag[subject] not in ("WDT", "WP")

    @staticmethod
    def _antecedent(s: Sentence, noun: int) -> tuple[int, int]:
        return s.first[noun], s.last[noun]

    def _object(self, s: Sentence, frame: Frame, first: int, last: int) -> None:
        last = self._cut(s, frame, first, last)
        prefer = ("technology", "data", "party") if frame.rule.object == "technology" else ("data", "technology", "party")
        if frame.rule.object == "party":
            prefer = ("party", "technology", "data")
        found = mentions(s, first, last, self.lexicon, prefer=prefer)
        if frame.embedded:
            found = found[:1]
        if frame.rule.id == "combine" and len(found) > 1:
            pass
        for m in found:
            self._place(s, frame, m)

    def _place(self, s: Sentence, frame: Frame, m: Mention) -> None:
        """Put an object's member into the role that its meaning asks for."""
        w = word_lists()
        part = self.part(s, m)
        if s.tag[m.head] in ("WP", "WDT") and m.first == m.last:
            return
        head = s.form[m.head].split()[-1]
        single = head[:-1] if head.endswith("s") else head
        if m.kind == "technology" and frame.rule.object != "party" and not (frame.rule.id in ("retain",) and not m.known):
            frame.add("technology" if m.known else "data", [part])
        elif m.kind == "party" and m.known and frame.rule.object == "party":
            frame.add("recipients", [part])
        elif m.kind in ("data", "deictic", "pronoun"):
            if m.kind == "data" and not m.known and (single in w.never_data or frame.rule.strict):
                return
            frame.add("data", [part])
        elif m.kind == "reader" and frame.rule.object == "person":
            frame.add("person", [part])
        elif m.kind == "party" and frame.rule.object == "person":
            frame.add("person", [part])
        elif m.kind in ("other", "party") and frame.rule.open and single not in w.never_data and s.form[m.head] not in w.own_things:
            frame.add("data", [Part(part.start, part.end, None, None, part.vagueness, None, "other", False)])

    def _cut(self, s: Sentence, frame: Frame, first: int, last: int) -> int:
        """The object's end before a companion of the verb that the parser hung on the object."""
        for k in range(first + 1, last + 1):
            if s.dep[k] == "prep" and s.form[k] not in NOMINAL_MODIFIERS and self._is_companion(s, frame, k):
                return k - 1
            if s.tag[k] == "TO" and s.dep[k] == "aux" and s.head[k] > k and s.dep[s.head[k]] in ("acl", "relcl", "advcl", "xcomp") and not purpose_phrases.is_controlled(s, s.head[k]):
                return k - 1 if s.form[k - 1] != "order" else max(first, k - 3)
            if s.dep[k] == "mark" and s.form[k] in ("if", "when", "unless", "because", "so", "while", "once") and s.head[k] > k:
                return k - 1 if s.form[k - 1] != "," else k - 2
        return last

    def _is_companion(self, s: Sentence, frame: Frame, p: int) -> bool:
        role = frame.rule.prep.get(s.form[p], "-")
        if role == "-" or role == "data":
            return role == "data" and frame.rule.id == "combine"
        target = s.child(p, "pobj", "pcomp")
        if target is None:
            return False
        if role in ("recipient", "recipient-or-location", "data-or-recipient"):
            m = typed(s, s.first[target], s.last[target], self.lexicon, prefer=("party", "technology", "data"))
            return m.kind in ("party", "reader", "pronoun", "we") or (m.kind == "other" and frame.rule.action in ("share", "sell", "transfer"))
        if role in ("purpose", "retention-or-purpose"):
            return True
        if role == "technology-or-location":
            m = typed(s, s.first[target], s.last[target], self.lexicon, prefer=("technology", "data", "party"))
            return m.kind == "technology" and m.known and frame.rule.id in ("retain", "obtain", "place")
        return role in ("source", "condition", "retention", "location", "technology")

    def _prepositions(self, s: Sentence, i: int, objects: list[tuple[int, int]]) -> list[int]:
        """Prepositions that may name companions: on the verb, on its objects, and on one another."""
        out: list[int] = []
        todo = [i]
        seen = {i}
        inside = {k for a, b in objects for k in range(a, b + 1)}
        while todo:
            k = todo.pop(0)
            for c in s.kids[k]:
                if c in seen:
                    continue
                seen.add(c)
                dep = s.dep[c]
                if dep in ("prep", "dative", "agent") and (s.pos[c] == "ADP" or s.form[c] in ("including", "using", "pursuant", "to")):
                    out.append(c)
                    todo.append(c)
                elif dep in ("dobj", "conj", "pobj", "appos", "attr", "nmod") and (s.pos[c] not in ("VERB", "AUX")) or (dep == "nsubjpass" and c in inside):
                    todo.append(c)
        # companions before the verb belong to its object or stand in front of the clause
        return [p for p in sorted(out) if not (p < i and any(p == x for a, b in objects for x in range(a, b + 1) if s.form[x] in NOMINAL_MODIFIERS))]

    def _datives(self, s: Sentence, i: int, frame: Frame) -> None:
        for k in s.kids[i]:
            if s.dep[k] == "dative" and s.pos[k] in ("NOUN", "PROPN", "PRON"):
                for m in mentions(s, s.first[k], s.last[k], self.lexicon, prefer=("party", "data")):
                    frame.add("person" if m.kind == "reader" else "recipients", [self.part(s, m)] if m.kind in ("party", "reader", "pronoun") else [])

    def _companion(self, s: Sentence, frame: Frame, p: int) -> None:
        role = frame.rule.prep.get(s.form[p], "-")
        if s.dep[p] == "agent" or (s.form[p] == "by" and self._passive(s, frame.verb)):
            return
        target = s.child(p, "pobj", "pcomp")
        if role == "-" or target is None:
            return
        first, last = s.first[target], s.last[target]
        last = self._cut_companions(s, frame, first, last)
        if role in ("recipient", "recipient-or-location", "data-or-recipient"):
            self._recipients(s, frame, p, first, last, role)
        elif role == "threat":
            start = frame.verb if frame.verb == p - 1 or (frame.verb < p and not frame.roles.get("data")) else p
            frame.add("purposes", [Part(s.start[start], s.end[last], self.lexicon.purpose(s.text(start, last)) or "dpv:EnforceSecurity", kind="purpose")])
        elif role in ("purpose", "retention-or-purpose"):
            if role == "retention-or-purpose" and purpose_phrases.is_duration(s, first, last):
                return
            frame.add("purposes", purpose_phrases.after_for(s, target, first, last, self.lexicon))
        elif role == "source":
            self._sources(s, frame, first, last)
        elif role in ("technology", "technology-or-location"):
            for m in mentions(s, first, last, self.lexicon, prefer=("technology", "data", "party")):
                if m.kind == "technology" and m.known:
                    frame.add("technology", [self.part(s, m)])
        elif role == "data":
            for m in mentions(s, first, last, self.lexicon):
                if m.kind in ("data", "deictic", "pronoun") and (m.known or not frame.rule.strict) or (m.kind == "other" and frame.rule.open):
                    self._place(s, frame, m)

    def _cut_companions(self, s: Sentence, frame: Frame, first: int, last: int) -> int:
        for k in range(first + 1, last + 1):
            if s.dep[k] == "prep" and s.form[k] in ("for", "with", "in", "to", "from", "under", "without", "upon", "through") and k > first:
                if s.form[k] in ("in",) and not (k + 1 <= last and s.form[k + 1] in ("order", "connection")):
                    continue
                role = frame.rule.prep.get(s.form[k], "-")
                if role != "-" or s.form[k] == "in":
                    return k - 1
            if s.tag[k] == "TO" and s.dep[k] == "aux" and s.head[k] > k and not purpose_phrases.is_controlled(s, s.head[k]):
                return k - 1 if s.form[k - 1] != "order" else max(first, k - 3)
            if s.dep[k] in ("mark", "advmod") and s.form[k] in ("if", "when", "unless", "because", "so", "while", "once", "where") and s.head[k] > k and s.dep[s.head[k]] == "advcl":
                return max(first, k - 1 if s.form[k - 1] != "," else k - 2)
        return last

    def _recipients(self, s: Sentence, frame: Frame, p: int, first: int, last: int, role: str) -> None:
        if role == "data-or-recipient" and frame.actor != "user":
            found = mentions(s, first, last, self.lexicon, prefer=("data", "party", "technology"))
            if found and found[0].kind in ("data", "deictic") and found[0].known:
                # "provide X with Y": the object is the recipient
                frame.add("data", [self.part(s, m) for m in found if m.kind in ("data", "deictic")])
                direct = s.child(frame.verb, "dobj")
                if direct is not None:
                    for m in mentions(s, s.first[direct], s.last[direct], self.lexicon, prefer=("party", "data")):
                        frame.add("person" if m.kind == "reader" else "recipients", [self.part(s, m)] if m.kind in ("party", "reader", "pronoun", "other") else [])
                return
        for m in mentions(s, first, last, self.lexicon, prefer=("party", "technology", "data")):
            part = self.part(s, m)
            if m.kind == "party" or (m.kind == "pronoun" and s.form[m.head] in ("them", "those", "these")):
                frame.add("recipients", [part])
            elif m.kind == "reader":
                frame.add("person", [part])
            elif m.kind == "other" and frame.rule.action in ("share", "sell", "transfer") and self._may_receive(s, m):
                proper = s.pos[m.head] == "PROPN"
                frame.add("recipients", [Part(part.start, part.end, "dpv:ThirdParty" if proper else None, part_name(s, m) if proper else None, part.vagueness, None, "other", False)])
        if s.form[p] == "for" and not frame.roles.get("recipients"):
            target = s.child(p, "pobj", "pcomp")
            if target is not None:
                frame.add("purposes", purpose_phrases.after_for(s, target, first, last, self.lexicon))
        if role == "recipient-or-location" and not frame.roles.get("recipients"):
            frame.add("location", [Part(s.start[first], s.end[last])] if s.pos[first] == "PROPN" or s.form[first] in ("the", "other", "countries") else [])

    @staticmethod
    def _may_receive(s: Sentence, m: Mention) -> bool:
        w = word_lists()
        head = s.form[m.head].split()[-1]
        return s.pos[m.head] in ("NOUN", "PROPN") and head not in w.not_party and (head[:-1] if head.endswith("s") else head) not in w.not_party

    def _sources(self, s: Sentence, frame: Frame, first: int, last: int) -> None:
        for m in mentions(s, first, last, self.lexicon, prefer=("party", "technology", "data")):
            if m.kind in ("party", "reader", "technology", "pronoun", "other") or not m.known:
                frame.add("source", [self.part(s, m)])

    def _purposes(self, s: Sentence, i: int, frame: Frame) -> None:
        if frame.rule.purpose_is_clause:
            frame.add("purposes", purpose_phrases.whole_clause(s, i, self.lexicon))
        for part in purpose_phrases.of_verb(s, i, self.lexicon):
            frame.add("purposes", [part])

    # -- actors ------------------------------------------------------------------------------------------------------------

    def _subject(self, s: Sentence, i: int) -> int | None:
        """The token that is the (understood) subject of verb ``i``; None where there is none."""
        for _ in range(8):
            own = s.child(i, "nsubj", "csubj", "expl")
            if own is not None:
                if s.tag[own] in ("WDT", "WP") and s.dep[i] == "relcl":
                    return s.head[i]
                return own
            up, dep = s.head[i], s.dep[i]
            if up == i:
                return None
            if dep in ("xcomp", "ccomp", "advcl") and s.lemma[up] in self.rules.causative:
                middle = s.child(up, "dobj", "nsubjpass")
                if middle is not None:
                    return middle
            if dep in ("acl", "relcl") and s.pos[up] in ("NOUN", "PROPN", "PRON"):
                if s.tag[i] == "VBG":
                    return up
                if s.tag[i] == "VBN":
                    return None
                up = s.head[up] if s.head[up] != up else up
            elif dep in ("pcomp", "pobj"):
                up = s.head[up]
            while s.pos[up] not in ("VERB", "AUX") and s.head[up] != up:
                up = s.head[up]
            if up == i:
                return None
            i = up
        return None

    def _set_actor(self, s: Sentence, i: int, frame: Frame, passive: bool) -> bool:
        """Fill in who acts; False where nobody does whom a statement could name."""
        if passive:
            by = next((k for k in s.kids[i] if s.dep[k] == "agent" or (s.form[k] == "by" and s.dep[k] == "prep")), None)
            target = s.child(by, "pobj") if by is not None else None
            if target is None:
                return True
            return self._actor_from(s, frame, s.first[target], self._agent_end(s, target), passive=True)
        subject = self._subject(s, i)
        if subject is None:
            if s.tag[i] == "VBG" and s.dep[i] in ("pcomp", "csubj", "nsubj", "advcl", "pobj", "dobj", "conj", "ROOT", "acl"):
                return True
            return bool(s.dep[i] == "ROOT" and s.tag[i] in ("VBG", "VBN", "VBD"))
        if s.tag[subject].startswith("VB"):
            return True
        return self._actor_from(s, frame, s.first[subject], self._agent_end(s, subject))

    @staticmethod
    def _agent_end(s: Sentence, head: int) -> int:
        """The end of a subject without its relative clause."""
        clause = s.child(head, "relcl", "acl")
        return max(head, s.first[clause] - 1) if clause is not None and clause > head else s.last[head]

    def _actor_from(self, s: Sentence, frame: Frame, first: int, last: int, *, passive: bool = False) -> bool:
        w = word_lists()
        found = mentions(s, first, last, self.lexicon, prefer=("party", "technology", "data"))
        if not found:
            return False
        m = found[0]
        if s.form[m.first] == "no" or s.form[m.head] in ("none", "nobody"):
            frame.stance = frame.stance.flipped()
        part = self.part(s, m)
        name = s.text(m.first, m.head).lower()
        form = s.form[m.head].split()[-1]
        frame.actor_part = part
        if m.kind == "we" or self.is_own_name(name):
            frame.actor = "first-party"
        elif m.kind == "reader" or (self.lexicon.schemes["subject"].find([form.rstrip("s")]) and m.kind != "party"):
            frame.actor = "user"
        elif m.kind == "technology" and m.known:
            frame.actor, frame.actor_part = "first-party", None
            frame.add("technology", [self.part(s, t) for t in found if t.kind == "technology"])
        elif form in w.own_things and (s.form[m.first] in ("our", "the", "this", "these", "any", "each") or self.is_own_name(name.split()[0]) or m.first == m.head):
            frame.actor = "first-party"
        elif m.kind == "party" or s.form[m.head] in ("they", "them", "who", "others"):
            frame.actor = "third-party"
        elif m.kind in ("pronoun", "deictic"):
            frame.actor = "pronoun"
        elif m.kind == "data":
            # data act only where they are said to stay or to help
            return lemma_intransitive(s.lemma[frame.verb])
        elif s.pos[m.head] == "PROPN":
            frame.actor = "third-party"
        else:
            return form in ("law", "browser", "device", "computer") and False
        return True

    def is_own_name(self, text: str) -> bool:
        """Whether a phrase is the organisation's name, with or without its article."""
        bare = text.removeprefix("the ").strip()
        return bare in self.own_names or any(bare.removesuffix("'s").removesuffix("\u2019s") == n for n in self.own_names)

    # -- nouns and adjectives ----------------------------------------------------------------------------------------------

    def _nominal(self, s: Sentence, i: int, rule: FrameRule, word: str, span: tuple[int, int]) -> Frame | None:
        of = next((k for k in s.kids[i] if s.dep[k] == "prep" and s.form[k] == ("to" if rule.id == "read" else "of")), None)
        target = s.child(of, "pobj") if of is not None else None
        if target is None:
            return None
        frame = Frame(s, i, rule, word, span, rule.action, stance_of(s, i), nominal=True, confidence=0.7)
        verb = next((k for k in s.above(i) if s.pos[k] in ("VERB", "AUX")), None)
        if rule.id == "read":
            if verb is None or s.lemma[verb] not in self.rules.light or s.head[i] != verb:
                return None
            if not self._set_actor(s, verb, frame, self._passive(s, verb)) or frame.actor == "user":
                return None
            if s.lemma[verb] in ("restrict", "limit"):
                frame.actor_part = None
                frame.add("recipients", [])
                direct_to = [k for k in (*s.kids[verb], *s.kids[i], *s.kids[target]) if s.dep[k] in ("prep", "dative") and s.form[k] == "to" and k != of]
                for p in direct_to:
                    inner = s.child(p, "pobj")
                    if inner is not None:
                        self._recipients(s, frame, p, s.first[inner], self._agent_end(s, inner), "recipient")
                        for k in s.kids[inner]:
                            if s.dep[k] == "relcl":
                                for part in purpose_phrases.of_verb(s, k, self.lexicon):
                                    frame.add("purposes", [part])
            if s.lemma[verb] in ("give", "provide", "grant"):
                frame.action = "share"
                self._datives(s, verb, frame)
            frame.stance = stance_of(s, verb)
        if not rule.id == "read":
            poss = s.child(i, "poss")
            if poss is not None and not self._actor_from(s, frame, s.first[poss], s.last[poss]):
                frame.actor, frame.actor_part = "first-party", None
            if frame.actor == "user":
                return None
            if frame.actor == "pronoun":
                frame.actor = "third-party"
        last = self._cut(s, frame, s.first[target], s.last[target])
        for m in mentions(s, s.first[target], last, self.lexicon):
            if (m.kind in ("data", "deictic") and m.known) or (m.kind == "technology" and m.known and rule.action in ("use", "track")):
                self._place(s, frame, m)
        if not frame.roles.get("data") and not frame.roles.get("technology"):
            return None
        if frame.roles.get("technology") and not frame.roles.get("data"):
            frame.action = "track"
        for p in self._prepositions(s, i, [(s.first[target], s.last[target])]):
            if p != of:
                self._companion(s, frame, p)
        if rule.id == "read" and frame.actor_part and frame.action == "access":
            frame.add("recipients", [frame.actor_part])
        for part in purpose_phrases.of_verb(s, verb if rule.id == "read" and verb is not None else i, self.lexicon):
            frame.add("purposes", [part])
        return frame

    def _adjectival(self, s: Sentence, i: int, rule: FrameRule) -> Frame | None:
        verb = next((k for k in s.above(i) if s.pos[k] in ("VERB", "AUX")), None)
        if verb is None or (s.lemma[verb] not in ("be", "become", "remain", "make", "keep", "consider", "stay", "hold") and s.dep[i] != "amod"):
            return None
        subject = s.child(verb, "nsubj", "nsubjpass", "dobj")
        if subject is None or s.dep[i] == "amod":
            return None
        if s.lemma[verb] in ("make", "keep", "hold") and s.child(verb, "dobj") is not None:
            subject = s.child(verb, "dobj")
        if subject is None:
            return None
        span = (min(s.start[verb], s.start[i]), max(s.end[verb], s.end[i]))
        frame = Frame(s, i, rule, s.form[i], span, rule.action, stance_of(s, verb), confidence=0.8)
        if s.tag[subject] in ("WDT", "WP") and s.dep[verb] == "relcl":
            subject, frame.embedded = s.head[verb], True
        for m in mentions(s, s.first[subject], self._cut(s, frame, s.first[subject], s.last[subject]), self.lexicon):
            if m.kind in ("data", "deictic", "pronoun") and m.known:
                frame.add("data", [self.part(s, m)])
        if not frame.roles.get("data"):
            return None
        for p in (*self._prepositions(s, i, []), *self._prepositions(s, verb, [])):
            self._companion(s, frame, p)
        for k in (i, verb):
            for part in purpose_phrases.of_verb(s, k, self.lexicon):
                frame.add("purposes", [part])
        if rule.id == "available" and not frame.roles.get("recipients"):
            return None
        return frame

    def _helping(self, s: Sentence, i: int) -> Frame | None:
        """"This helps us (to) improve ...": a use of what the subject names, for what it helps with."""
        inner = s.child(i, "xcomp", "ccomp")
        subject = s.child(i, "nsubj")
        if inner is None or subject is None or not s.tag[inner].startswith("VB") or in_condition(s, i):
            return None
        helped = s.child(i, "dobj") or s.child(inner, "nsubj")
        if helped is not None and s.form[helped] not in word_lists().we and s.form[helped] not in ("you", "users", "user", "visitors") and not self.is_own_name(s.text(s.first[helped], helped).lower()):
            return None
        if s.tag[subject] in ("WDT", "WP") and s.dep[i] == "relcl":
            subject = s.head[i]
        rule = self.rules.verbs["use"][0]
        frame = Frame(s, i, rule, s.lemma[i], (s.start[i], s.end[i]), "use", stance_of(s, i), confidence=0.7)
        for m in mentions(s, s.first[subject], self._agent_end(s, subject), self.lexicon, prefer=("technology", "data", "party")):
            if m.kind == "technology" and m.known:
                frame.add("technology", [self.part(s, m)])
            elif m.kind in ("data", "deictic", "pronoun") and m.known:
                frame.add("data", [self.part(s, m)])
        if not frame.roles.get("data") and not frame.roles.get("technology"):
            return None
        if frame.roles.get("technology"):
            frame.action = "track"
        later = s.child(i, "conj")
        frame.add("purposes", purpose_phrases.phrases(s, inner, self.lexicon))
        while later is not None:
            again = s.child(later, "xcomp", "ccomp") if s.lemma[later] in HELPING else None
            if again is not None:
                frame.add("purposes", purpose_phrases.phrases(s, again, self.lexicon))
            later = s.child(later, "conj")
        return frame

    def _including(self, s: Sentence, i: int) -> Frame | None:
        """"Such information may include your name": what was said of the subject holds for what it includes."""
        subject = self._subject(s, i)
        if subject is None or in_condition(s, i) or s.child(i, "acomp") is not None:
            return None
        first, last = s.first[subject], self._agent_end(s, subject)
        subject_words = mentions(s, first, last, self.lexicon)
        if not subject_words or not all(m.kind in ("data", "deictic") and m.known for m in subject_words[:1]):
            return None
        target = s.child(i, "dobj", "attr")
        if target is None:
            return None
        rule = self.rules.verbs["collect"][0]
        frame = Frame(s, i, rule, "include", (s.start[i], s.end[i]), "collect", stance_of(s, i), confidence=0.7)
        end = max(s.last[target], s.last[i] if s.dep[i] == "ROOT" else s.last[target])
        while end > target and s.pos[end] == "PUNCT":
            end -= 1
        found = mentions(s, s.first[target], end, self.lexicon)
        known = [m for m in found if m.kind == "data" and m.known]
        if s.lemma[i] == "be" and len(known) < 2 or not known:
            return None
        frame.add("data", [self.part(s, m) for m in found if m.kind in ("data", "technology", "other") and (m.known or len(known) * 2 >= len(found))])
        frame.roles["inherits"] = []
        return frame

    # -- acceptance --------------------------------------------------------------------------------------------------------

    def _accept(self, s: Sentence, frame: Frame) -> bool:
        """Whether a verb's companions make it a statement about data."""
        roles, rule = frame.roles, frame.rule
        data, technology = roles.get("data"), roles.get("technology")
        if rule.object == "person":
            text = s.text(frame.verb, s.last[frame.verb]).lower()
            frame.confidence = 0.6
            return bool(roles.get("person")) and frame.actor == "first-party" and s.last[frame.verb] > frame.verb + 1 and not any(w in text for w in ("policy", "polic", "notice", "terms", "revis", "amend", "this statement", "invited to submit"))
        if rule.object == "party":
            if frame.stance.negated or not roles.get("recipients") or not roles.get("purposes"):
                return False
            frame.confidence = 0.6
            return frame.actor == "first-party"
        if rule.object == "technology":
            frame.action = "track"
            return bool(technology)
        if rule.id == "use" and technology and not data:
            frame.action = "track"
            return True
        if not data:
            if rule.id in ("share", "sell") and roles.get("recipients") and s.child(frame.verb, "dobj") is None:
                frame.confidence = 0.6
                return True
            return rule.id == "track" and bool(technology)
        if rule.id in ("send", "provide") and roles.get("person") and not roles.get("recipients"):
            # "we send you information about X": a use of the reader's data for communication
            if frame.actor != "first-party" or frame.action == "collect":
                return False
            frame.action, frame.confidence = "use", 0.6
            frame.roles["purposes"] = purpose_phrases.whole_clause(s, frame.verb, self.lexicon)
            frame.roles["data"] = []
            return True
        if frame.action == "share" and roles.get("person") and not roles.get("recipients"):
            return False
        if rule.id == "provide" and frame.action == "share" and not roles.get("recipients"):
            return False
        if rule.id in ("request",) and frame.actor == "first-party" and all(not p.known for p in data):
            return False
        if rule.id == "read" and frame.actor == "first-party" and frame.actor_part:
            frame.add("recipients", [frame.actor_part] if not _is_we(s, frame.actor_part) else [])
        frame.confidence = 0.9 if all(p.known for p in data) else 0.6
        return True

    def part(self, s: Sentence, m: Mention) -> Part:
        """A mention as a filler, without the words before its own ("directly from", a determiner stays)."""
        return Part(s.start[m.first], s.end[m.last], m.concept, m.organisation, m.vagueness, None, m.kind, m.known)


def _is_we(s: Sentence, part: Part) -> bool:
    return s.view[part.start : part.end].lower() in word_lists().we


def part_name(s: Sentence, m: Mention) -> str:
    """The name in a mention of an unknown organisation: its words up to the head, without an article."""
    text = s.text(m.first, m.head)
    return text.removeprefix("the ").removeprefix("The ")


CONDITION_MARKS = frozenset("if when whenever where unless once until whether".split())


def in_condition(s: Sentence, i: int) -> bool:
    """Whether verb ``i`` stands in a clause that says when something holds, and so claims nothing itself."""
    for k in (i, *s.above(i)):
        if s.dep[k] in ("advcl", "ccomp", "pcomp", "relcl", "ROOT") and any(s.form[c] in CONDITION_MARKS and s.dep[c] in ("mark", "advmod") and c < k for c in s.kids[k]):
            return not (s.dep[k] in ("ccomp", "ROOT"))
        if s.dep[k] == "npadvmod" and s.form[k] == "time":
            return True
    return False


def lemma_intransitive(lemma: str) -> bool:
    """Verbs whose subject is what is kept or moved: "your files remain on your device"."""
    return lemma in ("remain", "stay", "transit")


def absorb(found: list[Frame]) -> list[Frame]:
    """Merge frames that say one thing: "use cookies to collect data" is one collection by cookies, not a use and a collection."""
    by_verb = {f.verb: f for f in found if not f.nominal}
    dropped: set[int] = set()
    for f in found:
        s = f.sentence
        if f.nominal or f.embedded:
            continue
        for up in s.above(f.verb):
            outer = by_verb.get(up)
            if outer is None or outer is f:
                continue
            toward = next(k for k in (f.verb, *s.above(f.verb)) if s.head[k] == up)
            purpose = s.dep[toward] in ("xcomp", "advcl", "acl", "pcomp", "conj") and s.tag[toward] in ("VB", "VBG") and toward > up
            if outer.lemma in HELPING and f.action in ("collect", "track", "retain") and not outer.roles.get("technology"):
                f.add("purposes", [p for p in outer.roles.get("purposes", []) if not (p.start <= f.verb_span[0] < p.end) or f.action == "track"])
                dropped.add(id(outer))
                break
            if outer.action == "track" and outer.roles.get("technology") and purpose and f.actor in ("first-party", outer.actor):
                if f.action in ("use", "access", "track"):
                    # "use cookies to recognise your browser" is tracking for that purpose
                    outer.add("data", [p for p in f.roles.get("data", []) if p.known or f.action == "track"])
                    outer.action = "track"
                    dropped.add(id(f))
                    break
                f.add("technology", outer.roles["technology"])
                f.actor, f.actor_part = outer.actor, outer.actor_part
                f.stance = outer.stance
                f.add("purposes", [p for p in outer.roles.get("purposes", []) if not (p.start <= f.verb_span[0] < p.end)])
                dropped.add(id(outer))
            elif purpose and not (f.roles.get("recipients") and f.roles.get("data")):
                dropped.add(id(f))
            break
        else:
            continue
    return [f for f in found if id(f) not in dropped]
