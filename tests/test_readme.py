"""The README tells the truth: its terminal session runs as printed, and so does its Python.

Goes in: ``README.md``. Comes out: each command of the session and each block of Python is run in order, on a copy of the
examples in an empty folder. Figures in the printed tables may age with the reader; the commands, columns and quotes may not.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
SESSION = re.findall(r"^```console\n(.*?)^```$", README, re.M | re.S)
PYTHON = re.findall(r"^```python\n(.*?)^```$", README, re.M | re.S)
COMMAND = re.compile(r"^\$ (?P<typed>.*(?:\n    .*)*)\n(?P<shown>(?:(?!\$ ).*\n)*)", re.M)


@pytest.fixture
def workplace(root: Path, tmp_path: Path) -> Path:
    """An empty folder with the examples in it, where the README's paths are right."""
    shutil.copytree(root / "examples", tmp_path / "examples")
    return tmp_path


def words_of(text: str) -> list[str]:
    """The words of a printed table, without its frame."""
    return re.sub(r"[^\w.,:'’%/-]+", " ", re.sub("[┏┓┗┛┡┩┃│└┘┌┐━─┳┴╇┼]", " ", text)).split()


@pytest.mark.slow
def test_terminal_session_runs_as_printed(workplace: Path) -> None:
    commands = [match for session in SESSION for match in COMMAND.finditer(session)]
    assert len(commands) >= 3
    for match in commands:
        program, *arguments = shlex.split(match["typed"])
        assert program == "privacyflows"
        code = "from privacyflows.graphs.cli import main; main()"
        done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=workplace, text=True, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        said = set(words_of(done.stdout + done.stderr))
        assert {word for word in words_of(match["shown"]) if not word.isdigit()} - said == set()


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(PYTHON)))
def test_python_runs(workplace: Path, number: int) -> None:
    done = subprocess.run([sys.executable, "-W", "error", "-c", PYTHON[number]], cwd=workplace, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_ten_lines_of_python_come_first() -> None:
    assert len(PYTHON) >= 2
    assert 8 <= len(PYTHON[0].strip().splitlines()) <= 10
