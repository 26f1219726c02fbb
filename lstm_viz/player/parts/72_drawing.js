// What the cell diagrams are made of: wires that carry values, symbols, numbers.

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
function createWire(parent, path, quantity, widest = 10) {
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
      body.style.strokeWidth = `${1.5 + (widest - 1.5) * size}px`;
      body.style.opacity = size < 0.005 ? "0" : String(0.25 + 0.75 * Math.sqrt(size));
      dots.style.strokeWidth = `${1.5 + widest * size / 4}px`;
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

/** A number with a word below it. */
function createNumber(parent, x, y, quantity, { size = 17, anchor = "start" } = {}) {
  const place = { x, "text-anchor": anchor };
  const kind = size < 16 ? "small number" : "number";
  const number = svg(parent, "text", { ...place, y, class: `${kind} of-${quantity}`, "font-size": size });
  const word = svg(parent, "text", { ...place, y: y + 16, class: `word of-${quantity}` });
  return (value, text = "") => {
    setText(number, typeof value === "number" ? fixed(value) : value);
    setText(word, text);
  };
}
