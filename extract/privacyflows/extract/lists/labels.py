"""Labels with what is said of them in short: "Private notes: stored until you leave", "Server logs: 5 days".

In go the unit of a label (an item's run-in heading) and of the words behind it, which lack a subject and mostly a verb; out come frames
whose subject is the label: of a participle ("stored until ..."), of a cookie's own verb ("Remembers your language"), or, below a lead-in
about keeping, of a bare length of time.
"""

from __future__ import annotations

from dataclasses import replace

from privacyflows.extract.circumstances.retention import CONCEPT, duration
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lists.fillers import data_of
from privacyflows.extract.lists.fragments import bounds, condition, fragment, is_sentence, root_of
from privacyflows.extract.lists.leadins import LeadIn, template
from privacyflows.extract.lists.openings import begins_duration
from privacyflows.extract.mentions.mentions import Part, mentions
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.polarity.polarity import Stance
from privacyflows.extract.purposes.purposes import of_verb, part, phrases
from privacyflows.extract.references.references import placed
from privacyflows.extract.sentences import Unit

_PASSIVE = frozenset({"collect", "use", "share", "sell", "retain", "transfer", "delete", "publish", "track"})
_KEEPING = frozenset({"retain", "delete"})
_CUTS = frozenset({"(", "[", ";", "-", "\u2013", "\u2014"})


class Labels(FrameReader):
    """Reads what stands behind labels."""

    def told(self, head: Unit, unit: Unit) -> list[Frame]:
        """The frames that the words behind a label make with it as their subject; none where they are a sentence, or no short predicate."""
        s = unit.sentences[0]
        a, b = bounds(s)
        at = next((k for k in range(a, min(b, a + 3) + 1) if s.pos[k] not in ("ADV", "PART")), a)
        if not head.sentences or is_sentence(s) or s.child(at, "nsubj", "nsubjpass", "dobj" if s.tag[at] != "VBZ" else "expl") is not None:
            return []
        if s.tag[at] in ("VBN", "VBD"):
            return self._passively(head, unit, s, a, at)
        return self._does(head, unit, s, at, b) if s.tag[at] == "VBZ" and s.dep[at] == "ROOT" else []

    def _passively(self, head: Unit, unit: Unit, s: Sentence, a: int, at: int) -> list[Frame]:
        lemma, start, end = s.merged.get(at, ((s.lemma[at].lower(), s.start[at], s.end[at]),))[0]
        rule = next((r for r in self.rules.verbs.get(lemma, ()) if r.action in _PASSIVE and r.object == "data"), None)
        if rule is None:
            return []
        negated = any(s.form[k] in ("not", "never") for k in range(a, at))
        frame = Frame(s, at, rule, lemma, (start, end), rule.action, Stance(negated, "does"), confidence=0.7)
        data, trackers = self._of_label(head, unknown=rule.id in _KEEPING)
        if not (data or trackers) or not self._set_actor(s, at, frame, True):
            return []
        if trackers and rule.id not in _KEEPING:
            frame.action, frame.rule = "track", self.rules.verbs["track"][0]
        frame.roles["data"] = data or (trackers if frame.action == "delete" else [])
        frame.roles["technology"] = trackers
        for p in self._prepositions(s, at, []):
            self._companion(s, frame, p)
        self._purposes(s, at, frame)
        if not frame.roles.get("purposes"):
            to = next((k for k in range(at + 1, s.n - 1) if s.tag[k] == "TO" and s.tag[k + 1] == "VB"), None)
            frame.roles["purposes"] = of_verb(s, at, self.lexicon) or (phrases(s, to + 1, self.lexicon) if to is not None else [])
        return [frame]

    def _does(self, head: Unit, unit: Unit, s: Sentence, at: int, b: int) -> list[Frame]:
        """What a cookie does: "Contains your basket", "Remembers your language"."""
        trackers = self._of_label(head, unknown=False)[1]
        if not trackers:
            return []
        frame = Frame(
            s, at, self.rules.verbs["track"][0], "track", (s.start[at], s.end[at]), "track", Stance(False, "does"), confidence=0.7
        )
        frame.roles["technology"] = trackers
        if s.lemma[at].lower() in listed_words("leadins.toml", "labels", "holding"):
            found = fragment(s, at + 1, b, self.lexicon)
            frame.roles["data"], frame.roles["purposes"] = data_of(s, found.core, self), found.purposes
        else:
            frame.roles["purposes"] = of_verb(s, at, self.lexicon) or [part(s, at, b, self.lexicon)]
        return [frame]

    def _of_label(self, head: Unit, *, unknown: bool) -> tuple[list[Part], list[Part]]:
        """The data and the trackers that a label names; with ``unknown`` also what the lexicon does not know."""
        s = head.sentences[0]
        a, b = bounds(s)
        found = mentions(s, a, b, self.lexicon, prefer=("technology", "data", "party"))
        if found and found[0].kind == "technology" and self.tracks(found[0].concept):
            return [], [placed(self.part(s, m), head) for m in found if m.kind == "technology"]
        parts = data_of(s, fragment(s, a, b, self.lexicon).core, self)
        return [placed(p, head) for p in parts if p.known or unknown] if any(p.known for p in parts) or unknown else [], []


def keeps(lead: LeadIn) -> bool:
    """Whether a lead-in speaks of how long data are kept."""
    return bool(lead.frames) and all(f.action in _KEEPING for f in lead.frames) and not lead.negated


def kept_for(lead: LeadIn, head: Unit | None, unit: Unit, reader: FrameReader) -> list[Frame]:
    """The frames of a lead-in about keeping, completed by an item that is a length of time, or whose label ends in one; else none."""
    if not keeps(lead):
        return []
    length, label = _length(unit, 0), None
    if head is not None and head.sentences:
        h = head.sentences[0]
        a, b = bounds(h)
        colon = next((k for k in range(a + 1, b) if h.form[k] == ":"), None)
        if colon is not None:  # "**Waiting list: a year.** You can leave it"
            length, label = _length(head, colon + 1), (a, colon - 1)
        else:
            label = (a, b)
    if length is None:
        return []
    frames = []
    for kept in lead.frames:
        frame = template(kept, lead)
        frame.roles["data"] = [placed(p, lead.unit) for p in kept.roles.get("data", [])]
        frame.roles["retention"] = [length]
        frame.stance = replace(frame.stance, modality="does")
        if head is not None and label is not None:
            _labelled(frame, head, label, reader)
        frames.append(frame)
    return frames


def _length(unit: Unit, at: int) -> Part | None:
    """The length of time that a unit's first sentence is from token ``at`` on."""
    s = unit.sentences[0]
    a, b = bounds(s)
    a = max(a, at)
    end = next((k - 1 for k in range(a + 1, b + 1) if s.form[k] in _CUTS), b)
    if not begins_duration(s.text(a, b)) or (is_sentence(s) and a <= root_of(s) <= end):
        return None
    return placed(Part(s.start[a], s.end[end], CONCEPT, value=duration(s.text(a, end)), kind="retention"), unit)


def _labelled(frame: Frame, head: Unit, label: tuple[int, int], reader: FrameReader) -> None:
    """Give a frame what the label of a length of time names: data, or the case in which it holds ("Without an order")."""
    s = head.sentences[0]
    a, b = label
    parts = data_of(s, fragment(s, a, b, reader.lexicon).core, reader) if s.pos[a] != "ADP" else []
    # "Private notes" are kept, "Cancellation of your stay" is when
    things = s.form[a] in ("your", "the") or any(s.tag[k] in ("NNS", "NNPS") for k in range(a, b + 1))
    if any(p.known for p in parts) or (parts and things and not frame.roles["data"]):
        frame.roles["data"] = [placed(p, head) for p in parts]
    else:
        frame.add("conditions", [placed(replace(condition(s, a, b, reader.lexicon), kind="listed"), head)])
