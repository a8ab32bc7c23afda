"""What is in a policy graph, as a small card for a notebook: numbers above, a line for each policy below.

A `PolicyGraph` goes in, HTML without scripts comes out. Names come from policies, which anybody may have written: they are escaped.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from privacyflows.graphs.graph import PolicyGraph

LINES: Final = 20
"""Policies that are listed; the rest is counted."""
_COLUMNS: Final = ("policy", "organisation", "modified", "practices", "denials", "trackers", "rights", "gaps")
_NUMBERS: Final = _COLUMNS[3:]
_CELL: Final = "style='text-align:{}'"

_CONCEPTS: Final = """
SELECT (COUNT(DISTINCT ?data) AS ?kinds_of_data) (COUNT(DISTINCT ?purpose) AS ?purposes) (COUNT(DISTINCT ?recipient) AS ?recipients) WHERE {
  { ?practice dpv:hasPersonalData ?data } UNION { ?practice dpv:hasPurpose ?purpose } UNION { ?practice dpv:hasRecipient ?recipient }
}
"""


def card(graph: PolicyGraph) -> str:
    """Return the card."""
    summary = graph.summary()
    organisations = len({line.organisation for line in summary})
    data, purposes, recipients = (str(value) for value in graph.query(_CONCEPTS).rows[0])
    figures = {
        "policies": len(summary),
        "organisations": organisations,
        "statements": sum(getattr(line, name) for line in summary for name in _NUMBERS),
        "kinds of data": data,
        "purposes": purposes,
        "recipients": recipients,
    }
    top = "".join(f"<div style='margin-right:1.6em'><b style='font-size:1.3em'>{n}</b> {name}</div>" for name, n in figures.items())
    head = "".join(f"<th {_align(name)}>{name}</th>" for name in _COLUMNS)
    rows = "".join(
        "<tr>" + "".join(f"<td {_align(name)}>{html.escape(str(getattr(line, name)))}</td>" for name in _COLUMNS) + "</tr>"
        for line in summary[:LINES]
    )
    more = f"<p>and {len(summary) - LINES} more policies</p>" if len(summary) > LINES else ""
    flow = "display:flex;flex-wrap:wrap;align-items:baseline;margin-bottom:.5em"
    return f"<div style='{flow}'>{top}</div><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"


def _align(column: str) -> str:
    return _CELL.format("right" if column in _NUMBERS else "left")
