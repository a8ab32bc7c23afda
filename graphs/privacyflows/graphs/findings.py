"""What an audit found, as one list: a dataset goes in; broken shapes and unreadable places come out, as a table or JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from privacyflows.graphs.audit import gaps, validate
from rdflib import Dataset

if TYPE_CHECKING:
    from rich.table import Table


FURTHER: Final = ("denied-and-stated", "without-purpose", "without-legal-basis", "without-retention", "vague-statements", "least-sure")
"""Questions for whoever audits: they find no fault of the dataset, but what a policy leaves open or says against itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing to look at: ``check`` is shape or gap."""

    check: str
    policy: str
    where: str
    """The node and property for a shape, the section for a gap."""
    what: str
    words: str = ""


def findings(dataset: Dataset, *, policy: str | None = None) -> list[Finding]:
    """Check the shapes and list the gaps; raises what `validate` and `gaps` raise."""
    broken = [
        Finding(check="shape", policy=v.policy, where=" ".join(part for part in (v.node, v.path) if part), what=v.message, words=v.value)
        for v in validate(dataset, policy=policy).violations
    ]
    unread = [
        Finding(check="gap", policy=gap.policy, where=gap.section, what=f"not readable: {', '.join(gap.missing)}", words=gap.words)
        for gap in gaps(dataset, policy=policy)
    ]
    return [*broken, *unread]


def headline(found: Sequence[Finding]) -> str:
    """Return how many of which kind were found, in one line."""
    counted = Counter(finding.check for finding in found)
    names = {"shape": ("broken shape", "broken shapes"), "gap": ("place that cannot be read", "places that cannot be read")}
    told = [f"{counted[check]} {one if counted[check] == 1 else many}" for check, (one, many) in names.items() if counted[check]]
    return ", ".join(told) or "every shape is as it should be, and every place could be read"


def table(found: Sequence[Finding]) -> Table:
    """Return a row for each finding."""
    from privacyflows.graphs.commands import tables

    return tables.table(("check", "policy", "where", "what", "words"), ([f.check, f.policy, f.where, f.what, f.words] for f in found))


def to_json(found: Sequence[Finding]) -> str:
    """Return the findings as a JSON list."""
    return json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=2)
