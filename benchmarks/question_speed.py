"""How long every named question takes on a large dataset: a dataset goes in, a table comes out, and exit code 1 if one is over the limit.

Each question is asked with its defaults (two versions of one policy where it compares versions) through
`privacyflows.graphs.queries.run`, as the command line and notebooks ask: binding, evaluation in the default store (Oxigraph in
memory), and the rows as a `Result`, at most 10,000 of them unless ``--all`` is given. The best of several runs counts, since other
work on the machine can only add to it. Without a dataset one is made by `benchmarks.generate_dataset`. Run it from the project's
folder as

    python -m benchmarks.question_speed
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from privacyflows.graphs import PolicyGraph
from privacyflows.graphs.queries import ROWS, Question, questions, run
from privacyflows.graphs.store import add_quads, new_dataset, open_dataset, quads_of
from rdflib import Dataset

from benchmarks.generate_dataset import POLICIES, policies

LIMIT: Final = 1.0
"""Seconds that a named question may take on the dataset of `benchmarks.generate_dataset`."""
RUNS: Final = 3
SLOWEST: Final = 60.0
"""Seconds after which a question is given up."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Timing:
    """One question: its best time in seconds, its rows, and whether there are more."""

    name: str
    seconds: float
    rows: int
    cut: bool


def timings(dataset: Dataset, *, runs: int = RUNS, limit: int | None = ROWS) -> Iterator[Timing]:
    """Yield the time of every named question."""
    pairs = _pairs(dataset)
    for question in questions():
        yield _timed(dataset, question, pairs, runs, limit)


def _timed(dataset: Dataset, question: Question, pairs: Mapping[str, Sequence[str]], runs: int, limit: int | None) -> Timing:
    required = [parameter for parameter in question.parameters if parameter.required]
    params = {parameter.name: pairs[parameter.kind][number] for number, parameter in enumerate(required)}
    best, rows, cut = SLOWEST, 0, False
    for _ in range(runs):
        start = time.perf_counter()
        result = run(dataset, question.name, params, timeout=SLOWEST, limit=limit)
        best, rows, cut = min(best, time.perf_counter() - start), len(result), bool(result.notes)
    return Timing(name=question.name, seconds=best, rows=rows, cut=cut)


def _pairs(dataset: Dataset) -> dict[str, tuple[str, str]]:
    """Return what questions that compare are asked of: two versions of one organisation's policy, older first, and two organisations."""
    query = """SELECT ?old ?new ?o WHERE {
      ?a a pf:Snapshot ; dct:publisher ?o ; dct:identifier ?old . ?b a pf:Snapshot ; dct:publisher ?o ; dct:identifier ?new .
      FILTER(?old < ?new) } ORDER BY ?old ?new"""
    rows = run(dataset, query, timeout=SLOWEST).rows
    owners = list(dict.fromkeys(str(row[2]) for row in rows))
    return {"policy": (str(rows[0][0]), str(rows[0][1])), "organisation": (owners[0], owners[1])}


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask every question and print a line for each."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("dataset", nargs="?", type=Path, help="a dataset's file or folder; without it one is made")
    options.add_argument("--policies", type=int, default=POLICIES, help=f"size of the dataset that is made (default {POLICIES})")
    options.add_argument("--limit", type=float, default=LIMIT, help=f"seconds that each question may take (default {LIMIT:g})")
    options.add_argument("--runs", type=int, default=RUNS, help=f"runs of each question (default {RUNS})")
    options.add_argument("--all", action="store_true", help="ask for all rows, not for the first 10,000")
    given = options.parse_args(arguments)
    dataset = _in_memory(given.dataset) if given.dataset else PolicyGraph.from_statements(policies(given.policies)).dataset
    quads = sum(1 for _ in quads_of(dataset))
    print(f"{quads:,} quads, {len(questions())} questions, best of {given.runs}\n")
    slow = 0
    for timing in timings(dataset, runs=given.runs, limit=None if given.all else ROWS):
        over = timing.seconds > given.limit
        slow += over
        rows = f"{timing.rows:>8,}{'+' if timing.cut else ' '}"
        print(f"{timing.name:32} {timing.seconds:6.2f} s {rows} rows{'  OVER' if over else ''}", flush=True)
    print(f"\n{slow} of {len(questions())} over {given.limit:g} s")
    sys.exit(1 if slow else 0)


def _in_memory(path: Path) -> Dataset:
    """Open a dataset; what lies on disk is read into the default store."""
    opened = open_dataset(path)
    if not path.is_dir():
        return opened
    dataset = new_dataset()
    add_quads(dataset, quads_of(opened))
    return dataset


if __name__ == "__main__":
    main()
