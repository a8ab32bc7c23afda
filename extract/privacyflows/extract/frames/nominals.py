"""Frames without a verb of processing: nominalisations, adjectives, helping verbs, "X includes Y"."""

from __future__ import annotations

from collections.abc import Iterator

from privacyflows.extract.frames.clauses import in_condition
from privacyflows.extract.frames.companions import Companions
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import FrameRule
from privacyflows.extract.lexicon.lexicon import BLANK
from privacyflows.extract.mentions.mentions import Mention, Part, mentions, typed, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.polarity.polarity import Stance, disclaimed, stance_of
from privacyflows.extract.purposes import purposes as purpose_phrases

_TOPICS = frozenset(["about", "regarding", "concerning", "relating", "related", "pertaining", "with", "on"])
"""What leads from data to what they are about."""


def demanded(s: Sentence, i: int) -> bool:
    """Whether what a gerund or noun names is asked of the reader: "providing it is voluntary", "its provision is a requirement"."""
    up = s.head[i]
    said = s.child(up, "acomp", "attr") if s.dep[i] in ("csubj", "nsubj") and s.lemma[up] == "be" else None
    asked = any(s.form[c] in word_lists().condition_marks for c in s.kids[up])
    return said is not None and s.lemma[said] in word_lists().demands and not asked and not in_condition(s, up)


class Nominals(Companions):
    """Reads the frames that are not verbs of frames.toml."""

    def _nominal(self, s: Sentence, i: int, rule: FrameRule, word: str, span: tuple[int, int]) -> Frame | None:
        links = ("to", "over") if rule.id == "read" and i in s.merged else ("to",) if rule.id == "read" else ("of",)
        of = next((k for k in s.kids[i] if s.dep[k] == "prep" and s.form[k] in links), None)  # "access to or control over"
        k = i
        while of is None and rule.id != "read" and (later := s.child(k, "conj")) is not None:
            # "the collection, storage and use of your data": the last noun carries the object of all
            k = later
            of = next((c for c in s.kids[k] if s.dep[c] == "prep" and s.form[c] == "of"), None)
            inner = s.child(of, "pobj") if of is not None and s.lemma[k] in ("form", "kind", "type", "sort") else None
            if inner is not None and s.form[inner] in self.rules.nouns:
                # "the collection or any other form of processing of your data"
                k, of = inner, next((c for c in s.kids[inner] if s.dep[c] == "prep" and s.form[c] == "of"), None)
        if of is None and s.dep[i] == "conj" and rule.id != "read":
            # "the collection and use of your data": the first noun holds the object of both
            of = next((c for c in s.kids[s.head[i]] if s.dep[c] == "prep" and s.form[c] == "of" and c > i), None)
        target = s.child(of, "pobj") if of is not None else None
        if target is None:
            return None
        if self.is_request(s, i) or (word == "provision" and not demanded(s, i)) or self._describes(s, i):
            return None
        if any(s.lemma[k] in ("policy", "practice", "procedure", "notice", "statement") and s.pos[k] == "NOUN" for k in s.above(i)):
            return None  # "our practices regarding the collection of data" announces, it does not claim
        if s.form[s.head[i]] == "during" or s.lemma[target] in word_lists().business:
            return None  # "no security during transmission", "a change of control or ownership"
        above = next((k for k in s.above(i) if s.pos[k] in ("VERB", "AUX")), None)
        if rule.id == "secure" and (
            above is None or s.lemma[above] not in ("enhance", "ensure", "improve", "increase", "maintain", "provide", "strengthen")
        ):
            return None  # "cannot guarantee the security of", "the security of your data is important"
        frame = Frame(s, i, rule, word, span, rule.action, stance_of(s, i), nominal=True, confidence=0.7)
        verb = next((k for k in s.above(i) if s.pos[k] in ("VERB", "AUX")), None)
        given = (
            verb is not None
            and s.form[s.head[i]] == "with"
            and s.lemma[verb] in ("provide", "supply", "furnish")
            and s.head[s.head[i]] == verb
        )
        if rule.id == "read" and s.dep[i] == "dobj" and verb is not None and self._granted(s, verb, frame):
            pass  # "carers are given access to your care plan"
        elif rule.id == "read":
            if verb is None or (not given and (s.lemma[verb] not in self.rules.light or s.head[i] != verb)):
                return None
            if not self._set_actor(s, verb, frame, self._passive(s, verb)):
                return None
            allowed = frame.actor == "user" and self._allowed_us(s, verb, i)
            if frame.actor == "user" and not allowed:
                return None
            if s.lemma[verb] in ("restrict", "limit"):
                frame.actor_part = None
                frame.add("recipients", [])
                direct_to = [
                    k
                    for k in (*s.kids[verb], *s.kids[i], *s.kids[target])
                    if s.dep[k] in ("prep", "dative") and s.form[k] == "to" and k != of
                ]
                for p in direct_to:
                    inner = s.child(p, "pobj")
                    if inner is not None:
                        self._recipients(s, frame, p, s.first[inner], self._agent_end(s, inner), "recipient")
                        for k in s.kids[inner]:
                            if s.dep[k] == "relcl":
                                for part in purpose_phrases.of_verb(s, k, self.lexicon):
                                    frame.add("purposes", [part])
            if allowed:
                frame.action, frame.actor, frame.actor_part = "collect", "first-party", None
            elif given or s.lemma[verb] in ("give", "provide", "grant"):
                frame.action = "share"
                self._datives(s, verb, frame)
                to_whom = s.child(verb, "dobj") if given else None
                if to_whom is not None:
                    for m in mentions(s, s.first[to_whom], self._agent_end(s, to_whom), self.lexicon, prefer=("party", "data")):
                        if m.kind in ("party", "pronoun"):
                            frame.add("recipients", [self.part(s, m)])
            frame.stance = stance_of(s, verb)
        light = verb is not None and s.head[i] == verb and s.dep[i] == "dobj" and s.lemma[verb] in ("keep", "make", "have", "take")
        if rule.id != "read" and light and verb is not None:
            # "they keep track of", "we make use of": who does it is said with the light verb
            if not self._set_actor(s, verb, frame, self._passive(s, verb)) or frame.actor == "user":
                return None
            frame.stance = stance_of(s, verb)
        elif rule.id != "read":
            poss = s.child(i, "poss")
            if poss is not None and not self._actor_from(s, frame, s.first[poss], s.last[poss]):
                frame.actor, frame.actor_part = "first-party", None
            if frame.actor == "user":
                return None
            if frame.actor == "pronoun":
                frame.actor = "third-party"
            if verb is not None and i in (k for k in self._heads(s, verb)):
                frame.stance = self._ruled(s, verb, frame.stance)
        last = self._cut(s, frame, s.first[target], s.last[target])
        for m in mentions(s, s.first[target], last, self.lexicon):
            if (
                (m.kind in ("data", "deictic") and m.known)
                or (m.kind == "pronoun" and (rule.id == "read" or light))
                or (
                    m.kind == "technology" and m.known and (rule.action in ("use", "track") or (rule.id == "read" and frame.stance.negated))
                )
            ):
                self._place(s, frame, m)
            elif m.kind == "other" and frame.action == "share" and s.form[m.first] in ("your", "their"):
                frame.add("data", [self.part(s, m)])
        if not frame.roles.get("data") and not frame.roles.get("technology"):
            return None
        if frame.roles.get("technology") and not frame.roles.get("data") and rule.id != "read":
            frame.action = "track"
        if word == "provision":
            frame.action = "collect"
        for p in self._prepositions(s, i, [(s.first[target], s.last[target])]):
            if p != of:
                self._companion(s, frame, p)
        if frame.action == "track" and rule.id == "use":
            frame.add("purposes", purpose_phrases.of_verb(s, i, self.lexicon))
            frame.add("purposes", purpose_phrases.of_subject(s, verb, self.lexicon) if verb is not None else [])
            if not frame.roles.get("purposes"):
                return None
        if rule.id == "read" and frame.actor_part and frame.action == "access":
            frame.add("recipients", [] if self.is_us(s, frame.actor_part) else [frame.actor_part])
        for part in purpose_phrases.of_verb(s, verb if rule.id == "read" and verb is not None else i, self.lexicon):
            frame.add("purposes", [part])
        if verb is not None and i in self._heads(s, verb):
            frame.add("purposes", purpose_phrases.of_subject(s, verb, self.lexicon))
        return frame

    def _describes(self, s: Sentence, i: int) -> bool:
        """Whether a noun only says which data are meant: "log data relating to the use of the app", "statistics on your access to it"."""
        p = s.first[i] - 1
        p -= p > 0 and s.form[p] == "to" and s.form[p - 1] in ("relating", "related", "pertaining", "respect", "regard")
        p -= p > 0 and s.form[p] in ("respect", "regard") and s.form[p - 1] == "with"
        if p < 1 or s.form[p] not in _TOPICS or s.pos[p - 1] not in ("NOUN", "PROPN"):
            return False
        first = p - 1
        while first > s.first[p - 1] and s.dep[first - 1] in ("compound", "amod", "nmod"):
            first -= 1
        return typed(s, first, p - 1, self.lexicon).kind == "data"

    def _allowed_us(self, s: Sentence, verb: int, access: int) -> bool:
        """Whether readers let the organisation see what is theirs: "you can give us access to your contacts"."""
        between = range(verb + 1, access)
        ours = any(s.form[k] in word_lists().we or self.is_own_name(s.form[k]) for k in between)
        return s.lemma[verb] in ("give", "grant", "allow") and ours and not stance_of(s, verb).negated

    @staticmethod
    def _heads(s: Sentence, verb: int) -> Iterator[int]:
        """The subject of a verb and the nouns coordinated with it."""
        k = s.child(verb, "nsubjpass", "nsubj")
        while k is not None:
            yield k
            k = s.child(k, "conj")

    @staticmethod
    def _ruled(s: Sentence, verb: int, stance: Stance) -> Stance:
        """The stance of a practice named by the subject of a verb: "is prohibited", "is not permitted", "does not take place"."""
        if s.lemma[verb] in ("prohibit", "forbid", "ban", "exclude"):
            return stance_of(s, verb).flipped()
        if s.lemma[verb] in ("permit", "allow", "occur", "happen", "take", "perform", "carry", "make"):
            said = stance_of(s, verb)
            return said if said.negated else stance
        return stance

    def _granted(self, s: Sentence, verb: int, frame: Frame) -> bool:
        """Whether access is given in a passive; its subject receives, and who gives stays unsaid."""
        receiver = s.child(verb, "nsubjpass")
        if receiver is None or s.lemma[verb] not in ("give", "grant", "provide", "allow"):
            return False
        found = mentions(s, s.first[receiver], self._agent_end(s, receiver), self.lexicon, prefer=("party", "data"))
        parts = [self.part(s, m) for m in found if m.kind in ("party", "pronoun") or (m.kind == "other" and s.tag[m.head] == "NNS")]
        if not parts:
            return False
        frame.action, frame.stance = "share", stance_of(s, verb)
        frame.add("recipients", parts)
        return True

    def _adjectival(self, s: Sentence, i: int, rule: FrameRule) -> Frame | None:
        verb = next((k for k in s.above(i) if s.pos[k] in ("VERB", "AUX")), None)
        if verb is None or (
            s.lemma[verb] not in ("be", "become", "remain", "make", "keep", "consider", "stay", "hold") and s.dep[i] != "amod"
        ):
            return None
        subject = s.child(verb, "nsubj", "nsubjpass", "dobj")
        if subject is None or s.dep[i] == "amod":
            return None
        if s.lemma[verb] in ("make", "keep", "hold"):
            # "we make your profile public": the adjective speaks of the object, which the parser may call its subject
            subject = s.child(verb, "dobj") or s.child(i, "nsubj") or subject
        if subject is None:
            return None
        span = (min(s.start[verb], s.start[i]), max(s.end[verb], s.end[i]))
        if rule.id == "confidential" and (stance_of(s, verb) == Stance(True, "may") or self._warns(s, i, verb)):
            return None  # "e-mail may not be secure" warns
        if disclaimed(s, verb):
            return None  # "we cannot ensure that your letters will not become public"
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
        if rule.id == "public" and s.form[i] == "public" and not frame.roles.get("recipients"):
            frame.add("recipients", [Part(s.start[i], s.end[i], "pf:GeneralPublic", kind="party")])
        if rule.id == "available" and not frame.roles.get("recipients"):
            openly = any(s.form[k] == "publicly" for k in s.kids[i])
            seen = s.form[i] in ("visible", "viewable") and s.lemma[verb] in ("be", "become", "remain")
            told = any(p.kind == "data" and p.concept not in BLANK for p in frame.roles["data"])
            told = told or (openly and s.lemma[verb] == "make" and not frame.embedded and s.tag[subject] not in ("WDT", "WP"))
            if (openly or seen) and (told or frame.stance.negated):
                frame.action = "publish"  # "is publicly available", "your name is visible"
            elif not frame.roles.get("purposes"):
                return None
        return frame

    def _warns(self, s: Sentence, i: int, verb: int) -> bool:
        """Whether the sentence warns or asks: "e-mail is not always safe", "we cannot promise that it is", "you must keep it secret"."""
        if s.form[i - 1] in ("always", "completely", "fully", "entirely", "perfectly", "totally") and stance_of(s, verb).modality == "will":
            return True
        if any(s.form[k] in ("not", "n't", "never") for k in range(max(0, i - 2), i)) or disclaimed(s, verb):
            return True
        doer = self._subject(s, verb) if s.lemma[verb] in ("make", "keep", "hold") else None
        return doer is not None and s.form[doer] in word_lists().reader

    def _helping(self, s: Sentence, i: int) -> Frame | None:
        """Read "this helps us (to) improve ...": a use of what the subject names, for what it helps with."""
        inner = self._helped_with(s, i)
        subject = s.child(i, "nsubj")
        if inner is None or subject is None or not s.tag[inner].startswith("VB") or in_condition(s, i):
            return None
        helped = s.child(i, "dobj") or s.child(inner, "nsubj", "nsubjpass")
        if (
            helped is not None
            and s.form[helped] not in word_lists().we
            and s.form[helped] not in ("you", "users", "user", "visitors")
            and not self.is_own_name(s.text(s.first[helped], helped).lower())
        ):
            return None
        if s.tag[subject] in ("WDT", "WP") and s.dep[i] == "relcl":
            subject = s.head[i]
            if helped is not None and s.form[helped] == "you":
                return None  # "data that allow you to identify yourself" only says which data
        rule = self.rules.verbs["use"][0]
        frame = Frame(s, i, rule, s.lemma[i], (s.start[i], s.end[i]), "use", stance_of(s, i), confidence=0.7)
        for m in mentions(s, s.first[subject], self._agent_end(s, subject), self.lexicon, prefer=("technology", "data", "party")):
            if m.kind == "technology" and self.observes(s, m):
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
            again = s.child(later, "xcomp", "ccomp") if s.lemma[later] in self.rules.helping else None
            if again is not None:
                frame.add("purposes", purpose_phrases.phrases(s, again, self.lexicon))
            later = s.child(later, "conj")
        return frame

    @staticmethod
    def _helped_with(s: Sentence, i: int) -> int | None:
        """The verb of what ``i`` helps with: "allows us to plan", "helps us in planning", "makes it possible (for us) to plan"."""
        if s.lemma[i] == "make":
            able = next((k for k in range(i + 1, min(i + 5, s.n)) if s.form[k] == "possible"), None)
            return s.child(able, "advcl", "xcomp") if able is not None else None
        within = next((k for k in s.kids[i] if s.form[k] == "in" and s.dep[k] == "prep"), None)
        gerund = s.child(within, "pcomp") if within is not None else None
        return s.child(i, "xcomp", "ccomp") or gerund

    def _serving(self, s: Sentence, i: int) -> Frame | None:
        """Read "this is for ...", "cookies are essential for ...", "these data serve to ...": a use of what the subject names."""
        subject = s.child(i, "nsubj", "nsubjpass")
        if subject is None or in_condition(s, i) or s.tag[subject] in ("WDT", "WP"):
            return None
        anchor = next(
            (
                k
                for k in s.kids[i]
                if s.dep[k] == "acomp" and s.lemma[k] in ("necessary", "essential", "needed", "required", "important", "useful", "vital")
            ),
            i,
        )
        preposition = next((k for k in s.kids[anchor] if s.dep[k] == "prep" and s.form[k] == "for"), None)
        target = s.child(preposition, "pobj", "pcomp") if preposition is not None else None
        needed = s.lemma[i] in ("need", "require")
        served = s.child(i, "advcl", "xcomp") if needed else s.child(i, "xcomp") if s.lemma[i] == "serve" else None
        if (target is None or preposition is None) and served is None:
            return None
        rule = self.rules.verbs["use"][0]
        frame = Frame(s, i, rule, s.lemma[i], (s.start[i], s.end[i]), "use", stance_of(s, i), confidence=0.6)
        for m in mentions(s, s.first[subject], self._agent_end(s, subject), self.lexicon, prefer=("technology", "data", "party")):
            if m.kind == "technology" and self.observes(s, m):
                frame.add("technology", [self.part(s, m)])
                frame.action = "track"
            elif (m.kind in ("data", "deictic") and m.known) or (m.kind == "pronoun" and s.form[m.head] in ("this", "that", "these")):
                frame.add("data", [self.part(s, m)])
        if served is not None:
            for_whom = needed and s.child(served, "nsubj") is not None  # "for the shop to work"
            told = [purpose_phrases.part(s, s.first[served] + 1, s.last[served], self.lexicon)] if for_whom else None
            frame.add("purposes", told or purpose_phrases.phrases(s, served, self.lexicon))
        for p in (
            () if preposition is None else (preposition, *(k for k in s.kids[preposition] if s.dep[k] == "conj" and s.form[k] == "for"))
        ):
            goal = s.child(p, "pobj", "pcomp")
            if goal is not None:
                last = s.last[goal] if p != preposition else self._cut_companions(s, frame, s.first[goal], s.last[goal])
                if last + 2 < s.n and s.form[last + 1] == "to" and s.dep[last + 1] == "prep":
                    last = s.last[last + 1]  # "for the shop to work", the verb taken for a noun
                frame.add("purposes", purpose_phrases.after_for(s, goal, s.first[goal], last, self.lexicon))
        named = frame.roles.get("data") or frame.roles.get("technology")
        return frame if named and frame.roles.get("purposes") else None

    @staticmethod
    def _of_reader(s: Sentence, m: Mention, end: int) -> bool:
        """Whether a thing is said to be the reader's or to be data: "your posts", "details of ...", "the photos you share"."""
        if s.form[m.first] == "your" or s.lemma[m.head] in word_lists().generic_heads:
            return True
        return any(s.form[k] == "you" and s.dep[k] == "nsubj" and s.dep[s.head[k]] == "relcl" for k in range(m.head + 1, end + 1))

    def _including(self, s: Sentence, i: int) -> Frame | None:
        """Read "such information may include your name": what was said of the subject holds for what it includes."""
        subject = self._subject(s, i)
        if subject is None or in_condition(s, i) or s.child(i, "acomp") is not None:
            return None
        first, last = s.first[subject], self._agent_end(s, subject)
        subject_words = mentions(s, first, last, self.lexicon)
        if not subject_words:
            return None
        lead = subject_words[0]
        taken_up = s.lemma[i] == "include" and lead.kind == "pronoun" and s.form[lead.head] in ("this", "these", "they")
        named = (lead.kind in ("data", "deictic") and lead.known) or s.lemma[lead.head] in ("type", "category", "example", "kind", "detail")
        if not named and not taken_up:
            return None
        of = next((k for k in s.kids[i] if s.form[k] == "of"), None) if s.lemma[i] == "consist" and lead.kind == "deictic" else None
        target = s.child(i, "dobj", "attr") if of is None else s.child(of, "pobj")
        if target is None or s.lemma[target] == "right":
            return None
        rule = self.rules.verbs["collect"][0]
        frame = Frame(s, i, rule, "include", (s.start[i], s.end[i]), "collect", stance_of(s, i), confidence=0.7)
        end = max(s.last[target], s.last[i] if s.dep[i] == "ROOT" else s.last[target])
        while end > target and s.pos[end] == "PUNCT":
            end -= 1
        if lead.kind == "deictic" and lead.concept != "dpv:Data":
            frame.add("data", [self.part(s, lead)])
        found = mentions(s, s.first[target], end, self.lexicon)
        known = [m for m in found if m.kind == "data" and m.known]
        if (s.lemma[i] == "be" and len(known) < 2) or not known:
            return None
        opener = found[0]
        listed = len(known) > 2 and len(known) * 3 >= len(found) * 2
        if not named and not (opener in known and (listed or self._of_reader(s, opener, end))):
            return None  # "this includes your posts" speaks of data, "this includes payments and moderation" does not
        frame.add(
            "data",
            [self.part(s, m) for m in found if m.kind in ("data", "technology", "other") and (m.known or len(known) * 2 >= len(found))],
        )
        frame.roles["inherits"] = []
        return frame
