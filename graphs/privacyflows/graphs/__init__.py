"""Statements -> graph -> answers, pictures, files. The front door is `PolicyGraph`; it is loaded when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from privacyflows.graphs.graph import PolicyGraph

__all__ = ["PolicyGraph"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - module attributes are of any type
    if name == "PolicyGraph":
        from privacyflows.graphs.graph import PolicyGraph

        return PolicyGraph
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
