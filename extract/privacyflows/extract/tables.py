"""Tables -> statements, row by row, by what their headers say.

In goes a row as parsed cells, out come its statements: a cookie table's row declares a tracker; a row with data, purpose, legal
basis, retention or recipient columns is a practice with these roles. Header words stand in ``rules/tables.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from privacyflows.extract.frame import Frame
from privacyflows.extract.framerules import FrameRule, frame_rules
from privacyflows.extract.frames import FrameReader
from privacyflows.extract.leadins import LeadIn
from privacyflows.extract.mentions import Part, mentions
from privacyflows.extract.parsing import Sentence
from privacyflows.extract.polarity import Stance
from privacyflows.extract.purposes import after_for, listed, of_verb, phrases
from privacyflows.extract.references import PlacedPart, placed
from privacyflows.extract.retention import duration
from privacyflows.extract.sentences import Unit
from privacyflows.extract.words import load_rules


@dataclass(frozen=True, slots=True)
class _Rules:
    columns: tuple[tuple[re.Pattern[str], str], ...]
    third: re.Pattern[str]
    same: re.Pattern[str]
    empty: re.Pattern[str]


@cache
def _rules() -> _Rules:
    raw = load_rules("tables.toml")
    return _Rules(
        columns=tuple((re.compile(c["pattern"], re.IGNORECASE), c["role"]) for c in raw["column"]),
        third=re.compile(raw["cookie_category"]["third"], re.IGNORECASE),
        same=re.compile(raw["same"]["pattern"], re.IGNORECASE),
        empty=re.compile(raw["empty"]["pattern"], re.IGNORECASE),
    )


@cache
def column_role(header: str) -> str | None:
    """The role that a column's cells fill.

    >>> [column_role(h) for h in ("Purpose", "Legal basis", "Cookie name", "Data collected", "Notes")]
    ['purposes', 'legal_basis', 'tracker', 'data', None]
    """
    return next((role for pattern, role in _rules().columns if pattern.search(header.strip())), None)


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says, as a frame; ``tracker`` where it declares one."""

    frame: Frame
    unit: Unit
    tracker: bool


def row_of(cells: list[Unit], reader: FrameReader, lead: LeadIn | None, above: Row | None) -> Row | None:
    """The claim of a table row; None where the headers do not tell what it is."""
    block = cells[0].block
    roles = {u.cell: column_role(block.cells[u.cell].header) for u in cells if u.cell is not None}
    cookies = "tracker" in roles.values() or (
        any(re.search(r"cookie|tracker", h, re.IGNORECASE) for h in block.path[-2:]) and any(r in ("purposes", "retention", "category") for r in roles.values())
    )
    if cookies and "tracker" not in roles.values():
        first = min(u.cell for u in cells if u.cell is not None)
        roles[first] = "tracker"
    if not cookies and sum(r in ("data", "purposes", "recipients", "retention", "legal_basis", "source") for r in set(roles.values())) < 2:
        return None
    if not cookies and not {"data", "recipients", "purposes"} & set(roles.values()):
        return None
    frame = _frame(cells[0], lead, cookies, set(filter(None, roles.values())))
    for unit in cells:
        role = roles.get(unit.cell)
        if role and unit.sentences and not _rules().empty.fullmatch(unit.sentences[0].view.strip()):
            _fill(frame, role, unit, reader, above, cookies=cookies)
    if cookies and frame.roles.get("recipients") and frame.actor == "first-party" and any(_third(u, roles) for u in cells):
        named = frame.roles["recipients"][0]
        frame.actor, frame.actor_part = "third-party", named
    if not any(frame.roles.get(r) for r in ("data", "technology", "recipients", "purposes")):
        return None
    return Row(frame, cells[0], cookies)


def _third(unit: Unit, roles: dict[int | None, str | None]) -> bool:
    return roles.get(unit.cell) == "category" and bool(unit.sentences) and bool(_rules().third.search(unit.sentences[0].view))


def _frame(unit: Unit, lead: LeadIn | None, cookies: bool, roles: set[str]) -> Frame:
    sentence = unit.sentences[0]
    rules = frame_rules()
    template = lead.frames[0] if lead and lead.frames else None
    rule: FrameRule = rules.verbs["track"][0] if cookies else rules.verbs["share"][0] if "recipients" in roles and "data" not in roles else rules.verbs["collect"][0]
    negated = False
    if template and not cookies:
        rule = template.rule if not ("recipients" in roles and "data" not in roles) else rule
        negated = template.stance.negated
    frame = Frame(sentence, 0, rule, rule.id, (sentence.start[0], sentence.end[0]), rule.action, Stance(negated, "does"), confidence=0.8)
    if template and not cookies and "data" not in roles and lead:
        frame.roles["data"] = [placed(p, lead.unit) for p in template.roles.get("data", []) if p.kind in ("data",) and p.known]
        frame.stance = template.stance
    return frame


def _fill(frame: Frame, role: str, unit: Unit, reader: FrameReader, above: Row | None, *, cookies: bool) -> None:
    lexicon = reader.lexicon
    whole = unit.sentences[0].view
    if role in ("retention", "legal_basis", "location"):
        if _rules().same.fullmatch(whole.strip()) and above:
            frame.roles[role] = list(above.frame.roles.get(role, []))
            return
        s, e = unit.sentences[0], unit.sentences[-1]
        concept = lexicon.schemes["legal"].find([w.lower() for w in re.findall(r"\w+", whole)]) if role == "legal_basis" else None
        value = duration(whole) if role == "retention" else None
        kind = {"retention": "dpv:StorageDuration"}.get(role)
        frame.add(role, [placed(Part(s.start[0], e.end[-1], concept[0] if concept else kind, value=value, kind=role), unit)])
        return
    if role == "tracker":
        s = unit.sentences[0]
        frame.add("technology", [placed(Part(s.start[0], unit.sentences[-1].end[-1], "tech:Cookie", kind="technology"), unit)])
        return
    for s in unit.sentences:
        if role == "category":
            continue
        frames = reader.frames(s)
        if role == "purposes":
            _purposes(frame, s, unit, reader, frames, cookies=cookies)
        elif role == "recipients":
            found = mentions(s, 0, s.n - 1, lexicon, prefer=("party", "technology", "data"))
            parts = [reader.part(s, m) for m in found if m.kind in ("party", "other")][:1 if s.n < 6 else None]
            frame.add("recipients", [placed(p, unit) for p in parts])
        elif role == "source":
            found = mentions(s, 0, s.n - 1, lexicon, prefer=("party", "technology", "data"))
            frame.add("source", [placed(reader.part(s, m), unit) for m in found])
        elif role == "data":
            found = mentions(s, 0, s.n - 1, lexicon, prefer=("data", "technology", "party"))
            parts = [reader.part(s, m) for m in found if m.kind in ("data", "technology", "other", "deictic")]
            frame.add("data", [placed(p, unit) for p in parts])


def _purposes(frame: Frame, s: Sentence, unit: Unit, reader: FrameReader, frames: list[Frame], *, cookies: bool) -> None:
    lexicon = reader.lexicon
    root = next((i for i in range(s.n) if s.head[i] == i), 0)
    subject = s.child(root, "nsubj", "nsubjpass")
    named = lexicon.organisation(s.view[s.start[0] : s.end[-1]]) if cookies else None
    if named:
        at = s.view.lower().find(named.name.lower(), s.start[0])
        if at >= 0:
            frame.add("recipients", [placed(Part(at, at + len(named.name), named.kind or "dpv:ThirdParty", named.name, kind="party"), unit)])
    found: list[Part] = [p for f in frames for p in f.roles.get("purposes", [])]
    if not found:
        for k in range(s.n):
            if s.pos[k] in ("VERB", "NOUN"):
                found += of_verb(s, k, lexicon)
                if found:
                    break
    if not found:
        preposition = next((k for k in range(s.n) if s.form[k] == "for" and s.child(k, "pobj", "pcomp") is not None), None)
        if preposition is not None and (subject is not None or s.tag[root] == "VBN"):
            target = s.child(preposition, "pobj", "pcomp")
            if target is not None:
                found = after_for(s, target, s.first[target], s.last[target], lexicon)
    if not found and subject is None and not (s.tag[root] == "VBN" and s.form[root] in ("used", "set")):
        if s.tag[0] in ("VB", "VBG", "TO", "VBZ") and s.pos[root] in ("VERB", "AUX"):
            found = phrases(s, root, lexicon)
        else:
            found = listed(s, 0, s.n - 1, lexicon)
    frame.add("purposes", [placed(p, unit) for p in found])
    data = [p for f in frames for p in f.roles.get("data", []) if p.kind == "data" and p.known]
    if cookies:
        frame.add("data", [placed(p, unit) for p in data])
        frame.add("recipients", [placed(p, unit) for f in frames for p in f.roles.get("recipients", [])])


__all__ = ["PlacedPart", "Row", "column_role", "row_of"]
