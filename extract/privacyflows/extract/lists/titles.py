"""Titles and bare lead-ins that no frame fits: "What we never see", "We do not collect:", "Who gets your data".

In goes the text, out come the frames that its verb makes and the role that the items below it fill; the words are in
``rules/leadins.toml``. A title of unknown shape introduces nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.mentions.mentions import Part, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import Inflection, inflections, load_rules
from privacyflows.extract.polarity.polarity import Stance
from privacyflows.extract.purposes.purposes import phrases
from privacyflows.extract.sentences import Unit

_LONGEST = 28
"""Words; a longer text is no title and no bare lead-in."""
_LONGEST_POINTER = 70
_POINTS = re.compile(r"\bthe following\b|\bbelow\b|\bas follows\b", re.IGNORECASE)
"""What points to the items makes a longer lead-in of a sentence."""
_GOAL = re.compile(r"\W*(?:\d+\W+)?(?:in order )?to (?!whom|what|which|the\b|your?\b|our\b)\w+(?!.*\b(?:we|us)\b)", re.IGNORECASE)
"""A goal without a claim: "To give you information" is what some data are used for."""
_ASIDE = re.compile(r"\s*\((?:[^()]|\([^()]*\))*\)$")
_NO_VERB = re.compile(r"\b(?:of|the|your|through|via|by|from|during|(?<!need )(?<!have )(?<!required )to|in|on) $", re.IGNORECASE)
"""What stands before a noun that looks like a verb, or before a verb that tells no practice."""
_DOER = re.compile(r"\byou(?:r|'ve|’ve)?\b|\bwe (?:\w+ )?(?:share|submit)\b", re.IGNORECASE)
"""Who gives: "what you provide", "what we share"; else a giving verb tells nothing ("Submit a request")."""
_DATA = re.compile(
    r"\b(?:your |the |this |these )?(?:personal(?:ly identifiable)? |personal |user |customer )*(?:information|data|details)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Title:
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    role: str
    action: str
    needs_verb: bool


@dataclass(frozen=True, slots=True)
class _Rules:
    titles: tuple[_Title, ...]
    verbs: dict[str, tuple[str, ...]]
    """Verb -> the actions that it can tell, the likeliest first."""
    reader: frozenset[str]
    forms: dict[str, tuple[Inflection, ...]]
    negation: re.Pattern[str]
    elsewhere: re.Pattern[str]
    grouping: re.Pattern[str]
    may: re.Pattern[str]
    will: re.Pattern[str]


@cache
def _rules() -> _Rules:
    raw = load_rules("leadins.toml")

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    verbs: dict[str, tuple[str, ...]] = {}
    groups = {k: v.split() for k, v in raw["title_verbs"].items() if k != "reader"}
    for action, words in groups.items():
        for word in words:
            verbs[word] = (*verbs.get(word, ()), action)
    titles = tuple(
        _Title(compiled(t["pattern"]), compiled(t["unless"]) if "unless" in t else None, t["role"], t["action"], t.get("needs_verb", False))
        for t in raw["title"]
    )
    return _Rules(
        titles=titles,
        verbs=verbs,
        reader=frozenset(raw["title_verbs"]["reader"].split()),
        forms=inflections(verbs),
        negation=compiled(raw["title_negation"]["pattern"]),
        elsewhere=compiled(raw["no_title"]["pattern"]),
        grouping=compiled(raw["grouping"]["pattern"]),
        may=compiled(raw["title_modal"]["may"]),
        will=compiled(raw["title_modal"]["will"]),
    )


def without_aside(text: str) -> str:
    """A lead-in without the brackets at its end, which say nothing of its items.

    >>> without_aside("We collect (on the basis of Article 6(1)(f)):")
    'We collect'
    """
    return _ASIDE.sub("", text.rstrip(" :\u2014\u2013-.;,*_"))


def _title(text: str) -> _Title | None:
    if text.rstrip(" :*_").endswith(")") and not text.lstrip(" *_").startswith("("):
        text = without_aside(text)
    if len(text.split()) > (_LONGEST_POINTER if _POINTS.search(text) else _LONGEST) or (
        text.rstrip(" *_").endswith(".") and not _POINTS.search(text)
    ):
        return None
    if _rules().elsewhere.search(text) or _GOAL.match(text):
        return None
    return next((t for t in _rules().titles if t.pattern.search(text) and not (t.unless and t.unless.search(text))), None)


def titled_role(text: str) -> str | None:
    """The role of what stands below a title; None where it tells none.

    >>> titled_role("What we never see"), titled_role("Who we share your data with"), titled_role("Changes to this notice")
    ('data', 'recipients', None)
    """
    found = _title(text)
    return found.role if found else None


def is_pointer(text: str) -> bool:
    """Whether a text points elsewhere or speaks of itself: no title of a list.

    >>> is_pointer("For more information"), is_pointer("Account data")
    (True, False)
    """
    return bool(_rules().elsewhere.search(text))


@dataclass(frozen=True, slots=True)
class _Verb:
    lemma: str
    start: int
    end: int
    actions: tuple[str, ...]


def _verbs(text: str, at: int) -> list[_Verb]:
    rules = _rules()
    out: list[_Verb] = []
    for word in re.finditer(r"[^\W\d_]+", text):
        for form in rules.forms.get(word[0].lower(), ()):
            if form.form == "ing" or (form.form == "base" and _NO_VERB.search(text[: word.start()])):
                continue
            out.append(_Verb(form.lemma, at + word.start(), at + word.end(), rules.verbs[form.lemma]))
    return out


def title_frames(unit: Unit, s: Sentence, reader: FrameReader) -> list[Frame]:
    """The frames of a title; none where its words do not tell a practice, or where the verb is only the reader's."""
    at = s.start[0]
    text = s.view[at : s.end[-1]]
    title = _title(text)
    if title is None:
        return []
    rules = _rules()
    verbs = [v for v in _verbs(text, at) if title.role != "data" or v.lemma not in rules.reader or _DOER.search(text)]
    fitting = [v for v in verbs if title.action in v.actions] if title.role != "data" else verbs
    if title.needs_verb and not fitting:
        return []
    chosen = _chosen(text, fitting, at)
    # "the types of data we collect, and how we use them" tells of its list no more than that it is collected
    actions = [title.action] if title.role != "data" or not chosen else [v.actions[0] for v in chosen]
    stance = stance_of_title(_before_verb(text, chosen[0].end - at) if chosen else text)
    spans = [(v.start, v.end) for v in chosen] or [(at, at)]
    frames = []
    for action, span in zip(actions, spans, strict=False):
        rule = frame_rules().verbs[action][0]
        frame = Frame(s, _token(s, span[0]), rule, action, span, action, stance, confidence=0.7)
        frame.actor_part = _we(s)
        frame.roles["data"] = _own_data(s, reader)
        frame.roles["purposes"] = _fronted(s, reader)
        frames.append(frame)
    return frames


def grouping_frames(s: Sentence, before: Sequence[Frame]) -> list[Frame]:
    """The frames of a text that only sorts the parties it spoke of ("These providers are grouped so:"); ``before`` told which data."""
    if not _rules().grouping.search(s.view[s.start[0] : s.end[-1]].rstrip(" :*_")):
        return []
    at = s.start[0]
    frame = Frame(s, 0, frame_rules().verbs["share"][0], "share", (at, at), "share", Stance(False, "does"), confidence=0.6)
    frame.roles["data"] = list(dict.fromkeys(p for f in before if not f.stance.negated for p in f.roles.get("data", ())))
    return [frame]


def stance_of_title(text: str) -> Stance:
    """Polarity and modality by the words of a title, which has no parse to go by.

    >>> stance_of_title("What we may never see")
    Stance(negated=True, modality='may')
    """
    rules = _rules()
    modality = "may" if rules.may.search(text) else "will" if rules.will.search(text) else "does"
    return Stance(bool(rules.negation.search(text)), modality)


def _before_verb(text: str, end: int) -> str:
    """What can say how the verb that ends at ``end`` is claimed: from its subject "we" on, else from the start of its clause."""
    start = max((m.start() for m in re.finditer(r"\bwe\b|[,;.]", text[:end], re.IGNORECASE)), default=0)
    return text[start:end]


def _chosen(text: str, verbs: list[_Verb], at: int) -> list[_Verb]:
    """The verb that the items belong to: with those coordinated to it, the first one; "collect, use and share" are three."""
    if not verbs:
        return []
    out = verbs[:1]
    for v in verbs[1:]:
        between = text[out[-1].end - at : v.start - at]
        if not re.fullmatch(r"\s*(?:,|/|&|,?\s*(?:and|or|and/or))\s*(?:otherwise\s+)?", between):
            break
        out.append(v)
    unique: dict[str, _Verb] = {}
    for v in out:
        unique.setdefault(v.actions[0], v)
    return list(unique.values())


def _token(s: Sentence, offset: int) -> int:
    return next((i for i in range(s.n) if s.start[i] <= offset < s.end[i]), 0)


def _we(s: Sentence) -> Part | None:
    i = next((i for i in range(s.n) if s.form[i] in word_lists().we and s.form[i] in ("we", "us", "i")), None)
    return Part(s.start[i], s.end[i], kind="we") if i is not None else None


def _fronted(s: Sentence, reader: FrameReader) -> list[Part]:
    """The purposes in front of the clause: "To ship your order, we collect"."""
    if s.n < 4 or s.tag[0] != "TO" or s.tag[1] != "VB":
        return []
    comma = next((k for k in range(2, s.n) if s.form[k] == ","), None)
    return [p for p in phrases(s, 1, reader.lexicon) if p.end <= s.start[comma]] if comma is not None else []


def _own_data(s: Sentence, reader: FrameReader) -> list[Part]:
    """The data that a title names besides what its items fill: "who we share your contact details with"."""
    found = _DATA.search(s.view, s.start[0], s.end[-1])
    if found is None:
        return []
    concept = reader.lexicon.schemes["data"].find(re.findall(r"[a-z]+", found[0].lower()))
    return [Part(found.start(), found.end(), concept[0] if concept else "dpv:PersonalData", kind="data")]
