/* Building the page's elements. Text goes in as text nodes only; no markup is ever parsed. */

const $ = (id) => document.getElementById(id);

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

function mark(kind, size = 12) {
  const NS = "http://www.w3.org/2000/svg", svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", "-1.1 -1.1 2.2 2.2"); svg.setAttribute("width", size); svg.setAttribute("height", size);
  svg.setAttribute("aria-hidden", "true"); svg.setAttribute("class", "mark " + kind);
  const shape = document.createElementNS(NS, kind === "data" ? "circle" : "polygon");
  if (kind === "data") shape.setAttribute("r", "1"); else shape.setAttribute("points", markPoints(kind).map((p) => p.join(",")).join(" "));
  svg.append(shape);
  return svg;
}

function plural(n, one, many) { return n.toLocaleString("en") + " " + (n === 1 ? one : many || one + "s"); }

/** Copies without the clipboard API too: a sandboxed frame in a notebook has none. */
async function copyText(field, button) {
  field.focus(); field.select();
  let done = false;
  try { await navigator.clipboard.writeText(field.value); done = true; } catch { done = document.execCommand("copy"); }
  const before = button.textContent;
  button.textContent = done ? "Copied" : "Press Ctrl+C";
  setTimeout(() => { button.textContent = before; }, 1600);
}
