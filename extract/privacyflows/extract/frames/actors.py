"""Who acts: the (understood) subject of a verb or the agent of a passive, and whether that is we, the reader or somebody else."""

from __future__ import annotations

from functools import cache

from privacyflows.extract.frames.clauses import before_command, promised, said_of_subject, spliced
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.mentions.mentions import Mention, Part, mentions, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules
from privacyflows.extract.polarity.polarity import disclaimed


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(load_rules("actors.toml")["words"][kind].split())


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


class Actors:
    """Finds the actor of a frame."""

    def __init__(self, lexicon: Lexicon, own_names: frozenset[str] = frozenset()) -> None:
        self.lexicon = lexicon
        self.own_names = own_names
        """Names of the policy's organisation, lower case."""
        self.rules = frame_rules()

    def _passive(self, s: Sentence, i: int) -> bool:
        if s.child(i, "nsubjpass", "auxpass", "csubjpass") is not None:
            return True
        if s.dep[i] == "conj" and s.tag[i] in ("VBN", "VBD") and s.child(i, "nsubj", "dobj") is None:
            return self._passive(s, s.head[i]) or s.tag[s.head[i]] == "VBN" or said_of_subject(s, s.head[i])
        return s.tag[i] == "VBN" and s.dep[i] in ("acl", "amod", "oprd") and s.child(i, "nsubj") is None

    def _subject(self, s: Sentence, i: int) -> int | None:
        """The token that is the (understood) subject of verb ``i``; None where there is none."""
        for _ in range(8):
            if self._for_consent(s, i):
                i = s.head[i]
                continue
            own = s.child(i, "nsubj", "csubj", "expl") if s.dep[i] != "ROOT" or s.child(i, "nsubjpass") is None else s.child(i, "nsubjpass")
            if own is not None:
                if s.tag[own] in ("WDT", "WP") and s.dep[i] == "relcl":
                    return s.head[i]
                if s.form[own] == "who" and s.dep[i] == "advcl" and own > 1 and s.form[own - 1] == "," and s.pos[own - 2] == "NOUN":
                    doer = own - 2  # "hosts and banks, who may ...", hung on the verb
                    while s.dep[doer] == "conj" and s.pos[s.head[doer]] == "NOUN":
                        doer = s.head[doer]
                    return doer
                return own
            up, dep = s.head[i], s.dep[i]
            if up == i:
                return None
            if dep == "xcomp" and s.tag[i] == "VBG" and s.dep[i - 1] == "pobj" and s.form[i - 1] in word_lists().we:
                return i - 1  # "you consent to us sending it"
            if dep == "conj" and any(s.tag[c] == "TO" for c in s.kids[i]) and not any(s.tag[c] == "TO" for c in s.kids[up]):
                # "to analyse how you use our site and to improve it": the second infinitive belongs with the first
                first = next((k for k in s.above(up) if s.tag[k] == "VB" and any(s.tag[c] == "TO" for c in s.kids[k])), None)
                if first is not None:
                    i = first
                    continue
            if dep == "xcomp" and s.child(up, "nsubjpass") is not None:
                return s.child(up, "nsubjpass")
            if dep == "pcomp" and s.form[up] == "from":
                # "prohibited from using", "limits them from using"
                kept = s.child(s.head[up], "dobj", "nsubjpass")
                if kept is not None:
                    return kept
            if dep in ("xcomp", "ccomp", "advcl") and s.lemma[up] in self.rules.causative:
                middle = s.child(up, "dobj", "nsubjpass")
                if middle is not None:
                    return middle
            if dep == "xcomp" and s.dep[up] == "acl" and s.tag[up] == "VBN" and s.lemma[up] in word_lists().intended:
                # "measures designed to protect it": the measures do, or who takes them
                taker = self._subject(s, s.head[s.head[up]]) if s.dep[s.head[up]] == "dobj" else None
                return s.head[up] if taker is None else taker
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

    @staticmethod
    def _for_consent(s: Sentence, i: int) -> bool:
        """Whether the parser took the consent that is asked for as who acts: "we ask for your consent to share your address"."""
        if s.tag[i] != "VB":
            return False
        asked = s.child(i, "nsubj")
        split = asked is not None and s.head[i] < asked and any(s.tag[k] == "TO" for k in s.kids[i])
        return split and asked is not None and s.lemma[asked] in _words("consents")

    def is_request(self, s: Sentence, i: int) -> bool:
        """Whether what is named is something that the reader may ask for or has a right to, not something that is done."""
        if any(s.form[c] in ("should", "ought") and s.dep[c] == "aux" for c in s.kids[i]) or disclaimed(s, i):
            return True  # advice, a disclaimer: not a claim
        if s.tag[i] == "VBG" and s.dep[i] == "pcomp" and s.lemma[s.head[s.head[i]]] in _words("methods"):
            return True  # "no method of transmitting data is secure"
        for up in s.above(i):
            if s.lemma[up] in _words("advising") and s.pos[up] == "VERB" and not spliced(s, i, up):
                return True
            if promised(s, i, up):
                break  # "write to us and we will delete it"
            # "you have the right to know what we collect", "you can read how we use cookies"
            if s.child(up, "nsubjpass") is not None:
                continue  # "you may be asked to provide" is no wish of the reader's
            if (
                s.lemma[up] in word_lists().asking
                and s.pos[up] == "VERB"
                and s.dep[up] in ("ROOT", "ccomp", "conj", "xcomp", "acl", "relcl")
                and s.lemma[i] != s.lemma[up]
            ):
                subject = self._subject(s, up)
                commands = subject is None and s.tag[up] == "VB" and s.dep[up] in ("ROOT", "conj") and not before_command(s, i, up)
                if commands or (subject is not None and s.form[subject] in word_lists().reader):
                    return True
            if s.lemma[up] == "opt" and s.lemma[i] in ("receive", "get") and "out" in s.form[up : up + 2]:
                return True  # "the chance to opt out of receiving them"
            if s.lemma[up] == "right" and s.pos[up] == "NOUN" and s.pos[s.head[up]] in ("VERB", "AUX"):
                subject = self._subject(s, s.head[up])
                if subject is not None and s.form[subject] in word_lists().reader:
                    return True
        for k in (i, *s.above(i)):
            up = s.head[k]
            if s.dep[k] in ("relcl", "nsubj", "nsubjpass") or (s.child(k, "nsubj") is not None and s.lemma[up] not in _words("requesting")):
                return False
            if s.lemma[up] == "request" and s.pos[up] == "NOUN" and (s.dep[k] in ("acl", "relcl", "ccomp") or s.form[k] in ("for", "of")):
                owner = s.child(up, "poss")
                return owner is None or s.form[owner] not in ("our", "its", "their")  # "we honour requests to delete": theirs
            if s.pos[up] == "NOUN" and s.lemma[up] in _words("entitlements") and s.dep[k] in ("acl", "relcl", "prep", "ccomp"):
                owner = s.child(up, "poss")
                holder = self._subject(s, s.head[up]) if s.pos[s.head[up]] in ("VERB", "AUX") else None
                if owner is not None:
                    return s.form[owner] not in ("our", "its", "their")
                return holder is not None and s.form[holder] in word_lists().reader
            if (
                s.lemma[up] in word_lists().reader_verbs
                and not (s.lemma[up] == "choose" and any(r.user == "collect" for r in self.rules.verbs.get(s.lemma[i], ())))
                and s.child(up, "nsubjpass") is None
                and s.dep[k] in ("xcomp", "ccomp", "dobj", "prep", "advcl", "conj")
            ):
                subject = self._subject(s, up)
                if subject is not None and s.form[subject] in word_lists().reader and k != up and i != up:
                    return s.dep[k] != "advcl" or k < up or s.tag[k] == "VB"
        return False

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

    def _wished(self, s: Sentence, i: int) -> bool:
        """Whether the clause says that the reader does not want what verb ``i`` names."""
        return any(s.lemma[k] in _words("wishing") for k in s.above(i)) and s.dep[i] in (
            "xcomp",
            "ccomp",
            "conj",
            "pcomp",
        )

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
        ends = [s.first[k] for k in s.kids[head] if k > head and (s.dep[k] in ("relcl", "acl") or s.form[k] in ("for", "when", "if"))]
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
            return m.kind != "other" or s.form[m.first] in ("your", "their")  # what stays is nobody who acts
        own_text = s.lemma[m.head].lower() in ("policy", "notice", "statement") and s.form[m.first] in ("this", "our", "the")
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
        if form in w.devices and opens in ("your", "their", "user's") and frame.rule.id in ("send", "provide", "share", "transfer"):
            return "third-party"  # "your browser sends us your IP address": a source, not the reader's doing
        if frame.rule.user == "collect" and form in ("those", "anyone", "everyone") and s.form[m.head + 1 : m.head + 2] == ["who"]:
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
            return None if frame.rule.id == "request" and opens in ("some", "certain", "many", "most") else "first-party"
        if form in w.own_things and opens in ("that", "those"):
            return "third-party"  # "when you leave our site for another, that site may collect"
        if frame.rule.action == "secure" and s.lemma[m.head] in load_rules("safeguards.toml")["measures"]["nouns"].split():
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
        return bool(whose) and s.form[m.head + 2] in ("our", "the", *s.form[whose[0] : whose[0] + 1])

    @staticmethod
    def _is_reader(s: Sentence, m: Mention, form: str) -> bool:
        """Whether a subject is the readers themselves ("users"), not a party among them ("other users")."""
        return form.rstrip("s") in word_lists().people and s.form[m.first] not in ("other", "all", "our", "any", "certain")

    def tracks(self, concept: str | None) -> bool:
        """Whether a technology observes people (a cookie), not merely carries a service (a website)."""
        todo, seen = [concept] if concept else [], set()
        while todo:
            c = todo.pop()
            if c in word_lists().tracking:
                return True
            if c not in seen:
                seen.add(c)
                todo += self.lexicon.schemes["technology"].broader.get(c, ())
        return False

    def observes(self, s: Sentence, m: Mention) -> bool:
        """Whether a mention is a technology that observes people, or points to one ("these technologies")."""
        return self.tracks(m.concept) or (s.form[m.first] in ("this", "these", "such") and s.form[m.head] in word_lists().means)

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
        aside = (k - 1 for k in range(m.head + 1, m.last) if s.form[k] == "," and s.form[k + 1] in ("which", "who", "whose", "whom"))
        last = next(aside, m.last)  # ", which we keep" says more about it, but is no part of its name
        if m.head < last and s.form[m.head + 1] == "in" and s.pos[m.head] == "PROPN" and m.kind in ("party", "other"):
            last = m.head  # "Lumohost in Ireland" (an invented name)
        return Part(s.start[m.first], s.end[last], m.concept, m.organisation, m.vagueness, None, m.kind, m.known)
