"""A progress bar for long work that somebody started from a notebook; nothing elsewhere.

A sentence that says what is counted goes in; a function to be told (done, total) comes out, or None where no notebook is looking: in
scripts a library is silent, and the command line has a bar of its own (`privacyflows.graphs.commands.terminal.progress`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable

PATIENCE = 2.0
"""Seconds of silence that are fine: work that is done by then shows no bar."""


def in_notebook() -> bool:
    """Whether this process is the kernel of a notebook; imports nothing to find out."""
    shell = sys.modules.get("IPython.core.interactiveshell")
    return shell is not None and shell.InteractiveShell.initialized() and hasattr(shell.InteractiveShell.instance(), "kernel")


def notebook_progress(what: str) -> Callable[[int, int], None] | None:
    """Return a function that shows a bar in a notebook from the third second on, and takes it away when all is done.

    None outside notebooks and without tqdm (the extra ``notebooks``).
    """
    if not in_notebook():
        return None
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
    bar = tqdm(desc=what, leave=False, delay=PATIENCE)

    def tell(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)
        if done >= total:
            bar.close()

    return tell
