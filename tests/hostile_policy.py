"""The sample policy with hostile words wherever a policy can put words, for tests of what shows them.

Nothing goes in; `hostile` gives the graph. `HOSTILE` tries to end a script element, to run a script from an image, to open a comment,
to break a line where JavaScript has line separators, and to pass as a template.
"""

from __future__ import annotations

from dataclasses import replace

from privacyflows.extract.model import Document, Evidence, Filler, Profile, Statement
from privacyflows.graphs.graph import PolicyGraph

from tests.sample_statements import NEW, document, profile, statements

HOSTILE = '</script><img src=x onerror="window.broken=1"><script>window.broken=2</script><!--<script>\u2028&lt;b&gt;${1}`'


def hostile() -> PolicyGraph:
    """The sample policy with hostile words in names, titles, sections, fillers and quotes."""
    original = document(NEW)
    text = original.text.replace("our retail partners", f"our {HOSTILE} partners")
    shifted = len(text) - len(original.text)
    at = original.text.index("our retail partners")

    def moved(offset: int) -> int:
        return offset if offset <= at else offset + shifted

    def spoilt(statement: Statement) -> Statement:
        spans = [(moved(e.start), moved(e.end)) for e in statement.evidence]
        evidence = tuple(Evidence(start=start, end=end, text=text[start:end]) for start, end in spans)
        source = tuple(replace(f, text=f"our {HOSTILE} partners", start=None, end=None) for f in statement.source)
        return replace(statement, evidence=evidence, source=source, section=HOSTILE, data=tuple(map(worse, statement.data)))

    def worse(filler: Filler) -> Filler:
        return filler if filler.concept else replace(filler, text=HOSTILE, start=None, end=None)

    spoilt_profile: Profile = replace(profile(NEW), organisation=f"Fernwood {HOSTILE}", title=HOSTILE, contacts=())
    spoilt_document: Document = replace(original, policy="hostile", text=text, blocks=())
    made = [spoilt(replace(s, policy="hostile")) for s in statements(NEW)]
    return PolicyGraph.from_statements([(spoilt_document, spoilt_profile, made)])
