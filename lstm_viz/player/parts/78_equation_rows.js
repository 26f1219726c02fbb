// The equations of each kind of cell. In a row: the quantity that it gives, the symbols, the numbers
// and, unless the row ends with its symbols, what they come to.

const TIMES = "\u00a0· "; // a line that is too long breaks after it, and rather at a sum
const past = (letter) => [`${letter}_before`, letter === "c" ? "cell_state" : "hidden_state"];
const symbolAt = (quantity) => [`${QUANTITIES[quantity].symbol}_t`, quantity];
const numberOf = (name, quantity = null) => ({ of: name, quantity });

/** A quantity that is a squashed sum: of the input, the past and, through a peephole, the cell. */
function sumRow(quantity, squash, peephole = null) {
  const letter = QUANTITIES[quantity].symbol;
  const fromCell = peephole ? [" + ", [`p_${letter}`], " · ", peephole] : [];
  const numberFromCell = peephole ? [" + ", numberOf(`${quantity}.cell`, "cell_state")] : [];
  return {
    quantity,
    isSum: true,
    symbols: [
      `${squash}(`, [`W_${letter}`], " ", ["x_t"], " + ", [`b_${letter}`], " + ",
      [`U_${letter}`], " ", past("h"), ...fromCell, ")",
    ],
    numbers: [
      `${squash}(`, numberOf(`${quantity}.input`), " + ",
      numberOf(`${quantity}.past`, "hidden_state"), ...numberFromCell, ")",
    ],
  };
}

const CELL_STATE_ROW = {
  quantity: "cell_state",
  symbols: [
    symbolAt("forget_gate"), " · ", past("c"), " + ",
    symbolAt("input_gate"), " · ", symbolAt("candidate"),
  ],
  numbers: [
    numberOf("forget_gate", "forget_gate"), TIMES, numberOf("cellBefore", "cell_state"), " + ",
    numberOf("input_gate", "input_gate"), TIMES, numberOf("candidate", "candidate"),
  ],
};
const READ_OUT_ROW = {
  quantity: "hidden_state",
  symbols: [symbolAt("output_gate"), " · tanh(", symbolAt("cell_state"), ")"],
  numbers: [numberOf("output_gate", "output_gate"), TIMES, numberOf("squashed", "cell_state")],
};

const gruCandidateRow = () => ({
  quantity: "candidate",
  isSum: true,
  symbols: [
    "tanh(", ["W_g"], " ", ["x_t"], " + ", ["b_g"], " + ", symbolAt("reset_gate"), " · (",
    ["U_g"], " ", past("h"), " + ", ["d_g"], "))",
  ],
  numbers: [
    "tanh(", numberOf("candidate.input"), " + ", numberOf("reset_gate", "reset_gate"), TIMES,
    numberOf("candidate.past", "hidden_state"), ")",
  ],
});
const gruMixRow = () => ({
  quantity: "hidden_state",
  symbols: [
    "(1 − ", symbolAt("update_gate"), ") · ", symbolAt("candidate"), " + ",
    symbolAt("update_gate"), " · ", past("h"),
  ],
  numbers: [
    numberOf("replaced", "update_gate"), TIMES, numberOf("candidate", "candidate"), " + ",
    numberOf("update_gate", "update_gate"), TIMES, numberOf("hiddenBefore", "hidden_state"),
  ],
});

const ATTENTION_ROWS = [
  {
    quantity: "hidden_state",
    result: "attention",
    of: ["α_ts"],
    symbols: ["softmax", ["_s"], "(", ["h_t", "hidden_state"], " · ", ["h_s", "hidden_state"], ")"],
    word: ({ mostAttended }) => `most at s = ${mostAttended + 1}`,
  },
  {
    quantity: "hidden_state",
    result: "context",
    of: ["k_t"],
    symbols: [["Σ_s"], " ", ["α_ts"], " · ", ["h_s", "hidden_state"]],
    word: () => "context",
  },
  {
    quantity: "hidden_state",
    result: null,
    of: ["y_t"],
    symbols: [["V"], " [", ["h_t", "hidden_state"], "; ", ["k_t"], "] + ", ["d"]],
    word: () => "readout",
  },
];

/** A gate that is held at 1 is no sum any more. */
const heldRow = (quantity) =>
  ({ quantity, symbols: ["1"], result: null, word: () => "held at 1" });

const EQUATION_ROWS = {
  lstm: () => [
    sumRow("forget_gate", "σ"),
    sumRow("input_gate", "σ"),
    sumRow("candidate", "tanh"),
    sumRow("output_gate", "σ"),
    CELL_STATE_ROW,
    READ_OUT_ROW,
  ],
  // The output gate's peephole sees the new cell state.
  peephole: () => [
    sumRow("forget_gate", "σ", past("c")),
    sumRow("input_gate", "σ", past("c")),
    sumRow("candidate", "tanh"),
    CELL_STATE_ROW,
    sumRow("output_gate", "σ", symbolAt("cell_state")),
    READ_OUT_ROW,
  ],
  gru: () => [
    sumRow("reset_gate", "σ"),
    sumRow("update_gate", "σ"),
    gruCandidateRow(),
    gruMixRow(),
  ],
  rnn: ({ nonlinearity }) => [
    {
      ...sumRow("hidden_state", nonlinearity),
      symbols: [`${nonlinearity}(`, ["W x_t"], " + ", ["b"], " + ", ["U h_before", "hidden_state"], ")"],
    },
  ],
};

/** All rows of a model, in the order in which they are computed. */
const equationRows = (record) => [
  ...EQUATION_ROWS[record.kind](record).map((row) =>
    row.quantity === record.held ? heldRow(row.quantity) : row),
  ...(record.attention ? ATTENTION_ROWS : []),
];

/** What the symbols do not say, in a sentence; it stands with the equation of its quantity. */
const equationNotes = ({ kind, attention }) => [
  ...(kind === "gru"
    ? [["update_gate", "The update gate is forget gate and input gate in one: z keeps, and 1 − z writes."]]
    : []),
  ...(attention
    ? [["hidden_state", "α says how much of each time step s so far the readout sees; k is their mean by α."]]
    : []),
];
