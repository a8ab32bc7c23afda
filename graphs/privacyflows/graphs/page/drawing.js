/* How nodes and edges look, on the canvas and as SVG. Colours come from the style sheet, so that light and dark have one source. */

const CARD = { width: 196, height: 30 }, ROW_STEP = 36; // the width follows the room
const FONT = '13px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const SMALL_FONT = '11px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const COLOUR_NAMES = ["paper", "card", "ink", "muted", "line", "accent", "denied", "added", "gone", "unchanged", "unreadable", ...KINDS];

function readColours() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(COLOUR_NAMES.map((name) => [name, style.getPropertyValue("--" + name).trim()]));
}

/** Corner points of a kind's mark in a unit circle; the organisation's square is drawn rounded, data as a circle. */
function markPoints(kind) {
  if (kind === "purpose") return [[0, -1], [1, 0], [0, 1], [-1, 0]];
  if (kind === "recipient") return [[-0.75, -0.9], [1, 0], [-0.75, 0.9]];
  if (kind === "source") return [[-0.9, -0.75], [0.9, -0.75], [0, 0.9]];
  return [[-0.8, -0.8], [0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]];
}

function traceMark(ctx, kind, x, y, r) {
  ctx.beginPath();
  if (kind === "data") { ctx.arc(x, y, r, 0, 2 * Math.PI); return; }
  markPoints(kind).forEach(([dx, dy], i) => (i ? ctx.lineTo(x + dx * r, y + dy * r) : ctx.moveTo(x + dx * r, y + dy * r)));
  ctx.closePath();
}

const elided = new Map();
function elide(ctx, text, width) {
  const key = width + "|" + text;
  if (elided.has(key)) return elided.get(key);
  let short = text;
  if (ctx.measureText(text).width > width) {
    let low = 1, high = text.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (ctx.measureText(text.slice(0, middle) + "…").width <= width) low = middle; else high = middle - 1;
    }
    short = text.slice(0, low).trimEnd() + "…";
  }
  elided.set(key, short);
  return short;
}

function roundedBox(ctx, x, y, width, height, radius) {
  ctx.beginPath();
  ctx.moveTo(x + radius, y);
  ctx.arcTo(x + width, y, x + width, y + height, radius);
  ctx.arcTo(x + width, y + height, x, y + height, radius);
  ctx.arcTo(x, y + height, x, y, radius);
  ctx.arcTo(x, y, x + width, y, radius);
  ctx.closePath();
}

function drawCard(ctx, node, look, colours) {
  const left = node.x - CARD.width / 2, top = node.y - CARD.height / 2, colour = colours[node.kind];
  ctx.globalAlpha = look.faded ? 0.38 : 1;
  if (node.folded) {
    roundedBox(ctx, left + 4, top + 4, CARD.width, CARD.height, 8);
    ctx.fillStyle = colours.card; ctx.fill();
    ctx.strokeStyle = colour; ctx.lineWidth = 1; ctx.stroke();
  }
  roundedBox(ctx, left, top, CARD.width, CARD.height, 8);
  ctx.fillStyle = colours.card; ctx.fill();
  ctx.strokeStyle = look.strong ? colour : colours.line;
  ctx.lineWidth = look.strong ? 2.5 : 1.2; ctx.stroke();
  traceMark(ctx, node.kind, left + 16, node.y, 6);
  ctx.fillStyle = colour; ctx.fill();
  ctx.font = SMALL_FONT; ctx.textBaseline = "middle"; ctx.textAlign = "right"; ctx.fillStyle = colours.muted;
  const count = String(node.statements.size), countWidth = ctx.measureText(count).width;
  ctx.fillText(count, left + CARD.width - 10, node.y + 0.5);
  ctx.font = FONT; ctx.textAlign = "left"; ctx.fillStyle = colours.ink;
  ctx.fillText(elide(ctx, nodeLabel(node), CARD.width - 46 - countWidth), left + 29, node.y + 0.5);
  ctx.globalAlpha = 1;
}

function nodeLabel(node) {
  return node.folded && node.members.size > 1 ? node.term.label + " (" + node.members.size + ")" : node.term.label;
}

function drawDot(ctx, node, look, colours, scale) {
  const r = Math.max(node.radius, 1.8 / scale);
  ctx.globalAlpha = look.faded ? 0.15 : 1;
  traceMark(ctx, node.kind, node.x, node.y, r);
  ctx.fillStyle = colours[node.kind]; ctx.fill();
  ctx.strokeStyle = look.strong ? colours.ink : colours.paper; ctx.lineWidth = look.strong ? 2.5 : 1.2; ctx.stroke();
  ctx.globalAlpha = 1;
}

const MOST_SMALL_LABELS = 60; // marks too small to see well are named only if much is said of them

/** Labels of a map: the most spoken of first, below or above their mark where there is room, at the same size at every zoom. */
function drawLabels(ctx, nodes, colours, scale, view, lookOf) {
  const size = 12 / scale, free = freeBoxes(120 / scale), seen = nodes.filter((n) => n.x > view.left && n.x < view.right && n.y > view.top && n.y < view.bottom);
  ctx.font = FONT.replace("13px", size + "px"); ctx.textAlign = "center"; ctx.textBaseline = "top"; ctx.lineJoin = "round";
  ctx.lineWidth = 3.5 / scale; ctx.strokeStyle = colours.paper; ctx.fillStyle = colours.ink;
  for (const node of seen) if (node.radius * scale > 3) { const r = node.radius * 0.8; free.take([node.x - r, node.y - r, node.x + r, node.y + r]); }
  const placed = [];
  for (const [rank, node] of seen.entries()) {
    const look = lookOf(node), r = node.radius;
    if (look.faded || (!look.strong && !look.near && r * scale < 2.5 && rank > MOST_SMALL_LABELS)) continue;
    const label = nodeLabel(node), text = label.length > 30 ? label.slice(0, 29) + "…" : label, half = ctx.measureText(text).width / 2;
    const boxes = [node.y + r + 2 / scale, node.y - r - size * 1.15 - 2 / scale].map((y) => [node.x - half, y, node.x + half, y + size * 1.15]);
    const box = boxes.find(free.has) || (look.strong ? boxes[0] : null);
    if (!box) continue;
    free.take(box); placed.push(box);
    ctx.strokeText(text, node.x, box[1]); ctx.fillText(text, node.x, box[1]);
  }
  return placed;
}

/** Boxes that are taken, found by the columns of a grid that they reach into. */
function freeBoxes(cell) {
  const taken = new Map(), columns = (box) => { const found = []; for (let c = Math.floor(box[0] / cell); c <= Math.floor(box[2] / cell); c += 1) found.push(c); return found; };
  const apart = (a, b) => a[0] >= b[2] || a[2] <= b[0] || a[1] >= b[3] || a[3] <= b[1];
  return {
    has: (box) => columns(box).every((c) => (taken.get(c) || []).every((other) => apart(box, other))),
    take: (box) => { for (const c of columns(box)) { if (!taken.has(c)) taken.set(c, []); taken.get(c).push(box); } },
  };
}

/** The ends and control points of an edge: a flat S between columns, a straight line on the map. */
function edgeLine(edge, picture, layout) {
  const a = picture.nodes.get(edge.from), b = picture.nodes.get(edge.to);
  if (layout === "map") return { x1: a.x, y1: a.y, x2: b.x, y2: b.y, straight: true };
  const shift = edge.denied ? 5 : 0;
  const x1 = a.x + CARD.width / 2, x2 = b.x - CARD.width / 2, bend = Math.min(170, (x2 - x1) / 2);
  return { x1, y1: a.y + shift, cx1: x1 + bend, cy1: a.y + shift, cx2: x2 - bend, cy2: b.y + shift, x2, y2: b.y + shift };
}

function pointOn(line, t) {
  const u = 1 - t;
  if (line.straight) return [line.x1 * u + line.x2 * t, line.y1 * u + line.y2 * t];
  const mix = (a, b, c, d) => u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
  return [mix(line.x1, line.cx1, line.cx2, line.x2), mix(line.y1, line.cy1, line.cy2, line.y2)];
}

function edgeDash(edge) { return edge.denied ? [7, 5] : edge.conditional ? [2, 4] : []; }

function edgeColour(edge, picture, colours) {
  if (edge.change) return colours[edge.change];
  return edge.denied ? colours.denied : colours[picture.nodes.get(edge.to).kind];
}

function edgeAlpha(edge, look, layout, crowd) {
  if (look.faded) return 0.1;
  if (look.strong) return 0.95;
  if (edge.denied || (edge.change && edge.change !== "unchanged")) return 0.8;
  if (edge.change) return 0.5;
  if (layout === "map") return crowd > CROWD ? 0.1 : 0.3;
  return edge.long ? 0.24 : 0.45;
}

function drawEdge(ctx, edge, picture, look, colours, layout) {
  const line = edgeLine(edge, picture, layout);
  ctx.globalAlpha = edgeAlpha(edge, look, layout, picture.edges.length);
  ctx.lineWidth = layout === "map" ? Math.min(4, edge.width * 0.6) : edge.width;
  ctx.lineCap = edge.conditional && !edge.denied ? "butt" : "round";
  ctx.setLineDash(edgeDash(edge));
  ctx.strokeStyle = edgeColour(edge, picture, colours);
  ctx.beginPath(); ctx.moveTo(line.x1, line.y1);
  if (line.straight) ctx.lineTo(line.x2, line.y2); else ctx.bezierCurveTo(line.cx1, line.cy1, line.cx2, line.cy2, line.x2, line.y2);
  ctx.stroke();
  ctx.setLineDash([]);
  if (edge.denied) { const [x1, y1, x2, y2] = barAcross(line); ctx.lineWidth = 3; ctx.beginPath(); ctx.moveTo(x1, y1); ctx.lineTo(x2, y2); ctx.stroke(); }
  if (line.straight && look.strong) drawArrow(ctx, line, picture.nodes.get(edge.to).radius);
  ctx.globalAlpha = 1;
}

const CROWD = 1500; // so many edges are drawn as one stroke for each colour: a fifth of the time, and no ink that adds up to black

function drawCrowd(ctx, edges, picture, colours, alpha, scale) {
  const strokes = new Map();
  for (const edge of edges) {
    const colour = edgeColour(edge, picture, colours), dash = edgeDash(edge), key = colour + dash;
    if (!strokes.has(key)) strokes.set(key, { colour, dash, path: new Path2D() });
    const { x1, y1, x2, y2 } = edgeLine(edge, picture, "map"), { path } = strokes.get(key);
    path.moveTo(x1, y1); path.lineTo(x2, y2);
  }
  ctx.globalAlpha = alpha; ctx.lineWidth = Math.max(1, 0.7 / scale);
  for (const { colour, dash, path } of strokes.values()) { ctx.setLineDash(dash.map((d) => d / scale)); ctx.strokeStyle = colour; ctx.stroke(path); }
  ctx.setLineDash([]); ctx.globalAlpha = 1;
}

/** The short stroke across a denied edge, near its start, where no card hides it. */
function barAcross(line) {
  const [ax, ay] = pointOn(line, 0.2), [bx, by] = pointOn(line, 0.26), [x, y] = pointOn(line, 0.23);
  const length = Math.hypot(bx - ax, by - ay) || 1, nx = -(by - ay) / length * 9, ny = (bx - ax) / length * 9;
  return [x - nx, y - ny, x + nx, y + ny];
}

function drawArrow(ctx, line, radius) {
  const angle = Math.atan2(line.y2 - line.y1, line.x2 - line.x1), x = line.x2 - Math.cos(angle) * radius, y = line.y2 - Math.sin(angle) * radius;
  ctx.fillStyle = ctx.strokeStyle; ctx.beginPath(); ctx.moveTo(x, y);
  for (const turn of [2.7, -2.7]) ctx.lineTo(x + Math.cos(angle + turn) * 11, y + Math.sin(angle + turn) * 11);
  ctx.closePath(); ctx.fill();
}

function drawHeads(ctx, columns, colours, scale, top) {
  for (const column of columns) {
    const size = Math.max(13, 12 / scale);
    ctx.font = "600 " + FONT.replace("13px", size + "px"); ctx.textAlign = "center"; ctx.textBaseline = "middle";
    const text = column.nodes.length === 1 ? KIND_NAMES[column.kind].replace(/s$/, "") : KIND_NAMES[column.kind], y = Math.max(column.top, top + 20 / scale), width = ctx.measureText(text).width + 22 / scale;
    ctx.globalAlpha = 0.94; ctx.fillStyle = colours.paper; roundedBox(ctx, column.x - width / 2, y - size, width, size * 2, size * 0.6); ctx.fill();
    ctx.globalAlpha = 1; ctx.fillStyle = colours[column.kind]; ctx.fillText(text, column.x, y);
  }
}

/** Squared distance from a point to an edge, by sampling the curve. */
function distanceTo(line, x, y) {
  const pieces = line.straight ? 1 : 24;
  let best = Infinity, [ax, ay] = [line.x1, line.y1];
  for (let i = 1; i <= pieces; i += 1) {
    const [bx, by] = pointOn(line, i / pieces), dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy || 1;
    const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
    best = Math.min(best, (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2);
    [ax, ay] = [bx, by];
  }
  return best;
}
