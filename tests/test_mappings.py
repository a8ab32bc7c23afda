"""Mappings: every object exists, no pair stands twice, the header is whole, table and Turtle say the same, and the documented query runs.

In go the SSSOM tables of ``ontology/mappings``, read with pandas as any user would, and the snippets of ``docs/mappings.md``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pandas
import pytest
from privacyflows.extract.errors import NotFoundError
from privacyflows.graphs import PolicyGraph
from privacyflows.graphs.terms.mappings import COLUMNS, header, mapping, mappings, matches, turtle
from privacyflows.graphs.vocabulary import DPV, EU_GDPR, PD, PF, PREFIXES, TECH, expand
from rdflib import Graph, URIRef
from rdflib.namespace import RDFS, SKOS, DefinedNamespaceMeta

from tests import sample_statements as sample
from tools import write_namespaces

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "ontology" / "mappings"
DOCS = (ROOT / "docs" / "mappings.md").read_text(encoding="utf-8")
NAMESPACES: dict[str, DefinedNamespaceMeta] = {"pf": PF, "dpv": DPV, "pd": PD, "tech": TECH, "eu-gdpr": EU_GDPR}
PREDICATES = {f"skos:{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")}
NEEDED = {
    *("mapping_set_id", "mapping_set_version", "mapping_set_title", "mapping_set_description", "license", "curie_map"),
    *("subject_source", "object_source", "object_source_version"),
}


@cache
def ontology() -> Graph:
    """All our Turtle files with terms."""
    return write_namespaces.ours()


def labels(iri: URIRef) -> set[str]:
    """The labels that our files give a term."""
    return {str(o) for p in (SKOS.prefLabel, RDFS.label) for o in ontology().objects(iri, p)}


def test_the_folder_holds_what_the_package_names() -> None:
    assert {p.name for p in FOLDER.iterdir()} == {f"{name}{end}" for name in mappings() for end in (".sssom.tsv", ".ttl")}
    assert mappings() == ("opp115", "policyie")


@pytest.mark.parametrize("name", mappings())
def test_pandas_reads_the_table_alone(name: str) -> None:
    read = pandas.read_csv(FOLDER / f"{name}.sssom.tsv", sep="\t", comment="#", keep_default_na=False)
    assert tuple(read.columns) == COLUMNS
    assert read.values.tolist() == mapping(name).values.tolist()


@pytest.mark.parametrize("name", mappings())
def test_every_cell_is_filled_and_every_confidence_a_share(name: str) -> None:
    table = mapping(name)
    assert len(table) > 50
    assert [c for c in COLUMNS if c != "confidence" and (table[c].str.strip() == "").any()] == []
    assert table.confidence.between(0, 1).all()
    assert set(table.mapping_justification) == {"semapv:ManualMappingCuration"}


@pytest.mark.parametrize("name", mappings())
def test_header_is_whole(name: str) -> None:
    about = header(name)
    assert set(about) >= NEEDED
    assert about["mapping_set_id"] == f"https://w3id.org/privacyflows/mappings/{name}"
    declared = about["curie_map"]
    assert isinstance(declared, dict)
    used = {text.partition(":")[0] for column in ("subject_id", "predicate_id", "object_id") for text in mapping(name)[column]}
    assert used | {"semapv"} == set(declared)
    assert {p: n for p, n in declared.items() if p in PREFIXES} == {p: PREFIXES[p] for p in declared if p in PREFIXES}


@pytest.mark.parametrize("name", mappings())
def test_every_object_exists(name: str) -> None:
    """In the closed namespaces, and with a label of ours unless it is a property of DPV's."""
    pairs = [text.partition(":") for text in mapping(name).object_id]
    assert [local for prefix, _, local in pairs if local not in NAMESPACES[prefix]] == []
    unknown = {local for prefix, _, local in pairs if not labels(expand(f"{prefix}:{local}"))}
    assert {local for local in unknown if not re.match("has[A-Z]|isImplemented", local)} == set()


@pytest.mark.parametrize("name", mappings())
def test_object_labels_are_the_vocabularys(name: str) -> None:
    rows = list(zip(mapping(name).object_id, mapping(name).object_label, strict=True))
    assert [(o, label) for o, label in rows if (found := labels(expand(o))) and label not in found] == []


@pytest.mark.parametrize("name", mappings())
def test_no_pair_stands_twice_and_what_is_exact_is_exact_once(name: str) -> None:
    table = mapping(name)
    assert set(table.predicate_id) <= PREDICATES
    assert table[table.duplicated(["subject_id", "object_id"])].subject_id.tolist() == []
    exact = table[table.predicate_id == "skos:exactMatch"]
    assert exact[exact.duplicated("subject_id")].subject_id.tolist() == []
    near = set(table[table.predicate_id == "skos:closeMatch"].subject_id)
    assert near & set(exact.subject_id) == set()


@pytest.mark.parametrize("name", mappings())
def test_a_subject_has_one_label_and_stands_in_one_run(name: str) -> None:
    table = mapping(name)
    described = table.drop_duplicates(["subject_id", "subject_label", "subject_category"])
    assert described[described.duplicated("subject_id")].subject_id.tolist() == []
    runs = table.subject_id[table.subject_id != table.subject_id.shift()]
    assert runs[runs.duplicated()].tolist() == []
    assert [s for s in runs if not re.fullmatch(rf"{name}:[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)?", s)] == []


@pytest.mark.parametrize("name", mappings())
def test_narrower_and_broader_matches_do_not_contradict_the_hierarchy(name: str) -> None:
    """An object that is narrower than the subject does not stand above one that is broader."""
    table = mapping(name)
    bad = []
    for subject, rows in table.groupby("subject_id"):
        narrow = {expand(o) for o in rows[rows.predicate_id == "skos:narrowMatch"].object_id}
        broad = {expand(o) for o in rows[rows.predicate_id.isin(["skos:broadMatch", "skos:exactMatch"])].object_id}
        bad += [(subject, b, n) for b in broad for n in narrow if n in set(ontology().transitive_objects(b, SKOS.broader))]
    assert bad == []


@pytest.mark.parametrize("name", mappings())
def test_turtle_and_table_agree(name: str) -> None:
    written = (FOLDER / f"{name}.ttl").read_text(encoding="utf-8")
    assert written == turtle(name)
    graph = Graph().parse(data=written)
    prefixes = {**PREFIXES, name: f"https://w3id.org/privacyflows/{name}#"}
    rows = {(expand(r.subject_id, prefixes), expand(r.predicate_id), expand(r.object_id)) for r in rows_of(name)}
    found = {(s, p, o) for p in map(expand, PREDICATES) for s, o in graph.subject_objects(p)}
    assert found == rows
    assert set(graph.subjects(SKOS.inScheme)) == {s for s, _, _ in rows}


class Row:
    """One row, typed."""

    def __init__(self, subject_id: str, predicate_id: str, object_id: str) -> None:
        self.subject_id, self.predicate_id, self.object_id = subject_id, predicate_id, object_id


def rows_of(name: str) -> list[Row]:
    """The three columns that make a statement."""
    table = mapping(name)
    return [Row(*three) for three in zip(table.subject_id, table.predicate_id, table.object_id, strict=True)]


@pytest.mark.parametrize(
    ("name", "subject", "found"),
    [
        ("opp115", "Public", {"pf:GeneralPublic": "exactMatch"}),
        ("opp115", "opp115:PersonalInformationType-Health", {"pd:MedicalHealth": "exactMatch"}),
        ("opp115", "None", {"pf:RightLimitation": "relatedMatch"}),
        ("policyie", "method.encryptions", {"dpv:Encryption": "exactMatch"}),
        ("policyie", "no such slot", {}),
    ],
)
def test_matches(name: str, subject: str, found: dict[str, str]) -> None:
    assert matches(name, subject) == {str(expand(curie)): kind for curie, kind in found.items()}


def test_an_unknown_mapping_is_named_with_the_known_ones() -> None:
    with pytest.raises(NotFoundError, match="opp116") as caught:
        mapping("opp116")
    assert "opp115" in caught.value.hint


def test_the_documented_numbers_are_right() -> None:
    for name in mappings():
        row = next(line for line in DOCS.splitlines() if line.startswith(f"| `{name}`"))
        table = mapping(name)
        assert row.split(" | ")[-2:] == [str(table.subject_id.nunique()), f"{len(table)} |"]


def test_the_documented_query_counts_statements_by_category() -> None:
    (query,) = re.findall(r"```sparql\n(.*?)```", DOCS, re.S)
    graph = PolicyGraph.from_statements([(sample.document(), sample.profile(), sample.statements())])
    graph.dataset.graph("https://w3id.org/privacyflows/mappings/opp115").parse(data=turtle("opp115"), format="turtle")
    found = {str(category): str(count) for category, count in graph.query(query).rows}
    assert found == {
        "First Party Collection/Use": "2",
        "Third Party Sharing/Collection": "6",
        "Data Retention": "1",
        "User Access, Edit and Deletion": "1",
    }
