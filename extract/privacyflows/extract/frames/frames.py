"""Verb frames: who does what to which data, for what, to whom.

In goes a parsed sentence, out come `Frame`s: one for each verb or nominalisation of ``rules/frames.toml`` whose companions fit
what the rule expects. Frames know only their sentence; what pronouns stand for, what a lead-in gives to its items and what a
document's organisation is called comes later (`references`, `statements`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from privacyflows.extract.frames.acceptance import Acceptance
from privacyflows.extract.frames.clauses import in_condition, told_when
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import FrameRule
from privacyflows.extract.frames.merging import inside_purpose, merged
from privacyflows.extract.frames.objects import no_verb
from privacyflows.extract.frames.safeguards import kept_safe, state_of
from privacyflows.extract.frames.tailoring import with_tailoring
from privacyflows.extract.mentions.mentions import word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.polarity.contrasts import with_contrasts
from privacyflows.extract.polarity.denials import with_denials
from privacyflows.extract.polarity.inability import without_inability
from privacyflows.extract.polarity.polarity import Stance, stance_of
from privacyflows.extract.polarity.unless import with_unless
from privacyflows.extract.purposes import purposes as purpose_phrases
from privacyflows.extract.purposes.aims import place_aims
from privacyflows.extract.purposes.infinitives import names_purpose

_words = partial(listed_words, "frames.toml", "verbs")


class FrameReader(Acceptance):
    """Finds the frames of sentences with one lexicon and one organisation's names."""

    def frames(self, s: Sentence) -> list[Frame]:
        """All frames of a sentence, in text order; those inside another's purpose only where they add something."""
        found: list[Frame] = []
        for i in self._words(s):
            found += self._at(s, i)
        found = merged(found)
        place_aims(s, found, self.lexicon)
        for f in found:
            if f.roles.get("purposes") and told_when(s, f.verb):  # an aim of the main clause is none of the clause of time
                span = (s.start[s.first[f.verb]], s.end[s.last[f.verb]])
                f.roles["purposes"] = [p for p in f.roles["purposes"] if span[0] <= p.start < span[1]]
        self._loose_recipients(s, found)
        found = [twin for f in found if not inside_purpose(f, found) for twin in self._each_actor(f)]
        found = with_tailoring(s, without_inability(s, with_denials(s, found, self), self), self)
        return with_unless(s, with_contrasts(s, found, self), self)

    def _each_actor(self, frame: Frame) -> Iterator[Frame]:
        """The frame of each party that its subject names: "Acme Rail and Beta Bus collect" (invented names)."""
        yield frame
        for part in frame.roles.pop("beside", []):
            own = self.is_own_name(frame.sentence.view[part.start : part.end].lower())
            roles = {role: list(parts) for role, parts in frame.roles.items()}
            yield replace(frame, actor="first-party" if own else "third-party", actor_part=part, roles=roles)

    def _loose_recipients(self, s: Sentence, found: list[Frame]) -> None:
        """Give "to advertisers", "with partners" to a disclosure without recipients, where the parser hung the phrase on a detail."""
        for frame in found:
            if frame.action not in ("share", "sell") or frame.roles.get("recipients") or frame.roles.get("person") or frame.nominal:
                continue
            for p in range(frame.verb + 1, s.n):
                if s.form[p] not in word_lists().toward or s.dep[p] not in ("prep", "dative"):
                    continue
                if not frame.rule.prep.get(s.form[p], "-").startswith(("recip", "data-or")):
                    continue
                clause = next((k for k in s.above(p) if s.pos[k] in ("VERB", "AUX") and s.tag[k] not in ("VBN", "VBG")), None)
                target = s.child(p, "pobj")
                if clause != frame.verb or target is None:
                    continue
                self._recipients(s, frame, p, s.first[target], self._cut_companions(s, frame, s.first[target], s.last[target]), "known")
                if frame.roles.get("recipients"):
                    break

    def _words(self, s: Sentence) -> Iterator[int]:
        """The tokens that can be a frame's word: verbs, and the nouns and adjectives of the rules."""
        nouns, adjectives = self.rules.nouns, self.rules.adjectives
        for i, form in enumerate(s.form):
            named = form in nouns or form in adjectives or form.removesuffix("s") in nouns
            if named or s.tag[i].startswith("VB") or s.pos[i] == "VERB" or i in s.merged:
                yield i

    def _at(self, s: Sentence, i: int) -> Iterator[Frame]:
        """The frames whose word is token ``i``."""
        tag = s.tag[i]
        verbal = tag.startswith("VB")
        found: list[Frame | None] = []
        if verbal or (i in s.merged and tag not in ("NN", "NNS")) or s.pos[i] == "VERB":
            known = self._knowing(s, i) if verbal else None
            found += [known] if known is not None else self._verbs(s, i)
        if verbal and (s.lemma[i] in self.rules.helping or (s.lemma[i] == "make" and "possible" in s.form)):
            found.append(self._helping(s, i))
        needed = tag == "VBN" and s.lemma[i] in word_lists().needing
        if verbal and (s.lemma[i] == "serve" or needed) and not any(found):
            found.append(self._serving(s, i))
        if verbal and s.lemma[i] in self.rules.including and s.child(i, "dobj", "attr", "prep", "acomp") is not None:
            found.append(self._measures(s, i) or self._including(s, i) or (self._serving(s, i) if s.lemma[i] == "be" else None))
        if verbal and not any(found) and (engaged := self._engaging(s, i)) is not None:
            found.append(engaged)
        gerund = tag == "VBG" and not found and s.child(i, "dobj", "nsubj") is None and s.child(i, "prep") is not None
        if tag in ("NN", "NNS", "NNP") or gerund or (i in s.merged and not verbal):
            found += self._nouns(s, i)
        elif s.form[i] in self.rules.adjectives and s.dep[i] in ("acomp", "attr", "oprd", "amod", "advmod", "conj", "ccomp", "dobj"):
            found.append(self._adjectival(s, i, self.rules.adjectives[s.form[i]]))
        yield from (f for f in found if f is not None)

    def _verbs(self, s: Sentence, i: int) -> Iterator[Frame]:
        said: set[str] = set()
        for lemma, start, end in s.merged.get(i, ((s.lemma[i].lower(), s.start[i], s.end[i]),)):
            lemma = f"de{lemma}" if s.form[i - 2 : i] == ["de", "-"] else lemma
            frames = (self._verbal(s, i, rule, lemma, (start, end)) for rule in self.rules.verbs.get(lemma, ()))
            frame = next((f for f in frames if f is not None), None)
            if frame and frame.action not in said:
                said.add(frame.action)  # "rent or sell" says one thing
                yield frame

    def _nouns(self, s: Sentence, i: int) -> Iterator[Frame]:
        for lemma, start, end in s.merged.get(i, ((s.form[i], s.start[i], s.end[i]),)):
            word = s.view[start:end].lower()
            rule = self.rules.nouns.get(word) or self.rules.nouns.get(lemma) or self.rules.nouns.get(word.removesuffix("s"))
            rule = None if word == "receipts" else rule  # papers, no act of receiving
            frame = self._nominal(s, i, rule, word, (start, end)) if rule else None
            if frame:
                yield frame

    def _verbal(self, s: Sentence, i: int, rule: FrameRule, lemma: str, span: tuple[int, int]) -> Frame | None:
        """The frame of the verb at ``i`` by one rule; None where it claims nothing about data."""
        if self._misread(s, i, rule, lemma):
            return None
        conditional = in_condition(s, i)
        wished = conditional and self._wished(s, i)
        told = conditional and not wished and rule.object == "data" and rule.user != "collect" and told_when(s, i)
        if conditional and not (wished or told):
            return None
        passive = self._passive(s, i)
        if rule.id == "identify" and passive and any(s.form[k] == "as" for k in s.kids[i]):
            return None  # "e-mail is not recognised as safe": what it is held for
        if rule.id in ("retain", "use") and kept_safe(s, i):
            rule = self.rules.verbs["secure"][0]
        frame = Frame(s, i, rule, lemma, span, rule.action, stance_of(s, i))
        if rule.id == "retain" and frame.stance.negated and any(s.form[k] in _words("overlong") for k in range(i, s.last[i] + 1)):
            # "we will not keep it for longer than a year": it is kept, for at most a year
            frame.stance = frame.stance.flipped()
        objects, frame.embedded = self._objects(s, i, rule, passive) if rule.object != "none" else ([], passive)
        if rule.object == "none" and passive:
            return None  # "the address registered with us" was given elsewhere
        objects = [state_of(s, first, last) if rule.action == "secure" else (first, last) for first, last in objects]
        if not self._set_actor(s, i, frame, passive):
            return None
        if wished and rule.action not in ("share", "sell"):
            return None
        if wished or self._for_consent(s, i):
            # "if you do not want us to rent your address": we do, unless told not to
            frame.stance = Stance(frame.stance.negated and not wished, "may")
        if rule.user == "collect" and frame.actor == "third-party" and self.is_asked_for(s, i):
            frame.actor = "user"
        if frame.actor == "user" and lemma == "receive" and not frame.embedded:
            return self._written_to(s, frame, objects)
        if frame.actor == "user" and (frame.embedded or not self._obtained_from_reader(s, frame)):
            return None
        for first, last in objects:
            self._object(s, frame, first, last)
        self._fill(s, frame, objects)
        if told and not any(p.known for p in frame.roles.get("data", ())):
            return None
        return frame if self._accept(s, frame) else None

    def _misread(self, s: Sentence, i: int, rule: FrameRule, lemma: str) -> bool:
        """Whether the verb at ``i`` claims nothing of its own by a rule: it is asked for, points back, or is no verb of doing there."""
        if self.is_request(s, i) or no_verb(s, i):
            return True
        if s.dep[i] == "relcl" and names_purpose(s, s.head[i]) and s.form[s.head[i] + 1 : s.head[i] + 3] == ["for", "which"]:
            return True  # "the purposes for which it was collected" takes up what was said elsewhere
        if lemma == "use" and s.form[i] == "used" and s.child(i, "xcomp") is not None and s.child(i, "auxpass", "dobj") is None:
            return True  # "we used to sell hats"
        return rule.id == "request" and s.tag[i] == "VBN" and i > 0 and s.form[i - 1] == "as"  # "as required for their work"

    def _obtained_from_reader(self, s: Sentence, frame: Frame) -> bool:
        """Turn what readers provide into what the organisation obtains; False where readers provide nothing."""
        asked = not frame.stance.negated or self.is_asked_for(s, frame.verb)  # "we never ask you to share it"
        if frame.rule.user != "collect" and not (asked and self._given_to_us(s, frame.verb, frame.rule)):
            return False
        if frame.actor_part:
            frame.add("source", [frame.actor_part])
        frame.action, frame.actor, frame.actor_part = "collect", "first-party", None
        return True

    def _fill(self, s: Sentence, frame: Frame, objects: list[tuple[int, int]]) -> None:
        """Fill the roles of a verb's frame from what stands beside it."""
        i, rule = frame.verb, frame.rule
        self._datives(s, i, frame)
        for p in self._prepositions(s, i, objects):
            self._companion(s, frame, p)
        if rule.action == "secure" and not frame.roles.get("data"):
            self._threatened(s, frame)
        self._purposes(s, i, frame)
        if rule.action in ("sell", "share") and frame.roles.get("purposes"):
            priced = [p for p in frame.roles["purposes"] if not word_lists().prices & set(s.view[p.start : p.end].lower().split()[-2:])]
            frame.roles["purposes"] = priced  # "we do not sell it for money"
        if rule.id == "identify" and s.tag[i] == "VB" and any(s.tag[k] == "TO" for k in s.kids[i]):
            frame.add("purposes", purpose_phrases.phrases(s, i, self.lexicon))
        if frame.action == "collect" and rule.user == "collect" and frame.actor_part is None:
            frame.actor_part = next(iter(frame.roles.get("ours", [])), None)  # "you give us your name"

    def _given_to_us(self, s: Sentence, i: int, rule: FrameRule) -> bool:
        """Whether readers share with the organisation: "you share your location with us", "we ask you to share it"."""
        if rule.id != "share":
            return False
        goals = [g for k in s.kids[i] if s.form[k] in word_lists().toward and (g := s.child(k, "pobj")) is not None]
        return any(s.form[g] in word_lists().we for g in goals) if goals else self.is_asked_for(s, i)
