"""The second reading: what the rules found, weighed and completed with what the tagger sees.

In go a document's statements, its units and a `Tagger`; out come the statements, in the same order. Two things change, each because it
helped on policies that neither side had seen and did no harm on others (``training/README.md`` has the figures, also of what was left
out): confidence becomes the share of statements that are right where the tagger is as sure of the verb, and a span that only the tagger saw
joins the statement whose verb governs it. What the tagger added is named in ``rule`` ("share+tagger.purpose"), and the statement is then no
surer than that span. Statements without a verb in a parsed sentence (tables, gaps, rights) stay as they are.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from privacyflows.extract.lexicon.lexicon import Lexicon
from privacyflows.extract.mentions.mentions import word_lists
from privacyflows.extract.model import Filler, Kind, Statement
from privacyflows.extract.parsing.parsing import Sentence
from privacyflows.extract.references.references import names_term
from privacyflows.extract.sentences import Unit
from privacyflows.extract.witness.tagger import TAGGED_ROLES, Floats, Span, Tagger, role_probabilities, spans

_CALIBRATION = (0.27, 1.9)
"""Slope and offset of the logistic curve from the verb's log-odds to the share of right statements, fitted on annotated policies."""
_SURE = {"purpose": 0.8, "data": 0.85, "recipient": 0.7}
"""From which confidence on a span that only the tagger saw is taken."""
_ROLE = {"purpose": "purposes", "data": "data", "recipient": "recipients"}
_FILLED = ("data", "purposes", "recipients", "source", "technology", "retention", "legal_basis")
_ACTION = 1 + TAGGED_ROLES.index("action")
_PLACES = re.compile(r"cookie|beacon|pixel|\bgifs?\b|web bug|tracking tech|local ?storage", re.IGNORECASE)
"""Technology, which PolicyIE marks as data and statements hold in a role of its own."""


@dataclass(slots=True)
class _Seen:
    """A sentence that holds verbs of statements, with its place in the document."""

    unit: Unit
    sentence: Sentence
    start: int
    end: int
    text: str | None
    """Of the whole document; None where the views have it word for word."""
    statements: list[int] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    """Each token's range in the document; worked out when first asked for, as several verbs and spans ask."""

    def tokens(self, start: int, end: int) -> list[int]:
        """The tokens that lie in ``start:end`` of the document."""
        s = self.sentence
        if not self.places:
            self.places = [self.unit.span(a, b) for a, b in zip(s.start, s.end, strict=True)]
        return [i for i, (a, b) in enumerate(self.places) if a < end and start < b]


def second_reading(
    statements: Sequence[Statement], units: Iterable[Unit], tagger: Tagger, lexicon: Lexicon, text: str | None = None
) -> list[Statement]:
    """The statements after the tagger was heard; ids that exceptions and qualifications name follow the statements.

    ``text`` is the document's, where its wording can differ from that of its views (blanks, marks).
    """
    seen = _sentences(statements, units, text)
    given = tagger.probabilities([x.sentence for x in seen], [x.sentence.vectors for x in seen])
    weighed: dict[int, Statement] = {}
    for x, labels in zip(seen, given, strict=True):
        weighed |= _complete(x, _weigh(x, statements, labels), spans(labels), lexicon)
    return renamed(statements, [weighed.get(n, s) for n, s in enumerate(statements)])


def _sentences(statements: Sequence[Statement], units: Iterable[Unit], text: str | None) -> list[_Seen]:
    """The sentences that hold a verb of a practice or a denial, in text order."""
    places = [
        _Seen(u, s, u.span(s.start[0], s.end[0])[0], u.span(s.start[-1], s.end[-1])[1], text) for u in units for s in u.sentences if s.n
    ]
    places.sort(key=lambda x: x.start)
    starts = [x.start for x in places]
    for n, statement in enumerate(statements):
        if statement.verb is None or statement.kind not in (Kind.PRACTICE, Kind.DENIAL) or statement.rule.endswith((".item", ".row")):
            continue  # of what a lead-in gives to an item, the tagger sees the lead-in's own words only
        k = bisect_right(starts, statement.verb.start) - 1
        if k >= 0 and statement.verb.end <= places[k].end:
            places[k].statements.append(n)
    return [x for x in places if x.statements]


def _weigh(x: _Seen, statements: Sequence[Statement], labels: Floats) -> dict[int, Statement]:
    """The statements of a sentence with the confidence that the tagger's view of their verbs gives them."""
    action = role_probabilities(labels)[:, _ACTION]
    out = {}
    for n in x.statements:
        verb = statements[n].verb
        on_verb = max((float(action[i]) for i in x.tokens(verb.start, verb.end)), default=0.0) if verb else 0.0
        out[n] = statements[n].weighed(_confidence(on_verb))
    return out


def _confidence(probability: float) -> float:
    """The share of statements that were right where the tagger gave their verb this probability."""
    p = min(max(probability, 1e-3), 1 - 1e-3)
    slope, offset = _CALIBRATION
    return round(1 / (1 + math.exp(-(slope * math.log(p / (1 - p)) + offset))), 2)


def _complete(x: _Seen, here: Mapping[int, Statement], found: Sequence[Span], lexicon: Lexicon) -> dict[int, Statement]:
    """The statements of one sentence with the spans that only the tagger saw."""
    out = dict(here)
    for span in found:
        edges = _edges(x.sentence, span) if span.confidence >= _SURE.get(span.role, 2.0) else None
        if edges is None:
            continue
        s, (first, last) = x.sentence, edges
        start, end = x.unit.span(s.start[first], s.end[last])
        text = s.text(first, last)
        written = text if x.text is None else x.text[start:end]
        concept = _concept(span.role, text, lexicon)
        # a thing that the lexicon does not know, seen by the tagger alone, is more often none ("categories", "further technologies")
        no_data = (span.role == "data" and (concept is None or _PLACES.search(text))) or names_term(s.view, s.start[first])
        if no_data or any(_touches(statement, start, end) for statement in out.values()):
            continue
        for n in _governed(x, out, first, last):
            role, old = _ROLE[span.role], out[n]
            filler = Filler(text=written, start=start, end=end, concept=concept)
            changed = replace(old, rule=f"{old.rule}+tagger.{span.role}", confidence=min(old.confidence, round(span.confidence, 2)))
            out[n] = _filled(changed, role, filler)
    return out


def _filled(statement: Statement, role: str, filler: Filler) -> Statement:
    own: tuple[Filler, ...] = getattr(statement, role)
    together = tuple(sorted((*own, filler), key=lambda f: -1 if f.start is None else f.start))
    match role:
        case "data":
            return replace(statement, data=together)
        case "purposes":
            return replace(statement, purposes=together)
        case "recipients":
            return replace(statement, recipients=together)
    raise ValueError(f"the tagger fills no role {role!r}")


def _concept(role: str, text: str, lexicon: Lexicon) -> str | None:
    match role:
        case "data":
            return lexicon.data(text)
        case "purpose":
            return lexicon.purpose(text)
        case _:
            return lexicon.party(text) or "dpv:ThirdParty"


def _touches(statement: Statement, start: int, end: int) -> bool:
    """Whether something that the statement already holds - its verb, its actor, a filler of any role - overlaps the range."""
    held = [(f.start, f.end) for role in _FILLED for f in getattr(statement, role)]
    held += [(e.start, e.end) for e in (statement.verb, statement.actor) if e is not None]
    return any(a is not None and b is not None and a < end and start < b for a, b in held)


def _edges(s: Sentence, span: Span) -> tuple[int, int] | None:
    """The span's tokens, closed where it stops before its noun; None where it cannot be such a filler."""
    a, b = span.first, span.last
    while b + 1 < s.n and s.pos[b + 1] != "PUNCT" and (s.dep[b] == "prep" or (s.head[b] > b and s.pos[b] not in ("NOUN", "PROPN", "VERB"))):
        b += 1
    while b > a and (s.pos[b] in ("DET", "ADP", "CCONJ", "SCONJ", "PUNCT") or s.tag[b] in ("PRP$", "TO")):
        b -= 1
    while a < b and s.pos[a] in ("PUNCT", "CCONJ"):
        a += 1
    heads = [i for i in range(a, b + 1) if not a <= s.head[i] <= b or s.head[i] == i] or [a]
    if span.role == "purpose":
        conditional = (a and s.form[a - 1] in word_lists().condition_marks) or any(
            s.form[k] in word_lists().condition_marks for h in heads for k in s.kids[h]
        )
        conditional |= s.form[max(a - 2, 0)] in ("case", "event") and s.form[a - 1] == "of"  # "in the event of a merger"
        return (a, b) if not conditional and (a < b or s.pos[a] == "NOUN") else None
    named = any(s.pos[i] in ("NOUN", "PROPN", "NUM", "X") for i in heads)
    return (a, b) if named and s.tag[a] not in ("WRB", "WP", "WDT") else None


def _governed(x: _Seen, here: Mapping[int, Statement], first: int, last: int) -> list[int]:
    """The statements whose verb stands nearest above the span in the parse, else nearest before it."""
    s = x.sentence
    at = {n: x.tokens(v.start, v.end) for n, statement in here.items() if (v := statement.verb)}
    top = next((i for i in range(first, last + 1) if not first <= s.head[i] <= last or s.head[i] == i), first)
    for i in (top, *s.above(top)):
        if hit := [n for n, tokens in at.items() if i in tokens]:
            return hit
    before = {n: tokens[0] for n, tokens in at.items() if tokens and tokens[-1] < first}
    return [n for n, i in before.items() if i == max(before.values())]


def renamed(before: Sequence[Statement], after: Sequence[Statement]) -> list[Statement]:
    """The statements, each once; what names a changed one by its id names it by its new id."""
    told = {i for s in after for i in (*s.exceptions, *s.qualifies)}
    new = {old.id: made.id for old, made in zip(before, after, strict=True) if old.id in told}

    def follow(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new.get(i, i) for i in ids)

    named = (
        replace(s, exceptions=follow(s.exceptions), qualifies=follow(s.qualifies)) if s.exceptions or s.qualifies else s for s in after
    )
    return list({s.id: s for s in named}.values())
