// A lane: one row over the time axis, its name at the left, its value at this moment at the right.

/** @returns {{element, surface, name: HTMLElement, value: HTMLElement}} */
function createLane(wake, kind) {
  const surface = new Surface(wake);
  const name = element("div", { class: "lane-name" });
  const value = element("div", { class: "lane-value" });
  const plot = element("div", { class: "lane-plot" }, surface.element);
  const root = element("div", { class: `lane ${kind}` }, name, plot, value);
  return { element: root, surface, name, value, plot };
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
  lane.name.replaceChildren(title, ...hints.map((hint) => element("small", {}, hint)));
}

/** A line sample and a word, for the legend of a chart. */
function legendEntry(kind, text) {
  return element("small", { class: `legend of-${kind}` }, element("span", { class: `sample ${kind}` }), text);
}

/** Tint the columns in which something is asked for, so that eye and chart meet there. */
function tintAsked(context, { film, theme }, columns, height) {
  context.globalAlpha = theme.dark ? 0.16 : 0.1;
  film.probe.events.forEach((event, t) => {
    if (!event.includes("read") && !event.includes("query") && !event.includes("recall")) return;
    context.fillStyle = theme.colours.output_gate;
    context.fillRect(columns.left(t), 0, columns.width, height);
  });
  context.globalAlpha = 1;
}
