"""Items that go on: "Trip data. This includes your route and your seat.": the sentence lists what the item is made of.

In go the frames that an item completed and its next sentence, out come the same frames with what that sentence lists in the role that
the list fills. The words are in ``rules/leadins.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lists.fillers import data_of, is_data, is_party, parties_of, purposes_of
from privacyflows.extract.lists.fragments import bounds, fragment
from privacyflows.extract.lists.leadins import LeadIn
from privacyflows.extract.mentions.mentions import Part
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules
from privacyflows.extract.references.references import placed
from privacyflows.extract.sentences import Unit

_TOLD = frozenset({"collect", "share", "sell", "transfer", "publish", "retain"})
"""What is rather done for a purpose than being one."""
_SERVING = frozenset({"send", "provide"})
"""Rules of verbs that tell purposes too: "sending bills"."""


@dataclass(frozen=True, slots=True)
class _Words:
    subjects: frozenset[str]
    verbs: frozenset[str]
    between: frozenset[str]


@cache
def _words() -> _Words:
    raw = load_rules("leadins.toml")["includes"]
    return _Words(**{key: frozenset(raw[key].split()) for key in ("subjects", "verbs", "between")})


def listed_from(s: Sentence) -> int | None:
    """The first token of what a sentence lists of the phrase before it: "This may include | your route"; None for other sentences."""
    words = _words()
    if s.n < 4 or s.form[0] not in words.subjects:
        return None
    verb = next((k for k in range(1, min(s.n - 1, 8)) if s.form[k] in words.verbs), None)
    if verb is None or any(s.pos[k] == "VERB" for k in range(1, verb)):
        return None
    at = verb + 1
    while at < s.n - 1 and (s.form[at] in words.between or not s.form[at][:1].isalnum() or s.form[at : at + 2] == ["as", "applicable"]):
        at += 2 if s.form[at] == "as" else 1
    return at if at < s.n else None


def goes_on(sentences: Sequence[Sentence], frames: Sequence[Frame], lead: LeadIn, unit: Unit, reader: FrameReader) -> bool:
    """Add to frames what the first of these sentences lists; False where it lists nothing of the lead-in's role."""
    s = sentences[0] if sentences else None
    at = listed_from(s) if s is not None else None
    if s is None or at is None or lead.negated or lead.exception:
        return False
    parts = _parts(s, at, lead.role, reader)
    for frame in frames:
        for role, found in parts.items():
            frame.add(role, [placed(p, unit) for p in found])
    return bool(parts)


def _parts(s: Sentence, at: int, role: str | None, reader: FrameReader) -> dict[str, list[Part]]:
    end = bounds(s)[1]
    if role == "purposes":
        practices = frame_rules().verbs.get(s.lemma[at].lower(), ()) if s.tag[at] == "VBG" else ()
        if any(r.object == "data" and r.action in _TOLD and r.id not in _SERVING for r in practices):
            return {}  # "This includes collecting your name from others"
        goals = purposes_of(s, at, end, reader.lexicon)
        return {"purposes": goals} if goals else {}
    if role not in ("data", "recipients", "source"):
        return {}
    found = fragment(s, at, end, reader.lexicon)
    if role == "data":
        data = [p for p in data_of(s, found.core, reader) if p.kind != "party"]
        return {"data": data} if is_data(s, at, end, reader.lexicon) else {}
    parties, _ = parties_of(s, found.core, reader, source=role == "source")
    return {role: parties} if parties and is_party(s, at, end, reader.lexicon) else {}
