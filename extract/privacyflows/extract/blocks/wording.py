"""Questions about the wording of one line, answered by form: title, sentence, date, way to reach somebody.

A line goes in, yes or no comes out. Closed classes of English words (auxiliaries, pronouns, question words) stand here because
they are the language, not the subject; what policies speak about stands in the lexicon.
"""

from __future__ import annotations

import re

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?:{MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?"
DATE = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH},?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{4}[./]\d{1,2}[./]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}-\d{1,2}-\d{4})"
)
_DATED = re.compile(
    rf"\W*(?:(?:(?:this|the|our|date\swhen)\s[\w\s]{{0,40}}\b(?:updated|effective|revised|modified|from)\b|(?:date\s)?(?:of\s)?(?:last\s)?(?:updated?|"
    rf"revis(?:ed|ion)|modified|effective|amended|published|posted|changed|version|reviewed|as\sof|date|status)\b)[^.!?]{{0,40}}?)?{DATE}\W*"
    r"(?:\d\d:\d\d(?::\d\d)?)?\W*",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\W*(?:last\s)?(?:updated?|revised|modified|effective)\b[^.!?]{0,30}\d{4}\W*", re.IGNORECASE)
_CONTACT = re.compile(
    r"\S@\S|https?://|\bwww\.|\+\d[\d\s().-]{6,}|\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}|^(?:e-?mail|tel|telephone|phone|fax|address)\b.{0,3}:",
    re.I,
)
_POSTAL = re.compile(r"\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|\b\d{5}\s+[A-Z]|P\.?\s?O\.?\sBox", re.ASCII)
_AUXILIARY = (
    "is are was were be been am 's has have had do does did can could may might must shall should will would cannot don't doesn't won't "
    "isn't aren't can't"
)
_CLAUSE = re.compile(
    rf"\b(?:we|i|you|they|it|this|these|that|there|who)\s+(?:\w+ly\s+)?(?:{'|'.join(_AUXILIARY.split())}|\w+)\b|\b(?:{'|'.join(_AUXILIARY.split())})\b",
    re.IGNORECASE,
)
_FINITE = re.compile(rf"\b(?:{'|'.join(_AUXILIARY.split())})\b|\b(?:we|they|you|i)\s+[a-z]", re.IGNORECASE)
_QUESTION = re.compile(
    r"(?:how|what|when|where|why|which|who|whom|whose|with whom|to whom|from whom|for how long|do|does|is|are|can|will)\b", re.IGNORECASE
)
_STARTERS_TEXT = """
    a additionally all although an and any as at because before but by depending during each every except for from further furthermore
    generally given however i if in it its like most no not note on once one only other our please should similarly since so some such
    that the their there therefore these they this those though through thus to under unless until upon we when where whether while with
    without you your
"""
STARTERS = frozenset(_STARTERS_TEXT.split())
"""Words that open a sentence and seldom a title or the entry of a list."""
_IMPERATIVE_TEXT = """
    please click contact see visit read thank thanks note check call write go learn find download view send use
"""
_IMPERATIVE = frozenset(_IMPERATIVE_TEXT.split())
_SMALL_TEXT = """
    a an and as at but by for from in into nor of on or our per the this to via vs we with within you your & / – — - | how what
"""
_SMALL = frozenset(_SMALL_TEXT.split())
_END = re.compile(r"(?<=[a-z\d)\"”’])[.!?][\"”’)]?\s+[\"“(]?[A-Z]")


def is_dated(view: str) -> bool:
    """Whether the line tells a date of the document and nothing else ("Last updated: May 2017")."""
    return len(view) < 130 and any(c.isdigit() for c in view) and bool(_DATED.fullmatch(view) or _UPDATED.fullmatch(view))


def reads_as_contact(view: str) -> bool:
    """Whether the line is a way to reach somebody: address, telephone, e-mail, web address."""
    return bool(_CONTACT.search(view) or _POSTAL.search(view))


def is_question(view: str) -> bool:
    """Whether the line asks, or titles what it answers ("How we use cookies")."""
    return view.endswith("?") or _QUESTION.match(view) is not None


def has_clause(view: str) -> bool:
    """Whether the line holds a subject with a verb or an auxiliary, as sentences do and titles seldom."""
    return bool(_CLAUSE.search(view))


def has_finite_verb(view: str) -> bool:
    """Whether the line holds an auxiliary or a pronoun before a word that may be its verb."""
    return bool(_FINITE.search(view))


def is_sentence(view: str) -> bool:
    """Whether the line is a whole sentence of prose: opened as one and closed by a full stop, or two of them."""
    if _END.search(view):
        return True
    words = view.split()
    if not view.rstrip('"”’)').endswith((".", "!")) or len(words) < 3:
        return False
    return has_clause(view) or words[0].lower().strip(",") in _IMPERATIVE


def is_title(view: str) -> bool:
    """Whether the line could be a title: short, opened by a capital or a figure, no sentence inside."""
    words = view.split()
    if not words or len(words) > (25 if view.endswith("?") else 15) or not any(c.isalpha() for c in view):
        return False
    first = view.lstrip("\"“‘'([¿*&")[:1]
    if not (first.isupper() or first.isdigit() or (first.isalpha() and not first.islower())) or _END.search(view):
        return False
    return not (view.endswith((".", "!")) and is_sentence(view))


def is_title_case(view: str) -> bool:
    """Whether all but the small words are capitalised."""
    words = [word.strip("\"“”‘’'()[],;:.?!") for word in view.split()]
    big = [word for word in words if word and word.lower() not in _SMALL]
    return bool(big) and all(not word[0].islower() for word in big)


def opens_sentence(view: str) -> bool:
    """Whether the first word is one that opens sentences of prose rather than titles or list entries."""
    return view.split(" ", 1)[0].strip(',"“').lower() in STARTERS
