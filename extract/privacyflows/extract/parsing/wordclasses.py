"""Tokens -> their part of speech and lemma, worked out once for each (word, tag, dependency).

In go parsed spaCy Docs without these two, out comes a `WordClass` for each token. The model's own attribute ruler and lemmatizer do
the work, but only for triples that were not seen before: what they decide depends on the token alone, except after an expletive
("there is"), which the key tells. Run over every token they would take a fifth of the parse (tests compare the two ways).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

RUNS_HERE = ("attribute_ruler", "lemmatizer")
"""Components of the model that `WordClasses` runs itself, on new triples."""
_LIMIT = 1 << 18
"""Triples that are kept; some 130 for each thousand words of new policies, each of some hundred bytes."""
_Key = tuple[int, int, int, bool]
"""Hashes of word, tag and dependency, and whether an expletive ("there") stands right before the word."""


class WordClass(NamedTuple):
    """What is known of a token from its word, tag and dependency."""

    text: str
    tag: str
    dep: str
    pos: str
    """Part of speech (Universal Dependencies)."""
    lemma: str


class WordClasses:
    """What the pipeline's ruler and lemmatizer say of tokens, remembered."""

    def __init__(self, pipeline: Language) -> None:
        self._vocab = pipeline.vocab
        ruler, self._lemmatizer = (pipeline.get_pipe(name) for name in RUNS_HERE)
        self._ruler = cast("AttributeRuler", ruler)
        self._known: dict[_Key, WordClass] = {}
        self._expletive = self._vocab.strings.add("expl")

    def of(self, docs: Sequence[Doc]) -> list[list[WordClass]]:
        """The class of each token of Docs that have tags and dependencies; what is new in all of them is learnt at one go."""
        keys = [self._keys(doc) for doc in docs]
        met = dict.fromkeys(key for each in keys for key in each)
        new = [key for key in met if key not in self._known]
        if len(self._known) + len(new) > _LIMIT:
            self._known.clear()
            new = list(met)
        if new:
            self._learn(new)
        return [[self._known[key] for key in each] for each in keys]

    def _keys(self, doc: Doc) -> list[_Key]:
        words, tags, deps = doc.to_array(["ORTH", "TAG", "DEP"]).T.tolist() if len(doc) else ([], [], [])
        after_expletive = [False, *(dep == self._expletive for dep in deps)]
        return list(zip(words, tags, deps, after_expletive, strict=False))

    def _learn(self, keys: list[_Key]) -> None:
        """Run the components over new tokens in one row, where no token may say anything of its neighbour except an expletive."""
        from spacy.tokens import Doc

        name = self._vocab.strings
        tokens: list[tuple[str, str, str]] = []
        at: list[int] = []
        expletives: set[int] = set()
        for word, tag, dep, after_expletive in keys:
            if after_expletive:
                expletives.add(len(tokens))
                tokens.append(("there", "EX", "expl"))
            at.append(len(tokens))
            tokens.append((name[word], name[tag], name[dep]))
        words, tags, deps = (list(column) for column in zip(*tokens, strict=True))
        doc = Doc(self._vocab, words=words, tags=tags, deps=deps, heads=list(range(len(words))))
        found = self._ruler.match(doc)
        self._ruler.set_annotations(doc, [m for m in found if m[3] - m[2] == 1 or m[2] in expletives])  # type: ignore[no-untyped-call]
        row = list(self._lemmatizer(doc))
        for key, t in zip(keys, (row[i] for i in at), strict=True):
            self._known[key] = WordClass(text=t.text, tag=t.tag_, dep=t.dep_, pos=t.pos_, lemma=t.lemma_)


@cache
def word_classes(pipeline: Language) -> WordClasses:
    """The memory that belongs to a loaded pipeline."""
    return WordClasses(pipeline)
