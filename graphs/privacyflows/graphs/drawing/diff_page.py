"""A comparison of two policies as one HTML page: a `Diff` goes in, a page that loads nothing and runs nothing comes out.

What was turned round stands first, then what is new and gone; each kind of change has a table with the concepts by their labels and
the words of both sides. Where both policies say it, the words that only one of them has are marked. What comes from a policy is
escaped.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from privacyflows.graphs.changes import Change, What

if TYPE_CHECKING:
    from privacyflows.graphs.changes import Diff

MEANING: Final = {
    What.NOW_STATED: "The older policy said that this is not done; the newer one says that it is.",
    What.NOW_DENIED: "The older policy said that this is done; the newer one says that it is not.",
    What.NEW: "Only the newer policy says so.",
    What.GONE: "Only the older policy says so. That it is no longer said does not mean that it is no longer done.",
    What.NOT_READABLE: "The older policy says so; the newer one has a place there that could not be read.",
    What.MODALITY: "Both say so, one of them with more certainty: may, does, will.",
    What.CONDITIONS: "Both say so, under other conditions.",
}
"""What each heading means."""
_WORDS: Final = re.compile(r"\w+|\s+|[^\w\s]")
_LIKE: Final = 0.6
"""From this share of common words on (0 to 1), two sentences are versions of each other; below, marks would only dazzle."""


def page(diff: Diff) -> str:
    """Return the comparison as a page."""
    title = html.escape(f"{diff.old.name} -> {diff.new.name}")
    return _PAGE.format(title=title, style=_STYLE, body=fragment(diff, styled=False))


def fragment(diff: Diff, *, styled: bool = True) -> str:
    """Return the comparison as a part of a page, with its style unless that stands elsewhere."""
    style = f"<style>{_STYLE}</style>" if styled else ""
    return f"{style}<div class='pf-diff'>{''.join(_parts(diff))}</div>"


def _parts(diff: Diff) -> Iterator[str]:
    named = (f"{p.name} ({p.date})" if p.date and p.date not in p.name else p.name for p in (diff.old, diff.new))
    told = {what: [change for change in diff.changes if change.what is what] for what in What}
    yield f"<h1>{html.escape(' → '.join(named))}</h1><p>{html.escape(diff.headline)}</p>"
    links = [f"<a href='#{what.name.lower()}'>{html.escape(what.capitalize())}</a>" for what, chosen in told.items() if chosen]
    yield f"<nav>{''.join(links)}</nav>" if len(links) > 1 else ""
    for what, chosen in told.items():
        if not chosen:
            continue
        number = sum(change.claims for change in chosen)
        heading = f"{html.escape(what.capitalize())} <small>{number} claim{'' if number == 1 else 's'}</small>"
        rows = "".join(_row(diff, change) for change in chosen)
        yield f"<h2 id='{what.name.lower()}'>{heading}</h2><p>{MEANING[what]}</p><table>{_HEAD}{rows}</table>"
    if diff.gaps:
        listed = "".join(f"<li><q>{html.escape(words)}</q></li>" for words in diff.gaps)
        yield f"<h2>Places that cannot be read</h2><ul>{listed}</ul>"


def _row(diff: Diff, change: Change) -> str:
    roles = ("<br>".join(_concept(diff, iri) for iri in iris) for iris in (change.data, change.recipient, change.purpose))
    cells = [html.escape(diff.does(change, labels=True).replace("->", "→")), *roles, _said(*diff.words(change)) + _section(change)]
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _concept(diff: Diff, iri: str) -> str:
    return f"<span title='{html.escape(diff.hierarchy.curie(iri), quote=True)}'>{html.escape(diff.hierarchy.label(iri))}</span>"


def _section(change: Change) -> str:
    return f"<small>{html.escape(change.section.replace(' > ', ' › '))}</small>" if change.section else ""


def _said(old: str, new: str) -> str:
    """Return the words of the side that has some; of both, one above the other, with what differs marked."""
    if not (old and new):
        return f"<q>{html.escape(old or new)}</q>"
    if old == new:
        return f"<b>before and now</b> <q>{html.escape(old)}</q>"
    before, now = _marked(old, new)
    return f"<div><b>before</b> <q>{before}</q></div><div><b>now</b> <q>{now}</q></div>"


def _marked(old: str, new: str) -> tuple[str, str]:
    """Return both texts escaped, with ``del`` and ``ins`` around the words that the other has not.

    >>> _marked("We share your name.", "We may share your name.")
    ('We share your name.', 'We<ins> may</ins> share your name.')
    """
    left, right = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < _LIKE:
        return html.escape(old), html.escape(new)
    before, now = [], []
    for what, a, b, c, d in matcher.get_opcodes():
        gone, come = (html.escape("".join(words)) for words in (left[a:b], right[c:d]))
        before.append(gone if what == "equal" or not gone else f"<del>{gone}</del>")
        now.append(come if what == "equal" or not come else f"<ins>{come}</ins>")
    return "".join(before), "".join(now)


_HEAD: Final = "<tr>" + "".join(f"<th scope='col'>{name}</th>" for name in ("does", "data", "to", "for", "words")) + "</tr>"
_STYLE: Final = """
.pf-diff{--ink:#1d2330;--quiet:#555e74;--line:#d9dce3;--paper:#fff;--gone:#fbdcd9;--come:#d3efd9;--link:#2c4fd1;
color-scheme:light dark;font:15px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:80rem;margin:auto;
padding:1rem}
@media (prefers-color-scheme:dark){.pf-diff{--ink:#e8ebf2;--quiet:#a4adc0;--line:#363d4d;--paper:#14171e;--gone:#5d2a2a;--come:#1f4d2f;
--link:#93a7ff}}
html:has(>body.pf-page){background:#fff}@media (prefers-color-scheme:dark){html:has(>body.pf-page){background:#14171e}}
.pf-diff h1{font-size:1.3rem}.pf-diff h2{font-size:1.05rem;margin:1.8rem 0 .2rem}.pf-diff p{margin:.2rem 0 .6rem}
.pf-diff small,.pf-diff h2+p,.pf-diff b{color:var(--quiet);font-weight:400}.pf-diff td small{display:block;font-size:.8rem;margin-top:.2rem}
.pf-diff b{font-size:.8rem}.pf-diff nav a{display:inline-block;margin:0 1rem .3rem 0}.pf-diff a{color:var(--link)}
.pf-diff table{border-collapse:collapse;width:100%;table-layout:fixed}
.pf-diff th,.pf-diff td{text-align:left;vertical-align:top;padding:.4rem .5rem;border-top:1px solid var(--line);overflow-wrap:break-word;
background:none;white-space:normal}
.pf-diff th{font-weight:600}.pf-diff th:nth-child(1){width:12%}.pf-diff th:nth-child(2){width:15%}.pf-diff th:nth-child(3){width:12%}
.pf-diff th:nth-child(4){width:14%}.pf-diff td div+div{margin-top:.4rem}
.pf-diff del{background:var(--gone);text-decoration-thickness:1px}.pf-diff ins{background:var(--come);text-decoration:none;font-weight:600}
@media (max-width:640px){.pf-diff th{display:none}.pf-diff td{display:block;border:0;padding:.1rem 0}.pf-diff td:empty{display:none}
.pf-diff tr{display:block;border-top:1px solid var(--line);padding:.5rem 0}.pf-diff tr:first-child{display:none}}
"""
_PAGE: Final = (
    "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
    "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    "<title>{title}</title><style>{style}</style></head><body class='pf-page'>{body}</body></html>\n"
)
