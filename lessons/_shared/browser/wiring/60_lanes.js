// What the unit does on the sequence, time step by time step: gates, cell state and answer.

const LANES = [
  ["input_gate", 0, 1], ["forget_gate", 0, 1], ["candidate", -1, 1], ["cell_state", null, null],
  ["output_gate", 0, 1],
];
const LANE_NAMES = { ...NAMES, cell_state: ["cell state"] };
const EDGE = 3;

/** A strip as wide as the board, whose content is drawn to scale. */
function createStrip(kind, height, name, ...drawings) {
  const band = drawn("rect", { class: "band", y: 0, height, rx: 2 });
  const picture = drawn("svg", { height, "aria-hidden": "true" }, band, ...drawings);
  const value = element("output", { "aria-hidden": "true" });
  const root = element("div", { class: `strip ${kind}` }, element("span", { class: "name" }, ...name), picture, value);
  const columns = (look) => {
    const wide = look.width / look.sequence.values.length;
    band.setAttribute("x", look.step * wide);
    band.setAttribute("width", wide);
    return { wide, left: (t) => t * wide, centre: (t) => (t + 0.5) * wide };
  };
  return { element: root, picture, value, columns, height };
}

/** Bars from 0 as one path: a lane of them is one change of the page. */
function barsPath(values, { wide, left }, y) {
  const thick = Math.max(1, wide - (wide > 6 ? 1.5 : 0.5));
  let path = "";
  values.forEach((value, t) => {
    const height = y(value) - y(0);
    if (Math.abs(height) > 0.2) path += `M${left(t).toFixed(1)} ${y(0).toFixed(1)}h${thick.toFixed(1)}v${height.toFixed(1)}h${(-thick).toFixed(1)}z`;
  });
  return path;
}

function linePath(values, { centre }, y) {
  return [...values].map((value, t) => `${t ? "L" : "M"}${centre(t).toFixed(1)} ${y(value).toFixed(1)}`).join("");
}

const scale = (low, high, height) => (value) => {
  const inside = Math.min(high, Math.max(low, value));
  return height - EDGE - ((inside - low) / (high - low)) * (height - 2 * EDGE);
};

/** The next round number, so that a scale does not tremble while a slider moves. */
function roundUp(value) {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(value, 1e-3)));
  return [1, 2, 5, 10].find((n) => n * magnitude >= value - 1e-12) * magnitude;
}

function createLane(quantity, low, high) {
  const zero = drawn("line", { class: "zero" });
  const bars = drawn("path", { class: "bars" });
  const symbol = element("i", {}, SYMBOLS[quantity]);
  const name = [symbol, element("small", {}, ` ${LANE_NAMES[quantity][0]}`)];
  const strip = createStrip(`of-${quantity}`, low === 0 ? 30 : 38, name, zero, bars);
  const update = (look) => {
    const values = look.run[quantity];
    const most = high ?? roundUp(values.reduce((m, v) => Math.max(m, Math.abs(v)), 0.05));
    const y = scale(low ?? -most, most, strip.height);
    const columns = strip.columns(look);
    bars.setAttribute("d", barsPath(values, columns, y));
    withAttributes(zero, { x1: 0, x2: look.width, y1: y(0), y2: y(0) }, []);
    setText(strip.value, shown(values[look.step]));
  };
  return { element: strip.element, picture: strip.picture, update };
}

/** What the unit says, as a line with dots, in the track of what is wanted. */
function createAnswer() {
  const zero = drawn("line", { class: "zero" });
  const [wanted, line, dots] = ["wanted", "line", "dots"].map((kind) => drawn("path", { class: kind }));
  const name = [element("b", {}, "says"), element("small", { class: "track" }, "wanted")];
  const strip = createStrip("answer", 112, name, zero, wanted, line, dots);
  const update = (look) => {
    const columns = strip.columns(look);
    const y = scale(-1.25, 1.25, strip.height);
    const { wide, left, centre } = columns;
    wanted.setAttribute("d", [...look.wanted].map((value, t) =>
      `M${left(t).toFixed(1)} ${(y(value) - 4).toFixed(1)}h${wide.toFixed(1)}v8h${(-wide).toFixed(1)}z`).join(""));
    line.setAttribute("d", linePath(look.run.says, columns, y));
    dots.setAttribute("d", [...look.run.says].map((value, t) =>
      `M${centre(t).toFixed(1)} ${y(value).toFixed(1)}h.01`).join(""));
    withAttributes(zero, { x1: 0, x2: look.width, y1: y(0), y2: y(0) }, []);
    setText(strip.value, `${shown(look.run.says[look.step])}\n${shown(look.wanted[look.step])}`);
  };
  return { element: strip.element, picture: strip.picture, update };
}
