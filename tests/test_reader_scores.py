"""Scores: the reader over the real policies beside the project, held against floors a little under what it reaches.

Nothing of those policies is part of the project; where the folder or the scorer is missing the test is skipped. Floors are F1 (or
accuracy) in percent; raise them when the reader has become better, never lower them to make a change pass.
"""

from __future__ import annotations

import importlib.util
import json
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from privacyflows.extract import extract_many, read
from privacyflows.extract.model import Kind

FLOORS = {
    "contract": 100.0,
    "offsets": 100.0,
    "strict": 84.5,
    "denials": 92.8,
    "linked": 75.3,
    "linked data": 77.1,
    "linked purposes": 72.4,
    "linked recipients": 75.0,
    "polarity": 98.7,
    "modality": 97.0,
    "actor": 97.3,
}
"""Measure of the scorer (its docstring explains each) -> the least that it may be, in percent."""
GOLD = ("ama", "nejm2018", "nejm2022", "bmj")
"""Names of the four gold files that the scorer knows."""


@pytest.fixture(scope="module")
def gold_dir(shared_dir: Path) -> Path:
    folder = shared_dir / "gold"
    if not (folder / "score_practices.py").is_file() or not (shared_dir / "policies").is_dir():
        pytest.skip("no gold and policies in ../shared beside the project: the texts of real policies are not part of it")
    return folder


@pytest.fixture(scope="module")
def scorer(gold_dir: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_practices", gold_dir / "score_practices.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def totals(gold_dir: Path, scorer: ModuleType) -> dict[str, Any]:
    meta = json.loads((gold_dir / "meta.json").read_text(encoding="utf-8"))
    concepts: dict[str, Any] = json.loads((gold_dir / "concept_map.json").read_text(encoding="utf-8"))
    gold: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for name in GOLD:
        for line in (gold_dir / f"{name}.jsonl").read_text(encoding="utf-8").split("\n"):
            record = json.loads(line) if line.strip() else {}
            if "action" in record and "evidence" in record:
                gold[record["policy"]].append(record)
    documents = {policy: read(gold_dir.parent / "policies" / Path(meta[policy]["file"]).name) for policy in gold}
    read_as = dict(zip(documents, extract_many(documents.values()), strict=True))
    predicted = {policy: [s.to_dict() for s in found if s.kind not in (Kind.RIGHT, Kind.GAP)] for policy, found in read_as.items()}
    results, _ = scorer.evaluate(gold, predicted, {policy: d.text for policy, d in documents.items()}, concepts)
    total: dict[str, Any] = results["TOTAL"]
    return total


@pytest.mark.parametrize(("measure", "floor"), FLOORS.items())
def test_reaches(totals: dict[str, Any], measure: str, floor: float) -> None:
    value = totals[measure]
    reached = 100 * (value["F"] if isinstance(value, dict) else value)
    assert round(reached, 1) >= floor, f"{measure}: {reached:.1f}"
