"""What a denial leaves allowed in a clause: "we do not publish your address unless you ask us to" also says that it may be published then.

In go the frames of a sentence, out come more of them, one behind each denial that such a clause limits; the clause is its condition.
A clause that points elsewhere ("unless we say so in this notice"), or is none ("unless necessary"), leaves nothing that could be told.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.lists.fragments import condition
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.polarity.contrasts import left_allowed
from privacyflows.extract.polarity.polarity import Stance

if TYPE_CHECKING:
    from privacyflows.extract.frames.actors import Actors


_words = partial(listed_words, "contrasts.toml", "unless")


def with_unless(s: Sentence, found: list[Frame], reader: Actors) -> list[Frame]:
    """The frames with those that clauses after "unless" leave allowed."""
    if "unless" not in s.form or _words("ending") & set(s.form):
        return found
    out: list[Frame] = []
    widest = left_allowed(found)
    for frame in found:
        out.append(frame)
        if frame.stance.negated and not frame.embedded and frame.beside is None and frame in widest:
            out += _allowed(s, frame, reader)
    return out


def _allowed(s: Sentence, frame: Frame, reader: Actors) -> list[Frame]:
    clause = next((k for k in s.kids[frame.verb] if s.dep[k] == "advcl" and s.form[s.first[k]] == "unless"), None)
    if clause is None or s.child(clause, "nsubj", "nsubjpass", "expl") is None:
        return []
    if s.lemma[clause] in _words("verbs") or "otherwise" in s.form[s.first[clause] : clause]:
        return []
    doer = frame.actor_part
    if doer is not None and s.view[doer.start : doer.end].lower().split()[0] in _words("nobody"):
        return []  # "nobody here reads it unless you allow it": who may then is not said
    first, last = s.first[clause] + 1, s.last[clause]
    when = condition(s, first, last, reader.lexicon)
    span = (s.start[first - 1], s.end[last])
    roles = {role: [p for p in parts if not span[0] <= p.start < span[1]] for role, parts in frame.roles.items()}
    return [replace(frame, stance=Stance(False, "may"), roles=roles | {"conditions": [when]}, contrast=span, beside=frame)]
