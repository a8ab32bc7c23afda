"""Who acts: the subject of a verb or the agent of a passive, and whether that is we, the reader or somebody else.

In goes a verb with its frame, out comes the frame with its actor. Which token the subject is, `doers` finds; the words are in
``rules/actors.toml``.
"""

from __future__ import annotations

from functools import partial

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.requests import Requests
from privacyflows.extract.mentions.mentions import Mention, Part, mentions, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words

_words = partial(listed_words, "actors.toml", "actors")


def lemma_intransitive(lemma: str) -> bool:
    """Verbs whose subject is what is kept or moved: "your files remain on your device"."""
    return lemma in _words("intransitive")


def name_shaped(s: Sentence, first: int, head: int) -> bool:
    """Whether a phrase looks like a name: its head has a capital, a digit or a point where no plain word has one."""
    word = s.view[s.start[head] : s.end[head]]
    if s.pos[first] in ("DET", "PRON") or not word[0].isalnum() or word.isdigit() or s.view[s.start[0] : s.end[-1]].isupper():
        return False
    inner = word[1:].strip(".")
    return inner != inner.lower() or "." in inner or any(c.isdigit() for c in inner) or (head > 0 and word[0].isupper())


def _is_dummy(s: Sentence, k: int, verb: int) -> bool:
    """Whether the "it" at ``k`` only holds the place of a clause: "it is our policy to ...", "it is necessary to ..."."""
    up = s.head[k]
    return s.form[k] == "it" and up != verb and s.lemma[up] == "be" and s.child(up, "attr", "acomp") is not None


class Actors(Requests):
    """Finds the actor of a frame."""

    def is_asked_for(self, s: Sentence, i: int) -> bool:
        """Whether verb ``i`` is what the organisation asks somebody to do: "we ask entrants to provide an address"."""
        up = s.head[i]
        if s.dep[i] not in ("xcomp", "ccomp", "advcl") or s.lemma[up] not in _words("demanding"):
            return False
        if s.child(up, "nsubjpass") is not None:
            return True
        subject = self._subject(s, up)
        if subject is None:
            return False
        words = s.form[s.first[subject] : self._agent_end(s, subject) + 1]
        ours = "our" in words and any(w in word_lists().own_things for w in words)  # "some of our services ask you to"
        return ours or s.form[subject] in word_lists().we or self.is_own_name(s.text(s.first[subject], subject).lower())

    def set_actor(self, s: Sentence, i: int, frame: Frame) -> bool:
        """Fill in who does what verb ``i`` says; False where nobody does whom a statement could name."""
        return self._set_actor(s, i, frame, self._passive(s, i))

    def _set_actor(self, s: Sentence, i: int, frame: Frame, passive: bool) -> bool:
        """Fill in who acts; False where nobody does whom a statement could name."""
        if passive:
            by = next((k for k in s.kids[i] if s.dep[k] == "agent" or (s.form[k] == "by" and s.dep[k] == "prep")), None)
            target = s.child(by, "pobj") if by is not None else None
            if target is None:
                return True
            if self._actor_from(s, frame, s.first[target], self._agent_end(s, target), passive=True):
                return True
            # "protected by a password", "shared by default": how it is done, not who does it
            frame.actor, frame.actor_part = "first-party", None
            return frame.rule.id == "secure" or (s.first[target] == target and s.form[target] in word_lists().manners)
        subject = self._subject(s, i)
        if (
            s.dep[i] in ("pcomp", "csubj")
            and s.tag[i] == "VBG"
            and s.pos[s.head[s.head[i]]] in ("NOUN", "PROPN")
            and s.child(i, "nsubj") is None
        ):
            # "our purpose in collecting data": whoever owns the purpose
            return True
        if subject is None:
            root = next((k for k in (i, *s.above(i)) if s.head[k] == k), i)
            if root != i and s.tag[root] == "VB" and s.child(root, "nsubj", "aux") is None and s.dep[i] == "pcomp":
                return False  # "thank you for reviewing this information"
            if s.tag[i] == "VBG" and s.dep[i] in ("pcomp", "csubj", "nsubj", "advcl", "pobj", "dobj", "conj", "ROOT", "acl"):
                return True
            elided = s.tag[i] == "VBZ" or any(s.form[k] == "does" for k in s.kids[i])  # "Collects your clicks": a service, a cookie
            return s.dep[i] == "ROOT" and (s.tag[i] in ("VBG", "VBN", "VBD") or (elided and s.first[i] <= min(i, 1)))
        if s.tag[subject].startswith("VB"):
            return True
        if s.form[s.first[subject] : subject + 2] == ["a", "number", "of"]:
            subject = s.child(subject + 1, "pobj") or subject  # "a number of our shops collect"
        return self._actor_from(s, frame, s.first[subject], self._agent_end(s, subject))

    @staticmethod
    def _agent_end(s: Sentence, head: int) -> int:
        """The end of a subject without its relative clause, and without what it acts for ("by partners for statistics")."""
        ends = [s.first[k] for k in s.kids[head] if k > head and (s.dep[k] in ("relcl", "acl") or s.form[k] in _words("subject_ends"))]
        return max(head, min(ends) - 1) if ends else s.last[head]

    def _actor_from(self, s: Sentence, frame: Frame, first: int, last: int, *, passive: bool = False) -> bool:
        found = mentions(s, first, last, self.lexicon, prefer=("party", "technology", "data"))
        if not found:
            # a name that the parser took for an adjective or a number
            own, shape = self.is_own_name(s.text(first, last).lower()), name_shaped(s, first, last)
            frame.actor, frame.actor_part = "first-party" if own else "third-party", Part(s.start[first], s.end[last], kind="party")
            return own or shape
        m = found[0]
        nobody = s.form[m.head] in _words("nobody") or (s.form[m.first] == "no" and s.form[m.head] == "one")
        if passive and (nobody or s.form[m.first] == "no"):
            frame.stance = frame.stance.flipped()  # "is read by nobody"; a "no" on a subject is the verb's own
        if lemma_intransitive(s.lemma[frame.verb]) and not passive and m.kind in ("data", "deictic", "pronoun", "other"):
            return m.kind != "other" or s.form[m.first] in word_lists().yours  # what stays is nobody who acts
        own_text = s.lemma[m.head].lower() in word_lists().own_texts and s.form[m.first] in word_lists().own_determiners
        if _is_dummy(s, m.head, frame.verb) or (own_text and s.head[m.head] != frame.verb):
            return True  # "it is our policy not to sell data", "this policy says how we ...": who says it does it
        frame.actor_part = self.part(s, m)
        others = [self.part(s, x) for x in found[1:] if x.kind == "party" and x.known and not x.example]
        if frame.stance.negated and not passive and (m.kind == "we" or self.is_own_name(s.text(m.first, m.head).lower())):
            frame.add("beside", others)  # "neither we nor our partners sell it": each says no
        elif m.kind == "we" and not passive:
            frame.add("recipients", others)  # "we and our partners use cookies": the partners get what we get
        if nobody:
            # "no one under 13 may give us data" speaks of readers
            aged = frame.rule.user == "collect" and _words("ages") & set(s.form[m.first : last + 1])
            frame.actor = "user" if aged else "third-party"
            return True
        if m.kind == "technology" and m.known and self.observes(s, m):
            frame.actor, frame.actor_part = "first-party", None
            frame.add("technology", [self.part(s, t) for t in found if t.kind == "technology"])
            return True
        actor = self._kind_of(s, m, frame)
        frame.actor = actor or frame.actor
        if actor == "third-party" and s.pos[m.head] == "PROPN":
            # "Acme Rail and Beta Bus collect": each of them does; "hosts and banks" are one group
            frame.add("beside", [self.part(s, x) for x in found[1:] if s.pos[x.head] == "PROPN" and s.dep[x.head] == "conj"])
        return actor is not None

    def _kind_of(self, s: Sentence, m: Mention, frame: Frame) -> str | None:
        """Who a mention is as an actor: first-party, third-party, user, "pronoun" for what is still to be resolved; None for nobody."""
        w = word_lists()
        name, form, opens = s.text(m.first, m.head).lower(), s.form[m.head].split()[-1], s.form[m.first]
        instrument = form in (w.instruments | w.means) and m.kind != "party" and opens != "your"
        if m.kind == "we" or self.is_own_name(name) or instrument or self._own_people(s, m):
            return "first-party"
        if form in w.devices and opens in w.yours and frame.rule.id in ("send", "provide", "share", "transfer"):
            return "third-party"  # "your browser sends us your IP address": a source, not the reader's doing
        if frame.rule.user == "collect" and form in _words("whoever") and s.form[m.head + 1 : m.head + 2] == ["who"]:
            return "user"  # "we ask those who enter our contests to give us an address"
        if (
            m.kind == "reader"
            or self._is_reader(s, m, form)
            or (self.lexicon.schemes["subject"].find([form.rstrip("s")]) and m.kind != "party")
        ):
            return "user"
        ours = opens in w.ours or "our" in s.form[m.first : m.last + 1] or any(name.startswith(n) for n in self.own_names)
        if form in w.own_things and (ours or m.first == m.head):
            # "some features require registration" tells what they are, not what is collected
            return None if frame.rule.id == "request" and opens in _words("part_of_all") else "first-party"
        if form in w.own_things and opens in _words("elsewhere"):
            return "third-party"  # "when you leave our site for another, that site may collect"
        if frame.rule.action == "secure" and s.lemma[m.head] in listed_words("safeguards.toml", "measures", "nouns"):
            return "first-party"  # "these measures protect your data"
        if m.kind == "pronoun":
            return "pronoun"
        if m.kind == "party" or s.form[m.head] in _words("others"):
            return "third-party"
        if m.kind in ("data", "deictic"):
            return None
        if s.pos[m.head] == "PROPN" or name_shaped(s, m.first, m.head):
            return "first-party" if self._is_akin(name) else "third-party"
        people = opens == "our" or (frame.rule.id == "read" and s.tag[m.head] == "NNS")
        return "first-party" if people else None  # "our vets", "only nurses (have access)": people of the organisation

    def _own_people(self, s: Sentence, m: Mention) -> bool:
        """Whether a mention names people of the organisation by what they belong to: "members of our team", "a member of staff"."""
        if s.lemma[m.head] not in _words("belonging") or s.form[m.head + 1 : m.head + 2] != ["of"]:
            return False
        whose = [k for k in range(m.head + 2, min(m.head + 6, s.n)) if s.form[k] in word_lists().own_things]
        return bool(whose) and (s.form[m.head + 2] in _words("belonging_openers") or s.form[m.head + 2] == s.form[whose[0]])

    @staticmethod
    def _is_reader(s: Sentence, m: Mention, form: str) -> bool:
        """Whether a subject is the readers themselves ("users"), not a party among them ("other users")."""
        return form.rstrip("s") in word_lists().people and s.form[m.first] not in _words("not_readers")

    def tracks(self, concept: str | None) -> bool:
        """Whether a technology observes people (a cookie), not merely carries a service (a website)."""
        return any(c in word_lists().tracking for c in self.lexicon.schemes["technology"].upward(concept))

    def observes(self, s: Sentence, m: Mention) -> bool:
        """Whether a mention is a technology that observes people, or points to one ("these technologies")."""
        return self.tracks(m.concept) or (s.form[m.first] in _words("pointing") and s.form[m.head] in word_lists().means)

    def is_us(self, s: Sentence, part: Part) -> bool:
        """Whether a part names the organisation itself: "we", its name."""
        text = s.view[part.start : part.end].lower()
        return text in word_lists().we or self.is_own_name(text)

    def is_own_name(self, text: str) -> bool:
        """Whether a phrase is the organisation's name, with or without its article."""
        bare = text.removeprefix("the ").strip()
        return bare in self.own_names or any(bare.removesuffix("'s").removesuffix("\u2019s") == n for n in self.own_names)

    def _is_akin(self, name: str) -> bool:
        """Whether a name is made from the organisation's: a product ("Orvado Notes"), a site ("orvado4schools"); invented names."""
        stems = (n.partition(".")[0] for n in self.own_names)
        return any(len(n) > 3 and name.startswith(n) for n in stems)

    def part(self, s: Sentence, m: Mention) -> Part:
        """A mention as a filler, without the words before its own ("directly from", a determiner stays)."""
        aside = (k - 1 for k in range(m.head + 1, m.last) if s.form[k] == "," and s.form[k + 1] in _words("remark_relatives"))
        last = next(aside, m.last)  # ", which we keep" says more about it, but is no part of its name
        if m.head < last and s.form[m.head + 1] == "in" and s.pos[m.head] == "PROPN" and m.kind in ("party", "other"):
            last = m.head  # "Lumohost in Ireland" (an invented name)
        return Part(s.start[m.first], s.end[last], m.concept, m.organisation, m.vagueness, None, m.kind, m.known)
