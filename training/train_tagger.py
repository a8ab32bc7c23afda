"""Train the tagger of `privacyflows.extract.witness.tagger` on sentences whose role spans somebody has marked.

In goes a JSON Lines file (``text``, ``policy``, ``spans`` with ``start``, ``end``, ``role``; offsets in code points, end exclusive), such
as the training part of PolicyIE; out comes ``tagger.npz``. Sentences are parsed as the reader parses them, the network is trained with
Adam on the cross-entropy of the labels. Everything that is random comes from ``--seed``. With ``--held-out K`` every policy whose place in
the sorted list of policies is K modulo 6 is left out and the trained tagger is scored on it (exact spans). Run it as

    OMP_NUM_THREADS=1 python training/train_tagger.py SENTENCES.jsonl --out extract/privacyflows/extract/weights/tagger.npz
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from privacyflows.extract.parsing.parsing import Sentence, parse
from privacyflows.extract.witness.tagger import (
    LABELS,
    ROWS,
    TAGGED_ROLES,
    WEIGHTS,
    Encoded,
    Floats,
    Indices,
    Tagger,
    encode,
    softmax,
    spans,
    with_none,
)

FOLDS = 6
UNITS = 64
BATCH = 24
"""Sentences to a step."""
DROPOUT = 0.3
DECAY = 0.02
RATE = 2e-3
_BETAS = (0.9, 0.999)


@dataclass(frozen=True, slots=True)
class Example:
    """A parsed sentence, the parser's vectors of its tokens, and the label of each token."""

    policy: str
    sentence: Sentence
    vectors: Floats
    labels: Indices


def labels_of(s: Sentence, marked: Sequence[dict[str, Any]]) -> Indices:
    """The label of each token: of the shortest marked span that covers half of it; a run of verbs is an action where one is."""
    out = np.zeros(s.n, dtype=np.intp)
    for span in sorted(marked, key=lambda m: m["start"] - m["end"]):
        if span["role"] not in TAGGED_ROLES:
            continue
        inside = []
        for i in range(s.n):
            common = min(s.end[i], span["end"]) - max(s.start[i], span["start"])
            if common > 0 and (2 * common >= s.end[i] - s.start[i] or (i in s.merged and span["role"] == "action")):
                inside.append(i)
        begin = LABELS.index(f"B-{span['role']}")
        for n, i in enumerate(inside):
            out[i] = begin + min(n, 1)
        after = inside[-1] + 1 if inside else s.n
        if after < s.n and LABELS[out[after]].startswith("I-"):
            out[after] -= 1  # what is left of a longer span begins anew
    return out


def read_examples(path: Path) -> list[Example]:
    """The sentences of a file of marked spans."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    out = []
    for record, sentences in zip(records, parse([r["text"] for r in records]), strict=True):
        out += [Example(record["policy"], s, s.vectors, labels_of(s, record["spans"])) for s in sentences]
    return out


class Network:
    """The tagger's weights while they are learnt."""

    def __init__(self, width: int, seed: int) -> None:
        self.random = random = np.random.default_rng(seed)

        def matrix(rows: int, columns: int, scale: float) -> Floats:
            return (random.standard_normal((rows, columns)) * scale).astype(np.float32)

        arrays = (
            matrix(ROWS, UNITS, 0.1),
            matrix(3 * width, UNITS, (2 / (3 * width)) ** 0.5),
            np.zeros(UNITS, np.float32),
            matrix(5 * UNITS, UNITS, (2 / (5 * UNITS)) ** 0.5),
            np.zeros(UNITS, np.float32),
            matrix(4 * UNITS, len(LABELS), 0.5 * (2 / (4 * UNITS)) ** 0.5),
            np.zeros(len(LABELS), np.float32),
        )
        self.weights = dict(zip(WEIGHTS, arrays, strict=True))
        self._mean = {name: np.zeros_like(w) for name, w in self.weights.items()}
        self._square = {name: np.zeros_like(w) for name, w in self.weights.items()}
        self._steps = 0

    def _kept(self, shape: tuple[int, ...], dropped: float) -> Floats:
        return ((self.random.random(shape) > dropped) / (1 - dropped)).astype(np.float32)

    def learn(self, e: Encoded, v: Floats, truth: Indices, rate: float) -> float:
        """One step on a batch; the loss before it."""
        w, u = self.weights, UNITS
        inputs = np.concatenate([v, v[e.head], v[e.verb]], axis=1)
        inputs = inputs * self._kept(inputs.shape, 0.6 * DROPOUT)
        kept = self._kept(e.keys.shape, DROPOUT)
        one = inputs @ w["hidden"] + (w["table"][e.keys] * kept[..., None]).sum(axis=1) + w["hidden_bias"]
        gate1 = (one > 0) * self._kept(one.shape, DROPOUT)
        h1 = with_none(one * gate1)
        joined = np.concatenate([h1[e.before], h1[:-1], h1[e.after], h1[e.head], h1[e.verb]], axis=1)
        two = joined @ w["mix"] + w["mix_bias"]
        gate2 = (two > 0) * self._kept(two.shape, DROPOUT)
        h2 = with_none(two * gate2)
        last = np.concatenate([h2[:-1], h2[e.before], h2[e.after], h2[e.verb]], axis=1)
        share = softmax(last @ w["out"] + w["out_bias"])
        n = np.arange(len(truth))
        loss = float(-np.log(share[n, truth] + 1e-9).mean())

        grow = share
        grow[n, truth] -= 1
        grow /= len(truth)
        slope: dict[str, Floats] = {"out": last.T @ grow, "out_bias": grow.sum(axis=0)}
        back2 = self._scatter(grow @ w["out"].T, (None, e.before, e.after, e.verb), len(truth), u) * gate2
        slope |= {"mix": joined.T @ back2, "mix_bias": back2.sum(axis=0)}
        back1 = self._scatter(back2 @ w["mix"].T, (e.before, None, e.after, e.head, e.verb), len(truth), u) * gate1
        slope |= {"hidden": inputs.T @ back1, "hidden_bias": back1.sum(axis=0), "table": np.zeros_like(w["table"])}
        for column in range(e.keys.shape[1]):
            np.add.at(slope["table"], e.keys[:, column], back1 * kept[:, column : column + 1])
        self._adam(slope, rate)
        return loss

    @staticmethod
    def _scatter(back: Floats, indices: Sequence[Indices | None], n: int, width: int) -> Floats:
        """Send the slopes of joined rows back to the rows that they were taken from."""
        out = np.zeros((n + 1, width), np.float32)
        for k, index in enumerate(indices):
            np.add.at(out, np.arange(n) if index is None else index, back[:, k * width : (k + 1) * width])
        return out[:-1]

    def _adam(self, slope: dict[str, Floats], rate: float) -> None:
        self._steps += 1
        norm = sum(float((g * g).sum()) for g in slope.values()) ** 0.5
        first, second = _BETAS
        for name, g in slope.items():
            g = g * min(1.0, 1.0 / (norm + 1e-9))
            mean, square, w = self._mean[name], self._square[name], self.weights[name]
            mean += (1 - first) * (g - mean)
            square += (1 - second) * (g * g - square)
            w -= rate * (mean / (1 - first**self._steps)) / (np.sqrt(square / (1 - second**self._steps)) + 1e-8)
            if not name.endswith("bias"):
                w *= 1 - rate * DECAY


def train(examples: Sequence[Example], *, epochs: int, seed: int) -> dict[str, Floats]:
    """The weights after ``epochs`` passes; the rate falls to zero on the way."""
    network = Network(examples[0].vectors.shape[1], seed)
    order = np.random.default_rng(seed)
    steps = epochs * -(-len(examples) // BATCH)
    done = 0
    for epoch in range(epochs):
        losses = []
        shuffled = order.permutation(len(examples))
        for at in range(0, len(shuffled), BATCH):
            batch = [examples[i] for i in shuffled[at : at + BATCH]]
            vectors, truth = np.concatenate([x.vectors for x in batch]), np.concatenate([x.labels for x in batch])
            losses.append(network.learn(encode([x.sentence for x in batch]), vectors, truth, RATE * (1 - done / steps)))
            done += 1
        print(f"pass {epoch + 1}: loss {np.mean(losses):.3f}", flush=True)
    return network.weights


def _true_spans(labels: Indices) -> Iterator[tuple[str, int, int]]:
    sure = np.eye(len(LABELS), dtype=np.float32)[labels]
    yield from ((s.role, s.first, s.last) for s in spans(sure))


def report(tagger: Tagger, examples: Sequence[Example]) -> None:
    """Print precision, recall and F1 of exact spans by role."""
    hit: Counter[str] = Counter()
    said: Counter[str] = Counter()
    true: Counter[str] = Counter()
    given = tagger.probabilities([x.sentence for x in examples], [x.vectors for x in examples])
    for x, labels in zip(examples, given, strict=True):
        found, gold = {(s.role, s.first, s.last) for s in spans(labels)}, set(_true_spans(x.labels))
        for tally, members in ((hit, found & gold), (said, found), (true, gold)):
            tally.update(role for role, _, _ in members)
            tally["all"] += len(members)
    for role in (*TAGGED_ROLES, "all"):
        p, r = hit[role] / max(1, said[role]), hit[role] / max(1, true[role])
        print(f"{role:10} P {100 * p:5.1f}  R {100 * r:5.1f}  F1 {200 * p * r / max(1e-9, p + r):5.1f}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, train, write; score on what was held out."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sentences", type=Path)
    options.add_argument("--out", type=Path)
    options.add_argument("--held-out", type=int, help=f"0 to {FOLDS - 1}")
    options.add_argument("--epochs", type=int, default=24)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args(arguments)
    examples = read_examples(given.sentences)
    fold = {policy: n % FOLDS for n, policy in enumerate(sorted({x.policy for x in examples}))}
    weights = train([x for x in examples if fold[x.policy] != given.held_out], epochs=given.epochs, seed=given.seed)
    # half precision halves the file and moves no label's probability by more than a thousandth
    stored = {name: array.astype(np.float16) for name, array in weights.items()}
    if given.held_out is not None:
        report(Tagger(stored), [x for x in examples if fold[x.policy] == given.held_out])
    if given.out:
        given.out.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(given.out, allow_pickle=False, **stored)
        print(f"{given.out}: {given.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
