"""Text -> statements: read a policy, and say what it says, with its words. Each name is loaded when it is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from privacyflows.extract.profile.profile import profile  # a lazy name would be hidden by the module of the same name

if TYPE_CHECKING:
    from privacyflows.extract.documents import find, read
    from privacyflows.extract.errors import PrivacyflowsError
    from privacyflows.extract.model import Document, Profile, Statement
    from privacyflows.extract.parsing.parsing import load_parser
    from privacyflows.extract.statements import extract, extract_many

__all__ = ["Document", "PrivacyflowsError", "Profile", "Statement", "extract", "extract_many", "find", "load_parser", "profile", "read"]

_HOME = {
    "Document": "model",
    "PrivacyflowsError": "errors",
    "Profile": "model",
    "Statement": "model",
    "extract": "statements",
    "extract_many": "statements",
    "find": "documents",
    "load_parser": "parsing.parsing",
    "read": "documents",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - module attributes are of any type
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
