/* The side panel: what is selected and the statements behind it, each quote marked in its paragraph; and the table of the same data. */

const STATEMENTS_AT_ONCE = 20, ROWS_AT_ONCE = 200;
const WORDINGS = { does: "does", may: "may", will: "will" };

/** A quote in its paragraph: the stretch that says it is marked, and the words that fill each role are underlined in their colour. */
function quoteBlock(model, statement) {
  const byText = new Map();
  for (const q of statement.quotes) { if (!byText.has(q.text)) byText.set(q.text, []); byText.get(q.text).push(q); }
  return [...byText].map(([index, quotes]) => {
    const text = model.texts[index], box = el("blockquote", {}), marks = quotes.flatMap((q) => q.marks).sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    let at = 0;
    for (const q of [...quotes].sort((a, b) => a.start - b.start)) {
      if (q.start < at) continue;
      box.append(...markedWords(text, at, q.start, marks), el("mark", {}, ...markedWords(text, q.start, q.end, marks)));
      at = q.end;
    }
    box.append(...markedWords(text, at, text.length, marks));
    return box;
  });
}

function markedWords(text, from, to, marks) {
  const parts = [];
  let at = from;
  for (const [start, end, kind] of marks) {
    if (start < at || end > to) continue;
    parts.push(text.slice(at, start), el("span", { class: "said " + kind, title: KIND_NAMES[kind].replace(/s$/, "") }, text.slice(start, end)));
    at = end;
  }
  parts.push(text.slice(at, to));
  return parts;
}

/** Words from another place of the policy that fill a role: what "this information" stands for. */
function elsewhereLine(statement) {
  if (!statement.elsewhere.length) return null;
  const words = statement.elsewhere.flatMap(([kind, text], i) => [i ? ", " : "", el("span", { class: "said " + kind, title: KIND_NAMES[kind].replace(/s$/, "") }, text)]);
  return el("p", { class: "elsewhere" }, "Said elsewhere in the policy: ", ...words);
}

function termChips(app, statement, kind) {
  return statement[kind].map((t) => el("button", { class: "chip", title: app.model.terms[t].curie, onclick: () => app.selectTerm(t) }, mark(kind, 9), app.model.terms[t].label));
}

/** Statements that differ in nothing but the action share a card: "we collect and store ..." is one sentence to read. */
function readAlike(statements) {
  const alike = new Map();
  for (const s of statements) {
    const key = JSON.stringify([s.policy, s.kind, s.modality, s.conditions, s.quotes, s.facts, ...KINDS.map((k) => s[k])]);
    if (!alike.has(key)) alike.set(key, []);
    alike.get(key).push(s);
  }
  return [...alike.values()];
}

function statementCard(app, group) {
  const [statement] = group;
  const policy = app.model.policies[statement.policy], denied = statement.kind === "denial";
  const badges = [
    el("span", { class: "badge " + (denied ? "denied" : "modality") }, denied ? "denied" : WORDINGS[statement.modality] || statement.modality),
    ...[...new Set(group.map((s) => s.action))].map((action) => action && el("span", { class: "badge" }, action)),
    ...statement.conditions.map((c) => el("span", { class: "badge condition" }, c)),
  ];
  const facts = statement.facts.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]).flat();
  return el("article", { class: "statement" + (denied ? " is-denied" : ""), "data-statement": group.map((s) => s.id).join(" ") },
    el("p", { class: "badges" }, ...badges),
    ...quoteBlock(app.model, statement),
    elsewhereLine(statement),
    el("p", { class: "chips" }, ...["source", "organisation", "data", "purpose", "recipient"].flatMap((k) => termChips(app, statement, k))),
    facts.length ? el("dl", {}, ...facts) : null,
    el("p", { class: "where" }, policy.label, dateOf(policy) && !policy.label.includes(dateOf(policy).slice(0, 7)) ? " (" + dateOf(policy) + ")" : "", statement.section ? " › " + statement.section.replaceAll(" > ", " › ") : "", statement.confidence < 1 ? " · confidence " + statement.confidence.toFixed(2) : ""));
}

function statementList(app, chosen) {
  const box = el("div", { class: "statements" }), statements = readAlike(chosen);
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

const clipped = (text) => el("span", { class: "clip", title: text.length > 90 ? text : null }, text);

function tableRow(app, edge) {
  const record = edgeRecord(app.model, app.picture, edge), [quote] = edgeQuotes(app.model, edge);
  const from = app.picture.nodes.get(edge.from), to = app.picture.nodes.get(edge.to);
  const denied = edge.denied ? el("span", { class: "badge denied" }, "denied") : null;
  const open = el("button", { class: "link", onclick: () => app.select({ edge: edge.key }), "aria-label": plural(edge.count, "statement") + ": " + record.from + " to " + record.to }, String(edge.count));
  return el("tr", {}, el("th", { scope: "row" }, mark(from.kind, 10), record.from), el("td", {}, mark(to.kind, 10), record.to), el("td", {}, open, denied),
    el("td", {}, record.modality), el("td", {}, clipped(record.conditions)), el("td", { class: "quote" }, clipped(quote || "")));
}
