"""The learned tagger: its arrays, the spans it speaks for, its weights, the second reading, and how it is trained."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from itertools import pairwise

import numpy as np
import pytest
from privacyflows.extract.lexicon.lexicon import load_lexicon
from privacyflows.extract.model import Action, Actor, ActorKind, Document, Evidence, Filler, Kind, Statement
from privacyflows.extract.parsing.parsing import Sentence, parse
from privacyflows.extract.sentences import Unit, units
from privacyflows.extract.witness.tagger import LABELS, WEIGHTS, Floats, Tagger, encode, load_tagger, role_probabilities, spans
from privacyflows.extract.witness.testimony import second_reading

from training.train_tagger import Example, labels_of, train

PLAIN = "We collect your shoe size to improve our insoles."


def _parsed(text: str) -> Sentence:
    return next(iter(parse([text])))[0]


def _tagger() -> Tagger:
    tagger = load_tagger()
    assert tagger is not None
    return tagger


def _labels(names: str) -> Floats:
    """Probabilities that are sure of these labels."""
    return np.eye(len(LABELS), dtype=np.float32)[[LABELS.index(name) for name in names.split()]]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("O O", []),
        ("B-actor B-action O B-data I-data", [("actor", 0, 0), ("action", 1, 1), ("data", 3, 4)]),
        ("B-data B-data I-data", [("data", 0, 0), ("data", 1, 2)]),
        ("B-data I-data", [("data", 0, 1)]),
        ("B-data I-data O B-purpose", [("data", 0, 1), ("purpose", 3, 3)]),
        ("O I-purpose I-purpose", [("purpose", 1, 2)]),
        ("B-data I-recipient", [("data", 0, 0), ("recipient", 1, 1)]),
    ],
)
def test_spans_follow_from_the_labels(labels: str, expected: list[tuple[str, int, int]]) -> None:
    assert [(s.role, s.first, s.last) for s in spans(_labels(labels))] == expected


def test_confidence_of_a_span_is_its_mean_probability() -> None:
    labels = _labels("B-data I-data") * 0.8
    labels[1] *= 0.5
    labels[:, 0] = 0.1
    assert spans(labels)[0].confidence == pytest.approx(0.6)


def test_encoded_sentences_do_not_see_each_other() -> None:
    sentences = [_parsed(PLAIN), _parsed("Cookies expire."), _parsed("No.")]
    e = encode(sentences)
    edges = np.cumsum((0, *e.lengths))
    none = edges[-1]
    for a, b in pairwise(edges):
        for column in (e.head, e.verb):
            assert ((a <= column[a:b]) & (column[a:b] < b)).all()
        assert e.before[a] == none == e.after[b - 1]
    assert e.keys.shape[0] == none


def test_weights_are_small_and_complete() -> None:
    file = resources.files("privacyflows.extract") / "weights" / "tagger.npz"
    with resources.as_file(file) as path, np.load(path, allow_pickle=False) as stored:
        assert set(stored) == set(WEIGHTS)
        assert path.stat().st_size < 8_000_000


def test_probabilities_do_not_depend_on_the_batch() -> None:
    sentences = [_parsed(text) for text in (PLAIN, "Cookies expire after a week.", "Our partners may receive your address.")]
    vectors = [s.vectors for s in sentences]
    together = _tagger().probabilities(sentences, vectors)
    for s, v, labels in zip(sentences, vectors, together, strict=True):
        assert labels.shape == (s.n, len(LABELS))
        assert labels.sum(axis=1) == pytest.approx(np.ones(s.n), abs=1e-5)
        assert _tagger().probabilities([s], [v])[0] == pytest.approx(labels, abs=1e-5)
    assert _tagger().probabilities([], []) == []


@pytest.mark.parametrize(
    ("text", "role", "words"),
    [
        (PLAIN, "actor", "We"),
        (PLAIN, "action", "collect"),
        (PLAIN, "data", "shoe size"),
        (PLAIN, "purpose", "improve our insoles"),
        ("We share your phone number with delivery companies.", "recipient", "delivery companies"),
        ("We may receive your postal address from the airline.", "data", "postal address"),
        ("We keep your booking history for two years.", "action", "keep"),
    ],
)
def test_tagged_sentences(text: str, role: str, words: str) -> None:
    s = _parsed(text)
    found = [span for span in spans(_tagger().probabilities([s], [s.vectors])[0]) if span.role == role]
    assert any(words in s.text(span.first, span.last) for span in found)


def _read(text: str) -> tuple[Document, list[Unit]]:
    document = Document.from_text(text, policy="invented")
    return document, next(units([document]))


def _statement(text: str, verb: str, *, data: tuple[Filler, ...] = (), purposes: tuple[Filler, ...] = ()) -> Statement:
    """A practice with this verb, at its first place in the text."""
    at = text.index(verb)
    return Statement(
        policy="invented",
        kind=Kind.PRACTICE,
        action=Action.COLLECT,
        actor=Actor(kind=ActorKind.FIRST_PARTY),
        verb=Evidence(start=at, end=at + len(verb), text=verb),
        data=data,
        purposes=purposes,
        evidence=(Evidence(start=0, end=len(text), text=text),),
        rule="obtain",
        confidence=0.9,
    )


def _filler(text: str, words: str) -> Filler:
    at = text.index(words)
    return Filler(text=words, start=at, end=at + len(words))


def test_a_span_that_only_the_tagger_saw_is_marked() -> None:
    document, found = _read(PLAIN)
    rules = _statement(PLAIN, "collect", data=(_filler(PLAIN, "your shoe size"),))
    (said,) = second_reading([rules], found, _tagger(), load_lexicon())
    assert said.data == rules.data
    assert [p.text for p in said.purposes] == ["improve our insoles"]
    assert said.rule == "obtain+tagger.purpose"
    assert all(document.text[p.start : p.end] == p.text for p in said.purposes)
    assert said.confidence <= 0.99


def test_what_the_rules_filled_is_left_alone() -> None:
    _, found = _read(PLAIN)
    rules = _statement(PLAIN, "collect", data=(_filler(PLAIN, "your shoe size"),), purposes=(_filler(PLAIN, "to improve our insoles"),))
    (said,) = second_reading([rules], found, _tagger(), load_lexicon())
    assert replace(said, confidence=rules.confidence) == rules


def test_confidence_tells_practices_from_other_sentences() -> None:
    odd = "Please review the prices of our shoes in the catalogue."
    kept = [
        second_reading([_statement(text, verb)], _read(text)[1], _tagger(), load_lexicon())[0].confidence
        for text, verb in ((PLAIN, "collect"), (odd, "review"))
    ]
    assert kept[0] > 0.9
    assert kept[1] < 0.6


def test_statements_without_a_verb_stay_as_they_are() -> None:
    _, found = _read(PLAIN)
    row = replace(_statement(PLAIN, "collect"), verb=None)
    right = replace(_statement(PLAIN, "collect"), kind=Kind.RIGHT, action=None)
    assert second_reading([row, right], found, _tagger(), load_lexicon()) == [row, right]


def test_names_of_statements_follow_their_changes() -> None:
    _, found = _read(PLAIN)
    changed = _statement(PLAIN, "collect", data=(_filler(PLAIN, "your shoe size"),))
    naming = replace(_statement(PLAIN, "collect"), verb=None, kind=Kind.DENIAL, exceptions=(changed.id,))
    first, second = second_reading([changed, naming], found, _tagger(), load_lexicon())
    assert first.id != changed.id
    assert second.exceptions == (first.id,)


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        ("We log clicks.", [(0, 2, "actor"), (3, 6, "action"), (7, 13, "data")], "B-actor B-action B-data O"),
        ("We log page views.", [(7, 17, "data")], "O O B-data I-data O"),
        ("We log clicks.", [(7, 13, "weather")], "O O O O"),
        ("We collect and store names.", [(15, 20, "action")], "O B-action O O"),
        ("We log page views.", [(3, 17, "purpose"), (7, 11, "data")], "O B-purpose B-data B-purpose O"),
    ],
)
def test_labels_of_marked_spans(text: str, marked: list[tuple[int, int, str]], expected: str) -> None:
    spans_of = [{"start": a, "end": b, "role": role} for a, b, role in marked]
    assert " ".join(LABELS[k] for k in labels_of(_parsed(text), spans_of)) == expected


def test_training_learns_and_repeats_itself() -> None:
    marked = [{"start": 0, "end": 2, "role": "actor"}, {"start": 3, "end": 10, "role": "action"}]
    s = _parsed(PLAIN)
    example = Example("invented", s, s.vectors, labels_of(s, marked))
    first, second = (train([example] * 48, epochs=20, seed=7) for _ in range(2))
    assert all((first[name] == second[name]).all() for name in WEIGHTS)
    labels = Tagger(first).probabilities([s], [s.vectors])[0]
    assert [(x.role, x.first, x.last) for x in spans(labels)] == [("actor", 0, 0), ("action", 1, 1)]
    assert role_probabilities(labels).sum(axis=1) == pytest.approx(np.ones(s.n), abs=1e-5)
