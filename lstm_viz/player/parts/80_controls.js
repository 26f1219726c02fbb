// Buttons, switches and the transport line.

const ICONS = {
  play: "M7 4.5v15l12.5-7.5z",
  pause: "M6.5 4.5h4v15h-4zM13.5 4.5h4v15h-4z",
  back: "M6 5h2.4v14H6zM19 5v14L9.5 12z",
  forward: "M15.6 5H18v14h-2.4zM5 5v14l9.5-7z",
  loop: "M7 7h10v3l4-4-4-4v3H5v6h2zM17 17H7v-3l-4 4 4 4v-3h12v-6h-2z",
  full: "M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z",
  left: "M15 5l-7 7 7 7z",
  right: "M9 5l7 7-7 7z",
};

function icon(name) {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("aria-hidden", "true");
  made.classList.add("icon");
  svg(made, "path", { d: ICONS[name] });
  return made;
}

/** A row of buttons of which one is chosen. choices: [[value, text], ...] */
function createSwitch(name, choices, choose) {
  const root = element("div", { class: "switch", role: "group", "aria-label": name });
  const buttons = choices.map(([value, text]) => {
    const button = element("button", { type: "button", "aria-pressed": "false" }, text);
    button.addEventListener("click", () => choose(value));
    root.append(button);
    return [value, button];
  });
  let shown;
  const show = (value) => {
    if (value === shown) return;
    shown = value;
    buttons.forEach(([its, button]) => button.setAttribute("aria-pressed", String(its === value)));
  };
  return { element: root, show };
}

function createTransport(actions) {
  const button = (glyph, name, run, kind = "") => {
    const about = { type: "button", class: kind, "aria-label": name, title: name };
    const made = element("button", about, icon(glyph));
    made.addEventListener("click", run);
    return made;
  };
  const play = button("play", "Play", actions.togglePlay, "play");
  const [playing, paused] = [icon("pause"), play.firstChild];
  const back = button("back", "Step back", () => actions.step(-1));
  const forward = button("forward", "Step forward", () => actions.step(1));
  const full = button("full", "Full screen", actions.toggleFullScreen, "full");
  full.hidden = !document.fullscreenEnabled;
  const loop = button("loop", "Loop", actions.toggleLoop, "loop");
  const everything = element("button", { type: "button", class: "everything" });
  everything.addEventListener("click", actions.toggleEverything);
  const axes = [["sequence", "Sequence"], ["training", "Training"]];
  const axis = createSwitch("What plays", axes, (value) => actions.set({ axis: value }));
  const speeds = SPEEDS.map((factor) => [factor, `${String(factor).replace("0.", ".")}×`]);
  const speed = createSwitch("Speed", speeds, (value) => actions.set({ speed: value }));
  const [step, at, training] = [element("b"), element("b"), element("span", { class: "training" })];
  const atUpdate = element("span", {}, "update ", at);
  const place = element("div", { class: "place" },
    element("span", {}, "time step ", step), atUpdate, training);
  const root = element("div", { class: "transport", role: "group", "aria-label": "Playback" },
    element("div", { class: "first" },
      element("div", { class: "buttons" }, back, play, forward), axis.element),
    element("div", { class: "rest" }, speed.element, loop, full, everything, place));

  const update = (look, changed) => {
    if (changed.has("playing")) {
      play.replaceChildren(look.playing ? playing : paused);
      play.setAttribute("aria-label", look.playing ? "Pause" : "Play");
      play.title = `${look.playing ? "Pause" : "Play"} (space)`;
    }
    if (changed.has("film")) axis.element.hidden = atUpdate.hidden = !look.film.trains;
    axis.show(look.axis);
    speed.show(look.speed);
    if (changed.has("loop")) loop.setAttribute("aria-pressed", String(look.loop));
    everything.hidden = !look.isFocused;
    setText(everything, look.showsAll ? "Show less" : "Show everything");
    setText(step, `${look.t + 1} of ${look.film.steps}`);
    setText(at, `${look.snapshot.update} of ${look.film.updates}`);
    if (changed.has("training")) showTraining(training, look.training);
  };
  return { element: root, update };
}

/** How the training stands, while there is one. */
function showTraining(badge, { state, update, of }) {
  badge.hidden = state === "idle";
  badge.classList.toggle("running", state === "training");
  const word = state === "training" ? "training" : "training paused";
  setText(badge, of ? `${word}: ${update} of ${of} updates` : word);
}
