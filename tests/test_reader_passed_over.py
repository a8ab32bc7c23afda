"""Sentences that name a practice in other than the usual way, told as (sentence, what it says).

Who acts is a name that no dictionary has, or a thing of the organisation; what acts is a cookie; the practice is named by its legal
basis, by what it is for, or by what the reader agrees to. As in ``test_reader_frames``, a row names all the statements of its sentence.
"""

from __future__ import annotations

import pytest

from tests.reader_rows import Claim, Miss, Reading, cases, reading_of, says, told, unmatched

THEM = "third-party"
Row = tuple[str, list[Claim]] | tuple[str, list[Claim], Miss]

ACTORS: list[Row] = [
    ("Some features of our app collect your location.", [says("collect", data="location", agent="some features of our app")]),
    ("Most of our websites do not use cookies.", [says("not track", means="cookies")]),
    ("None of the programs on our servers track your location.", [says("not track", data="location")]),
    ("Orvado4Kids collects your age.", [says("collect", by=THEM, data="age", agent="Orvado4Kids")]),
    ("Orvado.example does not collect your name.", [says("not collect", by=THEM, data="name", agent="Orvado.example")]),
    ("When you leave our site, that site may collect your name.", [says("may collect", by=THEM, data="name", agent="that site")]),
    ("Some functions require registration.", []),
    ("Your account is protected by a password.", [says("secure", data="account")]),
    ("Your photos are shared by default with your friends.", [says("share", data="photos", to="friends")]),
]

reading = reading_of(ACTORS)


@pytest.mark.parametrize(("sentence", "claims"), cases(ACTORS, 2))
def test_says(reading: Reading, sentence: str, claims: list[Claim]) -> None:
    found = reading[sentence]
    missing, extra = unmatched(claims, found)
    assert not missing, told(found)
    assert not extra, told(found)
