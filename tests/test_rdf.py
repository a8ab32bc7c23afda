"""Statements -> quads: what each kind of statement becomes, that words can be found again, and that bytes never change."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from privacyflows.extract.model import ROLES, Action, Actor, ActorKind, Document, Evidence, Filler, Kind, Profile, Statement
from privacyflows.graphs.quads.naming import date_literal, decimal_literal, duration, slug, term_words, without_legal_form
from privacyflows.graphs.rdf import Reader, snapshot_iri, to_quads
from privacyflows.graphs.vocabulary import PREFIXES, VocabularyError, curie, expand

from tests import sample_statements as sample

NEW_SNAPSHOT = "https://w3id.org/privacyflows/snapshot/fernwood-gazette/fernwood-2023"


def triples(quads: Iterable[ox.Quad]) -> set[tuple[str, str, str]]:
    """Quads as readable triples: CURIEs, and for the snapshot's own nodes ``#...`` without their hash."""

    def show(term: object) -> str:
        if not isinstance(term, ox.NamedNode):
            return getattr(term, "value", str(term))
        local = term.value.removeprefix(NEW_SNAPSHOT)
        if local != term.value:
            return local.rsplit("-", 1)[0] if local.startswith("#") and "char=" not in local else local or "#"
        return curie(term.value)

    return {(show(q.subject), show(q.predicate), show(q.object)) for q in quads}


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    return list(to_quads(sample.document(), sample.profile(), sample.statements()))


@pytest.fixture(scope="module")
def said(quads: list[ox.Quad]) -> set[tuple[str, str, str]]:
    return triples(quads)


def one(statement: Statement, *, profile: Profile | None = None) -> set[tuple[str, str, str]]:
    return triples(to_quads(sample.document(), profile or sample.profile(), [statement]))


def practice(**roles: object) -> Statement:
    plain = sample.statements()[0]
    return replace(plain, **{role: () for role in ROLES} | roles)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "triple",
    [
        # practices
        ("#practice", "rdf:type", "pf:Practice"),
        ("#practice", "rdf:type", "dpv:Process"),
        ("#practice", "pf:statedIn", "#"),
        ("#practice", "dpv:hasProcessing", "dpv:Share"),
        ("#practice", "dpv:hasProcessing", "pf:Sell"),
        ("#practice", "dpv:hasPersonalData", "pd:EmailAddress"),
        ("#practice", "dpv:hasRecipient", "pforg:linkedin"),
        ("#practice", "dpv:hasRecipient", "pf:SocialMediaPlatform"),
        ("#practice", "dpv:hasPurpose", "dpv:TargetedAdvertising"),
        ("#practice", "dpv:hasDataSubject", "dpv:Customer"),
        ("#practice", "dpv:hasLegalBasis", "eu-gdpr:A6-1-b"),
        ("#practice", "dpv:hasLocation", "loc:CA"),
        ("#practice", "dpv:isImplementedUsingTechnology", "pf:Cookie"),
        ("#practice", "pf:hasCondition", "pf:OptOutAvailable"),
        ("#practice", "pf:modality", "pf:May"),
        ("#practice", "pf:section", "Whom we share it with"),
        ("#practice", "pf:confidence", "0.9"),
        ("pforg:fernwood-gazette", "dpv:hasProcess", "#practice"),
        ("pforg:google", "dpv:hasProcess", "#practice"),
        # a filler without a concept is a local term, a duration is one by its value
        ("#practice", "dpv:hasDataSource", "https://w3id.org/privacyflows/term/source/retail-partners"),
        ("https://w3id.org/privacyflows/term/source/retail-partners", "rdfs:label", "retail partners"),
        ("https://w3id.org/privacyflows/term/source/retail-partners", "skos:broader", "dpv:DataSource"),
        ("https://w3id.org/privacyflows/term/data/subscriber-list", "skos:broader", "dpv:PersonalData"),
        ("#practice", "dpv:hasStorageCondition", "https://w3id.org/privacyflows/term/retention/P24M"),
        ("https://w3id.org/privacyflows/term/retention/P24M", "dpv:hasDuration", "P24M"),
        ("https://w3id.org/privacyflows/term/retention/P24M", "rdfs:label", "24 months"),
        # denials
        ("#denial", "rdf:type", "pf:Denial"),
        ("#denial", "pf:deniedProcessing", "dpv:Share"),
        ("#denial", "pf:deniedData", "pd:CreditCardNumber"),
        ("#denial", "pf:deniedRecipient", "dpv:Recipient"),
        ("#denial", "pf:hasException", "#practice"),
        ("#denial", "pf:qualifies", "#practice"),
        ("pforg:fernwood-gazette", "pf:denies", "#denial"),
        # trackers and the practice that follows
        ("#tracker", "rdf:type", "pf:TrackerDeclaration"),
        ("#tracker", "pf:trackerName", "_ga"),
        ("#tracker", "pf:trackerPurpose", "pf:Analytics"),
        ("#tracker", "pf:trackerCategory", "pf:Cookie"),
        ("#tracker", "pf:provider", "pforg:google"),
        ("pforg:fernwood-gazette", "pf:declares", "#tracker"),
        ("#practice", "prov:wasDerivedFrom", "#tracker"),
        ("#practice", "dpv:hasProcessing", "dpv:Tracking"),
        # rights and gaps
        ("#right", "dpv:hasRight", "eu-gdpr:A17"),
        ("#right", "pf:hasScope", "pf:EUResidents"),
        ("pforg:fernwood-gazette", "pf:offers", "#right"),
        ("#gap", "pf:missing", "purposes"),
        ("#gap", "pf:about", "dpv:PersonalData"),
        ("#gap", "pf:about", "dpv:Use"),
        # organisations
        ("pforg:google", "pf:partyKind", "pf:AnalyticsProvider"),
        ("pforg:fernwood-gazette", "dct:isPartOf", "pforg:fernwood-media-ltd"),
        ("pforg:fernwood-gazette", "skos:altLabel", "the Gazette"),
        # the snapshot
        ("#", "rdf:type", "pf:Snapshot"),
        ("#", "dct:identifier", "fernwood-2023"),
        ("#", "dct:publisher", "pforg:fernwood-gazette"),
        ("#", "dct:modified", "2023-03-14"),
        ("#", "pf:capturedAt", "2023-04-02"),
        ("#", "dct:language", "en"),
        ("#", "dct:source", "policies/fernwood-2023.md"),
        ("#", "pf:sha256", hashlib.sha256(sample.document().text.encode()).hexdigest()),
        ("#", "dpv:hasDataController", "pforg:fernwood-media-ltd"),
        ("#char=930,954", "pf:contactRole", "general"),
    ],
)
def test_what_is_said_is_there(said: set[tuple[str, str, str]], triple: tuple[str, str, str]) -> None:
    assert triple in said


def test_a_denial_has_no_dpv_property_and_no_process_points_to_it(said: set[tuple[str, str, str]]) -> None:
    about = {triple for triple in said if "#denial" in (triple[0], triple[2])}
    assert about
    assert [t for t in about if t[1].startswith("dpv:") or t[2] == "dpv:Process"] == []


def test_gaps_and_rights_are_no_processes(said: set[tuple[str, str, str]]) -> None:
    assert not {t for t in said if t[0] in ("#gap", "#right", "#tracker") and (t[2] == "dpv:Process" or t[1] == "dpv:hasProcessing")}


def test_all_stands_in_the_snapshots_graph_without_blank_nodes(quads: list[ox.Quad]) -> None:
    assert {quad.graph_name for quad in quads} == {ox.NamedNode(NEW_SNAPSHOT)}
    assert [quad for quad in quads for term in (quad.subject, quad.object) if isinstance(term, ox.BlankNode)] == []
    assert len(quads) == len(set(quads))


def test_every_passage_gives_back_its_words(quads: list[ox.Quad]) -> None:
    text, oa = sample.document().text, PREFIXES["oa"]
    found: dict[str, dict[str, str]] = {}
    for quad in quads:
        if quad.predicate.value.startswith(oa) and isinstance(quad.object, ox.Literal):
            found.setdefault(str(quad.subject), {})[quad.predicate.value.removeprefix(oa)] = quad.object.value
    placed = [p for p in found.values() if "start" in p]
    assert len(placed) > 30
    assert [p for p in placed if text[int(p["start"]) : int(p["end"])] != p["exact"]] == []


def test_every_filler_can_be_found_by_its_concept(quads: list[ox.Quad]) -> None:
    """Statement -> pf:mentions -> passage with the words and with the node that the role points to."""
    store = ox.Store()
    store.extend(quads)
    query = """SELECT ?words WHERE { GRAPH ?g {
        ?p a pf:Practice ; dpv:hasRecipient ?r ; pf:mentions ?m . ?m pf:concept ?r ; oa:exact ?words } } ORDER BY ?words"""
    found = store.query(query, prefixes=dict(PREFIXES))
    assert isinstance(found, ox.QuerySolutions)
    assert [row["words"].value for row in found] == ["LinkedIn", "other social networks", "our payment processor"]


@pytest.mark.parametrize(
    ("filler", "concept"),
    [
        (Filler(text="until you close your account"), "term/retention/until-you-close-your-account"),
        (Filler(text="two weeks", value="P2W"), "term/retention/P14D"),
        (Filler(text="30 days", value="P30D", concept="dpv:StorageDuration"), "term/retention/P30D"),
        (Filler(text="as needed", concept="dpv:StorageCondition"), "dpv:StorageCondition"),
        (Filler(text="some time", value="a while"), "term/retention/some-time"),
    ],
)
def test_retention(filler: Filler, concept: str) -> None:
    wanted = concept if ":" in concept else f"https://w3id.org/privacyflows/{concept}"
    assert ("#practice", "dpv:hasStorageCondition", wanted) in one(practice(retention=(filler,)))


@pytest.mark.parametrize(
    ("actor", "node"),
    [
        (Actor(kind=ActorKind.FIRST_PARTY), "pforg:fernwood-gazette"),
        (Actor(kind=ActorKind.FIRST_PARTY, text="The Gazette", organisation="The Gazette"), "pforg:fernwood-gazette"),
        (Actor(kind=ActorKind.FIRST_PARTY, organisation="Fernwood Media Ltd"), "pforg:fernwood-media-ltd"),
        (Actor(kind=ActorKind.USER, text="you"), "dpv:DataSubject"),
        (Actor(kind=ActorKind.THIRD_PARTY), "dpv:ThirdParty"),
        (Actor(kind=ActorKind.THIRD_PARTY, text="ad networks", concept="pf:AdNetwork"), "pf:AdNetwork"),
        (Actor(kind=ActorKind.THIRD_PARTY, text="Our Distributors"), "https://w3id.org/privacyflows/term/actor/distributors"),
        (Actor(kind=ActorKind.THIRD_PARTY, text="Google", organisation="Google LLC"), "pforg:google"),
    ],
)
def test_who_acts(actor: Actor, node: str) -> None:
    assert ("#practice", "pf:actor", node) in one(replace(practice(), actor=actor))


def test_an_organisation_that_nothing_is_known_of_is_a_third_party_to_others() -> None:
    said = one(practice(recipients=(Filler(text="Quibblecorp", organisation="Quibblecorp"),)))
    assert ("pforg:quibblecorp", "pf:partyKind", "dpv:ThirdParty") in said
    assert ("pforg:fernwood-gazette", "pf:partyKind", "dpv:ThirdParty") not in said


def test_a_policy_that_names_nobody_still_has_a_publisher() -> None:
    said = one(practice(), profile=Profile())
    assert (
        "https://w3id.org/privacyflows/snapshot/unnamed-fernwood/fernwood-2023",
        "dct:publisher",
        "pforg:unnamed-fernwood",
    ) in said


def test_a_base_of_the_users_own() -> None:
    quads = list(to_quads(sample.document(), sample.profile(), sample.statements(), base="https://data.example.org/privacy"))
    graph = "https://data.example.org/privacy/snapshot/fernwood-gazette/fernwood-2023"
    assert {quad.graph_name for quad in quads} == {ox.NamedNode(graph)}
    assert snapshot_iri(sample.document(), sample.profile(), base="https://data.example.org/privacy") == graph
    nodes = {term.value for quad in quads for term in (quad.subject, quad.object) if isinstance(term, ox.NamedNode)}
    assert "https://data.example.org/privacy/org/fernwood-gazette" in nodes
    assert PREFIXES["pforg"] + "linkedin" in nodes, "well-known organisations keep their IRIs under any base"


@pytest.mark.parametrize("base", ["not an iri", "ftp://x.example/", "http://x.example/> <b"])
def test_a_base_that_is_no_iri_is_refused(base: str) -> None:
    with pytest.raises(VocabularyError):
        to_quads(sample.document(), sample.profile(), [], base=base)


def test_an_unknown_prefix_is_refused() -> None:
    with pytest.raises(VocabularyError, match="nope:Thing"):
        one(practice(data=(Filler(text="x", concept="nope:Thing"),)))


def test_provenance_names_program_model_and_source() -> None:
    reader = Reader(version="1.2", model="en_core_web_sm", model_version="3.8.0", model_sha256="ab" * 32)
    document = replace(sample.document(), source="https://fernwood.example/privacy policy")
    said = triples(to_quads(document, sample.profile(), [], reader=reader))
    assert ("#", "prov:wasDerivedFrom", "https://fernwood.example/privacy%20policy") in said
    assert {o for _, p, o in said if p in ("pf:modelName", "pf:modelVersion", "pf:modelSha256")} == {"en_core_web_sm", "3.8.0", "ab" * 32}
    assert any(p == "rdfs:label" and o == "privacyflows 1.2 with en_core_web_sm 3.8.0" for _, p, o in said)


def test_equal_statements_are_one_node() -> None:
    statement = practice()
    assert one(statement) == triples(to_quads(sample.document(), sample.profile(), [statement, statement]))


SCRIPT = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from tests import sample_statements
from privacyflows.graphs import PolicyGraph
from privacyflows.graphs.store import quads_of, serialise
graph = PolicyGraph.from_statements(sample_statements.documents())
for suffix in (".trig", ".nq", ".ttl", ".jsonld"):
    print(suffix, hashlib.sha256(serialise(quads_of(graph.dataset), suffix)).hexdigest())
"""


def test_the_same_bytes_in_every_process() -> None:
    tests = str(Path(__file__).parents[1])
    outputs = set()
    for seed in ("0", "1", "4242"):
        command = [sys.executable, "-c", SCRIPT, tests]
        outputs.add(subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout)
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == 4


@given(name=st.text(max_size=80), words=st.text(min_size=1, max_size=200), policy=st.text(max_size=40))
def test_hostile_words_make_iris_and_literals_that_parse_back(name: str, words: str, policy: str) -> None:
    evidence = Evidence(start=0, end=len(words), text=words)
    statement = Statement(
        policy=policy,
        kind=Kind.PRACTICE,
        action=Action.SHARE,
        data=(Filler(text=words),),
        recipients=(Filler(text=words, organisation=name or None),),
        evidence=(evidence,),
        section=words,
    )
    document = Document(policy=policy, text=words, blocks=(), source=f"https://e.example/{words}")
    quads = list(to_quads(document, Profile(organisation=name or None, title=words), [statement]))
    written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert set(ox.parse(written, format=ox.RdfFormat.N_QUADS)) == set(quads)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("American Medical Association", "american-medical-association"),
        ("  R&D / Labs!  ", "r-d-labs"),
        ("Société Générale", "societe-generale"),
        ("../../etc/passwd", "etc-passwd"),
        ("<script>", "script"),
    ],
)
def test_slugs(name: str, wanted: str) -> None:
    assert slug(name) == wanted


def test_slugs_that_lose_letters_or_are_long_stay_distinct() -> None:
    long = "to improve " * 20
    distinct = ["日本", "中国", long + "a", long + "b", "", "Ω Labs", "Labs"]
    slugs = [slug(name) for name in distinct]
    assert len(set(slugs)) == len(distinct)
    assert max(map(len, slugs)) <= 60
    assert all(s and s.isascii() for s in slugs)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("P1Y", "P1Y"), ("P2W", "P14D"), ("PT12H", "PT12H"), ("P", None), ("P1YT", None), ("", None), ("24 months", None), ("P1Y6M", "P1Y6M")],
)
def test_durations(value: str, wanted: str | None) -> None:
    assert duration(value) == wanted


@pytest.mark.parametrize(
    ("value", "datatype"),
    [("2018-05-24", "xsd:date"), ("2017-05", "xsd:gYearMonth"), ("2012", "xsd:gYear"), ("spring 2012", "xsd:string")],
)
def test_dates_have_the_type_of_their_precision(value: str, datatype: str) -> None:
    assert curie(date_literal(value).datatype.value) == datatype


@pytest.mark.parametrize(("value", "wanted"), [(0.9, "0.9"), (1.0, "1"), (0.0, "0"), (0.98765432, "0.9877"), (0.1 + 0.2, "0.3")])
def test_confidence_is_a_canonical_decimal(value: float, wanted: str) -> None:
    assert decimal_literal(value).value == wanted


@pytest.mark.parametrize(("words", "wanted"), [("Our  Retail Partners", "retail partners"), ("the", "the"), ("theatre", "theatre")])
def test_words_of_terms(words: str, wanted: str) -> None:
    assert term_words(words) == wanted


@pytest.mark.parametrize(("name", "wanted"), [("Google, Inc.", "Google"), ("Fernwood Media Ltd", "Fernwood Media"), ("Inc.", "Inc.")])
def test_legal_forms(name: str, wanted: str) -> None:
    assert without_legal_form(name) == wanted


def test_expand_is_what_roles_use() -> None:
    assert ("#practice", "dpv:hasPersonalData", "pd:Name") in one(practice(data=(Filler(text="x", concept="pd:Name"),)))
    assert str(expand("pd:Name")).endswith("pd#Name")
