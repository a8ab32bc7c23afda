"""The command line: data on stdout, the rest on stderr, exit codes 0, 1, 2, one line for an error.

Most tests call `main` in this process on a dataset of hand-made statements; what depends on a process of its own (start-up, the
modules that are loaded, pipes, real reading) starts one.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from privacyflows.graphs import PolicyGraph
from privacyflows.graphs.cli import app, main
from privacyflows.graphs.commands import tables
from privacyflows.graphs.commands.catalogue import THEMES

from tests.sample_statements import NEW, OLD, documents

POLICY = "We collect your email address to send you our newsletter.\n\nWe do not sell your postal address.\n"
COMMANDS = ("build", "extract", "query", "view", "diff", "audit", "export", "concepts", "demo")


class Ran(NamedTuple):
    """What a run left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Call `main` with arguments."""

    def call(*arguments: str | Path) -> Ran:
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return Ran(end.value.code, out, err)

    return call


def spawn(*arguments: str | Path, cwd: Path | None = None) -> Ran:
    """Start a process of its own."""
    command = [sys.executable, "-c", "from privacyflows.graphs.cli import main; main()", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=cwd)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of the sample's two policies."""
    path = tmp_path_factory.mktemp("dataset") / "flows.trig"
    PolicyGraph.from_statements(documents()).save(path)
    return path


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """A small policy."""
    path = tmp_path / "elmtree.md"
    path.write_text(POLICY)
    return path


def test_all_commands_are_there(run: Run) -> None:
    out = run("--help").out
    assert [name for name in COMMANDS if re.search(rf"^  {name} ", out, re.MULTILINE)] == list(COMMANDS)
    assert {command.name or command.callback.__name__ for command in app.registered_commands if command.callback} == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert f"privacyflows {command}" in ran.out.partition("Examples:")[2]


def test_version(run: Run) -> None:
    assert re.fullmatch(r"privacyflows \d+\.\d+\.\d+\S*\n", run("--version").out)


# query


def test_a_named_question_as_table_csv_json_jsonl_and_markdown(run: Run, flows: Path) -> None:
    ask = ("query", flows, "recipients-of", "--param", "data=pd:EmailAddress", "-p", f"policy={OLD}", "--format")
    table = run(*ask, "table")
    assert "pf:AdvertisingPartner" in table.out and table.err == "1 row\n"
    (row,) = csv.DictReader(run(*ask, "csv").out.splitlines())
    assert (row["policy"], row["recipient"], row["modality"]) == (OLD, "pf:AdvertisingPartner", "pf:May")
    bindings = json.loads(run(*ask, "json").out)["results"]["bindings"]
    assert bindings[0]["data"] == {"type": "uri", "value": "https://w3id.org/dpv/pd#EmailAddress"}
    assert json.loads(run(*ask, "jsonl").out)["recipient"] == "pf:AdvertisingPartner"
    assert run(*ask, "md").out.splitlines()[1] == "| --- | --- | --- | --- | --- | --- |"


def test_free_sparql_and_a_file_of_it(run: Run, flows: Path, tmp_path: Path) -> None:
    query = "SELECT ?d WHERE { ?s pf:deniedData ?d } ORDER BY ?d"
    file = tmp_path / "denied.rq"
    file.write_text(query)
    expected = "d\npd:CreditCardNumber\npd:PhysicalAddress\n"
    assert run("query", flows, query, "--format", "csv").out == expected
    assert run("query", flows, file, "--format", "csv").out == expected


def test_list_and_show(run: Run) -> None:
    listed = run("query", "--list")
    assert listed.code == 0 and "recipients-of" in listed.out and listed.err == ""
    shown = run("query", "--show", "recipients-of")
    assert shown.out.startswith("# title: ") and "SELECT" in shown.out


def test_the_list_is_grouped_by_theme_and_each_theme_has_a_heading(run: Run) -> None:
    out = run("query", "--list").out
    headings = [line.strip() for line in out.splitlines() if line[:1].isalpha()]
    assert headings == list(THEMES.values())


def test_the_page_of_questions_is_current(run: Run, root: Path) -> None:
    """Made by `make docs`."""
    assert (root / "docs" / "questions.md").read_text(encoding="utf-8") == run("query", "--list", "--format", "md").out


def test_an_answer_that_is_cut_says_so(run: Run, flows: Path) -> None:
    cut = run("query", flows, "every-claim", "--limit", "3", "--format", "jsonl")
    assert len(cut.out.splitlines()) == 3 and "there are more than these 3 rows" in cut.err
    whole = run("query", flows, "every-claim", "--limit", "0", "--format", "jsonl")
    assert len(whole.out.splitlines()) > 3 and whole.err == ""


def test_nothing_found_is_told_and_is_no_error(run: Run, flows: Path) -> None:
    ran = run("query", flows, "children")
    assert (ran.code, ran.err) == (0, "0 rows\n")


USAGE: list[tuple[str, list[str], str]] = [
    ("no question", ["query", "@", ""], ""),
    ("unknown question", ["query", "@", "recipient-of"], "did you mean recipients-of "),
    ("unknown prefix", ["query", "@", "SELECT * { ?s dpx:a ?o }"], "did you mean dpv:"),
    ("update", ["query", "@", "DELETE WHERE { ?s ?p ?o }"], "a query only reads"),
    ("service", ["query", "@", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"], "never reaches the network"),
    ("words for a concept", ["query", "@", "recipients-of", "-p", "data=e-mail"], "did you mean pd:EmailAddress"),
    ("too slow", ["query", "@", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--timeout", "0.1"], "join the patterns"),
    ("unknown concept", ["query", "@", "recipients-of", "-p", "data=pd:EmailAdress"], "did you mean pd:EmailAddress"),
    ("no such dataset", ["query", "none.trig", "denials"], "privacyflows build"),
    ("unknown version", ["diff", "@", OLD, "fernwood-2024"], NEW),
    ("unknown policy to draw", ["view", "@", "-o", "x.html", "--policy", "fernwood-2024"], NEW),
    ("unknown policy to check", ["audit", "@", "--policy", "fernwood-2024"], NEW),
    ("no such input", ["extract", "none.txt"], "check the path"),
]


@pytest.mark.parametrize(("arguments", "hint"), [case[1:] for case in USAGE], ids=[case[0] for case in USAGE])
def test_an_error_is_one_line_with_the_way_out(run: Run, flows: Path, arguments: list[str], hint: str) -> None:
    ran = run(*(flows if argument == "@" else argument for argument in arguments))
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1 and ran.err.startswith("privacyflows: ") and hint in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["query"],
        ["query", "@"],
        ["query", "@", "denials", "--param", "policy"],
        ["query", "@", "denials", "--format", "xml"],
        ["extract"],
        ["extract", "x.md", "--kinds", "practices"],
        ["build", "x.md", "-o", "flows.docx"],
        ["build", "x.md", "-o", "no/such/folder/flows.trig"],
        ["build", "x.md"],
        ["export", "@", "--to", "docx", "-o", "x"],
        ["nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_code_2_without_a_traceback(run: Run, flows: Path, arguments: list[str]) -> None:
    ran = run(*(flows if argument == "@" else argument for argument in arguments))
    assert (ran.code, ran.out) == (2, "")
    assert "Error: " in ran.err and "Traceback" not in ran.err


# view, diff, audit, export, concepts


def test_view_writes_one_page(run: Run, flows: Path, tmp_path: Path) -> None:
    page = tmp_path / "flows.html"
    ran = run("view", flows, "-o", page, "--policy", NEW, "--data", "pd:EmailAddress")
    assert (ran.code, ran.out) == (0, "")
    assert page.read_text().startswith("<!DOCTYPE html>") and list(tmp_path.iterdir()) == [page]


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ([], {OLD, NEW}),
        (["--since", NEW.rsplit("-", 1)[1]], {NEW}),
        (["--until", OLD.rsplit("-", 1)[1]], {OLD}),
    ],
)
def test_view_narrows_the_page(run: Run, flows: Path, tmp_path: Path, options: list[str], kept: set[str]) -> None:
    page = tmp_path / "flows.html"
    assert run("view", flows, "-o", page, *options).code == 0
    assert {name for name in (OLD, NEW) if name in page.read_text()} == kept


def test_diff_as_table_json_and_html(run: Run, flows: Path) -> None:
    table = run("diff", flows, OLD, NEW)
    assert table.code == 0 and "not readable" in table.out and table.err.startswith(f"{OLD} -> {NEW}: claims: 10 new")
    assert len(json.loads(run("diff", flows, OLD, NEW, "--format", "json").out)["changes"]) == 10
    assert run("diff", flows, OLD, NEW, "--format", "html").out.startswith("<!doctype html>")


@pytest.mark.parametrize(("name", "code", "checks"), [(OLD, 0, []), (NEW, 1, ["gap"])])
def test_audit_tells_by_its_code_whether_anything_was_found(run: Run, flows: Path, name: str, code: int, checks: list[str]) -> None:
    ran = run("audit", flows, "--policy", name, "--format", "json")
    assert (ran.code, [finding["check"] for finding in json.loads(ran.out)]) == (code, checks)


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("graphml", b"<?xml"),
        ("gexf", b"<?xml"),
        ("csv", b"policy,organisation,actor,"),
        ("parquet", b"PAR1"),
        ("jsonld", b"{"),
        ("nquads", b"<https://"),
        ("owl", b"<?xml"),
        ("dpv", b"@prefix dct:"),
    ],
)
def test_exports(run: Run, flows: Path, tmp_path: Path, form: str, start: bytes) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    path = tmp_path / "out"
    ran = run("export", flows, "--to", form, "-o", path)
    assert (ran.code, ran.out) == (0, "")
    assert path.read_bytes().startswith(start) and list(tmp_path.iterdir()) == [path]


def test_export_for_neo4j_writes_a_folder(run: Run, flows: Path, tmp_path: Path) -> None:
    ran = run("export", flows, "--to", "neo4j", "-o", tmp_path / "neo4j")
    assert (ran.code, ran.out) == (0, "")
    assert sorted(path.name for path in (tmp_path / "neo4j").iterdir()) == ["nodes.csv", "relationships.csv"]
    (tmp_path / "file").write_text("in the way")
    assert run("export", flows, "--to", "neo4j", "-o", tmp_path / "file").code == 2


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("pd:EmailAddress", "pd:EmailAddress"),
        ("emailaddress", "pd:EmailAddress"),
        ("Email address", "pd:EmailAddress"),
        ("e-mail", "pd:EmailAddress"),
        ("E-Mails", "pd:EmailAddress"),
        ("cookies", "tech:Cookie"),
        ("police", "dpv:LawEnforcementOrganisation"),
        ("google", "pforg:google"),
    ],
)
def test_concepts_finds_the_best_match_first(run: Run, words: str, first: str) -> None:
    rows = [line.split("│")[1].strip() for line in run("concepts", words).out.splitlines() if line.startswith("│")]
    assert rows[0] == first


def test_concepts_tells_the_way_from_the_top_and_how_often_a_dataset_names_each(run: Run, flows: Path) -> None:
    out = run("concepts", "pd:EmailAddress", "--dataset", flows).out
    cells = [cell.strip() for cell in next(line for line in out.splitlines() if line.startswith("│pd:EmailAddress ")).split("│")]
    assert cells[3:5] == ["4", "4"] and cells[5].startswith("dpv:Data > dpv:PersonalData >")
    assert "stated" not in run("concepts", "pd:EmailAddress").out
    wider = run("concepts", "dpv:PersonalData", "--dataset", flows).out
    cells = [cell.strip() for cell in next(line for line in wider.splitlines() if line.startswith("│dpv:PersonalData ")).split("│")]
    assert int(cells[3]) < int(cells[4])


def test_concepts_without_a_match_is_code_1(run: Run) -> None:
    ran = run("concepts", "zzzz")
    assert (ran.code, ran.out) == (1, "") and "no concept is known by 'zzzz'" in ran.err


# Processes of their own


@pytest.mark.parametrize(
    "arguments", [["query", "@", "denials"], ["diff", "@", OLD, NEW], ["view", "@", "-o", "x.html"], ["concepts", "name"], ["--help"]]
)
def test_the_parser_is_not_loaded_where_nothing_is_read(flows: Path, tmp_path: Path, arguments: list[str]) -> None:
    code = (
        "import sys\nfrom privacyflows.graphs.cli import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit as end: code = end.code\n"
        "heavy = {'spacy', 'thinc', 'torch', 'py3langid'} & set(sys.modules)\n"
        "sys.stderr.write(f'code {code} heavy {sorted(heavy)}')"
    )
    filled = [str(flows) if argument == "@" else argument for argument in arguments]
    done = subprocess.run([sys.executable, "-c", code, *filled], capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path)
    assert done.stderr.endswith("code 0 heavy []")


def test_a_reader_that_stops_listening_is_no_error(flows: Path) -> None:
    command = f"{sys.executable} -c 'from privacyflows.graphs.cli import main; main()' concepts | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_defect_is_one_line(flows: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("privacyflows.graphs.queries.run", lambda *_, **__: 1 / 0)
    ran = run("query", flows, "denials")
    assert ran.code == 2
    assert ran.err == "privacyflows: defect: ZeroDivisionError: division by zero (set PRIVACYFLOWS_TRACEBACK=1 and report it)\n"


def test_extract_prints_the_contract(policy: Path) -> None:
    ran = spawn("extract", policy)
    records = [json.loads(line) for line in ran.out.splitlines()]
    assert (ran.code, ran.err) == (0, "")
    assert [(r["policy"], r["kind"], r["action"]) for r in records] == [("elmtree", "practice", "collect"), ("elmtree", "denial", "sell")]
    for record in records:
        for span in [*record["data"], *record["evidence"]]:
            assert POLICY[span["start"] : span["end"]] == span["text"]


@pytest.mark.parametrize(("kinds", "found"), [("denial", ["denial"]), ("right, gap", []), ("all", ["practice", "denial"])])
def test_extract_prints_the_kinds_that_are_asked_for(run: Run, policy: Path, kinds: str, found: list[str]) -> None:
    ran = run("extract", policy, "--kinds", kinds)
    assert [json.loads(line)["kind"] for line in ran.out.splitlines()] == found


def test_extract_as_a_table(run: Run, policy: Path) -> None:
    ran = run("extract", policy, "--format", "table")
    assert "not sell" in ran.out and "your postal address" in ran.out


def test_extract_goes_on_where_one_input_fails(run: Run, policy: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    ran = run("extract", tmp_path / "empty.txt", policy, "none.txt")
    assert ran.code == 1 and len(ran.out.splitlines()) == 2
    assert [line.split(":")[0] for line in ran.err.splitlines()] == ["privacyflows"] * 2
    assert "none.txt" in ran.err and "empty.txt" in ran.err


def test_build_saves_a_dataset_and_prints_a_summary(run: Run, policy: Path, tmp_path: Path) -> None:
    target = tmp_path / "flows.trig"
    ran = run("build", policy, "-o", target)
    assert ran.code == 0 and "elmtree" in ran.out and ran.err == f"{target}: 1 policy, 2 statements\n"
    assert run("query", target, "denials", "--format", "csv").out.splitlines()[1].startswith("elmtree,pf:Sell,pd:PhysicalAddress")
    assert run("build", policy, tmp_path / "none.md", "-o", target).code == 1


def test_build_writes_nothing_where_nothing_could_be_read(run: Run, tmp_path: Path) -> None:
    ran = run("build", tmp_path / "none.md", "-o", tmp_path / "flows.trig")
    assert (ran.code, ran.out, list(tmp_path.iterdir())) == (2, "", [])


@pytest.mark.slow
def test_demo_goes_the_whole_way(tmp_path: Path) -> None:
    ran = spawn("demo", "-o", tmp_path / "demo")
    assert ran.code == 0
    assert sorted(path.name for path in (tmp_path / "demo").iterdir()) == ["explorer.html", "flows.trig"]
    assert ran.out.count("$ privacyflows query ") == 3 and "explorer.html" in ran.out.splitlines()[-1]


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (200, [None, None, None]),  # all fits
        (80, [4, 28, 40]),
        (40, [4, 14, 14]),  # not even the longest words fit whole
    ],
)
def test_a_table_breaks_no_word_while_there_is_room(width: int, widths: list[int | None]) -> None:
    rows = [["gone", "dpv:CustomerOrderManagement, dpv:Marketing", "We use it to send parcels. " * 4]]
    shown = tables.table(("what", "why", "words"), rows)
    tables.fit(shown, width)
    assert [column.width for column in shown.columns] == widths


def test_audit_points_at_questions_that_there_are(run: Run, flows: Path) -> None:
    ran = run("audit", flows, "--policy", OLD)
    listed = re.search(r"privacyflows query \S+ (\S+) -p policy=(\S+)$", ran.err)
    assert listed and listed[2] == OLD
    assert {run("query", flows, name, "-p", f"policy={OLD}").code for name in listed[1].split("|")} == {0}
