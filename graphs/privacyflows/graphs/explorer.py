"""Dataset -> one self-contained interactive HTML page: a picture of the flows in which every edge opens the words behind it.

In come a dataset and filters; out comes a page that needs no network and no other file. The canvas is vis-network as pyvis ships
it, with positions from `layout` and physics off; the page's own scripts and style are the files of ``page/``. All that comes from a
policy travels as JSON in an inert script element and is shown as text nodes; a Content-Security-Policy forbids every request.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Unpack

from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.extract.model import Document
from privacyflows.graphs.drawing.page_model import Filters, page_model
from rdflib import Dataset

SCRIPTS: Final = ("elements.js", "model.js", "drawing.js", "exports.js", "sparql.js", "filters.js", "panel.js", "picture.js", "main.js")
"""The page's scripts in the order in which they need each other."""
SANDBOX: Final = "allow-scripts allow-downloads"
"""What the page may do inside a notebook: run, and save a file that the reader asks for. No origin, no forms, no pop-ups."""
_PAGE: Final = Path(__file__).with_name("page")
_VIS: Final = "lib/vis-9.1.2/vis-network.min.js"
_SLOT = re.compile(r"@@([A-Z]+)@@")


class ExplorerError(PrivacyflowsError):
    """The page cannot be made: pyvis comes without the vis-network that it should ship."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InlineExplorer:
    """The page for a notebook's output cell."""

    page: str
    height: int = 720
    """Pixels."""

    def _repr_html_(self) -> str:
        """Return a sandboxed frame that holds the whole page; works in JupyterLab, VS Code, Colab and through nbconvert."""
        return (
            f'<iframe srcdoc="{html.escape(self.page)}" sandbox="{SANDBOX}" title="Flows that the policies state" '
            f'style="width:100%;height:{self.height}px;border:1px solid #d9dce3;border-radius:10px" loading="lazy"></iframe>'
        )

    def __repr__(self) -> str:
        return f"<explorer page, {len(self.page) // 1000} kB; show it in a notebook or write it with write_explorer>"


def explorer_html(
    dataset: Dataset, *, title: str | None = None, documents: Iterable[Document] = (), selection: str = "", **filters: Unpack[Filters]
) -> str:
    """Return the page as text; the parameters and what they raise are those of `page_model`."""
    return render(page_model(dataset, title=title, documents=documents, selection=selection, **filters))


def write_explorer(
    dataset: Dataset,
    path: str | Path,
    *,
    title: str | None = None,
    documents: Iterable[Document] = (),
    selection: str = "",
    **filters: Unpack[Filters],
) -> Path:
    """Write the page to ``path``, in UTF-8, and nothing else anywhere; return the path. Raises ``OSError`` where it cannot."""
    target = Path(path)
    page = explorer_html(dataset, title=title, documents=documents, selection=selection, **filters)
    target.write_text(page, encoding="utf-8", newline="\n")
    return target


def explore_inline(
    dataset: Dataset,
    *,
    title: str | None = None,
    documents: Iterable[Document] = (),
    selection: str = "",
    height: int = 720,
    **filters: Unpack[Filters],
) -> InlineExplorer:
    """Return the page as an object that a notebook shows in its output cell, ``height`` pixels high."""
    return InlineExplorer(page=explorer_html(dataset, title=title, documents=documents, selection=selection, **filters), height=height)


def render(model: dict[str, Any]) -> str:
    """Put a page's data into its template."""
    scripts = "\n".join((_PAGE / name).read_text(encoding="utf-8") for name in SCRIPTS)
    slots = {
        "TITLE": html.escape(model["title"]),
        "STYLE": (_PAGE / "explorer.css").read_text(encoding="utf-8"),
        "MODEL": inert_json(model),
        "VIS": _vis_network(),
        "SCRIPT": f'"use strict";\n(() => {{\n{scripts}\n}})();',
    }
    # One pass over the template alone: what is put in is never searched for slots again.
    return _SLOT.sub(lambda slot: slots[slot[1]], (_PAGE / "explorer.html").read_text(encoding="utf-8"))


def inert_json(value: object) -> str:
    r"""Return JSON that stays inert inside a script element: no ``<``, ``>``, ``&`` and no line separators of JavaScript.

    >>> inert_json("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text.encode("utf-8", "replace").decode("utf-8")


@lru_cache(maxsize=1)
def _vis_network() -> str:
    """Return vis-network's script as pyvis ships it, without the comment that would make a browser look for its source map."""
    spec = find_spec("pyvis")  # found, not imported: importing pyvis loads IPython
    places = [Path(place) / _VIS for place in (spec.submodule_search_locations or ())] if spec else []
    script = next((place for place in places if place.is_file()), None)
    if script is None:
        raise ExplorerError("pyvis does not ship vis-network 9.1.2", hint="install pyvis 0.3.2: pip install 'pyvis==0.3.2'")
    return re.sub(r"//# sourceMappingURL=\S+", "", script.read_text(encoding="utf-8"))
