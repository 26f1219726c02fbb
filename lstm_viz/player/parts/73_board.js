// What a cell is drawn on. For a unit that runs backward the drawing is mirrored, as its time is:
// its past enters at the right, like in the heat maps. Only texts stay as they are read.

const BOARD_WIDTH = 580; // of every drawing: its wires run from one edge to the other
const BODY = { left: 62, right: 518 };

function createBoard(drawing, isBackward) {
  const root = svg(drawing, "g", {});
  const [lines, shapes, texts] = ["lines", "shapes", "texts"].map((name) =>
    svg(root, "g", { class: name }));
  if (isBackward) lines.setAttribute("transform", `translate(${BOARD_WIDTH} 0) scale(-1 1)`);
  const xOf = (x) => (isBackward ? BOARD_WIDTH - x : x);
  const anchors = isBackward
    ? { start: "end", middle: "middle", end: "start" }
    : { start: "start", middle: "middle", end: "end" };
  const wires = [];
  const wire = (path, quantity, widest) => {
    const made = createWire(lines, path, quantity, widest);
    wires.push(made);
    return made;
  };
  const box = (x, y, width, text, quantity) => {
    const group = svg(shapes, "g", { class: `box of-${quantity}`, transform: `translate(${xOf(x)} ${y})` });
    svg(group, "rect", { x: -width / 2, y: -17, width, height: 34, rx: 8 });
    svg(group, "text", { y: 1 }, text);
  };
  const number = (x, y, quantity, { size = 17, anchor = "start" } = {}) =>
    createNumber(texts, xOf(x), y, quantity, { size, anchor: anchors[anchor] });
  const symbol = (x, y, quantity, text) =>
    svgSymbol(texts, { x: xOf(x), y, class: `symbol-at of-${quantity}`, "text-anchor": "middle" }, text);

  return {
    root,
    before: isBackward ? "t+1" : "t−1",
    body: (top, height) => {
      const [x, width] = [BODY.left, BODY.right - BODY.left];
      svg(lines, "rect", { x, y: top, width, height, rx: 24, class: "body" });
    },
    wire,
    /** A wire without a number of its own: a whole vector runs through it. */
    bundle: (path) => wire(path, "vector").set(0.3),
    arrow: (y, quantity) =>
      svg(lines, "path", { d: `M564 ${y - 8}l12 8l-12 8z`, class: `arrow of-${quantity}` }),
    node: (x, y, sign) => {
      const node = svg(shapes, "g", { class: "node", transform: `translate(${xOf(x)} ${y})` });
      svg(node, "circle", { r: 14 });
      const [a, b] = sign === "×" ? [5, 5] : [7, 0];
      svg(node, "path", { d: `M${-a} ${-b}L${a} ${b}M${b} ${-a}L${-b} ${a}` });
    },
    box,
    pill: (x, y, text) => {
      const place = { x: xOf(x) - 26, y: y - 13, width: 52, height: 26, rx: 13, class: "pill" };
      svg(shapes, "rect", place);
      svg(shapes, "text", { x: xOf(x), y: y + 1, class: "pill-text" }, text);
    },
    /** What a box makes, below it: its symbol and its name. */
    name: (x, y, quantity, sign, words) => {
      const text = svg(texts, "text", { x: xOf(x), y, class: `gate-name of-${quantity}` });
      svg(text, "tspan", { class: "symbol" }, `${sign} `);
      svg(text, "tspan", {}, words);
    },
    symbol,
    number,
    /** A state where it enters or leaves the cell: its symbol above the wire, its value below. */
    state: (x, y, quantity, text) => {
      symbol(x, y - 18, quantity, text);
      return number(x, y + 28, quantity, { anchor: "middle" });
    },
    /** What the cell is fed with: the input, or the hidden state of the layer below it. */
    input: (x, y, textAt = { x: x + 22, y: y - 6 }) => {
      const base = symbol(x, y, "vector", "x_t").firstChild;
      const says = number(textAt.x, textAt.y, "vector");
      return ({ lane, token, event }) => {
        setText(base, lane.layer ? "h" : "x");
        // Mirrored, the words stand before the symbol.
        const below = isBackward ? `layer ${lane.layer}’s` : `of layer ${lane.layer}`;
        const words = [lane.layer ? below : token, isQuiet(event) ? "" : event];
        says((isBackward && lane.layer ? words.reverse() : words).join("  ").trim());
      };
    },
    flow: (seconds) => wires.forEach((made) => made.flow(seconds)),
  };
}
