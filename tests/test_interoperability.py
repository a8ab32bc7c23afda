"""The dataset in other tools, proven with the tools themselves: OWL, a SPARQL server, property graphs, JSON-LD, SHACL, pure DPV.

Nothing is simulated: py-horned-owl reads the OWL export, the Oxigraph server answers over HTTP on loopback, pyld expands and
compacts, networkx and pandas read what was written. A tool that is not installed skips its tests.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from time import monotonic, sleep

import networkx as nx
import pandas
import pyoxigraph as ox
import pytest
from privacyflows.graphs import PolicyGraph
from privacyflows.graphs.derive import is_derived
from privacyflows.graphs.exports import FORMATS, export
from privacyflows.graphs.flows import flow_graph
from privacyflows.graphs.formats.dpv_profile import OF_DPV, STANDARD, to_dpv
from privacyflows.graphs.quads.jsonld import context
from privacyflows.graphs.queries import named, questions, run
from privacyflows.graphs.store import open_dataset, quads_of, save_dataset
from privacyflows.graphs.vocabulary import PREFIXES, curie, expand
from rdflib import Dataset, Graph, Namespace, URIRef
from rdflib.namespace import RDF

from tests import sample_clinic, sample_statements

DPV = Namespace(PREFIXES["dpv"])
PF = PREFIXES["pf"]


@pytest.fixture(scope="module")
def graph() -> PolicyGraph:
    """The three invented policies."""
    return PolicyGraph.from_statements([*sample_statements.documents(), sample_clinic.read()])


@pytest.fixture(scope="module")
def dataset(graph: PolicyGraph) -> Dataset:
    return graph.dataset


@pytest.fixture(scope="module")
def statements(dataset: Dataset) -> dict[str, int]:
    """Class of statement -> how many there are."""
    rows = run(dataset, "SELECT ?kind (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s pf:statedIn ?p ; a ?kind } GROUP BY ?kind").rows
    return {curie(str(kind)): int(str(number)) for kind, number in rows}


# OWL


def test_an_owl_reader_finds_every_statement_as_an_individual_of_its_class(
    dataset: Dataset, statements: dict[str, int], tmp_path: Path
) -> None:
    owl = pytest.importorskip("pyhornedowl", reason="OWL is read by py-horned-owl")
    export(dataset, "owl", tmp_path / "flows.owl")
    ontology = owl.open_ontology(str(tmp_path / "flows.owl"), "rdf")
    axioms = [str(axiom.component) for axiom in ontology.get_axioms()]
    for kind, number in statements.items():
        assert len([a for a in axioms if a.startswith(f"ClassAssertion(<{expand(kind)}>")]) == number, kind
    assert {str(expand("pf:Practice")), str(expand("dpv:Process"))} <= set(ontology.get_classes())
    assert {str(expand("pf:deniedData")), str(expand("dpv:hasPersonalData"))} <= set(ontology.get_object_properties())
    assert any(a.startswith(f"ObjectPropertyAssertion(<{expand('dpv:hasRecipient')}>") for a in axioms)
    assert any(a.startswith(f"DataPropertyAssertion(<{expand('oa:exact')}>") for a in axioms)


def test_the_owl_export_reads_back_as_the_same_triples(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, "owl", tmp_path / "flows.owl")
    read = Graph().parse(tmp_path / "flows.owl", format="xml")
    for subject, predicate, value in run(dataset, "CONSTRUCT { ?s ?p ?o } WHERE { ?s a pf:Denial ; ?p ?o }").graph():
        assert (subject, predicate, value) in read


# A SPARQL server


@pytest.fixture(scope="module")
def server(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The Oxigraph server on a free port of loopback, with the file that `save` writes; gives the address of its endpoint."""
    binary = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if binary is None:
        pytest.skip("no oxigraph server: pip install oxigraph")
    folder = tmp_path_factory.mktemp("server")
    save_dataset(dataset, folder / "flows.nq")
    store = ["--location", str(folder / "store")]
    subprocess.run([binary, "load", *store, "--file", str(folder / "flows.nq")], check=True, capture_output=True, timeout=60)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    bind = ["--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with subprocess.Popen([binary, "serve-read-only", *store, *bind], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            due = monotonic() + 30
            while monotonic() < due:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                sleep(0.05)
            yield f"http://127.0.0.1:{port}/query"
        finally:
            process.terminate()


REQUIRED = {"old": sample_statements.OLD, "new": sample_statements.NEW, "one": "pforg:fernwood-gazette", "other": "pforg:thornbury-clinic"}


@pytest.mark.parametrize("name", [question.name for question in questions()])
def test_a_sparql_server_gives_our_rows_for_every_question(dataset: Dataset, server: str, name: str) -> None:
    params = {parameter.name: REQUIRED[parameter.name] for parameter in named(name).parameters if parameter.required}
    ours, theirs = run(dataset, name, params), run(open_dataset(server), name, params)
    assert theirs.columns == ours.columns
    if name != "rights-compared":  # GROUP_CONCAT is free to choose its order
        assert sorted(map(str, theirs.rows)) == sorted(map(str, ours.rows))


def test_a_server_takes_the_file_of_a_question_as_it_is(dataset: Dataset, server: str) -> None:
    request = urllib.request.Request(
        server,
        data=named("denials").text.encode(),
        headers={"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        found = json.load(answer)
    ours = json.loads(run(dataset, "denials").to_json())
    assert found["head"]["vars"] == ours["head"]["vars"]
    assert sorted(map(str, found["results"]["bindings"])) == sorted(map(str, ours["results"]["bindings"]))


# Property graphs and tables


def test_graphml_and_gexf_come_back_as_the_network_that_was_written(dataset: Dataset, tmp_path: Path) -> None:
    ours = flow_graph(dataset)
    for form, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        export(dataset, form, tmp_path / form)
        theirs = read(tmp_path / form)
        assert (set(theirs), theirs.number_of_edges()) == (set(ours), ours.number_of_edges())
        assert all(theirs.nodes[node]["concept"] == ours.nodes[node]["concept"] for node in ours)


def test_csv_is_the_table_of_every_claim(dataset: Dataset, tmp_path: Path) -> None:
    export(dataset, "csv", tmp_path / "flows.csv")
    frame = pandas.read_csv(tmp_path / "flows.csv")
    result = run(dataset, "every-claim")
    assert list(frame.columns) == list(result.columns) and len(frame) == len(result)
    assert set(frame["recipient"].dropna()) == {row["recipient"] for row in result if row["recipient"]}


def test_neo4j_can_import_nodes_and_relationships(dataset: Dataset, tmp_path: Path) -> None:
    """Header fields and references as `neo4j-admin database import` asks for them."""
    export(dataset, "neo4j", tmp_path / "neo4j")
    nodes, edges = (pandas.read_csv(tmp_path / "neo4j" / name) for name in ("nodes.csv", "relationships.csv"))
    ours = flow_graph(dataset, denials=True)
    assert nodes["iri:ID"].is_unique and len(nodes) == len(ours) and len(edges) == ours.number_of_edges()
    assert {*edges[":START_ID"], *edges[":END_ID"]} <= set(nodes["iri:ID"])
    assert nodes[":LABEL"].notna().all() and edges[":TYPE"].str.fullmatch(r"[A-Z][A-Z_]*").all()
    assert set(edges.loc[edges["polarity"] == "negated", ":TYPE"].str.startswith("DENIED_")) == {True}
    assert str(nodes["statements:int"].dtype) == str(edges["policies:int"].dtype) == "int64"


# JSON-LD 1.1


def _canonical(document: object) -> str:
    jsonld = pytest.importorskip("pyld.jsonld", reason="JSON-LD is processed by pyld")
    quads: str = jsonld.to_rdf(document, {"format": "application/n-quads"})
    return "\n".join(sorted(set(quads.splitlines())))


@pytest.fixture(scope="module")
def written(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """The JSON-LD file as JSON."""
    path = tmp_path_factory.mktemp("jsonld") / "flows.jsonld"
    export(dataset, "jsonld", path)
    loaded: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def test_json_ld_expands_to_the_dataset_and_compacts_back(dataset: Dataset, written: dict[str, object]) -> None:
    jsonld = pytest.importorskip("pyld.jsonld", reason="JSON-LD is processed by pyld")
    ours = {str(quad) for quad in quads_of(dataset)}
    assert len(set(_canonical(written).splitlines())) == len(ours)
    expanded = jsonld.expand(written)
    assert all(key.startswith(("http", "@")) for part in expanded for node in part.get("@graph", []) for key in node)
    compact = jsonld.compact(expanded, {"@context": context()})
    assert compact["@context"] == context()
    assert _canonical(expanded) == _canonical(compact) == _canonical(written)
    again = ox.parse(json.dumps(compact).encode(), format=ox.RdfFormat.JSON_LD)
    assert {str(quad) for quad in again} == ours


def test_json_ld_is_compact_already(written: dict[str, object]) -> None:
    """Nothing is left to shorten: no object property needs an `@id`, no term of ours is written in full."""
    text = json.dumps({"@graph": written["@graph"]})
    assert f'"{PF}' not in text and f'"{PREFIXES["dpv"]}' not in text
    assert '{"@id": ' not in text.replace('[{"@id": ', "[").replace('}, {"@id": ', ", ").replace('"@graph": [', "")


@pytest.mark.filterwarnings("ignore:(Dataset[.]|ConjunctiveGraph):DeprecationWarning")  # rdflib's parser warns of itself
def test_rdflib_reads_the_json_ld_as_the_same_quads(dataset: Dataset, written: dict[str, object]) -> None:
    read = Dataset()
    read.parse(data=json.dumps(written), format="json-ld")
    ours = {str(q.triple) for q in quads_of(dataset)}
    assert len({(s, p, o) for s, p, o, _ in read.quads()}) == len(ours)


# SHACL


def test_pyshacl_finds_nothing_wrong_with_what_was_saved(graph: PolicyGraph, tmp_path: Path) -> None:
    pytest.importorskip("pyshacl")
    graph.save(tmp_path / "flows.trig")
    report = PolicyGraph.open(tmp_path / "flows.trig").validate()
    assert (report.conforms, report.snapshots, report.violations) == (True, 3, ())


# DPV alone


@pytest.fixture(scope="module")
def profile(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The DPV export, read back."""
    path = tmp_path_factory.mktemp("dpv") / "flows.ttl"
    export(dataset, "dpv", path)
    return Graph().parse(path, format="turtle")


def test_every_term_is_of_dpv_or_a_standard(profile: Graph) -> None:
    """The dataset's own IRIs name what it describes (organisations, notices, processes ...); whatever else is named is a known term."""
    described = set(profile.subjects())
    others = {term for triple in profile for term in triple if isinstance(term, URIRef) and term not in described}
    assert {term for term in others if not str(term).startswith((*OF_DPV, *STANDARD))} == set()
    assert {p for p in profile.predicates() if not str(p).startswith((*OF_DPV, *STANDARD))} == set()
    assert not [term for triple in profile for term in triple if str(term).startswith(PF)]


def test_practices_are_processes_and_denials_prohibitions(profile: Graph, statements: dict[str, int]) -> None:
    processes, prohibitions = set(profile.subjects(RDF.type, DPV.Process)), set(profile.subjects(RDF.type, DPV.Prohibition))
    assert (len(processes), len(prohibitions)) == (statements["pf:Practice"], statements["pf:Denial"])
    assert not processes & prohibitions
    assert set(profile.objects(None, DPV.hasProhibition)) == prohibitions
    assert set(profile.objects(None, DPV.hasProcess)) <= processes
    for node in processes | prohibitions:
        assert (node, DPV.hasProcessing, None) in profile
        assert (node, URIRef(PREFIXES["prov"] + "wasQuotedFrom"), None) in profile


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # The postal address is named in a denial only: no process has it, a prohibition does.
        ("SELECT ?d { ?s a dpv:Process ; dpv:hasPersonalData pd:PhysicalAddress . BIND(1 AS ?d) }", []),
        ("SELECT ?d { ?s a dpv:Prohibition ; dpv:hasPersonalData pd:PhysicalAddress . BIND(1 AS ?d) }", ["1"]),
        # What DPV has no concept for: the nearest above, here of selling, of user generated content, of standard clauses.
        ("SELECT DISTINCT ?p { ?s dpv:hasPersonalData ?d ; dpv:hasProcessing ?p . ?d rdfs:label 'subscriber list' }", ["dpv:Share"]),
        ("SELECT ?d { ?s a dpv:Process ; dpv:hasProcessing dpv:Disseminate ; dpv:hasPersonalData ?d }", ["dpv:ProvidedPersonalData"]),
        ("SELECT ?c { ?s dpv:hasProcessing dpv:Transfer ; dpv:hasContext ?c }", ["eu-gdpr:StandardContractualClauses"]),
        ("SELECT ?r { ?n a dpv:PrivacyNotice ; dpv:hasRight ?r }", ["eu-gdpr:A17"]),
    ],
)
def test_dpv_alone_answers(profile: Graph, query: str, expected: list[str]) -> None:
    found = [curie(str(row[0])) for row in profile.query(query, initNs=dict(PREFIXES))]  # type: ignore[index]
    assert found == expected


def test_every_term_exists_in_dpv(profile: Graph, shared_dir: Path) -> None:
    known = Graph()
    for file in (shared_dir / "dpv").glob("*.ttl"):
        known.parse(file, format="turtle")
    defined = {str(subject) for subject in known.subjects()}
    used = {
        str(term) for triple in profile for term in triple if str(term).startswith(OF_DPV) and not str(term).startswith(PREFIXES["loc"])
    }
    assert used and used - defined == {str(expand("pd:UsageAnalytics"))}  # a concept that the sample has invented on purpose


def test_the_profile_does_not_depend_on_the_order_or_the_derived_layers(dataset: Dataset) -> None:
    quads = list(quads_of(dataset))
    stated = [q for q in quads if not is_derived(str(q.graph_name.value))]  # type: ignore[union-attr]
    assert to_dpv(quads) == to_dpv(reversed(stated))


def test_all_forms_are_the_same_bytes_each_time(dataset: Dataset) -> None:
    for form, write in FORMATS.items():
        if form != "parquet":
            assert write(dataset) == write(dataset), form


def test_a_result_reads_as_csv_in_pandas(dataset: Dataset) -> None:
    result = run(dataset, "modality-counts")
    assert pandas.read_csv(StringIO(result.to_csv())).to_dict("records") == result.to_pandas().to_dict("records")
