"""Ways to reach somebody about privacy: a document in, `Contact`s out, each with its place in the text and its role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacyflows.extract.model import Block, BlockKind, Contact, Document

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.[A-Za-z]{2,24}\b")
_PHONE = re.compile(r"(?<![\w./-])(?:\+\d{1,3}[\s.()-]{0,2}|\(\d{2,4}\)[\s.-]?|1-)?(?:\d{2,4}[\s.)-]{1,2}){1,4}\d{2,5}(?![\w/-]|\.\d)")
_FIGURE = re.compile(r"\d")
_SAYS_PHONE = re.compile(r"\b(?:phone|telephone|tel|call|calling|fax|toll|number|hotline|mobile|dial)\b", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\"”’]{3,200}[^\s<>()\"”’.,;:!?]")
_SAYS_CONTACT = re.compile(r"\b(?:contact|reach|write|request|requests|form|submit|exercise|complain|e-?mail|opt out)\b", re.IGNORECASE)
_COUNTRY = (
    r"(?:USA|U\.S\.A\.|United States(?: of America)?|United Kingdom|UK|England|Ireland|Germany|France|Netherlands|The Netherlands|Belgium|"
    r"Spain|Italy|Sweden|"
    r"Norway|Finland|Denmark|Switzerland|Austria|Canada|Australia|New Zealand|Japan|Singapore|India|Israel|"
    r"Luxembourg|Lithuania|Estonia|Poland|Czech Republic)"
)
_CODE = r"(?:[A-Z]{2}\s+\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|\d{5}\s[A-Z][\w’'-]+|[A-Z]\d{2}\s[A-Z\d]{4}|\d{4}\s?[A-Z]{2}\b)"
_POST = re.compile(
    rf"(?:(?:(?:Attn|Attention|c/o|FAO)[.:]?\s)?(?:[A-Z][^,.;:|]{{1,60}}),\s)?(?:P\.?\s?O\.?\sBox\s[\w-]+|\d{{1,5}}[\w-]{{0,8}}\s[A-Z][^.;:|]{{2,60}}|[A-Z][\w’'-]+\s\d{{1,5}}\w?)[,\s][^;:|]{{0,90}}?\b{_CODE}(?:,?\s{_COUNTRY}\b)?"
)
_LONGEST = 10_000
"""Characters of a block that are searched: no paragraph that a person wrote is longer, and hostile ones must not cost minutes."""
_ROLES = (
    ("representative", re.compile(r"\brepresentatives?\b(?!\s+of\s+(?:our|the)\s+(?:customer|company))", re.IGNORECASE)),
    ("dpo", re.compile(r"data protection officer|\bDPO\b|\bdpo@|privacy officer|data protection team", re.IGNORECASE)),
    ("controller", re.compile(r"\bcontrollers?\b", re.IGNORECASE)),
)


def contacts_of(document: Document) -> tuple[Contact, ...]:
    """All contacts in the order of the text, each wording once for each role."""
    seen: set[tuple[str, str, str]] = set()
    contacts = []
    for i, block in enumerate(document.blocks):
        for kind, start, end in _places(block):
            contact = _contact(document, i, kind, start, end)
            key = (kind, contact.role, contact.text)
            if key not in seen:
                seen.add(key)
                contacts.append(contact)
    return tuple(contacts)


def _contact(document: Document, index: int, kind: str, start: int, end: int) -> Contact:
    block = document.blocks[index]
    at, stop = block.span(start, end)
    return Contact(kind=kind, role=_role(document, index, start, end), text=document.text[at:stop], start=at, end=stop)


def _places(block: Block) -> Iterator[tuple[str, int, int]]:
    """Kind and range in the view of every contact in the block, in order."""
    view = block.view[:_LONGEST]
    figures = _FIGURE.search(view) is not None  # most blocks have none, and then neither a number nor a postal code
    found = [("email", m.start(), m.end()) for m in (_EMAIL.finditer(view) if "@" in view else ())]
    found += [("post", m.start(), m.end()) for m in (_POST.finditer(view) if figures else ())]
    urls = [("url", m.start(), m.end()) for m in (_URL.finditer(view) if "http" in view or "www" in view else ()) if "@" not in m[0]]
    if urls and (_SAYS_CONTACT.search(view) or any(re.search(r"contact", heading, re.IGNORECASE) for heading in block.path[-1:])):
        found += urls
    numbers = list(_PHONE.finditer(view)) if figures else []
    said = bool(numbers) and _SAYS_PHONE.search(view) is not None
    for match in numbers:
        digits = sum(c.isdigit() for c in match[0])
        inside = any(start <= match.start() < end for _, start, end in found)
        if not inside and 9 <= digits <= 15 and (said or match[0][0] in "+(") and not re.match(r"(?:19|20)\d{2}\b", match[0]):
            found.append(("phone", match.start(), match.end()))
    return iter(sorted(found, key=lambda place: place[1:]))


def _role(document: Document, index: int, start: int, end: int) -> str:
    """By the nearest mention: around the contact, in the heading above, in the line that introduces it."""
    block = document.blocks[index]
    before = document.blocks[index - 1] if index else None
    lead = document.blocks[block.lead_in].view if block.lead_in is not None else ""
    near = block.view[max(0, start - 200) : end + 40]
    above = before.view[-200:] if before and before.kind is not BlockKind.HEADING and len(block.view) < 160 else ""
    for context in (near, lead[-200:], above, " ".join(block.path[-2:] if block.run_in else block.path[-1:])):
        # The mention that stands last is the nearest.
        said = [(match.start(), role) for role, pattern in _ROLES for match in pattern.finditer(context)]
        if said:
            return max(said)[1]
    return "general"
