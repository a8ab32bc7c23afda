"""Tables -> statements, row by row, by what their headers say.

In goes a row as parsed cells, out come its statements: a cookie table's row declares a tracker; a row with data, purpose, legal
basis, retention or recipient columns is a practice with these roles. Header words stand in ``rules/tables.toml``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacyflows.extract.frames import FrameReader
from privacyflows.extract.leadins import LeadIn
from privacyflows.extract.model import Document, Statement
from privacyflows.extract.sentences import Unit

if TYPE_CHECKING:
    from privacyflows.extract.statements import _Reading


def row_statements(document: Document, row: list[Unit], reader: FrameReader, lead: LeadIn | None, reading: _Reading) -> list[Statement]:
    """The statements of one table row."""
    return []
