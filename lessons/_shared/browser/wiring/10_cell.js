// One LSTM unit on the memory-cell task: its equations, its score, and what the task wants of it.

const FEATURES = ["value", "write", "erase", "read"];
const [WRITE, ERASE, READ] = [1, 2, 4]; // commands of one time step, added up
const GATES = ["input_gate", "forget_gate", "candidate", "output_gate"]; // PyTorch's order
const PAST = 4; // the place of U, the weight of the hidden state before, among a gate's six numbers
const BIAS = 5;

const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/**
 * @typedef {Object<string, number[]>} Weights of each gate six numbers: W of value, write, erase and
 *   read, U and b; and `readout`: its weight and its bias
 */

/** What a gate's sum gets from each of the eight ways to give commands, its bias included. */
function sumsOfCommands([, write, erase, read, , bias]) {
  return Float64Array.from({ length: 8 }, (_, command) =>
    bias + (command & WRITE && write) + (command & ERASE && erase) + (command & READ && read));
}

/** What may be asked of a unit over and over: everything that does not depend on the sequence. */
function prepare(weights) {
  return {
    sums: GATES.map((gate) => sumsOfCommands(weights[gate])),
    value: GATES.map((gate) => weights[gate][0]),
    past: GATES.map((gate) => weights[gate][PAST]),
    readout: weights.readout,
  };
}

/**
 * Run the unit over one sequence, and keep everything.
 *   i, f, o = sigmoid(W x + b + U h_before), g = tanh(...), c = f c_before + i g, h = o tanh(c)
 * @param {Weights} weights
 * @param {{values: Float32Array, commands: Uint8Array}} sequence of T time steps
 * @returns {Object<string, Float64Array>} every gate, cell_state, hidden_state, says
 */
function runUnit(weights, { values, commands }) {
  const T = values.length;
  const { sums, value, past, readout } = prepare(weights);
  const names = [...GATES, "cell_state", "hidden_state", "says"];
  const run = Object.fromEntries(names.map((name) => [name, new Float64Array(T)]));
  let [c, h] = [0, 0];
  for (let t = 0; t < T; t++) {
    const sum = (k) => sums[k][commands[t]] + value[k] * values[t] + past[k] * h;
    const [i, f, g, o] = [sigmoid(sum(0)), sigmoid(sum(1)), Math.tanh(sum(2)), sigmoid(sum(3))];
    c = f * c + i * g;
    h = o * Math.tanh(c);
    const all = [i, f, g, o, c, h, readout[0] * h + readout[1]];
    names.forEach((name, k) => (run[name][t] = all[k]));
  }
  return run;
}

/** What is to be said at each time step: what was last written and not erased, when it is read. */
function wantedOf({ values, commands }) {
  let stored = 0;
  return Float64Array.from(values, (value, t) => {
    if (commands[t] & WRITE) stored = value;
    if (commands[t] & ERASE) stored = 0;
    return commands[t] & READ ? stored : 0;
  });
}

/**
 * The mean squared error over many sequences: some 50,000 exponentials, so nothing is allocated.
 * @param {Weights} weights
 * @param {{values, commands, wanted, steps: number, count: number}} batch time-major, (T, B) flat
 */
function scoreOf(weights, { values, commands, wanted, steps, count }) {
  const { sums: [si, sf, sg, so], value: [vi, vf, vg, vo], past: [ui, uf, ug, uo], readout } =
    prepare(weights);
  const [loud, offset] = readout;
  let total = 0;
  for (let b = 0; b < count; b++) {
    let [c, h] = [0, 0];
    for (let at = b; at < steps * count; at += count) {
      const command = commands[at];
      const v = values[at];
      const i = 1 / (1 + Math.exp(-(si[command] + vi * v + ui * h)));
      const f = 1 / (1 + Math.exp(-(sf[command] + vf * v + uf * h)));
      const g = Math.tanh(sg[command] + vg * v + ug * h);
      const o = 1 / (1 + Math.exp(-(so[command] + vo * v + uo * h)));
      c = f * c + i * g;
      h = o * Math.tanh(c);
      const miss = loud * h + offset - wanted[at];
      total += miss * miss;
    }
  }
  return total / (steps * count);
}
