"""What a policy says about itself; all organisations here are invented."""

from __future__ import annotations

import pytest
from privacyflows.extract.documents import document_from_text
from privacyflows.extract.model import Profile
from privacyflows.extract.profile.dates import iso_date
from privacyflows.extract.profile.profile import profile

BODY = "\n\nWe keep your data for ten years. We share it with Courierco and with the bank."


def said(text: str, *, policy: str = "note", source: str = "") -> Profile:
    return profile(document_from_text(text, policy=policy, source=source))


ORGANISATIONS = [
    ("The Oakleaf (“The Oakleaf”, “we”) is a paper." + BODY, "The Oakleaf", ()),
    ("# Privacy Policy — Oakleaf\n\nOakleaf is an app. This policy describes what data Oakleaf collects.", "Oakleaf", ()),
    ("# Oakleaf Online Privacy Notice\n\nOakleaf respects your privacy.", "Oakleaf", ()),
    ("Welcome to Oakleaf Labs, Inc. (“we”, “us” or “Oakleaf”)." + BODY, "Oakleaf", ("Oakleaf Labs, Inc.",)),
    ("Oakleaf Labs, Inc. (“we”, “us”, “our”) runs this shop." + BODY, "Oakleaf Labs, Inc.", ()),
    (
        "The Society of Rural Dentists (SRD) and its affiliates respect your privacy. This policy explains how the SRD collects data.",
        "Society of Rural Dentists",
        ("SRD",),
    ),
    (
        "This sets out how the Tern Media Group Limited (“Tern Group”) will process data. The Tern Group shall be the data controller."
        + BODY,
        "Tern Group",
        ("Tern Media Group Limited",),
    ),
    (
        "Tern Academy: your data\n\nIn this notice “we” means the Academy and its teachers. The Academy keeps your name."
        " Tern Academy is in Dover.",
        "Tern Academy",
        ("Academy",),
    ),
    (
        "Oakleaf Club and Oakleaf Shop\n\nIn this notice “we” means Oakleaf. Oakleaf keeps your name. Oakleaf Club is free.",
        "Oakleaf",
        (),
    ),
    ("We are Oakleaf.example, a shop for books." + BODY, "Oakleaf.example", ()),
    ("At Oakleaf, we take your privacy seriously. Oakleaf uses cookies." + BODY, "Oakleaf", ()),
    ("When we say “we”, “us” or “our”, we mean Oakleaf Trading Ltd. and nobody else." + BODY, "Oakleaf Trading Ltd.", ()),
    (
        "Privacy Policy\n\nOakleaf collects names. Oakleaf uses them. Oakleaf stores them. Oakleaf does not share them."
        " Oakleaf will not sell them. Oakleaf may keep them.",
        "Oakleaf",
        (),
    ),
    ("We collect your name and your address, and we share them with nobody." + BODY, None, ()),
    ("Google collects data on our site. We do not know what Google does with it." + BODY, None, ()),
]


@pytest.mark.parametrize(("text", "organisation", "aliases"), ORGANISATIONS)
def test_organisation(text: str, organisation: str | None, aliases: tuple[str, ...]) -> None:
    found = said(text)
    assert (found.organisation, found.aliases) == (organisation, aliases)


def test_stem_alone_is_no_witness() -> None:
    assert said("We keep your name." + BODY, policy="oakleaf-2024").organisation is None


def test_division_and_its_house() -> None:
    found = said(
        "# TERN Group\n\nTERN Group is a division of the Tern Learned Society (“TLS”). TERN Group collects names. TLS keeps them.\n\n"
        "## Controller\n\nThe data controller for the shop is: Tern Learned Society, 12 Harbour Street, Dover."
    )
    assert (found.organisation, found.parent, found.controller) == ("TERN Group", "Tern Learned Society", "Tern Learned Society")
    assert set(found.aliases) == {"Tern Learned Society", "TLS"}


def test_platform_and_its_house() -> None:
    found = said(
        "Tern Academy is the learning platform of Tern Press Ltd. Tern Academy collects names. The Academy respects your privacy." + BODY
    )
    assert (found.organisation, found.parent, found.aliases) == ("Tern Academy", "Tern Press Ltd.", ("Academy",))


def test_date_behind_a_table_of_contents() -> None:
    contents = "\n\n".join(f"- Part {n} of what we keep" for n in range(40))
    assert said(f"# Oakleaf Privacy Policy\n\n{contents}\n\nLast updated: May 2017\n\n{contents}\n\n{contents}").modified == "2017-05"


def test_subsidiary_is_not_its_parent() -> None:
    found = said("Oakleaf, a subsidiary of Tern Media Ltd., respects your privacy. Oakleaf collects names." + BODY)
    assert (found.organisation, found.parent, found.aliases) == ("Oakleaf", "Tern Media Ltd.", ())


@pytest.mark.parametrize(
    ("sentence", "controller"),
    [
        ("Oakleaf Ireland Limited is the data controller for your personal data.", "Oakleaf Ireland Limited"),
        ("The controller of your data is Oakleaf Trading Ltd.", "Oakleaf Trading Ltd."),
        ("Oakleaf is the data controller.", "Oakleaf"),
        ("The data controller is oakleaf GmbH.", "oakleaf GmbH"),
        ("We belong to Tern Media Ltd (the “Media”). The Media is the data controller.", "Tern Media Ltd"),
        ("The data controller is Oakleaf Media LLC. You can write to it.", "Oakleaf Media LLC"),
        ("The data controller is Oakleaf Trading Ltd. You can write to it.", "Oakleaf Trading Ltd."),
        ("Payco is an independent controller of what you pay with.", None),
        ("You can ask the controller for your data.", None),
    ],
)
def test_controller(sentence: str, controller: str | None) -> None:
    assert said(f"# Oakleaf Privacy Policy\n\nOakleaf respects your privacy.\n\n{sentence}").controller == controller


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Privacy Policy — Oakleaf\n\nWe keep data.", "Privacy Policy — Oakleaf"),
        ("# Oakleaf\n\n## 1. Data\n\nWe keep data.", "Oakleaf"),
        (
            "Privacy Notice for Readers\n\nWe keep the data that you give us for as long as the law asks us to.",
            "Privacy Notice for Readers",
        ),
        (
            "We keep data about you.\nChanges to the Privacy Policy\nWe may change what this policy says whenever the shop has to change.",
            None,
        ),
    ],
)
def test_title(text: str, title: str | None) -> None:
    assert said(text).title == title


@pytest.mark.parametrize(
    ("line", "modified"),
    [
        ("Revised May 24, 2018", "2018-05-24"),
        ("Last updated: May 2017", "2017-05"),
        ("Last updated   November 2012", "2012-11"),
        ("_Effective starting: August 17, 2026_", "2026-08-17"),
        ("(Last update 19.01.2023)", "2023-01-19"),
        ("> **Version**: v3.0 — draft 2026-05-01.", "2026-05-01"),
        ("This policy was last modified on 3rd of March 2021.", "2021-03-03"),
        ("LAST UPDATED: 3/28/2019", "2019-03-28"),
        ("Last updated: 03/04/2019", "2019"),
        ("Effective: 1 May 2020. Last updated: 2 June 2021", "2021-06-02"),
        ("We follow the Privacy Act of 1974.", None),
        ("Last updated: <DATE>", None),
    ],
)
def test_modified(line: str, modified: str | None) -> None:
    assert said(f"# Privacy Policy\n\n{line}\n\nWe keep data.").modified == modified


@pytest.mark.parametrize(
    ("text", "expected"),
    [("31 June 2020", "2020"), ("2020-13-40", "2020"), ("May 24th, 2018", "2018-05-24"), ("29.2.2024", "2024-02-29"), ("soon", None)],
)
def test_dates_that_exist(text: str, expected: str | None) -> None:
    assert iso_date(text) == expected


NOTE = "> *Taken from the oakleaf.example policy that was archived on 2018-03-14.*\n\n# Oakleaf\n\nLast updated: May 2017\n\nWe keep data."


@pytest.mark.parametrize(
    ("text", "policy", "source", "captured", "modified"),
    [
        (NOTE, "oakleaf", "", "2018-03-14", "2017-05"),
        ("We keep data.", "oakleaf", "https://web.archive.org/web/20121230192341/http://oakleaf.example/", "2012-12-30", None),
        ("We keep data.", "2020-01-02", "", "2020-01-02", None),
        ("We keep data.", "oakleaf", "versions/oakleaf/2020-01-02.md", "2020-01-02", None),
        ("We keep data.", "oakleaf-20200102", "", "2020-01-02", None),
        ("We keep data.", "oakleaf-2020-01", "", None, None),
    ],
)
def test_captured(text: str, policy: str, source: str, captured: str | None, modified: str | None) -> None:
    found = said(text, policy=policy, source=source)
    assert (found.captured, found.modified) == (captured, modified)


CONTACTS = """# Privacy Policy

## Contact us

Write to help@oakleaf.example or call us at 800-555-0142 or +1 555-555-0143.

Our Data Protection Officer reads dpo@oakleaf.example.

## Controller

Post: Oakleaf Trading, 12 Harbour Street, Springfield, MA 02451, USA

## Representative in the EU

Reach our representative at eu@tern.example.

We keep 12 345 orders from 2018-2020, see https://www.oakleaf.example/contact to contact us.
"""


def test_contacts() -> None:
    document = document_from_text(CONTACTS)
    found = profile(document).contacts
    assert [(c.kind, c.role, c.text) for c in found] == [
        ("email", "general", "help@oakleaf.example"),
        ("phone", "general", "800-555-0142"),
        ("phone", "general", "+1 555-555-0143"),
        ("email", "dpo", "dpo@oakleaf.example"),
        ("post", "controller", "Oakleaf Trading, 12 Harbour Street, Springfield, MA 02451, USA"),
        ("email", "representative", "eu@tern.example"),
        ("url", "representative", "https://www.oakleaf.example/contact"),
    ]
    assert all(document.text[c.start : c.end] == c.text for c in found)
