"""The data of the explorer page: a dataset goes in; a plain dictionary of policies, terms, texts and statements comes out.

Everything that the page counts, filters, folds and quotes stands in it once; statements refer to terms and texts by index, so
that a corpus stays small. Positions are in it too: the page computes none. Offsets in ``quotes`` and ``marks`` count UTF-16 units
within their text, which is how JavaScript counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Any, Final, TypedDict, Unpack

from privacyflows.extract.model import Document
from privacyflows.graphs.answers.claims import KIND_OF, ROLES, SCOPE, Claim, Narrowing, Policy, claims_of, policies_of
from privacyflows.graphs.answers.evaluation import Source
from privacyflows.graphs.answers.hierarchy import GENERIC, Hierarchy
from privacyflows.graphs.drawing.layout import column_ranks, map_positions
from privacyflows.graphs.drawing.quotes import Shown, elsewhere, shown
from rdflib import Dataset

LAYERS: Final = ("source", "organisation", "data", "purpose", "recipient")
"""The columns of the full view, in the order of the flow."""
GROUPED: Final[Mapping[str, tuple[int, str]]] = {
    "organisation": (16, "Other organisations"),
    "source": (12, "Other sources"),
    "data": (12, "Other data"),
    "purpose": (12, "Other purposes"),
    "recipient": (12, "Other recipients"),
}
"""Kind -> how many may stand alone, and the name of the group beyond that: words that no concept covers, and organisations, of which
those that most is said of stand alone."""

_Key = tuple[str, str]
"""A term of the page: kind and IRI; an organisation that is recipient, too, is two terms."""


class Filters(TypedDict, total=False):
    """What a page may be narrowed to, as in `flow_graph`."""

    policy: str | Iterable[str] | None
    """A policy's short name or the IRI of its snapshot, or several."""
    organisation: str | None
    """A name, a CURIE or an IRI."""
    data: str | None
    """A CURIE, which includes its narrower concepts; so do ``purpose``, ``recipient`` and ``scope``."""
    purpose: str | None
    recipient: str | None
    modality: str | None
    """``does``, ``may`` or ``will``."""
    scope: str | None
    since: str | None
    """A year, month or day of ISO 8601; it is included, and so is ``until``."""
    until: str | None


def page_model(
    dataset: Dataset, *, title: str | None = None, documents: Iterable[Document] = (), selection: str = "", **filters: Unpack[Filters]
) -> dict[str, Any]:
    """Return what the page shows, as JSON types.

    With ``documents`` a quote is shown in its whole paragraph, else with as much of it as the dataset keeps. ``selection`` is the part
    of a link after ``#``, which restores a view, its filters and what is selected. Raises `FilterError` for filters that name
    nothing in the dataset and `VocabularyError` for an unknown prefix.
    """
    source = Source.of(dataset)
    hierarchy, policies = Hierarchy.of(source), policies_of(source)
    narrowing = Narrowing.of(
        hierarchy,
        policies,
        filters.get("policy"),
        {"data": filters.get("data"), "purpose": filters.get("purpose"), "recipient": filters.get("recipient")},
        organisation=filters.get("organisation"),
        modality=filters.get("modality"),
        scope=filters.get("scope"),
        since=filters.get("since"),
        until=filters.get("until"),
    )
    claims = claims_of(source, narrowing, policies)
    kept = [p for p in policies if not narrowing.policies or p.iri in narrowing.policies]
    builder = _Builder(hierarchy=hierarchy, documents={d.policy: d for d in documents}, policies=kept)
    return builder.build(claims, title) | {"selection": selection.removeprefix("#")}


@dataclass(kw_only=True, slots=True)
class _Builder:
    hierarchy: Hierarchy
    documents: Mapping[str, Document]
    policies: Sequence[Policy]
    terms: dict[_Key, int] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=dict)
    scopes: dict[str, int] = field(default_factory=dict)
    """IRI -> index."""

    def build(self, claims: Sequence[Claim], title: str | None) -> dict[str, Any]:
        fillers = [_fillers(claim) for claim in claims]
        used = Counter((kind, iri) for filled in fillers for kind, iris in filled.items() for iri in iris)
        self._add_terms(used)
        self._place(used, claims, fillers)
        names = {p.iri: at for at, p in enumerate(self.policies)}
        statements = [self._statement(c, f, names[c.policy]) for c, f in zip(claims, fillers, strict=True) if c.policy in names]
        return {
            "title": title or self._title(),
            "policies": [self._policy(p) for p in self.policies],
            "terms": self.rows,
            "texts": list(self.texts),
            "scopes": [{"iri": iri, "curie": self.hierarchy.curie(iri), "label": self._capital(iri)} for iri in self.scopes],
            "statements": statements,
            "prefixes": dict(sorted(self.hierarchy.prefixes.items())),
            "options": VIS_OPTIONS,
        }

    def _title(self) -> str:
        names = sorted({self.hierarchy.label(p.organisation) for p in self.policies})
        if len(names) > 2:
            return f"What {len(names)} organisations say about data"
        if not names:
            return "No policies"
        return f"What {' and '.join(names)} {'says' if len(names) == 1 else 'say'} about data"

    def _policy(self, policy: Policy) -> dict[str, Any]:
        return {
            "iri": policy.iri,
            "label": policy.name,
            "title": policy.title,
            "organisation": self.hierarchy.label(policy.organisation),
            "modified": policy.modified,
            "captured": policy.captured,
        }

    def _add_terms(self, used: Counter[_Key]) -> None:
        """Give every used term and all above it an index, broader ones included, and name their parents."""
        for kind, iri in sorted(used):
            for above in self._line(kind, iri):
                self._add_term(kind, above)
        for (kind, iri), at in list(self.terms.items()):
            chain = self._line(kind, iri)
            row = self.rows[at]
            if len(chain) > 1:
                row["parent"] = self.terms[kind, chain[-2]]
                self.rows[row["parent"]]["children"] = True
            broader = self.hierarchy.above.get(iri, ()) if kind != "organisation" else ()
            # A generic top is what a policy says when it says no more; choosing it must not choose everything.
            narrow = {self.terms[kind, a] for a in broader if a not in GENERIC and (kind, a) in self.terms}
            row["broader"] = sorted(narrow | ({row["parent"]} - {-1}))
        for kind, (most, name) in GROUPED.items():
            lonely = [row for row in self.rows if row["kind"] == kind and row["parent"] < 0 and not row["children"]]
            loose = lonely if kind == "organisation" else [row for row in lonely if "/term/" in row["iri"]]
            if len(loose) > most:
                if kind == "organisation":
                    loose = sorted(loose, key=lambda row: (-used["organisation", row["iri"]], row["iri"]))[most - 4 :]
                group = self._add_term(kind, "", label=name)
                for row in loose:
                    row["parent"], row["broader"] = group, [group]
        for row in self.rows:
            del row["children"]

    def _line(self, kind: str, iri: str) -> tuple[str, ...]:
        return (iri,) if kind == "organisation" else self.hierarchy.chain(iri)

    def _add_term(self, kind: str, iri: str, label: str = "") -> int:
        if (kind, iri) not in self.terms:
            self.terms[kind, iri] = len(self.rows)
            curie = self.hierarchy.curie(iri) if iri else "*"
            row = {"kind": kind, "iri": iri, "curie": curie, "label": label or self._capital(iri)}
            self.rows.append(row | {"parent": -1, "children": False, "broader": [], "rank": 0.5, "x": 0.0, "y": 0.0})
        return self.terms[kind, iri]

    def _capital(self, iri: str) -> str:
        name = self.hierarchy.label(iri)
        return name[:1].upper() + name[1:]

    def _place(self, used: Counter[_Key], claims: Sequence[Claim], fillers: Sequence[Mapping[str, Sequence[str]]]) -> None:
        edges: Counter[tuple[_Key, _Key]] = Counter()
        for claim, filled in zip(claims, fillers, strict=True):
            if claim.kind == "practice":
                edges.update(_chain_edges(filled))
        layers = [sorted((k for k in used if k[0] == kind), key=self._tree_order) for kind in LAYERS]
        ranks = column_ranks(layers, edges)
        places = map_positions([key for layer in layers for key in layer], edges)
        for key in used:
            row = self.rows[self.terms[key]]
            row["rank"], (row["x"], row["y"]) = round(ranks[key], 4), places[key]

    def _tree_order(self, key: _Key) -> tuple[str, ...]:
        return tuple(self.hierarchy.label(iri).casefold() for iri in self._line(*key))

    def _statement(self, claim: Claim, filled: Mapping[str, Sequence[str]], policy: int) -> dict[str, Any]:
        label, quotes = self.hierarchy.label, self._quotes(claim, self.policies[policy])
        row = {
            "id": claim.iri.rsplit("#", 1)[-1],
            "kind": claim.kind,
            "policy": policy,
            "action": claim.action,
            "modality": claim.modality,
            **{kind: [self.terms[kind, iri] for iri in iris] for kind, iris in filled.items() if iris},
            "conditions": [label(c) for c in claim.conditions],
            "facts": [[name, label(value)] for name, value in claim.facts],
            "scope": [self.scopes.setdefault(value, len(self.scopes)) for name, value in claim.facts if name == SCOPE],
            "missing": [KIND_OF[role] for role in claim.missing if role in KIND_OF],
            "section": claim.section,
            "quotes": [self._quote(quote) for quote in quotes],
            "elsewhere": [list(found) for found in elsewhere(claim, quotes)],
            "confidence": claim.confidence,
        }
        return {name: value for name, value in row.items() if value != []}

    def _quotes(self, claim: Claim, policy: Policy) -> list[Shown]:
        document, markdown = self.documents.get(policy.name), policy.markdown
        return [shown(claim, words, document=document, markdown=markdown) for words in claim.evidence]

    def _quote(self, quote: Shown) -> dict[str, Any]:
        text = quote.text
        return {
            "text": self.texts.setdefault(text, len(self.texts)),
            "start": _units(text[: quote.start]),
            "end": _units(text[: quote.end]),
            "marks": [[_units(text[:a]), _units(text[:b]), kind] for a, b, kind in quote.marks],
        }


VIS_OPTIONS: Final[Mapping[str, Any]] = {
    "autoResize": True,
    "physics": False,
    "layout": {"improvedLayout": False},
    "interaction": {
        "zoomView": False,
        "dragNodes": False,
        "selectable": False,
        "hover": False,
        "keyboard": False,
        "tooltipDelay": 1_000_000,
    },
}
"""vis-network: no layout of its own, no physics; wheel, keys, selection and tips are the page's."""


def _fillers(claim: Claim) -> dict[str, tuple[str, ...]]:
    """The terms of each column; a role filled by "third party" or "personal data" stays, it is what the policy says."""
    if claim.kind == "gap":
        return {}
    return {"organisation": (claim.organisation,) if claim.organisation else ()} | {role: claim.roles.get(role, ()) for role in ROLES}


def _chain_edges(filled: Mapping[str, Sequence[str]]) -> Iterator[tuple[_Key, _Key]]:
    layers = [[(kind, iri) for iri in filled[kind]] for kind in LAYERS if filled.get(kind)]
    for left, right in pairwise(layers):
        yield from product(left, right)


def _units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
