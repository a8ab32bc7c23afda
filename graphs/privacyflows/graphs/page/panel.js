/* The side panel: what is selected and the statements behind it, each quote marked in its paragraph; and the table of the same data. */

const STATEMENTS_AT_ONCE = 20, ROWS_AT_ONCE = 200;
const WORDINGS = { does: "does", may: "may", will: "will" };

/** A quote in its paragraph: the stretch that says it is marked, and in it the words that fill each role in their colour. */
function quoteBlock(model, statement) {
  const byText = new Map();
  for (const q of statement.quotes) { if (!byText.has(q.text)) byText.set(q.text, []); byText.get(q.text).push(q); }
  return [...byText].map(([index, quotes]) => {
    const text = model.texts[index], box = el("blockquote", {});
    let at = 0;
    for (const q of [...quotes].sort((a, b) => a.start - b.start)) {
      if (q.start < at) continue;
      box.append(text.slice(at, q.start), el("mark", {}, ...markedWords(text, q)));
      at = q.end;
    }
    box.append(text.slice(at));
    return box;
  });
}

function markedWords(text, quote) {
  const parts = [];
  let at = quote.start;
  for (const [start, end, kind] of quote.marks) {
    if (start < at) continue;
    parts.push(text.slice(at, start), el("span", { class: "said " + kind, title: KIND_NAMES[kind].replace(/s$/, "") }, text.slice(start, end)));
    at = end;
  }
  parts.push(text.slice(at, quote.end));
  return parts;
}

function termChips(app, statement, kind) {
  return statement[kind].map((t) => el("button", { class: "chip", title: app.model.terms[t].curie, onclick: () => app.selectTerm(t) }, mark(kind, 9), app.model.terms[t].label));
}

function statementCard(app, statement) {
  const policy = app.model.policies[statement.policy], denied = statement.kind === "denial";
  const badges = [
    el("span", { class: "badge " + (denied ? "denied" : "modality") }, denied ? "denied" : WORDINGS[statement.modality] || statement.modality),
    statement.action && el("span", { class: "badge" }, statement.action),
    ...statement.conditions.map((c) => el("span", { class: "badge condition" }, c)),
  ];
  const facts = statement.facts.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]).flat();
  return el("article", { class: "statement" + (denied ? " is-denied" : ""), "data-statement": statement.id },
    el("p", { class: "badges" }, ...badges),
    ...quoteBlock(app.model, statement),
    el("p", { class: "chips" }, ...["source", "organisation", "data", "purpose", "recipient"].flatMap((k) => termChips(app, statement, k))),
    facts.length ? el("dl", {}, ...facts) : null,
    el("p", { class: "where" }, policy.label, statement.section ? " › " + statement.section : "", statement.confidence < 1 ? " · confidence " + statement.confidence.toFixed(2) : ""));
}

function statementList(app, statements) {
  const box = el("div", { class: "statements" });
  const more = (from) => {
    box.append(...statements.slice(from, from + STATEMENTS_AT_ONCE).map((s) => statementCard(app, s)));
    const left = statements.length - from - STATEMENTS_AT_ONCE;
    if (left > 0) {
      const button = el("button", { class: "more", onclick: () => { button.remove(); more(from + STATEMENTS_AT_ONCE); } }, "Show " + Math.min(left, STATEMENTS_AT_ONCE) + " more of " + left);
      box.append(button);
    }
  };
  more(0);
  return box;
}

function selectionStatements(app, selected = app.state.selected) {
  if (!selected) return null;
  const picture = app.picture;
  if (selected.edge !== undefined) {
    const edge = picture.edges.find((e) => e.key === selected.edge);
    return edge ? { edge, statements: edge.list } : null;
  }
  const node = picture.nodes.get(selected.node);
  return node ? { node, statements: [...node.statements].map((i) => app.model.statements[i]) } : null;
}

function renderPanel(app) {
  const panel = $("panel"), chosen = selectionStatements(app);
  panel.hidden = !chosen;
  document.body.classList.toggle("with-panel", Boolean(chosen));
  if (!chosen) { panel.replaceChildren(); return; }
  const close = el("button", { class: "close", "aria-label": "Close the statements", onclick: () => app.select(null) }, "✕");
  const head = chosen.edge ? edgeHead(app, chosen.edge) : nodeHead(app, chosen.node);
  panel.replaceChildren(close, ...head.filter(Boolean), statementList(app, chosen.statements));
  panel.scrollTop = 0;
}

function edgeHead(app, edge) {
  const from = app.picture.nodes.get(edge.from), to = app.picture.nodes.get(edge.to);
  const change = edge.change ? el("p", { class: "change " + edge.change }, CHANGES[edge.change]) : null;
  return [el("h2", {}, mark(from.kind), from.term.label, el("span", { class: edge.denied ? "arrow denied" : "arrow", role: "img", "aria-label": edge.denied ? "not to" : "to" }, edge.denied ? " ⊣ " : " → "), mark(to.kind), to.term.label),
    change, el("p", { class: "sum" }, plural(edge.count, "statement"), edge.denied ? ", denied" : edge.conditional ? (edge.count === 1 ? ", under a condition" : ", each under a condition") : "")];
}

function nodeHead(app, node) {
  const term = node.term, state = app.state, buttons = [];
  if (node.folded) buttons.push(el("button", { onclick: () => app.unfold(node.key) }, "Unfold " + plural(node.members.size, "concept")));
  const up = term.parent >= 0 ? app.model.terms[term.parent] : null;
  if (up) buttons.push(el("button", { onclick: () => app.fold(node.key) }, "Fold into " + up.label));
  const only = state[node.kind].has(term.index);
  buttons.push(el("button", { "aria-pressed": String(only), onclick: () => app.toggle(node.kind, term.index) }, only ? "Show all again" : "Show only this"));
  return [el("h2", {}, mark(node.kind), term.label), el("p", { class: "sum" }, KIND_NAMES[node.kind].replace(/s$/, ""), " · ", el("code", {}, term.curie), " · ", plural(node.statements.size, "statement")),
    el("div", { class: "row" }, ...buttons)];
}

function renderTable(app) {
  const box = $("table"), picture = app.picture;
  box.hidden = !app.state.table;
  document.body.classList.toggle("with-table", app.state.table);
  if (!app.state.table) { box.replaceChildren(); return; }
  const edges = [...picture.edges].sort((a, b) => b.count - a.count);
  const body = el("tbody", {}), table = el("table", {},
    el("caption", {}, VIEWS[app.state.view].name + ": " + plural(edges.length, "flow")),
    el("thead", {}, el("tr", {}, ...["From", "To", "Said", "Wording", "Conditions", "First quote"].map((h) => el("th", { scope: "col" }, h)))), body);
  const more = (from) => {
    body.append(...edges.slice(from, from + ROWS_AT_ONCE).map((e) => tableRow(app, e)));
    if (edges.length > from + ROWS_AT_ONCE) {
      const button = el("button", { class: "more", onclick: () => { button.remove(); more(from + ROWS_AT_ONCE); } }, "Show more rows");
      box.append(button);
    }
  };
  box.replaceChildren(table);
  more(0);
}

function tableRow(app, edge) {
  const record = edgeRecord(app.model, app.picture, edge), [quote] = edgeQuotes(app.model, edge);
  const from = app.picture.nodes.get(edge.from), to = app.picture.nodes.get(edge.to);
  const denied = edge.denied ? el("span", { class: "badge denied" }, "denied") : null;
  const open = el("button", { class: "link", onclick: () => app.select({ edge: edge.key }), "aria-label": plural(edge.count, "statement") + ": " + record.from + " to " + record.to }, String(edge.count));
  return el("tr", {}, el("th", { scope: "row" }, mark(from.kind, 10), record.from), el("td", {}, mark(to.kind, 10), record.to), el("td", {}, open, denied),
    el("td", {}, record.modality), el("td", {}, record.conditions), el("td", { class: "quote" }, quote || ""));
}
