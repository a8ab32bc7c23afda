"""The commands: each reads its arguments, calls one function of the library and prints what comes back.

Arguments go in; data goes to stdout, progress and complaints to stderr, and the exit code tells 0 done, 1 a check found
something or some inputs failed, 2 nothing could be done as asked. Every import stands inside its command, so that help
is instant and `query`, `view`, `diff` and `concepts` never load the parser.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from privacyflows.graphs.commands import arguments, terminal

if TYPE_CHECKING:
    from privacyflows.extract import Statement
    from privacyflows.graphs.answers.result import Result

app = typer.Typer(
    name="privacyflows",
    help="Read privacy policies, keep what they say as a knowledge graph with the words as evidence, and ask it.",
    epilog="Start with: privacyflows demo. Each command tells more: privacyflows COMMAND --help.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Command = TypeVar("Command", bound=Callable[..., None])


class Lines(StrEnum):
    """How statements are printed."""

    JSONL = "jsonl"
    TABLE = "table"


class Shape(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    MD = "md"


class Report(StrEnum):
    """How the findings of an audit are printed."""

    TABLE = "table"
    JSON = "json"


class Page(StrEnum):
    """How a comparison is printed."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


class Target(StrEnum):
    """What a dataset is exported to."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"
    PARQUET = "parquet"
    JSONLD = "jsonld"
    NQUADS = "nquads"
    OWL = "owl"
    DPV = "dpv"
    NEO4J = "neo4j"


Inputs = Annotated[list[str], typer.Argument(help="Files, folders, globs or URLs of policies.", metavar="INPUT")]
Concepts = Annotated[
    list[Path] | None, typer.Option("--vocabulary", help="A Turtle file with your own concepts; can be given several times.")
]
Tagger = Annotated[bool, typer.Option("--tagger/--no-tagger", help="Whether the learned second witness is heard beside the rules.")]
Data = Annotated[str, typer.Argument(help="A .trig, .nq, .ttl or .jsonld file, a store's folder, or a SPARQL endpoint.", metavar="DATASET")]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code; the entry point of the ``privacyflows`` script."""
    sys.exit(terminal.run(app, arguments))


def command(*examples: str) -> Callable[[Command], Command]:
    """Register a function as a command, with examples at the end of its help."""
    # The backspace sign tells the formatter to leave the lines as they are.
    return app.command(epilog="\b\nExamples:\n" + "\n".join(f"  privacyflows {line}" for line in examples))


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"privacyflows {version('privacyflows')}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)]


@app.callback()
def options(version: Version = False) -> None:
    """Hold the options that come before a command."""


@command("build policies/ -o flows.trig", "build 'archive/**/*.html' https://example.org/privacy -o flows.nq --workers 4")
def build(
    inputs: Inputs,
    output: Annotated[Path, typer.Option("--output", "-o", help="A .trig, .nq, .ttl or .jsonld file; without a suffix a store's folder.")],
    workers: Annotated[int, typer.Option(min=1, help="Processes that read.")] = 1,
    base: Annotated[str | None, typer.Option(help="Start of the IRIs that are minted.", metavar="IRI")] = None,
    vocabulary: Concepts = None,
    tagger: Tagger = True,
) -> None:
    """Read policies into a dataset, and print a line for each."""
    from privacyflows.graphs.commands import tables
    from privacyflows.graphs.graph import PolicyGraph

    arguments.check_target(output)
    tally = arguments.Tally()
    found = list(tally.find(inputs))
    if not found:
        raise typer.Exit(terminal.USAGE)
    with terminal.progress("policies read") as progress:
        graph = PolicyGraph.build(
            found, workers=workers, base=base, vocabulary=vocabulary or (), tagger=tagger, progress=progress, on_error=tally.fail
        )
    tally.done = len(graph.policies)
    if not tally.done:
        raise typer.Exit(terminal.USAGE)
    graph.save(output)
    terminal.show(tables.summaries(graph.summary()))
    terminal.say(f"{output}: {tables.counted(tally.done, 'policy', 'policies')}, {tables.counted(len(graph), 'statement')}")
    raise typer.Exit(tally.code)


@command("extract policy.md", "extract policies/ --format table", "extract policy.html --kinds all > statements.jsonl")
def extract(
    inputs: Inputs,
    form: Annotated[Lines, typer.Option("--format", help="One JSON object a line, or a table to read.")] = Lines.JSONL,
    kinds: Annotated[
        str, typer.Option(help="practice, denial, tracker, right, gap: some of them, with commas, or all.")
    ] = "practice,denial,tracker",
    vocabulary: Concepts = None,
    tagger: Tagger = True,
) -> None:
    """Print what policies say, one statement a line."""
    wanted = arguments.kinds(kinds)
    tally = arguments.Tally()
    rows: list[Statement] = []
    for statements in arguments.extracted(inputs, tally, vocabulary or (), tagger):
        chosen = [s for s in statements if s.kind in wanted]
        if form is Lines.TABLE:
            rows.extend(chosen)
            continue
        for statement in chosen:
            sys.stdout.write(json.dumps(statement.to_dict(), ensure_ascii=False) + "\n")
    if rows:
        from privacyflows.graphs.commands import tables

        terminal.show(tables.statements(rows))
    raise typer.Exit(tally.code)


@command(
    "query --list",
    "query flows.trig recipients-of --param data=pd:EmailAddress",
    "query flows.trig denials --format csv > denials.csv",
    "query flows.trig 'SELECT ?s ?q WHERE { ?s a pf:Denial ; pf:evidence/oa:exact ?q }'",
    "query --show recipients-of > mine.rq && privacyflows query flows.trig mine.rq",
)
def query(
    dataset: Annotated[str | None, typer.Argument(help="File, folder or endpoint; see build.", metavar="DATASET")] = None,
    question: Annotated[
        str | None, typer.Argument(help="Name of a question, a .rq file, or SPARQL; prefixes are bound.", metavar="QUESTION")
    ] = None,
    param: Annotated[list[str] | None, typer.Option("--param", "-p", help="Parameter of the question.", metavar="NAME=VALUE")] = None,
    form: Annotated[Shape, typer.Option("--format", help="How to print the answer; json is SPARQL results JSON.")] = Shape.TABLE,
    timeout: Annotated[float, typer.Option(help="Seconds that the answer may take.", min=0.1)] = 60.0,
    limit: Annotated[int, typer.Option(help="Rows of a named question's answer; 0: all.", min=0)] = 10_000,
    listed: Annotated[bool, typer.Option("--list", help="List the questions that have a name, by theme; md: as a page.")] = False,
    show: Annotated[str | None, typer.Option(help="Print the SPARQL of a named question.", metavar="NAME")] = None,
) -> None:
    """Ask a dataset: by the name of a question, or in SPARQL."""
    from privacyflows.graphs import queries
    from privacyflows.graphs.commands import catalogue

    if listed:
        if form is Shape.MD:
            sys.stdout.write(catalogue.page(queries.questions()))
            return
        for theme in catalogue.tables(queries.questions()):
            terminal.show(theme)
        return
    if show is not None:
        sys.stdout.write(queries.named(show).text)
        return
    if dataset is None or question is None:
        raise typer.BadParameter("a dataset and a question are needed; the questions: privacyflows query --list")
    answer = queries.run(arguments.opened(dataset), question, arguments.parameters(param or []), timeout=timeout, limit=limit)
    _print_answer(answer, form)


@command(
    "view flows.trig -o flows.html",
    "view flows.trig -o location.html --data pd:Location --since 2022",
    "view flows.trig -o changes.html --selection view=diff",
)
def view(
    dataset: Data,
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write.", metavar="FILE.html")],
    policy: Annotated[list[str] | None, typer.Option(help="Only this policy; can be given several times.", metavar="NAME")] = None,
    data: Annotated[str | None, typer.Option(help="Only this data and what is narrower.", metavar="CURIE")] = None,
    purpose: Annotated[str | None, typer.Option(help="Only this purpose and what is narrower.", metavar="CURIE")] = None,
    recipient: Annotated[str | None, typer.Option(help="Only this recipient or kind of recipient.", metavar="CURIE")] = None,
    organisation: Annotated[str | None, typer.Option(help="Only the policies of this organisation.", metavar="NAME")] = None,
    modality: Annotated[str | None, typer.Option(help="Only what is so stated: does, may or will.")] = None,
    scope: Annotated[str | None, typer.Option(help="Only what holds for these people or places.", metavar="CURIE")] = None,
    since: Annotated[str | None, typer.Option(help="Only policies of this year, month or day on.", metavar="DATE")] = None,
    until: Annotated[str | None, typer.Option(help="Only policies up to this year, month or day.", metavar="DATE")] = None,
    selection: Annotated[str, typer.Option(help="What is open at first, as in the page's links: view=diff.", metavar="LINK")] = "",
) -> None:
    """Write one page on which every flow shows its sentence."""
    from privacyflows.graphs.explorer import explorer_html
    from privacyflows.graphs.store import write_whole

    page = explorer_html(
        arguments.opened(dataset),
        selection=selection,
        policy=policy or None,
        organisation=organisation,
        data=data,
        purpose=purpose,
        recipient=recipient,
        modality=modality,
        scope=scope,
        since=since,
        until=until,
    )
    write_whole(output, page.encode())
    terminal.say(f"open {output} in a browser")


@command(
    "diff flows.trig example-2021 example-2024",
    "diff flows.trig example-2021 example-2024 --format html > changes.html",
    "diff flows.trig example-2021 example-2024 -o changes.svg",
)
def diff(
    dataset: Data,
    old: Annotated[str, typer.Argument(help="Name of the older policy.", metavar="OLD")],
    new: Annotated[str, typer.Argument(help="Name of the newer policy.", metavar="NEW")],
    form: Annotated[Page, typer.Option("--format", help="How to print the comparison.")] = Page.TABLE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Draw which data goes to whom instead: .svg, .png, .pdf.", metavar="PICTURE")
    ] = None,
) -> None:
    """Compare two policies, claim by claim."""
    from privacyflows.graphs import compare

    if output is not None:
        from privacyflows.graphs.matrix import matrix

        matrix(arguments.opened(dataset), (old, new)).save(output)
        terminal.say(f"wrote {output}")
        return
    found = compare.diff(arguments.opened(dataset), old, new)
    if form is Page.TABLE:
        terminal.show(found.table())
        terminal.say(found.headline)
        return
    sys.stdout.write(found.to_html() if form is Page.HTML else found.to_json() + "\n")


@command("audit flows.trig", "audit flows.trig --policy example-2024 --format json")
def audit(
    dataset: Data,
    policy: Annotated[str | None, typer.Option(help="Only this policy.", metavar="NAME")] = None,
    form: Annotated[Report, typer.Option("--format", help="How to print the findings.")] = Report.TABLE,
) -> None:
    """Check a dataset: broken shapes, unreadable places."""
    from privacyflows.graphs import findings

    with terminal.waiting("checking the shapes"):
        found = findings.findings(arguments.opened(dataset), policy=policy)
    if form is Report.JSON:
        sys.stdout.write(findings.to_json(found) + "\n")
    elif found:
        terminal.show(findings.table(found))
    terminal.say(findings.headline(found))
    about = f" -p policy={policy}" if policy else ""
    terminal.say(f"what policies leave open or say against themselves: privacyflows query {dataset} {'|'.join(findings.FURTHER)}{about}")
    raise typer.Exit(terminal.FOUND if found else terminal.OK)


@command(
    "export flows.trig --to graphml -o flows.graphml",
    "export flows.trig --to csv -o flows.csv",
    "export flows.trig --to jsonld -o flows.jsonld",
    "export flows.trig --to dpv -o flows-dpv.ttl",
    "export flows.trig --to neo4j -o neo4j/",
)
def export(
    dataset: Data,
    to: Annotated[
        Target,
        typer.Option(
            "--to", help="graphml, gexf, neo4j: the flows as a network; csv, parquet: a row for each flow; dpv: no terms but DPV's."
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; neo4j: a folder.", metavar="PATH")],
) -> None:
    """Write a dataset for Gephi, spreadsheets, pandas ..."""
    from privacyflows.graphs.exports import export as write

    write(arguments.opened(dataset), str(to), output)
    terminal.say(f"wrote {output}")


@command("concepts location", "concepts 'social media'", "concepts pd:EmailAddress", "concepts e-mail --dataset flows.trig")
def concepts(
    word: Annotated[str, typer.Argument(help="A CURIE, or words that a concept is known by.", metavar="[WORD]")] = "",
    dataset: Annotated[str | None, typer.Option(help="Tell how many statements of this dataset name each.", metavar="DATASET")] = None,
    vocabulary: Concepts = None,
) -> None:
    """Look up the concepts that statements name."""
    from privacyflows.graphs.answers import concepts as known

    extra = tuple(vocabulary or ())
    found = known.find(word, extra)
    if not found:
        terminal.say(f"privacyflows: no concept is known by {word!r} (list all: privacyflows concepts)")
        raise typer.Exit(terminal.FOUND)
    terminal.show(known.table(found, known.counts(arguments.opened(dataset), found) if dataset else None, extra))


@command("demo", "demo -o try")
def demo(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the dataset and the page.", metavar="FOLDER")] = Path("demo"),
) -> None:
    """Read, ask and draw the example policies."""
    from privacyflows.graphs.commands.demo import ROWS, demonstrate

    with terminal.progress("example policies read") as progress:
        shown = demonstrate(output, progress)
    for answer in shown.answers:
        typer.echo(f"$ {answer.command}")
        terminal.show(answer.result.head(ROWS).table())
        more = len(answer.result) - ROWS
        typer.echo(f"... and {more} more rows\n" if more > 0 else "")
    typer.echo(shown.farewell)


def _print_answer(answer: Result, form: Shape) -> None:
    if form is Shape.TABLE:
        terminal.show(answer.table())
        terminal.say("; ".join([f"{len(answer)} row{'' if len(answer) == 1 else 's'}", *answer.notes]))
        return
    written = {Shape.CSV: answer.to_csv, Shape.JSON: answer.to_json, Shape.JSONL: answer.to_jsonl, Shape.MD: answer.to_markdown}[form]()
    sys.stdout.write(written.rstrip("\n") + "\n" if written else "")
    for note in answer.notes:
        terminal.say(f"privacyflows: {note}")
