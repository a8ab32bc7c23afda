"""Inputs -> quads, on one core or several: paths, globs and addresses go in, the quads of one snapshot after the other come out.

Each worker process loads the language model once and reads batches; the result of a policy depends on the policy alone, so that
the number of workers changes nothing but the time. An input that cannot be read is reported and the next one follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path, PurePath, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

import pyoxigraph as ox
from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.extract.model import Document
from privacyflows.graphs.quads.naming import slug
from privacyflows.graphs.rdf import Reader, to_quads
from privacyflows.graphs.vocabulary import BASE, load_vocabulary

BATCH: Final = 8
"""Policies that a worker takes at a time."""


class ReadingError(PrivacyflowsError):
    """The reader failed on a policy: a fault of the program, not of the policy."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One policy to read: a path, an address, or a document that is read already; and the name that it goes by."""

    source: str | Document
    policy: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one policy: N-Quads, or the error that stood in the way."""

    job: Job
    quads: bytes = b""
    error: PrivacyflowsError | None = None


def plan(inputs: str | Path | Document | Iterable[str | Path | Document]) -> list[Job]:
    """Return the policies behind files, folders, globs, addresses and documents, each with a name of its own.

    A policy goes by its file's stem, with its folder where that is a date or a number; where two would share a name, the folders
    before it and at last the suffix tell them apart.
    Raises `NotFoundError` for what is not there.
    """
    from privacyflows.extract import find

    given = [inputs] if isinstance(inputs, str | Path | Document) else list(inputs)
    documents = [item for item in given if isinstance(item, Document)]
    sources = find([str(item) for item in given if not isinstance(item, Document)]) if len(documents) < len(given) else []
    named = [Job(source=source, policy=name) for source, name in zip(sources, _names(sources), strict=True)]
    return [*named, *(Job(source=document, policy=document.policy) for document in documents)]


def read_all(
    jobs: Sequence[Job],
    *,
    base: str = BASE,
    workers: int = 1,
    vocabulary: Sequence[str] = (),
    tagger: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Outcome]:
    """Yield the outcome of each job, in order; ``progress`` is called with how many are done, of how many.

    ``vocabulary`` holds paths of further Turtle files with concepts; without ``tagger`` the rules read alone. Raises
    ``ValueError`` for less than one worker.
    """
    if workers < 1:
        raise ValueError(f"at least one worker is needed, not {workers}")
    batches = [tuple(jobs[i : i + BATCH]) for i in range(0, len(jobs), BATCH)]
    tasks = [_Task(jobs=batch, base=base, vocabulary=tuple(vocabulary), tagger=tagger) for batch in batches]
    done = 0
    for outcomes in _mapped(tasks, min(workers, len(tasks))):
        for outcome in outcomes:
            done += 1
            if progress:
                progress(done, len(jobs))
            yield outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class _Task:
    """A batch of jobs and how to read it: what goes to a worker process."""

    jobs: tuple[Job, ...]
    base: str
    vocabulary: tuple[str, ...]
    """Paths of further vocabulary files."""
    tagger: bool


def _mapped(tasks: Sequence[_Task], workers: int) -> Iterator[list[Outcome]]:
    if workers <= 1:
        yield from map(_read_batch, tasks)
        return
    # Not forked: a fork of a process with threads (Oxigraph, a notebook) can hang.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_read_batch, tasks)


def _read_batch(task: _Task) -> list[Outcome]:
    """Read a batch together; where the reader fails, read its policies one by one, so that the others survive."""
    jobs = task.jobs
    try:
        return _read_jobs(task)
    except Exception as error:
        if len(jobs) > 1:
            return [outcome for job in jobs for outcome in _read_batch(replace(task, jobs=(job,)))]
        if isinstance(error, PrivacyflowsError):  # it says itself what is wrong, and that is no fault of the program
            return [Outcome(job=jobs[0], error=error)]
        hint = "please report this, with the policy; the other policies can be read without it"
        message = f"the reader failed on {jobs[0].policy!r}: {type(error).__name__}: {error}"
        failure = ReadingError(message, hint=hint)
        failure.__cause__ = error
        return [Outcome(job=jobs[0], error=failure)]


def _read_jobs(task: _Task) -> list[Outcome]:
    from privacyflows.extract import extract_many, profile, read

    vocabulary = load_vocabulary(*task.vocabulary)
    documents: list[Document | PrivacyflowsError] = []
    for job in task.jobs:
        try:
            documents.append(job.source if isinstance(job.source, Document) else read(job.source, policy=job.policy))
        except PrivacyflowsError as error:
            documents.append(error)
    statements = extract_many((d for d in documents if isinstance(d, Document)), tagger=task.tagger, vocabulary=task.vocabulary)
    outcomes = []
    for job, document in zip(task.jobs, documents, strict=True):
        if isinstance(document, PrivacyflowsError):
            outcomes.append(Outcome(job=job, error=document))
            continue
        quads = to_quads(document, profile(document), next(statements), base=task.base, vocabulary=vocabulary, reader=_reader(task.tagger))
        outcomes.append(Outcome(job=job, quads=ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""))
    return outcomes


def _reader(tagger: bool) -> Reader:
    from privacyflows.extract.parsing.parsing import model_info
    from privacyflows.extract.witness.tagger import weights_sha256

    model = model_info()
    witness = weights_sha256() if tagger else ""
    return Reader(model=model.name, model_version=model.version, model_sha256=model.sha256, tagger_sha256=witness)


def _names(sources: Sequence[str]) -> list[str]:
    """Return a name for each source: the shortest of stem, folder-stem, ... that no other source has."""
    from privacyflows.extract.documents import is_url

    def candidates(source: str) -> list[str]:
        if is_url(source):
            address = urlsplit(source)
            host, stem = address.hostname or "page", PurePosixPath(address.path).stem
            return [slug(stem or host), slug(f"{host} {stem}"), slug(source)]
        path = PurePath(source)
        above = [part for part in path.parts[:-1] if part not in (path.anchor, ".", "..")]
        # A date alone does not tell whose policy it is, even where no other file bears it.
        least = 1 if above and not any(letter.isalpha() for letter in path.stem) else 0
        names = ["-".join((*above[len(above) - depth :], path.stem)) for depth in range(least, len(above) + 1)]
        return [*names, "-".join((*above, path.name))]

    chosen = [candidates(source) for source in sources]
    depth = [0] * len(sources)
    while True:
        names = [options[min(d, len(options) - 1)] for options, d in zip(chosen, depth, strict=True)]
        shared = {name for name, count in Counter(names).items() if count > 1}
        longer = [i for i, name in enumerate(names) if name in shared and depth[i] < len(chosen[i]) - 1]
        if not longer:
            return names
        for i in longer:
            depth[i] += 1
