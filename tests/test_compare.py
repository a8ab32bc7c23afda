"""Two versions of an invented policy, side by side: what is told as new, gone, turned round, reworded or not readable.

The sample's two snapshots show most; tables of small statements, made by hand, show one kind of change at a time.
"""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from privacyflows.extract.model import Action, Document, Evidence, Filler, Kind, Modality, Polarity, Profile, Statement
from privacyflows.graphs import PolicyGraph
from privacyflows.graphs.answers.claims import FilterError
from privacyflows.graphs.changes import Change, Diff, What
from privacyflows.graphs.compare import diff

from tests.sample_statements import NEW, OLD, documents


@pytest.fixture(scope="module")
def sample() -> Diff:
    """The sample's older and newer policy."""
    return diff(PolicyGraph.from_statements(documents()).dataset, OLD, NEW)


def lines(found: Diff) -> list[str]:
    """Each change as one line without its words."""
    return [" | ".join(row[c] for c in ("change", "does", "data", "to", "for")).rstrip(" |") for row in found.rows()]


def test_the_sample_changes_so(sample: Diff) -> None:
    assert lines(sample) == [
        "new | Google: does collect | dpv:PersonalData, pd:IPAddress |  | pf:Analytics",
        "new | does collect | pd:PurchasesAndSpendingHabit",
        "new | may share | pd:EmailAddress | pf:SocialMediaPlatform, pforg:linkedin | dpv:TargetedAdvertising",
        "new | does sell | subscriber list",
        "new | does not share | pd:CreditCardNumber | dpv:Recipient",
        "new | does share | pd:CreditCardNumber | pf:PaymentProcessor",
        "new | will retain | pd:AccountIdentifier",
        "new | Google: does track |  |  | pf:Analytics",
        "gone | does not sell | pd:PhysicalAddress",
        "not readable | may share | pd:EmailAddress | pf:AdvertisingPartner | dpv:Marketing",
    ]


def test_words_of_both_sides_stand_in_their_policies(sample: Diff) -> None:
    texts = {document.policy: document.text for document, _, _ in documents()}
    for change in sample.changes:
        assert change.old_words or change.new_words
        assert change.old_words in texts[OLD] and change.new_words in texts[NEW]


def test_a_gap_is_told_in_the_headline_and_the_claim_it_hides_names_it(sample: Diff) -> None:
    assert sample.headline == f"{OLD} -> {NEW}: claims: 10 new; 1 gone; 1 not readable; 1 place of {NEW} cannot be read"
    hidden = [change for change in sample.changes if change.what is What.NOT_READABLE]
    assert [change.new_words for change in hidden] == ["We use your information for the following purposes:"]


def test_a_policy_compared_with_itself_has_no_changes() -> None:
    found = diff(PolicyGraph.from_statements(documents()).dataset, NEW, NEW)
    assert (len(found), found.headline) == (0, f"{NEW} -> {NEW}: no claim changed; 1 place of {NEW} cannot be read")


def test_an_unknown_policy_is_told_with_those_there_are() -> None:
    with pytest.raises(FilterError, match="no policy 'fernwood-2020'") as raised:
        diff(PolicyGraph.from_statements(documents()).dataset, "fernwood-2020", NEW)
    assert OLD in raised.value.hint


def said(
    action: Action = Action.SHARE,
    data: str = "pd:EmailAddress",
    *,
    to: str = "",
    why: str = "",
    modality: Modality = Modality.DOES,
    denied: bool = False,
    condition: str = "",
    section: str = "Data",
    words: str = "Some words.",
) -> Statement:
    """One statement, with concepts for roles."""

    def role(concept: str) -> tuple[Filler, ...]:
        return (Filler(text=concept, concept=concept),) if concept else ()

    return Statement(
        policy="p",
        kind=Kind.DENIAL if denied else Kind.PRACTICE,
        action=action,
        polarity=Polarity.NEGATED if denied else Polarity.AFFIRMED,
        modality=modality,
        data=role(data),
        recipients=role(to),
        purposes=role(why),
        conditions=role(condition),
        evidence=(Evidence(start=0, end=len(words), text=words),),
        section=section,
    )


def gap(missing: str, action: Action | None = None, section: str = "") -> Statement:
    """A lead-in without its list."""
    words = Evidence(start=0, end=4, text="For:")
    return Statement(policy="p", kind=Kind.GAP, action=action, missing=(missing,), evidence=(words,), section=section)


def compared(old: list[Statement], new: list[Statement], words: str = "Some words.") -> Diff:
    """The comparison of two policies of one invented organisation that make these statements."""
    read = [
        (Document(policy=name, text=words, blocks=()), Profile(organisation="Elmtree Lodge", modified=date), statements)
        for name, date, statements in (("a", "2020", old), ("b", "2021", new))
    ]
    return diff(PolicyGraph.from_statements(read).dataset, "a", "b")


CASES: list[tuple[str, list[Statement], list[Statement], list[str]]] = [
    ("same", [said()], [said()], []),
    ("elsewhere in the text", [said(section="One")], [said(section="Two", words="Other words.")], []),
    ("new recipient", [said(to="pf:AdNetwork")], [said(to="dpv:Recipient")], ["new | does share", "gone | does share"]),
    ("may to does", [said(modality=Modality.MAY)], [said()], ["other modal | may share -> does share"]),
    ("may beside does", [said(modality=Modality.MAY), said()], [said()], []),
    (
        "opt-out dropped",
        [said(condition="pf:OptOutAvailable")],
        [said()],
        ["other conditions | does share (pf:OptOutAvailable -> none)"],
    ),
    ("now denied", [said()], [said(denied=True)], ["stated before, denied now | does share"]),
    ("now stated", [said(Action.SELL, denied=True)], [said(Action.SELL)], ["denied before, stated now | does not sell"]),
    (
        "denied to one, stated to another",
        [said(to="pf:AdNetwork", denied=True)],
        [said(to="dpv:Recipient")],
        ["new | does share", "gone | does not share"],
    ),
    ("denied to all, stated to one", [said(denied=True)], [said(to="pf:AdNetwork")], ["denied before, stated now | does not share"]),
    (
        "denied for an end that the newer one does not name",
        [said(to="dpv:ThirdParty", why="dpv:Marketing", denied=True)],
        [said(to="dpv:ThirdParty")],
        ["new | does share", "gone | does not share"],
    ),
    (
        "denied for the very end",
        [said(why="dpv:Marketing", denied=True)],
        [said(to="dpv:ThirdParty", why="dpv:Marketing")],
        ["denied before, stated now | does not share"],
    ),
    ("denied beside what stays", [said()], [said(), said(denied=True)], ["new | does not share"]),
    ("gone", [said(Action.USE, why="dpv:Marketing")], [], ["gone | does use"]),
    ("hidden by a gap for purposes", [said(Action.USE, why="dpv:Marketing")], [gap("purposes", Action.USE)], ["not readable | does use"]),
    (
        "a gap for recipients hides no purpose",
        [said(Action.USE, why="dpv:Marketing")],
        [gap("recipients", Action.USE)],
        ["gone | does use"],
    ),
    ("a gap for another processing", [said(Action.SHARE, why="dpv:Marketing")], [gap("purposes", Action.USE)], ["gone | does share"]),
    (
        "a gap under the same heading",
        [said(Action.SHARE, why="dpv:Marketing", section="Why")],
        [gap("purposes", Action.USE, section="why")],
        ["not readable | does share"],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_one_kind_of_change(old: list[Statement], new: list[Statement], expected: list[str]) -> None:
    found = compared(old, new)
    assert [" | ".join((row["change"], row["does"])) for row in found.rows()] == expected


def test_words_that_only_one_policy_has_are_marked_where_both_say_it() -> None:
    old, new = said(modality=Modality.MAY, words="We may lend your skis."), said(words="We lend your skis & <b>.")
    page = compared([old], [new], "We may lend your skis. We lend your skis & <b>.").to_html()
    assert "We<del> may</del> lend your skis." in page and "We lend your skis<ins> &amp; &lt;b&gt;</ins>." in page


def test_the_page_shows_no_signs_of_markdown_and_names_conditions_by_their_labels() -> None:
    words = "We **lend** your [skis](https://a.example/s)."
    document = Document(policy="a", text=words, blocks=(), media_type="text/markdown")
    other = Document(policy="b", text=words, blocks=(), media_type="text/markdown")
    read = [
        (document, Profile(organisation="Elmtree Lodge"), [said(words=words)]),
        (other, Profile(organisation="Elmtree Lodge"), [said(words=words, condition="pf:OptOutAvailable")]),
    ]
    found = diff(PolicyGraph.from_statements(read).dataset, "a", "b")
    assert "<q>We lend your skis.</q>" in found.to_html() and "does share (none → Unless opted out)" in found.to_html()


def test_claims_that_change_alike_are_told_together() -> None:
    one = Statement(
        policy="p",
        kind=Kind.PRACTICE,
        action=Action.SHARE,
        data=tuple(Filler(text=c, concept=c) for c in ("pd:Name", "pd:EmailAddress")),
        recipients=tuple(Filler(text=c, concept=c) for c in ("pf:AdNetwork", "dpv:Recipient")),
        evidence=(Evidence(start=0, end=5, text="Some "),),
    )
    (change,) = compared([], [one]).changes
    assert (change.claims, len(change.data), len(change.recipient)) == (4, 2, 2)


class _Tags(HTMLParser):
    """Collects what a page holds."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.loaded += [value or "" for name, value in attrs if name in ("src", "href") or name.startswith("on")]


def test_the_page_escapes_words_and_loads_nothing() -> None:
    words = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    found = compared([], [said(words=words)], words=words)
    page = _Tags()
    page.feed(found.to_html())
    assert not page.tags & {"script", "img", "link", "iframe"} and page.loaded == []
    assert "&lt;script&gt;" in found.to_html()
    assert "<script" not in found._repr_html_()


def test_json_and_pandas_hold_the_changes(sample: Diff) -> None:
    record = json.loads(sample.to_json())
    assert (record["old"], record["new"], len(record["changes"])) == (OLD, NEW, len(sample))
    assert record["changes"][2]["recipient"] == ["pf:SocialMediaPlatform", "pforg:linkedin"]
    assert sample.to_pandas()["change"].tolist() == [str(change.what) for change in sample.changes]


def test_a_change_is_told_in_the_same_order_each_time(sample: Diff) -> None:
    again = diff(PolicyGraph.from_statements(reversed(documents())).dataset, OLD, NEW)
    assert again.changes == sample.changes
    assert all(isinstance(change, Change) for change in again.changes)
