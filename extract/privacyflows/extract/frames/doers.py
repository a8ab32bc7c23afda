"""Doers: the token that is the subject of a verb, also where it is only understood, and whether a verb is passive.

In goes a sentence with the place of a verb, out comes a token: who stores is "banks" in "we ask banks to store it", and "we" in "we use it
to store your name".
"""

from __future__ import annotations

from privacyflows.extract.frames.clauses import said_of_subject
from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.mentions.mentions import word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words


class Doers:
    """Finds the subjects of verbs."""

    def __init__(self, lexicon: Lexicon, own_names: frozenset[str] = frozenset()) -> None:
        self.lexicon = lexicon
        self.own_names = own_names
        """Names of the policy's organisation, lower case."""
        self.rules = frame_rules()

    def _passive(self, s: Sentence, i: int) -> bool:
        """Whether the verb at ``i`` is a passive, or a participle that says of its noun what is done with it."""
        if s.child(i, "nsubjpass", "auxpass", "csubjpass") is not None:
            return True
        if s.dep[i] == "conj" and s.tag[i] in ("VBN", "VBD") and s.child(i, "nsubj", "dobj") is None:
            return self._passive(s, s.head[i]) or s.tag[s.head[i]] == "VBN" or said_of_subject(s, s.head[i])
        return s.tag[i] == "VBN" and s.dep[i] in ("acl", "amod", "oprd") and s.child(i, "nsubj") is None

    def _subject(self, s: Sentence, i: int) -> int | None:
        """The token that is the (understood) subject of verb ``i``; None where there is none."""
        for _ in range(8):
            if self._for_consent(s, i):
                i = s.head[i]
                continue
            own = self._own_subject(s, i)
            if own is not None:
                return own
            up, dep = s.head[i], s.dep[i]
            if up == i:
                return None
            if (first := self._first_infinitive(s, i)) is not None:
                i = first
                continue
            governed = self._governed_by(s, i)
            if governed is not None:
                return governed
            if dep in ("acl", "relcl") and s.pos[up] in ("NOUN", "PROPN", "PRON"):
                if s.tag[i] == "VBG":
                    return up
                if s.tag[i] == "VBN":
                    return None
                up = s.head[up] if s.head[up] != up else up
            elif dep in ("pcomp", "pobj"):
                up = s.head[up]
            while s.pos[up] not in ("VERB", "AUX") and s.head[up] != up:
                up = s.head[up]
            if up == i:
                return None
            i = up
        return None

    @staticmethod
    def _own_subject(s: Sentence, i: int) -> int | None:
        """The subject that stands with verb ``i``; what a relative pronoun stands for."""
        passive = s.child(i, "nsubjpass") if s.dep[i] == "ROOT" else None
        own = s.child(i, "nsubj", "csubj", "expl") if passive is None else passive
        if own is None:
            return None
        if s.tag[own] in ("WDT", "WP") and s.dep[i] == "relcl":
            return s.head[i]
        if s.form[own] == "who" and s.dep[i] == "advcl" and own > 1 and s.form[own - 1] == "," and s.pos[own - 2] == "NOUN":
            doer = own - 2  # "hosts and banks, who may ...", hung on the verb
            while s.dep[doer] == "conj" and s.pos[s.head[doer]] == "NOUN":
                doer = s.head[doer]
            return doer
        return own

    @staticmethod
    def _first_infinitive(s: Sentence, i: int) -> int | None:
        """The infinitive with which a second one belongs: "to analyse how you use our site and to improve it"."""
        up = s.head[i]
        if s.dep[i] != "conj" or not any(s.tag[c] == "TO" for c in s.kids[i]) or any(s.tag[c] == "TO" for c in s.kids[up]):
            return None
        return next((k for k in s.above(up) if s.tag[k] == "VB" and any(s.tag[c] == "TO" for c in s.kids[k])), None)

    def _governed_by(self, s: Sentence, i: int) -> int | None:
        """The doer of verb ``i`` whom the verb above it names: "we allow banks to store it", "they are kept from storing it"."""
        up, dep = s.head[i], s.dep[i]
        if dep == "xcomp" and s.tag[i] == "VBG" and s.dep[i - 1] == "pobj" and s.form[i - 1] in word_lists().we:
            return i - 1  # "you consent to us sending it"
        if dep == "xcomp" and (told := s.child(up, "nsubjpass")) is not None:
            return told
        if dep == "pcomp" and s.form[up] == "from":
            # "prohibited from using", "limits them from using"
            kept = s.child(s.head[up], "dobj", "nsubjpass")
            if kept is not None:
                return kept
        if dep in ("xcomp", "ccomp", "advcl") and s.lemma[up] in self.rules.causative:
            middle = s.child(up, "dobj", "nsubjpass")
            if middle is not None:
                return middle
        if dep == "xcomp" and s.dep[up] == "acl" and s.tag[up] == "VBN" and s.lemma[up] in word_lists().intended:
            # "measures designed to protect it": the measures do, or who takes them
            taker = self._subject(s, s.head[s.head[up]]) if s.dep[s.head[up]] == "dobj" else None
            return s.head[up] if taker is None else taker
        return None

    def _reader_does(self, s: Sentence, verb: int) -> bool:
        """Whether the reader is the subject of a verb."""
        subject = self._subject(s, verb)
        return subject is not None and s.form[subject] in word_lists().reader

    @staticmethod
    def _for_consent(s: Sentence, i: int) -> bool:
        """Whether the parser took the consent that is asked for as who acts: "we ask for your consent to share your address"."""
        if s.tag[i] != "VB":
            return False
        asked = s.child(i, "nsubj")
        split = asked is not None and s.head[i] < asked and any(s.tag[k] == "TO" for k in s.kids[i])
        return split and asked is not None and s.lemma[asked] in listed_words("actors.toml", "doers", "consents")
