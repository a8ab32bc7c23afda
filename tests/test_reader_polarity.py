"""Polarity and modality: does it, may it, will it happen, or does it not; told as (sentence, stances of its statements in text order).

A stance is written "share", "may share", "not share", "will not share". What only looks negative ("not limited to", "no longer
than", "will not affect the collection") must stay affirmed, and a denial must never become a practice.
"""

from __future__ import annotations

import pytest

from tests.reader_rows import Miss, Reading, cases, reading_of, stance, told

Row = tuple[str, list[str]] | tuple[str, list[str], Miss]

NEGATION: list[Row] = [
    ("We do not share your name.", ["not share"]),
    ("We don't sell your data.", ["not sell"]),
    ("We don’t rent your e-mail address.", ["not sell"]),
    ("We never record your calls.", ["not collect"]),
    ("We will never publish your address.", ["will not publish"]),
    ("We cannot see your password.", ["may not access"]),
    ("Your name is not passed to sponsors.", ["not share"]),
    ("Your photos are never used for advertising.", ["not use"]),
    ("No health data is collected.", ["not collect"]),
    ("No personal data will be shared with sponsors.", ["will not share"]),
    ("We collect no health data.", ["not collect"]),
    ("None of your data is sold.", ["not sell"]),
    ("Nobody can read your messages.", ["may not access"]),
    ("We sell none of your data.", ["not sell"]),
    ("Neither we nor our partners sell your data.", ["not sell"]),
    ("We do not sell your name, nor do we rent your address.", ["not sell", "not sell"]),
    ("We do not store your voice, nor share it with anyone.", ["not retain", "not share"]),
    ("We neither keep nor share your card number.", ["not retain", "not share"]),
    ("We neither sell your data nor use it for advertising.", ["not sell", "not use"]),
    ("We no longer collect your fax number.", ["not collect"]),
    ("Fax numbers are no longer collected.", ["not collect"]),
    ("We will not collect, use or share your fingerprints.", ["will not collect", "will not use", "will not share"]),
    ("We do not collect your name or use your photo.", ["not collect", "not use"]),
    ("We use your data without sharing it with sponsors.", ["use", "not share"]),
    ("We show maps without recording your location.", ["not collect"]),
    ("Under no circumstances do we sell your data.", ["not sell"]),
    (
        "At no time will we disclose your diagnosis to your employer.",
        ["will not share"],
    ),
    ("In no case is your address published.", ["not publish"]),
    ("We do not knowingly collect data from children.", ["not collect"]),
    ("We do not intentionally gather health data.", ["not collect"]),
    ("It is not our policy to sell your data.", ["not sell"]),
    ("We do not have access to your card number.", ["not access"]),
    ("Our app has no access to your contacts.", ["not access"]),
    ("There is no transfer of your data to other countries.", ["not transfer"]),
    ("No disclosure of your address takes place.", ["not share"]),
    ("We take no copy of your passport and keep no record of your visits.", ["not retain"]),
    ("No one at our company sees your card number.", ["not access"]),
    ("No one under 13 may give us personal data.", ["may not collect"]),
    ("Your file is read by nobody.", ["not access"]),
    ("No advertiser receives your address.", ["not collect"]),
    ("Your data is shared with no one.", ["not share"]),
    ("We give your address to no third party.", ["not share"]),
    ("Your data will be shared neither with advertisers nor with insurers.", ["will not share"]),
    ("We hand your file to neither banks nor insurers.", ["not share"]),
    ("We do not engage in the sale of personal data.", ["not sell"]),
    ("We do not engage in selling personal data.", ["not sell"]),
    ("We make no use of your location.", ["not use"]),
    ("The sale of your data does not take place.", ["not sell"]),
    ("The transfer of your data to other countries is not planned.", ["not transfer"]),
    ("We are unable to see your card number.", ["may not access"]),
    ("We won't be able to see your card number.", ["will not access"]),
    ("We can't read your messages.", ["may not access"]),
    ("Your photos never leave your phone.", ["not transfer"]),
    ("Your notes stay in the app and never leave it.", ["retain", "not transfer"], Miss.LEXICON),
    ("We share statistics that do not include your name with our sponsors.", ["share", "not share"]),
    ("Your data are stored in rooms that are not accessible to visitors.", ["retain", "not share"]),
    ("Our processing of your data does not involve profiling.", ["not use"]),
    ("We hardly ever share your address with printers.", ["share"]),
    ("No profiling takes place.", ["not use"]),
    ("No automated decision making (including profiling) takes place.", ["not use"]),
    ("We do not carry out profiling.", ["not use"]),
    ("We do not engage in profiling.", ["not use"]),
    ("There is no profiling of our members.", ["not use"]),
    ("We use no tools to collect your location.", ["not collect"]),
    ("We are not in the business of selling your data.", ["not sell"]),
    ("Selling your data is not something we do.", ["not sell"]),
    ("This does not mean that we store your card number.", ["not retain"]),
    ("We could read your messages, but we never do.", ["may not access"]),
    ("We will not, unless you agree, share your address with sponsors.", ["will not share"]),
    ("We do not need to be able to see your card number.", ["may not access"]),
]

SEEMING: list[Row] = [
    ("We collect data including but not limited to your name.", ["collect"]),
    ("We collect not only your name but also your address.", ["collect"]),
    ("We not only collect your name but also use your address.", ["collect", "use"]),
    ("We share your data with, but not limited to, couriers.", ["share"]),
    ("We keep your data for no longer than two years.", ["retain"]),
    ("We will not keep your data for longer than a year.", ["will retain"]),
    ("We store invoices for not more than ten years.", ["retain"]),
    ("Closing your account will not affect the data that we collected before.", ["collect"]),
    ("Your choice does not limit our use of your order history.", ["use"]),
    ("We collect your location whether or not you use the app.", ["collect"]),
    ("Whether you register or not, we log your IP address.", ["collect"]),
    ("If you do not want to talk, we will use your e-mail address.", ["will use"]),
    ("We collect your address not to advertise but to deliver.", ["collect"]),
    ("We may use data that does not identify you.", ["may use"]),
    ("We share information that cannot identify you with universities.", ["share"]),
    ("We use your data, not that of your friends.", ["use"]),
    ("We collect your name, but not your age.", ["collect", "not collect"]),
    ("Non-personal data are collected by our servers.", ["collect"]),
    ("No matter where you live, we store your data in Malta.", ["retain"]),
    ("There is no doubt that we use your address for deliveries.", ["use"]),
    ("Not all of your data are shared with the insurer.", ["share"]),
    ("You may stop the collection of your location at any time.", ["collect"]),
    ("You can prevent us from collecting your location.", ["collect"]),
    ("You can keep us from using your photos for marketing.", ["use"]),
    ("If you do not want us to collect your location, change the settings of your phone.", ["collect"]),
    ("We do not want to collect data about children.", ["not collect"]),
    ("We may share statistics; these are not personal data.", ["may share"]),
    ("In countries where the collection of religious data is not permitted, our form is shorter.", []),
    ("We are not liable for the use of your data by other sites.", []),
    ("We have no control over how they use your data.", []),
    ("We are not responsible for the data that other sites collect.", ["collect"]),
    ("We cannot guarantee that your data will not be disclosed.", []),
    ("We promise that your data will not be disclosed.", ["will not share"]),
    ("No transmission of data over the internet is completely secure.", []),
    ("Messages that you send to us may not be secure.", []),
    ("Our rules protect against the loss, misuse or disclosure of data.", ["secure"]),
    ("This choice shall not prevent us from using your data.", ["will use"]),
    ("This notice does not limit our use of your data.", ["use"]),
    ("We charge nothing for the storage of your photos.", ["retain"]),
    ("We share your data with no delay with the police.", ["share"]),
    ("We use nothing but your postcode.", ["use"], Miss.NOTHING_BUT),
    ("We collect no more than your name.", ["collect"], Miss.NOTHING_BUT),
    ("We use no more data than we need.", ["use"]),
    ("This does not necessarily mean that we store your card number.", []),
    ("We may not always be able to stop using your data.", ["may use"]),
    ("We may be able to stop using your data.", ["may use"]),
    ("You can object where profiling takes place.", []),
    ("Selling your data is part of our business.", ["sell"]),
    ("We use cookies to collect your location.", ["collect"]),
    ("We read your messages, but we do not share them.", ["access", "not share"]),
    ("We are not responsible for how other sites use your data.", []),
]

GOVERNED: list[Row] = [
    ("We are prohibited from selling your health data.", ["not sell"]),
    ("Our suppliers are prohibited from using your address for advertising.", ["not use"]),
    ("We do not allow advertisers to collect your location.", ["not collect"]),
    ("Drivers are not allowed to keep your phone number.", ["not retain"]),
    ("The contract prohibits the retention and sale of your data.", ["not retain", "not sell"]),
    ("Our contracts do not allow the use of your data for advertising.", ["not use"]),
    ("We reject any sale of your data.", ["not sell"]),
    ("We do not reject the disclosure of your data.", ["share"]),
    ("Providers are restricted from using your data.", ["not use"]),
    ("We honour your request to delete your data.", []),
    ("We refuse to disclose your diagnosis.", ["not share"]),
    ("We refrain from tracking your visits.", ["not track"]),
    ("We avoid collecting health data.", ["not collect"]),
    ("Our contracts forbid printers to share your address.", ["not share"]),
    ("We prevent others from reading your messages.", ["not share"]),
    ("We do not try to identify visitors from their IP address.", ["not use"], Miss.LEXICON),
    ("We have stopped collecting your fax number.", ["not collect"]),
    ("We will not ask you to provide your password.", ["will not collect"]),
    ("We do not require you to give your name.", ["not collect"]),
    ("We never fail to delete your recordings.", ["delete"]),
    ("We do not refuse to share your file with your doctor.", ["share"]),
    ("It is not true that we sell your data.", ["not sell"]),
    ("We do not collect data that identifies children.", ["not collect"]),
    ("Your calls are handled by agents who never record your voice.", ["use", "not collect"]),
    ("We use a payment service that does not share your card number with us.", ["not collect"]),
    ("We promise not to sell your data.", ["not sell"]),
    ("We agree never to publish your photo.", ["not publish"]),
]

EXCEPTIONS: list[Row] = [
    ("Nobody except our nurses can read your file.", ["may not access", "may access"]),
    ("We give your address to nobody but our printers.", ["not share", "share"]),
    ("Other than our printers, no company receives your address.", ["not collect", "collect"]),
    ("We will not use your photo for any purpose other than to print your badge.", ["will not use", "may use"]),
    ("We will not use your photo for anything other than your badge.", ["will not use", "may use"]),
    ("We do not use your data for purposes other than those named above.", ["not use"]),
    ("We do not sell your data, with the exception of your postal address.", ["not sell", "sell"]),
    ("We do not share your address except as the law requires.", ["not share"]),
    ("We do not share your address except in emergencies.", ["not share"]),
    ("We share your name with couriers but not with advertisers.", ["share", "not share"]),
    ("We use your address to deliver parcels, not for advertising.", ["use", "not use"]),
    ("We use your e-mail address to answer you, never to advertise.", ["use", "not use"]),
    ("We collect your name but do not sell it.", ["collect", "not sell"]),
    ("We list names that you choose to show and not to hide.", []),
    ("We do not share your data without your consent.", ["not share"]),
    ("We do not share your data except with couriers.", ["not share", "share"]),
    (
        "We do not disclose your address to anyone other than our printers.",
        ["not share", "share"],
    ),
    ("We will not sell your data unless the law requires it.", ["will not sell"]),
    ("Except for couriers, nobody receives your address.", ["not collect", "collect"]),
    ("We collect no data other than your e-mail address.", ["not collect", "collect"]),
]

MODALITY: list[Row] = [
    ("We may share your name.", ["may share"]),
    ("We might use your photo.", ["may use"]),
    ("We can read your messages.", ["may access"]),
    ("We could disclose your address to courts.", ["may share"]),
    ("We will store your order.", ["will retain"]),
    ("We shall delete your data.", ["will delete"]),
    ("We’ll keep your receipts.", ["will retain"]),
    ("We reserve the right to share your data with the police.", ["may share"]),
    (
        "We are able to track your parcel and your location.",
        ["may track"],
    ),
    (
        "We are entitled to disclose your arrears to credit agencies.",
        ["may share"],
    ),
    ("Your data may be used and shared.", ["may use", "may share"]),
    ("We collect your name and may share it with printers.", ["collect", "may share"]),
    ("We will collect your name and share it with printers.", ["will collect", "will share"]),
    ("We may, from time to time, transfer your files to Norway.", ["may transfer"]),
    ("Your address will be deleted, but your name may be retained.", ["will delete", "may retain"]),
    ("We sometimes share your address.", ["share"]),
    ("We are permitted to share your address.", ["may share"]),
    ("Our partners are authorised to use your name.", ["may use"]),
    ("Our partners are not authorised to use your name.", ["not use"]),
    ("This may involve using your name.", ["may use"]),
    ("This will include transferring your data to Norway.", ["will transfer"]),
    ("We will do our best to protect your data.", ["will secure"]),
    ("We will make sure that your data is deleted.", ["will delete"]),
    ("Your choice will not affect the collection of your data.", ["will collect"]),
    ("You may opt out of the sale of your data.", ["sell"]),
    ("You can see which data we collect.", []),
    ("We think that the law will change, and we collect your name.", ["collect"]),
    ("The app can be opened when we store your name.", []),
    ("We are going to publish your name.", ["will publish"]),
    (
        "It is possible that we share your data with the buyer.",
        ["may share"],
    ),
    ("You agree that we may record your calls.", ["may collect"]),
    ("We may be required to disclose your identity to a court.", ["may share"]),
    ("We must report your name to the tax office.", ["share"]),
    ("We have to keep invoices for ten years.", ["retain"]),
    ("You should know that we collect your location.", ["collect"]),
]

ROWS: list[Row] = [*NEGATION, *SEEMING, *GOVERNED, *EXCEPTIONS, *MODALITY]
reading = reading_of(ROWS)


@pytest.mark.parametrize(("sentence", "stances"), cases(ROWS, 2))
def test_stances(reading: Reading, sentence: str, stances: list[str]) -> None:
    found = reading[sentence]
    assert sorted(stance(s) for s in found) == sorted(stances), f"{sentence}\nread:\n{told(found)}"


@pytest.mark.parametrize("sentence", [row[0] for row in ROWS])
def test_a_denial_is_of_its_kind(reading: Reading, sentence: str) -> None:
    for s in reading[sentence]:
        assert (s.kind == "denial") == (s.polarity == "negated")


def test_the_table_is_long_enough() -> None:
    assert len(ROWS) >= 60
    assert len({sentence for sentence, *_ in ROWS}) == len(ROWS)
