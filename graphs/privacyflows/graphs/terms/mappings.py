"""Mappings between our concepts and the schemes of annotated corpora: the ontology's SSSOM files go in, tables and SKOS come out.

``ontology/mappings/*.sssom.tsv`` are the source: a table of (subject, predicate, object) with justification, confidence and comment, below
a YAML header in comment lines, as SSSOM (https://mapping-commons.github.io/sssom/) lays down. `mapping` reads one as a pandas table,
`turtle` writes the same pairs as SKOS; the ``.ttl`` files beside the tables are what `turtle` returns. To ask a dataset in the terms of
another scheme, add that file to it; ``docs/mappings.md`` has an example.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from privacyflows.extract.errors import NotFoundError
from privacyflows.graphs.vocabulary import PREFIXES, expand

if TYPE_CHECKING:
    from pandas import DataFrame

COLUMNS: Final = (
    *("subject_id", "subject_label", "subject_category", "predicate_id", "object_id", "object_label"),
    *("mapping_justification", "confidence", "comment"),
)
"""Columns of a mapping, in their order (names of SSSOM)."""
_SUFFIX = ".sssom.tsv"


def mappings() -> tuple[str, ...]:
    """Return the names of the mappings that the package ships, sorted.

    >>> mappings()
    ('opp115', 'policyie')
    """
    return tuple(sorted(entry.name.removesuffix(_SUFFIX) for entry in _folder().iterdir() if entry.name.endswith(_SUFFIX)))


def mapping(name: str) -> DataFrame:
    """Return a mapping as a table with the columns of `COLUMNS`; confidence is a number from 0 to 1, all else text.

    Raises `NotFoundError` for a name that is none of `mappings`.

    >>> table = mapping("policyie")
    >>> table[table.subject_label == "data-location"][["predicate_id", "object_id"]].values.tolist()
    [['skos:exactMatch', 'pd:Location']]
    """
    import pandas

    return pandas.DataFrame(_rows(name), columns=list(COLUMNS)).astype({"confidence": "float64"})


def header(name: str) -> dict[str, str | dict[str, str]]:
    """Return the metadata of a mapping: titles, version, licence, sources, and the prefixes under ``curie_map``.

    Raises `NotFoundError` for a name that is none of `mappings`.
    """
    found: dict[str, str | dict[str, str]] = {}
    prefixes: dict[str, str] = {}
    for line in _file(name, _SUFFIX).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        key, _, value = line[1:].partition(": ")
        if key == "curie_map:":
            found["curie_map"] = prefixes
        elif key.startswith("  "):
            prefixes[key.strip()] = json.loads(value)
        else:
            found[key] = json.loads(value)
    return found


def turtle(name: str) -> str:
    """Return a mapping as SKOS in Turtle: the subjects as concepts with labels, their schemes, and a match for each row.

    Labels of the other scheme are its names for things, not descriptions. A subject whose name continues that of another after a hyphen
    stands under it. Raises `NotFoundError` for a name that is none of `mappings`.
    """
    about = header(name)
    rows = _rows(name)
    known = {row["subject_id"] for row in rows}
    scheme = f"{name}:Scheme"
    lines = [f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in sorted(_prefixes(about).items())]
    lines += [
        "",
        f"# Written from {name}{_SUFFIX} by privacyflows.graphs.terms.mappings.turtle; edit the table, not this file.",
        "",
        f"{scheme} a skos:ConceptScheme ;",
        f"    skos:prefLabel {_text(str(about['mapping_set_title']))} ;",
        f"    dct:description {_text(str(about['mapping_set_description']))} ;",
        f"    dct:license <{about['license']}> ;",
        f"    dct:source <{about['subject_source']}> ;",
        f"    owl:versionInfo {json.dumps(about['mapping_set_version'])} .",
    ]
    for subject, of_subject in groupby(rows, key=itemgetter("subject_id")):
        lines += ["", *_concept(subject, list(of_subject), scheme, _parent(subject, known))]
    return "\n".join(lines) + "\n"


def matches(name: str, subject: str) -> dict[str, str]:
    """Return the IRIs that a subject of a mapping is mapped to, each with the name of the SKOS property.

    ``subject`` is a CURIE, or the name that the other scheme gives. Empty where the mapping does not hold it; raises `NotFoundError` for
    a name that is none of `mappings`.

    >>> matches("opp115", "Survey data")
    {'https://w3id.org/privacyflows#SurveyResponse': 'exactMatch'}
    """
    rows = [row for row in _rows(name) if subject in (row["subject_id"], row["subject_label"])]
    return {str(expand(row["object_id"])): row["predicate_id"].partition(":")[2] for row in rows}


def _concept(subject: str, rows: Sequence[Mapping[str, str]], scheme: str, parent: str) -> list[str]:
    """Lines that describe a subject and what it is mapped to."""
    said = [f"skos:inScheme {scheme}", f"skos:broader {parent}" if parent else f"skos:topConceptOf {scheme}"]
    said += [f"skos:prefLabel {_text(rows[0]['subject_label'])}", f"dct:type {json.dumps(rows[0]['subject_category'])}"]
    said += [f"{row['predicate_id']} {row['object_id']}" for row in rows]
    return [f"{subject} a skos:Concept ;", *(f"    {line} ;" for line in said[:-1]), f"    {said[-1]} ."]


def _rows(name: str) -> list[dict[str, str]]:
    """The table, row by row, as text. Words like "None" stay what they are."""
    with _file(name, _SUFFIX).open("r", encoding="utf-8") as source:
        return list(csv.DictReader((line for line in source if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def _prefixes(about: Mapping[str, str | dict[str, str]]) -> dict[str, str]:
    """The prefixes that the Turtle file needs."""
    declared = about["curie_map"]
    assert isinstance(declared, dict)
    return {p: n for p, n in declared.items() if p != "semapv"} | {p: PREFIXES[p] for p in ("dct", "owl", "skos")}


def _parent(subject: str, known: set[str]) -> str:
    """The subject that another one stands under, ``""`` where none does."""
    above = subject.rpartition("-")[0]
    return above if above in known else ""


def _text(value: str) -> str:
    return json.dumps(re.sub(r"\s+", " ", value), ensure_ascii=False) + "@en"


def _folder() -> Traversable:
    return files("privacyflows.ontology") / "mappings"


def _file(name: str, suffix: str) -> Traversable:
    if name not in mappings():
        raise NotFoundError(f"no mapping {name!r}", hint=f"there are: {', '.join(mappings())}")
    return _folder() / (name + suffix)
