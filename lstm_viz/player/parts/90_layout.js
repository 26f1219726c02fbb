// Where everything is on the page, and which of it has to be brought up to date.

/** @param {(lane: object) => void} listen called for each lane that can be pointed at */
function createLayout(wake, actions, listen) {
  const transport = createTransport(actions);
  const summary = createSummary();
  const message = element("p", { class: "message", role: "alert", hidden: "" });
  const stage = element("div", { class: "stage", hidden: "" },
    transport.element, summary.element, summary.aloud);
  let panels = null;
  let structure = null;

  /** Make panels for a film that the present ones cannot show. */
  const furnish = (film) => {
    panels?.release();
    panels?.element.remove();
    panels = createPanels(wake, actions, film);
    structure = film.structure;
    summary.element.after(panels.element);
    panels.pointable.forEach(listen);
  };

  const readingNeeds = ["film", "snapshot", "t", "focus"];
  const update = (look, differing) => {
    if (look.film.structure !== structure) furnish(look.film);
    // What was hidden has missed the changes so far.
    const changed = differing.has("focus") ? everythingOf(look) : differing;
    transport.update(look, changed);
    panels.update(look, changed);
    const keys = Object.keys(look.film.models);
    const moved = readingNeeds.some((name) => changed.has(name));
    if (!moved && !keys.some((key) => changed.has(`unit:${key}`))) return;
    const readings = Object.fromEntries(keys.map((key) => [key, readUnit(look, key)]));
    panels.updateUnits(look, changed, readings);
    summary.update(look, changed, readings);
  };
  return {
    stage,
    message,
    update,
    lanes: () => panels.lanes,
    flow: (seconds) => panels?.flow(seconds),
    rest: summary.rest,
    release: () => panels?.release(),
  };
}
