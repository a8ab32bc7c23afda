"""What the titles of lists inherit: from a heading ("How we use your data" above "To run the shop:"), or from a lead-in without items.

In go the lead-ins that headings and paragraphs make, in the order of the text; out comes, for a bare title that tells nothing by itself
("Account data", "To keep you safe"), the lead-in of the nearest place above that says what the items below such titles are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lists.fillers import purposes_of
from privacyflows.extract.lists.fragments import bounds, is_sentence, opens_clause, opens_condition
from privacyflows.extract.lists.leadins import LeadIn, goes_on, last_text, points_at_end, speaks_of_reader, template
from privacyflows.extract.lists.titles import is_pointer
from privacyflows.extract.mentions.mentions import Part
from privacyflows.extract.model import BlockKind
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.references.references import PlacedPart, placed
from privacyflows.extract.sentences import Unit

_LONGEST = 14
"""Words; a longer text is no bare title."""
_OBTAINING = frozenset({"collect", "use", "retain", "track"})
_INHERITED = frozenset({"data", "purposes", "recipients", "source", "receiving"})


class Contexts:
    """The lead-ins of one document that hold for titles below them."""

    def __init__(self) -> None:
        self._of_path: dict[tuple[str, ...], LeadIn] = {}

    def note(self, unit: Unit, lead: LeadIn, *, introduces: bool) -> None:
        """Remember a heading's lead-in, or that of a paragraph whose list does not follow at once (``introduces`` False)."""
        if lead.role not in _INHERITED or not lead.frames or lead.ignored or lead.exception or lead.negated:
            return
        if lead.role == "data" and not {f.action for f in lead.frames} & _OBTAINING:
            return
        heading = unit.block.kind is BlockKind.HEADING
        if heading or (not introduces and points_at_end(lead.text)):
            self._of_path[(*unit.block.path, unit.block.view) if heading else unit.block.path] = lead

    def note_item(self, unit: Unit, lead: LeadIn) -> None:
        """Remember what a title says that goes on with the lead-in above it."""
        self._of_path[(*unit.block.path, unit.block.view)] = lead

    def hear(self, unit: Unit, frames: Sequence[Frame]) -> None:
        """Note what a section's text calls the data of which its heading ("How we use information") speaks without saying whose."""
        lead = self._of_path.get(unit.block.path)
        if lead is None or not lead.title or lead.unit.block.kind is not BlockKind.HEADING:
            return
        said = {f.action: f for f in reversed(frames) if f.actor == "first-party" and not (f.stance.negated or f.embedded)}
        named = {a: [placed(p, unit) for p in f.roles.get("data", []) if _is_whose(unit, p)] for a, f in said.items()}
        self._of_path[unit.block.path] = replace(
            lead,
            frames=tuple(
                replace(f, roles=f.roles | {"data": list(named[f.action])})
                if named.get(f.action) and not any(_is_whose(lead.unit, p) for p in f.roles.get("data", []))
                else f
                for f in lead.frames
            ),
        )

    def forget(self, unit: Unit) -> None:
        """A heading ends what an earlier section of the same name said."""
        self._of_path.pop((*unit.block.path, unit.block.view), None)

    def lead_of(self, unit: Unit, reader: FrameReader) -> LeadIn | None:
        """The lead-in that a bare title inherits; None where it is no bare title, or where nothing above tells."""
        again = bool(unit.sentences) and goes_on(last_text(unit))
        s = unit.sentences[0] if len(unit.sentences) == 1 else unit.sentences[-1] if again else None
        if s is None or not (again or _is_bare(unit, s)):
            return None
        path = unit.block.path
        above = next((lead for n in range(len(path), -1, -1) if (lead := self._of_path.get(path[:n])) is not None), None)
        if above is None:
            return None
        a, b = bounds(s)
        while a < b and s.pos[a] in ("NUM", "PUNCT", "X"):
            a += 1  # "2.1 To keep you safe"
        if again or above.role == "purposes" or not (s.tag[a] == "TO" or s.form[a] == "for"):
            return replace(above, inherited=True, above=above)
        goals = [placed(p, unit) for p in purposes_of(s, a, b, reader.lexicon)]
        copies = [template(frame, above) for frame in above.frames]
        frames = tuple(replace(f, roles=f.roles | {"purposes": list(goals)}) for f in copies)
        return replace(above, frames=frames, inherited=True, above=above)


def _is_whose(unit: Unit, part: Part) -> bool:
    """Whether a part is said to be the reader's: "your information"."""
    home = part.unit if isinstance(part, PlacedPart) else unit
    return home.view[part.start : part.end].lower().startswith(("your ", "personal "))


def _is_bare(unit: Unit, s: Sentence) -> bool:
    """Whether a text is a title without a claim: "Account data", "To keep you safe:"."""
    text = unit.view.rstrip(" *_")
    a, b = bounds(s)
    if len(text.split()) > _LONGEST or text.endswith((".", "?", "!")) or speaks_of_reader(text) or is_pointer(text):
        return False
    return a < b + 1 and not is_sentence(s) and not opens_condition(s, a) and not opens_clause(s, a)
