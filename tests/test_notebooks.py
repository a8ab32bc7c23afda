"""The notebooks run from top to bottom as a reader would run them, show what their text promises, and are saved so that they can be read.

Goes in: ``notebooks/*.ipynb``. Each is executed in a fresh kernel with ``notebooks/`` as its working folder, on the examples; those on
real policies also on these, where they lie beside the project. A cell that raises fails the test with its traceback. What is saved
holds no sentence of a real policy: no run of words that stands in one of them.
"""

from __future__ import annotations

import html
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, cast

import nbformat
import pytest

from notebooks.save import cleaned, run
from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ON_REAL_POLICIES = [path for path in NOTEBOOKS if path.stem[:2] in ("04", "05", "06")]
RUN_OF_WORDS = 9
"""So many words in a row are somebody's sentence; shorter runs are names of things ("right not to be subject to automated decisions")."""

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


def code_of(notebook: Any) -> list[Any]:  # noqa: ANN401
    """The code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@cache
def executed(path: Path) -> Any:  # noqa: ANN401
    """The notebook after a run on the examples, from its first cell to its last; run once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRIVACYFLOWS_POLICIES", str(ROOT / "examples" / "harbourlight"))
        return run(path)


def stem(path: Path) -> str:
    """The name of a case."""
    return path.stem


# As saved


@pytest.mark.parametrize("path", NOTEBOOKS, ids=stem)
def test_a_notebook_asks_finds_and_names_its_limits(path: Path) -> None:
    notebook = read_notebook(path, as_version=4)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert re.match(r"# .+\n\n\*\*Question\.\*\* .+\?", text)
    assert "\n## Finding\n" in text and "\n## Limits\n" in text
    assert any("image/png" in outputs_of(cell) for cell in code_of(notebook))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=stem)
def test_what_is_saved_is_clean(path: Path) -> None:
    notebook = read_notebook(path, as_version=4)
    assert [cell.execution_count for cell in code_of(notebook)] == list(range(1, len(code_of(notebook)) + 1))
    assert not [cell.id for cell in code_of(notebook) for output in cell.outputs if output["output_type"] == "error"]
    assert not [cell.id for cell in code_of(notebook) if "words" in cell.metadata.get("tags", ()) and cell.outputs]
    text = path.read_text(encoding="utf-8")
    assert "<iframe" not in text and "widget-view" not in text
    assert not [place for place in (str(Path.home()), str(ROOT), tempfile.gettempdir() + "/") if place in text]
    assert len(text) < 1_500_000


def saved_words(path: Path) -> Iterator[str]:
    """The texts of what is saved: outputs without markup, descriptions of pictures."""
    for cell in code_of(read_notebook(path, as_version=4)):
        for kind, content in outputs_of(cell).items():
            if kind != "image/png":
                yield html.unescape(re.sub(r"<[^>]+>", " ", content if isinstance(content, str) else json.dumps(content)))
        yield from (str(output.get("metadata", {}).get("image/png", {}).get("alt", "")) for output in cell.outputs)


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of so many words."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return {tuple(words[at : at + RUN_OF_WORDS]) for at in range(len(words) - RUN_OF_WORDS + 1)}


@pytest.mark.parametrize("path", ON_REAL_POLICIES, ids=stem)
def test_no_sentence_of_a_real_policy_is_saved(path: Path, shared_dir: Path) -> None:
    saved = {run for text in saved_words(path) for run in runs(text)}
    assert len(saved) > 100
    real = [*sorted(shared_dir.glob("policies/*")), *sorted(shared_dir.glob("corpus/current/*"))]
    assert real and [(file.name, run) for file in real for run in saved & runs(file.read_text(encoding="utf-8"))] == []


def test_a_sentence_would_be_noticed() -> None:
    sentence = "We may share your e-mail address with some partners of ours."
    assert runs(f"<td>{sentence}</td>") & runs(f"Before. {sentence} After.")


# As run


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=stem)
def test_notebook_runs_and_is_silent_on_stderr(path: Path) -> None:
    assert [outputs_of(cell)["stderr"] for cell in code_of(executed(path)) if "stderr" in outputs_of(cell)] == []


PROMISED = [
    ("01", r"PolicyGraph\.build", "text/html", r"<td[^>]*>harbourlight-press-2024-06</td>"),
    ("01", r'"denials"', "text/html", r"We do not sell your personal information\."),
    ("01", r'"changed-between-versions"', "text/html", r"<table"),
    ("01", r"to_pandas\(\)", "text/html", r'class="dataframe"'),
    ("01", r"graph\.sankey", "image/png", r"^iVBOR"),
    ("01", r"graph\.explore\(\)", "text/html", r"<iframe[^>]* srcdoc="),
    ("01", r"document\.text\[", "stdout", r" -> \["),
    ("02", r"\?who pf:shares \?data \}", "text/html", r"Harbourlight"),
    ("02", r"VALUES \?data \{ pd:Contact \}", "text/html", r"0 rows"),
    ("02", r"pf:retains \?data \.\n  \?data pf:within pd:Contact", "text/html", r"Email address"),
    ("02", r"\$concept", "text/html", r"Invoice"),
    ("02", r"pf:collcts", "stdout", r"did you mean pf:collects"),
    ("02", r"graph\.matrix", "image/png", r"^iVBOR"),
    ("03", r"centrality\(", "image/png", r"^iVBOR"),
    ("03", r'learned_by\("pd:Professional"\)', "text/html", r"Recruitment provider"),
    ("03", r"graph\.browse", "application/vnd.jupyter.widget-view+json", r""),
    ("04", r"changes\.headline", "stdout", r"claims: .*\d+ new"),
    ("04", r"matrix = graph\.matrix\(old, new\)", "image/png", r"^iVBOR"),
    ("04", r"explore_changes", "text/html", r"view=diff"),
    ("05", r"rights-compared", "text/html", r"Right of access"),
    ("06", r"on_error", "stdout", r"4 policies, \d+ statements; 0 not readable"),
    ("06", r"policies about selling", "text/html", r"says nothing"),
    ("07", r"before\.query\(biometric\)", "stdout", r"^0 statements"),
    ("07", r'"recipients-of", data="mine:HandTremor"', "text/html", r"Educational organisation"),
    ("07", r"again = PolicyGraph\.open", "stdout", r"^[1-9]\d* statements about biometric data, after opening again"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("number", "source", "kind", "pattern"), PROMISED)
def test_a_notebook_shows_what_it_promises(number: str, source: str, kind: str, pattern: str) -> None:
    (path,) = (path for path in NOTEBOOKS if path.stem.startswith(number))
    cells = [cell for cell in code_of(executed(path)) if re.search(source, cell.source)]
    assert cells and any(kind in outputs_of(cell) and re.search(pattern, str(outputs_of(cell)[kind])) for cell in cells)


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=stem)
def test_what_is_saved_has_the_kinds_of_a_run(path: Path) -> None:
    """Made stale by a change? ``python notebooks/save.py`` saves the notebooks anew."""
    saved = read_notebook(path, as_version=4)
    fresh = cleaned(deepcopy(executed(path)))
    shown = [[(cell.id, sorted(outputs_of(cell))) for cell in code_of(notebook)] for notebook in (saved, fresh)]
    assert shown[0] == shown[1]


@pytest.mark.slow
@pytest.mark.parametrize("path", ON_REAL_POLICIES[:2], ids=stem)
def test_where_the_real_policies_are_they_are_read(path: Path, policies_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRIVACYFLOWS_POLICIES", raising=False)
    shown = outputs_of(next(cell for cell in code_of(run(path)) if cell.outputs))["text/html"]
    assert policies_dir.is_dir() and "nejm-2018-03" in shown and "nejm-2022-11" in shown
