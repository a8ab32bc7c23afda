"""Rights: sentences, lists, tables and headings -> the rights and procedures that they name, as tables of cases.

All texts are invented. A right is written as the local name of its concept; ``!`` marks one that the text refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from privacyflows.extract import Document, extract, extract_many
from privacyflows.extract.lexicon.lexicon import load_lexicon
from privacyflows.extract.model import Kind, Polarity, Statement
from privacyflows.extract.parsing.words import load_rules
from privacyflows.extract.rights.rightnames import named_in, plain

RULES = load_rules("rights.toml")

SENTENCES = [
    # -- the openers -------------------------------------------------------------------------------------------------------
    ("You have the right to access your data.", "A15"),
    ("You are entitled to have wrong data corrected.", "A16"),
    ("You may ask us to erase your personal data.", "A17"),
    ("Readers can request that we restrict the processing of their data.", "A18"),
    ("Please write to our privacy office to obtain a copy of your data.", "A15"),
    ("We will correct your address upon your request.", "A16"),
    ("You can update your profile at any time.", "A16"),
    ("Our dashboard allows you to delete your account.", "A17"),
    ("If you would like to close your account, please call our help desk.", "A17"),
    ("To delete your data, log in and choose the last entry of the menu.", "A17"),
    # -- several in one sentence ---------------------------------------------------------------------------------------------
    ("You have the right to access, correct or delete your data.", "A15 A16 A17"),
    ("You may review, update or erase your information in your profile.", "A15 A16 A17"),
    ("You have the right to rectification, erasure, restriction and portability.", "A16 A17 A18 A20"),
    ("You may object to the processing, withdraw your consent and lodge a complaint with the regulator.", "A21 A7-3 A77"),
    ("You can ask for information about your data and the correction or deletion of such data.", "A15 A16 A17"),
    ("You have the right to object where we rely on our interests, and to complain to the authority.", "A21 A77"),
    ("You have the right to (i) access your data; (ii) delete your data; and (iii) object to our use of it.", "A15 A17 A21"),
    ("You have the following rights: (1) access, (2) erasure, (3) portability.", "A15 A17 A20"),
    ("You may: (a) correct your data; (b) close your account.", "A16 A17"),
    # -- opting out --------------------------------------------------------------------------------------------------------
    ("You can opt out at any time.", "RightToOptOut"),
    ("You may unsubscribe from our newsletter.", "RightToOptOutOfMarketing"),
    ("Each message holds an unsubscribe link.", ""),
    ("To stop these messages, click the \u201cunsubscribe\u201d link.", "RightToOptOutOfMarketing"),
    ("You can choose not to receive our catalogue.", "RightToOptOutOfMarketing"),
    ("You can refuse or delete cookies in your browser.", "RightToOptOut"),
    ("You may set your browser to block cookies.", "RightToOptOut"),
    ("You can turn off location services on your telephone.", "RightToOptOut"),
    ("If you do not want us to rent your address, contact us.", "RightToOptOut"),
    ("We send you offers unless you have told us that you do not wish to receive them.", "RightToOptOut"),
    ("You have the right to opt out of the sale of your data.", "RightToOptOutOfSale"),
    ("You may opt out of the sale or sharing of your data and of targeted advertising.", "Sale Sharing TargetedAdvertising"),
    ("You can opt in or out of marketing messages.", "RightToOptIn RightToOptOutOfMarketing"),
    ("You can opt in to our reading club.", "RightToOptIn"),
    ("You can switch off interest-based ads by visiting the page of the alliance, where you may opt out.", "RightToOptOut"),
    # -- further rights ----------------------------------------------------------------------------------------------------
    ("You have the right to data portability.", "A20"),
    ("You may receive your data in a machine-readable format.", ""),
    ("You have the right to receive your data in a machine-readable format.", "A20"),
    ("You can download your data from your profile.", "A20"),
    ("You may ask us for a copy of the data you have provided.", "A20"),
    ("You have the right to know which categories of data we collect.", "RightToKnow"),
    ("You have the right to be informed.", "A13"),
    ("You have the right not to be subject to automated decisions.", "A22"),
    ("We do not make decisions about you by automated processing alone.", "A22"),
    ("You have the right to obtain human intervention and to contest the decision.", "A22-3-a A22-3-c"),
    ("You may withdraw your consent whenever you like.", "A7-3"),
    ("Your consent can be revoked at any time.", "A7-3"),
    ("You can lodge a complaint with the data protection authority.", "A77"),
    ("A list of the supervisory authorities is available here.", "A77"),
    ("You have the right to an effective judicial remedy.", "A79"),
    ("You have the right to limit the use of sensitive personal information.", "RightToLimitSensitiveUse"),
    ("We will not discriminate against you for using your rights.", "RightToNonDiscrimination"),
    ("If we turn you down, you may appeal our decision.", "RightToAppeal"),
    ("You may name an authorised agent who makes the request on your behalf.", "RightToAuthorisedAgent"),
    ("A parent may ask us to delete the data of a child.", "A17 ParentalRight"),
    ("The Shine the Light law gives readers in California a list of recipients.", "RightToDisclosureForMarketing"),
    ("You may leave instructions about your data after your death.", "PostMortemRight"),
    # -- procedures --------------------------------------------------------------------------------------------------------
    ("We will respond to your request within 45 days.", "ResponseTime"),
    ("We do not charge a fee for answering your request.", "RequestFee"),
    ("Before we answer, we will verify your identity to protect your rights.", "RequestVerification"),
    ("We may refuse a request that is excessive.", "RequestRefusal"),
    ("Your rights are not absolute and may be limited by law.", "RightLimitation"),
    ("Withdrawing your consent does not affect earlier processing.", "RightLimitation"),
    ("If you block all cookies, some pages may no longer work.", "RightLimitation"),
    ("To exercise your rights, send a letter to our office.", "RightProcedure"),
    # -- refusals ----------------------------------------------------------------------------------------------------------
    ("You may ask us which personal data we hold about you.", "A15"),
    ("You cannot opt out of messages about your orders.", "!RightToOptOutOfMarketing"),
    ("You may opt out of offers, but you cannot opt out of service announcements.", "RightToOptOutOfMarketing !RightToOptOut"),
    ("You do not have the right to delete your data while your loan runs.", "!A17"),
    # -- what only looks like one ------------------------------------------------------------------------------------------
    ("We reserve the right to change this policy.", ""),
    ("We have the right to delete your posts.", ""),
    ("You can access our services everywhere.", ""),
    ("We delete your data after two years.", ""),
    ("We verify your identity to prevent fraud.", ""),
    ("You may buy books from our partners.", ""),
    ("Your subscription fee is due in May.", ""),
    ("We correct misprints in the next issue.", ""),
    ("The law gives no right to privacy to companies.", ""),
    ("We share data with authorised agents of our group, on our behalf.", ""),
    ("We complete orders within ten days.", ""),
    ("If you delete the door, nobody can enter.", ""),
]

OPT_OUT = {"Sale", "Sharing", "TargetedAdvertising", "Profiling"}


def named(expected: str) -> set[str]:
    """What a cell of the table stands for: local names, with the short ones spelled out."""
    return {f"RightToOptOutOf{name}" if name in OPT_OUT else name for name in expected.split()}


def local(statement: Statement) -> str:
    """The local name of the right that a statement offers, with ``!`` where it is refused."""
    concept = (statement.rights[0].concept or "").split(":")[1]
    return ("!" if statement.polarity is Polarity.NEGATED else "") + concept


def rights(text: str) -> list[Statement]:
    """The statements of kind right of a Markdown text."""
    return [s for s in extract(Document.from_text(text, policy="note", media_type="text/markdown")) if s.kind is Kind.RIGHT]


@pytest.fixture(scope="module")
def read() -> dict[str, list[Statement]]:
    """All sentences of the table, read in one batch."""
    documents = [Document.from_text(text, policy="note") for text, _ in SENTENCES]
    found = extract_many(documents, batch=len(documents))
    return {d.text: [s for s in statements if s.kind is Kind.RIGHT] for d, statements in zip(documents, found, strict=True)}


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text[:60] for text, _ in SENTENCES])
def test_sentence(read: dict[str, list[Statement]], text: str, expected: str) -> None:
    assert {local(s) for s in read[text]} == named(expected)


LISTS = [
    ("You have the right to:\n\n- see your data,\n- have wrong data corrected,\n- have your data erased.", "A15 A16 A17"),
    ("You have the following rights:\n\n- Access\n- Rectification\n- Portability\n- Objection", "A15 A16 A20 A21"),
    ("Contact our office at any time to:\n\n- correct your data;\n- opt out of our letters.", "A16 RightToOptOut"),
    ("In your profile you can:\n\n- download your data\n- change your e-mail preferences", "A20 RightToOptOutOfMarketing"),
    ("# Your rights\n\n- Access your data\n- Delete your account", "A15 A17"),
    ("We use your data to:\n\n- update our records,\n- delete old accounts.", ""),
    ("You have these rights:\n\n- **Access.** Our office sends all of it to you on paper.\n- **Erasure.** We wipe the disks.", "A15 A17"),
    ("# Right to erasure\n\nThis works through the form in your profile, and takes a day.", "A17"),
    ("# Right to erasure\n\nYou may ask us to delete your data.", "A17"),
    ("# Our shops\n\nThey stand in Bern and Basel, and they are open on weekdays only.", ""),
    ("| Your right | What it means |\n| --- | --- |\n| Access | All that we hold |\n| Erasure | Nothing is left |", "A15 A17"),
]


@pytest.mark.parametrize(("text", "expected"), LISTS, ids=[text[:50] for text, _ in LISTS])
def test_structure(text: str, expected: str) -> None:
    assert {local(s) for s in rights(text)} == named(expected)


def test_a_heading_that_its_section_repeats_is_told_once() -> None:
    assert [local(s) for s in rights("# Right to erasure\n\nYou may ask us to delete your data.")] == ["A17"]


SCOPES = [
    ("California residents have the right to delete their data.", "RightToDelete", {"US-CA"}),
    ("Under the CCPA, you have the right to correct your data.", "RightToCorrect", {"US-CA"}),
    ("If you live in Spain, you have the right to delete your data.", "A17", {"ES"}),
    ("# Your rights under the GDPR\n\nYou may ask us to delete your data.", "A17", {"EU"}),
    ("# California\n\nYou may ask us to delete your data.", "RightToDelete", {"US-CA"}),
    ("If you are a California resident, you have the right to:\n\n- delete your data", "RightToDelete", {"US-CA"}),
    ("You have the right to delete your data.", "A17", set()),
]


@pytest.mark.parametrize(("text", "right", "values"), SCOPES, ids=[text[:50] for text, *_ in SCOPES])
def test_scope_gives_the_law(text: str, right: str, values: set[str]) -> None:
    statement = next(s for s in rights(text) if local(s) == right)
    assert {f.value for f in statement.scope} == values


def test_offsets_conditions_data_and_time() -> None:
    text = "If we rely on your consent, you may ask us to delete your postal address. We answer requests within one month."
    erasure, time = rights(text)
    assert [f.text for f in erasure.data] == ["your postal address"]
    assert [f.text for f in erasure.conditions] == ["If we rely on your consent"]
    assert time.rights[0].value == "P1M"
    assert erasure.evidence[0].text == "If we rely on your consent, you may ask us to delete your postal address."
    for statement in (erasure, time):
        for filler in (*statement.rights, *statement.data, *statement.conditions, *statement.scope):
            assert filler.start is not None and text[filler.start : filler.end] == filler.text
        assert (statement.action, statement.actor.text, statement.actor.start) == (None, None, None)


def test_words_of_a_right_stand_where_it_says() -> None:
    table = "| Data | Your choices |\n| --- | --- |\n| Name | On paper<br>You may ask us to delete your data. |"
    text = f"{table}\n\nYou can **opt\u00a0out** here."
    found = rights(text)
    assert [text[s.rights[0].start : s.rights[0].end] for s in found] == ["delete", "opt\u00a0out"]
    assert all(text[s.evidence[0].start : s.evidence[0].end] == s.evidence[0].text for s in found)


def rule_cases() -> Iterator[Any]:
    """Every rule's own sentences: (concepts or opener, sentence, whether it fires)."""
    for entry in RULES["right"]:
        concepts = {entry["concept"], *(r["concept"] for r in entry.get("refine", ()))}
        for fires in (True, False):
            for sentence in entry["for" if fires else "against"]:
                yield pytest.param(concepts, sentence, fires, id=f"{entry['id']}-{'for' if fires else 'against'}: {sentence[:40]}")


@pytest.mark.parametrize(("concepts", "sentence", "fires"), list(rule_cases()))
def test_rights_hold_their_examples(concepts: set[str], sentence: str, fires: bool) -> None:
    assert any(n.concept in concepts for n in named_in(sentence)) is fires


OPENERS = {e["id"]: (e["kind"], e["for"], e["against"]) for e in RULES["opener"]}


@pytest.mark.parametrize("opener", OPENERS)
def test_openers_hold_their_examples(opener: str) -> None:
    """On their own examples openers name a right, and on the others this opener names none."""
    _, fires, silent = OPENERS[opener]
    for sentence in fires:
        assert opener in {n.opener for n in named_in(sentence)}, sentence
    for sentence in silent:
        assert opener not in {n.opener for n in named_in(sentence)}, sentence


@pytest.mark.parametrize("kind", ["lead", "heading"])
def test_introductions_hold_their_examples(kind: str) -> None:
    import re

    for entry in RULES[kind]:
        source = entry["pattern"]
        pattern = re.compile("|".join(source) if isinstance(source, list) else source)
        assert all(pattern.search(plain(t)) for t in entry["for"])
        assert not any(pattern.search(plain(t)) for t in entry["against"])


def test_every_concept_of_the_rules_is_a_right_of_the_ontology() -> None:
    known = set(load_lexicon().schemes["right"].broader)
    told = {e["concept"] for e in RULES["right"]} | {e["us"] for e in RULES["right"] if "us" in e}
    told |= {r["concept"] for e in RULES["right"] for r in e.get("refine", ())}
    assert told <= known


@pytest.mark.parametrize(
    "text", ["You can " * 20_000, "if you do not want " * 8_000, "right to " * 20_000, "cookies " * 20_000, "\u0130" * 5_000]
)
def test_endless_sentences_come_to_an_end(text: str) -> None:
    assert all(0 <= n.start < n.end <= len(text) for n in named_in(text))
