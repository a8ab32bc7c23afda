/* The filter bar: flat lists and concept trees with live counts, and the search box. */

const FACET_NAMES = {
  policy: "Policy", organisation: "Organisation", data: "Data", purpose: "Purpose", recipient: "Recipient", source: "Source",
  modality: "Wording", action: "Action", condition: "Conditions", year: "Year of the policy", scope: "Said only for",
};
const FACET_ORDER = ["policy", "year", "organisation", "data", "purpose", "recipient", "source", "modality", "condition", "action", "scope"];
const OPEN_AT_START = new Set(["policy", "data", "purpose", "recipient"]);
const VALUE_NAMES = {
  does: "States it (does)", may: "Possible (may)", will: "Announced (will)", conditional: "Under a condition", unconditional: "Without condition",
};
const openFacets = new Set(OPEN_AT_START), openBranches = new Set();

const flatLists = new Map();
function flatValues(model, facet) {
  if (!flatLists.has(facet)) flatLists.set(facet, listFlatValues(model, facet));
  return flatLists.get(facet);
}

function listFlatValues(model, facet) {
  const values = new Map();
  for (const s of model.statements) if (s.kind !== "gap") for (const v of FLAT_FACETS[facet](s)) values.set(v, valueName(model, facet, v));
  return [...values].sort((a, b) => a[1].localeCompare(b[1], "en", { numeric: true }));
}

function valueName(model, facet, value) {
  if (facet === "policy") return model.policies[value].label;
  return facet === "scope" ? model.scopes[value].label : VALUE_NAMES[value] || value;
}

function renderFilters(app, counts) {
  const box = $("facets"), focused = document.activeElement && document.activeElement.id, scroll = $("filters").scrollTop;
  const parts = [denialSwitch(app, counts), thresholdSlider(app)].filter(Boolean);
  for (const facet of FACET_ORDER) {
    const part = FLAT_FACETS[facet] ? flatFacet(app, facet, counts[facet]) : treeFacet(app, facet, counts[facet]);
    if (part) parts.push(part);
  }
  if (isFiltered(app.state)) parts.unshift(el("button", { class: "clear", onclick: () => app.clearFilters() }, "Clear all filters"));
  box.replaceChildren(...parts);
  $("filters").scrollTop = scroll;
  if (focused && $(focused) && box.contains($(focused))) $(focused).focus({ preventScroll: true });
  const active = FACETS.reduce((n, f) => n + app.state[f].size, 0) + (app.state.words ? 1 : 0);
  $("filter-count").hidden = !active; $("filter-count").textContent = active;
}

function denialSwitch(app, counts) {
  const n = counts.denials.get("denied") || 0;
  return el("label", { class: "switch" },
    el("input", { type: "checkbox", role: "switch", id: "denials", checked: app.state.denials, onchange: (e) => app.change({ denials: e.target.checked }) }),
    el("span", { class: "track", "aria-hidden": "true" }), el("span", { class: "name" }, "Show what is denied"), el("span", { class: "count" }, String(n)));
}

/** Only for pictures with many flows: how often a flow must be said to be drawn. */
function thresholdSlider(app) {
  const { atLeast, allEdges } = app.picture;
  if (allEdges <= COMFORTABLE_EDGES && !app.state.atLeast) return null;
  return el("label", { class: "least", for: "least" }, el("span", {}, "Said at least"),
    el("input", { type: "number", id: "least", min: 1, max: 9999, value: atLeast, onchange: (e) => app.change({ atLeast: Math.max(1, Number.parseInt(e.target.value, 10) || 1) }, true) }), el("span", {}, "times"));
}

function facetBox(facet, chosen, rows) {
  const details = el("details", { class: "facet", id: "facet-" + facet, open: openFacets.has(facet) || chosen > 0 },
    el("summary", { id: "summary-" + facet }, TREE_FACETS.includes(facet) ? mark(facet, 10) : null, FACET_NAMES[facet], chosen ? el("span", { class: "dot" }, String(chosen)) : null), el("div", { class: "scroll" }, ...rows));
  details.addEventListener("toggle", () => (details.open ? openFacets.add(facet) : openFacets.delete(facet)));
  return details;
}

function choice(app, facet, value, name, count, depth) {
  const id = "f-" + facet + "-" + value, chosen = app.state[facet].has(value);
  return el("label", { class: "choice" + (count ? "" : " none"), style: "--depth:" + depth, for: id },
    el("input", { type: "checkbox", id, checked: chosen, onchange: () => app.toggle(facet, value) }),
    el("span", { class: "name", title: name }, name), el("span", { class: "count" }, String(count || 0)));
}

function flatFacet(app, facet, counts) {
  const values = flatValues(app.model, facet);
  if (values.length < (facet === "scope" ? 1 : 2)) return null;
  return facetBox(facet, app.state[facet].size, values.map(([v, name]) => choice(app, facet, v, name, counts.get(v), 0)));
}

function treeFacet(app, facet, counts) {
  const roots = app.model.terms.filter((t) => t.kind === facet && t.parent < 0).map((t) => t.index);
  const total = app.model.terms.filter((t) => t.kind === facet).length;
  if (total < 2) return null;
  return facetBox(facet, app.state[facet].size, branchRows(app, facet, counts, roots, 0, { left: 400 }));
}

function branchRows(app, facet, counts, indices, depth, budget) {
  const rows = [], terms = app.model.terms;
  const order = [...indices].sort((a, b) => (counts.get(b) || 0) - (counts.get(a) || 0) || terms[a].label.localeCompare(terms[b].label));
  for (const index of order) {
    if (budget.left-- <= 0) break;
    const term = terms[index];
    const row = choice(app, facet, index, term.label, counts.get(index), depth);
    if (!term.children.length) { rows.push(el("div", { class: "branch" }, row)); continue; }
    const open = openBranches.has(index);
    const toggle = el("button", { class: "twist", id: "twist-" + index, style: "--depth:" + depth, "aria-expanded": String(open), "aria-label": (open ? "Fold " : "Unfold ") + term.label,
      onclick: () => { if (open) openBranches.delete(index); else openBranches.add(index); app.refreshFilters(); } });
    rows.push(el("div", { class: "branch parent" }, toggle, row));
    if (open) rows.push(...branchRows(app, facet, counts, term.children, depth + 1, budget));
  }
  return rows;
}

/** Terms first, the ones whose label starts with the words before the ones that contain them; then the words in the quotes. */
function findTerms(model, words, limit) {
  const wanted = words.toLowerCase(), hits = [];
  for (const t of model.terms) {
    const label = t.label.toLowerCase(), at = label.indexOf(wanted), curie = t.curie.toLowerCase().includes(wanted);
    if ((at >= 0 || curie) && (t.used || t.children.length)) hits.push([at === 0 ? 0 : at > 0 ? 1 : 2, -t.used, t]);
  }
  return hits.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2].label.localeCompare(b[2].label)).slice(0, limit).map((h) => h[2]);
}

function setUpSearch(app) {
  const input = $("search"), list = $("found");
  let options = [], at = -1;
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); at = -1; };
  const choose = (option) => { close(); option.run(); };
  const show = () => {
    const words = input.value.trim();
    if (!words) { close(); if (app.state.words) app.change({ words: "" }); return; }
    const terms = findTerms(app.model, words, 9);
    const inQuotes = app.model.statements.filter((s) => s.kind !== "gap" && matchesWords(app.model, s, words)).length;
    options = terms.map((t) => ({ run: () => { input.value = ""; app.selectTerm(t.index); }, parts: [mark(t.kind), el("span", { class: "name" }, t.label), el("span", { class: "count" }, KIND_NAMES[t.kind].toLowerCase() + " · " + t.used)] }));
    for (const [index, policy] of app.model.policies.entries()) {
      if (options.length < 12 && (policy.label + " " + policy.title).toLowerCase().includes(words.toLowerCase()))
        options.push({ run: () => { input.value = ""; app.state.policy.clear(); app.toggle("policy", String(index)); }, parts: [el("span", { class: "name" }, policy.label), el("span", { class: "count" }, "only this policy")] });
    }
    options.push({ run: () => app.change({ words }), parts: [el("span", { class: "name" }, "Only statements with “" + words + "”"), el("span", { class: "count" }, plural(inQuotes, "statement"))] });
    list.replaceChildren(...options.map((o, i) => el("li", { role: "option", id: "found-" + i, "aria-selected": "false", onmousedown: (e) => { e.preventDefault(); choose(o); } }, ...o.parts)));
    list.hidden = false; input.setAttribute("aria-expanded", "true"); move(0);
  };
  const move = (to) => {
    at = (to + options.length) % options.length;
    [...list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === at)));
    input.setAttribute("aria-activedescendant", "found-" + at);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (e) => {
    if (e.key === "Escape") { input.value = ""; show(); input.blur(); return; }
    if (list.hidden) { if (e.key === "ArrowDown") show(); return; }
    if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault(); move(at + (e.key === "ArrowDown" ? 1 : -1)); }
    if (e.key === "Enter" && at >= 0) { e.preventDefault(); choose(options[at]); }
  });
}
