"""What is in the explorer page, where things stand in it, and that nothing of a policy becomes markup; no browser needed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.extract.model import Block, BlockKind, Evidence
from privacyflows.graphs.explorer import SCRIPTS, explore_inline, explorer_html, inert_json, write_explorer
from privacyflows.graphs.graph import PolicyGraph
from privacyflows.graphs.layout import SPACING, column_ranks, map_positions
from privacyflows.graphs.page_model import page_model

from tests.hostile_policy import HOSTILE, hostile
from tests.sample_statements import NEW, OLD, document, documents, profile, statements

PAGE = Path(write_explorer.__code__.co_filename).with_name("page")


@pytest.fixture(scope="module")
def graph() -> PolicyGraph:
    return PolicyGraph.from_statements(documents())


@pytest.fixture(scope="module")
def model(graph: PolicyGraph) -> dict[str, Any]:
    return page_model(graph.dataset, documents=[document(OLD), document(NEW)])


# What is in the page


def test_model_has_everything_once(model: dict[str, Any]) -> None:
    said = [s for s in model["statements"] if s["kind"] != "gap"]
    assert {s["kind"] for s in said} == {"practice", "denial"}
    assert [p["label"] for p in model["policies"]] == [OLD, NEW]
    assert len(model["terms"]) == len({(t["kind"], t["iri"]) for t in model["terms"]})
    assert len(model["texts"]) == len(set(model["texts"]))
    for term in model["terms"]:
        assert term["parent"] < len(model["terms"])
        assert term["kind"] == model["terms"][term["parent"]]["kind"] or term["parent"] == -1


def test_quotes_and_marks_stand_in_their_paragraph(model: dict[str, Any]) -> None:
    quoted: set[str] = set()
    for statement in model["statements"]:
        for quote in statement["quotes"]:
            text = model["texts"][quote["text"]]
            quoted.add(text[quote["start"] : quote["end"]])
            for start, end, kind in quote["marks"]:
                assert quote["start"] <= start < end <= quote["end"]
                assert kind in ("source", "organisation", "data", "purpose", "recipient")
    assert quoted == {e.text for _, _, made in documents() for s in made if s.kind != "right" for e in s.evidence}


def test_offsets_count_as_javascript_does() -> None:
    lock = "\U0001f512"  # one character for Python, two for JavaScript
    original = document(OLD)
    at = original.text.index("When you subscribe")
    words = original.text[at : original.text.index(".", at) + 1]
    text = original.text.replace(words, f"{lock} {words}")
    line = Block(kind=BlockKind.PARAGRAPH, view=f"{lock} {words}", origin=tuple(range(at, at + 2 + len(words))))
    said = replace(
        statements(OLD)[0], evidence=(Evidence(start=at + 2, end=at + 2 + len(words), text=words),), data=(), purposes=(), conditions=()
    )
    changed = replace(original, text=text, blocks=(line,))
    made = page_model(PolicyGraph.from_statements([(changed, profile(OLD), [said])]).dataset, documents=[changed])
    [quote] = made["statements"][0]["quotes"]
    units = made["texts"][quote["text"]].encode("utf-16-le")
    assert units[2 * quote["start"] : 2 * quote["end"]].decode("utf-16-le") == words
    assert quote["start"] == 3


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({"policy": OLD}, 3),
        ({"policy": [OLD, NEW], "recipient": "pf:SocialMediaPlatform"}, 1),
        ({"data": "pd:EmailAddress"}, 4),
        ({"purpose": "dpv:Marketing", "policy": OLD}, 1),
    ],
)
def test_filters_narrow_the_page(graph: PolicyGraph, filters: dict[str, Any], kept: int) -> None:
    said = [s for s in page_model(graph.dataset, **filters)["statements"] if s["kind"] != "gap"]
    assert len(said) == kept


def test_unknown_policy_is_an_error(graph: PolicyGraph) -> None:
    with pytest.raises(PrivacyflowsError, match="no policy 'nowhere'"):
        explorer_html(graph.dataset, policy="nowhere")


def test_page_is_self_contained(graph: PolicyGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = write_explorer(graph.dataset, tmp_path / "out.html", title="Flows & more")
    assert [p.name for p in tmp_path.iterdir()] == ["out.html"], "nothing else is dropped anywhere"
    page = path.read_text(encoding="utf-8")
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=(?!.data:)", page.split("<script>")[0])
    assert "cdnjs" not in page
    assert "sourceMappingURL" not in page
    assert "default-src 'none'" in page
    assert "<title>Flows &amp; more</title>" in page
    assert page == explorer_html(graph.dataset, title="Flows & more"), "the same dataset gives the same bytes"


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_never_parse_markup(script: str) -> None:
    text = (PAGE / script).read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function|</script", text)


@pytest.mark.parametrize("text", [HOSTILE, "</SCRIPT >", "<!--", "]]>", "\u2029", "\ud800"])
def test_json_is_inert_in_a_script_element(text: str) -> None:
    inert = inert_json({"a": text})
    assert not set(inert) & set("<>&\u2028\u2029")
    assert json.loads(inert)["a"] == text.encode("utf-8", "replace").decode("utf-8")


def test_hostile_words_stay_data() -> None:
    page = explorer_html(hostile().dataset)
    assert page.count("<script") == explorer_html(PolicyGraph().dataset).count("<script")
    assert 'onerror="window' not in page.replace("\\u003c", "<").split('id="model">')[0]


def test_inline_page_is_sandboxed(graph: PolicyGraph) -> None:
    inline = explore_inline(graph.dataset, policy=OLD, height=500)._repr_html_()
    assert inline.count("<") == 2, "one frame and nothing beside it"
    assert 'sandbox="allow-scripts allow-downloads"' in inline
    assert "height:500px" in inline


# Where things stand


def test_column_order_avoids_crossings() -> None:
    ranks = column_ranks([["a", "b", "c"], ["x", "y", "z"]], {("a", "z"): 1, ("b", "y"): 1, ("c", "x"): 1})
    assert [sorted("abc", key=lambda n: ranks[n]), sorted("xyz", key=lambda n: ranks[n])] in (
        [["a", "b", "c"], ["z", "y", "x"]],
        [["c", "b", "a"], ["x", "y", "z"]],
    )


def test_map_keeps_nodes_apart_and_is_the_same_in_every_run() -> None:
    nodes = [f"n{i}" for i in range(60)]
    edges = {("n0", node): 1.0 for node in nodes[1:40]} | {("n50", "n51"): 2.0}
    places = map_positions(nodes, edges)
    assert places == map_positions(nodes, edges)
    assert len(places) == len(nodes)
    gaps = [((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 for i, (ax, ay) in enumerate(places.values()) for bx, by in list(places.values())[:i]]
    assert min(gaps) > SPACING / 4
    assert map_positions([], {}) == {}
