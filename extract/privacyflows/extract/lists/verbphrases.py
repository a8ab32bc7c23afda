"""Verb phrases whose subject is not said: "We will never: sell your data", "Disclose your data to our couriers" as a purpose.

In goes a sentence that begins with its verb, out come the frames of what its unsaid subject does.
"""

from __future__ import annotations

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lists.fragments import bounds, root_of
from privacyflows.extract.parsing.parsing import Sentence

GIVING = frozenset({"share", "sell", "transfer", "publish"})
"""Actions by which data reach others."""


class VerbPhrases(FrameReader):
    """Reads "sell your data" as something that its unsaid subject does."""

    def _set_actor(self, s: Sentence, i: int, frame: Frame, passive: bool) -> bool:
        if super()._set_actor(s, i, frame, passive):
            return True
        root = root_of(s)
        return not passive and (i == root or (s.dep[i] == "conj" and root in s.above(i)))


def retold(s: Sentence, reader: FrameReader) -> Frame | None:
    """The item's own giving, which is no purpose of it: "(we share data only) to give them to our printers"."""
    phrases = VerbPhrases(reader.lexicon, reader.own_names).frames(s)
    return next((f for f in phrases if f.verb == root_of(s) <= bounds(s)[0] + 1 and f.action in GIVING and f.roles.get("data")), None)
