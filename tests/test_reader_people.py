"""People and places of data: whom it is about and where it comes from, told as (sentence, subjects, sources) of its first statement.

A purpose that only serves people does not say whose data is used; one that observes or reaches them does.
"""

from __future__ import annotations

import pytest

from tests.reader_rows import Miss, Reading, cases, reading_of, texts, told

Row = tuple[str, list[str], list[str]] | tuple[str, list[str], list[str], Miss]

ROWS: list[Row] = [
    ("We use your data to send news of interest to teachers.", [], []),
    ("We keep your data to protect our visitors.", [], []),
    ("We use your data for the safety of our guests.", [], []),
    ("We use your data to register you as a member.", [], []),
    ("We use cookies to analyse visitors' habits.", ["visitors"], []),
    ("We use this information to invite new members.", ["new members"], []),
    ("We use health data to consider job applicants.", ["job applicants"], []),
    ("We collect the names of teachers who are members of the club.", ["teachers who are members of the club"], []),
    ("We collect the names of children under 13.", ["children under 13"], []),
    ("We collect data on some pages of our website.", [], ["our website"], Miss.SPAN),
    ("On some of our websites, your name may be published.", [], ["websites"]),
    ("Your browser sends us your IP address.", [], ["browser"]),
    ("We delete your name from our database.", [], []),
    ("Schools give us your name.", [], ["schools"]),
    ("We keep the data that you enter.", [], ["you"]),
    ("No one under 13 may give us a photo.", ["no one under 13"], ["no one under 13"]),
]
GIVEN = [
    ("Couriers are given only the address that they need.", ["couriers"], ["only the address that they need"]),
    ("Our doctors are sent your test results.", ["doctors"], ["test results"]),
    ("Our printers are supplied with your name.", ["printers"], ["name"]),
    ("Sponsors are not shown your name.", ["sponsors"], ["name"]),
    ("We are given your address by your employer.", [], ["address"]),
    ("You are given the opportunity to change your address.", None, None),
    ("You will be sent a newsletter.", None, None),
    ("Zorvex stores information on servers in Malta.", [], ["information"]),
    ("Zorvex shares your name with couriers.", ["couriers"], ["name"]),
]
"""Whom a passive gives something, and names before verbs that may be nouns, as (sentence, recipients, data) of the only statement."""
reading = reading_of(ROWS)
given = reading_of(GIVEN)


@pytest.mark.parametrize(("sentence", "subjects", "sources"), cases(ROWS, 3))
def test_people(reading: Reading, sentence: str, subjects: list[str], sources: list[str]) -> None:
    found = reading[sentence]
    assert found, "nothing read"
    assert (list(texts(found[0].subjects)), list(texts(found[0].source))) == (subjects, sources), told(found)


@pytest.mark.parametrize(("sentence", "recipients", "data"), GIVEN)
def test_given(given: Reading, sentence: str, recipients: list[str] | None, data: list[str] | None) -> None:
    found = [s for s in given[sentence] if s.action is not None]
    if recipients is None or data is None:
        assert not found, told(found)
    else:
        assert [(list(texts(s.recipients)), list(texts(s.data))) for s in found] == [(recipients, data)], told(found)
