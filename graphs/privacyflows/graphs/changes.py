"""What a comparison found, and how it is shown: a `Diff` of `Change`s as a terminal table, JSON, pandas or one HTML page.

The page is written by `privacyflows.graphs.drawing.diff_page`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from privacyflows.graphs.drawing.quotes import readable

if TYPE_CHECKING:
    import pandas
    from privacyflows.graphs.answers.claims import Policy
    from privacyflows.graphs.answers.hierarchy import Hierarchy
    from rich.table import Table


class What(StrEnum):
    """What became of a claim, in the order in which it is told: a word that was turned round comes first."""

    NOW_STATED = "denied before, stated now"
    NOW_DENIED = "stated before, denied now"
    NEW = "new"
    GONE = "gone"
    NOT_READABLE = "not readable"
    MODALITY = "other modal"
    CONDITIONS = "other conditions"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """Claims that changed alike on the same words; concepts, parties and conditions are IRIs."""

    what: What
    kind: str
    """``practice`` or ``denial``: what was stated; for `What.NOW_STATED` the denial of before."""
    action: str
    actor: str = ""
    """IRI of who acts, ``""`` for the policy's own organisation."""
    data: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    old_modality: str = ""
    new_modality: str = ""
    old_conditions: tuple[str, ...] = ()
    new_conditions: tuple[str, ...] = ()
    old_words: str = ""
    new_words: str = ""
    """For `What.NOT_READABLE` the words that announce what is not there."""
    section: str = ""
    place: int = 0
    """Where the first words stand in their policy's text, for the order."""
    claims: int = 1
    """How many claims changed so."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Diff:
    """The changes from one policy to another, by kind and place in the text."""

    old: Policy
    new: Policy
    changes: tuple[Change, ...]
    gaps: tuple[str, ...] = ()
    """Words of the newer policy that announce something which cannot be read."""
    hierarchy: Hierarchy = field(repr=False)

    def __len__(self) -> int:
        return len(self.changes)

    @property
    def headline(self) -> str:
        """How many claims changed, by kind, in one line."""
        counted: Counter[str] = Counter()
        for change in self.changes:
            counted[change.what] += change.claims
        kinds = "; ".join(f"{counted[what]} {what}" for what in What if counted[what])
        said = f"claims: {kinds}" if kinds else "no claim changed"
        gaps = len(self.gaps)
        unread = f"; {gaps} place{'' if gaps == 1 else 's'} of {self.new.name} cannot be read" if gaps else ""
        return f"{self.old.name} -> {self.new.name}: {said}{unread}"

    def rows(self) -> list[dict[str, str]]:
        """Return the changes as text: CURIEs, lists joined by commas."""
        return [self._row(change) for change in self.changes]

    def table(self) -> Table:
        """Return a table for ``rich``: concepts by their labels, each kind of change in a section, words without Markdown's signs."""
        from privacyflows.graphs.commands import tables

        rows = []
        for change in self.changes:
            roles = [", ".join(map(self.hierarchy.label, iris)) for iris in (change.data, change.recipient, change.purpose)]
            rows.append([change.what, self.does(change, labels=True), *roles, "\n-> ".join(filter(None, self.words(change)))])
        made = tables.table(("change", "does", "data", "to", "for", "words"), rows, title=f"{self.old.name} -> {self.new.name}")
        for row, (this, following) in zip(made.rows, pairwise(self.changes), strict=False):
            row.end_section = this.what is not following.what
        return made

    def words(self, change: Change) -> tuple[str, str]:
        """Return the words of the older and of the newer policy as they are read, without Markdown's signs."""
        sides = ((change.old_words, self.old), (change.new_words, self.new))
        old, new = (readable(text, markdown=policy.markdown)[0] for text, policy in sides)
        return old, new

    def to_pandas(self) -> pandas.DataFrame:
        """Return a row for each change."""
        import pandas

        return pandas.DataFrame(self.rows())

    def to_json(self) -> str:
        """Return the comparison as JSON: both policies, the changes with lists of CURIEs, the gaps."""
        changes = [self._record(change) for change in self.changes]
        whole = {"old": self.old.name, "new": self.new.name, "headline": self.headline, "changes": changes, "gaps": list(self.gaps)}
        return json.dumps(whole, ensure_ascii=False, indent=2)

    def to_html(self) -> str:
        """Return one self-contained page; it loads nothing and runs nothing. See `privacyflows.graphs.drawing.diff_page`."""
        from privacyflows.graphs.drawing.diff_page import page

        return page(self)

    def _repr_html_(self) -> str:
        from privacyflows.graphs.drawing.diff_page import fragment

        return fragment(self)

    def does(self, change: Change, *, labels: bool = False) -> str:
        """Return who does what and how surely: ``may share -> does share``, ``Google: does collect``, ``does not sell``.

        Conditions are named by CURIEs, or by their ``labels``.
        """
        denied = "not " if change.kind == "denial" else ""
        modals = [m for m in (change.old_modality, change.new_modality) if m] if change.what is What.MODALITY else []
        modals = modals or [change.old_modality or change.new_modality or "does"]
        does = " -> ".join(f"{modal} {denied}{change.action}" for modal in modals)
        if change.what is What.CONDITIONS:
            name = self.hierarchy.label if labels else self._name
            before, after = (", ".join(map(name, c)) or "none" for c in (change.old_conditions, change.new_conditions))
            does += f" ({before} -> {after})"
        return f"{self.hierarchy.label(change.actor)}: {does}" if change.actor else does

    def _name(self, iri: str) -> str:
        """Return the CURIE, or the label where no prefix fits."""
        name = self.hierarchy.curie(iri)
        return self.hierarchy.label(iri) if name == iri else name

    def _row(self, change: Change) -> dict[str, str]:
        lists: Mapping[str, tuple[str, ...]] = {"data": change.data, "to": change.recipient, "for": change.purpose}
        named = {column: ", ".join(self._name(iri) for iri in iris) for column, iris in lists.items()}
        words = {"section": change.section, "old words": change.old_words, "new words": change.new_words}
        return {"change": str(change.what), "does": self.does(change), **named, **words}

    def _record(self, change: Change) -> dict[str, Any]:
        lists = ("data", "recipient", "purpose", "old_conditions", "new_conditions")
        plain = ("kind", "action", "old_modality", "new_modality", "old_words", "new_words", "section", "claims")
        record: dict[str, Any] = {"change": str(change.what), "actor": self.hierarchy.curie(change.actor) if change.actor else None}
        record |= {name: getattr(change, name) for name in plain}
        return record | {name: [self.hierarchy.curie(iri) for iri in getattr(change, name)] for name in lists}
