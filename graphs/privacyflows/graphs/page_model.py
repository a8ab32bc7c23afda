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
from typing import Any, Final

from privacyflows.extract.model import Document
from privacyflows.graphs.claims import KIND_OF, ROLES, Claim, Narrowing, Policy, Words, claims_of, policies_of
from privacyflows.graphs.evaluation import Source
from privacyflows.graphs.hierarchy import GENERIC, Hierarchy
from privacyflows.graphs.layout import column_ranks, map_positions
from rdflib import Dataset

LAYERS: Final = ("source", "organisation", "data", "purpose", "recipient")
"""The columns of the full view, in the order of the flow."""
GROUPED: Final[Mapping[str, tuple[int, str]]] = {
    "organisation": (30, "Organisations"),
    "source": (12, "Other sources"),
    "data": (12, "Other data"),
    "purpose": (12, "Other purposes"),
    "recipient": (12, "Other recipients"),
}
"""Kind -> how many may stand alone, and the name of their group beyond that: organisations, and words that no concept covers."""

_Key = tuple[str, str]
"""A term of the page: kind and IRI; an organisation that is recipient, too, is two terms."""


def page_model(
    dataset: Dataset,
    *,
    policy: str | Iterable[str] | None = None,
    data: str | None = None,
    purpose: str | None = None,
    recipient: str | None = None,
    title: str | None = None,
    documents: Iterable[Document] = (),
) -> dict[str, Any]:
    """Return what the page shows, as JSON types.

    ``policy`` is a policy's short name or the IRI of its snapshot, or several; the others are CURIEs, which include their narrower
    concepts. With ``documents`` a quote is shown in its whole paragraph, else in the sentence that the dataset keeps. Raises
    `FilterError` for a policy that the dataset does not hold and `VocabularyError` for an unknown prefix.
    """
    source = Source.of(dataset)
    hierarchy, policies = Hierarchy.of(source), policies_of(source)
    narrowing = Narrowing.of(hierarchy, policies, policy, {"data": data, "purpose": purpose, "recipient": recipient})
    claims = claims_of(source, narrowing, policies)
    shown = [p for p in policies if not narrowing.policies or p.iri in narrowing.policies]
    builder = _Builder(hierarchy=hierarchy, documents={d.policy: d for d in documents}, policies=shown)
    return builder.build(claims, title)


@dataclass(kw_only=True, slots=True)
class _Builder:
    hierarchy: Hierarchy
    documents: Mapping[str, Document]
    policies: Sequence[Policy]
    terms: dict[_Key, int] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=dict)

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
            name = label or self.hierarchy.label(iri)
            row = {"kind": kind, "iri": iri, "curie": self.hierarchy.curie(iri) if iri else "*", "label": name[:1].upper() + name[1:]}
            self.rows.append(row | {"parent": -1, "children": False, "broader": [], "rank": 0.5, "x": 0.0, "y": 0.0})
        return self.terms[kind, iri]

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
        label = self.hierarchy.label
        return {
            "id": claim.iri.rsplit("#", 1)[-1],
            "kind": claim.kind,
            "policy": policy,
            "action": claim.action,
            "modality": claim.modality,
            **{kind: [self.terms[kind, iri] for iri in iris] for kind, iris in filled.items() if iris},
            "conditions": [label(c) for c in claim.conditions],
            "facts": [[name, label(value)] for name, value in claim.facts],
            "missing": [KIND_OF[role] for role in claim.missing if role in KIND_OF],
            "section": claim.section,
            "quotes": [self._quote(claim, words, self.policies[policy].name) for words in claim.evidence],
            "confidence": claim.confidence,
        }

    def _quote(self, claim: Claim, words: Words, policy: str) -> dict[str, Any]:
        """One stretch of evidence within its paragraph, with the words that fill each role marked by kind."""
        text, shift = self._paragraph(words, policy)
        start = (words.start or 0) - shift
        marks = sorted(_marks(claim, words, shift)) if words.start is not None else []
        return {
            "text": self.texts.setdefault(text, len(self.texts)),
            "start": _units(text[:start]),
            "end": _units(text[: start + len(words.text)]),
            "marks": [[_units(text[:a]), _units(text[:b]), kind] for a, b, kind in marks],
        }

    def _paragraph(self, words: Words, policy: str) -> tuple[str, int]:
        """Return the text to show and the offset at which it starts; what the dataset keeps where no document has it."""
        document = self.documents.get(policy)
        if document is not None and words.start is not None and words.end is not None:
            for block in document.blocks:
                if block.origin and block.origin[0] <= words.start and words.end <= block.origin[-1] + 1:
                    whole = document.text[block.origin[0] : block.origin[-1] + 1]
                    if document.text[words.start : words.end] == words.text:
                        return whole, block.origin[0]
        return words.before + words.text + words.after, (words.start or 0) - len(words.before)


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


def _marks(claim: Claim, words: Words, shift: int) -> Iterator[tuple[int, int, str]]:
    start, end = words.start or 0, words.end or 0
    for mention in claim.mentions:
        if mention.start is None or mention.end is None or not start <= mention.start < mention.end <= end:
            continue
        kind = next((role for role in ROLES if mention.concepts.intersection(claim.roles.get(role, ()))), "")
        if not kind and claim.organisation in mention.concepts:
            kind = "organisation"
        if kind:
            yield mention.start - shift, mention.end - shift, kind


def _units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
