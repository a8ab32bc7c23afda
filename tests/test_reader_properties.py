"""Properties of the reader for every text: it never raises, every span stands where it says, ids are unique, JSON goes both ways.

Three kinds of text: any characters at all, words of policies shuffled with punctuation and Markdown, and sentences put together
from the parts that real ones are made of. A few texts are read whole from Markdown, so that the layout has its say as well.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from privacyflows.extract import extract, load_parser, read
from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.extract.model import ROLES, BlockKind, Document, Kind, Statement, statement_from_dict
from privacyflows.extract.sentences import denies

from tests.reader_rows import paragraphs

WORDS = """
we you they it our your their the a any no not never may will can do does is are be been collect collects use share sell keep store track
publish delete encrypt combine access disclose provide transfer process name address e-mail data information cookies location photos of
to with from by for in on about and or nor such as including that which if when unless except other than only more than longer
partners couriers Google third-party parties users children consent law purpose purposes order help us allow them this these those so
""".split()
MARKS = [
    *", . ; : ( ) / – — & ’ “ ” * ** _ | # 1. (i) [ ](https://x.example) ` <b> e.g. etc. ! ? …".split(),
    '"',
    "- ",
    "\n",
    "\n\n",
    "\u00a0",
]
ACTORS = ["We", "Our partners", "Advertisers", "You", "They", "It", "Neither we nor our agents", "Nobody", "Google Inc."]
VERBS = [
    "collect",
    "may use and share",
    "do not sell",
    "will never, ever, disclose",
    "are collected",
    "is used by",
    "have access to",
    "no longer keep",
]
OBJECTS = [
    "your name",
    "it",
    "this information",
    "your first and last name (if any)",
    "cookies",
    "data, such as your age, or",
    "how you use our app",
    "",
]
TAILS = [
    "to send receipts",
    "for billing and research",
    "with couriers, printers, and others",
    "in order to help us improve",
    "for no longer than a year",
    "unless you object",
    "other than to banks",
    "",
]
LAYOUT = [
    "# Sharing",
    "## Retention",
    "**No transfer outside the country**",
    "We share:",
    "- your name",
    "| Data | Purpose |\n|---|---|\n| name | billing |",
    "| Data | How long |\n|---|---|\n| name | a year |",
]

shuffled = st.lists(st.sampled_from([*WORDS, *MARKS]), max_size=40).map(" ".join)
glued = st.lists(st.sampled_from([*WORDS, *MARKS, " ", " "]), max_size=40).map("".join)
clauses = st.tuples(*(st.sampled_from(parts) for parts in (ACTORS, VERBS, OBJECTS, TAILS, TAILS))).map(
    lambda parts: " ".join(p for p in parts if p) + "."
)
sentences = st.lists(clauses, min_size=1, max_size=3).map(" ".join)


@pytest.fixture(scope="module", autouse=True)
def parser() -> None:
    load_parser()


def spans(s: Statement) -> list[tuple[str, int | None, int | None]]:
    """Words and offsets of everything that a statement quotes."""
    fillers = [f for role in (*ROLES, "scope", "rights") for f in getattr(s, role)]
    quoted = [(f.text, f.start, f.end) for f in fillers] + [(e.text, e.start, e.end) for e in (*s.evidence, *([s.verb] if s.verb else []))]
    return quoted + ([(s.actor.text, s.actor.start, s.actor.end)] if s.actor.text is not None else [])


def check(document: Document) -> None:
    found = extract(document)
    for s in found:
        assert s.policy == document.policy and s.evidence
        assert (s.kind is Kind.DENIAL) == (s.polarity == "negated") or s.kind not in (Kind.PRACTICE, Kind.DENIAL)
        assert 0 <= s.confidence <= 1
        for text, start, end in spans(s):
            assert (start is None) == (end is None)
            if start is not None and end is not None:
                assert 0 <= start < end <= len(document.text) and document.text[start:end] == text
        record = json.loads(json.dumps(s.to_dict()))
        assert statement_from_dict(record) == s
        assert statement_from_dict(record).to_dict() == s.to_dict()
    assert len({s.id for s in found}) == len(found)


def test_the_examples(examples_dir: Path) -> None:
    for file in sorted(examples_dir.glob("*.*")):
        check(read(file))


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_any_text(text: str) -> None:
    if text.strip():
        check(paragraphs(text))


@given(shuffled | glued)
@settings(max_examples=100)
def test_shuffled_words(text: str) -> None:
    if text.strip():
        check(paragraphs(text))


@given(sentences)
@settings(max_examples=100)
def test_sentences_of_parts(text: str) -> None:
    check(paragraphs(text))


@given(st.lists(sentences | shuffled | st.sampled_from(LAYOUT), max_size=6).map("\n\n".join))
@settings(max_examples=50)
def test_markdown_as_read(text: str) -> None:
    try:
        document = Document.from_text(text, policy="any", media_type="text/markdown")
    except PrivacyflowsError:
        assert not any(c.isalnum() for c in text)
        return
    check(document)


@given(sentences)
@settings(max_examples=20)
def test_the_same_text_gives_the_same_statements(text: str) -> None:
    first, again = extract(paragraphs(text)), extract(paragraphs(text))
    assert [s.to_dict() for s in first] == [s.to_dict() for s in again]


@given(sentences)
@settings(max_examples=20)
def test_a_neighbour_document_changes_nothing(text: str) -> None:
    """Parsing and memory do not leak from one document to the next."""
    from privacyflows.extract import extract_many

    alone = extract(paragraphs(text))
    _, beside = extract_many([paragraphs("We share your location with insurers. They sell it.", policy="other"), paragraphs(text)])
    assert [s.id for s in alone] == [s.id for s in beside]


@given(sentences)
@settings(max_examples=20)
def test_headings_alone_state_nothing(text: str) -> None:
    document = paragraphs(text)
    heading = document.blocks[0].__class__(kind=BlockKind.HEADING, view=document.text, origin=document.blocks[0].origin, level=1)
    said = [s for s in extract(Document(policy="row", text=document.text, blocks=(heading,))) if s.kind is not Kind.RIGHT]
    assert all(s.kind is Kind.DENIAL and denies(document.text) for s in said)  # "We do not sell your data" says so itself
