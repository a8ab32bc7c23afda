"""Writing to readers: what they receive, and the addresses to which it is sent.

In goes a verb of sending or receiving ("you agree to receive e-mails from us", "alerts are sent to the number that you give us"), out
comes a frame of use: the reader's data serve to write to them.
"""

from __future__ import annotations

from privacyflows.extract.frames.becoming import Becoming
from privacyflows.extract.frames.clauses import in_condition
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.mentions.mentions import Part, mentions, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.polarity.polarity import stance_of
from privacyflows.extract.purposes import purposes as purpose_phrases


class Writing(Becoming):
    """Reads frames of writing to readers."""

    def _engaging(self, s: Sentence, i: int) -> Frame | None:
        """What a verb says of who works for the organisation, of what becomes of data, or of where letters go."""
        found = super()._engaging(s, i)
        return found or (self._sent_to(s, i) if s.lemma[i] in word_lists().sending else None)

    def _sent_to(self, s: Sentence, i: int) -> Frame | None:
        """Read "alerts will be sent to the phone number that you give us" as a use of the number."""
        passive = self._passive(s, i)
        thing = s.child(i, "nsubjpass") if passive else s.child(i, "dobj")
        if thing is None or s.dep[i] in ("acl", "relcl", "amod") or in_condition(s, i) or self.is_request(s, i):
            return None
        frame = Frame(s, i, self.rules.verbs["use"][0], s.lemma[i], (s.start[i], s.end[i]), "use", stance_of(s, i), confidence=0.6)
        if frame.stance.negated or not self._set_actor(s, i, frame, passive) or frame.actor != "first-party":
            return None
        beside = [k for top in (i, thing) for k in s.kids[top] if k > i and s.dep[k] in ("prep", "dative")]
        for p in (k for k in beside if s.form[k] in word_lists().directions):
            target = s.child(p, "pobj")
            if target is None or s.first[target] == target or s.form[s.first[target]] == "our":
                continue  # "by e-mail", "to our address"
            found = mentions(s, s.first[target], s.last[target], self.lexicon)
            frame.add("data", [self.part(s, m) for m in found if m.concept in word_lists().addresses])
        if not frame.roles.get("data"):
            return None
        start, end = (thing, i) if passive else (i, thing)
        frame.add("purposes", [Part(s.start[s.first[start]], s.end[end], "dpv:CommunicationManagement", kind="purpose")])
        return frame

    def tells(self, s: Sentence, frame: Frame) -> bool:
        """Read "we send you notifications" as a use of data for writing; changes the frame."""
        sent = s.child(frame.verb, "dobj")
        if sent is None or s.form[sent].split()[-1] not in word_lists().messages or self._passive(s, frame.verb):
            return False
        if word_lists().amended & set(s.form):
            return False  # of a change of the policy readers are told anyway
        frame.action, frame.confidence = "use", 0.6
        frame.roles["purposes"], frame.roles["recipients"] = purpose_phrases.whole_clause(s, frame.verb, self.lexicon), []
        return True

    def _written_to(self, s: Sentence, frame: Frame, objects: list[tuple[int, int]]) -> Frame | None:
        """Read "you agree to receive e-mails from us": data are used to write to the reader."""
        v = frame.verb
        sent = next((k for a, b in objects for k in range(a, b + 1) if s.form[k].split()[-1] in word_lists().messages), None)
        told = any(s.form[p] in word_lists().senders for p in range(v + 1, s.last[v] + 1)) or any(s.dep[k] == "aux" for k in s.kids[v])
        others = any(s.form[p] == "from" and not word_lists().we & set(s.form[p + 1 : s.last[p] + 1]) for p in range(v + 1, s.last[v] + 1))
        if sent is None or others or frame.embedded or not told or s.tag[v] == "VBG":
            return None
        end = next((k - 1 for k in range(sent + 1, s.last[v] + 1) if s.dep[k] in ("mark", "advmod") or s.pos[k] == "PUNCT"), s.last[v])
        frame.action, frame.actor, frame.actor_part, frame.confidence = "use", "first-party", None, 0.6
        frame.roles["purposes"] = [Part(s.start[v], s.end[end], "dpv:CommunicationManagement", kind="purpose")]
        return frame
