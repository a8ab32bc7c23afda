"""What becomes of data, where no verb of processing tells it: they are among the assets sold, are hidden, appear, become part of a file.

In goes a verb with data as its subject ("customer data may be one of the transferred assets", "your lists are hidden from others"), out
comes a frame of transfer, publication or retention; "our app has no trackers" comes out as denied tracking. The words are in
``rules/becoming.toml``.
"""

from __future__ import annotations

from functools import cache, partial

from privacyflows.extract.frames.clauses import in_condition
from privacyflows.extract.frames.engagements import Engagements
from privacyflows.extract.frames.frame import Frame, is_yours
from privacyflows.extract.mentions.mentions import mentions, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words, load_rules
from privacyflows.extract.polarity.polarity import disclaimed, stance_of

_CONFIDENCE = 0.6


_words = partial(listed_words, "becoming.toml")


@cache
def _waking() -> frozenset[str]:
    return frozenset(verb for table in load_rules("becoming.toml").values() for verb in table["verbs"].split())


class Becoming(Engagements):
    """Reads frames of what becomes of data."""

    def _engaging(self, s: Sentence, i: int) -> Frame | None:
        """The frame of the verb at ``i``, where it says who works for the organisation or what becomes of data."""
        found = super()._engaging(s, i) or self._ensuring(s, i)
        return found or (self._becoming(s, i) if s.lemma[i] in _waking() else None)

    def _becoming(self, s: Sentence, i: int) -> Frame | None:
        lemma = s.lemma[i]
        if in_condition(s, i) or s.dep[i] == "acl":
            return None
        if lemma in _words("assets", "verbs") and _words("assets", "nouns") & set(s.form):
            return self._asset(s, i)
        if lemma in _words("hidden", "verbs"):
            return self._hidden(s, i)
        if lemma in _words("appearing", "verbs"):
            return self._appearing(s, i)
        if lemma in _words("filed", "verbs") or (lemma == "be" and "part" in s.form):
            found = self._filed(s, i)
            if found is not None:
                return found
        return self._absent(s, i) if lemma in _words("absent", "verbs") else None

    def _told_of(self, s: Sentence, i: int, subject: int | None, rule: str) -> Frame | None:
        """A frame of verb ``i`` with the data that its subject names; None where it names none, or where readers only may ask for it."""
        if subject is None or s.tag[subject] in ("WDT", "WP") or self.is_request(s, i) or disclaimed(s, i):
            return None
        made = self.rules.verbs[rule][0]
        frame = Frame(s, i, made, s.lemma[i], (s.start[i], s.end[i]), made.action, stance_of(s, i), confidence=_CONFIDENCE)
        for m in mentions(s, s.first[subject], self._agent_end(s, subject), self.lexicon):
            owned = m.kind == "other" and s.form[m.first] == "your"
            if owned or (m.kind in ("data", "deictic") and m.known):
                frame.add("data", [self.part(s, m)])
        return frame if frame.roles.get("data") else None

    def _asset(self, s: Sentence, i: int) -> Frame | None:
        """Read "member data may be one of the assets that are transferred"."""
        k = s.child(i, "attr", "dobj", "oprd") or i
        if k != i and s.form[k] not in _words("assets", "shares"):
            return None
        link = next((p for p in s.kids[k] if p > i and s.form[p] in _words("assets", "links")), None)
        target = s.child(link, "pobj") if link is not None else None
        if target is None and k == i:
            return None
        while target is not None and s.form[target] in _words("assets", "shares"):
            link = next((p for p in s.kids[target] if s.form[p] in _words("assets", "links")), None)
            target = s.child(link, "pobj") if link is not None else None
        if target is None or s.form[target] not in _words("assets", "nouns"):
            return None
        moved = [v for v in range(s.first[target], s.last[target] + 1) if s.tag[v] in ("VBN", "VBP", "VB") and self._moves(s, v)]
        if not moved:
            return None
        frame = self._told_of(s, i, s.child(i, "nsubj", "nsubjpass"), "transfer")
        by = s.child(moved[0], "agent") if frame is not None else None
        buyer = s.child(by, "pobj") if by is not None else None
        if frame is not None and buyer is not None:
            frame.add("recipients", [self.part(s, m) for m in self._parties(s, s.first[buyer], s.last[buyer])])
        return frame

    def _moves(self, s: Sentence, v: int) -> bool:
        """Whether verb ``v`` tells that assets change hands: "transferred", "sold or acquired"."""
        lemmas = {lemma for lemma, _, _ in s.merged.get(v, ((s.lemma[v], 0, 0),))}
        rules = {r.id for lemma in lemmas for r in self.rules.verbs.get(lemma, ())}
        return bool(lemmas & _words("assets", "bought") or rules & {"transfer", "sell"})

    def _hidden(self, s: Sentence, i: int) -> Frame | None:
        """Read "your lists are (kept) hidden from other members" as not shown to them."""
        if s.tag[i] != "VBN":
            return None
        verb = s.head[i] if s.dep[i] in ("oprd", "acomp", "xcomp") else i
        if s.child(verb, "auxpass") is None and s.lemma[verb] not in _words("hidden", "states"):
            return None
        frame = self._told_of(s, i, s.child(verb, "nsubjpass", "nsubj"), "publish")
        if frame is None or s.form[s.first[s.child(verb, "nsubjpass", "nsubj") or verb]] == "the":
            return None  # "the path is hidden" speaks of no one's data
        frame.stance = stance_of(s, verb).flipped()
        for p in s.kids[i]:
            whom = s.child(p, "pobj") if s.form[p] == "from" else None
            if whom is not None:
                frame.add("recipients", [self.part(s, m) for m in self._parties(s, s.first[whom], s.last[whom], names=False)])
        return frame

    def _appearing(self, s: Sentence, i: int) -> Frame | None:
        """Read "your name will appear on our public leaderboard" as published."""
        where = [k for p in s.kids[i] if p > i and s.form[p] in _words("appearing", "places") for k in range(p, s.last[p] + 1)]
        openly = [k for k in s.kids[i] if s.form[k] in _words("appearing", "openly")]
        if not openly and not any(s.form[k] in _words("appearing", "seen") for k in where):
            return None
        frame = self._told_of(s, i, s.child(i, "nsubj"), "publish")
        return frame if frame is not None and any(is_yours(s, p) for p in frame.roles["data"]) else None

    def _filed(self, s: Sentence, i: int) -> Frame | None:
        """Read "your answers become part of your file" as kept."""
        part = s.child(i, "attr")
        of = next((p for p in s.kids[part] if s.form[p] == "of"), None) if part is not None and s.form[part] == "part" else None
        target = s.child(of, "pobj") if of is not None else None
        if target is None or s.form[target] not in _words("filed", "records"):
            return None
        return self._told_of(s, i, s.child(i, "nsubj"), "retain")

    def _absent(self, s: Sentence, i: int) -> Frame | None:
        """Read "our app has no trackers", "our site is free of cookies" as tracking denied."""
        stance, subject = stance_of(s, i), s.child(i, "nsubj", "expl")
        free = next((k for k in s.kids[i] if s.dep[k] == "acomp" and s.form[k] == "free"), None)
        of = next((p for p in s.kids[free] if s.form[p] in _words("absent", "of")), None) if free is not None else None
        target = s.child(of, "pobj") if of is not None else s.child(i, "dobj", "attr")
        if target is None or subject is None or (stance.negated == (free is not None)):
            return None
        named = s.dep[subject] == "expl" or self.is_own_name(s.form[subject])
        if not (named or s.form[subject] in word_lists().we or self._is_run(s, subject)):
            return None
        found = mentions(s, s.first[target], s.last[target], self.lexicon, prefer=("technology", "data", "party"))
        means = [m for m in found if m.kind == "technology" and m.known and self.observes(s, m)]
        if not means or means[0] != found[0] or self.is_request(s, i):
            return None
        rule = self.rules.verbs["place"][0]
        frame = Frame(s, i, rule, s.lemma[i], (s.start[i], s.end[i]), "track", stance, confidence=_CONFIDENCE)
        frame.stance = stance if stance.negated else stance.flipped()
        frame.add("technology", [self.part(s, m) for m in means])
        return frame
