"""Reading takes linear time: four times the text costs four times the work, whatever the text is made of."""

from __future__ import annotations

import time

import pytest
from privacyflows.extract import extract
from privacyflows.extract.model import Document

SECTION = """
## {n}. What we do with data of kind {n}

We collect your name, your e-mail address and your device's identifier number {n} when you order. This information is shared with
couriers, banks and partner {n} in order to ship your order, unless you object. They may not sell it.

We may disclose your data: (i) to our lawyers; (ii) if we sell shop {n}; and (iii) to comply with the law.

We use it for the following purposes:

- to ship order {n};
- to answer you, where you ask us to do so:
  - by phone;
  - by letter {n}

| Data | Purpose | Legal basis | Retention |
|---|---|---|---|
| Name {n} | Billing | Contract | {n} days |

Children under {n} may not order. You have the right to access your data and to object to advertising.
"""
"""Every construct that is remembered over sentences: references, lists, series, tables, titles, rights, definitions."""


def _seconds(sections: int) -> tuple[float, int]:
    """Best of two readings of a policy with so many sections, in seconds of processor time, and its words."""
    text = "# Privacy notice of Quillmark\n" + "".join(SECTION.format(n=n) for n in range(1, sections + 1))
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        said = extract(Document.from_text(text, policy="long"))
        best = min(best, time.process_time() - start)
    assert len(said) > 10 * sections
    return best, len(text.split())


@pytest.mark.slow
def test_four_times_the_text_takes_four_times_the_time() -> None:
    """Time for each word grows by less than a half from a policy of 30 kB to one of 120 kB."""
    _seconds(2)
    short, words = _seconds(30)
    long, more = _seconds(120)
    assert (long / more) / (short / words) < 1.5
