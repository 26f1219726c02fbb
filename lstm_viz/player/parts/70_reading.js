// All numbers of a model's chosen unit at this time step, for the diagrams, equations, the sentence.

/** The lane of a unit (one layer in one direction), and the unit's place in it, from 0. */
function laneOf({ lanes }, unit) {
  const lane = lanes.findLast(({ first }) => first <= unit);
  return { lane, place: unit - lane.first };
}

/**
 * Read the chosen unit of a model.
 * @param {object} look {film, snapshot, t, units}
 * @param {string} key the model's, as in film.models
 * @returns {object} every quantity by its name; the parts of its sum as NAME.input, NAME.past and,
 *   through a peephole, NAME.cell; hiddenBefore and cellBefore, which a unit that runs backward
 *   has from t + 1, and a unit at its first step from the initial state, if the film has one; what
 *   follows from them (see DERIVED); token, event; kind, unit, its lane, isBackward
 */
function readUnit({ film, snapshot, t, units }, key) {
  const record = film.models[key];
  const unit = units[key];
  const { lane } = laneOf(record, unit);
  const at = (name, step = t) => snapshot.values(`${key}.${name}`)[step * record.units + unit];
  const stepBefore = lane.backward ? t + 1 : t - 1;
  const isThere = stepBefore >= 0 && stepBefore < film.steps;
  const initial = (name) =>
    snapshot.has(`${key}.${name}`) ? snapshot.values(`${key}.${name}`)[unit] : 0;
  const before = (name) =>
    isThere ? at(name, stepBefore) : initial(`initial_${name.replace("_state", "")}`);
  const reading = {
    kind: record.kind,
    unit,
    lane,
    isBackward: lane.backward,
    token: shownToken(film.probe.tokens[t]),
    event: film.probe.events[t],
    hiddenBefore: before("hidden_state"),
  };
  for (const name of record.quantities) reading[name] = at(name);
  for (const name of record.squashed) {
    reading[`${name}.input`] = at(`from_input.${name}`);
    reading[`${name}.past`] = at(`from_past.${name}`);
  }
  if (record.kind === "peephole") {
    for (const gate of GATES) reading[`${gate}.cell`] = at(`from_cell.${gate}`);
  }
  if (record.memory === "cell_state") reading.cellBefore = before("cell_state");
  DERIVED[record.kind](reading);
  if (record.attention) {
    const weights = snapshot.values(`${key}.attention`).subarray(t * film.steps, t * film.steps + t + 1);
    Object.assign(reading, attended(weights, (s) => at("hidden_state", s)));
  }
  return reading;
}

const withCellState = (reading) => {
  reading.kept = reading.forget_gate * reading.cellBefore;
  reading.written = reading.input_gate * reading.candidate;
  reading.squashed = Math.tanh(reading.cell_state);
};
const DERIVED = {
  lstm: withCellState,
  peephole: withCellState,
  gru(reading) {
    reading.replaced = 1 - reading.update_gate;
    reading.kept = reading.update_gate * reading.hiddenBefore;
    reading.written = reading.replaced * reading.candidate;
    reading.usedPast = reading.reset_gate * reading["candidate.past"];
    reading.sum = reading["candidate.input"] + reading.usedPast;
  },
  rnn(reading) {
    reading.sum = reading["hidden_state.input"] + reading["hidden_state.past"];
  },
};

/** What attention gives a unit: the weighted mean of what it has said so far. */
function attended(weights, saidAt) {
  const mostAttended = weights.indexOf(Math.max(...weights));
  return {
    mostAttended,
    attention: weights[mostAttended],
    context: weights.reduce((sum, weight, s) => sum + weight * saidAt(s), 0),
  };
}

/** What a quantity does at this value, in a word. */
const wordOf = (quantity, value) =>
  isGate(quantity) ? gateWord(quantity, value) : QUANTITIES[quantity].word;
