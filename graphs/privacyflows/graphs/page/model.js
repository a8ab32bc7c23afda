/* What the page knows and how it is cut: filters, folding, and the nodes and edges of a view. Knows no DOM. */

const KINDS = ["source", "organisation", "data", "purpose", "recipient"];
const KIND_NAMES = {
  source: "Sources", organisation: "Organisations", data: "Data", purpose: "Purposes", recipient: "Recipients",
};
const VIEWS = {
  who: { name: "Who gets what", layers: ["source", "organisation", "data", "recipient"], needs: ["source", "recipient"] },
  why: { name: "What for", layers: ["organisation", "data", "purpose"], needs: ["purpose"] },
  all: { name: "Everything", layers: KINDS, needs: ["source", "data", "purpose", "recipient"] },
  diff: { name: "What changed", layers: KINDS, needs: ["source", "data", "purpose", "recipient"] },
};
const COMFORTABLE_ROWS = 20; // rows of a column that are readable without zooming
const SMALLEST_SCALE = 0.72; // words on cards are readable down to this
const COMFORTABLE_NODES = 240; // beyond this a map reads better than columns
const COMFORTABLE_EDGES = 140; // beyond this only the flows that are said most often are drawn at first

/** Flat facets name a value for a statement; tree facets hold terms, and a chosen term includes its narrower ones. */
const FLAT_FACETS = {
  policy: (s) => [String(s.policy)],
  year: (s) => (s.year ? [s.year] : []),
  modality: (s) => [s.modality],
  action: (s) => (s.action ? [s.action] : []),
  condition: (s) => [s.conditions.length ? "conditional" : "unconditional"],
  scope: (s) => s.scope.map(String),
};
const TREE_FACETS = ["organisation", "data", "purpose", "recipient", "source"];
const FACETS = [...Object.keys(FLAT_FACETS), ...TREE_FACETS];

function prepare(model) {
  const terms = model.terms;
  terms.forEach((t, i) => { t.index = i; t.children = []; t.used = 0; });
  terms.forEach((t) => { if (t.parent >= 0) terms[t.parent].children.push(t.index); });
  terms.forEach((t) => {
    t.within = new Set([t.index]);
    const todo = [t.index];
    while (todo.length) {
      const at = todo.pop();
      for (const up of terms[at].broader) if (!t.within.has(up)) { t.within.add(up); todo.push(up); }
    }
    t.chain = []; // from the top concept down to the term itself
    for (let up = t.index; up >= 0 && t.chain.length < 50; up = terms[up].parent) t.chain.unshift(up);
  });
  model.byCurie = new Map(terms.map((t) => [t.kind + "|" + t.curie, t.index]));
  model.statements.forEach((s, i) => {
    s.index = i;
    for (const list of ["scope", "elsewhere", "facts", "missing", "conditions"]) s[list] = s[list] || [];
    s.year = dateOf(model.policies[s.policy]).slice(0, 4);
    for (const kind of KINDS) {
      s[kind] = s[kind] || [];
      for (const t of s[kind]) terms[t].used += 1;
    }
  });
  return model;
}

/** What a policy says of its own date, else when it was archived. */
function dateOf(policy) { return policy.modified || policy.captured || ""; }

function emptyState() {
  const state = { view: "who", denials: false, words: "", layout: "", opened: new Set(), shut: new Set(), selected: null, table: false, atLeast: 0 };
  for (const facet of FACETS) state[facet] = new Set();
  return state;
}

function isFiltered(state) {
  return state.words !== "" || FACETS.some((f) => state[f].size > 0);
}

function matchesTree(model, statement, facet, chosen) {
  return statement[facet].some((t) => isWithinAny(model.terms[t], chosen));
}

function isWithinAny(term, chosen) {
  for (const c of chosen) if (term.within.has(c)) return true;
  return false;
}

function matchesWords(model, statement, words) {
  if (!words) return true;
  const wanted = words.toLowerCase();
  return statement.quotes.some((q) => model.texts[q.text].slice(q.start, q.end).toLowerCase().includes(wanted)) ||
    KINDS.some((k) => statement[k].some((t) => model.terms[t].label.toLowerCase().includes(wanted)));
}

/** One pass: the statements that match, and for each facet how many would match if that facet were open. */
function applyFilters(model, state) {
  const counts = Object.fromEntries([...FACETS, "denials"].map((f) => [f, new Map()]));
  const kept = [];
  for (const s of model.statements) {
    if (s.kind === "gap" || !matchesWords(model, s, state.words)) continue;
    const failed = [];
    for (const facet of FACETS) {
      const chosen = state[facet];
      if (!chosen.size) continue;
      const fits = FLAT_FACETS[facet] ? FLAT_FACETS[facet](s).some((v) => chosen.has(v)) : matchesTree(model, s, facet, chosen);
      if (!fits) failed.push(facet);
    }
    if (s.kind === "denial") {
      if (!failed.length) counts.denials.set("denied", (counts.denials.get("denied") || 0) + 1);
      if (!state.denials) continue;
    }
    if (!failed.length) kept.push(s);
    if (failed.length < 2) countFacets(model, s, failed.length ? [failed[0]] : FACETS, counts);
  }
  return { kept, counts };
}

function countFacets(model, statement, facets, counts) {
  for (const facet of facets) for (const v of facetValues(model, statement, facet)) counts[facet].set(v, (counts[facet].get(v) || 0) + 1);
}

/** Each value once: a statement about two kinds of contact data counts once for contact data. */
function facetValues(model, statement, facet) {
  if (FLAT_FACETS[facet]) return FLAT_FACETS[facet](statement);
  const terms = statement[facet];
  return terms.length === 1 ? model.terms[terms[0]].within : new Set(terms.flatMap((t) => [...model.terms[t].within]));
}

/** The terms that a statement shows under the filters: one that names eleven kinds of data shows the chosen one only. */
function shownTerms(model, state, statement, kind) {
  const chosen = state[kind];
  if (!chosen || !chosen.size) return statement[kind];
  return statement[kind].filter((t) => isWithinAny(model.terms[t], chosen));
}

/** Starts with the top concepts and opens the group that most statements speak of, as long as the column stays readable. */
function automaticFolds(model, state, statements, layers) {
  const folded = new Set();
  for (const kind of layers) {
    const said = new Map();
    for (const s of statements) for (const t of shownTerms(model, state, s, kind)) said.set(t, (said.get(t) || 0) + 1);
    const groups = new Map();
    const put = (t, depth) => {
      const chain = model.terms[t].chain, head = chain[Math.min(depth, chain.length - 1)];
      if (!groups.has(head)) groups.set(head, { head, depth, members: [], count: 0 });
      const group = groups.get(head);
      group.members.push(t); group.count += said.get(t);
    };
    for (const t of said.keys()) put(t, 0);
    const closed = (g) => g.members.some((t) => t !== g.head);
    for (;;) {
      const next = [...groups.values()].filter((g) => closed(g) && !g.full).sort((a, b) => b.count - a.count || a.head - b.head)[0];
      if (!next) break;
      const parts = new Set(next.members.map((t) => model.terms[t].chain[Math.min(next.depth + 1, model.terms[t].chain.length - 1)]));
      if (groups.size - 1 + parts.size > COMFORTABLE_ROWS) { next.full = true; continue; }
      groups.delete(next.head);
      for (const t of next.members) put(t, next.depth + 1);
    }
    for (const g of groups.values()) if (closed(g)) folded.add(g.head);
  }
  return folded;
}

/** The term that stands for `index` in the picture: its topmost folded ancestor, else itself. */
function representative(model, folded, index) {
  for (const up of model.terms[index].chain) if (folded.has(up)) return up;
  return index;
}

function foldedNow(model, state, statements, layers) {
  if (state.opened.has("*")) return new Set();
  const folded = automaticFolds(model, state, statements, layers);
  for (const t of state.shut) folded.add(t);
  unfoldAll(model, folded, state.opened);
  return folded;
}

/** Opening a term folds its children instead, so that one double click goes one level down. */
function unfoldAll(model, folded, opened) {
  const inDepthOrder = [...opened].sort((a, b) => model.terms[a].chain.length - model.terms[b].chain.length);
  for (const t of inDepthOrder) {
    if (!folded.has(t)) continue;
    folded.delete(t);
    for (const c of model.terms[t].children) if (model.terms[c].children.length) folded.add(c);
  }
}

/** Nodes and edges of the view. A statement gives a chain through its filled layers, so no edge says more than the text does. */
function buildPicture(model, state, statements) {
  const view = VIEWS[state.view];
  const shown = statements.filter((s) => view.needs.some((k) => s[k].length));
  const folded = foldedNow(model, state, shown, view.layers);
  const memo = [];
  const standIn = (t) => { if (memo[t] === undefined) memo[t] = representative(model, folded, t); return memo[t]; };
  const nodes = new Map(), edges = new Map();
  for (const s of shown) {
    const layers = [];
    for (const kind of view.layers) {
      const keys = [];
      for (const t of shownTerms(model, state, s, kind)) {
        const key = standIn(t);
        if (!keys.includes(key)) keys.push(key);
        touchNode(nodes, model, key, kind, t, s, folded);
      }
      if (keys.length) layers.push(keys);
    }
    for (let i = 0; i + 1 < layers.length; i += 1)
      for (const a of layers[i]) for (const b of layers[i + 1]) touchEdge(edges, a, b, s);
  }
  for (const e of edges.values()) describeEdge(e);
  const all = [...edges.values()], atLeast = state.atLeast || comfortableThreshold(all);
  return weigh(thinOut({ nodes, edges: all, statements: shown, folded, layers: view.layers, atLeast, allEdges: all.length }));
}

/** Widths of edges and sizes of marks: areas compare within one picture, and a corpus gets no thicker lines than two policies. */
function weigh(picture) {
  const nodes = [...picture.nodes.values()], mostEdge = Math.max(1, ...picture.edges.map((e) => e.count)), mostNode = Math.max(1, ...nodes.map((n) => n.statements.size));
  for (const e of picture.edges) e.width = 1.2 + Math.min(6, 1.6 * Math.log2(1 + mostEdge)) * Math.sqrt(e.count / mostEdge);
  for (const n of nodes) n.radius = 5 + Math.min(13, 2.2 * Math.log2(1 + mostNode)) * Math.sqrt(n.statements.size / mostNode);
  return picture;
}

/** The smallest number of statements per flow that leaves a picture one can read. */
function comfortableThreshold(edges) {
  const counts = edges.map((e) => e.count).sort((a, b) => b - a);
  return counts.length > COMFORTABLE_EDGES ? counts[COMFORTABLE_EDGES] + (counts[0] > counts[COMFORTABLE_EDGES] ? 1 : 0) : 1;
}

/** Leaves out flows that fewer statements say, and concepts that thereby lose all their flows. */
function thinOut(picture) {
  if (picture.atLeast <= 1) return picture;
  const had = new Set(picture.edges.flatMap((e) => [e.from, e.to]));
  picture.edges = picture.edges.filter((e) => e.count >= picture.atLeast);
  const has = new Set(picture.edges.flatMap((e) => [e.from, e.to]));
  for (const key of had) if (!has.has(key)) picture.nodes.delete(key);
  return picture;
}

function touchNode(nodes, model, key, kind, member, statement, folded) {
  let node = nodes.get(key);
  if (!node) {
    node = { key, kind, term: model.terms[key], folded: folded.has(key), members: new Set(), statements: new Set(), x: 0, y: 0 };
    nodes.set(key, node);
  }
  node.members.add(member);
  node.statements.add(statement.index);
}

function touchEdge(edges, from, to, statement) {
  const denied = statement.kind === "denial";
  const key = from + ">" + to + (denied ? "!" : "");
  let edge = edges.get(key);
  if (!edge) edges.set(key, (edge = { key, from, to, denied, statements: new Set(), list: [] }));
  if (!edge.statements.has(statement.index)) { edge.statements.add(statement.index); edge.list.push(statement); }
}

function describeEdge(edge) {
  edge.count = edge.list.length;
  edge.conditional = edge.list.every((s) => s.conditions.length > 0);
  edge.modality = edge.list.every((s) => s.modality === "may") ? "may" : "does";
}

/** For the view of two versions: what each edge says about the older and the newer one. */
function compareEdges(model, picture, older, newer) {
  const lost = new Set();
  for (const s of model.statements) if (s.kind === "gap" && s.policy === newer) for (const role of s.missing) lost.add(role);
  for (const edge of picture.edges) {
    const before = edge.list.some((s) => s.policy === older), after = edge.list.some((s) => s.policy === newer);
    const unreadable = lost.has(picture.nodes.get(edge.to).kind);
    edge.change = before && after ? "unchanged" : after ? "added" : unreadable ? "unreadable" : "gone";
  }
}

/** Positions: columns are packed in the order that Python computed; a map takes Python's coordinates. */
function placeNodes(model, picture, layout, room) {
  return layout === "map" ? placeOnMap(model, picture, room) : placeInColumns(model, picture, room);
}

const average = (node, model, of) => [...node.members].reduce((sum, m) => sum + of(model.terms[m]), 0) / node.members.size;

/** A group stands in the middle of its members. The middles of many crowd, so that a small map is drawn out to the room it has. */
function placeOnMap(model, picture, room) {
  const nodes = [...picture.nodes.values()];
  for (const node of nodes) { node.x = average(node, model, (t) => t.x); node.y = average(node, model, (t) => t.y); }
  if (nodes.length > 1 && nodes.length <= COMFORTABLE_NODES && nodes.some((n) => n.folded)) {
    const area = nodes.length * MAP_CELL.width * MAP_CELL.height * 1.5, shape = Math.max(1, Math.min(2, room.width / room.height));
    drawOut(nodes, "x", Math.sqrt(area * shape)); drawOut(nodes, "y", Math.sqrt(area / shape));
  }
  if (nodes.length <= COMFORTABLE_NODES) pushApart(nodes);
  return [];
}

const MAP_CELL = { width: 124, height: 50 }; // a mark and its label

/** Half of a place comes from the coordinate, half from its rank: near stays near, and no corner is empty. */
function drawOut(nodes, axis, length) {
  const order = [...nodes].sort((a, b) => a[axis] - b[axis] || a.key - b.key), least = order[0][axis], span = order[order.length - 1][axis] - least || 1;
  order.forEach((node, rank) => { node[axis] = length * (0.35 * (node[axis] - least) / span + 0.65 * rank / (order.length - 1)); });
}

/** Moves marks whose cells overlap apart, along the axis that takes less. */
function pushApart(nodes) {
  const { width, height } = MAP_CELL;
  for (let round = 0; round < 80; round += 1) {
    let moved = false;
    for (let i = 1; i < nodes.length; i += 1) for (let j = 0; j < i; j += 1) {
      const a = nodes[i], b = nodes[j], dx = a.x - b.x, dy = a.y - b.y, overX = width - Math.abs(dx), overY = height - Math.abs(dy);
      if (overX <= 0.5 || overY <= 0.5) continue;
      moved = true;
      const axis = overX / width < overY / height ? "x" : "y", push = (axis === "x" ? overX : overY) * 0.55 * ((axis === "x" ? dx : dy) < 0 ? -1 : 1);
      a[axis] += push / 2; b[axis] -= push / 2;
    }
    if (!moved) return;
  }
}

function placeInColumns(model, picture, room) {
  const columns = picture.layers.map((kind) => ({ kind, nodes: [...picture.nodes.values()].filter((n) => n.kind === kind) })).filter((c) => c.nodes.length);
  const rows = Math.max(1, ...columns.map((c) => c.nodes.length)), step = sizeCards(columns.length, rows, picture, room);
  const tall = rows * ROW_STEP * SMALLEST_SCALE > room.height * 1.4;
  columns.forEach((column, at) => {
    for (const node of column.nodes) node.rank = average(node, model, (t) => t.rank);
    column.nodes.sort((a, b) => a.rank - b.rank || a.key - b.key);
    column.x = at * step;
    column.nodes.forEach((node, row) => {
      node.x = column.x;
      // Columns that reach beyond the screen start together at the top, where the reader is.
      node.y = (row - (tall ? 0 : (column.nodes.length - 1) / 2)) * ROW_STEP;
    });
  });
  const order = new Map(columns.map((c, at) => [c.kind, at]));
  for (const e of picture.edges) e.long = order.get(picture.nodes.get(e.to).kind) - order.get(picture.nodes.get(e.from).kind) > 1;
  const top = Math.min(0, ...columns.map((c) => c.nodes[0].y));
  columns.forEach((c) => { c.top = top - 46; });
  return columns;
}

/** Makes the cards as wide as their words need and the room allows; returns the distance of columns. Tall pictures are shown smaller. */
function sizeCards(columns, rows, picture, room) {
  const words = Math.max(0, ...[...picture.nodes.values()].map((n) => n.term.label.length + (n.folded ? 5 : 0)));
  const between = room.width < 900 ? 44 : 84, wanted = Math.min(250, 64 + words * 7), wide = room.width / (wanted * columns + between * (columns - 1) + 60);
  const scale = Math.max(SMALLEST_SCALE, Math.min(1.3, Math.max(0.9, wide), (room.height - 84) / (rows * ROW_STEP + 70)));
  const usable = room.width / scale - 60;
  CARD.width = Math.round(Math.max(148, Math.min(wanted, (usable - between * (columns - 1)) / columns)));
  return Math.max(CARD.width + 44, Math.min(CARD.width + 230, (usable - CARD.width) / Math.max(1, columns - 1)));
}
