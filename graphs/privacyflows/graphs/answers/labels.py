"""Labels of IRIs, looked up when somebody reads them: an IRI goes in; the vocabulary's label comes out, else the dataset's.

An answer can hold ten thousand IRIs and be written as CSV, where no label is seen: to look them all up would take longer than to
find the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from privacyflows.graphs.answers.evaluation import Source
from privacyflows.graphs.vocabulary import load_vocabulary


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Labels(Mapping[str, str]):
    """IRI -> label in words, for every IRI that has one; iterating gives those that were asked for."""

    source: Source
    found: dict[str, str | None] = field(default_factory=dict)

    def __getitem__(self, iri: str) -> str:
        iri = str(iri)  # a URIRef never equals a str
        if iri not in self.found:
            self.found[iri] = load_vocabulary().labels.get(iri) or self.source.label(iri)
        label = self.found[iri]
        if label is None:
            raise KeyError(iri)
        return label

    def __iter__(self) -> Iterator[str]:
        return (iri for iri, label in self.found.items() if label is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)
