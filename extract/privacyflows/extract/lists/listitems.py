"""List items -> frames: what a lead-in says, completed by each item.

In go a `LeadIn` and an item's unit (with its run-in heading, if any), out come `ItemReading`s: for each sentence of the item either the
lead-in's frames with the item's fillers, or the sentence's own frames, where it is complete by itself. The item's shape decides which
role it fills where the lead-in leaves that open: a condition's first word, "to" with a verb, a preposition, a party, data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from privacyflows.extract.circumstances.places import place_names
from privacyflows.extract.frames.frame import Frame
from privacyflows.extract.frames.framerules import frame_rules
from privacyflows.extract.frames.frames import FrameReader
from privacyflows.extract.lists.fillers import data_of, is_data, is_party, parties_of, purposes_of
from privacyflows.extract.lists.fragments import asks, bounds, condition, fragment, is_sentence, opens_condition, root_of
from privacyflows.extract.lists.includes import goes_on, listed_from
from privacyflows.extract.lists.itemconditions import fill_condition
from privacyflows.extract.lists.itemmeanings import is_label_of_data, is_tracker, names_data, role_by_meaning
from privacyflows.extract.lists.itemshapes import shape_of
from privacyflows.extract.lists.itemwords import item_words
from privacyflows.extract.lists.labels import Labels, kept_for
from privacyflows.extract.lists.leadins import LeadIn, is_header, points_to_items, template, text_of
from privacyflows.extract.lists.openings import begins_duration, is_verb_form
from privacyflows.extract.lists.verbitems import allowed, doing
from privacyflows.extract.lists.verbphrases import GIVING, retold
from privacyflows.extract.mentions.mentions import Part, mentions
from privacyflows.extract.model import BlockKind
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.purposes.aims import needed_for
from privacyflows.extract.references.references import placed
from privacyflows.extract.sentences import Unit
from privacyflows.extract.tables.partyrows import fill_row, line_of
from privacyflows.extract.tables.tablecells import legal_basis


@dataclass(frozen=True, slots=True)
class ItemReading:
    """What one sentence of an item says."""

    sentence: Sentence
    unit: Unit
    frames: list[Frame]
    completed: bool
    """Whether the frames are the lead-in's, completed by the item; else they are the sentence's own."""
    evidence: tuple[int, int] | None = None
    """Offsets in the document, for completed frames."""
    measures: list[Part] = field(default_factory=list)
    """Technologies that belong to the lead-in's own statement ("We protect your data by:")."""


_KIN = {"transfer": "share", "sell": "share", "track": "collect"}
"""Actions that say of an item what another says of its heading ("Buyers. We may transfer your data to ...", below "We share with")."""


def read_item(lead: LeadIn, head: Unit | None, unit: Unit, reader: FrameReader) -> Iterator[ItemReading]:
    """The readings of an item's sentences, in order; ``head`` is the unit of its run-in heading."""
    if not unit.sentences:
        return
    first = unit.sentences[0]
    own = [_own(s, reader) for s in unit.sentences]
    if lead.ignored:
        for s, frames in zip(unit.sentences, own, strict=True):
            if is_sentence(s):
                yield ItemReading(s, unit, frames, False)
        return
    if lead.role == "actions":
        for n, s in enumerate(unit.sentences):
            yield ItemReading(s, unit, own[n] if n or is_sentence(s) else doing(lead, s, reader), False)
        return
    row = _row(lead, head, unit, reader)
    if row is not None:
        yield row
        end = len(line_of(unit))
        yield from (ItemReading(s, unit, frames, False) for s, frames in zip(unit.sentences, own, strict=True) if s.start[0] >= end)
        return
    if lead.role == "measures":
        yield ItemReading(first, unit, own[0], False, measures=_technology(unit, first, reader))
    elif head is not None:
        yield from _with_head(lead, head, unit, reader, own)
    elif lead.exception and (left := allowed(lead, first, reader)):
        yield ItemReading(first, unit, left, False)
    elif _stands_alone(lead, first, own[0]):
        yield ItemReading(first, unit, own[0], False)
    elif kept := kept_for(lead, None, unit, reader):
        yield ItemReading(
            first, unit, kept, True, (unit.span(first.start[0], first.end[0])[0], unit.span(first.start[0], first.end[-1])[1])
        )
    else:
        made = _completed(lead, None, unit, reader)
        yield made
        if made.frames and goes_on(unit.sentences[1:], made.frames, lead, unit, reader):
            own[1] = []
    for s, frames in zip(unit.sentences[1:], own[1:], strict=True):
        yield ItemReading(s, unit, frames, False)


def _row(lead: LeadIn, head: Unit | None, unit: Unit, reader: FrameReader) -> ItemReading | None:
    """The reading of a line that names a party with what it does and where ("Lumohost – hosting – Germany"); None for other items."""
    sharing = lead.role in ("recipients", "receiving") or (lead.role is None and any(f.action in GIVING for f in lead.frames))
    if not sharing or lead.exception:
        return None
    first = unit.sentences[0]
    if is_header(unit.view):
        return ItemReading(first, unit, [], True)
    frames = [template(f, lead) for f in lead.frames]
    if not frames or not all(fill_row(f, head, unit, reader.lexicon) for f in frames):
        return None
    home = head or unit
    return ItemReading(first, unit, frames, True, (home.span(0, 1)[0], unit.span(0, len(line_of(unit)))[1]))


def _own(s: Sentence, reader: FrameReader) -> list[Frame]:
    return reader.frames(s)


def _stands_alone(lead: LeadIn, s: Sentence, frames: list[Frame]) -> bool:
    """Whether the first sentence of an item needs nothing from the lead-in."""
    claims = [f for f in frames if not f.embedded and not f.nominal]
    if opens_condition(s, bounds(s)[0]):
        # "if we sell the shop, your data may be transferred" claims by itself; "if you ask" is a condition
        return is_main_clause(s)
    if (lead.role in ("conditions", "legal_basis") or lead.asks_when) and not claims:
        return False
    if begins_duration(s.text(*bounds(s))) and any(f.action in ("retain", "delete") for f in lead.frames):
        return False
    return is_sentence(s)


def is_main_clause(s: Sentence) -> bool:
    """Whether the sentence has a main verb with a subject besides its leading condition."""
    root, (a, _) = root_of(s), bounds(s)
    if s.head[a] == root and s.dep[a] in ("mark", "advmod"):
        return False
    return s.pos[root] in ("VERB", "AUX") and s.child(root, "nsubj", "nsubjpass") is not None and s.child(root, "advcl", "prep") is not None


def _with_head(lead: LeadIn, head: Unit, unit: Unit, reader: FrameReader, own: list[list[Frame]]) -> Iterator[ItemReading]:
    """An item with a run-in heading: the heading is what the list is of, its rest explains it or says more."""
    s = unit.sentences[0]
    told = kept_for(lead, head, unit, reader)
    if not told and lead.role not in ("recipients", "receiving"):
        told = Labels(reader.lexicon, reader.own_names).told(head, unit)
    if told:
        yield ItemReading(s, unit, told, True, (head.span(0, 1)[0], unit.span(s.start[0], s.end[-1])[1]))
        return
    if lead.inherited:
        fields = lead.role == "data" and not is_sentence(s) and is_data(s, *bounds(s), reader.lexicon)
        # "By mail: your address" holds the address alone
        kept = None if head.sentences[0].pos[bounds(head.sentences[0])[0]] == "ADP" else head
        if fields:
            yield _completed(lead, kept, unit, reader)
        elif lead.role == "legal_basis" or not _says_the_same(lead, own):
            yield _completed(lead, None, head, reader)
        yield ItemReading(s, unit, own[0] if not fields else [], False)
        return
    if not is_sentence(s) and not (own[0] and _says_the_same(lead, own)):
        yield _completed(lead, head, unit, reader)
        return
    basis = lead.role == "legal_basis"
    wanted = not basis and ((lead.negated and lead.role == "data") or not _says_the_same(lead, own))
    listing = listed_from(s) is not None
    made = _completed(lead, None, head, reader) if wanted or listing else None
    if made is not None and listing and made.frames and goes_on(unit.sentences, made.frames, lead, unit, reader):
        yield replace(made, evidence=(head.span(0, 1)[0], unit.span(s.start[0], s.end[-1])[1]))
        return
    if made is not None and made.frames and wanted:
        yield made
    for frames in own:
        _resolve(frames, head, reader)
    if basis:
        parts = legal_basis(head.sentences[0], reader.lexicon)
        for f in own[0]:
            f.add("legal_basis", [placed(p, head) for p in parts])
    yield ItemReading(s, unit, own[0], False)


def _resolve(frames: list[Frame], head: Unit, reader: FrameReader) -> None:
    """Give "they", "it" in the text of an item what its heading names."""
    s = head.sentences[0]
    a, b = bounds(s)
    named = [placed(p, head) for p in data_of(s, fragment(s, a, b, reader.lexicon).core[:1], reader)[:1]]
    for f in frames:
        view = f.sentence.view
        rest = [p for p in f.roles.get("data", []) if view[p.start : p.end].lower() not in item_words().pronouns]
        if named and len(rest) < len(f.roles.get("data", [])):
            f.roles["data"] = [*named, *rest]


def _says_the_same(lead: LeadIn, own: list[list[Frame]]) -> bool:
    """Whether the item's own sentences say what the lead-in would say of its heading."""
    actions = {_KIN.get(f.action, f.action) for f in lead.frames}
    same = [f for frames in own for f in frames if _KIN.get(f.action, f.action) in actions and f.actor != "user"]
    return bool(same) and (not lead.inherited or lead.role != "recipients" or any(f.roles.get("recipients") for f in same))


def _completed(lead: LeadIn, head: Unit | None, unit: Unit, reader: FrameReader) -> ItemReading:
    """The lead-in's frames with what the item's heading and first sentence fill in."""
    s = unit.sentences[0]
    home = head or unit
    start = home.span(home.sentences[0].start[0], home.sentences[0].end[0])[0]
    if unit.is_inline and lead.unit.index == unit.index:
        start = lead.unit.span(lead.sentence.start[0], lead.sentence.end[0])[0]
    end = unit.span(s.start[0], s.end[-1])[1]
    frames = []
    for template_frame in lead.frames:
        frame = template(template_frame, lead)
        if lead.exception and not template_frame.stance.negated:
            continue
        filled = _fill(frame, lead, head, head.sentences[0], reader) if head is not None else False
        filled = _fill(frame, lead, unit, s, reader, after_head=head is not None) or filled
        if filled:
            if lead.role == "data" and not frame.roles.get("data") and not frame.roles.get("technology"):
                frame.roles["data"] = [
                    placed(p, lead.unit) for p in template_frame.roles.get("data", []) if not points_to_items(text_of(p, template_frame))
                ]
            frames.append(frame)
    return ItemReading(s, unit, frames, True, (start, end))


def _technology(unit: Unit, s: Sentence, reader: FrameReader) -> list[Part]:
    a, b = bounds(s)
    found = mentions(s, a, b, reader.lexicon, prefer=("technology", "data", "party"))
    return [placed(reader.part(s, m), unit) for m in found if m.kind == "technology" and m.known]


def _fill(frame: Frame, lead: LeadIn, unit: Unit, s: Sentence, reader: FrameReader, *, after_head: bool = False) -> bool:
    """Fill a copied frame from the item; False where the item gives nothing."""
    a, b = bounds(s)
    role = lead.role
    lexicon = reader.lexicon

    def add(name: str, parts: list[Part]) -> bool:
        frame.add(name, _here(name, parts, unit))
        return bool(parts)

    if role == "legal_basis" and not after_head:
        grounds = [p for p in legal_basis(s, lexicon) if p.concept]
        plain = not opens_condition(s, a) and s.tag[a] != "TO"
        add("legal_basis", grounds if plain else grounds[:1])
        if grounds and plain:
            add("purposes", needed_for(s, a, b, lexicon))  # "the processing is necessary to obey the law"
            return True
    if role == "retention":
        return False  # what is no length of time tells only what it depends on
    if role == "location":
        named = {name: (s.start[a] + x, s.start[a] + y) for x, y, name in reversed(place_names(s.text(a, b)))}
        return add("location", [Part(x, y, value=code, kind="location") for code, (x, y) in named.items()])
    if frame.action in ("retain", "delete") and begins_duration(s.text(a, b)):
        return True  # the finder of circumstances meets it in the item
    if opens_condition(s, a) and not (role == "data" and asks(s, a)):
        return not lead.inherited and fill_condition(frame, unit, s, a, b, reader)
    if (role == "conditions" or lead.asks_when) and s.form[a] not in ("with", "to", "for", "from"):
        if not is_party(s, a, b, lexicon):
            return add("conditions", [replace(condition(s, a, b, lexicon), kind="listed")])
        role = "recipients" if frame.action in GIVING else "source"
    shape = shape_of(frame, s, a, b, lexicon)
    if lead.inherited and not _fits_inherited(role, shape, unit, s, a, b, reader):
        return False
    if shape == "purpose" and s.tag[a] != "TO" and names_data(role, s, a, b, reader):
        shape, role = "noun", "data"  # "email address", with "email" read as a verb
    elif role == "purposes" and lead.above is not None and lead.above.role in ("recipients", "receiving") and is_party(s, a, b, lexicon):
        shape, role, frame.roles["recipients"] = "noun", "recipients", []  # "Authorities: | the police"
    told = retold(s, reader) if shape == "purpose" and s.tag[a] == "TO" and frame.action in GIVING else None
    if told is not None:
        frame.roles["data"] = [placed(p, unit) for p in told.roles["data"]]
        add("purposes", told.roles.get("purposes", []))
        return add("recipients", told.roles.get("recipients", [])) or True
    if shape == "purpose" and s.tag[a] == "VBG":
        if role == "manner" and not (frame.action == "use" and lexicon.purpose(s.text(a, b))):
            return False  # "by asking you": how, not what for
        if role in ("recipients", "receiving") and is_party(s, a, b, lexicon):
            shape = "noun"  # "hosting providers"
    if shape == "purpose" and (role != "data" or s.tag[a] == "TO" or s.form[a] == "for" or frame.action == "use"):
        found = fragment(s, a, b, lexicon, purposes=False)
        end = max((y for _, y in found.core), default=b)
        add("conditions", found.conditions)
        return add("purposes", purposes_of(s, a, end, lexicon))
    if shape in ("recipients", "source"):
        found = fragment(s, a + 1, b, lexicon)
        parties, purposes = parties_of(s, found.core, reader, source=shape == "source")
        add("conditions", found.conditions)
        add("purposes", [*found.purposes, *purposes])
        return add(shape, parties)
    if role in (None, "receiving") and s.pos[a] == "ADP" and s.form[a] in item_words().limiting and a < b:
        return add("conditions", [replace(condition(s, a, b, lexicon), kind="listed")])
    if role in (None, "receiving", "manner"):
        role = role_by_meaning(role, s, a, b, frame, reader)
    return _fill_noun(frame, role, unit, s, a, b, reader, after_head=after_head)


def _fits_inherited(role: str | None, shape: str, unit: Unit, s: Sentence, a: int, b: int, reader: FrameReader) -> bool:
    """Whether an item below a title that inherits its lead-in is known to be what the lead-in lists."""
    if role == "purposes":
        verbal = is_verb_form(s.form[a]) and a < b and s.pos[a + 1] not in ("PUNCT", "CCONJ")  # "Address suspected misuse"
        return (
            shape == "purpose"
            or (verbal and not is_data(s, a, b, reader.lexicon))
            or (s.pos[root_of(s)] != "PROPN" and reader.lexicon.purpose(s.text(a, b)) is not None)
        )
    if role == "data":
        listed = unit.block.kind is BlockKind.LIST_ITEM and b > a + 1 and is_tracker(s, a, b, reader)  # "Cookies, IP address"
        return shape == "noun" and (is_data(s, a, b, reader.lexicon) or listed)
    if role == "receiving" and shape == "purpose":
        return reader.lexicon.purpose(s.text(a, b)) is not None
    return shape != "purpose" and is_party(s, a, b, reader.lexicon)


def _here(name: str, parts: list[Part], unit: Unit) -> list[Part]:
    """Parts placed in the item; conditions stay unplaced in the item's own sentence, where the finder of circumstances meets them."""
    return parts if name == "conditions" and not unit.is_head else [placed(p, unit) for p in parts]


def _fill_noun(frame: Frame, role: str | None, unit: Unit, s: Sentence, a: int, b: int, reader: FrameReader, *, after_head: bool) -> bool:
    """Fill the open role from a noun phrase."""
    lexicon = reader.lexicon

    def add(name: str, parts: list[Part]) -> bool:
        frame.add(name, _here(name, parts, unit))
        return bool(parts)

    if (
        role == "data"
        and frame.action == "collect"
        and frame.roles.get("source")
        and is_party(s, a, b, lexicon)
        and not is_data(s, a, b, lexicon)
    ):
        role = "source"  # "from other sources, such as: our partners"
        frame.roles["source"] = []
    if (
        role == "purposes"
        and (is_data(s, a, b, lexicon) or is_tracker(s, a, b, reader))
        and (not lexicon.purpose(s.text(a, b)) or is_label_of_data(s, a, b, reader))
        and not after_head
    ):
        role = "data"
    if role == "purposes":
        return add("purposes", purposes_of(s, a, b, lexicon))
    if role == "conditions":
        return add("conditions", [condition(s, a, b, lexicon)])
    if role == "legal_basis":
        if after_head:
            found = fragment(s, a, b, lexicon)
            return add("purposes", found.purposes)
        return add("legal_basis", [p for p in legal_basis(s, lexicon) if p.concept])
    if role == "data":
        found = fragment(s, a, b, lexicon)
        parts = data_of(s, found.core, reader)
        if parts and not after_head:
            frame.roles["data"] = []
        add("conditions", found.conditions)
        add("purposes", found.purposes)
        if parts and all(p.kind == "technology" and reader.tracks(p.concept) for p in parts):
            frame.action, frame.rule = "track", frame_rules().verbs["track"][0]
            return add("technology", parts)
        return add("data", parts)
    if role in ("recipients", "source"):
        found = fragment(s, a, b, lexicon)
        parties, purposes = parties_of(s, found.core, reader, source=role == "source")
        add("conditions", found.conditions)
        add("purposes", [*found.purposes, *purposes])
        return add(role, parties)
    return False
