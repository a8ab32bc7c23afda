"""What a document says about itself: a `Document` in, its `Profile` out.

Organisation, aliases, parent and controller come from `organisation`, contacts from `contacts`; here are the dates. What the
policy says of its own date (``modified``) and when it was archived (``captured``) are two things and never mixed.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from privacyflows.extract.blocks.wording import DATE
from privacyflows.extract.model import Document, Profile
from privacyflows.extract.profile.contacts import contacts_of
from privacyflows.extract.profile.dates import iso_date

_WHEN = rf"(?:[^.!?]|\.(?=\d)){{0,40}}?(?P<date>{DATE}|\b(?:19|20)\d{{2}}\b)"
_MODIFIED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:last\s+(?:updated?|revised|modified|changed|amended|reviewed|edited|modification|revision)|(?:was|were)\s+(?:last\s+)?(?:updated|revised|modified)|"
        rf"date\s+of\s+(?:last\s+)?(?:revision|update|modification))\b{_WHEN}",
        rf"(?:^|[(|•—–-]\s*)(?:policy\s+)?(?:updated?|revised|revision|modified|amended)\b{_WHEN}",
        rf"\b(?:effective|in\s+force|in\s+effect|takes\s+effect|valid|applies)\b{_WHEN}",
        rf"(?:^|[(|]\s*)(?:version|draft|status|published|posted|dated|date)\b{_WHEN}",
        rf"^\W*(?P<date>{DATE})\W*$",
    )
)
_EDGE = 25
"""Blocks at either end of a policy where it tells its date."""
_FAR = 90
"""Blocks within which a line that tells nothing but the date may stand."""
_STAMP = re.compile(r"\W*(?:date\s+)?(?:last\s+|policy\s+)?(?:updated?|revised|modified|amended|effective)\b", re.IGNORECASE)
_ARCHIVED = re.compile(rf"\b(?:archived|captured|snapshot|crawled|retrieved)\b[^.!?]{{0,40}}?(?P<date>{DATE})", re.IGNORECASE)
_WAYBACK = re.compile(r"web\.archive\.org/web/(\d{4})(\d{2})(\d{2})\d{0,6}")
_STEM_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?([0-2]\d|3[01])(?!\d)")


def profile(document: Document) -> Profile:
    """The profile of a document; a field stays None or empty where the text does not tell."""
    # Who asks a dataset imports this module too, and need not wait for forty patterns.
    from privacyflows.extract.profile.organisation import identity_of, title_of

    identity = identity_of(document)
    return Profile(
        organisation=identity.organisation,
        aliases=identity.aliases,
        parent=identity.parent,
        controller=identity.controller,
        title=title_of(document),
        modified=_modified(document),
        captured=_captured(document),
        contacts=contacts_of(document),
    )


def _modified(document: Document) -> str | None:
    """The date that the policy gives itself; "last updated" outweighs "effective", the top outweighs the end."""
    blocks = document.blocks
    stamped = [b for b in blocks[_EDGE:_FAR] if len(b.view) < 80 and _STAMP.match(b.view)]  # behind a table of contents
    edge = [*blocks[:_EDGE], *stamped, *blocks[max(_EDGE, len(blocks) - _EDGE) :]]
    for pattern in _MODIFIED:
        for block in edge:
            if len(block.view) > 400 or _ARCHIVED.search(block.view):
                continue
            found = pattern.search(block.view)
            if found and (day := iso_date(found["date"])):
                return day
    return None


def _captured(document: Document) -> str | None:
    """When the text was archived: by its own note, by the archive's address, by a full date in the file's name."""
    head = document.text[:2000]
    note = _ARCHIVED.search(head)
    if note and (day := iso_date(note["date"])):
        return day
    address = _WAYBACK.search(document.source) or _WAYBACK.search(head)
    if address:
        return iso_date("-".join(address.groups()))
    for name in (document.policy, PurePath(document.source).stem):
        if stamp := _STEM_DATE.search(name):
            return iso_date("-".join(stamp.groups()))
    return None
