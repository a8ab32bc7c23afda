"""Lead-ins: the sentence or title that gives actor, verb and open role to the items of a list or the rows of a table below it.

In go a block's sentences with their frames, out comes a `LeadIn`. Its frames are the sentence's own ("We may use your data for the
following purposes:"), those of the sentence before it ("Those circumstances include when:"), those of the lead-in above it (nested
lists), or are made from the verb of a title, which has none ("What we never see", `titles`). Which role the items fill is told by the
lead-in's words (``rules/leadins.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lists.fragments import root_of, without_tail
from privacyflows.extract.lists.openings import begins_condition
from privacyflows.extract.lists.titles import grouping_frames, stance_of_title, title_frames, titled_role, without_aside
from privacyflows.extract.mentions.mentions import Part, mentions, word_lists
from privacyflows.extract.model import BlockKind
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import load_rules
from privacyflows.extract.polarity.contrasts import left_allowed
from privacyflows.extract.polarity.polarity import Stance, stance_of
from privacyflows.extract.references.references import PlacedPart, placed
from privacyflows.extract.sentences import Unit

_POINTS = re.compile(r"\b(?:following|below|as follows)\b", re.IGNORECASE)


_AT_END = re.compile(r"\bthe following\b[^.:,;]{0,60}[.:]?[\s*_]*$", re.IGNORECASE)
_OPEN = re.compile(
    r"(?<!including )(?<!limited )(?<!such as )\b(?:to|for|when|if|where|with|by|from|that|following)(?: (?:you|we))?\W*$"
    r"|\b(?:to|with|by|for) (?:these|those)\b[^.:;]{0,40}:\W*$",
    re.IGNORECASE,
)
"""What ends so says nothing without the items below it."""
_READ = 600
"""Characters at the end of a lead-in that are looked at."""
_LIMITED = re.compile(
    r",? ?\(?(?:but )?(?:(?:is|are|be|shall be) )?not (?:be )?limited to\)?,?|,? ?\(?without limitation\)?,?", re.IGNORECASE
)
_MAIN_DEPS = frozenset({"conj", "xcomp", "ccomp", "advcl", "parataxis", "dep", "attr", "acomp", "nsubj", "nsubjpass", "dobj"})
_NOMINAL_ACTIONS = frozenset({"use", "share", "collect", "sell", "transfer", "retain"})
_TOLD = ("data", "recipients")
_GIVES = re.compile(r"\b(?:to|with)(?: (?:the following|any of the following|our|these))?\b[^.:]{0,60}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LeadIn:
    """What introduces a list."""

    unit: Unit
    """Where its frames stand."""
    sentence: Sentence
    frames: tuple[Frame, ...]
    role: str | None
    """The role that the items fill: one of the statement's, "receiving" (recipients or purposes), "manner", "measures"; None where
    the lead-in does not tell."""
    exception: bool = False
    """The items are what a denial leaves allowed ("... to no third parties other than:")."""
    ignored: bool = False
    """The items speak of what the reader may do; they tell practices only in sentences of their own."""
    title: bool = False
    """Its frames are made from a title, not read from a sentence."""
    before: bool = False
    """Its frames stand in the sentence before the one that introduces, and so are a statement of their own."""
    stance: Stance | None = None
    """For items that are verb phrases ("We will never: sell your data"): how they are claimed."""
    inherited: bool = False
    """It is that of a place above a bare title: only what is known to fit its role fills it."""
    above: LeadIn | None = None
    """The lead-in that this one stands in, as an item of its list."""

    @property
    def text(self) -> str:
        """The words of the sentence that its frames stand in."""
        return self.sentence.view[self.sentence.start[0] : self.sentence.end[-1]]

    @property
    def asks_when(self) -> bool:
        """Whether its last word opens a condition: "unless:"."""
        return begins_condition(self.text.lower().rstrip(" :*_").split()[-1:])

    @property
    def negated(self) -> bool:
        """Whether the items are what does not happen."""
        return not self.exception and any(f.stance.negated for f in self.frames)


@dataclass(frozen=True, slots=True)
class _Role:
    """One entry of ``[[role]]``."""

    role: str
    pattern: re.Pattern[str]
    actions: frozenset[str]
    negated: bool
    decides: bool
    after_pointer: bool


@dataclass(frozen=True, slots=True)
class _Rules:
    roles: tuple[_Role, ...]
    reader: re.Pattern[str]
    questions: re.Pattern[str]
    back: re.Pattern[str]
    again: re.Pattern[str]
    header: re.Pattern[str]
    placeholder: re.Pattern[str]
    no_lead: re.Pattern[str]
    doing: re.Pattern[str]


@cache
def _rules() -> _Rules:
    raw = load_rules("leadins.toml")

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    return _Rules(
        roles=tuple(
            _Role(
                e["role"],
                compiled(e["pattern"]),
                frozenset(e.get("actions", "").split()),
                e.get("negated", False),
                e.get("decides", False),
                e.get("after_pointer", False),
            )
            for e in raw["role"]
        ),
        reader=compiled(raw["reader"]["pattern"]),
        questions=compiled(raw["questions"]["pattern"]),
        back=compiled(raw["back"]["pattern"]),
        again=compiled(raw["again"]["pattern"]),
        header=compiled(raw["header"]["pattern"]),
        placeholder=compiled(raw["placeholder"]["pattern"]),
        no_lead=compiled(raw["no_lead"]["pattern"]),
        doing=compiled(raw["doing"]["pattern"]),
    )


def open_role(text: str, actions: frozenset[str], *, negated: bool = False) -> str | None:
    """The role that a lead-in of these words leaves open, for a lead-in that says these actions.

    >>> open_role("We use your data in the following ways:", frozenset({"use"}))
    'purposes'
    """
    text = _LIMITED.sub("", without_aside(text[-_READ:])).rstrip(" ,")
    pointer = max((m.end() for m in _POINTS.finditer(text)), default=None)
    best: tuple[tuple[bool, int], str] | None = None
    for entry in _rules().roles:
        if (entry.actions and not entry.actions & actions) or (entry.negated and not negated):
            continue
        starts = list(_starts(entry.pattern, text)) if not entry.decides else []
        if entry.decides and entry.pattern.search(text):
            return best[1] if best else entry.role
        # "the following parties, for their purposes": what "following" points to; else what stands nearest to the items
        after = [at for at in starts if pointer is not None and at >= pointer]
        rank = (True, -after[0]) if after else (False, starts[-1]) if starts and not entry.after_pointer else None
        if rank is not None and (best is None or rank > best[0]):
            best = rank, entry.role
    return best[1] if best else None


def _starts(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """Where the pattern can begin in a text, overlapping matches included."""
    found = pattern.search(text)
    while found:
        yield found.start()
        found = pattern.search(text, found.start() + 1)


def points_to_items(text: str) -> bool:
    """Whether a phrase only stands for the items ("the following parties")."""
    return bool(_rules().placeholder.search(text))


def points_ahead(text: str) -> bool:
    """Whether a text says that what it speaks of comes below ("the following")."""
    return bool(_POINTS.search(text))


def points_at_end(text: str) -> bool:
    """Whether a sentence ends with what points to the items.

    >>> points_at_end("We hold the following kinds of data."), points_at_end("See the following section of this notice, which is long.")
    (True, False)
    """
    return bool(_AT_END.search(text) or (text.rstrip(" *_").endswith(":") and _POINTS.search(text)))


def goes_on(text: str) -> bool:
    """Whether a lead-in goes on with what was said before it ("This covers:")."""
    return text.rstrip(" *_").endswith(":") and bool(_rules().again.search(text))


def last_text(unit: Unit) -> str:
    """The last sentence of a unit."""
    s = unit.sentences[-1] if unit.sentences else None
    return s.view[s.start[0] : s.end[-1]] if s is not None else ""


def is_open(text: str) -> bool:
    """Whether a text ends in the middle of what it says.

    >>> is_open("We share your data with:"), is_open("We use your data:")
    (True, False)
    """
    return bool(_OPEN.search(text))


def is_header(text: str) -> bool:
    """Whether an item only names the columns of the items below it ("Name Function Country")."""
    return bool(_rules().header.search(text))


def speaks_of_reader(text: str) -> bool:
    """Whether a lead-in tells what the reader may do."""
    return bool(_rules().reader.search(text)) and not _rules().questions.search(text)


def lead_in_of(unit: Unit, found: Sequence[list[Frame]], above: LeadIn | None, reader: FrameReader) -> LeadIn | None:
    """The lead-in that a unit makes; ``found`` holds the frames of its sentences, ``above`` the lead-in whose item it is."""
    if not unit.sentences:
        return None
    n = _introducing(unit.sentences)
    s = unit.sentences[n]
    text = s.view[s.start[0] : s.end[-1]]
    if unit.block.kind is not BlockKind.HEADING and text.rstrip(" *_").endswith((".", "!", "?")) and not _POINTS.search(text):
        return None
    if _rules().no_lead.search(text):
        return None
    if (above is not None and above.ignored) or speaks_of_reader(text):
        return LeadIn(unit, s, (), None, ignored=True, above=above)
    heading = unit.block.kind is BlockKind.HEADING
    doing = None if heading or _usable(found[n]) else _rules().doing.search(text.rstrip(" :*_\u2014"))
    if doing:
        return LeadIn(unit, s, (), "actions", stance=stance_of_title(doing[0]), title=True, above=above)
    titled = title_frames(unit, s, reader) if heading else []
    frames, home, title = titled or _usable(found[n]), s, bool(titled)
    if not any(_is_main(f) for f in frames):
        main = [f for f in found[n] if _is_main(f) and f.actor == "first-party" and not f.nominal] or _of_main_verb(s, text, frames, reader)
        titled = titled or ([] if main else title_frames(unit, s, reader))
        frames, title = main or titled or frames, bool(titled) and not main
    doing = None if frames else _rules().doing.search(text.rstrip(" :*_\u2014"))
    if doing:
        return LeadIn(unit, s, (), "actions", stance=stance_of_title(doing[0]), title=True, above=above)
    # "Providers. These help us to run the shop. They include:" goes on with the parties
    follows = not n or (above is not None and above.role in ("recipients", "receiving") and _of_parties(unit, reader))
    again = above is not None and follows and goes_on(text) and not any(f.roles.get("data") for f in frames)
    if not frames and not again:
        titled = title_frames(unit, s, reader)
        if titled:
            frames, title = titled, True
        elif n and _rules().back.search(text):
            frames, home = [f for f in _usable(found[n - 1]) if _is_main(f)], unit.sentences[n - 1]
    if above is not None and above.frames and (again or not frames):
        actions = frozenset(f.action for f in above.frames)
        role = (("recipients" if n else above.role) if again else None) or open_role(text, actions) or above.role
        return replace(above, role=role, above=above, exception=above.exception)
    if not frames:
        frames, title = grouping_frames(s, found[n - 1] if n else ()), True
    if not frames:
        return None
    negated = any(f.stance.negated for f in frames)
    role = open_role(text, frozenset(f.action for f in frames), negated=negated)
    if title and (heading or role in (None, "data", "manner")):
        role = titled_role(text)
    exception = role == "exceptions"
    frames = [_fitting(f, role) for f in (left_allowed(frames) if exception else frames)]
    return LeadIn(unit, home, tuple(frames), None if exception else role, exception, title=title, before=home is not s, above=above)


def _of_parties(unit: Unit, reader: FrameReader) -> bool:
    """Whether a text begins with a party, which "they" in its last sentence then means."""
    s = unit.sentences[0]
    found = mentions(s, 0, s.n - 1, reader.lexicon, prefer=("party", "data", "technology"))
    return bool(found) and found[0].kind == "party" and found[0].known


def _introducing(sentences: Sequence[Sentence]) -> int:
    """The sentence that introduces: the last one, or an earlier one that points to what follows where the last one is closed."""
    texts = [s.view[s.start[0] : s.end[-1]] for s in sentences]
    if not texts[-1].rstrip(" *_").endswith((".", "!")):
        return len(texts) - 1
    pointing = [n for n, t in enumerate(texts) if points_at_end(t)] or [n for n, t in enumerate(texts) if _POINTS.search(t)]
    return pointing[-1] if pointing else len(texts) - 1


def _usable(frames: list[Frame]) -> list[Frame]:
    """The frames that the items complete: those of the last verb that is not inside a noun's clause."""
    usable = [f for f in frames if f.actor != "user" and not (f.embedded and f.sentence.dep[f.verb] == "amod")]
    plain = [f for f in usable if not f.embedded] or usable
    plain = [f for f in plain if not f.nominal] or [f for f in plain if f.action in _NOMINAL_ACTIONS]
    last = max((f.verb for f in plain), default=0)
    return [f for f in plain if f.verb == last]


def _is_main(frame: Frame) -> bool:
    """Whether a frame's verb is the sentence's main verb or goes on with it, and does not stand inside a noun's phrase."""
    s, k = frame.sentence, frame.verb
    if frame.embedded:
        return False
    while s.head[k] != k:
        if s.dep[k] not in _MAIN_DEPS and not (s.dep[k] in ("acl", "pobj") and s.lemma[s.head[k]] in ("right", "purpose", "to")):
            return False
        k = s.head[k]
    return True


def _of_main_verb(s: Sentence, text: str, embedded: Sequence[Frame], reader: FrameReader) -> list[Frame]:
    """The frame of a main verb that lacks what the items give: "We may provide the data you enter to:"."""
    i = root_of(s)
    subject = s.child(i, "nsubj")
    rule = next((r for r in reader.rules.verbs.get(s.lemma[i].lower(), ()) if r.object == "data"), None)
    if rule is None or subject is None or s.pos[i] != "VERB" or s.form[subject] in word_lists().reader:
        return []
    if rule.action not in ("share", "transfer", "sell", "publish") or not _GIVES.search(text.rstrip(" :")):
        return []
    frame = Frame(s, i, rule, s.lemma[i], (s.start[i], s.end[i]), rule.action, stance_of(s, i), confidence=0.8)
    frame.actor_part = Part(s.start[s.first[subject]], s.end[subject], kind="we")
    data = [p for f in embedded for p in f.roles.get("data", [])]
    direct = s.child(i, "dobj")
    if not data and direct is not None:
        data = [reader.part(s, m) for m in mentions(s, s.first[direct], direct, reader.lexicon) if m.kind in ("data", "deictic")]
    frame.roles["data"] = data
    # "we provide you with tools such as:" gives no data to anybody
    return [frame] if data or frame.lemma in ("share", "disclose", "sell", "rent", "transfer") else []


def _fitting(frame: Frame, role: str | None) -> Frame:
    """The frame with the action that its open role asks for: data that "the following processors use" are shared with them."""
    if role == "recipients" and frame.action == "use":
        return replace(frame, action="share", rule=frame_rules().verbs["share"][0])
    return frame


def is_complete(frame: Frame, lead: LeadIn) -> bool:
    """Whether a lead-in's frame is a statement of its own: a denial with exceptions, or one whose open role has a filler already."""
    if lead.title:
        return False
    if lead.exception or lead.before or lead.role == "measures":
        return True
    named = {
        role: [p for p in frame.roles.get(role, ()) if not points_to_items(text_of(p, frame))] for role in (*_TOLD, lead.role or "data")
    }
    told = {role for role, parts in named.items() if any(p.vagueness is None for p in parts)}
    if lead.role in told and lead.role not in ("conditions", "manner", "receiving"):
        return True
    # "we share your data with our sister firms to please you in two ways:" says whole what it says
    left_open = lead.role == "conditions" or is_open(lead.text) or points_ahead(lead.text)
    # "we may give away your address:" waits for its items, which tell when and to whom
    gives = frame.action in ("share", "sell", "transfer", "publish")
    whole = bool(named["data"]) if "recipients" in told else "data" in told and not gives
    return whole and not (left_open or lead.unit.piece)


def text_of(part: Part, frame: Frame) -> str:
    """The words of a part of a frame, wherever it stands."""
    view = part.unit.view if isinstance(part, PlacedPart) else frame.sentence.view
    return view[part.start : part.end]


def template(frame: Frame, lead: LeadIn) -> Frame:
    """A copy of a lead-in's frame that an item may fill: its parts placed in the lead-in, its open role empty."""
    dropped = {"recipients"} if lead.role == "receiving" or lead.exception else {lead.role}
    if lead.exception:
        dropped |= {"conditions"}
    roles: dict[str, list[Part]] = {}
    for role, parts in frame.roles.items():
        if role not in dropped:
            kept = [
                p
                for p in parts
                if not points_to_items(text_of(p, frame)) or (role == "data" and not _rules().placeholder.match(text_of(p, frame)))
            ]
            roles[role] = [placed(without_tail(p, lead.unit.view) if role == "purposes" else p, lead.unit) for p in kept]
    actor = placed(frame.actor_part, lead.unit) if frame.actor_part else None
    # what a denial leaves open happens only where the policy says so elsewhere
    stance = Stance(False, "may") if lead.exception else frame.stance
    return replace(frame, roles=roles, actor_part=actor, stance=stance, confidence=min(frame.confidence, 0.8))


def continued(lead: LeadIn, made: Sequence[Frame], text: str) -> LeadIn:
    """The lead-in that an item makes for the list below it: the item's own frames, whose open role its last words tell."""
    role = open_role(text, frozenset(f.action for f in made)) or lead.role
    if role == "receiving" and any(f.roles.get("recipients") for f in made):
        role = "purposes"  # "with the police, to:"
    return replace(lead, frames=tuple(made), role=role, exception=False, above=lead)
