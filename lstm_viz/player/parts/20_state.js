// What the viewer looks at. One object, changed by set(), compared once per frame.

const VIEWS = ["heat", "lines"];
const AXES = ["sequence", "training"];
const SPEEDS = [0.25, 0.5, 1, 2, 4];

function createState(wake) {
  const state = {
    film: null,
    index: 0, // place of the snapshot in film.snapshots
    t: 0,
    unit: { lstm: null, rnn: null }, // null: the unit that follows the content best
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
  };
  const set = (patch) => {
    Object.assign(state, patch);
    wake();
  };
  return { state, set };
}

const numberOfUnit = (state, model) => state.unit[model] ?? state.film.models[model].unit_order[0];

/** What is on screen: the position with the preview applied. Panels read this and nothing else. */
function lookOf(state) {
  const { film, preview } = state;
  const index = Math.min(state.index, film.snapshots.length - 1);
  const of = (model) => (preview?.model === model ? preview.unit : numberOfUnit(state, model));
  const errors = state.metric === "loss" || !film.task.higher_is_better;
  return {
    film,
    index,
    snapshot: film.snapshots[index],
    t: preview?.t ?? state.t,
    lstmUnit: of("lstm"),
    rnnUnit: of("rnn"),
    view: state.view,
    axis: state.axis,
    speed: state.speed,
    loop: state.loop,
    playing: state.playing,
    metric: state.metric,
    curveScale: state.curveScale ?? (errors ? "log" : "linear"),
    training: state.training,
    theme: state.theme,
    focus: state.showsAll ? EVERYTHING : (state.focus ?? EVERYTHING),
    isFocused: state.focus !== null,
    showsAll: state.showsAll,
    cellRange: film.cellRange,
  };
}

/** Names of what differs between two looks; everything, when there was none before. */
function differences(before, now) {
  return new Set(Object.keys(now).filter((name) => !before || before[name] !== now[name]));
}
