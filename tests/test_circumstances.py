"""The other circumstances of practices: grounds, times, places, people, sources and means, told as (sentence, what fills the role).

A row is read as a paragraph of its own; what any of its statements has in the role is gathered, as written. A third value is the
reason why a row is still missed.
"""

from __future__ import annotations

import pytest
from privacyflows.extract import extract
from privacyflows.extract.circumstances.legal import articles
from privacyflows.extract.circumstances.retention import duration
from privacyflows.extract.circumstances.scope import title_scope
from privacyflows.extract.circumstances.technologies import tracker_kind
from privacyflows.extract.lexicon.lexicon import load_lexicon
from privacyflows.extract.model import Document, Statement
from privacyflows.extract.parsing.words import load_rules

from tests.reader_rows import Reading, cases, reading_of

Row = tuple[str, list[str]] | tuple[str, list[str], str]

GROUNDS: list[Row] = [
    ("We process your address on the basis of your explicit consent.", ["on the basis of your explicit consent"]),
    ("We process your log files on the basis of our legitimate interests.", ["on the basis of our legitimate interests"]),
    (
        "We process your address as it is necessary for the performance of a contract with you.",
        ["as it is necessary for the performance of a contract with you"],
    ),
    (
        "We process your income in order to take steps at your request prior to entering into a contract.",
        ["in order to take steps at your request prior to entering into a contract"],
    ),
    ("By using the app, you consent to the transfer of your data to our parent.", ["By using the app, you consent"]),
    (
        "We process your invoices to comply with a legal obligation to which we are subject.",
        ["to comply with a legal obligation to which we are subject"],
    ),
    ("We keep your file as permitted by law.", ["as permitted by law"]),
    ("We process your blood group to protect your vital interests.", ["your vital interests"]),
    ("We process your IP address under Art. 6(1)(f) GDPR.", ["Art. 6(1)(f) GDPR"]),
    ("We process your address based on your consent (Article 6(1)(a) GDPR).", ["based on your consent (Article 6(1)(a) GDPR)"]),
    ("We share your data with your consent.", []),
    ("We share your name to comply with a legal obligation.", []),
    ("By using the app you help us collect data.", []),
]

TIMES: list[Row] = [
    ("We keep your name for two years.", ["for two years"]),
    ("We delete your log files within 30 days.", ["within 30 days"]),
    ("We store your data for as long as you have an account.", ["for as long as you have an account"]),
    ("We keep your file until you close your account.", ["until you close your account"]),
    ("We do not retain your data longer than is necessary.", ["longer than is necessary"]),
    ("Your picture is temporarily stored on our server.", ["temporarily stored"]),
    ("Your recordings are kept for a period of six (6) months.", ["for a period of six (6) months"]),
    ("We retain your data for the duration of your contract.", ["for the duration of your contract"]),
    ("We may keep your file for a longer time in the event of a dispute.", ["for a longer time"]),
    ("Your chat history is deleted once you close the window.", ["once you close the window"]),
    ("We keep your messages indefinitely.", ["indefinitely"]),
    ("Our shop has sold your photos for two years.", []),
    ("When you register, we store your name.", []),
    ("We keep your name. After two years we erase it.", ["After two years"]),
    ("We process your name for as long as you are a member.", ["for as long as you are a member"]),
    ("We keep your recordings for a limited amount of time.", ["for a limited amount of time"]),
    ("We delete your photo without undue delay.", ["without undue delay"]),
    ("We show your photo immediately.", []),
]

PLACES: list[Row] = [
    ("Your data may be transferred outside of the country where you live.", ["outside of the country where you live"]),
    ("We transfer your data to the United States.", ["United States"]),
    ("We store your data on servers in Germany.", ["Germany"]),
    (
        'Your data may be stored at a place outside of the European Economic Area ("EEA").',
        ['a place outside of the European Economic Area ("EEA")'],
    ),
    ("We transfer your data out of the UK, Norway or Iceland.", ["out of the UK, Norway or Iceland"]),
    ("Your data may be sent to Canada, India and Japan.", ["Canada", "India", "Japan"]),
    ("Your data may be transferred to the United States or another country.", ["United States", "another country"]),
    ("We may transfer your data to countries that have weaker laws.", ["countries that have weaker laws"]),
    ("We process your data in California.", ["California"]),
    ("Your data may be transferred abroad.", ["abroad"]),
    ("If you live in Italy, we store your name.", []),
    ("We store the names of residents of Spain.", []),
    ("We give us your name.", []),
    ("Our hosts, who keep your data, sit in Ireland.", ["Ireland"]),
]

PEOPLE: list[Row] = [
    ("We collect your location by various means, including GPS.", []),
    ("We ask agents for a power of attorney.", []),
    ("We collect information about our users.", ["our users"]),
    ("We do not collect data from children under 13.", ["children under 13"]),
    ("We use cookies to analyse visitors' preferences.", ["visitors"]),
    ("We use cookies to track visitor habits.", ["visitor"]),
    ("If you are a physician, we publish your name.", ["a physician"]),
    ("For premium members, we store your viewing history.", ["premium members"]),
    ("We collect the names of job applicants.", ["job applicants"]),
    ("If you are under the age of 13, we do not collect your name.", ["you are under the age of 13"]),
    ("We rent the postal addresses of subscribers to charities.", ["subscribers"]),
    ("We share your name with other users.", []),
    ("We collect your user name.", []),
    ("We collect your name and address.", []),
    ("We disclose your name to our employees.", []),
    ("We collect data about people visiting the museum.", ["people visiting the museum"]),
    ("We collect the email addresses of readers who have opted in.", ["readers who have opted in"]),
    ("We collect your name and your friends' email addresses.", ["your friends"]),
]

SOURCES: list[Row] = [
    ("We collect the information that you provide to us.", ["you"]),
    ("We use the photos you submit to improve our app.", ["you"]),
    ("We collect personal information from third parties.", ["third parties"]),
    ("We collect your IP address from your device.", ["your device"]),
    ("We use the details supplied by you to send receipts.", ["you"]),
    ("We collect your email address through our website.", ["our website"]),
    ("You provide your name when you register.", ["You"]),
    ("We receive your address from our partners.", ["our partners"]),
    ("From time to time we sell your email address.", []),
    ("In the event of an order from the court, we disclose your address to the police.", []),
    ("We share your name with our partners.", []),
    ("We collect your name and address.", []),
    # known misses
    ("Each time your phone asks for a page, we collect your IP address.", ["your phone"], "a device that asks is no source yet"),
]

MEANS: list[Row] = [
    ("We use cookies to collect your preferences.", ["cookies"]),
    ("We collect your IP address through cookies and web beacons.", ["cookies", "web beacons"]),
    ("Cookies help us recognise your browser.", ["Cookies"]),
    ("We store your preferences in cookies.", ["cookies"]),
    ("Your data is stored in our database.", ["our database"]),
    ("Your file is stored behind a firewall.", ["firewall"]),
    ("We do not use web beacons to collect your name.", ["web beacons"]),
    ("We collect your email address through our website.", []),
    ("We collect data when you block cookies.", []),
    ("Our cookie policy says which data we collect.", []),
    ("One way we track your visits is by using pixel tags.", ["pixel tags"]),
    ("We collect log data about your visits.", []),
    # known misses
    ("The link between your computer and ours is encrypted to protect your data.", ["encrypted"], "participles name no means yet"),
]

TABLES = {"legal_basis": GROUNDS, "retention": TIMES, "location": PLACES, "subjects": PEOPLE, "source": SOURCES, "technology": MEANS}
reading = reading_of(row for rows in TABLES.values() for row in rows)


def gathered(statements: list[Statement], role: str) -> list[str]:
    assert statements, "nothing read"
    return sorted({f.text for s in statements for f in getattr(s, role)})


@pytest.mark.parametrize(("sentence", "expected"), cases(GROUNDS, 2))
def test_legal_bases(reading: Reading, sentence: str, expected: list[str]) -> None:
    assert gathered(reading[sentence], "legal_basis") == sorted(expected)


@pytest.mark.parametrize(("sentence", "expected"), cases(TIMES, 2))
def test_retention(reading: Reading, sentence: str, expected: list[str]) -> None:
    assert gathered(reading[sentence], "retention") == sorted(expected)


@pytest.mark.parametrize(("sentence", "expected"), cases(PLACES, 2))
def test_locations(reading: Reading, sentence: str, expected: list[str]) -> None:
    assert gathered(reading[sentence], "location") == sorted(expected)


@pytest.mark.parametrize(("sentence", "expected"), cases(PEOPLE, 2))
def test_subjects(reading: Reading, sentence: str, expected: list[str]) -> None:
    assert gathered(reading[sentence], "subjects") == sorted(expected)


@pytest.mark.parametrize(("sentence", "expected"), cases(SOURCES, 2))
def test_sources(reading: Reading, sentence: str, expected: list[str]) -> None:
    assert gathered(reading[sentence], "source") == sorted(expected)


@pytest.mark.parametrize(("sentence", "expected"), cases(MEANS, 2))
def test_technologies(reading: Reading, sentence: str, expected: list[str]) -> None:
    assert gathered(reading[sentence], "technology") == sorted(expected)


# sentence, role, concept, value
MEANINGS = [
    ("We process your address on the basis of your explicit consent.", "legal_basis", "dpv:Consent", None),
    ("We process your log files on the basis of our legitimate interests.", "legal_basis", "dpv:LegitimateInterest", None),
    ("We process your IP address under Art. 6(1)(f) GDPR.", "legal_basis", "eu-gdpr:A6-1-f", "6(1)(f)"),
    ("We process your address based on your consent (Article 6(1)(a) GDPR).", "legal_basis", "eu-gdpr:A6-1-a", "6(1)(a)"),
    ("By using the app, you consent to the transfer of your data to our parent.", "legal_basis", "dpv:ImpliedConsent", None),
    ("We keep your name for two years.", "retention", "dpv:StorageDuration", "P2Y"),
    ("We delete your log files within 30 days.", "retention", "dpv:StorageDuration", "P30D"),
    ("Your recordings are kept for a period of six (6) months.", "retention", "dpv:StorageDuration", "P6M"),
    ("We store your data for as long as you have an account.", "retention", "dpv:StorageDuration", None),
    ("We transfer your data to the United States.", "location", None, "US"),
    ("We store your data on servers in Germany.", "location", None, "DE"),
    ("We process your data in California.", "location", None, "US-CA"),
    ("Your data may be transferred outside of the country where you live.", "location", None, None),
    ("We do not collect data from children under 13.", "subjects", "dpv:Child", None),
    ("If you are a physician, we publish your name.", "subjects", "pf:Physician", None),
    ("We collect the information that you provide to us.", "source", "dpv:DataSubjectDataSource", None),
    ("You provide your name when you register.", "source", "dpv:DataSubjectDataSource", None),
    ("We collect your email address through our website.", "source", "pf:Website", None),
    ("We use cookies to collect your preferences.", "technology", "tech:Cookie", None),
    ("Your file is stored behind a firewall.", "technology", "pf:Firewall", None),
]


@pytest.mark.parametrize(("sentence", "role", "concept", "value"), MEANINGS)
def test_meaning(reading: Reading, sentence: str, role: str, concept: str | None, value: str | None) -> None:
    assert {(f.concept, f.value) for s in reading[sentence] for f in getattr(s, role)} == {(concept, value)}


@pytest.mark.parametrize("sentence", [str(row[0]) for rows in TABLES.values() for row in rows])
def test_words_stand_where_they_say(reading: Reading, sentence: str) -> None:
    for s in reading[sentence]:
        for role in (*TABLES, "conditions"):
            for f in getattr(s, role):
                assert f.start is not None
                assert sentence[f.start : f.end] == f.text


CITATIONS = [
    ("Art. 6(1)(b) GDPR", ["6(1)(b)"]),
    ("Article 6 (1) (f) of the GDPR", ["6(1)(f)"]),
    ("Art. 6 para. 1 lit. a DSGVO", ["6(1)(a)"]),
    ("Art. 6 Abs. 1 S. 1 lit. f GDPR", ["6(1)(f)"]),
    ("Article 6.1.c", ["6(1)(c)"]),
    ("Article 6(1), point (e)", ["6(1)(e)"]),
    ("Article 9(2)(a)", ["9(2)(a)"]),
    ("Art. 6(1)(a) and Art. 6(1)(c)", ["6(1)(a)", "6(1)(c)"]),
    ("Article 17 GDPR", []),
    ("Article 6 of our terms", []),
]


@pytest.mark.parametrize(("text", "expected"), CITATIONS)
def test_articles(text: str, expected: list[str]) -> None:
    assert [value for _, _, value, _ in articles(text)] == expected


DURATIONS = [
    ("for ninety days", "P90D"),
    ("for 12 months", "P12M"),
    ("48 hours", "PT48H"),
    ("two calendar weeks", "P2W"),
    ("a 30-day period", "P30D"),
    ("twenty-four months", "P24M"),
    ("as long as needed", None),
]


@pytest.mark.parametrize(("text", "value"), DURATIONS)
def test_duration(text: str, value: str | None) -> None:
    assert duration(text) == value


# -- the rules, both ways ----------------------------------------------------------------------------------------------------

PLACE_EXAMPLES = [(text, side == "for") for e in load_rules("places.toml")["example"] for side in ("for", "against") for text in e[side]]


@pytest.mark.parametrize(("sentence", "placed"), PLACE_EXAMPLES)
def test_place_example(sentence: str, placed: bool) -> None:
    assert any(s.location for s in extract(Document.from_text(sentence))) == placed


SCOPE_EXAMPLES = [(text, side == "for") for e in load_rules("scope.toml")["example"] for side in ("for", "against") for text in e[side]]


@pytest.mark.parametrize(("title", "limits"), SCOPE_EXAMPLES)
def test_scope_example(title: str, limits: bool) -> None:
    assert bool(title_scope(title, load_lexicon())) == limits


SCOPE_RULES = [
    (text, name, side == "for")
    for name, entries in (("who", load_rules("scope.toml")["people"]), ("what", [load_rules("scope.toml")["product"]]))
    for e in entries
    for side in ("for", "against")
    for text in e[side]
]


@pytest.mark.parametrize(("title", "group", "fits"), SCOPE_RULES)
def test_scope_rule(title: str, group: str, fits: bool) -> None:
    found = title_scope(title, load_lexicon())
    assert [bool(title[f.start : f.end].strip()) for f in found] == ([True] if fits else []), group


@pytest.mark.parametrize(
    ("title", "words", "value"),
    [
        ("If you live in California", "California", "US-CA"),
        ("Notice to European users", "European users", "EU"),
        ("YOUR CALIFORNIA PRIVACY RIGHTS", "CALIFORNIA", "US-CA"),
        ("USERS FROM BRAZIL", "USERS FROM BRAZIL", "BR"),
        ("YOUR US STATE PRIVACY RIGHTS", "US", "US"),
        ("Nevada residents:", "Nevada residents", "US-NV"),
        ("For free users only", "free users", None),
        ("Privacy notice for the Quillmark app", "the Quillmark app", None),
    ],
)
def test_title_scope(title: str, words: str, value: str | None) -> None:
    assert [(title[f.start : f.end], f.value) for f in title_scope(title, load_lexicon())] == [(words, value)]


TRACKER_KINDS = [
    (text, e["concept"], side == "for") for e in load_rules("technologies.toml")["kind"] for side in ("for", "against") for text in e[side]
]


@pytest.mark.parametrize(("cell", "concept", "fits"), TRACKER_KINDS)
def test_tracker_kind(cell: str, concept: str, fits: bool) -> None:
    assert (tracker_kind([cell]) == concept) == fits


# -- scopes ------------------------------------------------------------------------------------------------------------------

SECTIONS = """\
# Privacy

## For readers in the European Union

We collect your name.

## California privacy rights

We share your email address with partners.

## 3. Learning users

We store your exam results.

## Transfers to Canada

We collect your age.

## User accounts

We collect your telephone number.
"""
SCOPES = [
    ("We collect your name.", [("readers in the European Union", "EU")]),
    ("We share your email address with partners.", [("California", "US-CA")]),
    ("We store your exam results.", [("Learning users", None)]),
    ("We collect your age.", []),
    ("We collect your telephone number.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), SCOPES)
def test_headings_limit_their_sections(sentence: str, expected: list[tuple[str, str | None]]) -> None:
    said = extract(Document.from_text(SECTIONS, media_type="text/markdown"))
    found = [s for s in said if s.evidence[0].text == sentence]
    assert [[(f.text, f.value) for f in s.scope] for s in found] == [expected]
    for s in found:
        for f in s.scope:
            assert SECTIONS[f.start : f.end] == f.text


def test_a_section_about_people_names_the_subjects() -> None:
    said = extract(Document.from_text(SECTIONS, media_type="text/markdown"))
    results = next(s for s in said if "exam" in s.evidence[0].text)
    assert [(f.text, f.concept) for f in results.subjects] == [("Learning users", "pf:LearningUser")]


FRONTED = [
    ("If you are a resident of Spain, we collect your name.", [("If you are a resident of Spain", "ES")]),
    ("For premium members, we store your viewing history.", [("premium members", None)]),
    ("In Brazil, we collect your tax number.", [("Brazil", "BR")]),
    ("For your safety, we collect your name.", []),
    ("If you call us, we collect your name.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), FRONTED)
def test_what_stands_in_front_limits_the_sentence(sentence: str, expected: list[tuple[str, str | None]]) -> None:
    (said,) = extract(Document.from_text(sentence))
    assert [(f.text, f.value) for f in said.scope] == expected


# -- tables ------------------------------------------------------------------------------------------------------------------


def test_a_row_of_trackers_names_each_by_itself() -> None:
    text = "# Cookies\n\n| Cookie | Type | Purpose |\n|---|---|---|\n| _abc, _abd | Third party cookies | To count visits |\n"
    (row,) = extract(Document.from_text(text, media_type="text/markdown"))
    assert [(f.text, f.concept) for f in row.technology] == [("_abc", "pf:ThirdPartyCookie"), ("_abd", "pf:ThirdPartyCookie")]


def test_a_cell_of_grounds_gives_its_article() -> None:
    text = (
        "| Data | Purpose | Legal basis | Retention |\n|---|---|---|---|\n"
        "| Name | To send parcels | Performance of a contract, Art. 6(1)(b) GDPR | two years |\n"
    )
    (row,) = extract(Document.from_text(text, media_type="text/markdown"))
    assert [(f.concept, f.value) for f in row.legal_basis] == [("eu-gdpr:A6-1-b", "6(1)(b)")]
    assert [f.value for f in row.retention] == ["P2Y"]


def test_the_tables_are_long_enough() -> None:
    rows = [row for table in TABLES.values() for row in table]
    assert len(rows) >= 70
    for table in TABLES.values():
        assert len({row[0] for row in table}) == len(table)
