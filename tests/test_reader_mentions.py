"""Mentions: how lists of nouns are split and what their members are, told as (sentence, role, members in text order).

Four tables of their own: the split, the concepts (None where none is known), how vaguely something is named, and which
organisation is meant.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from privacyflows.extract.model import Filler

from tests.reader_rows import Miss, Reading, bare, cases, reading_of, told

Split = tuple[str, str, list[str]] | tuple[str, str, list[str], Miss]
Meant = tuple[str, str, Sequence[str | None]] | tuple[str, str, Sequence[str | None], Miss]
D, R, S, T = "data", "recipients", "source", "technology"

LISTS: list[Split] = [
    ("We collect your name.", D, ["name"]),
    ("We collect your name, address and phone number.", D, ["name", "address", "phone number"]),
    ("We collect your name, address, and phone number.", D, ["name", "address", "phone number"]),
    ("We collect your name and your address and your phone number.", D, ["name", "address", "phone number"]),
    ("We collect your name as well as your address.", D, ["name", "address"]),
    ("We collect your name, together with your age.", D, ["name", "age"]),
    ("We collect your name or username.", D, ["name", "username"]),
    ("We collect your name/username.", D, ["name", "username"]),
    ("We collect your name; your age; and your height.", D, ["name", "age", "height"]),
    ("We collect your name & address.", D, ["name", "address"]),
    ("We collect both your name and your age.", D, ["name", "age"]),
    ("We collect either your phone number or your e-mail address.", D, ["phone number", "e-mail address"]),
    (
        "We collect names, e-mail addresses, job titles, employers, photos, and dietary needs.",
        D,
        ["names", "e-mail addresses", "job titles", "employers", "photos", "dietary needs"],
    ),
    (
        "We collect your IP address, browser type, operating system and referring page.",
        D,
        ["IP address", "browser type", "operating system", "referring page"],
    ),
    (
        "We collect your name, the address of your garage, and your licence plate.",
        D,
        ["name", "address of your garage", "licence plate"],
    ),
    ("We collect your name, your pet's name and your vet's address.", D, ["name", "pet's name", "vet's address"]),
    ("We collect the names and addresses of your guests.", D, ["names", "addresses of your guests"]),
    ("We collect data about your visits, purchases and complaints.", D, ["data about your visits, purchases and complaints"]),
    ("We collect (1) your name, (2) your age, and (3) your weight.", D, ["name", "age", "weight"]),
    ("We collect: your name, your age and your weight.", D, ["name", "age", "weight"]),
]

RUNNING_ON: list[Split] = [
    ("We sell your data to ad platforms, data brokers or list resellers.", R, ["ad platforms", "data brokers", "list resellers"]),
    (
        "We disclose your name to courts of law, public authorities (including the police), and other relevant parties, such as lawyers.",
        R,
        ["courts of law", "public authorities", "police", "other relevant parties", "lawyers"],
    ),
    ("We share your name with couriers, and the police may see it.", R, ["couriers"]),
    ("We share your name with couriers, but we do not tell our partners.", R, ["couriers"]),
    ("We collect your name, which pages you open, and how long you stay.", D, ["name", "which pages you open", "how long you stay"]),
    ("We monitor how you ride and analyse whether you brake.", D, ["how you ride"]),
    ("We analyse how our visitors use the pool and to plan our staff.", D, ["how our visitors use the pool"]),
    ("We use your location, which changes all the time.", D, ["location"]),
    ("We store your photo in Norway.", D, ["photo"]),
    ("We transfer your photo to Norway.", R, []),
    ("We transfer your photo to our partners in Norway.", R, ["partners in Norway"]),
    ("We share the photos that you upload with your friends.", R, ["friends"]),
    ("We share the data that our partners give to us with insurers.", R, ["insurers"]),
    ("We share data about people who work with schools.", R, []),
    ("We may disclose your name in response to lawful requests by public authorities.", R, ["public authorities"]),
    ("In response to a valid order of a court, we share your name.", R, ["court"]),
    ("We share your name in response to a regulator's demand.", R, ["regulator"]),
    ("We share your name in response to your request.", R, []),
    ("We do not share your name in response to requests by the police.", R, []),
    ("We may disclose your name in response to a request from a court.", S, []),
    ("We store your name on servers of our hosting providers.", R, ["hosting providers"]),
    ("Your photos are kept on Google's servers.", R, ["Google"]),
    ("Your photos may be transferred to a server of our chat provider.", R, ["chat provider"]),
    ("Your photos are kept on our servers in Norway.", R, []),
    ("We have access to your messages.", R, []),
    ("Our partners are schools, shops and museums, who give us your name.", S, ["schools", "shops", "museums"]),
    ("We work with schools and shops that send us your name.", R, []),
    ("We share the data that you exchange with your friends.", R, []),
    ("We share aggregated, non-personal or de-identified data with schools.", D, ["aggregated, non-personal or de-identified data"]),
    ("We collect your name, profile picture and age.", D, ["name", "profile picture", "age"]),
    ("We collect your name, and our partners print your badge.", D, ["name"]),
    ("We collect your name, your e-mail address, and use it to send you news.", D, ["name", "e-mail address"]),
    (
        "The app may collect certain data, such as dates and log data relating to the use of the app, the data about the phones you use"
        " to sign in, unique device ID, and the type of browser used.",
        D,
        [
            "certain data",
            "dates",
            "log data relating to the use of the app",
            "data about the phones you use to sign in",
            "unique device ID",
            "type of browser used",
        ],
    ),
    (
        "We collect log data relating to the use of our shop, your name and your e-mail address.",
        D,
        ["log data relating to the use of our shop", "name", "e-mail address"],
    ),
    (
        "We store records regarding your access to the pool, your badge number and photo.",
        D,
        ["records regarding your access to the pool", "badge number", "photo"],
    ),
    (
        "We collect statistics on the use of our pages, your language and your country.",
        D,
        ["statistics on the use of our pages", "language", "country"],
    ),
    (
        "We record your activity, such as when you make purchases, respond to offers, and which pages you view.",
        D,
        ["activity", "when you make purchases", "respond to offers", "which pages you view"],
    ),
    ("We log data about your visits.", D, ["data about your visits"]),
    ("We process your chats with other members as well as the posts you publish.", D, ["chats with other members", "posts you publish"]),
    (
        "We collect data about your activity, for example how you use the shop (e.g. items you have been viewing, searches, and pages"
        " shown to you) and how you talk to sellers.",
        D,
        [
            "data about your activity",
            "how you use the shop",
            "items you have been viewing",
            "searches",
            "pages shown to you",
            "how you talk to sellers",
        ],
    ),
    (
        "We collect details you give us, such as a phone number (which we do not publish), and your nickname.",
        D,
        ["details you give us", "phone number", "nickname"],
    ),
    (
        "The following data is processed: IP address, time spent on each page, browser used, and the shop you visited before.",
        D,
        ["IP address", "time spent on each page", "browser used", "shop you visited before"],
    ),
    ("We process your name, age, and, if applicable, your badge number.", D, ["name", "age", "badge number"]),
]

ELLIPSES: list[Split] = [
    ("We collect technical, usage and location data.", D, ["technical", "usage", "location data"]),
    ("We use your personal and non-personal data.", D, ["personal", "non-personal data"]),
    ("We use personal and sensitive data.", D, ["personal and sensitive data"]),
    ("We store audio, visual, and similar information.", D, ["audio", "visual", "similar information"]),
    ("We collect the relevant and necessary personal data.", D, ["relevant and necessary personal data"]),
    ("We may disclose your name to comply with legal process, such as a court order.", D, ["name"]),
    ("We collect your billing and delivery address.", D, ["billing", "delivery address"]),
    ("We collect your first and last name.", D, ["first and last name"]),
    ("We collect your home and work phone numbers.", D, ["home", "work phone numbers"]),
    ("We collect your e-mail and postal addresses.", D, ["e-mail", "postal addresses"]),
    ("We collect health and insurance information.", D, ["health", "insurance information"]),
    ("We collect your payment, delivery and contact details.", D, ["payment", "delivery", "contact details"]),
    ("We collect your name, home address and e-mail address.", D, ["name", "home address", "e-mail address"]),
    ("We collect your date and place of birth.", D, ["date", "place of birth"]),
    ("We collect your height and weight.", D, ["height", "weight"]),
    ("We collect your name, gender and marital status.", D, ["name", "gender", "marital status"]),
]

EXAMPLES: list[Split] = [
    ("We collect contact details such as your name and address.", D, ["contact details", "name", "address"]),
    (
        "We collect contact details, such as your name and address, and your bank details.",
        D,
        ["contact details", "name", "address", "bank details"],
    ),
    ("We collect such data as your name and your age.", D, ["data", "name", "age"]),
    ("We collect health data, including your blood group, allergies and weight.", D, ["health data", "blood group", "allergies", "weight"]),
    ("We collect personal data (for example your name or your photo).", D, ["personal data", "name", "photo"]),
    ("We collect personal data (e.g. name, age).", D, ["personal data", "name", "age"]),
    ("We collect device data, e.g. your operating system.", D, ["device data", "operating system"]),
    ("We collect data like your age and gender.", D, ["data", "age", "gender"]),
    ("We collect personal data, namely your name and your grade.", D, ["personal data", "name", "grade"]),
    ("We collect personal data, in particular your name.", D, ["personal data", "name"]),
    (
        "We collect contact data (name, address), payment data (card number) and your photo.",
        D,
        ["contact data", "name", "address", "payment data", "card number", "photo"],
    ),
    (
        "We collect account data such as your name, and device data such as your operating system.",
        D,
        ["account data", "name", "device data", "operating system"],
    ),
    ("We collect data including, but not limited to, your name and age.", D, ["data", "name", "age"]),
    ("We collect data including, without limitation, your name.", D, ["data", "name"]),
    ("We collect your name, e-mail address, etc.", D, ["name", "e-mail address"]),
    ("We collect your name, age, and other personal data.", D, ["name", "age", "other personal data"]),
    ("We collect your name, age and similar information.", D, ["name", "age", "similar information"]),
    ("We collect the following data: your name, your age.", D, ["name", "age"]),
    ("We collect the following data.", D, ["following data"]),
    ("We collect your name, address and email address.", D, ["name", "address", "email address"]),
    ("We collect your name, and, if applicable, your badge number.", D, ["name", "badge number"]),
    (
        "We log the type of browser that you use; the length of your visits; pages viewed; and your age.",
        D,
        ["type of browser that you use", "length of your visits", "pages viewed", "age"],
    ),
    (
        "We collect your age, items bought, your IP address and the shop you visited before coming to ours.",
        D,
        ["age", "items bought", "IP address", "shop you visited before coming to ours"],
    ),
    ("We collect identifiers – your name and your passport number.", D, ["identifiers", "name", "passport number"]),
    ("We collect your global positioning (GPS) data.", D, ["global positioning (GPS) data"]),
    ("We collect your Internet Protocol (IP) address.", D, ["Internet Protocol (IP) address"]),
    ("We collect your name (if you tell us) and your age.", D, ["name", "age"]),
    (
        "We keep contact details (such as your name), booking details (for example, dates of your stay), and payment data.",
        D,
        ["contact details", "name", "booking details", "dates of your stay", "payment data"],
    ),
    (
        "We keep contact details (e.g. first and last name), data about the claim (e.g. booking history) and your bank details.",
        D,
        ["contact details", "first and last name", "data about the claim", "booking history", "bank details"],
    ),
    ("We use data for billing, such as your name and card number.", D, ["data", "name", "card number"]),
    ("We use data for advertising, including profiling.", D, ["data"]),
    ("We keep essential data (such as your name) on active accounts.", D, ["essential data", "name"]),
    ("We keep your card number (in hashed form) and your age.", D, ["card number", "age"]),
    ("We keep your name (if provided) and your age.", D, ["name", "age"]),
]

SHARED: list[Split] = [
    (
        "We keep the address (URL) of the page you saw, your browser and the date.",
        D,
        ["address (URL) of the page you saw", "browser", "date"],
    ),
    ("We collect data that you upload and data about how you ride.", D, ["data that you upload", "data about how you ride"]),
    ("We keep identity, contact, financial, usage data.", D, ["identity", "contact", "financial", "usage data"]),
    ("We keep technical and detailed data.", D, ["technical and detailed data"]),
    ("We ask for your shipping and billing address.", D, ["shipping", "billing address"]),
    ("We keep any message you include in a comment.", D, ["message you include in a comment"]),
    ("We erase any such data pursuant to the law.", D, ["such data"]),
    ("We store (including on paper) your name for as long as needed.", D, ["name"]),
]

CLAUSES: list[Split] = [
    ("We use your e-mail address to show you offers based on your purchases and searches.", D, ["e-mail address", "purchases", "searches"]),
    ("We use your age to deliver content tailored to your interests.", D, ["age", "interests"]),
    ("We use your age to recommend books based on your settings.", D, ["age"]),
    ("We use your age to recommend books based on our experience.", D, ["age"]),
    ("We collect the information that you enter on our forms.", D, ["information that you enter on our forms"]),
    ("We collect information you give us, your photo and your age.", D, ["information you give us", "photo", "age"]),
    (
        "We collect the pages you visit, the links you click and your IP address.",
        D,
        ["pages you visit", "links you click", "IP address"],
    ),
    ("We collect data relating to your journeys.", D, ["data relating to your journeys"]),
    ("We collect data stored on your device.", D, ["data stored on your device"]),
    ("We record when you open the door and how long you stay.", D, ["when you open the door", "how long you stay"]),
    ("We collect information about how you use our app.", D, ["information about how you use our app"]),
    ("We collect the name of the person who picks up your child.", D, ["name of the person who picks up your child"]),
    ("We store the e-mails and letters that you send us.", D, ["e-mails", "letters that you send us"]),
    ("We record whether you smoke.", D, ["whether you smoke"]),
]

PARTIES: list[Split] = [
    ("We share your name with couriers and printers.", R, ["couriers", "printers"]),
    ("We share your name with our couriers, our printers, and the tax office.", R, ["couriers", "printers", "tax office"]),
    ("We share your name with third parties, such as insurers and banks.", R, ["third parties", "insurers", "banks"]),
    ("We share your name with companies that print, pack and post our catalogues.", R, ["companies"]),
    ("We share your name with our parent company and its subsidiaries.", R, ["parent company", "subsidiaries"]),
    ("We share your name with courts, regulators or law enforcement agencies.", R, ["courts", "regulators", "law enforcement agencies"]),
    ("We share your name with advertising, analytics and payment companies.", R, ["advertising", "analytics", "payment companies"]),
    (
        "We share your name with service providers (couriers, printers) and with auditors.",
        R,
        ["service providers", "couriers", "printers", "auditors"],
    ),
    ("We share your name with Google and Facebook.", R, ["Google", "Facebook"]),
    ("We share your name with couriers to the extent permitted by law.", R, ["couriers"]),
    ("We share your name with couriers in Spain and Italy.", R, ["couriers in Spain and Italy"]),
    ("We share your name with our partners, who print our catalogues.", R, ["partners"]),
    ("We share your name with your consent.", R, []),
    ("We share your name with care.", R, [], Miss.NO_RECIPIENT),
    ("We share your name with any bank, insurer or broker that you choose.", R, ["bank", "insurer", "broker"]),
    ("We obtain your name from schools, clubs and public registers.", S, ["schools", "clubs", "public registers"], Miss.LEXICON),
    ("We obtain your name directly from you or from your employer.", S, ["you", "employer"]),
    ("We use cookies, pixels and local storage to recognise you.", T, ["cookies", "pixels", "local storage"]),
    ("We use session cookies and persistent cookies.", T, ["session cookies", "persistent cookies"]),
]

MEASURED: list[Split] = [
    ("We sell some of your data.", D, ["some of your data"]),
    ("We store all of your messages.", D, ["all of your messages"]),
    ("We store a copy of your passport.", D, ["a copy of your passport"]),
    ("We keep records of your purchases.", D, ["records of your purchases"]),
    ("We protect the confidentiality of your medical records.", D, ["medical records"]),
    ("We collect many types of personal data.", D, ["many types of personal data"]),
    ("We collect the content of your messages.", D, ["content of your messages"]),
]

CONCEPTS: list[Meant] = [
    ("We use this usage data.", D, ["pd:ServiceConsumptionBehaviour"]),
    ("We keep such location information.", D, ["pd:Location"]),
    ("We collect your age from other sources.", S, ["dpv:DataSource"]),
    ("We collect your age through our services.", S, ["dpv:DataControllerDataSource"]),
    ("We collect your name and e-mail address.", D, ["pd:Name", "pd:EmailAddress"]),
    ("We collect your billing and delivery address.", D, ["pf:BillingAddress", "pf:DeliveryAddress"]),
    ("We collect your date and place of birth.", D, ["pd:BirthDate", "pd:BirthPlace"]),
    ("We collect location data of your bicycle.", D, ["pd:Location"]),
    ("We collect personal data that you provide.", D, ["dpv:ProvidedPersonalData"]),
    ("We collect your home and work phone numbers.", D, ["pd:TelephoneNumber", "pd:TelephoneNumber"]),
    ("We collect your IP address.", D, ["pd:IPAddress"]),
    ("We collect other contact details that you give us.", D, ["pd:Contact"]),
    ("We store the information generated by the sensor about your purchases.", D, ["pd:Purchase"]),
    ("We collect your postal and e-mail address.", D, ["pd:PhysicalAddress", "pd:EmailAddress"]),
    (
        "We collect your IP address, the date and time.",
        D,
        ["pd:IPAddress", "pd:ServiceConsumptionBehaviour", "pd:ServiceConsumptionBehaviour"],
    ),
    ("We store your name and the gizmos that you posted.", D, ["pd:Name", "pf:UserGeneratedContent"]),
    ("We store your name and the time of your arrival.", D, ["pd:Name", "pd:ServiceConsumptionBehaviour"]),
    ("We collect your location.", D, ["pd:Location"]),
    ("We sell some of your purchase history.", D, ["pd:Purchase"]),
    ("We store a copy of your passport.", D, ["pd:Passport"]),
    ("We collect information about your purchases.", D, ["pd:Purchase"]),
    ("We collect the content of your messages.", D, ["pd:Communication"]),
    ("We collect your credit card number.", D, ["pd:CreditCardNumber"]),
    ("We collect your date of birth and gender.", D, ["pd:BirthDate", "pd:Gender"], Miss.OF_TWICE),
    ("We collect health data.", D, ["pd:Health"]),
    ("We use cookies.", T, ["tech:Cookie"]),
    ("We share your name with third parties.", R, ["dpv:ThirdParty"]),
    ("We share your name with couriers.", R, ["pf:DeliveryProvider"]),
    ("We share your name with the police.", R, ["dpv:LawEnforcementOrganisation"]),
    ("We share your name with other companies in our group.", R, ["dpv:SubsidiaryLegalEntity"]),
    ("We share your name with contractors.", R, ["pf:Contractor"]),
    ("We collect your browser type and version.", D, ["pd:UserAgent", "pd:UserAgent"]),
    ("We collect device type and model.", D, ["pf:HardwareModel", "pf:HardwareModel"]),
    ("We collect the hotel name, the course name and the medicine name.", D, ["pf:HotelStay", "pf:LearningRecord", "pd:Prescription"]),
    ("We collect information about you.", D, ["dpv:PersonalData"]),
    ("We collect information that could identify you.", D, ["dpv:PersonalData"]),
    ("We collect information about our machines.", D, ["dpv:Data"]),
    ("We collect information.", D, ["dpv:PersonalData"]),
    ("We may share certain data with our printers.", D, ["dpv:PersonalData"]),
    ("We store any information that we collect.", D, ["dpv:CollectedPersonalData"]),
    ("We publish non-personal information.", D, ["dpv:NonPersonalData"]),
    ("We use data that does not identify anybody.", D, ["dpv:Data"]),
    ("We collect technical data.", D, ["pd:DeviceBased"]),
    ("We collect your actions in the game.", D, ["pd:Interaction"]),
]

VAGUE: list[Meant] = [
    ("We collect certain information.", D, ["vague"]),
    ("We collect information.", D, ["generic"]),
    ("We collect data.", D, ["generic"]),
    ("We collect your data.", D, ["generic"]),
    ("We collect some personal data.", D, ["vague"]),
    ("We collect various health data.", D, ["vague"]),
    ("We collect additional information.", D, ["vague"]),
    ("We collect other data.", D, ["vague"]),
    ("We collect limited location data.", D, ["vague"]),
    ("We collect your name.", D, [None]),
    ("We collect health data.", D, [None]),
    ("We collect the data about your health.", D, [None], Miss.VAGUENESS),
    ("We share your name with certain partners.", R, ["vague"]),
    ("We share your name with our bank.", R, [None]),
]

NAMED: list[Meant] = [
    ("We share your name with Google.", R, ["Google"]),
    ("We share your name with Facebook and LinkedIn.", R, ["Facebook", "LinkedIn"]),
    ("We share your name with third parties such as Google.", R, [None, "Google"]),
    ("We share your name with our partner Google.", R, ["Google"]),
    ("We share your name with printers.", R, [None]),
    ("We receive your name from Facebook.", S, ["Facebook"]),
    ("We receive your name from Google Ireland Limited.", S, ["Google"]),
]

SPLITS: list[Split] = [*LISTS, *RUNNING_ON, *SHARED, *ELLIPSES, *EXAMPLES, *CLAUSES, *PARTIES, *MEASURED]
reading = reading_of([*SPLITS, *CONCEPTS, *VAGUE, *NAMED])


def fillers(reading: Reading, sentence: str, role: str) -> list[Filler]:
    found = reading[sentence]
    assert found, f"nothing read in {sentence!r}"
    return sorted(getattr(found[0], role), key=lambda f: f.start or 0)


@pytest.mark.parametrize(("sentence", "role", "members"), cases(SPLITS, 3))
def test_split(reading: Reading, sentence: str, role: str, members: list[str]) -> None:
    assert [bare(f.text) for f in fillers(reading, sentence, role)] == [bare(m) for m in members], told(reading[sentence])


@pytest.mark.parametrize(("sentence", "role", "concepts"), cases(CONCEPTS, 3))
def test_concepts(reading: Reading, sentence: str, role: str, concepts: list[str | None]) -> None:
    assert [f.concept for f in fillers(reading, sentence, role)] == concepts


@pytest.mark.parametrize(("sentence", "role", "vagueness"), cases(VAGUE, 3))
def test_vagueness(reading: Reading, sentence: str, role: str, vagueness: list[str | None]) -> None:
    assert [f.vagueness for f in fillers(reading, sentence, role)] == vagueness


@pytest.mark.parametrize(("sentence", "role", "names"), cases(NAMED, 3))
def test_organisations(reading: Reading, sentence: str, role: str, names: list[str | None]) -> None:
    assert [f.organisation for f in fillers(reading, sentence, role)] == names


def test_the_tables_are_long_enough() -> None:
    assert len(SPLITS) + len(CONCEPTS) + len(VAGUE) + len(NAMED) >= 80
    assert len({sentence for sentence, *_ in SPLITS}) == len(SPLITS)
