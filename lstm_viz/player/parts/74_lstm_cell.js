// The LSTM cell, after the well-known drawing: the cell state runs along the top, gates act on it.

function createLstmCell(actions) {
  const frame = createDiagram("lstm", actions, {
    width: 580,
    height: 364,
    description:
      "LSTM cell: the cell state runs along the top; the forget gate multiplies it, input gate " +
      "times candidate is added, the output gate decides how much is read out as hidden state.",
  });
  const root = frame.drawing;
  svg(root, "rect", { x: 62, y: 14, width: 456, height: 288, rx: 24, class: "body" });

  const [F, I, G, O, OUT] = [128, 216, 304, 394, 478];
  const [C, MIX, GATE, BUS] = [64, 146, 214, 262];
  /** From the top of a gate's box, up and to the right, into a node. */
  const elbow = (x, to) =>
    `M${x} ${GATE - 17}V${MIX + 14}Q${x} ${MIX} ${x + 14} ${MIX}H${to - 14}`;
  const wires = {
    x: createBundle(root, `M84 336V${BUS + 16}Q84 ${BUS} 100 ${BUS}`),
    past: createWire(root, `M4 ${BUS}H84`, "hidden_state"),
    bus: createBundle(root, `M84 ${BUS}H${O - 14}Q${O} ${BUS} ${O} ${BUS - 14}V${GATE + 17}`),
    tapF: createBundle(root, `M${F} ${BUS}V${GATE + 17}`),
    tapI: createBundle(root, `M${I} ${BUS}V${GATE + 17}`),
    tapG: createBundle(root, `M${G} ${BUS}V${GATE + 17}`),
    cellBefore: createWire(root, `M4 ${C}H${F - 14}`, "cell_state"),
    kept: createWire(root, `M${F + 14} ${C}H${G - 14}`, "cell_state"),
    cell: createWire(root, `M${G + 14} ${C}H566`, "cell_state"),
    forget: createWire(root, `M${F} ${GATE - 17}V${C + 14}`, "forget_gate"),
    input: createWire(root, elbow(I, G), "input_gate"),
    candidate: createWire(root, `M${G} ${GATE - 17}V${MIX + 14}`, "candidate"),
    written: createWire(root, `M${G} ${MIX - 14}V${C + 14}`, "candidate"),
    output: createWire(root, elbow(O, OUT), "output_gate"),
    tapC: createWire(root, `M${OUT} ${C}V${C + 24}`, "cell_state"),
    squashed: createWire(root, `M${OUT} ${C + 52}V${MIX - 14}`, "cell_state"),
    hidden: createWire(
      root, `M${OUT} ${MIX + 14}V${BUS - 16}Q${OUT} ${BUS} ${OUT + 16} ${BUS}H566`, "hidden_state",
    ),
  };
  svg(root, "path", { d: `M564 ${C - 8}l12 8l-12 8z`, class: "arrow of-cell_state" });
  svg(root, "path", { d: `M564 ${BUS - 8}l12 8l-12 8z`, class: "arrow of-hidden_state" });

  drawBox(root, F, GATE, 60, "σ", "forget_gate");
  drawBox(root, I, GATE, 60, "σ", "input_gate");
  drawBox(root, G, GATE, 60, "tanh", "candidate");
  drawBox(root, O, GATE, 60, "σ", "output_gate");
  svg(root, "rect", { x: OUT - 26, y: C + 26, width: 52, height: 26, rx: 13, class: "pill" });
  svg(root, "text", { x: OUT, y: C + 40, class: "pill-text" }, "tanh");
  drawNode(root, F, C, "×");
  drawNode(root, G, C, "+");
  drawNode(root, G, MIX, "×");
  drawNode(root, OUT, MIX, "×");

  const gateNames = [[F, "forget_gate"], [I, "input_gate"], [G, "candidate"], [O, "output_gate"]];
  for (const [x, quantity] of gateNames) {
    const text = svg(root, "text", { x, y: BUS + 25, class: `gate-name of-${quantity}` });
    svg(text, "tspan", { class: "symbol" }, `${QUANTITIES[quantity].symbol} `);
    svg(text, "tspan", {}, QUANTITIES[quantity].name);
  }
  const symbol = (x, y, quantity, text) =>
    svgSymbol(root, { x, y, class: `symbol-at of-${quantity}`, "text-anchor": "middle" }, text);
  symbol(31, C - 18, "cell_state", "c_t−1");
  symbol(549, C - 18, "cell_state", "c_t");
  symbol(31, BUS - 18, "hidden_state", "h_t−1");
  symbol(549, BUS - 18, "hidden_state", "h_t");
  symbol(84, 356, "vector", "x_t");

  const middle = { anchor: "middle" };
  const numbers = {
    cellBefore: createNumber(root, 31, C + 28, "cell_state", middle),
    cell: createNumber(root, 549, C + 28, "cell_state", middle),
    kept: createNumber(root, (F + G) / 2, C - 24, "cell_state", { size: 16, anchor: "middle" }),
    hiddenBefore: createNumber(root, 31, BUS + 28, "hidden_state", middle),
    hidden: createNumber(root, 549, BUS + 28, "hidden_state", middle),
    forget: createNumber(root, F + 11, 172, "forget_gate"),
    input: createNumber(root, I + 11, 172, "input_gate"),
    candidate: createNumber(root, G + 11, 172, "candidate"),
    output: createNumber(root, O + 11, 172, "output_gate"),
    written: createNumber(root, G + 13, C + 40, "candidate", { size: 16 }),
    squashed: createNumber(root, OUT - 12, MIX - 16, "cell_state", { size: 16, anchor: "end" }),
    token: createNumber(root, 106, 350, "vector"),
  };

  const update = (look, changed, { lstm, token, event }) => {
    if (changed.has("film") || changed.has("lstmUnit")) frame.name(look, look.lstmUnit);
    wires.past.set(lstm.hiddenBefore);
    wires.cellBefore.set(lstm.cellBefore / look.cellRange);
    wires.kept.set(lstm.kept / look.cellRange);
    wires.cell.set(lstm.cell_state / look.cellRange);
    wires.tapC.set(lstm.cell_state / look.cellRange);
    wires.forget.set(lstm.forget_gate);
    wires.input.set(lstm.input_gate);
    wires.candidate.set(lstm.candidate);
    wires.written.set(lstm.written);
    wires.output.set(lstm.output_gate);
    wires.squashed.set(lstm.squashed);
    wires.hidden.set(lstm.hidden_state);
    numbers.cellBefore(lstm.cellBefore);
    numbers.cell(lstm.cell_state);
    numbers.kept(`f·c = ${fixed(lstm.kept)}`);
    numbers.hiddenBefore(lstm.hiddenBefore);
    numbers.hidden(lstm.hidden_state);
    numbers.forget(lstm.forget_gate, gateWord("forget_gate", lstm.forget_gate));
    numbers.input(lstm.input_gate, gateWord("input_gate", lstm.input_gate));
    numbers.candidate(lstm.candidate, QUANTITIES.candidate.word);
    numbers.output(lstm.output_gate, gateWord("output_gate", lstm.output_gate));
    numbers.written(`i·g = ${fixed(lstm.written)}`);
    numbers.squashed(lstm.squashed);
    numbers.token(isQuiet(event) ? token : `${token}  ${event}`);
  };
  const flow = (seconds) => Object.values(wires).forEach((wire) => wire.flow(seconds));
  return { element: frame.element, update, flow };
}
