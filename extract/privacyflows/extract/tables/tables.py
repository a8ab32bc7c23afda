"""Tables -> statements, row by row, by what their headers say.

In go the parsed cells of rows in order, out come `RowReading`s: the frames of the row (a practice, a denial where a cell says "No", a
disclosure or a sale where columns tell to whom; a tracker's declaration in a cookie table) and the sentences that stand by themselves.
What columns hold is told by their headers (`columns`), what a cell gives by `tablecells`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lists.fillers import is_data
from privacyflows.extract.lists.fragments import bounds
from privacyflows.extract.lists.leadins import LeadIn, template
from privacyflows.extract.mentions.mentions import Part
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.polarity.polarity import Stance
from privacyflows.extract.references.references import PlacedPart
from privacyflows.extract.sentences import Unit
from privacyflows.extract.tables.columns import Column, Plan, column_kind, column_role, plan_of, table_rules
from privacyflows.extract.tables.cookierows import tracker_frame
from privacyflows.extract.tables.tablecells import Cell, read_cell, words_of_cell

_SHARED = ("data", "subjects")
"""Roles that hold for all that a row says."""
_LONGEST_HEADER = 14
"""Words."""


@dataclass(frozen=True, slots=True)
class RowReading:
    """What a row says; ``frames`` with the lead-in's unit where they have its verb."""

    frames: list[Frame] = field(default_factory=list)
    lead: Unit | None = None
    tracker: bool = False
    prose: list[tuple[Unit, Sentence]] = field(default_factory=list)
    told: list[tuple[Unit, Sentence, Frame]] = field(default_factory=list)


class Tables:
    """The tables of one document; remembers the table's plan and the row above."""

    def __init__(self, reader: FrameReader) -> None:
        self.reader = reader
        self._key: tuple[int | None, tuple[str, ...], tuple[str, ...]] = (None, (), ())
        self._last = -2
        self._headers: tuple[str, ...] = ()
        self._plan: Plan | None = None
        self._title = ""
        self._above: dict[int, Cell] = {}

    def read(self, row: Sequence[Unit], lead: LeadIn | None, lead_text: str) -> RowReading:
        """The reading of a row; ``row`` holds its cells' units in order, ``lead_text`` the words of the block that introduces the table."""
        block = row[0].block
        cells: dict[int, list[Unit]] = {}
        for unit in row:
            if unit.cell is not None and unit.sentences:
                cells.setdefault(unit.cell, []).append(unit)
        key = (block.lead_in, tuple(c.header for c in block.cells), block.path)
        if key != self._key or row[0].index != self._last + 1:
            self._headers, self._above, self._title = tuple(c.header for c in block.cells), {}, ""
            self._plan = plan_of(self._headers, block.path, lead, lead_text, names_data=self._names_data(cells))
        self._key, self._last = key, row[0].index
        if self._is_title(cells, len(block.cells)):
            self._title, self._headers, self._plan = block.view, ("",) * len(block.cells), None
            return RowReading()
        if self._is_header(cells):
            lead_text = " ".join((lead_text, self._title, *self._headers))
            self._headers = tuple(c.view.strip("#* ") for c in block.cells)
            self._plan = plan_of(self._headers, block.path, lead, lead_text)
            return RowReading()
        if self._is_record(cells):
            return RowReading()
        plan = self._plan
        if plan is None:
            return RowReading(prose=[(u, s) for u in row for s in u.sentences])
        if plan.silent or not cells:
            return RowReading()
        if plan.cookies:
            frame = tracker_frame(plan, cells, self.reader)
            return RowReading([frame] if frame else [], tracker=True)
        return self._practice(plan, cells, lead)

    def _names_data(self, cells: dict[int, list[Unit]]) -> bool:
        """Whether the first cell of a row names data, as far as the lexicon knows."""
        s = cells[0][0].sentences[0] if cells.get(0) else None
        return s is not None and is_data(s, *bounds(s), self.reader.lexicon)

    def _is_title(self, cells: dict[int, list[Unit]], width: int) -> bool:
        """Whether a row is a title inside a table without headers: one short cell across it."""
        text = words_of_cell(cells[0]) if len(cells) == 1 and 0 in cells else ""
        return width > 1 and not self._key[1][0] and bool(text) and len(text.split()) <= _LONGEST_HEADER and not text.endswith(".")

    def _is_record(self, cells: dict[int, list[Unit]]) -> bool:
        """Whether a row of a table without headers is one field of a record: "Purpose | Login"."""
        text = words_of_cell(cells[0]) if len(self._headers) == 2 and 0 in cells and not any(self._headers) else ""
        return bool(text) and len(text.split()) <= 2 and (column_kind(text) is not None or text.lower() == "name")

    def _is_header(self, cells: dict[int, list[Unit]]) -> bool:
        """Whether a row is the table's real header: the written one is blank somewhere and these cells are headers by their words."""
        if all(h.strip() for h in self._headers) or len(cells) < 2:
            return False
        texts = [words_of_cell(units) for units in cells.values()]
        roles = {column_kind(t) for t in texts}
        short = all(len(t.split()) <= _LONGEST_HEADER and not t.endswith(".") for t in texts)
        return short and None not in roles and len(roles) > 1

    def _practice(self, plan: Plan, cells: dict[int, list[Unit]], lead: LeadIn | None) -> RowReading:
        read = {c: self._cell(plan, c, units) for c, units in cells.items() if c < len(plan.columns)}
        self._above = self._above | read
        by_action: dict[str, Frame] = {}
        out: list[Frame] = []
        base = self._base(plan, cells, lead)
        for c, cell in read.items():
            for role in (*_SHARED, "conditions"):
                if plan.columns[c].role != "recipients" or role != "conditions":
                    base.add(role, list(cell.roles.get(role, [])))
        for c, cell in read.items():
            column = plan.columns[c]
            words = words_of_cell(cells[c])
            answer = _answer(column, words)
            action = _action_of(column, plan)
            if action not in (None, plan.action) and table_rules().empty.match(words):
                continue  # "N/A" below "Shared with"
            if answer is False and action:
                out.append(_as(base, action, Stance(True, "does")))
            elif answer is True and action:
                by_action.setdefault(action, _as(base, action, None))
            else:
                frame = by_action.setdefault(action or plan.action, _as(base, action or plan.action, None))
                for role, parts in cell.roles.items():
                    if role not in _SHARED:
                        frame.add(role, _each_once(parts) if role == "legal_basis" else list(parts))
        denied = {f.action for f in out}
        told = [
            f
            for a, f in by_action.items()
            if a not in denied
            and (f.roles.get("recipients") or _asked(plan, cells, a) or (a == plan.action and ("collect" not in denied or _adds(f))))
        ]
        frames = [f for f in (*told, *out) if any(f.roles.get(r) for r in ("data", "recipients", "purposes")) and _tells(f, plan)]
        prose = [p for cell in read.values() for p in cell.prose]
        told_apart = [x for cell in read.values() for x in cell.told]
        return RowReading(
            frames, lead.unit if lead and lead.frames and base.sentence is lead.sentence else None, prose=prose, told=told_apart
        )

    def _cell(self, plan: Plan, c: int, units: list[Unit]) -> Cell:
        column = plan.columns[c]
        text = words_of_cell(units)
        rules = table_rules()
        if rules.same.match(text) and c in self._above:
            return self._above[c]
        if column.role in (None, "none", "flag", "category") or rules.empty.match(text) or _answer(column, text) is not None:
            return Cell()
        return read_cell(column, units, self.reader, plan.columns[0].role)

    def _base(self, plan: Plan, cells: dict[int, list[Unit]], lead: LeadIn | None) -> Frame:
        """The frame that a row completes: the lead-in's, or one without a verb."""
        s = next(iter(cells.values()))[0].sentences[0]
        rule = frame_rules().verbs[plan.action][0]
        if lead and lead.frames:
            spoken = next((f for f in lead.frames if f.action == plan.action), lead.frames[0])
            frame = template(spoken, lead)
            if "data" in plan.roles:
                frame.roles["data"] = []
            spoken_of = lead.text.rstrip(" *_").endswith(":")
            for role in ("recipients", "purposes", "source", "legal_basis", "retention"):
                if role in plan.roles or not spoken_of:
                    frame.roles[role] = []
            if spoken.action != plan.action:
                frame = replace(frame, rule=rule, action=plan.action)
            return replace(frame, roles={k: list(v) for k, v in frame.roles.items()}, sentence=lead.sentence)
        return Frame(s, 0, rule, rule.id, (s.start[0], s.end[0]), plan.action, Stance(False, "does"), confidence=0.8)


def _as(base: Frame, action: str, stance: Stance | None) -> Frame:
    """A copy of a row's base frame with another action."""
    rule = base.rule if action == base.action else frame_rules().verbs[action][0]
    return replace(base, action=action, rule=rule, stance=stance or base.stance, roles={k: list(v) for k, v in base.roles.items()})


def _each_once(parts: Sequence[PlacedPart]) -> list[Part]:
    """The parts, each concept once."""
    first: dict[str | None, Part] = {}
    for p in parts:
        first.setdefault(p.concept, p)
    return list(first.values())


def _answer(column: Column, text: str) -> bool | None:
    """Whether a cell says that it happens ("Yes") or that it does not; None where it says anything else."""
    rules = table_rules()
    if column.role == "flag" or column.action or column.role == "recipients":
        if rules.no.match(text):
            return False
        if rules.yes.match(text):
            return True
    return None


def _action_of(column: Column, plan: Plan) -> str | None:
    """The action that a column's cells speak of, None for the row's own."""
    if column.role == "source":
        return "collect"
    if column.role == "recipients":
        named = column.action if column.action in ("sell", "share") else None
        return named or (plan.action if plan.action in ("share", "sell", "transfer") else "share")
    if column.role == "flag":
        return column.action
    if column.role == "purposes" and column.action in ("share", "sell") and not table_rules().broad.search(column.header):
        return column.action
    return None


def _asked(plan: Plan, cells: dict[int, list[Unit]], action: str) -> bool:
    """Whether a column asks for the action and the row says yes."""
    return any(
        _answer(col, words_of_cell(cells[c])) and _action_of(col, plan) == action for c, col in enumerate(plan.columns) if c in cells
    )


def _adds(frame: Frame) -> bool:
    """Whether a frame says more than which data it is about: what is not collected is not shared with nobody in particular either."""
    return any(parts for role, parts in frame.roles.items() if role not in _SHARED)


def _tells(frame: Frame, plan: Plan) -> bool:
    """Whether a frame says more than the name of the row: data or a party, and not only the purpose of nothing."""
    if frame.roles.get("data") or frame.roles.get("recipients"):
        return True
    return bool(frame.roles.get("purposes")) and bool(frame.roles.get("legal_basis") or plan.action == "use")


__all__ = ["RowReading", "Tables", "column_role"]
