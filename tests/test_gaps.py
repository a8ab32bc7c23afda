"""Gaps: texts with a lost list -> the roles that are missing, and texts that only look so, as tables of cases. All invented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from privacyflows.extract import Document, extract, read
from privacyflows.extract.model import ROLES, Action, Kind, Statement
from privacyflows.extract.parsing.words import load_rules
from privacyflows.extract.rights.gaps import open_role
from privacyflows.extract.rights.rightnames import plain

RULES = load_rules("gaps.toml")
PROSE = "The weather in our town is mild for most of the year, and the library is open on every weekday."
NEXT = f"## How we keep it safe\n\n{PROSE}"

LOST = [
    # the end of the text, the next section, prose
    ("We use your data for the following purposes:", "purposes"),
    (f"## Uses\n\nWe use your data for the following purposes:\n\n{NEXT}", "purposes"),
    (f"We use your data for the following purposes:\n\n{PROSE}", "purposes"),
    (f"We collect the following categories of information:\n\n{PROSE}", "data"),
    (f"## Data\n\nThe information that we collect includes, but is not limited to:\n\n{NEXT}", "data"),
    (f"We collect the details that we have sorted as follows:\n\nFor each of these groups of details we keep a register. {PROSE}", "data"),
    (f"We share your data with the following third parties:\n\n{PROSE}", "recipients"),
    (f"## Sharing\n\nWe may disclose your information to:\n\n{NEXT}", "recipients"),
    (f"We obtain data from the following sources:\n\n{PROSE}", "source"),
    (f"## Data\n\nWe may collect information from you when you:\n\n{NEXT}", "conditions"),
    (f"We may disclose data in the following circumstances:\n\n{PROSE}", "conditions"),
    (f"We rely on the following legal bases:\n\nPlease read on. {PROSE.replace('The', 'Our')}", "legal_basis"),
    (f"You have the following rights:\n\n{PROSE}", "rights"),
    (f"We keep your data for the following periods:\n\n{NEXT}", "retention"),
    (f"Our servers are located in:\n\n{PROSE}", "location"),
    (f"We set the following types of cookies:\n\n{NEXT}", "technology"),
    (
        f"**Fairness.** We shall treat you alike when you use your rights, including by, but not limited to:\n\n**How to ask.** {PROSE}",
        "rights",
    ),
    # a table without rows, and one with empty rows
    (f"We use data as the table shows.\n\n| Data | Purpose |\n| --- | --- |\n\n{PROSE}", "data purposes"),
    (f"| Data | Purpose | Recipient |\n| --- | --- | --- |\n|  |  |  |\n|  |  |  |\n\n{PROSE}", "data purposes recipients"),
]

WHOLE = [
    # the list is there
    "We use your data for the following purposes:\n\n- to send the journal\n- to answer letters",
    "We use your data for the following purposes:\n\nsend the journal\nanswer letters\nprint labels",
    "We may disclose data in the following circumstances:\n\n(1) where the law asks for it; (2) where you agree.",
    "We collect the following information:\n\n| Data | Purpose |\n| --- | --- |\n| Name | Labels |",
    f"## Uses\n\nWe use your data for the following purposes:\n\n### Sending the journal\n\n{PROSE}",
    f"## Partners\n\nWe share your data with the following third parties:\n\n### Printers\n\n{PROSE}",
    f"We use your data for the following purposes:\n\nTo send the journal to readers in all countries of the world. {PROSE}",
    f"We may share data in the following cases:\n\nWe may share data with the police where a judge has ordered it. {PROSE}",
    f"You have the following rights:\n\nYou have the right to see your data, which our office will send you. {PROSE}",
    f"We collect the following information:\n\n**Account data.** Your name and your password. {PROSE}",
    "We transfer your data under one of the following safeguards:\n\nWe use contracts that an authority has approved for such cases.",
    # no list of a practice
    f"You may contact us at:\n\nPrivacy Office, 4 Lantern Quay, Port Ellery\n\n{PROSE}",
    f"Our offices are located at:\n\n4 Lantern Quay, PO Box 12, Port Ellery\n\n{PROSE}",
    "Please send your questions about your data to:\n\nprivacy@harbourlight.example",
    f"For more information about the data that we collect click here:\n\n{PROSE}",
    f"For example:\n\n{PROSE}",
    f"Summary:\n\n{PROSE}",
    f"Categories of personal data that we collect:\n\n{PROSE}",
    f"Take the following steps:\n\n{PROSE}",
    f"The following additional information applies to readers in Japan:\n\n{PROSE}",
    f"You can control your data in several places, including:\n\n{PROSE}",
    f"We use your data as follows.\n\n{PROSE}",
    f"We process data for the purposes that section 3 describes.\n\n{PROSE}",
    f"The Lantern: {PROSE}",
    f"**Fairness.** You have the following rights:\n\n**Access:** {PROSE}",
    "| Cookie | Purpose |\n| --- | --- |\n| hl_session | |\n| hl_display | |",
]


def gaps(text: str) -> list[Statement]:
    """The statements of kind gap of a Markdown text."""
    return [s for s in extract(Document.from_text(text, policy="note", media_type="text/markdown")) if s.kind is Kind.GAP]


@pytest.mark.parametrize(("text", "roles"), LOST, ids=[text[:50] for text, _ in LOST])
def test_a_lost_list_is_a_gap(text: str, roles: str) -> None:
    (gap,) = gaps(text)
    assert gap.missing == tuple(roles.split())
    evidence = gap.evidence[0]
    assert text[evidence.start : evidence.end] == evidence.text


@pytest.mark.parametrize("text", WHOLE, ids=[text[:50] for text in WHOLE])
def test_what_is_there_is_no_gap(text: str) -> None:
    assert gaps(text) == []


def test_a_gap_says_what_the_lead_in_says() -> None:
    (gap,) = gaps(f"# Uses\n\nWe will use your email address for the following purposes:\n\n{PROSE}")
    assert (gap.action, [f.concept for f in gap.data], gap.purposes) == (Action.USE, ["pd:EmailAddress"], ())
    assert (gap.section, gap.evidence[0].text) == ("Uses", "We will use your email address for the following purposes:")


def test_verbs_that_share_the_list_leave_the_action_open() -> None:
    (gap,) = gaps(f"We collect and share your email address for the following purposes:\n\n{PROSE}")
    assert gap.action is None


def rule_cases() -> Iterator[Any]:
    """Every rule's own sentences: (role, sentence, whether it opens this role)."""
    for entry in RULES["open"]:
        for fires in (True, False):
            for sentence in entry["for" if fires else "against"]:
                yield pytest.param(entry["role"], sentence, fires, id=f"{entry['role']}-{fires}: {sentence[:50]}")


@pytest.mark.parametrize(("role", "sentence", "fires"), list(rule_cases()))
def test_open_roles_hold_their_examples(role: str, sentence: str, fires: bool) -> None:
    assert (open_role(sentence) == role) is fires


@pytest.mark.parametrize("entry", RULES["not"], ids=[e["id"] for e in RULES["not"]])
def test_exclusions_hold_their_examples(entry: dict[str, Any]) -> None:
    def fires(sentence: str) -> bool:
        unless = entry.get("unless")
        return bool(re.search(entry["pattern"], plain(sentence))) and not (unless and re.search(unless, plain(sentence)))

    assert all(fires(sentence) and open_role(sentence) is None for sentence in entry["for"])
    assert not any(fires(sentence) for sentence in entry["against"])


def test_section_titles_hold_their_examples() -> None:
    pattern = re.compile(RULES["section"]["pattern"])
    assert all(pattern.match(plain(title)) for title in RULES["section"]["for"])
    assert not any(pattern.match(plain(title)) for title in RULES["section"]["against"])


def test_roles_are_those_of_statements() -> None:
    assert {entry["role"] for entry in RULES["open"]} <= {*ROLES, "rights"}


@pytest.mark.parametrize(("stem", "count"), [("nejm-2022-11", 5), ("ama-2018-05", 0), ("nejm-2018-03", 0), ("bmj-2012-12", 0)])
def test_real_policies(policies_dir: Path, stem: str, count: int) -> None:
    statements = extract(read(policies_dir / f"{stem}.txt"))
    assert sum(s.kind is Kind.GAP for s in statements) == count
