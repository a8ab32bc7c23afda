"""The example policies: what each was written to show is really in it.

Goes in: ``examples/harbourlight``. Comes out: a check that the texts keep the promises of ``examples/README.md``, so that an
edit of an example does not silently take away what other tests and the demo rely on.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from privacyflows.extract import extract, read
from privacyflows.extract.model import Kind

PRESS_2021, PRESS_2024 = "harbourlight-press-2021-03.md", "harbourlight-press-2024-06.md"
ACADEMY_2021, ACADEMY_2024 = "harbourlight-academy-2021-09.txt", "harbourlight-academy-2024-06.txt"
ALL = (PRESS_2021, PRESS_2024, ACADEMY_2021, ACADEMY_2024)

SHOWN = [
    (PRESS_2021, "a bulleted list", r"for the following purposes:\n\n- to deliver"),
    (PRESS_2021, "a numbered list", r"right to:\n\n1\. obtain"),
    (PRESS_2021, "an inline list", r"only \(i\) .*, \(ii\) .*, and \(iii\) "),
    (PRESS_2021, "a cookie table", r"\| Cookie \| Provider \|"),
    (PRESS_2021, "a retention table", r"\| Data \| How long we keep it \|"),
    (PRESS_2021, "a denial", r"We do not sell your personal information\."),
    (PRESS_2021, "a denial that narrows", r"Telephone numbers and e-mail addresses are never part of these lists\."),
    (PRESS_2021, "what only looks negative", r"not\s+the titles|unless you have asked us not to"),
    (PRESS_2021, "a named recipient", r"Stripe \(card payments\)"),
    (PRESS_2021, "legal bases by article", r"Article 6\(1\)\(f\) GDPR"),
    (PRESS_2021, "a section for California", r"## 8\. If you live in California"),
    (PRESS_2021, "children", r"children under 16"),
    (PRESS_2021, "do-not-track", r'do not respond to "do not track" signals'),
    (PRESS_2021, "a transfer with its safeguard", r"standard contractual clauses"),
    (PRESS_2024, "a defined term", r'\(collectively, "Reader Data"\)'),
    (PRESS_2024, "a denial with an exception", r"to advertisers, except in hashed form to LinkedIn and Meta"),
    (PRESS_2024, "a data protection officer", r"Data Protection Officer at dpo@"),
    (PRESS_2024, "a representative", r"representative in the European Union is"),
    (ACADEMY_2021, "a list without bullets", r"you provide:\n\nyour name\nyour e-mail address\n"),
    (ACADEMY_2021, "a run-in heading", r"\nTutors\. Tutors can view"),
    (ACADEMY_2021, "an anaphor", r"This information is sent"),
    (ACADEMY_2021, "a scope", r"applies to registered learners only"),
    (ACADEMY_2024, "a lost list", r"for the following purposes:\n\nThese purposes have not changed "),
    (ACADEMY_2024, "an inline list of cookies", r"cookies: \(a\) academy_id, .*; \(b\) academy_lang, .*; and \(c\) _ga"),
]


def text_of(folder: Path, name: str) -> str:
    """One example as it is on disk."""
    return (folder / name).read_text(encoding="utf-8")


def test_there_are_two_policies_in_two_versions_each(examples_dir: Path) -> None:
    assert sorted(path.name for path in examples_dir.iterdir()) == sorted(ALL)


@pytest.mark.parametrize(("name", "what", "pattern"), SHOWN, ids=[f"{name}: {what}" for name, what, _ in SHOWN])
def test_example_shows(examples_dir: Path, name: str, what: str, pattern: str) -> None:
    assert re.search(pattern, text_of(examples_dir, name)), f"{name} no longer has {what}"


@pytest.mark.parametrize("name", ALL)
def test_example_is_two_to_four_pages(examples_dir: Path, name: str) -> None:
    assert 850 <= len(text_of(examples_dir, name).split()) <= 1700


@pytest.mark.parametrize("name", ALL)
def test_addresses_cannot_reach_anybody(examples_dir: Path, name: str) -> None:
    """Only the reserved ``.example`` domain (RFC 2606) and telephone numbers that Ofcom set aside for drama."""
    text = text_of(examples_dir, name)
    assert {host for host in re.findall(r"@([\w.-]+\w)", text)} == {"harbourlight.example"}
    assert set(re.findall(r"\+44[\d ]+", text)) <= {"+44 1632 960104"}


@pytest.mark.parametrize(
    ("old", "new", "only_in_new", "only_in_old"),
    [
        (
            PRESS_2021,
            PRESS_2024,
            ["LinkedIn and Meta", "sponsors of a webinar", "25 months", "12 months after"],
            ["Mailchimp", "do not sell your"],
        ),
        (
            ACADEMY_2021,
            ACADEMY_2024,
            ["Onfido", "OpenAI", "for ten years", "7 days", "final score"],
            ["PayPal", "do not sell learners'", "30 days"],
        ),
    ],
)
def test_versions_differ(examples_dir: Path, old: str, new: str, only_in_new: list[str], only_in_old: list[str]) -> None:
    before, after = text_of(examples_dir, old), text_of(examples_dir, new)
    assert [words for words in only_in_new if words in before or words not in after] == []
    assert [words for words in only_in_old if words not in before or words in after] == []


def test_example_readme_lists_every_file_and_says_that_it_is_invented(examples_dir: Path) -> None:
    page = (examples_dir.parent / "README.md").read_text(encoding="utf-8")
    assert [name for name in ALL if f"](harbourlight/{name})" not in page] == []
    assert "**do not exist**" in page


def test_the_lost_list_is_read_as_a_gap(examples_dir: Path) -> None:
    gaps = [s for s in extract(read(examples_dir / ACADEMY_2024)) if s.kind is Kind.GAP]
    assert [(s.missing, s.evidence[0].text) for s in gaps] == [(("purposes",), "Your data is used for the following purposes:")]
