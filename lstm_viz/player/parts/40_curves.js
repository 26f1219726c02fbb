// Learning curves of both models: what was learned by when, and the scrubber of the training axis.

const CURVES_HEIGHT = 152;

function createCurves(wake, actions) {
  const surface = new Surface(wake);
  const title = element("h2");
  const metric = createSwitch("Curve", [["score", "Score"], ["loss", "Loss"]], (value) =>
    actions.set({ metric: value, curveScale: null }),
  );
  const scale = createSwitch("Scale", [["log", "Log"], ["linear", "Linear"]], (value) =>
    actions.set({ curveScale: value }),
  );
  const slider = element("div", {
    class: "scrubber", role: "slider", tabindex: "0", "aria-label": "Training: update",
  }, surface.element);
  const header = element("header", {}, title,
    element("div", { class: "switches" }, metric.element, scale.element));
  const root = element("section", { class: "curves", "aria-label": "Learning curves" }, header, slider);

  let geometry = null;
  const indexAt = (clientX) => {
    const { film } = geometry;
    const update = geometry.update(clientX - surface.element.getBoundingClientRect().left);
    const distance = (n) => Math.abs(film.snapshots[n].update - update);
    return film.snapshots.reduce((best, _, n) => (distance(n) < distance(best) ? n : best), 0);
  };
  const scrub = (event) => geometry && actions.scrubTraining(indexAt(event.clientX));
  slider.addEventListener("pointerdown", (event) => {
    slider.setPointerCapture(event.pointerId);
    scrub(event);
  });
  slider.addEventListener("pointermove", (event) => {
    if (slider.hasPointerCapture(event.pointerId)) scrub(event);
  });

  const shown = ["film", "snapshot", "metric", "curveScale", "training", "theme", "focus"];
  const update = (look, changed) => {
    if (changed.has("film")) root.hidden = !look.film.trains;
    if (root.hidden) return;
    if (changed.has("metric") || changed.has("film")) {
      const name = look.metric === "loss" ? "loss" : look.film.task.score_name;
      setText(title, `Learning: ${name} against update`);
      metric.show(look.metric);
    }
    scale.show(look.curveScale);
    const isWhole = look.focus.parts.has("curves");
    if (changed.has("focus")) {
      header.hidden = !isWhole;
      root.classList.toggle("slim", !isWhole);
      surface.setHeight(isWhole ? CURVES_HEIGHT : AXIS_HEIGHT);
    }
    if (!mustDraw(surface, changed, shown)) return;
    geometry = isWhole ? drawCurves(surface, look) : drawTrainingAxis(surface, look);
    const { update: at } = look.snapshot;
    const last = look.film.updates;
    slider.setAttribute("aria-valuemin", "0");
    slider.setAttribute("aria-valuemax", String(last));
    slider.setAttribute("aria-valuenow", String(at));
    const values = modelsIn(look.focus).map((model) =>
      `${look.film.models[model].title} ${measured(look.snapshot.scalar(`${model}.${look.metric}`))}`);
    slider.setAttribute("aria-valuetext", `update ${at} of ${last}: ${values.join(", ")}`);
  };
  return { element: root, update, release: () => surface.release() };
}
