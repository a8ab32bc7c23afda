/* The SPARQL query that gives the picture under the current filters, to be run on the same dataset. */

const ROLE_PROPERTIES = {
  source: ["dpv:hasDataSource", "pf:deniedSource"], data: ["dpv:hasPersonalData", "pf:deniedData"],
  purpose: ["dpv:hasPurpose", "pf:deniedPurpose"], recipient: ["dpv:hasRecipient", "pf:deniedRecipient"],
};
const PROCESSING = {
  collect: "dpv:Collect", use: "dpv:Use", share: "dpv:Share", sell: "pf:Sell", retain: "dpv:Store", transfer: "dpv:Transfer", track: "dpv:Tracking",
  publish: "dpv:Disseminate", access: "dpv:Access", combine: "dpv:Combine", secure: "pf:Secure", delete: "dpv:Delete",
};
const MODALITIES = { does: "pf:Does", may: "pf:May", will: "pf:Will" };

const sparqlString = (text) => '"' + text.replace(/[\\"\n\r]/g, (c) => ({ "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r" })[c]) + '"';
const sparqlTerm = (term) => (/^[a-z-]+:[A-Za-z0-9_][\w-]*$/.test(term.curie) ? term.curie : "<" + term.iri.replace(/[\x00-\x20<>"{}|\\^`]/g, "") + ">");

/** The query for the picture: a row for each chain of terms, with the number of statements that say so. */
function toSparql(app) {
  const view = VIEWS[app.state.view], columns = view.layers.map((k) => "?" + k);
  const extra = [...(app.state.denials ? ["?kind"] : []), ...(app.state.view === "diff" ? ["?policy"] : [])], group = [...columns, ...extra].join(" ");
  return withPrefixes(app.model, "SELECT " + group + " (COUNT(DISTINCT ?statement) AS ?statements)\nWHERE {\n" + pattern(app, {}).join("\n") + "\n}\nGROUP BY " + group + "\nORDER BY DESC(?statements)\n");
}

/** The query for the statements behind the selection, with the words that say so. */
function selectionSparql(app) {
  const { picture, state } = app, chosen = selectionStatements(app), ends = {};
  for (const node of chosen.node ? [chosen.node] : [chosen.edge.from, chosen.edge.to].map((k) => picture.nodes.get(k))) ends[node.kind] = [...node.members];
  const denied = chosen.edge ? (chosen.edge.denied ? ["pf:Denial"] : ["pf:Practice"]) : state.denials ? ["pf:Practice", "pf:Denial"] : ["pf:Practice"];
  const body = pattern(app, ends, denied).join("\n");
  return withPrefixes(app.model, "SELECT DISTINCT ?policy ?statement ?wording ?words\nWHERE {\n" + body + "\n  GRAPH ?snapshot { ?statement pf:modality ?wording ; pf:evidence/oa:exact ?words }\n}\nORDER BY ?policy ?statement\n");
}

function withPrefixes(model, text) {
  const used = Object.entries(model.prefixes).filter(([p]) => new RegExp("(^|[\\s|/(])" + p + ":\\w", "m").test(text));
  return used.map(([p, iri]) => "PREFIX " + p + ": <" + iri + ">").join("\n") + "\n" + text;
}

/** What a statement must match to be in the picture; `ends` bind further roles to terms, by kind. */
function pattern(app, ends, kinds = app.state.denials ? ["pf:Practice", "pf:Denial"] : ["pf:Practice"]) {
  const { state, model } = app, view = VIEWS[state.view], roles = view.layers.filter((k) => k !== "organisation"), bound = new Set(Object.keys(ends));
  const filters = TREE_FACETS.filter((f) => state[f].size && ![...state[f]].some((t) => model.terms[t].curie === "*"));
  const asked = [...new Set([...roles, ...filters.filter((f) => f !== "organisation")])], both = kinds.includes("pf:Denial"), body = [];
  body.push("  GRAPH ?snapshot {", "    VALUES ?kind { " + kinds.join(" ") + " }", "    ?statement a ?kind ; pf:statedIn ?snapshot ; pf:actor ?actor .", "    ?snapshot dct:identifier ?policy ; dct:publisher ?publisher .",
    "    BIND(IF(?actor = dpv:DataSubject, ?publisher, ?actor) AS ?organisation)");
  for (const role of asked) {
    const path = ROLE_PROPERTIES[role].slice(0, both ? 2 : 1).join("|"), triple = "?statement " + path + " ?" + role;
    body.push(filters.includes(role) || bound.has(role) ? "    " + triple + " ." : "    OPTIONAL { " + triple + " }");
  }
  body.push(...flatPatterns(app), "  }");
  for (const f of filters) body.push("  " + treePattern(model, f, [...state[f]]));
  for (const [kind, terms] of Object.entries(ends)) body.push("  VALUES ?" + kind + " { " + terms.map((t) => sparqlTerm(model.terms[t])).join(" ") + " }");
  body.push("  FILTER(" + view.needs.map((k) => "BOUND(?" + k + ")").join(" || ") + ")");
  return body;
}

function treePattern(model, facet, chosen) {
  const terms = chosen.map((t) => sparqlTerm(model.terms[t])).join(" ");
  if (facet === "organisation" || chosen.every((t) => !model.terms[t].children.length)) return "VALUES ?" + facet + " { " + terms + " }";
  return "FILTER EXISTS { GRAPH ?closure { ?" + facet + " pf:within ?" + facet + "Group } VALUES ?" + facet + "Group { " + terms + " } }";
}

function flatPatterns(app) {
  const { state, model } = app, body = [];
  if (state.policy.size || state.view === "diff") {
    const chosen = state.policy.size ? [...state.policy].map(Number) : app.versions;
    body.push("    VALUES ?policy { " + chosen.map((p) => sparqlString(model.policies[p].label)).join(" ") + " }");
  }
  if (state.year.size) body.push("    OPTIONAL { ?snapshot dct:modified ?modified } OPTIONAL { ?snapshot pf:capturedAt ?captured }",
    "    FILTER(SUBSTR(STR(COALESCE(?modified, ?captured)), 1, 4) IN (" + [...state.year].map(sparqlString).join(", ") + "))");
  if (state.modality.size) body.push("    ?statement pf:modality ?modality . VALUES ?modality { " + [...state.modality].map((m) => MODALITIES[m]).join(" ") + " }");
  if (state.action.size) body.push("    ?statement dpv:hasProcessing|pf:deniedProcessing ?processing . VALUES ?processing { " + [...state.action].map((a) => PROCESSING[a]).join(" ") + " }");
  if (state.condition.size === 1) body.push("    FILTER " + (state.condition.has("conditional") ? "" : "NOT ") + "EXISTS { ?statement pf:hasCondition ?condition }");
  if (state.scope.size) body.push("    FILTER EXISTS { ?statement pf:hasScope ?scope VALUES ?scope { " + [...state.scope].map((i) => sparqlTerm(model.scopes[i])).join(" ") + " } }");
  if (state.words) body.push("    FILTER EXISTS { ?statement pf:evidence/oa:exact ?quote FILTER(CONTAINS(LCASE(?quote), " + sparqlString(state.words.toLowerCase()) + ")) }");
  return body;
}
