"""The whole way on the example policies: they are read, three questions are answered, and a page to click through is written.

In comes a folder to write to; out come ``flows.trig`` and ``explorer.html`` in it, the answers, and what to do next in words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from privacyflows.extract.errors import NotFoundError
from privacyflows.graphs.answers.result import Result
from privacyflows.graphs.commands.tables import counted
from privacyflows.graphs.explorer import explorer_html
from privacyflows.graphs.graph import PolicyGraph
from privacyflows.graphs.queries import run
from privacyflows.graphs.store import write_whole

ASKED: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("recipients-of", {"data": "pd:Contact"}),
    ("denials", {"policy": "harbourlight-press-2021-03"}),
    ("changed-between-versions", {"old": "harbourlight-press-2021-03", "new": "harbourlight-press-2024-06"}),
)
"""The questions that are answered, with their parameters."""

ROWS: Final = 8
"""Rows of each answer that are shown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """One question as it would be typed, and what came back."""

    command: str
    result: Result


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What the demonstration made: the answers, and the last words to print."""

    answers: tuple[Answered, ...]
    farewell: str


def examples() -> Path:
    """Return the folder of the example policies; raises `NotFoundError` where the source tree that holds it is not there."""
    folder = Path(str(files("privacyflows.ontology"))).parent / "examples"
    if not folder.is_dir():
        hint = "run it from a checkout: git clone, then make demo; or build a dataset of your own: privacyflows build --help"
        raise NotFoundError("the example policies are not part of the installed package", hint=hint)
    return folder


def demonstrate(output: Path, progress: Callable[[int, int], None] | None = None) -> Shown:
    """Read the examples into ``output``, a folder that is made where it is missing; raises ``OSError`` where it cannot be."""
    policies = sorted(path for path in examples().glob("*/*") if path.suffix in (".md", ".txt"))
    output.mkdir(parents=True, exist_ok=True)
    graph = PolicyGraph.build(policies, progress=progress)
    graph.save(output / "flows.trig")
    dataset = output / "flows.trig"
    answers = tuple(Answered(command=_typed(dataset, name, params), result=run(graph.dataset, name, params)) for name, params in ASKED)
    page = explorer_html(graph.dataset, title="What the example policies say")
    write_whole(output / "explorer.html", page.encode())
    return Shown(answers=answers, farewell=_farewell(output, graph))


def _typed(dataset: Path, name: str, params: Mapping[str, str]) -> str:
    return " ".join(["privacyflows query", str(dataset), name, *(f"--param {key}={value}" for key, value in params.items())])


def _farewell(output: Path, graph: PolicyGraph) -> str:
    dataset, page = output / "flows.trig", output / "explorer.html"
    return f"""\
{counted(len(graph.policies), "invented policy", "invented policies")}, {counted(len(graph), "statement")}.

  {dataset}  the dataset: open it with any RDF tool, or ask on:
      privacyflows query {dataset} who-shares-what-why
      privacyflows diff {dataset} harbourlight-academy-2021-09 harbourlight-academy-2024-06
      privacyflows query --list
  {page}  the flows as a picture: open it in a browser, click an edge, read the sentence that says it"""
