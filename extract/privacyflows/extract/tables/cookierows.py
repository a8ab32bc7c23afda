"""Rows of cookie tables -> the declaration of a tracker: its names, who sets it, what for, how long.

In go a table's plan and a row's cells, out comes one frame. Names are split at commas; a provider stands in its column, in the words
of the purpose ("used by our video host"), or only in the link; the actor is a third party where the category or the words say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lists.fillers import purposes_of
from privacyflows.extract.lists.fragments import bounds, is_sentence, root_of
from privacyflows.extract.mentions.mentions import Part, mentions, typed, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.polarity.polarity import Stance
from privacyflows.extract.references.references import placed
from privacyflows.extract.sentences import Unit
from privacyflows.extract.tables.columns import Plan, table_rules
from privacyflows.extract.tables.tablecells import one_name, purposes_in, read_cell, words_of_cell

_NAME = re.compile(r"[^\s,;][^,;]*?(?=\s*(?:[,;]|$|\s(?:and|or|&)\s))")
_URL = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,})(?:[/?#]\S*)?", re.IGNORECASE)
_OBSERVES = frozenset(
    """track note store record remember indicate identify measure count collect see know monitor recognise recognize save log register
    distinguish check""".split()
)
_LEADING = re.compile(
    r"([A-Z][\w.+'\u2019-]*(?: [A-Z][\w.+'\u2019-]*){0,3})(?:, [^,]{1,60},)?"
    r" (?:uses?|sets?|measures?|places?|stores?|collects?|provides?|serves?)\b"
)
"""A name that begins the text and does something: "Vidora, our video host, sets this cookie"."""
_NOT_NAMES = frozenset({"this", "it", "these", "they", "we", "our", "the", "cookie", "cookies", "which", "that", "some"})
_SECOND_LEVEL = frozenset({"co", "com", "org", "ac", "gov", "net"})


def tracker_frame(plan: Plan, cells: Mapping[int, Sequence[Unit]], reader: FrameReader) -> Frame | None:
    """The declaration that a row makes; None where it names no cookie."""
    names = next((c for c, column in enumerate(plan.columns) if column.role == "tracker"), 0)
    if names not in cells:
        return None
    s = cells[names][0].sentences[0]
    rule = frame_rules().verbs["track"][0]
    frame = Frame(s, 0, rule, rule.id, (s.start[0], s.end[0]), "track", Stance(False, "does"), confidence=0.8)
    for unit in cells[names]:
        # a name's offsets count in the whole cell, so that its category can be looked up there
        cell = replace(unit, skip=0)
        names_here = [replace(p, start=p.start + unit.skip, end=p.end + unit.skip) for p in _names(unit)]
        frame.add("technology", [placed(p, cell) for p in names_here])
    third = False
    for c, units in cells.items():
        if c == names or c >= len(plan.columns):
            continue
        column, text = plan.columns[c], words_of_cell(units)
        if table_rules().empty.match(text):
            continue
        if column.role == "category":
            third = third or bool(table_rules().third.search(text))
        elif column.role == "purposes":
            for unit in units:
                for sentence in unit.sentences:
                    third = _purpose(frame, unit, sentence, reader) or third
        elif column.role == "recipients":
            third = _provider(frame, units, reader) or third
        elif column.role in ("retention", "source", "location"):
            for role, parts in read_cell(column, units, reader, "tracker").roles.items():
                frame.add(role, list(parts))
    if third and not frame.roles.get("recipients"):
        _from_links(frame, [u for c, units in cells.items() for u in units if c != names], reader)
    if third:
        frame.actor, frame.actor_part = "third-party", next(iter(frame.roles.get("recipients", [])), None)
    return frame if frame.roles.get("technology") else None


def _names(unit: Unit) -> Iterator[Part]:
    """The cookies that a cell names."""
    text = unit.view
    edges = [m.span() for m in _NAME.finditer(text)]
    for a, b in edges:
        named = text[a:b].strip("*_ ") if text[a:b].startswith("*") else text[a:b].rstrip("* ")
        start = a + text[a:b].find(named)
        if any(ch.isalnum() for ch in named) and named.lower() not in ("and", "or", "etc", "etc."):
            yield Part(start, start + len(named), "tech:Cookie", kind="technology")


def _purpose(frame: Frame, unit: Unit, s: Sentence, reader: FrameReader) -> bool:
    """Purposes, data and party of a sentence about a cookie; True where somebody else uses it."""
    parts = purposes_in(s, reader) or _by_infinitive(s, reader)
    frame.add("purposes", [placed(_drawn_out(s, p, reader), unit) for p in parts if "://" not in s.view[p.start : p.end]])
    frame.add("data", [placed(p, unit) for p in _observed(s, reader)])
    by = _user(s, reader)
    if by is not None:
        frame.add("recipients", [placed(by, unit)])
    for f in reader.frames(s):
        if f.action == "share":
            frame.add("recipients", [placed(p, unit) for p in f.roles.get("recipients", [])])
            frame.add("data", [placed(p, unit) for p in f.roles.get("data", []) if p.known and p.kind == "data"])
    return by is not None or bool(table_rules().third.search(s.text(0, s.n - 1)))


def _by_infinitive(s: Sentence, reader: FrameReader) -> list[Part]:
    verb = next((k + 1 for k in range(s.n - 1) if s.tag[k] == "TO" and s.tag[k + 1] in ("VB", "VBP")), None)
    if verb is None:
        return []
    _, b = bounds(s)
    return purposes_of(s, verb, b, reader.lexicon)


def _drawn_out(s: Sentence, part: Part, reader: FrameReader) -> Part:
    """A purpose of a bare verb with the clause that it governs: "note whether you have voted"."""
    after = next((k for k in range(s.n) if s.start[k] >= part.end), None)
    if after is None or s.form[after] not in ("if", "whether", "how", "that", "which") or " " in s.view[part.start : part.end].strip():
        return part
    _, b = bounds(s)
    return Part(part.start, s.end[b], reader.lexicon.purpose(s.view[part.start : s.end[b]]), kind="purpose")


def _observed(s: Sentence, reader: FrameReader) -> Iterator[Part]:
    """The data that a cookie holds, by the object of a verb of noting: "store your language", "track which pages you open"."""
    _, b = bounds(s)
    for k in range(s.n - 1):
        if s.lemma[k] not in _OBSERVES or s.pos[k] != "VERB":
            continue
        first = k + 1
        if s.form[first] in ("how", "which", "what", "if", "whether", "when", "where"):
            yield Part(s.start[first], s.end[b], _clause_concept(s, first, b, reader), kind="data")
            return
        direct = s.child(k, "dobj")
        if direct is not None:
            m = typed(s, s.first[direct], s.last[direct], reader.lexicon)
            if m.kind == "data" and m.known:
                yield reader.part(s, m)


def _clause_concept(s: Sentence, a: int, b: int, reader: FrameReader) -> str | None:
    found = mentions(s, a, b, reader.lexicon)
    return next((m.concept for m in found if m.kind == "data"), None)


def _user(s: Sentence, reader: FrameReader) -> Part | None:
    """Who else uses or sets the cookie: the agent ("used by X") or the subject ("X uses this") where that is no part of ourselves."""
    at = next(
        (
            k
            for k in range(s.n)
            if s.form[k] == "by" and k and s.form[k - 1] in ("used", "set", "placed", "served", "provided", "delivered", "created")
        ),
        None,
    )
    if at is not None and at + 1 < s.n:
        target = s.child(at, "pobj")
        return _party(s, at + 1, s.last[target] if target is not None else s.n - 1, reader)
    leading = _LEADING.match(s.view, s.start[0])
    if leading and leading[1].lower() not in _NOT_NAMES:
        last = next(k for k in range(s.n) if s.end[k] >= leading.end(1))
        return _party(s, 0, last, reader)
    subject = s.child(root_of(s), "nsubj")
    if subject is not None and is_sentence(s) and s.tag[subject] not in ("PRP", "DT"):
        return _party(s, s.first[subject], s.last[subject], reader)
    a, b = bounds(s)
    if s.n > 2 and s.pos[a] == "PROPN" and not is_sentence(s):
        known = reader.lexicon.organisation(s.text(a, min(b, a + 2)))
        if known:
            return Part(
                s.start[a], s.end[min(b, a + len(known.name.split()) - 1)], known.kind or "dpv:ThirdParty", known.name, kind="party"
            )
    return None


def _party(s: Sentence, a: int, b: int, reader: FrameReader) -> Part | None:
    words = word_lists()
    if s.form[a] in ("our", "we", "this", "these", "some", "your") or s.form[a] in words.we:
        # "our video host, Vidora": the name after the comma is somebody else
        comma = next((k for k in range(a, b) if s.form[k] == ","), None)
        if comma is None or not s.view[s.start[comma + 1]].isupper():
            return None
        a = comma + 1
    while a < b and s.form[a] in ("the", "a", "an", ",", "(", '"'):
        a += 1
    end = next(
        (
            k - 1
            for k in range(a + 1, b + 1)
            if s.form[k] in (",", "(", "who", "which", "to", "for", "and", ".") or s.tag[k].startswith("VB")
        ),
        b,
    )
    known = reader.lexicon.organisation(s.text(a, end))
    if known is not None:
        at = s.text(a, end).lower().find(known.name.lower())
        if at >= 0:
            start = s.start[a] + at
            return Part(start, start + len(known.name), known.kind or "dpv:ThirdParty", known.name, kind="party")
        return Part(s.start[a], s.end[end], known.kind or "dpv:ThirdParty", known.name, kind="party")
    if reader.is_own_name(s.text(a, end).lower()):
        return None
    if (
        any(s.pos[k] == "PROPN" or s.view[s.start[k]].isupper() for k in range(a, end + 1))
        and s.form[end] not in words.own_things
        and s.form[end] not in ("cookie", "cookies")
    ):
        return Part(s.start[a], s.end[end], "dpv:ThirdParty", s.text(a, end), kind="party", known=False)
    return None


def _provider(frame: Frame, units: Sequence[Unit], reader: FrameReader) -> bool:
    """The provider that its own column names; True where that is somebody else."""
    for unit in units:
        for s in unit.sentences:
            a, b = bounds(s)
            text = s.text(a, b).lower()
            if (
                reader.is_own_name(text)
                or table_rules().first.search(text)
                or text.split()[0] in word_lists().we
                or text in ("own", "self", "internal")
            ):
                return False
            named = one_name(s, a, b, reader)
            if named:
                frame.add("recipients", [placed(named[0], unit)])
            else:
                found = mentions(s, a, b, reader.lexicon, prefer=("party", "technology", "data"))
                frame.add("recipients", [placed(reader.part(s, m), unit) for m in found if m.kind in ("party", "other")])
    return bool(frame.roles.get("recipients"))


def _from_links(frame: Frame, units: Sequence[Unit], reader: FrameReader) -> None:
    """The provider that only a link's address names."""
    for unit in units:
        link = _URL.search(unit.view)
        if link is None:
            continue
        labels = link[1].split(".")
        k = len(labels) - 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else len(labels) - 2
        start = link.start(1) + sum(len(label) + 1 for label in labels[:k])
        known = reader.lexicon.organisation(labels[k])
        part = Part(
            start,
            start + len(labels[k]),
            known.kind if known and known.kind else "dpv:ThirdParty",
            known.name if known else labels[k],
            kind="party",
            known=bool(known),
        )
        frame.add("recipients", [placed(part, unit)])
        return
