"""How the command line speaks: data on stdout, progress and complaints on stderr, one line for an error, never a traceback.

`run` wraps the typer application and turns every failure into one line and an exit code; `progress` walks a list with a bar
that appears on a terminal only; `complain` and `say` print one line on stderr; `write_whole` writes a file whole or not at all.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")

OK, FOUND, USAGE = 0, 1, 2
"""Exit codes: done; a check found something or some inputs failed; nothing could be done as asked."""

PATIENCE = 2.0
"""Seconds of silence that are fine; work that lasts longer tells how far it is."""


def out() -> Console:
    """Return the console of the data; without a terminal it neither wraps nor colours."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(console.width, 160))
    return console


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


def progress(items: Iterable[T], *, what: str, total: int | None = None) -> Iterator[T]:
    """Yield the items; from the third second on stderr tells how many are done: a bar on a terminal, else a line every ten seconds."""
    from rich.console import Console

    if Console(stderr=True).is_terminal:
        yield from _bar(items, what, total)
        return
    due, width = monotonic() + PATIENCE, f" of {total}" if total else ""
    for done, item in enumerate(items):
        if monotonic() >= due:
            say(f"{what}: {done}{width}")
            due = monotonic() + 10
        yield item


def _bar(items: Iterable[T], what: str, total: int | None) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task, due, shown = bar.add_task(what, total=total), monotonic() + PATIENCE, False
    try:
        for item in items:
            if not shown and monotonic() >= due:
                bar.start()
                shown = True
            yield item
            bar.advance(task)
    finally:
        if shown:
            bar.stop()


@contextlib.contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show a spinner with that text on a terminal while the block runs; silent elsewhere."""
    from rich.console import Console

    console = Console(stderr=True)
    with console.status(what) if console.is_terminal else contextlib.nullcontext():
        yield


def write_whole(path: Path, content: str | bytes) -> None:
    """Write the file beside its place and move it there, so that it is never half written; makes the folder where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    blob = content.encode() if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(blob)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


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
