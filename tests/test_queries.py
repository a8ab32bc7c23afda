"""Questions to a dataset: every named question gives the rows that the sample policies call for, and nothing else gets through.

The dataset is made of hand-made statements of invented policies (`sample_statements`, `sample_clinic`), so that no parser takes
part. Rows are pinned without their quotes; a test of its own checks that every quote is verbatim in its policy.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from time import monotonic
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.extract.model import Action, Document, Filler, Kind, Modality, Polarity, Profile, Statement
from privacyflows.graphs import PolicyGraph
from privacyflows.graphs.answers import sparql
from privacyflows.graphs.answers.evaluation import Source
from privacyflows.graphs.answers.result import Form, Result
from privacyflows.graphs.queries import QueryError, QueryTimeout, UnknownQuestion, named, questions, read_question, run
from privacyflows.graphs.store import add_quads, new_dataset, open_dataset, quads_of, save_dataset
from privacyflows.graphs.vocabulary import PREFIXES, expand
from rdflib import Dataset, Literal, URIRef

from tests import sample_clinic, sample_statements

NAMES = [question.name for question in questions()]
THEMES = {"recipients", "data", "purposes", "denials", "rights", "trackers", "comparison", "vagueness", "coverage", "evidence"}
REQUIRED = {"old": sample_statements.OLD, "new": sample_statements.NEW, "one": "pforg:fernwood-gazette", "other": "pforg:thornbury-clinic"}


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """The three invented policies with their derived layers."""
    return PolicyGraph.from_statements([*sample_statements.documents(), sample_clinic.read()]).dataset


def shown(result: Result) -> list[str]:
    """The rows without quotes, hashes, versions and repetitions, cells joined by bars."""
    kept = [c for c in result.columns if not c.endswith("quote") and c not in ("sha256", "reader")]
    return list(dict.fromkeys(" | ".join("" if row[c] is None else str(row[c]) for c in kept).rstrip() for row in result))


def answers() -> list[tuple[str, dict[str, str], list[str]]]:
    """The pinned answers: name, parameters, rows."""
    text = (Path(__file__).parent / "answers.txt").read_text(encoding="utf-8")
    blocks = [block.splitlines() for block in text.split("## ")[1:]]
    heads = [block[0].split() for block in blocks]
    rows = [[line for line in block[1:] if line] for block in blocks]
    return [(head[0], dict(part.split("=") for part in head[1:]), found) for head, found in zip(heads, rows, strict=True)]


ANSWERS = answers()


@pytest.mark.parametrize(("name", "params", "rows"), ANSWERS, ids=[name for name, _, _ in ANSWERS])
def test_a_named_question_gives_these_rows(dataset: Dataset, name: str, params: dict[str, str], rows: list[str]) -> None:
    assert sorted(shown(run(dataset, name, params))) == sorted(rows)


def test_every_question_has_pinned_rows_and_each_theme_has_questions() -> None:
    assert {name for name, _, _ in ANSWERS} == set(NAMES)
    assert {tag for question in questions() for tag in question.tags} >= THEMES
    assert len(NAMES) >= 60


@pytest.mark.parametrize(
    ("name", "params", "rows"),
    [
        ("recipients-of", {"data": "pd:Contact"}, 4),  # e-mail addresses are contact data
        ("recipients-of", {"data": "pd:EmailAddress", "policy": "fernwood-2023"}, 2),
        ("what-is-shared-with", {"recipient": "pf:SocialMediaPlatform"}, 3),  # LinkedIn is one
        ("what-is-shared-with", {"recipient": "pforg:linkedin"}, 2),
        ("what-is-shared-with", {"recipient": "linkedin"}, 2),
        ("denials", {"policy": "thornbury-2021"}, 2),
        ("changed-between-versions", {"old": "fernwood-2023", "new": "fernwood-2019"}, 15),
        ("children", {"policy": "fernwood-2019"}, 0),
    ],
)
def test_parameters_narrow_by_subsumption(dataset: Dataset, name: str, params: dict[str, str], rows: int) -> None:
    assert len(run(dataset, name, params)) == rows


def _later_clinic() -> tuple[Document, Profile, list[Statement]]:
    """The clinic's policy two years on: one practice denied, one tied to a condition, one of narrower data, one less sure."""
    document, profile, statements = sample_clinic.read()
    changed = []
    for s in statements:
        if s.action is Action.SECURE:
            s = replace(s, kind=Kind.DENIAL, polarity=Polarity.NEGATED)
        elif s.action is Action.PUBLISH:
            s = replace(s, conditions=(Filler(text="if you opt in", concept="pf:OptInRequired"),))
        elif s.action is Action.TRANSFER and s.conditions:
            s = replace(s, data=(Filler(text="your diagnosis", concept="pf:Diagnosis"),))
        elif s.action is Action.USE:
            s = replace(s, modality=Modality.MAY)
        changed.append(s)
    return replace(document, policy="thornbury-2023"), profile, changed


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        (
            "narrowed-between-versions",
            [
                "conditional | dpv:Disseminate | pf:UserGeneratedContent | pf:OptInRequired",
                "denied | pf:Secure | pd:Health | pd:Health",
                "narrower data | dpv:Transfer | pd:Health | pf:Diagnosis",
            ],
        ),
        ("modality-between-versions", ["dpv:Use | dpv:PersonalData | pf:Does | pf:May"]),
    ],
)
def test_what_a_later_version_takes_back(name: str, rows: list[str]) -> None:
    both = PolicyGraph.from_statements([sample_clinic.read(), _later_clinic()]).dataset
    assert shown(run(both, name, {"old": sample_clinic.POLICY, "new": "thornbury-2023"})) == rows


@pytest.mark.parametrize("name", NAMES)
def test_quotes_stand_in_the_policies(dataset: Dataset, name: str) -> None:
    texts = [document.text for document, _, _ in [*sample_statements.documents(), sample_clinic.read()]]
    result = run(dataset, name, {parameter.name: REQUIRED[parameter.name] for parameter in named(name).parameters if parameter.required})
    for row in result:
        for column in (c for c in result.columns if c.endswith("quote")):
            assert any(str(row[column]) in text for text in texts), (name, row[column])


@pytest.mark.filterwarnings("ignore:Dataset[.]:DeprecationWarning")  # rdflib's evaluator warns of itself
@pytest.mark.parametrize("name", NAMES)
def test_a_question_file_is_standard_sparql_that_says_what_it_asks(dataset: Dataset, name: str) -> None:
    """Rdflib's own evaluator, without our prefixes and parameters, finds what Oxigraph finds."""
    question = named(name)
    assert question.title != name and question.question.endswith("?")
    assert set(question.tags) & THEMES
    for parameter in question.parameters:
        assert parameter.help
    plain = new_dataset(store="memory")
    add_quads(plain, quads_of(dataset))
    by_rdflib = plain.query(question.text, initNs={})
    ours = Source.of(dataset).answer(question.text, prefixes={})
    if "LIMIT" not in question.text:
        assert sorted(repr(tuple(row)) for row in by_rdflib) == sorted(map(repr, ours.rows))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_defaults_of_the_header_are_those_of_the_text(name: str) -> None:
    question = named(name)
    for parameter in question.parameters:
        rows = re.findall(rf"VALUES \?(?:asked_)?{parameter.name} {{ (\S+) }}", question.text)
        assert rows and set(rows) == {parameter.default or "UNDEF"}


NAIVE_FLOWS = [
    "SELECT ?d WHERE { ?s dpv:hasPersonalData ?d }",
    "SELECT ?d WHERE { ?s dpv:hasProcessing ?p ; dpv:hasPersonalData ?d }",
    "SELECT ?d WHERE { ?o dpv:hasProcess/dpv:hasPersonalData ?d }",
    "SELECT ?d WHERE { ?o pf:shares|pf:collects|pf:uses|pf:retains ?d }",
    "SELECT ?d WHERE { ?r pf:receives ?d }",
    "SELECT ?d WHERE { ?s a dpv:Process ; ?p ?d . ?d pf:within pd:PhysicalAddress }",
]


@pytest.mark.parametrize("query", NAIVE_FLOWS)
def test_naive_queries_for_flows_never_return_a_denial(dataset: Dataset, query: str) -> None:
    """The postal address is named in a denial only."""
    found = {str(cell) for row in run(dataset, query).rows for cell in row}
    assert PREFIXES["pd"] + "PhysicalAddress" not in found


HOSTILE = ['"} DROP ALL #', "' UNION { ?s ?p ?o } #", "\\u0022 } ?s ?p ?o", 'a"\n} #', "}", "<x>", "?s", "🜚\u202e"]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_bound_as_they_are(dataset: Dataset, value: str) -> None:
    before = len(list(quads_of(dataset)))
    result = run(dataset, "SELECT ?v WHERE { VALUES ?v { UNDEF } }", {"v": Literal(value)})
    assert [str(row[0]) for row in result.rows] == [value]
    assert len(run(dataset, "SELECT ?s ?v WHERE { ?s dct:identifier ?v }", {"v": value})) == 0
    assert len(list(quads_of(dataset))) == before


@pytest.mark.parametrize("kind", ["data", "policy"])
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_of_declared_parameters_are_refused(dataset: Dataset, kind: str, value: str) -> None:
    with pytest.raises(PrivacyflowsError):
        run(dataset, "recipients-of", {kind: value})


def test_a_value_cannot_leave_a_string_that_looks_like_a_row(dataset: Dataset) -> None:
    query = 'SELECT ?v ?w WHERE { VALUES ?v { UNDEF } BIND("VALUES ?v { UNDEF }" AS ?w) }'
    result = run(dataset, query, {"v": '" } # '})
    assert [[str(cell) for cell in row] for row in result.rows] == [['" } # ', "VALUES ?v { UNDEF }"]]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "INSERT changes data"),
        ("DROP ALL", "question"),  # no brace, no SELECT: it is taken for a name
        ("PREFIX x: <urn:x> DELETE WHERE { ?s ?p ?o }", "DELETE changes data"),
        ("LOAD <http://127.0.0.1/x> INTO GRAPH <urn:g> ; SELECT * { ?s ?p ?o }", "LOAD changes data"),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE is not allowed at line 1, column 18"),
        ("SELECT * WHERE { service SILENT ?x { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT * WHERE { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT ?s WHERE { ?s dpc:hasPurpose ?o }", "unknown prefix dpc: at line 1, column 22 (did you mean dpv:"),
        ("SELECT ?s WHERE {\n  ?s pf:statdIn ?o }", "unknown term pf:statdIn at line 2, column 6 (did you mean pf:statedIn"),
        ("SELECT ?s WHERE { ?s ?p }", "syntax error at line 1, column 26 (in: SELECT ?s WHERE { ?s ?p } <here>)"),
        ("SELECT ?s WHERE { ?s ?p ?o", "syntax error at line 1"),
        ("SELECT (1 / AS ?x) WHERE {}", "syntax error at line 1"),
    ],
)
def test_what_may_not_run_is_one_line_with_the_place_and_a_way_out(dataset: Dataset, query: str, said: str) -> None:
    with pytest.raises(QueryError) as raised:
        run(dataset, query)
    line = f"{raised.value} ({raised.value.hint})"
    assert said in line and "\n" not in line


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s WHERE { ?s rdfs:label 'SERVICE' }",
        'SELECT ?s WHERE { ?s rdfs:label """SERVICE <x> {""" }',
        "SELECT ?s WHERE { ?s rdfs:label ?service } # SERVICE <x> { INSERT }",
        "SELECT ?s WHERE { ?s <urn:SERVICE> ?o }",
        "SELECT ?insert WHERE { ?insert ?p ?o } LIMIT 1",
    ],
)
def test_keywords_in_strings_comments_and_names_are_no_keywords(dataset: Dataset, query: str) -> None:
    assert run(dataset, query).form is Form.SELECT


@pytest.mark.parametrize(
    ("name", "params", "error", "hint"),
    [
        ("recipient-of", {}, UnknownQuestion, "recipients-of"),
        ("nonsense", {}, UnknownQuestion, "--list"),
        ("recipients-of", {"dta": "pd:Name"}, QueryError, "data"),
        ("recipients-of", {"data": "pd:EmailAdress"}, QueryError, "pd:EmailAddress"),
        ("recipients-of", {"data": "Email address"}, QueryError, "pd:EmailAddress"),
        ("recipients-of", {"data": "pdd:Name"}, QueryError, "pd:Name"),
        ("recipients-of", {"policy": "fernwood-2020"}, QueryError, "fernwood-2019"),
        ("what-is-shared-with", {"recipient": "Linkdin"}, QueryError, "LinkedIn"),
        ("changed-between-versions", {"old": "fernwood-2019"}, QueryError, "--param"),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest_right_one(
    dataset: Dataset, name: str, params: dict[str, str], error: type[QueryError], hint: str
) -> None:
    with pytest.raises(error) as raised:
        run(dataset, name, params)
    assert hint in raised.value.hint


def test_a_term_that_nothing_knows_is_noted() -> None:
    result = run(new_dataset(), "SELECT ?s WHERE { ?s dpv:hasPersonalDatta ?o }")
    assert len(result.notes) == 1
    assert result.notes[0].startswith("nothing knows dpv:hasPersonalDatta, did you mean dpv:hasPersonalData")
    assert run(new_dataset(), "SELECT ?s WHERE { ?s dpv:hasPersonalData ?o }").notes == ()


@pytest.mark.parametrize(
    ("query", "form", "truth"),
    [
        ("ASK { ?s a pf:Denial }", Form.ASK, True),
        ("ASK { ?s a pf:Gap ; pf:missing 'rights' }", Form.ASK, False),
        ("CONSTRUCT { ?o pf:sharesWith ?r } WHERE { ?o pf:sharesWith ?r }", Form.GRAPH, True),
        ("DESCRIBE pforg:linkedin", Form.GRAPH, True),
        ("SELECT ?s WHERE { ?s a pf:Denial } LIMIT 0", Form.SELECT, False),
    ],
)
def test_all_forms_of_query_are_answered(dataset: Dataset, query: str, form: Form, truth: bool) -> None:
    result = run(dataset, query)
    assert (result.form, bool(result)) == (form, truth)


def test_parameters_of_free_sparql_are_bound(dataset: Dataset) -> None:
    query = "SELECT ?s ?kind WHERE { ?s a ?kind ; pf:statedIn/dct:identifier ?policy }"
    assert len(run(dataset, query, {"kind": "pf:Denial", "policy": "fernwood-2019"})) == 1
    assert len(run(dataset, query, {"kind": URIRef(PREFIXES["pf"] + "Denial")})) == 4
    with pytest.raises(QueryError, match="no parameter"):
        run(dataset, query, {"kinds": "pf:Denial"})


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("least-sure",)])
def test_a_limit_cuts_and_says_so(dataset: Dataset, name: str) -> None:
    params = {parameter.name: REQUIRED[parameter.name] for parameter in named(name).parameters if parameter.required}
    whole = run(dataset, name, params, limit=None)
    assert not any("more than" in note for note in whole.notes)
    if len(whole) > 1:
        cut = run(dataset, name, params, limit=len(whole) - 1)
        assert len(cut) == len(whole) - 1 and set(cut.rows) < set(whole.rows)
        assert any("more than" in note for note in cut.notes)
    assert run(dataset, name, params, limit=len(whole)).rows == whole.rows


@pytest.mark.parametrize("name", [name for name in NAMES if " DESC" not in named(name).text and "GROUP BY" not in named(name).text])
def test_rows_come_in_the_order_that_the_file_asks_for(dataset: Dataset, name: str) -> None:
    params = {parameter.name: REQUIRED[parameter.name] for parameter in named(name).parameters if parameter.required}
    result = run(dataset, name, params)
    text = sparql.bind(named(name).text, {k: Literal(v) if k in ("old", "new") else expand(v) for k, v in params.items()})
    keys = re.findall(r"ORDER BY ((?:\?\w+ ?)+)", text)[-1].split()
    at = [result.columns.index(variable[1:]) for variable in keys[:2]]
    expected = Source.of(dataset).answer(text).rows
    assert [[row[i] for i in at] for row in result.rows] == [[row[i] for i in at] for row in expected]


def test_from_chooses_a_graph(dataset: Dataset) -> None:
    """`FROM` is silently lost where the union of all graphs stands in for the default graph."""
    snapshot = str(run(dataset, "SELECT ?s WHERE { ?s dct:identifier 'fernwood-2019' }").rows[0][0])
    everywhere = run(dataset, "SELECT DISTINCT ?s WHERE { ?s a pf:Practice }")
    there = run(dataset, f"SELECT DISTINCT ?s FROM <{snapshot}> WHERE {{ ?s a pf:Practice }}")
    assert (len(there), len(everywhere)) == (2, 21)


ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(params=["child", "thread"])
def bounded(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Both ways to give a query up; the second is what other systems than Linux take."""
    if request.param == "thread":
        monkeypatch.setattr(sys, "platform", "other")
    elif sys.platform != "linux":
        pytest.skip("a query is run in a child process on Linux only")
    yield request.param


@pytest.mark.skipif(sys.platform != "linux", reason="the abandoned thread would go on for ever: measured in a child process")
def test_a_query_without_end_is_given_up(dataset: Dataset) -> None:
    started = monotonic()
    with pytest.raises(QueryTimeout, match=r"no answer within 0\.5 seconds"):
        run(dataset, ENDLESS, timeout=0.5)
    assert monotonic() - started < 5


def test_both_ways_to_bound_a_query_give_the_same(dataset: Dataset, bounded: str) -> None:
    plain = run(dataset, "recipients-of", timeout=None)
    assert run(dataset, "recipients-of", timeout=30).rows == plain.rows, bounded
    with pytest.raises(QueryError, match="syntax error"):
        run(dataset, "SELECT ?s WHERE { ?s ?p }", timeout=30)


def test_a_thread_that_takes_too_long_is_left_behind() -> None:
    """In a process of its own, since the thread lives until its process ends."""
    code = f"""
import sys
from privacyflows.graphs.queries import QueryTimeout, run
from privacyflows.graphs.store import new_dataset
from rdflib import URIRef
dataset = new_dataset()
for n in range(60):
    dataset.add((URIRef(f"urn:{{n}}"), URIRef("urn:p"), URIRef(f"urn:{{n}}")))
sys.platform = "other"
try:
    run(dataset, {ENDLESS!r}, timeout=0.3)
except QueryTimeout:
    sys.stdout.write("given up")
    sys.stdout.flush()
    import os; os._exit(0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "given up", done.stderr


def test_a_store_on_disk_and_a_plain_dataset_answer_alike(dataset: Dataset, tmp_path: Path) -> None:
    save_dataset(dataset, tmp_path / "store")
    plain = new_dataset(store="memory")
    add_quads(plain, quads_of(dataset))
    expected = run(dataset, "denials").rows
    assert run(plain, "denials").rows == expected
    assert run(PolicyGraph.open(tmp_path / "store").dataset, "denials").rows == expected


def test_a_file_of_a_question_is_run(dataset: Dataset, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    header = "# title: Mine\n# param: what (concept, default pf:Denial): a class\n"
    file.write_text(header + "SELECT ?s WHERE { VALUES ?what { pf:Denial } ?s a ?what }")
    assert (run(dataset, file).title, len(run(dataset, str(file)))) == ("Mine", 4)
    assert len(run(dataset, file, {"what": "pf:Gap"})) == 1
    with pytest.raises(QueryError, match="cannot read the query"):
        run(dataset, tmp_path / "none.rq")


@pytest.mark.parametrize("line", ["# param: data", "# param: data (colour): what", "# param: data concept: what"])
def test_a_bad_parameter_line_is_an_error(line: str) -> None:
    with pytest.raises(ValueError, match="not a parameter line"):
        read_question("x", f"{line}\nSELECT * WHERE {{}}")


class _Endpoint(BaseHTTPRequestHandler):
    """Answers SPARQL 1.1 protocol requests from a store; one that asks for ``broken`` gets half an answer."""

    store: ox.Store

    def do_GET(self) -> None:
        """Answer a query."""
        query = parse_qs(urlsplit(self.path).query)["query"][0]
        answer = self.store.query(query, use_default_graph_as_union=True)
        body = answer.serialize(format=ox.RdfFormat.N_TRIPLES if isinstance(answer, ox.QueryTriples) else ox.QueryResultsFormat.JSON)  # type: ignore[arg-type]
        assert body is not None
        self.send_response(200)
        kind = "application/n-triples" if isinstance(answer, ox.QueryTriples) else "application/sparql-results+json"
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if "broken" in query else body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def remote(dataset: Dataset) -> Iterator[Dataset]:
    """The dataset behind a SPARQL endpoint on loopback."""
    _Endpoint.store = ox.Store()
    _Endpoint.store.bulk_extend(quads_of(dataset))
    with HTTPServer(("127.0.0.1", 0), _Endpoint) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield open_dataset(f"http://127.0.0.1:{server.server_port}/query")
        server.shutdown()


@pytest.mark.parametrize(
    ("question", "params"),
    [
        ("denials", {"policy": "fernwood-2023"}),
        ("what-is-shared-with", {"recipient": "LinkedIn"}),
        ("ASK { ?s a pf:Gap }", {}),
        ("CONSTRUCT { ?o pf:sharesWith ?r } WHERE { ?o pf:sharesWith ?r }", {}),
    ],
)
def test_a_server_answers_as_the_local_store_does(dataset: Dataset, remote: Dataset, question: str, params: dict[str, str]) -> None:
    ours, theirs = run(dataset, question, params), run(remote, question, params)
    assert (theirs.form, theirs.columns, theirs.rows) == (ours.form, ours.columns, ours.rows)


def test_half_an_answer_of_a_server_is_an_error(remote: Dataset) -> None:
    with pytest.raises(QueryError, match="the server did not answer"):
        run(remote, "SELECT ?broken WHERE { ?broken a pf:Practice }")


# The table itself: what is shown, and that words of policies stay words.


@pytest.fixture(scope="module")
def hostile() -> Result:
    """An answer whose words try to be markup and control sequences."""
    words = "<script>alert(1)</script> | *b* [x](javascript:1) \x1b[31m\u202e"
    query = "SELECT ?words ?link ?n ?none WHERE { VALUES ?words { UNDEF } VALUES ?link { UNDEF } BIND(2.50 AS ?n) }"
    return run(new_dataset(), query, {"words": words, "link": URIRef("javascript:alert(1)")})


def test_html_is_escaped_and_links_are_web_links(hostile: Result, dataset: Dataset) -> None:
    html = hostile._repr_html_()
    assert "<script" not in html and "&lt;script&gt;" in html
    assert "href" not in html
    assert "href='https://w3id.org/dpv/pd#EmailAddress' title='pd:EmailAddress'" in run(dataset, "what-happens-to")._repr_html_()


def test_markdown_is_escaped_and_keeps_its_columns(hostile: Result) -> None:
    row = hostile.to_markdown().splitlines()[2]
    assert "&lt;script&gt;" in row and "\\*b\\*" in row and "\\[x\\]" in row
    assert len(re.findall(r"(?<!\\)\|", row)) == len(hostile.columns) + 1


def test_no_control_character_reaches_a_terminal(hostile: Result) -> None:
    from rich.console import Console

    console = Console(width=200, record=True, force_terminal=False)
    console.print(hostile.table())
    assert not re.search(r"[\x1b\u202e]", console.export_text())


def test_pandas_csv_and_json_agree(dataset: Dataset) -> None:
    result = run(dataset, "trackers")
    row = {"policy": "fernwood-2023", "tracker": "_ga", "provider": "pforg:google", "category": "pf:Cookie", "purpose": "pf:Analytics"}
    quote = "| _ga | Google | statistics |"
    assert result.to_pandas().to_dict("records") == [row | {"quote": quote}]
    assert result.to_pandas(labels=True)["provider"].tolist() == ["Google"]
    assert result.to_csv() == f"{','.join([*row, 'quote'])}\n{','.join([*row.values(), quote])}\n"
    assert json.loads(result.to_jsonl()) == row | {"quote": quote}
    bindings = json.loads(result.to_json())["results"]["bindings"]
    assert bindings[0]["provider"] == {"type": "uri", "value": PREFIXES["pforg"] + "google"}
    assert bindings[0]["tracker"] == {"type": "literal", "value": "_ga"}


def test_numbers_stay_numbers_and_unbound_stays_empty(hostile: Result) -> None:
    record = next(iter(hostile))
    assert (record["n"], record["none"]) == (2.5, None)
    assert json.loads(hostile.to_json())["head"]["vars"] == ["words", "link", "n", "none"]
    assert "none" not in json.loads(hostile.to_json())["results"]["bindings"][0]


def test_ask_and_construct_are_tables_and_more(dataset: Dataset) -> None:
    asked = run(dataset, "ASK { ?s a pf:Denial }")
    assert json.loads(asked.to_json()) == {"head": {}, "boolean": True}
    made = run(dataset, "CONSTRUCT { ?o pf:sharesWith ?r } WHERE { ?o pf:sharesWith ?r }")
    assert made.columns == ("subject", "predicate", "object")
    assert len(made.graph()) == len(made) == 8
    assert json.loads(made.to_json())
    with pytest.raises(ValueError, match="a table, not a graph"):
        asked.graph()


def test_numbers_of_a_prefix_do_not_reach_into_paths() -> None:
    assert sparql.nearest("recipient", ["recipients-of", "denials"]) == "did you mean recipients-of?"
    assert sparql.nearest("zzz", ["recipients-of"]) == ""


def test_html_shows_labels_with_curies_beside_them_and_links(dataset: Dataset) -> None:
    html = run(dataset, "recipients-of", {"data": "pd:EmailAddress"})._repr_html_()
    assert "title='pd:EmailAddress'>Email address</a> <code style='opacity:.6'>pd:EmailAddress</code>" in html
    assert "title='pforg:linkedin'>LinkedIn</a>" in html


def test_frames_hold_curies_numbers_and_notes(dataset: Dataset) -> None:
    polars = pytest.importorskip("polars")
    result = run(dataset, "modality-counts", limit=4)
    ours = [list(row.values()) for row in result]
    assert result.to_pandas().to_numpy().tolist() == ours
    assert result.to_pandas().attrs["notes"] == list(result.notes) and "more than these 4 rows" in result.notes[0]
    frame = result.to_polars()
    assert [list(row) for row in frame.rows()] == ours
    assert frame.schema == {"policy": polars.String, "modality": polars.String, "statements": polars.Int64}
    assert run(dataset, "modality-counts").to_pandas(labels=True)["modality"].isin(["Does", "May", "Will"]).all()


def test_frames_of_unbound_and_mixed_cells(dataset: Dataset) -> None:
    pytest.importorskip("polars")
    result = run(dataset, "SELECT ?a ?b WHERE { VALUES (?a ?b) { (1 UNDEF) ('x' 2.5) } }")
    assert result.to_pandas()["b"].isna().tolist() == [True, False]
    assert result.to_polars()["b"].to_list() == [None, 2.5]
    assert set(result.to_polars()["a"].to_list()) == {"1", "x"}


@pytest.mark.parametrize(
    ("query", "said", "hint"),
    [
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "?d at line 1, column 38 shares no variable", "join the patterns"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?c ?e ?f . ?g ?h ?i . ?j ?k ?l }", "?g at line 1, column 49 shares no variable", "join"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="the abandoned thread would go on for ever")
def test_a_query_that_was_given_up_tells_the_place(dataset: Dataset, query: str, said: str, hint: str) -> None:
    with pytest.raises(QueryTimeout) as raised:
        run(dataset, query, timeout=0.3)
    assert said in str(raised.value) and hint in raised.value.hint and "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "kept", "keys"),
    [
        ("SELECT ?a { ?a ?b ?c } ORDER BY ?a DESC(?b)", "SELECT ?a { ?a ?b ?c } ", (("a", False), ("b", True))),
        ("SELECT ?a { ?a ?b ?c }", "SELECT ?a { ?a ?b ?c }", ()),
        ("SELECT ?a { ?a ?b ?c } ORDER BY STR(?a)", "SELECT ?a { ?a ?b ?c } ORDER BY STR(?a)", ()),
        ("SELECT ?a { ?a ?b ?c } ORDER BY ?a LIMIT 3", "SELECT ?a { ?a ?b ?c } ORDER BY ?a LIMIT 3", ()),
        ("SELECT ?a { ?a ?b ?c } GROUP BY ?a ORDER BY ?a", "SELECT ?a { ?a ?b ?c } GROUP BY ?a ORDER BY ?a", ()),
        (
            "SELECT ?a { { SELECT ?a { ?a ?b ?c } ORDER BY ?a LIMIT 1 } }",
            "SELECT ?a { { SELECT ?a { ?a ?b ?c } ORDER BY ?a LIMIT 1 } }",
            (),
        ),
    ],
)
def test_an_order_is_taken_off_only_where_rows_can_be_ordered_afterwards(text: str, kept: str, keys: tuple[tuple[str, bool], ...]) -> None:
    assert sparql.unordered(text) == (kept, keys)


def test_what_narrows_nothing_is_left_out_until_it_is_asked() -> None:
    text = named("recipients-of").text
    assert "pf:within" not in sparql.without_idle(text)
    asked = sparql.bind(text, {"asked_data": URIRef(PREFIXES["pd"] + "Name")})
    assert sparql.without_idle(asked) == asked
