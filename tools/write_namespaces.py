"""Write the namespace classes anew: DPV's Turtle files and our ontology go in; the modules ``*_terms.py`` of graphs come out.

Run it after a concept of ours was added, or when a new version of the Data Privacy Vocabulary is adopted::

    python tools/write_namespaces.py                        # ours only
    python tools/write_namespaces.py --dpv ../shared/dpv    # DPV's too, and the facts that the tests check

Only names (IRIs), parents and the mark "sunset" are taken from DPV's files, no label and no definition.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import OWL, SKOS
from rdflib.term import Node

ROOT = Path(__file__).resolve().parents[1]
TERMS = ROOT / "graphs" / "privacyflows" / "graphs" / "terms"
ONTOLOGY = ROOT / "ontology"
FACTS = ROOT / "tests" / "dpv-2.3.tsv"
STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")

FOREIGN = {
    "dpv": ("DPV", "https://w3id.org/dpv#", "the Data Privacy Vocabulary 2.3"),
    "pd": ("PD", "https://w3id.org/dpv/pd#", "DPV's extension for personal data, 2.3"),
    "tech": ("TECH", "https://w3id.org/dpv/tech#", "DPV's extension for technologies, 2.3"),
    "eu-gdpr": ("EU_GDPR", "https://w3id.org/dpv/legal/eu/gdpr#", "DPV's extension for the GDPR, 2.3"),
}
"""Prefix -> class, namespace and what it is."""
OURS = ("PF", "https://w3id.org/privacyflows#", "privacyflows: ``ontology/privacyflows.ttl`` and ``ontology/concepts``")
KINDS = (RDFS.Class, RDF.Property, SKOS.Concept, SKOS.ConceptScheme, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


def module(name: str, namespace: str, what: str, terms: Iterable[str]) -> str:
    """The text of a module with one closed namespace."""
    listed = sorted(set(terms))
    plain = [t for t in listed if t.isidentifier()]
    extras = [t for t in listed if not t.isidentifier()]
    lines = [
        f'"""The terms of {what}, as a closed rdflib namespace.',
        "",
        "Written by ``tools/write_namespaces.py``; do not edit by hand. A misspelt term is an ``AttributeError``, and an editor completes.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from rdflib import URIRef",
        "from rdflib.namespace import DefinedNamespace, Namespace",
        "",
        "",
        f"class {name}(DefinedNamespace):",
        f'    """Terms of {what}."""',
        "",
        "    _fail = True",
        f'    _NS = Namespace("{namespace}")',
    ]
    if extras:
        lines += ["    _extras = [  # noqa: RUF012  (rdflib's own declaration); no Python names: read with an index, as in EU_GDPR[...]"]
        lines += [f'        "{t}",' for t in extras] + ["    ]"]
    return "\n".join([*lines, "", *(f"    {t}: URIRef" for t in plain), ""])


def local_names(graph: Graph, namespace: str) -> list[str]:
    """The terms of a namespace that a graph defines and has not withdrawn; DPV's lists of terms by document section left out."""
    found = {s for kind in KINDS for s in graph.subjects(RDF.type, kind) if str(s).startswith(namespace)}
    gone = {s for s in found if any(str(o) == "sunset" for o in graph.objects(s, STATUS))}
    names = [str(s)[len(namespace) :] for s in found - gone]
    return [n for n in names if n and not re.search(r"-(?:classes|properties)$|^serialisation-", n)]


@cache
def ours() -> Graph:
    """All Turtle files that define terms of ours, as one graph; read once, not to be changed."""
    graph = Graph()
    for path in [ONTOLOGY / "privacyflows.ttl", *sorted((ONTOLOGY / "concepts").glob("*.ttl"))]:
        graph.parse(path)
    return graph


def parents(dpv: Graph, concept: Node) -> set[Node]:
    """The next broader concepts that DPV has not withdrawn: a withdrawn parent is replaced by its own parents."""
    found: set[Node] = set()
    for above in dpv.objects(concept, SKOS.broader):
        withdrawn = any(str(o) == "sunset" for o in dpv.objects(above, STATUS))
        found |= parents(dpv, above) if withdrawn else {above}
    return found


def facts(own: Graph, dpv: Graph) -> str:
    """A table of the DPV concepts that we use: CURIE and the CURIEs of its parents in DPV, as a TSV file."""
    prefixes = {namespace: prefix for prefix, (_, namespace, _) in FOREIGN.items()}

    def short(iri: Node) -> str:
        namespace = re.sub(r"[^#]*$", "", str(iri))
        return f"{prefixes[namespace]}:{str(iri)[len(namespace) :]}"

    used = {s for s in own.subjects(RDF.type, SKOS.Concept) if str(s).startswith("https://w3id.org/dpv")}
    rows = [f"{short(s)}\t{' '.join(sorted(short(o) for o in parents(dpv, s)))}" for s in used]
    return "\n".join(["concept\tbroader", *sorted(rows)]) + "\n"


def main() -> None:
    """Write the modules; the facts too where DPV's files are given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dpv", type=Path, help="folder of DPV's Turtle files")
    folder = parser.parse_args().dpv
    own = ours()
    (TERMS / "pf_terms.py").write_text(module(*OURS, local_names(own, OURS[1])), encoding="utf-8")
    if folder is None:
        return
    dpv = Graph()
    for path in sorted(folder.glob("*.ttl")):
        dpv.parse(path)
    for prefix, (name, namespace, what) in FOREIGN.items():
        target = TERMS / f"{prefix.replace('-', '_')}_terms.py"
        target.write_text(module(name, namespace, what, local_names(dpv, namespace)), encoding="utf-8")
    FACTS.write_text(facts(own, dpv), encoding="utf-8")


if __name__ == "__main__":
    main()
