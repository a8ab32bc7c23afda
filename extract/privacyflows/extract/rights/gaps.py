"""Gaps: places of a policy that announce a list or a table and then do not have it.

In go the units of a document, out come statements of kind ``gap``. A lead-in ("for the following purposes:") is one where the end of
the text, a heading of its own level or above, or an ordinary paragraph follows it, and what follows cannot be read as an entry of the
list. The role that the list would have filled is told by the lead-in's last words (``rules/gaps.toml``). A table is one where its
header has no row below it that says anything. In doubt there is no gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from typing import Any

from privacyflows.extract.blocks.wording import STARTERS, has_clause, is_sentence, reads_as_contact
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lists.lists import is_titled
from privacyflows.extract.model import ROLES, Block, BlockKind, Document, Evidence, Kind, Statement
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules
from privacyflows.extract.rights.rightnames import named_in, plain
from privacyflows.extract.sentences import Unit
from privacyflows.extract.tables.columns import column_role

Stating = Callable[[Frame, Unit, Sentence], Statement]
"""Makes the statement of a frame that a sentence of a unit holds."""
_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*(?::?-+:?)?[ \t]*")
"""The line of dashes under a table's header."""
_COLUMNS = {"tracker": "technology", "category": "technology"}
_LONGEST = 400
"""So many last characters of a lead-in tell its role."""
_SHORT = 60
"""A paragraph of so few characters is read as the entry of a list, not as prose."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    name: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Rules:
    never: tuple[_Pattern, ...]
    open: tuple[_Pattern, ...]
    section: re.Pattern[str]
    prose: dict[str, re.Pattern[str]]
    entry: dict[str, re.Pattern[str]]
    openers: frozenset[str]
    """Words that open a sentence of prose, and seldom the entry of a list."""
    subjects: frozenset[str]


@cache
def _rules() -> _Rules:
    raw = load_rules("gaps.toml")

    def made(entry: dict[str, Any], name: str) -> _Pattern:
        unless = entry.get("unless")
        return _Pattern(entry[name], re.compile(entry["pattern"]), re.compile(unless) if unless else None)

    return _Rules(
        never=tuple(made(e, "id") for e in raw["not"]),
        open=tuple(made(e, "role") for e in raw["open"]),
        section=re.compile(raw["section"]["pattern"]),
        prose={name: re.compile(pattern, re.IGNORECASE) for name, pattern in raw["prose"].items()},
        entry={role: re.compile(pattern) for role, pattern in raw["entry"].items()},
        openers=STARTERS | frozenset(raw["words"]["openers"].split()),
        subjects=frozenset(raw["words"]["subjects"].split()),
    )


def open_role(sentence: str) -> str | None:
    """The role that a list after this sentence would fill; None where the sentence introduces no list of a practice.

    >>> open_role("We use your data for the following purposes:"), open_role("Write to us at this address:")
    ('purposes', None)
    """
    view = plain(sentence).rstrip(" *_:\u00a0") + ":"
    view = view if len(view) <= _LONGEST else f"\u2026{view[-_LONGEST:]}"
    if any(_fits(p, view) for p in _rules().never):
        return None
    return next((p.name for p in _rules().open if _fits(p, view)), None)


def _fits(rule: _Pattern, view: str) -> bool:
    return bool(rule.pattern.search(view)) and not (rule.unless and rule.unless.search(view))


def gaps_of(document: Document, found: Sequence[Unit], reader: FrameReader, state: Stating) -> list[Statement]:
    """The statements of kind ``gap`` of a document; ``state`` makes the statement of a frame, for what the lead-in does say."""
    units = {unit.index: unit for unit in found if unit.cell is None}
    introduced = {b.lead_in for b in document.blocks if b.lead_in is not None and not is_titled(b)}
    out: list[Statement] = []
    for index, block in enumerate(document.blocks):
        unit = units.get(index)
        if index in introduced or unit is None or not unit.sentences or not _announces(block):
            continue
        s = unit.sentences[-1]
        role = open_role(s.view[s.start[0] : s.end[-1]]) if s.n else None
        if role and has_clause(block.view) and _is_lost(role, plain(s.view[s.start[0] : s.end[-1]]), document.blocks, index):
            out.append(_gap(role, document, unit, s, reader, state))
    return [*out, *_empty_tables(document)]


def _announces(block: Block) -> bool:
    return block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and block.view.rstrip(" *_").endswith(":")


# -- what follows ------------------------------------------------------------------------------------------------------------


def _is_lost(role: str, sentence: str, blocks: Sequence[Block], index: int) -> bool:
    """Whether what follows the lead-in at ``index`` is not its list."""
    block = blocks[index]
    if index + 1 == len(blocks):
        return True
    after = blocks[index + 1]
    if after.kind is BlockKind.HEADING:
        return _heading_ends(role, blocks, index)
    if after.kind is not BlockKind.PARAGRAPH or block.kind is not BlockKind.PARAGRAPH:
        return False
    if after.run_in:
        # a run-in heading after a run-in heading is the next section; after plain text it is an entry
        return bool(block.run_in) and not after.view[: after.run_in].rstrip().endswith(":")
    return _is_prose(role, sentence, after, blocks[index + 2] if index + 2 < len(blocks) else None)


def _heading_ends(role: str, blocks: Sequence[Block], index: int) -> bool:
    """Whether a heading ends the section of the lead-in rather than being the first entry of the list."""
    after = blocks[index + 1]
    own = next((b for b in reversed(blocks[:index]) if b.kind is BlockKind.HEADING), None)
    if own is not None and after.level > own.level:
        return False
    if not _rules().section.match(plain(after.view)):
        return False
    return not (role == "rights" and named_in(after.view, listed="strong"))


def _is_prose(role: str, sentence: str, after: Block, second: Block | None) -> bool:
    """Whether the paragraph after a lead-in is ordinary prose and no entry of its list."""
    view = plain(after.view)
    first = view.split()[0].strip(",")
    if after.marker or after.lead_in is not None or _rules().prose["label"].match(after.view) or reads_as_contact(after.view[:160]):
        return False
    if len(view) < _SHORT or not after.view[:1].isupper() or view.endswith((";", ",")) or ":" in view[:_SHORT]:
        return False
    if not (is_sentence(after.view) or after.view.endswith(":")) or not has_clause(view):
        return False
    if _rules().prose["back"].match(view):
        return True
    if _rules().prose["elliptic"].search(sentence):
        # the entries go on with the lead-in's own clause: no sentence that begins anew can
        return first in _rules().openers and not _rules().prose["condition"].match(view)
    if first not in _rules().openers or _rules().prose["condition"].match(view):
        return False
    starts = _rules().entry.get(role)
    if starts and starts.match(view):
        return False
    if role == "rights" and named_in(after.view, listed="strong"):
        return False
    # entries in the form of sentences repeat the lead-in's verb, or each other's beginning
    if first in _rules().subjects and any(re.search(rf"\b{v}", view[:120]) for v in _rules().prose["verb"].findall(sentence)):
        return False
    return second is None or second.kind is not BlockKind.PARAGRAPH or plain(second.view).split()[:1] != view.split()[:1]


# -- statements --------------------------------------------------------------------------------------------------------------


def _gap(role: str, document: Document, unit: Unit, s: Sentence, reader: FrameReader, state: Stating) -> Statement:
    start, end = unit.span(s.start[0], s.end[-1])
    evidence = Evidence(start=start, end=end, text=document.text[start:end])
    frames = [f for f in reader.frames(s) if f.actor != "user"]
    frames = [f for f in frames if not f.embedded] or frames
    bare = Statement(
        policy=document.policy,
        kind=Kind.GAP,
        action=None,
        missing=(role,),
        evidence=(evidence,),
        section=" > ".join(unit.block.path),
        rule="gap.lead-in",
        confidence=0.8,
    )
    if not frames or role == "rights":
        return bare
    made = state(frames[0], unit, s)
    # several verbs share the lost list, so that it belongs to none of them alone
    action = made.action if len({f.action for f in frames}) == 1 else None
    data = tuple(f for f in made.data if f.concept and role != "data")
    return replace(bare, action=action, modality=made.modality, actor=made.actor, data=data, scope=made.scope)


def _empty_tables(document: Document) -> Iterator[Statement]:
    """Markdown tables that have a header and below it no row, or rows of bars and blanks."""
    lines = document.text.split("\n")
    start = 0
    for n, line in enumerate(lines[:-1]):
        begin, start = start, start + len(line) + 1
        if "|" not in line or not _RULE.fullmatch(lines[n + 1]):
            continue
        rows = takewhile(lambda row: "|" in row, lines[n + 2 :])
        roles = _header_roles(line)
        if not roles or any(c.isalnum() for row in rows for c in row):
            continue
        yield Statement(
            policy=document.policy,
            kind=Kind.GAP,
            action=None,
            missing=roles,
            evidence=(Evidence(start=begin, end=begin + len(line), text=line),),
            section=_section_at(document, begin),
            rule="gap.table",
            confidence=0.8,
        )


def _header_roles(line: str) -> tuple[str, ...]:
    told = (column_role(h.strip(" *_\u00a0")) for h in line.split("|"))
    named = (_COLUMNS.get(role, role) for role in told if role)
    return tuple(role for role in dict.fromkeys(named) if role in ROLES)


def _section_at(document: Document, offset: int) -> str:
    path: tuple[str, ...] = ()
    for block in document.blocks:
        if block.origin and block.origin[0] > offset:
            break
        path = (*block.path, block.view) if block.kind is BlockKind.HEADING else block.path
    return " > ".join(path)
