"""`PolicyGraph.browse`: choose a policy, data, purpose and recipient in a notebook; a table and a picture follow.

A dataset goes in; a `Browser` of ipywidgets comes out. The choices show how many statements each would leave. Below stands the SPARQL
that gives the table: it can be edited and run, and what is wrong with it is said in one line. All of it works on claims that are read
once; the words of policies are escaped by `Result`.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import ipywidgets
from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.graphs.answers.claims import ROLES, Claim, FilterError, Narrowing, claims_of, policies_of
from privacyflows.graphs.answers.evaluation import Source
from privacyflows.graphs.answers.hierarchy import Hierarchy
from privacyflows.graphs.answers.result import Result
from privacyflows.graphs.queries import run
from privacyflows.graphs.sankey import sankey_of
from privacyflows.graphs.vocabulary import expand
from rdflib import Dataset

CHOSEN: Final = ("data", "purpose", "recipient")
"""Roles that can be chosen."""
ROWS: Final = 200
"""Rows that the query of a selection asks for."""
EVERYONE: Final = ""
"""Choice of all policies, or of all concepts of a role."""
_INDENT: Final = "\u2003"
_CLASSES: Final = {"practice": "pf:Practice", "denial": "pf:Denial"}
_WIDE: Final = {"width": "100%"}
_SCROLLED: Final = {"max_height": "26em", "overflow": "auto", "border": "1px solid #d9dce3", "padding": "0 .5em"}

Options = list[tuple[str, str]]
"""What a list shows and the value behind it."""


class Browser:
    """Lists to choose from, the table and the picture of the choice, its SPARQL; a notebook shows it.

    ``result`` is the latest answer, for the next cell. ``who``, ``kind``, ``roles`` (by name), ``query``, ``go``, ``message``, ``table``
    and ``picture`` are the widgets, whose values can be set and read from code as well.
    """

    def __init__(self, dataset: Dataset, *, policy: str | None = None, **chosen: str | None) -> None:
        """Choose from the start: a policy's short name, and CURIEs for ``data``, ``purpose``, ``recipient``.

        Raises `FilterError` for a policy that the dataset does not hold and for another role, `VocabularyError` for an unknown prefix.
        """
        self._dataset = dataset
        source = Source.of(dataset)
        self._hierarchy, self._policies = Hierarchy.of(source), policies_of(source)
        narrowing = Narrowing.of(self._hierarchy, self._policies, policy, {})
        unknown = sorted(chosen.keys() - set(CHOSEN))
        if unknown:
            raise FilterError(f"nothing to choose is called {unknown[0]!r}", hint=f"policy, {', '.join(CHOSEN)}")
        start = {role: str(expand(curie, self._hierarchy.prefixes)) if curie else EVERYONE for role, curie in chosen.items()}
        self._claims = [claim for claim in claims_of(source, Narrowing(), self._policies) if claim.kind in _CLASSES]
        self.result: Result | None = None
        self._build(next(iter(narrowing.policies), EVERYONE), start)
        self._chosen()

    def _build(self, policy: str, start: dict[str, str]) -> None:
        self.who = _list("Who", list(self._who()), policy)
        self.kind = ipywidgets.ToggleButtons(options=[("says that it does", "practice"), ("says that it does not", "denial")])
        self.roles = {role: _list(role.capitalize(), [("", start.get(role, EVERYONE))], start.get(role, EVERYONE)) for role in CHOSEN}
        self.query = ipywidgets.Textarea(layout=ipywidgets.Layout(width="100%", height="13em"))
        self.go = ipywidgets.Button(description="Run the query", button_style="primary", tooltip="Ask again with the query as edited")
        self.message, self.table = ipywidgets.HTML(), ipywidgets.HTML()
        self.picture = ipywidgets.Image(format="png", layout=ipywidgets.Layout(max_width="100%"))
        self._changing = False
        for widget in (self.who, self.kind, *self.roles.values()):
            widget.observe(self._chosen, names="value")
        self.go.on_click(self._asked)
        choices = ipywidgets.VBox(
            [self.kind, ipywidgets.HBox([self.who, *self.roles.values()], layout=ipywidgets.Layout(flex_flow="row wrap"))]
        )
        table = ipywidgets.Box([self.table], layout=ipywidgets.Layout(**_SCROLLED))
        below = [ipywidgets.HTML("<b>SPARQL</b>"), self.query, self.go]
        self.widget = ipywidgets.VBox([choices, self.message, self.picture, table, *below], layout=ipywidgets.Layout(**_WIDE))

    def _who(self) -> Iterator[tuple[str, str]]:
        """All, then each organisation with its policies below it."""
        yield "everyone", EVERYONE
        for organisation in sorted({p.organisation for p in self._policies}, key=self._hierarchy.label):
            yield self._hierarchy.label(organisation), organisation
            yield from ((f"{_INDENT}{p.name}", p.iri) for p in self._policies if p.organisation == organisation)

    def _chosen(self, change: object = None) -> None:
        """Follow a choice: the lists with their numbers, the query, table and picture."""
        if self._changing:
            return
        self._changing = True  # new options of a list are changes as well
        try:
            for role, widget in self.roles.items():
                value = widget.value
                widget.options = self._options(role)
                widget.value = value
        finally:
            self._changing = False
        self.query.value = self._sparql()
        self._show_picture()
        self._ask()

    def _asked(self, button: object = None) -> None:
        """Run the query as it stands; the picture is that of the choice, and goes where the query is another one."""
        self.picture.layout.display = None if self.query.value.strip() == self._sparql().strip() and self.picture.value else "none"
        self._ask()

    def _ask(self) -> None:
        self.message.value = ""
        try:
            self.result = run(self._dataset, self.query.value)
        except PrivacyflowsError as error:
            shown = f"{error} ({error.hint})" if error.hint else str(error)
            self.message.value = f"<span role='alert' style='color:#b00020'>{html.escape(shown)}</span>"
            self.result, self.table.value = None, ""
            return
        self.table.value = self.result._repr_html_()

    def _show_picture(self) -> None:
        claims = list(self._admitted())
        names = tuple(policy.name for policy in self._policies if self.who.value in (EVERYONE, policy.iri, policy.organisation))
        wanted = {role: self._hierarchy.narrower(widget.value) for role, widget in self.roles.items() if widget.value}
        flows = sankey_of(claims, self._hierarchy, policies=names, wanted=wanted, denials=self.kind.value == "denial")
        self.picture.value = flows.to_png(dpi=90) if flows.statements else b""
        self.picture.layout.display = None if flows.statements else "none"

    def _admitted(self, without: str = "") -> Iterator[Claim]:
        """Yield the claims of the choice, the choice of one role left aside."""
        by_policy = {policy.iri: policy.organisation for policy in self._policies}
        narrow = {r: self._hierarchy.narrower(w.value) for r, w in self.roles.items() if w.value and r != without}
        for claim in self._claims:
            at = (EVERYONE, claim.policy, by_policy.get(claim.policy, EVERYONE))
            fits = claim.kind == self.kind.value and self.who.value in at
            if fits and all(not wanted.isdisjoint(claim.roles.get(role, ())) for role, wanted in narrow.items()):
                yield claim

    def _options(self, role: str) -> Options:
        """Return the concepts of a role as a tree, with the number of statements that each would leave; the chosen one always."""
        claims = list(self._admitted(without=role))
        counts: Counter[str] = Counter()
        for claim in claims:
            counts.update({above for iri in claim.roles.get(role, ()) for above in self._hierarchy.ancestors(iri)})
        chosen = self.roles[role].value
        chains = {self._hierarchy.chain(iri) for iri in self._values(role) | ({chosen} - {EVERYONE})}
        tree = {chain[:depth] for chain in chains for depth in range(1, len(chain) + 1)}
        listed = [path for path in tree if counts[path[-1]] or path[-1] == chosen]
        named = sorted(listed, key=lambda path: [(self._hierarchy.label(iri), iri) for iri in path])
        shown = [(f"{_INDENT * (len(path) - 1)}{self._hierarchy.label(path[-1])} ({counts[path[-1]]})", path[-1]) for path in named]
        return [(f"any {role} ({len(claims)})", EVERYONE), *shown]

    def _values(self, role: str) -> set[str]:
        return {iri for claim in self._claims for iri in claim.roles.get(role, ())}

    def _sparql(self) -> str:
        """Return the query of the choice."""
        denied = self.kind.value == "denial"
        lines = ["SELECT DISTINCT ?policy ?modality ?data ?purpose ?recipient ?words WHERE {"]
        if self.who.value:
            policy = self.who.value in {p.iri for p in self._policies}
            lines.append(f"  VALUES ?{'snapshot' if policy else 'organisation'} {{ {self._term(self.who.value)} }}")
        lines.append("  ?snapshot dct:publisher ?organisation ; dct:identifier ?policy .")
        lines.append(
            f"  ?statement a {_CLASSES[self.kind.value]} ; pf:statedIn ?snapshot ; pf:modality ?modality ; pf:evidence/oa:exact ?words ."
        )
        for role, widget in self.roles.items():
            stated = f"?statement {self._term(ROLES[role][denied])} ?{role} ."
            lines.append(f"  {stated} ?{role} pf:within {self._term(widget.value)} ." if widget.value else f"  OPTIONAL {{ {stated} }}")
        return "\n".join([*lines, f"}} ORDER BY ?policy ?words ?data ?purpose ?recipient LIMIT {ROWS}"])

    def _term(self, iri: str) -> str:
        short = self._hierarchy.curie(iri)
        return short if short != iri else f"<{iri}>"

    def _repr_mimebundle_(self, **options: Any) -> Any:  # noqa: ANN401 - what the widget gives
        return self.widget._repr_mimebundle_(**options)


def _list(name: str, options: Options, value: str) -> Any:  # noqa: ANN401 - ipywidgets has no types
    return ipywidgets.Dropdown(description=name, options=options, value=value, layout=ipywidgets.Layout(width="22em"))
