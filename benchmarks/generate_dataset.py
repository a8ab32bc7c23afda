"""A made-up dataset of any size, for measuring: a seed and a number of policies go in, policies with their statements come out.

Nobody in it is real: organisations are called "Organisation 0007", named recipients "Recipient 042 Services". What is real is its
make-up, which follows what the reader finds in real policies: how often a role is filled and by how many, how much of the data
is just "personal information", how many words no concept is known for, that most recipients are only described, that few are
named by many policies and many by one, and that the next version of a policy keeps most of what the last one said. Each
statement stands in a sentence of the policy's text, and statements become quads as those of read policies do. The same seed,
number and ontology give the same bytes. Run it from the project's folder as

    python -m benchmarks.generate_dataset -o big.nq
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Final

from privacyflows.extract.model import Action, Contact, Document, Evidence, Filler, Kind, Modality, Polarity, Profile, Statement
from privacyflows.graphs import PolicyGraph
from privacyflows.graphs.store import quads_of

from benchmarks.made_up_claims import Author, Claim

POLICIES: Final = 1_000
SEED: Final = 4

_VERBS: Final[Mapping[Action, str]] = {
    Action.RETAIN: "keep",
    Action.SECURE: "protect",
    Action.TRANSFER: "transfer",
    Action.PUBLISH: "publish",
}
_JOINT: Final[Mapping[str, str]] = {
    "data": "",
    "source": "from",
    "subjects": "of",
    "recipients": "with",
    "purposes": "for",
    "technology": "by",
    "location": "in",
    "legal_basis": "on the basis of",
    "retention": "for",
    "conditions": "where there is",
    "scope": "for readers under",
    "rights": "",
}
"""Role -> the words before its fillers."""


@dataclass(kw_only=True, slots=True)
class _Text:
    """A policy's text as it grows; what is added is told back with its offsets."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, words: str) -> tuple[int, int]:
        """Append the words as they are."""
        start = self.length
        self.parts.append(words)
        self.length += len(words)
        return start, self.length

    def placed(self, filler: Filler) -> Filler:
        """Append a filler's words and return it with its place."""
        start, end = self.add(filler.text)
        return replace(filler, start=start, end=end)

    def since(self, start: int) -> str:
        """Return what was appended from the offset on, without joining the whole text."""
        taken, at = list[str](), self.length
        for part in reversed(self.parts):
            if at <= start:
                break
            taken.append(part)
            at -= len(part)
        return "".join(reversed(taken))

    def __str__(self) -> str:
        return "".join(self.parts)


def policies(count: int = POLICIES, *, seed: int = SEED) -> Iterator[tuple[Document, Profile, list[Statement]]]:
    """Yield so many policies of organisations with one to three versions each, older before newer."""
    author = Author(random=Random(seed))
    done = organisation = 0
    while done < count:
        claims = author.policy()
        for version in range(min(author.random.randint(1, 3), count - done)):
            claims = author.revised(claims) if version else claims
            yield _written(organisation, 2018 + 2 * version, claims)
            done += 1
        organisation += 1


def _written(organisation: int, year: int, claims: Sequence[Claim]) -> tuple[Document, Profile, list[Statement]]:
    """Write one version: its text, what it says of itself, and its statements with their places in the text."""
    name, policy = f"Organisation {organisation:04}", f"organisation-{organisation:04}-{year}"
    text, statements = _Text(), list[Statement]()
    text.add(f"Privacy policy of {name}\n\n")
    for number, claim in enumerate(claims):
        before = statements[-1:] if claim.kind is Kind.DENIAL and number % 2 else []
        exceptions = tuple(statement.id for statement in before if statement.kind is Kind.PRACTICE)
        said = _sentence(text, claim, policy, f"Part {number // 10 + 1}")
        statements += (replace(statement, exceptions=exceptions) for statement in said)
    start, end = text.add(f"privacy@organisation-{organisation:04}.example")
    contact = Contact(kind="email", role="general", text=str(text)[start:end], start=start, end=end)
    whole = str(text)
    document = Document(policy=policy, text=whole, blocks=(), source=f"{policy}.md", sha256=hashlib.sha256(whole.encode()).hexdigest())
    dated = Profile(
        organisation=name, title=f"Privacy policy of {name}", modified=f"{year}-01-15", captured=f"{year}-06", contacts=(contact,)
    )
    return document, dated, statements


def _sentence(text: _Text, claim: Claim, policy: str, section: str) -> Iterator[Statement]:
    """Append the sentence that makes a claim and yield the statement, or the two where it names two actions."""
    begin = text.length
    start, end = text.add(claim.actor.text or "We")
    text.add(" do not" if claim.kind is Kind.DENIAL else "" if claim.modality is Modality.DOES else f" {claim.modality}")
    verbs = []
    for number, action in enumerate((claim.action, claim.also) if claim.also else (claim.action,)):
        text.add(" and " if number else " ")
        words = _VERBS.get(action, str(action)) if action else "let you have the right to"
        verbs.append((action, Evidence(**dict(zip(("start", "end"), text.add(words), strict=True)), text=words)))
    roles = {role: _listed(text, role, fillers) for role, fillers in claim.roles.items()}
    sentence = Evidence(start=begin, end=text.length, text=text.since(begin))
    text.add(".\n")
    for action, verb in verbs:
        yield Statement(
            policy=policy,
            kind=claim.kind,
            action=action,
            polarity=Polarity.NEGATED if claim.kind is Kind.DENIAL else Polarity.AFFIRMED,
            modality=claim.modality,
            actor=replace(claim.actor, start=start, end=end),
            verb=verb,
            evidence=(sentence,),
            section=section,
            missing=claim.missing,
            rule="made.up",
            confidence=0.9,
            **roles,  # type: ignore[arg-type]
        )


def _listed(text: _Text, role: str, fillers: Sequence[Filler]) -> tuple[Filler, ...]:
    """Append a role's fillers and return them with their places."""
    text.add(f" {_JOINT[role]} " if _JOINT[role] else " ")
    placed = []
    for number, filler in enumerate(fillers):
        text.add(", " if number else "")
        placed.append(text.placed(filler))
    return tuple(placed)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write a dataset."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("-o", "--output", type=Path, required=True, help="a .nq, .trig, .ttl or .jsonld file, or a store's folder")
    options.add_argument("--policies", type=int, default=POLICIES, help=f"how many (default {POLICIES})")
    options.add_argument("--seed", type=int, default=SEED, help=f"start of the random numbers (default {SEED})")
    given = options.parse_args(arguments)
    graph = PolicyGraph.from_statements(policies(given.policies, seed=given.seed))
    graph.save(given.output)
    print(f"{given.output}: {given.policies:,} policies, {sum(1 for _ in quads_of(graph.dataset)):,} quads")


if __name__ == "__main__":
    main()
