"""Lines of lists and of tables that ran together, which name a party, what it does and where: "Lumohost GmbH, Berlin – hosting (Germany)".

In go the words of an item, out comes a `PartyRow`: where its name, its functions and its places stand. Names are told by their
capitals, by a company's suffix or by the lexicon, places by the gazetteer; what stands between name and place in a line without marks
is the function.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from privacyflows.extract.circumstances.places import place_names
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.lists.fragments import is_sentence
from privacyflows.extract.lists.openings import known_verbs
from privacyflows.extract.mentions.mentions import Part, word_lists
from privacyflows.extract.references.references import placed
from privacyflows.extract.sentences import Unit

_MARK = re.compile(r"\s+[–—-]+\s+|\s*[:;|()]\s*|,\s+|\s+[-–—](?=\w)")
_DASHED = re.compile(r"[A-Z][^\u2013\u2014:.;-]{0,60}\s(?:[\u2013\u2014]|-{1,2})\s+[a-z]+s\b")
_WORD = re.compile(r"[^\W_][^\s,;:()|]*")
_SMALL = frozenset("of and the for by de la & und et".split())
_NOTE = re.compile(r"https?:|www\.|@|\b(?:privacy|policy|see|here|your|you|we|our|us|they|is|are|section)\b", re.IGNORECASE)
"""What speaks of somebody or points elsewhere is no function."""
_POINTER = re.compile(r"https?:|www\.|@|\b(?:privacy|policy|see|here|section)\b", re.IGNORECASE)
_POLICY = re.compile(r"\b(?:privacy|policy)\b", re.IGNORECASE)
"""What points to somebody's own rules says that they are a party."""
_AROUND_PLACE = re.compile(r"[\s,.]*(?:(?:the|based|located|in|region|servers?|and|or|eu|eea|us|of)\b[\s,.]*)*", re.IGNORECASE)
_PARTIES = frozenset("record provider providers processor processors partner partners vendor company".split())
"""Last words of what somebody is, not of what they do: "merchant of record"."""
_LONGEST_NAME = 7
_LONGEST_FUNCTION = 9
_LONGEST = 260
"""Characters of an item that is looked at."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyRow:
    """The parts of such a line, as ranges of its text."""

    name: tuple[int, int]
    functions: tuple[tuple[int, int], ...] = ()
    places: tuple[tuple[int, int, str | None], ...] = ()


def fill_row(frame: Frame, head: Unit | None, unit: Unit, lexicon: Lexicon) -> bool:
    """Give a lead-in's frame the party, the purposes and the places of an item; False where the item is no such line.

    ``head`` is the unit of the item's run-in heading, which then is the name.
    """
    text = line_of(unit)
    if not text:
        return False
    row = party_row(text, lexicon) if head is None else _named(head.view.rstrip(" :*_\u2013\u2014-"), lexicon)
    rest = rest_of_row(text, None, lexicon) if head is not None else PartyRow(name=(0, 0))
    points = row is not None and _POLICY.search(text) is not None and len(text.split()) <= _LONGEST_FUNCTION
    if row is None or not (row.functions or row.places or rest.functions or rest.places or points):
        return False
    home = head or unit
    a, b = row.name
    known = lexicon.organisation(home.view[a:b])
    kind = known.kind if known and known.kind else "dpv:ThirdParty"
    frame.roles["recipients"] = [placed(Part(a, b, kind, known.name if known else home.view[a:b], kind="party"), home)]
    goals = [
        placed(Part(x, y, lexicon.purpose(where.view[x:y]), kind="purpose"), where)
        for where, part in ((home, row), (unit, rest))
        for x, y in part.functions
    ]
    if goals:
        frame.roles["purposes"] = list(goals)
    for where, part in ((home, row), (unit, rest)):
        frame.add("location", [placed(Part(x, y, value=code, kind="location"), where) for x, y, code in part.places])
    return True


def line_of(unit: Unit) -> str:
    """The words of an item in front of its first full sentence: of "hosting. They are certified." the hosting."""
    dashed = _DASHED.match(unit.view) is not None  # "Mailboat – sends our news" is a line, though it has a subject and a verb
    first = next((s for s in unit.sentences[dashed:] if is_sentence(s)), None)
    return unit.view[: first.start[0]].rstrip() if first is not None else unit.view


def _named(text: str, lexicon: Lexicon) -> PartyRow | None:
    """The row that a run-in heading begins: a name alone, or with functions and places."""
    if _is_name(text, lexicon):
        return PartyRow(name=(0, len(text)))
    return party_row(text, lexicon)


def party_row(text: str, lexicon: Lexicon) -> PartyRow | None:
    """The parts of a line that begins with a party's name; None where it names no function and no place, and points nowhere.

    >>> from privacyflows.extract.lexicon.lexicon import load_lexicon
    >>> row = party_row("Lumohost GmbH, Ringweg 4, 10115 Berlin: hosting (Germany)", load_lexicon())
    >>> row and (row.name, row.functions, row.places)
    ((0, 13), ((40, 47),), ((49, 56, 'DE'),))
    """
    if len(text) > _LONGEST or not text.strip():
        return None
    parts = list(_segments(text))
    if not parts:
        return None
    first, last = parts[0]
    if len(parts) == 1 or not _is_name(text[first:last], lexicon):
        return _run_together(text, parts, lexicon)
    row = rest_of_row(text, parts[1:], lexicon)
    a, b = parts[-1]
    between = [x for x, y, _ in place_names(text[a:b]) if x == 0 or y == b - a]
    if (not row.functions or len(between) > 1) and (found := _run_together(text, parts, lexicon)) is not None and found.functions:
        return found
    tells = row.functions or row.places or all(_POLICY.search(text[x:y]) for x, y in parts[1:])
    return PartyRow(name=(first, last), functions=row.functions, places=row.places) if tells else None


def rest_of_row(text: str, parts: list[tuple[int, int]] | None, lexicon: Lexicon) -> PartyRow:
    """The functions and places in the given parts of a line, or in all of it; its name is left empty."""
    functions: list[tuple[int, int]] = []
    places: list[tuple[int, int, str | None]] = []
    for a, b in _segments(text) if parts is None else parts:
        part = text[a:b]
        found = place_names(part)
        if found and _only_place(part, found):
            places += [(a + x, a + y, code) for x, y, code in found]
        elif not any(c.isdigit() for c in part) and _is_function(part, lexicon, marked=not text[:a].rstrip().endswith(",")):
            functions.append((a, b))
        elif not (part[0].isupper() or part[0].isdigit()) or _NOTE.search(part) or len(part.split()) > _LONGEST_NAME:
            return PartyRow(name=(0, 0))  # neither an address nor anything else of such a line
    return PartyRow(name=(0, 0), functions=tuple(functions), places=tuple(places))


def _segments(text: str) -> Iterator[tuple[int, int]]:
    """The parts between marks; a company's suffix after a comma stays with its name."""
    out: list[tuple[int, int]] = []
    at = 0
    for mark in [*_MARK.finditer(text), None]:
        end = mark.start() if mark else len(text)
        a, b = at, end
        while a < b and text[a] in " *_\"'“”":
            a += 1
        while b > a and text[b - 1] in " *_\"'“”.,":
            b -= 1
        if text.startswith(".", b) and text[a : b + 1].split()[-1:] and text[a : b + 1].split()[-1].lower() in word_lists().party_suffixes:
            b += 1
        if a < b:
            suffix = text[a:b].lower() in word_lists().party_suffixes
            if suffix and out and text[out[-1][1] : a].strip() == ",":
                out[-1] = out[-1][0], b
            else:
                out.append((a, b))
        at = mark.end() if mark else end
    yield from out


def _is_name(text: str, lexicon: Lexicon) -> bool:
    """Whether a text is a proper name: capitals throughout, and no kind of party or data in title case."""
    words = _WORD.findall(text)
    if not words or len(words) > _LONGEST_NAME or not text[0].isalnum():
        return False
    if not all(w[0].isupper() or w[0].isdigit() or w.lower() in _SMALL for w in words) or not any(c.isalpha() for c in text):
        return False
    if lexicon.organisation(text) is not None or words[-1].lower() in word_lists().party_suffixes:
        return True
    return not _is_known(text, lexicon)


def _is_known(text: str, lexicon: Lexicon) -> bool:
    """Whether a text means something by itself: a kind of party, data, a purpose, a place."""
    return lexicon.party(text) is not None or lexicon.data(text) is not None or lexicon.purpose(text) is not None or bool(place_names(text))


def _is_function(text: str, lexicon: Lexicon, *, marked: bool) -> bool:
    """Whether a part says what the party does; behind a comma only where the lexicon knows the purpose."""
    words = text.split()
    verb = words[0].lower()
    serves = any(f.form == "s" for f in known_verbs().get(verb, ())) or verb.removesuffix("s") in frame_rules().verbs.keys() - {verb}
    if len(words) > _LONGEST_FUNCTION or (_POINTER if serves else _NOTE).search(text):
        return False
    if serves:
        return True
    if lexicon.purpose(text) is not None:
        return lexicon.party(text) is None or words[-1].lower() not in _PARTIES
    return marked and text[:1].islower() and lexicon.party(text) is None


def _only_place(text: str, found: list[tuple[int, int, str | None]]) -> bool:
    """Whether a part is made of places and of what stands around them."""
    rest, at = "", 0
    for a, b, _ in found:
        rest, at = rest + text[at:a] + " ", b
    rest = (rest + text[at:]).strip()
    return _AROUND_PLACE.fullmatch(rest) is not None or len(rest.split()) == 1


def _run_together(text: str, parts: list[tuple[int, int]], lexicon: Lexicon) -> PartyRow | None:
    """The parts of a line whose columns only blanks divide: "Lumopay Payment services USA"."""
    a, b = parts[-1]
    found = place_names(text[a:b])
    if not found or found[-1][1] != b - a:
        return None
    x, y, code = found[-1]
    where = (a + x, a + y, code)
    if len(parts) > 1:
        # "Lumohost GmbH, Ringweg 4, 10115 Berlin, Germany Hosting Germany": the function stands between two places
        before = a + found[-2][1] if len(found) > 1 else None
        name = parts[0]
        if before is None or not _is_name(text[name[0] : name[1]], lexicon):
            return None
        function = _trimmed(text, before, where[0])
        return PartyRow(name=name, functions=(function,) if function else (), places=(where,))
    words = list(_WORD.finditer(text, a, where[0]))
    ends = [n + 1 for n, w in enumerate(words) if w[0].lower() in word_lists().party_suffixes]
    n = ends[-1] if ends else _known_name(words, text, lexicon)
    if len(words) <= n or not all(w[0][0].isupper() for w in words[: n + 1]):
        return None
    function = _trimmed(text, words[n].start(), where[0])
    return PartyRow(name=(a, words[n - 1].end()), functions=(function,) if function else (), places=(where,))


def _known_name(words: list[re.Match[str]], text: str, lexicon: Lexicon) -> int:
    """How many of the words are the name: as many as the lexicon knows, else one."""
    known = [n for n in range(1, min(len(words), 5)) if lexicon.organisation(text[words[0].start() : words[n - 1].end()])]
    return max(known[:1], default=1)


def _trimmed(text: str, a: int, b: int) -> tuple[int, int] | None:
    while a < b and not text[a].isalnum():
        a += 1
    while b > a and not text[b - 1].isalnum():
        b -= 1
    return (a, b) if a < b else None
