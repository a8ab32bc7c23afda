"""Protection and knowledge: what is kept safe, guarded or ensured, and what an organisation can see of its readers.

In goes a verb that names no processing by itself ("keep ... safe", "guard against disclosure of ...", "we can see which page you came
from"), out comes a frame of securing or of collection. The words are in ``rules/safeguards.toml``.
"""

from __future__ import annotations

from functools import partial

from privacyflows.extract.frames.clauses import in_condition
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.predicates import Predicates
from privacyflows.extract.mentions.mentions import Part, mentions, typed, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.polarity.polarity import stance_of

_words = partial(listed_words, "safeguards.toml")


def kept_safe(s: Sentence, i: int) -> bool:
    """Whether the data of verb ``i`` are "kept confidential", "handled securely": protection, not storage or use."""
    for k in range(i + 1, min(s.last[i], s.n - 1) + 1):
        if s.form[k] in _words("safe", "adjectives") and (s.dep[k] in ("oprd", "acomp", "ccomp", "xcomp") or s.form[k - 1] == "as"):
            return k - 1 == i or s.form[k - 1] == "as" or s.head[k] == i
    kept = s.child(i, "dobj", "nsubjpass")
    if kept is not None and s.lemma[kept] in _words("safe", "states"):
        return True  # "we maintain the confidentiality of your data"
    if s.lemma[i] == "keep" and any(s.form[k] == "from" and s.child(k, "pcomp") is not None for k in s.kids[i]):
        return True  # "keep your letters from being read"
    if s.lemma[i] in _words("safe", "handling") and any(s.form[k] in _words("safe", "adverbs") for k in s.kids[i]):
        return True
    return s.lemma[i] in _words("safe", "processing") and _ensured(s, i)


def state_of(s: Sentence, first: int, last: int) -> tuple[int, int]:
    """What is kept in the state that an object names: "the privacy of your data" -> "your data"."""
    for k in range(first, last):
        if s.form[k] == "of" and s.lemma[s.head[k]] in _words("safe", "states") and s.lemma[k - 1] in _words("safe", "states"):
            return k + 1, last
    return first, last


def _ensured(s: Sentence, i: int) -> bool:
    """Whether measures are there to ensure what verb ``i`` says: "we take steps to ensure that your data are processed lawfully"."""
    up = s.head[i]
    if s.dep[i] != "ccomp" or s.lemma[up] not in _words("measures", "ensuring"):
        return False
    ensure = up if s.lemma[up] == "ensure" else s.head[up]
    around = [k for x in (ensure, s.head[ensure]) for k in (x, *s.kids[x])]
    return any(s.lemma[k] in _words("measures", "nouns") and k < ensure for k in around)


class Safeguards(Predicates):
    """Reads frames of protection and of knowledge."""

    def _threatened(self, s: Sentence, frame: Frame) -> None:
        """Give a frame of protection the data that its threat names: "guard against disclosure of data we hold"."""
        for p in s.kids[frame.verb]:
            target = s.child(p, "pobj") if s.dep[p] == "prep" and s.form[p] in _words("threats", "before") else None
            if target is None:
                continue
            for k in range(target + 1, s.last[target] + 1):
                inner = s.child(k, "pobj") if s.dep[k] == "prep" and s.form[k] in _words("threats", "behind") else None
                if inner is None or s.lemma[s.head[k]] not in _words("threats", "nouns"):
                    continue
                found = mentions(s, s.first[inner], s.last[inner], self.lexicon)
                frame.add("data", [self.part(s, m) for m in found if m.kind in ("data", "deictic") and m.known])

    def _measures(self, s: Sentence, i: int) -> Frame | None:
        """Read "our measures include firewalls and locks" as protection by these."""
        subject, named = s.child(i, "nsubj"), s.child(i, "dobj", "attr")
        if subject is None or named is None or s.lemma[subject] not in _words("measures", "nouns") or in_condition(s, i):
            return None
        found = mentions(s, s.first[named], s.last[named], self.lexicon, prefer=("technology", "party", "data"))
        means = [self.part(s, m) for m in found if m.kind == "technology" and m.known]
        if not means:
            return None
        frame = Frame(s, i, self.rules.verbs["secure"][0], s.lemma[i], (s.start[i], s.end[i]), "secure", stance_of(s, i), confidence=0.6)
        frame.add("technology", means)
        return frame

    def _ensuring(self, s: Sentence, i: int) -> Frame | None:
        """Read "procedures to ensure the safety of your data" as protection."""
        state = s.child(i, "dobj")
        if state is None or s.lemma[i] not in _words("ensuring", "verbs") or s.lemma[state] not in _words("safe", "states"):
            return None
        named = self.rules.nouns.keys() & {s.form[k] for k in (state, *s.kids[state])}
        if named or in_condition(s, i) or self.is_request(s, i):
            return None  # "the security of" is a noun of frames.toml
        frame = Frame(s, i, self.rules.verbs["secure"][0], s.lemma[i], (s.start[i], s.end[i]), "secure", stance_of(s, i), confidence=0.6)
        if frame.stance.negated or not self._set_actor(s, i, frame, self._passive(s, i)) or frame.actor in ("user", "pronoun"):
            return None
        first, last = state_of(s, s.first[state], s.last[state])
        if first > state:
            found = mentions(s, first, last, self.lexicon)
            frame.add("data", [self.part(s, m) for m in found if m.kind in ("data", "deictic") and m.known])
        return frame if frame.roles.get("data") else None

    def _knowing(self, s: Sentence, i: int) -> Frame | None:
        """Read "we can see which page you came from" as a collection of what the clause tells about the reader."""
        if s.lemma[i] not in _words("knowing", "verbs") or in_condition(s, i) or self.is_request(s, i):
            return None
        if any(s.tag[k] == "TO" for k in s.kids[i]) and s.lemma[s.head[i]] != "able":
            return None  # "we set cookies to see which pages you open": what another verb is for
        subject = self._subject(s, i)
        if subject is None or not (s.form[subject] == "we" or self.is_own_name(s.text(s.first[subject], subject).lower())):
            return None
        clause, thing = s.child(i, "ccomp"), s.child(i, "dobj")
        if clause is not None and clause > i and thing is None:
            span = self._told_of_reader(s, i, clause)
        else:
            about = s.child(thing, "relcl") if thing is not None else None
            who = s.child(about, "nsubj") if about is not None else None
            told = who is not None and about is not None and s.form[who] == "you" and s.lemma[about] not in _words("knowing", "minds")
            span = (s.first[thing], s.last[thing]) if told and thing is not None and s.lemma[i] != "tell" else None
        if span is None:
            return None
        m = typed(s, *span, self.lexicon)
        concept = m.concept if m.kind == "data" and m.known else "pd:ServiceConsumptionBehaviour"
        rule = self.rules.verbs["collect"][0]
        frame = Frame(s, i, rule, s.lemma[i], (s.start[i], s.end[i]), "collect", stance_of(s, i), confidence=0.6)
        self._set_actor(s, i, frame, passive=False)
        if frame.stance.negated and s.form[span[0]] == "who":  # "we do not know who you are": nobody is identified
            frame.action = "use"
            frame.add("purposes", [Part(s.start[i], s.end[span[1]], "dpv:IdentityAuthentication", kind="purpose")])
            return frame
        frame.add("data", [Part(s.start[span[0]], s.end[span[1]], concept, kind="data")])
        return frame

    def _told_of_reader(self, s: Sentence, i: int, clause: int) -> tuple[int, int] | None:
        """The words of the clause under ``i`` that tell what readers do, are or have sent; None where it is about their mind."""
        who = s.child(clause, "nsubj")
        first = s.first[clause]
        opener = next((k for k in range(i + 1, clause + 1) if k >= first and s.pos[k] != "PUNCT" and s.tag[k] != "RB"), clause)
        asks = s.tag[opener] in ("WRB", "WP", "WDT") or s.form[opener] in _words("knowing", "asking")
        if who is None or s.form[who] not in word_lists().reader or s.lemma[clause] in _words("knowing", "minds"):
            return None
        if s.lemma[clause] == "be" and s.form[opener] not in _words("knowing", "being"):
            return None  # "we know how busy you are"
        if not asks and (s.lemma[i] == "know" or s.form[opener] != "that"):
            return None  # "we know that you have a choice"
        return opener + (s.form[opener] == "that"), self._clause_end(s, clause)

    @staticmethod
    def inferred(s: Sentence, frame: Frame) -> bool:
        """Whether a clause of its own tells what is found out or made of readers: "we infer your age", "we assign you a user ID"."""
        v = frame.verb
        making = frame.lemma in _words("inferring", "making")
        if s.dep[v] not in ("ROOT", "conj", "ccomp") or any(s.tag[k] in ("TO", "WRB", "WDT") or s.form[k] == "whether" for k in s.kids[v]):
            return False
        made = _words("inferring", "made" if making else "found")
        named = s.child(v, "dobj", "nsubjpass")
        passive = s.child(v, "nsubjpass") is not None
        if named is None or s.form[named].split()[-1] not in made or (passive and frame.lemma not in _words("inferring", "made_of")):
            return False
        return all(p.kind == "data" and p.known for p in frame.roles.get("data", ()))
