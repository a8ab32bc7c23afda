"""What stands beside a verb: its objects, and the prepositional phrases that name recipients, sources, purposes, means."""

from __future__ import annotations

from privacyflows.extract import purposes as purpose_phrases
from privacyflows.extract.actors import Actors, lemma_intransitive
from privacyflows.extract.frame import Frame
from privacyflows.extract.framerules import NOMINAL_MODIFIERS, FrameRule
from privacyflows.extract.mentions import Mention, Part, mentions, typed, word_lists
from privacyflows.extract.parsing import Sentence


def part_name(s: Sentence, m: Mention) -> str:
    """The name in a mention of an unknown organisation: its words up to the head, without an article."""
    text = s.text(m.first, m.head)
    return text.removeprefix("the ").removeprefix("The ")


_OWNED = frozenset({"your", "their", "user", "users", "user's", "users'", "customer", "customers", "visitor", "visitors", "which", "what", "how", "where", "whether", "who", "pages", "page"})
"""Words that say that a thing is the reader's, or that open a clause about the reader ("how you use")."""


def split_infinitive(s: Sentence, clause: int) -> bool:
    """Whether a "clause" is an object with a purpose: "we need your address to send the parcel" read as "your address sends"."""
    noun = s.child(clause, "nsubj")
    return noun is not None and s.tag[clause] == "VB" and any(s.tag[k] == "TO" for k in s.kids[clause]) and s.pos[noun] in ("NOUN", "PROPN")


def misread_participle(s: Sentence, clause: int) -> bool:
    """Whether a "clause" is a noun with a participle: "we process data received from you" read as "data received"."""
    noun = s.child(clause, "nsubj")
    return s.tag[clause] == "VBD" and noun is not None and noun == clause - 1 and s.child(clause, "mark", "aux", "dobj") is None


class Companions(Actors):
    """Fills the roles of a frame."""

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
            later = next(
                (k for k in s.kids[i] if s.dep[k] == "conj" and s.pos[k] == "VERB" and s.child(k, "nsubj", "nsubjpass") is None), None
            )
            if later is not None and s.child(i, "prep", "ccomp", "xcomp", "advcl") is None:
                direct = s.child(later, "dobj")
        if direct is not None and not (s.tag[direct] in ("WDT", "WP") and s.dep[i] == "relcl"):
            return [(s.first[direct], s.last[direct])], False
        if direct is not None or (s.dep[i] == "relcl" and s.child(i, "attr", "ccomp") is None and self._gap(s, i)):
            return [self._antecedent(s, s.head[i])], True
        clause = s.child(i, "ccomp")
        if clause is not None and direct is None and rule.object == "data" and split_infinitive(s, clause):
            noun = s.child(clause, "nsubj")
            if noun is not None:
                return [(s.first[noun], s.last[noun])], False
        if clause is not None and misread_participle(s, clause):
            noun = s.child(clause, "nsubj")
            if noun is not None:
                return [(s.first[noun], s.last[noun])], False
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
        sure = any(m.known and m.kind in ("data", "deictic") for m in found)
        for m in found:
            # an unknown thing is data only where the sentence says whose it is or lists it among data
            if m.kind in ("other", "party") and frame.rule.object == "data" and not sure and not (_OWNED & {s.form[k] for k in range(m.first, m.head + 1)}):
                continue
            self._place(s, frame, m)

    def _place(self, s: Sentence, frame: Frame, m: Mention) -> None:
        """Put an object's member into the role that its meaning asks for."""
        w = word_lists()
        part = self.part(s, m)
        if s.tag[m.head] in ("WP", "WDT") and m.first == m.last:
            return
        if s.form[m.first] == "my" or (frame.rule.id == "publish" and (s.form[m.first] == "our" or s.pos[m.head] == "PROPN")):
            return  # the label of a link ("Do not sell my data"), a publisher's own works
        if m.kind == "other" and m.first < m.last and s.tag[m.first] in ("WRB", "WP", "WDT") and frame.rule.action in ("track", "collect", "use"):
            # "how you use our site", "which pages you open"
            frame.add("data", [Part(part.start, part.end, m.concept or "pd:ServiceConsumptionBehaviour", None, None, None, "data", False)])
            return
        head = s.form[m.head].split()[-1]
        single = head[:-1] if head.endswith("s") else head
        if m.kind == "technology" and frame.rule.object != "party" and self.tracks(m.concept):
            end = next((k - 1 for k in range(m.head + 1, m.last + 1) if s.pos[k] == "ADP" or s.tag[k] in ("WDT", "TO")), m.last)
            frame.add("technology", [Part(part.start, s.end[max(m.head, end)], part.concept, None, part.vagueness, None, part.kind, part.known)])
        elif m.kind == "party" and m.known and frame.rule.object == "party":
            frame.add("recipients", [part])
        elif m.kind == "technology" and frame.rule.object != "party":
            if (frame.rule.open or frame.rule.id == "identify") and s.form[m.head] in w.devices:
                frame.add("data", [part])
        elif m.kind == "pronoun" and frame.rule.id == "provide" and s.form[m.head] in ("them", "us"):
            return
        elif m.kind in ("data", "deictic", "pronoun"):
            if m.kind == "data" and not m.known and (single in w.never_data or frame.rule.strict):
                return
            frame.add("data", [part])
        elif (m.kind == "reader" and frame.rule.object == "person") or (m.kind == "party" and frame.rule.object == "person"):
            frame.add("person", [part])
        elif (
            m.kind == "other"
            and frame.rule.id in ("retain", "delete", "share", "transfer", "combine", "provide", "send")
            and (s.form[m.first] in ("your", "user's", "users'", "their") or (m.concept and frame.action in ("share", "transfer")))
            and single not in w.never_data
            and s.form[m.head] not in w.own_things
        ):
            # what is the reader's own counts as data where it is kept or handed on, though the lexicon does not know it
            frame.add("data", [Part(part.start, part.end, m.concept, None, part.vagueness, None, "other", False)])
        elif m.kind in ("other", "party") and frame.rule.open and single not in w.never_data and s.form[m.head] not in w.own_things:
            frame.add("data", [Part(part.start, part.end, m.concept, None, part.vagueness, None, "other", False)])

    def _cut(self, s: Sentence, frame: Frame, first: int, last: int) -> int:
        """The object's end before a companion of the verb that the parser hung on the object."""
        for k in range(first + 1, last + 1):
            if s.dep[k] == "prep" and s.form[k] not in NOMINAL_MODIFIERS and self._is_companion(s, frame, k):
                return k - 1
            if (
                s.tag[k] == "TO"
                and s.dep[k] == "aux"
                and s.head[k] > k
                and s.dep[s.head[k]] in ("acl", "relcl", "advcl", "xcomp")
                and not purpose_phrases.is_controlled(s, s.head[k])
            ):
                return k - 1 if s.form[k - 1] != "order" else max(first, k - 3)
            if s.dep[k] == "mark" and s.form[k] in ("if", "when", "unless", "because", "so", "while", "once") and s.head[k] > k:
                return k - 1 if s.form[k - 1] != "," else k - 2
        return last

    def _is_companion(self, s: Sentence, frame: Frame, p: int) -> bool:
        role = frame.rule.prep.get(s.form[p], "-")
        if role == "-" or role == "data":
            return role == "data" and frame.rule.id in ("combine", "request")
        target = s.child(p, "pobj", "pcomp")
        if target is None:
            return False
        if role in ("recipient", "recipient-or-location", "data-or-recipient"):
            m = typed(s, s.first[target], s.last[target], self.lexicon, prefer=("party", "technology", "data"))
            return m.kind in ("party", "reader", "pronoun", "we") or (
                m.kind == "other" and frame.rule.action in ("share", "sell", "transfer")
            )
        if role in ("purpose", "retention-or-purpose"):
            return True
        if role == "technology-or-location":
            m = typed(s, s.first[target], s.last[target], self.lexicon, prefer=("technology", "data", "party"))
            return m.kind == "technology" and m.known and frame.rule.id in ("retain", "obtain", "place")
        return role in ("source", "condition", "retention", "location", "technology", "threat")

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
                if dep == "conj" and s.pos[c] == "ADP":
                    out.append(c)  # "to couriers and to the police"
                if dep in ("prep", "dative", "agent") and (s.pos[c] == "ADP" or s.form[c] in ("including", "using", "pursuant", "to")):
                    out.append(c)
                    todo.append(c)
                elif (dep in ("dobj", "conj", "pobj", "appos", "attr", "nmod") and (s.pos[c] not in ("VERB", "AUX"))) or (
                    dep == "nsubjpass" and c in inside
                ):
                    todo.append(c)
        # companions before the verb belong to its object or stand in front of the clause
        return [
            p
            for p in sorted(out)
            if not (p < i and any(p == x for a, b in objects for x in range(a, b + 1) if s.form[x] in NOMINAL_MODIFIERS))
        ]

    def _datives(self, s: Sentence, i: int, frame: Frame) -> None:
        for k in s.kids[i]:
            if s.dep[k] == "dative" and s.pos[k] in ("NOUN", "PROPN", "PRON"):
                for m in mentions(s, s.first[k], s.last[k], self.lexicon, prefer=("party", "data")):
                    if m.kind == "we":
                        frame.add("ours", [self.part(s, m)])
                    frame.add(
                        "person" if m.kind == "reader" else "recipients",
                        [self.part(s, m)] if m.kind in ("party", "reader", "pronoun") else [],
                    )

    def _companion(self, s: Sentence, frame: Frame, p: int) -> None:
        if s.form[p] == "with" and p and s.form[p - 1] in ("accordance", "connection", "line", "conjunction", "compliance", "conformity", "association", "consistent"):
            return
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
            frame.add(
                "purposes",
                [Part(s.start[start], s.end[last], self.lexicon.purpose(s.text(start, last)) or "dpv:EnforceSecurity", kind="purpose")],
            )
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
                elif m.kind == "party" and m.known and s.form[p] in ("through", "via") and frame.rule.object == "data":
                    frame.add("recipients" if frame.action != "collect" else "source", [self.part(s, m)])
        elif role == "data" and frame.rule.id == "request" and frame.roles.get("data"):
            # "we ask for your address" names the data, "we require your address for the delivery" what for
            frame.add("purposes", purpose_phrases.after_for(s, target, first, last, self.lexicon))
        elif role == "data":
            for m in mentions(s, first, last, self.lexicon):
                if (m.kind in ("data", "deictic") and (m.known or not frame.rule.strict)) or (
                    m.kind == "other" and frame.rule.open
                ):
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
            if (
                s.dep[k] in ("mark", "advmod")
                and s.form[k] in ("if", "when", "unless", "because", "so", "while", "once", "where")
                and s.head[k] > k
                and s.dep[s.head[k]] == "advcl"
            ):
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
                        if m.kind == "we":
                            frame.add("ours", [self.part(s, m)])
                            continue
                        frame.add(
                            "person" if m.kind == "reader" else "recipients",
                            [self.part(s, m)] if m.kind in ("party", "reader", "pronoun", "other") else [],
                        )
                return
        for m in mentions(s, first, last, self.lexicon, prefer=("party", "technology", "data")):
            part = self.part(s, m)
            if self.is_own_name(s.text(m.first, m.head).lower()):
                continue
            if m.kind == "party" or (m.kind == "pronoun" and s.form[m.head] in ("them", "those", "these")):
                who = next((k - 1 for k in range(m.head + 1, m.last + 1) if s.form[k] in ("who", "that", "which", "whom") and s.form[k - 1] != "those"), m.last)
                frame.add("recipients", [Part(part.start, s.end[max(who, m.head)], part.concept, part.organisation, part.vagueness, None, part.kind, part.known)])
            elif m.kind == "reader":
                frame.add("person", [part])
            elif m.kind == "we" and role != "known":
                frame.add("ours", [part])
            elif m.kind == "other" and role != "known" and frame.rule.action in ("share", "sell", "transfer") and self._may_receive(s, m):
                proper = s.pos[m.head] == "PROPN"
                if frame.rule.id == "provide" and not proper:
                    continue
                frame.add(
                    "recipients",
                    [
                        Part(
                            part.start,
                            part.end,
                            "dpv:ThirdParty" if proper else None,
                            part_name(s, m) if proper else None,
                            part.vagueness,
                            None,
                            "other",
                            False,
                        )
                    ],
                )
        if s.form[p] == "for" and not frame.roles.get("recipients"):
            target = s.child(p, "pobj", "pcomp")
            if target is not None:
                frame.add("purposes", purpose_phrases.after_for(s, target, first, last, self.lexicon))
        if role == "recipient-or-location" and not frame.roles.get("recipients"):
            frame.add(
                "location",
                [Part(s.start[first], s.end[last])] if s.pos[first] == "PROPN" or s.form[first] in ("the", "other", "countries") else [],
            )

    @staticmethod
    def _may_receive(s: Sentence, m: Mention) -> bool:
        w = word_lists()
        head = s.form[m.head].split()[-1]
        return (
            s.pos[m.head] in ("NOUN", "PROPN")
            and head not in w.not_party
            and (head[:-1] if head.endswith("s") else head) not in w.not_party
        )

    def _sources(self, s: Sentence, frame: Frame, first: int, last: int) -> None:
        for m in mentions(s, first, last, self.lexicon, prefer=("party", "technology", "data")):
            if m.kind in ("party", "reader", "technology", "pronoun", "other") or not m.known:
                frame.add("source", [self.part(s, m)])

    def _purposes(self, s: Sentence, i: int, frame: Frame) -> None:
        if frame.rule.purpose_is_clause:
            frame.add("purposes", purpose_phrases.whole_clause(s, i, self.lexicon))
        for part in purpose_phrases.of_verb(s, i, self.lexicon):
            frame.add("purposes", [part])
        clause = s.child(i, "ccomp")
        if clause is not None and s.child(i, "dobj") is None and split_infinitive(s, clause):
            frame.add("purposes", purpose_phrases.phrases(s, clause, self.lexicon))
