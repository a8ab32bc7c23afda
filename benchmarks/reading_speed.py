"""How much the reader costs on top of its parser: the time to read policies against the time to parse the same words.

Policies go in as files; out come figures in words a second and the ratio of reading (text to statements) to parsing alone.
What it takes to find the blocks of a document is shown beside them. Both sides run in this process on the same
documents with the same model (without its entity recogniser) and the same batch size, each once unmeasured and then
several times; the best time counts, since other work on the machine can only add to it. Time is
the processor's: a second thread of numpy's library that only waits would be counted too, so give it one. Run it as

    OMP_NUM_THREADS=1 python -m benchmarks.reading_speed examples/harbourlight/*
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from privacyflows.extract import extract_many, load_parser, read
from privacyflows.extract.lexicon.lexicon import load_lexicon
from privacyflows.extract.parsing.wordclasses import word_classes

BATCH = 256
"""Texts that the parser takes at once: what `privacyflows.extract.parsing.parsing.parse` uses."""


def best_of(runs: int, work: Callable[[], int]) -> tuple[float, int]:
    """Shortest time of `work` in seconds of processor time, and what it counted; one run before them is not measured."""
    counted = work()
    times = []
    for _ in range(runs):
        start = time.process_time()
        counted = work()
        times.append(time.process_time() - start)
    return min(times), counted


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the named files, measure both sides and print the comparison."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="+", type=Path, help="policies to read")
    options.add_argument("--runs", type=int, default=3, help="measured runs of each side (default 3)")
    given = options.parse_args(arguments)

    documents = [read(path) for path in given.files]
    texts = [block.view for document in documents for block in document.blocks]
    words = sum(len(text.split()) for text in texts)
    parser = load_parser()

    parse_time, _ = best_of(given.runs, lambda: sum(1 for _ in parser.pipe(texts, batch_size=BATCH)))

    def whole_reading() -> int:
        # as on policies whose words were never met
        word_classes.cache_clear()
        for scheme in load_lexicon().schemes.values():
            scheme.found.clear()
        return sum(len(found) for found in extract_many(documents))

    read_time, statements = best_of(given.runs, whole_reading)

    block_time, _ = best_of(given.runs, lambda: sum(len(read(path).blocks) for path in given.files))

    print(f"{len(documents)} policies, {words:,} words, {statements:,} statements")
    print(f"find blocks {block_time:7.2f} s  {words / block_time:8,.0f} words/s")
    print(f"parse only  {parse_time:7.2f} s  {words / parse_time:8,.0f} words/s")
    print(f"whole read  {read_time:7.2f} s  {words / read_time:8,.0f} words/s")
    print(f"ratio       {read_time / parse_time:7.2f}")


if __name__ == "__main__":
    main()
