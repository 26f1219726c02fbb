// The LSTM cell, after the well-known drawing: the cell state runs along the top, gates act on it.

const LSTM_GATES = ["forget_gate", "input_gate", "candidate", "output_gate"];

/** Where everything is; the gates' boxes stand at a height of the drawing's choice. */
const lstmPlaces = ({ gate, out = 478 }) => ({
  ...{ forget_gate: 128, input_gate: 216, candidate: 304, output_gate: 394, out },
  ...{ line: 64, mix: 146, gate, bus: gate + 48 },
});

function describeLstm({ held }) {
  const whole =
    "LSTM cell: the cell state runs along the top; the forget gate multiplies it, input gate " +
    "times candidate is added, the output gate decides how much is read out as hidden state.";
  return held ? `${whole} The ${QUANTITIES[held].name} is held at 1.` : whole;
}

const LSTM_CELL = {
  height: () => 364,
  describe: describeLstm,
  draw(board, record) {
    const places = lstmPlaces({ gate: 214 });
    board.body(14, 288);
    return drawLstm(board, places, record.held);
  },
};

/** @returns {function} that shows a reading; the cell state is drawn as a part of its range */
function drawLstm(board, places, held) {
  const wires = lstmWires(board, places, held);
  drawLstmBoxes(board, places, held);
  const numbers = lstmNumbers(board, places, held);
  return (reading, range) => {
    wires.hiddenBefore.set(reading.hiddenBefore);
    for (const name of ["cellBefore", "kept", "cell_state"]) wires[name].set(reading[name] / range);
    wires.tapped.set(reading.cell_state / range);
    for (const name of [...LSTM_GATES, "written", "squashed", "hidden_state"]) {
      wires[name].set(name === held ? 1 : reading[name]);
    }
    for (const name of ["cellBefore", "cell_state", "hiddenBefore", "hidden_state", "squashed"]) {
      numbers[name](reading[name]);
    }
    for (const name of LSTM_GATES) {
      if (name !== held) numbers[name](reading[name], wordOf(name, reading[name]));
    }
    numbers.kept(`f·c = ${fixed(reading.kept)}`);
    numbers.written(`i·g = ${fixed(reading.written)}`);
    numbers.input(reading);
  };
}

function lstmWires(board, places, held) {
  const { out, line, mix, gate, bus } = places;
  const [F, G, O] = [places.forget_gate, places.candidate, places.output_gate];
  const gateWire = (name, path) => board.wire(path, name === held ? "vector" : name);
  /** From the top of a gate's box, up and to the right, into a node. */
  const elbow = (x, to) =>
    `M${x} ${gate - 17}V${mix + 14}Q${x} ${mix} ${x + 14} ${mix}H${to - 14}`;
  board.bundle(`M84 ${bus + 74}V${bus + 16}Q84 ${bus} 100 ${bus}`);
  const hiddenBefore = board.wire(`M4 ${bus}H84`, "hidden_state");
  const lastTap = held === "output_gate" ? G : O;
  board.bundle(`M84 ${bus}H${lastTap - 14}Q${lastTap} ${bus} ${lastTap} ${bus - 14}V${gate + 17}`);
  for (const name of LSTM_GATES) {
    const x = places[name];
    if (x !== lastTap && name !== held) board.bundle(`M${x} ${bus}V${gate + 17}`);
  }
  return {
    hiddenBefore,
    cellBefore: board.wire(`M4 ${line}H${F - 14}`, "cell_state"),
    kept: board.wire(`M${F + 14} ${line}H${G - 14}`, "cell_state"),
    cell_state: board.wire(`M${G + 14} ${line}H566`, "cell_state"),
    forget_gate: gateWire("forget_gate", `M${F} ${gate - 17}V${line + 14}`),
    input_gate: gateWire("input_gate", elbow(places.input_gate, G)),
    candidate: gateWire("candidate", `M${G} ${gate - 17}V${mix + 14}`),
    written: board.wire(`M${G} ${mix - 14}V${line + 14}`, "candidate"),
    output_gate: gateWire("output_gate", elbow(O, out)),
    tapped: board.wire(`M${out} ${line}V${line + 24}`, "cell_state"),
    squashed: board.wire(`M${out} ${line + 52}V${mix - 14}`, "cell_state"),
    hidden_state: board.wire(
      `M${out} ${mix + 14}V${bus - 16}Q${out} ${bus} ${out + 16} ${bus}H566`, "hidden_state",
    ),
  };
}

function drawLstmBoxes(board, places, held) {
  const { out, line, mix, gate, bus } = places;
  board.arrow(line, "cell_state");
  board.arrow(bus, "hidden_state");
  for (const name of LSTM_GATES) {
    const meaning = name === held ? "vector" : name;
    const sign = name === held ? "1" : name === "candidate" ? "tanh" : "σ";
    board.box(places[name], gate, 60, sign, meaning);
    board.name(places[name], bus + 25, meaning, QUANTITIES[name].symbol, QUANTITIES[name].name);
  }
  board.pill(out, line + 39, "tanh");
  board.node(places.forget_gate, line, "×");
  board.node(places.candidate, line, "+");
  board.node(places.candidate, mix, "×");
  board.node(out, mix, "×");
}

function lstmNumbers(board, places, held) {
  const { out, line, mix, bus } = places;
  const middle = (places.forget_gate + places.candidate) / 2;
  const numbers = {
    cellBefore: board.state(31, line, "cell_state", `c_${board.before}`),
    cell_state: board.state(549, line, "cell_state", "c_t"),
    hiddenBefore: board.state(31, bus, "hidden_state", `h_${board.before}`),
    hidden_state: board.state(549, bus, "hidden_state", "h_t"),
    kept: board.number(middle, line - 24, "cell_state", { size: 16, anchor: "middle" }),
    written: board.number(places.candidate + 13, line + 40, "candidate", { size: 16 }),
    squashed: board.number(out - 12, mix - 16, "cell_state", { size: 16, anchor: "end" }),
    input: board.input(84, bus + 94),
  };
  for (const name of LSTM_GATES) {
    numbers[name] = board.number(places[name] + 11, mix + 26, name === held ? "vector" : name);
  }
  if (held) numbers[held]("1", "held at 1");
  return numbers;
}
