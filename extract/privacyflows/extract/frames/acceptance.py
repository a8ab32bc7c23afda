"""Acceptance: whether what stands beside a verb makes it a statement about data, and what it then says.

In goes a verb's frame with its roles filled, out comes a verdict. A frame that says something other than its verb is turned into that:
"they give us your name" obtains it, "we use cookies" tracks, "others can read your posts" discloses them. The words are in
``rules/acceptance.toml``.
"""

from __future__ import annotations

from functools import partial

from privacyflows.extract.frames.frame import Frame, is_yours
from privacyflows.extract.frames.nominals import demanded
from privacyflows.extract.frames.objects import GIVING
from privacyflows.extract.frames.writing import Writing
from privacyflows.extract.mentions.mentions import Part, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import listed_words
from privacyflows.extract.purposes import purposes as purpose_phrases

_words = partial(listed_words, "acceptance.toml", "words")


class Acceptance(Writing):
    """Judges the frames of verbs."""

    def _accept(self, s: Sentence, frame: Frame) -> bool:
        """Whether a verb's companions make it a statement about data; changes the frame into what it says."""
        roles, rule = frame.roles, frame.rule
        data, technology = roles.get("data"), roles.get("technology")
        if rule.object == "person":
            return self._writes(s, frame)
        if rule.object == "party":
            return self._hires(s, frame)
        if rule.object == "technology":
            return self._watches(s, frame)
        if rule.id == "use" and technology and not data:
            return self._uses_means(s, frame)
        if frame.action == "share" and roles.get("ours") and data:
            self._obtained(s, frame)
            return True
        if not self._is_doing(s, frame):
            return False
        if rule.id in ("retain", "delete", "send") and technology and not data:
            return self._cookie_kept(s, frame)
        if rule.id == "provide" and frame.action == "share" and demanded(s, frame.verb):
            frame.action = "collect"  # "providing your name is voluntary"
            return any(p.known for p in data or ())
        if not data:
            return self._without_data(s, frame)
        if rule.id in ("send", "provide") and roles.get("person") and not roles.get("recipients"):
            return self._informs(s, frame)
        if self._speaks_of_no_data(s, frame, data):
            return False
        if rule.id == "provide" and frame.action == "share" and not roles.get("recipients"):
            return self._told_by_others(s, frame)
        if rule.id == "read" and self._shown_to(s, frame):
            return True
        if rule.id == "secure" and "secure" not in (r.id for r in self.rules.verbs.get(frame.lemma, ())):
            self._guarded(s, frame)
        frame.confidence = 0.9 if all(p.known for p in data) else 0.6
        return True

    @staticmethod
    def _writes(s: Sentence, frame: Frame) -> bool:
        """Whether the organisation writes to readers about something of its own: "we notify you of new products"."""
        text = s.text(frame.verb, s.last[frame.verb]).lower()
        telling = frame.lemma in _words("notifying")
        if telling and _words("changes") & set(s.form) and word_lists().own_texts & set(s.form):
            return False  # "if we change this policy, we will notify you here"
        frame.confidence = 0.6
        return (
            (not (telling or frame.lemma == "remind") or any(w in text for w in word_lists().news))
            and bool(frame.roles.get("person"))
            and frame.actor == "first-party"
            and s.last[frame.verb] > frame.verb + 1
            and not any(w in text for w in word_lists().no_news)
        )

    def _hires(self, s: Sentence, frame: Frame) -> bool:
        """Whether the organisation engages somebody for something: "we use printers who make our books"."""
        self._hired_for(s, frame)
        if frame.stance.negated or not frame.roles.get("recipients") or not frame.roles.get("purposes"):
            return False
        frame.confidence = 0.6
        return frame.actor == "first-party"

    def _hired_for(self, s: Sentence, frame: Frame) -> None:
        """Give "we use printers who make our books" what the parties do as its purpose, where it has no other."""
        for k in range(frame.verb + 1, s.n) if not frame.roles.get("purposes") else ():
            doer = s.child(k, "nsubj") if s.dep[k] == "relcl" else None
            if doer is None or s.form[doer] not in word_lists().relatives or k in s.merged:
                continue
            practice = s.lemma[k] in self.rules.verbs and s.lemma[k] != "provide"  # "companies that collect your data": a claim of its own
            hired = any(p.start <= s.start[s.head[k]] < p.end for p in frame.roles.get("recipients", ()))
            if hired and not practice and s.lemma[k] not in _words("describing"):
                frame.add("purposes", purpose_phrases.phrases(s, k, self.lexicon))

    def _watches(self, s: Sentence, frame: Frame) -> bool:
        """Whether a technology that is placed or contained observes people: "our site contains trackers", not "our platform"."""
        frame.action = "track"
        watching = [p for p in frame.roles.get("technology", ()) if not p.concept or self.tracks(p.concept)]
        if frame.stance.negated and not frame.roles.get("data") and s.lemma[frame.verb] in _words("containing"):
            return any(p.start > s.start[frame.verb] for p in watching)  # not "cookies do not contain viruses"
        return bool(watching)

    @staticmethod
    def _uses_means(s: Sentence, frame: Frame) -> bool:
        """Whether a use of technology tells something: "we use cookies", "cookies are used to ...", not "two kinds of cookies are used"."""
        frame.action = "track"
        said = frame.actor_part is not None and s.dep[frame.verb] in ("ROOT", "conj", "ccomp", "advcl")
        goal = bool(frame.roles.get("purposes")) or any(s.dep[k] == "xcomp" for k in s.kids[frame.verb])
        return said or goal or frame.stance.modality != "does"

    def _obtained(self, s: Sentence, frame: Frame) -> None:
        """Turn what others give to the organisation into what it obtains."""
        frame.action, frame.confidence = "collect", 0.8
        if frame.actor == "third-party" and frame.actor_part:
            frame.add("source", [frame.actor_part, *self._other_givers(s, frame)])
        frame.actor, frame.actor_part = "first-party", frame.roles["ours"][0]

    def _is_doing(self, s: Sentence, frame: Frame) -> bool:
        """Whether the verb does what its rule says, as its companions tell: "add your calls to our files", "sign up with your name"."""
        rule = frame.rule
        if frame.action == "collect" and rule.id in ("send", "provide") and s.dep[frame.verb] == "pcomp":
            return False
        if rule.id == "prevent" and not rule.prep.keys() & {s.form[k] for k in s.kids[frame.verb]}:
            return False  # "may prevent your use of our site"
        if rule.id == "register":
            return any(is_yours(s, p) for p in frame.roles.get("data", ()))
        if rule.id == "record":
            return self._stored_in(s, frame.verb)
        return rule.id != "infer" or self.inferred(s, frame)

    def _without_data(self, s: Sentence, frame: Frame) -> bool:
        """Whether a verb without data still tells a practice: "we send you news", "we may disclose to the police", "we track with it"."""
        roles, rule = frame.roles, frame.rule
        if rule.id == "send" and roles.get("person") and frame.actor == "first-party" and self.tells(s, frame):
            return True
        handing = rule.id in ("share", "sell") and frame.lemma in _words("disclosing")
        if handing and roles.get("recipients") and s.child(frame.verb, "dobj") is None:
            frame.confidence = 0.6
            return True
        return rule.id == "track" and bool(roles.get("technology"))

    def _informs(self, s: Sentence, frame: Frame) -> bool:
        """Read "we send you information about X" as a use of the reader's data for communication."""
        if frame.actor != "first-party" or frame.action == "collect":
            return False
        frame.action, frame.confidence = "use", 0.6
        frame.roles["purposes"] = purpose_phrases.whole_clause(s, frame.verb, self.lexicon)
        frame.roles["data"] = []
        return True

    @staticmethod
    def _speaks_of_no_data(s: Sentence, frame: Frame, data: list[Part]) -> bool:
        """Whether what a verb takes for data is none by the whole of the sentence, or is only named."""
        rule, roles, w = frame.rule, frame.roles, word_lists()
        handing = rule.id in GIVING or rule.id == "transfer"
        if handing and all(p.kind == "other" for p in data) and not roles.get("recipients"):
            return True  # "we share your concern"
        if frame.lemma in w.weak and all(p.kind == "pronoun" for p in data):
            return True
        if frame.action == "share" and roles.get("person") and not roles.get("recipients"):
            return True
        if rule.id == "request" and frame.actor == "first-party" and all(not p.known for p in data):
            return True
        if rule.id == "request" and frame.stance.negated and (frame.embedded or "longer" in s.form[max(0, frame.verb - 2) : frame.verb]):
            return True  # "data that are no longer needed" are not said to be collected or not
        if frame.lemma == "follow" and all(set(s.view[p.start : p.end].lower().split()) & w.followed for p in data):
            return True  # "we follow the rules of our trade"
        # "the information associated with your account" is only a way to name it
        return rule.id == "combine" and s.dep[frame.verb] == "acl" and frame.lemma in _words("naming")

    def _shown_to(self, s: Sentence, frame: Frame) -> bool:
        """Read what others may see as shown to them, and then be done; people of the organisation who see it only receive."""
        part = frame.actor_part
        outsider = frame.actor == "third-party" and part is not None and part.concept is not None and part.concept not in word_lists().staff
        if part is not None and outsider and not frame.stance.negated and not embedded_clause(s, frame.verb):
            frame.action = "share"
            frame.add("recipients", [part])
            frame.actor, frame.actor_part = "first-party", None
            return True
        if frame.actor == "first-party" and part:
            frame.add("recipients", [] if self.is_us(s, part) else [part])
        return False

    @staticmethod
    def _guarded(s: Sentence, frame: Frame) -> None:
        """Take what "kept confidential and protected against misuse" guards from as the purpose."""
        against = next((k for k in range(frame.verb + 1, s.last[frame.verb]) if s.form[k] == "against"), None)
        if against is not None and s.child(against, "pobj") is not None:
            start = against - (s.tag[against - 1] == "VBN")
            frame.add("purposes", [Part(s.start[start], s.end[s.last[against]], "dpv:EnforceSecurity", kind="purpose")])

    @staticmethod
    def _stored_in(s: Sentence, v: int) -> bool:
        """Whether something is put into what keeps data: "added to our mailing list"."""
        goals = (s.child(k, "pobj") for k in range(v + 1, s.last[v] + 1) if s.form[k] in _words("into") and s.dep[k] == "prep")
        return any(goal is not None and s.lemma[goal] in word_lists().stores for goal in goals)

    def _told_by_others(self, s: Sentence, frame: Frame) -> bool:
        """Read "other members may provide information about you", to nobody in particular, as told to the organisation."""
        part, v = frame.actor_part, frame.verb
        words = set(s.form[v : s.last[v] + 1])
        if frame.actor != "third-party" or part is None or not part.concept or embedded_clause(s, v) or not _words("about_you") & words:
            return False
        if not any(p.known for p in frame.roles["data"]) or any(s.form[k] in word_lists().toward for k in s.kids[v]):
            return False
        frame.add("source", [part])
        frame.action, frame.actor, frame.actor_part, frame.confidence = "collect", "first-party", None, 0.6
        return True

    def _cookie_kept(self, s: Sentence, frame: Frame) -> bool:
        """Read "cookies are stored on your computer", and "session cookies are deleted when ..." as the end of their data."""
        v = frame.verb
        words = set(s.form[v : s.last[v] + 1])
        if frame.stance.negated and frame.rule.id == "retain" and not frame.embedded:
            return any(self.tracks(p.concept) for p in frame.roles["technology"])  # "we do not store these cookies"
        if not any(self.tracks(p.concept) and p.start < s.start[v] for p in frame.roles["technology"]):
            return False
        if frame.embedded and not (s.dep[v] in ("acl", "relcl") and s.dep[s.head[v]] == "attr"):
            return False  # but "a cookie is a file that is stored on ..."
        frame.embedded = False
        if frame.rule.id == "delete":
            frame.roles["data"] = list(frame.roles["technology"])
            return bool((word_lists().condition_marks | _words("ending")) & words)
        frame.action = "track" if frame.rule.id == "send" else frame.action  # "cookies are sent to your browser"
        return bool((word_lists().devices | _words("drives")) & words)


def embedded_clause(s: Sentence, i: int) -> bool:
    """Whether verb ``i`` stands in a relative clause, where it describes somebody and claims nothing new."""
    return s.dep[i] == "relcl" or any(s.dep[k] == "relcl" for k in s.above(i))
