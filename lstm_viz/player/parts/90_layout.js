// Where everything is on the page, and which of it has to be brought up to date.

const FOLLOWS = 0.3; // the least |r| for which the order of the units means something

function createLayout(wake, actions) {
  const transport = createTransport(actions);
  const summary = createSummary();
  const curves = createCurves(wake, actions);
  const sequence = createSequence(wake);
  const prediction = createPrediction(wake);
  const maps = {
    lstm: LSTM_ROWS.map((quantity) => createHeatMap(wake, "lstm", quantity)),
    rnn: [createHeatMap(wake, "rnn", "hidden_state")],
  };
  const charts = LINE_CHARTS.map((chart) => createLineChart(wake, chart));
  const gradients = createGradients(wake);
  const timeAxis = createTimeAxis(wake);
  const lstmCell = createLstmCell(actions);
  const rnnCell = createRnnCell(actions);
  const equations = createEquations();

  const views = createSwitch("View", [["heat", "Heat maps"], ["lines", "Lines"]], (view) =>
    actions.set({ view }));
  const [lstmTitle, lstmNote] = [element("h3"), element("small")];
  const [rnnTitle, rnnNote] = [element("h3"), element("small")];
  const elementsOf = (parts) => parts.map(({ lane }) => lane.element);
  const heat = element("div", { class: "view" },
    ...elementsOf(maps.lstm),
    element("header", { class: "second" }, rnnTitle, rnnNote),
    ...elementsOf(maps.rnn));
  const lines = element("div", { class: "view" }, ...elementsOf(charts));
  const lanes = element("section", { class: "lanes", "aria-label": "The sequence, time step by time step" },
    ...sequence.elements,
    ...prediction.elements,
    element("header", {}, lstmTitle, lstmNote, views.element),
    heat,
    lines,
    ...gradients.elements,
    ...timeAxis.elements,
    element("div", { class: "cursor-track" }, element("div", { class: "cursor" })));
  const message = element("p", { class: "message", role: "alert", hidden: "" });
  const stage = element("div", { class: "stage", hidden: "" },
    transport.element,
    summary.element,
    element("div", { class: "columns" },
      element("div", { class: "left" }, curves.element, lanes),
      element("div", { class: "right" }, lstmCell.element, rnnCell.element, equations.element)),
    summary.aloud);

  const all = [transport, curves, sequence, prediction, gradients, timeAxis];
  const pointable = [
    ...sequence.lanes, ...prediction.lanes, ...gradients.lanes, ...timeAxis.lanes,
    ...[...maps.lstm, ...maps.rnn, ...charts].map(({ lane }) => lane),
  ];
  const describe = (look) => {
    const { lstm, rnn } = look.film.models;
    const best = (model) => Math.max(...(model.unit_follow ?? []).filter(Number.isFinite), 0);
    setText(lstmTitle, lstm.title);
    setText(rnnTitle, rnn.title);
    const note = (model, state, sorted) => {
      // One unit needs no order; where nothing is to be remembered, nothing can be followed.
      if (model.hidden_size === 1 || !(best(model) > 0)) return "";
      const r = `|r|\u2060\u00a0=\u00a0${fixed(best(model))}`;
      if (best(model) >= FOLLOWS) return `${sorted} (${r})`;
      return `no unit's ${state} follows what must be remembered (best ${r})`;
    };
    const what = "units sorted: first = the one whose cell state follows what must be remembered best";
    setText(lstmNote, note(lstm, "cell state", what));
    setText(rnnNote, note(rnn, "hidden state", "sorted likewise, by hidden state"));
  };
  const readingNeeds = ["film", "snapshot", "t", "lstmUnit", "rnnUnit", "cellRange"];
  const update = (look, changed) => {
    if (changed.has("film")) {
      describe(look);
      lanes.style.setProperty("--steps", look.film.steps);
    }
    if (changed.has("view")) {
      heat.hidden = look.view !== "heat";
      lines.hidden = look.view !== "lines";
      views.show(look.view);
    }
    all.forEach((panel) => panel.update(look, changed));
    const visible = look.view === "heat" ? [...maps.lstm, ...maps.rnn] : charts;
    // What was hidden has missed the changes so far.
    const missed = changed.has("view") ? new Set(Object.keys(look)) : changed;
    visible.forEach((panel) => panel.update(look, missed));
    if (!readingNeeds.some((name) => changed.has(name))) return;
    const reading = readUnits(look);
    lstmCell.update(look, changed, reading);
    rnnCell.update(look, changed, reading);
    equations.update(reading);
    summary.update(look, reading);
  };
  const flow = (seconds) => {
    lstmCell.flow(seconds);
    rnnCell.flow(seconds);
  };
  const release = () => {
    curves.release();
    pointable.forEach((lane) => lane.surface.release());
  };
  return { stage, message, lanes, pointable, update, flow, rest: summary.rest, release };
}
