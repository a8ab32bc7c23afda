"""The well-known organisations: complete, consistent, and found in text by their names.

Goes in: ``ontology/organisations.ttl`` and sentences invented here. Comes out: each entry has one name, one main kind that the
parties know, names and domains that lead to one entry only; names that are ordinary words too are found only as names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from privacyflows.extract.lexicon.lexicon import curie, load_lexicon
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

ONTOLOGY = Path(__file__).resolve().parents[1] / "ontology"
PF = Namespace("https://w3id.org/privacyflows#")
DPV = Namespace("https://w3id.org/dpv#")


@cache
def organisations() -> Graph:
    """The file under test."""
    return Graph().parse(ONTOLOGY / "organisations.ttl")


@cache
def parties() -> Graph:
    """The kinds of parties."""
    return Graph().parse(ONTOLOGY / "concepts" / "parties.ttl")


def entries() -> list[URIRef]:
    """All organisations, sorted."""
    return sorted(URIRef(str(s)) for s in organisations().subjects(RDF.type, PF.Organisation))


def named(name: str) -> URIRef:
    """The one entry with this label."""
    found = [s for s in entries() if name in {str(n) for n in organisations().objects(s, RDFS.label)}]
    assert len(found) == 1
    return found[0]


def test_there_are_many() -> None:
    """Several hundred, so that policies never seen meet names that we know."""
    assert len(entries()) >= 400


def test_each_has_one_label_and_one_main_kind() -> None:
    """One name to show and one kind to count by."""
    faults = [
        s
        for s in entries()
        if len(list(organisations().objects(s, RDFS.label))) != 1 or len(list(organisations().objects(s, PF.mainKind))) != 1
    ]
    assert not faults


def test_kinds_are_parties() -> None:
    """Main and further kinds are concepts of the party scheme."""
    kinds = set(organisations().objects(None, PF.mainKind)) | set(organisations().objects(None, PF.partyKind))
    assert not {k for k in kinds if (k, SKOS.inScheme, PF.PartyScheme) not in parties()}


def test_further_kinds_do_not_repeat_the_main_kind() -> None:
    """``pf:partyKind`` adds to ``pf:mainKind``."""
    assert not [s for s in entries() if set(organisations().objects(s, PF.mainKind)) & set(organisations().objects(s, PF.partyKind))]


def test_names_are_unique() -> None:
    """A name in any case leads to one organisation."""
    owners: dict[str, set[str]] = defaultdict(set)
    for label in (RDFS.label, SKOS.altLabel):
        for subject, name in organisations().subject_objects(label):
            owners[str(name).casefold()].add(str(subject))
    assert not {name: found for name, found in owners.items() if len(found) > 1}


def test_domains_are_unique_and_bare() -> None:
    """A domain leads to one organisation; no scheme, no capital, no blank."""
    owners: dict[str, set[str]] = defaultdict(set)
    for subject, domain in organisations().subject_objects(PF.domain):
        owners[str(domain)].add(str(subject))
    assert not {domain: found for domain, found in owners.items() if len(found) > 1}
    assert not [domain for domain in owners if not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[a-z0-9-]+)?", domain)]


def test_wholes_exist_and_do_not_circle() -> None:
    """``dct:isPartOf`` points to an entry, and never back."""
    g = organisations()
    for part, whole in g.subject_objects(DCTERMS.isPartOf):
        assert (whole, RDF.type, PF.Organisation) in g
        assert part not in set(g.transitive_objects(whole, DCTERMS.isPartOf))


def test_identifiers_follow_from_names() -> None:
    """The last step of an address is lower case, digits and hyphens."""
    assert not [s for s in entries() if not re.fullmatch(r"https://w3id\.org/privacyflows/org/[a-z0-9]+(?:-[a-z0-9]+)*", str(s))]


@pytest.mark.parametrize("name", ["Apple", "Oracle", "Stripe", "Square", "Segment", "Branch", "Zoom", "Slack"])
def test_ordinary_words_are_marked(name: str) -> None:
    """Names that are words too carry the mark that the matcher needs."""
    assert [str(v) for v in organisations().objects(named(name), PF.caseSensitiveName)] == ["true"]


MAIN_KINDS = """
Google Analytics | pf:AnalyticsProvider
Google Ads       | pf:AdNetwork
Facebook         | pf:SocialMediaPlatform
LinkedIn         | pf:SocialMediaPlatform
Criteo           | pf:AdNetwork
Matomo           | pf:AnalyticsProvider
PayPal           | pf:PaymentProcessor
Stripe           | pf:PaymentProcessor
Cloudflare       | pf:ContentDeliveryNetwork
Amazon Web Services | pf:HostingProvider
Mailchimp        | pf:EmailServiceProvider
Salesforce       | pf:CRMProvider
Zendesk          | pf:CustomerSupportProvider
SurveyMonkey     | pf:SurveyProvider
Experian         | pf:CreditBureau
Acxiom           | pf:DataBroker
reCAPTCHA        | pf:SecurityProvider
Cookiebot        | pf:ConsentManagementProvider
OpenStreetMap    | pf:MapProvider
Vimeo            | pf:VideoPlatform
DHL              | pf:DeliveryProvider
Okta             | pf:IdentityProvider
CNIL             | dpv:DataProtectionAuthority
"""


@pytest.mark.parametrize(("name", "kind"), [[c.strip() for c in line.split("|")] for line in MAIN_KINDS.strip().splitlines()])
def test_main_kind(name: str, kind: str) -> None:
    """The kind that the organisation is best known for."""
    assert [curie(str(k)) for k in organisations().objects(named(name), PF.mainKind)] == [kind]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We use Google Analytics to count visits.", "Google Analytics"),
        ("Payments are handled by Stripe Payments Europe, Ltd.", "Stripe"),
        ("our pages are served by Cloudflare, Inc.", "Cloudflare"),
        ("You can complain to the Information Commissioner's Office.", "Information Commissioner's Office"),
        ("letters are sent with Deutsche Post", "Deutsche Post"),
        ("buttons of YouTube and others", "YouTube"),
        ("hosted on Amazon Web Services", "Amazon Web Services"),
    ],
)
def test_name_is_found_in_text(text: str, name: str) -> None:
    """Legal names, products and plain names lead to the entry."""
    found = load_lexicon().organisation(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "text", ["an apple and a pear", "a branch of the library", "in every segment of the square", "we zoom in on a box"]
)
def test_ordinary_words_are_no_names(text: str) -> None:
    """Lower-case words never name an organisation."""
    assert load_lexicon().organisation(text) is None
