"""The errors that users meet; each is one line that names the offending value, and `hint` says the way out.

PrivacyflowsError
├── InputError               a file, folder, glob or address that cannot be used
│   ├── NotFoundError        nothing there
│   ├── EmptyInputError      there, but without a readable word
│   └── UnreadableError      there, but not text (binary, encrypted, damaged, refused by the server)
└── MissingDependencyError   an optional package is not installed
"""

from __future__ import annotations


class PrivacyflowsError(Exception):
    """Base of all errors raised on purpose; ``str(error)`` is one line, ``error.hint`` says what to do (may be empty)."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(" ".join(message.split()))
        self.hint = " ".join(hint.split())


class InputError(PrivacyflowsError):
    """A file, folder, glob or address that cannot be used."""


class NotFoundError(InputError):
    """Nothing stands at the given path, or a folder or glob holds no policy."""


class EmptyInputError(InputError):
    """The input was read but holds no text."""


class UnreadableError(InputError):
    """The input exists but is not text, or could not be fetched."""


class MissingDependencyError(PrivacyflowsError):
    """An optional package is needed for this input and is not installed."""
