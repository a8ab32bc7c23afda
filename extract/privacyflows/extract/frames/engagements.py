"""Engagements: who works for the organisation, where the sentence names no data.

In goes a verb ("we use the services of couriers", "our site is run by X", "X is our processor"), out comes a frame of sharing with the
parties it names, for what they do. The words are in ``rules/engagements.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from privacyflows.extract.frames.clauses import in_condition
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.safeguards import Safeguards
from privacyflows.extract.mentions.mentions import Mention, Part, mentions, word_lists
from privacyflows.extract.mentions.runon import run_on
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.polarity.polarity import stance_of
from privacyflows.extract.purposes import purposes as purpose_phrases

_CONFIDENCE = 0.6
_words = partial(listed_words, "engagements.toml")


def clause_goals(s: Sentence, cut: int, b: int, parser: Engagements) -> list[Part]:
    """What the clause from token ``cut`` to ``b`` says that its party does for the organisation ("who send our letters for us")."""
    verb = next((k for k in range(cut, b + 1) if s.pos[k] == "VERB" and s.dep[k] not in ("aux", "auxpass")), None)
    if verb is None or s.lemma[verb] not in _words("doing", "verbs"):
        return []
    given = any(s.form[k] in word_lists().we for k in s.kids[verb]) and _words("doing", "giving") & set(s.form[verb : b + 1])
    if given:
        return []  # "who send us your name": that is no work for us
    return [p for p in purpose_phrases.phrases(s, verb, parser.lexicon) if p.end <= s.end[b]]


class Engagements(Safeguards):
    """Reads frames of engaging others."""

    def _engaging(self, s: Sentence, i: int) -> Frame | None:
        """The frame of the verb at ``i``, where it says that others work for the organisation."""
        lemma = s.lemma[i]
        if lemma in _words("using", "verbs") or lemma == "make":
            found = self._used(s, i)
        elif lemma in _words("being", "verbs"):
            found = self._named(s, i) or self._receivers(s, i)
        else:
            found = None
        if found is None and lemma in _words("running", "verbs"):
            found = self._run_by(s, i)
        if found is None and (lemma in _words("aiding", "verbs") or lemma in _words("aiding", "serving")):
            found = self._aided(s, i)
        return found

    def _used(self, s: Sentence, i: int) -> Frame | None:
        """Read "we rely on hosts to run our shop"."""
        frame = self._begun(s, i)
        if frame is None or self._passive(s, i) or not self._set_actor(s, i, frame, passive=False) or frame.actor != "first-party":
            return None
        target = self._engaged(s, i)
        if target is None:
            return None
        first, last = s.first[target], s.last[target]
        ends = (k for k in range(target + 1, last + 1) if s.tag[k] in ("WDT", "WP", "TO") or s.form[k] == "for")
        cut = next(ends, last + 1)
        if s.lemma[i] in _words("helping", "verbs"):
            # "with the police as well as with neighbours"
            last = cut - 1
            for k in range(cut, min(s.n - 1, s.last[i])):
                if s.form[k] == "with" and s.dep[k] in ("prep", "conj") and (other := s.child(k, "pobj")) is not None:
                    frame.add("recipients", [self.part(s, m) for m in self._parties(s, s.first[other], s.last[other], names=False)])
        lent = target != s.child(i, "dobj")
        frame.add("recipients", [self.part(s, m) for m in self._parties(s, first, cut - 1, names=lent)])
        if not frame.roles.get("recipients"):
            return None
        self._purposes(s, i, frame)
        for p in self._prepositions(s, i, []):
            if s.form[p] == "for":
                self._companion(s, frame, p)
        if cut <= last and s.tag[cut] in ("WDT", "WP"):
            frame.add("purposes", clause_goals(s, cut, last, self))
        frame.add("purposes", self._fronted(s, i, frame))
        helped = s.lemma[i] in _words("helping", "verbs")
        return frame if frame.roles.get("purposes") or helped else None

    def _receivers(self, s: Sentence, i: int) -> Frame | None:
        """Read "recipients of your data are banks and couriers"."""
        frame, subject, named = self._begun(s, i), s.child(i, "nsubj"), s.child(i, "attr")
        if frame is None or subject is None or named is None or s.lemma[subject] not in _words("receiving", "nouns"):
            return None
        frame.rule = self.rules.verbs["share"][0]
        last = run_on(s, s.last[named])
        frame.add("recipients", [self.part(s, m) for m in self._parties(s, s.first[named], last, names=False)])
        about = next((k for k in s.kids[subject] if s.form[k] == "of"), None)
        target = s.child(about, "pobj") if about is not None else None
        if target is not None:
            found = mentions(s, s.first[target], s.last[target], self.lexicon)
            frame.add("data", [self.part(s, m) for m in found if m.kind in ("data", "deictic") and m.known])
        return frame if frame.roles.get("recipients") and frame.roles.get("data") else None

    def _aided(self, s: Sentence, i: int) -> Frame | None:
        """Read "our vendors help us to run our shop", "our service providers perform technical services"."""
        frame, doer, thing = self._begun(s, i), s.child(i, "nsubj"), s.child(i, "dobj")
        if frame is None or doer is None or s.tag[doer] in ("WDT", "WP") or s.dep[i] in ("relcl", "acl") or s.form[-1] == ":":
            return None  # "these parties help us:" leads to those that it means
        inner = s.child(i, "xcomp", "ccomp")
        helped = thing if thing is not None or inner is None else s.child(inner, "nsubj")
        helping = helped is not None and s.form[helped] in word_lists().we and s.lemma[i] in _words("aiding", "verbs")
        whose = s.form[s.first[doer]] in _words("aiding", "whose")
        serving = whose and thing is not None and s.form[thing] in _words("aiding", "served") and s.lemma[i] in _words("aiding", "serving")
        if not (helping or (serving and s.child(i, "dative") is None)):
            return None
        found = self._parties(s, s.first[doer], self._agent_end(s, doer), names=False)
        parties = [m for m in found if m.concept not in word_lists().staff and s.lemma[m.head] not in word_lists().people]
        frame.add("recipients", [self.part(s, m) for m in parties])
        if not parties:
            return None
        if not helping and thing is not None:
            frame.add("purposes", [purpose_phrases.part(s, s.first[thing], s.last[thing], self.lexicon)])
        for k in s.kids[i]:
            target = s.child(k, "pobj", "pcomp") if helping and s.form[k] in _words("aiding", "links") and k > i else None
            if target is not None:
                frame.add("purposes", purpose_phrases.after_for(s, target, s.first[target], s.last[target], self.lexicon))
        if helping and inner is not None:
            frame.add("purposes", purpose_phrases.phrases(s, inner, self.lexicon))
        return frame if frame.roles.get("purposes") else None

    def _begun(self, s: Sentence, i: int) -> Frame | None:
        """An empty frame of sharing at verb ``i``; None where the verb claims nothing, or denies."""
        if in_condition(s, i) or self.is_request(s, i):
            return None
        stance = stance_of(s, i)
        if stance.negated:
            return None
        rule = self.rules.verbs["engage"][0]
        return Frame(s, i, rule, s.lemma[i], (s.start[i], s.end[i]), rule.action, stance, confidence=_CONFIDENCE)

    def _engaged(self, s: Sentence, i: int) -> int | None:
        """The head of the phrase that names the party whose help verb ``i`` takes."""
        target = s.child(i, "dobj")
        if s.lemma[i] == "make":
            target = self._inner(s, target) if target is not None and s.form[target] == "use" else None
        elif target is None or s.lemma[i] in _words("using", "handing_over"):
            led = next((k for k in s.kids[i] if s.dep[k] == "prep" and s.form[k] in _words("using", "links")), None)
            target = s.child(led, "pobj") if led is not None else target
        if target is None:
            return None
        if s.form[target] in _words("using", "offers"):
            return self._inner(s, target)
        return target

    def _inner(self, s: Sentence, noun: int) -> int | None:
        """Whose thing it is: "the services of couriers", "services provided by couriers"."""
        for k in s.kids[noun]:
            if s.dep[k] == "prep" and s.form[k] in word_lists().origins:
                inner = s.child(k, "pobj")
                return self._inner(s, inner) if inner is not None and s.form[inner] in _words("using", "offers") else inner
            if s.dep[k] == "acl" and s.tag[k] == "VBN":
                by = s.child(k, "agent", "prep")
                return s.child(by, "pobj") if by is not None and s.form[by] == "by" else None
            if s.dep[k] == "conj" and s.form[k] in _words("using", "offers") and (found := self._inner(s, k)) is not None:
                return found
        return None

    def _parties(self, s: Sentence, a: int, b: int, *, names: bool = True) -> Iterator[Mention]:
        """The parties in a range; of unknown ones those that stand first (with ``names``) or that have a company's name."""
        w = word_lists()
        for n, m in enumerate(mentions(s, a, b, self.lexicon, prefer=("party", "technology", "data"))):
            name = s.text(m.first, m.head)
            if self.is_own_name(name.lower()) or any(name.lower().startswith(f"{own} ") for own in self.own_names):
                if s.form[m.last + 1 : m.last + 2] == [","]:
                    return  # the address of the organisation itself
                continue
            if m.kind == "party" and m.known:
                yield m
                continue
            named = m.kind == "other" and s.pos[m.head] == "PROPN" and s.form[m.first] not in _words("naming", "not_before_names")
            if named and ((names and not n) or s.form[m.head] in w.party_suffixes):
                yield replace(m, kind="party", concept="dpv:ThirdParty", organisation=name)

    def _fronted(self, s: Sentence, i: int, frame: Frame) -> list[Part]:
        """The purposes in front of the clause of verb ``i``: "To run the shop we use", "For our deliveries we use".

        Where what is done there names data ("For the processing of your data"), the frame gets them.
        """
        subject = s.child(i, "nsubj")
        at = 2 if s.form[:2] == ["in", "order"] else 0
        if subject is None or at + 1 >= s.first[subject]:
            return []
        end = s.first[subject] - 1
        while end > at and s.pos[end] == "PUNCT":
            end -= 1
        goal = s.form[at] == "to" and s.tag[at + 1] == "VB"
        if s.form[at] == "for" and s.form[1] not in word_lists().instances:
            goal = s.form[1] in word_lists().own_determiners or s.tag[1] == "VBG"
            goal = goal and not any(s.lemma[k] in word_lists().people for k in range(1, min(4, end + 1)))
            doing = next((k for k in range(1, min(4, end)) if s.form[k] in self.rules.nouns and s.form[k + 1] == "of"), None)
            if goal and doing is not None:
                found = [m for m in mentions(s, doing + 2, end, self.lexicon) if m.kind == "data" and m.known]
                frame.add("data", [self.part(s, m) for m in found])
        text = s.text(at + 1, end)
        return [Part(s.start[at + 1], s.end[end], self.lexicon.purpose(text), kind="purpose")] if goal else []

    def _run_by(self, s: Sentence, i: int) -> Frame | None:
        """Read "our site is hosted by X" and "we run our shop using X"."""
        frame = self._begun(s, i)
        passive = self._passive(s, i)
        thing = s.child(i, "nsubjpass") if passive else s.child(i, "dobj")
        if frame is None or thing is None or not self._is_run(s, thing):
            return None
        if not passive and not (self._set_actor(s, i, frame, passive=False) and frame.actor == "first-party"):
            return None
        for k in s.kids[i]:
            if s.form[k] not in _words("running", "by") or k < i:
                continue
            target = s.child(k, "pobj", "dobj")
            if target is not None and not (s.form[k] == "by" and not passive):
                frame.add("recipients", [self.part(s, m) for m in self._parties(s, s.first[target], self._agent_end(s, target))])
        if not frame.roles.get("recipients"):
            return None
        self._purposes(s, i, frame)
        said = s.view[s.start[i] : s.end[s.last[thing]]] if not passive else f"{s.lemma[i]} {s.text(s.first[thing], s.last[thing])}"
        frame.add("purposes", [Part(s.start[i], s.end[i if passive else s.last[thing]], self.lexicon.purpose(said), kind="purpose")])
        return frame

    @staticmethod
    def _is_run(s: Sentence, thing: int) -> bool:
        """Whether a noun is something of the organisation that others may run for it."""
        own = s.form[s.first[thing]] in _words("running", "determiners") or s.first[thing] == thing
        return own and (s.form[thing] in _words("running", "things") or s.form[thing] in word_lists().own_things)

    def _named(self, s: Sentence, i: int) -> Frame | None:
        """Read "X is our processor", "X acts as our processor", "our host is X"."""
        frame, subject = self._begun(s, i), s.child(i, "nsubj")
        role = s.child(i, "attr")
        if s.lemma[i] == "act":
            led = next((k for k in s.kids[i] if s.form[k] == "as"), None)
            role = s.child(led, "pobj") if led is not None else None
        if frame is None or subject is None or role is None:
            return None
        if s.lemma[role] not in _words("being", "nouns"):
            subject, role = role, subject
        if s.lemma[role] not in _words("being", "nouns") or s.form[s.first[role]] != "our" or s.pos[subject] != "PROPN":
            return None
        frame.add("recipients", [self.part(s, m) for m in self._parties(s, s.first[subject], self._agent_end(s, subject))][:1])
        if not frame.roles.get("recipients"):
            return None
        for p in s.kids[role]:
            if s.form[p] == "for":
                self._companion(s, frame, p)
        before = s.text(s.first[role] + 1, role - 1) if role > s.first[role] + 1 else ""
        concept = self.lexicon.purpose(before) if before else None
        if concept:
            frame.add("purposes", [Part(s.start[s.first[role] + 1], s.end[role - 1], concept, kind="purpose")])
        return frame
