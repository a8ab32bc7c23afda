"""The namespace classes against what they stand for: our ontology, and DPV's files where they lie beside the project."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from privacyflows.graphs.vocabulary import DPV, EU_GDPR, PD, PF, PREFIXES, TECH
from rdflib import Graph, URIRef
from rdflib.namespace import DefinedNamespaceMeta

from tools import write_namespaces

CLASSES: dict[str, DefinedNamespaceMeta] = {"pf": PF, "dpv": DPV, "pd": PD, "tech": TECH, "eu-gdpr": EU_GDPR}
MODULES = Path(__file__).resolve().parents[1] / "graphs" / "privacyflows" / "graphs" / "terms"


def names(namespace: DefinedNamespaceMeta) -> set[str]:
    """All terms of a class."""
    return {name for name in namespace.__annotations__ if not name.startswith("_")} | set(namespace._extras)


@cache
def dpv(folder: Path) -> Graph:
    """All that DPV says."""
    graph = Graph()
    for path in sorted(folder.glob("*.ttl")):
        graph.parse(path)
    return graph


def test_our_class_has_the_terms_of_the_ontology_and_no_others() -> None:
    """After a new concept: python tools/write_namespaces.py."""
    assert names(PF) == set(write_namespaces.local_names(write_namespaces.ours(), PREFIXES["pf"]))


def test_our_module_is_what_the_tool_writes() -> None:
    written = write_namespaces.module(*write_namespaces.OURS, names(PF))
    assert (MODULES / "pf_terms.py").read_text(encoding="utf-8") == written


@pytest.mark.parametrize("prefix", write_namespaces.FOREIGN)
def test_the_other_modules_are_what_the_tool_writes(prefix: str, shared_dir: Path) -> None:
    name, namespace, what = write_namespaces.FOREIGN[prefix]
    terms = write_namespaces.local_names(dpv(shared_dir / "dpv"), namespace)
    written = write_namespaces.module(name, namespace, what, terms)
    assert (MODULES / f"{prefix.replace('-', '_')}_terms.py").read_text(encoding="utf-8") == written


@pytest.mark.parametrize("prefix", CLASSES)
def test_prefix_and_class_agree(prefix: str) -> None:
    assert str(CLASSES[prefix]._NS) == PREFIXES[prefix]
    assert len(names(CLASSES[prefix])) > 100


@pytest.mark.parametrize(
    ("found", "iri"),
    [
        (DPV.hasPersonalData, "https://w3id.org/dpv#hasPersonalData"),
        (PD.EmailAddress, "https://w3id.org/dpv/pd#EmailAddress"),
        (TECH.Cookie, "https://w3id.org/dpv/tech#Cookie"),
        (EU_GDPR.A15, "https://w3id.org/dpv/legal/eu/gdpr#A15"),
        (EU_GDPR["A6-1-b"], "https://w3id.org/dpv/legal/eu/gdpr#A6-1-b"),
        (PF.AdNetwork, "https://w3id.org/privacyflows#AdNetwork"),
    ],
)
def test_terms_are_iris(found: URIRef, iri: str) -> None:
    assert found == URIRef(iri)


@pytest.mark.parametrize(
    ("namespace", "wrong"),
    [
        (DPV, "hasPersonalDatum"),
        (DPV, "LegalAgreement"),  # withdrawn in DPV 2.3
        (PD, "EMailAddress"),
        (TECH, "Cookies"),
        (EU_GDPR, "A6-1-z"),
        (PF, "Adnetwork"),
    ],
)
def test_a_wrong_or_withdrawn_name_is_an_error(namespace: DefinedNamespaceMeta, wrong: str) -> None:
    assert wrong not in namespace
    with pytest.raises(AttributeError, match=wrong):
        namespace[wrong]
