// What the cell diagrams are made of: wires that carry values, nodes, boxes, numbers.

const SVG = "http://www.w3.org/2000/svg";

function svg(parent, tag, attributes, text = null) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== null) made.textContent = text;
  parent.append(made);
  return made;
}

/** Text with subscripts: "c_t−1" gives c with a small t−1. */
function svgSymbol(parent, attributes, symbol) {
  const [base, below] = symbol.split("_");
  const text = svg(parent, "text", attributes, base);
  if (below) svg(text, "tspan", { dy: "5", "font-size": "0.72em" }, below);
  return text;
}

/**
 * A wire: a thin line that is always there, and on it the value: thick and strong when large,
 * gone when zero, in the neutral colour when negative. Dots run along it, faster when larger.
 */
function createWire(parent, path, quantity) {
  const wire = svg(parent, "g", { class: `wire of-${quantity}` });
  svg(wire, "path", { d: path, class: "rail" });
  const body = svg(wire, "path", { d: path, class: "amount" });
  const dots = svg(wire, "path", { d: path, class: "dots" });
  let size = 0;
  let offset = 0;
  return {
    set(value) {
      size = Math.min(1, Math.abs(value)) || 0; // no number: no flow
      wire.classList.toggle("negative", value < 0);
      body.style.strokeWidth = `${1.5 + 8.5 * size}px`;
      body.style.opacity = size < 0.005 ? "0" : String(0.25 + 0.75 * Math.sqrt(size));
      dots.style.strokeWidth = `${1.5 + 2.5 * size}px`;
      dots.style.opacity = size < 0.04 ? "0" : "1";
    },
    /** Move the dots on, for so many seconds of motion. */
    flow(seconds) {
      if (size < 0.04) return;
      offset = (offset - seconds * (14 + 76 * size)) % 18;
      dots.style.strokeDashoffset = offset.toFixed(2);
    },
  };
}

/** A wire without a number of its own (a whole vector runs through it). */
function createBundle(parent, path) {
  const wire = createWire(parent, path, "vector");
  wire.set(0.3);
  return wire;
}

function drawNode(parent, x, y, sign) {
  const node = svg(parent, "g", { class: "node", transform: `translate(${x} ${y})` });
  svg(node, "circle", { r: 14 });
  const [a, b] = sign === "×" ? [5, 5] : [7, 0];
  svg(node, "path", { d: `M${-a} ${-b}L${a} ${b}M${b} ${-a}L${-b} ${a}` });
}

function drawBox(parent, x, y, width, text, quantity) {
  const box = svg(parent, "g", { class: `box of-${quantity}`, transform: `translate(${x} ${y})` });
  svg(box, "rect", { x: -width / 2, y: -17, width, height: 34, rx: 8 });
  svg(box, "text", { y: 1 }, text);
}

/** A number with a word below it. */
function createNumber(parent, x, y, quantity, { size = 17, anchor = "start" } = {}) {
  const place = { x, "text-anchor": anchor, class: `number of-${quantity}` };
  const number = svg(parent, "text", { ...place, y, "font-size": size });
  const word = svg(parent, "text", { ...place, y: y + 16, class: `word of-${quantity}` });
  return (value, text = "") => {
    setText(number, typeof value === "number" ? fixed(value) : value);
    setText(word, text);
  };
}

/** The frame of a diagram: its title with the choice of the unit, and the drawing. */
function createDiagram(model, actions, { width, height, description }) {
  const title = element("h2");
  const unit = element("span", { class: "unit-number" });
  const step = (by, name, glyph) => {
    const about = { type: "button", class: "small", "aria-label": name };
    const button = element("button", about, icon(glyph));
    button.addEventListener("click", () => actions.stepUnit(model, by));
    return button;
  };
  const chooser = element("div", { class: "chooser" },
    step(-1, "Unit before", "left"), unit, step(1, "Next unit", "right"));
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", description);
  const header = element("header", {}, title, chooser);
  const root = element("section", { class: `diagram ${model}` }, header, drawing);
  const name = (look, number) => {
    setText(title, `${look.film.models[model].title} cell`);
    setText(unit, `unit ${number + 1} of ${look.film.units[model]}`);
    chooser.hidden = look.film.units[model] === 1;
  };
  return { element: root, drawing, name };
}
