"""Contrasts: exceptions to denials and denials beside claims, told as (sentence, what it denies or claims, what stands beside it).

The second column is the statement of the main clause, the third what the contrast says; the denial names the practice that it leaves
allowed or that it narrows. The examples of ``rules/contrasts.toml`` are read as well: a contrast makes a second statement or none.
"""

from __future__ import annotations

import pytest
from privacyflows.extract.parsing.words import load_rules

from tests.reader_rows import Claim, Reading, cases, fits, read_rows, reading_of, says, stance, told

Row = tuple[str, Claim, Claim]

ROWS: list[Row] = [
    ("We do not share your data except with couriers.", says("not share", data="data"), says("share", data="data", to="couriers")),
    (
        "We do not disclose your address to anyone other than our printers.",
        says("not share", data="address", to="anyone"),
        says("share", data="address", to="printers"),
    ),
    (
        "We share your data with no third parties other than our hosting provider and our bank.",
        says("not share", data="data", to="no third parties"),
        says("share", data="data", to="hosting provider; bank"),
    ),
    ("We collect no data other than your e-mail address.", says("not collect", data="no data"), says("collect", data="e-mail address")),
    (
        "We do not collect any information apart from your name and age.",
        says("not collect", data="information"),
        says("collect", data="name; age"),
    ),
    (
        "We do not sell your data to third parties, except to a buyer of our business.",
        says("not sell", data="data", to="third parties"),
        says("sell", data="data", to="buyer of our business"),
    ),
    (
        "We will not use your e-mail address for any purpose other than to answer your question.",
        says("will not use", data="e-mail address", goals="purpose"),
        says("may use", data="e-mail address", goals="answer your question"),
    ),
    (
        "Our printers may not use your address except to send parcels.",
        says("may not use", by="third-party", agent="printers", data="address"),
        says("may use", by="third-party", agent="printers", data="address", goals="send parcels"),
    ),
    (
        "Except for couriers, nobody receives your address.",
        says("not collect", by="third-party", agent="nobody", data="address"),
        says("collect", by="third-party", agent="couriers", data="address"),
    ),
    (
        "Nobody except our nurses can read your file.",
        says("may not access", by="third-party", agent="nobody", data="file"),
        says("may access", by="third-party", agent="nurses", data="file"),
    ),
    (
        "Our printers may not use your address except as necessary to send parcels.",
        says("may not use", by="third-party", agent="printers", data="address"),
        says("may use", by="third-party", agent="printers", data="address", goals="send parcels"),
    ),
    (
        "We publish statistics about visits, but not in a way that would identify you.",
        says("publish", data="statistics about visits"),
        says("not publish", data="statistics about visits", goals="identify you"),
    ),
    ("We collect your region (not your exact location).", says("collect", data="region"), says("not collect", data="exact location")),
    ("We collect your name, but not your age.", says("collect", data="name"), says("not collect", data="age")),
    ("We rent our mailing list but not phone numbers.", says("sell", data="mailing list"), says("not sell", data="phone numbers")),
    (
        "We share your name with couriers but not with advertisers.",
        says("share", data="name", to="couriers"),
        says("not share", data="name", to="advertisers"),
    ),
    (
        "We use your address to deliver parcels, not for advertising.",
        says("use", data="address", goals="deliver parcels"),
        says("not use", data="address", goals="advertising"),
    ),
    (
        "Your data are used only to deliver your order and not for advertising.",
        says("use", data="data", goals="deliver your order"),
        says("not use", data="data", goals="advertising"),
    ),
    (
        "We do not disclose your file to employers unless a court orders us to.",
        says("not share", data="file", to="employers"),
        says("may share", data="file", to="employers"),
    ),
    (
        "We share statistics that do not include your name.",
        says("share", data="statistics"),
        says("not share", data="name"),
    ),
    (
        "We never publish your address unless you ask us to.",
        says("not publish", data="address"),
        says("may publish", data="address"),
    ),
    (
        "We never publish information unless you ask us to.",
        says("not publish", data="information"),
        says("may publish", data="information"),
    ),
    (
        "A cookie may be used to keep your user name (but not your password).",
        says("may retain", data="user name"),
        says("may not retain", data="password"),
    ),
]

EXAMPLES = [(s, side == "for") for e in load_rules("contrasts.toml")["example"] for side in ("for", "against") for s in e[side]]
reading = reading_of(ROWS)


@pytest.mark.parametrize(("sentence", "main", "beside"), cases(ROWS, 3))
def test_says_both(reading: Reading, sentence: str, main: Claim, beside: Claim) -> None:
    found = reading[sentence]
    assert len(found) == 2, told(found)
    first = next((s for s in found if fits(main, s)), None)
    second = next((s for s in found if fits(beside, s)), None)
    assert first and second, told(found)
    denial, practice = (first, second) if main.negated else (second, first)
    assert practice.id in (denial.exceptions if main.negated else denial.qualifies)


@pytest.fixture(scope="module")
def examples() -> Reading:
    return read_rows(sentence for sentence, _ in EXAMPLES)


@pytest.mark.parametrize(("sentence", "expected"), EXAMPLES)
def test_an_example_makes_a_second_statement_or_none(examples: Reading, sentence: str, expected: bool) -> None:
    assert any(s.rule.endswith(".contrast") for s in examples[sentence]) == expected, told(examples[sentence])


def test_means_of_one_clause_only() -> None:
    text = "We use cookies but do not use pixels."
    found = read_rows([text])[text]
    assert [(stance(s), [f.text for f in s.technology]) for s in found] == [("track", ["cookies"]), ("not track", ["pixels"])], told(found)
