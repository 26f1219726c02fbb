// The panels that show a film: made anew for a film with other models, kept while a film grows.

function createPanels(wake, actions, film) {
  const models = Object.values(film.models);
  const curves = createCurves(wake, actions);
  const sequence = createSequence(wake);
  const prediction = createPrediction(wake, film.models);
  const gradients = createGradients(wake, film);
  const timeAxis = createTimeAxis(wake);
  const cells = models.map((model) => ({ key: model.key, cell: createCell(actions, model.key, model) }));
  const equations = createEquations(models);
  const choices = [["heat", "Heat maps"], ["lines", "Lines"]];
  if (film.compares) choices.push(["difference", "Difference"]);
  const switches = createSwitch("View", choices, (view) => actions.set({ view }));
  const headings = createUnitHeadings(switches.element);
  const heat = createView(models.map((model) => mapsOf(wake, model)));
  const lines = createView(models.map((model) =>
    chartsOf(model).map((chart) => createLineChart(wake, model, chart))));
  const differences = createView(film.compares ? [differencesOf(wake, models)] : []);
  const views = { heat, lines, difference: differences };
  const panelsOfViews = Object.values(views).flatMap((its) => its.panels);
  heat.groups[1]?.before(headings.second);

  const cursor = element("div", { class: "cursor-track" }, element("div", { class: "cursor" }));
  const lanes = element("section", { class: "lanes", "aria-label": "The sequence, time step by time step" },
    ...sequence.elements, ...prediction.elements, headings.first,
    ...Object.values(views).map((its) => its.element), ...gradients.elements, ...timeAxis.elements, cursor);
  const diagrams = element("div", { class: "diagrams" }, ...cells.map(({ cell }) => cell.element));
  const right = element("div", { class: "right" }, diagrams, equations.element);
  const root = element("div", { class: "columns" },
    element("div", { class: "left" }, curves.element, lanes), right);
  if (models.some((model) => model.lanes.length > 1)) {
    [curves.element, lanes].forEach((part) => part.classList.add("layers")); // room for their names
  }
  const pointable = [
    ...[sequence, prediction, gradients, timeAxis].flatMap((panel) => panel.lanes),
    ...panelsOfViews.map(({ lane }) => lane),
  ];

  /** Show what the page is about. */
  const focusOnIt = (look) => {
    const { models: shown, parts } = look.focus;
    for (const panel of panelsOfViews) {
      panel.lane.element.hidden = !panel.shows(look);
    }
    for (const { key, cell } of cells) cell.element.hidden = !parts.has("cells") || !shown.has(key);
    equations.focus(look.focus);
    diagrams.hidden = !parts.has("cells");
    right.hidden = diagrams.hidden && equations.element.hidden;
  };
  const cellsShown = () => cells.map(({ cell }) => cell).filter((cell) => !cell.element.hidden);

  const update = (look, changed) => {
    if (changed.has("focus")) focusOnIt(look);
    if (["film", "focus", "view"].some((name) => changed.has(name))) headings.update(look);
    if (changed.has("film")) lanes.style.setProperty("--steps", look.film.steps);
    if (changed.has("playing") || changed.has("axis")) {
      lanes.classList.toggle("reading", look.playing && look.axis === "sequence");
    }
    if (changed.has("view")) {
      for (const [name, its] of Object.entries(views)) its.element.hidden = look.view !== name;
      switches.show(look.view);
    }
    [curves, sequence, prediction, gradients, timeAxis].forEach((panel) => panel.update(look, changed));
    // What was hidden has missed the changes so far.
    const missed = changed.has("view") ? everythingOf(look) : changed;
    for (const panel of views[look.view].panels) {
      if (panel.shows(look)) panel.update(look, missed);
    }
  };
  const updateUnits = (look, changed, readings) => {
    for (const { key, cell } of cells) {
      if (!cell.element.hidden) cell.update(look, changed, readings[key]);
    }
    if (!equations.element.hidden) equations.update(readings);
  };
  const flow = (seconds) => cellsShown().forEach((cell) => cell.flow(seconds));
  const release = () => {
    curves.release();
    pointable.forEach((lane) => lane.surface.release());
  };
  return { element: root, lanes, pointable, update, updateUnits, flow, release };
}

/** All heat maps of a model. */
function mapsOf(wake, model) {
  const maps = model.quantities.map((quantity) => createHeatMap(wake, model, quantity));
  return model.attention ? [...maps, createAttentionMap(wake, model)] : maps;
}

/** One of two ways to look at the units, model by model. */
function createView(groups) {
  const elementsOf = groups.map((panels) => panels.map(({ lane }) => lane.element));
  return {
    element: element("div", { class: "view" }, ...elementsOf.flat()),
    groups: elementsOf.map(([first]) => first),
    panels: groups.flat(),
  };
}
