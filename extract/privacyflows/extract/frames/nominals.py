"""Nominalisations: "the disclosure of your data to couriers", "our use of cookies", "carers have access to your plan".

In goes a noun of ``rules/frames.toml``, out comes a frame where what stands behind its "of" (behind the "to" of an access) names data, and
where the noun is claimed and not only spoken of. Who does it, and whether it is done, stands with a light verb, a possessive or a verb of
which the noun is the subject. The words are in ``rules/nominals.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from privacyflows.extract.frames.clauses import in_condition
from privacyflows.extract.frames.companions import Companions
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import FrameRule
from privacyflows.extract.mentions.mentions import mentions, typed, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.polarity.polarity import Stance, stance_of
from privacyflows.extract.purposes import purposes as purpose_phrases

_words = partial(listed_words, "nominals.toml", "nominals")


def demanded(s: Sentence, i: int) -> bool:
    """Whether what a gerund or noun names is asked of the reader: "providing it is voluntary", "its provision is a requirement"."""
    up = s.head[i]
    said = s.child(up, "acomp", "attr") if s.dep[i] in ("csubj", "nsubj") and s.lemma[up] == "be" else None
    asked = any(s.form[c] in word_lists().condition_marks for c in s.kids[up])
    return said is not None and s.lemma[said] in word_lists().demands and not asked and not in_condition(s, up)


class Nominals(Companions):
    """Reads the frames of nouns."""

    def _nominal(self, s: Sentence, i: int, rule: FrameRule, word: str, span: tuple[int, int]) -> Frame | None:
        """The frame of the noun of doing at ``i``; None where it names no data or claims nothing."""
        of = self._link_to_object(s, i, rule)
        target = s.child(of, "pobj") if of is not None else None
        verb = next((k for k in s.above(i) if s.pos[k] in ("VERB", "AUX")), None)
        if target is None or self._only_spoken_of(s, i, rule, word, target, verb):
            return None
        frame = Frame(s, i, rule, word, span, rule.action, stance_of(s, i), nominal=True, confidence=0.7)
        access = rule.id == "read"
        light = verb is not None and s.head[i] == verb and s.dep[i] == "dobj" and s.lemma[verb] in _words("light")
        told = self._accessed(s, frame, verb, target) if access else self._done(s, frame, verb, light=light)
        if not told or not self._object_of_doing(s, frame, target, pronouns=access or light):
            return None
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
        if access and frame.actor_part and frame.action == "access":
            frame.add("recipients", [] if self.is_us(s, frame.actor_part) else [frame.actor_part])
        frame.add("purposes", purpose_phrases.of_verb(s, verb if access and verb is not None else i, self.lexicon))
        if verb is not None and i in self._heads(s, verb):
            frame.add("purposes", purpose_phrases.of_subject(s, verb, self.lexicon))
        return frame

    def _link_to_object(self, s: Sentence, i: int, rule: FrameRule) -> int | None:
        """The preposition before the object of a noun, which may stand with a noun coordinated with it."""
        if rule.id == "read":
            over = self._of(s, i, "over") if i in s.merged else None  # "access to or control over"
            return self._of(s, i, "to") or over
        of, k = self._of(s, i), i
        while of is None and (later := s.child(k, "conj")) is not None:
            # "the collection, storage and use of your data": the last noun carries the object of all
            k = later
            of = self._of(s, k)
            inner = s.child(of, "pobj") if of is not None and s.lemma[k] in _words("kinds") else None
            if inner is not None and s.form[inner] in self.rules.nouns:
                k, of = inner, self._of(s, inner)  # "the collection or any other form of processing of your data"
        if of is None and s.dep[i] == "conj":
            # "the collection and use of your data": the first noun holds the object of both
            of = next((c for c in s.kids[s.head[i]] if s.dep[c] == "prep" and s.form[c] == "of" and c > i), None)
        return of

    @staticmethod
    def _of(s: Sentence, noun: int, form: str = "of") -> int | None:
        return next((k for k in s.kids[noun] if s.dep[k] == "prep" and s.form[k] == form), None)

    def _only_spoken_of(self, s: Sentence, i: int, rule: FrameRule, word: str, target: int, verb: int | None) -> bool:
        """Whether a noun of doing claims nothing: it is asked for, announced, or only says which data or what could happen."""
        if self.is_request(s, i) or (word == "provision" and not demanded(s, i)) or self._describes(s, i):
            return True
        if any(s.lemma[k] in _words("announcing") and s.pos[k] == "NOUN" for k in s.above(i)):
            return True  # "our practices regarding the collection of data" announces, it does not claim
        if s.form[s.head[i]] == "during" or s.lemma[target] in word_lists().business:
            return True  # "no security during transmission", "a change of control or ownership"
        # "cannot guarantee the security of", "the security of your data is important"
        return rule.id == "secure" and (verb is None or s.lemma[verb] not in _words("strengthening"))

    def _accessed(self, s: Sentence, frame: Frame, verb: int | None, target: int) -> bool:
        """Fill in who has access, gives it or restricts it; False where nobody does."""
        i = frame.verb
        if verb is None:
            return False
        if s.dep[i] == "dobj" and self._granted(s, verb, frame):
            return True  # "carers are given access to your care plan"
        given = s.form[s.head[i]] == "with" and s.lemma[verb] in _words("supplying") and s.head[s.head[i]] == verb
        if not given and (s.lemma[verb] not in self.rules.light or s.head[i] != verb):
            return False
        if not self._set_actor(s, verb, frame, self._passive(s, verb)):
            return False
        allowed = frame.actor == "user" and self._allowed_us(s, verb, i)
        if frame.actor == "user" and not allowed:
            return False
        if s.lemma[verb] in _words("restricting"):
            self._restricted(s, frame, verb, target)
        if allowed:
            frame.action, frame.actor, frame.actor_part = "collect", "first-party", None
        elif given or s.lemma[verb] in _words("giving"):
            frame.action = "share"
            self._datives(s, verb, frame)
            to_whom = s.child(verb, "dobj") if given else None
            if to_whom is not None:
                found = mentions(s, s.first[to_whom], self._agent_end(s, to_whom), self.lexicon, prefer=("party", "data"))
                frame.add("recipients", [self.part(s, m) for m in found if m.kind in ("party", "pronoun")])
        frame.stance = stance_of(s, verb)
        return True

    def _restricted(self, s: Sentence, frame: Frame, verb: int, target: int) -> None:
        """Read "we restrict access to your data to employees who need it to help you": who has it, and what for."""
        frame.actor_part = None
        frame.add("recipients", [])
        link = s.head[target]
        for p in (*s.kids[verb], *s.kids[frame.verb], *s.kids[target]):
            whom = s.child(p, "pobj") if s.dep[p] in ("prep", "dative") and s.form[p] == "to" and p != link else None
            if whom is None:
                continue
            self._recipients(s, frame, p, s.first[whom], self._agent_end(s, whom), "recipient")
            for k in s.kids[whom]:
                if s.dep[k] == "relcl":
                    frame.add("purposes", purpose_phrases.of_verb(s, k, self.lexicon))

    def _done(self, s: Sentence, frame: Frame, verb: int | None, *, light: bool) -> bool:
        """Fill in who does what a noun names, and whether it is done; False where the reader does it, or nobody."""
        i = frame.verb
        if light and verb is not None:
            # "they keep track of", "we make use of": who does it is said with the light verb
            if not self._set_actor(s, verb, frame, self._passive(s, verb)) or frame.actor == "user":
                return False
            frame.stance = stance_of(s, verb)
            return True
        owner = s.child(i, "poss")
        if owner is not None and not self._actor_from(s, frame, s.first[owner], s.last[owner]):
            frame.actor, frame.actor_part = "first-party", None
        if frame.actor == "user":
            return False
        if frame.actor == "pronoun":
            frame.actor = "third-party"
        if verb is not None and i in self._heads(s, verb):
            frame.stance = self._ruled(s, verb, frame.stance)
        return True

    def _object_of_doing(self, s: Sentence, frame: Frame, target: int, *, pronouns: bool) -> bool:
        """Place what a noun of doing speaks of, as data or means; False where it is neither."""
        last, access = self._cut(s, frame, s.first[target], s.last[target]), frame.rule.id == "read"
        for m in mentions(s, s.first[target], last, self.lexicon):
            if (
                (m.kind in ("data", "deictic") and m.known)
                or (m.kind == "pronoun" and pronouns)
                or (m.kind == "technology" and m.known and (frame.rule.action in ("use", "track") or (access and frame.stance.negated)))
            ):
                self._place(s, frame, m)
            elif m.kind == "other" and frame.action == "share" and s.form[m.first] in word_lists().yours:
                frame.add("data", [self.part(s, m)])
        if frame.roles.get("technology") and not frame.roles.get("data") and not access:
            frame.action = "track"
        return bool(frame.roles.get("data") or frame.roles.get("technology"))

    def _describes(self, s: Sentence, i: int) -> bool:
        """Whether a noun only says which data are meant: "log data relating to the use of the app", "statistics on your access to it"."""
        p = s.first[i] - 1
        p -= p > 0 and s.form[p] == "to" and s.form[p - 1] in _words("leading_to_topic")
        p -= p > 0 and s.form[p] in _words("respects") and s.form[p - 1] == "with"
        topical = s.form[p] in word_lists().topics or s.form[p] in _words("topic_prepositions")
        if p < 1 or not topical or s.pos[p - 1] not in ("NOUN", "PROPN"):
            return False
        first = p - 1
        while first > s.first[p - 1] and s.dep[first - 1] in ("compound", "amod", "nmod"):
            first -= 1
        return typed(s, first, p - 1, self.lexicon).kind == "data"

    def _allowed_us(self, s: Sentence, verb: int, access: int) -> bool:
        """Whether readers let the organisation see what is theirs: "you can give us access to your contacts"."""
        between = range(verb + 1, access)
        ours = any(s.form[k] in word_lists().we or self.is_own_name(s.form[k]) for k in between)
        return s.lemma[verb] in _words("granting") and ours and not stance_of(s, verb).negated

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
        if s.lemma[verb] in _words("forbidding"):
            return stance_of(s, verb).flipped()
        if s.lemma[verb] in _words("happening"):
            said = stance_of(s, verb)
            return said if said.negated else stance
        return stance

    def _granted(self, s: Sentence, verb: int, frame: Frame) -> bool:
        """Whether access is given in a passive; its subject receives, and who gives stays unsaid."""
        receiver = s.child(verb, "nsubjpass")
        if receiver is None or s.lemma[verb] not in _words("granting"):
            return False
        found = mentions(s, s.first[receiver], self._agent_end(s, receiver), self.lexicon, prefer=("party", "data"))
        parts = [self.part(s, m) for m in found if m.kind in ("party", "pronoun") or (m.kind == "other" and s.tag[m.head] == "NNS")]
        if not parts:
            return False
        frame.action, frame.stance = "share", stance_of(s, verb)
        frame.add("recipients", parts)
        return True
