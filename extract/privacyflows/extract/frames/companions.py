"""What stands beside a verb: the phrases that name sources, purposes, means and threats; who receives is found by `recipients`."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import islice

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.objects import split_infinitive
from privacyflows.extract.frames.recipients import Recipients, part_name
from privacyflows.extract.mentions.mentions import Mention, Part, mentions, typed, word_lists
from privacyflows.extract.mentions.runon import run_on
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.purposes import purposes as purpose_phrases
from privacyflows.extract.purposes.infinitives import is_controlled, names_purpose

_words = partial(listed_words, "companions.toml", "companions")


def _as_party(s: Sentence, m: Mention) -> Mention:
    """A mention of an unknown name as a party's."""
    return replace(m, kind="party", concept="dpv:ThirdParty", organisation=part_name(s, m), known=False)


class Companions(Recipients):
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
                if dep in ("prep", "dative", "agent") and (s.pos[c] == "ADP" or s.form[c] in _words("untagged")):
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

    def _companion(self, s: Sentence, frame: Frame, p: int) -> None:
        """Take what stands behind the preposition at ``p`` into the role that the frame's rule gives it."""
        if self._linked(s, frame, p):
            return
        role = frame.rule.prep.get(s.form[p], "-")
        target = s.child(p, "pobj", "pcomp")
        if role == "-" or target is None or s.dep[p] == "agent" or (s.form[p] == "by" and self._passive(s, frame.verb)):
            return
        first, last = s.first[target], s.last[target]
        cut = self._cut_companions(s, frame, first, last)
        examples = role in ("recipient", "recipient-or-location", "data")
        last = run_on(s, cut, examples=examples) if cut == last and s.pos[target] != "VERB" else cut
        if role in ("recipient", "recipient-or-location", "data-or-recipient"):
            self._recipients(s, frame, p, first, last, role)
        elif role == "threat":
            self._threat(s, frame, p, target, last)
        elif role in ("purpose", "retention-or-purpose"):
            if role != "retention-or-purpose" or not purpose_phrases.is_duration(s, first, last):
                self._aim(s, frame, p, target, last)
        elif role == "source":
            self._sources(s, frame, first, last)
        elif role in ("technology", "technology-or-location"):
            self._instruments(s, frame, p, first, last)
        elif role == "data" and frame.rule.id == "request" and frame.roles.get("data"):
            # "we ask for your address" names the data, "we require your address for the delivery" what for
            frame.add("purposes", purpose_phrases.after_for(s, target, first, last, self.lexicon))
        elif role == "data":
            for m in mentions(s, first, last, self.lexicon):
                if (m.kind in ("data", "deictic") and (m.known or not frame.rule.strict)) or (m.kind == "other" and frame.rule.open):
                    self._place(s, frame, m)

    def _linked(self, s: Sentence, frame: Frame, p: int) -> bool:
        """Whether the preposition at ``p`` belongs to words that link otherwise, which are read: "in connection with", "in response to"."""
        form = s.form[p]
        if form == "with" and p and s.form[p - 1] in word_lists().before_with:
            return True
        if form == "in" and s.form[p + 1 : p + 2] == ["response"]:
            self._asked(s, frame, p)
            return True
        if "response" in s.words and any(s.form[k] == "response" and s.form[k - 1] == "in" for k in islice(s.above(p), 3)):
            return True  # the request that is answered, and whose it is
        if form in _words("linker_tails") and s.dep[s.head[p]] == "pobj" and purpose_phrases.linked_to(s, s.head[s.head[p]]) is not None:
            return True  # inside "with a view to", "in addition to"
        linked = purpose_phrases.linked_to(s, p)
        if linked is None:
            return form in _words("doing_openers") and self._gerund(s, p, frame)
        if s.tag[linked] == "VBG" or form == "with":
            frame.add("purposes", purpose_phrases.after_linker(s, p, linked, self.lexicon))
        return True

    def _threat(self, s: Sentence, frame: Frame, p: int, target: int, last: int) -> None:
        """Take what data are protected from as the purpose: "against loss", with the verb where no data stand between."""
        if not any(s.tag[k] == "TO" for k in range(s.first[target], s.last[target] + 1)):
            last = s.last[target]  # "from access to or loss of your data": one threat
        whole = frame.verb == p - 1 or (frame.verb < p and not frame.roles.get("data")) or frame.rule.id == "prevent"
        start = frame.verb if whole else p
        concept = self.lexicon.purpose(s.text(start, last)) or "dpv:EnforceSecurity"
        frame.add("purposes", [Part(s.start[start], s.end[last], concept, kind="purpose")])

    def _aim(self, s: Sentence, frame: Frame, p: int, target: int, last: int) -> None:
        """Take what stands behind "for" as purposes, save for whom or what a sentence that opens with it is about."""
        first = s.first[target]
        if p < frame.verb and s.form[p] == "for" and s.tag[target] != "VBG" and not names_purpose(s, target):
            fronted = typed(s, first, last, self.lexicon, prefer=("data", "technology", "party"))
            if fronted.known and fronted.kind != "other" and (fronted.kind != "data" or s.pos[first] == "DET"):
                return  # "for registered users, ...", "for each of these cookies, ..."
        frame.add("purposes", purpose_phrases.after_for(s, target, first, last, self.lexicon))

    def _instruments(self, s: Sentence, frame: Frame, p: int, first: int, last: int) -> None:
        """Take the means of a practice, and those through whom it is done: "by cookies", "on servers of our hosts", "via our vendors"."""
        if frame.action in ("retain", "transfer") and not frame.stance.negated:
            self._keepers(s, frame, first, last)
        for m in mentions(s, first, last, self.lexicon, prefer=("technology", "data", "party")):
            if m.kind == "technology" and m.known:
                frame.add("technology", [self.part(s, m)])
            elif s.form[p] in _words("channels") and frame.rule.object == "data":
                named = s.form[p] == "via" and m.kind == "other" and s.pos[m.head] == "PROPN"
                if named or (m.kind == "party" and m.known):
                    frame.add("recipients" if frame.action != "collect" else "source", [self.part(s, _as_party(s, m) if named else m)])

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
        """The end of a companion before a further one that the parser hung on it: "with couriers | for the delivery"."""
        w = word_lists()
        for k in range(first + 1, last + 1):
            if s.dep[k] == "prep" and s.form[k] in w.companion_prepositions:
                if s.form[k] == "in" and not (k + 1 <= last and s.form[k + 1] in _words("behind_in")):
                    continue
                if s.form[k] in w.toward and frame.rule.action in ("use", "collect", "track") and s.pos[s.head[k]] == "NOUN":
                    continue  # "for our contract with you"
                role = frame.rule.prep.get(s.form[k], "-")
                if role != "-" or s.form[k] == "in":
                    return k - 1
            if s.tag[k] == "TO" and s.dep[k] == "aux" and s.head[k] > k and not is_controlled(s, s.head[k]):
                return k - 1 if s.form[k - 1] != "order" else max(first, k - 3)
            opens = s.dep[k] in ("mark", "advmod") and s.form[k] in w.adverbial_openers
            if opens and s.head[k] > k and s.dep[s.head[k]] == "advcl":
                return max(first, k - 1 if s.form[k - 1] != "," else k - 2)
        return last

    def _sources(self, s: Sentence, frame: Frame, first: int, last: int) -> None:
        """Take the members of a phrase behind "from" as sources."""
        for m in mentions(s, first, last, self.lexicon, prefer=("party", "technology", "data")):
            if m.example and m.known and m.kind == "data":
                # "information from your device, such as your IP address": examples of the data, hung on its source
                frame.add("data", [self.part(s, m)])
            elif m.kind in ("party", "reader", "technology", "pronoun", "other") or not m.known:
                frame.add("source", [self.part(s, m)])

    def _purposes(self, s: Sentence, i: int, frame: Frame) -> None:
        """Take the purposes that are verb phrases or clauses of the verb at ``i``."""
        if frame.rule.purpose_is_clause:
            frame.add("purposes", purpose_phrases.whole_clause(s, i, self.lexicon))
        for part in purpose_phrases.of_verb(s, i, self.lexicon):
            frame.add("purposes", [part])
        clause = s.child(i, "ccomp")
        if clause is not None and s.child(i, "dobj") is None and split_infinitive(s, clause):
            frame.add("purposes", purpose_phrases.phrases(s, clause, self.lexicon))
