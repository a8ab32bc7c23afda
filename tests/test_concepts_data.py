"""The concept files say what they must say, once, and agree with DPV.

In go all Turtle files of ``ontology/concepts`` and, where they lie beside the repository (``../shared/dpv``), DPV's own files; out
come failures that name the concepts at fault. Wordings are compared in the form in which the lexicon compares noun phrases.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from privacyflows.extract.lexicon.lexicon import PREFIXES, curie, load_lexicon, normalise

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "ontology" / "concepts").glob("*.ttl"))
DPV_FOLDER = ROOT.parent / "shared" / "dpv"
NAMESPACES = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "sw": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
    **PREFIXES,
}
OURS = PREFIXES["pf"]
WORDINGS = ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")
NOUN_SCHEMES = ("DataScheme", "TechnologyScheme", "SubjectScheme", "SourceScheme")
"""Schemes looked up by noun phrase, in which a wording can mean one thing only. Others match looser and may repeat a label."""

needs_dpv = pytest.mark.skipif(not DPV_FOLDER.is_dir(), reason="DPV's Turtle files do not lie beside the repository (../shared/dpv)")


def iri(name: str) -> str:
    """The full IRI of a CURIE."""
    prefix, _, local = name.partition(":")
    return NAMESPACES[prefix] + local


class Facts:
    """Triples of some files as a table: ``facts[subject, predicate]`` are the objects; literals keep their language in `tags`."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.table: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.subjects: dict[str, set[str]] = defaultdict(set)
        self.tags: dict[tuple[str, str], list[str | None]] = defaultdict(list)
        for file in files:
            for quad in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE):
                subject, value = str(getattr(quad.subject, "value", "")), str(getattr(quad.object, "value", ""))
                key = subject, quad.predicate.value
                if value not in self.table[key]:
                    self.table[key].append(value)
                    self.tags[key].append(quad.object.language if isinstance(quad.object, ox.Literal) else None)
                self.subjects[subject].add(file.name)

    def of(self, subject: str, predicate: str) -> list[str]:
        """Objects of a subject; the predicate is a CURIE."""
        return self.table.get((subject, iri(predicate)), [])

    def typed(self, kind: str) -> list[str]:
        """Subjects of an ``rdf:type``, in order of their IRIs."""
        return sorted(s for s in self.subjects if iri(kind) in self.of(s, "rdf:type"))


@cache
def facts() -> Facts:
    """What our concept files say together."""
    return Facts(FILES)


@cache
def dpv() -> Facts:
    """What DPV says."""
    return Facts(sorted(DPV_FOLDER.glob("*.ttl")))


def faults(found: Iterable[str]) -> list[str]:
    """At most twenty of the findings, so that a failure stays readable."""
    return sorted(found)[:20]


def foreign_concepts() -> list[str]:
    """Our concepts that bear an IRI of DPV."""
    return [c for c in facts().typed("skos:Concept") if not c.startswith(OURS)]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_file_parses_without_blank_nodes(file: Path) -> None:
    quads = list(ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE))
    assert quads
    assert not [q for q in quads if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_file_names_no_prefix_that_it_does_not_use(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    body = re.sub(r'(?m)^(?:@prefix.*|#.*)$|"[^"\n]*"', "", text)
    declared = re.findall(r"(?m)^@prefix\s+([\w-]*):", text)
    assert not [p for p in declared if not re.search(rf"(?<![\w-]){p}:", body)]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_every_subject_is_a_concept_or_a_scheme(file: Path) -> None:
    one = Facts([file])
    kinds = {iri("skos:Concept"), iri("skos:ConceptScheme")}
    assert not faults(curie(s) for s in one.subjects if not kinds & set(one.of(s, "rdf:type")))


def test_every_concept_has_one_english_label() -> None:
    bad = []
    for concept in facts().typed("skos:Concept"):
        tags = facts().tags[concept, iri("skos:prefLabel")]
        if tags != ["en"]:
            bad.append(f"{curie(concept)} {facts().of(concept, 'skos:prefLabel')} in {sorted(facts().subjects[concept])}")
    assert not faults(bad)


def test_every_concept_has_one_definition() -> None:
    bad = [c for c in facts().typed("skos:Concept") if len(facts().of(c, "skos:definition")) != 1]
    assert not faults(f"{curie(c)} in {sorted(facts().subjects[c])}" for c in bad)


def test_every_concept_has_a_scheme_that_exists() -> None:
    schemes = set(facts().typed("skos:ConceptScheme"))
    bad = [c for c in facts().typed("skos:Concept") if not facts().of(c, "skos:inScheme")]
    strange = [c for c in facts().typed("skos:Concept") if not set(facts().of(c, "skos:inScheme")) <= schemes]
    assert not faults(curie(c) for c in bad + strange)


@pytest.mark.parametrize("scheme", NOUN_SCHEMES)
def test_scheme_is_described_and_names_its_top_concepts(scheme: str) -> None:
    subject = OURS + scheme
    assert len(facts().of(subject, "skos:prefLabel")) == 1
    assert len(facts().of(subject, "skos:definition")) == 1
    assert len(facts().subjects[subject]) == 1
    tops = set(facts().of(subject, "skos:hasTopConcept"))
    assert tops
    assert tops == {c for c in facts().typed("skos:Concept") if subject in facts().of(c, "skos:topConceptOf")}
    assert not faults(curie(c) for c in tops if subject not in facts().of(c, "skos:inScheme"))


def test_every_broader_chain_ends_without_a_cycle() -> None:
    concepts = set(facts().typed("skos:Concept"))
    bad = []
    for concept in concepts:
        level, above = {concept}, set[str]()
        while level := {b for c in level for b in facts().of(c, "skos:broader")} - above:
            above |= level
        if concept in above:
            bad.append(f"{curie(concept)} is broader than itself")
        bad += [f"{curie(concept)} hangs under {curie(b)}, which is no concept of ours" for b in above - concepts]
    assert not faults(bad)


@pytest.mark.parametrize("scheme", NOUN_SCHEMES)
def test_every_concept_leads_up_to_a_top_concept(scheme: str) -> None:
    subject = OURS + scheme
    members = [c for c in facts().typed("skos:Concept") if subject in facts().of(c, "skos:inScheme")]
    every_top = {t for s in facts().typed("skos:ConceptScheme") for t in facts().of(s, "skos:hasTopConcept")}
    bad = []
    for concept in members:
        above, level = {concept}, {concept}
        while level := {b for c in level for b in facts().of(c, "skos:broader")} - above:
            above |= level
        if not above & every_top:
            bad.append(curie(concept))
    assert members
    assert not faults(bad)


def test_only_roots_of_dpv_and_schemes_are_without_broader() -> None:
    orphans = [c for c in facts().typed("skos:Concept") if c.startswith(OURS) and not facts().of(c, "skos:broader")]
    tops = {t for s in facts().typed("skos:ConceptScheme") for t in facts().of(s, "skos:hasTopConcept")}
    described = {s for s in facts().typed("skos:ConceptScheme") if facts().of(s, "skos:hasTopConcept")}
    assert not faults(curie(c) for c in orphans if c not in tops and set(facts().of(c, "skos:inScheme")) & described)


@pytest.mark.parametrize("scheme", NOUN_SCHEMES)
def test_no_wording_names_two_concepts(scheme: str) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    allowed: dict[str, set[str]] = defaultdict(set)
    for concept in facts().typed("skos:Concept"):
        if OURS + scheme not in facts().of(concept, "skos:inScheme"):
            continue
        for text in (w for p in WORDINGS for w in facts().of(concept, p)):
            owners[" ".join(normalise(text))].add(curie(concept))
        for text in facts().of(concept, "pf:ambiguousWording"):
            allowed[" ".join(normalise(text))].add(curie(concept))
    assert not faults(f"{w}: {sorted(cs)}" for w, cs in owners.items() if len(cs) > 1 and not cs <= allowed[w])


def test_no_wording_is_empty_or_stands_twice_at_one_concept() -> None:
    bad = []
    for concept in facts().typed("skos:Concept"):
        texts = [t for p in WORDINGS for t in facts().of(concept, p)]
        bad += [f"{curie(concept)}: {t!r} is blank or padded" for t in texts if not t.strip() or t != t.strip()]
        twice = Counter(t.lower() for t in texts)
        bad += [f"{curie(concept)}: {t!r} {n} times" for t, n in twice.items() if n > 1]
    assert not faults(bad)


@needs_dpv
def test_dpv_has_every_iri_that_we_borrow() -> None:
    known = {s for s in dpv().subjects if dpv().of(s, "rdf:type")}
    assert foreign_concepts()
    assert not faults(curie(c) for c in foreign_concepts() if c not in known)


@needs_dpv
def test_dpv_has_not_withdrawn_what_we_borrow() -> None:
    gone = [
        c
        for c in foreign_concepts()
        if {"sunset", "deprecated"} & set(dpv().of(c, "sw:term_status")) or "true" in dpv().of(c, "owl:deprecated")
    ]
    assert not faults(curie(c) for c in gone)


@needs_dpv
def test_every_category_of_personal_data_of_dpv_is_known() -> None:
    known = set(facts().typed("skos:Concept"))
    theirs = [c for c in dpv().typed("skos:Concept") if c.startswith(PREFIXES["pd"]) and dpv().of(c, "skos:prefLabel")]
    assert len(theirs) > 200
    assert not faults(curie(c) for c in theirs if c not in known and "sunset" not in dpv().of(c, "sw:term_status"))


@pytest.mark.parametrize(
    ("phrase", "concept"),
    [
        ("your e-mail addresses", "pd:EmailAddress"),
        ("E-mail", "pd:EmailAddress"),
        ("first and last name", "pd:Name"),
        ("your Internet Protocol (“IP”) address", "pd:IPAddress"),
        ("the last four digits of your credit card number", "pd:CreditCardNumber"),
        ("government-issued photo ID", "pd:OfficialID"),
        ("your driver’s license number", "pf:DrivingLicence"),
        ("information about how you use our services", "pd:ServiceConsumptionBehaviour"),
        ("traffic data", "pd:ServiceConsumptionBehaviour"),
        ("the duration of your usage", "pd:ServiceConsumptionBehaviour"),
        ("the pages you visit", "pd:BrowsingBehaviour"),
        ("clickstream data", "pd:BrowsingBehaviour"),
        ("the site you came from", "pd:BrowsingReferral"),
        ("the referring URL", "pd:BrowsingReferral"),
        ("search queries", "pf:SearchHistory"),
        ("personally identifiable information", "dpv:PersonalData"),
        ("certain information", "dpv:Data"),
        ("sensitive personal information", "dpv:SensitivePersonalData"),
        ("aggregated statistics", "pf:AggregatedData"),
        ("anonymous information", "dpv:AnonymisedData"),
        ("your geolocation data", "pd:Location"),
        ("where you are located", "pd:Location"),
        ("precise location", "pd:GPSCoordinate"),
        ("IDFA", "pf:AdvertisingIdentifier"),
        ("unique device identifiers", "pf:DeviceIdentifier"),
        ("crash reports", "pf:CrashReport"),
        ("heart rate", "pf:HeartRate"),
        ("medical history", "pd:HealthHistory"),
        ("faceprints", "pd:FacialPrint"),
        ("your prompts", "pf:Prompt"),
        ("CCTV footage", "pf:VideoSurveillance"),
        ("VIN", "pf:VehicleIdentificationNumber"),
        ("wallet addresses", "pf:CryptoWallet"),
        ("inferences", "dpv:InferredPersonalData"),
        ("purchase history", "pd:Purchase"),
        ("credit scores", "pd:CreditScore"),
        ("racial or ethnic origin", "pd:EthnicOrigin"),
        ("NPI numbers", "pf:NationalProviderIdentifier"),
        ("certificates of completion", "pf:LearningRecord"),
        ("exam scores", "pf:AssessmentScore"),
    ],
)
def test_data_phrase_is_known(phrase: str, concept: str) -> None:
    assert load_lexicon().data(phrase) == concept


@pytest.mark.parametrize(
    ("scheme", "phrase", "concept"),
    [
        ("technology", "web beacons", "pf:WebBeacon"),
        ("technology", "pixel tags", "pf:Pixel"),
        ("technology", "HTML5 web storage", "tech:LocalStorage"),
        ("technology", "their third-party cookies", "pf:ThirdPartyCookie"),
        ("technology", "other similar technologies", "pf:TrackingTechnology"),
        ("technology", "our corporate firewall", "pf:Firewall"),
        ("technology", "Secure Sockets Layer (SSL) technology", "dpv:EncryptionInTransfer"),
        ("technology", "Google Analytics", "pf:AnalyticsTool"),
        ("subject", "children under the age of 13", "dpv:Child"),
        ("subject", "people visiting the site", "dpv:Visitor"),
        ("subject", "our newsletter subscribers", "dpv:Subscriber"),
        ("subject", "health care professionals", "pf:HealthcareProfessional"),
        ("source", "publicly available sources", "dpv:PublicDataSource"),
        ("source", "data brokers", "pf:DataBroker"),
        ("source", "your mobile device", "tech:MobilePhone"),
        ("source", "our website", "pf:Website"),
    ],
)
def test_phrase_is_known(scheme: str, phrase: str, concept: str) -> None:
    found = load_lexicon().schemes[scheme].find(normalise(phrase))
    assert found is not None
    assert found[0] == concept


@pytest.mark.parametrize("phrase", ["your rights", "the purposes", "applicable law", "our services", "this policy", "the option"])
def test_plain_english_is_no_data(phrase: str) -> None:
    assert load_lexicon().data(phrase) is None


@pytest.mark.parametrize(
    ("scheme", "concepts", "wordings"),
    [("DataScheme", 480, 15000), ("TechnologyScheme", 100, 2500), ("SubjectScheme", 60, 1500), ("SourceScheme", 25, 1000)],
)
def test_breadth(scheme: str, concepts: int, wordings: int) -> None:
    members = [c for c in facts().typed("skos:Concept") if OURS + scheme in facts().of(c, "skos:inScheme")]
    assert len(members) >= concepts
    assert sum(len(facts().of(c, p)) for c in members for p in WORDINGS) >= wordings
