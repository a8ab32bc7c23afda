"""Runs the notebooks and saves them with their outputs, so that they can be read without running.

In go the notebooks named on the command line, or all; each is run from top to bottom in its folder, and written back. What is saved is
the same on every machine: no times, no versions. Not saved is what a file cannot hold (widgets), what a page of pictures would drown
in (the explorer, 1 MB each), and the output of cells with the tag ``words``: they show sentences of policies, which belong to
their owners. The picture of the cell with the tag ``picture`` goes into ``docs/images`` for ``docs/notebooks.md``.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent
IMAGES = FOLDER.parent / "docs" / "images"
DROPPED = ("application/vnd.jupyter.widget-view+json",)
"""What a saved notebook cannot show again."""

# nbformat carries no types for its functions.
_read = cast(Callable[..., Any], nbformat.read)
_write = cast(Callable[..., None], nbformat.write)


def run(path: Path) -> Any:  # noqa: ANN401 - nbformat's nodes are dictionaries without a type
    """Return the notebook after a run in a fresh kernel, with its folder as working folder; raises what a cell raises."""
    notebook = _read(path, as_version=4)
    NotebookClient(notebook, timeout=1800, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    return notebook


def cleaned(notebook: Any) -> Any:  # noqa: ANN401
    """Return the notebook with what is worth saving; see above."""
    notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"], "language_info": {"name": "python"}}
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        words = "words" in cell.metadata.get("tags", ())
        cell.metadata = {"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {}
        cell.execution_count = number
        cell.outputs = [] if words else [_output(output, number) for output in cell.outputs if _kept(output)]
    return notebook


def _kept(output: Any) -> bool:  # noqa: ANN401
    return output["output_type"] != "display_data" or bool(set(output["data"]) - {*DROPPED, "text/plain"})


def _output(output: Any, number: int) -> Any:  # noqa: ANN401
    if "execution_count" in output:
        output["execution_count"] = number
    data = output.get("data", {})
    frame = "<iframe" in data.get("text/html", "")
    for kind in [kind for kind in data if kind in DROPPED or (frame and kind == "text/html")]:
        del data[kind]
    return output


def picture(notebook: Any) -> bytes | None:  # noqa: ANN401
    """Return the PNG of the cell with the tag ``picture``, None where there is none."""
    outputs = (output for cell in notebook.cells if "picture" in cell.metadata.get("tags", ()) for output in cell.outputs)
    pictures = (output["data"]["image/png"] for output in outputs if "image/png" in output.get("data", {}))
    return next((base64.b64decode(found) for found in pictures), None)


def main(names: Sequence[str]) -> None:
    """Run and save the notebooks of these names (file names, or their beginnings), all where there is none."""
    for path in sorted(FOLDER.glob("*.ipynb")):
        if names and not any(path.name.startswith(Path(name).name) for name in names):
            continue
        sys.stderr.write(f"{path.name}\n")
        notebook = cleaned(run(path))
        _write(notebook, path)
        shown = picture(notebook)
        if shown:
            (IMAGES / f"notebook-{path.stem.split('-')[0]}.png").write_bytes(shown)


if __name__ == "__main__":
    main(sys.argv[1:])
