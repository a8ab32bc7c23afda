"""How the command line speaks: data on stdout, progress and complaints on stderr, one line for an error, never a traceback.

`run` wraps the typer application and turns every failure into one line and an exit code; `progress` tells how far long work is;
`complain` and `say` print one line on stderr, `show` a table on stdout.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

OK, FOUND, USAGE = 0, 1, 2
"""Exit codes: done; a check found something or some inputs failed; nothing could be done as asked."""

WIDTH = 180
"""Columns of a table that is not printed on a terminal."""

PATIENCE = 2.0
"""Seconds of silence that are fine; work that lasts longer tells how far it is."""


def show(renderable: RenderableType) -> None:
    """Print a table on stdout; where that is no terminal, wide enough that cells are not folded into a column of letters."""
    from privacyflows.graphs.commands.tables import fit
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH)
    if isinstance(renderable, Table):
        fit(renderable, console.width)
    console.print(renderable)


def say(line: str) -> None:
    """Print one line of news on stderr."""
    sys.stderr.write(line.rstrip() + "\n")
    sys.stderr.flush()


def complain(error: BaseException, about: str = "") -> None:
    """Print an error as one line on stderr: what it is about, what is wrong, and the way out where the error knows one."""
    message = " ".join((str(error) or type(error).__name__).split())
    hint = " ".join(str(getattr(error, "hint", "") or "").split())
    parts = ("privacyflows", about if about not in message else "", message)
    say(": ".join(part for part in parts if part) + (f" ({hint})" if hint else ""))


@contextlib.contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function to be told how many are done, of how many; from the third second on stderr tells.

    On a terminal that is a bar, which goes when the work is done; elsewhere one line every ten seconds.
    """
    from rich.console import Console

    console = Console(stderr=True)
    with contextlib.ExitStack() as stack:
        yield _bar(stack, console, what) if console.is_terminal else _lines(what)


def _lines(what: str) -> Callable[[int, int], None]:
    due = monotonic() + PATIENCE

    def tell(done: int, total: int) -> None:
        nonlocal due
        if monotonic() >= due and done < total:
            say(f"{what}: {done} of {total}")
            due = monotonic() + 10

    return tell


def _bar(stack: contextlib.ExitStack, console: Console, what: str) -> Callable[[int, int], None]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    bar = Progress(*columns, console=console, transient=True)
    task, due = bar.add_task(what, total=None), monotonic() + PATIENCE
    stack.callback(bar.stop)

    def tell(done: int, total: int) -> None:
        if monotonic() >= due:
            bar.start()
        bar.update(task, completed=done, total=total)

    return tell


@contextlib.contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show a spinner with that text on a terminal while the block runs; silent elsewhere."""
    from rich.console import Console

    console = Console(stderr=True)
    with console.status(what) if console.is_terminal else contextlib.nullcontext():
        yield


def run(application: Callable[..., object], arguments: Sequence[str] | None = None) -> int:
    """Run a typer application on the arguments (default: the process's own) and return the exit code.

    A `PrivacyflowsError` or an `OSError` is one line on stderr and code 2; Ctrl-C is 130; a reader that closed the pipe has what it
    wanted, which is no error. A defect of ours is one line as well; with ``PRIVACYFLOWS_TRACEBACK=1`` it shows its traceback.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        application(args=None if arguments is None else list(arguments), prog_name="privacyflows")
        code = OK
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else USAGE
    except KeyboardInterrupt:
        say("privacyflows: stopped")
        code = 130
    except BrokenPipeError:
        return _pipe_closed()
    except Exception as error:
        code = _failed(error)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _pipe_closed()
    return code


def _pipe_closed() -> int:
    # The interpreter flushes stdout once more at its end: give that flush a place to go.
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return OK


def _failed(error: Exception) -> int:
    from privacyflows.extract.errors import PrivacyflowsError

    if os.environ.get("PRIVACYFLOWS_TRACEBACK"):
        raise error
    if isinstance(error, PrivacyflowsError | OSError):
        complain(error)
    else:
        say(f"privacyflows: defect: {type(error).__name__}: {' '.join(str(error).split())} (set PRIVACYFLOWS_TRACEBACK=1 and report it)")
    return USAGE
