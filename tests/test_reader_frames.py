"""Frames: a sentence in, statements out, told as (sentence, what it says) over all families of actions and ways of putting them.

Every row is one paragraph on its own and names all the statements that the sentence makes: a statement too many fails as well.
"""

from __future__ import annotations

import pytest

from tests.reader_rows import Claim, Miss, Reading, cases, reading_of, says, told, unmatched

THEM = "third-party"
Row = tuple[str, list[Claim]] | tuple[str, list[Claim], Miss]

OBTAIN: list[Row] = [
    ("We collect your name and e-mail address.", [says("collect", data="name; e-mail address")]),
    ("Our clinic gathers your symptoms and your family history.", [says("collect", data="symptoms; family history")], Miss.OUR_PEOPLE),
    ("Our app records your heart rate, your sleep and your steps.", [says("collect", data="heart rate; sleep; steps")], Miss.LEXICON),
    ("Your IP address is logged by our servers.", [says("collect", data="IP address", agent="servers")]),
    ("We obtain your credit score from credit bureaus.", [says("collect", data="credit score", source="credit bureaus")]),
    ("We receive your meter readings from your energy supplier.", [says("collect", data="meter readings", source="energy supplier")]),
    ("Your fingerprints are captured at the turnstile.", [says("collect", data="fingerprints")]),
    ("We also acquire demographic data from data brokers.", [says("collect", data="demographic data", source="data brokers")]),
    ("When you book a table, we collect your phone number.", [says("collect", data="phone number")]),
    ("Your location may be collected automatically.", [says("may collect", data="location")]),
    ("Through the form we gather your nationality and passport number.", [says("collect", data="nationality; passport number")]),
    ("Calls to our help line are recorded.", [says("collect", data="Calls to our help line")]),
    ("Ticket inspectors record your name if you travel without a ticket.", [says("collect", data="name", by=None)]),
    (
        "Advertising networks collect your browsing history on our pages.",
        [says("collect", by=THEM, agent="Advertising networks", data="browsing history")],
    ),
    (
        "Your voice is recorded by the smart speaker and stored on our servers.",
        [says("collect", data="voice"), says("retain", data="voice")],
        Miss.OUR_THINGS,
    ),
    ("What we collect are your name and your shoe size.", [says("collect", data="name; shoe size")]),
    ("The information we collect includes your weight and your height.", [says("collect", data="weight; height")]),
    ("We log every search query.", [says("collect", data="search query")]),
    ("Data about your journeys are gathered from the on-board unit.", [says("collect", data="Data about your journeys")]),
    ("We may ask for your date of birth.", [says("may collect", data="date of birth")]),
    ("The library requests your postal address.", [says("collect", by=None, data="postal address")]),
    ("We require your passport number for the visa.", [says("collect", data="passport number", goals="visa")]),
    ("We need your bank details to pay your refund.", [says("collect", data="bank details", goals="pay your refund")]),
    ("Your tax number is required for the invoice.", [says("collect", data="tax number", goals="invoice")]),
    ("We ask you for your phone number and your e-mail address.", [says("collect", data="phone number; e-mail address", source="you")]),
    ("We may ask you to provide proof of identity.", [says("may collect", data="proof of identity", source="you")]),
    ("Applicants are asked to submit their school grades.", [says("collect", data="school grades")]),
    ("We require guests to give their names and nationalities.", [says("collect", data="names; nationalities")]),
    ("You provide your name and address when you order.", [says("collect", data="name; address", source="you")]),
    ("You may enter your weight in the diary.", [says("may collect", data="weight", source="you")]),
    ("If you join, you will give us your e-mail address.", [says("will collect", data="e-mail address", source="you")]),
    ("You upload photos to your profile.", [says("collect", data="photos", source="you")]),
    ("You send us your e-mail address.", [says("collect", data="e-mail address", source="you")]),
    ("Your employer provides us with your name and staff number.", [says("collect", data="name; staff number", source="employer")]),
    ("Insurers send your claim history to us.", [says("collect", data="claim history", source="Insurers")]),
    ("Schools supply us with the names of their pupils.", [says("collect", data="names of their pupils", source="Schools")]),
    ("This includes your name, your age and your photo.", [says("collect", data="name; age; photo")]),
    ("This includes moderation, payments and hosting.", []),
    ("Which data do we collect about you?", []),
    ("How long do we keep your photo?", []),
    (
        "We use cookies, web beacons, device identifiers and other tools to collect your page views.",
        [says("collect", data="page views", means="cookies; web beacons; device identifiers; other tools")],
    ),
    ("We use cookies and your e-mail address to greet you.", [says("use", data="e-mail address", goals="greet you", means="cookies")]),
    ("You share your location with us when you ride.", [says("collect", data="location", source="You")]),
    ("You may share photos with your friends.", []),
    ("We ask you not to share your password with anyone.", []),
    ("Some of our services ask you to share your location.", [says("collect", data="location", source="you")]),
    ("We get your photo from your club.", [says("collect", data="photo", source="club")]),
    ("You get a receipt for your order.", []),
    ("We get better at this every day.", []),
    ("We detect your language and your time zone.", [says("collect", data="language; time zone")]),
    ("Your contacts are retrieved from your phone.", [says("collect", data="contacts")]),
    ("We compile statistics on your reading habits.", [says("collect", data="statistics on your reading habits")], Miss.SPAN),
]

USE: list[Row] = [
    ("We use your e-mail address to send receipts.", [says("use", data="e-mail address", goals="send receipts")]),
    ("Your data are processed for billing.", [says("use", data="data", goals="billing")]),
    ("The bank analyses your spending in order to detect fraud.", [says("use", by=None, data="spending", goals="detect fraud")]),
    (
        "Your medical record is used by our doctors to plan your treatment.",
        [says("use", data="medical record", goals="plan your treatment", agent="doctors")],
        Miss.OUR_PEOPLE,
    ),
    ("We process your application, your references and your grades.", [says("use", data="application; references; grades")], Miss.LEXICON),
    ("We will use your phone number only for urgent messages.", [says("will use", data="phone number", goals="urgent messages")]),
    ("Your photo may be used for the membership card.", [says("may use", data="photo", goals="membership card")]),
    ("We make use of your address to plan our routes.", [says("use", data="address", goals="plan our routes")]),
    (
        "Your order history helps us suggest wines that you may like.",
        [says("use", data="order history", goals="suggest wines that you may like")],
    ),
    ("This information helps us to improve our timetables.", [says("use", data="information", goals="improve our timetables")]),
    (
        "Survey answers allow us to measure how satisfied our guests are.",
        [says("use", data="Survey answers", goals="measure how satisfied our guests are")],
    ),
    (
        "We rely on your address to calculate the delivery fee.",
        [says("use", data="address", goals="calculate the delivery fee")],
    ),
    ("We verify your age with your date of birth.", [says("use", data="age", goals=None)]),
    ("We may contact you about your booking.", [says("may use", data="", goals="contact you about your booking")]),
    ("We will notify you of new concerts.", [says("will use", goals="notify you of new concerts")], Miss.LEXICON),
    ("We send you information about our courses.", [says("use", goals="send you information about our courses")]),
    ("Your reading level is considered when we assign a tutor.", [says("use", data="reading level")], Miss.LEXICON),
    ("Payment data are handled by our bank.", [says("use", data="Payment data", by=THEM, agent="bank")]),
    (
        "Our partners use your device identifier to show you ads.",
        [says("use", by=THEM, agent="partners", data="device identifier", goals="show you ads")],
        Miss.LEXICON,
    ),
    (
        "Your e-mail address will be used for account recovery and security alerts.",
        [says("will use", data="e-mail address", goals="account recovery; security alerts")],
    ),
    (
        "We use data such as your route and your speed to price your policy.",
        [says("use", data="data; route; speed", goals="price your policy")],
    ),
    ("With your address we work out which branch is nearest.", [says("use", data="address", goals=None)], Miss.MAIN_CLAUSE),
    ("We study anonymous usage data to plan new lines.", [says("use", data="anonymous usage data", goals="plan new lines")]),
    ("Your score is examined by an underwriter.", [says("use", by=THEM, agent="an underwriter", data="score")]),
    ("We process the health data of our patients for treatment.", [says("use", data="health data of our patients", goals="treatment")]),
    ("Using your postcode, we show nearby shelters.", [says("use", data="postcode", goals=None)]),
]

SHARE: list[Row] = [
    ("We share your name with our printers.", [says("share", data="name", to="printers")]),
    ("Personal data may be disclosed to courts.", [says("may share", data="Personal data", to="courts")]),
    ("Your results are passed to your family doctor.", [says("share", data="results", to="family doctor")], Miss.LEXICON),
    ("We may report your arrears to credit agencies.", [says("may share", data="arrears", to="credit agencies")]),
    ("We transmit your card number to the payment processor.", [says("share", data="card number", to="payment processor")]),
    (
        "Your flight details are forwarded to customs and border police.",
        [says("share", data="flight details", to="customs; border police")],
    ),
    ("We provide usage figures to sponsors.", [says("share", data="usage figures", to="sponsors")]),
    ("We give our printers your address.", [says("share", data="address", to="printers")]),
    ("We provide our couriers with your name and address.", [says("share", data="name; address", to="couriers")]),
    ("Your name and seat are provided to the airline.", [says("share", data="name; seat", to="airline")]),
    ("We disclose to the landlord your income and your references.", [says("share", data="income; references", to="landlord")]),
    ("We send your order details to our warehouse.", [says("share", data="order details", to="warehouse")]),
    ("We share with our insurers the details of any accident.", [says("share", data="details of any accident", to="insurers")]),
    ("Your profile is visible to other members.", [says("share", data="profile", to="other members")]),
    ("We make your phone number available to the driver.", [says("share", data="phone number", to="driver")]),
    ("Attendance data are made available to parents and teachers.", [says("share", data="Attendance data", to="parents; teachers")]),
    ("Test results may be released to insurers and employers.", [says("may share", data="Test results", to="insurers; employers")]),
    ("We exchange fraud data with other banks.", [says("share", data="fraud data", to="other banks")]),
    ("Our vets communicate your address to the laboratory.", [says("share", data="address", to="laboratory")]),
    ("We entrust your files to an archive company.", [says("share", data="files", to="archive company")]),
    ("Doctors may share your scans with specialists.", [says("may share", by=THEM, agent="Doctors", data="scans", to="specialists")]),
    ("Google may share this data with other companies.", [says("may share", by=THEM, agent="Google", data="data", to="other companies")]),
    (
        "We share your data with third parties such as hotels, car hire firms and insurers.",
        [says("share", data="data", to="third parties; hotels; car hire firms; insurers")],
    ),
    (
        "Your address is shared only with couriers who need it to deliver your parcel.",
        [says("share", data="address", to="couriers", goals="deliver your parcel")],
    ),
    (
        "We share aggregated data with researchers for scientific studies.",
        [says("share", data="aggregated data", to="researchers", goals="scientific studies")],
    ),
    ("We may disclose your identity to comply with the law.", [says("may share", data="identity", goals="comply with the law")]),
    ("Data are shared within our group.", [says("share", data="Data", to="group")]),
    ("We share your details among our branches.", [says("share", data="details", to="branches")]),
    ("We pass your phone number on to the fitter.", [says("share", data="phone number", to="fitter")]),
    ("We let couriers see your phone number.", [says("share", data="phone number", to="couriers")]),
    (
        "We share the following with our auditors: your name, your salary and your bonus.",
        [says("share", data="name; salary; bonus", to="auditors")],
        Miss.COLON,
    ),
    (
        "We may share your information with our affiliates, our agents and the regulator.",
        [says("may share", data="information", to="affiliates; agents; regulator")],
    ),
    ("We use payment providers to process your payments.", [says("share", to="payment providers", goals="process your payments")]),
    (
        "We engage printing companies to print our catalogues.",
        [says("share", to="printing companies", goals="print our catalogues")],
        Miss.LEXICON,
    ),
    ("We work with analytics providers to measure traffic.", [says("share", to="analytics providers", goals="measure traffic")]),
    ("Your mileage is reported to the leasing company once a month.", [says("share", data="mileage", to="leasing company")]),
    ("We return your documents to you.", []),
    ("We show your rating to drivers.", [says("share", data="rating", to="drivers")]),
]

SELL: list[Row] = [
    ("We do not sell your data.", [says("not sell", data="data")]),
    ("We rent mailing lists to other publishers.", [says("sell", data="mailing lists", to="other publishers")]),
    ("We may sell your purchase history to market researchers.", [says("may sell", data="purchase history", to="market researchers")]),
    ("Your e-mail address is never rented or sold.", [says("not sell", data="e-mail address")]),
    ("We trade customer lists with charities.", [says("sell", data="customer lists", to="charities")]),
    ("The sale of personal information is prohibited.", [says("not sell", data="personal information")]),
    (
        "We may disclose to couriers, such as Acme, your name and your address.",
        [says("may share", data="name; address", to="couriers; Acme")],
    ),
    ("The sale of personal information is not prohibited.", [says("sell", data="personal information")]),
    ("The sale of your data does not take place.", [says("not sell", data="data")]),
    ("We sell books, maps and globes.", []),
    ("We lease cars to companies.", [], Miss.OPEN_OBJECT),
]

RETAIN: list[Row] = [
    ("We keep your data for six years.", [says("retain", data="data", kept="for six years")]),
    ("Your files are stored in a data centre in Ireland.", [says("retain", data="files")]),
    ("Footage is kept for 30 days.", [says("retain", data="Footage", kept="for 30 days")]),
    ("We retain invoices until the end of the tax year.", [says("retain", data="invoices", kept="until the end of the tax year")]),
    ("Your chats remain on your phone.", [says("retain", data="chats")]),
    ("Our school stores exam results for ten years.", [says("retain", data="exam results", kept="for ten years")], Miss.OUR_PEOPLE),
    ("We keep a record of your donations.", [says("retain", data="a record of your donations")]),
    ("We hold your deposit details for refunds.", [says("retain", data="deposit details", goals="refunds")]),
    ("Backups of your messages are archived.", [says("retain", data="Backups of your messages")]),
    ("Your card number is saved if you tick the box.", [says("retain", data="card number")]),
    ("We maintain a file with your training results.", [says("retain", data="training results")], Miss.CONTAINER),
    (
        "Samples are retained by the laboratory for one year.",
        [says("retain", by=THEM, agent="laboratory", data="Samples", kept="for one year")],
        Miss.LEXICON,
    ),
    ("We keep our promises.", []),
    ("We keep our prices low.", []),
]

TRANSFER: list[Row] = [
    ("Your data may be transferred to the United States.", [says("may transfer", data="data")]),
    ("We transfer customer records to the buyer of our business.", [says("transfer", data="customer records", to="buyer of our business")]),
    ("Personal data are transferred outside the European Economic Area.", [says("transfer", data="Personal data")]),
    ("If we merge with another club, your account data will be transferred to it.", [says("will transfer", data="account data", to=None)]),
    ("We may move your files to servers in Canada.", [says("may transfer", data="files")]),
    ("The transfer of your data to Norway is necessary for the booking.", [says("transfer", data="data", goals=None)]),
    ("You may transfer your ticket to a friend.", []),
    ("We transfer passengers from the port to the hotel.", []),
]

TRACK: list[Row] = [
    ("We track the pages you visit.", [says("track", data="pages you visit")]),
    ("Your activity is tracked by cookies.", [says("track", data="activity", means="cookies")]),
    ("We use cookies.", [says("track", means="cookies")]),
    ("We use cookies to remember your basket.", [says("track", data=None, means="cookies", goals="remember your basket")]),
    ("We use cookies and web beacons to measure visits.", [says("track", data=None, means="cookies; web beacons", goals="measure visits")]),
    (
        "Cookies help us understand which recipes are popular.",
        [says("track", data=None, means="Cookies", goals="understand which recipes are popular")],
    ),
    ("Our newsletters contain web beacons.", [says("track", means="web beacons")]),
    ("We place cookies on your device.", [says("track", means="cookies")]),
    ("Advertisers may place cookies on your browser.", [says("may track", by=THEM, agent="Advertisers", means="cookies")]),
    ("Cookies are used to keep you signed in.", [says("track", means="Cookies", goals="keep you signed in")]),
    ("The bike's GPS monitors your speed.", [says("track", data="speed")]),
    ("We monitor your e-mail traffic for viruses.", [says("track", data="e-mail traffic", goals="viruses")]),
    ("We use cookies to collect your IP address.", [says("collect", data="IP address", means="cookies")]),
    ("These cookies collect information about your visit.", [says("collect", data="information about your visit", means="These cookies")]),
    (
        "Our partners use pixels to track your purchases.",
        [says("track", by=THEM, agent="partners", data="purchases", means="pixels", goals=None)],
    ),
    ("We observe how you use the app.", [says("track", data="how you use the app")]),
    ("The wristband follows your movements through the park.", [says("track", data="movements")]),
    ("We count how often you open a door.", [says("track", data="how often you open a door")]),
    ("We place orders with printers.", []),
    ("This includes when you talk to us through our platform.", []),
    ("Such settings may prevent your use of our site.", []),
    ("You can track your parcel online.", []),
]

PUBLISH: list[Row] = [
    ("Your name and comment are published.", [says("publish", data="name; comment")]),
    ("We display your profile picture to other members.", [says("publish", data="profile picture", to="other members")]),
    ("Winners' names are posted on our website.", [says("publish", data="Winners' names")]),
    ("We publish the names of our donors in the annual report.", [says("publish", data="names of our donors")]),
    ("Your race time becomes public.", [says("publish", data="race time")], Miss.LEXICON),
    ("Your reviews may be displayed on our home page.", [says("may publish", data="reviews")]),
    ("We make your username public.", [says("publish", data="username", to=None)]),
    ("We post changes to this notice here.", []),
    ("We publish two magazines a year.", []),
]

DELETE: list[Row] = [
    ("We delete your account data after two years.", [says("delete", data="account data", kept="after two years")]),
    ("Recordings are erased within 48 hours.", [says("delete", data="Recordings", kept="within 48 hours")]),
    ("Your scans will be destroyed at the end of the study.", [says("will delete", data="scans")]),
    ("We anonymise your survey answers.", [says("delete", data="survey answers")]),
    ("We remove your name from the list.", [says("delete", data="name")]),
    ("Application files are shredded after six months.", [says("delete", data="Application files")]),
    ("You can delete cookies in your browser.", []),
    ("We remove snow from the paths.", []),
]

SECURE: list[Row] = [
    ("We protect your data with encryption.", [says("secure", data="data", means="encryption")]),
    ("Passwords are encrypted.", [says("secure", data="Passwords")]),
    ("We secure your health data against theft.", [says("secure", data="health data", goals=None)]),
    ("Your card number is hashed.", [says("secure", data="card number")]),
    ("Your messages are confidential.", [says("secure", data="messages")]),
    ("We keep your diagnosis confidential.", [says("secure", data="diagnosis")]),
    ("You must protect your password.", []),
    ("We protect the forest.", []),
]

COMBINE: list[Row] = [
    ("We combine your profile with survey answers.", [says("combine", data="profile; survey answers")]),
    ("We link your loyalty card number to your purchases.", [says("combine", data="loyalty card number; purchases")]),
    ("Your location may be matched with your order history.", [says("may combine", data="location; order history")]),
    ("We merge data from our shops with your online orders.", [says("combine", data="data; online orders", source="shops")]),
    ("Advertisers combine your clicks with other data.", [says("combine", by=THEM, agent="Advertisers", data="clicks; other data")]),
    ("We link to other websites.", []),
    ("We combine comfort with style.", []),
]

ACCESS: list[Row] = [
    ("Our engineers can access your files.", [says("may access", data="files", to=None)], Miss.OUR_PEOPLE),
    ("Only nurses have access to your chart.", [says("access", by=None, data="chart", to=None)], Miss.LEXICON),
    ("We restrict access to your medical record to nurses.", [says("access", data="medical record", to="nurses")]),
    ("Access to patient files is limited to clinicians.", [says("access", data="patient files", to="clinicians")]),
    ("Carers are given access to your care plan.", [says("share", data="care plan", to="Carers")]),
    ("We give auditors access to your payment records.", [says("share", data="payment records", to="auditors")]),
    (
        "Moderators view your messages to stop abuse.",
        [says("access", by=None, agent="Moderators", data="messages", to=None, goals="stop abuse")],
    ),
    ("The app accesses your contacts and your calendar.", [says("access", data="contacts; calendar", to=None)]),
    ("You can access your data at any time.", []),
    ("You can access our site by tram.", []),
]

ROWS: list[Row] = [*OBTAIN, *USE, *SHARE, *SELL, *RETAIN, *TRANSFER, *TRACK, *PUBLISH, *DELETE, *SECURE, *COMBINE, *ACCESS]
reading = reading_of(ROWS)


@pytest.mark.parametrize(("sentence", "claims"), cases(ROWS, 2))
def test_says(reading: Reading, sentence: str, claims: list[Claim]) -> None:
    missing, extra = unmatched(claims, reading[sentence])
    assert not missing and not extra, f"{sentence}\nread:\n{told(reading[sentence])}\nnot read: {missing}"


def test_the_table_is_long_enough() -> None:
    assert len(ROWS) >= 150
    assert len({sentence for sentence, *_ in ROWS}) == len(ROWS)
