"""What a comparison found, and how it is shown: a `Diff` of `Change`s as a terminal table, JSON, pandas or one HTML page.

The page is self-contained, loads nothing and runs nothing; the words of policies are escaped.
"""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas
    from privacyflows.graphs.answers.claims import Policy
    from privacyflows.graphs.answers.hierarchy import Hierarchy
    from rich.table import Table


class What(StrEnum):
    """What became of a claim."""

    NEW = "new"
    NOW_STATED = "denied before, stated now"
    NOW_DENIED = "stated before, denied now"
    MODALITY = "other modal"
    CONDITIONS = "other conditions"
    GONE = "gone"
    NOT_READABLE = "not readable"


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
        kinds = ", ".join(f"{counted[what]} {what}" for what in What if counted[what])
        said = f"claims {kinds}" if kinds else "no claim changed"
        gaps = len(self.gaps)
        unread = f"; {gaps} place{'' if gaps == 1 else 's'} of {self.new.name} cannot be read" if gaps else ""
        return f"{self.old.name} -> {self.new.name}: {said}{unread}"

    def rows(self) -> list[dict[str, str]]:
        """Return the changes as text: CURIEs, lists joined by commas."""
        return [self._row(change) for change in self.changes]

    def table(self) -> Table:
        """Return a table for ``rich``."""
        from privacyflows.graphs.commands import tables

        shown = ("change", "does", "data", "to", "for", "old words", "new words")
        return tables.table(shown, ([row[column] for column in shown] for row in self.rows()), title=f"{self.old.name} -> {self.new.name}")

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
        """Return one self-contained page; it loads nothing and runs nothing."""
        title = html.escape(f"{self.old.name} -> {self.new.name}")
        return _PAGE.format(title=title, body=self._body())

    def _repr_html_(self) -> str:
        return f"<style>{_STYLE}</style><div class='pf-diff'>{self._body()}</div>"

    def _body(self) -> str:
        parts = [f"<h1>{html.escape(self._title())}</h1><p>{html.escape(self.headline)}</p>"]
        for what in What:
            chosen = [change for change in self.changes if change.what is what]
            if chosen:
                rows = "".join(self._html(change) for change in chosen)
                parts.append(f"<h2>{html.escape(what.capitalize())}</h2><table><tr>{_HEAD}</tr>{rows}</table>")
        if self.gaps:
            listed = "".join(f"<li><q>{html.escape(words)}</q></li>" for words in self.gaps)
            parts.append(f"<h2>Places that cannot be read</h2><ul>{listed}</ul>")
        return "".join(parts)

    def _title(self) -> str:
        named = (f"{p.name} ({p.modified or p.captured})" if p.modified or p.captured else p.name for p in (self.old, self.new))
        return " -> ".join(named)

    def _html(self, change: Change) -> str:
        roles = ("<br>".join(self._concept(iri) for iri in iris) for iris in (change.data, change.recipient, change.purpose))
        old = f"<q>{html.escape(change.old_words)}</q>" if change.old_words else ""
        new = f"<q>{html.escape(change.new_words)}</q>" if change.new_words else ""
        cells = [html.escape(self._does(change)), *roles, old, new]
        return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"

    def _concept(self, iri: str) -> str:
        return f"<span title='{html.escape(self.hierarchy.curie(iri), quote=True)}'>{html.escape(self.hierarchy.label(iri))}</span>"

    def _does(self, change: Change) -> str:
        """Return who does what and how surely: ``may share -> does share``, ``Google: does collect``, ``does not sell``."""
        denied = "not " if change.kind == "denial" else ""
        modals = [m for m in (change.old_modality, change.new_modality) if m] if change.what is What.MODALITY else []
        modals = modals or [change.old_modality or change.new_modality or "does"]
        does = " -> ".join(f"{modal} {denied}{change.action}" for modal in modals)
        if change.what is What.CONDITIONS:
            before, after = (", ".join(map(self._name, c)) or "none" for c in (change.old_conditions, change.new_conditions))
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
        return {"change": str(change.what), "does": self._does(change), **named, **words}

    def _record(self, change: Change) -> dict[str, Any]:
        lists = ("data", "recipient", "purpose", "old_conditions", "new_conditions")
        plain = ("kind", "action", "old_modality", "new_modality", "old_words", "new_words", "section", "claims")
        record: dict[str, Any] = {"change": str(change.what), "actor": self.hierarchy.curie(change.actor) if change.actor else None}
        record |= {name: getattr(change, name) for name in plain}
        return record | {name: [self.hierarchy.curie(iri) for iri in getattr(change, name)] for name in lists}


_HEAD = "".join(f"<th>{name}</th>" for name in ("does", "data", "to", "for", "words before", "words now"))
_STYLE = """
.pf-diff{font:15px/1.45 system-ui,sans-serif;color:#1d2330;background:#fff;max-width:80rem;margin:auto;padding:1rem}
.pf-diff h1{font-size:1.3rem}.pf-diff h2{font-size:1.05rem;margin-top:1.6rem}
.pf-diff table{border-collapse:collapse;width:100%}.pf-diff th,.pf-diff td{text-align:left;vertical-align:top;padding:.35rem .5rem;
border-top:1px solid #d9dce3}.pf-diff q{color:#39425a}
"""
_PAGE = (
    "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
    "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    "<title>{title}</title><style>" + _STYLE.replace("{", "{{").replace("}", "}}") + "</style></head>"
    "<body class='pf-diff'>{body}</body></html>\n"
)
