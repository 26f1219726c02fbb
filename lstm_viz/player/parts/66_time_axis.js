// The numbers of the time steps, below everything that shares them: the slider of the sequence.

function createTimeAxis(wake) {
  const lane = createLane(wake, "time-axis");
  lane.surface.setHeight(matchMedia("(pointer: coarse)").matches ? 40 : 18); // a finger needs more
  nameLane(lane, { name: "time step" });
  const slider = lane.surface.element.parentElement;
  const role = { role: "slider", tabindex: "0", "aria-label": "Time step", "aria-valuemin": "1" };
  for (const [name, value] of Object.entries(role)) slider.setAttribute(name, value);
  const update = (look, changed) => {
    setText(lane.value, `${look.t + 1} of ${look.film.steps}`);
    if (changed.has("t") || changed.has("film")) {
      const { events, tokens } = look.film.probe;
      const here = [events[look.t], tokens[look.t]].filter(Boolean).join(", ");
      slider.setAttribute("aria-valuemax", String(look.film.steps));
      slider.setAttribute("aria-valuenow", String(look.t + 1));
      slider.setAttribute("aria-valuetext", `time step ${look.t + 1} of ${look.film.steps}: ${here}`);
    }
    if (!mustDraw(lane.surface, changed, ["film", "theme"])) return;
    const { film, theme } = look;
    const context = lane.surface.begin();
    const columns = columnsOf(lane.surface, film.steps);
    const digits = String(film.steps).length;
    const every = [1, 5, 10, 20, 50].find((n) => n * columns.width >= 10 + 8 * digits) ?? 100;
    const at = { colour: theme.muted, font: `13px ${theme.font}`, align: "center" };
    for (let step = 1; step <= film.steps; step++) {
      const wanted = step === 1 || (step % every === 0 && (step - 1) * columns.width >= 24);
      if (!wanted) continue;
      const size = 8 * String(step).length;
      const x = within(columns.centre(step - 1), size, lane.surface.width);
      label(context, String(step), x, 10, at);
    }
  };
  return { elements: [lane.element], lanes: [lane], update };
}
