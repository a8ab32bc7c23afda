"""Stated confidence against correctness: how often statements are right that say they are sure.

In go policies annotated by hand (JSON lines in the contract of ``privacyflows extract``, or annotations with a list or a single
``evidence`` and negated actions written ``not-share``) and the folder with their texts; out come a reliability table, the Brier score
and how often a right statement is ranked above a wrong one (AUC). A statement is right when an annotated one, which no other
statement took, has the same action, the same polarity, and evidence that covers half of the shorter of the two. Run it as

    python benchmarks/reliability.py --gold annotated/*.jsonl --texts policies/ --names names.json
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from privacyflows.extract import Statement, extract, read
from privacyflows.extract.model import Kind

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
"""Lower edges of the table's rows, and the end of the last."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Annotated:
    """A practice that a person annotated: its actions (several where more than one is right), its polarity, its range in the text."""

    actions: frozenset[str]
    negated: bool
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """A statement's confidence, 0..1, whether it was right, and whether its verb stands in a sentence (else in a row or a title)."""

    confidence: float
    right: bool
    in_sentence: bool


def practices_of(file: Path) -> Iterator[Annotated]:
    """The practices of a file; records without an action or evidence (rights) are left out."""
    for line in file.read_text(encoding="utf-8").splitlines():
        record: dict[str, Any] = json.loads(line) if line.strip() else {}
        evidence = record.get("evidence") or []
        places = evidence if isinstance(evidence, list) else [evidence]
        if not record.get("action") or not places or not isinstance(places[0].get("start"), int):
            continue
        actions = [record["action"], *(record.get("alt_actions") or ())]
        yield Annotated(
            actions=frozenset(action.removeprefix("not-") for action in actions),
            negated=record["action"].startswith("not-") or record.get("polarity") == "negated",
            start=places[0]["start"],
            end=places[0]["end"],
        )


def judge(statements: Sequence[Statement], truth: Sequence[Annotated]) -> list[Judged]:
    """Each practice, denial and tracker with its correctness; the surest choose first."""
    taken: set[int] = set()
    out = []
    for s in sorted(statements, key=lambda s: -s.confidence):
        if s.kind in (Kind.RIGHT, Kind.GAP):
            continue
        fits = [n for n, known in enumerate(truth) if n not in taken and _fits(s, known)]
        taken.update(fits[:1])
        out.append(Judged(confidence=s.confidence, right=bool(fits), in_sentence=s.verb is not None))
    return out


def _fits(s: Statement, known: Annotated) -> bool:
    start, end = s.evidence[0].start, s.evidence[0].end
    shared = min(end, known.end) - max(start, known.start)
    long_enough = 2 * shared >= min(end - start, known.end - known.start)
    return str(s.action) in known.actions and (s.polarity == "negated") == known.negated and shared > 0 and long_enough


def brier(judged: Sequence[Judged]) -> float:
    """Mean squared distance of confidence from what came true (Brier 1950); 0 is perfect, 0.25 is a coin's."""
    return sum((j.confidence - j.right) ** 2 for j in judged) / len(judged)


def ranked_right(judged: Sequence[Judged]) -> float:
    """Share of (right, wrong) pairs in which the right one is surer, ties counting half: the area under the ROC curve."""
    right = [j.confidence for j in judged if j.right]
    wrong = [j.confidence for j in judged if not j.right]
    won = sum((r > w) + (r == w) / 2 for r in right for w in wrong)
    return won / (len(right) * len(wrong)) if right and wrong else float("nan")


def table(judged: Sequence[Judged]) -> Iterator[str]:
    """The rows of a Markdown table: range, how many, mean confidence, share right."""
    yield "| stated confidence | statements | mean stated | share right |"
    yield "| --- | --- | --- | --- |"
    for low, high in pairwise(BINS):
        held = [j for j in judged if low <= j.confidence < high]
        if held:
            mean, share = sum(j.confidence for j in held) / len(held), sum(j.right for j in held) / len(held)
            yield f"| {low:.1f} to {min(high, 1):.1f} | {len(held)} | {mean:.2f} | {share:.2f} |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the annotated policies and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--gold", nargs="+", type=Path, required=True, help="annotations, one file a policy, JSON lines")
    options.add_argument("--texts", type=Path, required=True, help="folder with the policies")
    options.add_argument("--names", type=Path, help="JSON: {annotation's stem: {'file': name of the policy's file}}; else the stems agree")
    options.add_argument("--no-tagger", action="store_true", help="let the rules read alone")
    given = options.parse_args(arguments)
    names: Mapping[str, Any] = json.loads(given.names.read_text(encoding="utf-8")) if given.names else {}
    judged: dict[bool, list[Judged]] = defaultdict(list)
    for file in given.gold:
        known = names.get(file.stem)
        policy = (
            given.texts / known["file"] if known else next(p for p in sorted(given.texts.glob(f"{file.stem}.*")) if p.suffix != ".jsonl")
        )
        for j in judge(extract(read(policy), tagger=not given.no_tagger), list(practices_of(file))):
            judged[j.in_sentence].append(j)
    for in_sentence, title in ((True, "statements of sentences and items"), (False, "statements of rows and titles")):
        found = judged[in_sentence]
        if found:
            print(f"\n{title}: {len(found)}, Brier {brier(found):.3f}, right ranked above wrong {ranked_right(found):.2f}\n")
            print("\n".join(table(found)))


if __name__ == "__main__":
    main()
