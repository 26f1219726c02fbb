// How much each time step can still learn from the last answer's loss: sizes of gradients, on a
// log scale.

const DOTTED = [2, 3];
const unbroken = (text) => [...text].join("\u2060");
const SMALLEST_SHARE = 1e-6; // of the largest: below it a gradient is as good as gone

/** The lines of a model: |∂L/∂c| if it has a cell state, and |∂L/∂h|. */
function gradientLinesOf({ key, short, colour, memory }) {
  const line = (quantity, symbol, kind, dash, look = "") => ({
    key: `${key}.gradient_${quantity}`, model: key, kind, look, dash,
    text: `${short} ${unbroken(`|∂L/∂${symbol}|`)}`,
  });
  if (memory === "hidden_state") return [line("hidden", "h", colour, DASHES[colour])];
  // The first model's lines wear the colours of the two states; the second's its own.
  const [cell, hidden] = colour === "first" ? ["cell_state", "hidden_state"] : [colour, colour];
  return [
    line("cell", "c", cell, DASHES[colour]),
    line("hidden", "h", hidden, DOTTED, "dotted"),
  ];
}

function createGradients(wake, film) {
  const lane = createLane(wake, "gradients");
  lane.surface.setHeight(86);
  const lines = Object.values(film.models)
    .flatMap(gradientLinesOf)
    .filter(({ key }) => film.snapshots[0].has(key));
  const gradientsIn = ({ models }) => lines.filter(({ model }) => models.has(model));
  const numbers = lines.map(({ kind }) => {
    const number = element("span", { class: `of-${kind}` });
    lane.value.append(element("div", { class: "said" }, number));
    return number;
  });
  let range = [1e-6, 1];
  const update = (look, changed) => {
    const shown = gradientsIn(look.focus);
    if (changed.has("focus")) {
      lane.element.hidden = !look.focus.parts.has("gradients");
      nameLane(lane, { name: "gradient", hints: ["of the last answer's loss"] });
      lane.name.append(...shown.map(({ kind, look, text }) => legendEntry(kind, text, look)));
      lines.forEach((line, which) => {
        numbers[which].parentElement.hidden = !shown.includes(line);
      });
    }
    if (lane.element.hidden) return;
    if (changed.has("film") || changed.has("focus")) range = gradientRange(look.film, shown);
    if (mustDraw(lane.surface, changed, ["film", "snapshot", "theme", "focus"])) {
      drawGradients(lane, look, shown, range);
    }
    lines.forEach(({ key }, which) => {
      setText(numbers[which], scientific(look.snapshot.values(key)[look.t]));
    });
  };
  const explain = (look, t) =>
    gradientsIn(look.focus)
      .map(({ key, text }) => `${text} ${scientific(look.snapshot.values(key)[t])}`)
      .join("  ·  ");
  Object.assign(lane, { locate: () => ({}), explain });
  return { elements: [lane.element], lanes: [lane], update };
}

/** One range for the whole film, so that heights can be compared across updates. */
function gradientRange(film, shown) {
  const lists = film.snapshots.flatMap((s) => shown.map(({ key }) => s.values(key)));
  const [low, high] = extent(lists.map((list) => list.filter((v) => v > 0)));
  if (!(high > 0)) return [1e-6, 1];
  const bottom = Math.max(low, high * SMALLEST_SHARE);
  return [10 ** Math.floor(Math.log10(bottom)), 10 ** Math.ceil(Math.log10(high))];
}

function drawGradients(lane, { film, snapshot, theme }, shown, [low, high]) {
  const { surface } = lane;
  const context = surface.begin();
  const columns = columnsOf(surface, film.steps);
  const y = createScale(low, Math.max(high, low * 10), surface.height - 5, 5, true);
  drawGrid(lane, context, y, theme);
  for (const { key, kind, dash } of shown) {
    context.strokeStyle = theme.colours[kind];
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.setLineDash(dash);
    traceLine(context, leavingAt(low, snapshot.values(key)), columns.centre, y);
    context.stroke();
  }
  context.setLineDash([]);
}

/** Values whose line runs to the bottom of the lane and ends there, rather than along it. */
function leavingAt(low, values) {
  return values.map((value, t) =>
    value >= low || values[t - 1] >= low || values[t + 1] >= low ? value : NaN);
}
