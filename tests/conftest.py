"""What tests share: where the real policies lie, where Chromium is, and how hypothesis behaves.

Goes in: the machine the suite runs on. Comes out: fixtures, and a skip with its reason for what this machine lacks (the
policies of real organisations are not part of the project; a browser is not part of Python).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# The same examples on every run and machine, and no deadline: two shared cores make single runs slow at random.
settings.register_profile("privacyflows", derandomize=True, deadline=None, database=None)
settings.load_profile("privacyflows")


def find_chromium() -> str | None:
    """Path of a Chromium: the environment variable ``PRIVACYFLOWS_CHROMIUM`` where set, else the first found on the PATH."""
    named = os.environ.get("PRIVACYFLOWS_CHROMIUM")
    return named or next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests marked ``browser`` where there is no Chromium."""
    if find_chromium():
        return
    skip = pytest.mark.skip(reason="no Chromium on this machine (Debian: apt-get install chromium; or set PRIVACYFLOWS_CHROMIUM)")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def examples_dir() -> Path:
    """The folder of the project's own example policies."""
    return ROOT / "examples" / "harbourlight"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder beside the project with real policies and gold annotations; skips where it is missing."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder ../shared beside the project: the texts of real policies are not part of it")
    return folder


@pytest.fixture(scope="session")
def policies_dir(shared_dir: Path) -> Path:
    """The folder of the real policies; skips where it is missing."""
    folder = shared_dir / "policies"
    if not folder.is_dir():
        pytest.skip("no folder ../shared/policies beside the project: the texts of real policies are not part of it")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium; skips where there is none."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium; or set PRIVACYFLOWS_CHROMIUM)")
    return path
