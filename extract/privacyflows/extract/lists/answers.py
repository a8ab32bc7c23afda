"""Answers: fragments below a title that asks for them: "What do we collect?" above "Your name.", "Recipients: banks and couriers".

In go the unit of a label (a paragraph's run-in heading) or of a heading with the unit of the words behind it, out comes the lead-in that
these words complete as an item of a list would; None where the title asks for nothing, or where the words are sentences of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lists.fragments import is_sentence
from privacyflows.extract.lists.leadins import LeadIn, speaks_of_reader
from privacyflows.extract.lists.titles import is_pointer, title_frames, titled_role
from privacyflows.extract.mentions.mentions import Part
from privacyflows.extract.parsing.words import load_rules
from privacyflows.extract.polarity.polarity import Stance
from privacyflows.extract.references.references import placed
from privacyflows.extract.sentences import Unit
from privacyflows.extract.tables.tablecells import legal_basis

_ANSWERED = frozenset({"data", "purposes", "recipients", "source", "receiving", "retention"})


@cache
def _unanswered() -> re.Pattern[str]:
    return re.compile(load_rules("leadins.toml")["unanswered"]["pattern"], re.IGNORECASE)


def is_answer(unit: Unit) -> bool:
    """Whether a unit begins with a fragment, as answers do, and introduces nothing itself."""
    return bool(unit.sentences) and not is_sentence(unit.sentences[0]) and not unit.view.rstrip(" *_").endswith(":")


def label_lead(label: Unit, reader: FrameReader) -> LeadIn | None:
    """The lead-in that a label makes for the words behind it: "Types of data collected:", "Who gets it?"."""
    if not label.sentences:
        return None
    text = label.view.strip(" *_")
    role = titled_role(text.rstrip("?.: "))
    if role not in _ANSWERED or speaks_of_reader(text) or is_pointer(text) or _unanswered().search(text):
        return None
    s = label.sentences[-1]
    frames = title_frames(label, s, reader)
    return LeadIn(label, s, tuple(frames), role, title=True, inherited=True) if frames else None


def is_bare_label(label: Unit) -> bool:
    """Whether a label asks for nothing by itself, so that it may go on with the title above: "Device data:"."""
    return titled_role(label.view) in (None, "data") and not _unanswered().search(label.view)


def heading_lead(lead: LeadIn | None) -> LeadIn | None:
    """A heading's lead-in, for the fragment right below it; None where the heading asks for none."""
    if lead is None or not lead.title or lead.ignored or lead.exception or lead.role not in _ANSWERED:
        return None
    return None if _unanswered().search(lead.text) else replace(lead, inherited=True)


def section_of(unit: Unit) -> tuple[str, ...]:
    """The heading path of a unit without its own label."""
    return unit.block.path[:-1] if unit.block.run_in else unit.block.path


def grounded(label: Unit, unit: Unit, standing: Sequence[tuple[Frame, Unit]], reader: FrameReader) -> list[Frame]:
    """What the section told last, told again on the basis that a label names: "Legal basis: our contract"; none where it names none."""
    if not standing or section_of(standing[-1][1]) != section_of(unit) or titled_role(label.view) != "legal_basis":
        return []
    s = unit.sentences[0]
    grounds = [placed(p, unit) for p in legal_basis(s, reader.lexicon) if p.concept]
    if not grounds:
        return []
    told, home = standing[-1]
    roles: dict[str, list[Part]] = {}
    for role in ("data", "technology", "purposes"):
        roles[role] = [placed(p, home) for p in told.roles.get(role, ())]
    action = "use" if told.action in ("share", "secure", "delete") else told.action
    rule = told.rule if action == told.action else frame_rules().verbs[action][0]
    frame = replace(told, sentence=s, verb=0, verb_span=(s.start[0], s.start[0]), rule=rule, lemma=rule.id, action=action, stance=Stance())
    frame = replace(frame, actor="first-party", actor_part=None, nominal=False, embedded=False, confidence=0.6, contrast=None, beside=None)
    roles["legal_basis"] = list(grounds)
    return [replace(frame, roles=roles)]
