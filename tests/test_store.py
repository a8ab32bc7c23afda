"""Datasets on disk and in memory: what is saved comes back, bytes are stable, nothing is half written, errors say the way out."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from privacyflows.graphs import PolicyGraph
from privacyflows.graphs.store import (
    DatasetError,
    add_quads,
    is_endpoint,
    new_dataset,
    open_dataset,
    quads_of,
    rebuild_derived,
    save_dataset,
    serialise,
    write_whole,
)
from privacyflows.graphs.vocabulary import CLOSURE_GRAPH, PREFIXES
from rdflib import Dataset

from tests import sample_statements as sample

WITH_GRAPHS = ("d.trig", "d.nq", "d.jsonld", "folder")


@pytest.fixture(scope="module")
def graph() -> PolicyGraph:
    return PolicyGraph.from_statements(sample.documents())


@pytest.fixture(scope="module")
def quads(graph: PolicyGraph) -> set[ox.Quad]:
    return set(quads_of(graph.dataset))


@pytest.mark.parametrize("name", WITH_GRAPHS)
@pytest.mark.parametrize("store", ["oxigraph", "memory"])
def test_what_is_saved_comes_back(graph: PolicyGraph, quads: set[ox.Quad], tmp_path: Path, name: str, store: str) -> None:
    save_dataset(graph.dataset, tmp_path / name)
    assert set(quads_of(open_dataset(tmp_path / name, store=store))) == quads


def test_turtle_holds_the_union_and_still_tells_the_snapshots(graph: PolicyGraph, quads: set[ox.Quad], tmp_path: Path) -> None:
    save_dataset(graph.dataset, tmp_path / "d.ttl")
    opened = PolicyGraph.open(tmp_path / "d.ttl")
    assert {q.triple for q in quads_of(opened.dataset)} == {q.triple for q in quads}
    assert opened.policies == [sample.OLD, sample.NEW]
    assert opened.summary() == graph.summary()


@pytest.mark.parametrize("suffix", [".trig", ".nq", ".ttl", ".jsonld"])
def test_order_of_the_input_does_not_show_in_the_bytes(quads: set[ox.Quad], suffix: str) -> None:
    ordered = sorted(quads, key=str)
    assert serialise(ordered, suffix) == serialise(reversed(ordered), suffix)


def test_json_ld_is_plain_json_with_its_context_inside(quads: set[ox.Quad]) -> None:
    read = json.loads(serialise(quads, ".jsonld"))
    assert read["@context"]["dpv"] == PREFIXES["dpv"]
    snapshots = [node for part in read["@graph"] for node in part["@graph"] if node.get("@type") == "pf:Snapshot"]
    assert [node["dct:identifier"] for node in snapshots] == [sample.OLD, sample.NEW]


def test_json_ld_keeps_what_literals_say() -> None:
    values = r'"a\u2028\"b", "x"@de, "1"^^<http://www.w3.org/2001/XMLSchema#integer>, <https://e.example/o>'
    plain = list(ox.parse(f"<https://e.example/s> <https://e.example/p> {values} .", format=ox.RdfFormat.TURTLE))
    assert len(plain) == 4
    found = ox.parse(serialise(plain, ".jsonld"), format=ox.RdfFormat.JSON_LD)
    assert {q.triple for q in found} == {q.triple for q in plain}


def test_the_union_of_all_graphs_is_the_default_graph(graph: PolicyGraph) -> None:
    rows = list(graph.dataset.query("ASK { ?practice a pf:Practice . pd:EmailAddress pf:within dpv:PersonalData }"))
    assert rows == [True]


def test_prefixes_are_bound(graph: PolicyGraph) -> None:
    bound = {prefix: str(namespace) for prefix, namespace in graph.dataset.namespaces()}
    assert {prefix: bound.get(prefix) for prefix in PREFIXES} == PREFIXES


def test_rebuilding_derived_layers_changes_nothing_and_repairs_them(graph: PolicyGraph, quads: set[ox.Quad], tmp_path: Path) -> None:
    save_dataset(graph.dataset, tmp_path / "d.nq")
    dataset = open_dataset(tmp_path / "d.nq")
    rebuild_derived(dataset)
    assert set(quads_of(dataset)) == quads
    dataset.remove_graph(dataset.graph(CLOSURE_GRAPH))
    stray = ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c"), ox.NamedNode(CLOSURE_GRAPH))
    add_quads(dataset, [stray])
    rebuild_derived(dataset)
    assert set(quads_of(dataset)) == quads


def test_one_graph_alone(graph: PolicyGraph, quads: set[ox.Quad]) -> None:
    name = next(q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode) and q.graph_name.value.endswith("2019"))
    memory = new_dataset(store="memory")
    add_quads(memory, quads)
    for dataset in (graph.dataset, memory):
        assert set(quads_of(dataset, name)) == {q for q in quads if q.graph_name == ox.NamedNode(name)}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.trig", None, "no dataset at .*missing.trig"),
        ("d.xlsx", b"x", r"unknown format: .*d\.xlsx"),
        ("broken.trig", b"@prefix a: <https://e.example/> .\n\na:b a:c ;\n", r"broken\.trig' is broken: .*line"),
        ("broken.nq", b"<https://e.example/s> <https://e.example/p>\n", r"broken\.nq' is broken: .*line"),
        ("broken.jsonld", b"{", r"broken\.jsonld' is broken"),
        ("latin.nq", '<https://e.example/s> <https://e.example/p> "\xe9" .\n'.encode("latin-1"), r"latin\.nq'"),
    ],
)
def test_what_cannot_be_opened(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(DatasetError, match=message) as caught:
        open_dataset(tmp_path / name)
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_a_folder_that_is_no_store_is_refused_and_left_alone(graph: PolicyGraph, tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("precious", encoding="utf-8")
    with pytest.raises(DatasetError, match="no store"):
        open_dataset(tmp_path)
    with pytest.raises(DatasetError, match="other files"):
        save_dataset(graph.dataset, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_saving_into_nowhere_is_an_error(graph: PolicyGraph, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot write"):
        save_dataset(graph.dataset, tmp_path / "absent" / "d.trig")
    with pytest.raises(DatasetError, match="unknown format"):
        save_dataset(graph.dataset, tmp_path / "d.xml")


def test_a_save_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "d.nq"
    write_whole(target, b"old")
    (tmp_path / "d.trig").mkdir()
    with pytest.raises(DatasetError, match="cannot write"):
        write_whole(tmp_path / "d.trig", b"a folder stands in the way")
    write_whole(target, b"new")
    assert target.read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d.nq", "d.trig"]


def test_a_stores_folder_is_replaced_whole(graph: PolicyGraph, quads: set[ox.Quad], tmp_path: Path) -> None:
    half = new_dataset()
    add_quads(half, list(quads)[:10])
    save_dataset(half, tmp_path / "store")
    save_dataset(graph.dataset, tmp_path / "store")
    assert set(quads_of(open_dataset(tmp_path / "store"))) == quads
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_stores_folder_opened_to_write_keeps_what_is_added(graph: PolicyGraph, tmp_path: Path) -> None:
    save_dataset(graph.dataset, tmp_path / "store")
    extra = ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c"), ox.NamedNode("urn:g"))
    dataset = open_dataset(tmp_path / "store", writable=True)
    add_quads(dataset, [extra])
    dataset.close()
    assert extra in set(quads_of(open_dataset(tmp_path / "store")))


@pytest.fixture
def endpoint() -> Iterator[Dataset]:
    yield open_dataset("http://127.0.0.1:9/query")


def test_an_endpoint_is_for_asking_only(endpoint: Dataset, tmp_path: Path) -> None:
    assert is_endpoint("https://e.example/sparql")
    for attempt in (lambda: save_dataset(endpoint, tmp_path / "d.trig"), lambda: add_quads(endpoint, []), lambda: list(quads_of(endpoint))):
        with pytest.raises(DatasetError, match="remote"):
            attempt()
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_kind_of_store_is_refused() -> None:
    with pytest.raises(ValueError, match="oxigraph or memory"):
        new_dataset(store="redis")


SCRIPT = """
import sys
from privacyflows.graphs import PolicyGraph
graph = PolicyGraph.open(sys.argv[1])
assert len(graph.query("SELECT ?s WHERE { ?s a pf:Practice }").rows) > 0
print(sorted({"spacy", "thinc", "trafilatura", "pandas", "networkx", "pyshacl"} & set(sys.modules)))
"""


def test_asking_loads_no_language_model(graph: PolicyGraph, tmp_path: Path) -> None:
    save_dataset(graph.dataset, tmp_path / "d.trig")
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path / "d.trig")], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
