"""Items that begin with a condition: "as required to defend our rights", "where the law asks for it, to the police".

In go a lead-in's frame and the item, out come the frame's conditions, and the purposes, parties or data that the item names behind them.
"""

from __future__ import annotations

from functools import partial

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lists.fillers import data_of, is_data, is_party, parties_of, purposes_of
from privacyflows.extract.lists.fragments import condition, fragment
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.purposes.purposes import after_for
from privacyflows.extract.references.references import placed
from privacyflows.extract.sentences import Unit

_words = partial(listed_words, "leadins.toml", "conditions")


def _after_condition(frame: Frame, unit: Unit, s: Sentence, a: int, b: int, reader: FrameReader) -> bool:
    """Read what follows a leading condition: "..., their marks", "..., to the police"; False where it is part of the condition."""
    led = s.form[a] in ("to", "with") and a < b
    if not (is_party(s, a + 1, b, reader.lexicon) if led else is_data(s, a, b, reader.lexicon)):
        return False
    rest = fragment(s, a + 1 if led else a, b, reader.lexicon)
    if led:
        parties, purposes = parties_of(s, rest.core, reader)
        frame.add("recipients", [placed(p, unit) for p in parties])
        frame.add("purposes", [placed(p, unit) for p in (*rest.purposes, *purposes)])
        return bool(parties)
    frame.roles["data"] = [placed(p, unit) for p in data_of(s, rest.core, reader)]
    return bool(frame.roles["data"])


def fill_condition(frame: Frame, unit: Unit, s: Sentence, a: int, b: int, reader: FrameReader) -> bool:
    """An item that begins with a condition: "as required to defend our rights", "in the case of members, their marks"."""
    lexicon = reader.lexicon
    end = b
    for k in range(a + 1, b):
        if (
            s.tag[k] == "TO"
            and s.tag[k + 1] in ("VB", "VBP")
            and s.form[k + 1] != "do"
            and (
                s.form[k - 1] in _words("needing")
                or s.form[k - 1] == ","
                or (s.form[k - 2] == "for" and s.form[k - 3] in _words("needing"))
            )
        ):
            frame.add("purposes", [placed(p, unit) for p in purposes_of(s, k + 1, b, lexicon)])
            end = k - 1 if s.form[k - 1] != "order" else k - 3
            break
        target = s.child(k, "pobj") if s.form[k] == "for" and s.form[k - 1] in _words("needing") else None
        whole = target is not None and s.last[target] >= b - 1 and "to" not in s.form[k:b]
        if target is not None and whole and s.pos[target] in ("NOUN", "PROPN") and s.lemma[target] not in ("reason", "interest"):
            frame.add("purposes", [placed(p, unit) for p in after_for(s, target, s.first[target], min(b, s.last[target]), lexicon)])
            end = k - 1  # "if necessary for the delivery"
            break
        if s.form[k] == "," and (s.pos[a] != "ADP" or s.last[a] < k) and _after_condition(frame, unit, s, k + 1, b, reader):
            end = k - 1
            break
    frame.add("conditions", [condition(s, a, max(a, end), lexicon)])
    return True
