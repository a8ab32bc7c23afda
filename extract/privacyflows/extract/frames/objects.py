"""What a verb acts on: its object, or the subject of its passive, and which role each member of it fills."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from privacyflows.extract.circumstances.places import place_names
from privacyflows.extract.frames.actors import Actors, lemma_intransitive
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import FrameRule, frame_rules
from privacyflows.extract.lexicon.lexicon import BLANK
from privacyflows.extract.mentions.mentions import Mention, Part, mentions, typed, word_lists
from privacyflows.extract.mentions.runon import bare_participle, run_on
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.purposes.infinitives import is_controlled

GIVING = frozenset({"share", "provide", "send"})
"""Rules whose verbs have two objects: what is given, and to whom."""
_MOVING = frozenset({"retain", "delete", "share", "transfer", "combine", "provide", "send"})
"""Rules whose verbs keep or move what is the reader's."""
_DATA_FIRST = ("data", "technology", "party")
_PREFERRED = {"technology": ("technology", "data", "party"), "party": ("party", "technology", "data")}
"""Object of a rule -> which schemes its words are looked up in first."""
_Found = tuple[list[tuple[int, int]], bool]
_words = partial(listed_words, "objects.toml", "words")


def split_infinitive(s: Sentence, clause: int) -> bool:
    """Whether a "clause" is an object with a purpose: "we need your address to send the parcel" read as "your address sends"."""
    noun = s.child(clause, "nsubj")
    return noun is not None and s.tag[clause] == "VB" and any(s.tag[k] == "TO" for k in s.kids[clause]) and s.pos[noun] in ("NOUN", "PROPN")


def misread_participle(s: Sentence, clause: int) -> bool:
    """Whether a "clause" is a noun with a participle: "we process data received from you" read as "data received"."""
    noun = s.child(clause, "nsubj")
    return s.tag[clause] == "VBD" and noun is not None and noun == clause - 1 and s.child(clause, "mark", "aux", "dobj") is None


def no_verb(s: Sentence, i: int) -> bool:
    """Whether a verb of a frame is none here: "data received from you", "the following", "pages viewed, your address"."""
    misread = (s.dep[i] == "ccomp" and misread_participle(s, i)) or (s.form[i] == "following" and s.dep[i] == "prep")
    return misread or bare_participle(s, i)


def _nor(s: Sentence, i: int, k: int) -> bool:
    """Whether verb ``k`` goes on with a denial by the same subject: "we do not sell, nor do we rent, your address"."""
    own, other = s.child(i, "nsubj"), s.child(k, "nsubj")
    return own is not None and other is not None and s.form[own] == s.form[other] and "nor" in s.form[i + 1 : k]


def _misread_object(s: Sentence, i: int, after: int = 0) -> int | None:
    """The object behind a comma that the parser joined to its verb: "we share, or use for adverts, your address"."""
    return next(
        (k for k in s.kids[i] if k > after and s.dep[k] == "conj" and s.pos[k] in ("NOUN", "PROPN") and s.form[s.first[k] - 1] == ","), None
    )


def _asks(s: Sentence, first: int) -> bool:
    """Whether what begins at ``first`` is an indirect question."""
    return s.tag[first] in ("WRB", "WP", "WDT") or s.form[first] == "whether"


def singular_of(s: Sentence, k: int) -> str:
    """The last word of token ``k``, without the "s" of a plural."""
    return s.form[k].split()[-1].removesuffix("s")


class Objects(Actors):
    """Finds the objects of a verb and places their members."""

    def _objects(self, s: Sentence, i: int, rule: FrameRule, passive: bool) -> _Found:
        """Token ranges of the objects (of the subject, in a passive), and whether they come from the noun that the clause modifies."""
        if passive:
            given = s.child(i, "dobj") if rule.id in GIVING and s.child(i, "nsubjpass") is not None else None
            if given is not None and s.tag[given] not in ("WDT", "WP"):
                return [(s.first[given], s.last[given])], False  # "couriers are given your address"
            return self._acted_on(s, i)
        if s.lemma[i] == "leave":
            subject = self._subject(s, i)  # "your photos never leave your phone"
            return [(s.first[subject], s.last[subject])] if subject is not None else [], False
        direct = s.child(i, "dobj")
        direct = self._least(s, i) if direct is None else direct
        told = s.child(s.head[i], "attr") if s.dep[i] == "csubj" and direct is not None and s.tag[direct] == "WP" else None
        if told is not None:
            return [(s.first[told], s.last[told])], False  # "what we collect are your name and your age"
        if direct is None and s.dep[i] != "relcl":
            direct = self._shared(s, i)
        if direct is not None and not (s.tag[direct] in ("WDT", "WP") and s.dep[i] == "relcl"):
            # a list that the parser cut in two has two objects
            # "we do not store card numbers ourselves": no object of its own
            last = max((s.last[k] for k in s.kids[i] if s.dep[k] == "dobj" and s.tag[k] != "PRP"), default=s.last[direct])
            return [(s.first[direct], max(last, s.last[direct]))], False
        if direct is not None or (s.dep[i] == "relcl" and s.child(i, "attr", "ccomp") is None and self._gap(s, i)):
            return [self._antecedent(s, s.head[i])], True
        return self._clause(s, i, rule), False

    def _acted_on(self, s: Sentence, k: int) -> _Found:
        """The subject of the passive verb ``k``, or of the verb with which it is coordinated; else the noun that it modifies."""
        for _ in range(8):
            subject = s.child(k, "nsubjpass", "csubjpass")
            if subject is None and s.dep[k] == "conj" and s.dep[s.head[k]] == "acomp":
                # "your photos are public and shared with everyone"
                k = s.head[s.head[k]]
                subject = s.child(k, "nsubj")
            elif subject is None and s.dep[k] == "conj":
                k = s.head[k]
                subject = s.child(k, "nsubj") if s.child(k, "nsubjpass") is None else None
                if subject is None:
                    continue
            if subject is None:
                return self._modified(s, k)
            if s.tag[subject] in ("WDT", "WP") and s.dep[k] == "relcl":
                return [self._antecedent(s, s.head[k])], True
            # "all mails/tickets are erased": a list that the parser cut in two has two subjects
            last = max(s.last[x] for x in s.kids[k] if x == subject or (subject < x < k and s.dep[x] == "nsubjpass"))
            return [(s.first[subject], max(last, s.last[subject]))], False
        return [], False

    def _modified(self, s: Sentence, k: int) -> _Found:
        """What a passive verb without a subject speaks of: the noun that it modifies, or the subject of the verb above it."""
        if s.dep[k] in ("acl", "relcl") and s.pos[s.head[k]] in ("NOUN", "PROPN", "PRON"):
            return [self._antecedent(s, s.head[k])], True
        if s.dep[k] == "amod" and s.pos[s.head[k]] in ("NOUN", "PROPN"):
            return [], True
        up = s.child(s.head[k], "nsubj", "nsubjpass") if s.dep[k] in ("xcomp", "advcl", "ccomp") else None
        if s.dep[k] == "pcomp" and s.form[s.head[k]] == "without":
            main = next((v for v in s.above(k) if s.pos[v] == "VERB"), k)  # "it is read without being stored"
            up = s.child(main, "nsubjpass", "nsubj")
        return ([(s.first[up], s.last[up])] if up is not None else []), False

    @staticmethod
    def _shared(s: Sentence, i: int) -> int | None:
        """The object that verb ``i`` shares with a verb joined to it, or that the parser joined to it: "share, or sell, your address"."""
        later = next(
            (
                k
                for k in s.kids[i]
                if s.dep[k] == "conj" and s.pos[k] == "VERB" and (s.child(k, "nsubj", "nsubjpass") is None or _nor(s, i, k))
            ),
            None,
        )
        direct = None
        if later is not None and s.child(i, "prep", "ccomp", "xcomp", "advcl") is None:
            direct = s.child(later, "dobj") or _misread_object(s, later)
        if direct is None and s.tag[i] != "VBG":
            direct = _misread_object(s, i)
        if direct is None and s.dep[i] == "conj" and _nor(s, s.head[i], i):
            direct = _misread_object(s, s.head[i], i)
        return direct

    def _clause(self, s: Sentence, i: int, rule: FrameRule) -> list[tuple[int, int]]:
        """The object of a verb without a noun of its own: a noun that the parser took into a clause, a question, what stays with us."""
        below = s.child(i, "ccomp")
        noun = s.child(below, "nsubj") if below is not None else None
        if below is not None and noun is not None:
            split = rule.object == "data" and split_infinitive(s, below)
            if split or misread_participle(s, below):
                return [(s.first[noun], s.last[noun])]
        clause = s.child(i, "ccomp", "attr", "advcl")
        if clause is not None and s.dep[clause] != "advcl":
            first = s.first[clause]
            if any(_asks(s, k) for k in range(first, min(first + 2, s.n))):
                return [(first, self._clause_end(s, clause))]
        elif clause is not None and s.first[clause] == i + 1 and s.form[i + 1] in _words("questions"):
            return [(i + 1, self._clause_end(s, clause))]
        subject = self._subject(s, i) if lemma_intransitive(s.lemma[i]) else None
        return [(s.first[subject], s.last[subject])] if subject is not None else []

    @staticmethod
    def _least(s: Sentence, i: int) -> int | None:
        """The object of "collect as little data as possible", which looks like a companion."""
        for p in s.kids[i]:
            noun = s.child(p, "pobj") if s.form[p] == "as" and p > i else None
            if noun is not None and any(s.form[k] in _words("small_amounts") for k in s.kids[noun]):
                return noun
        return None

    @staticmethod
    def _clause_end(s: Sentence, clause: int) -> int:
        """The end of a clause as object, before an infinitive or a verb that belongs with the verb above ("... and to count visits")."""
        for k in range(clause + 1, s.last[clause]):
            if s.form[k] not in word_lists().coordinators:
                continue
            if s.tag[k + 1] == "TO" or (s.tag[k + 1] == "VB" and s.lemma[k + 1] in frame_rules().verbs):
                return k - 1
            if k + 2 < s.n and s.form[k + 2] in _words("questions") and s.dep[k + 1] == "conj":
                return k - 1  # "how you ride and record whether you brake"
        return s.last[clause]

    @staticmethod
    def _gap(s: Sentence, i: int) -> bool:
        """Whether the relative clause of verb ``i`` lacks its object ("information we collect"), not its subject ("people who collect")."""
        subject = s.child(i, "nsubj")
        return subject is not None and s.tag[subject] not in ("WDT", "WP")

    @staticmethod
    def _antecedent(s: Sentence, noun: int) -> tuple[int, int]:
        return s.first[noun], s.last[noun]

    def _object(self, s: Sentence, frame: Frame, first: int, last: int) -> None:
        cut = self._cut(s, frame, first, last)
        if cut == last and not frame.embedded and frame.verb < last:
            cut = run_on(s, self._described(s, frame, last))
        last = cut
        if frame.rule.object == "party":
            first = self._whose_services(s, first, last)
        found = [
            m
            for a, b in self._around(s, frame.verb, first, last)
            for m in mentions(s, a, b, self.lexicon, prefer=_PREFERRED.get(frame.rule.object, _DATA_FIRST))
        ]
        if frame.embedded:
            found = found[:1]
        elif found and found[-1].concept in BLANK and frame.verb < first:
            found += self._examples_behind(s, found[-1])
        if frame.rule.id == "use" and any(m.kind == "technology" and self.observes(s, m) for m in found):
            # "cookies, device identifiers and other technologies": what stands in one list with means is a means, unless it is somebody's
            found = [self._means(s, m) for m in found]
        sure = any(m.known and m.kind in ("data", "deictic") for m in found)
        for m in found:
            # an unknown thing is data only where the sentence says whose it is or lists it among data
            if (
                m.kind in ("other", "party")
                and frame.rule.object == "data"
                and not sure
                and not (word_lists().owned & {s.form[k] for k in range(m.first, m.head + 1)})
            ):
                continue
            self._place(s, frame, m)

    @staticmethod
    def _around(s: Sentence, verb: int, first: int, last: int) -> list[tuple[int, int]]:
        """The object without its verb: "the following data is processed: your name and age"."""
        colon = next((k for k in range(verb + 1, last) if s.form[k] == ":"), 0) if first < verb < last else 0
        if not colon:
            return [(first, last)]
        return [(first, min(s.child(verb, "aux", "auxpass") or verb, verb) - 1), (colon + 1, last)]

    def _described(self, s: Sentence, frame: Frame, last: int) -> int:
        """The object's end past what it is about, which the parser may hang on the verb: "we keep records regarding your visits"."""
        p = last + 1
        if p + 1 >= s.n or s.head[p] != frame.verb or s.dep[p] != "prep":
            return last
        topic = s.form[p] in word_lists().topics
        shared = s.form[p] == "with" and frame.rule.id in ("obtain", "use", "retain") and s.lemma[s.last[p]] in word_lists().people
        end = next((k - 1 for k in range(p + 1, s.last[p]) if s.form[k] in (",", "but")), s.last[p])
        return end if topic or shared else last

    @staticmethod
    def _whose_services(s: Sentence, first: int, last: int) -> int:
        """Past "the services of" to whose they are."""
        of = next((k for k in range(first + 1, last) if s.form[k] == "of" and s.lemma[k - 1] == "service"), None)
        target = s.child(of, "pobj") if of is not None and all(s.pos[k] in ("DET", "ADJ", "NOUN") for k in range(first, of)) else None
        return first if target is None else s.first[target]

    def _examples_behind(self, s: Sentence, named: Mention) -> list[Mention]:
        """The examples of data that stand behind what the verb does with them: "we use data to bill you, such as your name"."""
        introducers = word_lists().introducers
        k = next((k for k in range(named.last + 2, s.n - 1) if s.form[k] in introducers or s.form[k : k + 2] == ["such", "as"]), None)
        if k is None or s.form[k - 1] not in (",", "("):
            return []
        first = k + (2 if s.form[k] == "such" else 1)
        end = run_on(s, k - 1)
        if end < first or any(s.dep[x] in ("nsubj", "nsubjpass") and s.head[x] > end for x in range(named.last + 1, k)):
            return []
        found = mentions(s, first, end, self.lexicon)
        if not found or found[0].kind != "data" or not found[0].known or found[0].concept in BLANK:
            return []
        return [replace(m, example=True) for m in found if m.kind == "data" and m.known]

    def _means(self, s: Sentence, m: Mention) -> Mention:
        """A bare member of a list of technologies as a technology."""
        if m.kind not in ("data", "other") or m.example or word_lists().owned & {s.form[k] for k in range(m.first, m.head + 1)}:
            return m
        known = typed(s, m.first, m.last, self.lexicon, prefer=("technology", "data", "party"))
        if known.kind == "technology":
            return known
        return Mention(m.first, m.last, m.head, "technology", concept="pf:TrackingTechnology", vagueness=m.vagueness)

    def _place(self, s: Sentence, frame: Frame, m: Mention) -> None:
        """Put an object's member into the role that its meaning asks for."""
        rule, part = frame.rule, self.part(s, m)
        if self._tells_nothing(s, frame, m):
            return
        if m.kind == "other" and m.first < m.last and _asks(s, m.first) and rule.action in ("track", "collect", "use"):
            # "how you use our site", "which pages you open"
            concept = m.concept or "pd:ServiceConsumptionBehaviour"
            frame.add("data", [Part(part.start, part.end, concept, kind="data", known=False)])
        elif m.kind == "other" and m.example and self.lexicon.schemes["subject"].find([singular_of(s, m.head)]):
            return  # "data of any resident, including minors": whom it is about
        elif m.kind == "technology" and rule.object != "party" and self.observes(s, m):
            end = next((k - 1 for k in range(m.head + 1, m.last + 1) if s.pos[k] == "ADP" or s.tag[k] in ("WDT", "TO")), m.last)
            frame.add("technology", [replace(part, end=s.end[max(m.head, end)], organisation=None)])
        elif m.kind == "party" and m.known and rule.object == "party":
            frame.add("recipients", [part])
        elif m.kind == "technology" and rule.object != "party":
            if (rule.open or rule.id == "identify") and s.form[m.head] in word_lists().devices:
                frame.add("data", [part])
        elif m.kind == "pronoun" and rule.id == "provide" and s.form[m.head] in _words("provided_to"):
            return
        elif m.kind in ("data", "deictic", "pronoun"):
            doubtful = m.kind == "data" and not m.known
            if not (doubtful and (rule.strict or singular_of(s, m.head) in word_lists().never_data)):
                frame.add("data", [part])
        elif m.kind in ("reader", "party") and rule.object == "person":
            frame.add("person", [part])
        elif self._may_be_data(s, frame, m):
            frame.add("data", [replace(part, organisation=None, kind="other", known=False)])

    @staticmethod
    def _tells_nothing(s: Sentence, frame: Frame, m: Mention) -> bool:
        """Whether a member of an object fills no role: a bare "which", an interest, the label of a link, a publisher's own works."""
        if s.tag[m.head] in ("WP", "WDT") and m.first == m.last:
            return True
        if "legitimate" in s.form[m.first : m.last + 1] or s.form[m.first] == "my":
            return True  # "legitimate interests" are a legal basis, "Do not sell my data" is a link
        return frame.rule.id == "publish" and (s.form[m.first] == "our" or s.pos[m.head] == "PROPN")

    @staticmethod
    def _may_be_data(s: Sentence, frame: Frame, m: Mention) -> bool:
        """Whether a thing that the lexicon does not know may be data: the reader's own kept or handed on, or what an open verb takes."""
        w, rule = word_lists(), frame.rule
        if singular_of(s, m.head) in w.never_data or s.form[m.head] in w.own_things:
            return False
        if m.kind == "other" and rule.id in _MOVING:
            owned = s.form[m.first] in w.yours or (m.concept and frame.action in ("share", "transfer"))
            return bool(owned) or rule.open
        return m.kind in ("other", "party") and rule.open

    def _cut(self, s: Sentence, frame: Frame, first: int, last: int) -> int:
        """The object's end before a companion of the verb that the parser hung on the object; brackets explain members and hold none."""
        depth, w, manners = 0, word_lists(), _words("manners")
        for k in range(first + 1, last + 1):
            depth += (s.form[k] == "(") - (s.form[k] == ")")
            if depth > 0:
                continue
            if " ".join(s.form[k : k + 2]) in manners:
                return k - 1
            if s.dep[k] == "prep" and k + 1 < s.n and s.form[k + 1] in _words("case_relatives") and s.form[k - 1] == ",":
                return k - 2  # ", in which case"
            if s.form[k] == "using" and s.dep[k] in ("acl", "advcl", "prep"):
                return k - 1
            if s.dep[k] == "prep" and s.form[k] not in self.rules.modifiers and self._is_companion(s, frame, k):
                return k - 1
            if (
                s.tag[k] == "TO"
                and s.dep[k] == "aux"
                and s.head[k] > k
                and s.dep[s.head[k]] in ("acl", "relcl", "advcl", "xcomp")
                and not self._within_passive_clause(s, s.head[k], first)
                and not is_controlled(s, s.head[k])
            ):
                return k - 1 if s.form[k - 1] != "order" else max(first, k - 3)
            if s.dep[k] == "mark" and s.form[k] in w.adverbial_openers and s.head[k] > k:
                if s.form[k + 1] in w.asides and s.form[k + 2 : k + 3] == [","]:
                    continue  # ", if applicable, your badge"
                return k - 1 if s.form[k - 1] != "," else k - 2
        return last

    @staticmethod
    def _within_passive_clause(s: Sentence, verb: int, first: int) -> bool:
        """Whether an infinitive belongs to a clause about the object ("information that can be used to identify you")."""
        return any(s.dep[x] == "relcl" and s.tag[x] == "VBN" and s.child(x, "nsubjpass") is not None for x in s.above(verb) if x >= first)

    def _is_companion(self, s: Sentence, frame: Frame, p: int) -> bool:
        role = frame.rule.prep.get(s.form[p], "-")
        if role == "-" or role == "data":
            return role == "data" and frame.rule.id in ("combine", "request")
        target = s.child(p, "pobj", "pcomp")
        if target is None or s.form[target] in word_lists().instances:
            return False
        if role in ("recipient", "recipient-or-location", "data-or-recipient"):
            m = typed(s, s.first[target], s.last[target], self.lexicon, prefer=("party", "technology", "data"))
            return m.kind in ("party", "reader", "pronoun", "we") or (
                m.kind == "other" and frame.rule.action in ("share", "sell", "transfer")
            )
        if role in ("purpose", "retention-or-purpose"):
            return True
        if role == "technology-or-location":
            if (
                frame.rule.action in ("retain", "use", "transfer")
                and s.pos[target] == "PROPN"
                and place_names(s.text(s.first[target], target))
            ):
                return True  # "in the United States"
            m = typed(s, s.first[target], s.last[target], self.lexicon, prefer=("technology", "data", "party"))
            return m.kind == "technology" and m.known and frame.rule.id in ("retain", "obtain", "place")
        if s.form[p] == "with" and frame.rule.id in ("obtain", "use", "retain") and s.lemma[target] in word_lists().people:
            return False  # "we use your chats with other members"
        return role in ("source", "condition", "retention", "location", "technology", "threat")
