"""HTML, PDF and addresses: bytes or an address in, readable text out; each needs an optional package.

Pages become Markdown by trafilatura (headings, lists and tables kept, navigation dropped), PDFs become lines by pypdf. An
address is fetched once, with a time limit and a size limit, and only because the user gave it.
"""

from __future__ import annotations

import importlib
import io
import re
from dataclasses import dataclass
from types import ModuleType

from privacyflows.extract.errors import EmptyInputError, MissingDependencyError, UnreadableError

TIMEOUT_SECONDS = 30.0
LARGEST_BYTES = 20_000_000
_AGENT = "privacyflows (reads one privacy policy at its user's request)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What an address gave."""

    content: bytes
    media_type: str


def html_to_markdown(content: bytes, source: str) -> str:
    """The main text of a page as Markdown; raises `EmptyInputError` where none is found."""
    trafilatura = _needed("trafilatura", "html", source)
    text = trafilatura.extract(
        content,
        output_format="markdown",
        include_formatting=True,
        include_links=True,
        include_tables=True,
        include_comments=False,
        favor_recall=True,
    )
    if not text:
        raise EmptyInputError(f"no text found on the page {source!r}", hint="save the policy's text as .txt or .md and give that")
    return str(text)


def pdf_to_text(content: bytes, source: str) -> str:
    """The text of a PDF, pages parted by an empty line; raises `UnreadableError` for damaged or locked files."""
    pypdf = _needed("pypdf", "pdf", source)
    try:
        pages = [page.extract_text() or "" for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    except Exception as error:  # damaged files raise anything from KeyError to RecursionError inside the parser
        reason = f"{type(error).__name__}: {error}"
        raise UnreadableError(
            f"cannot read the PDF {source!r}: {reason}", hint="check that the file opens in a viewer without a password"
        ) from error
    text = "\n\n".join(page.strip() for page in pages if page.strip())
    if not text:
        raise EmptyInputError(f"no text in the PDF {source!r}", hint="scanned pages have pictures of text; run OCR first")
    return text


def fetch(url: str) -> Page:
    """The page at an http(s) address; raises `UnreadableError` for refusals, time-outs and pages beyond `LARGEST_BYTES`."""
    httpx = _needed("httpx", "html", url)
    content = bytearray()
    try:
        with (
            httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=True, max_redirects=5, headers={"User-Agent": _AGENT}) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code >= 400:
                raise UnreadableError(f"{url!r} answered {response.status_code}", hint="open the address in a browser and save the page")
            for part in response.iter_bytes():
                content += part
                if len(content) > LARGEST_BYTES:
                    raise UnreadableError(f"{url!r} is larger than {LARGEST_BYTES} bytes", hint="save the policy's text and give the file")
            declared = response.headers.get("content-type", "").split(";")[0].strip().lower()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnreadableError(
            f"cannot fetch {url!r}: {error or type(error).__name__}", hint="check the address and the connection"
        ) from error
    if not content.strip():
        raise EmptyInputError(f"{url!r} is empty", hint="open the address in a browser and save the page")
    return Page(content=bytes(content), media_type=_media_type(bytes(content), declared))


def _media_type(content: bytes, declared: str) -> str:
    """By content where it shows, as servers often declare plain text for everything."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if re.match(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", content[:2000], re.IGNORECASE | re.DOTALL):
        return "text/html"
    return declared


def _needed(package: str, extra: str, source: str) -> ModuleType:
    try:
        return importlib.import_module(package)
    except ImportError as error:
        raise MissingDependencyError(
            f"cannot read {source!r} without {package}: {error}", hint=f"pip install 'privacyflows[{extra}]'"
        ) from error
