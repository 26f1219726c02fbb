// All numbers of the chosen units at this time step, for the diagrams, equations and the sentence.

function readUnits({ film, snapshot, t, lstmUnit, rnnUnit }) {
  const at = (model, name, unit, step = t) =>
    step < 0 ? 0 : snapshot.values(`${model}.${name}`)[step * film.units[model] + unit];
  const lstm = {};
  for (const name of LSTM_ROWS) lstm[name] = at("lstm", name, lstmUnit);
  for (const name of [...GATES, "candidate"]) {
    lstm[`${name}.input`] = at("lstm", `from_input.${name}`, lstmUnit);
    lstm[`${name}.past`] = at("lstm", `from_past.${name}`, lstmUnit);
  }
  lstm.cellBefore = at("lstm", "cell_state", lstmUnit, t - 1);
  lstm.hiddenBefore = at("lstm", "hidden_state", lstmUnit, t - 1);
  lstm.kept = lstm.forget_gate * lstm.cellBefore;
  lstm.written = lstm.input_gate * lstm.candidate;
  lstm.squashed = Math.tanh(lstm.cell_state);
  const rnn = {
    hidden_state: at("rnn", "hidden_state", rnnUnit),
    hiddenBefore: at("rnn", "hidden_state", rnnUnit, t - 1),
    input: at("rnn", "from_input.hidden_state", rnnUnit),
    past: at("rnn", "from_past.hidden_state", rnnUnit),
  };
  rnn.sum = rnn.input + rnn.past;
  return { lstm, rnn, token: shownToken(film.probe.tokens[t]), event: film.probe.events[t] };
}
