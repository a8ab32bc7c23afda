"""What is claimed and what is only talked about, told as (sentence, actions of its statements in text order).

Rights, requests, complaints, questions, definitions, laws and commands name practices without claiming them. Beside each stands a
sentence that looks like it and claims.
"""

from __future__ import annotations

import pytest

from tests.reader_rows import Miss, Reading, cases, reading_of, told

Row = tuple[str, list[str]] | tuple[str, list[str], Miss]

RIGHTS: list[Row] = [
    ("You have the right to know which data we collect and with whom we share it.", []),
    ("You have the right to object to our processing of your data for direct marketing.", []),
    ("You are entitled to a copy of the data that we store about you.", []),
    ("You may ask us to stop using your data for advertising.", []),
    ("Residents of Utah may request that we name the firms to which we disclose their data.", []),
    ("Parents may ask which data we hold about their child.", []),
    ("The law gives you rights regarding our use of your data.", []),
    ("You can ask us for a copy of your data, and we will send it to you by post.", []),
    ("We reserve the right to share your data with our sponsors.", ["share"]),
    ("If you have the right to object, we stop and delete your data.", ["delete"]),
]

TALK: list[Row] = [
    ("We keep letters for a year after your account is deleted.", ["retain"]),
    ("Logs are kept for two years from the time they are collected.", ["retain"]),
    ("We take measures that fit the risk related to the processing of your data.", []),
    ("We cannot guarantee any safety during the transmission of your data.", []),
    ("We want you to be in control of how we use your data.", []),
    ("We offer you tools to export your data.", []),
    ("We use tools to analyse your data.", ["use"]),
    ("This enables you to have any wrong details we hold about you corrected.", []),
    ("This right can only be exercised when we process your data by machine.", []),
    ("There is no legal obligation for you to give us your name.", []),
    ("In the event that we learn that we have collected data from a child, we will delete your data.", ["delete"]),
    ("Because e-mail is not recognised as safe, we ask you to be careful.", []),
    ("We answer complaints about our use of your data within a week.", []),
    ("For questions about how we handle your data, write to our office.", []),
    ("If you have questions about the processing of your data, call us.", []),
    ("We follow the laws on the transfer of personal data to other countries.", []),
    ("The guidance of the regulator on the use of health data is strict.", []),
    ("How long we keep your data depends on the kind of data.", []),
    ("You determine what we collect.", []),
    ("The clinic decides why and how we process your data.", []),
    ("We have an obligation to protect your data.", ["secure"]),
]

DOCUMENTS: list[Row] = [
    ("Further details of how the bank processes your data can be found on its website.", []),
    ("You can find information about how we use cookies in our cookie notice.", []),
    ("We collect information about how you use our maps.", ["collect"]),
    ("This notice applies to the data that we collect in our shops.", []),
    ("How we use your data", []),
    ("As told under “Information We Collect”, we keep your letters.", ["retain"]),
    ("We call it “Basic Data” when we share your name with our printers.", ["share"]),
]

LAWS: list[Row] = [
    ("Our use of your data depends on the service that you choose.", []),
    ("The state's law limits the collection and disclosure of personal data by operators.", []),
    ("The law requires us to keep your invoices for ten years.", ["retain"]),
    ("If you believe that our processing of your data violates the law, you may complain to the regulator.", []),
]

QUESTIONS: list[Row] = [
    ("How long do we keep your data?", []),
    ("Do we sell your data?", []),
    ("Where do we store your photos and videos?", []),
    ("We keep your data for a year.", ["retain"]),
]

DEFINITIONS: list[Row] = [
    ("“Personal data” means information that identifies you.", []),
    ("Personal data means any information that relates to you.", []),
    ("Personal data does not include information that is publicly available.", []),
    ("“Usage data” means your clicks and your searches.", ["collect"]),
    ("The data that we collect include your clicks and your searches.", ["collect"]),
    ("This means that we share your name with our printers.", ["share"]),
    ("An identifier is any number that can be used to reach you.", []),
]

COMMANDS: list[Row] = [
    ("Describe your request in enough detail that we can verify your identity.", []),
    ("Contact us if you think that we hold data about your child.", []),
    ("Please note that we share your name with our printers.", ["share"]),
    ("Choose whether your name appears next to your reviews.", []),
    ("To change what we collect about you, open the cookie banner.", []),
    ("Keep in mind that our staff may read your letters.", ["access"]),
    ("Write to our office, and we will delete your letters.", ["delete"]),
]

ROWS: list[Row] = [*RIGHTS, *TALK, *DOCUMENTS, *LAWS, *QUESTIONS, *DEFINITIONS, *COMMANDS]
reading = reading_of(ROWS)


@pytest.mark.parametrize(("sentence", "actions"), cases(ROWS, 2))
def test_only_claims_are_told(reading: Reading, sentence: str, actions: list[str]) -> None:
    said = [str(s.action) for s in reading[sentence]]
    assert said == actions, told(reading[sentence])
