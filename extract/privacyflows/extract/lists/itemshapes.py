"""What an item of a list begins as: a purpose, a party after a preposition, or a noun.

In goes an item's first sentence with its bounds, and the frame that it completes; out comes "purpose", "recipients", "source" or "noun".
The parser reads many items that lack a subject wrongly, so their first words are looked at too.
"""

from __future__ import annotations

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.lists.fillers import is_party
from privacyflows.extract.lists.fragments import root_of
from privacyflows.extract.lists.itemwords import item_words
from privacyflows.extract.lists.openings import is_only_verb, is_verb_form
from privacyflows.extract.parsing.parsing import Sentence


def shape_of(frame: Frame, s: Sentence, a: int, b: int, lexicon: Lexicon) -> str:
    """How the item that stands from token ``a`` to ``b`` begins; "noun" where its first words tell nothing else."""
    form = s.form[a]
    if s.form[a : a + 3] == ["in", "order", "to"] or (s.tag[a] == "TO" and a < b and s.tag[a + 1] in ("VB", "VBP")):
        return "purpose"
    if form == "for" and a < b:
        return "purpose"
    after = next((k for k in range(a + 1, b) if s.pos[k] != "ADV"), b)
    if form == "to" and after > a + 1 and (s.tag[after] in ("VB", "VBP") or is_verb_form(s.form[after])):
        return "purpose"  # "to safely run our shop"
    if form == "to" and a < b and is_verb_form(s.form[a + 1]) and not is_party(s, a + 1, b, lexicon):
        return "purpose"  # "to ship orders", with "ship" read as a noun
    if form in ("with", "to", "from", "by", "through", "among") and a < b:
        role = frame.rule.prep.get(form, "-")
        return "source" if role == "source" else "recipients" if role.startswith(("recipient", "data-or")) else "noun"
    verbal = s.tag[a] in ("VB", "VBP") and s.pos[a] in ("VERB", "AUX") and s.dep[a] in ("ROOT", "csubj", "advcl", "ccomp", "xcomp", "conj")
    gerund = s.tag[a] == "VBG" and s.dep[a] in ("ROOT", "csubj", "pcomp", "advcl")
    # verbs that the parser took for nouns: "Market our goods", "Respond to letters"
    run = len(s.merged.get(a, ())) > 1 and s.tag[a] != "VBG"
    taken = a < b and (run or is_only_verb(form) or (is_verb_form(form) and s.form[a + 1] in item_words().objects))
    root = root_of(s)
    return "purpose" if verbal or gerund or taken or (s.tag[root] == "VB" and root <= a + 2 and s.child(root, "nsubj") is None) else "noun"
