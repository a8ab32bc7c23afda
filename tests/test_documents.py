"""Reading: files, folders, globs, addresses and strings in, documents or one-line errors out."""

from __future__ import annotations

import hashlib
import http.server
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from privacyflows.extract.documents import document_from_text, find, guess_media_type, language_of, read
from privacyflows.extract.errors import (
    EmptyInputError,
    InputError,
    MissingDependencyError,
    NotFoundError,
    PrivacyflowsError,
    UnreadableError,
)
from privacyflows.extract.model import BlockKind

PAGE = """<!DOCTYPE html><html><head><title>Acorn Books</title></head><body>
<nav><a href="/">Home</a></nav><main><h1>Privacy notice of Acorn Books</h1>
<p>We collect your name and your street when you order a book from our shop, and keep them for ten years.</p>
<h2>Who gets your data</h2><p>We share your data with the companies that are listed here:</p>
<ul><li>couriers that bring the parcel to your door</li><li>the bank that takes your payment for the book</li></ul>
<table><tr><th>Cookie</th><th>Purpose</th></tr><tr><td>basket_id</td><td>keeps what you chose to buy</td></tr></table>
</main></body></html>"""


def pdf(line: str) -> bytes:
    """The smallest PDF that says one line (written for these tests)."""
    content = f"BT /F1 12 Tf 72 700 Td ({line}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % at for at in offsets)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"We keep data.\r\nFor ever.\r", "We keep data.\r\nFor ever.\r"),
        ("\ufeffWe keep data.".encode(), "\ufeffWe keep data."),
        (b"We don\x92t keep data.", "We don’t keep data."),
        ("Wir speichern für Sie.".encode("utf-16"), "Wir speichern für Sie."),
    ],
    ids=["line ends stay", "byte order mark stays", "Windows-1252", "UTF-16"],
)
def test_text_is_the_file_untouched(tmp_path: Path, content: bytes, text: str) -> None:
    path = tmp_path / "acorn-2024.txt"
    path.write_bytes(content)
    document = read(path)
    assert document.text == text
    assert (document.policy, document.source) == ("acorn-2024", str(path))
    assert document.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert not any("\ufeff" in block.view for block in document.blocks)


def test_policy_name_can_be_given(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Privacy\n\nWe keep data.", encoding="utf-8")
    document = read(str(path), policy="acorn")
    assert (document.policy, document.media_type) == ("acorn", "text/markdown")
    assert [block.kind for block in document.blocks] == [BlockKind.HEADING, BlockKind.PARAGRAPH]


@pytest.mark.parametrize(
    ("name", "content", "error", "words"),
    [
        ("a.txt", b"", EmptyInputError, "empty"),
        ("a.txt", b" \n\t\n", EmptyInputError, "empty"),
        ("a.txt", b"--- * ---", EmptyInputError, "no text"),
        ("a.txt", b"PK\x03\x04\x00\x00data", UnreadableError, "not a text file"),
        ("a.txt", b"\x81\x8d\x8f are no letters", UnreadableError, "not a text file"),
        ("a.pdf", b"%PDF-1.4 cut off", UnreadableError, "cannot read the PDF"),
        ("a.html", b"<html><body></body></html>", EmptyInputError, "no text found"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, content: bytes, error: type[InputError], words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error, match=words) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("given", ["no-such-file.txt", "no-such-folder/*.md"])
def test_missing_inputs(given: str) -> None:
    with pytest.raises(NotFoundError, match="no-such") as caught:
        find([given])
    assert caught.value.hint
    with pytest.raises(NotFoundError):
        read(given)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="is a folder"):
        read(tmp_path)


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    for name in ("b.md", "a.txt", "deep/c.html", "deep/d.HTM", "e.pdf", "f.png", ".hidden.txt", ".git/g.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("We keep data.", encoding="utf-8")
    (tmp_path / "bare").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("inputs", "found"),
    [
        (["."], ["a.txt", "b.md", "deep/c.html", "deep/d.HTM", "e.pdf"]),
        (["b.md", "*.md", "a.txt", "b.md"], ["b.md", "a.txt"]),
        (["**/*.html"], ["deep/c.html"]),
        (["f.png"], ["f.png"]),
        (["https://acorn.example/privacy"], ["https://acorn.example/privacy"]),
    ],
    ids=["folder", "each once", "glob", "a named file is taken as named", "address"],
)
def test_find(policies: Path, monkeypatch: pytest.MonkeyPatch, inputs: list[str], found: list[str]) -> None:
    monkeypatch.chdir(policies)
    assert [Path(name).as_posix() if "://" not in name else name for name in find(inputs)] == found


def test_find_with_absolute_paths(policies: Path) -> None:
    assert find([str(policies / "deep")]) == [str(policies / "deep" / "c.html"), str(policies / "deep" / "d.HTM")]
    assert find([str(policies / "*.md")]) == [str(policies / "b.md")]


def test_a_folder_without_policies(policies: Path) -> None:
    with pytest.raises(NotFoundError, match="bare") as caught:
        find([str(policies / "bare")])
    assert ".md" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("We keep data.\nFor ever.", False),
        ("- data\n- more data", False),
        ("5 * 3 * 2 is 30, and snake_case_name stays", False),
        ("# Privacy\nWe keep data.", True),
        ("Privacy\n=======\nWe keep data.", True),
        ("See [our shop](https://acorn.example/shop).", True),
        ("**Cookies** are small files.", True),
        ("_1.1 Members_  \nWe keep data.", True),
        ("a | b\n---|---\n1 | 2", True),
    ],
)
def test_markdown_is_guessed_by_content(text: str, markdown: bool) -> None:
    assert guess_media_type(text) == ("text/markdown" if markdown else "text/plain")


def test_media_type_can_be_forced() -> None:
    text = "# not a heading here\nWe keep data."
    assert [b.kind for b in document_from_text(text, media_type="text/plain").blocks] == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]
    assert document_from_text(text).blocks[0].kind is BlockKind.HEADING


def test_any_string_has_a_hash() -> None:
    assert len(document_from_text("a lone \ud800 surrogate").sha256) == 64


def test_a_string_from_memory_may_be_empty() -> None:
    assert document_from_text(" \n ").blocks == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kurz.", "en"),
        ("We share your data with the companies that bring the parcel to you and with the bank that takes the payment. " * 3, "en"),
        ("Wir geben Ihre Daten an die Firmen weiter, die Ihnen das Paket bringen, und an die Bank, bei der Sie zahlen. " * 3, "de"),
        (
            "Wir geben Ihre Daten an die Firmen weiter. In the app this is called sharing. Das Paket bringt die Post, "
            "und die Bank, bei der Sie zahlen, bekommt den Betrag und Ihren Namen. Ihre Adresse behalten wir ein Jahr lang. " * 2,
            "de",
        ),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    document = read(path)
    said = [(block.kind, block.view) for block in document.blocks]
    assert (BlockKind.HEADING, "Who gets your data") in said
    assert (BlockKind.LIST_ITEM, "the bank that takes your payment for the book") in said
    assert (BlockKind.TABLE_ROW, "basket_id | keeps what you chose to buy") in said
    assert "Home" not in document.text
    assert document.media_type == "text/markdown"


def test_pdf(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(pdf("We keep your name for ten years."))
    document = read(path)
    assert (document.text, document.media_type) == ("We keep your name for ten years.", "text/plain")


@pytest.mark.parametrize(("package", "name", "extra"), [("trafilatura", "a.html", "html"), ("pypdf", "a.pdf", "pdf")])
def test_missing_package_is_named_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, name: str, extra: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"%PDF-1.4" if extra == "pdf" else PAGE.encode())
    # What Python itself does for a package that must not be imported.
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingDependencyError, match=package) as caught:
        read(path)
    assert caught.value.hint == f"pip install 'privacyflows[{extra}]'"


class _Shop(http.server.BaseHTTPRequestHandler):
    """A server of one page on loopback."""

    def do_GET(self) -> None:
        pages = {
            "/privacy.html": ("text/html", PAGE.encode()),
            "/note.md": ("text/plain", b"# Privacy\n\nWe keep data."),
            "/void": ("text/plain", b""),
        }
        media_type, body = pages.get(self.path, ("text/plain", b"gone"))
        self.send_response(200 if self.path in pages else 404)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on stderr."""


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Shop)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "policy", "first"), [("/privacy.html", "privacy", "Privacy notice of Acorn Books"), ("/note.md", "note", "Privacy")]
)
def test_address(shop: str, path: str, policy: str, first: str) -> None:
    document = read(shop + path)
    assert (document.policy, document.source, document.blocks[0].view) == (policy, shop + path, first)


@pytest.mark.parametrize(("path", "error", "words"), [("/gone", UnreadableError, "404"), ("/void", EmptyInputError, "empty")])
def test_address_without_a_page(shop: str, path: str, error: type[InputError], words: str) -> None:
    with pytest.raises(error, match=words):
        read(shop + path)


def test_address_that_nobody_answers() -> None:
    with pytest.raises(UnreadableError, match=r"127\.0\.0\.1"):
        read("http://127.0.0.1:9/privacy")


def test_errors_are_one_line() -> None:
    error = PrivacyflowsError("two\nlines", hint="one\n way")
    assert (str(error), error.hint) == ("two lines", "one way")
