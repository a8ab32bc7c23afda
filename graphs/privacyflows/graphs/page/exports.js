/* The picture and its data as files, and the query that gives it. Everything from a policy is escaped for the format it goes into. */

const xmlEscape = (text) => String(text).replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g, " ")
  .replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);

function pictureBounds(picture, columns, layout) {
  const xs = [], ys = [], half = layout === "map" ? 70 : CARD.width / 2;
  for (const n of picture.nodes.values()) { xs.push(n.x - half, n.x + half); ys.push(n.y - 30, n.y + 30); }
  for (const c of columns) ys.push(c.top - 20);
  const x = Math.min(...xs) - 24, y = Math.min(...ys) - 16;
  return { x, y, width: Math.max(...xs) + 24 - x, height: Math.max(...ys) + 16 - y };
}

function toSvg(picture, columns, layout, colours, title) {
  const ctx = document.createElement("canvas").getContext("2d"), box = pictureBounds(picture, columns, layout), out = [];
  const at = (v) => v.toFixed(1);
  out.push(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${at(box.x)} ${at(box.y)} ${at(box.width)} ${at(box.height)}" width="${at(box.width)}" height="${at(box.height)}" font-family="system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif" font-size="13">`);
  out.push(`<title>${xmlEscape(title)}</title><rect x="${at(box.x)}" y="${at(box.y)}" width="${at(box.width)}" height="${at(box.height)}" fill="${colours.paper}"/>`);
  for (const edge of picture.edges) {
    const l = edgeLine(edge, picture, layout), colour = edgeColour(edge, picture, colours), alpha = edgeAlpha(edge, {}, layout, picture.edges.length);
    const d = l.straight ? `M${at(l.x1)} ${at(l.y1)}L${at(l.x2)} ${at(l.y2)}`
      : `M${at(l.x1)} ${at(l.y1)}C${at(l.cx1)} ${at(l.cy1)} ${at(l.cx2)} ${at(l.cy2)} ${at(l.x2)} ${at(l.y2)}`;
    out.push(`<path d="${d}" fill="none" stroke="${colour}" stroke-opacity="${alpha}" stroke-width="${edge.width.toFixed(2)}" stroke-dasharray="${edgeDash(edge).join(" ")}"/>`);
    if (edge.denied) { const b = barAcross(l).map(at); out.push(`<path d="M${b[0]} ${b[1]}L${b[2]} ${b[3]}" stroke="${colour}" stroke-width="3"/>`); }
  }
  for (const node of picture.nodes.values()) out.push(layout === "map" ? svgDot(node, colours, at) : svgCard(ctx, node, colours, at));
  for (const c of columns) out.push(`<text x="${at(c.x)}" y="${at(c.top)}" text-anchor="middle" font-weight="600" fill="${colours[c.kind]}">${KIND_NAMES[c.kind]}</text>`);
  out.push("</svg>");
  return out.join("\n");
}

function svgMark(kind, x, y, r, colour, at) {
  if (kind === "data") return `<circle cx="${at(x)}" cy="${at(y)}" r="${at(r)}" fill="${colour}"/>`;
  return `<polygon points="${markPoints(kind).map(([dx, dy]) => at(x + dx * r) + "," + at(y + dy * r)).join(" ")}" fill="${colour}"/>`;
}

function svgCard(ctx, node, colours, at) {
  const left = node.x - CARD.width / 2, top = node.y - CARD.height / 2, count = String(node.statements.size), colour = colours[node.kind];
  ctx.font = FONT;
  const text = elide(ctx, nodeLabel(node), CARD.width - 46 - 7 * count.length);
  const box = (dx, stroke) => `<rect x="${at(left + dx)}" y="${at(top + dx)}" width="${CARD.width}" height="${CARD.height}" rx="8" fill="${colours.card}" stroke="${stroke}" stroke-width="1.2"/>`;
  return (node.folded ? box(4, colour) : "") + box(0, colours.line) + svgMark(node.kind, left + 16, node.y, 6, colour, at) +
    `<text x="${at(left + 29)}" y="${at(node.y + 4.5)}" fill="${colours.ink}">${xmlEscape(text)}</text>` +
    `<text x="${at(left + CARD.width - 10)}" y="${at(node.y + 4)}" font-size="11" text-anchor="end" fill="${colours.muted}">${count}</text>`;
}

function svgDot(node, colours, at) {
  const r = node.radius;
  return svgMark(node.kind, node.x, node.y, r, colours[node.kind], at) +
    `<text x="${at(node.x)}" y="${at(node.y + r + 13)}" text-anchor="middle" font-size="12" fill="${colours.ink}">${xmlEscape(node.term.label)}</text>`;
}

function toPng(svg, box, done) {
  const scale = Math.min(2, 8000 / Math.max(box.width, box.height)), image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(box.width * scale); canvas.height = Math.round(box.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob(done, "image/png");
  };
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
}

const edgeQuotes = (model, edge) => edge.list.flatMap((s) => s.quotes.map((q) => model.texts[q.text].slice(q.start, q.end)));

function edgeRecord(model, picture, edge) {
  const from = picture.nodes.get(edge.from), to = picture.nodes.get(edge.to), join = (values) => [...new Set(values)].join(" | ");
  return {
    from: from.term.label, from_concept: from.term.curie, from_kind: from.kind, to: to.term.label, to_concept: to.term.curie, to_kind: to.kind,
    polarity: edge.denied ? "negated" : "affirmed", statements: edge.count, actions: join(edge.list.map((s) => s.action || "")),
    modality: join(edge.list.map((s) => s.modality)), conditions: join(edge.list.flatMap((s) => s.conditions)),
    policies: join(edge.list.map((s) => model.policies[s.policy].label)), change: edge.change || "", quotes: join(edgeQuotes(model, edge)),
  };
}

/** A cell that a spreadsheet would run as a formula gets an apostrophe before it. */
function csvCell(value) {
  const text = String(value), safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
  return /[",\n\r]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
}

function toCsv(model, picture) {
  const rows = picture.edges.map((e) => edgeRecord(model, picture, e));
  if (!rows.length) return "";
  const names = Object.keys(rows[0]);
  return [names.join(","), ...rows.map((r) => names.map((n) => csvCell(r[n])).join(","))].join("\r\n") + "\r\n";
}

function toGraphml(model, picture) {
  const nodeKeys = ["label", "concept", "kind", "statements"], edgeKeys = ["polarity", "statements", "actions", "modality", "conditions", "policies", "change", "quotes"];
  const declare = (name, target) => `<key id="${target[0]}_${name}" for="${target}" attr.name="${name}" attr.type="${name === "statements" ? "int" : "string"}"/>`;
  const data = (prefix, name, value) => `<data key="${prefix}_${name}">${xmlEscape(value)}</data>`;
  const out = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...nodeKeys.map((n) => declare(n, "node")), ...edgeKeys.map((n) => declare(n, "edge")), '<graph edgedefault="directed">'];
  for (const n of picture.nodes.values()) {
    const values = { label: n.term.label, concept: n.term.curie, kind: n.kind, statements: n.statements.size };
    out.push(`<node id="n${n.key}">${nodeKeys.map((k) => data("n", k, values[k])).join("")}</node>`);
  }
  picture.edges.forEach((e, i) => {
    const record = edgeRecord(model, picture, e);
    out.push(`<edge id="e${i}" source="n${e.from}" target="n${e.to}">${edgeKeys.map((k) => data("e", k, record[k])).join("")}</edge>`);
  });
  out.push("</graph>", "</graphml>");
  return out.join("\n");
}

function save(name, type, content) {
  const blob = content instanceof Blob ? content : new Blob([content], { type }), anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob); anchor.download = name;
  document.body.append(anchor); anchor.click(); anchor.remove();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 2000);
}
