"""Tables: own snippets -> (action, polarity, data, purposes, recipients) of each row's statements, and the rows' other roles."""

from __future__ import annotations

import re
from typing import Any

import pytest
from privacyflows.extract.blocks.records import field_of
from privacyflows.extract.model import Kind
from privacyflows.extract.parsing.words import load_rules
from privacyflows.extract.tables.columns import column_kind, header_action

from tests.reader_rows import Case, said, statements, tuples


def table(headers: str, *rows: str, lead: str = "") -> str:
    """A Markdown table below its lead-in; cells are separated by " | "."""
    rule = "|".join("---" for _ in headers.split("|"))
    lines = [f"| {headers} |", f"|{rule}|", *(f"| {row} |" for row in rows)]
    return (lead + "\n\n" if lead else "") + "\n".join(lines) + "\n"


CASES = [
    # what the text above a table says of its rows, and disclosures among purposes
    Case(
        "purposes below a text that names the data",
        "We need a reason to process your data. It is told here.\n\n"
        + table("Purpose | Legal basis", "To ship orders | Contract", "Disclose your data to our couriers | Contract"),
        [
            said("use", data="your data"),
            said("use", data="your data", purposes="ship orders"),
            said("share", data="your data", recipients="our couriers"),
        ],
    ),
    # records: one practice told field by field
    Case(
        "fields as paragraphs",
        "Purpose: to ship orders\n\nCategories of data: name and address\n\nLegal basis: contract\n",
        [said("use", data="name | address", purposes="ship orders")],
    ),
    Case(
        "fields as items, one record after the other",
        "- **Purpose:** billing\n- **Data:** name\n- **Purpose:** news\n- **Data:** e-mail address\n",
        [said("use", data="name", purposes="billing"), said("use", data="e-mail address", purposes="news")],
    ),
    Case(
        "labels before whole sentences",
        "Purpose: We run this page to answer you.\n\nLegal basis: We process your letters for billing.\n\n"
        "Storage: We keep your letters for a year.\n",
        [said("use", data="your letters", purposes="billing"), said("retain", data="your letters")],
    ),
    Case("a lone label", "Purpose: to ship orders\n\nThis notice is long.\n", [said("use", purposes="ship orders")]),
    # tables told from top to bottom
    Case(
        "a tracker told from top to bottom",
        "## Cookies\n\n"
        + table(" | ", "Name | visit_no", "Purpose | Counts visits", "Expires in | a day", "Name | lang", "Purpose | Keeps your language"),
        [said("track", purposes="Counts visits"), said("track", purposes="Keeps your language")],
    ),
    Case(
        "bullets without blanks before them",
        table("Data | Purposes", "Your name | \u25cf _Running the shop_\u25cf _Marketing_"),
        [said("collect", data="Your name", purposes="Running the shop | Marketing")],
    ),
    Case("labels of other things", table(" | ", "Shop | a place", "Bread | a loaf", "Oven | hot"), []),
    # what is not collected is shared with nobody
    Case(
        "no and not applicable",
        table("Category | Examples | Collected | Shared with", "Name | Your name | Yes | Banks", "Health data | Your illness | No | N/A"),
        [
            said("share", data="Name | Your name", recipients="Banks"),
            said("collect", data="Name | Your name"),
            said("collect", data="Health data | Your illness", negated=True),
        ],
    ),
    Case(
        "a verb read as a name",
        table("Purpose | Legal basis", "Enable targeted marketing to you by email | Consent"),
        [said("use", purposes="Enable targeted marketing to you by email")],
    ),
    Case(
        "purposes divided by semicolons",
        table("Data | Purpose", "Your name | To run the shop; marketing"),
        [said("collect", data="Your name", purposes="run the shop | marketing")],
    ),
    Case(
        "a practice told beside its purpose",
        table("Purpose | Data", "To verify you. Your photo is shared with our bank. | Photo"),
        [said("use", data="Photo", purposes="verify you"), said("share", data="Your photo", recipients="our bank")],
    ),
    # what headers leave open
    Case(
        "category and description without a word of data",
        table("Category | Description", "Contact details | Your name and telephone number"),
        [said("collect", data="Contact details | Your name | telephone number")],
    ),
    Case(
        "purposes of use and disclosure",
        table("Purpose of use or disclosure | Legal basis", "To bill you | Contract"),
        [said("use", purposes="bill you")],
    ),
    # what is collected, what for
    Case(
        "data and purpose",
        table("Data collected | Purpose", "E-mail address | Sending receipts"),
        [said("collect", data="E-mail address", purposes="Sending receipts")],
    ),
    Case(
        "purpose first is use",
        table("Purpose | Data", "Fraud prevention | IP address"),
        [said("use", data="IP address", purposes="Fraud prevention")],
    ),
    Case(
        "why and what",
        table(
            "Why we use your data | What data we use | Our legal basis", "To send receipts | E-mail address; purchase history | Contract"
        ),
        [said("use", data="E-mail address | purchase history", purposes="send receipts")],
    ),
    Case(
        "several purposes",
        table("Data | Purpose", "Log files | Security, debugging, rate limiting"),
        [said("collect", data="Log files", purposes="Security | debugging | rate limiting")],
    ),
    Case(
        "purposes as sentences",
        table("Purpose | Data", "We use your data to send receipts. | E-mail address"),
        [said("use", data="E-mail address", purposes="send receipts")],
    ),
    Case(
        "purpose with an explanation in brackets",
        table("Data | Purpose", "Device list | Security (alerts, sessions)"),
        [said("collect", data="Device list", purposes="Security")],
    ),
    Case(
        "head and members",
        table("Data | Purpose", "Server logs (timestamp, IP address) | Security"),
        [said("collect", data="Server logs | timestamp | IP address", purposes="Security")],
    ),
    Case(
        "brackets with a condition",
        table("Data | Purpose", "TOTP secret (if you enable 2FA) | Two-factor login"),
        [said("collect", data="TOTP secret", purposes="Two-factor login")],
    ),
    Case(
        "bullets in cells",
        table("Purpose | Data", "To run the shop | * Name * Address"),
        [said("use", data="Name | Address", purposes="run the shop")],
    ),
    Case(
        "line breaks in cells",
        table("Purpose | Data", "To run the shop | Name<br>Address"),
        [said("use", data="Name | Address", purposes="run the shop")],
    ),
    Case(
        "category and examples",
        table("Category | Examples", "Identifiers | Name, postal address", lead="We collect the following data:"),
        [said("collect", data="Identifiers | Name | postal address")],
    ),
    Case(
        "category and description",
        table("Category of personal data | Description", "Contact data | We collect your name when you register."),
        [said("collect", data="Contact data"), said("collect", data="your name")],
    ),
    Case(
        "denied in a heading",
        "## Data we do not collect\n\n" + table("Category | Details", "Health data | Diagnoses, prescriptions"),
        [said("collect", data="Health data | Diagnoses | prescriptions", negated=True)],
    ),
    Case("data and retention", table("Data | How long we keep it", "Invoices | 10 years"), [said("retain", data="Invoices")]),
    Case(
        "same as above",
        table("Data | Purpose", "Name | Billing", "Address | Same"),
        [said("collect", data="Name", purposes="Billing"), said("collect", data="Address", purposes="Billing")],
    ),
    Case(
        "no headers, two columns below a lead-in",
        table(" | ", "E-mail address | To contact you", lead="We collect the following data:"),
        [said("collect", data="E-mail address", purposes="contact you")],
    ),
    Case(
        "first row is the header",
        table(" |  | ", "Purpose | Data | Legal basis", "Billing | Name | Contract"),
        [said("use", data="Name", purposes="Billing")],
    ),
    Case(
        "title rows inside the table",
        table(" | ", "Data you give us | ", "Categories | Description", "Profile data | Your age and photos"),
        [said("collect", data="Profile data | Your age | photos")],
    ),
    Case(
        "category and types",
        table("Category of personal data | Types of personal data", "Identifiers | Name, e-mail address"),
        [said("collect", data="Identifiers | Name | e-mail address")],
    ),
    # who gets it
    Case(
        "sub-processors",
        table(
            "Sub-processor | Purpose | Location",
            "Mailgrove Ltd. | Sending newsletters | Ireland",
            lead="We share your data with the following sub-processors:",
        ),
        [said("share", data="your data", purposes="Sending newsletters", recipients="Mailgrove Ltd.")],
    ),
    Case(
        "sub-processors, data of a noun",
        table(
            "Sub-processor | Purpose",
            "Cloudpark, Inc. | Hosting",
            lead="The following sub-processors process your data for us. Each has signed a contract.",
        ),
        [said("share", data="your data", purposes="Hosting", recipients="Cloudpark, Inc.")],
    ),
    Case(
        "recipient with a condition",
        table("Provider | Purpose", "Loginbox (only if you choose it) | Login", lead="We share your data with:"),
        [said("share", data="your data", purposes="Login", recipients="Loginbox")],
    ),
    Case(
        "recipient with its role in brackets",
        table("Vendor | Purpose", "Paykite (payment processor) | Payments", lead="We share your data with:"),
        [said("share", data="your data", purposes="Payments", recipients="Paykite")],
    ),
    Case(
        "categories of recipients",
        table("Categories of recipients | Data", "Banks, insurers | Name"),
        [said("share", data="Name", recipients="Banks | insurers")],
    ),
    Case(
        "recipients and reasons",
        table("Recipients | Reasons for sharing", "Couriers | To deliver parcels", lead="We share your data as follows:"),
        [said("share", data="your data", purposes="deliver parcels", recipients="Couriers")],
    ),
    Case(
        "recipients with a description",
        table(
            "Category of recipients | Description", "Couriers | They deliver parcels.", lead="We may share your data with these recipients:"
        ),
        [said("share", data="your data", recipients="Couriers")],
    ),
    # columns of several actions
    Case(
        "sources and parties",
        table("Category of personal information | Sources | Disclosed to", "Identifiers | You | Couriers"),
        [said("collect", data="Identifiers"), said("share", data="Identifiers", recipients="Couriers")],
    ),
    Case(
        "shared and sold",
        table("Data | Shared with | Sold to", "Name | Couriers | Advertisers"),
        [said("share", data="Name", recipients="Couriers"), said("sell", data="Name", recipients="Advertisers")],
    ),
    Case(
        "collected, yes and no",
        table("Category | Examples | Collected", "Identifiers | Name | YES", "Biometric data | Fingerprints | NO"),
        [said("collect", data="Identifiers | Name"), said("collect", data="Biometric data | Fingerprints", negated=True)],
    ),
    Case(
        "sold, no",
        table("Category of information | Collected | Sold", "Location data | Yes | No"),
        [said("collect", data="Location data"), said("sell", data="Location data", negated=True)],
    ),
    Case(
        "shared with none",
        table("Data collected | Shared with", "Health data | None"),
        [said("collect", data="Health data"), said("share", data="Health data", negated=True)],
    ),
    Case(
        "not sold",
        table("Data collected | Sold or shared to", "Card number | Not sold"),
        [said("collect", data="Card number"), said("sell", data="Card number", negated=True)],
    ),
    # trackers
    Case(
        "cookie", table("Cookie | Purpose | Expires", "sess_id | Keeps your basket | 1 hour"), [said("track", purposes="Keeps your basket")]
    ),
    Case(
        "cookie of a provider",
        table("Cookie name | Provider | Purpose", "_adx | Adnexa | Shows relevant ads"),
        [said("track", purposes="Shows relevant ads", recipients="Adnexa")],
    ),
    Case(
        "cookie of our own",
        table("Cookie name | Provider | Purpose", "lang | Us | Remembers your language"),
        [said("track", data="your language", purposes="Remembers your language")],
    ),
    Case(
        "provider in the text",
        table("Cookie name | Purpose", "vid1 | Vidora, our video host, uses this cookie to count views"),
        [said("track", purposes="count views", recipients="Vidora")],
    ),
    Case(
        "provider as agent",
        table("Cookie name | Purpose", "vid1 | This is used by Vidora to count views"),
        [said("track", purposes="count views", recipients="Vidora")],
    ),
    Case(
        "provider in the link only",
        table(
            "Cookie name | Category | Purpose | More",
            "ml1 | Third party cookies | This is used to send news | https://www.mailgrove.example/cookies",
        ),
        [said("track", purposes="send news", recipients="mailgrove")],
    ),
    Case(
        "what a cookie notes",
        table("Cookie name | Purpose", "vote | This is used to note whether you have voted"),
        [said("track", data="whether you have voted", purposes="note whether you have voted")],
    ),
    Case(
        "cookies by heading",
        "## Cookies\n\n" + table("Name | Purpose | Duration", "sess_id | Login | Session"),
        [said("track", purposes="Login")],
    ),
    # silence
    Case("rights", table("Right | How to exercise", "Access | You can ask us for a copy of the data we hold."), []),
    Case("fields of a record", table(" | ", "Name | sess_id", "Purpose | Login"), []),
    Case("terms", table("Term | Meaning", "Personal data | Information about you that we collect."), []),
    Case("contacts", table("Type of request | Contact", "Deletion of your data | dpo@example.org"), []),
    Case("empty cells", table("Data collected | Purpose", "Name | -"), [said("collect", data="Name")]),
    Case(
        "unknown headers are read as text",
        table("Topic A | Topic B", "We collect your name. | Nothing else"),
        [said("collect", data="your name")],
    ),
]


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name, marks=[pytest.mark.xfail(strict=True)] if c.miss else []) for c in CASES])
def test_rows(case: Case) -> None:
    """What a table says, row by row."""
    assert tuples(case.text) == case.expected


ROLES = [
    (
        "legal_basis",
        "Purpose: billing\n\nLegal basis: The processing is necessary to fulfil our agreement.\n",
        ["The processing is necessary to fulfil our agreement"],
    ),
    (
        "retention",
        table("Purpose | Data", "To verify you. We retain your photo as long as you have an account. | Photo"),
        ["as long as you have an account"],
    ),
    ("legal_basis", table("Data | Purpose | Legal basis", "Name | Billing | Performance of contract"), ["Performance of contract"]),
    (
        "legal_basis",
        table("Purpose | Data | Legal basis", "News | E-mail address | Consent / legitimate interests"),
        ["Consent", "legitimate interests"],
    ),
    ("legal_basis", table("Purpose | Legal basis", "To bill you | Legal or regulatory obligations"), ["Legal or regulatory obligations"]),
    ("retention", table("Data | Purpose | Retention", "Name | Billing | 10 years"), ["10 years"]),
    ("retention", table("Data | Purpose | Retention", "Name | Billing | 10 years", "Address | Billing | Same"), ["10 years", "10 years"]),
    ("conditions", table("Data | Purpose", "TOTP secret (if you enable 2FA) | Login"), ["if you enable 2FA"]),
    (
        "conditions",
        table("Provider | Purpose", "Loginbox (only if you choose it) | Login", lead="We share your data with:"),
        ["only if you choose it"],
    ),
    ("source", table("Category of data | Sources | Purpose", "Identifiers | You; data brokers | Billing"), ["You", "data brokers"]),
    (
        "location",
        table("Sub-processor | Purpose | Country", "Mailgrove Ltd. | News | Ireland", lead="We share your data with:"),
        ["Ireland"],
    ),
    ("technology", table("Cookie name | Purpose", "_a, _b, _c | Login"), ["_a", "_b", "_c"]),
]


@pytest.mark.parametrize(("role", "text", "expected"), ROLES)
def test_other_roles(role: str, text: str, expected: list[str]) -> None:
    """The roles beside data, purposes and recipients."""
    assert [f.text for s in statements(text) for f in getattr(s, role)] == expected


VALUES = [
    ("retention", table("Data | Purpose | Retention", "Name | Billing | 10 years"), "P10Y"),
    ("location", table("Sub-processor | Purpose | Country", "Mailgrove Ltd. | News | Ireland", lead="We share your data with:"), "IE"),
]


@pytest.mark.parametrize(("role", "text", "value"), VALUES)
def test_values(role: str, text: str, value: str) -> None:
    """Durations and countries are normalised."""
    assert [f.value for s in statements(text) for f in getattr(s, role)] == [value]


@pytest.mark.parametrize(
    ("category", "actor"),
    [("Third party", "third-party"), ("3rd-party cookie", "third-party"), ("First party", "first-party"), ("Necessary", "first-party")],
)
def test_who_sets_a_cookie(category: str, actor: str) -> None:
    """A category that says so makes somebody else the actor."""
    (found,) = statements(table("Cookie name | Category | Purpose", f"_x | {category} | Ads"))
    assert (found.kind, str(found.actor.kind)) == (Kind.TRACKER, actor)


def test_evidence_is_the_row() -> None:
    """A row's statement quotes the row from its first cell to its last."""
    (found,) = statements(table("Data collected | Purpose", "Name | Billing"))
    assert found.evidence[0].text == "Name | Billing"
    assert found.verb is None


def test_verb_of_a_row_stands_in_the_lead_in() -> None:
    """Where a lead-in gives the verb, the statement quotes it."""
    (found,) = statements(table("Provider | Purpose", "Adnexa | Ads", lead="We share your data with:"))
    assert found.verb is not None
    assert found.verb.text == "share"


@pytest.mark.parametrize("entry", [pytest.param(e, id=e["field"]) for e in load_rules("tables.toml")["record"]])
def test_record_entries(entry: dict[str, Any]) -> None:
    """Each label of a record takes its examples and not its counter-examples."""
    assert {(field_of(text) or ("",))[0] for text in entry["for"]} == {entry["field"]}
    assert entry["field"] not in {(field_of(text) or ("",))[0] for text in entry["against"]}


@pytest.mark.parametrize("entry", [pytest.param(e, id=e["role"]) for e in load_rules("tables.toml")["column"]])
def test_column_entries(entry: dict[str, Any]) -> None:
    """Each entry takes its example headers and not its counter-examples."""
    for header in entry["for"]:
        assert column_kind(header) == entry["role"], header
    for header in entry["against"]:
        assert column_kind(header) != entry["role"], header


@pytest.mark.parametrize(
    ("header", "action"),
    [("Sold or shared to", "sell"), ("Disclosed to", "share"), ("Data collected", "collect"), ("How we use it", "use"), ("Purpose", None)],
)
def test_header_actions(header: str, action: str | None) -> None:
    """The action that a header names."""
    assert header_action(header) == action


def test_column_patterns_are_valid() -> None:
    """Every pattern of the rule file compiles."""
    raw = load_rules("tables.toml")
    patterns = [e["pattern"] for e in (*raw["column"], *raw["action"])] + [raw[k]["pattern"] for k in ("same", "empty", "yes", "no")]
    assert all(re.compile(p, re.IGNORECASE) for p in patterns)
