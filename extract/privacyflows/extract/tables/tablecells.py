"""Cells -> fillers: what the words of one cell give to the role that its column has.

In go a cell's units (one for each bullet), out come the parts, placed in their units. Sentences in a cell that claim something by
themselves are left to the reader of sentences (`prose`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from privacyflows.extract.circumstances.legal import legal_bases
from privacyflows.extract.circumstances.places import place_names
from privacyflows.extract.circumstances.retention import CONCEPT, duration
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.lists.fillers import data_of, is_party, parties_of, purposes_of
from privacyflows.extract.lists.fragments import Fragment, bounds, condition, fragment, is_sentence, root_of
from privacyflows.extract.lists.verbphrases import retold
from privacyflows.extract.mentions.mentions import Part, word_lists
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.parsing.words import singular, tokens
from privacyflows.extract.purposes.purposes import after_for, of_verb, phrases
from privacyflows.extract.references.references import PlacedPart, placed
from privacyflows.extract.sentences import Unit
from privacyflows.extract.tables.columns import Column, table_rules

_RELYING = frozenset({"rely", "relies"})
_BETWEEN = frozenset([",", ";", "/", "and", "or", "and/or", "(", ")", "+", "&"])
"""What stands between the legal bases of a cell."""


@dataclass(slots=True)
class Cell:
    """What a cell gives: parts by role, and the sentences that stand by themselves."""

    roles: dict[str, list[PlacedPart]] = field(default_factory=dict)
    prose: list[tuple[Unit, Sentence]] = field(default_factory=list)
    told: list[tuple[Unit, Sentence, Frame]] = field(default_factory=list)
    """Disclosures in a column of purposes: "Give your address to our couriers"."""

    def add(self, role: str, parts: Sequence[Part], unit: Unit) -> None:
        """Add parts that stand in ``unit``."""
        self.roles.setdefault(role, []).extend(placed(p, unit) for p in parts)


def words_of_cell(units: Sequence[Unit]) -> str:
    """The cell's words, its bullets joined by blanks."""
    return " ".join(u.view for u in units).strip().strip("*_ ")


def read_cell(column: Column, units: Sequence[Unit], reader: FrameReader, first: str | None) -> Cell:
    """The fillers of a cell; ``first`` is the role of the row's first column, which a column of plain text explains."""
    cell = Cell()
    role = column.role
    for unit in units:
        if role in ("retention", "location", "subjects"):
            cell.add(role, [_whole(unit, role)], unit)
        elif role == "legal_basis":
            for s in unit.sentences:
                grounds = legal_basis(s, reader.lexicon)
                cell.add(role, [p for p in grounds if p.concept] if is_sentence(s) else grounds, unit)
                cell.add("purposes", _interests(s, reader.lexicon), unit)
        else:
            for s in unit.sentences:
                _sentence(cell, column, unit, s, reader, first)
    return cell


def _sentence(cell: Cell, column: Column, unit: Unit, s: Sentence, reader: FrameReader, first: str | None) -> None:
    role = column.role
    if role == "purposes" and cell.roles.get("purposes") and is_sentence(s):
        # what explains a purpose may tell a practice of its own
        claims = [f for f in reader.frames(s) if not f.embedded]
        if any(f.action != "use" or f.stance.negated or f.roles.get("recipients") for f in claims):
            cell.prose.append((unit, s))
        if any(f.stance.negated for f in claims):
            return
    if role == "purposes" and not is_sentence(s) and (told := retold(s, reader)) is not None and told.roles.get("recipients"):
        cell.told.append((unit, s, told))
        return
    if role == "purposes":
        cell.add("purposes", purposes_in(s, reader, guess=not cell.roles.get("purposes")), unit)
        return
    if is_sentence(s):
        cell.prose.append((unit, s))
        return
    if role == "text":
        role = (
            "purposes"
            if s.tag[bounds(s)[0]] in ("TO", "VB")
            else "data"
            if first == "data"
            else "purposes"
            if s.tag[bounds(s)[0]] == "VBG"
            else None
        )
        if role is None:
            cell.prose.append((unit, s))
            return
    a, b = bounds(s)
    if role == "recipients" and table_rules().named.search(column.header) and (named := one_name(s, a, b, reader)):
        cell.add("recipients", [named[0]], unit)
        cell.add("conditions", named[1], unit)
        return
    if role == "purposes":
        cell.add("purposes", purposes_of(s, a, b, reader.lexicon), unit)
        return
    found = fragment(s, a, b, reader.lexicon)
    cell.add("conditions", found.conditions, unit)
    if role == "data":
        cell.add("data", data_of(s, found.core, reader), unit)
        cell.add("purposes", found.purposes, unit)
    elif role in ("recipients", "source"):
        parties, purposes = parties_of(s, found.core, reader, source=role == "source")
        cell.add(role, parties, unit)
        cell.add("purposes", [*found.purposes, *purposes] if role == "recipients" else [], unit)
    elif role == "conditions":
        _circumstance(cell, unit, s, found, reader)


def _circumstance(cell: Cell, unit: Unit, s: Sentence, found: Fragment, reader: FrameReader) -> None:
    """A cell that says when or with whom: "Moderators - to keep order", "When you pay"."""
    a, b = bounds(s)
    if s.tag[a] == "TO":
        cell.add("purposes", purposes_of(s, a, b, reader.lexicon), unit)
    elif found.core and is_party(s, *found.core[0], reader.lexicon):
        parties, purposes = parties_of(s, found.core[:1], reader)
        cell.add("recipients", parties, unit)
        cell.add("purposes", [*found.purposes, *purposes], unit)
    else:
        cell.add("conditions", [condition(s, a, b, reader.lexicon)], unit)


def _whole(unit: Unit, role: str) -> Part:
    first, last = unit.sentences[0], unit.sentences[-1]
    a, b = first.start[bounds(first)[0]], last.end[-1]
    text = unit.view[a:b]
    if role == "retention":
        return Part(a, b, CONCEPT, value=duration(text), kind=role)
    codes = {code for _, _, code in place_names(text) if code} if role == "location" else set()
    return Part(a, b, value=codes.pop() if len(codes) == 1 else None, kind=role)


def legal_basis(s: Sentence, lexicon: Lexicon) -> list[Part]:
    """The legal bases that a phrase names, one by one; the phrase as a whole where none of its words is known."""
    named = legal_bases(s)
    out = [p.part(s, "legal_basis") for p in named]
    a, b = bounds(s)
    if is_sentence(s):
        tells = "processing" in s.form[a : a + 4] or bool(_RELYING & set(s.form)) or s.form[a : a + 2] == ["you", "have"]
        return out or [Part(s.start[a], s.end[b], _ground(s, a, b, lexicon) if tells else None, kind="legal_basis")]
    first = a
    for k in range(a, b + 2):
        joint = s.form[k] if k <= b else ";"
        if joint not in _BETWEEN:
            continue
        concept = _ground(s, first, k - 1, lexicon)
        if joint in ("and", "or", "and/or", "&") and concept is None and not any(first <= p.last < k for p in named):
            continue  # "legal and regulatory obligations" are one
        if concept and not any(p.first < k and first <= p.last for p in named):
            out.append(Part(s.start[first], s.end[k - 1], concept, kind="legal_basis"))
        first = k + 1
    out = [p for p in out if p.concept] or out
    return sorted(out, key=lambda p: p.start) or [Part(s.start[a], s.end[b], kind="legal_basis")]


def _interests(s: Sentence, lexicon: Lexicon) -> list[Part]:
    """What the interests are that a cell names in brackets: "Legitimate interests (fraud prevention)"."""
    out: list[Part] = []
    for k in range(1, s.n - 1):
        if s.form[k] == "(" and s.lemma[k - 1] == "interest":
            last = next((x - 1 for x in range(k + 1, s.n) if s.form[x] == ")"), s.n - 1)
            out += [p for p in purposes_of(s, k + 1, last, lexicon) if p.concept] if last > k else []
    named = next((k for k in range(s.n) if s.lemma[k].lower().split()[-1] == "interest"), None)
    to = next((k for k in range(named, s.n - 1) if s.tag[k] == "TO" and s.tag[k + 1] == "VB"), None) if named is not None else None
    return out or [p for p in (phrases(s, to + 1, lexicon) if to is not None else []) if " " in s.view[p.start : p.end]]


def _ground(s: Sentence, a: int, b: int, lexicon: Lexicon) -> str | None:
    found = lexicon.schemes["legal"].find([singular(w) for w in tokens(s.text(a, b))]) if a <= b else None
    return found[0] if found else None


def one_name(s: Sentence, a: int, b: int, reader: FrameReader) -> tuple[Part, list[Part]] | None:
    """The one organisation that a cell names, its legal form included, and the conditions in brackets after it."""
    end = next((k - 1 for k in range(a + 1, b + 1) if s.form[k] in ("(", "[", "—", "–", "-", ":")), b)
    separators = [k for k in range(a, end + 1) if s.form[k] in (",", "/", ";", "and", "&")]
    suffixes = word_lists().party_suffixes
    if any(s.form[k + 1 if k < end else k] not in suffixes for k in separators) or end - a > 7:
        return None
    if not any(s.pos[k] == "PROPN" or s.form[k] in suffixes or s.view[s.start[k]].isupper() for k in range(a, end + 1)):
        return None
    text = s.text(a, end)
    known = reader.lexicon.organisation(text)
    rest = fragment(s, a, b, reader.lexicon)
    name = known.name if known else text
    return Part(s.start[a], s.end[end], known.kind if known and known.kind else "dpv:ThirdParty", name, kind="party"), rest.conditions


def purposes_in(s: Sentence, reader: FrameReader, *, guess: bool = True) -> list[Part]:
    """The purposes that a sentence or a fragment in a column of purposes names; those of a sentence that no frame fits only by a guess."""
    lexicon = reader.lexicon
    a, b = bounds(s)
    if not is_sentence(s) and not (s.tag[root_of(s)] == "VBN" and s.form[a] in ("used", "set", "placed", "needed", "required", "stored")):
        found = fragment(s, a, b, lexicon, purposes=False)
        end = found.core[-1][1] if found.core else b
        if ";" in s.form and len(found.core) > 1:
            return [p for x, y in found.core for p in purposes_of(s, x, y, lexicon)]
        return purposes_of(s, a, max(a, end), lexicon)
    found_parts = [p for f in reader.frames(s) for p in f.roles.get("purposes", [])]
    if found_parts or not guess:
        return found_parts
    for k in range(s.n):
        if s.pos[k] in ("VERB", "NOUN", "AUX"):
            parts = of_verb(s, k, lexicon)
            if parts:
                return parts
    for k in range(s.n):
        if s.form[k] == "for":
            target = s.child(k, "pobj", "pcomp")
            if target is not None:
                return after_for(s, target, s.first[target], s.last[target], lexicon)
    return []
