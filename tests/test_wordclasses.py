"""Parts of speech and lemmas that are remembered against those that the model's own components give in the running text."""

from __future__ import annotations

from pathlib import Path

import pytest
from privacyflows.extract import load_parser, read
from privacyflows.extract.parsing.wordclasses import RUNS_HERE, WordClasses, word_classes


def _differences(texts: list[str], *, at_once: bool = True) -> list[tuple[str, str, str, str, str]]:
    """(word, part of speech, lemma) of the whole pipeline, and where the memory says something else."""
    nlp = load_parser()
    memory = WordClasses(nlp)
    found = []
    wholes, bare = nlp.pipe(texts), list(nlp.pipe(texts, disable=list(RUNS_HERE)))
    classes = memory.of(bare) if at_once else [memory.of([doc])[0] for doc in bare]
    for whole, words in zip(wholes, classes, strict=True):
        for token, known in zip(whole, words, strict=True):
            assert (token.text, token.tag_, token.dep_) == (known.text, known.tag, known.dep)
            if (token.pos_, token.lemma_) != (known.pos, known.lemma):
                found.append((token.text, token.pos_, token.lemma_, known.pos, known.lemma))
    return found


@pytest.mark.parametrize(
    "text",
    [
        "There is no cookie that follows you, and there are no pixels.",
        "It is ours; they have had it, do not sell it and did so before.",
        "We collect data, but only what you have given us while you were shopping.",
        "That which this shows is what these were.",
        "",
    ],
)
def test_sentences(text: str) -> None:
    assert _differences([text]) == []


def test_the_examples(examples_dir: Path) -> None:
    texts = [block.view for file in sorted(examples_dir.glob("*.*")) for block in read(file).blocks]
    assert len(texts) > 200
    assert _differences(texts) == []


def test_neighbours_in_the_row_say_nothing_of_each_other() -> None:
    """Words that make a pair with a rule of its own where one stands behind the other ("gon na", "let 's") are learnt side by side."""
    assert _differences(["gon", "na", "let", "'s", "there", "is", "got", "ta", "ai", "n't"]) == []


def test_what_needs_the_word_before_is_not_known() -> None:
    """Let's is the one common pair besides "there is"; its second half keeps its own form as lemma."""
    assert _differences(["Let's be open about cookies."]) == [("'s", "PRON", "us", "PRON", "'s")]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("privacyflows.extract.parsing.wordclasses._LIMIT", 12)
    texts = ["We keep your name.", "Shops sell shoes.", "Our partners may never read what you wrote to us last week."]
    assert _differences(texts, at_once=False) == []
    assert _differences(texts) == []


def test_one_memory_for_each_pipeline() -> None:
    assert word_classes(load_parser()) is word_classes(load_parser())
