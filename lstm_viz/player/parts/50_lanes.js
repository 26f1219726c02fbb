// A lane: one row over the time axis, its name at the left, its value at this moment at the right.

/** @returns {{element, surface, name, value, ticks}: the surface is what panels draw on} */
function createLane(wake, kind) {
  const surface = new Surface(wake);
  const name = element("div", { class: "lane-name" });
  const value = element("div", { class: "lane-value" });
  const ticks = element("div", { class: "ticks", "aria-hidden": "true" });
  const plot = element("div", { class: "lane-plot" }, surface.element, ticks);
  const root = element("div", { class: `lane ${kind}` }, name, plot, value);
  return { element: root, surface, name, value, ticks };
}

/** The centre of a centred text that stays inside its canvas. */
const within = (x, size, width) => Math.min(width - size / 2, Math.max(size / 2, x));

/** Write numbers or names beside a lane. entries: [[text, y, class], ...], the class if it has one */
function showTicks({ ticks }, entries) {
  const key = entries.join();
  if (ticks.dataset.key === key) return;
  ticks.dataset.key = key;
  ticks.replaceChildren(
    ...entries.map(([text, y, kind = ""]) =>
      element("span", { style: `top: ${y}px`, class: kind }, text)),
  );
}

/** Horizontal lines across a lane; their numbers stand beside it, free of the data. */
function drawGrid(lane, context, y, theme) {
  context.fillStyle = theme.hairline;
  const entries = y.ticks.map((tick) => [tickText(tick), Math.round(y(tick))]);
  entries.forEach(([, place]) => context.fillRect(0, place, lane.surface.width, 1));
  showTicks(lane, entries);
}

/** Left edge and centre of the column of a time step: the same in every lane. */
const columnsOf = (surface, steps) => {
  const width = surface.width / steps;
  return { width, left: (t) => t * width, centre: (t) => (t + 0.5) * width };
};

/** A name with its symbol and a line of explanation, coloured through a CSS class. */
function nameLane(lane, { symbol = null, name, hints = [], colour = null }) {
  const title = element("b", {}, name);
  if (symbol) title.prepend(element("i", { class: "symbol" }, symbol), " ");
  if (colour) title.classList.add(`of-${colour}`);
  lane.surface.describe(`${name}, time step by time step`);
  lane.name.replaceChildren(title, ...hints.map((hint) => element("small", {}, hint)));
}

/** A line sample and a word, for the legend of a chart; look: how the line is drawn, if not plain. */
function legendEntry(kind, text, look = "") {
  const sample = element("span", { class: `sample ${kind} ${look}`.trim() });
  return element("small", { class: `legend of-${kind}` }, sample, text);
}

/** Tint the columns in which something is asked for, so that eye and chart meet there. */
function tintAsked(context, { film, theme }, columns, height) {
  context.globalAlpha = theme.dark ? 0.16 : 0.1;
  film.probe.events.forEach((event, t) => {
    if (!asksForAnswer(event)) return;
    context.fillStyle = theme.colours.output_gate;
    context.fillRect(columns.left(t), 0, columns.width, height);
  });
  context.globalAlpha = 1;
}
