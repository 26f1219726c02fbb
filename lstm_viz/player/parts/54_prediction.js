// Target and what each model says: lines for numbers, strips for classes and sets.

function createPrediction(wake) {
  const lane = createLane(wake, "prediction");
  const lines = ["target", "lstm", "rnn"].map((key) => {
    const value = element("span");
    const name = element("small");
    const row = element("div", { class: `said of-${key}` }, name, value);
    lane.value.append(row);
    return { key, name, value, row };
  });
  const update = (look, changed) => {
    const { film, snapshot, t, focus } = look;
    const shown = lines.filter(({ key }) => key === "target" || focus.models.has(key));
    if (changed.has("film") || changed.has("focus")) {
      const titles = { target: "target", lstm: film.models.lstm.title, rnn: film.models.rnn.title };
      const strips = film.task.target_kind !== "value";
      nameLane(lane, { name: strips ? "answer" : "prediction" });
      lane.element.classList.toggle("strips", strips);
      lane.name.append(...shown.map(({ key }) => legendEntry(key, titles[key])));
      lines.forEach((line) => (line.row.hidden = !shown.includes(line)));
      shown.forEach(({ key, name }) => setText(name, key === "rnn" ? "RNN" : titles[key]));
    }
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

function drawPredictedValues(lane, { film, snapshot, theme, focus }) {
  const { surface } = lane;
  surface.setHeight(104);
  const context = surface.begin();
  const columns = columnsOf(surface, film.steps);
  const { target } = film.probe;
  const [low, high] = extent([target]);
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
      drawModelLine(context, values, columns, inside, theme, key, columns.width >= 9 ? 2.6 : 0);
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

function drawModelLine(context, values, columns, y, theme, key, dot) {
  context.strokeStyle = theme.colours[key];
  context.lineJoin = "round";
  context.lineWidth = key === "lstm" ? 2 : 1.75;
  context.setLineDash(DASHES[key]);
  traceLine(context, values, columns.centre, y);
  context.stroke();
  context.setLineDash([]);
  if (!dot) return;
  values.forEach((value, t) => {
    if (!Number.isFinite(value)) return;
    context.beginPath();
    context.arc(columns.centre(t), y(value), dot, 0, 2 * Math.PI);
    context.fillStyle = key === "lstm" ? theme.colours[key] : theme.background;
    context.fill();
    if (key === "rnn") context.stroke();
  });
}

/** One row per output; in it strips: target, LSTM, vanilla RNN. */
function drawPredictedClasses(lane, { film, snapshot, theme, focus }) {
  const { surface } = lane;
  const { outputs } = film.task;
  const O = outputs.length;
  const strip = O <= 6 ? 7 : 5;
  const row = (1 + focus.models.size) * strip + 6;
  surface.setHeight(O * row);
  const context = surface.begin();
  const columns = columnsOf(surface, film.steps);
  const gap = columns.width > 8 ? 1 : 0;
  const { target } = film.probe;
  const asked = Array.from({ length: film.steps }, (_, t) => Number.isFinite(target[t * O]));
  const kinds = [["text", target], ...modelsIn(focus).map((k) => [k, snapshot.values(`${k}.prediction`)])];
  for (let o = 0; o < O; o++) {
    kinds.forEach(([key, values], which) => {
      const top = o * row + 3 + which * strip;
      for (let t = 0; t < film.steps; t++) {
        const value = values[t * O + o];
        if (!Number.isFinite(value)) continue;
        context.globalAlpha = asked[t] ? 1 : 0.3; // what is said unasked does not count
        context.fillStyle = key === "text" ? theme.muted : theme.colours[key];
        context.globalAlpha *= Math.min(1, Math.max(0, value));
        context.fillRect(columns.left(t), top, columns.width - gap, strip - 1);
      }
    });
    context.globalAlpha = 1;
    context.fillStyle = theme.hairline;
    context.fillRect(0, o * row, surface.width, 1);
  }
  showTicks(lane, outputs.map((output, o) => [String(output), o * row + row / 2]));
}
