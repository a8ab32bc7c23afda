"""References: what "this information", "it", "they", "these companies" stand for, told as (text, what its last sentence says).

Every row is one paragraph unless a blank line divides it. A claim is (stance, role, [(words, concept)]): the words are those of the
referring sentence, the concept is the antecedent's. Several antecedents without one common concept make ``dpv:PersonalData``.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from privacyflows.extract.model import Statement

from tests.reader_rows import Miss, Reading, bare, cases, reading_of, stance, told

Fillers = Sequence[tuple[str, str | None]]
Row = tuple[str, str, str, Fillers] | tuple[str, str, str, Fillers, Miss]
PERSONAL = "dpv:PersonalData"

DATA: list[Row] = [
    ("We collect your e-mail address. We use this information to send receipts.", "use", "data", [("this information", "pd:EmailAddress")]),
    ("We collect your location. This data is stored for a week.", "retain", "data", [("this data", "pd:Location")]),
    ("We collect your name and your age. We share this information with schools.", "share", "data", [("this information", PERSONAL)]),
    ("We record your phone number. It is deleted after a month.", "delete", "data", [("it", "pd:TelephoneNumber")]),
    ("We scan your passport. We do not keep it.", "not retain", "data", [("it", "pd:Passport")]),
    ("We collect your fingerprints. They are encrypted.", "secure", "data", [("they", "pd:Fingerprint")]),
    ("We collect your photos. We may publish them.", "may publish", "data", [("them", "pd:Picture")]),
    ("You give us your date of birth. Such data is never sold.", "not sell", "data", [("such data", "pd:BirthDate")]),
    ("We receive your e-mail address from your employer. We use it to invite you.", "use", "data", [("it", "pd:EmailAddress")]),
    ("We collect your e-mail address and use it to send receipts.", "use", "data", [("it", "pd:EmailAddress")]),
    (
        "We collect your location. We do so only at night. We share that information with the ferry.",
        "share",
        "data",
        [("that information", "pd:Location")],
    ),
    ("We collect your IP address.\n\nWe use this information to prevent abuse.", "use", "data", [("this information", "pd:IPAddress")]),
    ("We collect your IP address. The above data is kept for a week.", "retain", "data", [("above data", "pd:IPAddress")]),
    (
        "We collect your e-mail address. The same information is given to our printers.",
        "share",
        "data",
        [("same information", "pd:EmailAddress")],
    ),
    (
        "We collect your health data. The information collected is used to plan your treatment.",
        "use",
        "data",
        [("information collected", "pd:Health")],
        Miss.REFERENCE,
    ),
    ("We collect health data. All of it is encrypted.", "secure", "data", [("all of it", "pd:Health")]),
    (
        "We collect your e-mail address. We will not share either of these with sponsors.",
        "will not share",
        "data",
        [("either of these", "pd:EmailAddress")],
        Miss.REFERENCE,
    ),
    (
        "We collect details of how you play (the “Quest Records”). We keep the Quest Records for a year.",
        "retain",
        "data",
        [("quest records", "pf:GamePlayData")],
    ),
    (
        "We collect your name and your shoe size (together, the “Fitting Data”). We sell Fitting Data to shops.",
        "sell",
        "data",
        [("fitting data", PERSONAL)],
    ),
    ("We collect your name and your age (the “Quest Records”).", "collect", "data", [("name", "pd:Name"), ("age", "pd:Age")]),
    ("No personal data is sent to sponsors.", "not share", "data", [("no personal data", PERSONAL)]),
    ("We keep your name (see “Fitting Data”). We sell Fitting Data to shops.", "sell", "data", [("fitting data", "dpv:PersonalData")]),
    ("This information is used to run our app.", "use", "data", [("this information", PERSONAL)]),
    ("Your e-mail address is collected when you sign up. This helps us to prevent abuse.", "use", "data", [("this", "pd:EmailAddress")]),
    ("Our readers tell us their age. We store that data in Oslo.", "retain", "data", [("that data", "pd:Age")], Miss.SPAN),
    ("We collect your location. The information is stored for a week.", "retain", "data", [("information", "pd:Location")]),
    ("The information is stored for a week.", "retain", "data", [("information", "dpv:PersonalData")]),
    ("We log your IP address. Those records are erased within a month.", "delete", "data", [("those records", "pd:IPAddress")]),
    (
        "We ask for your gender. The latter is optional. We use this information for statistics.",
        "use",
        "data",
        [("this information", "pd:Gender")],
    ),
]

PARTIES: list[Row] = [
    ("Couriers deliver our parcels. We give them your address.", "share", "recipients", [("them", "pf:DeliveryProvider")]),
    (
        "Anyone can read your comment. We also give such third parties your name.",
        "share",
        "recipients",
        [("such third parties", "dpv:ThirdParty")],
    ),
    ("We work with couriers to deliver parcels. We give them your address.", "share", "recipients", [("them", "pf:DeliveryProvider")]),
    (
        "We share your name with couriers. We also share your phone number with them.",
        "share",
        "recipients",
        [("them", "pf:DeliveryProvider")],
    ),
    (
        "We share your name with couriers. We give these companies your address as well.",
        "share",
        "recipients",
        [("these companies", "pf:DeliveryProvider")],
    ),
    ("We use Google to measure traffic. Your IP address is sent to it.", "share", "recipients", [("it", "dpv:ThirdParty")], Miss.REFERENCE),
    (
        "We share your name with the police. Your address may be given to such authorities.",
        "may share",
        "recipients",
        [("such authorities", "dpv:LawEnforcementOrganisation")],
        Miss.REFERENCE,
    ),
]

ACTORS: list[tuple[str, str, str, str] | tuple[str, str, str, str, Miss]] = [
    ("We share your name with couriers. They use it to deliver your parcel.", "use", "third-party", "they"),
    ("Advertisers place cookies. They collect your IP address.", "collect", "third-party", "they"),
    (
        "We use payment providers to process your payments. These companies store your card number.",
        "retain",
        "third-party",
        "these companies",
    ),
    ("Our bank checks your name. It stores your card number.", "retain", "third-party", "it"),
    (
        "We share your name with insurers. Such third parties may share your name with others.",
        "may share",
        "third-party",
        "such third parties",
    ),
    ("Our sensors stand in each room. They record your movements.", "collect", "first-party", "they"),
    ("Our robots carry trays. They record your movements.", "collect", "first-party", "they"),
    ("Our partners run kiosks. They record your name.", "collect", "third-party", "they"),
    ("Insurers pay for our work. They keep your file.", "retain", "third-party", "they"),
    ("We use cookies. They collect your IP address.", "collect", "first-party", ""),
    ("We use Matomo. It collects your IP address.", "collect", "first-party", ""),
    ("We use cookies. Our partners use them too. They collect your IP address.", "collect", "third-party", "they"),
    ("It is our policy to share your name with schools.", "share", "first-party", ""),
    ("This notice says how we run the ferry and how we use your name.", "use", "first-party", "we"),
    ("Your browser sends us your IP address.", "collect", "first-party", "us"),
    ("You give us your name.", "collect", "first-party", "us"),
    ("Schools give us your name.", "collect", "first-party", "us"),
    ("Members of our team can see your file.", "may access", "first-party", "members of our team"),
    ("A member of staff will record your name.", "will collect", "first-party", "member of staff"),
    ("We run the ferries. We collect your name.", "collect", "first-party", "we"),
    ("Our newsletter is free. It collects your e-mail address.", "collect", "first-party", "it"),
    ("Sponsors see your photo. The latter is not sold by them.", "not sell", "third-party", "them", Miss.REFERENCE),
]


REPEATS = [
    ("We collect your name from schools. We also do this when you call us.", ["collect"], []),
    ("We keep your invoices. We do this to comply with tax law.", ["retain"], ["comply with tax law"]),
    ("We may share your name with couriers. We may do so to deliver parcels.", ["may share"], ["deliver parcels"]),
    ("We keep your invoices.\n\nWe do this to comply with tax law.", ["retain"], ["comply with tax law"]),
    ("We use your name. We will not do so to advertise.", ["will not use"], ["advertise"]),
    ("We collect your name. We do this with great care.", [], []),
    ("We collect your name. You may do so to win a prize.", [], []),
    ("We do not sell your data. We do this to protect you.", [], []),
    ("We keep your invoices. We open at nine. We do this to serve you.", [], []),
    ("We share your name with couriers. If we do so to deliver, we tell you.", [], []),
]
"""What is told again, as (text, stances of the last sentence, its purposes)."""


reading = reading_of([*DATA, *PARTIES, *ACTORS])
repeated = reading_of(REPEATS)


def in_last_sentence(reading: Reading, text: str, said: str) -> list[Statement]:
    start = max(text.rfind(". "), text.rfind("\n\n"))
    return [s for s in reading[text] if stance(s) == said and s.evidence[0].end > start + 2 and s.verb is not None and s.verb.start > start]


@pytest.mark.parametrize(("text", "said", "role", "meant"), cases([*DATA, *PARTIES], 4))
def test_stands_for(reading: Reading, text: str, said: str, role: str, meant: Fillers) -> None:
    found = in_last_sentence(reading, text, said)
    assert len(found) == 1, told(reading[text])
    assert [(bare(f.text), f.concept) for f in getattr(found[0], role)] == [(bare(words), concept) for words, concept in meant]


@pytest.mark.parametrize(("text", "said", "kind", "agent"), cases(ACTORS, 4))
def test_acts(reading: Reading, text: str, said: str, kind: str, agent: str) -> None:
    found = in_last_sentence(reading, text, said)
    assert len(found) == 1, told(reading[text])
    assert (str(found[0].actor.kind), bare(found[0].actor.text or "")) == (kind, bare(agent))


@pytest.mark.parametrize(("text", "said", "goals"), REPEATS)
def test_repeats(repeated: Reading, text: str, said: list[str], goals: list[str]) -> None:
    start = max(text.rfind(". "), text.rfind("\n\n"))
    found = [s for s in repeated[text] if s.verb is not None and s.verb.start > start]
    assert [stance(s) for s in found] == said, told(repeated[text])
    assert [f.text for s in found for f in s.purposes] == goals, told(found)


def test_the_tables_are_long_enough() -> None:
    assert len(DATA) + len(PARTIES) + len(ACTORS) >= 25
