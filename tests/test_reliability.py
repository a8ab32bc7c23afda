"""The reliability table: what counts as right, and the figures that follow from it, on invented annotations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from privacyflows.extract.model import Action, Evidence, Kind, Polarity, Statement

from benchmarks.reliability import Annotated, Judged, brier, judge, main, practices_of, ranked_right, table


def _statement(start: int, end: int, action: str = "share", *, denied: bool = False, confidence: float = 0.9) -> Statement:
    return Statement(
        policy="invented",
        kind=Kind.DENIAL if denied else Kind.PRACTICE,
        action=Action(action),
        polarity=Polarity.NEGATED if denied else Polarity.AFFIRMED,
        verb=Evidence(start=start, end=start + 1, text="x"),
        evidence=(Evidence(start=start, end=end, text="x" * (end - start)),),
        confidence=confidence,
    )


SHARED = Annotated(actions=frozenset({"share", "sell"}), negated=False, start=10, end=50)


@pytest.mark.parametrize(
    ("statement", "right"),
    [
        (_statement(10, 50), True),
        (_statement(10, 50, "sell"), True),
        (_statement(10, 50, "collect"), False),
        (_statement(10, 50, denied=True), False),
        (_statement(31, 90), False),
        (_statement(20, 90), True),
        (_statement(50, 90), False),
    ],
)
def test_what_is_right(statement: Statement, right: bool) -> None:
    assert [j.right for j in judge([statement], [SHARED])] == [right]


def test_an_annotation_counts_once_and_the_surest_takes_it() -> None:
    judged = judge([_statement(10, 50, confidence=0.6), _statement(10, 50, confidence=0.9)], [SHARED])
    assert [(j.confidence, j.right) for j in judged] == [(0.9, True), (0.6, False)]


def _judged(*pairs: tuple[float, bool]) -> list[Judged]:
    return [Judged(confidence=c, right=r, in_sentence=True) for c, r in pairs]


@pytest.mark.parametrize(
    ("pairs", "score", "area"),
    [
        ([(1.0, True), (0.0, False)], 0.0, 1.0),
        ([(0.0, True), (1.0, False)], 1.0, 0.0),
        ([(0.5, True), (0.5, False)], 0.25, 0.5),
        ([(0.9, True), (0.8, False), (0.7, True)], (0.01 + 0.64 + 0.09) / 3, 0.5),
    ],
)
def test_figures(pairs: list[tuple[float, bool]], score: float, area: float) -> None:
    judged = _judged(*pairs)
    assert brier(judged) == pytest.approx(score)
    assert ranked_right(judged) == pytest.approx(area)


def test_table() -> None:
    rows = list(table(_judged((0.95, True), (0.93, False), (0.61, True))))[2:]
    assert rows == ["| 0.6 to 0.7 | 1 | 0.61 | 1.00 |", "| 0.9 to 1.0 | 2 | 0.94 | 0.50 |"]


def test_a_policy_from_its_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "We share your postal address with florists.\n\nWe never sell your postal address.\n"
    (tmp_path / "shop.txt").write_text(text)
    records = [
        {"action": "share", "evidence": {"start": 0, "end": 43}},
        {"action": "not-sell", "evidence": [{"start": 45, "end": 79}]},
        {"right": "access", "evidence": {"start": 0, "end": 4}},
    ]
    gold = tmp_path / "shop.jsonl"
    gold.write_text("".join(json.dumps(record) + "\n" for record in records))
    assert len(list(practices_of(gold))) == 2
    main(["--gold", str(gold), "--texts", str(tmp_path)])
    printed = capsys.readouterr().out
    assert "statements of sentences and items: 2" in printed
    assert all(line.endswith("1.00 |") for line in printed.splitlines() if line.startswith("| 0."))
