"""What a command is given -> what the library takes: inputs counted and found, statements, kinds, parameters, datasets.

In come strings from the command line; out come values, a ``typer.BadParameter`` for what is written wrongly, and in a `Tally` how many
inputs worked. An input that cannot be used is one line on stderr, and the next one follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from privacyflows.graphs.commands import terminal

if TYPE_CHECKING:
    from privacyflows.extract import Statement
    from rdflib import Dataset


class Tally:
    """How many inputs worked and how many did not; the exit code follows from that."""

    def __init__(self) -> None:
        self.done = self.failed = 0

    @property
    def code(self) -> int:
        """0 if all worked, 1 if some did, 2 if none."""
        return terminal.OK if not self.failed else terminal.FOUND if self.done else terminal.USAGE

    def fail(self, source: str, error: BaseException) -> None:
        """Count an input that cannot be used and say why."""
        self.failed += 1
        terminal.complain(error, about=source)

    def find(self, inputs: Iterable[str]) -> Iterator[str]:
        """Yield the policies behind the inputs, each once; an input without any is counted as failed."""
        from privacyflows.extract.documents import find
        from privacyflows.extract.errors import PrivacyflowsError

        seen: set[str] = set()
        for given in inputs:
            try:
                found = find([given])
            except (PrivacyflowsError, OSError) as error:
                self.fail(given, error)
                continue
            yield from (path for path in found if path not in seen)
            seen.update(found)


def extracted(inputs: Iterable[str], tally: Tally, vocabulary: Sequence[Path], tagger: bool) -> Iterator[list[Statement]]:
    """Yield the statements of each policy; one that cannot be read is a line on stderr and the next one follows."""
    from privacyflows.extract import extract as statements_of
    from privacyflows.extract import read
    from privacyflows.extract.errors import PrivacyflowsError
    from privacyflows.graphs.terms.own_concepts import check

    check(*vocabulary)  # a file that cannot be used is one line, not one for each policy
    paths = list(tally.find(inputs))
    with terminal.progress("policies read") as progress:
        for number, path in enumerate(paths, start=1):
            try:
                yield statements_of(read(path), tagger=tagger, vocabulary=vocabulary)
                tally.done += 1
            except (PrivacyflowsError, OSError) as error:
                tally.fail(path, error)
            progress(number, len(paths))


def kinds(text: str) -> set[str]:
    """Return the kinds of statements that a list with commas names; raises ``typer.BadParameter`` for another word."""
    from privacyflows.extract.model import Kind

    known = [str(kind) for kind in Kind]
    wanted = {part.strip().lower() for part in text.split(",") if part.strip()}
    if wanted == {"all"}:
        return set(known)
    wrong = sorted(wanted - set(known))
    if wrong or not wanted:
        raise typer.BadParameter(f"{', '.join(wrong) or 'nothing'}: kinds are {', '.join(known)}, or all", param_hint="--kinds")
    return wanted


def check_target(output: Path) -> None:
    """Refuse a dataset's path that could not be saved, before the long work."""
    from privacyflows.graphs.store import FORMATS

    if output.suffix and output.suffix not in FORMATS and not output.is_dir():
        raise typer.BadParameter(f"{output}: a dataset ends in {', '.join(FORMATS)}, or has no suffix (a store's folder)", param_hint="-o")
    if not output.parent.is_dir():
        raise typer.BadParameter(f"{output}: there is no folder {output.parent}", param_hint="-o")


def opened(address: str) -> Dataset:
    """Open a dataset; somebody at a terminal sees that it takes its time."""
    from privacyflows.graphs.store import open_dataset

    with terminal.waiting(f"opening {address}"):
        return open_dataset(address)


def parameters(given: Iterable[str]) -> dict[str, str]:
    """Return the parameters of a question, given as NAME=VALUE; raises ``typer.BadParameter`` for another form."""
    found: dict[str, str] = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not name:
            raise typer.BadParameter(f"{item!r}: write a parameter as NAME=VALUE", param_hint="--param")
        found[name] = value
    return found
