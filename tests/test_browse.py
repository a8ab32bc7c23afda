"""`graph.browse()`: the widgets' values are set as a reader would set them; lists, table, picture and SPARQL follow.

Real ipywidgets without a browser: a list is changed by its value, a button pressed by ``click``. The sample's two policies go in.
"""

from __future__ import annotations

import pytest
from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.graphs import PolicyGraph
from privacyflows.graphs.answers.claims import FilterError
from privacyflows.graphs.notebook.browse import Browser
from privacyflows.graphs.vocabulary import VocabularyError, expand

from tests.hostile_policy import hostile
from tests.sample_statements import NEW, OLD, documents

PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def graph() -> PolicyGraph:
    """The sample's older and newer policy."""
    return PolicyGraph.from_statements(documents())


@pytest.fixture
def browser(graph: PolicyGraph) -> Browser:
    """Nothing chosen."""
    return graph.browse()


def choose(browser: Browser, **values: str) -> None:
    """Set lists by what they show, without indentation and numbers."""
    for name, wanted in values.items():
        widget = browser.who if name == "who" else browser.roles[name]
        (value,) = [value for shown, value in widget.options if shown.strip().rsplit(" (", 1)[0] == wanted]
        widget.value = value


def found(browser: Browser, column: str) -> set[object]:
    """What a column of the table holds."""
    assert browser.result is not None
    return {row[column] for row in browser.result}


def drawn(browser: Browser) -> bytes:
    """The picture's bytes."""
    return bytes(browser.picture.value)


def test_everything_is_shown_at_first(browser: Browser) -> None:
    assert found(browser, "policy") == {OLD, NEW}
    assert drawn(browser).startswith(PNG) and browser.message.value == ""
    assert "Email address" in browser.table.value
    assert [shown for shown, _ in browser.who.options] == ["everyone", "Fernwood Gazette", f"\u2003{OLD}", f"\u2003{NEW}"]


@pytest.mark.parametrize(
    ("choices", "column", "expected"),
    [
        ({"who": OLD}, "policy", {OLD}),
        ({"who": "Fernwood Gazette"}, "policy", {OLD, NEW}),
        ({"data": "Contact information"}, "data", {"pd:EmailAddress"}),
        ({"recipient": "LinkedIn"}, "recipient", {"pforg:linkedin"}),
        ({"purpose": "Marketing"}, "purpose", {"dpv:Marketing", "dpv:TargetedAdvertising"}),
        ({"data": "Email address", "who": NEW, "recipient": "LinkedIn"}, "policy", {NEW}),
    ],
)
def test_table_picture_and_query_follow_a_choice(browser: Browser, choices: dict[str, str], column: str, expected: set[str]) -> None:
    before = drawn(browser)
    choose(browser, **choices)
    assert found(browser, column) == expected
    assert browser.message.value == ""
    assert drawn(browser).startswith(PNG) and browser.picture.layout.display is None
    assert (drawn(browser) == before) is (choices == {"who": "Fernwood Gazette"})


def test_a_concept_stands_under_the_broader_one_with_what_it_would_leave(browser: Browser) -> None:
    choose(browser, who=OLD)
    shown = [label for label, _ in browser.roles["data"].options]
    assert shown[0] == "any data (2)"
    email = next(at for at, label in enumerate(shown) if label.strip() == "Email address (2)")
    assert shown[email - 1].strip() == "Contact information (2)"
    assert shown[email].count("\u2003") == shown[email - 1].count("\u2003") + 1


def test_other_lists_offer_what_is_left(browser: Browser) -> None:
    choose(browser, data="Credit card number")
    left = [label.strip() for label, _ in browser.roles["recipient"].options]
    assert left == ["any recipient (1)", "Service provider (1)", "Payment processor (1)"]


def test_a_choice_that_leaves_nothing_stays_and_says_so(browser: Browser) -> None:
    choose(browser, recipient="LinkedIn")
    browser.who.value = next(value for label, value in browser.who.options if label.strip() == OLD)
    assert browser.roles["recipient"].value == str(expand("pforg:linkedin"))
    assert "LinkedIn (0)" in [label.strip() for label, _ in browser.roles["recipient"].options]
    assert browser.result is not None and len(browser.result) == 0 and "0 rows" in browser.table.value
    assert browser.picture.layout.display == "none"


def test_denials(browser: Browser) -> None:
    browser.kind.value = "denial"
    assert found(browser, "data") == {"pd:PhysicalAddress", "pd:CreditCardNumber"}
    assert "pf:deniedData" in browser.query.value


def test_the_query_can_be_edited_and_run(browser: Browser) -> None:
    browser.query.value = "SELECT ?who WHERE { ?who pf:collects pd:EmailAddress }"
    browser.go.click()
    assert browser.result is not None and browser.result.columns == ("who",)
    assert browser.picture.layout.display == "none"
    browser.query.value = ""
    choose(browser, who=OLD)
    assert browser.query.value.startswith("SELECT DISTINCT ?policy") and browser.picture.layout.display is None


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?x WHERE { ?x pf:collcts ?y }", "unknown term pf:collcts at line 1, column 22 (did you mean pf:collects"),
        ("SELECT ?x WHERE { ?x }", "syntax error at line 1"),
        ("INSERT DATA { pf:a pf:b pf:c }", "INSERT changes data; a query only reads"),
        ("", "no question is called"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(browser: Browser, query: str, message: str) -> None:
    browser.query.value = query
    browser.go.click()
    assert message in browser.message.value and "\n" not in browser.message.value
    assert (browser.table.value, browser.result) == ("", None)


def test_a_choice_from_the_start(graph: PolicyGraph) -> None:
    browser = graph.browse(policy=NEW, data="pd:Contact")
    assert (found(browser, "policy"), found(browser, "data")) == ({NEW}, {"pd:EmailAddress"})


@pytest.mark.parametrize(
    ("start", "error"),
    [({"policy": "fernwood-1066"}, FilterError), ({"colour": "pd:Name"}, FilterError), ({"data": "xx:Name"}, VocabularyError)],
)
def test_a_start_that_there_is_not(graph: PolicyGraph, start: dict[str, str], error: type[PrivacyflowsError]) -> None:
    with pytest.raises(error):
        graph.browse(**start)


def test_a_notebook_gets_the_widget(browser: Browser) -> None:
    assert "application/vnd.jupyter.widget-view+json" in browser._repr_mimebundle_()


def test_hostile_words_stay_words() -> None:
    browser = hostile().browse()
    assert browser.message.value == "" and drawn(browser).startswith(PNG)
    assert "<script" not in browser.table.value and "<img" not in browser.table.value
