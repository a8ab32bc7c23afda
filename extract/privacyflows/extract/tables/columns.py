"""Headers -> what a table's columns hold, and so what its rows say.

In go the headers with the heading path and the lead-in above, out comes a `Plan`: a role for each column, the action of the rows,
and whether the rows declare cookies. Header words stand in ``rules/tables.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from privacyflows.extract.lists.leadins import LeadIn
from privacyflows.extract.parsing.words import load_rules


@dataclass(frozen=True, slots=True)
class TableRules:
    """``rules/tables.toml``, compiled."""

    columns: tuple[tuple[re.Pattern[str], str], ...]
    actions: tuple[tuple[re.Pattern[str], str], ...]
    members: re.Pattern[str]
    broad: re.Pattern[str]
    data: re.Pattern[str]
    named: re.Pattern[str]
    cookies: re.Pattern[str]
    third: re.Pattern[str]
    first: re.Pattern[str]
    same: re.Pattern[str]
    empty: re.Pattern[str]
    yes: re.Pattern[str]
    no: re.Pattern[str]


@cache
def table_rules() -> TableRules:
    """The rules of ``rules/tables.toml``."""
    raw = load_rules("tables.toml")

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    return TableRules(
        columns=tuple((compiled(c["pattern"]), c["role"]) for c in raw["column"]),
        actions=tuple((compiled(a["pattern"]), a["action"]) for a in raw["action"]),
        cookies=compiled(raw["cookies"]["pattern"]),
        third=compiled(raw["cookies"]["third"]),
        first=compiled(raw["cookies"]["first"]),
        **{key: compiled(raw[key]["pattern"]) for key in ("members", "broad", "data", "named", "same", "empty", "yes", "no")},
    )


@cache
def column_kind(header: str) -> str | None:
    """What a column holds; None where the header does not tell.

    A role of statements, ``tracker``, ``category``, ``flag`` (yes or no), ``text`` (explanations), or ``none`` (nothing about practices).

    >>> [column_kind(h) for h in ("Sold?", "Details", "Your rights", "Colour")]
    ['flag', 'text', 'none', None]
    """
    bare = header.strip().strip("#*_: ")
    return next((role for pattern, role in table_rules().columns if pattern.search(bare)), None) if bare else None


def column_role(header: str) -> str | None:
    """The role that a column's cells fill, ``tracker`` and ``category`` included.

    >>> [column_role(h) for h in ("Purpose", "Legal basis", "Cookie name", "Data collected", "Details")]
    ['purposes', 'legal_basis', 'tracker', 'data', None]
    """
    kind = column_kind(header)
    return None if kind in ("flag", "text", "none") else kind


@cache
def header_action(header: str) -> str | None:
    """The action that a header names.

    >>> [header_action(h) for h in ("Sold to", "Categories disclosed", "Data collected", "Purpose")]
    ['sell', 'share', 'collect', None]
    """
    return next((action for pattern, action in table_rules().actions if pattern.search(header)), None)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header as written, the role of its cells, the action that the header names."""

    header: str
    role: str | None
    action: str | None

    @property
    def members(self) -> bool:
        """Whether its cells give examples of what the column before it names."""
        return bool(table_rules().members.search(self.header))


@dataclass(frozen=True, slots=True)
class Plan:
    """How the rows of a table are read."""

    columns: tuple[Column, ...]
    action: str
    """Of the practice that a row states."""
    cookies: bool = False
    silent: bool = False
    """The table tells rights, terms or contacts: its rows state nothing."""

    @property
    def roles(self) -> frozenset[str]:
        """The roles that its columns fill."""
        return frozenset(c.role for c in self.columns if c.role)


_TELLING = frozenset({"data", "purposes", "recipients", "retention", "legal_basis", "source", "flag", "conditions"})


def plan_of(headers: Sequence[str], path: Sequence[str], lead: LeadIn | None, lead_text: str, *, names_data: bool = False) -> Plan | None:
    """How to read a table; None where its headers tell nothing, so that its cells are read as plain text.

    ``names_data``: the cell below the first header names data, whatever the header says.
    """
    columns = [Column(h, column_kind(h), header_action(h)) for h in headers]
    if (columns and columns[0].role == "none") or sum(c.role == "none" for c in columns) * 2 > len(columns):
        return Plan(tuple(columns), "collect", silent=True)
    around = " ".join((*path[-2:], lead_text))
    if any(c.role == "tracker" for c in columns) or (table_rules().cookies.search(around) and _lists_cookies(columns)):
        return _cookie_plan(columns)
    columns = _settled(columns, lead)
    roles = {c.role for c in columns}
    if not roles & {"data", "purposes", "recipients", "conditions"}:
        return None
    told = names_data or bool(table_rules().data.search(f"{columns[0].header} {around}"))
    explained = columns[0].role == "data" and _explains(columns) and told
    if len(roles & _TELLING) < 2 and not explained and not (lead and lead.frames and roles & _TELLING):
        return None
    return Plan(tuple(columns), _action(columns, lead))


def _explains(columns: Sequence[Column]) -> bool:
    """Whether a later column explains or lists what the first one names."""
    return any(c.role == "text" or (c.role == "data" and c.members) for c in columns[1:])


def _cookie_plan(columns: list[Column]) -> Plan:
    """The plan of a cookie table: its first column names them where no header says so, texts tell purposes."""
    names = next((i for i, c in enumerate(columns) if c.role == "tracker"), 0)
    out = [
        Column(c.header, "tracker" if i == names else "purposes" if c.role in ("text", "data") else c.role, None)
        for i, c in enumerate(columns)
    ]
    return Plan(tuple(out), "track", cookies=True)


def _settled(columns: list[Column], lead: LeadIn | None) -> list[Column]:
    """The columns with those of unclear header decided by their neighbours and the lead-in."""
    out = list(columns)
    open_role = lead.role if lead and lead.frames else None
    for i, c in enumerate(columns):
        if c.role == "category":
            # "Category | Examples": of data, unless the lead-in says of what
            out[i] = Column(c.header, open_role if open_role in ("data", "recipients", "purposes", "source") else "data", c.action)
        elif c.role is None and i == 0 and len(columns) == 2 and not c.header.strip() and open_role in ("data", "recipients", "purposes"):
            out[i] = Column(c.header, open_role, None)
            if columns[1].role is None:
                out[1] = Column(columns[1].header, "text", None)
    return out


def _lists_cookies(columns: Sequence[Column]) -> bool:
    """Whether a table below a heading about cookies has their names in its first column."""
    rest = {c.role for c in columns[1:]}
    return (
        columns[0].role not in ("purposes", "recipients", "source")
        and bool(rest & {"purposes", "retention", "category"})
        and len(columns) > 1
    )


def _action(columns: Sequence[Column], lead: LeadIn | None) -> str:
    """What a row's practice does: as its data header or the lead-in says, else by what its columns hold."""
    roles = {c.role for c in columns}
    told = next((c.action for c in columns if c.role == "data" and c.action), None)
    collected = any(c.action == "collect" for c in columns) or "source" in roles
    if told and not (told in ("sell", "share") and collected):
        return told
    spoken = lead.frames[0].action if lead and lead.frames else None
    if "recipients" in roles and "source" not in roles and "legal_basis" not in roles and "retention" not in roles:
        named = next((c.action for c in columns if c.role == "recipients"), None)
        return spoken if spoken in ("share", "sell", "transfer") else named if named in ("share", "sell") else "share"
    if collected and spoken in ("share", "sell", None):
        return "collect"
    if "retention" in roles and not roles & {"purposes", "recipients", "source"}:
        return "retain"
    if spoken in ("collect", "use", "share", "sell", "transfer", "retain", "track"):
        return spoken
    return "use" if columns[0].role == "purposes" else "collect"
