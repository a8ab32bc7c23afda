"""A visit to the explorer page: the open page and what the browser complained about, asked in terms of concepts and flows.

In goes a Playwright page that shows an explorer; out come the concepts and flows of its picture, and places on the screen to click.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
)


@dataclass(kw_only=True)
class Visit:
    """A page that is open, and what the browser complained about."""

    page: Any
    complaints: list[str] = field(default_factory=list)

    def edge(self, origin: str, target: str) -> tuple[float, float]:
        """Where on the screen an edge runs, by the CURIEs of its ends."""
        x, y = self.page.evaluate(
            """([a, b]) => {
              const { picture, network, edgeLine, pointOn, layout } = explorer, of = (k) => picture.nodes.get(k).term.curie;
              const edge = picture.edges.find((e) => of(e.from) === a && of(e.to) === b);
              const [x, y] = pointOn(edgeLine(edge, picture, layout), 0.6), at = network.canvasToDOM({ x, y });
              const box = document.getElementById("picture").getBoundingClientRect();
              return [at.x + box.left, at.y + box.top];
            }""",
            [origin, target],
        )
        return x, y

    def node(self, curie: str, kind: str) -> tuple[float, float]:
        """Where on the screen the middle of a node is."""
        x, y = self.page.evaluate(
            """([curie, kind]) => {
              const node = [...explorer.picture.nodes.values()].find((n) => n.term.curie === curie && n.kind === kind);
              const at = explorer.network.canvasToDOM(node), box = document.getElementById("picture").getBoundingClientRect();
              return [at.x + box.left, at.y + box.top];
            }""",
            [curie, kind],
        )
        return x, y

    def shown(self) -> set[tuple[str, str]]:
        """The concepts in the picture as (kind, CURIE)."""
        found = self.page.evaluate("[...explorer.picture.nodes.values()].map((n) => [n.kind, n.term.curie])")
        return {(kind, curie) for kind, curie in found}

    def edges(self) -> set[tuple[str, str]]:
        """The flows in the picture by the CURIEs of their ends."""
        found = self.page.evaluate("explorer.picture.edges.map((e) => [e.from, e.to].map((k) => explorer.picture.nodes.get(k).term.curie))")
        return {(a, b) for a, b in found}


def chosen(here: Visit) -> list[str]:
    """The quotes that the panel marks."""
    here.page.wait_for_selector("#panel .statement")
    texts: list[str] = here.page.locator("#panel .statement mark").all_inner_texts()
    return texts


def axe() -> str:
    """The script of axe-core: where ``PRIVACYFLOWS_AXE`` points, or as axe-playwright-python ships it; skips where there is none."""
    spec = find_spec("axe_playwright_python")
    shipped = [Path(place) / "axe.min.js" for place in (spec.submodule_search_locations or ())] if spec else []
    named = os.environ.get("PRIVACYFLOWS_AXE")
    path = next((p for p in ([Path(named)] if named else shipped) if p.is_file()), None)
    if path is None:
        pytest.skip("no axe-core on this machine (pip install axe-playwright-python, or let PRIVACYFLOWS_AXE name axe.min.js)")
    return path.read_text(encoding="utf-8")
