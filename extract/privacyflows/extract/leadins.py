"""Lead-ins and their items: "We may use your data for the following purposes:" gives actor, data and verb to each line below.

In goes the sentence that introduces a list, with its frames, out comes a `LeadIn`; `with_item` fills its open role from an item
and returns the completed frames. Which role is open is told by the lead-in's last words (``rules/leadins.toml``), else by the shape
of the item: a verb is a purpose, a party a recipient, anything that the lexicon knows as data is data.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from functools import cache

from privacyflows.extract import purposes as purpose_phrases
from privacyflows.extract.frame import Frame
from privacyflows.extract.frames import FrameReader
from privacyflows.extract.mentions import Part, mentions
from privacyflows.extract.parsing import Sentence
from privacyflows.extract.polarity import Stance
from privacyflows.extract.references import PlacedPart, placed
from privacyflows.extract.sentences import Unit
from privacyflows.extract.words import load_rules


@dataclass(frozen=True, slots=True)
class LeadIn:
    """What introduces a list."""

    unit: Unit
    sentence: Sentence
    frames: tuple[Frame, ...]
    role: str | None
    """The role that the items fill, None where the lead-in does not tell."""
    exception: bool = False
    """The items are what a denial leaves allowed ("... to no third parties other than:")."""


@cache
def _roles() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(e["pattern"], re.IGNORECASE), e["role"]) for e in load_rules("leadins.toml")["open_role"])


def lead_in_of(unit: Unit, s: Sentence, frames: list[Frame], above: LeadIn | None) -> LeadIn | None:
    """The lead-in that a block's last sentence makes; nested ones inherit the frames above them."""
    text = s.view[s.start[0] : s.end[-1]]
    role = next((role for pattern, role in _roles() if pattern.search(text)), None)
    usable = [f for f in frames if f.actor != "user"]
    plain = [f for f in usable if not f.embedded] or usable
    if not plain and above is not None:
        return LeadIn(above.unit, above.sentence, above.frames, role or above.role)
    if not plain and role != "data":
        return None
    return LeadIn(unit, s, tuple(plain), role, bool(_EXCEPTION.search(text)) and any(f.stance.negated for f in plain))


_EXCEPTION = re.compile(r"\b(?:other than|except(?: (?:as|for|in|to|when|where|with)\b[^:]{0,40})?|unless|only|save for)\b[^:.]{0,40}[:.]?\s*$", re.IGNORECASE)
_FOLLOWING = re.compile(r"\b(following|below|these|what|which)\b", re.IGNORECASE)


def with_item(lead: LeadIn, unit: Unit, s: Sentence, frames: list[Frame], reader: FrameReader, *, first: bool) -> list[tuple[Frame, Unit]] | None:
    """The lead-in's frames completed by an item's sentence; None where the sentence stands on its own."""
    if not s.n:
        return None
    root = next((i for i in range(s.n) if s.head[i] == i), 0)
    own_subject = s.child(root, "nsubj", "nsubjpass")
    if own_subject is not None and s.pos[root] in ("VERB", "AUX") and lead.role not in ("conditions",) and s.tag[root] not in ("VB",):
        return None
    if not first and frames:
        return None
    if not lead.frames:
        return None
    made: list[tuple[Frame, Unit]] = []
    for template in lead.frames:
        frame = _copy(template, lead)
        if lead.exception:
            if not template.stance.negated:
                continue
            # what the denial leaves open happens only where it says so
            frame.stance = Stance(False, "may")
            frame.roles["recipients"] = []
            frame.roles["conditions"] = []
        if _fill(frame, lead, unit, s, root, reader):
            made.append((frame, lead.unit))
    return made


def _copy(template: Frame, lead: LeadIn) -> Frame:
    frame = copy.copy(template)
    frame.roles = {}
    for role, parts in template.roles.items():
        kept = [p for p in parts if not (role == lead.role and _FOLLOWING.search(template.sentence.view[p.start : p.end]))]
        kept = [p for p in kept if not _FOLLOWING.match(template.sentence.view[p.start : p.end])]
        frame.roles[role] = [placed(p, lead.unit) for p in kept]
    if frame.actor_part:
        frame.actor_part = placed(frame.actor_part, lead.unit)
    frame.confidence = min(frame.confidence, 0.8)
    return frame


def _fill(frame: Frame, lead: LeadIn, unit: Unit, s: Sentence, root: int, reader: FrameReader) -> bool:
    """Fill the open role of a copied frame from the item; False where the item gives nothing."""
    lexicon = reader.lexicon
    start = next((i for i in range(s.n) if s.pos[i] not in ("PUNCT", "CCONJ")), 0)
    last = s.n - 1
    while last > start and s.pos[last] in ("PUNCT", "CCONJ"):
        last -= 1

    def here(parts: list[Part]) -> list[Part]:
        return [placed(p, unit) for p in parts]

    if s.form[start] in ("if", "when", "where", "unless", "once", "as"):
        frame.add("conditions", here([Part(s.start[start], s.end[last], "pf:OnUserAction", kind="condition")]))
        frame.add("purposes", here(purpose_phrases.of_verb(s, root, lexicon)))
        return True
    if s.pos[start] == "ADP" and s.form[start] in ("with", "to", "from", "for", "by", "in") and s.tag[start] != "TO":
        role = frame.rule.prep.get(s.form[start], "-").split("-")[0]
        target = s.child(start, "pobj", "pcomp")
        if role in ("recipient", "source") and target is not None:
            found = mentions(s, s.first[target], s.last[target], lexicon, prefer=("party", "technology", "data"))
            parts = [reader.part(s, m) for m in found if m.kind == "party"]
            if parts:
                frame.add("recipients" if role == "recipient" else "source", here(parts))
                frame.add("purposes", here(purpose_phrases.of_verb(s, start, lexicon)))
                return True
        if role == "purpose" and target is not None:
            frame.add("purposes", here(purpose_phrases.after_for(s, target, s.first[target], s.last[target], lexicon)))
            return True
    infinitive = s.tag[start] in ("TO", "VB") or (s.tag[root] == "VB" and root <= start + 2) or (s.form[start : start + 2] == ["in", "order"])
    gerund = s.tag[start] == "VBG" and s.dep[start] in ("ROOT", "csubj", "amod", "pcomp")
    role = lead.role or ("purposes" if infinitive or gerund else None)
    if role is None:
        found = mentions(s, start, last, lexicon, prefer=("data", "party", "technology"))
        role = {"party": "recipients", "data": "data", "technology": "technology"}.get(found[0].kind if found and found[0].known else "", None)
        if (role is None or not found[0].known) and lexicon.purpose(s.text(start, last)):
            role = "purposes"
    if role == "purposes":
        if infinitive or gerund:
            verb = root if s.tag[root] in ("VB", "VBG") or infinitive else start
            frame.add("purposes", here(purpose_phrases.phrases(s, verb, lexicon)))
        else:
            frame.add("purposes", here(purpose_phrases.listed(s, start, last, lexicon)))
        return bool(frame.roles.get("purposes"))
    if role == "data":
        found = mentions(s, start, last, lexicon, prefer=("data", "technology", "party"))
        parts = [reader.part(s, m) for m in found if m.kind in ("data", "technology", "other", "deictic")]
        frame.add("data", here(parts))
        return bool(parts)
    if role in ("recipients", "source"):
        end = next((k - 1 for k in range(start + 1, last + 1) if s.tag[k] in ("TO", "WDT", "WP") or s.form[k] in ("for", "in", "who", "where")), last)
        found = mentions(s, start, max(start, end), lexicon, prefer=("party", "technology", "data"))
        parts = [reader.part(s, m) for m in found if m.kind in ("party", "other")]
        frame.add(role, here(parts))
        frame.add("purposes", here(purpose_phrases.of_verb(s, root, lexicon)))
        return bool(parts)
    if role == "conditions":
        frame.add("conditions", here([Part(s.start[start], s.end[last], "pf:OnUserAction", kind="condition")]))
        return True
    return False


__all__ = ["LeadIn", "PlacedPart", "lead_in_of", "with_item"]
