/* The picture on the canvas: vis-network holds the viewport, what stands in it is drawn here from positions that are given. */

function setUpPicture(app) {
  // Nodes of vis-network would cost half a second for five thousand, and do nothing that the page does not do itself.
  const box = $("picture"), network = new vis.Network(box, { nodes: new vis.DataSet(), edges: new vis.DataSet() }, app.model.options);
  network.on("beforeDrawing", (ctx) => { paintEdges(app, ctx); paintNodes(app, ctx); });
  network.on("afterDrawing", (ctx) => paintHeads(app, ctx));
  Object.assign(app, { network, hovered: null });
  listen(app, box, network);
}

function paintNodes(app, ctx) {
  if (!app.picture) return;
  const scale = app.network.getScale();
  for (const node of app.picture.nodes.values()) {
    const look = nodeLook(app, node);
    if (app.layout === "map") drawDot(ctx, node, look, app.colours, scale);
    else drawCard(ctx, node, look, app.colours);
  }
}

function nodeLook(app, node) {
  const lit = app.lit, strong = app.state.selected && app.state.selected.node === node.key || (app.hovered && app.hovered.node === node.key);
  return { strong: Boolean(strong), faded: Boolean(lit && !lit.nodes.has(node.key)), near: Boolean(lit && lit.nodes.has(node.key)) };
}

function paintEdges(app, ctx) {
  if (!app.picture) return;
  const { picture, colours, layout, lit, hovered } = app, strong = [], rest = [], crowded = layout === "map" && picture.edges.length > CROWD;
  for (const edge of picture.edges) {
    const look = { strong: lit ? lit.edges.has(edge.key) : false, faded: Boolean(lit && !lit.edges.has(edge.key)) };
    if (hovered && hovered.edge === edge.key) look.strong = true;
    if (look.strong) strong.push(edge); else if (crowded) rest.push(edge); else drawEdge(ctx, edge, picture, look, colours, layout);
  }
  if (rest.length) drawCrowd(ctx, rest, picture, colours, lit ? 0.06 : 0.22, app.network.getScale());
  for (const edge of strong) drawEdge(ctx, edge, picture, { strong: true }, colours, layout);
}

function paintHeads(app, ctx) {
  if (!app.picture) return;
  const scale = app.network.getScale(), top = app.network.DOMtoCanvas({ x: 0, y: 0 }).y;
  if (app.layout === "map") {
    const { x: left } = app.network.DOMtoCanvas({ x: 0, y: 0 }), { x: right, y: bottom } = app.network.DOMtoCanvas({ x: $("picture").clientWidth, y: $("picture").clientHeight });
    const order = [...app.picture.nodes.values()].sort((a, b) => b.statements.size - a.statements.size || a.key - b.key);
    app.mapLabels = drawLabels(ctx, order, app.colours, scale, { left, right, top, bottom }, (node) => nodeLook(app, node));
  }
  drawHeads(ctx, app.columns, app.colours, scale, top + (headRoom(app) - 6) / scale);
}

/** Where words stand on the screen, in pixels, and how high they are. */
function labelBoxes(app) {
  const scale = app.network.getScale(), half = CARD.width / 2;
  const boxes = app.layout === "map" ? app.mapLabels : [...app.picture.nodes.values()].map((n) => [n.x - half + 29, n.y - 9, n.x + half - 8, n.y + 9]);
  return boxes.map(([left, top, right, bottom]) => ({ left: left * scale, top: top * scale, right: right * scale, bottom: bottom * scale, size: app.layout === "map" ? 12 : 13 * scale }));
}

/** What lights up with a selection: every node and edge that one of its statements goes through. */
function litBy(app) {
  const hovered = app.hovered && !app.state.selected ? app.hovered : null, chosen = selectionStatements(app, hovered || app.state.selected);
  if (!chosen) return null;
  const statements = new Set(chosen.statements.map((s) => s.index));
  const touches = (set) => { for (const s of set) if (statements.has(s)) return true; return false; };
  const denied = chosen.edge && chosen.edge.denied;
  const nodes = new Set([...app.picture.nodes.values()].filter((n) => touches(n.statements)).map((n) => n.key));
  const edges = new Set(app.picture.edges.filter((e) => touches(e.statements) && (!denied || e.denied)).map((e) => e.key));
  return { nodes, edges };
}

function hitAt(app, pixel) {
  const { x, y } = app.network.DOMtoCanvas(pixel), map = app.layout === "map";
  for (const node of app.picture.nodes.values()) {
    const dx = Math.abs(x - node.x), dy = Math.abs(y - node.y);
    if (map ? dx * dx + dy * dy < (node.radius + 3) ** 2 : dx < CARD.width / 2 + 2 && dy < CARD.height / 2 + 2) return { node: node.key };
  }
  const reach = 6 / app.network.getScale();
  let best = null, nearest = Infinity;
  for (const edge of app.picture.edges) {
    const line = edgeLine(edge, app.picture, app.layout), room = reach + edge.width / 2;
    if (x < Math.min(line.x1, line.x2) - room || x > Math.max(line.x1, line.x2) + room || y < Math.min(line.y1, line.y2) - room || y > Math.max(line.y1, line.y2) + room) continue;
    const distance = Math.sqrt(distanceTo(line, x, y)) - edge.width / 2;
    if (distance < reach && distance < nearest) { nearest = distance; best = { edge: edge.key }; }
  }
  return best;
}

function listen(app, box, network) {
  const pixelOf = (event) => { const r = box.getBoundingClientRect(); return { x: event.clientX - r.left, y: event.clientY - r.top }; };
  network.on("click", ({ pointer }) => {
    const hit = hitAt(app, pointer.DOM), group = hit && hit.node !== undefined && app.picture.nodes.get(hit.node).folded;
    // The panel of a group waits for the second click, which might otherwise land on the panel.
    app.later("select", () => app.select(hit), group ? 260 : 0);
  });
  network.on("dragEnd", () => { app.moved = true; });
  network.on("doubleClick", ({ pointer }) => {
    const hit = hitAt(app, pointer.DOM);
    clearTimeout(app.selectTimer);
    if (hit && hit.node !== undefined) toggleFold(app, hit.node);
  });
  box.addEventListener("mousemove", (event) => {
    if (event.buttons) return;
    const hit = hitAt(app, pixelOf(event)), key = hit ? hit.edge || "n" + hit.node : "";
    box.style.cursor = hit ? "pointer" : "grab";
    box.title = hit ? describeHit(app, hit) : "";
    if (key !== app.hoverKey) { app.hoverKey = key; app.hovered = hit; app.lit = litBy(app); network.redraw(); }
  });
  box.addEventListener("mouseleave", () => { app.hovered = null; app.hoverKey = ""; app.lit = litBy(app); network.redraw(); });
  box.addEventListener("wheel", (event) => {
    event.preventDefault();
    app.moved = true;
    const scale = network.getScale(), at = network.getViewPosition();
    if (app.layout === "map" || event.ctrlKey || event.metaKey) zoomBy(app, Math.exp(-event.deltaY * 0.0016), network.DOMtoCanvas(pixelOf(event)));
    else network.moveTo({ position: { x: at.x + (event.shiftKey ? event.deltaY : event.deltaX) / scale, y: at.y + (event.shiftKey ? 0 : event.deltaY) / scale } });
  }, { passive: false });
  box.addEventListener("keydown", (event) => walk(app, event));
}

function describeHit(app, hit) {
  if (hit.node !== undefined) { const n = app.picture.nodes.get(hit.node); return n.term.label + " — " + plural(n.statements.size, "statement") + (n.folded ? ". Double click unfolds." : ""); }
  const e = app.picture.edges.find((x) => x.key === hit.edge), from = app.picture.nodes.get(e.from), to = app.picture.nodes.get(e.to);
  return from.term.label + (e.denied ? " (denied) → " : " → ") + to.term.label + " — " + plural(e.count, "statement");
}

function toggleFold(app, key) { if (app.picture.nodes.get(key).folded) app.unfold(key); else app.fold(key); }

function zoomBy(app, factor, around) {
  const network = app.network, scale = network.getScale(), to = Math.max(0.03, Math.min(4, scale * factor)), at = network.getViewPosition();
  const pin = around || at, keep = scale / to;
  network.moveTo({ scale: to, position: { x: pin.x + (at.x - pin.x) * keep, y: pin.y + (at.y - pin.y) * keep } });
}

/** The part of the stage that no panel covers, in pixels. */
function freeStage() {
  const stage = $("picture"), panel = $("panel"), beside = !panel.hidden && panel.offsetWidth < stage.clientWidth;
  const below = !panel.hidden && !beside ? panel.offsetHeight : 0;
  return { width: (stage.clientWidth || 800) - (beside ? panel.offsetWidth : 0), height: (stage.clientHeight || 600) - below, right: beside ? panel.offsetWidth : 0, below };
}

/** Pixels that the view buttons take at the top, and the choice of versions where there is one. */
function headRoom(app) { return app.state.view === "diff" ? 86 : 52; }

/** Shows all of a map; of columns the full width if the words stay readable, from the top. */
function fit(app, animate = false) {
  if (!app.picture.nodes.size) return;
  const free = freeStage(), above = headRoom(app), under = 16, box = pictureBounds(app.picture, app.columns, app.layout);
  const whole = Math.min(free.width / box.width, (free.height - above - under) / box.height), wide = free.width / box.width;
  // A phone shows the first columns at a size that can be read, the rest by panning.
  const scale = app.layout === "map" ? Math.min(whole, 1.6) : Math.max(Math.min(whole, 1.35), free.width < 600 ? SMALLEST_SCALE : Math.min(wide, SMALLEST_SCALE));
  const top = box.y + (free.height / 2 - above) / scale, middle = box.y + box.height / 2 + (under - above) / 2 / scale;
  const across = box.width * scale > free.width * 1.001 ? box.x + free.width / 2 / scale : box.x + box.width / 2;
  const position = { x: across + free.right / 2 / scale, y: (scale > whole * 1.001 && app.layout !== "map" ? top : middle) + free.below / 2 / scale };
  app.moved = false;
  app.network.moveTo({ scale, position, animation: animate && !matchMedia("(prefers-reduced-motion: reduce)").matches ? { duration: 220, easingFunction: "easeInOutQuad" } : false });
}

function showNode(app, key) {
  const node = app.picture.nodes.get(key), free = freeStage();
  if (!node) return;
  const at = app.network.canvasToDOM({ x: node.x, y: node.y });
  if (at.x > 60 && at.x < free.width - 60 && at.y > 110 && at.y < free.height - 70) return;
  app.network.moveTo({ position: { x: node.x + free.right / 2 / app.network.getScale(), y: node.y + free.below / 2 / app.network.getScale() }, animation: false });
}

/** Keyboard: up and down within a column, left and right along the strongest flow. */
function walk(app, event) {
  const { picture, state } = app, key = event.key, current = state.selected && picture.nodes.get(state.selected.node);
  if (key === "Escape") { app.select(null); return; }
  if (key === "Enter" && current) { $("panel").focus(); event.preventDefault(); return; }
  if ((key === "+" || key === "-") && current) { if (key === "+") app.unfold(current.key); else app.fold(current.key); event.preventDefault(); return; }
  if (!key.startsWith("Arrow")) return;
  event.preventDefault();
  const target = current ? neighbour(app, current, key) : [...picture.nodes.values()].sort((a, b) => a.x - b.x || a.y - b.y)[0];
  if (!target) return;
  app.select({ node: target.key });
  showNode(app, target.key);
}

function neighbour(app, node, key) {
  const all = [...app.picture.nodes.values()];
  if (key === "ArrowUp" || key === "ArrowDown") {
    const sign = key === "ArrowDown" ? 1 : -1;
    return all.filter((n) => n.kind === node.kind && (n.y - node.y) * sign > 0).sort((a, b) => (a.y - b.y) * sign)[0];
  }
  const forward = key === "ArrowRight";
  const edge = app.picture.edges.filter((e) => (forward ? e.from : e.to) === node.key).sort((a, b) => b.count - a.count)[0];
  return edge && app.picture.nodes.get(forward ? edge.to : edge.from);
}
