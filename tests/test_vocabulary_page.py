"""The vocabulary's page: every term has its anchor, every inner link leads somewhere, nothing is fetched, the same bytes each time."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from privacyflows.extract.errors import NotFoundError, UnreadableError
from privacyflows.graphs.terms.mappings import mapping, mappings
from privacyflows.graphs.terms.vocabulary_page import anchor, page, read_terms, write_page
from privacyflows.graphs.vocabulary import expand
from rdflib import RDF
from rdflib.namespace import OWL, SKOS

from tools import write_namespaces


class Page(HTMLParser):
    """Anchors, links, addresses that a browser would fetch, and the text by article."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.texts: dict[str, str] = {}
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag names."""
        given = dict(attrs)
        if name := given.get("id"):
            self.ids[name] += 1
        if tag == "article":
            self.inside = name or ""
        if tag == "a":
            self.links.append(given.get("href") or "")
        elif address := given.get("src") or given.get("href"):
            self.fetched.append(address)

    def handle_data(self, data: str) -> None:
        """Add to the article's text."""
        self.texts[self.inside] = self.texts.get(self.inside, "") + data


@pytest.fixture(scope="module")
def text() -> str:
    return page(read_terms())


@pytest.fixture(scope="module")
def read(text: str) -> Page:
    return Page(text)


def test_every_term_has_its_anchor_once(read: Page) -> None:
    ontology = write_namespaces.ours()
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.Concept, SKOS.ConceptScheme)
    terms = {str(s) for kind in kinds for s in ontology.subjects(RDF.type, kind)}
    assert len(terms) > 1200
    assert sorted(t for t in terms if read.ids[anchor(t)] != 1) == []


def test_no_anchor_stands_twice_and_every_inner_link_leads_to_one(read: Page) -> None:
    assert [name for name, count in read.ids.items() if count > 1] == []
    assert sorted({link for link in read.links if link.startswith("#") and link[1:] not in read.ids}) == []
    assert {link for link in read.links if not link.startswith(("#", "http://", "https://"))} == set()


def test_nothing_is_fetched(read: Page, text: str) -> None:
    assert read.fetched == []
    assert "@import" not in text
    assert "url(" not in text


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("pf:AdNetwork", ["Advertising network", "Third party", "Affiliate network"]),
        ("pf:Denial", ["statement", "pf:deniedProcessing", "polarity.negation"]),
        ("pd:EmailAddress", ["e-mail", "Contact information"]),
        ("pf:Manuscript", ["“the manuscripts you submit”", "User-generated content"]),
        ("pf:RightToDelete", ["1798.105", "Right to erasure", "User Access, Edit and Deletion"]),
        ("pf:hasException", ["denial", "practice"]),
        ("dpv:Employee", ["Ambiguous on purpose", "faculty"]),
    ],
)
def test_a_term_tells_what_is_known_of_it(read: Page, term: str, words: list[str]) -> None:
    said = read.texts[anchor(str(expand(term)))]
    assert [word for word in words if word not in said] == []


def test_every_mapped_term_of_ours_tells_its_other_names(read: Page) -> None:
    bad = []
    for name in mappings():
        for subject, term in zip(mapping(name).subject_label, mapping(name).object_id, strict=True):
            found = read.texts.get(anchor(str(expand(term))))
            if found is not None and f"“{subject}”" not in found:
                bad.append((subject, term))
    assert bad == []


def test_the_command_writes_the_same_bytes(text: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "privacyflows.graphs.terms.vocabulary_page", tmp_path / "site"], capture_output=True, text=True, check=True
    )
    written = Path(done.stdout.strip())
    assert written == tmp_path / "site" / "index.html"
    assert written.read_text(encoding="utf-8") == text


def test_a_users_own_concepts_are_described_and_escaped(tmp_path: Path) -> None:
    extra = tmp_path / "loyalty.ttl"
    extra.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix my: <https://example.org/my#> .\n"
        "@prefix pf: <https://w3id.org/privacyflows#> . @prefix pd: <https://w3id.org/dpv/pd#> .\n"
        'my:LoyaltyCard a skos:Concept ; skos:inScheme pf:DataScheme ; skos:prefLabel "Loyalty <b>card</b>"@en, "Treuekarte"@de ;\n'
        '  skos:broader pd:Identifying ; skos:definition "A card & its number <script>alert(1)</script>."@en .\n',
        encoding="utf-8",
    )
    text = write_page(tmp_path / "site", extra).read_text(encoding="utf-8")
    assert "Loyalty &lt;b&gt;card&lt;/b&gt;" in text
    assert "A card &amp; its number &lt;script&gt;" in text
    assert "Treuekarte" not in text
    assert len(re.findall("<script", text)) == 1


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("a:b c:d\n", encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"broken\.ttl is not Turtle"):
        read_terms(broken)
    with pytest.raises(NotFoundError, match="absent"):
        read_terms(tmp_path / "absent.ttl")
