// Target and what each model says: lines for numbers, strips for classes and sets.

const LONGEST_NAME = 8;
const MOST_ROWS = 12; // of outputs more than these, only those that are wanted or said have one

function createPrediction(wake, models) {
  const lane = createLane(wake, "prediction");
  const target = { key: "target", colour: "target", title: "target", short: "target" };
  const lines = [target, ...Object.values(models)].map(({ key, colour, title, short }) => {
    const value = element("span");
    // A name that would be cut off is told by its line.
    const isLong = short.length > LONGEST_NAME;
    const name = isLong ? element("span", { class: `sample ${colour}` }) : element("small", {}, short);
    const row = element("div", { class: `said of-${colour}`, title }, name, value);
    lane.value.append(row);
    return { key, colour, title, value, row };
  });
  /** Where nothing is asked there is no target; where only one model is looked at, no other. */
  const isShown = ({ key }, { film, focus }) =>
    key === "target" ? film.probe.target.some(Number.isFinite) : focus.models.has(key);
  const update = (look, changed) => {
    const { film, snapshot, t, focus } = look;
    const shown = lines.filter((line) => isShown(line, look));
    if (changed.has("film") || changed.has("focus")) {
      const strips = film.task.target_kind !== "value";
      const rows = strips ? outputRows(film) : [];
      const isPart = strips && rows.length < film.task.outputs.length;
      const hints = isPart ? [`${rows.length} of ${film.task.outputs.length}: those wanted or said`] : [];
      nameLane(lane, { name: strips ? "answer" : "prediction", hints });
      lane.element.classList.toggle("strips", strips);
      lane.element.hidden = !focus.parts.has("prediction");
      lane.name.append(...shown.map(({ colour, title }) => legendEntry(colour, title)));
      lines.forEach((line) => (line.row.hidden = !shown.includes(line)));
    }
    if (lane.element.hidden) return;
    if (mustDraw(lane.surface, changed, ["film", "snapshot", "theme", "focus"])) {
      if (film.task.target_kind === "value") drawPredictedValues(lane, look);
      else drawPredictedClasses(lane, look);
    }
    if (!changed.has("t") && !changed.has("snapshot") && !changed.has("film")) return;
    for (const { key, value } of shown) {
      const values = key === "target" ? film.probe.target : snapshot.values(`${key}.prediction`);
      setText(value, said(film, values, t) ?? "none");
    }
  };
  return { elements: [lane.element], lanes: [lane], update };
}

/** The numbers that a scale has to hold: what is wanted or, if nothing is, what is said. */
function rangeOfAnswers({ film, snapshot, focus }) {
  const wanted = extent([film.probe.target]);
  if (Number.isFinite(wanted[0])) return wanted;
  return extent(modelsIn(focus).map((key) => snapshot.values(`${key}.prediction`)));
}

function drawPredictedValues(lane, look) {
  const { film, snapshot, theme, focus } = look;
  const { surface } = lane;
  surface.setHeight(104);
  const context = surface.begin();
  const columns = columnsOf(surface, film.steps);
  const { target } = film.probe;
  const [low, high] = rangeOfAnswers(look);
  const [least, most] = Number.isFinite(low) ? [Math.min(low, 0), Math.max(high, 0)] : [-1, 1];
  const margin = 0.22 * (most - least || 1);
  const y = createScale(least - margin, most + margin, surface.height - 1, 1);
  const inside = (value) => Math.min(surface.height - 3, Math.max(3, y(value)));
  tintAsked(context, { film, theme }, columns, surface.height);
  drawGrid(lane, context, y, theme);
  const O = film.task.outputs.length;
  for (let o = 0; o < O; o++) {
    const pick = (values) => Float32Array.from({ length: film.steps }, (_, t) => values[t * O + o]);
    drawTrack(context, pick(target), columns, y, theme);
    for (const key of modelsIn(focus).reverse()) {
      const values = pick(snapshot.values(`${key}.prediction`));
      const dot = columns.width >= 9 ? 2.6 : 0;
      drawModelLine(context, values, columns, inside, theme, film.models[key].colour, dot);
    }
  }
}

/** What is wanted, as a pale track that a right answer runs in. */
function drawTrack(context, values, columns, y, theme) {
  context.fillStyle = theme.track;
  for (let t = 0; t < values.length; t++) {
    if (!Number.isFinite(values[t])) continue;
    context.fillRect(columns.left(t), y(values[t]) - 4, columns.width + 0.5, 8);
  }
}

/** The first model with full dots, the second dashed with empty ones. */
function drawModelLine(context, values, columns, y, theme, place, dot) {
  const isFirst = place === "first";
  context.strokeStyle = theme.colours[place];
  context.lineJoin = "round";
  context.lineWidth = isFirst ? 2 : 1.75;
  context.setLineDash(DASHES[place]);
  traceLine(context, values, columns.centre, y);
  context.stroke();
  context.setLineDash([]);
  if (!dot) return;
  values.forEach((value, t) => {
    if (!Number.isFinite(value)) return;
    context.beginPath();
    context.arc(columns.centre(t), y(value), dot, 0, 2 * Math.PI);
    context.fillStyle = isFirst ? theme.colours[place] : theme.background;
    context.fill();
    if (!isFirst) context.stroke();
  });
}

/** The outputs that have a row: all or, if they are many, those wanted or said in this film. */
function outputRows({ task: { outputs }, probe, models, snapshots, steps }) {
  const O = outputs.length;
  const all = [...outputs.keys()];
  if (O <= MOST_ROWS) return all;
  const found = new Set();
  for (let t = 0; t < steps; t++) {
    const at = (values) => values.subarray(t * O, (t + 1) * O);
    const wanted = at(probe.target);
    if (!Number.isFinite(wanted[0])) continue;
    wanted.forEach((value, o) => value > 0.5 && found.add(o));
    for (const snapshot of snapshots) {
      for (const key of Object.keys(models)) {
        const says = at(snapshot.values(`${key}.prediction`));
        found.add(says.indexOf(Math.max(...says)));
      }
    }
  }
  return found.size ? all.filter((o) => found.has(o)) : all;
}

/** One row per output; in it strips: the target, then what each model says. */
function drawPredictedClasses(lane, { film, snapshot, theme, focus }) {
  const { surface } = lane;
  const { outputs } = film.task;
  const O = outputs.length;
  const rows = outputRows(film);
  const strip = rows.length <= 6 ? 7 : 5;
  const row = (1 + focus.models.size) * strip + 6;
  surface.setHeight(rows.length * row);
  const context = surface.begin();
  const columns = columnsOf(surface, film.steps);
  const gap = columns.width > 8 ? 1 : 0;
  const { target } = film.probe;
  const asked = Array.from({ length: film.steps }, (_, t) => Number.isFinite(target[t * O]));
  const says = (key) => [theme.colours[film.models[key].colour], snapshot.values(`${key}.prediction`)];
  const strips = [[theme.muted, target], ...modelsIn(focus).map(says)];
  rows.forEach((o, place) => {
    strips.forEach(([colour, values], which) => {
      const top = place * row + 3 + which * strip;
      context.fillStyle = colour;
      for (let t = 0; t < film.steps; t++) {
        const value = values[t * O + o];
        if (!Number.isFinite(value)) continue;
        context.globalAlpha = asked[t] ? 1 : 0.3; // what is said unasked does not count
        context.globalAlpha *= Math.min(1, Math.max(0, value));
        context.fillRect(columns.left(t), top, columns.width - gap, strip - 1);
      }
    });
    context.globalAlpha = 1;
    context.fillStyle = theme.hairline;
    context.fillRect(0, place * row, surface.width, 1);
  });
  showTicks(lane, rows.map((o, place) => [String(outputs[o]), place * row + row / 2]));
}
