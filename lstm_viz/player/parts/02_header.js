// What the header of a film has to say before anything in it is believed.

/** What a cell of each kind records, in reading order, and what of it squashes a sum. */
const KINDS = {
  lstm: {
    quantities: ["forget_gate", "input_gate", "output_gate", "candidate", "cell_state", "hidden_state"],
    squashed: ["input_gate", "forget_gate", "candidate", "output_gate"],
  },
  gru: {
    quantities: ["reset_gate", "update_gate", "candidate", "hidden_state"],
    squashed: ["reset_gate", "update_gate", "candidate"],
  },
  rnn: { quantities: ["hidden_state"], squashed: ["hidden_state"] },
};
KINDS.peephole = KINDS.lstm;
const GATES = ["forget_gate", "input_gate", "output_gate"]; // of every cell with a cell state
const MOST_UNITS = 4096;
const TARGET_KINDS = ["value", "class", "set"];

const damaged = (what) => new FilmError(`This film is damaged: ${what}.`);
const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isName = (value) => typeof value === "string" && value.length > 0 && value.length <= 80;
const isCount = (value, most) => Number.isInteger(value) && value >= 1 && value <= most;
const isListOf = (value, is) => Array.isArray(value) && value.every(is);

function checkHeader({ arrays, config, models, task, probe, parts }) {
  const complete =
    Array.isArray(arrays) &&
    isRecord(config) &&
    isListOf(models, isRecord) &&
    Array.isArray(task?.inputs) &&
    Array.isArray(task?.outputs) &&
    Array.isArray(probe?.events) &&
    Array.isArray(probe?.tokens);
  if (!complete) throw damaged("its header is incomplete");
  if (models.length < 1 || models.length > 2) {
    throw new FilmError(`This film has ${models.length} models; this player shows one or two.`);
  }
  if (new Set(models.map(({ key }) => key)).size < models.length) {
    throw damaged("two of its models have the same name");
  }
  if (!TARGET_KINDS.includes(task.target_kind)) throw damaged("it does not say what its answers are");
  if (parts !== undefined && !isListOf(parts, isName)) throw damaged("the list of its parts is no list");
  models.forEach(checkModel);
}

function checkModel(model) {
  const { key, title, kind, quantities, squashed, memory, held, nonlinearity, attention } = model;
  // A key becomes a part of the names of arrays and of classes.
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(key) || !isName(title)) throw damaged("a model has no proper name");
  if (!Object.hasOwn(KINDS, kind)) {
    throw new FilmError(`This film shows a cell that this player does not know: ${kind}.`);
  }
  const has = (list, all) => Array.isArray(list) && [...list].sort().join() === [...all].sort().join();
  const isDescribed =
    has(quantities, KINDS[kind].quantities) &&
    has(squashed, KINDS[kind].squashed) &&
    quantities.includes(memory) && !memory.endsWith("gate") &&
    (held === null || (quantities.includes(held) && held.endsWith("gate"))) &&
    ["tanh", "relu"].includes(nonlinearity) &&
    typeof attention === "boolean";
  if (!isDescribed) throw damaged(`the cell of ${title} is not described properly`);
  checkOutcome(model);
  checkLanes(model);
}

function checkOutcome({ title, ended, solved_at: solvedAt }) {
  const isNumber = (value) => (value ?? null) === null || Number.isFinite(value);
  const isEnding = !ended || (Number.isFinite(ended.update) && typeof ended.reason === "string");
  if (!isNumber(solvedAt) || !isEnding) throw damaged(`what became of ${title} cannot be read`);
}

/** Lanes have so many units, and the order of all units goes lane by lane. */
function checkLanes({ title, lanes, unit_order: order, unit_follow: follow }) {
  const isLane = (lane) =>
    Number.isInteger(lane?.layer) && lane.layer >= 0 && typeof lane.backward === "boolean" &&
    isCount(lane.units, MOST_UNITS) && typeof lane.title === "string" && lane.title.length <= 80;
  if (!isListOf(lanes, isLane) || !lanes.length) throw damaged(`the layers of ${title} cannot be read`);
  const units = lanes.reduce((sum, lane) => sum + lane.units, 0);
  let first = 0;
  const isGrouped = Array.isArray(order) && order.length === units && units <= MOST_UNITS &&
    lanes.every((lane) => {
      const rows = order.slice(first, first + lane.units).sort((a, b) => a - b);
      const isWhole = rows.every((unit, place) => unit === first + place);
      first += lane.units;
      return isWhole;
    });
  if (!isGrouped) throw damaged("the order of its units is not an order");
  const isFollow = follow === undefined || (Array.isArray(follow) && follow.length === units);
  if (!isFollow) throw damaged(`how well the units of ${title} follow cannot be read`);
}
