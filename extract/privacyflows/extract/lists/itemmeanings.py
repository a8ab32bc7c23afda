"""What the words of an item mean, where its form leaves open which role they fill.

In go a stretch of a sentence and the reader, out comes whether it names data or trackers, or the role that it fills.
"""

from __future__ import annotations

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lists.fillers import is_data, is_party
from privacyflows.extract.lists.fragments import root_of
from privacyflows.extract.lists.openings import is_verb_form
from privacyflows.extract.mentions.mentions import mentions
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import singular, tokens


def names_data(role: str | None, s: Sentence, a: int, b: int, reader: FrameReader) -> bool:
    """Whether what has the look of a verb with its object is the name of data."""
    if role == "purposes":
        return is_label_of_data(s, a, b, reader)
    return role in ("data", None) and is_data(s, a, b, reader.lexicon) and not reader.lexicon.purpose(s.text(a, b))


def is_label_of_data(s: Sentence, a: int, b: int, reader: FrameReader) -> bool:
    """Whether all of the words are the name of data, though they are of purposes too: "Email address"."""
    words = [singular(w) for w in tokens(s.text(a, b))]
    found = reader.lexicon.schemes["data"].find(words)
    return found is not None and len(words) > 1 and found[1:] == (0, len(words))


def is_tracker(s: Sentence, a: int, b: int, reader: FrameReader) -> bool:
    """Whether the words name a technology that observes people."""
    found = mentions(s, a, b, reader.lexicon, prefer=("technology", "data", "party"))
    return bool(found) and found[0].kind == "technology" and reader.tracks(found[0].concept)


def role_by_meaning(role: str | None, s: Sentence, a: int, b: int, frame: Frame, reader: FrameReader) -> str | None:
    """The role that a noun phrase fills by what it means; None where it fits none."""
    lexicon = reader.lexicon
    if role == "manner":
        return "source" if is_party(s, a, b, lexicon) and frame.action == "collect" else None
    if is_party(s, a, b, lexicon):
        return "recipients"
    if is_data(s, a, b, lexicon) and role is None:
        return "data"
    if lexicon.purpose(s.text(a, b)) and role is None:
        return "purposes"
    if role == "receiving" or s.pos[root_of(s)] == "PROPN":
        # a verb that the parser took for a noun: "Respond to a lawful request"
        return "purposes" if is_verb_form(s.form[a]) and not is_party(s, a, b, lexicon) else "recipients"
    return None
