"""Constructions: runs of verbs, causatives, nominalisations, relative clauses and long sentences, told as (sentence, what it says).

As in ``test_reader_frames``, every row is one paragraph on its own and names all the statements that the sentence makes.
"""

from __future__ import annotations

import pytest

from tests.reader_rows import Claim, Miss, Reading, cases, reading_of, says, told, unmatched

THEM = "third-party"
Row = tuple[str, list[Claim]] | tuple[str, list[Claim], Miss]

CITED: list[Row] = [
    ("We use your name pursuant to Art. 6 para. 1 lit. b GDPR to ship your order.", [says("use", data="name", goals="ship your order")]),
    ("We keep your data for a year under § 147 para. 3 AO. We sell nothing.", [says("retain", data="data", kept="for a year")]),
    ("We collect your name; see the last section.", [says("collect", data="name")]),
    ("See how we use your name.", []),
]

RECEIVERS: list[Row] = [
    ("Your data are stored with Lumohost in Ireland.", [says("retain", data="data", to="Lumohost")]),
    ("Your nickname is available for viewing by other players.", [says("share", data="nickname", to="other players")]),
    ("Your profile is available for a month.", []),
    ("Recipients of your data are banks and tax advisers.", [says("share", data="your data", to="banks; tax advisers")]),
    ("We provide your data to these recipients: banks, courts.", [says("share", data="your data", to="banks; courts")]),
    ("We may receive your data from these partners: banks.", [says("may collect", data="your data", source="these partners")]),
]

RUNS: list[Row] = [
    ("We collect, use and share your name.", [says("collect", data="name"), says("use", data="name"), says("share", data="name")]),
    (
        "We may use and disclose your records to run our clinic.",
        [says("may use", data="records", goals="run our clinic"), says("may share", data="records", goals="run our clinic")],
    ),
    (
        "Your data are collected, stored and analysed by our partner.",
        [says(a, by=THEM, data="data", agent="partner") for a in ("collect", "retain", "use")],
    ),
    ("We collect your name and share it with our printers.", [says("collect", data="name"), says("share", data="it", to="printers")]),
    (
        "We store your address and use it to deliver your meals.",
        [says("retain", data="address"), says("use", data="it", goals="deliver your meals")],
    ),
    ("We will not copy, sell or publish your letters.", [says("will not sell", data="letters"), says("will not publish", data="letters")]),
    (
        "Your samples are analysed and your results are sent to your doctor.",
        [says("use", data="samples"), says("share", data="results", to="doctor")],
        Miss.LEXICON,
    ),
    (
        "We record your calls for training and keep them for a month.",
        [says("collect", data="calls", goals="training"), says("retain", data="them", kept="for a month")],
    ),
    (
        "The gym scans, stores and deletes your face template.",
        [says("retain", data="face template"), says("delete", data="face template")],
        Miss.LEXICON,
    ),
    ("We receive and process your payment data.", [says("collect", data="payment data"), says("use", data="payment data")]),
]

NAMED: list[Row] = [
    (
        "We use the data obtained from these shops to plan our menu.",
        [says("use", data="data obtained", goals="plan our menu", source="these shops")],
    ),
    ("The data that we collect may be used for research.", [says("may use", data="data that we collect", goals="research")]),
    ("We may use data derived from or incorporating your name.", [says("may use", data="data derived from or incorporating your name")]),
    ("All mails sent to us are erased.", [says("delete", data="All mails sent to us")]),
    (
        "We share the photos that we receive from you.",
        [says("share", data="photos that we receive"), says("collect", data="photos that we receive")],
    ),
]

SAFE: list[Row] = [
    ("We keep your data safe and secure.", [says("secure", data="data")]),
    ("We keep safe copies of your data.", [says("retain", data=None)]),
    (
        "We guard against unauthorised disclosure of data we hold.",
        [says("secure", data="data we hold", goals="guard against unauthorised disclosure of data we hold")],
    ),
    ("We guard against bad weather.", []),
    ("We use locks to keep your letters from being read.", [says("secure", data="letters", goals="from being read")]),
    ("We keep your letters from the club.", [says("retain", data="letters")]),
    (
        "We take steps to ensure that your data are processed lawfully.",
        [says("secure", data="data", goals="ensure that your data are processed lawfully")],
    ),
    ("Our security measures include firewalls and locks.", [says("secure", means="firewalls; locks")]),
    ("Our measures include fines and letters.", []),
]

KNOWN: list[Row] = [
    ("When you follow a link, we know which page you came from.", [says("collect", data="which page you came from")]),
    ("We can see what you type.", [says("may collect", data="what you type", source=None)]),
    ("We may be able to tell whether you opened our letter.", [says("may collect", data="whether you opened our letter")]),
    ("We do not know who you are.", [says("not use", goals="know who you are")]),
    ("You can see what you typed.", []),
    ("We know how much you value your garden.", []),
    ("We know that you have a choice.", []),
    ("We know how busy you are.", []),
]

WRITTEN: list[Row] = [
    (
        "Alerts are sent to the phone number that you give us.",
        [says("use", data="phone number that you give us", goals="Alerts are sent")],
    ),
    ("We send you notifications about our offers.", [says("use", goals="send you notifications about our offers")]),
    ("We send you notifications of changes to this policy.", []),
    ("You can contact us and we will delete your letters.", [says("will delete", data="letters")]),
    ("We ask those who enter our contests to give us their address.", [says("collect", data="address")]),
    ("We never ask you to share your password.", [says("not collect", data="password", source="you")]),
    ("Once your files are no longer needed, we erase them.", [says("delete", data="them")]),
    ("When we no longer need your files, we erase them.", [says("delete", data="them")]),
]

INTENDED: list[Row] = [
    (
        "They agree to protect your letters and not to sell them.",
        [says("secure", by=THEM, agent="They", data="letters"), says("not sell", by=THEM, agent="They", data="them")],
    ),
    (
        "They agree to keep your letters secret and not to use them for advertising.",
        [says("secure", by=THEM, agent="They", data="letters"), says("not use", by=THEM, agent="They", data="them", goals="advertising")],
    ),
    ("We have taken measures designed to protect your data.", [says("secure", data="data")]),
    ("Our forms are built to collect your name.", [says("collect", data="name")]),
    ("Our tools are designed to detect noise.", []),
    ("A number of our shops collect your name.", [says("collect", by=THEM, agent="our shops", data="name")]),
    ("A number of our sites collect your name.", [says("collect", data="name")]),
]

SEVERAL: list[Row] = [
    (
        "Acme Rail and Beta Bus collect your card number.",
        [says("collect", by=THEM, agent=a, data="card number") for a in ("Acme Rail", "Beta Bus")],
    ),
    ("Our hosts and our banks process your card number.", [says("use", by=THEM, agent="Our hosts", data="card number")]),
    ("We and our banks process your card number.", [says("use", data="card number", to="our banks")]),
    ("We use tools that use cookies to collect your location.", [says("collect", data="location", means="cookies")]),
    ("All mails/tickets are erased.", [says("delete", data="All mails; tickets")]),
]

CAUSED: list[Row] = [
    (
        "We allow our advertising partners to collect your IP address.",
        [says("collect", by=THEM, agent="advertising partners", data="IP address")],
    ),
    ("We permit researchers to use anonymous test results.", [says("use", by=THEM, agent="researchers", data="anonymous test results")]),
    (
        "We may authorise debt collectors to process your arrears.",
        [says("may use", by=THEM, agent="debt collectors", data="arrears")],
    ),
    ("We ask our suppliers to delete your address.", [says("delete", by=THEM, agent="suppliers", data="address")]),
    ("Couriers are required to protect your address.", [says("secure", by=THEM, agent="Couriers", data="address")]),
    (
        "Our partners are allowed to use your e-mail address for offers.",
        [says("may use", by=THEM, agent="partners", data="e-mail address", goals="offers")],
    ),
    ("We and our partners collect location data.", [says("collect", data="location data", to="partners")]),
    ("Harbour Lines and its agents may use your phone number.", [says("may use", data="phone number", by=None, to=None)]),
    ("The information may include your blood group and your allergies.", [says("may collect", data="blood group; allergies")]),
    ("Personal data means your name, your address and your photo.", [says("collect", data="name; address; photo")]),
    ("Examples of data we collect are your name and your licence plate.", [says("collect", data="name; licence plate")]),
]

NOMINAL: list[Row] = [
    ("The collection of health data is voluntary.", [says("collect", data="health data")]),
    ("Disclosure of your address to couriers is needed.", [says("share", data="address", to="couriers")]),
    ("The use of your data for research needs your consent.", [says("use", data="data", goals="research")]),
    ("Our use of your photo is limited to the badge.", [says("use", data="photo", goals=None)]),
    ("The processing of your application takes place in our office.", [says("use", data="application")], Miss.LEXICON),
    ("The retention of invoices is required by tax law.", [says("retain", data="invoices")]),
    ("The publication of your name serves transparency.", [says("publish", data="name", goals=None)]),
    ("You consent to the transfer of your files to our parent company.", [says("transfer", data="files", to="parent company")]),
    ("The deletion of your account data happens within a week.", [says("delete", data="account data")]),
    ("We are responsible for the collection and use of your data.", [says("collect", data="data"), says("use", data="data")]),
    ("Our analysis of your traffic shows how busy the museum is.", [says("use", data="traffic", goals=None)]),
    ("The processing of applications takes three days.", []),
]

INSERTED: list[Row] = [
    (
        "We share information about our guests, including children, with the coast guard.",
        [says("share", data="information about our guests", to="coast guard")],
    ),
    ("We will delete (and ask our partners to delete) your photo.", [says("will delete", data="photo")]),
    ("We delete your photos (and your name). The shop is open.", [says("delete", data="photos; name")]),
    ("We use a host to store your photo.", [says("share", to="host", goals="store your photo")]),
    (
        "We use your address for as long as it serves the purpose for which it was collected.",
        [says("use", data="address", kept=None, goals=None)],
    ),
]

RELATIVE: list[Row] = [
    ("We use the data that we collect to improve our maps.", [says("use", data="data that we collect", goals="improve our maps")]),
    ("The photos which you upload are stored in Finland.", [says("retain", data="photos which you upload")]),
    ("Companies that buy our lists may call you.", []),
    ("Your doctor, who receives your test results, is bound to secrecy.", [says("collect", by=THEM, data="test results", agent=None)]),
    (
        "The address to which we deliver is kept for a year.",
        [says("retain", data="address to which we deliver", kept="for a year")],
    ),
    ("We thank you for reading this notice.", []),
    ("Please read how we use cookies in our cookie notice.", []),
    ("You have the right to ask us to delete your data.", []),
    ("If we sell your data, you can object.", []),
    ("We collect stamps from all over the world.", []),
    ("Our museum collects paintings.", []),
    ("We provide free maps to visitors.", []),
    ("We share your love of the sea.", []),
    ("We deliver newspapers to your door.", []),
]

LONG: list[Row] = [
    (
        "When you sign up for a swimming course, we collect your name, your date of birth, "
        "your phone number and, where you tell us, any health problems.",
        [says("collect", data="name; date of birth; phone number; health problems")],
        Miss.BRACKETS,
    ),
    (
        "We may share the personal information described above with our affiliates and with service "
        "providers that host our systems, so that they can help us run the theatre.",
        [says("may share", data=None, to="affiliates; service providers", goals=None)],
        Miss.SECOND_PHRASE,
    ),
    (
        "In order to deliver your groceries, we pass your name, address and phone number "
        "to the driver, who deletes them at the end of the shift.",
        [
            says("share", data="name; address; phone number", to="driver", goals="deliver your groceries"),
            says("delete", by=THEM, data=None, kept=None),
        ],
    ),
    (
        "We automatically collect certain information from your device, such as your IP "
        "address, browser type, and the date and time of your visit.",
        [says("collect", data="information; IP address; browser type; date; time of your visit", source="device")],
    ),
    (
        "If you pay by card, your card number is sent directly to our bank and is not stored on our servers.",
        [says("share", data="card number", to="bank"), says("not retain", data="card number")],
    ),
    (
        "Unless you object, we will use your e-mail address to send you our programme and to invite you to premieres.",
        [says("will use", data="e-mail address", goals="send you our programme; invite you to premieres")],
    ),
    (
        "We do not sell, rent or otherwise disclose the names of our readers to advertisers.",
        [says(f"not {a}", data="names of our readers", to="advertisers") for a in ("sell", "share")],
    ),
    (
        "Our website uses cookies, which are small text files, to remember your language and to measure how many people visit us.",
        [says("track", data=None, means=None, goals="remember your language; measure how many people visit us")],
    ),
    (
        "We keep your medical records for ten years after your last visit, and then we destroy them.",
        [says("retain", data="medical records"), says("delete", data="them")],
    ),
    (
        "The information you provide when you apply for a flat, including your income and your "
        "employer, will be used to check whether you can pay the rent.",
        [says("will use", data=None, goals="check whether you can pay the rent")],
    ),
    (
        "We may receive information about you from other sources, for example from your bank or "
        "from public registers, and combine it with what we already know.",
        [says("may collect", data=None, source=None), says("may combine", data=None)],
    ),
    (
        "With your consent, we share your test results with universities for research into sleep.",
        [says("share", data="test results", to="universities", goals="research into sleep")],
    ),
    (
        "We store your data on servers in Iceland and protect them with encryption.",
        [says("retain", data="data"), says("secure", data="them", means="encryption")],
    ),
    (
        "To the extent that the law allows, we monitor the calls of our agents to train them and to settle complaints.",
        [says("track", data="calls of our agents", goals="train them; settle complaints")],
    ),
    (
        "Your comments, together with your username and your photo, are visible to everyone who visits the page.",
        [says("share", data="comments; username; photo", to=None)],
    ),
    (
        "We and our advertising partners use cookies and beacons to collect data "
        "about your visits and to show you ads that fit your interests.",
        [says("collect", data="data about your visits", to=None, goals=None, means=None)],
    ),
    (
        "Should our company be sold, your account data may be transferred to the new owner.",
        [says("may transfer", data="account data", to="new owner")],
    ),
    (
        "We use a provider in Canada to store our backups, which contain your orders.",
        [says("share", data=None, to="provider in Canada", goals=None)],
    ),
    ("We need your passport number because the border police ask us for it.", [says("collect", data="passport number", goals=None)]),
    (
        "Your child's name and class are given to the caterer to prepare the right meal.",
        [says("share", data="child's name; class", to="caterer", goals="prepare the right meal")],
    ),
    (
        "Our sensors measure how many bikes pass; they neither photograph riders nor record number plates.",
        [says("not collect", data="number plates")],
        Miss.LEXICON,
    ),
    (
        "The following companies receive your e-mail address: our printer, our mailing house and our bank.",
        [says("collect", by=THEM, data="e-mail address")],
        Miss.COLON,
    ),
    (
        "Members can see each other's names, but only trainers can see phone numbers.",
        [says("may share", data=None, to=None, by=None), says("may share", data="phone numbers", to="trainers", by=None)],
        Miss.READERS,
    ),
    (
        "We will not use your genetic data for advertising, nor will we share them with "
        "your employer or insurer without your written consent.",
        [says("will not use", data="genetic data", goals="advertising"), says("will not share", data="them", to="employer; insurer")],
    ),
    ("Besides your name and address, we also ask for your shoe size, since the boots must fit.", [says("collect", data=None)]),
    (
        "Data from the tracker in your collar, such as the position of your dog, are "
        "sent to our servers every minute and erased after a day.",
        [says("collect", data=None, to=None), says("delete", data=None, kept="after a day")],
        Miss.OUR_THINGS,
    ),
    (
        "Only aggregated figures, from which nobody can be recognised, are published in our annual report.",
        [says("publish", data="aggregated figures")],
        Miss.LEXICON,
    ),
    (
        "We are required by tax law to keep invoices, which show your name and address, for ten years.",
        [says("retain", data="invoices", kept="for ten years")],
        Miss.RELATIVE,
    ),
    (
        "You can choose to give us your phone number so that we can reach you if a concert is cancelled.",
        [says("may collect", data="phone number", source="you", goals="reach you if a concert is cancelled")],
        Miss.CHOICE,
    ),
]

ROWS: list[Row] = [
    *CITED,
    *RECEIVERS,
    *RUNS,
    *NAMED,
    *SAFE,
    *KNOWN,
    *WRITTEN,
    *INTENDED,
    *SEVERAL,
    *CAUSED,
    *NOMINAL,
    *INSERTED,
    *RELATIVE,
    *LONG,
]
reading = reading_of(ROWS)


@pytest.mark.parametrize(("sentence", "claims"), cases(ROWS, 2))
def test_says(reading: Reading, sentence: str, claims: list[Claim]) -> None:
    missing, extra = unmatched(claims, reading[sentence])
    assert not missing and not extra, f"{sentence}\nread:\n{told(reading[sentence])}\nnot read: {missing}"


def test_the_table_is_long_enough() -> None:
    assert len(ROWS) >= 75
    assert len({sentence for sentence, *_ in ROWS}) == len(ROWS)
