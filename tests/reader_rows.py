"""What the tables of tests share: rows (sentence, what it says) with one reading of a whole table; snippets of lists and tables.

In go sentences, out come their statements; each sentence is a document of one paragraph, so that neither the layout nor the
neighbouring row has a say. Fillers are compared without case and without the determiners in front ("your name" is "name"). A row
that ends with a `Miss` is what the reader should say and does not yet say: it fails on purpose, and the suite notices when it passes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

import pytest
from privacyflows.extract import extract, extract_many
from privacyflows.extract.model import Block, BlockKind, Document, Filler, Kind, Polarity, Statement

Reading = dict[str, list[Statement]]
"""Sentence -> its statements in text order, rights and gaps left out."""
_DETERMINERS = re.compile(
    r"(?:(?:a|an|the|your|our|their|its|his|her|any|all|some|such|this|that|these|those|certain|every|each)\s+)+(?=\S)", re.IGNORECASE
)


class Miss(StrEnum):
    """Why a row is not read right yet: classes of what the reader lacks."""

    BRACKETS = "brackets or asides inside a list"
    BUT_NOT = "but not: a denial of its own"
    CHOICE = "you can choose to give us: a collection"
    CLAUSE_AS_DATA = "a clause as data: when ..., whether ..., what ..."
    COLON = "members after a colon that stand apart from the verb"
    CONTAINER = "data behind a container: a file with"
    DISCLAIMER = "a disclaimer claims nothing"
    EXAMPLES = "examples after e.g., for example, in particular, such X as"
    EXCEPTION = "an exception to a denial is a practice of its own"
    FRONTED = "a purpose in front of its clause: for statistics, for security reasons"
    GRANT = "a passive grant of access"
    LEXICON = "a word that the lexicon lacks"
    MAIN_CLAUSE = "a purpose told by a main clause"
    MODAL_PHRASE = "modality of adjectives and phrases: able to, entitled to, going to"
    NOBODY = "nobody as subject"
    NOMINAL_DENIAL = "a nominalisation denied by its predicate"
    NOTHING_BUT = "nothing but, no more than: they affirm"
    NO_RECIPIENT = "with care: nobody receives"
    OF_TWICE = "what stands after of is counted a second time"
    OPEN_OBJECT = "an open object that nothing ties to a person"
    OUR_PEOPLE = "our clinic, our doctors: own institution or staff are no third party"
    OUR_THINGS = "a device or part of ours acts or receives: it is we"
    PLACE = "a place after to is a location, not a recipient"
    PURPOSE_SPLIT = "purposes are divided, or joined, where they should not be"
    PURPOSE_WORDING = "a purpose in other words: with a view to, with the aim of, is the calculation"
    REFERENCE = "reference with another wording"
    READERS = "readers who see one another's data are recipients"
    RELATIVE = "a relative clause about things: which show"
    RUN = "a word is taken into a run of verbs, or for a verb, that is none"
    SECOND_OBJECT = "a second direct object of the parse is lost"
    SECOND_PHRASE = "with X and with Y"
    SPAN = "the span is cut or too wide"
    UNOWNED = "a bare noun that the lexicon knows, of which nothing says that it is a person's"
    VAGUENESS = "a blank head with what it is about is not generic"


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """What one statement must say; a role that is None is not looked at."""

    action: str
    negated: bool
    modality: str
    actor: str | None
    agent: str | None
    data: tuple[str, ...] | None
    recipients: tuple[str, ...] | None
    purposes: tuple[str, ...] | None
    source: tuple[str, ...] | None
    technology: tuple[str, ...] | None
    retention: tuple[str, ...] | None


ROLES = ("data", "recipients", "purposes", "source", "technology", "retention")


def says(
    stance: str,
    *,
    by: str | None = "first-party",
    agent: str | None = None,
    data: str | None = "",
    to: str | None = "",
    goals: str | None = "",
    source: str | None = None,
    means: str | None = None,
    kept: str | None = None,
) -> Claim:
    """A claim, written small: ``stance`` is "share", "may share", "not share", "will not share"; fillers are divided by semicolons.

    ``""`` asks for an empty role, None for none in particular.
    """
    *cues, action = stance.split()

    def split(texts: str | None) -> tuple[str, ...] | None:
        return None if texts is None else tuple(bare(t) for t in texts.split(";") if t.strip())

    return Claim(
        action=action,
        negated="not" in cues,
        modality=next((c for c in cues if c != "not"), "does"),
        actor=by,
        agent=None if agent is None else bare(agent),
        data=split(data),
        recipients=split(to),
        purposes=split(goals),
        source=split(source),
        technology=split(means),
        retention=split(kept),
    )


def bare(text: str) -> str:
    """A filler as it is compared: lower case, single blanks, no determiners in front."""
    text = " ".join(text.lower().split())
    found = _DETERMINERS.match(text)
    return text[found.end() :] if found else text


def texts(fillers: Iterable[Filler]) -> tuple[str, ...]:
    """The words of fillers as they are compared."""
    return tuple(bare(f.text) for f in fillers)


def stance(s: Statement) -> str:
    """Modality, polarity and action of a statement, as `says` writes them."""
    words = ["" if s.modality == "does" else str(s.modality), "not" if s.polarity is Polarity.NEGATED else "", str(s.action)]
    return " ".join(w for w in words if w)


def fits(claim: Claim, s: Statement) -> bool:
    """Whether a statement says what the claim asks for."""
    if (str(s.action), s.polarity is Polarity.NEGATED, str(s.modality)) != (claim.action, claim.negated, claim.modality):
        return False
    if claim.actor is not None and str(s.actor.kind) != claim.actor:
        return False
    if claim.agent is not None and bare(s.actor.text or "") != claim.agent:
        return False
    return all(want is None or sorted(want) == sorted(texts(getattr(s, role))) for role in ROLES for want in [getattr(claim, role)])


def told(statements: Iterable[Statement]) -> str:
    """Statements as a message that can be read when a row fails."""
    lines = []
    for s in statements:
        roles = "; ".join(f"{role}={list(texts(getattr(s, role)))}" for role in ROLES if getattr(s, role))
        lines.append(f"{stance(s)} by {s.actor.kind} {s.actor.text!r} [{s.rule}] {roles}")
    return "\n".join(lines) or "nothing"


def unmatched(claims: Sequence[Claim], statements: Sequence[Statement]) -> tuple[list[Claim], list[Statement]]:
    """The claims that no statement makes and the statements that no claim asks for."""
    rest, open_claims = list(statements), []
    for claim in claims:
        found = next((s for s in rest if fits(claim, s)), None)
        if found is None:
            open_claims.append(claim)
        else:
            rest.remove(found)
    return open_claims, rest


def paragraphs(*views: str, policy: str = "row") -> Document:
    """A document of plain paragraphs under no heading; blanks are made single, as views have them."""
    views = tuple(" ".join(view.split()) for view in views)
    text, blocks, at = "\n\n".join(views), [], 0
    for view in views:
        blocks.append(Block(kind=BlockKind.PARAGRAPH, view=view, origin=tuple(range(at, at + len(view)))))
        at += len(view) + 2
    return Document(policy=policy, text=text, blocks=tuple(blocks))


def read_rows(sentences: Iterable[str]) -> Reading:
    """What each sentence says of practices, all parsed in one go; a blank line divides paragraphs."""
    rows = list(dict.fromkeys(sentences))
    found = extract_many([paragraphs(*r.split("\n\n")) for r in rows], batch=256)
    return {r: [s for s in said if s.kind not in (Kind.RIGHT, Kind.GAP)] for r, said in zip(rows, found, strict=True)}


def cases(rows: Iterable[tuple[object, ...]], width: int) -> list[object]:
    """Rows as parameters; a value after the first ``width`` is the reason why the row is still missed."""
    out: list[object] = []
    for row in rows:
        marks = [pytest.mark.xfail(strict=True, reason=str(row[width]))] if len(row) > width else []
        out.append(pytest.param(*row[:width], id=str(row[0])[:60], marks=marks))
    return out


def reading_of(rows: Iterable[tuple[object, ...]]) -> Callable[[], Reading]:
    """A module's fixture that reads the first column of its table once."""

    @pytest.fixture(scope="module")
    def reading() -> Reading:
        return read_rows(str(row[0]) for row in rows)

    return reading


# -- snippets: a small document with a list or a table --------------------------------------------------------------------------

Said = tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Action, polarity, data, purposes and recipients of a statement, with the words as they stand in the text."""
_SPANS = ("evidence", "data", "purposes", "recipients", "conditions", "source", "legal_basis", "retention", "location", "technology")


class Case(NamedTuple):
    """A snippet and what it says."""

    name: str
    text: str
    expected: list[Said]
    miss: bool = False


def said(action: str, *, data: str = "", purposes: str = "", recipients: str = "", negated: bool = False) -> Said:
    """An expected statement; fillers are separated by " | "."""

    def split(text: str) -> tuple[str, ...]:
        return tuple(text.split(" | ")) if text else ()

    return action, "negated" if negated else "affirmed", split(data), split(purposes), split(recipients)


@cache
def statements(text: str) -> tuple[Statement, ...]:
    """The practices, denials and trackers of a Markdown snippet; every span is checked against the text."""
    document = Document.from_text(text, media_type="text/markdown")
    found = [s for s in extract(document) if s.kind in (Kind.PRACTICE, Kind.DENIAL, Kind.TRACKER)]
    for s in found:
        for span in (*(x for role in _SPANS for x in getattr(s, role)), *([s.verb] if s.verb else [])):
            assert document.text[span.start : span.end] == span.text
    return tuple(found)


def tuples(text: str) -> list[Said]:
    """What a snippet says, in order."""
    return [
        (
            str(s.action),
            str(s.polarity),
            tuple(f.text for f in s.data),
            tuple(f.text for f in s.purposes),
            tuple(f.text for f in s.recipients),
        )
        for s in statements(text)
    ]
