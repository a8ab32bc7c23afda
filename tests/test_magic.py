"""The cell magic ``%%sparql`` in a real IPython shell: which graph it asks, what it binds, where the answer goes, one-line errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import pytest
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from privacyflows.graphs import PolicyGraph
from privacyflows.graphs.answers.result import Result

from tests.sample_statements import NEW, OLD, documents

Shell: TypeAlias = Any
"""An ``InteractiveShell``, whose methods IPython leaves without types."""
DENIED = "SELECT DISTINCT ?data WHERE { ?s pf:deniedData ?data } ORDER BY ?data"


@pytest.fixture(scope="module")
def shell() -> Iterator[Shell]:
    """A shell that knows the magic."""
    make: Shell = InteractiveShell
    made = make()
    made.run_line_magic("load_ext", "privacyflows.graphs.magic")
    yield made
    made.history_manager.end_session()


@pytest.fixture
def variables(shell: Shell) -> Iterator[dict[str, object]]:
    """The notebook's variables: a graph of both policies as ``graph``, one of the older alone as ``other``."""
    shell.reset(new_session=False)
    shell.user_ns["graph"] = PolicyGraph.from_statements(documents())
    shell.user_ns["other"] = PolicyGraph.from_statements(documents()[:1])
    yield shell.user_ns
    shell.reset(new_session=False)


def ask(shell: Shell, line: str, query: str) -> Result | None:
    """What a cell with the magic returns."""
    answer = shell.run_cell_magic("sparql", line, query)
    assert answer is None or isinstance(answer, Result)
    return answer


def column(result: Result | None) -> list[object]:
    """The first column."""
    assert result is not None
    return [next(iter(row.values())) for row in result]


def test_it_asks_the_variable_graph(shell: Shell, variables: dict[str, object]) -> None:
    assert column(ask(shell, "", DENIED)) == ["pd:CreditCardNumber", "pd:PhysicalAddress"]


def test_it_asks_the_graph_that_is_named(shell: Shell, variables: dict[str, object]) -> None:
    assert column(ask(shell, "other", DENIED)) == ["pd:PhysicalAddress"]


def test_without_a_variable_graph_it_asks_the_latest(shell: Shell, variables: dict[str, object]) -> None:
    variables["newest"] = variables.pop("graph")
    assert column(ask(shell, "", DENIED)) == ["pd:CreditCardNumber", "pd:PhysicalAddress"]


def test_the_answer_goes_to_a_variable(shell: Shell, variables: dict[str, object]) -> None:
    assert ask(shell, "graph --to denied", DENIED) is None
    assert column(shell.user_ns["denied"]) == ["pd:CreditCardNumber", "pd:PhysicalAddress"]


@pytest.mark.parametrize(
    ("values", "query", "expected"),
    [
        ({"concept": "pd:Contact"}, "SELECT DISTINCT ?d WHERE { ?s dpv:hasPersonalData ?d . ?d pf:within $concept }", ["pd:EmailAddress"]),
        ({"policy": OLD}, "SELECT ?d WHERE { ?s pf:deniedData ?d ; pf:statedIn/dct:identifier $policy }", ["pd:PhysicalAddress"]),
        ({"least": 2}, "SELECT ?p WHERE { ?s pf:statedIn/dct:identifier ?p } GROUP BY ?p HAVING(COUNT(*) < $least)", []),
        (
            {"concept": "pd:EmailAddress"},
            "SELECT ?p (COUNT(?s) AS ?n) WHERE { ?s dpv:hasPersonalData $concept ; pf:statedIn/dct:identifier ?p } GROUP BY ?p ORDER BY ?p",
            [OLD, NEW],
        ),
        ({"policy": 'x" } #'}, "SELECT ?s WHERE { ?s dct:identifier $policy }", []),
    ],
)
def test_variables_of_the_notebook_are_bound(
    shell: Shell, variables: dict[str, object], values: dict[str, object], query: str, expected: list[str]
) -> None:
    variables |= values
    shell.user_ns.update(values)
    assert column(ask(shell, "", query)) == expected


def test_a_question_mark_is_never_a_variable_of_the_notebook(shell: Shell, variables: dict[str, object]) -> None:
    shell.user_ns["data"] = "pd:Name"
    assert column(ask(shell, "", DENIED)) == ["pd:CreditCardNumber", "pd:PhysicalAddress"]


@pytest.mark.parametrize(
    ("line", "query", "message"),
    [
        ("nobody", DENIED, r"'nobody' is no PolicyGraph, but graph, other"),
        ("--into x", DENIED, r"unrecognized arguments: --into"),
        ("", "SELECT ?s WHERE { ?s pf:denedData ?d }", r"unknown term pf:denedData at line 1, column 22 \(did you mean pf:deniedData"),
        ("", "SELECT ?s WHERE { ?s pf:deniedData $nothing }", r"no variable nothing \(.*written \?nothing\)"),
        ("", "INSERT DATA { pf:a pf:b pf:c }", r"INSERT changes data"),
    ],
)
def test_what_is_wrong_is_one_line(shell: Shell, variables: dict[str, object], line: str, query: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as raised:
        ask(shell, line, query)
    assert "\n" not in str(raised.value)


def test_without_any_graph_it_says_how_to_make_one(shell: Shell) -> None:
    shell.reset(new_session=False)
    with pytest.raises(UsageError, match=r"PolicyGraph\.build"):
        ask(shell, "", DENIED)
