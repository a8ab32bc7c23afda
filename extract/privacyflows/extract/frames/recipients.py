"""Who receives: what stands behind "to" and "with", what a dative names, whose machines keep the data, who asked for them.

In goes a frame with the words that may name receivers, out come its recipients; what turns out to be the organisation, the reader, a place
or what the data are for is put there.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from functools import partial

from privacyflows.extract.circumstances.places import place_names
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.objects import GIVING, Objects, singular_of
from privacyflows.extract.mentions.mentions import Mention, Part, mentions, word_lists
from privacyflows.extract.mentions.runon import run_on
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.purposes import purposes as purpose_phrases
from privacyflows.extract.purposes.services import clause_of, served

_words = partial(listed_words, "companions.toml", "recipients")
_PARTY_FIRST = ("party", "technology", "data")


def part_name(s: Sentence, m: Mention) -> str:
    """The name in a mention of an unknown organisation: its words up to the head, without an article."""
    text = s.text(m.first, m.head)
    return text.removeprefix("the ").removeprefix("The ")


class Recipients(Objects):
    """Finds who receives."""

    def _datives(self, s: Sentence, i: int, frame: Frame) -> None:
        """Take those who are given something: "we give couriers your address", "couriers are given it", "are provided with it"."""
        given = self._passive(s, i) and (
            s.child(i, "dobj") is not None
            or (frame.rule.id == "provide" and any(s.form[k] == "with" for k in s.kids[i]) and not frame.roles.get("data"))
        )
        for k in s.kids[i]:
            if (s.dep[k] == "dative" or (given and s.dep[k] == "nsubjpass")) and s.pos[k] in ("NOUN", "PROPN", "PRON"):
                self._given(s, frame, k, ("party", "pronoun"))

    def _given(self, s: Sentence, frame: Frame, receiver: int, kinds: Container[str]) -> None:
        """Take the members of the phrase at ``receiver`` as those who get the data: recipients are those of the given kinds."""
        for m in mentions(s, s.first[receiver], s.last[receiver], self.lexicon, prefer=("party", "data")):
            role = {"we": "ours", "reader": "person"}.get(m.kind, "recipients" if m.kind in kinds else None)
            if role is not None:
                frame.add(role, [self.part(s, m)])

    def _provided(self, s: Sentence, frame: Frame, first: int, last: int) -> bool:
        """Take "provide X with Y" as Y given to X; False where Y names no data."""
        found = mentions(s, first, last, self.lexicon, prefer=("data", "party", "technology"))
        if not found or found[0].kind not in ("data", "deictic") or not found[0].known:
            return False
        frame.add("data", [self.part(s, m) for m in found if m.kind in ("data", "deictic")])
        direct = s.child(frame.verb, "dobj")
        if direct is not None:
            self._given(s, frame, direct, ("party", "pronoun", "other"))
        return True

    def _recipients(self, s: Sentence, frame: Frame, p: int, first: int, last: int, role: str) -> None:
        """Take what stands behind the preposition at ``p``, from ``first`` to ``last``, as who receives (role "known": if known)."""
        if role == "data-or-recipient" and frame.actor != "user" and self._provided(s, frame, first, last):
            return
        if s.form[p] == "for" and purpose_phrases.is_duration(s, first, last):
            return  # "available for a month"
        listed = self._behind_colon(s, first, last) if role != "known" else None
        if listed is not None:
            first, last = listed
        for m in mentions(s, first, last, self.lexicon, prefer=_PARTY_FIRST):
            self._receives(s, frame, p, m, last, role)
        if s.form[p] == "for" and not frame.roles.get("recipients"):
            self._for_whom(s, frame, p, first, last)
        place = s.pos[first] == "PROPN" or s.form[first] in _words("place_openers")
        if role == "recipient-or-location" and place and not frame.roles.get("recipients"):
            frame.add("location", [Part(s.start[first], s.end[last])])

    def _receives(self, s: Sentence, frame: Frame, p: int, m: Mention, last: int, role: str) -> None:
        """Put a member of the phrase behind the preposition at ``p`` into the role that its meaning asks for."""
        w, part = word_lists(), self.part(s, m)
        if any(x.start <= part.start < x.end for x in frame.roles.get("purposes", ())) or self.is_own_name(s.text(m.first, m.head).lower()):
            return  # "vendors that do billing and other work for us": work is nobody
        if s.form[m.first] == "our" and s.lemma[m.head] in w.machines and frame.rule.id in GIVING:
            frame.add("ours", [part])  # what is sent to our servers, we obtain
            return
        placed = role == "recipient-or-location" and not m.organisation
        if placed and (s.form[m.head] in w.sites or place_names(s.text(m.first, m.head))):
            self._keepers(s, frame, m.first, s.last[m.head])
            return  # "to servers in Canada", "to Norway": where, not who
        somebody = s.form[m.head] in w.anybody or (m.kind == "pronoun" and s.form[m.head] in w.several)
        if m.kind == "party" or somebody:
            frame.add("recipients", [self._receiver(s, m, part)])
            if frame.rule.action in ("share", "sell", "transfer") and not frame.stance.negated:
                self._served(s, frame, m.head)
        elif m.kind == "data" and m.known and s.form[m.first] == "your" and not frame.roles.get("data") and s.head[p] == frame.verb:
            behind = mentions(s, m.first, last, self.lexicon)  # "disclose to couriers your name and your address"
            frame.add("data", [self.part(s, x) for x in behind if x.kind == "data" and x.known])
        elif m.kind == "reader":
            frame.add("person", [part])
        elif m.kind == "we" and role != "known":
            frame.add("ours", [part])
        elif m.kind == "other" and role != "known" and self._may_receive(s, frame, p, m):
            proper = s.pos[m.head] == "PROPN"
            concept, name = ("dpv:ThirdParty", part_name(s, m)) if proper else (None, None)
            if proper or frame.rule.id != "provide":
                frame.add("recipients", [replace(part, concept=concept, organisation=name, kind="other", known=False)])

    def _for_whom(self, s: Sentence, frame: Frame, p: int, first: int, last: int) -> None:
        """Take "available for viewing by other players" as shown to them, anything else behind "for" as a purpose."""
        target = s.child(p, "pobj", "pcomp")
        if target is None:
            return
        seen = s.child(target, "prep", "agent") if s.tag[target] == "VBG" else None
        viewer = s.child(seen, "pobj") if seen is not None and s.form[seen] == "by" else None
        if viewer is not None and seen is not None:
            self._recipients(s, frame, seen, s.first[viewer], s.last[viewer], "known")
        else:
            frame.add("purposes", purpose_phrases.after_for(s, target, first, last, self.lexicon))

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
        asking = [g for k in s.kids[request] if s.form[k] in word_lists().origins and (g := s.child(k, "pobj")) is not None]
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
        found = mentions(s, s.first[head], s.first[frame.verb] - 1, self.lexicon, prefer=_PARTY_FIRST)
        return [self.part(s, m) for m in found if m.kind in ("party", "other") and m.first > head]

    def _keepers(self, s: Sentence, frame: Frame, first: int, last: int) -> None:
        """Take whose machines keep the data as who gets them: "on servers of our hosts", "through Orvado's storage" (an invented name)."""
        for k in range(first, last + 1):
            if s.lemma[k] not in word_lists().machines:
                continue
            of = next((c for c in s.kids[k] if s.form[c] in _words("keepers_links") and c > k), None)
            inner, owner = s.child(of, "pobj") if of is not None else None, s.child(k, "poss")
            ranges = [(s.first[inner], s.last[inner])] if inner is not None else []
            if owner is not None and s.pos[owner] in ("NOUN", "PROPN"):
                ranges.append((s.first[owner], owner))
            elif (name := next((c for c in s.kids[k] if s.dep[c] == "compound" and s.pos[c] == "PROPN"), None)) is not None:
                ranges.append((name, name))
            for a, b in ranges:
                for m in mentions(s, a, b, self.lexicon, prefer=_PARTY_FIRST)[:2]:
                    named = s.pos[m.head] == "PROPN" and m.organisation is not None
                    if ((m.kind == "party" and m.known) or named) and not self.is_own_name(s.text(m.first, m.head).lower()):
                        frame.add("recipients", [self._receiver(s, m, self.part(s, m))])

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
                if s.form[k] in _words("clause_openers") and s.form[k - 1] != "those"
            ),
            m.last,
        )
        return replace(part, end=s.end[max(who, m.head)], value=None)

    @staticmethod
    def _behind_colon(s: Sentence, first: int, last: int) -> tuple[int, int] | None:
        """The list that "the following recipients" points to, in the same sentence: "...: banks, courts and companies"."""
        if not _words("pointing_ahead") & set(s.form[first : last + 1]) or ":" not in s.form[first:]:
            return None
        at = s.form.index(":", first) + 1
        if at > last + 12 or at >= s.n - 1 or s.pos[at] not in ("NOUN", "PROPN", "ADJ", "DET", "VERB", "PRON"):
            return None
        end = next((k - 1 for k in range(at, s.n) if s.form[k] in (";", ".") or s.tag[k] == "TO"), s.n - 1)
        return (at, end) if end > at else None

    @staticmethod
    def _may_receive(s: Sentence, frame: Frame, p: int, m: Mention) -> bool:
        """Whether an unknown noun may be a party: what somebody gets may name anybody, what is kept "with" somebody a name alone."""
        w = word_lists()
        if frame.rule.id == "retain":
            named = s.form[p] == "with" and s.pos[m.head] == "PROPN" and s.pos[m.first] != "DET"
            return named and not place_names(s.text(m.first, m.head))
        if frame.rule.action not in ("share", "sell", "transfer"):
            return False
        plain = s.form[m.head].split()[-1] not in w.not_party and singular_of(s, m.head) not in w.not_party
        return plain and s.pos[m.head] in ("NOUN", "PROPN")
