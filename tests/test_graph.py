"""The front door: policies are read into one graph, whatever the number of workers, and one bad input does not sink the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from privacyflows.extract.errors import EmptyInputError, NotFoundError, PrivacyflowsError
from privacyflows.graphs import PolicyGraph
from privacyflows.graphs.reading import Job, ReadingError, plan, read_all
from privacyflows.graphs.store import quads_of, serialise

from tests import sample_statements as sample

TEXT = "Pebblemoor Library Privacy Policy\n\nWe collect your name and email address to send you reminders.\n"
"""An invented policy of an invented library."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for place, changed in (("2021", "name"), ("2024", "postal address")):
        (tmp_path / place).mkdir()
        (tmp_path / place / "pebblemoor.md").write_text(TEXT.replace("name", changed), encoding="utf-8")
    for number in range(9):  # more than one batch
        (tmp_path / f"branch-{number}.txt").write_text(TEXT + f"We keep your data for {number + 2} years.\n", encoding="utf-8")
    return tmp_path


def content(graph: PolicyGraph) -> bytes:
    return serialise(quads_of(graph.dataset), ".nq")


def test_build_reads_a_folder(folder: Path) -> None:
    calls: list[tuple[int, int]] = []
    graph = PolicyGraph.build(folder, progress=lambda done, total: calls.append((done, total)))
    assert sorted(graph.policies) == ["2021-pebblemoor", "2024-pebblemoor", *(f"branch-{n}" for n in range(9))]
    assert calls == [(n, 11) for n in range(1, 12)]
    assert len(graph) >= 11
    rows = graph.query("SELECT ?data WHERE { ?p pf:statedIn/dct:identifier '2021-pebblemoor' ; dpv:hasPersonalData ?data }").rows
    assert "https://w3id.org/dpv/pd#EmailAddress" in {str(row[0]) for row in rows}


@pytest.mark.slow
def test_the_number_of_workers_changes_nothing(folder: Path) -> None:
    assert content(PolicyGraph.build(folder, workers=2)) == content(PolicyGraph.build(folder))


def test_what_is_built_is_well_formed(folder: Path) -> None:
    pytest.importorskip("pyshacl")
    assert PolicyGraph.build([folder / "branch-1.txt", folder / "2021"]).validate().violations == ()


def test_adding_a_policy_again_replaces_it(folder: Path) -> None:
    path = folder / "branch-3.txt"
    graph = PolicyGraph.build(path)
    once = content(graph)
    graph.add(path)
    assert content(graph) == once
    path.write_text(TEXT, encoding="utf-8")
    graph.add(path)
    assert graph.policies == ["branch-3"]
    assert content(graph) == content(PolicyGraph.build(path))


def test_a_bad_input_raises_or_is_reported(folder: Path) -> None:
    (folder / "empty.md").write_text("  \n", encoding="utf-8")
    inputs = [folder / "branch-0.txt", folder / "empty.md", folder / "branch-1.txt"]
    with pytest.raises(EmptyInputError):
        PolicyGraph.build(inputs)
    complaints: list[tuple[str, PrivacyflowsError]] = []
    graph = PolicyGraph.build(inputs, on_error=lambda source, error: complaints.append((source, error)))
    assert graph.policies == ["branch-0", "branch-1"]
    assert [(Path(source).name, type(error)) for source, error in complaints] == [("empty.md", EmptyInputError)]


def test_a_fault_of_the_reader_stays_with_its_policy() -> None:
    """A document that breaks the contract (blocks with offsets outside the text) makes the reader fail; its neighbours survive."""
    good, other = sample.document(), sample.document(sample.OLD)
    broken = type(good)(policy="broken", text="", blocks=None)  # type: ignore[arg-type]
    outcomes = list(read_all([Job(source=d, policy=d.policy) for d in (good, broken, other)]))
    assert [outcome.job.policy for outcome in outcomes] == [sample.NEW, "broken", sample.OLD]
    assert [bool(outcome.quads) for outcome in outcomes] == [True, False, True]
    assert isinstance(outcomes[1].error, ReadingError)
    assert "'broken'" in str(outcomes[1].error)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        PolicyGraph.build(tmp_path / "absent.md")
    with pytest.raises(ValueError, match="at least one worker"):
        PolicyGraph.build(sample.document(), workers=0)


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["a.md"], ["a"]),
        (["google/privacy.md", "meta/privacy.md"], ["google-privacy", "meta-privacy"]),
        (["x/google/privacy.md", "y/google/privacy.md"], ["x-google-privacy", "y-google-privacy"]),
        (["site/a.md", "site/a.html", "site/b.md"], ["site-a.html", "site-a.md", "b"]),
        (["fern/2020-05-03.md", "fern/2024-01-09.md", "moss/2024-01-09.md"], ["fern-2020-05-03", "fern-2024-01-09", "moss-2024-01-09"]),
        (["2020.md"], ["2020"]),
    ],
)
def test_policies_have_names_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paths: list[str], names: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(TEXT, encoding="utf-8")
    assert sorted(job.policy for job in plan(".")) == sorted(names)


@pytest.mark.parametrize(
    ("addresses", "names"),
    [
        (["https://a.example/privacy"], ["privacy"]),
        (["https://a.example/privacy", "https://b.example/privacy"], ["a-example-privacy", "b-example-privacy"]),
        (["https://a.example/"], ["a-example"]),
    ],
)
def test_pages_have_names_of_their_own(addresses: list[str], names: list[str]) -> None:
    assert [job.policy for job in plan(addresses)] == names


def test_a_table_for_notebooks_escapes_what_policies_say() -> None:
    document, profile, statements = sample.documents()[0]
    hostile = type(profile)(organisation="<script>alert(1)</script>")
    page = PolicyGraph.from_statements([(document, hostile, statements)])._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_an_empty_graph_is_a_graph() -> None:
    graph = PolicyGraph()
    assert graph
    assert (len(graph), graph.policies) == (0, [])
    assert "<table>" in graph._repr_html_()


def test_the_front_door_is_lazy_and_closed() -> None:
    import privacyflows.graphs

    assert dir(privacyflows.graphs) == ["PolicyGraph"]
    with pytest.raises(AttributeError, match="PolicyGaph"):
        privacyflows.graphs.PolicyGaph  # noqa: B018
