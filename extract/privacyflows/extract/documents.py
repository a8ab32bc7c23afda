"""Files, folders, addresses and strings in; `Document`s out: the text, its blocks, its language and its hash.

The text of .txt and .md files is the file's own, decoded and otherwise untouched, so that offsets point into the file; HTML and
PDF (`webpages`) are first turned into readable Markdown or plain text, which is then the document's text. Nothing is
fetched unless an address is given.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from privacyflows.extract.blocks.blocks import blocks_of
from privacyflows.extract.errors import EmptyInputError, NotFoundError, UnreadableError
from privacyflows.extract.model import Document

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf")
"""File name endings that are policies when a folder is searched."""
MARKDOWN, PLAIN = "text/markdown", "text/plain"
_MARKDOWN_SIGNS = re.compile(
    r"^ {0,3}#{1,6}[ \t]+\S"
    r"|^[^\s>|*+-][^\r\n]*\r?\n {0,3}(?:={3,}|-{3,})[ \t]*$"
    r"|\]\([^()\s]+(?:\s+\"[^\"]*\")?\)"
    r"|^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\|[-|: \t]*$"
    r"|(?<![\w*])\*\*(?=[^\s*])[^*\r\n]*[^\s*]\*\*(?![\w*])"
    r"|^[ \t]*_(?=[^\s_])[^_\r\n]*[^\s_]_[ \t]*$"
    r"|^ {0,3}(?:```|~~~)",
    re.MULTILINE,
)
_SAMPLE = 4000
"""Characters that are enough to tell a language."""
_LEAST = 200
"""Shorter texts are taken for English."""
_ENGLISH = frozenset(("the", "and", "your", "you", "with", "that", "this", "our", "which"))
"""Words that hardly any other language has; 230 English policies had a share of 0.095 and more."""
_EVIDENT = 0.08
"""Share of such words (0 to 1) from which on a text is English without a closer look."""
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"\w")


def read(path_or_url: str | Path, *, policy: str | None = None) -> Document:
    """The policy at a path or an http(s) address; ``policy`` names it in statements, the file's stem unless given.

    Raises `NotFoundError`, `EmptyInputError`, `UnreadableError` or, for HTML, PDF and addresses, `MissingDependencyError`.
    """
    if is_url(path_or_url):
        from privacyflows.extract.webpages import fetch

        page = fetch(str(path_or_url))
        name = policy or _stem_of_url(str(path_or_url))
        return _rendered(page.content, page.media_type, policy=name, source=str(path_or_url))
    path = Path(path_or_url)
    content = _bytes_of(path)
    media_type = {".html": "text/html", ".htm": "text/html", ".pdf": "application/pdf", ".md": MARKDOWN}.get(path.suffix.lower(), "")
    if content.startswith(b"%PDF-"):
        media_type = "application/pdf"
    return _rendered(content, media_type, policy=policy or path.stem, source=str(path_or_url))


def document_from_text(text: str, *, policy: str = "note", media_type: str | None = None, source: str = "") -> Document:
    """The document of a string; ``media_type`` is text/plain or text/markdown, None guesses by content.

    Raises `EmptyInputError` where the text of a ``source`` holds no letter or digit; a string from memory may be empty.
    """
    if source and not _WORD.search(text):
        raise EmptyInputError(f"no text in {source!r}", hint="give a policy with at least one word in it")
    kind = media_type or guess_media_type(text)
    return Document(
        policy=policy,
        text=text,
        blocks=blocks_of(text, markdown=kind == MARKDOWN),
        source=source,
        media_type=kind,
        language=language_of(text),
        # A lone surrogate has no UTF-8 of its own; passing it through keeps the hash defined for every string.
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )


def guess_media_type(text: str) -> str:
    """``text/markdown`` where the text holds headings, tables, links, fences or emphasis of Markdown, else ``text/plain``."""
    return MARKDOWN if _MARKDOWN_SIGNS.search(text) else PLAIN


def language_of(text: str) -> str:
    """Language tag by content, from the middle of the text; "en" for texts too short to tell."""
    if len(text) < _LEAST:
        return "en"
    start = max(0, (len(text) - _SAMPLE) // 2)
    sample = text[start : start + _SAMPLE]
    words = _LETTERS.findall(sample.lower())
    if sum(word in _ENGLISH for word in words) > _EVIDENT * len(words):
        return "en"
    import py3langid  # its model takes a quarter of a second to unpack

    language, _ = py3langid.classify(sample)
    return str(language)


def is_url(given: str | Path) -> bool:
    """Whether the input is an http or https address."""
    return isinstance(given, str) and given.lower().startswith(("http://", "https://"))


def find(inputs: Sequence[str]) -> list[str]:
    """The policies behind files, folders (searched through), globs and addresses, each once, in the order given, folders sorted.

    Raises `NotFoundError` for what is not there and for a folder or glob without a policy.
    """
    found: dict[str, None] = {}
    for given in inputs:
        found.update(dict.fromkeys(_behind(given)))
    return list(found)


def _behind(given: str) -> list[str]:
    if is_url(given):
        return [given]
    path = Path(given)
    if path.is_dir():
        names = sorted(str(p) for p in path.rglob("*") if _is_policy(p) and not _hidden(p.relative_to(path)))
        if not names:
            raise NotFoundError(f"no policy in folder {given!r}", hint=f"expected files ending in {', '.join(SUFFIXES)}")
        return names
    if path.exists():
        return [given]
    if any(c in given for c in "*?["):
        names = sorted(str(p) for p in _globbed(given) if _is_policy(p))
        if not names:
            raise NotFoundError(f"nothing matches {given!r}", hint=f"expected files ending in {', '.join(SUFFIXES)}")
        return names
    raise NotFoundError(f"no such file: {given!r}", hint="check the path; folders, globs and http(s) addresses are understood too")


def _globbed(pattern: str) -> Iterator[Path]:
    path = Path(pattern)
    base = Path(path.anchor) if path.anchor else Path()
    return base.glob(str(path.relative_to(base)) if path.anchor else pattern)


def _is_policy(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and path.is_file()


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise UnreadableError(f"{str(path)!r} is a folder", hint="name a file, or use find() or the command line for folders")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError(f"no such file: {str(path)!r}", hint="check the path") from None
    except OSError as error:
        raise UnreadableError(f"cannot read {str(path)!r}: {error.strerror or error}", hint="check the file's permissions") from error
    if not content.strip():
        raise EmptyInputError(f"{str(path)!r} is empty", hint="give a file with the policy's text")
    return content


def _rendered(content: bytes, media_type: str, *, policy: str, source: str) -> Document:
    """The document of a file's bytes; a page becomes Markdown and a PDF plain lines, and the offsets point into that."""
    if media_type == "application/pdf":
        from privacyflows.extract.webpages import pdf_to_text

        return document_from_text(pdf_to_text(content, source), policy=policy, media_type=PLAIN, source=source)
    if media_type in ("text/html", "application/xhtml+xml"):
        from privacyflows.extract.webpages import html_to_markdown

        return document_from_text(html_to_markdown(content, source), policy=policy, media_type=MARKDOWN, source=source)
    guess = MARKDOWN if media_type == MARKDOWN else None
    return document_from_text(decoded(content, source), policy=policy, media_type=guess, source=source)


def decoded(content: bytes, source: str) -> str:
    """Bytes as text: UTF-8 (or UTF-16 with its mark), else Windows-1252; raises `UnreadableError` for what is no text."""
    hint = "give a text, Markdown, HTML or PDF file"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in content:
        raise UnreadableError(f"not a text file: {source!r}", hint=hint)
    else:
        encodings = ("utf-8", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError(f"not a text file: {source!r}", hint=hint)


def _stem_of_url(url: str) -> str:
    """A short name for a fetched policy: the last part of the path, else the host."""
    parts = urlsplit(url)
    stem = PurePosixPath(unquote(parts.path)).stem
    return re.sub(r"[^\w.-]+", "-", stem or parts.hostname or "page").strip("-.") or "page"
