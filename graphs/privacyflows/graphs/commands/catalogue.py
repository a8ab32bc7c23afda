"""The named questions by theme, for people: questions go in; tables for the terminal or the page ``docs/questions.md`` come out.

A question's theme is its first tag. The page is made of the headers of the ``.rq`` files alone: ``privacyflows query --list
--format md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Final

from privacyflows.graphs.queries import ROWS, Parameter, Question

if TYPE_CHECKING:
    from rich.table import Table

THEMES: Final[Mapping[str, str]] = {
    "recipients": "Recipients: who gets what",
    "data": "Data",
    "purposes": "Purposes and conditions",
    "denials": "Denials: what policies say they do not do",
    "trackers": "Trackers",
    "rights": "Rights, contacts, responsibility",
    "comparison": "Comparison of versions and organisations",
    "vagueness": "Vagueness",
    "coverage": "Coverage and gaps",
    "evidence": "Evidence: the words",
}
"""First tag -> heading, in the order in which they are shown."""

_HEAD: Final = f"""\
# Questions

Every question below has a name, and the name is all that it takes to ask it:

```
privacyflows query flows.trig recipients-of --param data=pd:EmailAddress
```

```python
graph.query("recipients-of", data="pd:EmailAddress")
```

A parameter in **bold** must be given; any other narrows the answer where it is given. Concepts are CURIEs (`privacyflows concepts
WORD` finds them) and include their narrower ones; organisations are names or CURIEs; policies are the short names that `policies`
lists. An answer holds at most {ROWS:,} rows unless you ask for more (`--limit 0`, `limit=0`), and says so where it is cut. The
SPARQL of a question is printed by `privacyflows query --show NAME`; it runs as it is in any SPARQL 1.1 server.

This page is made from the headers of `ontology/queries/*.rq` by `make docs`.
"""


def by_theme(questions: Iterable[Question]) -> Iterator[tuple[str, list[Question]]]:
    """Yield each theme's heading with its questions, by name."""
    order = [*THEMES]

    def place(question: Question) -> int:
        return order.index(_theme(question)) if _theme(question) in THEMES else len(order)

    for _, group in groupby(sorted(questions, key=lambda q: (place(q), _theme(q), q.name)), key=_theme):
        listed = list(group)
        yield THEMES.get(_theme(listed[0]), _theme(listed[0])), listed


def tables(questions: Iterable[Question]) -> Iterator[Table]:
    """Yield a table for each theme: name, question, parameters."""
    from privacyflows.graphs.commands.tables import table

    for heading, listed in by_theme(questions):
        rows = ([q.name, q.question, ", ".join(f"{p.name}{'!' if p.required else ''}" for p in q.parameters)] for q in listed)
        yield table(("name", "question", "parameters (! = needed)"), rows, title=heading)


def page(questions: Iterable[Question]) -> str:
    """Return the Markdown page of all questions."""
    parts = [_HEAD]
    for heading, listed in by_theme(questions):
        parts += [f"\n## {heading}\n", *(_entry(question) for question in listed)]
    return "\n".join(parts)


def _entry(question: Question) -> str:
    lines = [f"### `{question.name}`", "", question.question, ""]
    lines += [f"- {_parameter(parameter)}" for parameter in question.parameters]
    more = [THEMES[tag].partition(":")[0].lower() if tag in THEMES else tag for tag in question.tags[1:]]
    lines += [f"- see also: {', '.join(more)}"] if more else []
    return "\n".join(lines).rstrip() + "\n"


def _parameter(parameter: Parameter) -> str:
    name = f"**`{parameter.name}`**" if parameter.required else f"`{parameter.name}`"
    default = f", `{parameter.default}` unless given" if parameter.default else ""
    return f"{name} ({parameter.kind}{default}): {parameter.help}"


def _theme(question: Question) -> str:
    return question.tags[0] if question.tags else "other"
