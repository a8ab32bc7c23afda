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
from typing import Any

from privacyflows.extract.frame import Frame
from privacyflows.extract.frames import FrameReader
from privacyflows.extract.model import Block, BlockKind, Document, Evidence, Kind, Statement
from privacyflows.extract.parsing import Sentence
from privacyflows.extract.rights import named_in, plain
from privacyflows.extract.sentences import Unit
from privacyflows.extract.tables import column_role
from privacyflows.extract.wording import STARTERS, has_clause, is_sentence, reads_as_contact
from privacyflows.extract.words import load_rules

_SHORT = 60
"""A paragraph of so few characters is read as the entry of a list, not as prose."""
_TABLE = re.compile(r"^[ \t]*\|(?P<header>[^\n]*\w[^\n]*)\|[ \t]*\n[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*(?P<rows>(?:\n[ \t]*\|[ \t|\u00a0]*)*)(?=\n|\Z)(?!\n[ \t]*\|)", re.M)
"""A Markdown table whose rows, if there are any, hold nothing but bars and blanks."""
_ITEM_START = {
    "conditions": re.compile(r"(?:if|when|where|as|to|for|in|with|during|upon|after|we|our|you)\b"),
    "purposes": re.compile(r"(?:to|for|in order|as|so that)\b|\w+ing\b"),
    "recipients": re.compile(r"(?:with|to|our|other|third|any|we (?:may |will )?(?:also )?(?:share|disclose|provide|transfer|sell|pass))\b"),
    "source": re.compile(r"(?:from|when|through|by|you|we|information|data|third)\b"),
    "legal_basis": re.compile(r"(?:where|when|if|as|to|for|in|on|with|the|your|our|we|it|you)\b"),
    "retention": re.compile(r"(?:we|your|for|if|until|as|the|where|when|account)\b"),
    "rights": re.compile(r"(?:to|the right|you|if you|where|under|in)\b"),
    "technology": re.compile(r"(?:these|strictly|necessary|session|persistent|first|third|analytic|functional|performance|we use|this|some|such|the)\b"),
}  # fmt: skip
"""How a whole sentence may begin and still be an entry of such a list."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    name: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Rules:
    never: tuple[_Pattern, ...]
    open: tuple[_Pattern, ...]
    back: re.Pattern[str]


@cache
def _rules() -> _Rules:
    raw = load_rules("gaps.toml")

    def made(entry: dict[str, Any], name: str) -> _Pattern:
        unless = entry.get("unless")
        return _Pattern(entry[name], re.compile(entry["pattern"]), re.compile(unless) if unless else None)

    return _Rules(
        never=tuple(made(e, "id") for e in raw["not"]),
        open=tuple(made(e, "role") for e in raw["open"]),
        back=re.compile(raw["back"]["pattern"]),
    )


def open_role(sentence: str) -> str | None:
    """The role that a list after this sentence would fill; None where the sentence introduces no list of a practice.

    >>> open_role("We use your data for the following purposes:"), open_role("Write to us at this address:")
    ('purposes', None)
    """
    view = plain(sentence).rstrip(" *_")
    view = re.sub(r"\s+:$", ":", view)
    if any(_fits(p, view) for p in _rules().never):
        return None
    return next((p.name for p in _rules().open if _fits(p, view)), None)


def _fits(rule: _Pattern, view: str) -> bool:
    return bool(rule.pattern.search(view)) and not (rule.unless and rule.unless.search(view))


def gaps_of(document: Document, found: Sequence[Unit], reader: FrameReader, state: Callable[[Frame, Unit, Sentence], Statement]) -> list[Statement]:
    """The statements of kind ``gap`` of a document; ``state`` makes the statement of a frame, for what the lead-in does say."""
    units = {unit.index: unit for unit in found if unit.cell is None}
    introduced = {b.lead_in for b in document.blocks if b.lead_in is not None}
    out: list[Statement] = []
    for index, block in enumerate(document.blocks):
        unit = units.get(index)
        if index in introduced or unit is None or not unit.sentences or not _announces(block):
            continue
        s = unit.sentences[-1]
        role = open_role(s.view[s.start[0] : s.end[-1]]) if s.n else None
        if role and has_clause(block.view) and _is_lost(role, document.blocks, index, reader):
            out.append(_gap(role, document, unit, s, reader, state))
    return [*out, *_empty_tables(document)]


def _announces(block: Block) -> bool:
    return block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and block.view.rstrip(" *_").endswith(":")


# -- what follows ------------------------------------------------------------------------------------------------------------


def _is_lost(role: str, blocks: Sequence[Block], index: int, reader: FrameReader) -> bool:
    """Whether what follows the lead-in at ``index`` is not its list."""
    block = blocks[index]
    if index + 1 == len(blocks):
        return True
    after = blocks[index + 1]
    if after.kind is BlockKind.HEADING:
        return _heading_ends(role, blocks, index, reader)
    if after.kind is not BlockKind.PARAGRAPH or block.kind is not BlockKind.PARAGRAPH:
        return False
    if after.run_in:
        # a run-in heading after a run-in heading is the next section; after plain text it is an entry
        return bool(block.run_in)
    return _is_prose(role, block, after, blocks[index + 2] if index + 2 < len(blocks) else None)


def _heading_ends(role: str, blocks: Sequence[Block], index: int, reader: FrameReader) -> bool:
    """Whether a heading ends the section of the lead-in rather than being the first entry of the list."""
    after = blocks[index + 1]
    own = next((b for b in reversed(blocks[:index]) if b.kind is BlockKind.HEADING), None)
    if own is None or after.level > own.level:
        return False
    if after.level < own.level:
        return True
    return not _names(role, after.view, reader)


def _names(role: str, title: str, reader: FrameReader) -> bool:
    """Whether a heading can be an entry that fills this role."""
    lexicon, view = reader.lexicon, plain(title)
    words = view.split()
    clause = bool(re.search(r"\b(?:we|you|us|our|your)\b", view))
    if role == "rights":
        return bool(named_in(title, listed="strong"))
    if role == "recipients":
        return lexicon.party(title) is not None or not clause
    if role in ("data", "technology", "source", "location", "retention", "legal_basis"):
        return not clause
    opens = bool(re.match(r"(?:to|for|if|when|with|in|as)\b", view)) or words[0].endswith("ing")
    return opens or (lexicon.purpose(title) is not None and not clause)


def _is_prose(role: str, block: Block, after: Block, next_one: Block | None) -> bool:
    """Whether the paragraph after a lead-in is ordinary prose and no entry of its list."""
    view = plain(after.view)
    words = view.split()
    if after.marker or after.lead_in is not None or marker_of_block(after) or reads_as_contact(after.view[:160]):
        return False
    if len(view) < _SHORT or not after.view[:1].isupper() or view.endswith((";", ",")) or ":" in view[:_SHORT]:
        return False
    if words[0].strip(",") not in STARTERS or not (is_sentence(after.view) or after.view.endswith(":")):
        return False
    if _rules().back.match(view):
        return True
    starts = _ITEM_START.get(role)
    if starts and starts.match(view) and not _leaves(role, view):
        return False
    if role == "rights" and named_in(after.view, listed="strong"):
        return False
    # entries in the form of sentences repeat the lead-in's verb, or each other's beginning
    verbs = set(re.findall(r"\b(?:collect|us(?=e|ing)|shar(?=e|ing)|disclos|process|receiv|gather|obtain|retain|keep|stor)", plain(block.view[-160:])))
    if any(re.search(rf"\b{v}", view[:120]) for v in verbs):
        return False
    return not (next_one is not None and next_one.kind is BlockKind.PARAGRAPH and plain(next_one.view).split()[:1] == words[:1])


def _leaves(role: str, view: str) -> bool:
    """A sentence that begins as an entry could, but addresses other readers or names another subject."""
    return role in ("purposes", "location") and bool(re.match(r"for (?:our|more|each|all|users|any|further)\b", view))


def marker_of_block(block: Block) -> bool:
    """Whether a paragraph begins with a label, as the entries of some lists do."""
    return bool(re.match(r"(?:[(\[]?(?:\d{1,2}|[a-z]|[ivx]{1,4})[)\].]|[-*\u2022\u00b7\u2013])\s", block.view, re.IGNORECASE))


# -- statements --------------------------------------------------------------------------------------------------------------


def _gap(role: str, document: Document, unit: Unit, s: Sentence, reader: FrameReader, state: Callable[[Frame, Unit, Sentence], Statement]) -> Statement:
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
    """Tables of the text that have a header and nothing below it."""
    for match in _TABLE.finditer(document.text):
        headers = [h.strip(" *_\u00a0") for h in match["header"].split("|")]
        named = {"tracker": "technology", "category": "technology"}
        roles = dict.fromkeys(named.get(r, r) for r in (column_role(h) for h in headers if h) if r)
        start, end = match.start("header"), match.end("header")
        if not roles:
            continue
        yield Statement(
            policy=document.policy,
            kind=Kind.GAP,
            action=None,
            missing=tuple(roles),
            evidence=(Evidence(start=start, end=end, text=document.text[start:end]),),
            section=_section_at(document, start),
            rule="gap.table",
            confidence=0.8,
        )


def _section_at(document: Document, offset: int) -> str:
    path: tuple[str, ...] = ()
    for block in document.blocks:
        if block.origin and block.origin[0] > offset:
            break
        path = (*block.path, block.view) if block.kind is BlockKind.HEADING else block.path
    return " > ".join(path)
