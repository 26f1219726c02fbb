// The player: mounts the layout into an element, feeds it films, tells where the viewer is.

const REST_MS = 400;

/**
 * Mount a film player.
 *
 * @param {Element|ShadowRoot} root where the player is appended
 * @param {object} options
 * @param {Object<string, string>} options.palette "forget_gate.light": "#...", ...
 * @param {object} [options.position] {t, update, unit, second_unit, view}, counted from 0 (the
 *   units are those of the first and the second model), with {play: "training" | "sequence"} to go
 *   through that axis once, and {show: "all"} to show the whole player in spite of a focus
 * @param {(position: object, film: {growing: boolean, trains: boolean}) => void}
 *   [options.onRest] called when the viewer comes to rest; growing: the film is of a run that still
 *   trains; trains: it has an axis of the training
 * @returns {object} player: show(bytes) and append(bytes), which promise the film's header or are
 *   rejected with a sentence; training({state, update, of}), focus({models, quantities, parts} or
 *   null for everything), moveTo(position), position, destroy()
 */
function mountFilm(root, { palette, position = null, onRest = null }) {
  const player = element("div", {
    class: "film-player", tabindex: "0", role: "region", "aria-label": "Film",
  });
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let look = null;
  let restedFor = 0;
  let restTimer = 0;
  let wanted = position;

  const { state, set } = createState(() => loop.wake());
  const clock = createClock({ state, set });
  const actions = createActions(player, { state, set }, clock);
  const pointing = createPointing(player, { state, set }, actions);
  const layout = createLayout(() => loop.wake(), actions, pointing.listen);
  const glide = createGlide();
  const loop = createLoop((seconds) => {
    if (!state.film || !state.theme) return false;
    clock.advance(seconds);
    const now = lookOf(state);
    const changed = differences(look, now);
    look = now;
    restedFor = changed.size || state.playing ? 0 : restedFor + seconds;
    layout.update(look, changed);
    const gliding = glide(layout.lanes(), look.t, seconds, calm.matches);
    const flowing = !calm.matches && restedFor < CALM_AFTER;
    if (flowing) layout.flow(state.playing ? seconds * Math.sqrt(state.speed) : seconds * CALM_PACE);
    if (changed.size) settle();
    return state.playing || gliding || flowing;
  });

  /** Once nothing has moved for a while, say where we are. */
  function settle() {
    clearTimeout(restTimer);
    if (state.playing || state.preview) return;
    restTimer = setTimeout(() => {
      layout.rest();
      const { trains } = state.film;
      onRest?.(handle.position, { growing: state.training.state === "training", trains });
    }, REST_MS);
  }

  const readColours = () => {
    const theme = readTheme(player, palette);
    if (theme.key === state.theme?.key) return;
    for (const [name, colour] of Object.entries(theme.colours)) {
      player.style.setProperty(`--colour-${name.replaceAll("_", "-")}`, colour);
    }
    player.style.setProperty("--negative", theme.negative);
    player.style.setProperty("--track", theme.track);
    set({ theme });
  };

  function moveTo({ t, update, unit, second_unit: secondUnit, view, play, show }) {
    const whole = (value, count) => Number.isInteger(value) && value >= 0 && value < count;
    const { film } = state;
    set({ playing: false, preview: null });
    if (whole(t, film.steps)) set({ t });
    if (Number.isFinite(update)) {
      const index = snapshotAt(film, update);
      set({ index, following: index === film.snapshots.length - 1 });
    }
    const units = { ...state.units };
    Object.values(film.models).forEach((model, place) => {
      const wish = [unit, secondUnit ?? (film.compares ? unit : undefined)][place];
      if (whole(wish, model.units)) units[model.key] = wish;
    });
    set({ units });
    if (VIEWS.includes(view)) set({ view });
    if (show === "all") set({ showsAll: true });
    if (play === "sequence" || (play === "training" && film.trains)) clock.playOnce(play, calm.matches);
  }

  /** Put a film on stage, at the place where the viewer was. */
  function stageFilm(film) {
    const before = state.film;
    const update = before?.snapshots[state.index].update;
    const newest = film.snapshots.length - 1;
    const index = !before || state.following ? newest : snapshotAt(film, update);
    const keeps = ({ key, units }) => state.units[key] < units;
    const kept = Object.values(film.models).filter(keeps).map(({ key }) => [key, state.units[key]]);
    const eventful = film.probe.events.findIndex((event) => !isQuiet(event));
    const sameSequence = before?.probe.tokens.join(" ") === film.probe.tokens.join(" ");
    set({
      film,
      index,
      following: index === newest,
      t: sameSequence ? state.t : Math.max(0, eventful),
      units: Object.fromEntries(kept),
      axis: film.trains ? state.axis : "sequence",
      preview: null,
    });
    player.setAttribute("aria-label", film.trains ? "Film of the training" : "Film of a recording");
    if (wanted) moveTo(wanted);
    wanted = null;
    layout.stage.hidden = false;
    tell(null);
  }

  function tell(error, hidesStage = false) {
    layout.message.hidden = !error;
    layout.stage.hidden = hidesStage || !state.film;
    if (!error) return;
    setText(layout.message, error instanceof FilmError ? error.message : "This film cannot be shown.");
    if (!hidesStage || !state.film) return;
    const back = element("button", { type: "button" }, "Back to the film before");
    back.addEventListener("click", () => tell(null));
    layout.message.append(" ", back);
  }

  const guarded = async (work, hidesStage) => {
    try {
      const film = await work();
      stageFilm(film);
      return film.header;
    } catch (error) {
      tell(error, hidesStage);
      throw error;
    }
  };

  player.append(layout.message, layout.stage);
  root.append(player);
  listenToKeys(player, actions);
  // The page's theme can change at any time. No event says so, but colours have a (very short)
  // transition in the style sheet, and its end is an event.
  player.addEventListener("transitionend", (event) => event.target === player && readColours());
  const connected = new ResizeObserver(readColours); // styles may arrive after the element
  connected.observe(player);
  readColours();

  const handle = {
    show: (bytes) => guarded(() => decodeFilm(bytes), true),
    append: (bytes) =>
      guarded(async () => {
        const part = await decodeFilm(bytes);
        return state.film ? mergeFilms(state.film, part) : part;
      }, false),
    training: (training) => set({ training }),
    focus: (record) => {
      player.classList.toggle("focused", Boolean(record));
      set({ focus: record ?? null });
    },
    moveTo: (place) => (state.film ? moveTo(place) : void (wanted = place)),
    get position() {
      if (!state.film) return wanted;
      const { t, index, view, film } = state;
      const [unit, second] = Object.keys(film.models).map((key) => numberOfUnit(state, key));
      const show = !state.focus ? undefined : state.showsAll ? "all" : "focus";
      return { t, update: film.snapshots[index].update, unit, second_unit: second, view, show };
    },
    destroy() {
      clearTimeout(restTimer);
      loop.stop();
      connected.disconnect();
      layout.release();
      player.remove();
    },
  };
  return handle;
}
