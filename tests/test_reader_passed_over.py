"""Sentences that name a practice in other than the usual way, told as (sentence, what it says).

Who acts is a name that no dictionary has, or a thing of the organisation; what acts is a cookie; the practice is named by its legal
basis, by what it is for, or by what the reader agrees to. As in ``test_reader_frames``, a row names all the statements of its sentence.
"""

from __future__ import annotations

import pytest
from privacyflows.extract.parsing.words import load_rules

from tests.reader_rows import Claim, Miss, Reading, cases, read_rows, reading_of, says, stance, told, unmatched

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

COOKIES: list[Row] = [
    ("Cookies remain on your device until you delete them.", [says("retain", means="cookies", kept="until you delete them")]),
    ("A cookie is a small file that is stored on your computer.", [says("retain", means="small file; cookie")]),
    ("Session cookies are deleted when you close your browser.", [says("delete", data="session cookies", means="session cookies")]),
    ("You can delete cookies in your browser.", []),
    ("We read information from cookies stored on your device.", [says("access", data="information")]),
]

OBJECTS: list[Row] = [
    ("You have to sign up with your e-mail address and your name.", [says("collect", data="e-mail address; name")]),
    ("The phone number registered with our club is kept.", [says("retain", data="phone number registered with our club")]),
    ("Your data are transferred to a server in Peru and stored there.", [says("transfer", data="data"), says("retain", data="data")]),
    ("Removed photos may persist in backups.", [says("may retain", data="removed photos")]),
    ("We collect as little data as possible.", [says("collect", data="little data as possible")]),
    (
        "We do not share for behavioural advertising the personal data of children.",
        [says("not share", data="personal data of children", goals=None)],
    ),
    ("By using our app, you consent to us sending your name to couriers.", [says("share", data="name", to="couriers")]),
    ("Such data consist of your name and your age.", [says("collect", data="data; name; age")]),
    ("Our legitimate interest consists of the promotion of our club.", []),
]

TOLD: list[Row] = [
    ("The provision of your name is voluntary.", [says("collect", data="name")]),
    ("We tell you whether the provision of your name is voluntary.", []),
    ("You may give us access to your contacts.", [says("may collect", data="contacts")]),
    ("You agree to receive e-mails from us.", [says("use", goals="receive e-mails from us")]),
    ("You can receive messages from your friends.", []),
    (
        "We use the services of external providers to host our shop.",
        [says("share", to="external providers", goals="host our shop")],
    ),
    ("We work with printers who make our books.", [says("share", to="printers", goals="make our books")]),
    (
        "We work with advertisers that collect your location.",
        [says("collect", by=THEM, data="location", agent="advertisers")],
    ),
    ("You can stop receiving e-mails from us.", []),
    ("We do not do any targeted advertising.", [says("not use", goals="targeted advertising")]),
    ("We process your data neither here nor abroad.", [says("not use", data="data")]),
    (
        "We show you targeted ads based on the pages that you visit.",
        [says("use", data="pages that you visit", goals="show you targeted ads")],
    ),
    ("The ads that you see are based on your interests.", [says("use", data="interests", goals="ads that you see")]),
    ("We share your name based on your choices.", [says("share", data="name")]),
    ("Our rules are based on our records.", []),
]

SUPPOSED: list[Row] = [
    ("Where we transfer your data to Norway, we use standard clauses.", [says("transfer", data="data")]),
    ("When collecting your data, we act as a controller.", [says("collect", data="data")]),
    ("We use clauses when we move your photos to Peru, to ensure that all goes well.", [says("transfer", data="photos", goals=None)]),
    ("If we transfer your data to Norway, we use standard clauses.", []),
    ("The app can be opened when we store your name.", []),
    ("When you send us letters, we are glad.", []),
    (
        "We keep your letters, after which we may publish them.",
        [says("retain", data="letters"), says("may publish", data="them")],
    ),
    ("Whenever you open a map, in case of an error we collect your location.", [says("collect", data="location")]),
    ("We may ask for your consent to share your address with couriers.", [says("may share", data="address", to="couriers")]),
    ("Acme Rail reserves the right to sell your address.", [says("may sell", by=THEM, data="address", agent="Acme Rail")]),
    ("These measures aim to protect your data.", [says("secure", data="data", agent="these measures")]),
    ("Other members may provide information about you.", [says("may collect", data="information about you", source="other members")]),
    ("Our printers provide information.", []),
    ("We will make no further use of your name.", [says("will not use", data="name")]),
    (
        "Your photos are publicly visible and shared with couriers.",
        [says("publish", data="photos"), says("share", data="photos", to="couriers")],
    ),
    ("Our meetings are publicly visible.", []),
    ("Information that is publicly available is no personal data.", []),
    ("Your address is entered into our membership system.", [says("retain", data="address")]),
    ("We enter into contracts.", []),
    ("Cookies are sent to your browser.", [says("track", means="cookies")]),
    ("We do not store these cookies.", [says("not retain", means="these cookies")]),
    ("Collects your clicks to count visits.", [says("collect", data="clicks", goals="count visits")]),
    ("Collect your parcel at our shop.", []),
]

ROWS = [*ACTORS, *COOKIES, *OBJECTS, *TOLD, *SUPPOSED]
GROUNDS = [(s, side == "for") for e in load_rules("grounds.toml")["example"] for side in ("for", "against") for s in e[side]]
reading = reading_of(ROWS)
again = reading_of(GROUNDS)


@pytest.mark.parametrize(("sentence", "claims"), cases(ROWS, 2))
def test_says(reading: Reading, sentence: str, claims: list[Claim]) -> None:
    found = reading[sentence]
    missing, extra = unmatched(claims, found)
    assert not missing, told(found)
    assert not extra, told(found)


@pytest.mark.parametrize(("text", "expected"), GROUNDS)
def test_a_ground_tells_the_practice_again(again: Reading, text: str, expected: bool) -> None:
    """The second sentence of an example makes a statement on what the first one spoke of, or none."""
    start = text.index(". ") + 2
    second = [s for s in again[text] if s.evidence[0].start >= start]
    assert bool(second) == expected, told(again[text])
    assert all(f.start is not None and f.start < start for s in second for f in s.data), told(second)


def test_a_ground_names_its_basis() -> None:
    text = "We keep your letters. The legal basis for the storage is our legitimate interest."
    found = read_rows([text])[text][-1]
    assert (stance(found), [f.concept for f in found.legal_basis]) == ("retain", ["dpv:LegitimateInterest"]), told([found])
