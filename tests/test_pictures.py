"""Matrix and Sankey: what they count, what became of a cell, how much they fold, and files that are whole and the same every time.

Small hand-made policies go in. Whether a picture is beautiful no test can see (they were looked at); measured is that every label is
drawn, inside the picture and apart from the others of its column.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from privacyflows.extract.model import Action, Document, Filler, Kind, Profile, Statement
from privacyflows.graphs import PolicyGraph
from privacyflows.graphs.answers.claims import FilterError
from privacyflows.graphs.answers.evaluation import Source
from privacyflows.graphs.answers.hierarchy import Hierarchy
from privacyflows.graphs.cli import main
from privacyflows.graphs.drawing.drawn import Drawn, PictureError, shortened
from privacyflows.graphs.drawing.folding import OTHER, fold
from privacyflows.graphs.matrix import Matrix
from privacyflows.graphs.vocabulary import curie, expand, load_vocabulary

from tests.sample_statements import NEW, OLD, documents
from tests.test_compare import gap, said

WORDS = "Some words."


def graph_of(old: list[Statement], new: list[Statement], *, other: str = "Elmtree Lodge") -> PolicyGraph:
    """Two policies, ``a`` and ``b``, of an invented organisation; the second one may be another's."""
    read = [
        (Document(policy=name, text=WORDS, blocks=()), Profile(organisation=organisation, modified=date), statements)
        for name, organisation, date, statements in (("a", "Elmtree Lodge", "2020", old), ("b", other, "2021", new))
    ]
    return PolicyGraph.from_statements(read)


def fates(matrix: Matrix) -> dict[str, str]:
    """Row and column as CURIEs -> what became of the cell, as the legend calls it."""
    return {f"{curie(row)} {curie(column)}": matrix.legend[cell.fate] for (row, column), cell in matrix.cells.items() if cell.fate}


SHARED, TO = said(to="dpv:ThirdParty"), "pd:EmailAddress dpv:ThirdParty"
FATES: list[tuple[str, list[Statement], list[Statement], dict[str, str]]] = [
    ("same", [SHARED], [SHARED], {TO: "unchanged"}),
    ("other modal", [SHARED], [SHARED, said(Action.SELL, to="dpv:ThirdParty")], {TO: "unchanged"}),
    ("added", [said()], [SHARED], {TO: "added"}),
    ("gone", [SHARED], [said()], {TO: "gone"}),
    ("denied now", [SHARED], [said(to="dpv:ThirdParty", denied=True)], {TO: "gone"}),
    ("hidden", [SHARED], [gap("recipients", Action.SHARE)], {TO: "not readable"}),
    ("hidden before", [gap("recipients", Action.SHARE)], [SHARED], {TO: "not readable"}),
    ("a gap elsewhere", [SHARED], [gap("recipients", Action.COLLECT)], {TO: "gone"}),
]


@pytest.mark.parametrize(("old", "new", "expected"), [case[1:] for case in FATES], ids=[case[0] for case in FATES])
def test_what_became_of_a_cell(old: list[Statement], new: list[Statement], expected: dict[str, str]) -> None:
    assert fates(graph_of(old, new).matrix("a", "b")) == expected


def test_two_organisations_have_only_and_both() -> None:
    graph = graph_of([SHARED], [SHARED, said(data="pd:Name", to="dpv:ThirdParty")], other="Birch Press")
    assert fates(graph.matrix("a", "b")) == {TO: "both", "pd:Name dpv:ThirdParty": "only b"}
    assert graph.matrix("a", "b").subject == "a and b"


def test_what_differs_below_a_folded_cell_is_told() -> None:
    old = [said(data=data, to="dpv:ThirdParty") for data in ("pd:EmailAddress", "pd:Income", "pd:Name")]
    new = [said(data=data, to="dpv:ThirdParty") for data in ("pd:TelephoneNumber", "pd:Income", "pd:Name")]
    found = fates(graph_of(old, new).matrix("a", "b", most_rows=3))
    assert found["pd:Contact dpv:ThirdParty"] == "in both, in other kinds"
    assert len(found) == 3


def test_the_table_holds_what_the_picture_shows() -> None:
    compared = graph_of([SHARED], [SHARED, said(data="pd:Name", to="dpv:ThirdParty")]).matrix("a", "b")
    assert compared.to_pandas().to_dict() == {"Third party": {"Email address": "unchanged", "Name": "added"}}
    counted = graph_of([SHARED, SHARED], [said(data="pd:Name", to="dpv:ThirdParty")]).matrix(columns="policy")
    assert counted.to_pandas().to_dict() == {"a": {"Email address": 1, "Name": 0}, "b": {"Email address": 0, "Name": 1}}
    assert counted.to_pandas().columns.name == "policy"


@pytest.mark.parametrize(
    ("options", "rows", "columns"),
    [
        ({}, ["Email address", "Credit card number"], ["LinkedIn", "Social media platform", "advertising partner", "Payment processor"]),
        ({"actions": ["sell"]}, [], []),
        ({"denials": True}, ["Credit card number"], ["Recipient"]),
        ({"data": "pd:Contact"}, ["Email address"], ["LinkedIn", "Social media platform", "advertising partner"]),
        (
            {"rows": "purpose", "columns": "organisation", "purpose": "dpv:Marketing"},
            ["Marketing", "Targeted advertising"],
            ["Fernwood Gazette"],
        ),
    ],
)
def test_rows_columns_and_filters(options: dict[str, object], rows: list[str], columns: list[str]) -> None:
    found = PolicyGraph.from_statements(documents()).matrix(**options)
    assert sorted(row.label for row in found.rows) == sorted(rows)
    assert sorted(column.label for column in found.columns) == sorted(columns)


@pytest.mark.parametrize(("rows", "columns"), [("data", "data"), ("policy", "data"), ("data", "colour")])
def test_axes_that_there_are_not(rows: str, columns: str) -> None:
    with pytest.raises(FilterError, match="no matrix of"):
        graph_of([], []).matrix(rows=rows, columns=columns)


# Folding


def names(found: dict[str, str]) -> dict[str, str]:
    """The same with CURIEs."""
    return {curie(iri): curie(stand) for iri, stand in found.items()}


TERM = "https://w3id.org/privacyflows/term/data/ink-colour"


def hierarchy() -> Hierarchy:
    """That of the vocabulary alone."""
    return Hierarchy.of(Source.of(PolicyGraph().dataset))


@pytest.mark.parametrize(
    ("weights", "limit", "expected"),
    [
        ({"pd:EmailAddress": 9, "pd:Name": 1}, 2, {"pd:EmailAddress": "pd:EmailAddress", "pd:Name": "pd:Name"}),
        (
            {"pd:EmailAddress": 1, "pd:TelephoneNumber": 1, "pd:Name": 5},
            2,
            {"pd:EmailAddress": "pd:Contact", "pd:TelephoneNumber": "pd:Contact", "pd:Name": "pd:Name"},
        ),
        (
            {"pd:Contact": 1, "pd:EmailAddress": 1, "pd:Name": 5},
            2,
            {"pd:Contact": "pd:Contact", "pd:EmailAddress": "pd:Contact", "pd:Name": "pd:Name"},
        ),
        ({TERM: 7, "pd:Name": 1, "pd:Income": 1}, 3, {TERM: TERM, "pd:Name": "pd:Name", "pd:Income": "pd:Income"}),
        ({"pd:Name": 9, "pd:EmailAddress": 1, "pd:Income": 1}, 2, {"pd:Name": "pd:Name", "pd:EmailAddress": OTHER, "pd:Income": OTHER}),
        ({TERM: 7, "pd:Name": 3, "pd:EmailAddress": 2}, 2, {TERM: OTHER, "pd:Name": "pd:Name", "pd:EmailAddress": OTHER}),
    ],
)
def test_folding(weights: dict[str, int], limit: int, expected: dict[str, str]) -> None:
    found = fold({str(expand(iri)): n for iri, n in weights.items()}, hierarchy(), limit)
    assert names(found) == {curie(str(expand(iri))): curie(stand) for iri, stand in expected.items()}


@pytest.mark.parametrize("limit", [2, 3, 7, 20, 60])
def test_folding_all_data_keeps_the_limit_and_leaves_nothing_below_what_others_went_into(limit: int) -> None:
    known, vocabulary = hierarchy(), load_vocabulary()
    data = [iri for iri in vocabulary.broader if str(expand("dpv:PersonalData")) in vocabulary.ancestors(iri)]
    stand = fold({iri: 1 + len(iri) % 7 for iri in data}, known, limit)
    shown = set(stand.values())
    assert len(data) > 300 and len(shown) == limit
    assert all(stand[iri] in (OTHER, *known.chain(iri)) for iri in data)
    assert limit < 7 or sum(stand[iri] == OTHER for iri in data) < len(data) / 2
    takers = {to for iri, to in stand.items() if to not in (iri, OTHER)}
    assert [iri for iri in shown - {OTHER} if set(known.chain(iri)[:-1]) & takers] == []


# Sankey


def test_a_statement_weighs_one_however_much_it_lists() -> None:
    long = Statement(
        policy="p",
        kind=Kind.PRACTICE,
        action=Action.SHARE,
        data=tuple(Filler(text=c, concept=c) for c in ("pd:Name", "pd:EmailAddress", "pd:Income")),
        recipients=tuple(Filler(text=c, concept=c) for c in ("dpv:ThirdParty", "dpv:ServiceProvider")),
        evidence=said().evidence,
    )
    flows = graph_of([long], [said(why="dpv:Marketing")]).sankey()
    assert flows.statements == 2
    assert sum(flows.paths.values()) == pytest.approx(2)
    for column in ("data", "purpose", "recipient"):
        assert sum(node.weight for node in flows.nodes if node.column == column) == pytest.approx(2)
    assert [(n.label, n.statements) for n in flows.nodes if n.column == "purpose"] == [("Marketing", 1), ("no purpose stated", 1)]
    table = flows.to_pandas()
    assert table["statements"].tolist() == pytest.approx([1, *[0.167] * 6])
    assert table.iloc[0].tolist() == ["Email address", "Marketing", "no recipient stated", 1.0]


@pytest.mark.parametrize(
    ("options", "statements"),
    [
        ({}, 3),
        ({"complete": True}, 1),
        ({"denials": True}, 1),
        ({"actions": ["use"]}, 1),
        ({"data": "pd:Identifying"}, 1),
        ({"recipient": "dpv:ThirdParty"}, 1),
    ],
)
def test_what_a_sankey_takes(options: dict[str, object], statements: int) -> None:
    full = said(to="dpv:ThirdParty", why="dpv:Marketing")
    practices = [full, said(Action.USE, why="dpv:Marketing"), said(data="pd:Name"), said(data="", why="dpv:Marketing")]
    assert graph_of(practices, [said(denied=True)]).sankey(**options).statements == statements


# Drawing


def texts(picture: Drawn) -> list[Text]:
    """All texts of a picture that say something."""
    return [text for text in picture.figure().findobj(Text) if isinstance(text, Text) and text.get_text().strip()]


PICTURES = {
    "matrix": lambda graph: graph.matrix(OLD, NEW),
    "numbers": lambda graph: graph.matrix(columns="policy"),
    "sankey": lambda graph: graph.sankey(),
    "empty matrix": lambda graph: graph.matrix(actions=["delete"]),
    "empty sankey": lambda graph: graph.sankey(actions=["delete"]),
}


MAGIC = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}
FILES = [*((name, ".png") for name in PICTURES), ("matrix", ".svg"), ("sankey", ".svg"), ("matrix", ".pdf")]


@pytest.mark.parametrize(("name", "suffix"), FILES)
def test_files_are_whole_and_the_same_every_time(name: str, suffix: str, tmp_path: Path) -> None:
    picture = PICTURES[name](PolicyGraph.from_statements(documents()))
    first, second = (picture.save(tmp_path / f"{at}{suffix}").read_bytes() for at in (1, 2))
    assert first.startswith(MAGIC[suffix]) and first == second
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"1{suffix}", f"2{suffix}"]


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match=r"flows\.jpg") as raised:
        graph_of([], []).sankey().save(tmp_path / "flows.jpg")
    assert ".svg, .png, .pdf" in raised.value.hint


@pytest.mark.parametrize("name", ["matrix", "numbers", "sankey"])
def test_labels_do_not_run_into_each_other(name: str) -> None:
    placed = texts(PICTURES[name](PolicyGraph.from_statements(documents())))
    figure = placed[0].get_figure(root=True)
    assert figure is not None
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]  # matplotlib leaves it untyped
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in placed if not text.get_rotation()]
    assert len(boxes) > 5
    # A pixel of overlap is the space between two lines.
    assert [(a, b) for (a, one), (b, other) in combinations(boxes, 2) if one.padded(-1).overlaps(other.padded(-1))] == []


def test_a_notebook_gets_a_small_png_and_a_description() -> None:
    picture = PolicyGraph.from_statements(documents()).matrix(OLD, NEW)
    data, metadata = picture._repr_mimebundle_()
    assert set(data) == {"text/plain", "image/png"}
    assert metadata["image/png"]["alt"].startswith("Which data goes to whom: fernwood-2019 → fernwood-2023. 2 rows, 4 columns")
    assert 100 < metadata["image/png"]["width"] < 1000


def test_words_of_policies_are_labels_and_no_formulas() -> None:
    hostile = ["$\\frac{1$", "a_b^c", "x\x1b[31m", "\u202eoverride", "日本語"]
    fillers = tuple(Filler(text=words) for words in hostile)
    statements = [replace(said(to="dpv:ThirdParty"), data=fillers)]
    graph = graph_of(statements, [])
    shown = [text.get_text() for text in texts(graph.matrix("a"))]
    assert "$\\frac{1$" in shown and "日本語" in shown
    assert not any("\x1b" in text or "\u202e" in text for text in shown)
    assert graph.sankey().to_png().startswith(b"\x89PNG")


@pytest.mark.parametrize(("text", "length", "expected"), [("short", 5, "short"), ("two  lines\nlong", 9, "two line…"), ("a b c", 3, "a…")])
def test_shortened(text: str, length: int, expected: str) -> None:
    assert shortened(text, length) == expected


def test_the_command_line_draws_a_comparison(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    PolicyGraph.from_statements(documents()).save(tmp_path / "flows.trig")
    with pytest.raises(SystemExit) as end:
        main(["diff", str(tmp_path / "flows.trig"), OLD, NEW, "-o", str(tmp_path / "changes.svg")])
    out, err = capsys.readouterr()
    assert (end.value.code, out, err) == (0, "", f"wrote {tmp_path / 'changes.svg'}\n")
    assert (tmp_path / "changes.svg").read_bytes() == PolicyGraph.from_statements(documents()).matrix(OLD, NEW)._bytes("svg", dpi=200)
