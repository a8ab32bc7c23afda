"""Word lists: every list of words that the reader asks for is in its rule file, and every list of a rule file is asked for.

A module asks by ``listed_words("FILE", "TABLE", "NAME")``, by its own ``_words("NAME")`` (a `functools.partial` of that), or by a field of
`mentions.nounphrases.word_lists`; the sources are read as text, because a list whose sentence never comes would be missed by no other test.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import privacyflows.extract as reader
import pytest
from privacyflows.extract.parsing.words import listed_words, load_rules

SOURCES = sorted(Path(str(reader.__file__)).parent.rglob("*.py"))
"""The modules of the reader."""
DIVIDED = ["acceptance.toml", "actors.toml", "companions.toml", "nominals.toml", "objects.toml"]
"""Files of nothing but word lists."""


def texts(call: ast.Call) -> tuple[str, ...] | None:
    """The arguments of a call; None where one is no plain text."""
    plain = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    return tuple(plain) if len(plain) == len(call.args) and not call.keywords else None


def asked(source: Path) -> Iterator[tuple[str, ...]]:
    """File and keys of the lists that a module asks for by name."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    by: dict[str, tuple[str, ...]] = {"listed_words": ()}
    for node in tree.body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Name(id="partial"), args=[ast.Name(id="listed_words"), *begun]),
            ):
                by[name] = tuple(str(a.value) for a in begun if isinstance(a, ast.Constant))
    for call in calls:
        given = texts(call)
        if isinstance(call.func, ast.Name) and call.func.id in by and given:
            yield by[call.func.id] + given


ASKED = sorted({keys for source in SOURCES for keys in asked(source)})


@pytest.mark.parametrize("keys", ASKED, ids=" ".join)
def test_list_is_there(keys: tuple[str, ...]) -> None:
    assert all(word == word.strip() and word for word in listed_words(*keys))
    assert listed_words(*keys)


@pytest.mark.parametrize("file", DIVIDED)
def test_every_list_is_asked_for(file: str) -> None:
    tables: dict[str, Any] = load_rules(file)
    assert {(file, table, name) for table, lists in tables.items() for name in lists} == {keys for keys in ASKED if keys[0] == file}


def test_every_shared_class_is_asked_for() -> None:
    fields = {n.attr for source in SOURCES for n in ast.walk(ast.parse(source.read_text(encoding="utf-8"))) if isinstance(n, ast.Attribute)}
    assert set(load_rules("words.toml")["words"]) - fields == set()
