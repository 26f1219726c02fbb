// The vanilla RNN's cell: one box. Past and input are added, squashed, and that is all.

const RNN_CELL = {
  height: () => 150,
  describe: ({ title, nonlinearity }) =>
    `${title} cell: past and input are added and squashed by ${nonlinearity} into the hidden state.`,
  draw(board, { nonlinearity }) {
    const [line, sum, box] = [58, 196, 352];
    board.body(12, 92);
    const wires = {
      before: board.wire(`M4 ${line}H62`, "hidden_state"),
      past: board.wire(`M62 ${line}H${sum - 14}`, "hidden_state"),
      input: board.wire(`M${sum} 128V${line + 14}`, "vector"),
      sum: board.wire(`M${sum + 14} ${line}H${box - 35}`, "hidden_state"),
      hidden: board.wire(`M${box + 35} ${line}H566`, "hidden_state"),
    };
    board.arrow(line, "hidden_state");
    board.node(sum, line, "+");
    board.box(box, line, 70, nonlinearity, "hidden_state");
    const above = { size: 16, anchor: "middle" };
    const numbers = {
      before: board.state(31, line, "hidden_state", `h_${board.before}`),
      hidden: board.state(549, line, "hidden_state", "h_t"),
      past: board.number(122, line - 16, "hidden_state", above),
      input: board.number(sum + 14, line + 36, "vector", { size: 16 }),
      sum: board.number(262, line - 16, "hidden_state", above),
      token: board.input(sum, 146, { x: sum + 24, y: 142 }),
    };
    // A sum is drawn as large as what comes of it.
    const squash = (value, range) => (nonlinearity === "tanh" ? Math.tanh(value) : value / range);
    return (reading, range) => {
      const { "hidden_state.input": input, "hidden_state.past": past, sum: total } = reading;
      wires.before.set(reading.hiddenBefore / range);
      wires.past.set(squash(past, range));
      wires.input.set(squash(input, range));
      wires.sum.set(squash(total, range));
      wires.hidden.set(reading.hidden_state / range);
      numbers.before(reading.hiddenBefore);
      numbers.past(`past ${fixed(past)}`);
      numbers.input(`input ${fixed(input)}`);
      numbers.sum(fixed(total));
      numbers.hidden(reading.hidden_state);
      numbers.token(reading);
    };
  },
};
