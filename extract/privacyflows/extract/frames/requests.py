"""Requests: what readers may ask for, want, are advised or have a right to is no practice: "you may ask us to delete your data".

In goes a sentence with the place of a verb or a noun of doing, out comes whether it is only asked for. The words are in
``rules/actors.toml``.
"""

from __future__ import annotations

from functools import partial

from privacyflows.extract.frames.clauses import before_command, promised, spliced
from privacyflows.extract.frames.doers import Doers
from privacyflows.extract.mentions.mentions import word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.polarity.polarity import disclaimed

_words = partial(listed_words, "actors.toml", "requests")


class Requests(Doers):
    """Tells what is asked for from what is done."""

    def is_request(self, s: Sentence, i: int) -> bool:
        """Whether what is named is something that the reader may ask for or has a right to, not something that is done."""
        if any(s.form[c] in _words("advice") and s.dep[c] == "aux" for c in s.kids[i]) or disclaimed(s, i):
            return True  # advice, a disclaimer: not a claim
        if s.tag[i] == "VBG" and s.dep[i] == "pcomp" and s.lemma[s.head[s.head[i]]] in _words("methods"):
            return True  # "no method of transmitting data is secure"
        return self._asked_above(s, i) or self._entitled(s, i)

    def _asked_above(self, s: Sentence, i: int) -> bool:
        """Whether a verb above says that the reader asks, or is advised: "you can read how we use it", "we recommend that you share it"."""
        for up in s.above(i):
            if s.lemma[up] in _words("advising") and s.pos[up] == "VERB" and not spliced(s, i, up):
                return True
            if promised(s, i, up):
                return False  # "write to us and we will delete it"
            if s.child(up, "nsubjpass") is not None:
                continue  # "you may be asked to provide" is no wish of the reader's
            if self._reader_asks(s, i, up):
                return True
            if s.lemma[up] == "opt" and s.lemma[i] in _words("receiving") and "out" in s.form[up : up + 2]:
                return True  # "the chance to opt out of receiving them"
            if s.lemma[up] == "right" and s.pos[up] == "NOUN" and s.pos[s.head[up]] in ("VERB", "AUX") and self._reader_does(s, s.head[up]):
                return True  # "you have the right to know what we collect"
        return False

    def _reader_asks(self, s: Sentence, i: int, up: int) -> bool:
        """Whether ``up`` is a verb of asking of which the reader is the subject, or which commands the reader."""
        if s.lemma[up] not in word_lists().asking or s.pos[up] != "VERB" or s.lemma[i] == s.lemma[up]:
            return False
        if s.dep[up] not in ("ROOT", "ccomp", "conj", "xcomp", "acl", "relcl"):
            return False
        subject = self._subject(s, up)
        if subject is None:
            return s.tag[up] == "VB" and s.dep[up] in ("ROOT", "conj") and not before_command(s, i, up)
        return s.form[subject] in word_lists().reader

    def _entitled(self, s: Sentence, i: int) -> bool:
        """Whether a request, a right or a deed of the reader's governs what is named: "requests to delete", "your right to access"."""
        for k in (i, *s.above(i)):
            up = s.head[k]
            if s.dep[k] in ("relcl", "nsubj", "nsubjpass") or (s.child(k, "nsubj") is not None and s.lemma[up] not in _words("requesting")):
                return False
            asked = s.dep[k] in ("acl", "relcl", "ccomp") or s.form[k] in _words("request_links")
            if asked and s.lemma[up] == "request" and s.pos[up] == "NOUN":
                owner = s.child(up, "poss")
                return owner is None or s.form[owner] not in _words("others_own")  # "we honour requests to delete": theirs
            if s.pos[up] == "NOUN" and s.lemma[up] in _words("entitlements") and s.dep[k] in ("acl", "relcl", "prep", "ccomp"):
                owner = s.child(up, "poss")
                if owner is not None:
                    return s.form[owner] not in _words("others_own")
                return s.pos[s.head[up]] in ("VERB", "AUX") and self._reader_does(s, s.head[up])
            if k != up and i != up and self._reader_governs(s, i, k):
                return s.dep[k] != "advcl" or k < up or s.tag[k] == "VB"
        return False

    def _reader_governs(self, s: Sentence, i: int, k: int) -> bool:
        """Whether the verb above ``k`` is a deed of the reader's that claims nothing of verb ``i``: "you can object to our use of it"."""
        up = s.head[k]
        if s.lemma[up] not in word_lists().reader_verbs or s.dep[k] not in ("xcomp", "ccomp", "dobj", "prep", "advcl", "conj"):
            return False
        if s.lemma[up] == "choose" and any(r.user == "collect" for r in self.rules.verbs.get(s.lemma[i], ())):
            return False  # "you may choose to give us your name"
        return s.child(up, "nsubjpass") is None and self._reader_does(s, up)

    def _wished(self, s: Sentence, i: int) -> bool:
        """Whether the clause says that the reader does not want what verb ``i`` names."""
        return s.dep[i] in ("xcomp", "ccomp", "conj", "pcomp") and any(s.lemma[k] in _words("wishing") for k in s.above(i))
