"""Verb frames: who does what to which data, for what, to whom.

In goes a parsed sentence, out come `Frame`s: one for each verb or nominalisation of ``rules/frames.toml`` whose companions fit
what the rule expects. Frames know only their sentence; what pronouns stand for, what a lead-in gives to its items and what a
document's organisation is called comes later (`references`, `statements`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from privacyflows.extract.frames.clauses import in_condition, told_when
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import FrameRule
from privacyflows.extract.frames.merging import inside_purpose, merged
from privacyflows.extract.frames.nominals import demanded
from privacyflows.extract.frames.objects import no_verb
from privacyflows.extract.frames.safeguards import kept_safe, state_of
from privacyflows.extract.frames.tailoring import with_tailoring
from privacyflows.extract.frames.writing import Writing
from privacyflows.extract.mentions.mentions import Part, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.polarity.contrasts import with_contrasts
from privacyflows.extract.polarity.denials import with_denials
from privacyflows.extract.polarity.inability import without_inability
from privacyflows.extract.polarity.polarity import Stance, stance_of
from privacyflows.extract.polarity.unless import with_unless
from privacyflows.extract.purposes import purposes as purpose_phrases
from privacyflows.extract.purposes.aims import place_aims
from privacyflows.extract.purposes.infinitives import names_purpose


class FrameReader(Writing):
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
                if (
                    s.form[p] not in ("with", "to")
                    or s.dep[p] not in ("prep", "dative")
                    or not frame.rule.prep.get(s.form[p], "-").startswith(("recip", "data-or"))
                ):
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
        needed = tag == "VBN" and s.lemma[i] in ("need", "require")
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
        if self.is_request(s, i) or no_verb(s, i):
            return None
        if s.dep[i] == "relcl" and names_purpose(s, s.head[i]) and s.form[s.head[i] + 1 : s.head[i] + 3] == ["for", "which"]:
            return None  # "the purposes for which it was collected" takes up what was said elsewhere
        conditional = in_condition(s, i)
        wished = conditional and self._wished(s, i)
        told = conditional and not wished and rule.object == "data" and rule.user != "collect" and told_when(s, i)
        if conditional and not (wished or told):
            return None
        if (
            lemma == "use"
            and s.form[i] == "used"
            and s.child(i, "xcomp") is not None
            and s.child(i, "auxpass") is None
            and s.child(i, "dobj") is None
        ):
            return None
        if rule.id == "request" and s.tag[i] == "VBN" and i and s.form[i - 1] == "as":
            return None  # "as required for their work"
        passive = self._passive(s, i)
        if rule.id == "identify" and passive and any(s.form[k] == "as" for k in s.kids[i]):
            return None  # "e-mail is not recognised as safe": what it is held for
        if rule.id in ("retain", "use") and kept_safe(s, i):
            rule = self.rules.verbs["secure"][0]
        frame = Frame(s, i, rule, lemma, span, rule.action, stance_of(s, i))
        if rule.id == "retain" and frame.stance.negated and any(s.form[k] in ("longer", "beyond") for k in range(i, s.last[i] + 1)):
            # "we will not keep it for longer than a year": it is kept, for at most a year
            frame.stance = frame.stance.flipped()
        objects, embedded = self._objects(s, i, rule, passive) if rule.object != "none" else ([], passive)
        frame.embedded = embedded
        if rule.object == "none" and passive:
            return None  # "the address registered with us" was given elsewhere
        objects = [state_of(s, first, last) if rule.action == "secure" else (first, last) for first, last in objects]
        if not self._set_actor(s, i, frame, passive):
            return None
        if wished and rule.action not in ("share", "sell"):
            return None
        if self._for_consent(s, i):
            frame.stance = Stance(frame.stance.negated, "may")
        if wished:
            # "if you do not want us to rent your address": we do, unless told not to
            frame.stance = Stance(False, "may")
        if rule.user == "collect" and frame.actor == "third-party" and self.is_asked_for(s, i):
            frame.actor = "user"
        if frame.actor == "user" and embedded:
            return None
        if frame.actor == "user" and lemma == "receive":
            return self._written_to(s, frame, objects)
        if frame.actor == "user":
            asked = not frame.stance.negated or self.is_asked_for(s, i)  # "we never ask you to share it"
            if rule.user != "collect" and not (asked and self._given_to_us(s, i, rule)):
                return None
            # what the reader provides is what the organisation obtains
            frame.action, frame.actor = "collect", "first-party"
            if frame.actor_part:
                frame.add("source", [frame.actor_part])
            frame.actor_part = None
        for first, last in objects:
            self._object(s, frame, first, last)
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
        if told and not any(p.known for p in frame.roles.get("data", ())):
            return None
        return frame if self._accept(s, frame) else None

    def _hired_for(self, s: Sentence, frame: Frame) -> None:
        """Give "we use printers who make our books" what the parties do as its purpose, where it has no other."""
        for k in range(frame.verb + 1, s.n) if not frame.roles.get("purposes") else ():
            doer = s.child(k, "nsubj") if s.dep[k] == "relcl" else None
            if doer is None or s.form[doer] not in ("who", "that", "which") or k in s.merged:
                continue
            practice = s.lemma[k] in self.rules.verbs and s.lemma[k] != "provide"  # "companies that collect your data": a claim of its own
            hired = any(p.start <= s.start[s.head[k]] < p.end for p in frame.roles.get("recipients", ()))
            if hired and not practice and s.lemma[k] not in ("be", "have", "act"):
                frame.add("purposes", purpose_phrases.phrases(s, k, self.lexicon))

    def _given_to_us(self, s: Sentence, i: int, rule: FrameRule) -> bool:
        """Whether readers share with the organisation: "you share your location with us", "we ask you to share it"."""
        if rule.id != "share":
            return False
        goals = [g for k in s.kids[i] if s.form[k] in ("with", "to") and (g := s.child(k, "pobj")) is not None]
        return any(s.form[g] in word_lists().we for g in goals) if goals else self.is_asked_for(s, i)

    def _accept(self, s: Sentence, frame: Frame) -> bool:
        """Whether a verb's companions make it a statement about data."""
        roles, rule = frame.roles, frame.rule
        data, technology = roles.get("data"), roles.get("technology")
        if rule.object == "person":
            text = s.text(frame.verb, s.last[frame.verb]).lower()
            if (
                frame.lemma in ("notify", "inform", "alert")
                and {"changes", "change"} & set(s.form)
                and {"policy", "notice", "statement"} & set(s.form)
            ):
                return False  # "if we change this policy, we will notify you here"
            frame.confidence = 0.6
            return (
                (frame.lemma not in ("notify", "inform", "alert", "remind") or any(w in text for w in word_lists().news))
                and bool(roles.get("person"))
                and frame.actor == "first-party"
                and s.last[frame.verb] > frame.verb + 1
                and not any(w in text for w in word_lists().no_news)
            )
        if rule.object == "party":
            self._hired_for(s, frame)
            if frame.stance.negated or not roles.get("recipients") or not roles.get("purposes"):
                return False
            frame.confidence = 0.6
            return frame.actor == "first-party"
        if rule.object == "technology":
            frame.action = "track"
            watching = [p for p in technology or () if not p.concept or self.tracks(p.concept)]  # not "includes our platform"
            if frame.stance.negated and not data and s.lemma[frame.verb] in ("contain", "include"):  # "cookies do not contain viruses"
                return any(p.start > s.start[frame.verb] for p in watching)
            return bool(watching)
        if rule.id == "use" and technology and not data:
            frame.action = "track"
            # "two kinds of cookies are used" tells nothing; "we use cookies" and "cookies are used to ..." do
            said = frame.actor_part is not None and s.dep[frame.verb] in ("ROOT", "conj", "ccomp", "advcl")
            return (
                said
                or bool(roles.get("purposes"))
                or any(s.dep[k] == "xcomp" for k in s.kids[frame.verb])
                or frame.stance.modality != "does"
            )
        if frame.action == "share" and roles.get("ours") and data:
            # what others give to us we obtain
            frame.action = "collect"
            if frame.actor == "third-party" and frame.actor_part:
                frame.add("source", [frame.actor_part, *self._other_givers(s, frame)])
            frame.actor, frame.actor_part = "first-party", frame.roles["ours"][0]
            frame.confidence = 0.8
            return True
        if frame.action == "collect" and rule.id in ("send", "provide") and s.dep[frame.verb] == "pcomp":
            return False
        if rule.id == "prevent" and not rule.prep.keys() & {s.form[k] for k in s.kids[frame.verb]}:
            return False  # "may prevent your use of our site"
        if rule.id == "register" and not any(s.view[p.start :].lower().startswith(("your ", "their ")) for p in data or ()):
            return False
        if rule.id in ("retain", "delete", "send") and technology and not data:
            return self._cookie_kept(s, frame)
        if (rule.id == "record" and not self._stored_in(s, frame.verb)) or (rule.id == "infer" and not self.inferred(s, frame)):
            return False
        if rule.id == "provide" and frame.action == "share" and demanded(s, frame.verb):
            frame.action = "collect"  # "providing your name is voluntary"
            return any(p.known for p in data or ())
        if not data:
            if rule.id == "send" and roles.get("person") and frame.actor == "first-party" and self.tells(s, frame):
                return True
            if (
                rule.id in ("share", "sell")
                and frame.lemma in ("share", "disclose", "sell", "rent", "release")
                and roles.get("recipients")
                and s.child(frame.verb, "dobj") is None
            ):
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
        if rule.id in ("share", "transfer", "provide", "send") and all(p.kind == "other" for p in data) and not roles.get("recipients"):
            return False  # "we share your concern"
        weak = frame.lemma in word_lists().weak
        if weak and all(p.kind == "pronoun" for p in data):
            return False
        if frame.action == "share" and roles.get("person") and not roles.get("recipients"):
            return False
        if rule.id == "provide" and frame.action == "share" and not roles.get("recipients"):
            return self._told_by_others(s, frame)
        if rule.id in ("request",) and frame.actor == "first-party" and all(not p.known for p in data):
            return False
        if rule.id == "request" and frame.stance.negated and (frame.embedded or "longer" in s.form[max(0, frame.verb - 2) : frame.verb]):
            return False  # "data that are no longer needed" are not said to be collected or not
        if frame.lemma == "follow" and all(set(s.view[p.start : p.end].lower().split()) & word_lists().followed for p in data):
            return False  # "we follow the rules of our trade"
        if rule.id == "combine" and s.dep[frame.verb] == "acl" and frame.lemma in ("associate", "link", "connect"):
            return False  # "the information associated with your account" is only a way to name it
        outsider = (
            frame.actor == "third-party"
            and frame.actor_part is not None
            and frame.actor_part.concept is not None
            and frame.actor_part.concept not in word_lists().staff
        )
        if rule.id == "read" and outsider and not frame.stance.negated and not embedded_clause(s, frame.verb) and frame.actor_part:
            # what others may see is shown to them
            frame.action = "share"
            frame.add("recipients", [frame.actor_part])
            frame.actor, frame.actor_part = "first-party", None
            return True
        if rule.id == "read" and frame.actor == "first-party" and frame.actor_part:
            frame.add("recipients", [] if self.is_us(s, frame.actor_part) else [frame.actor_part])
        if rule.id == "secure" and "secure" not in (r.id for r in self.rules.verbs.get(frame.lemma, ())):
            # "kept confidential and protected against misuse"
            against = next((k for k in range(frame.verb + 1, s.last[frame.verb]) if s.form[k] == "against"), None)
            if against is not None and s.child(against, "pobj") is not None:
                start = against - (s.tag[against - 1] == "VBN")
                frame.add("purposes", [Part(s.start[start], s.end[s.last[against]], "dpv:EnforceSecurity", kind="purpose")])
        frame.confidence = 0.9 if all(p.known for p in data) else 0.6
        return True

    @staticmethod
    def _stored_in(s: Sentence, v: int) -> bool:
        """Whether something is put into what keeps data: "added to our mailing list"."""
        goals = (s.child(k, "pobj") for k in range(v + 1, s.last[v] + 1) if s.form[k] in ("into", "to", "in", "on") and s.dep[k] == "prep")
        return any(goal is not None and s.lemma[goal] in word_lists().stores for goal in goals)

    def _told_by_others(self, s: Sentence, frame: Frame) -> bool:
        """Read "other members may provide information about you", to nobody in particular, as told to the organisation."""
        part, v = frame.actor_part, frame.verb
        words = set(s.form[v : s.last[v] + 1])
        if frame.actor != "third-party" or part is None or not part.concept or embedded_clause(s, v) or not {"you", "your"} & words:
            return False
        if not any(p.known for p in frame.roles["data"]) or any(s.form[k] in ("with", "to") for k in s.kids[v]):
            return False
        frame.add("source", [part])
        frame.action, frame.actor, frame.actor_part, frame.confidence = "collect", "first-party", None, 0.6
        return True

    def _cookie_kept(self, s: Sentence, frame: Frame) -> bool:
        """Read "cookies are stored on your computer", and "session cookies are deleted when ..." as the end of their data."""
        v = frame.verb
        words = set(s.form[v : s.last[v] + 1])
        if frame.stance.negated and frame.rule.id == "retain" and not frame.embedded:
            return any(self.tracks(p.concept) for p in frame.roles["technology"])  # "we do not store these cookies"
        if not any(self.tracks(p.concept) and p.start < s.start[v] for p in frame.roles["technology"]):
            return False
        if frame.embedded and not (s.dep[v] in ("acl", "relcl") and s.dep[s.head[v]] == "attr"):
            return False  # but "a cookie is a file that is stored on ..."
        frame.embedded = False
        if frame.rule.id == "delete":
            frame.roles["data"] = list(frame.roles["technology"])
            return bool((word_lists().condition_marks | {"after", "automatically"}) & words)
        frame.action = "track" if frame.rule.id == "send" else frame.action  # "cookies are sent to your browser"
        return bool((word_lists().devices | {"disk", "disc", "drive"}) & words)


def embedded_clause(s: Sentence, i: int) -> bool:
    """Whether verb ``i`` stands in a relative clause, where it describes somebody and claims nothing new."""
    return s.dep[i] == "relcl" or any(s.dep[k] == "relcl" for k in s.above(i))
