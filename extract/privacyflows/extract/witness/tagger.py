"""A small learned tagger, the second witness beside the rules: which words of a sentence fill which role of a practice.

In go parsed sentences with the parser's own vector of each token, out come for each token the probabilities of the labels
(`Tagger.probabilities`) and the spans that follow from them (`spans`). The network is two hidden layers over the token, its syntactic
head, the verb above it and its neighbours; ``training/train_tagger.py`` makes its weights, ``training/README.md`` is its model card.
`testimony.second_reading` weighs what the rules found with it. Nothing is loaded before the first call; without weights `load_tagger`
returns None and the reader works by rules alone.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import cast

import numpy as np
import numpy.typing as npt
from privacyflows.extract.parsing.parsing import Sentence

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]

TAGGED_ROLES = ("actor", "action", "data", "purpose", "recipient", "source", "retention")
"""The roles that the tagger knows, in the order of its labels."""
LABELS = ("O", *(f"{edge}-{role}" for role in TAGGED_ROLES for edge in "BI"))
"""Outside, then beginning and inside of each role: column ``1 + 2 * r`` is the beginning of role ``r``, the next its inside."""
ROWS = 8192
"""Rows of the table that features are hashed into (CRC-32: the same in every process and on every machine)."""
WEIGHTS = ("table", "hidden", "hidden_bias", "mix", "mix_bias", "out", "out_bias")
"""Names of the arrays in the file of weights."""
_FEATURES = 8
"""Rows that are added up for each token."""
_FILE = "tagger.npz"


@dataclass(frozen=True, slots=True)
class Encoded:
    """Sentences as arrays over all their tokens. Indices count over all of them; the index one past the last stands for "none"."""

    keys: Indices
    """Rows of the hashed features, tokens x features."""
    head: Indices
    verb: Indices
    """The nearest verb above each token, itself at the root."""
    before: Indices
    after: Indices
    lengths: tuple[int, ...]
    """Tokens of each sentence."""


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens ``first`` to ``last`` inclusive of one sentence fill ``role``; ``confidence`` is their mean probability, 0..1."""

    role: str
    first: int
    last: int
    confidence: float


@lru_cache(maxsize=1 << 17)
def _row(*parts: str) -> int:
    return zlib.crc32("\x1f".join(parts).encode()) % ROWS


@lru_cache(maxsize=1 << 16)
def _word_rows(lemma: str) -> tuple[int, int, int]:
    """The rows of a word as the token itself, before it and after it."""
    return _row("word", lemma), _row("before", lemma), _row("after", lemma)


def _verb_above(s: Sentence, i: int) -> int:
    head = s.head
    while head[i] != i:
        i = head[i]
        if s.tag[i].startswith("VB"):
            break
    return i


def _features(s: Sentence, verbs: list[int]) -> list[list[int]]:
    """What the table is asked for each token, column by column: words around it, its place in the parse, the verb above it."""
    lemma = [word.lower() for word in s.lemma]
    alone, before, after = zip(*(_word_rows(word) for word in ("<s>", *lemma, "</s>")), strict=True)
    places = range(s.n)
    return [
        list(alone[1:-1]),
        list(before[:-2]),
        list(after[2:]),
        [_row("two before", *pair) for pair in pairwise(("<s>", "<s>", *lemma[:-1]))],
        [_row("form", *pair) for pair in zip(s.dep, s.tag, strict=True)],
        [_row("head", s.dep[i], lemma[h], "<" if i < h else ">") for i, h in zip(places, s.head, strict=True)],
        [_row("above", d, s.dep[h], s.tag[h]) for d, h in zip(s.dep, s.head, strict=True)],
        [_row("verb", lemma[v], "<" if i < v else ">" if i > v else "=") for i, v in zip(places, verbs, strict=True)],
    ]


def encode(sentences: Sequence[Sentence]) -> Encoded:
    """The arrays that the network reads."""
    columns: list[list[int]] = [[] for _ in range(_FEATURES)]
    head: list[int] = []
    verb: list[int] = []
    before: list[int] = []
    after: list[int] = []
    total = sum(s.n for s in sentences)
    for s in sentences:
        at = len(head)
        verbs = [_verb_above(s, i) for i in range(s.n)]
        for column, rows in zip(columns, _features(s, verbs), strict=True):
            column += rows
        head += (at + h for h in s.head)
        verb += (at + v for v in verbs)
        before += (at + i - 1 if i else total for i in range(s.n))
        after += (at + i + 1 if i + 1 < s.n else total for i in range(s.n))

    def indices(values: list[int]) -> Indices:
        return np.array(values, dtype=np.intp)

    table = np.array(columns, dtype=np.intp).T
    return Encoded(table, indices(head), indices(verb), indices(before), indices(after), tuple(s.n for s in sentences))


def with_none(rows: Floats) -> Floats:
    """``rows`` and a last row of zeros, which the index of "none" points to."""
    return np.concatenate([rows, np.zeros((1, rows.shape[1]), dtype=np.float32)])


def softmax(scores: Floats) -> Floats:
    """Row-wise probabilities of scores."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return cast(Floats, raised / raised.sum(axis=1, keepdims=True))


class Tagger:
    """The network with its weights: arrays by the names in `WEIGHTS`."""

    def __init__(self, weights: Mapping[str, npt.NDArray[np.floating]]) -> None:
        self._w = {name: weights[name].astype(np.float32) for name in WEIGHTS}

    def probabilities(self, sentences: Sequence[Sentence], vectors: Sequence[Floats]) -> list[Floats]:
        """For each sentence an array tokens x `LABELS`; ``vectors`` holds the parser's token vectors of each (``Doc.tensor``)."""
        if not sentences:
            return []
        e, w = encode(sentences), self._w
        v = np.concatenate(list(vectors)).astype(np.float32, copy=False)
        one = np.concatenate([v, v[e.head], v[e.verb]], axis=1) @ w["hidden"] + w["table"][e.keys].sum(axis=1) + w["hidden_bias"]
        h = with_none(np.maximum(one, 0))
        two = np.concatenate([h[e.before], h[:-1], h[e.after], h[e.head], h[e.verb]], axis=1) @ w["mix"] + w["mix_bias"]
        h = with_none(np.maximum(two, 0))
        three = np.concatenate([h[:-1], h[e.before], h[e.after], h[e.verb]], axis=1) @ w["out"] + w["out_bias"]
        return np.split(softmax(three), np.cumsum(e.lengths)[:-1])


def role_probabilities(labels: Floats) -> Floats:
    """Tokens x (outside, then `TAGGED_ROLES`): beginning and inside of a role added up."""
    return np.concatenate([labels[:, :1], labels[:, 1::2] + labels[:, 2::2]], axis=1)


def spans(labels: Floats) -> list[Span]:
    """The spans that a sentence's label probabilities speak for, in text order; they do not overlap.

    Each token goes to its likeliest role by itself: the best path through all labels (Viterbi) cost twice the time and brought the
    second reading nothing.
    """
    by_role = role_probabilities(labels)
    best = [*by_role.argmax(axis=1).tolist(), 0]
    end = len(best) - 1
    out: list[Span] = []
    first = 0
    for i, role in enumerate(best):
        begins = i in (0, end) or role != best[i - 1] or (role and labels[i, 2 * role - 1] > labels[i, 2 * role])
        if not begins:
            continue
        if i and best[i - 1]:
            held = best[i - 1]
            out.append(Span(TAGGED_ROLES[held - 1], first, i - 1, float(by_role[first:i, held].mean())))
        first = i
    return out


@cache
def weights_sha256() -> str:
    """Hex digest of the weights that come with the package, ``""`` where there are none: for the provenance of a run."""
    file = resources.files("privacyflows.extract") / "weights" / _FILE
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


@cache
def load_tagger() -> Tagger | None:
    """The tagger with the weights that come with the package; None where there are none."""
    file = resources.files("privacyflows.extract") / "weights" / _FILE
    if not file.is_file():
        return None
    with resources.as_file(file) as path, np.load(path, allow_pickle=False) as stored:
        return Tagger({name: stored[name] for name in WEIGHTS})
