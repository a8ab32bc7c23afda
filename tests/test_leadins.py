"""Lead-ins and their items: own snippets -> (action, polarity, data, purposes, recipients) of each statement that they make."""

from __future__ import annotations

import re
from typing import Any

import pytest
from privacyflows.extract.lists.enumerations import bulleted, enumerated, inline, without_tail
from privacyflows.extract.lists.leadins import open_role, speaks_of_reader
from privacyflows.extract.lists.titles import titled_role
from privacyflows.extract.parsing.words import load_rules

from tests.reader_rows import Case, said, statements, tuples


def listed(lead: str, *items: str) -> str:
    """A Markdown list below its lead-in."""
    return lead + "\n\n" + "\n".join(f"- {item}" for item in items)


CASES = [
    # labels with short predicates, lengths of time
    Case(
        "what is stored, deleted, used",
        "## Periods\n\n- **Private notes:** stored until you delete them\n- **Session cookies:** deleted when you close the page.\n"
        "- **Speed cookies** \u2013 used to count visits\n- **Language cookie:** Contains your language.\n",
        [
            said("retain", data="Private notes"),
            said("delete", data="Session cookies"),
            said("track", purposes="count visits"),
            said("track", data="your language"),
        ],
    ),
    Case("a label before a title", "## Our shop\n\n- **Opening hours:** painted on the door.\n- **Bread:** baked by us.\n", []),
    Case(
        "periods, with and without data as label",
        listed(
            "How long we keep your data depends on your stay:", "**Server logs:** 5 days", "**Cancelled stay:** three months after that."
        ),
        [said("retain", data="Server logs"), said("retain", data="your data")],
    ),
    Case("what periods depend on", listed("When we fix the retention period, we look at:", "The size of your order"), []),
    # items below "we may use your data:"
    Case(
        "purposes of all shapes",
        listed("We may use your data:", "to safely run our shop", "in any other way that you allow", "Your name and address"),
        [
            said("use", data="your data", purposes="run our shop"),
            said("use", data="your data", purposes="in any other way that you allow"),
            said("use", data="Your name | address"),
        ],
    ),
    Case(
        "a lead-in that says something whole",
        listed("We share your data with our sister firms to please you in two ways:", "for our sister firms to help us run the shop"),
        [
            said("share", data="your data", purposes="please you in two ways", recipients="our sister firms"),
            said("share", data="your data", purposes="please you in two ways | run the shop", recipients="our sister firms"),
        ],
    ),
    Case(
        "titles that take their data from the text above",
        "# How we use information\n\nWe use your information to run our shop.\n\n" + listed("## To meet others", "Suggest people to you"),
        [
            said("use", data="your information", purposes="run our shop"),
            said("use", data="your information", purposes="meet others"),
            said("use", data="your information", purposes="Suggest people to you"),
        ],
    ),
    Case(
        "a list that lost its nesting",
        listed(
            "We collect the following:",
            "**Device.** We also collect details of your device, for example:",
            "IP address",
            "**Bills.** Your bills.",
        ),
        [said("collect", data="IP address"), said("collect", data="Bills | Your bills")],
    ),
    # legal bases, places, apps
    Case(
        "legal bases as sentences and purposes",
        listed(
            "We process your data on these legal grounds:",
            "The processing is necessary to fulfil our agreement",
            "To comply with our legal obligations",
        ),
        [
            said("use", data="your data", purposes="fulfil our agreement"),
            said("use", data="your data", purposes="comply with our legal obligations"),
        ],
    ),
    Case(
        "what items are needed for",
        listed(
            "We share your data:",
            "With our staff if and to the extent necessary for the performance of their tasks",
            "With our partners if it is necessary to bill you",
            "With couriers where necessary for legal reasons",
        ),
        [
            said("share", data="your data", recipients="our staff", purposes="the performance of their tasks"),
            said("share", data="your data", recipients="our partners", purposes="bill you"),
            said("share", data="your data", recipients="couriers"),
        ],
    ),
    Case(
        "places",
        listed("We store your data on servers in the following countries:", "Germany", "For users in Japan: Japan"),
        [said("retain", data="your data"), said("retain", data="your data")],
    ),
    Case("our apps as actor", listed("Our apps may transmit:", "diagnostic data"), [said("share", data="diagnostic data")]),
    Case(
        "items that give data themselves",
        listed("We share your data only:", "to give the data to our printers", "to answer courts"),
        [said("share", data="the data", recipients="our printers"), said("share", data="your data", purposes="answer courts")],
    ),
    # what the reader is asked for, brackets, titles that speak of sharing, goals as titles
    Case(
        "what the reader must give",
        listed("You may be required to provide the following details to use our shop:", "your name"),
        [said("collect", data="your name", purposes="use our shop")],
    ),
    Case(
        "what the reader may choose to give",
        listed("You may choose to give us more information. This includes:", "A short biography"),
        [said("collect", data="more information"), said("collect", data="A short biography")],
    ),
    Case(
        "a legal basis in brackets",
        listed("We collect the following (legal basis is Art. 6 para. 1 s. 1 lit. f GDPR):", "IP address"),
        [said("collect", data="IP address")],
    ),
    Case(
        "parties in groups",
        listed("We share your data with providers. These providers are grouped as follows:", "Hosting providers,", "Payment providers"),
        [
            said("share", data="your data", recipients="providers"),
            said("share", data="your data", recipients="Hosting providers"),
            said("share", data="your data", recipients="Payment providers"),
        ],
    ),
    Case(
        "parties under a title that speaks of sharing",
        "## How we share your data\n\n### Providers\n\n" + listed("These parties help us to run the shop. They include:", "Couriers."),
        [said("share", purposes="run the shop", recipients="These parties"), said("share", data="your data", recipients="Couriers")],
    ),
    Case(
        "reasons under a title that speaks of sharing",
        listed("## Other cases where we may need to share your data", "To obey the law.", "To enforce our terms."),
        [
            said("share", data="your data", purposes="obey the law"),
            said("share", data="your data", purposes="enforce our terms"),
        ],
    ),
    Case(
        "when it happens",
        listed("We may collect your name. Typically, this happens when you:", "order a cake;"),
        [said("collect", data="your name"), said("collect", data="your name")],
    ),
    Case(
        "a numbered goal as title of data",
        "## 2. What personal data we process\n\n" + listed("### 2.1 For the purpose of sending parcels", "IP address"),
        [said("use", data="IP address", purposes="sending parcels")],
    ),
    Case("data used for some", listed("Data used for all guests:", "Transaction history"), [said("use", data="Transaction history")]),
    Case("what we share", listed("## What we share", "Your name"), [said("share", data="Your name")]),
    Case("how it is gathered", listed("We gather data by:", "asking you"), [said("collect", data="data")]),
    Case(
        "choices as a limit",
        listed("We sell personal data, subject to your choices, to these third parties:", "Advertising companies"),
        [said("sell", data="personal data", recipients="Advertising companies")],
    ),
    # lines that name a party, what it does and where (invented names)
    Case(
        "party, function, place",
        listed(
            "We share your data with the following processors:",
            "Lumopay Inc. (payment processing), USA",
            "Lumohost \u2013 hosting \u2013 Ireland",
            "**Greyhost**: cloud storage, Ireland",
            "Lumofreight GmbH, Ringweg 4, 10115 Berlin, Germany: delivery of parcels",
            "Analytics providers",
        ),
        [
            said("share", data="your data", recipients="Lumopay Inc.", purposes="payment processing"),
            said("share", data="your data", recipients="Lumohost", purposes="hosting"),
            said("share", data="your data", recipients="Greyhost", purposes="cloud storage"),
            said("share", data="your data", recipients="Lumofreight GmbH", purposes="delivery of parcels"),
            said("share", data="your data", recipients="Analytics providers"),
        ],
    ),
    Case(
        "a table whose columns ran together",
        listed(
            "To run our shop, we use the services of these third-party providers:",
            "Name Purpose of the provider Country",
            "Lumopay Payment services USA",
            "Lumohost GmbH, Ringweg 4, 10115 Berlin, Germany Hosting of the shop Germany",
        ),
        [
            said("share", recipients="Lumopay", purposes="Payment services"),
            said("share", recipients="Lumohost GmbH", purposes="Hosting of the shop"),
        ],
    ),
    Case(
        "parties listed below, with what they do",
        listed(
            "We may share your name with the processors listed below, but only for the purpose of running our shop.",
            "Lumohost: Serves the shop. Lumohost stores no orders.",
            "Lumoads: Shows advertising.",
        ),
        [
            said("share", data="your name", recipients="Lumohost", purposes="Serves the shop"),
            said("share", data="your name", recipients="Lumoads", purposes="Shows advertising"),
        ],
    ),
    Case(
        "exceptions behind other exceptions, of which none is sold",
        listed(
            "We do not sell or share your data, except with your consent, where the law asks for it, or in the following circumstances:",
            "to respond to court orders.",
        ),
        [
            said("sell", data="your data", negated=True),
            said("share", data="your data", negated=True),
            said("share", data="your data", purposes="respond to court orders"),
        ],
    ),
    Case(
        "items whose verb the parser takes for a noun, and what they are for in their turn",
        listed("We use your data:", "Administer raffles, contests or other games", "to count visits so that we can speed up our pages"),
        [
            said("use", data="your data", purposes="Administer raffles, contests or other games"),
            said("use", data="your data", purposes="count visits | speed up our pages"),
        ],
    ),
    # titles that inherit what stands above them
    Case(
        "a title below a heading about purposes",
        "# How we use your data\n\n" + listed("## To help you find friends", "Suggest other users", "Rank the suggestions"),
        [
            said("use", data="your data", purposes="help you find friends"),
            said("use", data="your data", purposes="Suggest other users"),
            said("use", data="your data", purposes="Rank the suggestions"),
        ],
    ),
    Case(
        "a purpose as title of data",
        "# What data do we collect?\n\n" + listed("**To send parcels:**", "your address", "Our warehouse"),
        [said("collect", data="your address", purposes="send parcels")],
    ),
    Case(
        "a lead-in whose list comes below titles",
        "We collect the following information:\n\n"
        + listed("### Device data", "IP address")
        + "\n\n"
        + listed("### Our offices", "Berlin"),
        [said("collect", data="IP address")],
    ),
    Case(
        "titles right after a colon are its items",
        "# Notice\n\n## Reasons\n\nWe handle your data in order to:\n\n**Run the shop.**\n\n"
        + listed("This covers:", "answering letters")
        + "\n\nIt is a small shop.\n\n**Market our goods.**\n\nWe like them.\n\n## Opening hours\n\nCome in.",
        [
            said("use", data="your data", purposes="Run the shop"),
            said("use", data="your data", purposes="answering letters"),
            said("use", data="your data", purposes="Market our goods"),
        ],
    ),
    Case(
        "so are run-in headings, but not those of other sections",
        "# Notice\n\nWe share your data with:\n\n**Couriers.** They drive vans.\n\n**Banks.** They are old.\n\n"
        "## Other shops\n\n**Bakers.** They bake.",
        [said("share", data="your data", recipients="Couriers"), said("share", data="your data", recipients="Banks")],
    ),
    Case(
        "a title below a closed sentence that points on, with fields behind labels",
        "# Notice\n\n## Kinds\n\nWe hold the following kinds of personal data. The office is small.\n\n"
        + listed("### Cards", "By post: sender name, card number")
        + "\n\n"
        + listed("### Doors", "Front: oak, glass"),
        [said("retain", data="sender name | card number")],
    ),
    Case(
        "a goal as title below the use of data, and verbs that read as nouns",
        "# How we use your data\n\n" + listed("## To send you information", "Respond to your letters", "Market our goods"),
        [
            said("use", data="your data", purposes="send you information"),
            said("use", data="your data", purposes="Respond to your letters"),
            said("use", data="your data", purposes="Market our goods"),
        ],
    ),
    Case(
        "data that two verbs share, and a noun that reads as a verb",
        listed("We may collect and use data that tell who you are (“ID data”), including:", "first name", "email address"),
        [
            said("collect", data="first name"),
            said("use", data="first name"),
            said("collect", data="email address"),
            said("use", data="email address"),
        ],
    ),
    Case("a title below nothing that tells", "# About us\n\n" + listed("Usage data", "pages viewed"), []),
    # series inside a sentence
    Case(
        "members that are parties, a condition and a purpose",
        "We may disclose your data: (i) to our lawyers; (ii) if we sell the shop; and (iii) to comply with the law.",
        [
            said("share", data="your data", recipients="our lawyers"),
            said("share", data="your data"),
            said("share", data="your data", purposes="comply with the law"),
        ],
    ),
    Case(
        "members of one kind stay together",
        "We share your name (1) with our bank; (2) with couriers, and (3) if you ask us to do so. We keep it.",
        [said("share", data="your name", recipients="our bank | couriers"), said("share", data="your name"), said("retain", data="it")],
    ),
    Case(
        "a series inside a member",
        "We may share your name (i) if you ask us to; and (ii) with the police, to: (a) stop fraud; (b) protect our rights.",
        [
            said("share", data="your name"),
            said("share", data="your name", recipients="the police", purposes="stop fraud | protect our rights"),
        ],
    ),
    Case(
        "what a denial leaves open",
        "We never sell your data unless (a) you agree or (b) the law asks for it.",
        [said("sell", data="your data", negated=True), said("sell", data="your data")],
    ),
    Case(
        "members that the parser reads well together",
        "We use your data to: (a) ship orders; (b) answer you; and (c) improve the shop.",
        [said("use", data="your data", purposes="ship orders | answer you | improve the shop")],
    ),
    Case(
        "a party among cases",
        listed("We share your data in these cases:", "with your consent", "service providers", "a merger"),
        [said("share", data="your data"), said("share", data="your data", recipients="service providers"), said("share", data="your data")],
    ),
    Case(
        "how long",
        listed("We store your data:", "until you leave", "for 30 days after the last order"),
        [said("retain", data="your data"), said("retain", data="your data")],
    ),
    Case(
        "an item with a clause of its own",
        listed("We use your data for the following purposes:", "to deliver the books and letters that you have ordered"),
        [said("use", data="your data", purposes="deliver the books and letters that you have ordered")],
    ),
    # which role the items fill
    Case(
        "data",
        listed("We collect:", "your name;", "your address; and", "your age."),
        [said("collect", data="your name"), said("collect", data="your address"), said("collect", data="your age")],
    ),
    Case(
        "data, for example",
        listed("We keep your data. For example, we may collect:", "Your name"),
        [said("retain", data="your data"), said("collect", data="Your name")],
    ),
    Case(
        "data, including",
        listed("The information that we collect includes:", "how you use the shop", "when you log in"),
        [said("collect", data="how you use the shop"), said("collect", data="when you log in")],
    ),
    Case(
        "data, stored",
        listed("For newsletter readers, we store:", "E-mail address and time of sign-up"),
        [said("retain", data="E-mail address | time of sign-up")],
    ),
    Case(
        "data, provided by the reader",
        listed("You may provide us with:", "your name", "a photo of yourself"),
        [said("collect", data="your name"), said("collect", data="a photo of yourself")],
    ),
    Case(
        "data, shared",
        listed("We disclose the following categories of information to our insurers:", "claims data", "your name"),
        [said("share", data="claims data", recipients="our insurers"), said("share", data="your name", recipients="our insurers")],
    ),
    Case(
        "purposes, to",
        listed("We use your e-mail address to:", "send receipts", "answer your questions"),
        [
            said("use", data="your e-mail address", purposes="send receipts"),
            said("use", data="your e-mail address", purposes="answer your questions"),
        ],
    ),
    Case(
        "purposes, nouns",
        listed("We use your data for the following purposes:", "Fraud prevention", "billing;"),
        [said("use", data="your data", purposes="Fraud prevention"), said("use", data="your data", purposes="billing")],
    ),
    Case(
        "purposes, gerunds",
        listed("We use your data in the following ways:", "Sending you newsletters", "Improving our shop"),
        [said("use", data="your data", purposes="Sending you newsletters"), said("use", data="your data", purposes="Improving our shop")],
    ),
    Case(
        "purposes, things like",
        listed("We use your data for things like:", "to measure traffic"),
        [said("use", data="your data", purposes="measure traffic")],
    ),
    Case(
        "purposes, two verbs of the lead-in",
        listed("We may store and use your address for the following purposes:", "to ship orders"),
        [said("retain", data="your address", purposes="ship orders"), said("use", data="your address", purposes="ship orders")],
    ),
    Case(
        "recipients, with",
        listed("We may share your data with:", "our couriers", "advertisers"),
        [said("share", data="your data", recipients="our couriers"), said("share", data="your data", recipients="advertisers")],
    ),
    Case(
        "recipients, parties",
        listed("We disclose your data to the following third parties:", "banks and insurers"),
        [said("share", data="your data", recipients="banks | insurers")],
    ),
    Case(
        "recipients with purposes",
        listed("We share your data with:", "couriers to deliver parcels", "vendors who help us run the shop"),
        [
            said("share", data="your data", recipients="couriers", purposes="deliver parcels"),
            said("share", data="your data", recipients="vendors", purposes="run the shop"),
        ],
    ),
    Case(
        "recipients or purposes",
        listed("We may disclose your data to:", "our auditors", "comply with the law"),
        [said("share", data="your data", recipients="our auditors"), said("share", data="your data", purposes="comply with the law")],
    ),
    Case(
        "recipients, verb refused without them",
        listed("We may provide your data to:", "our affiliates"),
        [said("share", data="your data", recipients="our affiliates")],
    ),
    Case(
        "recipients, what is shared elsewhere",
        listed("Our sub-processors:", "Mailgrove Ltd.", "a hosting provider"),
        [said("share", recipients="Mailgrove Ltd."), said("share", recipients="a hosting provider")],
    ),
    Case(
        "prepositions tell the role",
        listed("We share your data:", "with couriers", "to prevent fraud", "for billing"),
        [
            said("share", data="your data", recipients="couriers"),
            said("share", data="your data", purposes="prevent fraud"),
            said("share", data="your data", purposes="billing"),
        ],
    ),
    Case("conditions", listed("We may share your data if:", "you ask us to", "the law requires it"), [said("share", data="your data")] * 2),
    Case(
        "conditions with recipients",
        listed("We share your data only in these cases:", "where required by law, to the police"),
        [said("share", data="your data", recipients="the police")],
    ),
    Case(
        "conditions with purposes",
        listed("We may share your data:", "as required to defend our rights"),
        [said("share", data="your data", purposes="defend our rights")],
    ),
    Case(
        "legal bases",
        listed("We process your data on the following legal bases:", "**Contract**: to ship your parcel", "Consent"),
        [said("use", data="your data", purposes="ship your parcel"), said("use", data="your data")],
    ),
    Case(
        "sources",
        listed("We obtain your data from the following sources:", "public registers", "our partners"),
        [said("collect", data="your data")] * 2,
    ),
    Case(
        "measures belong to the lead-in",
        listed("We protect your data by the following measures:", "encryption", "strict rules"),
        [said("secure", data="your data")],
    ),
    Case(
        "lead-in says what was said before",
        "We may give your address to others. Those circumstances include when:\n\n- you ask us to\n",
        [said("share", data="your address", recipients="others"), said("share", data="your address", recipients="others")],
    ),
    # the lead-in's own statement
    Case("bare lead-in is no statement", listed("We collect the following data:", "your age"), [said("collect", data="your age")]),
    Case(
        "complete lead-in is one",
        listed("We share your name with advertisers, including:", "Adnexa"),
        [said("share", data="your name", recipients="advertisers"), said("share", data="your name", recipients="Adnexa")],
    ),
    Case("lead-in without readable items is kept", listed("We collect your name from:", "~"), [said("collect", data="your name")]),
    Case(
        "the lead-in's own purposes hold for its items",
        listed("To ship your parcel, we collect:", "your address"),
        [said("collect", data="your address", purposes="ship your parcel")],
    ),
    # items of many shapes
    Case(
        "heading and members",
        listed("We may collect:", "Device information - such as your phone's model, IP address"),
        [said("collect", data="Device information | your phone's model | IP address")],
    ),
    Case(
        "heading with a colon",
        listed("We collect:", "**Contact details**: name and e-mail address"),
        [said("collect", data="Contact details | name | e-mail address")],
    ),
    Case(
        "heading and a sentence of its own",
        listed("We collect:", "**Account data.** When you register, we collect your name."),
        [said("collect", data="your name")],
    ),
    Case(
        "heading and a sentence about it",
        listed("We collect:", "**Chat messages.** We use them to answer you."),
        [said("collect", data="Chat messages"), said("use", data="Chat messages", purposes="answer you")],
    ),
    Case(
        "item with a sentence of its own",
        listed("This is how we use data:", "We use your age to suggest books."),
        [said("use", data="your age", purposes="suggest books")],
    ),
    Case(
        "further sentences are read too",
        listed("We collect:", "Your location. We share it with couriers."),
        [said("collect", data="Your location"), said("share", data="it", recipients="couriers")],
    ),
    Case(
        "brackets with members",
        listed("We collect:", "device data (model, language)"),
        [said("collect", data="device data | model | language")],
    ),
    Case(
        "brackets with a condition",
        listed("We collect:", "your phone number (if you enter one)"),
        [said("collect", data="your phone number")],
    ),
    Case("brackets with a manner", listed("We store:", "a password hash (salted)"), [said("retain", data="a password hash")]),
    Case(
        "brackets with an abbreviation",
        listed("We collect:", "Internet Protocol (IP) address and language"),
        [said("collect", data="Internet Protocol (IP) address | language")],
    ),
    Case(
        "data with purpose",
        listed("We collect:", "your e-mail address, to send receipts"),
        [said("collect", data="your e-mail address", purposes="send receipts")],
    ),
    Case(
        "two purposes",
        listed("We use your data to:", "send news and improve our shop"),
        [said("use", data="your data", purposes="send news | improve our shop")],
    ),
    Case("trackers among data are tracking", listed("We use the following:", "session cookies"), [said("track")]),
    Case(
        "verb phrases",
        listed("We will never:", "sell your data", "share your location with advertisers"),
        [said("sell", data="your data", negated=True), said("share", data="your location", recipients="advertisers", negated=True)],
    ),
    Case(
        "verb phrases, any of the following",
        listed("We do not do any of the following:", "sell your name to advertisers"),
        [said("sell", data="your name", recipients="advertisers", negated=True)],
    ),
    # nesting
    Case(
        "nested data",
        "We collect:\n\n- Device data, including:\n  - model\n  - language\n",
        [said("collect", data="Device data"), said("collect", data="model"), said("collect", data="language")],
    ),
    Case(
        "nested purposes",
        "We use your data to:\n\n- write to you, including to:\n  - send receipts\n- prevent fraud\n",
        [
            said("use", data="your data", purposes="write to you"),
            said("use", data="your data", purposes="send receipts"),
            said("use", data="your data", purposes="prevent fraud"),
        ],
    ),
    Case(
        "nested lead-in of its own",
        "What we do:\n\n- We use your address to:\n  - ship orders\n",
        [said("use", data="your address", purposes="ship orders")],
    ),
    # denials and exceptions
    Case(
        "what is not done, with the NOT in capitals",
        listed("When you visit us, we do NOT do any of the following:", "Log your visits", "Paint the walls", "Sell your data"),
        [said("collect", data="your visits", negated=True), said("sell", data="your data", negated=True)],
    ),
    Case(
        "items after a long exception, in words of their own or as purposes",
        listed(
            "We do not sell or share your address, except to send what you ordered, when you agree, or in the following cases:",
            "to give your address to couriers",
            "to answer court orders",
            "to transfer your address if another shop buys ours.",
        ),
        [
            said("sell", data="your address", negated=True),
            said("share", data="your address", negated=True),
            said("share", data="your address", purposes="send what you ordered"),
            said("share", data="your address", recipients="couriers"),
            said("share", data="your address", purposes="answer court orders"),
            said("transfer", data="your address"),
        ],
    ),
    Case(
        "denied items",
        listed("We do not collect:", "your location", "fingerprints."),
        [said("collect", data="your location", negated=True), said("collect", data="fingerprints", negated=True)],
    ),
    Case(
        "exceptions to a denial",
        listed("We do not share your data with anyone, except:", "with your consent;", "to our auditors."),
        [
            said("share", data="your data", recipients="anyone", negated=True),
            said("share", data="your data"),
            said("share", data="your data", recipients="our auditors"),
        ],
    ),
    Case(
        "other than",
        listed("We will not disclose your data to any third parties other than:", "our printers"),
        [
            said("share", data="your data", recipients="any third parties", negated=True),
            said("share", data="your data", recipients="our printers"),
        ],
    ),
    # enumerations in one line
    Case(
        "pieces in one line",
        "We may disclose your data to others. Those cases include when:\n\n"
        "(1) authorized by you; (2) required by law; or (3) needed to: (a) save a life; (b) defend our rights.",
        [said("share", data="your data", recipients="others")] * 3
        + [
            said("share", data="your data", recipients="others", purposes="save a life"),
            said("share", data="your data", recipients="others", purposes="defend our rights"),
        ],
    ),
    # titles
    Case(
        "title, denial",
        "## What we never see\n\n- **Your photos** - they stay on your phone.\n- Your contacts\n",
        [
            said("collect", data="Your photos", negated=True),
            said("retain", data="Your photos"),
            said("collect", data="Your contacts", negated=True),
        ],
    ),
    Case("title, data", "## Information we collect\n\n- Your name\n", [said("collect", data="Your name")]),
    Case("title, passive", "## Personal data processed\n\n- Your name\n", [said("use", data="Your name")]),
    Case(
        "title, recipients",
        "## Who we share your data with\n\n- Couriers, to deliver parcels\n",
        [said("share", data="your data", recipients="Couriers", purposes="deliver parcels")],
    ),
    Case(
        "title, purposes",
        "## How we use your data\n\n- Billing\n- To send receipts\n",
        [said("use", data="your data", purposes="Billing"), said("use", data="your data", purposes="send receipts")],
    ),
    Case(
        "title, data with purposes",
        "## Data we collect\n\n- E-mail address: to contact you\n",
        [said("collect", data="E-mail address", purposes="contact you")],
    ),
    Case("title, bare paragraph", "Information we do not store:\n\n- Card numbers\n", [said("retain", data="Card numbers", negated=True)]),
    # answers: fragments below a title or behind a label that asks for them
    Case(
        "questions as headings",
        "## What data do you collect?\n\nYour name and telephone number.\n\n## Why do you need it?\n\nTo send you tickets.\n\n"
        "## Who do you share it with?\n\nOur couriers.\n\n## How long do you keep it?\n\nTwo years.\n",
        [
            said("collect", data="Your name | telephone number"),
            said("use", purposes="send you tickets"),
            said("share", recipients="Our couriers"),
            said("retain"),
        ],
    ),
    Case(
        "labels that ask",
        "Types of data collected: e-mail address and usage data.\n\n**Who gets your data?** Our couriers.\n",
        [said("collect", data="e-mail address | usage data"), said("share", data="your data", recipients="Our couriers")],
    ),
    Case(
        "labels below a title",
        "## Information we collect\n\nDevice data: time zone and browser type.\n",
        [said("collect", data="Device data | time zone | browser type")],
    ),
    Case("yes or no is no list", "**Do we share your data?** Banks, never.\n", []),
    Case(
        "who is responsible is no member",
        "**Data controller:** Example Ltd.\n\n## Information we collect\n\nBy e-mail at this address: shop.\n",
        [],
    ),
    Case("prose below a question", "## What data do you collect?\n\nThat depends on you.\n", []),
    Case(
        "the ground of what a section told",
        "## News\n\nWe use your e-mail address to send you news.\n\n**Legal basis: consent**\n",
        [said("use", data="your e-mail address", purposes="send you news")] * 2,
    ),
    Case("a ground of nothing", "## News\n\nNews is sent weekly.\n\n**Legal basis: consent**\n", []),
    # behind a colon inside running text
    Case(
        "a colon after a bare verb",
        "When you pay, all is safe. We process: your name, your e-mail address. We bake.\n",
        [said("use", data="your name | your e-mail address")],
    ),
    Case("a colon after a denial", "We do not collect: your fingerprints.\n", [said("collect", data="your fingerprints", negated=True)]),
    Case(
        "a colon after purposes",
        "The purposes of this processing are: marketing, billing.\n",
        [said("use", purposes="marketing | billing")],
    ),
    Case("a colon before an address", "We collect: https://shop.example/list.\n", []),
    # items that go on
    Case(
        "what data include",
        listed(
            "We collect:",
            "**Trip data.** This may include, as applicable, your route and your seat.",
            "Tickets data. It includes your name.",
        ),
        [said("collect", data="Trip data | your route | your seat"), said("collect", data="Tickets data | your name")],
    ),
    Case(
        "what purposes and parties include",
        listed("We use your data for the following purposes:", "**Billing.** This includes sending bills and answering questions.")
        + "\n\n"
        + listed("We share your data with:", "**Helpers.** These include hosting providers and banks."),
        [
            said("use", data="your data", purposes="Billing | sending bills | answering questions"),
            said("share", data="your data", recipients="Helpers | hosting providers | banks"),
        ],
    ),
    # what the items are
    Case(
        "a name of data that looks like a purpose",
        listed("We use your data as follows:", "**Email address**: to send you news", "Email marketing", "Billing"),
        [
            said("use", data="Email address", purposes="send you news"),
            said("use", data="your data", purposes="Email marketing"),
            said("use", data="your data", purposes="Billing"),
        ],
    ),
    Case(
        "parties below a kind of party",
        "We disclose your data to:\n\n- Authorities:\n  - Courts\n  - The police\n",
        [
            said("share", data="your data", recipients="Authorities"),
            said("share", data="your data", recipients="Courts"),
            said("share", data="your data", recipients="The police"),
        ],
    ),
    Case(
        "parties sorted",
        listed("Some firms help us. These service providers are grouped as follows:", "Hosting providers", "Couriers"),
        [said("share", recipients="Hosting providers"), said("share", recipients="Couriers")],
    ),
    Case(
        "what providers do",
        listed("We share your name with service providers that perform the following functions:", "Billing", "Customer support"),
        [
            said("share", data="your name", purposes="Billing", recipients="service providers"),
            said("share", data="your name", purposes="Customer support", recipients="service providers"),
        ],
    ),
    Case(
        "ways that are purposes",
        listed("We use your name to better our shop by:", "analysing how the shop is used", "asking you"),
        [
            said("use", data="your name", purposes="better our shop | analysing how the shop is used"),
        ],
    ),
    Case("data made by use", listed("Data generated through use of our app:", "Your photos"), [said("collect", data="Your photos")]),
    Case(
        "names with what they do",
        listed("We use the following service providers:", "Mailboat \u2013 sends our newsletter", "Lumopay \u2013 see our privacy policy"),
        [said("share", recipients="Mailboat", purposes="sends our newsletter"), said("share", recipients="Lumopay")],
    ),
    Case(
        "participles and brackets among data",
        listed("We collect:", "your name, your age, your photo, attached letters and, if applicable, your badge"),
        [said("collect", data="your name | your age | your photo | attached letters | your badge")],
    ),
    # silence
    Case("definitions are no practices", "Some terms:\n\n- Cookies: small files that a browser keeps.\n", []),
    Case("rights are no practices", listed("You have the right to:", "ask us to delete your data", "object to our use of your data"), []),
    Case("contacts are no practices", listed("To do so, please contact us at:", "Example Street 1"), []),
    Case("contents are no practices", "## Table of contents\n\n- Information we collect\n- Your rights\n", []),
    Case("unknown titles introduce nothing", "## Summary\n\n- Short and plain\n", []),
]


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name, marks=[pytest.mark.xfail(strict=True)] if c.miss else []) for c in CASES])
def test_items(case: Case) -> None:
    """What a list says, statement by statement."""
    assert tuples(case.text) == case.expected


ROLES = [
    ("conditions", "when you ask us to", "We may share your data:\n\n- when you ask us to\n", "when you ask us to"),
    ("conditions", "bracket", "We collect:\n\n- your phone number (if you enter one)\n", "if you enter one"),
    ("conditions", "consent", "We do not share your data, except:\n\n- with your consent\n", "with your consent"),
    ("conditions", "title", "## What we see (only if you register)\n\n- Your name\n", "only if you register"),
    ("conditions", "before a party", "We share your data:\n\n- where required by law, to the police\n", "where required by law"),
    ("source", "from", "We obtain your data from:\n\n- public registers\n", "public registers"),
    ("source", "the reader", "We obtain your data from:\n\n- you\n", "you"),
    ("source", "preposition in the item", "We obtain your data:\n\n- from credit agencies\n", "credit agencies"),
    (
        "legal_basis",
        "heading",
        "We process your data on the following legal bases:\n\n- **Legitimate interests**: to prevent fraud\n",
        "Legitimate interests",
    ),
    ("technology", "measures", "We protect your data by:\n\n- firewalls\n", "firewalls"),
    ("technology", "trackers", "We use the following:\n\n- session cookies\n", "session cookies"),
]


@pytest.mark.parametrize(("role", "text", "expected"), [pytest.param(r, t, e, id=f"{r}, {name}") for r, name, t, e in ROLES])
def test_other_roles(role: str, text: str, expected: str) -> None:
    """The roles beside data, purposes and recipients."""
    assert expected in [f.text for s in statements(text) for f in getattr(s, role)]


def test_exceptions_may_happen() -> None:
    """What a denial leaves open is no promise to do it."""
    found = statements("We will not share your data with anyone, except:\n\n- our printers\n")
    assert [(str(s.polarity), str(s.modality)) for s in found] == [("negated", "will"), ("affirmed", "may")]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("We collect:\n\n- your name; and\n- your age.\n", ["your name", "your age."]),
        ("We may collect:\n\n- Log data - such as your IP address\n", ["Log data - such as your IP address"]),
        (
            "We may share your name. This is when:\n\n(1) you ask; or (2) a court asks.\n",
            ["We may share your name.", "you ask", "a court asks."],
        ),
    ],
)
def test_evidence_is_the_item(text: str, evidence: list[str]) -> None:
    """An item's statement quotes the item without its label and without what joins it to the next."""
    assert [s.evidence[0].text for s in statements(text)] == evidence


def test_verb_of_an_item_stands_in_the_lead_in() -> None:
    """An item's statement quotes the lead-in's verb, at its place."""
    (found,) = statements("We may collect:\n\n- your name\n")
    assert found.verb is not None
    assert (found.verb.start, found.verb.text) == (7, "collect")


ENTRIES = [(kind, n, entry) for kind in ("role", "title") for n, entry in enumerate(load_rules("leadins.toml")[kind])]


@pytest.mark.parametrize("entry", [pytest.param(e, id=f"role {n}: {e['role']}") for kind, n, e in ENTRIES if kind == "role"])
def test_role_entries(entry: dict[str, Any]) -> None:
    """Each entry decides its examples, and leaves its counter-examples to others."""
    for kind in ("for", "against"):
        for example in entry[kind]:
            action, text = example.split(": ", 1)
            found = open_role(text, frozenset({action}), negated=" not " in text or "never" in text)
            assert (found == entry["role"]) == (kind == "for"), example


def fits(entry: dict[str, Any], text: str) -> bool:
    """Whether an entry's pattern itself finds a text."""
    return re.search(entry["pattern"], text.rstrip(" :"), re.IGNORECASE) is not None


@pytest.mark.parametrize("entry", [pytest.param(e, id=f"title {n}: {e['role']}") for kind, n, e in ENTRIES if kind == "title"])
def test_title_entries(entry: dict[str, Any]) -> None:
    """Each title entry takes its examples and not its counter-examples."""
    for text in entry["for"]:
        assert titled_role(text) == entry["role"], text
    for text in entry["against"]:
        assert titled_role(text) != entry["role"] or entry.get("needs_verb"), text


def test_reader_entry() -> None:
    """What the reader may do is told from what the reader gives."""
    entry = load_rules("leadins.toml")["reader"]
    assert [speaks_of_reader(text) for text in (*entry["for"], *entry["against"])] == [True] * len(entry["for"]) + [False] * len(
        entry["against"]
    )


@pytest.mark.parametrize("name", ["back", "again", "doing", "no_lead", "header", "unanswered", "questions"])
def test_other_entries(name: str) -> None:
    """The remaining patterns hold against their examples."""
    entry = load_rules("leadins.toml")[name]
    assert all(fits(entry, text) for text in entry["for"])
    assert not any(fits(entry, text) for text in entry["against"])


def test_colon_entry() -> None:
    """What waits for the words behind a colon, and what says enough."""
    entry = load_rules("leadins.toml")["colon"]
    waits = [fits(entry, t) and re.search(entry["unless"], t, re.IGNORECASE) is None for t in (*entry["for"], *entry["against"])]
    assert waits == [True] * len(entry["for"]) + [False] * len(entry["against"])


@pytest.mark.parametrize("view", ["for a contract (Art. 6 (1) (b) GDPR), with your consent (Art. 6 (1) (a) GDPR)", "see § 3 (1) (a)"])
def test_citations_are_no_series(view: str) -> None:
    """The letters of an article are no labels."""
    assert inline(f"We use your data {view}.") is None


@pytest.mark.parametrize(
    ("view", "pieces"),
    [
        ("(1) a; (2) b; (3) c", ["a", "b", "c"]),
        ("(a) one, and (b) two.", ["one", "two."]),
        ("(i) x; (ii) y: (a) z; (b) w", ["x", "y:", "z", "w"]),
        ("see (b) above", []),
        ("(1) alone", []),
    ],
)
def test_enumerated(view: str, pieces: list[str]) -> None:
    """Enumerations in one line come apart at labels that go on with a series."""
    assert [view[p.start : p.stop] for p in enumerated(view)] == pieces


@pytest.mark.parametrize(
    ("view", "pieces"),
    [
        ("We share it (i) if you ask; (ii) with our bank. We sell nothing.", ["if you ask", "with our bank."]),
        ("We share it with (a) banks and (b) couriers.", []),
        ("If we share it (i) with banks or (ii) when you ask", []),
        ("You may ask us to share it (i) if you wish or (ii) with banks.", []),
        ("The notice has parts (i) if you read and (ii) with pictures.", []),
        ("We keep it (i) until you leave; (ii) for as long as the law asks.", []),
    ],
)
def test_inline(view: str, pieces: list[str]) -> None:
    """A series inside a sentence comes apart where its members are unlike and its head tells a practice."""
    found = inline(view)
    assert [view[p.start : p.stop] for p in found.pieces] == pieces if found else pieces == []


@pytest.mark.parametrize(
    ("view", "parts"),
    [
        ("* Name * Address", ["Name", "Address"]),
        ("To run: • ask; • tell", ["To run:", "ask", "tell"]),
        ("- Log data - Device data", ["Log data", "Device data"]),
        ("long-term data - none", ["long-term data - none"]),
    ],
)
def test_bulleted(view: str, parts: list[str]) -> None:
    """Cells come apart at their bullets."""
    assert [view[a:b] for a, b in bulleted(view)] == parts


@pytest.mark.parametrize(
    ("view", "kept"), [("name; and", "name"), ("name, or", "name"), ("name.", "name."), ("and", ""), ("salt and pepper", "salt and pepper")]
)
def test_without_tail(view: str, kept: str) -> None:
    """What joins an item to the next is no part of it."""
    assert view[: without_tail(view, 0, len(view))] == kept
