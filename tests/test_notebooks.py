"""The notebooks run from top to bottom as a reader would run them, and show what their text promises.

Goes in: ``notebooks/*.ipynb``. Comes out: each is executed in a fresh kernel with ``notebooks/`` as its working folder; a cell
that raises fails the test with its traceback. Notebooks are kept without outputs, so that they cannot show something stale.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))


# nbformat carries no types for its functions.
read_notebook = cast(Callable[..., Any], nbformat.read)


def outputs_of(cell: Any) -> dict[str, str]:  # noqa: ANN401 - nbformat's nodes are dictionaries without a type
    """What a cell shows: MIME type -> content, streams under their name."""
    shown: dict[str, str] = {}
    for output in cell.get("outputs", []):
        if output["output_type"] == "stream":
            shown[output["name"]] = shown.get(output["name"], "") + output["text"]
        shown |= output.get("data", {})
    return shown


@pytest.fixture(scope="module")
def executed(request: pytest.FixtureRequest) -> Any:  # noqa: ANN401
    """The notebook after a run from its first cell to its last."""
    path: Path = request.param
    notebook = read_notebook(path, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    return notebook


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_kept_without_outputs(path: Path) -> None:
    notebook = read_notebook(path, as_version=4)
    assert notebook.cells[0].cell_type == "markdown"
    assert [cell.id for cell in notebook.cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)] == []


@pytest.mark.slow
@pytest.mark.parametrize("executed", NOTEBOOKS, indirect=True, ids=lambda path: path.stem)
def test_notebook_runs_and_is_silent_on_stderr(executed: Any) -> None:  # noqa: ANN401
    code = [cell for cell in executed.cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if not cell.outputs] == []
    assert [outputs_of(cell)["stderr"] for cell in code if "stderr" in outputs_of(cell)] == []


QUICKSTART = [path for path in NOTEBOOKS if path.stem == "01-quickstart"]
PROMISED = [
    (r"PolicyGraph\.build", "text/html", r"<td>harbourlight-press-2024-06</td>"),
    (r'"denials"', "text/html", r"We do not sell your personal information\."),
    (r'"changed-between-versions"', "text/html", r"<table"),
    (r"to_pandas\(\)", "text/html", r'class="dataframe"'),
    (r"nx\.draw", "image/png", r"^iVBOR"),
    (r"graph\.explore\(\)", "text/html", r"<iframe[^>]* srcdoc="),
    (r"document\.text\[", "stdout", r" -> \["),
]


@pytest.mark.slow
@pytest.mark.parametrize("executed", QUICKSTART, indirect=True, ids=lambda path: path.stem)
@pytest.mark.parametrize(("source", "kind", "pattern"), PROMISED)
def test_quickstart_shows(executed: Any, source: str, kind: str, pattern: str) -> None:  # noqa: ANN401
    (cell,) = [cell for cell in executed.cells if cell.cell_type == "code" and re.search(source, cell.source)]
    assert re.search(pattern, outputs_of(cell).get(kind, ""))
