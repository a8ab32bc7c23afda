"""List items that are verb phrases of the lead-in's subject: "We never: sell your data", "..., except: to share it with X".

In go a lead-in and an item's sentence, out come the sentence's frames with the actor and the stance that the lead-in gives them.
"""

from __future__ import annotations

from dataclasses import replace

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lists.fragments import bounds, is_sentence
from privacyflows.extract.lists.leadins import LeadIn
from privacyflows.extract.lists.verbphrases import GIVING, VerbPhrases
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.polarity.polarity import Stance
from privacyflows.extract.references.references import placed


def doing(lead: LeadIn, s: Sentence, reader: FrameReader) -> list[Frame]:
    """The frames of an item that says what "we" do: "We will never: sell your data"."""
    frames = [f for f in VerbPhrases(reader.lexicon, reader.own_names).frames(s) if f.actor != "user"]
    if lead.stance is None:
        return frames
    return [replace(f, stance=lead.stance, confidence=min(f.confidence, 0.8)) for f in frames if not f.embedded]


def allowed(lead: LeadIn, s: Sentence, reader: FrameReader) -> list[Frame]:
    """What an item leaves allowed in its own words: "We share no data, except: to give your address to couriers".

    Nothing where the item only tells to whom, when or what for.
    """
    a = bounds(s)[0]
    a += s.tag[a] == "TO" and s.pos[a] == "PART"
    if is_sentence(s) or not s.tag[a].startswith("VB") or not any(f.action in GIVING for f in lead.frames):
        return []
    found = [f for f in VerbPhrases(reader.lexicon, reader.own_names).frames(s) if f.verb == a and f.action in GIVING]
    who = lead.frames[0]
    part = placed(who.actor_part, lead.unit) if who.actor_part else None
    stance = Stance(False, "may")
    return [replace(f, stance=stance, actor=who.actor, actor_part=part, confidence=min(f.confidence, 0.8)) for f in found]
