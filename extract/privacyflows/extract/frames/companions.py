"""What stands beside a verb: the phrases that name recipients, sources, purposes and means."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from privacyflows.extract.circumstances.places import place_names
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.objects import Objects, split_infinitive
from privacyflows.extract.mentions.mentions import Mention, Part, mentions, typed, word_lists
from privacyflows.extract.mentions.runon import run_on
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.purposes import purposes as purpose_phrases
from privacyflows.extract.purposes.infinitives import is_controlled, names_purpose
from privacyflows.extract.purposes.services import clause_of, served


def part_name(s: Sentence, m: Mention) -> str:
    """The name in a mention of an unknown organisation: its words up to the head, without an article."""
    text = s.text(m.first, m.head)
    return text.removeprefix("the ").removeprefix("The ")


def _as_party(s: Sentence, m: Mention) -> Mention:
    """A mention of an unknown name as a party's."""
    return replace(m, kind="party", concept="dpv:ThirdParty", organisation=part_name(s, m), known=False)


class Companions(Objects):
    """Fills the roles of a frame."""

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
            if not (p < i and any(p == x for a, b in objects for x in range(a, b + 1) if s.form[x] in self.rules.modifiers))
        ]

    def complete(self, s: Sentence, frame: Frame, words: tuple[int, ...]) -> None:
        """Fill the frame's roles from the prepositions that hang on the tokens ``words``."""
        for k in words:
            for p in self._prepositions(s, k, []):
                self._companion(s, frame, p)

    def _datives(self, s: Sentence, i: int, frame: Frame) -> None:
        # "couriers are given your address", "are provided with it"
        given = self._passive(s, i) and (
            s.child(i, "dobj") is not None
            or (frame.rule.id == "provide" and any(s.form[k] == "with" for k in s.kids[i]) and not frame.roles.get("data"))
        )
        for k in s.kids[i]:
            if (s.dep[k] == "dative" or (given and s.dep[k] == "nsubjpass")) and s.pos[k] in ("NOUN", "PROPN", "PRON"):
                for m in mentions(s, s.first[k], s.last[k], self.lexicon, prefer=("party", "data")):
                    if m.kind == "we":
                        frame.add("ours", [self.part(s, m)])
                    frame.add(
                        "person" if m.kind == "reader" else "recipients",
                        [self.part(s, m)] if m.kind in ("party", "reader", "pronoun") else [],
                    )

    def _companion(self, s: Sentence, frame: Frame, p: int) -> None:
        if s.form[p] == "with" and p and s.form[p - 1] in word_lists().before_with:
            return
        if s.form[p] == "in" and s.form[p + 1 : p + 2] == ["response"]:
            return self._asked(s, frame, p)
        if "response" in s.form and any(s.form[k] == "response" and s.form[k - 1] == "in" for k in islice(s.above(p), 3)):
            return  # the request that is answered, and whose it is
        if s.form[p] in ("to", "of") and s.dep[s.head[p]] == "pobj" and purpose_phrases.linked_to(s, s.head[s.head[p]]) is not None:
            return  # inside "with a view to", "in addition to"
        linked = purpose_phrases.linked_to(s, p) if s.form[p] in ("in", "with", "for") else None
        if linked is not None:
            if s.tag[linked] == "VBG" or s.form[p] == "with":
                frame.add("purposes", purpose_phrases.after_linker(s, p, linked, self.lexicon))
            return
        if s.form[p] in ("in", "including") and self._gerund(s, p, frame):
            return
        role = frame.rule.prep.get(s.form[p], "-")
        if s.dep[p] == "agent" or (s.form[p] == "by" and self._passive(s, frame.verb)):
            return
        target = s.child(p, "pobj", "pcomp")
        if role == "-" or target is None:
            return
        first, last = s.first[target], s.last[target]
        cut = self._cut_companions(s, frame, first, last)
        examples = role in ("recipient", "recipient-or-location", "data")
        last = run_on(s, cut, examples=examples) if cut == last and s.pos[target] != "VERB" else cut
        if role in ("recipient", "recipient-or-location", "data-or-recipient"):
            self._recipients(s, frame, p, first, last, role)
        elif role == "threat":
            if not any(s.tag[k] == "TO" for k in range(first, s.last[target] + 1)):
                last = s.last[target]  # "from access to or loss of your data": one threat
            whole = frame.verb == p - 1 or (frame.verb < p and not frame.roles.get("data")) or frame.rule.id == "prevent"
            start = frame.verb if whole else p
            frame.add(
                "purposes",
                [Part(s.start[start], s.end[last], self.lexicon.purpose(s.text(start, last)) or "dpv:EnforceSecurity", kind="purpose")],
            )
        elif role in ("purpose", "retention-or-purpose"):
            if role == "retention-or-purpose" and purpose_phrases.is_duration(s, first, last):
                return
            if p < frame.verb and s.form[p] == "for" and s.tag[target] != "VBG" and not names_purpose(s, target):
                fronted = typed(s, first, last, self.lexicon, prefer=("data", "technology", "party"))
                if fronted.known and fronted.kind != "other" and (fronted.kind != "data" or s.pos[first] == "DET"):
                    return  # "for registered users, ...", "for each of these cookies, ...": whom or what it is about
            frame.add("purposes", purpose_phrases.after_for(s, target, first, last, self.lexicon))
        elif role == "source":
            self._sources(s, frame, first, last)
        elif role in ("technology", "technology-or-location"):
            if frame.action in ("retain", "transfer") and not frame.stance.negated:
                self._keepers(s, frame, first, last)
            for m in mentions(s, first, last, self.lexicon, prefer=("technology", "data", "party")):
                if m.kind == "technology" and m.known:
                    frame.add("technology", [self.part(s, m)])
                elif s.form[p] in ("through", "via") and frame.rule.object == "data":
                    named = s.form[p] == "via" and m.kind == "other" and s.pos[m.head] == "PROPN"
                    if named or (m.kind == "party" and m.known):
                        frame.add("recipients" if frame.action != "collect" else "source", [self.part(s, _as_party(s, m) if named else m)])
        elif role == "data" and frame.rule.id == "request" and frame.roles.get("data"):
            # "we ask for your address" names the data, "we require your address for the delivery" what for
            frame.add("purposes", purpose_phrases.after_for(s, target, first, last, self.lexicon))
        elif role == "data":
            for m in mentions(s, first, last, self.lexicon):
                if (m.kind in ("data", "deictic") and (m.known or not frame.rule.strict)) or (m.kind == "other" and frame.rule.open):
                    self._place(s, frame, m)

    def _asked(self, s: Sentence, frame: Frame, p: int) -> None:
        """Take who asks for data as who gets them: "in response to requests by the police", "in response to a court's order"."""
        if frame.rule.action not in ("share", "transfer", "sell") or s.form[p] != "in":
            return
        to = s.child(p + 1, "prep")
        request = s.child(to, "pobj") if to is not None else None
        while request is not None and (later := s.child(request, "conj")) is not None:
            request = later  # "subpoenas or requests by courts"
        if request is None or s.lemma[request] not in word_lists().requests or frame.roles.get("recipients") or frame.stance.negated:
            return
        asking = [g for k in s.kids[request] if s.form[k] in ("by", "from", "of") and (g := s.child(k, "pobj")) is not None]
        owner = s.child(request, "poss")
        for k in asking or ([owner] if owner is not None else []):
            end = run_on(s, s.last[k], examples=True) if k in asking else k
            found = mentions(s, s.first[k], end, self.lexicon, prefer=("party", "data", "technology"))
            frame.add("recipients", [self._receiver(s, m, self.part(s, m)) for m in found if m.kind == "party" and m.known])

    def _other_givers(self, s: Sentence, frame: Frame) -> list[Part]:
        """The others of a list whose relative clause gives us data: "from schools, shops and museums, who give us your name"."""
        head = s.head[frame.verb]
        if s.dep[frame.verb] != "relcl" or s.child(head, "conj") is None:
            return []
        found = mentions(s, s.first[head], s.first[frame.verb] - 1, self.lexicon, prefer=("party", "technology", "data"))
        return [self.part(s, m) for m in found if m.kind in ("party", "other") and m.first > head]

    def _keepers(self, s: Sentence, frame: Frame, first: int, last: int) -> None:
        """Take whose machines keep the data as who gets them: "on servers of our hosts", "through Orvado's storage" (an invented name)."""
        for k in range(first, last + 1):
            if s.lemma[k] not in word_lists().machines:
                continue
            of = next((c for c in s.kids[k] if s.form[c] in ("of", "by") and c > k), None)
            inner, owner = s.child(of, "pobj") if of is not None else None, s.child(k, "poss")
            ranges = [(s.first[inner], s.last[inner])] if inner is not None else []
            if owner is not None and s.pos[owner] in ("NOUN", "PROPN"):
                ranges.append((s.first[owner], owner))
            elif (name := next((c for c in s.kids[k] if s.dep[c] == "compound" and s.pos[c] == "PROPN"), None)) is not None:
                ranges.append((name, name))
            for a, b in ranges:
                for m in mentions(s, a, b, self.lexicon, prefer=("party", "technology", "data"))[:2]:
                    named = s.pos[m.head] == "PROPN" and m.organisation is not None
                    if ((m.kind == "party" and m.known) or named) and not self.is_own_name(s.text(m.first, m.head).lower()):
                        frame.add("recipients", [self._receiver(s, m, self.part(s, m))])

    def _gerund(self, s: Sentence, p: int, frame: Frame) -> bool:
        """Take "(used) in providing our service", "(for our interests), including dealing with complaints" as purposes."""
        target = s.child(p, "pcomp")
        if target is None or s.tag[target] != "VBG" or frame.nominal or frame.rule.object != "data":
            return False
        if s.form[p] == "in" and (frame.action not in ("use", "share") or s.head[p] != frame.verb or p < frame.verb):
            return False
        if s.form[p] == "including" and not frame.roles.get("purposes"):
            return False
        frame.add("purposes", purpose_phrases.phrases(s, target, self.lexicon))
        return True

    def _cut_companions(self, s: Sentence, frame: Frame, first: int, last: int) -> int:
        for k in range(first + 1, last + 1):
            if s.dep[k] == "prep" and s.form[k] in word_lists().companion_prepositions and k > first:
                if s.form[k] in ("in",) and not (k + 1 <= last and s.form[k + 1] in ("order", "connection")):
                    continue
                if s.form[k] in ("with", "to") and frame.rule.action in ("use", "collect", "track") and s.pos[s.head[k]] == "NOUN":
                    continue  # "for our contract with you"
                role = frame.rule.prep.get(s.form[k], "-")
                if role != "-" or s.form[k] == "in":
                    return k - 1
            if s.tag[k] == "TO" and s.dep[k] == "aux" and s.head[k] > k and not is_controlled(s, s.head[k]):
                return k - 1 if s.form[k - 1] != "order" else max(first, k - 3)
            if (
                s.dep[k] in ("mark", "advmod")
                and s.form[k] in word_lists().adverbial_openers
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
        if s.form[p] == "for" and purpose_phrases.is_duration(s, first, last):
            return  # "available for a month"
        listed = self._behind_colon(s, first, last) if role != "known" else None
        if listed is not None:
            first, last = listed
        for m in mentions(s, first, last, self.lexicon, prefer=("party", "technology", "data")):
            part = self.part(s, m)
            if any(x.start <= part.start < x.end for x in frame.roles.get("purposes", ())):
                continue  # "vendors that do billing and other work for us": work is nobody
            if self.is_own_name(s.text(m.first, m.head).lower()):
                continue
            if s.form[m.first] == "our" and s.lemma[m.head] in word_lists().machines and frame.rule.id in ("share", "provide", "send"):
                frame.add("ours", [part])  # what is sent to our servers, we obtain
                continue
            if (
                role == "recipient-or-location"
                and not m.organisation
                and (s.form[m.head] in word_lists().sites or place_names(s.text(m.first, m.head)))
            ):
                self._keepers(s, frame, m.first, s.last[m.head])
                continue  # "to servers in Canada", "to Norway": where, not who
            somebody = s.form[m.head] in word_lists().anybody
            if m.kind == "party" or somebody or (m.kind == "pronoun" and s.form[m.head] in word_lists().several):
                frame.add("recipients", [self._receiver(s, m, part)])
                if frame.rule.action in ("share", "sell", "transfer") and not frame.stance.negated:
                    self._served(s, frame, m.head)
            elif m.kind == "data" and m.known and s.form[m.first] == "your" and not frame.roles.get("data") and s.head[p] == frame.verb:
                frame.add("data", [self.part(s, x) for x in self._behind(s, m, last)])  # "disclose to couriers your name and your address"
            elif m.kind == "reader":
                frame.add("person", [part])
            elif m.kind == "we" and role != "known":
                frame.add("ours", [part])
            elif m.kind == "other" and role != "known" and self._may_receive(s, frame, p, m):
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
            seen = s.child(target, "prep", "agent") if target is not None and s.tag[target] == "VBG" else None
            viewer = s.child(seen, "pobj") if seen is not None and s.form[seen] == "by" else None
            if viewer is not None and seen is not None:
                self._recipients(s, frame, seen, s.first[viewer], s.last[viewer], "known")  # "available for viewing by other players"
            elif target is not None:
                frame.add("purposes", purpose_phrases.after_for(s, target, first, last, self.lexicon))
        if role == "recipient-or-location" and not frame.roles.get("recipients"):
            frame.add(
                "location",
                [Part(s.start[first], s.end[last])] if s.pos[first] == "PROPN" or s.form[first] in ("the", "other", "countries") else [],
            )

    def _served(self, s: Sentence, frame: Frame, head: int) -> None:
        """Take what the clause behind a party says that it does for the organisation as what the frame's data are for."""
        clause = clause_of(s, head, s.n - 1)
        if clause is not None:
            frame.add("purposes", served(s, clause, self.lexicon))

    @staticmethod
    def _receiver(s: Sentence, m: Mention, part: Part) -> Part:
        """The part of a party without the clause that tells about it."""
        who = next(
            (
                k - 1 - (s.form[k - 1] == ",")
                for k in range(m.head + 1, m.last + 1)
                if s.form[k] in ("who", "that", "which", "whom") and s.form[k - 1] != "those"
            ),
            m.last,
        )
        return replace(part, end=s.end[max(who, m.head)], value=None)

    @staticmethod
    def _behind_colon(s: Sentence, first: int, last: int) -> tuple[int, int] | None:
        """The list that "the following recipients" points to, in the same sentence: "...: banks, courts and companies"."""
        if not ({"following", "these"} & set(s.form[first : last + 1])) or ":" not in s.form[first:]:
            return None
        at = s.form.index(":", first) + 1
        if at > last + 12 or at >= s.n - 1 or s.pos[at] not in ("NOUN", "PROPN", "ADJ", "DET", "VERB", "PRON"):
            return None
        end = next((k - 1 for k in range(at, s.n) if s.form[k] in (";", ".") or s.tag[k] == "TO"), s.n - 1)
        return (at, end) if end > at else None

    def _behind(self, s: Sentence, m: Mention, last: int) -> list[Mention]:
        """The data of a list that begins at mention ``m``, behind the recipients."""
        return [x for x in mentions(s, m.first, last, self.lexicon) if x.kind == "data" and x.known]

    @staticmethod
    def _may_receive(s: Sentence, frame: Frame, p: int, m: Mention) -> bool:
        """Whether an unknown noun may be a party: what somebody gets may name anybody, what is kept "with" somebody a name alone."""
        w = word_lists()
        if frame.rule.id == "retain":
            named = s.form[p] == "with" and s.pos[m.head] == "PROPN" and s.pos[m.first] != "DET"
            return named and not place_names(s.text(m.first, m.head))
        if frame.rule.action not in ("share", "sell", "transfer"):
            return False
        head = s.form[m.head].split()[-1]
        return (
            s.pos[m.head] in ("NOUN", "PROPN")
            and head not in w.not_party
            and (head[:-1] if head.endswith("s") else head) not in w.not_party
        )

    def _sources(self, s: Sentence, frame: Frame, first: int, last: int) -> None:
        for m in mentions(s, first, last, self.lexicon, prefer=("party", "technology", "data")):
            if m.example and m.known and m.kind == "data":
                # "information from your device, such as your IP address": examples of the data, hung on its source
                frame.add("data", [self.part(s, m)])
            elif m.kind in ("party", "reader", "technology", "pronoun", "other") or not m.known:
                frame.add("source", [self.part(s, m)])

    def _purposes(self, s: Sentence, i: int, frame: Frame) -> None:
        if frame.rule.purpose_is_clause:
            frame.add("purposes", purpose_phrases.whole_clause(s, i, self.lexicon))
        for part in purpose_phrases.of_verb(s, i, self.lexicon):
            frame.add("purposes", [part])
        clause = s.child(i, "ccomp")
        if clause is not None and s.child(i, "dobj") is None and split_infinitive(s, clause):
            frame.add("purposes", purpose_phrases.phrases(s, clause, self.lexicon))
