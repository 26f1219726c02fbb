// What the viewer looks at. One object, changed by set(), compared once per frame.

const VIEWS = ["heat", "lines", "difference"];
const SPEEDS = [0.25, 0.5, 1, 2, 4];

function createState(wake) {
  const state = {
    film: null,
    index: 0, // place of the snapshot in film.snapshots
    t: 0,
    units: {}, // by model; one that is missing: the unit that follows the content best
    preview: null, // {t, model, unit} under the pointer; goes when the pointer goes
    view: "heat",
    axis: "sequence",
    speed: 1,
    loop: true,
    playing: false,
    following: true, // the newest snapshot, while training
    metric: "score",
    curveScale: null, // null: logarithmic for errors, linear for accuracies
    training: { state: "idle" },
    theme: null,
    focus: null, // what a page is about; null: everything
    showsAll: false, // nevertheless
    resolved: null, // that focus, as it is on this film
  };
  const set = (patch) => {
    Object.assign(state, patch);
    wake();
  };
  return { state, set };
}

/** All chosen units once a model's is chosen; of one model before and after, it is chosen in both. */
function unitsWith({ film, units }, model, unit) {
  const keys = film.compares ? Object.keys(film.models) : [model];
  return { ...units, ...Object.fromEntries(keys.map((key) => [key, unit])) };
}

const numberOfUnit = (state, key) => state.units[key] ?? state.film.models[key].follower;

const EVERYTHING = {};

/** The focus on this film: the same object until the page's wish or the film's structure changes. */
function focusOf(state) {
  const { film, focus, showsAll, resolved } = state;
  const record = showsAll ? EVERYTHING : (focus ?? EVERYTHING);
  if (resolved?.structure !== film.structure || resolved.record !== record) {
    state.resolved = { structure: film.structure, record, focus: focusOn(film, record) };
  }
  return state.resolved.focus;
}

/** What is on screen: the position with the preview applied. Panels read this and nothing else. */
function lookOf(state) {
  const { film, preview } = state;
  const index = Math.min(state.index, film.snapshots.length - 1);
  const units = {};
  for (const key of Object.keys(film.models)) {
    const isMeant = preview?.model && (preview.model === key || film.compares);
    units[key] = isMeant ? preview.unit : numberOfUnit(state, key);
  }
  const errors = state.metric === "loss" || !film.task.higher_is_better;
  return {
    film,
    index,
    snapshot: film.snapshots[index],
    t: preview?.t ?? state.t,
    units,
    view: state.view === "difference" && !film.compares ? "heat" : state.view,
    axis: state.axis,
    speed: state.speed,
    loop: state.loop,
    playing: state.playing,
    metric: state.metric,
    curveScale: state.curveScale ?? (errors ? "log" : "linear"),
    training: state.training,
    theme: state.theme,
    focus: focusOf(state),
    isFocused: state.focus !== null,
    showsAll: state.showsAll,
  };
}

/** Every name that differences() can come to: all of the look, and `unit:KEY` for each model. */
const everythingOf = (look) =>
  new Set([...Object.keys(look), ...Object.keys(look.units).map((key) => `unit:${key}`)]);

/** Names of what differs between two looks; everything, when there was none before. */
function differences(before, now) {
  if (!before || before.film.structure !== now.film.structure) return everythingOf(now);
  const changed = new Set();
  for (const name of Object.keys(now)) {
    if (name !== "units" && before[name] !== now[name]) changed.add(name);
  }
  for (const key of Object.keys(now.units)) {
    if (before.units[key] !== now.units[key]) changed.add(`unit:${key}`);
  }
  return changed;
}
