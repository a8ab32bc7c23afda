"""Conditions of practices, told as (sentence, conditions that its statements have); and the cues of ``rules/conditions.toml`` both ways.

A row is read as a paragraph of its own; what any of its statements has as a condition is gathered, as written. A third value is the
reason why a row is still missed.
"""

from __future__ import annotations

import pytest
from privacyflows.extract import extract
from privacyflows.extract.circumstances.conditions import condition_concept
from privacyflows.extract.circumstances.cues import find, load_cues
from privacyflows.extract.lexicon.lexicon import load_lexicon
from privacyflows.extract.model import Document
from privacyflows.extract.parsing.parsing import parse
from privacyflows.extract.parsing.words import load_rules

from tests.reader_rows import Reading, cases, reading_of

Row = tuple[str, list[str]] | tuple[str, list[str], str]

ROWS: list[Row] = [
    ("We collect your name when you open an account.", ["when you open an account"]),
    ("If you join our panel, we store your answers.", ["If you join our panel"]),
    ("Once you have signed in, we log your visits.", ["Once you have signed in"]),
    ("We send you letters unless you opt out.", ["unless you opt out"]),
    ("Whenever you call our helpline, we record your voice.", ["Whenever you call our helpline"]),
    ("Where you pay by card, we pass your card number to our bank.", ["Where you pay by card"]),
    ("We collect your email address when you call us or visit our shop.", ["when you call us", "visit our shop"]),
    (
        "We collect your address if you order a book, if you rent a film, or if you join the club.",
        ["if you order a book", "if you rent a film", "if you join the club"],
    ),
    ("When you register and pay, we store your address.", ["When you register and pay"]),
    ("As you browse the shop, we collect your IP address.", ["As you browse the shop"]),
    ("While you use the app, we track your location.", ["While you use the app"]),
    ("Each time you open the app, we log your IP address.", ["Each time you open the app"]),
    ("We share your name with the organiser after you book a seat.", ["after you book a seat"]),
    ("Provided that you agree, we publish your photo.", ["Provided that you agree"]),
    ("We do not share your address except as you ask.", ["except as you ask"]),
    ("We collect your email address and, if you are a member, your telephone number.", ["if you are a member"]),
    ("We may share your address if we are sold.", ["if we are sold"]),
    ("We collect your name in various ways, including when you write to us.", ["when you write to us"]),
    ("We may disclose your name if a court orders it.", ["if a court orders it"]),
    ("We share your name with the police when we believe that this is necessary.", ["when we believe that this is necessary"]),
    ("We use your name as described in this notice.", []),
    ("As is true of most shops, we collect your IP address.", []),
    ("We collect your name even if you leave.", []),
    ("We record the country where you live.", []),
    ("We collect data to see if you are a robot.", []),
    ("In some cases we collect your age.", []),
    ("We use your data as follows.", []),
    ("We collect your address as well as your name.", []),
    ("With your consent, we post your photo on our wall.", ["With your consent"]),
    ("We will not sell your email address without your express permission.", ["without your express permission"]),
    ("We send copies of your file to your doctor at your request.", ["at your request"]),
    ("Subject to clause four, we share your name with our partners.", ["Subject to clause four"]),
    ("We disclose your data in accordance with our retention rules.", ["in accordance with our retention rules"]),
    ("We share your address with couriers as necessary to deliver your parcel.", ["as necessary to deliver your parcel"]),
    ("We do not read your letters unless necessary.", ["unless necessary"]),
    ("We disclose your name as required by law.", ["as required by law"]),
    ("We share your name where permitted by applicable law.", ["where permitted by applicable law"]),
    ("We do not knowingly collect data from children.", ["knowingly"]),
    ("We collect your name and, where applicable, your title.", ["where applicable"]),
    ("We share your location with sponsors in aggregate form.", ["in aggregate form"]),
    ("We collect your age on a voluntary basis.", ["on a voluntary basis"]),
    ("In the event of a merger, we may transfer your data to the buyer.", ["In the event of a merger"]),
    ("Depending on the service, we collect your age.", ["Depending on the service"]),
    ("We share your email address with printers who are bound by contractual obligations.", ["who are bound by contractual obligations"]),
    ("We share your data with advisers who must keep the data confidential.", ["who must keep the data confidential"]),
    ("We limit access to your file to staff who have a business need to know.", ["who have a business need to know"]),
    ("They process your data only on our written instructions.", ["only on our written instructions"]),
    ("We only share anonymous data with our sponsors.", ["only"]),
    ("We only share your name if you agree.", ["if you agree"]),
    ("Your gender is collected only for statistics.", ["only for statistics"]),
    ("We may share your file with a buyer, subject to a duty of confidentiality.", ["subject to a duty of confidentiality"]),
    ("We transfer your data to countries that provide an adequate level of protection.", ["that provide an adequate level of protection"]),
    ("We transfer your data to our parent on the basis of standard contractual clauses.", ["standard contractual clauses"]),
    ("You can opt out of our use of your email address for marketing.", ["You can opt out"]),
    ("You agree to let us use your photo.", ["You agree to let us use"]),
    ("In certain circumstances, we collect your fingerprints.", ["In certain circumstances"]),
    ("We store the data that you voluntarily provide.", ["voluntarily provide"]),
    ("We collect your name when you register, and our partners sell your photos.", ["when you register"]),
    ("We share your email address with sponsors only if you opt in.", ["only if you opt in"]),
    ("We may keep a copy of your letter, to the extent permitted by law.", ["to the extent permitted by law"]),
    ("Apart from invoices, we delete your data.", ["Apart from invoices"]),
    ("Other than for invoices, we do not use your address.", ["Other than for invoices"]),
    ("We do not intentionally collect your age.", ["intentionally"]),
    ("If necessary, we verify your age.", ["If necessary"]),
    ("We share your data with hosts under strict guidelines.", ["under strict guidelines"]),
    ("After giving you prior notice, we share your name with a buyer.", ["After giving you prior notice"]),
    ("We share your data with your permission, unless the law forbids it.", ["with your permission", "unless the law forbids it"]),
    ("We collect your name before you enter the site.", ["before you enter the site"]),
    ("When browsing our shop, your IP address is collected.", ["When browsing our shop"]),
    ("We collect your voice once per call.", []),
    ("We share your name with the police if so ordered by a judge.", ["if so ordered by a judge"]),
    ("We use your address, if any, to send the parcel.", []),
    ("We do not share your name under any circumstances.", []),
    # known misses
    ("You may be asked, should you call us, for your name.", ["should you call us"], "inverted conditionals have no conjunction"),
    ("Calling us makes us record your number.", ["Calling us"], "a gerund as subject opens no clause"),
    ("We share your name with hosts. They must keep it secret.", ["They must keep it secret"], "duties told in the next sentence"),
]

reading = reading_of(ROWS)


@pytest.mark.parametrize(("sentence", "expected"), cases(ROWS, 2))
def test_conditions(reading: Reading, sentence: str, expected: list[str]) -> None:
    found = {f.text for s in reading[sentence] for f in s.conditions}
    assert reading[sentence], "nothing read"
    assert sorted(found) == sorted(expected)


CONCEPTS = [
    ("We collect your name when you open an account.", "pf:OnUserAction"),
    ("We send you letters unless you opt out.", "pf:OptOutAvailable"),
    ("We share your email address with sponsors only if you opt in.", "pf:OptInRequired"),
    ("With your consent, we post your photo on our wall.", "pf:ConsentRequired"),
    ("We disclose your name as required by law.", "pf:WhenLegallyRequired"),
    ("We do not read your letters unless necessary.", "pf:Exception"),
    ("We share your address with couriers as necessary to deliver your parcel.", "dpv:Necessity"),
    ("We do not knowingly collect data from children.", "pf:Knowingly"),
    ("We collect your age on a voluntary basis.", "dpv:Optional"),
    ("We share your location with sponsors in aggregate form.", "dpv:Safeguard"),
    ("We share your data with advisers who must keep the data confidential.", "pf:Confidentiality"),
    ("They process your data only on our written instructions.", "dpv:Contract"),
    ("Depending on the service, we collect your age.", "pf:Criteria"),
    ("We collect your name and, where applicable, your title.", "pf:ForUserGroup"),
    ("We only share anonymous data with our sponsors.", "dpv:Scope"),
    ("After giving you prior notice, we share your name with a buyer.", "dpv:Notice"),
    ("You can opt out of our use of your email address for marketing.", "pf:OptOutAvailable"),
    ("We transfer your data to countries that provide an adequate level of protection.", "eu-gdpr:AdequacyDecision"),
]


@pytest.mark.parametrize(("sentence", "concept"), CONCEPTS)
def test_concept(reading: Reading, sentence: str, concept: str) -> None:
    assert {f.concept for s in reading[sentence] for f in s.conditions} == {concept}


def test_a_condition_holds_for_its_own_clause(reading: Reading) -> None:
    first, second = reading["We collect your name when you register, and our partners sell your photos."]
    assert [f.text for f in first.conditions] == ["when you register"]
    assert second.conditions == ()


def test_what_stands_in_front_holds_for_all() -> None:
    said = extract(Document.from_text("If you agree, we collect your name and our partners publish your photo."))
    assert [[f.text for f in s.conditions] for s in said] == [["If you agree"], ["If you agree"]]


ITEMS = """\
We may disclose your address:

- as required by law;
- with your consent;
- where you have asked us to send a parcel; or
- to our couriers as necessary to deliver your order.
"""


def test_items_bring_their_own_conditions() -> None:
    said = extract(Document.from_text(ITEMS, media_type="text/markdown"))
    assert [[f.text for f in s.conditions] for s in said] == [
        ["as required by law"],
        ["with your consent"],
        ["where you have asked us to send a parcel"],
        ["as necessary to deliver your order"],
    ]


def test_items_keep_the_condition_of_their_lead_in() -> None:
    text = "If you are a member, we use your data for the following purposes:\n\n- to send you letters;\n- to improve our app.\n"
    said = extract(Document.from_text(text, media_type="text/markdown"))
    assert [[f.text for f in s.conditions] for s in said] == [["If you are a member"], ["If you are a member"]]


# -- the rules, both ways ----------------------------------------------------------------------------------------------------

CUES = [
    (file, n, sentence, side == "for")
    for file in ("conditions.toml", "legal.toml", "retention.toml")
    for n, entry in enumerate(load_rules(file)["cue"])
    for side in ("for", "against")
    for sentence in entry[side]
]


@pytest.mark.parametrize(("file", "n", "sentence", "fires"), CUES)
def test_cue(file: str, n: int, sentence: str, fires: bool) -> None:
    cue = load_cues(file)[n]
    found = [s.text(p.first, p.last) for s in next(parse([sentence])) for p in find(s, (cue,))]
    assert bool(found) == fires, f"{cue.id}: {found}"


KINDS = [
    (e["concept"], text, side == "for") for e in load_rules("conditions.toml")["kind"] for side in ("for", "against") for text in e[side]
]


@pytest.mark.parametrize(("concept", "text", "fits"), KINDS)
def test_kind(concept: str, text: str, fits: bool) -> None:
    assert (condition_concept(text, load_lexicon()) == concept) == fits


SKIPPED = [(text, side == "for") for side in ("for", "against") for text in load_rules("conditions.toml")["skip"][side]]


@pytest.mark.parametrize(("clause", "skipped"), SKIPPED)
def test_skipped_clause(clause: str, skipped: bool) -> None:
    said = extract(Document.from_text(f"{clause[0].upper()}{clause[1:]}, we collect your name."))
    assert [s.conditions == () for s in said] == [skipped]


def test_the_table_is_long_enough() -> None:
    assert len(ROWS) >= 60
    assert len({sentence for sentence, *_ in ROWS}) == len(ROWS)
