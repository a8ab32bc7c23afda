"""The commands: each reads its arguments, calls one function of the library and prints what comes back.

Arguments go in; data goes to stdout, progress and complaints to stderr, and the exit code tells 0 done, 1 a check found
something or some inputs failed, 2 nothing could be done as asked. Every import stands inside its command, so that help
is instant and `query`, `view`, `diff` and `concepts` never load the parser.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from privacyflows.graphs import terminal

if TYPE_CHECKING:
    from privacyflows.extract import Document, Statement

app = typer.Typer(
    name="privacyflows",
    help="Read privacy policies, keep what they say as a knowledge graph with the words as evidence, and ask it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Lines(StrEnum):
    """How statements are printed."""

    JSONL = "jsonl"
    TABLE = "table"


Inputs = Annotated[list[str], typer.Argument(help="Files, folders, globs or URLs of policies.", metavar="INPUT...")]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code; the entry point of the ``privacyflows`` script."""
    sys.exit(terminal.run(app, arguments))


@app.command()
def extract(
    inputs: Inputs,
    form: Annotated[Lines, typer.Option("--format", help="One JSON object a line, or a table to read.")] = Lines.JSONL,
    kinds: Annotated[str, typer.Option(help="Kinds of statements, comma separated, or 'all'.")] = "practice,denial,tracker",
) -> None:
    """Print what policies say, one statement a line.

    \b
    Examples:
      privacyflows extract policy.md
      privacyflows extract policies/ --format table
      privacyflows extract policy.html --kinds all > statements.jsonl
    """
    wanted = _kinds(kinds)
    tally = _Tally()
    rows: list[Statement] = []
    for _, statements in _extracted(inputs, tally):
        chosen = [s for s in statements if s.kind in wanted]
        if form is Lines.TABLE:
            rows.extend(chosen)
            continue
        for statement in chosen:
            sys.stdout.write(json.dumps(statement.to_dict(), ensure_ascii=False) + "\n")
    if rows:
        terminal.out().print(_statement_table(rows))
    raise typer.Exit(tally.code)


class _Tally:
    """How many inputs worked and how many did not; the exit code follows from that."""

    def __init__(self) -> None:
        self.done = self.failed = 0

    @property
    def code(self) -> int:
        return terminal.OK if not self.failed else terminal.FOUND if self.done else terminal.USAGE


def _kinds(text: str) -> set[str]:
    from privacyflows.extract.model import Kind

    known = [str(kind) for kind in Kind]
    wanted = {part.strip().lower() for part in text.split(",") if part.strip()}
    if wanted == {"all"}:
        return set(known)
    if not wanted or wanted - set(known):
        wrong = ", ".join(sorted(wanted - set(known))) or text
        raise typer.BadParameter(f"{wrong}: kinds are {', '.join(known)}, or all", param_hint="--kinds")
    return wanted


def _documents(inputs: Iterable[str], tally: _Tally) -> Iterator[Document]:
    """Read each input; one that cannot be read is a line on stderr and the next one follows."""
    from privacyflows.extract import read
    from privacyflows.extract.documents import find
    from privacyflows.extract.errors import PrivacyflowsError

    paths: list[str] = []
    for given in inputs:
        try:
            paths.extend(path for path in find([given]) if path not in paths)
        except (PrivacyflowsError, OSError) as error:
            tally.failed += 1
            terminal.complain(error, about=given)
    for path in terminal.progress(paths, what="policies read", total=len(paths)):
        try:
            document = read(path)
        except (PrivacyflowsError, OSError, UnicodeError) as error:
            tally.failed += 1
            terminal.complain(error, about=path)
            continue
        yield document


def _extracted(inputs: Iterable[str], tally: _Tally) -> Iterator[tuple[Document, list[Statement]]]:
    from privacyflows.extract import extract as read_statements

    for document in _documents(inputs, tally):
        tally.done += 1
        yield document, read_statements(document)


def _statement_table(statements: Sequence[Statement]) -> Any:  # noqa: ANN401 - rich has no common base to name
    from rich.table import Table
    from rich.text import Text

    table = Table(show_lines=False, pad_edge=False)
    several = len({s.policy for s in statements}) > 1
    for heading in [*(["policy"] if several else []), "who", "does", "data", "for", "to", "words"]:
        table.add_column(heading, overflow="fold")
    for s in statements:
        cells = [s.policy] if several else []
        cells += [s.actor.text or str(s.actor.kind), _verb_phrase(s)]
        cells += [", ".join(f.text for f in fillers) for fillers in (s.data, s.purposes, s.recipients)]
        cells += [" … ".join(e.text for e in s.evidence)]
        table.add_row(*(Text(" ".join(cell.split())) for cell in cells))
    return table


def _verb_phrase(statement: Statement) -> str:
    what = str(statement.action) if statement.action else str(statement.kind)
    modal = "" if statement.modality == "does" else f"{statement.modality} "
    return f"{modal}{'not ' if statement.polarity == 'negated' else ''}{what}"
