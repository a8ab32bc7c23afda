"""What is in the explorer page, where things stand in it, and that nothing of a policy becomes markup; no browser needed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.extract.model import Actor, ActorKind, Block, BlockKind, Document, Evidence, Filler, Statement
from privacyflows.graphs.drawing.layout import SPACING, column_ranks, map_positions
from privacyflows.graphs.drawing.page_model import page_model
from privacyflows.graphs.explorer import SCRIPTS, explore_inline, explorer_html, inert_json, write_explorer
from privacyflows.graphs.graph import PolicyGraph

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


def test_the_graph_keeps_what_stands_around_a_quote(graph: PolicyGraph) -> None:
    asked = """SELECT ?policy ?start ?exact ?before ?after WHERE { GRAPH ?g {
      ?s pf:evidence ?p . ?p oa:exact ?exact ; oa:start ?start ; oa:hasSource/dct:identifier ?policy .
      OPTIONAL { ?p oa:prefix ?before } OPTIONAL { ?p oa:suffix ?after } } }"""
    rows = [["" if value is None else str(value) for value in row] for row in graph.query(asked).rows]
    assert rows
    for policy, start, exact, before, after in rows:
        text, at = document(policy).text, int(start)
        assert text[at - len(before) : at + len(exact) + len(after)] == before + exact + after
        assert "\n" not in before + after, "a paragraph of the sample is a line"
    assert {exact: after for _, _, exact, _, after in rows}["We rent our subscriber list"].startswith(", but we never disclose")


def in_words(text: str, quote: str, media_type: str = "text/plain") -> tuple[Document, Statement]:
    """A document and a statement whose evidence is these words of it."""
    made = Document.from_text(text, policy=NEW, media_type=media_type)
    at = made.text.index(quote)
    evidence = (Evidence(start=at, end=at + len(quote), text=quote),)
    return made, replace(
        statements(NEW)[0], evidence=evidence, data=(), purposes=(), conditions=(), actor=Actor(kind=ActorKind.FIRST_PARTY), verb=None
    )


LONG = " ".join(f"word{i}" for i in range(100))


@pytest.mark.parametrize(
    ("text", "quote", "media_type", "shown"),
    [
        ("We log visits. We keep them.", "We keep them.", "text/plain", "We log visits. [We keep them.]"),
        ("First paragraph.\n\nWe log visits.\n\nLast paragraph.", "We log visits.", "text/plain", "[We log visits.]"),
        ("We collect:\n\n- your name;\n- your age;", "your age", "text/markdown", "We collect:\n- your name;\n- [your age];"),
        (
            "We **never** sell [your data](https://a.example/b). Ever.",
            "We **never** sell",
            "text/markdown",
            "[We never sell] your data. Ever.",
        ),
        ("See **this**. We log\\* visits.", "We log\\* visits.", "text/markdown", "See this. [We log* visits.]"),
        (f"{LONG} We log visits. {LONG}", "We log visits.", "text/plain", "… word58 ... word99 [We log visits.] word0 ... word43 …"),
    ],
)
def test_a_quote_is_shown_in_its_paragraph(text: str, quote: str, media_type: str, shown: str) -> None:
    read, said = in_words(text, quote, media_type)
    made = page_model(PolicyGraph.from_statements([(read, profile(NEW), [said])]).dataset)
    [found] = made["statements"][0]["quotes"]
    paragraph, start, end = made["texts"][found["text"]], found["start"], found["end"]
    bracketed = f"{paragraph[:start]}[{paragraph[start:end]}]{paragraph[end:]}"
    assert re.sub(r"(word\d+)( word\d+)+ (word\d+)", r"\1 ... \3", bracketed) == shown


def test_words_from_elsewhere_are_named() -> None:
    read, said = in_words("We know your age. We use this information.", "We use this information.")
    at = read.text.index("your age")
    antecedent = replace(said, data=(Filler(text="your age", start=at, end=at + 8, concept="pd:Age"),))
    first_line = "We know your age.\n\nWe use this information."
    for text, elsewhere in ((read.text, None), (first_line, [["data", "your age"]])):
        apart, other = in_words(text, "We use this information.")
        other = replace(antecedent, evidence=other.evidence)
        made = page_model(PolicyGraph.from_statements([(apart, profile(NEW), [other])]).dataset)
        assert made["statements"][0].get("elsewhere") == elsewhere


def test_organisations_beyond_a_screen_stand_in_a_group() -> None:
    many = [
        (
            replace(document(OLD), policy=f"p{i}"),
            replace(profile(OLD), organisation=f"Gazette {i:02}", aliases=()),
            [replace(s, policy=f"p{i}")],
        )
        for i in range(20)
        for s in statements(OLD)[: 1 + (i < 3)]
    ]
    made = page_model(PolicyGraph.from_statements(many).dataset)
    alone = [term["label"] for term in made["terms"] if term["kind"] == "organisation" and term["parent"] < 0]
    assert len(alone) == 13
    assert {"Gazette 00", "Gazette 01", "Gazette 02", "Other organisations"} <= set(alone)


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({"since": "2020"}, 9),
        ({"until": "2019"}, 3),
        ({"organisation": "Google"}, 2),
        ({"modality": "may", "policy": NEW}, 1),
        ({"scope": "dpv:Child"}, 0),
        ({"scope": None}, 12),
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
