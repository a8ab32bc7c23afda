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

function toSparql(app) {
  const { state, model } = app, view = VIEWS[state.view];
  const roles = view.layers.filter((k) => k !== "organisation"), columns = view.layers.map((k) => "?" + k);
  const filters = TREE_FACETS.filter((f) => state[f].size && ![...state[f]].some((t) => model.terms[t].curie === "*"));
  const asked = [...new Set([...roles, ...filters.filter((f) => f !== "organisation")])];
  const kinds = state.denials ? ["pf:Practice", "pf:Denial"] : ["pf:Practice"], body = [];
  body.push("  GRAPH ?snapshot {", "    VALUES ?kind { " + kinds.join(" ") + " }", "    ?statement a ?kind ; pf:statedIn ?snapshot ; pf:actor ?actor .", "    ?snapshot dct:identifier ?policy ; dct:publisher ?publisher .",
    "    BIND(IF(?actor = dpv:DataSubject, ?publisher, ?actor) AS ?organisation)");
  for (const role of asked) {
    const path = ROLE_PROPERTIES[role].slice(0, state.denials ? 2 : 1).join("|"), pattern = "?statement " + path + " ?" + role;
    body.push(filters.includes(role) ? "    " + pattern + " ." : "    OPTIONAL { " + pattern + " }");
  }
  if (state.policy.size || state.view === "diff") {
    const chosen = state.policy.size ? [...state.policy].map(Number) : app.versions;
    body.push("    VALUES ?policy { " + chosen.map((p) => sparqlString(model.policies[p].label)).join(" ") + " }");
  }
  if (state.modality.size) body.push("    ?statement pf:modality ?modality . VALUES ?modality { " + [...state.modality].map((m) => MODALITIES[m]).join(" ") + " }");
  if (state.action.size) body.push("    ?statement dpv:hasProcessing|pf:deniedProcessing ?processing . VALUES ?processing { " + [...state.action].map((a) => PROCESSING[a]).join(" ") + " }");
  if (state.condition.size === 1) body.push("    FILTER " + (state.condition.has("conditional") ? "" : "NOT ") + "EXISTS { ?statement pf:hasCondition ?condition }");
  if (state.words) body.push("    FILTER EXISTS { ?statement pf:evidence/oa:exact ?words FILTER(CONTAINS(LCASE(?words), " + sparqlString(state.words.toLowerCase()) + ")) }");
  body.push("  }");
  for (const f of filters) {
    const terms = [...state[f]].map((t) => sparqlTerm(model.terms[t])).join(" ");
    if (f === "organisation") body.push("  VALUES ?organisation { " + terms + " }");
    else if ([...state[f]].every((t) => !model.terms[t].children.length)) body.push("  VALUES ?" + f + " { " + terms + " }");
    else body.push("  FILTER EXISTS { GRAPH ?closure { ?" + f + " pf:within ?" + f + "Group } VALUES ?" + f + "Group { " + terms + " } }");
  }
  body.push("  FILTER(" + view.needs.map((k) => "BOUND(?" + k + ")").join(" || ") + ")");
  const extra = [...(state.denials ? ["?kind"] : []), ...(state.view === "diff" ? ["?policy"] : [])], group = [...columns, ...extra].join(" "), text = body.join("\n");
  const used = Object.entries(model.prefixes).filter(([p]) => new RegExp("(^|[\\s|/(])" + p + ":\\w", "m").test(text));
  return used.map(([p, iri]) => "PREFIX " + p + ": <" + iri + ">").join("\n") +
    "\nSELECT " + group + " (COUNT(DISTINCT ?statement) AS ?statements)\nWHERE {\n" + text + "\n}\nGROUP BY " + group + "\nORDER BY DESC(?statements)\n";
}
