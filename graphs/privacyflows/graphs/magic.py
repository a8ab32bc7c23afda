"""The cell magic ``%%sparql``: a query in a cell of its own goes in, the answer comes out as that cell's table.

``%load_ext privacyflows.graphs.magic`` makes it known. ``%%sparql`` asks the variable ``graph``, or the `PolicyGraph` that was made
last; ``%%sparql other`` asks the one of that name. A variable with a dollar sign, ``$name``, stands for the notebook's variable
``name``; its value is bound as a term, never pasted. ``--to rows`` puts the `Result` into a variable instead of showing it.
"""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError
from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.graphs.answers.sparql import tokens
from privacyflows.graphs.graph import PolicyGraph

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell
    from privacyflows.graphs.answers.result import Result


class _Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> Any:  # noqa: ANN401 - never returns
        raise UsageError(f"%%sparql: {message}")


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Make ``%%sparql`` known to a shell; IPython calls this for ``%load_ext``."""
    parser = _Arguments(prog="%%sparql", add_help=False)
    parser.add_argument("graph", nargs="?")
    parser.add_argument("--to", metavar="NAME")
    parser.add_argument("--timeout", type=float)

    def sparql(line: str, cell: str) -> Result | None:
        """Ask a policy graph in SPARQL: ``%%sparql [graph] [--to NAME] [--timeout SECONDS]``; ``$name`` is the notebook's variable."""
        asked = parser.parse_args(shlex.split(line))
        variables = dict(shell.user_ns)
        try:
            answer = _graph(variables, asked.graph).query(cell, timeout=asked.timeout, **_parameters(cell, variables))
        except PrivacyflowsError as error:
            raise UsageError(f"{error} ({error.hint})" if error.hint else str(error)) from error
        if asked.to is None:
            return answer
        shell.user_ns[asked.to] = answer
        return None

    # IPython's decorators leave a wrong type behind.
    shell.register_magic_function(sparql, "cell", "sparql")  # type: ignore[arg-type]


def _graph(variables: dict[str, Any], name: str | None) -> PolicyGraph:
    found = {key: value for key, value in variables.items() if isinstance(value, PolicyGraph)}
    if name is not None and name not in found:
        raise UsageError(f"%%sparql: {name!r} is no PolicyGraph{', but ' + ', '.join(found) if found else ''}")
    if not found:
        raise UsageError("%%sparql: there is no PolicyGraph yet (graph = PolicyGraph.build([...]))")
    return found[name] if name else found.get("graph", list(found.values())[-1])


def _parameters(query: str, variables: dict[str, Any]) -> dict[str, Any]:
    wanted = {token.text[1:] for token in tokens(query) if token.kind == "variable" and token.text.startswith("$")}
    missing = sorted(wanted - variables.keys())
    if missing:
        raise UsageError(
            f"%%sparql: the notebook has no variable {', '.join(missing)} (a variable of the query itself is written ?{missing[0]})"
        )
    return {name: variables[name] for name in wanted}
