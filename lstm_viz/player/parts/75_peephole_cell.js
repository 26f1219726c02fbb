// The LSTM with peepholes: three thin wires from the cell state to the gates. What keeps and writes
// sees the cell state before, what reads out sees the new one.

const PEEPHOLE_CELL = {
  height: () => 402,
  describe: (record) => `${describeLstm(record)} Through peepholes the gates see the cell state.`,
  draw(board, record) {
    const places = lstmPlaces({ gate: 252, out: 470 });
    board.body(14, 326);
    const peepholes = drawPeepholes(board, places);
    const show = drawLstm(board, places, record.held);
    return (reading, range) => {
      show(reading, range);
      for (const [gate, { wire, number }] of Object.entries(peepholes)) {
        const value = reading[`${gate}.cell`];
        wire.set(Math.tanh(value)); // one part of a sum, as large as what could come of it
        number(value, gate === "input_gate" ? "" : "p · c");
      }
    };
  },
};

/** Their numbers stand outside of the cell, or in the gap above the input gate. */
function drawPeepholes(board, places) {
  const { forget_gate: F, input_gate: I, output_gate: O, line, gate } = places;
  const [before, over, after] = [72, gate - 38, 509];
  const thin = (path) => board.wire(path, "cell_state", 5);
  const said = (x, y, anchor) => board.number(x, y, "cell_state", { size: 14, anchor });
  return {
    forget_gate: {
      wire: thin(`M${before} ${line}V${gate - 10}Q${before} ${gate} ${before + 10} ${gate}H${F - 30}`),
      number: said(57, gate - 62, "end"),
    },
    input_gate: {
      wire: thin(`M${before} ${over}H${I - 28}Q${I - 18} ${over} ${I - 18} ${over + 10}V${gate - 17}`),
      number: said(I - 10, over - 5, "end"),
    },
    output_gate: {
      wire: thin(`M${after} ${line}V${gate - 10}Q${after} ${gate} ${after - 10} ${gate}H${O + 30}`),
      number: said(523, gate - 62, "start"),
    },
  };
}
