// Where everything is on the page, and which of it has to be brought up to date.

function createLayout(wake, actions) {
  const transport = createTransport(actions);
  const summary = createSummary();
  const curves = createCurves(wake, actions);
  const sequence = createSequence(wake);
  const prediction = createPrediction(wake);
  const maps = [
    ...LSTM_ROWS.map((quantity) => createHeatMap(wake, "lstm", quantity)),
    createHeatMap(wake, "rnn", "hidden_state"),
  ];
  const charts = LINE_CHARTS.map((chart) => createLineChart(wake, chart));
  const gradients = createGradients(wake);
  const timeAxis = createTimeAxis(wake);
  const cells = { lstm: createLstmCell(actions), rnn: createRnnCell(actions) };
  const equations = createEquations();
  const views = createSwitch("View", [["heat", "Heat maps"], ["lines", "Lines"]], (view) =>
    actions.set({ view }));
  const headings = createUnitHeadings(views.element);

  const elementsOf = (parts) => parts.map(({ lane }) => lane.element);
  const heat = element("div", { class: "view" }, ...elementsOf(maps));
  maps.at(-1).lane.element.before(headings.second);
  const lines = element("div", { class: "view" }, ...elementsOf(charts));
  const lanes = element("section", { class: "lanes", "aria-label": "The sequence, time step by time step" },
    ...sequence.elements,
    ...prediction.elements,
    headings.first,
    heat,
    lines,
    ...gradients.elements,
    ...timeAxis.elements,
    element("div", { class: "cursor-track" }, element("div", { class: "cursor" })));
  const diagrams = element("div", { class: "diagrams" }, cells.lstm.element, cells.rnn.element);
  const right = element("div", { class: "right" }, diagrams, equations.element);
  const message = element("p", { class: "message", role: "alert", hidden: "" });
  const stage = element("div", { class: "stage", hidden: "" },
    transport.element,
    summary.element,
    element("div", { class: "columns" }, element("div", { class: "left" }, curves.element, lanes), right),
    summary.aloud);

  const pointable = [
    ...sequence.lanes, ...prediction.lanes, ...gradients.lanes, ...timeAxis.lanes,
    ...[...maps, ...charts].map(({ lane }) => lane),
  ];

  /** Show what the page is about. */
  const focusOnIt = (look) => {
    const { models, parts } = look.focus;
    for (const panel of [...maps, ...charts]) panel.lane.element.hidden = !panel.shows(look);
    gradients.lanes[0].element.hidden = !parts.has("gradients");
    for (const key of KEYS) cells[key].element.hidden = !parts.has("cells") || !models.has(key);
    equations.focus(look.focus);
    diagrams.hidden = !parts.has("cells");
    right.hidden = diagrams.hidden && equations.element.hidden;
  };
  const cellsShown = () => KEYS.map((key) => cells[key]).filter((cell) => !cell.element.hidden);

  const readingNeeds = ["film", "snapshot", "t", "lstmUnit", "rnnUnit", "cellRange", "focus"];
  const update = (look, differing) => {
    // What was hidden has missed the changes so far.
    const everything = new Set(Object.keys(look));
    const changed = differing.has("focus") ? everything : differing;
    if (changed.has("focus")) focusOnIt(look);
    if (changed.has("film")) {
      headings.update(look);
      lanes.style.setProperty("--steps", look.film.steps);
    }
    if (changed.has("view")) {
      heat.hidden = look.view !== "heat";
      lines.hidden = look.view !== "lines";
      views.show(look.view);
    }
    [transport, curves, sequence, prediction, timeAxis].forEach((panel) => panel.update(look, changed));
    if (look.focus.parts.has("gradients")) gradients.update(look, changed);
    const missed = changed.has("view") ? everything : changed;
    for (const panel of look.view === "heat" ? maps : charts) {
      if (panel.shows(look)) panel.update(look, missed);
    }
    if (!readingNeeds.some((name) => changed.has(name))) return;
    const reading = readUnits(look);
    cellsShown().forEach((cell) => cell.update(look, changed, reading));
    if (!equations.element.hidden) equations.update(reading);
    summary.update(look, changed, reading);
  };
  const flow = (seconds) => cellsShown().forEach((cell) => cell.flow(seconds));
  const release = () => {
    curves.release();
    pointable.forEach((lane) => lane.surface.release());
  };
  return { stage, message, lanes, pointable, update, flow, rest: summary.rest, release };
}
