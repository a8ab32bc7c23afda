"""Rules: every entry of ``rules/frames.toml`` fires on its own ``for`` examples and stays silent on its ``against`` examples.

An example fires where the reader gives a statement of that entry's id (with or without a suffix such as ".nominal"); the tables are
the file itself, so a new verb frame is tested as soon as it is written down. The last tests keep the file whole.
"""

from __future__ import annotations

from typing import Any

import pytest
from privacyflows.extract import Document, extract
from privacyflows.extract.model import Action, Kind
from privacyflows.extract.parsing.casing import plain_case
from privacyflows.extract.parsing.words import load_rules
from privacyflows.extract.sentences import denies

from tests.reader_rows import Miss, Reading, read_rows, told

RULES: dict[str, Any] = load_rules("frames.toml")
ENTRIES: list[dict[str, Any]] = [*RULES["frame"], *RULES["adjective"]]
MISSES = {
    "We receive awards.": Miss.UNOWNED,
    "We use plain language.": Miss.UNOWNED,
    "We remove offensive comments.": Miss.UNOWNED,
    "We protect our trade marks.": Miss.UNOWNED,
}
"""Examples that the reader gets wrong for now -> why."""


def examples(side: str) -> list[object]:
    def param(entry: dict[str, Any], sentence: str) -> object:
        marks = [pytest.mark.xfail(strict=True, reason=str(MISSES[sentence]))] if sentence in MISSES else []
        return pytest.param(entry["id"], entry["action"], sentence, id=f"{entry['id']}: {sentence[:50]}", marks=marks)

    return [param(entry, sentence) for entry in ENTRIES for sentence in entry[side]]


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_rows(sentence for entry in ENTRIES for side in ("for", "against") for sentence in entry[side])


def rules_of(reading: Reading, sentence: str) -> set[str]:
    return {s.rule.split(".")[0] for s in reading[sentence]}


@pytest.mark.parametrize(("rule", "action", "sentence"), examples("for"))
def test_fires(reading: Reading, rule: str, action: str, sentence: str) -> None:
    said = told(reading[sentence])
    assert rule in rules_of(reading, sentence), said
    assert any(s.action == action for s in reading[sentence]) or any(f.get("user") for f in RULES["frame"] if f["id"] == rule), said


@pytest.mark.parametrize(("rule", "action", "sentence"), examples("against"))
def test_stays_silent(reading: Reading, rule: str, action: str, sentence: str) -> None:
    assert rule not in rules_of(reading, sentence), told(reading[sentence])


SAFEGUARDS: dict[str, Any] = load_rules("safeguards.toml")
CLAIMED = {
    "safe": Action.SECURE,
    "threats": Action.SECURE,
    "ensuring": Action.SECURE,
    "knowing": Action.COLLECT,
    "inferring": Action.COLLECT,
}
"""Part of ``rules/safeguards.toml`` -> what its examples claim."""


@pytest.mark.parametrize(
    ("action", "sentence", "claims"),
    [
        pytest.param(action, sentence, side == "for", id=f"{part}: {sentence[:50]}")
        for part, action in CLAIMED.items()
        for side in ("for", "against")
        for sentence in SAFEGUARDS[part][side]
    ],
)
def test_safeguards(action: Action, sentence: str, claims: bool) -> None:
    found = read_rows([sentence])[sentence]
    assert any(s.action == action for s in found) is claims, told(found)


BECOMING: dict[str, Any] = load_rules("becoming.toml")
TURNS = {
    "assets": Action.TRANSFER,
    "hidden": Action.PUBLISH,
    "appearing": Action.PUBLISH,
    "filed": Action.RETAIN,
    "absent": Action.TRACK,
}
"""Part of ``rules/becoming.toml`` -> what its examples claim, or deny."""


@pytest.mark.parametrize(
    ("action", "sentence", "claims"),
    [
        pytest.param(TURNS[part], sentence, side == "for", id=f"{part}: {sentence[:50]}")
        for part, entry in BECOMING.items()
        for side in ("for", "against")
        for sentence in entry[side]
    ],
)
def test_becoming(action: Action, sentence: str, claims: bool) -> None:
    found = read_rows([sentence])[sentence]
    assert any(s.action == action for s in found) is claims, told(found)


ENGAGEMENTS: dict[str, Any] = load_rules("engagements.toml")


@pytest.mark.parametrize(
    ("sentence", "engages"),
    [
        pytest.param(sentence, side == "for", id=f"{part}: {sentence[:50]}")
        for part, entry in ENGAGEMENTS.items()
        for side in ("for", "against")
        for sentence in entry.get(side, ())
    ],
)
def test_engagements(sentence: str, engages: bool) -> None:
    found = read_rows([sentence])[sentence]
    assert any(s.rule.startswith("engage") and s.recipients for s in found) is engages, told(found)


PARTS = {
    ("polarity.toml", "spared"): lambda found: any(s.kind is Kind.DENIAL for s in found),
    ("purposes.toml", "services"): lambda found: any(s.purposes for s in found),
    ("words.toml", "basis"): lambda found: any(s.data for s in found),
}
"""Tables of rule files that have examples of their own -> what an example must give."""


@pytest.mark.parametrize(
    ("table", "sentence", "gives"),
    [
        pytest.param((file, part), sentence, side == "for", id=f"{part}: {sentence[:50]}")
        for file, part in PARTS
        for side in ("for", "against")
        for sentence in load_rules(file)[part][side]
    ],
)
def test_tables_with_examples(table: tuple[str, str], sentence: str, gives: bool) -> None:
    found = read_rows([sentence])[sentence]
    assert PARTS[table](found) is gives, told(found)


def test_headings_that_deny() -> None:
    entry = load_rules("claims.toml")["heading"]
    assert [denies(heading) for heading in (*entry["for"], *entry["against"])] == [True] * len(entry["for"]) + [False] * len(
        entry["against"]
    )


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e["id"])
def test_an_entry_is_whole(entry: dict[str, Any]) -> None:
    assert entry["action"] in set(Action)
    assert entry["for"] and entry["against"]
    assert entry.get("verbs", "").split() or entry.get("words", "").split()
    assert set(entry) <= {
        "id",
        "action",
        "verbs",
        "words",
        "nouns",
        "object",
        "open",
        "strict",
        "user",
        "prep",
        "purpose_is_clause",
        "for",
        "against",
    }


def test_ids_are_unique() -> None:
    assert len({entry["id"] for entry in ENTRIES}) == len(ENTRIES)


def test_a_verb_stands_once_in_its_frame() -> None:
    twice = [(e["id"], v) for e in RULES["frame"] for v in set(e["verbs"].split()) if e["verbs"].split().count(v) > 1]
    assert twice == []


def test_many_verbs_are_known() -> None:
    assert len({verb for entry in RULES["frame"] for verb in entry["verbs"].split()}) >= 120


def test_every_action_has_a_frame() -> None:
    assert {entry["action"] for entry in ENTRIES} == {str(action) for action in Action}


@pytest.mark.parametrize("example", load_rules("casing.toml")["example"], ids=lambda example: example["words"])
def test_the_parser_is_shown_terms_without_their_capitals_and_names_with_them(example: dict[str, str]) -> None:
    words = example["words"].split()
    assert " ".join(plain_case(words, [w.lower() for w in words])) == example["shown"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The Personal Information that Tirrell collects is used for improving the Service.", "use"),
        ("We DO NOT sell Personal Information of Users.", "sell"),
    ],
)
def test_capitals_hide_no_verb(words: str, expected: str) -> None:
    assert expected in {s.action for s in extract(Document.from_text(words)) if s.kind in ("practice", "denial")}
