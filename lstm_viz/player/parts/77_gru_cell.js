// The GRU's cell, in PyTorch's form: the hidden state runs along the top. The update gate shares it
// out between the old state and the candidate; the reset gate says how much past the candidate sees.

const GRU_PLACES = {
  ...{ update_gate: 122, reset_gate: 228, past: 300, input: 368, candidate: 434 },
  ...{ line: 64, mix: 146, gate: 214, bus: 262 },
};

const GRU_CELL = {
  height: () => 364,
  describe: () =>
    "GRU cell: the hidden state runs along the top; the update gate z multiplies it, and 1 − z " +
    "times candidate is added; the reset gate multiplies what of the past goes into the candidate.",
  draw(board) {
    board.body(14, 288);
    const wires = gruWires(board);
    drawGruBoxes(board);
    const numbers = gruNumbers(board);
    return (reading) => {
      for (const name of ["hiddenBefore", "hidden_state", "reset_gate", "candidate", "kept"]) {
        wires[name].set(reading[name]);
      }
      for (const name of ["update_gate", "replaced", "written"]) wires[name].set(reading[name]);
      wires.shared.set(reading.update_gate);
      // The parts of a sum are drawn as large as what could come of them.
      wires.past.set(Math.tanh(reading["candidate.past"]));
      wires.input.set(Math.tanh(reading["candidate.input"]));
      wires.usedPast.set(Math.tanh(reading.usedPast));
      wires.sum.set(Math.tanh(reading.sum));
      for (const name of ["reset_gate", "update_gate", "candidate"]) {
        numbers[name](reading[name], wordOf(name, reading[name]));
      }
      numbers.hiddenBefore(reading.hiddenBefore);
      numbers.hidden_state(reading.hidden_state);
      numbers.past(reading["candidate.past"]);
      numbers.input(reading["candidate.input"]);
      numbers.usedPast(reading.usedPast);
      numbers.replaced(`1−z = ${fixed(reading.replaced)}`);
      numbers.kept(`z·h = ${fixed(reading.kept)}`);
      numbers.written(`(1−z)·g = ${fixed(reading.written)}`);
      numbers.token(reading);
    };
  },
};

function gruWires(board) {
  const { update_gate: Z, reset_gate: R, past, input, candidate: G, line, mix, gate, bus } = GRU_PLACES;
  board.bundle(`M76 ${bus + 74}V${bus + 16}Q76 ${bus} 92 ${bus}`);
  board.bundle(`M76 ${line}V${bus - 16}Q76 ${bus} 92 ${bus}`);
  board.bundle(`M92 ${bus}H${input - 14}Q${input} ${bus} ${input} ${bus - 14}`);
  board.bundle(`M${Z} ${bus}V${gate + 17}`);
  board.bundle(`M${R} ${bus}V${gate + 17}`);
  return {
    hiddenBefore: board.wire(`M4 ${line}H${Z - 14}`, "hidden_state"),
    kept: board.wire(`M${Z + 14} ${line}H${G - 14}`, "hidden_state"),
    hidden_state: board.wire(`M${G + 14} ${line}H566`, "hidden_state"),
    update_gate: board.wire(`M${Z} ${gate - 17}V${line + 14}`, "update_gate"),
    shared: board.wire(`M${Z} ${mix}H${R + 28}`, "update_gate"),
    replaced: board.wire(`M${R + 80} ${mix}H${G - 14}`, "update_gate"),
    reset_gate: board.wire(`M${R + 30} ${gate}H${past - 14}`, "reset_gate"),
    past: board.wire(`M${past} ${bus}V${gate + 14}`, "hidden_state"),
    usedPast: board.wire(`M${past + 14} ${gate}H${input - 14}`, "hidden_state"),
    input: board.wire(`M${input} ${bus - 14}V${gate + 14}`, "vector"),
    sum: board.wire(`M${input + 14} ${gate}H${G - 30}`, "candidate"),
    candidate: board.wire(`M${G} ${gate - 17}V${mix + 14}`, "candidate"),
    written: board.wire(`M${G} ${mix - 14}V${line + 14}`, "candidate"),
  };
}

function drawGruBoxes(board) {
  const { update_gate: Z, reset_gate: R, past, input, candidate: G, line, mix, gate, bus } = GRU_PLACES;
  board.arrow(line, "hidden_state");
  board.box(Z, gate, 60, "σ", "update_gate");
  board.box(R, gate, 60, "σ", "reset_gate");
  board.box(G, gate, 60, "tanh", "candidate");
  board.pill(R + 54, mix, "1 −");
  board.node(Z, line, "×");
  board.node(G, line, "+");
  board.node(G, mix, "×");
  board.node(past, gate, "×");
  board.node(input, gate, "+");
  const named = { update_gate: Z + 8, reset_gate: R - 2, candidate: G + 2 }; // clear of the input's wire
  for (const [name, x] of Object.entries(named)) {
    board.name(x, bus + 25, name, QUANTITIES[name].symbol, QUANTITIES[name].name);
  }
  board.name(past - 2, bus + 25, "hidden_state", "Uh", "past");
  board.name(input - 8, bus + 25, "vector", "Wx", "input");
}

function gruNumbers(board) {
  const { update_gate: Z, reset_gate: R, past, input, candidate: G, line, mix, gate, bus } = GRU_PLACES;
  const small = { size: 15 };
  const above = { size: 16, anchor: "middle" };
  return {
    hiddenBefore: board.state(31, line, "hidden_state", `h_${board.before}`),
    hidden_state: board.state(549, line, "hidden_state", "h_t"),
    kept: board.number((Z + G) / 2, line - 24, "hidden_state", above),
    update_gate: board.number(Z + 11, mix + 26, "update_gate"),
    reset_gate: board.number(R, mix + 28, "reset_gate", { anchor: "middle" }),
    replaced: board.number((R + 80 + G) / 2, mix - 10, "update_gate", above),
    written: board.number(G - 13, line + 40, "candidate", { size: 16, anchor: "end" }),
    candidate: board.number(G + 11, mix + 26, "candidate"),
    usedPast: board.number((past + input) / 2 + 8, gate - 22, "hidden_state", above),
    past: board.number(past + 8, bus - 12, "hidden_state", small),
    input: board.number(input + 8, bus - 12, "vector", small),
    token: board.input(76, bus + 94),
  };
}
