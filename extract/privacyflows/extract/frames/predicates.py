"""Predicates that tell a practice without a verb of processing: adjectives, what data help with or serve for, what they include.

In goes a verb ("be", "help", "serve", "include") or an adjective of ``rules/frames.toml`` with data or technology as its subject, out comes
a frame: "your name is visible to members" discloses it, "this helps us to improve our maps" uses it, "such data include your name" collects
it. The words are in ``rules/nominals.toml``.
"""

from __future__ import annotations

from functools import partial

from privacyflows.extract.frames.clauses import in_condition
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import FrameRule
from privacyflows.extract.frames.nominals import Nominals
from privacyflows.extract.lexicon.lexicon import BLANK
from privacyflows.extract.mentions.mentions import Mention, Part, mentions, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.polarity.polarity import Stance, disclaimed, stance_of
from privacyflows.extract.purposes import purposes as purpose_phrases

_words = partial(listed_words, "nominals.toml", "predicates")


class Predicates(Nominals):
    """Reads the frames of adjectives and of verbs that say little by themselves."""

    def _adjectival(self, s: Sentence, i: int, rule: FrameRule) -> Frame | None:
        """Read "your name is visible to members", "we keep your letters private"."""
        verb = next((k for k in s.above(i) if s.pos[k] in ("VERB", "AUX")), None)
        if verb is None or s.dep[i] == "amod" or s.lemma[verb] not in _words("linking"):
            return None
        subject = s.child(verb, "nsubj", "nsubjpass", "dobj")
        if subject is not None and s.lemma[verb] in _words("making"):
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
            frame.add("purposes", purpose_phrases.of_verb(s, k, self.lexicon))
        if rule.id == "public" and s.form[i] == "public" and not frame.roles.get("recipients"):
            frame.add("recipients", [Part(s.start[i], s.end[i], "pf:GeneralPublic", kind="party")])
        if rule.id == "available" and not frame.roles.get("recipients"):
            if self._seen_by_all(s, frame, verb, subject):
                frame.action = "publish"  # "is publicly available", "your name is visible"
            elif not frame.roles.get("purposes"):
                return None
        return frame

    @staticmethod
    def _seen_by_all(s: Sentence, frame: Frame, verb: int, subject: int) -> bool:
        """Whether data are said to be visible, or are denied to be, and nothing says to whom."""
        i = frame.verb
        openly = any(s.form[k] == "publicly" for k in s.kids[i])
        seen = s.form[i] in _words("visible") and s.lemma[verb] in _words("being")
        named = any(p.kind == "data" and p.concept not in BLANK for p in frame.roles["data"])
        made = openly and s.lemma[verb] == "make" and not frame.embedded and s.tag[subject] not in ("WDT", "WP")
        return (openly or seen) and (named or made or frame.stance.negated)

    def _warns(self, s: Sentence, i: int, verb: int) -> bool:
        """Whether the sentence warns or asks: "e-mail is not always safe", "we cannot promise that it is", "you must keep it secret"."""
        if s.form[i - 1] in _words("wholly") and stance_of(s, verb).modality == "will":
            return True
        if any(s.form[k] in word_lists().negators for k in range(max(0, i - 2), i)) or disclaimed(s, verb):
            return True
        doer = self._subject(s, verb) if s.lemma[verb] in _words("making") else None
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
            and s.form[helped] not in _words("helped")
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
        anchor = next((k for k in s.kids[i] if s.dep[k] == "acomp" and s.lemma[k] in _words("needed")), i)
        preposition = next((k for k in s.kids[anchor] if s.dep[k] == "prep" and s.form[k] == "for"), None)
        target = s.child(preposition, "pobj", "pcomp") if preposition is not None else None
        needed = s.lemma[i] in word_lists().needing
        served = s.child(i, "advcl", "xcomp") if needed else s.child(i, "xcomp") if s.lemma[i] == "serve" else None
        if (target is None or preposition is None) and served is None:
            return None
        rule = self.rules.verbs["use"][0]
        frame = Frame(s, i, rule, s.lemma[i], (s.start[i], s.end[i]), "use", stance_of(s, i), confidence=0.6)
        for m in mentions(s, s.first[subject], self._agent_end(s, subject), self.lexicon, prefer=("technology", "data", "party")):
            if m.kind == "technology" and self.observes(s, m):
                frame.add("technology", [self.part(s, m)])
                frame.action = "track"
            elif (m.kind in ("data", "deictic") and m.known) or (m.kind == "pronoun" and s.form[m.head] in word_lists().demonstratives):
                frame.add("data", [self.part(s, m)])
        if served is not None:
            for_whom = needed and s.child(served, "nsubj") is not None  # "for the shop to work"
            told = [purpose_phrases.part(s, s.first[served] + 1, s.last[served], self.lexicon)] if for_whom else None
            frame.add("purposes", told or purpose_phrases.phrases(s, served, self.lexicon))
        if preposition is not None:
            self._goals(s, frame, preposition)
        named = frame.roles.get("data") or frame.roles.get("technology")
        return frame if named and frame.roles.get("purposes") else None

    def _goals(self, s: Sentence, frame: Frame, preposition: int) -> None:
        """Take what stands behind "for", and behind a further "for" joined to it, as purposes."""
        for p in (preposition, *(k for k in s.kids[preposition] if s.dep[k] == "conj" and s.form[k] == "for")):
            goal = s.child(p, "pobj", "pcomp")
            if goal is None:
                continue
            last = s.last[goal] if p != preposition else self._cut_companions(s, frame, s.first[goal], s.last[goal])
            if last + 2 < s.n and s.form[last + 1] == "to" and s.dep[last + 1] == "prep":
                last = s.last[last + 1]  # "for the shop to work", the verb taken for a noun
            frame.add("purposes", purpose_phrases.after_for(s, goal, s.first[goal], last, self.lexicon))

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
        taken_up = s.lemma[i] == "include" and lead.kind == "pronoun" and s.form[lead.head] in _words("taken_up")
        named = (lead.kind in ("data", "deictic") and lead.known) or s.lemma[lead.head] in _words("kinds")
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
