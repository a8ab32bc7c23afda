"""The explorer page in a real browser: drawn, clicked, searched, filtered, restored, exported, and attacked.

The page is made from the invented sample policy and from a hostile one. Every test needs Chromium, and fails on any console error or
warning and on any request to a network.
"""

from __future__ import annotations

import csv
import io
import os
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from privacyflows.extract.model import Filler
from privacyflows.graphs.drawing.layout import map_positions
from privacyflows.graphs.drawing.page_model import page_model
from privacyflows.graphs.explorer import InlineExplorer, explore_inline, explorer_html, render
from privacyflows.graphs.graph import PolicyGraph

from tests.browser_visit import SWITCHES, Visit, axe, chosen
from tests.conftest import find_chromium
from tests.hostile_policy import hostile
from tests.sample_statements import NEW, OLD, document, documents, profile, statements


@pytest.fixture(scope="module")
def graph() -> PolicyGraph:
    return PolicyGraph.from_statements(documents())


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium; or set PRIVACYFLOWS_CHROMIUM)")
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install playwright)")
    with sync.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path, args=SWITCHES.split())
        yield chromium
        chromium.close()


Open = Callable[..., Visit]


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Open]:  # noqa: ANN401 - playwright is imported where it is used
    """Open a dataset's page; at the end nothing may have been complained of or asked of a network."""
    visits: list[Visit] = []

    def go(source: PolicyGraph | str, fragment: str = "", *, ready: bool = True, **context: Any) -> Visit:  # noqa: ANN401
        target = tmp_path / f"page{len(visits)}.html"
        target.write_text(source if isinstance(source, str) else explorer_html(source.dataset), encoding="utf-8")
        page = browser.new_context(viewport={"width": 1440, "height": 900}, **context).new_page()
        page.set_default_timeout(15_000)
        here = Visit(page=page)
        visits.append(here)
        page.on("console", lambda m: here.complaints.append(f"{m.type}: {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: here.complaints.append(f"error: {e}"))
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else here.complaints.append(f"request: {r.url}"))
        page.goto(f"{target.as_uri()}{fragment}")
        if ready:
            page.wait_for_selector("html[data-ready]", state="attached")
        return here

    yield go
    for here in visits:
        here.page.context.close()
        assert here.complaints == []


@pytest.mark.browser
def test_picture_is_drawn(visit: Open, graph: PolicyGraph) -> None:
    here = visit(graph)
    colours = here.page.evaluate(
        """() => {
          const canvas = document.querySelector("#picture canvas"), seen = new Set();
          const dots = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          for (let i = 0; i < dots.length; i += 4) if (dots[i + 3] > 200) seen.add(dots.slice(i, i + 3).map((v) => v >> 4).join());
          return seen.size;
        }"""
    )
    assert colours > 10
    assert ("recipient", "pforg:linkedin") in here.shown()
    assert here.page.inner_text("#title") == "What Fernwood Gazette says about data"


@pytest.mark.browser
def test_click_on_an_edge_shows_the_quote(visit: Open, graph: PolicyGraph) -> None:
    here = visit(graph)
    here.page.mouse.click(*here.edge("pd:EmailAddress", "pforg:linkedin"))
    assert chosen(here) == [
        "We may share your email address with LinkedIn and other social networks for targeted advertising, unless you opt out."
    ]
    panel = here.page.inner_text("#panel")
    assert "may" in panel
    assert "Whom we share it with" in panel
    assert NEW in panel
    assert here.page.locator("#panel mark .said.recipient").first.inner_text() == "LinkedIn"


@pytest.mark.browser
def test_the_quote_stands_in_its_paragraph(visit: Open, graph: PolicyGraph) -> None:
    here = visit(graph, "#view=all&select=data|pd:CreditCardNumber")
    paragraph = here.page.locator("#panel blockquote").first
    assert paragraph.inner_text().startswith("We rent our subscriber list, but we never disclose your credit card number")
    assert chosen(here)[0].startswith("we never disclose")


@pytest.mark.browser
def test_words_from_elsewhere_are_told(visit: Open) -> None:
    said = statements(NEW)[0]
    antecedent = replace(said.data[0], text="our subscriber list", start=document(NEW).text.index("our subscriber list"), concept="pd:Name")
    antecedent = replace(antecedent, end=(antecedent.start or 0) + len("our subscriber list"))
    made = PolicyGraph.from_statements([(document(NEW), profile(NEW), [replace(said, data=(antecedent,))])])
    here = visit(made, "#view=all&select=data|pd:Name")
    assert here.page.inner_text("#panel .elsewhere") == "Said elsewhere in the policy: our subscriber list"


@pytest.mark.browser
def test_click_on_a_node_and_escape(visit: Open, graph: PolicyGraph) -> None:
    here = visit(graph)
    here.page.mouse.click(*here.node("pd:CreditCardNumber", "data"))
    assert any("payment processor" in quote for quote in chosen(here))
    here.page.keyboard.press("Escape")
    here.page.wait_for_selector("#panel", state="hidden")


@pytest.mark.browser
def test_denials_are_off_at_first(visit: Open, graph: PolicyGraph) -> None:
    here = visit(graph)
    assert ("recipient", "dpv:Recipient") not in here.shown()
    here.page.check("#denials", force=True)
    assert ("recipient", "dpv:Recipient") in here.shown()
    here.page.mouse.click(*here.edge("pd:CreditCardNumber", "dpv:Recipient"))
    assert "never disclose" in chosen(here)[0]
    assert here.page.locator("#panel .badge.denied").count() == 1


@pytest.mark.browser
def test_search_finds_a_concept_and_words(visit: Open, graph: PolicyGraph) -> None:
    here = visit(graph)
    here.page.keyboard.press("/")
    here.page.keyboard.type("linked")
    here.page.keyboard.press("Enter")
    assert "LinkedIn" in chosen(here)[0]
    here.page.fill("#search", "cookies to measure")
    here.page.keyboard.press("Enter")
    here.page.click("#view-all")
    assert here.shown() == {
        ("organisation", "pforg:google"),
        ("data", "dpv:PersonalData"),
        ("data", "pd:IPAddress"),
        ("purpose", "pf:Analytics"),
    }


@pytest.mark.browser
def test_search_finds_a_policy(visit: Open, graph: PolicyGraph) -> None:
    here = visit(graph)
    here.page.fill("#search", OLD)
    here.page.keyboard.press("Enter")
    assert ("recipient", "pf:AdvertisingPartner") in here.shown()
    assert ("recipient", "pforg:linkedin") not in here.shown()


@pytest.mark.browser
def test_years_and_scopes_are_filters(visit: Open) -> None:
    for_whom = Filler(text="If you live in the European Union", concept="pf:EUResidents")
    made = [replace(s, scope=(for_whom,)) if "LinkedIn" in s.evidence[0].text else s for s in statements(NEW)]
    read = [(document(OLD), profile(OLD), statements(OLD)), (document(NEW), profile(NEW), made)]
    here = visit(PolicyGraph.from_statements(read))
    for facet, count, kept in (("year", "2", {"pf:AdvertisingPartner"}), ("scope", "1", {"pf:SocialMediaPlatform", "pforg:linkedin"})):
        here.page.locator(f"#summary-{facet}").click()
        row = here.page.locator(f"#facet-{facet} .choice").first
        assert row.locator(".count").inner_text() == count
        row.locator("input").check()
        assert {curie for kind, curie in here.shown() if kind == "recipient"} == kept
        here.page.click("button.clear")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("fragment", "words", "shown"),
    [
        ("#view=why&data=pd:CreditCardNumber", "none of them about", {("recipient", "pf:PaymentProcessor")}),
        ("#view=all&data=pd:PhysicalAddress", "denied", {("data", "pd:PhysicalAddress")}),
        (f"#view=all&policy={OLD}&recipient=pforg:linkedin", "Nothing matches", {("recipient", "pforg:linkedin")}),
    ],
)
def test_an_empty_picture_says_why_and_offers_a_way_out(
    visit: Open, graph: PolicyGraph, fragment: str, words: str, shown: set[tuple[str, str]]
) -> None:
    here = visit(graph, fragment)
    assert here.shown() == set()
    assert words in here.page.inner_text("#empty")
    here.page.click("#empty button")
    assert shown <= here.shown()


@pytest.mark.browser
def test_a_dataset_without_flows_says_so(visit: Open) -> None:
    assert "nothing that could be read" in visit(PolicyGraph()).page.inner_text("#empty")


@pytest.mark.browser
def test_filters_count_and_narrow(visit: Open, graph: PolicyGraph) -> None:
    here = visit(graph)
    here.page.click("#view-all")
    row = here.page.locator("#facet-policy .choice", has_text=OLD)
    assert row.locator(".count").inner_text() == "2"
    row.locator("input").check()
    assert ("recipient", "pf:AdvertisingPartner") in here.shown()
    assert ("recipient", "pforg:linkedin") not in here.shown()
    assert here.page.inner_text("#filter-count") == "1"
    here.page.click("button.clear")
    assert ("recipient", "pforg:linkedin") in here.shown()


@pytest.mark.browser
def test_a_broader_concept_takes_its_narrower_ones(visit: Open, graph: PolicyGraph) -> None:
    here = visit(graph, "#view=all&data=pd:Contact")
    assert {curie for kind, curie in here.shown() if kind == "data"} == {"pd:EmailAddress"}
    here = visit(graph, "#view=all&recipient=pf:SocialMediaPlatform")
    assert {curie for kind, curie in here.shown() if kind == "recipient"} == {"pf:SocialMediaPlatform", "pforg:linkedin"}


@pytest.mark.browser
def test_the_link_restores_everything(visit: Open, graph: PolicyGraph) -> None:
    here = visit(graph)
    here.page.click("#view-all")
    here.page.check("#denials", force=True)
    here.page.mouse.click(*here.edge("pd:EmailAddress", "dpv:TargetedAdvertising"))
    before = (here.shown(), chosen(here))
    here.page.click("#show-export")
    link = here.page.input_value("#link")
    again = visit(graph, "#" + link.split("#", 1)[1])
    assert (again.shown(), chosen(again)) == before


@pytest.mark.browser
@pytest.mark.parametrize(
    "fragment",
    ["#view=nonsense", "#select=data|xx:y>data|", "#data=%00&least=-3&versions=a&versions=b", "#%E0%A4%A", "#layout=spiral&open=a|b"],
)
def test_a_broken_link_still_opens(visit: Open, graph: PolicyGraph, fragment: str) -> None:
    assert visit(graph, fragment).shown()


@pytest.mark.browser
def test_a_filter_that_names_nothing_is_told(visit: Open, graph: PolicyGraph) -> None:
    here = visit(graph, "#view=all&data=pd:Nonsense&recipient=pforg:linkedin")
    assert "pd:Nonsense" in here.page.inner_text("#notice")
    assert ("recipient", "pforg:linkedin") in here.shown()
    here.page.click("#notice button")
    assert here.page.locator("#notice").is_hidden()
    assert visit(graph, "#view=all&recipient=pforg:linkedin").page.locator("#notice").is_hidden()


LINKEDIN_SHOWN = "[...explorer.picture.nodes.values()].some((n) => n.term.curie === 'pforg:linkedin')"


def double_click_until(here: Visit, curie: str, expression: str) -> None:
    """Double click a recipient until the page says so: on a busy machine two clicks may arrive too far apart to count as one."""
    for _ in range(5):
        here.page.mouse.dblclick(*here.node(curie, "recipient"))
        for _ in range(20):
            if here.page.evaluate(expression):
                return
            here.page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


@pytest.mark.browser
def test_folding_and_unfolding(visit: Open, graph: PolicyGraph) -> None:
    here = visit(graph)
    double_click_until(here, "pforg:linkedin", f"!{LINKEDIN_SHOWN}")
    assert ("recipient", "pf:SocialMediaPlatform") in here.shown()
    double_click_until(here, "pf:SocialMediaPlatform", LINKEDIN_SHOWN)


@pytest.mark.browser
def test_keyboard_walks_the_picture(visit: Open, graph: PolicyGraph) -> None:
    here = visit(graph)
    here.page.focus("#picture")
    for _ in range(4):
        here.page.keyboard.press("ArrowRight")
    assert here.page.evaluate("explorer.picture.nodes.get(explorer.state.selected.node).kind") == "recipient"
    here.page.keyboard.press("Enter")
    assert here.page.evaluate("document.activeElement.id") == "panel"


@pytest.mark.browser
def test_table_holds_the_same_data(visit: Open, graph: PolicyGraph) -> None:
    here = visit(graph)
    here.page.click("#show-table")
    assert here.page.locator("#table tbody tr").count() == len(here.edges())
    here.page.locator("#table tr:has(td:nth-child(2):text-is('LinkedIn')) button").first.click()
    assert "LinkedIn" in chosen(here)[0]


@pytest.mark.browser
@pytest.mark.parametrize(
    "fragment",
    [
        "",
        "#view=why",
        "#view=all&denials=1",
        "#view=all&data=pd:Contact&modality=may",
        "#view=who&recipient=pf:SocialMediaPlatform&condition=conditional",
        f"#view=all&policy={OLD}&action=collect",
        "#view=all&year=2023&denials=1",
        "#view=diff&denials=1",
        "#view=why&words=newsletter&purpose=dpv:ServiceProvision",
        "#view=all&organisation=pforg:google",
    ],
)
def test_the_query_gives_the_picture(visit: Open, graph: PolicyGraph, fragment: str) -> None:
    here = visit(graph, f"{fragment or '#view=who'}&unfold=all&least=1")
    here.page.click("#show-query")
    query = here.page.input_value("#query")
    assert graph.query(query).rows
    # The same pattern, a row for each statement: every row is a chain of terms, and neighbours in it are one flow.
    layers = [kind for kind in ("source", "organisation", "data", "purpose", "recipient") if f"?{kind}" in query.split("WHERE")[0]]
    chains = f"SELECT DISTINCT ?statement ?kind {' '.join(f'?{kind}' for kind in layers)}\n"
    asked = graph.query(re.sub(r"SELECT .*\n", chains, query.split("\nGROUP BY")[0], count=1))
    flows: dict[tuple[str, ...], set[str]] = {}
    for statement, kind, *terms in asked.rows:
        chain = [(layer, str(term)) for layer, term in zip(layers, terms, strict=True) if term is not None]
        for (left, a), (right, b) in pairwise(chain):
            flows.setdefault((left, a, right, b, str(kind).rsplit("#", 1)[-1]), set()).add(str(statement))
    drawn = here.page.evaluate(
        """() => {
          const end = (key) => { const n = explorer.picture.nodes.get(key); return [n.kind, n.term.iri]; };
          return explorer.picture.edges.map((e) => [...end(e.from), ...end(e.to), e.denied ? "Denial" : "Practice", e.count]);
        }"""
    )
    assert {flow: len(said) for flow, said in flows.items()} == {tuple(flow): count for *flow, count in drawn}


@pytest.mark.browser
@pytest.mark.parametrize(
    "fragment",
    [
        "#view=who&select=data|pd:EmailAddress>recipient|pforg:linkedin",
        "#view=why&select=organisation|pforg:google",
        "#view=who&denials=1&select=data|pd:CreditCardNumber>recipient|dpv:Recipient!",
        "#view=who&denials=1&select=data|pd:CreditCardNumber",
    ],
)
def test_the_query_for_the_selection_gives_its_words(visit: Open, graph: PolicyGraph, fragment: str) -> None:
    here = visit(graph, fragment)
    words = chosen(here)
    here.page.click("#show-query")
    here.page.check("#query-selected")
    asked = graph.query(here.page.input_value("#query"))
    assert sorted(str(row[asked.columns.index("words")]) for row in asked.rows) == sorted(words)


@pytest.mark.browser
def test_what_changed(visit: Open, graph: PolicyGraph) -> None:
    here = visit(graph, "#view=diff")
    changes = here.page.evaluate(
        """() => {
          const name = (key) => explorer.picture.nodes.get(key).term.curie;
          return explorer.picture.edges.map((e) => [name(e.from), name(e.to), e.change]);
        }"""
    )
    change = {(a, b): c for a, b, c in changes}
    assert change["pforg:fernwood-gazette", "pd:Name"] == "unchanged"
    assert change["dpv:TargetedAdvertising", "pforg:linkedin"] == "added"
    assert change["pd:EmailAddress", "dpv:Marketing"] == "unreadable"
    assert change["dpv:Marketing", "pf:AdvertisingPartner"] == "gone"


@pytest.mark.browser
@pytest.mark.parametrize("layout", ["columns", "map"])
def test_exports(visit: Open, graph: PolicyGraph, layout: str) -> None:
    here = visit(graph, f"#view=all&denials=1&layout={layout}", accept_downloads=True)
    here.page.click("#show-export")
    files: dict[str, bytes] = {}
    for kind in ("csv", "graphml", "svg", "png"):
        with here.page.expect_download() as download:
            here.page.click(f"#save-{kind}")
        files[kind] = Path(download.value.path()).read_bytes()
    rows = list(csv.DictReader(io.StringIO(files["csv"].decode())))
    assert {(r["from_concept"], r["to_concept"]) for r in rows} == here.edges()
    network = nx.read_graphml(io.BytesIO(files["graphml"]))
    assert network.number_of_edges() == len(rows)
    assert "We do not sell your postal address." in {values["quotes"] for *_, values in network.edges(data=True)}
    assert len(ET.fromstring(files["svg"])) > len(rows)
    assert files["png"].startswith(b"\x89PNG")
    assert len(files["png"]) > 5_000


@pytest.mark.browser
def test_formulas_are_disarmed_in_csv(visit: Open) -> None:
    made = [
        replace(s, policy=NEW, data=tuple(replace(f, concept=None, text='=HYPERLINK("x")', start=None, end=None) for f in s.data))
        for s in statements(NEW)
    ]
    here = visit(PolicyGraph.from_statements([(document(NEW), profile(NEW), made)]), accept_downloads=True)
    here.page.click("#show-export")
    with here.page.expect_download() as download:
        here.page.click("#save-csv")
    rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"))))
    assert any(cell.startswith("'=") for row in rows for cell in row)
    assert not any(cell.startswith("=") for row in rows for cell in row)


@pytest.mark.browser
@pytest.mark.parametrize("fragment", ["", "#view=all&denials=1&table=1", "#view=all&layout=map"])
def test_hostile_words_do_nothing(visit: Open, fragment: str) -> None:
    here = visit(hostile(), fragment)
    assert here.shown()
    here.page.fill("#search", "img")
    here.page.evaluate("[...explorer.picture.nodes.keys()].forEach((node) => explorer.select({ node }))")
    here.page.evaluate("explorer.picture.edges.forEach((e) => explorer.select({ edge: e.key }))")
    assert here.page.evaluate("window.broken") is None
    assert here.page.locator("img, main script").count() == 0
    assert "onerror" in here.page.inner_text("#title")


FIRST_FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("fragment", ["#view=all", "#view=all&unfold=all&layout=map&least=1"])
def test_five_thousand_nodes_open_in_a_second_and_a_half(visit: Open, big: str, fragment: str) -> None:
    opened: list[float] = []
    limit = 1_500
    while len(opened) < 5 and min(opened, default=limit) >= limit:  # another process may take the processor once, hardly each time
        here = visit(big, fragment)
        opened.append(here.page.evaluate(FIRST_FRAME))
        nodes = len(here.shown())
        here.page.context.close()
    assert nodes > 4_900 if "unfold" in fragment else nodes < 120
    if min(opened) >= limit and os.getloadavg()[0] > 2 * (os.cpu_count() or 1):
        pytest.skip(f"others keep this machine busy: {opened} ms at a load of {os.getloadavg()[0]:.1f}")
    assert min(opened) < limit, f"milliseconds from the address to the first whole picture: {opened}"


@pytest.fixture(scope="module")
def big() -> str:
    """A page with five thousand concepts in groups and 12,000 statements, each a chain from an organisation to a recipient."""
    return render(page_model(PolicyGraph.from_statements(documents()).dataset) | gigantic())


GIGANTIC = {"organisation": 40, "data": 3_000, "purpose": 1_000, "recipient": 960}


def gigantic(sizes: dict[str, int] = GIGANTIC, statements: int = 12_000) -> dict[str, Any]:
    """So many terms of each kind, most in groups, and statements that go through all of them, some terms more often than others."""
    terms: list[dict[str, Any]] = []
    first: dict[str, int] = {}
    for kind, size in sizes.items():
        groups, alone = len(terms), size // 100
        names = [f"{kind} group {i}" for i in range(alone)] + [f"{kind} {i}" for i in range(size)]
        for i, name in enumerate(names):
            above = groups + i % alone if i >= 2 * alone and alone else -1
            place = {"rank": i / len(names), "parent": above, "broader": [above] if above >= 0 else []}
            terms.append({"kind": kind, "iri": f"urn:{name}", "curie": f"urn:{name}", "label": name} | place)
        first[kind] = groups + alone
    said = {"kind": "practice", "policy": 0, "action": "collect", "modality": "does", "section": "", "confidence": 1.0}
    made, edges = [], Counter[tuple[int, int]]()
    for i in range(statements):
        line = [first[kind] + i * step % (1 + i % size) for (kind, size), step in zip(sizes.items(), (7, 1, 11, 13), strict=True)]
        edges.update(pairwise(line))
        fillers = {kind: [at] for kind, at in zip(sizes, line, strict=True)}
        made.append(said | fillers | {"id": str(i), "quotes": [{"text": i % 500, "start": 0, "end": 40, "marks": []}]})
    for at, (x, y) in map_positions(range(len(terms)), edges).items():
        terms[at] |= {"x": x, "y": y}
    return {
        "terms": terms,
        "statements": made,
        "texts": [f"We tell number {i} of our partners what you do, and why. " * 5 for i in range(500)],
    }


@pytest.mark.browser
@pytest.mark.parametrize("layout", ["columns", "map"])
def test_two_hundred_nodes_are_readable(visit: Open, layout: str) -> None:
    model = gigantic({"organisation": 10, "data": 130, "purpose": 60, "recipient": 40}, 140)
    page = render(page_model(PolicyGraph.from_statements(documents()).dataset) | model)
    here = visit(page, f"#view=all&unfold=all&least=1&layout={layout}")
    nodes = len(here.shown())
    assert nodes >= 200
    boxes = here.page.evaluate("explorer.labelBoxes()")
    assert len(boxes) >= (nodes if layout == "columns" else 120)
    assert min(box["size"] for box in boxes) >= 9, "pixels of the words' height"
    apart = [
        a["right"] <= b["left"] or b["right"] <= a["left"] or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]
        for i, a in enumerate(boxes)
        for b in boxes[:i]
    ]
    assert all(apart), "no words stand on others"


def framed(inline: InlineExplorer) -> str:
    return f"<!DOCTYPE html><html><body>{inline._repr_html_()}</body></html>"


@pytest.mark.browser
def test_inline_in_a_sandboxed_frame(visit: Open, graph: PolicyGraph) -> None:
    here = visit(framed(explore_inline(graph.dataset)), ready=False)
    frame = here.page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for(state="attached")
    frame.locator("#show-table").click()
    frame.locator("#table tbody button").first.click()
    assert frame.locator("#panel mark").first.inner_text()


@pytest.mark.browser
def test_a_frame_gives_a_call_that_restores_the_selection(visit: Open, graph: PolicyGraph) -> None:
    first = visit(framed(explore_inline(graph.dataset, selection="#view=why&select=data|pd:IPAddress")), ready=False)
    frame = first.page.frame_locator("iframe")
    frame.locator("#panel mark").first.wait_for()
    frame.locator("#show-export").click()
    call = frame.locator("#link").input_value()
    found = re.fullmatch(r'graph\.explore\(selection="(.+)"\)', call)
    assert found
    again = visit(framed(explore_inline(graph.dataset, selection=found[1])), ready=False)
    restored = again.page.frame_locator("iframe").locator("#panel mark").first
    assert restored.inner_text() == frame.locator("#panel mark").first.inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("fragment", ["", "#view=all&denials=1&table=1&select=data|pd:EmailAddress", "#view=diff", "#layout=map"])
def test_axe_finds_no_fault(visit: Open, graph: PolicyGraph, fragment: str, scheme: str) -> None:
    script = axe()
    here = visit(graph, fragment, color_scheme=scheme)
    here.page.evaluate(script)
    found = here.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert len(found["passes"]) > 20
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_scheme(visit: Open, graph: PolicyGraph, scheme: str) -> None:
    here = visit(graph, color_scheme=scheme)
    dark = here.page.evaluate("parseInt(explorer.colours.paper.slice(1, 3), 16) < 128")
    assert dark == (scheme == "dark")
    here.page.click("#theme")
    assert here.page.evaluate("parseInt(explorer.colours.paper.slice(1, 3), 16) < 128") != dark


@pytest.mark.browser
@pytest.mark.parametrize("size", [(390, 844), (900, 680), (1920, 1080)])
def test_nothing_is_wider_than_the_window(visit: Open, graph: PolicyGraph, size: tuple[int, int]) -> None:
    here = visit(graph)
    here.page.set_viewport_size({"width": size[0], "height": size[1]})
    here.page.click("#show-table")
    here.page.locator("#table tbody button").first.click()
    assert here.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert here.page.locator("#panel .statement").first.is_visible()
