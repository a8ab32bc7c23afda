/* The page's state and its wiring: one object holds what is chosen, every change redraws from it and writes it into the address. */

const CHANGES = {
  added: "Only in the newer version", gone: "Only in the older version", unchanged: "In both versions",
  unreadable: "In the older version; the newer one has a place there that could not be read",
};

class App {
  constructor(model) {
    this.model = prepare(model);
    this.state = emptyState();
    this.versions = twoVersions(model.policies);
    this.colours = readColours();
    this.columns = [];
    this.lit = null;
  }

  start() {
    $("title").textContent = this.model.title;
    $("subtitle").textContent = subtitle(this.model);
    this.state.view = this.bestView();
    readAddress(this);
    const viewsBar = Object.entries(VIEWS).filter(([k]) => k !== "diff" || this.versions);
    $("views").append(...viewsBar.map(([k, v]) => el("button", { id: "view-" + k, "aria-pressed": "false", onclick: () => this.change({ view: k, selected: null }, true) }, v.name)));
    setUpPicture(this);
    setUpSearch(this);
    setUpButtons(this);
    this.redraw(true);
    window.addEventListener("hashchange", () => { if (!this.writing) { readAddress(this); this.redraw(true); } this.writing = false; });
    window.addEventListener("resize", () => this.later("fit", () => this.arrange(), 120));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
  }

  /** The first view that has something to show. */
  bestView() {
    const has = (view) => this.model.statements.filter((s) => s.kind !== "gap" && VIEWS[view].needs.some((k) => s[k].length)).length;
    return has("who") > 2 || !has("all") ? "who" : "all";
  }

  later(name, run, wait) { clearTimeout(this[name + "Timer"]); this[name + "Timer"] = setTimeout(run, wait); }

  change(part, refit = false) { Object.assign(this.state, part); this.redraw(refit); }

  toggle(facet, value) {
    const chosen = this.state[facet];
    if (chosen.has(value)) chosen.delete(value); else chosen.add(value);
    this.redraw(true);
  }

  clearFilters() { for (const f of FACETS) this.state[f].clear(); $("search").value = ""; this.change({ words: "" }, true); }

  unfold(key) { this.state.shut.delete(key); this.state.opened.add(key); this.change({ selected: null }, true); say("Unfolded"); }

  fold(key) {
    const parent = this.model.terms[key].parent;
    if (parent < 0) return;
    for (const t of [...this.state.opened]) if (t === parent || this.model.terms[t].chain.includes(parent)) this.state.opened.delete(t);
    this.state.shut.add(parent);
    this.change({ selected: { node: parent } }, true);
  }

  select(selected) {
    const was = $("panel").hidden;
    this.state.selected = selected;
    this.hovered = null;
    this.lit = litBy(this);
    renderPanel(this);
    if (was !== $("panel").hidden && !this.moved) this.arrange(true);
    else if (selected) showNode(this, selected.node !== undefined ? selected.node : this.picture.edges.find((e) => e.key === selected.edge).to);
    this.network.redraw();
    writeAddress(this);
    const chosen = selectionStatements(this);
    if (chosen) say(describeHit(this, selected));
  }

  /** Selects a term wherever it stands: changes the view, or drops filters, if it is not in the picture. */
  selectTerm(index) {
    const find = () => [...this.picture.nodes.values()].find((n) => n.members.has(index) || n.key === index || this.model.terms[n.key].chain.includes(index));
    let node = find();
    if (!node) { this.change({ view: "all" }, true); node = find(); }
    if (!node) { this.clearFilters(); node = find(); }
    if (!node) { this.change({ denials: true }, true); node = find(); }
    if (!node) return;
    for (let steps = 0; steps < 20 && node.folded && node.key !== index; steps += 1) { this.state.opened.add(node.key); this.change({}, true); node = find(); }
    if (this.state.table) this.change({ table: false });
    this.select({ node: node.key });
    showNode(this, node.key);
  }

  refreshFilters() { renderFilters(this, this.counts); }

  redraw(refit) {
    const { model, state } = this;
    const { kept, counts } = applyFilters(model, state);
    let statements = kept;
    if (state.view === "diff") statements = kept.filter((s) => this.versions.includes(s.policy));
    this.counts = counts;
    this.picture = buildPicture(model, state, statements);
    if (state.view === "diff") compareEdges(model, this.picture, ...this.versions);
    this.layout = state.layout || (this.picture.nodes.size > COMFORTABLE_NODES ? "map" : "columns");
    if (state.selected && !selectionStatements(this)) state.selected = null;
    this.lit = litBy(this);
    renderFilters(this, counts);
    renderTable(this);
    renderPanel(this);
    renderLegend(this);
    renderVersions(this);
    this.place();
    renderEmpty(this);
    for (const view of Object.keys(VIEWS)) if ($("view-" + view)) $("view-" + view).setAttribute("aria-pressed", String(view === state.view));
    $("show-table").setAttribute("aria-pressed", String(state.table));
    $("picture").setAttribute("aria-label", summary(this));
    if ((refit || !this.moved) && !state.table) fit(this);
    $("layout").textContent = this.layout === "map" ? "Columns" : "Map";
    say(summary(this));
    writeAddress(this);
  }

  /** Gives the nodes their places. */
  place() {
    this.columns = placeNodes(this.model, this.picture, this.layout, freeStage());
    this.network.redraw();
  }

  /** Makes the picture fit the room that is left, columns closer together if need be. */
  arrange(animate) {
    if (this.layout === "columns") this.place();
    fit(this, animate);
  }

  recolour() { this.colours = readColours(); this.network.redraw(); }
}

function summary(app) {
  return VIEWS[app.state.view].name + ": " + plural(app.picture.nodes.size, "concept") + ", " + plural(app.picture.edges.length, "flow") + " from " + plural(app.picture.statements.length, "statement");
}

function subtitle(model) {
  const said = model.statements.filter((s) => s.kind !== "gap"), denied = said.filter((s) => s.kind === "denial").length;
  const parts = [plural(model.policies.length, "policy", "policies"), plural(said.length, "statement")];
  if (denied) parts.push(plural(denied, "denial"));
  return parts.join(" · ") + (model.note ? " · " + model.note : "");
}

/** The two latest versions of one organisation's policy, else the first and the last policy. */
function twoVersions(policies) {
  for (let i = policies.length - 1; i > 0; i -= 1) if (policies[i].organisation === policies[i - 1].organisation) return [i - 1, i];
  return policies.length > 1 ? [0, policies.length - 1] : null;
}

function say(words) { $("live").textContent = words; }

function renderLegend(app) {
  const diff = app.state.view === "diff", kinds = app.picture.layers.filter((k) => [...app.picture.nodes.values()].some((n) => n.kind === k));
  const line = (cls, name) => el("li", {}, el("i", { class: "stroke " + cls, "aria-hidden": "true" }), name);
  const lines = diff ? ["added", "gone", "unchanged", "unreadable"].filter((c) => app.picture.edges.some((e) => e.change === c)).map((c) => line(c, c === "unreadable" ? "not readable" : c))
    : [line("", "stated"), app.picture.edges.some((e) => e.conditional) && line("conditional", "under a condition"), app.state.denials && line("denied", "denied")];
  const folded = [...app.picture.nodes.values()].some((n) => n.folded) && el("li", {}, el("i", { class: "stack", "aria-hidden": "true" }), "group, double click unfolds it");
  const { atLeast, allEdges } = app.picture, thinned = atLeast > 1 && el("li", {}, "flows said at least " + atLeast + " times ",
    el("button", { class: "link", id: "show-all-flows", onclick: () => app.change({ atLeast: 1 }, true) }, "show all " + allEdges.toLocaleString("en")));
  if (thinned) lines.push(thinned);
  // Columns are headed by what they hold, marks on a map are not.
  $("legend").replaceChildren(...(app.layout === "map" ? kinds : []).map((k) => el("li", {}, mark(k, 11), KIND_NAMES[k].toLowerCase())), ...lines.filter(Boolean), ...(folded ? [folded] : []));
}

/** The two versions that are compared, in the view of changes. */
function renderVersions(app) {
  const box = $("versions"), several = app.versions && app.model.policies.length > 2;
  box.hidden = app.state.view !== "diff";
  if (box.hidden) { box.replaceChildren(); return; }
  const names = app.versions.map((v) => app.model.policies[v].label);
  if (!several) { box.replaceChildren(names[0] + " → " + names[1]); return; }
  const choose = (which) => el("select", { id: "version-" + which, "aria-label": which ? "Newer version" : "Older version", onchange: (e) => { app.versions[which] = Number(e.target.value); app.change({ selected: null }, true); } },
    ...app.model.policies.map((p, i) => el("option", { value: i, selected: i === app.versions[which] }, p.label)));
  box.replaceChildren(choose(0), " → ", choose(1));
}

/** The state as a URL fragment, with CURIEs, so that a link survives a rebuilt dataset. */
function writeAddress(app) {
  const { state, model } = app, query = new URLSearchParams(), curies = (set) => [...set].filter((t) => t !== "*").map((t) => model.terms[t].kind + "|" + model.terms[t].curie).sort();
  query.set("view", state.view);
  for (const f of FACETS) {
    const values = FLAT_FACETS[f] ? [...state[f]].map((v) => addressName(model, f, v)) : [...state[f]].map((t) => model.terms[t].curie);
    for (const v of values.sort()) query.append(f, v);
  }
  if (state.denials) query.set("denials", "1");
  if (state.words) query.set("words", state.words);
  if (state.layout) query.set("layout", state.layout);
  if (state.atLeast) query.set("least", state.atLeast);
  if (state.view === "diff") for (const v of app.versions) query.append("versions", model.policies[v].label);
  if (state.table) query.set("table", "1");
  if (state.opened.has("*")) query.set("unfold", "all");
  for (const c of curies(state.opened)) query.append("open", c);
  for (const c of curies(state.shut)) query.append("shut", c);
  if (state.selected) query.set("select", selectionName(app, state.selected));
  app.address = "#" + query;
  if (location.hash !== app.address) { try { history.replaceState(null, "", app.address); } catch { /* a sandboxed frame may not write its address */ } }
}

/** How a link names a value of a flat facet, and the value behind a name. */
function addressName(model, facet, value) {
  return facet === "policy" ? model.policies[value].label : facet === "scope" ? model.scopes[value].curie : value;
}

function addressValue(model, facet, name) {
  if (facet === "policy") return String(model.policies.findIndex((p) => p.label === name));
  return facet === "scope" ? String(model.scopes.findIndex((s) => s.curie === name)) : name;
}

function selectionName(app, selected) {
  const name = (t) => app.model.terms[t].kind + "|" + app.model.terms[t].curie;
  if (selected.node !== undefined) return name(selected.node);
  const denied = selected.edge.endsWith("!"), [from, to] = selected.edge.replace("!", "").split(">").map(Number);
  return name(from) + ">" + name(to) + (denied ? "!" : "");
}

function readAddress(app) {
  const query = new URLSearchParams(location.hash.slice(1) || app.model.selection), { model } = app;
  if (![...query.keys()].length) return;
  const state = emptyState(), term = (name) => model.byCurie.get(name), lost = [];
  const view = query.get("view");
  state.view = Object.hasOwn(VIEWS, view || "") && (view !== "diff" || app.versions) ? view : app.state.view;
  for (const f of FACETS) for (const v of query.getAll(f)) {
    const value = FLAT_FACETS[f] ? addressValue(model, f, v) : term(f + "|" + v);
    if (value !== undefined && value !== "-1") state[f].add(value); else lost.push(v);
  }
  Object.assign(state, { denials: query.get("denials") === "1", words: query.get("words") || "", table: query.get("table") === "1" });
  if (["columns", "map"].includes(query.get("layout"))) state.layout = query.get("layout");
  state.atLeast = Math.max(0, Number.parseInt(query.get("least"), 10) || 0);
  const versions = query.getAll("versions").map((v) => model.policies.findIndex((p) => p.label === v));
  if (versions.length === 2 && !versions.includes(-1)) app.versions = versions;
  if (query.get("unfold") === "all") state.opened.add("*");
  for (const name of ["open", "shut"]) for (const c of query.getAll(name)) if (term(c) !== undefined) state[name === "open" ? "opened" : "shut"].add(term(c));
  state.selected = readSelection(query.get("select") || "", term);
  app.state = state;
  tellLost(lost);
  $("search").value = state.words;
}

/** A filter that names nothing here must not look as if it were applied. */
function tellLost(names) {
  $("notice").hidden = !names.length;
  $("notice").firstElementChild.textContent = "The link also filters by " + names.join(", ") + ", which this page does not hold; it is shown without that filter.";
}

function readSelection(text, term) {
  const denied = text.endsWith("!"), parts = text.replace(/!$/, "").split(">").map(term);
  if (!text || parts.some((p) => p === undefined)) return null;
  return parts.length === 2 ? { edge: parts.join(">") + (denied ? "!" : "") } : { node: parts[0] };
}

function setUpButtons(app) {
  const on = (id, run) => $(id).addEventListener("click", run);
  const filtersOpen = (open) => { document.body.classList.toggle("no-filters", !open); $("show-filters").setAttribute("aria-expanded", String(open)); };
  const wide = matchMedia("(min-width: 1081px)");
  filtersOpen(wide.matches);
  wide.addEventListener("change", () => filtersOpen(wide.matches));
  on("show-filters", () => { filtersOpen(document.body.classList.contains("no-filters")); app.network.redraw(); app.arrange(); });
  on("show-table", () => { app.change({ table: !app.state.table }, true); if (app.state.table) $("table").focus(); });
  on("skip-to-table", (e) => { e.preventDefault(); app.change({ table: true }); $("table").focus(); });
  const showQuery = () => { $("query").value = $("query-selected").checked ? selectionSparql(app) : toSparql(app); $("query").setSelectionRange(0, 0); $("query").scrollTop = 0; };
  on("show-query", () => { $("query-choice").hidden = !app.state.selected; $("query-selected").checked = false; showQuery(); $("query-dialog").showModal(); });
  on("query-selected", showQuery);
  on("show-export", () => { showLink(app); $("export-dialog").showModal(); });
  on("copy-query", (e) => copyText($("query"), e.target));
  on("copy-link", (e) => copyText($("link"), e.target));
  on("zoom-in", () => { app.moved = true; zoomBy(app, 1.25); }); on("zoom-out", () => { app.moved = true; zoomBy(app, 0.8); }); on("zoom-fit", () => app.arrange(true));
  on("layout", () => app.change({ layout: app.layout === "map" ? "columns" : "map" }, true));
  $("notice").lastElementChild.addEventListener("click", () => { $("notice").hidden = true; });
  on("theme", () => {
    const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    app.recolour();
  });
  for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", () => button.closest("dialog").close());
  $("exports").append(...["PNG", "SVG", "GraphML", "CSV"].map((kind) => el("button", { id: "save-" + kind.toLowerCase(), onclick: () => exportAs(app, kind) }, kind)));
  document.addEventListener("keydown", (e) => {
    if (e.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) { e.preventDefault(); $("search").focus(); }
    if (e.key === "Escape" && $("panel").contains(document.activeElement)) { app.select(null); $("picture").focus(); }
  });
}

/** A page has an address to send; a frame in a notebook has none and is opened again by a call. */
function showLink(app) {
  const framed = !/^(file|https?):$/.test(location.protocol);
  $("link-title").textContent = framed ? "Call that restores this selection" : "Link that restores this selection";
  $("link").value = framed ? "graph.explore(selection=" + JSON.stringify(app.address.slice(1)) + ")" : location.href.split("#")[0] + app.address;
}

/** Says why there is nothing to see, and offers the way out. */
function renderEmpty(app) {
  const box = $("empty"), { model, state } = app, any = model.statements.some((s) => s.kind !== "gap");
  box.hidden = app.picture.nodes.size > 0;
  if (box.hidden) { box.replaceChildren(); return; }
  const offer = (id, label, run) => el("button", { id, class: "main", onclick: run }, label);
  const { kept } = applyFilters(model, state), denied = app.counts.denials.get("denied") || 0;
  if (!any) box.replaceChildren(el("p", {}, "The policies say nothing that could be read as a flow of data."));
  else if (kept.length && state.view !== "all") box.replaceChildren(el("p", {}, plural(kept.length, "statement") + " match, none of them about “" + VIEWS[state.view].name.toLowerCase() + "”."), offer("widen", "Look at everything", () => app.change({ view: "all" }, true)));
  else if (denied && !state.denials) box.replaceChildren(el("p", {}, "What matches is denied."), offer("widen", "Show what is denied", () => app.change({ denials: true }, true)));
  else box.replaceChildren(el("p", {}, isFiltered(state) ? "Nothing matches these filters." : "Nothing here names data, a purpose or a recipient."), isFiltered(state) ? offer("reset", "Clear the filters", () => app.clearFilters()) : "");
}

function exportAs(app, kind) {
  const { model, picture, columns, layout, colours } = app, name = "privacyflows-" + app.state.view;
  if (kind === "CSV") save(name + ".csv", "text/csv", toCsv(model, picture));
  if (kind === "GraphML") save(name + ".graphml", "application/xml", toGraphml(model, picture));
  const svg = /SVG|PNG/.test(kind) && toSvg(picture, columns, layout, colours, model.title + " — " + summary(app));
  if (kind === "SVG") save(name + ".svg", "image/svg+xml", svg);
  if (kind === "PNG") toPng(svg, pictureBounds(picture, columns, layout), (blob) => save(name + ".png", "image/png", blob));
}

const app = new App(JSON.parse($("model").textContent));
window.explorer = Object.assign(app, { edgeLine, pointOn, labelBoxes: () => labelBoxes(app) }); // for whoever scripts the page
app.start();
document.documentElement.dataset.ready = "true";
