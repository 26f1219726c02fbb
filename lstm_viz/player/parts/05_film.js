// The film as the panels see it: snapshots, each with its recorded arrays, in the order of updates.

/** One snapshot: every array of all models after one update. Numbers are unpacked when asked for. */
class Snapshot {
  #packed = new Map();
  #values = new Map();

  constructor(update, place, perSnapshot) {
    this.update = update;
    for (const [name, array] of perSnapshot) {
      const size = array.data.length / array.shape[0];
      const data = array.data.subarray(place * size, (place + 1) * size);
      this.#packed.set(name, { data, low: array.low, high: array.high });
    }
  }

  /** Whether the film has an array of this name: some are not in every film. */
  has(name) {
    return this.#packed.has(name);
  }

  /** All numbers of one array, flat. @returns {Float32Array} */
  values(name) {
    let values = this.#values.get(name);
    if (!values) {
      const { data, low, high } = this.#packed.get(name);
      const step = (high - low) / 65535;
      values = data instanceof Float32Array ? data : Float32Array.from(data, (q) => low + step * q);
      this.#values.set(name, values);
    }
    return values;
  }

  /** A number that exists once per snapshot, such as lstm.loss. */
  scalar(name) {
    return this.values(name)[0];
  }

  /** How many decimals of a number mean something: four, or fewer when packed in wider steps. */
  decimals(name) {
    const { data, low, high } = this.#packed.get(name);
    if (data instanceof Float32Array) return 4;
    return Math.min(4, Math.max(0, Math.floor(-Math.log10((high - low) / 65535))));
  }

  /** The largest size that the header promises: cheap, nothing is unpacked. */
  reach(name) {
    const { low, high } = this.#packed.get(name);
    return Math.max(Math.abs(low), Math.abs(high));
  }
}

/**
 * @returns {object} header, task, probe, steps, snapshots; models: by key, as describeModel has
 *   them, the first one first; updates; trains: whether there is an axis of the training; parts:
 *   which of the player's make sense; compares: whether its two models are one, before and after
 *   something was done to it, so that their difference can be shown; structure: equal for films that the same panels can show
 */
function assembleFilm(header, probe, steps, snapshots) {
  const models = Object.fromEntries(
    header.models.map((model, place) => [model.key, describeModel(model, place, snapshots)]),
  );
  // The film may still be growing: so many updates it will be, or are already.
  const updates = Math.max(Number(header.config.updates) || 0, snapshots.at(-1).update);
  const trains = updates > 0;
  const parts = partsOf(header, snapshots[0], trains);
  const compares = isOfOneModel(header);
  if (compares) {
    const reach = Math.max(...Object.values(models).map(({ cellRange }) => cellRange));
    for (const model of Object.values(models)) model.cellRange = reach; // one scale for both
  }
  const { outputs, target_kind: kind } = header.task;
  const cells = header.models.map((model) => [
    model.key, model.title, model.kind, model.held, model.nonlinearity, model.lanes,
    model.attention, model.quantities, model.memory,
  ]);
  return {
    header,
    task: header.task,
    probe,
    steps,
    snapshots,
    models,
    updates,
    trains,
    parts,
    compares,
    structure: JSON.stringify([cells, outputs, kind, [...parts], compares]),
  };
}

/** Whether a film says so, and its two models have the same units and quantities. */
function isOfOneModel({ models: [before, after], difference }) {
  const shape = ({ kind, lanes, unit_order: order }) => JSON.stringify([kind, lanes, order]);
  return difference === true && after !== undefined && shape(before) === shape(after);
}

/** The parts of the player for which the film has what they show. */
function partsOf({ models, parts = ALL_PARTS }, snapshot, trains) {
  const has = (name) => models.every(({ key }) => snapshot.has(`${key}.${name}`));
  const hasIts = { curves: trains, prediction: has("prediction"), gradients: has("gradient_hidden") };
  return new Set(ALL_PARTS.filter((part) => parts.includes(part) && (hasIts[part] ?? true)));
}

/** The next round number, so that a growing film does not rescale with every snapshot. */
function roundUp(value) {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 4, 5, 7.5, 10].find((n) => n * magnitude >= value - 1e-9) * magnitude;
}

const runOf = ({ header, structure }) =>
  JSON.stringify([header.config, header.probe.tokens, structure]);

/**
 * Put a part that arrived while training into a film. Equal updates are replaced by the part's.
 * A part of another run that begins at its beginning takes the film's place.
 * @throws {FilmError} when the part is of another run and begins later
 */
function mergeFilms(film, part) {
  if (runOf(film) !== runOf(part)) {
    if (part.snapshots[0].update === 0) return part;
    throw new FilmError("A part of another run arrived; it is ignored.");
  }
  part.header.models.forEach((model, m) => {
    model.solved_at = earliest(film.header.models[m].solved_at, model.solved_at);
  });
  const byUpdate = new Map(film.snapshots.map((snapshot) => [snapshot.update, snapshot]));
  part.snapshots.forEach((snapshot) => byUpdate.set(snapshot.update, snapshot));
  const snapshots = [...byUpdate.values()].sort((a, b) => a.update - b.update);
  return assembleFilm(part.header, film.probe, film.steps, snapshots);
}

/** A part knows only its own snapshots: the model may have solved the task before. */
const earliest = (a, b) => (a === null || b === null ? a ?? b : Math.min(a, b));

/** The place of the newest snapshot that is not later than an update. */
function snapshotAt(film, update) {
  const later = film.snapshots.findIndex((snapshot) => snapshot.update > update);
  return later < 0 ? film.snapshots.length - 1 : Math.max(0, later - 1);
}
