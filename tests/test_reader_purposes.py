"""Purposes: what a sentence says that something is done for, told as (sentence, purposes of its statements), whatever else it says.

The purposes are those of all statements together, each place once, in text order; a phrase that only completes its governor
("the right to object", "choose to register") is none.
"""

from __future__ import annotations

import pytest
from privacyflows.extract.model import Filler

from tests.reader_rows import Miss, Reading, bare, cases, reading_of, told

Row = tuple[str, list[str]] | tuple[str, list[str], Miss]

INFINITIVES: list[Row] = [
    ("We use your address to deliver your meals.", ["deliver your meals"]),
    ("We use your address in order to deliver your meals.", ["deliver your meals"]),
    ("We use your address so as to deliver your meals on time.", ["deliver your meals on time"]),
    ("To deliver your meals, we use your address.", ["deliver your meals"]),
    ("In order to prevent fraud, we collect your IP address.", ["prevent fraud"]),
    (
        "We use your e-mail address to send invoices, answer questions and announce concerts.",
        ["send invoices", "answer questions", "announce concerts"],
    ),
    (
        "We use your e-mail address to send invoices, to answer questions and to announce concerts.",
        ["send invoices", "answer questions", "announce concerts"],
    ),
    ("We process your data to operate, maintain and improve our ferries.", ["operate, maintain", "improve our ferries"]),
    ("We collect your name to process and ship your order.", ["process and ship your order"]),
    ("We may use your number to call you or to text you.", ["call you", "text you"]),
    ("Your data are used to bill you.", ["bill you"]),
    ("Your phone number is needed to arrange the delivery.", ["arrange the delivery"]),
    ("We use this data to better understand our readers.", ["understand our readers"]),
    ("We may share information to better tailor ads on our pages.", ["tailor ads on our pages"]),
    ("We collect information to identify spammers.", ["identify spammers"]),
    ("We store your log-in to save you time.", ["save you time"]),
    ("We share your name with the hotel to confirm your stay.", ["confirm your stay"]),
    ("We share your location with rescue services to find you in the mountains.", ["find you in the mountains"]),
    ("We use your photo to make sure that nobody else uses your pass.", ["make sure that nobody else uses your pass"]),
    (
        "We use your data to fulfil your order and your statistics to plan our stock.",
        ["fulfil your order", "plan our stock"],
        Miss.SPAN,
    ),
    ("We use your birth date to check that you may buy wine.", ["check that you may buy wine"]),
    ("We use your data to, for example, compare prices.", ["compare prices"]),
]

ELLIPTICAL: list[Row] = [
    ("We use your photos to improve and personalise our maps.", ["improve", "personalise our maps"]),
    ("We use your photos to provide and deliver our maps.", ["provide and deliver our maps"]),
    ("We use your name to improve our ferries and your experience.", ["improve our ferries", "your experience"]),
    ("We use your votes to develop new maps and routes.", ["develop new maps and routes"]),
    ("We use your votes to check and improve them.", ["check and improve them"]),
]

APART: list[Row] = [
    ("We keep the address that you gave when you signed up for safety purposes.", ["safety purposes"]),
    ("We process the details that you enter in our form for the purpose of booking a bike.", ["booking a bike"]),
    ("We process and share the personal data that we hold for our business purposes.", ["our business purposes"]),
    ("We keep the data necessary for court cases.", ["court cases"]),
    ("We will request further information necessary to book your bike.", ["book your bike"]),
    ("We collect the information required for billing.", ["billing"]),
    ("The storage of your data serves to prove your order.", ["prove your order"]),
    ("The processing of your data takes place for the purpose of billing.", ["billing"]),
    ("The use of cookies is for statistics.", ["statistics"]),
    ("We keep your calls for a week. This is done to train our staff.", ["train our staff"]),
    ("We may send you letters to tell you of changes (e.g. to warn you of a flood).", ["tell you of changes", "warn you of a flood"]),
    (
        "If you log in, we use a cookie to remember your basket, so you do not have to fill it again.",
        ["remember your basket", "you do not have to fill it again"],
    ),
    ("In order to plan our routes or to set prices we use your data.", ["plan our routes", "set prices"]),
    ("We log your route and may log your speed for safety and to set prices.", ["safety", "set prices"]),
    ("To bring you a meal, we ask for your address and share it with our cooks.", ["bring you a meal"]),
    ("Our cookies make it possible for users to keep a basket.", ["keep a basket"]),
    ("Your data help us in planning our routes.", ["planning our routes"]),
    ("Some cookies are needed for the shop to work.", ["the shop to work"]),
    ("We use your data for the following purposes: billing, support, and to send you news.", ["billing", "support", "send you news"]),
    ("We may send you letters for the purpose of inviting you to our shows.", ["inviting you to our shows"]),
    (
        "We store the name you have entered when opening an account for support and anti-spam purposes.",
        ["support", "anti-spam purposes"],
    ),
    ("Your calls are kept for training purposes (such as to coach our staff).", ["training purposes", "coach our staff"]),
    ("We disclose your name for the detection, prevention or investigation of fraud.", ["detection, prevention or investigation of fraud"]),
    ("We use your votes for testing maps/routes.", ["testing maps/routes"]),
    ("We collect your age for research purposes on a voluntary basis.", ["research purposes"]),
    ("We log the type of the phone you use to open our app.", []),
    ("In the course of our data processing, we send your name to courts.", []),
    (
        "We may share your name with card firms, couriers, and partner groups (including auditors in connection with our races).",
        ["in connection with our races"],
    ),
    ("We may write to you because you gave your consent for the purpose of advertising.", []),
    ("We wrote this notice to explain how we use your data.", []),
    ("We use your data because this is necessary for the purposes of our legitimate interests.", []),
]

COORDINATED: list[Row] = [
    ("We may use your data to: host files; fulfil orders; and answer letters.", ["host files", "fulfil orders", "answer letters"]),
    (
        "We may keep your data to obey the law, to resolve disputes, prevent fraud, and enforce our terms.",
        ["obey the law", "resolve disputes", "prevent fraud", "enforce our terms"],
    ),
    ("Your data may be used to bill you, ship parcels and improve our maps.", ["bill you", "ship parcels", "improve our maps"]),
    (
        "We use your data to, among other things, plan routes, answer your letters, and set prices.",
        ["plan routes", "answer your letters", "set prices"],
    ),
    (
        "We use your data for operating the pool, marketing our courses, and sending you letters.",
        ["operating the pool", "marketing our courses", "sending you letters"],
    ),
    ("We may use your data to bill you. We share it with couriers.", ["bill you"]),
    (
        "We log your visits for pool administration, ticket verification, and troubleshooting purposes.",
        ["pool administration", "ticket verification", "troubleshooting purposes"],
    ),
    ("We use your location to find you when you return and help us.", ["find you when you return and help us"]),
    ("We use your votes to learn how good our menu is and make it better.", ["learn how good our menu is", "make it better"]),
    ("We use your votes to learn how you read and share our stories.", ["learn how you read and share our stories"]),
    ("We use your votes to help us plan our menu and improve our service.", ["plan our menu", "improve our service"]),
    (
        "We use your data for lending you books, to send you reminders and for research purposes.",
        ["lending you books", "send you reminders", "research purposes"],
    ),
    ("We use your data to: (i) run the pool; (ii) answer you; and (iii) for research.", ["run the pool", "answer you", "research"]),
    ("We use your data to bill you for lessons and for courses.", ["bill you for lessons and for courses"]),
    ("Nurses have access to your file to use for treatment and research.", ["treatment", "research"]),
]

WORDINGS: list[Row] = [
    ("We collect your age in an effort to protect children.", ["protect children"]),
    ("We use your data in the course of repairing your bike.", ["repairing your bike"]),
    ("In addition to answering letters, we may use your data to defend our rights.", ["answering letters", "defend our rights"]),
    ("In addition to your name we use your data to plan routes.", ["plan routes"]),
    ("Logs are shared with the police in order that they may find thieves.", ["find thieves"]),
    ("For legal reasons, we keep your contract.", ["legal reasons"]),
    ("For these reasons, we keep your contract.", []),
    ("In order to ship your boots, or to obey the law, we may need to collect your address.", ["ship your boots", "obey the law"]),
    ("To ship parcels, we may need to use your address.", ["ship parcels"]),
    (
        "We use cookies to remember your basket so you do not have to fill it again.",
        ["remember your basket", "you do not have to fill it again"],
    ),
    ("We need your address to be able to ship the parcel.", ["ship the parcel"]),
    ("This page tells you how we use your data for those goods.", []),
    ("Your data may be transferred as part of that deal.", ["as part of that deal"]),
    ("In connection with your use of our shop, we collect your address.", []),
    ("If you open an account to use our shop, we collect your name.", []),
    ("We may use your data where necessary to ship your order.", ["ship your order"]),
    ("You give us your name so that your ticket can be printed by the club.", ["your ticket can be printed by the club"]),
    ("We keep your letters for the statutory archive retention period.", []),
    ("We use it for other matters, which we believe serve you.", ["other matters"]),
    ("If you allow us to set cookies, our partner may collect your IP address.", []),
    ("Your letters are kept on a system that allows our staff to answer you.", ["answer you"]),
    ("Our goal in tracking your location is to coach you.", ["coach you"]),
    ("Our goal is to be your favourite bakery.", []),
    ("Your data serve to identify you at the door.", ["identify you at the door"]),
    ("We use your data only in running our shop.", ["running our shop"]),
    ("We use your data in our shop.", []),
    (
        "We use your data for our legitimate interests, including answering complaints and enforcing our terms.",
        ["our legitimate interests", "answering complaints", "enforcing our terms"],
    ),
    ("We prevent your data from being lost.", ["prevent your data from being lost"]),
    ("We keep your data confidential and protected against misuse.", ["protected against misuse"]),
    ("This technology is used in order to count visits.", ["count visits"]),
    ("This technology is a cookie.", []),
    ("We share the data that we collect to plan routes.", ["plan routes"]),
    ("We share data that allow you to be identified.", []),
    ("We use your location, which helps us to find drivers.", ["find drivers"]),
    ("Your data are used to treat your pet and may be passed to laboratories.", ["treat your pet"]),
    ("We use your data to detect, prevent or address fraud.", ["detect, prevent or address fraud"]),
]

HELPED: list[Row] = [
    ("We use your ratings to help us improve our menus.", ["improve our menus"]),
    ("We use cookies to help measure traffic.", ["measure traffic"]),
    ("Your ratings help us to choose films.", ["choose films"]),
    ("This data enables us to plan our staff.", ["plan our staff"]),
    ("We use your data to try to match you with a tutor.", ["match you with a tutor"]),
    (
        "Cookies let us remember your language and keep your basket.",
        ["remember your language", "keep your basket"],
        Miss.PURPOSE_SPLIT,
    ),
    ("We use your height so that we can send a bike of the right size.", ["send a bike of the right size"]),
    ("We record your calls so we can train our staff.", ["train our staff"]),
    ("The legal basis for the processing of your grades is your consent.", []),
    (
        "Our aim in collecting your grades is to award scholarships.",
        ["award scholarships"],
    ),
    ("We use your age to allow you to buy wine.", ["buy wine"]),
]

GERUNDS: list[Row] = [
    ("We use your address for delivering your meals.", ["delivering your meals"]),
    ("We use your data for preventing fraud and enforcing our terms.", ["preventing fraud", "enforcing our terms"]),
    ("We use your data for the purpose of paying benefits.", ["paying benefits"]),
    ("For the purpose of paying benefits we use your bank details.", ["paying benefits"]),
    (
        "We keep your e-mail address for the purposes of sending reminders and answering claims.",
        ["sending reminders", "answering claims"],
    ),
    (
        "We share your data with surveyors with a view to improving safety.",
        ["improving safety"],
    ),
    (
        "We process your grades with the aim of awarding scholarships.",
        ["awarding scholarships"],
    ),
]

NOUNS: list[Row] = [
    ("We use your data for billing.", ["billing"]),
    ("We use your data for billing and marketing.", ["billing", "marketing"]),
    ("We use your data for research, statistics and quality control.", ["research", "statistics", "quality control"]),
    ("We use your data for marketing purposes.", ["marketing purposes"]),
    ("We process your data for scientific research purposes and for teaching.", ["scientific research purposes", "teaching"]),
    ("We use your data for purposes such as billing and customer support.", ["billing", "customer support"]),
    ("For security reasons, we record your licence plate.", ["security reasons"]),
    ("For statistics we count your visits.", ["statistics"]),
    ("We use your e-mail address in connection with your booking.", ["in connection with your booking"]),
    ("Data are shared with auditors for the purpose of an annual audit.", ["annual audit"]),
    ("We share your name with the bank for payment and with the courier for delivery.", ["payment", "delivery"]),
    ("We process your data for the performance of our contract with you.", ["performance of our contract with you"]),
    ("We use your data for advertising or for profiling.", ["advertising", "profiling"]),
    ("Your data serve only for identification at the door.", ["identification at the door"]),
    ("The purpose of collecting your weight is the calculation of your dose.", ["calculation of your dose"]),
    ("These cookies are essential for the basket.", ["basket"]),
    ("We collect your age as part of our legal duties.", []),
    ("We keep footage as evidence.", []),
]

SHARED: list[Row] = [
    ("We collect and store your name to print your pass.", ["print your pass"]),
    ("We collect your name, which we need to print your pass.", ["print your pass"], Miss.CLAUSE_AS_DATA),
    ("We use the data that you provide to calculate your quote.", ["calculate your quote"]),
    ("We engage couriers to deliver your parcels.", ["deliver your parcels"]),
    ("We use cookies from Google to count visits.", ["count visits"]),
    ("We share your data with partners, who use it to plan events.", ["plan events"]),
    ("We may contact you to confirm your appointment.", ["confirm your appointment"]),
    ("We use your data (for example, to plan routes).", ["plan routes"]),
    ("We use your data mainly to plan routes, but also to set prices.", ["plan routes", "set prices"]),
    ("If you order a book, we use your address to post it.", ["post it"]),
    ("We use your address to post your book if you order one.", ["post your book"]),
    ("We use your e-mail address to send you news, unless you tell us not to.", ["send you news"]),
]

SEQUELS: list[Row] = [
    (
        "We use your data to run our shop, including repairing, and carrying out data analysis, testing, support and hosting of data.",
        ["run our shop", "repairing", "carrying out data analysis", "testing", "support", "hosting of data"],
    ),
    (
        "We use your data to care for our clients, such as writing to them about tours, and notifying them of changes.",
        ["care for our clients", "writing to them about tours", "notifying them of changes"],
    ),
    (
        "We use your data to write to you about our tours, including order management and billing.",
        ["write to you about our tours", "order management", "billing"],
    ),
    (
        "We use your e-mail address to send you messages, such as reminders and tickets.",
        ["send you messages, such as reminders and tickets"],
    ),
    ("We use your data to protect our rights, including to detect fraud.", ["protect our rights", "detect fraud"]),
    ("We use your data to make a code for the purpose of knowing you again.", ["make a code", "knowing you again"]),
    ("We use your data so that we can send you the newsletter and improve it.", ["send you the newsletter", "improve it"]),
    ("We use your data to show adverts to you to help fund our shop.", ["show adverts to you", "fund our shop"]),
    ("Printers may access your data as part of maintaining our tills.", ["maintaining our tills"]),
    ("We process your messages as part of the operation of the shop.", ["the operation of the shop"]),
    ("For a better experience in our app, Plumtree may require you to give us your address.", ["a better experience in our app"]),
    ("You give us some details necessary for the shop to work.", ["the shop to work"]),
    ("We process your data for prevention and detection of fraud or other crimes.", ["prevention and detection of fraud or other crimes"]),
    ("We keep your data for tax and accounting purposes.", ["tax and accounting purposes"]),
]

SERVICES: list[Row] = [
    ("We share your address with couriers who help us deliver parcels.", ["deliver parcels"]),
    ("We share your name with vendors and partners who assist us in running our shop.", ["running our shop"]),
    ("We share your name with printers, couriers and other firms who support us with the billing.", ["the billing"]),
    ("We give your name to agents that perform services on our behalf.", ["perform services on our behalf"]),
    ("We may share your name with vendors who need it in order to mend our boats.", ["mend our boats"]),
    (
        "We share your name with vendors that do sums and perform billing and other work for us.",
        ["perform billing", "other work for us"],
        Miss.SPAN,
    ),
    ("We give your name to vendors who ship parcels for us, or with partners who sing.", ["ship parcels for us"]),
    (
        'We may employ third party firms to run our Service ("Helpers"), provide the Service on our behalf, and count visits.',
        ["run our Service", "provide the Service on our behalf", "count visits"],
    ),
    ("We use your address to serve targeted adverts to members.", ["serve targeted adverts to members"]),
]

NEEDED: list[Row] = [
    ("We keep your data if they are needed for the defence of claims.", ["the defence of claims"]),
    ("We use your data only as much as it is absolutely necessary to mend our boats.", ["mend our boats"]),
    (
        "We may disclose your data if we believe this is necessary to: (i) obey the law; (ii) detect, prevent or otherwise address fraud.",
        ["obey the law", "detect, prevent or otherwise address fraud"],
    ),
    ("We delete your data when they are no longer needed to bill you.", []),
    ("We delete your data when they are no longer needed for billing.", []),
]

NONE: list[Row] = [
    ("We share your name with companies that sell hats.", []),
    ("We share your name with partners who do not help us.", []),
    ("We share your data with hosts that process data on our behalf.", []),
    ("We share your data for purposes of Canadian law.", []),
    ("We use your data for the purposes of this policy.", []),
    ("We log your visits, for example access logs, as well as data from partners.", []),
    ("We do not sell your data; you are using our shop to sell hats.", []),
    ("As you go about using our shop to make friends, we store your data.", []),
    ("We disclose your data in response to lawful requests by courts.", []),
    ("Vendors that collect tracking data may provide an opportunity for you to choose another shop.", []),
    ("Your data are gathered for all visitors and users.", []),
    ("We store your files for Acme Rail.", []),
    ("We collect device numbers for mobile devices.", []),
    ("For that reason, we do not collect your photo.", []),
    ("To be clear, we do not keep your photo.", []),
    ("We keep your photo for longer periods of time.", []),
    ("We collect your name when you choose to register.", []),
    ("We tell you that you have the right to object before we share your data.", []),
    ("You consent to the collection of your data.", []),
    ("We store your data for two years.", []),
    ("We keep your data for as long as you are a member.", []),
    ("We keep footage for a month.", []),
    ("We need your permission to collect your data.", []),
    ("We share your data with couriers according to our contract.", []),
    ("We are able to see your location.", []),
    ("We collect your name, address, etc.", []),
    ("We transfer your data to Canada.", []),
    ("We ask you to provide your name.", []),
    ("We reserve the right to disclose your data.", []),
    ("We collect your data for the first time at the counter.", []),
    ("We continue to store your data.", []),
    ("We use a code instead of your name for you.", []),
    ("Your address is subject to our rules.", []),
    ("We share your request to cancel with the hotel.", []),
    ("We log your attempts to sign in.", []),
    ("We began to collect device data in spring.", []),
]

ROWS: list[Row] = [
    *INFINITIVES,
    *ELLIPTICAL,
    *APART,
    *COORDINATED,
    *WORDINGS,
    *HELPED,
    *GERUNDS,
    *NOUNS,
    *SHARED,
    *SEQUELS,
    *SERVICES,
    *NEEDED,
    *NONE,
]
reading = reading_of(ROWS)


@pytest.mark.parametrize(("sentence", "purposes"), cases(ROWS, 2))
def test_purposes(reading: Reading, sentence: str, purposes: list[str]) -> None:
    found: dict[tuple[int, int], Filler] = {(f.start or 0, f.end or 0): f for s in reading[sentence] for f in s.purposes}
    said = [bare(found[at].text) for at in sorted(found)]
    assert said == [bare(p) for p in purposes], f"{sentence}\nread:\n{told(reading[sentence])}"


def test_the_table_is_long_enough() -> None:
    assert len(ROWS) >= 60
    assert len({sentence for sentence, *_ in ROWS}) == len(ROWS)
