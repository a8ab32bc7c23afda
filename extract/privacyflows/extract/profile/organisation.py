"""Who "we" is: a document in, its organisation with the other names, the parent and the controller out.

Every pattern that tells a name is a witness with a weight; names that share their base or that the text itself equates
("Example Data Ltd. (“Example”, “we”)") pool their weights, and the heaviest wins. The file's stem only adds to a name that
the text has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from privacyflows.extract.model import Block, BlockKind, Document
from privacyflows.extract.profile.names import NAME, abbreviates, base, has_legal_form, is_name, shortens, tidy

_POLICY = r"(?:[Pp]olicy|[Pp]olicies|[Nn]otice|[Ss]tatement|POLICY|NOTICE|STATEMENT|[Dd]ocument)"
_NAMED = rf"(?P<name>{NAME})"
_KIN = (
    r"(?:,?\s+(?:and|with|or|together\s+with|including|along\s+with)\s+(?:its|our|their|the|any|all|it['’]?s)\s[^().]{0,100}"
    r"|,\s[^().]{0,120}|\s+and\s[^().]{0,80})?"
)
_DEFINED = re.compile(rf"{_NAMED}(?:\s*\([^()]{{0,60}}\))?{_KIN}\s*\((?P<inside>[^()]{{0,240}})\)")
_DEFINES = re.compile(r"\(\s*(?:[^\Wa-z]|[^()]{0,240}[“\"'‘«])")
"""Without such a bracket nothing is defined; a pattern that begins with a name is costly, and so sought only beside one."""
_QUOTED = re.compile(r"[“\"'‘«]+\s*([^“”\"«»]{1,60}?)[,.]?\s*[”\"'’»]+")
_SELF = re.compile(r"[“\"'‘«]\s*(?:we|us|our|ours|We|Us|Our|WE|US|OUR|Company|COMPANY|the\s+Company)\b")
_VERBS = (
    "collects?|uses?|shares?|processe?s?|stores?|discloses?|receives?|retains?|gathers?|obtains?|handles?|protects?|treats?|respects?|takes|values?|cares|"
    "recogni[sz]es|understands|believes|provides|offers|operates"
)
_ACTS = r"\s+(?:is|has|was|does|may|will|can|cannot|must|uses?|[a-z]{2,}[^s\W]s)\s"
_DOES = rf"\s+(?:(?:may|will|does|do|not|also|only|can|and\s+its\s+\w+)\s+){{0,3}}(?:{_VERBS})\b"

_WITNESSES = (
    (9, ("e are ", "e, "), re.compile(rf"\b[Ww]e(?:\s+are|,)\s+{_NAMED}(?=[,.(\s])")),
    (
        8,
        ("“", '"'),
        re.compile(rf"[“\"](?:we|us|our|We|Us|Our),?[”\"][^.]{{0,60}}?\b(?:mean|means|refers?\s+to|is|are)\s+(?:the\s+)?{_NAMED}"),
    ),
    (7, ("at ", "At "), re.compile(rf"\b(?:[Ww]e\s+at|[Aa]t)\s+{_NAMED},?\s+(?:we|our|your|respects?|takes?|\()")),
    (
        7,
        ("olic", "otice", "tatement", "ocument", "POLICY", "NOTICE", "STATEMENT"),
        re.compile(
            rf"\b{_POLICY}[^.]{{0,60}}?\b(?:describes|explains|sets\s+out|outlines|covers|discloses|governs|details|informs)[^.]{{0,60}}?\b(?:how|which|what|the\s+way|when)\s+(?:the\s+)?{_NAMED}{_DOES}"
        ),
    ),
    (
        6,
        ("practices", "polic", "notice", "statement"),
        re.compile(rf"\b(?:practices|policy|policies|notice|statement)\s+(?:of|at|for|by)\s+(?:the\s+)?{_NAMED}(?=[,.\s])"),
    ),
    (
        5,
        (" by ",),
        re.compile(
            rf"\b(?:published|operated|owned|provided|maintained|run|made\s+available|brought\s+to\s+you|offered|powered)\s+by\s+(?:the\s+)?{_NAMED}"
        ),
    ),
    (5, ("©", "(c)", "(C)", "opyright"), re.compile(rf"(?:©|\([Cc]\)|[Cc]opyright)[\s\d,–-]{{0,20}}(?:by\s+)?{_NAMED}")),
    (5, ("elcome",), re.compile(rf"\b[Ww]elcome\s+to\s+(?:the\s+)?{_NAMED}")),
    (
        4,
        ("ite", "ervice", "roduct", "latform", "pp"),
        re.compile(
            rf"\b(?:visit|visiting|use|using|access|accessing|choosing|trusting|through|on)\s+(?:of\s+)?(?:the\s+)?{_NAMED}(?:['’]s)?\s+(?:websites?|sites?|services?|products|platform|apps?|applications?|Services?|Sites?|Websites?|Platform|Apps?)\b"
        ),
    ),
)
"""Weight, words of which a text must hold one for the pattern to be sought, pattern."""
_AVOWAL = re.compile(
    rf"\b(?:the\s+)?{_NAMED}(?:\s*\([^()]*\))?(?:\s+and\s+its\s[\w\s]{{1,40}}?)?,?\s+(?:respects?|is\s+committed|are\s+committed|takes?\s+(?:\w+\s+){{0,3}}privacy|cares|values|recogni[sz]es|believes)\b"
)
_AVOWAL_WEIGHT = 6
_AVOWS = re.compile(r"respect|committed|take|cares|values|recogni[sz]es|believes")
"""Without one of these there is no avowal; a pattern that begins with a name is costly, and so sought only behind them."""
_SUBJECT = re.compile(rf"(?:^|[.;:,(]\s|\bhow\s|\bthat\s|\bwhen\s)(?:[Tt]he\s)?{_NAMED}(?:{_DOES}|{_ACTS})")
_SUBJECT_CAP = 6.0
"""So much, at most, weighs it that a name is often the subject of sentences; partners are often subjects too."""
_PARENT = re.compile(
    rf"(?:the\s+)?{_NAMED}(?:\s*\([^()]*\))?,?\s+(?:is|are)?\s*,?\s*(?:an?|the)\s+(?:wholly[- ]owned\s+)?"
    rf"(?:(?:online|learning|digital|e-learning|publishing|trading|research|teaching)\s+)?"
    rf"(?P<tie>division|subsidiary|part|member|brand|affiliate|unit|imprint|platform|service|website|department)\s+of\s+"
    rf"(?:the\s+)?(?P<parent>{NAME})(?:\s*\((?P<inside>[^()]{{0,60}})\))?"
)
_CONTROLLERS = (
    re.compile(
        rf"\b(?:data\s+|joint\s+|sole\s+)?[Cc]ontrollers?\b[^.]{{0,140}}?\b(?:is|are|shall\s+be|will\s+be|means)\b:?\s+(?:the\s+)?{_NAMED}(?=[,.;(\s]|$)"
    ),
    re.compile(rf"\b(?:data\s+)?[Cc]ontroller[^.:]{{0,80}}:\s*(?:the\s+)?{_NAMED}"),
    re.compile(
        rf"\b(?:[Tt]he\s+)?{_NAMED}(?:\s*\([^()]{{0,80}}\))?(?:,[^.]{{0,160}},)?(?:\s+and\s+{NAME})?\s+(?:is|are|acts?\s+as|shall\s+be|will\s+be|will\s+act\s+as)\s+(?:also\s+)?(?:the|a|your|joint)?\s*(?:sole\s+|joint\s+)?(?:data\s+)?[Cc]ontrollers?\b"
    ),
)
_OTHERS = re.compile(r"\b(?:independent|separate|third[- ]part(?:y|ies)|partners?|providers?|not\s+(?:the|a)\s)\b", re.IGNORECASE)
_RESPONSIBLE = re.compile(r"\b(?:controllers?|responsible|who\s+(?:we\s+are|are\s+we))\b", re.IGNORECASE)
_TITLE_AFTER = re.compile(rf"{_POLICY}\S*\s*(?:[-—–|:/,]|\b(?:for|of|by|at)\b)\s*(?:the\s+)?(.+)$")
_TITLE_BEFORE = re.compile(
    r"^(?:the\s+|welcome\s+to\s+(?:the\s+)?)?(.+?)(?:['’]s?)?\s+(?:(?:online|global|general|consumer|website|site|web|customer|u\.?s\.?|brand|full|combined|mobile|app|user|group|eu|legal)\s+){0,3}(?:privacy|data\s+protection|cookies?|terms)\b",
    re.IGNORECASE,
)
_TITLED = re.compile(r"\b(?:privacy|data\s+protection|policy|notice|cookies?|statement|terms)\b", re.IGNORECASE)
_SECTION = re.compile(
    r"(?:\d|changes|introduction|overview|contents|table\s+of|what|how|who|when|about|information|updates?\b|your\s|our\s+commitment|scope|general$|back)",
    re.IGNORECASE,
)
_LONGEST = 10_000
"""Characters of a block that are searched: no paragraph that a person wrote is longer, and hostile ones must not cost minutes."""
_TITLE_WITHIN = 5
"""So many blocks may hold the title; what comes later is a section's."""
_EARLY = 14
"""So many blocks open a policy and say who speaks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Who speaks in a policy."""

    organisation: str | None
    aliases: tuple[str, ...]
    parent: str | None
    controller: str | None


def title_of(document: Document) -> str | None:
    """The policy's own title: its first heading that names a policy, else such a short line, else its first heading of the highest rank."""
    opening = document.blocks[:_TITLE_WITHIN]
    headings = [block for block in opening if block.kind is BlockKind.HEADING]
    lines = [block for block in opening if block.kind is BlockKind.PARAGRAPH and len(block.view) < 100 and block.view[-1] not in ".:;"]
    named = [
        block for block in (*headings, *lines) if block.view[-1] != "." and _TITLED.search(block.view) and not _SECTION.match(block.view)
    ]
    top = [block for block in headings if block.level == 1 and not _SECTION.match(block.view)]
    return next((block.view for block in (*named, *top)), None)


def identity_of(document: Document) -> Identity:
    """The organisation that "we" stands for, with its other names."""
    ballot = _Ballot()
    for weight, name in _title_names(title_of(document), document):
        ballot.add(name, weight)
    for i, block in enumerate(document.blocks):
        if len(block.view) > 20:
            _witness(block, early=i < _EARLY, ballot=ballot)
    parent = _parent(document.blocks, ballot)
    ballot.lift_by_stem(document.policy)
    chosen = ballot.winner()
    aliases = ballot.aliases(chosen) if chosen else ()
    controller = _controller(document.blocks, chosen, aliases, ballot)
    if chosen:
        full = _in_full(chosen, document.text)
        short = chosen if full != chosen else ballot.short_of(chosen)
        aliases = (short, *(name for name in aliases if name not in (full, short))) if short else aliases
        chosen = _with_article(full, document.text)
    return Identity(organisation=chosen, aliases=aliases, parent=parent if parent != chosen else None, controller=controller)


def _in_full(name: str, text: str) -> str:
    """The full name of what the text calls "the Academy": a name that ends with the word, where the word alone has an article."""
    if " " in name or has_legal_form(name):
        return name
    word = re.escape(name)
    alone = len(re.findall(rf"\b[Tt]he\s+{word}\b", text))
    longer = Counter(found[0] for found in re.finditer(rf"(?:[A-Z][\w’'&-]* ){{1,4}}{word}\b", text))
    plain = {tidy(each): n for each, n in longer.items() if is_name(each[: -len(name)]) and base(each) != base(name)}
    others = len(re.findall(rf"\b{word}\b", text)) - sum(longer.values())
    return max(plain, key=lambda each: (plain[each], each)) if plain and alone and alone * 2 > others else name


def _with_article(name: str, text: str) -> str:
    """The name as "The Example" where the text writes the article with a capital in mid-sentence too."""
    plain = re.escape(name)
    capital = len(re.findall(rf"[a-z,]\s+The\s+{plain}\b", text))
    if re.search(rf"[“\"]The\s+{plain},?[”\"]", text):
        return f"The {name}"
    return f"The {name}" if capital > 1 and capital > len(re.findall(rf"[a-z,]\s+(?:the\s+)?{plain}\b", text)) else name


class _Ballot:
    """Names with their weights, and which names the text equates."""

    def __init__(self) -> None:
        self._weights: dict[str, float] = {}
        self._forms: dict[str, dict[str, float]] = {}
        self._same: dict[str, str] = {}
        self._subject: dict[str, float] = {}

    def add(self, name: str, weight: float) -> str:
        """Count a witness for the name; returns its base, "" where it is no name."""
        name = tidy(name)
        key = base(name) if is_name(name) else ""
        if key:
            self._weights[key] = self._weights.get(key, 0) + weight
            forms = self._forms.setdefault(key, {})
            forms[name] = forms.get(name, 0) + weight
        return key

    def add_subject(self, name: str) -> None:
        """Count that the name is a sentence's subject, up to `_SUBJECT_CAP`."""
        key = base(name)
        if self._subject.get(key, 0) < _SUBJECT_CAP:
            self._subject[key] = self._subject.get(key, 0) + 0.7
            self.add(name, 0.7)

    def equate(self, first: str, second: str) -> None:
        """Let two bases count as one organisation."""
        one, other = self._root(first), self._root(second)
        if one != other:
            self._same[other] = one

    def _root(self, key: str) -> str:
        while key in self._same:
            key = self._same[key]
        return key

    def lift_by_stem(self, stem: str) -> None:
        """Strengthen names that the file's name holds."""
        flat = re.sub(r"[^\w]+", "", stem.casefold())
        for key in self._weights:
            if len(key) > 2 and (key in flat or (len(flat) > 3 and flat in key)):
                self._weights[key] += 3

    def winner(self) -> str | None:
        """The form in which the heaviest organisation is named best: defined in full, else most often."""
        totals: dict[str, float] = {}
        for key, weight in self._weights.items():
            totals[self._root(key)] = totals.get(self._root(key), 0) + weight
        if not totals or max(totals.values()) < 4:
            return None
        root = max(totals, key=lambda key: (totals[key], -len(key), key))
        forms = self._all_forms(root)
        # Abbreviations and legal names are aliases where the policy has a plainer name for itself.
        plain = {name for name in forms if not any(abbreviates(name, other) for other in forms)}
        plain = {name for name in plain if not has_legal_form(name)} or plain or set(forms)
        return max(plain, key=lambda name: (forms[name], len(name), name))

    def in_full(self, name: str) -> str:
        """The name, or, where it is a short one without a legal form, the longest form with one that the text defined it for."""
        forms = self._all_forms(self._root(base(name))) if base(name) in self._same.keys() | set(self._same.values()) else {}
        legal = [form for form in forms if has_legal_form(form)]
        return max(legal, key=len) if legal and not has_legal_form(name) and not _same_words(name, legal) else name

    def short_of(self, chosen: str) -> str | None:
        """The last word of a longer name, where the text speaks of "the Academy" and no other name ends so."""
        first, _, last = chosen.rpartition(" ")
        known = first and last[:1].isupper() and last in self._forms.get(base(last), {}) and not has_legal_form(chosen)
        rivals = [name for forms in self._forms.values() for name in forms if name.endswith(f" {last}") and name != chosen]
        return last if known and not rivals else None

    def aliases(self, chosen: str) -> tuple[str, ...]:
        """The other names of the chosen organisation, heaviest first."""
        forms = self._all_forms(self._root(base(chosen)))
        return tuple(sorted((name for name in forms if name != chosen), key=lambda name: (-forms[name], name)))

    def _all_forms(self, root: str) -> dict[str, float]:
        return {name: w for key, forms in self._forms.items() if self._root(key) == root for name, w in forms.items()}


def _same_words(name: str, forms: list[str]) -> bool:
    """Whether a form differs from the name by its legal form alone."""
    return any(base(form) == base(name) for form in forms)


def _title_names(title: str | None, document: Document) -> Iterator[tuple[float, str]]:
    """What the title says before or after "Privacy Policy"."""
    if not title:
        return
    for pattern in (_TITLE_AFTER, _TITLE_BEFORE):
        found = pattern.search(title)
        if found and (name := re.search(NAME, found[1])):
            yield 6, name[0]
    if not _TITLED.search(title) and re.fullmatch(NAME, title) and sum(title in block.view for block in document.blocks) > 1:
        yield 5, title


def _witness(block: Block, *, early: bool, ballot: _Ballot) -> None:
    view = block.view[:_LONGEST]
    share = 1.0 if early else 0.4
    for found in _DEFINED.finditer(view) if "(" in view and _DEFINES.search(view) else ():
        _define(found, share, ballot)
    for weight, needs, pattern in _WITNESSES:
        for found in pattern.finditer(view) if any(word in view for word in needs) else ():
            ballot.add(found["name"], weight * share)
    for found in _AVOWAL.finditer(view) if _AVOWS.search(view) else ():
        ballot.add(found["name"], _AVOWAL_WEIGHT * share)
    for found in _SUBJECT.finditer(view):
        ballot.add_subject(found["name"])


def _define(found: re.Match[str], share: float, ballot: _Ballot) -> None:
    """Read "Example Data Ltd. (“Example”, “we”)": the names are one; and it speaks of itself if "we" is among them."""
    inside, name = found["inside"], tidy(found["name"])
    own = bool(_SELF.search(inside))
    quoted = [tidy(quote) for quote in _QUOTED.findall(inside)]
    shorts = [quote for quote in quoted if is_name(quote) and quote[:1].isupper() and len(quote.split()) <= 4]
    if not quoted and abbreviates(inside.strip(), name):
        shorts = [inside.strip()]
    elif not own and not any(abbreviates(short, name) or shortens(short, name) for short in shorts):
        return
    key = ballot.add(name, (14 if own else 3) * share)
    for short in shorts:
        other = ballot.add(short, (8 if own else 2) * share)
        if key and other:
            ballot.equate(key, other)


def _parent(blocks: tuple[Block, ...], ballot: _Ballot) -> str | None:
    """The organisation of which this one is said to be a part; a division's names are those of its house too."""
    for block in blocks[:_EARLY]:
        for found in _PARENT.finditer(block.view[:_LONGEST]):
            child, parent = tidy(found["name"]), tidy(found["parent"])
            if not (is_name(child) and is_name(parent)):
                continue
            key = ballot.add(child, 9)
            other = ballot.add(parent, 0)
            if found["tie"] == "division" and key and other:
                ballot.equate(key, other)
                for short in _QUOTED.findall(found["inside"] or ""):
                    if alias := ballot.add(short, 0):
                        ballot.equate(key, alias)
            return parent
    return None


def _controller(blocks: tuple[Block, ...], chosen: str | None, aliases: tuple[str, ...], ballot: _Ballot) -> str | None:
    """The name that the text gives for the controller; a name strange to the policy counts only where it is named in full.

    A name that the text defined for a longer one ("Example Media Ltd (the “Publisher”)") stands for that.
    """
    own = {base(name) for name in (chosen, *aliases) if name}
    best: tuple[int, str] = (2, "")
    for block in blocks:
        if "ontroller" not in block.view:
            continue
        for i, pattern in enumerate(_CONTROLLERS):
            for found in pattern.finditer(block.view[:_LONGEST]):
                short = tidy(found["name"])
                name = short if base(short) in own else ballot.in_full(short)
                if not is_name(name) or _OTHERS.search(block.view[max(0, found.start() - 60) : found.end() + 60]):
                    continue
                key = base(name)
                kin = key in own or any(len(each) > 3 and key.startswith(each) for each in own)
                score = (
                    3 * kin
                    + 2 * has_legal_form(name)
                    + (i < 2)
                    + (name != short)
                    + any(_RESPONSIBLE.search(heading) for heading in block.path)
                )
                best = max(best, (score, name), key=lambda each: each[0])
    return best[1] or None
