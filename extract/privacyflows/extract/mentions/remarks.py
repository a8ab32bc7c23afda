"""Members of a list of data that are no data: remarks in brackets, letters of enumerations, sites of the web, words of law.

In go the tokens of a member, out comes yes or no, by form alone. A remark is none whatever the lexicon says of its words; filling is
what only counts where nothing is known of it. The words are in ``rules/words.toml``.
"""

from __future__ import annotations

import re

from privacyflows.extract.mentions.nounphrases import head_of, word_lists
from privacyflows.extract.parsing.parsing import Sentence

_SITE = re.compile(r"\W*[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|co|uk|de|eu|info|tools|pub|cloud|app|ai)\b\S*")
_LETTER = re.compile(r"\W*\w\W*")
_QUESTIONS = frozenset(["how", "whom", "what", "which"])
_VERBAL = frozenset(["VBN", "VBD", "VB", "VBZ", "RB", "MD", "IN"])


_OF = frozenset(["about", "regarding", "concerning", "of", "on", "from", "to", "around", "like", "as", "per", "between"])
"""Prepositions that a member of a list of data may begin with: "about your device and about your visits"."""


def is_remark(s: Sentence, a: int, b: int, *, example: bool = False) -> bool:
    """Whether a member of a list of data is a remark on the one before it: "(in hashed form)", "and in connection with a sale".

    Behind "such as" every phrase with a preposition is one: "(such as on our forum)".
    """
    if s.tag[a] == "TO" or (s.lemma[b] == "order" and b > a and s.form[b - 1] in word_lists().courts):
        return True  # "such as a court order"
    if s.pos[a] != "ADP" or a == b or s.form[a] in word_lists().introducers or s.form[a + 1] in _QUESTIONS:
        return False
    return example or s.form[a] not in _OF or (a > 0 and s.form[a - 1] in ("(", ")"))


def is_filling(s: Sentence, a: int, b: int) -> bool:
    """Whether a member of which the lexicon knows nothing cannot be data: "if you agree", "used", "(a)", "example.com", "the law"."""
    first = s.form[a]
    if s.pos[a] == "ADP" and a < b and s.form[a + 1] not in _QUESTIONS and s.tag[a] == "IN":
        return True
    if first in ("if", "unless", "because", "upon", "although", "that", "see") or (first in ("where", "as") and b - a < 2):
        return True
    # "log of changes" is a noun that the parser took for a verb
    if (
        a < b
        and s.form[a + 1] != "of"
        and (s.tag[a] in ("MD", "VB", "VBZ", "VBP") or (s.tag[a] in ("VBN", "VBD", "RB") and s.pos[a + 1] not in ("NOUN", "PROPN", "ADJ")))
    ):
        return True  # "could be linked", "described above", "protect the site"
    if first == "which" and s.tag[a + 1 : a + 2] in (["MD"], ["VBZ"], ["PRP"]):
        return True
    text = s.text(a, b).lower()
    if _LETTER.fullmatch(text) or (a == b and s.tag[a] in _VERBAL) or ("." in text and _SITE.fullmatch(text)):
        return True
    return s.lemma[head_of(s, a, b)] in word_lists().lawful and first not in word_lists().owned
